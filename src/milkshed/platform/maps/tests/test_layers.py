"""The map: all 22 counties, by their codes, from the package or from a layer put in its place."""

import json

import pytest

from milkshed.kernel.counties import BOUNDS, COUNTIES
from milkshed.kernel.problems import Problem
from milkshed.platform.maps.borders import checked_collection, middles, package_counties
from milkshed.platform.maps.layers import (
    layer_in_use,
    load_layer,
    ningxia_counties,
    ningxia_counties_json,
    retire_layer,
)
from tests.cast import Cast


def test_the_package_holds_the_22_counties() -> None:
    codes = [f["properties"]["code"] for f in package_counties()["features"]]
    assert codes == list(COUNTIES)


def test_the_package_names_counties_as_the_kernel_does() -> None:
    for feature in package_counties()["features"]:
        code = feature["properties"]["code"]
        assert feature["properties"]["name"] == COUNTIES[code].name.zh


def test_middles_are_centroids_of_the_largest_part() -> None:
    square = [[106.0, 38.0], [107.0, 38.0], [107.0, 39.0], [106.0, 39.0], [106.0, 38.0]]
    corner = [[105.0, 37.0], [105.3, 37.0], [105.0, 37.3], [105.0, 37.0]]
    layer = package_counties()
    layer["features"][0]["geometry"]["coordinates"] = [[corner], [square]]
    found = middles(layer)
    assert found["640104"] == (106.5, 38.5)
    assert set(found) == set(COUNTIES)
    assert all(BOUNDS.hold(*point) for point in found.values())


def test_faults_name_the_county_that_is_missing_or_twice() -> None:
    layer = package_counties()
    dropped, doubled = layer["features"].pop(), layer["features"][0]
    layer["features"].append(doubled)
    with pytest.raises(Problem) as raised:
        checked_collection(layer)
    assert {(f.rule, f.value) for f in raised.value.faults} == {
        ("all-counties", dropped["properties"]["code"]),
        ("once", doubled["properties"]["code"]),
    }


@pytest.mark.parametrize(
    "ring", [[[106.0, 38.0], [106.1, 38.0]], [[16.0, 38.0], [1, 2], [3, 4], [16.0, 38.0]]]
)
def test_a_shape_that_cannot_be_is_named(ring: list[list[float]]) -> None:
    layer = package_counties()
    layer["features"][3]["geometry"] = {"type": "Polygon", "coordinates": [ring]}
    with pytest.raises(Problem) as raised:
        checked_collection(layer)
    assert [f.rule for f in raised.value.faults] == ["polygon"]


def test_an_official_layer_replaces_the_package_until_it_is_retired(cast: Cast) -> None:
    administrator = cast.people["administrator"]
    before = layer_in_use()
    layer = package_counties()
    layer["features"][0]["geometry"]["coordinates"][0][0][1] = [106.5, 38.5]
    loaded = load_layer(
        json.dumps(layer).encode(),
        name="标准地图",
        source="自治区自然资源厅",
        approval_number="宁S（2025）第001号",
        person=administrator,
    )
    assert "宁S（2025）第001号" in layer_in_use().note.zh
    assert "不作为划界依据" in layer_in_use().note.zh
    shown = ningxia_counties()["features"][0]["geometry"]["coordinates"][0][0][1]
    assert shown == [106.5, 38.5]
    retire_layer(loaded, administrator)
    assert layer_in_use() == before
    assert json.loads(ningxia_counties_json()) == package_counties()


def test_only_administrators_load_a_layer(cast: Cast) -> None:
    with pytest.raises(Problem) as raised:
        load_layer(
            b"{}", name="x", source="y", approval_number="", person=cast.people["farm_manager"]
        )
    assert raised.value.kind.status == 403
