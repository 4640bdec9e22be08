"""The standing world: exact to the county table, with right numbers, the same for a seed."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, shape

from milkshed.kernel.identifiers import (
    CREDIT_CODE,
    FARM_CODE,
    GLN,
    GRAI,
    GTIN,
    PLATE,
    STATION_LICENCE,
    TANKER_PERMIT,
)
from milkshed.platform.maps.borders import package_counties
from milkshed.region.science.calibration import COUNTY_TABLE, PARAMETERS, parameter
from milkshed.region.science.catalogue import BASE_PRODUCTS, Category
from milkshed.region.science.entities import World
from milkshed.region.science.sizes import whole_shares
from milkshed.region.science.world import make_world


def test_county_table_sums_to_the_plan() -> None:
    assert sum(row.head for row in COUNTY_TABLE) == 920_000
    assert sum(row.milk_t for row in COUNTY_TABLE) == 4_306_000
    assert sum(row.farms for row in COUNTY_TABLE) == 327
    assert len(COUNTY_TABLE) == 22


def test_every_parameter_has_a_source_and_a_mark() -> None:
    assert len({row.key for row in PARAMETERS}) == len(PARAMETERS)
    for row in PARAMETERS:
        assert row.source
        assert row.unit
        assert row.mark in "RMADP"


def test_herds_and_milk_are_exact_by_county(region: World) -> None:
    for row in COUNTY_TABLE:
        farms = [f for f in region.farms if f.site.county == row.code]
        assert sum(f.head for f in farms) == row.head
        assert sum(f.is_large for f in farms) == row.farms
        assert sum(f.milk_t for f in farms) == pytest.approx(row.milk_t, rel=1e-9)
    assert region.head == 920_000


def test_adults_are_48_percent(region: World) -> None:
    adults = sum(f.adult_head for f in region.farms)
    assert adults == pytest.approx(parameter("herd.adult_share") * 920_000, abs=22)
    assert 4_306_000 / adults == pytest.approx(9.7, abs=0.06)


def test_farm_sizes_are_lognormal_and_large(region: World) -> None:
    heads = np.array([f.head for f in region.farms if f.is_large])
    assert heads.min() >= 100
    assert heads.max() <= 25_000
    assert heads.sum() / 920_000 >= 0.99
    assert np.median(heads) == pytest.approx(2_050, rel=0.15)
    assert np.log(heads).std() == pytest.approx(0.79, abs=0.12)


def test_yields_vary_between_farms(region: World) -> None:
    yields = np.array([f.milk_t / f.adult_head for f in region.farms if f.is_large])
    assert yields.std() == pytest.approx(1.2, abs=0.2)


def test_numbers_of_things(region: World) -> None:
    assert len(region.stations) == 305
    assert len(region.tankers) == 460
    assert len(region.plants) == 26
    assert sum(p.capacity_t for p in region.plants) == 15_000
    assert sum(p.traced for p in region.plants) == 24
    wuzhong = sum(p.capacity_t for p in region.plants if p.site.county.startswith("6403"))
    assert wuzhong / 15_000 == pytest.approx(0.53, abs=0.01)
    kinds = Counter(lab.kind for lab in region.laboratories)
    assert kinds == {"dhi": 4, "third-party": 2, "plant": 26}
    assert all(25 <= t.capacity_t <= 30 for t in region.tankers)
    assert {t.compartments for t in region.tankers} == {1, 2}
    assert all(6 <= len(p.silos) <= 8 for p in region.plants)


def test_every_farm_has_one_station(region: World) -> None:
    served = Counter(i for s in region.stations for i in s.farms)
    assert set(served.values()) == {1}
    assert len(served) == len(region.farms)
    sizes = Counter(sum(region.farms[i].is_large for i in s.farms) for s in region.stations)
    assert set(sizes) == {1, 2, 3}
    assert sizes[1] > 270


def test_the_catalogue_is_wide(region: World) -> None:
    made = {p.name.zh.split("牌")[1] for plant in region.plants for p in plant.products}
    assert len(BASE_PRODUCTS) >= 40
    assert len(made) >= 40
    assert {p.category for plant in region.plants for p in plant.products} == set(Category)


def test_numbers_check_and_are_unique(region: World) -> None:
    sites = [
        thing.site.gln
        for group in (
            region.farms,
            region.stations,
            region.plants,
            region.buyers,
            region.laboratories,
        )
        for thing in group
    ]
    firms = {
        thing.firm.credit_code: thing.firm
        for group in (
            region.farms,
            region.stations,
            region.plants,
            region.carriers,
            region.buyers,
            region.laboratories,
        )
        for thing in group
    }
    assert len(set(sites)) == len(sites)
    assert all(GLN.parse(gln).startswith("952") for gln in sites)
    assert len({firm.gln for firm in firms.values()}) == len(firms)
    for firm in firms.values():
        CREDIT_CODE.parse(firm.credit_code)
        GLN.parse(firm.gln)
    for farm in region.farms:
        FARM_CODE.parse(farm.code)
    for station in region.stations:
        STATION_LICENCE.parse(station.licence_number)
    for tanker in region.tankers:
        PLATE.parse(tanker.plate)
        GRAI.parse(tanker.grai)
        TANKER_PERMIT.parse(tanker.permit_number)
    gtins = [p.gtin for plant in region.plants for p in plant.products]
    assert len(set(gtins)) == len(gtins)
    assert [GTIN.parse(gtin) for gtin in gtins] == gtins


def test_names_are_unique_in_both_languages(region: World) -> None:
    names = [f.site.name for f in region.farms if f.is_large]
    assert len({n.zh for n in names}) == len(names)
    assert len({n.en for n in names}) == len(names)


def test_farms_lie_in_their_county_on_the_map(region: World) -> None:
    """The packaged layer agrees with every farm's county; borders are simplified, so 99 %."""
    borders = {
        str(feature["properties"]["code"]): shape(feature["geometry"])
        for feature in package_counties()["features"]
    }
    inside = sum(
        borders[farm.site.county].contains(Point(farm.site.longitude, farm.site.latitude))
        for farm in region.farms
    )
    assert inside / len(region.farms) > 0.99


def test_same_seed_same_world(region: World) -> None:
    assert make_world("region", region.seed) == region
    assert make_world("region", region.seed + 1).farms != region.farms


def test_a_farm_is_the_same_in_every_scale(region: World, county: World) -> None:
    farm = make_world("farm", region.seed)
    assert len(farm.farms) == 1
    assert len(farm.stations) == 1
    assert len(farm.tankers) == 2
    assert len(farm.plants) == 1
    assert set(farm.farms) <= set(county.farms) <= set(region.farms)
    assert county.head == 220_000
    assert {f.site.county for f in county.farms} == {"640302"}


def test_an_unknown_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="scale"):
        make_world("planet", 1)


@given(
    weights=st.lists(st.floats(0.001, 1e6), min_size=1, max_size=60),
    total=st.integers(0, 1_000_000),
)
@settings(max_examples=60, deadline=None)
def test_whole_shares_sum_exactly_and_stay_near(weights: list[float], total: int) -> None:
    weight = np.array(weights)
    shares = whole_shares(weight, total)
    assert shares.sum() == total
    assert (np.abs(shares - weight / weight.sum() * total) < 1 + 1e-6).all()


@pytest.mark.parametrize("scale", ["farm", "county"])
def test_positions_point_into_the_world(scale: str) -> None:
    world = make_world(scale, 5)
    assert all(0 <= i < len(world.farms) for s in world.stations for i in s.farms)
    assert all(0 <= t.carrier < len(world.carriers) for t in world.tankers)
    assert all(lab.plant is None or lab.plant < len(world.plants) for lab in world.laboratories)
