"""Where an entry of a register lies: county, town, a zone of the plan, and a point if known."""

from dataclasses import dataclass
from datetime import date

from milkshed.kernel.counties import BOUNDS, COUNTIES, zone_of
from milkshed.kernel.problems import Fault
from milkshed.kernel.text import Text
from milkshed.kernel.towns import TOWNS
from milkshed.plan.models import PLACED_ZONES
from milkshed.platform.models import Person
from milkshed.platform.scope import scope_of


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A place as it was typed: codes, empty where not known, and degrees (CGCS2000)."""

    county: str = ""
    town: str = ""
    zone: str = ""
    longitude: float | None = None
    latitude: float | None = None


NOWHERE = Whereabouts()


def own_county(person: Person) -> str:
    """The county that a person's organisation stands for; empty for offices of the region."""
    scope = scope_of(person)
    if scope.everything or len(scope.counties) != 1:
        return ""
    return next(iter(scope.counties))


def county_of(person: Person, place: Whereabouts) -> str:
    """The county of a place: the one typed, its town's, or the person's own."""
    return place.county or place.town[:6] or ("" if place.zone else own_county(person))


def wrong_place(person: Person, place: Whereabouts, on: date) -> list[Fault]:
    """Every rule that a place breaks on a day."""
    county = county_of(person, place)
    faults = []
    if county and county not in COUNTIES:
        message = Text(
            f"“{county}”不是宁夏的县（市、区）代码", f"{county!r} is no county of Ningxia"
        )
        faults.append(Fault("county", place.county, "known-county", message))
    own = own_county(person)
    if own and county != own:
        message = Text(f"只能登记本县（{COUNTIES[own].name.zh}）", "Only one's own county")
        faults.append(Fault("county", place.county, "own-county", message))
    return [
        *faults,
        *_wrong_town(place, county),
        *_wrong_zone(place, county, on),
        *_wrong_point(place),
    ]


def _wrong_town(place: Whereabouts, county: str) -> list[Fault]:
    if not place.town:
        return []
    if place.town not in TOWNS:
        message = Text(
            f"“{place.town}”不是宁夏的乡镇（街道）代码", f"{place.town!r} is no town of Ningxia"
        )
        return [Fault("town", place.town, "known-town", message)]
    town = TOWNS[place.town]
    if town.county == county or county not in COUNTIES:
        return []
    message = Text(
        f"{town.name}属于{COUNTIES[town.county].name.zh}，不在{COUNTIES[county].name.zh}",
        f"{town.name} lies in {COUNTIES[town.county].name.en}, not in {COUNTIES[county].name.en}",
    )
    return [Fault("town", place.town, "town-in-county", message)]


def _wrong_zone(place: Whereabouts, county: str, on: date) -> list[Fault]:
    if not place.zone:
        return []
    if place.zone not in PLACED_ZONES:
        listed = "、".join(words.zh for words in PLACED_ZONES.values())
        message = Text(f"分区只能是：{listed}", "The zone is twin-core or two-wings")
        return [Fault("zone", place.zone, "choice", message)]
    if county not in COUNTIES or zone_of(county, on).value == place.zone:
        return []
    message = Text(
        f"{COUNTIES[county].name.zh}不在{PLACED_ZONES[place.zone].zh}；写明县的可不填分区",
        f"{COUNTIES[county].name.en} is not in that zone; leave it empty where a county is named",
    )
    return [Fault("zone", place.zone, "county-in-zone", message)]


def _wrong_point(place: Whereabouts) -> list[Fault]:
    longitude, latitude = place.longitude, place.latitude
    if longitude is None and latitude is None:
        return []
    if longitude is None or latitude is None:
        message = Text("经度和纬度须同时填写", "Longitude and latitude go together")
        missing = "longitude" if longitude is None else "latitude"
        return [Fault(missing, None, "both", message)]
    if BOUNDS.hold(longitude, latitude):
        return []
    swapped = BOUNDS.hold(latitude, longitude)
    message = Text(
        f"坐标（{longitude:g}，{latitude:g}）不在宁夏范围：{BOUNDS.words.zh}"
        + ("；经度和纬度填反了" if swapped else ""),
        f"The point ({longitude:g}, {latitude:g}) lies outside Ningxia: {BOUNDS.words.en}"
        + ("; longitude and latitude are swapped" if swapped else ""),
    )
    return [Fault("longitude", longitude, "within-region", message)]
