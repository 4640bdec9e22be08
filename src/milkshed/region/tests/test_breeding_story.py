"""What is told of a simulated herd is possible, and its figures are those of a real one."""

import numpy as np
import pytest

from milkshed.herd.science import kpis
from milkshed.herd.science.cow_records import herd_records
from milkshed.region.science.breeding_story import Told, breeding_story, gone_cows
from milkshed.region.science.herd import Herd, make_herd
from milkshed.region.science.world import make_world

TODAY, DAYS = 20_780, 254


@pytest.fixture(scope="module")
def herd() -> Herd:
    farms = make_world("county", 1).farms
    farm = min(farms, key=lambda one: abs(one.adult_head - 900))
    return make_herd(farm, 1, TODAY - DAYS + 1, DAYS)


@pytest.fixture(scope="module")
def story(herd: Herd) -> list[Told]:
    return list(breeding_story(herd, 1, TODAY))


def test_nothing_is_told_of_the_future_or_after_leaving(herd: Herd, story: list[Told]) -> None:
    leaves = herd.animals.leave
    assert max(one.day for one in story) <= TODAY
    assert all(one.day <= leaves[one.animal] for one in story)
    for one in story:
        if one.due is not None:
            assert 0 < one.due - one.day <= 277
    left = {cow.animal for cow in gone_cows(herd, TODAY)}
    told = {one.animal for one in story if one.kind in ("departure", "death")}
    assert told == left


def test_the_same_seed_tells_the_same_story(herd: Herd, story: list[Told]) -> None:
    assert list(breeding_story(herd, 1, TODAY)) == story


def test_open_cows_may_be_left_to_the_barn_book(herd: Herd) -> None:
    rest = list(breeding_story(herd, 1, TODAY, with_open=False))
    lactations = herd.lactations
    is_open = (lactations.end > TODAY) & (lactations.calving <= TODAY)
    is_open &= lactations.exits | (lactations.end - 277 > TODAY)
    since = dict(
        zip(lactations.animal[is_open].tolist(), lactations.calving[is_open].tolist(), strict=True)
    )
    assert since
    assert not any(
        one.kind == "insemination" and one.day > since.get(one.animal, 2**30) for one in rest
    )


def test_its_figures_are_those_of_a_dairy_farm(herd: Herd, story: list[Told]) -> None:
    def of(*kinds: str) -> list[Told]:
        return [one for one in story if one.kind in kinds]

    def columns(rows: list[Told], **more: list[object]) -> dict[str, object]:
        return {"cow": [r.animal for r in rows], "day": [r.day for r in rows], **more}

    lactations, animals = herd.lactations, herd.animals
    known = lactations.calving <= TODAY
    checks = of("pregnancy_check")
    records = herd_records(
        TODAY,
        {
            "key": np.arange(len(animals)),
            "birth": animals.birth,
            "left": np.where(animals.leave <= TODAY, animals.leave, 2**30),
            "how": np.where(animals.how == 3, 2, np.where(animals.how == 1, 3, animals.how)),
        },
        calvings={
            "cow": lactations.animal[known],
            "day": lactations.calving[known],
            "parity": lactations.parity[known],
        },
        services=columns(of("insemination")),
        checks=columns(
            checks, result=[int(one.details["result"] == "pregnant") for one in checks]
        ),
    )  # fmt: skip
    found = kpis.compute_all(kpis.prepare(records, TODAY - DAYS + 1, TODAY))
    # what herds of the country show, with room on both sides
    for code, low, high in (
        ("calving_interval", 385, 420),
        ("services_per_conception", 1.6, 3.2),
        ("conception_rate", 0.30, 0.60),
        ("pregnancy_rate", 0.08, 0.30),
        ("adult_cull_rate", 0.18, 0.42),
    ):
        value = found[code].value
        assert value is not None, code
        assert low <= value <= high, (code, value)
