"""Herds: steady head, the usual reproduction, milk that meets its calibration."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milkshed.kernel.day_numbers import day_number
from milkshed.region.science.calibration import LACTATION_CURVES, parameter
from milkshed.region.science.days import FAR, season
from milkshed.region.science.entities import World
from milkshed.region.science.herd import DIED, Herd, make_herd
from milkshed.region.science.milk import CowDays, FarmDays, simulate_milk
from milkshed.region.science.recording import record_day

START = day_number(date(2025, 1, 1))
YEAR = 365


@pytest.fixture(scope="module")
def herds(county: World) -> list[Herd]:
    return [make_herd(farm, county.seed, START, YEAR) for farm in county.farms[:24]]


@pytest.fixture(scope="module")
def milked(county: World, herds: list[Herd]) -> list[tuple[CowDays, FarmDays]]:
    return [simulate_milk(herd, county.seed) for herd in herds]


def _all(herds: list[Herd], name: str) -> np.ndarray:
    return np.concatenate([getattr(h.lactations, name) for h in herds])


def test_head_is_kept_every_day(herds: list[Herd]) -> None:
    for herd in herds:
        animals = herd.animals
        for day in (START, START + 77, START + YEAR - 1):
            here = (animals.birth <= day) & (animals.leave > day)
            assert here.sum() == herd.farm.head


def test_every_adult_place_is_held_all_the_time(herds: list[Herd]) -> None:
    for herd in herds:
        lact = herd.lactations
        same = lact.place[1:] == lact.place[:-1]
        assert (lact.end[:-1][same] == lact.calving[1:][same]).all()
        assert len(np.unique(lact.place)) == herd.farm.adult_head


def test_a_cow_calves_first_when_grown_up(herds: list[Herd]) -> None:
    first = np.concatenate([h.animals.first_calving for h in herds])
    birth = np.concatenate([h.animals.birth for h in herds])
    age = (first - birth)[first < FAR] / 30.44
    assert age.mean() == pytest.approx(24, abs=0.2)
    assert age.std() == pytest.approx(1.5, abs=0.15)


def test_calving_interval(herds: list[Herd]) -> None:
    complete = ~_all(herds, "exits")
    length = (_all(herds, "end") - _all(herds, "calving"))[complete]
    assert length.mean() == pytest.approx(400, abs=6)
    assert length.std() == pytest.approx(55, abs=6)


def test_turnover(herds: list[Herd]) -> None:
    end = _all(herds, "end")
    gone = (_all(herds, "exits") & (end >= START) & (end < START + YEAR)).sum()
    adults = sum(h.farm.adult_head for h in herds)
    assert gone / adults == pytest.approx(0.32, abs=0.015)


def test_parity_mix(herds: list[Herd]) -> None:
    here = (_all(herds, "calving") <= START + 100) & (_all(herds, "end") > START + 100)
    parity = np.minimum(_all(herds, "parity")[here], 5)
    shares = np.bincount(parity, minlength=6)[1:] / len(parity)
    assert shares == pytest.approx([0.32, 0.25, 0.18, 0.115, 0.13], abs=0.025)


def test_calves_die_as_often_as_calibrated(herds: list[Herd]) -> None:
    young = born = 0
    for herd in herds:
        animals = herd.animals
        calves = (animals.birth >= START) & (animals.birth < START + YEAR - 180)
        born += calves.sum()
        young += (calves & (animals.how == DIED)).sum()
    assert young / born == pytest.approx(parameter("herd.calf_death"), abs=0.012)


def test_share_of_adults_in_milk(milked: list[tuple[CowDays, FarmDays]]) -> None:
    milking = sum(int(d.milking_head.sum()) for _, d in milked)
    adults = sum(d.adult_head for _, d in milked) * YEAR
    assert 0.83 <= milking / adults <= 0.855


def test_milk_meets_the_calibration(
    herds: list[Herd], milked: list[tuple[CowDays, FarmDays]]
) -> None:
    for herd, (cows, days) in zip(herds, milked, strict=True):
        assert days.milk_dag.sum() / 1e5 == pytest.approx(herd.farm.milk_t, rel=2e-4)
        assert (cows.milk_dag.sum(axis=0) == days.milk_dag).all()


def test_colostrum_and_dry_cows_give_no_saleable_milk(
    herds: list[Herd], milked: list[tuple[CowDays, FarmDays]]
) -> None:
    herd, (cows, _) = herds[0], milked[0]
    lact = herd.lactations
    for day in (START + 40, START + 200):
        now = np.flatnonzero((lact.calving <= day) & (lact.end > day))
        milk = cows.milk_dag[lact.place[now], day - START]
        silent = (day - lact.calving[now] < 7) | (day >= lact.dry[now])
        assert (milk[silent] == 0).all()
        assert (milk[~silent] > 0).mean() > 0.999


def test_peaks_lie_where_the_region_measured_them() -> None:
    peaks = {
        c.parity: -c.ramp * np.log(2 * c.decay * c.ramp / (1 + c.decay * c.ramp))
        for c in LACTATION_CURVES
    }
    assert peaks[1] == pytest.approx(94, abs=5)
    assert peaks[4] == pytest.approx(67, abs=5)


def test_summer_is_lean(milked: list[tuple[CowDays, FarmDays]]) -> None:
    milk = np.stack([d.milk_dag for _, d in milked]).astype(float)
    fat = np.average(np.stack([d.fat_pct for _, d in milked]), axis=0, weights=milk.sum(axis=1))
    cells = np.stack([d.cells_per_ml for _, d in milked]).mean(axis=0)
    january, july = slice(0, 31), slice(181, 212)
    assert fat[january].mean() > fat[july].mean() + 0.15
    assert cells[january].mean() < cells[july].mean()
    april, october = slice(90, 120), slice(273, 304)
    assert milk.sum(axis=0)[april].mean() > 1.03 * milk.sum(axis=0)[october].mean()


def test_bulk_milk_is_what_the_region_reports(milked: list[tuple[CowDays, FarmDays]]) -> None:
    milk = np.stack([d.milk_dag for _, d in milked]).astype(float)
    for name, expected, within in (
        ("fat_pct", 3.85, 0.08),
        ("protein_pct", 3.30, 0.05),
        ("lactose_pct", 4.95, 0.03),
    ):
        values = np.stack([getattr(d, name) for _, d in milked])
        assert np.average(values, weights=milk) == pytest.approx(expected, abs=within)
    assert np.median(np.stack([d.cells_per_ml for _, d in milked])) == pytest.approx(
        175_000, rel=0.15
    )


def test_same_seed_same_milk(county: World, herds: list[Herd]) -> None:
    farm = county.farms[3]
    again = make_herd(farm, county.seed, START, YEAR)
    assert (again.animals.birth == herds[3].animals.birth).all()
    first, second = (simulate_milk(again, county.seed)[0] for _ in range(2))
    assert (first.milk_dag == second.milk_dag).all()


def test_recording_day_agrees_with_the_tank(
    county: World, herds: list[Herd], milked: list[tuple[CowDays, FarmDays]]
) -> None:
    herd, (cows, days) = herds[5], milked[5]
    day = START + 120
    test = record_day(herd, cows, days, day, county.seed)
    assert test.milk_dag.sum() == days.milk_dag[120]
    assert np.average(test.fat_pct, weights=test.milk_dag) == pytest.approx(
        days.fat_pct[120], abs=0.01
    )
    assert np.average(test.cells_per_ml, weights=test.milk_dag) == pytest.approx(
        days.cells_per_ml[120], rel=0.02
    )
    assert 0.4 < test.fat_pct.std() < 0.9
    assert test.days_in_milk.min() >= 7
    high = (test.cells_per_ml > 200_000).mean()
    assert 0.1 < high < 0.45


@given(days=st.integers(1, 40), seed=st.integers(0, 2**32 - 1), which=st.integers(0, 86))
@settings(max_examples=15, deadline=None)
def test_any_stretch_conserves_animals_and_milk(
    county: World, days: int, seed: int, which: int
) -> None:
    herd = make_herd(county.farms[which], seed, START + 5, days)
    animals = herd.animals
    for day in range(herd.start, herd.start + days):
        assert ((animals.birth <= day) & (animals.leave > day)).sum() == herd.farm.head
    cows, figures = simulate_milk(herd, seed)
    assert (cows.milk_dag.sum(axis=0) == figures.milk_dag).all()
    assert (figures.milking_head <= figures.adult_head).all()
    assert (cows.milk_dag >= 0).all()


def test_seasons_turn_round_the_year() -> None:
    days = np.arange(START, START + 365)
    course = season(days, 0.035, 2)
    assert days[course.argmax()] - START == pytest.approx(45, abs=3)
    assert course.mean() == pytest.approx(1, abs=1e-3)
