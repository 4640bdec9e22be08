"""Who takes part in a handover, read once a process until a register changes.

The records are shared between requests: lock and read anew what is to be changed.
"""

from milkshed.collection.models import HandoverSheet, Station, Tanker, Weighbridge
from milkshed.platform.editions import kept
from milkshed.platform.models import Membership, Place


def station_at(key: int) -> Station:
    """A station with its place, its organisation and its licences."""
    stations = Station.objects.select_related("place__organisation").prefetch_related("licences")
    return kept(("station", key), lambda: stations.get(pk=key))


def station_by_gln(gln: str) -> Station | None:
    """The station with a location number, as :func:`station_at` gives it."""
    keys = Station.objects.filter(place__gln=gln).values_list("pk", flat=True)
    key = kept(("station of", gln), keys.first)
    return None if key is None else station_at(key)


def tanker_at(key: int) -> Tanker:
    """A tanker with its carrier and its permits."""
    tankers = Tanker.objects.select_related("carrier").prefetch_related("permits")
    return kept(("tanker", key), lambda: tankers.get(pk=key))


def tanker_by_plate(plate: str) -> Tanker | None:
    """The tanker in use with a plate, as :func:`tanker_at` gives it."""
    keys = Tanker.objects.filter(plate=plate, active=True).values_list("pk", flat=True)
    key = kept(("tanker of", plate), keys.first)
    return None if key is None else tanker_at(key)


def place_at(key: int) -> Place:
    """A place with its organisation."""
    places = Place.objects.select_related("organisation")
    return kept(("place", key), lambda: places.get(pk=key))


def weighbridge_of(plant: int, code: str) -> Weighbridge | None:
    """A plant's weighbridge in use by its code."""
    bridges = Weighbridge.objects.filter(code=code, plant_id=plant, active=True)
    return kept(("weighbridge", plant, code), bridges.first)


def has_weighbridge(plant: int) -> bool:
    """Whether a plant has a weighbridge in use."""
    bridges = Weighbridge.objects.filter(plant_id=plant, active=True)
    return kept(("weighbridges", plant), bridges.exists)


def homes_of(person: int) -> frozenset[int]:
    """The organisations in which a person holds or has held a role."""
    homes = Membership.objects.filter(person_id=person).values_list("organisation_id", flat=True)
    return kept(("homes", person), lambda: frozenset(homes))


def with_parties(sheet: HandoverSheet) -> HandoverSheet:
    """The sheet with its station, tanker and plant at hand."""
    sheet.station = station_at(sheet.station_id)
    sheet.tanker = tanker_at(sheet.tanker_id)
    sheet.plant = place_at(sheet.plant_id)
    return sheet
