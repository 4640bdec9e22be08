"""The region's figures cut to what a person sees, and shaped for map, flow, lights and table."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from milkshed.collection.facade import FlowRow
from milkshed.kernel.counties import COUNTIES, NINGXIA, PREFECTURES, Zone, zone_of
from milkshed.kernel.text import Text
from milkshed.kernel.units import KG_PER_TONNE
from milkshed.plan.facade import LightFacts, ProjectPoint
from milkshed.plan.facts.reading import group_titles
from milkshed.platform.scope import Scope
from milkshed.site.war_map.figures import CountyFigures, RegionFigures, Standing

PLANTS_SHOWN = 12
COLOURS = ("red", "yellow", "green", "blue", "grey")


@dataclass(frozen=True, slots=True)
class Metric:
    """Something a county is tinted by; ``top`` ends the scale where the largest value does not."""

    code: str
    title: Text
    unit: Text
    top: float | None = None


METRICS = (
    Metric("head", Text("存栏", "Cattle"), Text("万头", "10⁴ head")),
    Metric("milk", Text("日产奶", "Milk of the day"), Text("吨", "t")),
    Metric("zone", Text("占分区控制数", "Cattle over the zone's cap"), Text("%", "%"), 100.0),
    Metric("cap", Text("占本县控制数", "Cattle over the county's cap"), Text("%", "%"), 100.0),
    Metric("reporting", Text("填报率", "Reporting"), Text("%", "%"), 100.0),
    Metric("alarms", Text("未处置预警", "Open alarms"), Text("件", "alarms")),
)


def counties_seen(scope: Scope) -> frozenset[str]:
    """The counties a scope reaches: all, or those of its offices."""
    return frozenset(COUNTIES) if scope.everything else scope.counties & frozenset(COUNTIES)


def metric_values(
    metric: str, region: RegionFigures, seen: frozenset[str]
) -> dict[str, float | None]:
    """A metric by county, in its unit; counties out of reach are left out."""
    return {
        code: _value(metric, region, region.counties[code]) for code in COUNTIES if code in seen
    }


def _value(metric: str, region: RegionFigures, county: CountyFigures) -> float | None:
    if metric == "head":
        return None if county.head is None else round(county.head / 10_000, 2)
    if metric == "milk":
        return None if county.milk_kg is None else round(county.milk_kg / KG_PER_TONNE, 1)
    if metric == "alarms":
        return county.alarms
    if metric == "reporting":
        return round(100 * county.farms_reporting / county.farms, 1) if county.farms else None
    if metric == "cap":
        own = county.standing.ratio
        return None if own is None else round(100 * own, 1)
    zone = zone_of(county.code, region.day)
    ratio = region.zones[zone].ratio
    return None if zone is Zone.OTHER or ratio is None else round(100 * ratio, 1)


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over the counties a person sees."""

    farms: int
    farms_reporting: int
    head: int
    registered: int
    milk_kg: float
    loaded_kg: float
    under_way: int
    samples: int
    samples_passed: int
    alarms: int
    serious_alarms: int

    @property
    def pass_rate(self) -> float | None:
        """Official samples passed, as a share."""
        return self.samples_passed / self.samples if self.samples else None

    @property
    def reporting(self) -> float | None:
        """Farms that reported, as a share."""
        return self.farms_reporting / self.farms if self.farms else None


def totals(region: RegionFigures, seen: frozenset[str]) -> Totals:
    """Add up the counties seen."""
    rows = [region.counties[code] for code in seen]
    return Totals(
        farms=sum(row.farms for row in rows),
        farms_reporting=sum(row.farms_reporting for row in rows),
        head=sum(row.head or 0 for row in rows),
        registered=sum(row.registered for row in rows),
        milk_kg=sum(row.milk_kg or 0.0 for row in rows),
        loaded_kg=sum(row.loaded_kg for row in rows),
        under_way=sum(row.under_way for row in rows),
        samples=sum(row.samples for row in rows),
        samples_passed=sum(row.samples_passed for row in rows),
        alarms=sum(row.alarms for row in rows),
        serious_alarms=sum(row.serious_alarms for row in rows),
    )


@dataclass(frozen=True, slots=True)
class StandingRow:
    """One line of the board: a county, zone or the region against its caps."""

    code: str
    title: Text
    standing: Standing
    alarms: int
    reporting: float | None


def zone_rows(region: RegionFigures) -> list[StandingRow]:
    """The zones and, last, the region: its sums are those of the zones."""
    rows = []
    for zone in Zone:
        inside = [c for code, c in region.counties.items() if zone_of(code, region.day) is zone]
        rows.append(_standing_row(zone.value, zone.label, region.zones[zone].standing, inside))
    everybody = list(region.counties.values())
    rows.append(_standing_row(NINGXIA, Text("全区合计", "Region"), region.whole, everybody))
    return rows


def county_rows(region: RegionFigures, seen: frozenset[str]) -> list[StandingRow]:
    """The counties seen of the plan's zones one by one, and those without a zone together."""
    named = [
        code for code in COUNTIES if code in seen and zone_of(code, region.day) is not Zone.OTHER
    ]
    rest = [region.counties[code] for code in sorted(seen) if code not in named]
    rows = [
        _standing_row(
            code, COUNTIES[code].short, region.counties[code].standing, [region.counties[code]]
        )
        for code in named
    ]
    if rest:
        known = [one.head for one in rest if one.head is not None]
        standing = Standing(
            sum(known) if known else None, None, sum(one.milk_year_kg for one in rest)
        )
        title = Text(f"其他{len(rest)}县（区）", f"{len(rest)} others")
        rows.append(_standing_row("other", title, standing, rest))
    return rows


def _standing_row(
    code: str, title: Text, standing: Standing, inside: list[CountyFigures]
) -> StandingRow:
    farms = sum(one.farms for one in inside)
    reported = sum(one.farms_reporting for one in inside)
    return StandingRow(
        code,
        title,
        standing,
        sum(one.alarms for one in inside),
        reported / farms if farms else None,
    )


_SHAPES = {"red": "triangle", "yellow": "diamond", "green": "rect", "blue": "circle"}
_UNPLACED_INK = "#6b7683"
_INKS = {"red": "#c3352c", "yellow": "#c07a1c", "green": "#2f8f57", "blue": "#3a72b8"}


def _unplaced(number: int, language: str) -> str:
    words = Text(f"{number}个项目未定点", f"{number} project(s) without a point")
    return words.in_language(language)


def map_points(
    points: Sequence[ProjectPoint], language: str, middles: Mapping[str, tuple[float, float]]
) -> list[dict[str, object]]:
    """Projects as the map draws them: a shape and a colour for each stage.

    Those of which only the county is known stand together in its middle (``middles``: longitude
    and latitude by county), and the mark says how many they are.
    """
    unplaced = Counter(one.county for one in points if one.longitude is None)
    together = [
        {
            "name": f"{_county(county).in_language(language)} · {_unplaced(number, language)}",
            "lon": middles[county][0],
            "lat": middles[county][1],
            "symbol": "pin",
            "colour": _UNPLACED_INK,
            "url": "/war-map?view=table#projects-title",
        }
        for county, number in unplaced.items()
        if county in middles
    ]
    return together + [
        {
            "name": f"{point.name} · {point.stage.in_language(language)}",
            "lon": point.longitude,
            "lat": point.latitude,
            "symbol": _SHAPES[point.colour],
            "colour": _INKS[point.colour],
            "url": f"/plan/entries/{point.entry}",
        }
        for point in points
        if point.longitude is not None
    ]


@dataclass(frozen=True, slots=True)
class FlowLine:
    """Milk from a county to a plant (or the plants not shown one by one), in kg."""

    prefecture: Text
    county: Text
    plant: Text
    kg: float


_OTHER_PLANTS = Text("其他加工厂", "Other plants")


def flow_seen(region: RegionFigures, seen: frozenset[str]) -> list[FlowLine]:
    """Flows that touch a county seen: the largest plants by name, the others together."""
    rows = [
        row
        for row in region.flow
        if {row.source_county, row.station_county, row.plant_county} & seen
    ]
    named = _largest_plants(rows)
    sums: dict[tuple[str, int | None], float] = defaultdict(float)
    names: dict[int | None, Text] = {None: _OTHER_PLANTS}
    for row in rows:
        plant = row.plant_id if row.plant_id in named else None
        names.setdefault(plant, row.plant)
        sums[row.source_county, plant] += row.kg
    return [
        FlowLine(_prefecture(county), _county(county), names[plant], kg)
        for (county, plant), kg in sorted(sums.items(), key=lambda item: -item[1])
    ]


def _largest_plants(rows: Iterable[FlowRow]) -> frozenset[int]:
    taken: dict[int, float] = defaultdict(float)
    for row in rows:
        taken[row.plant_id] += row.kg
    return frozenset(sorted(taken, key=lambda plant: -taken[plant])[:PLANTS_SHOWN])


def _county(code: str) -> Text:
    return COUNTIES[code].short if code in COUNTIES else Text("区外", "Outside")


def _prefecture(code: str) -> Text:
    if code not in COUNTIES:
        return Text("区外", "Outside")
    return PREFECTURES[COUNTIES[code].prefecture].name


def sankey(lines: Iterable[FlowLine], language: str) -> dict[str, object]:
    """Nodes and links of prefecture → county → plant, in tonnes."""
    nodes: dict[str, dict[str, object]] = {}
    groups: dict[str, int] = {}
    links: dict[tuple[str, str], float] = defaultdict(float)
    for line in lines:
        steps = (
            line.prefecture.in_language(language),
            line.county.in_language(language) + "\u200a",  # a county may be called like its city
            line.plant.in_language(language),
        )
        group = groups.setdefault(steps[0], len(groups))
        for depth, step in enumerate(steps):
            nodes.setdefault(
                step, {"name": step, "depth": depth, "group": group if depth < 2 else None}
            )
        links[steps[0], steps[1]] += line.kg
        links[steps[1], steps[2]] += line.kg
    return {
        "nodes": list(nodes.values()),
        "links": [
            {"source": source, "target": target, "value": round(kg / KG_PER_TONNE, 1)}
            for (source, target), kg in links.items()
        ],
        "unit": "吨" if language == "zh" else "t",
    }


@dataclass(frozen=True, slots=True)
class LightGroup:
    """The lights of one part of the plan, counted by colour."""

    code: str
    title: Text
    counts: tuple[tuple[str, int], ...]


def light_counts(lights: Iterable[LightFacts]) -> list[tuple[str, int]]:
    """How many lights of each colour, the worst first."""
    counted = Counter(light.colour for light in lights)
    return [(colour, counted[colour]) for colour in COLOURS]


def light_groups(lights: Iterable[LightFacts]) -> list[LightGroup]:
    """Lights counted by part of the plan."""
    grouped: dict[str, Counter[str]] = {}
    for light in lights:
        grouped.setdefault(light.group, Counter())[light.colour] += 1
    titles: Mapping[str, Text] = group_titles()
    return [
        LightGroup(
            code,
            titles.get(code, Text(code, code)),
            tuple((colour, counts[colour]) for colour in COLOURS if counts[colour]),
        )
        for code, counts in grouped.items()
    ]
