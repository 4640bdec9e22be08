"""The war map's views: nothing is lost on the way to a picture, nothing out of reach is shown."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.collection.facade import FlowRow
from milkshed.kernel.counties import COUNTIES, Zone, zone_of
from milkshed.kernel.text import Text
from milkshed.plan.facade import CountyTargets, LightFacts, ProjectPoint
from milkshed.platform.scope import EVERYTHING, Scope
from milkshed.site.war_map import figures
from milkshed.site.war_map.figures import (
    CountyFigures,
    RegionFigures,
    Standing,
    ZoneFigures,
    _zones,
)
from milkshed.site.war_map.views import (
    PLANTS_SHOWN,
    counties_seen,
    county_rows,
    flow_seen,
    light_counts,
    light_groups,
    map_points,
    metric_values,
    sankey,
    totals,
    zone_rows,
)

DAY = date(2026, 1, 5)
CODES = list(COUNTIES)


def _county(code: str, head: int | None = 1000) -> CountyFigures:
    return CountyFigures(
        code=code,
        farms=4,
        farms_reporting=3,
        head=head,
        registered=900,
        milk_kg=None if head is None else head * 12.0,
        loaded_kg=100.0,
        under_way=1,
        samples=10,
        samples_passed=9,
        alarms=2,
        serious_alarms=1,
    )


def _region(flow: tuple[FlowRow, ...] = ()) -> RegionFigures:
    counties = {code: _county(code, None if code == CODES[-1] else 1000) for code in CODES}
    return RegionFigures(
        day=DAY,
        computed_at=datetime(2026, 1, 5, 1, tzinfo=UTC),
        counties=counties,
        zones={
            Zone.TWIN_CORE: ZoneFigures(Zone.TWIN_CORE, 7000, 14000),
            Zone.TWO_WINGS: ZoneFigures(Zone.TWO_WINGS, 4000, None),
            Zone.OTHER: ZoneFigures(Zone.OTHER, 10000, None),
        },
        flow=flow,
        trend=(),
        lights=(),
    )


flow_rows = st.lists(
    st.builds(
        FlowRow,
        source_county=st.sampled_from([*CODES, "610100"]),
        station_county=st.sampled_from(CODES),
        plant_id=st.integers(1, 30),
        plant=st.just(Text("厂", "Plant")),
        plant_county=st.sampled_from(CODES),
        kg=st.floats(1.0, 1e6),
    ),
    max_size=60,
).map(
    lambda rows: tuple(
        FlowRow(
            row.source_county,
            row.station_county,
            row.plant_id,
            Text(f"{row.plant_id}号厂", f"Plant {row.plant_id}"),
            row.plant_county,
            row.kg,
        )
        for row in rows
    )
)


@given(flow_rows)
def test_the_picture_of_the_flow_keeps_every_kilogram(rows: tuple[FlowRow, ...]) -> None:
    lines = flow_seen(_region(rows), frozenset(CODES))
    assert sum(line.kg for line in lines) == pytest.approx(sum(row.kg for row in rows))
    assert len({line.plant.zh for line in lines}) <= PLANTS_SHOWN + 1
    picture = sankey(lines, "zh")
    depth = {node["name"]: node["depth"] for node in picture["nodes"]}  # type: ignore[attr-defined]
    shown = [0.0, 0.0]
    for link in picture["links"]:  # type: ignore[attr-defined]
        assert depth[link["target"]] == depth[link["source"]] + 1
        shown[depth[link["source"]]] += link["value"]
    assert shown[0] == pytest.approx(shown[1], abs=0.1 * len(rows) + 0.1)


@given(flow_rows)
def test_a_county_sees_only_flows_that_touch_it(rows: tuple[FlowRow, ...]) -> None:
    own = frozenset({"640302"})
    lines = flow_seen(_region(rows), own)
    touching = [r for r in rows if {r.source_county, r.station_county, r.plant_county} & own]
    assert sum(line.kg for line in lines) == pytest.approx(sum(row.kg for row in touching))


def test_a_scope_sees_its_counties() -> None:
    assert counties_seen(EVERYTHING) == frozenset(CODES)
    assert counties_seen(Scope(counties=frozenset({"640302"}))) == {"640302"}
    assert counties_seen(Scope(organisations=frozenset({1}))) == frozenset()


def test_metrics_are_in_their_units_and_say_nothing_where_nothing_is_known() -> None:
    region, seen = _region(), frozenset(CODES)
    assert metric_values("head", region, seen)["640104"] == 0.1
    assert metric_values("milk", region, seen)["640104"] == 12.0
    assert metric_values("milk", region, seen)[CODES[-1]] is None
    assert metric_values("reporting", region, seen)["640104"] == 75.0
    zones = metric_values("zone", region, seen)
    assert zones["640302"] == 50.0
    assert zones["640502"] is None
    assert zones["640402"] is None
    assert set(metric_values("alarms", region, frozenset({"640302"}))) == {"640302"}


def test_totals_add_up_what_is_seen() -> None:
    found = totals(_region(), frozenset({"640104", "640105"}))
    assert (found.head, found.alarms, found.under_way) == (2000, 4, 2)
    assert found.pass_rate == 0.9
    assert totals(_region(), frozenset()).pass_rate is None


def _light(group: str, colour: str) -> LightFacts:
    nothing = Text("", "")
    return LightFacts(
        "K1", group, nothing, nothing, colour, nothing, nothing, None, None, "", nothing, False
    )


def test_lights_are_counted_worst_first_and_by_part_of_the_plan() -> None:
    lights = [_light("table", "green"), _light("table", "red"), _light("1", "red")]
    assert light_counts(lights) == [
        ("red", 2),
        ("yellow", 0),
        ("green", 1),
        ("blue", 0),
        ("grey", 0),
    ]
    assert [(g.code, g.counts) for g in light_groups(lights)] == [
        ("table", (("red", 1), ("green", 1))),
        ("1", (("red", 1),)),
    ]


@given(
    st.lists(
        st.tuples(st.none() | st.integers(0, 300_000), st.integers(0, 10**10)),
        min_size=len(CODES),
        max_size=len(CODES),
    )
)
def test_counties_add_up_to_zones_and_zones_to_the_region(
    values: list[tuple[int | None, int]],
) -> None:
    counties = {
        code: replace(_county(code, head), milk_year_kg=milk)
        for code, (head, milk) in zip(CODES, values, strict=True)
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figures, "zone_targets", lambda: {
            "twin-core": (630_000, 3_270_000_000), "two-wings": (270_000, 1_230_000_000),
        })  # fmt: skip
        region = replace(_region(), counties=counties, zones=_zones(counties, DAY))
    *zones, whole = zone_rows(region)
    seen = county_rows(region, frozenset(CODES))
    for rows in (zones, seen):
        assert sum(row.standing.head or 0 for row in rows) == (whole.standing.head or 0)
        assert sum(row.standing.milk_year_kg for row in rows) == whole.standing.milk_year_kg
    known = [head for head, _ in values if head is not None]
    assert whole.standing.head == (sum(known) if known else None)
    assert (whole.standing.cap_head, whole.standing.milk_goal_kg) == (900_000, 4_500_000_000)
    core = [c for code, c in counties.items() if zone_of(code, DAY) is Zone.TWIN_CORE]
    told = [one.head for one in core if one.head is not None]
    assert zones[0].standing.head == (sum(told) if told else None)
    assert len(seen) == 13
    assert seen[-1].title.zh == "其他10县（区）"


def test_a_cap_has_its_light_in_words_and_colour() -> None:
    assert [Standing(head, 1000).colour for head in (980, 981, 1000, 1001)] == [
        "green", "yellow", "yellow", "red",
    ]  # fmt: skip
    assert Standing(5, None).colour == Standing(None, 5).colour == "grey"
    assert Standing(5, 10, 50, 200).milk_ratio == 0.25
    region = _region()
    capped = replace(region.counties["640302"], targets=CountyTargets(cap_head=2000))
    region = replace(region, counties={**region.counties, "640302": capped})
    values = metric_values("cap", region, frozenset(CODES))
    assert values["640302"] == 50.0
    assert values["640104"] is None


def test_projects_with_a_place_stand_on_the_map() -> None:
    def point(number: int, colour: str, longitude: float | None) -> ProjectPoint:
        return ProjectPoint(
            number, f"DJ2026-{number:04d}", "项目", Text("园区", "Park"), Text("在建", "Built"),
            colour, "640302", DAY, longitude, None if longitude is None else 38.0, 1,
        )  # fmt: skip

    projects = [point(1, "green", 106.0), point(2, "red", None), point(3, "blue", None)]
    together, alone = map_points(projects, "zh", {"640302": (106.2, 37.9)})
    assert (alone["url"], alone["symbol"]) == ("/plan/entries/1", "rect")
    assert alone["name"] == "项目 · 在建"
    assert (together["lon"], together["lat"]) == (106.2, 37.9)
    assert together["name"] == "利通 · 2个项目未定点"
    assert [one["name"] for one in map_points(projects, "en", {})] == ["项目 · Built"]
