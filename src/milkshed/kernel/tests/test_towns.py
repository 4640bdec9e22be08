"""Towns: each in a county of Ningxia, found by code or by name inside its county."""

import csv

import pytest

from milkshed.kernel.counties import BOUNDS, COUNTIES, neighbours_of
from milkshed.kernel.problems import Problem
from milkshed.kernel.towns import TOWNS, town, town_by_name
from tests.reference_data import reference_path


def test_every_county_has_towns_and_every_town_a_county() -> None:
    assert len(TOWNS) == 259
    assert {one.county for one in TOWNS.values()} == set(COUNTIES)
    assert all(len(code) == 9 and code.isdigit() for code in TOWNS)


def test_towns_are_those_of_the_reference() -> None:
    with reference_path("china/ningxia_towns.csv").open(encoding="utf-8-sig") as file:
        rows = {row["town_code"]: row["town_name"] for row in csv.DictReader(file)}
    assert rows == {code: one.name for code, one in TOWNS.items()}


def test_a_town_is_found_by_code_and_by_name_in_its_county() -> None:
    assert town("640302103").name == "扁担沟镇"
    for typed in ("扁担沟", "扁担沟镇", " 640302103 "):
        assert town_by_name(typed, "640302").code == "640302103"
    for typed, county in (
        ("扁担沟", "640181"),
        ("无此镇", "640302"),
        ("扁担沟", ""),
        ("镇", "640302"),
    ):
        with pytest.raises(Problem):
            town_by_name(typed, county)
    with pytest.raises(Problem):
        town("640302999")


def test_neighbours_are_mutual_and_those_of_the_reference() -> None:
    for code in COUNTIES:
        assert code not in neighbours_of(code)
        assert all(code in neighbours_of(other) for other in neighbours_of(code))
    with reference_path("china/ningxia_county_adjacency.csv").open(encoding="utf-8-sig") as file:
        pairs = {frozenset((row["a_code"], row["b_code"])) for row in csv.DictReader(file)}
    assert pairs == {frozenset((a, b)) for a in COUNTIES for b in neighbours_of(a)}


def test_the_bounds_hold_the_region_and_not_its_neighbours() -> None:
    assert BOUNDS.hold(106.2, 38.0)
    assert not BOUNDS.hold(38.0, 106.2)
    assert not BOUNDS.hold(116.4, 39.9)
    assert not BOUNDS.hold(float("nan"), 38.0)
