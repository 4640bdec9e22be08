"""Known answers of the month's science: reconciliation, weighing, oddities, change, report."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milkshed.recording.science.farm_month import Classes, FarmTests, cows_to_look_at, farm_month
from milkshed.recording.science.improvement import ranks, yearly_change
from milkshed.recording.science.monthly import lactations_of, month_figures
from milkshed.recording.science.reference_population import european_population
from milkshed.recording.science.tube_reconciliation import Cow, Tube, TubeFault, in_milk, reconcile
from milkshed.recording.science.unusual_tests import distance, stage_norms
from milkshed.recording.science.weighing import Conversion, Milking, WeighingFault, day_milk_kg

DAY = date(2026, 11, 29)
EVEN = Conversion(
    {"am": 0.0, "pm": 0.0}, {"am": 1 / 24, "pm": 1 / 24}, {"am": 0.0, "pm": 0.0}, 158, 96
)
CLASSES = Classes(
    (100, 200, 400, 700), (31, 101, 201, 306), 200, 700, (1.0, 1.5), 100, (15, 30), (3.2, 3.8), 25,
    30,
)  # fmt: skip


def _cow(animal: int, *, dry: int | None = None, left: int | None = None, calved: int = 60) -> Cow:
    def back(days: int | None) -> date | None:
        return None if days is None else DAY - timedelta(days=days)

    return Cow(animal, str(animal), DAY - timedelta(days=calved), back(dry), back(left))


@given(
    st.lists(st.tuples(st.integers(1, 6), st.booleans()), max_size=8),
    st.lists(st.integers(1, 5), unique=True, max_size=5),
)
def test_every_tube_and_cow_is_accounted_for(
    filled: list[tuple[int, bool]], herd: list[int]
) -> None:
    tubes = [Tube(f"T{i}", str(a), a, weighed) for i, (a, weighed) in enumerate(filled)]
    found = reconcile(tubes, [_cow(a) for a in herd], DAY)
    wrong = {f.tube for f in found if f.tube}
    missing = {f.animal for f in found if f.fault is TubeFault.MISSING}
    for tube in tubes:
        alone = sum(t.animal == tube.animal for t in tubes) == 1
        assert (tube.tube not in wrong) == (tube.animal in herd and alone and tube.weighed)
    assert missing == set(herd) - {t.animal for t in tubes}


def test_the_day_of_drying_off_and_of_leaving_still_counts() -> None:
    assert in_milk(_cow(1, dry=0), DAY)
    assert not in_milk(_cow(1, dry=1), DAY)
    assert in_milk(_cow(1, left=0), DAY)
    assert not in_milk(_cow(1, calved=0), DAY)
    (found,) = reconcile([Tube("T", "1", 1)], [_cow(1, dry=1, left=1)], DAY)
    assert found.fault is TubeFault.GONE


@pytest.mark.parametrize(
    ("scheme", "milkings", "answer"),
    [
        ("every", [Milking("am", 12), Milking("pm", 10.5)], 22.5),
        ("every", [Milking("am", 12)], WeighingFault.TOO_FEW),
        ("every", [Milking("am", 8)] * 3, WeighingFault.TOO_MANY),
        ("every", [], WeighingFault.NOTHING),
        ("am-pm", [Milking("am", 15, 12)], 30),
        ("am-pm", [Milking("am", 15, 3)], WeighingFault.INTERVAL),
        ("am-pm", [Milking("noon", 15, 12)], WeighingFault.PART),
        ("robot", [Milking("robot", 10, 8), Milking("robot", 14, 10, 20)], 32),
        ("robot", [Milking("robot", 10, 8, 97)], WeighingFault.INTERVAL),
    ],
)
def test_a_days_yield_by_scheme(
    scheme: str, milkings: list[Milking], answer: float | WeighingFault
) -> None:
    found = day_milk_kg(scheme, milkings, milkings_per_day=2, dim=158, conversion=EVEN)
    assert found == (pytest.approx(answer) if isinstance(answer, int | float) else answer)


def test_the_published_morning_factor_gives_its_yield() -> None:
    """DeLorenzo & Wiggans, interval below 9 h: × 2.465 and 0.01566 kg a day from day 158."""
    usda = Conversion({"am": 1 / 2.465}, {"am": 0.0}, {"am": 0.01566}, 158, 96)
    found = day_milk_kg(
        "am-pm", [Milking("am", 10, 8.5)], milkings_per_day=2, dim=258, conversion=usda
    )
    assert found == pytest.approx(24.65 + 1.566)


def test_a_test_unlike_its_stage_is_far_and_the_norm_does_not_bend() -> None:
    random = np.random.default_rng(2)
    values = random.multivariate_normal([30, 3.8], [[9, -0.6], [-0.6, 0.09]], 400)
    dim = random.integers(110, 150, 400)
    with_odd = np.vstack([values, np.tile([60, 6.5], (8, 1))])
    norms = stage_norms(with_odd, np.append(dim, [120] * 8))
    far = distance(with_odd, np.append(dim, [120] * 8), norms)
    assert far[:400].mean() == pytest.approx(2, abs=0.2)  # χ² of two values
    assert far[400:].min() > 100
    assert np.isnan(distance([[30, 3.8]], [10], norms)).all()  # no norm for that stage
    assert np.isnan(distance([[np.nan, 3.8]], [120], norms)).all()


@given(st.floats(-2, 2), st.floats(10, 50), st.lists(st.integers(1, 500), min_size=4, max_size=12))
def test_a_straight_line_is_found_whatever_the_weights(
    slope: float, level: float, cows: list[int]
) -> None:
    month = np.arange(len(cows))
    change = yearly_change(month, level + slope * month, cows)
    assert change.value == pytest.approx(12 * slope, abs=1e-6)
    assert (change.months, change.cows) == (len(cows), sum(cows))
    assert yearly_change(month[:3], [1, 2, 3], cows[:3]).value is None


def test_the_interval_of_a_change_is_students() -> None:
    """Equal weights, x = 0…3, y = 1, 3, 2, 4: slope 0.8, s² = 0.9, t(0.975; 2) = 4.303."""
    change = yearly_change([0, 1, 2, 3], [1, 3, 2, 4], [10] * 4)
    half = 12 * 4.302653 * np.sqrt(0.9 / 5)
    assert (change.value, change.low) == (pytest.approx(9.6), pytest.approx(9.6 - half, abs=1e-4))
    assert change.direction == 0
    assert ranks([1.0, None, 3.0, 3.0]) == [3, None, 1, 1]


def _tests(**columns: list[float]) -> FarmTests:
    count = len(columns["cells"])
    nothing = {name: np.full(count, np.nan) for name in FarmTests.__slots__}
    whole = {"animal": np.arange(count), "parity": np.ones(count, int), "dim": np.full(count, 50)}
    given_ = {name: np.array(values) for name, values in columns.items()}
    return FarmTests(**nothing | whole | {"milk_kg": np.full(count, 30.0)} | given_)


def test_the_report_counts_cows_with_their_denominators() -> None:
    tests = _tests(
        cells=[50, 300, 150, 800, np.nan],
        before_cells=[80, 90, 250, 900, 100],
        before2_cells=[np.nan, np.nan, np.nan, 750, np.nan],
        fat_pct=[3.0, 5.0, 4.0, 4.0, np.nan],
        protein_pct=[3.2, 3.2, 3.4, 3.3, 3.3],
        urea_mg_per_dl=[10, 20, 35, 20, np.nan],
        before_milk_kg=[30, 30, 60, 30, np.nan],
        before_dim=[20, 20, 20, 20, np.nan],
    )
    found = farm_month(tests, CLASSES)
    udder, ratio = found["udder"], found["fat_protein"]
    assert udder["new"] == {"cows": 1, "out_of": 2, "share": 0.5}
    assert udder["cured"] == {"cows": 1, "out_of": 2, "share": 0.5}
    assert udder["chronic"] == {"cows": 1, "out_of": 4, "share": 0.25}
    assert (ratio["low"]["cows"], ratio["high"]["cows"], ratio["low"]["out_of"]) == (1, 1, 4)
    assert found["urea_protein"]["cows"] == [[0, 1, 0], [0, 2, 0], [0, 1, 0]]
    assert found["cells_by_parity_and_stage"]["rows"][0]["stages"][1]["high"] == 2
    assert found["means"]["cells_thousand"] == 325
    look = dict(cows_to_look_at(tests, CLASSES))
    assert look[3] == ["poor_prospects"]
    assert look[1] == ["new_infection", "ketosis"]
    assert look[0] == ["acidosis"]
    assert look[2] == ["drop"]


def test_an_empty_month_has_no_means() -> None:
    found = farm_month(_tests(cells=[]), CLASSES)
    assert found["cows"] == 0
    assert set(found["means"].values()) == {None}
    assert cows_to_look_at(_tests(cells=[]), CLASSES) == []


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=6), st.integers(0, 2**32 - 1))
def test_present_lactations_are_the_last_of_each_animal(tests: list[int], seed: int) -> None:
    random = np.random.default_rng(seed)
    animal = np.repeat(np.arange(len(tests)) // 2, tests)
    parity = np.repeat(np.arange(len(tests)) % 2 + 1, tests)
    dim = np.concatenate([np.arange(n) * 30 + 10 for n in tests])
    day = 20_000 + parity * 400 + dim
    milk = random.uniform(10, 50, len(dim))
    nothing = np.full(len(dim), np.nan)
    grouped = lactations_of(
        animal, parity, np.ones(len(dim)), day, dim, milk,
        fat_pct=nothing, protein_pct=nothing, scc_per_ml=nothing,
    )  # fmt: skip
    figures = month_figures(grouped, european_population(), since=0)
    assert grouped.animal[figures.of].tolist() == sorted(set(animal.tolist()))
    assert grouped.days.lactations == len(tests)
    for row, of in enumerate(figures.of):
        assert figures.interval.to_day[row] == grouped.last_test[of] - grouped.calved[of]
        assert 0 < figures.reliability[row] < 1
    follows = grouped.previous >= 0
    assert (grouped.animal[follows] == grouped.animal[grouped.previous[follows]]).all()
