"""Sample sizes and acceptance plans equal to epiR, RSurveillance and AcceptanceSampling (R)."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.quality.science.acceptance import (
    Plan,
    Stage,
    acceptance_chance,
    code_letter,
    curve,
    find_plan,
    staged_chance,
    standard_plan,
)
from milkshed.quality.science.sample_size import (
    RiskGroup,
    adjusted_risks,
    confidence_by_risk,
    confidence_finite,
    confidence_infinite,
    share_out,
    size_finite,
    size_imperfect,
    size_infinite,
    size_pooled,
)
from tests.reference_data import reference_path


def test_sizes_equal_the_tables_of_epir() -> None:
    """Computed with epiR 2.0.57 (rsu.sssep.rs) and RSurveillance 0.2.1 (n.freedom)."""
    assert size_infinite(0.01, 0.95, 0.95) == 314
    assert size_infinite(0.02, 0.95, 0.9) == 165
    assert size_finite(500, 0.05, 0.95, 1.0) == 57
    assert [size_finite(n, 0.05, 0.95, 0.9) for n in (100, 500, 1000, 5000)] == [51, 63, 65, 67]
    assert [size_finite(n, 0.02, 0.95, 0.9) for n in (100, 500, 1000)] == [87, 144, 155]
    assert [size_finite(n, 0.01, 0.95, 0.95) for n in (500, 1000, 2813, 10000)] == [
        238, 273, 301, 311,
    ]  # fmt: skip
    assert size_pooled(0.01, 0.95, 10, 0.9) == 34


def test_confidences_equal_epir() -> None:
    assert confidence_finite(59, 500, 0.05, 0.9) == pytest.approx(0.9396039, abs=5e-8)
    assert confidence_infinite(59, 0.05, 0.9) == pytest.approx(0.9339004, abs=5e-8)
    groups = (RiskGroup(5, 0.1, 60), RiskGroup(1, 0.9, 20))
    assert adjusted_risks(groups) == pytest.approx([3.5714286, 0.7142857], abs=1e-7)
    assert confidence_by_risk(groups, 0.01, 0.92) == pytest.approx(0.8819215, abs=1e-7)
    # freedom 1.0.1, hse_finite, where the number of bad ones is whole
    assert confidence_finite(30, 100, 0.05, 0.9) == pytest.approx(0.79269, abs=5e-6)
    assert confidence_finite(60, 300, 0.05, 0.9) == pytest.approx(0.94904, abs=5e-6)


def test_an_imperfect_test_needs_a_cut_point() -> None:
    """epiR rsu.sssep.rsfreecalc: n 194, positive from 8 on, SeP .951019, SpP .9573939."""
    plan = size_imperfect(
        5000, 0.05, confidence=0.95, herd_specificity=0.95, sensitivity=0.95, specificity=0.98
    )
    assert plan.size == 194
    assert plan.cutpoint - 1 == 7
    assert plan.confidence == pytest.approx(0.951019, abs=2e-3)
    assert plan.specificity == pytest.approx(0.9573939, abs=1e-6)


def test_the_oracle_file_holds_these_numbers() -> None:
    told = reference_path("disease/oracles/AcceptanceSampling_1.0.11_outputs.txt").read_text()
    chances = [acceptance_chance(Plan(50, 1), p) for p in (0.001, 0.01, 0.02, 0.05, 0.1)]
    assert " ".join(f"{c:.8f}" for c in chances) in told
    twice = (Stage(20, 0, 2), Stage(20, 1, 2))
    assert (
        " ".join(f"{staged_chance(twice, p):.7f}" for p in (0.001, 0.01, 0.02, 0.05, 0.1)) in told
    )


def test_acceptance_plans_equal_acceptancesampling() -> None:
    """AcceptanceSampling 1.0.11: PRP (.01, .95), CRP (.08, .10)."""
    assert find_plan(0.01, 0.08) == Plan(65, 2)
    assert find_plan(0.01, 0.08, population=500) == Plan(63, 2)
    found = [acceptance_chance(Plan(50, 1), p) for p in (0.001, 0.01, 0.02, 0.05, 0.1)]
    assert found == pytest.approx(
        [0.99881352, 0.91056469, 0.73577139, 0.27943175, 0.03378586], abs=5e-9
    )
    twice = (Stage(20, 0, 2), Stage(20, 1, 2))
    assert [staged_chance(twice, p) for p in (0.001, 0.01, 0.02, 0.05, 0.1)] == pytest.approx(
        [0.9994235, 0.9530527, 0.8495265, 0.4937619, 0.1544231], abs=5e-8
    )


def test_plans_of_the_standard_scheme() -> None:
    """Points of the single-sampling table for normal inspection (recalled)."""
    assert code_letter(1000) == "J"
    assert standard_plan(1000, 0.15) == Plan(80, 0)
    assert standard_plan(1000, 0.25) == Plan(50, 0)  # arrow up
    assert standard_plan(1000, 0.40) == Plan(125, 1)  # arrow down
    assert standard_plan(1000, 1.0) == Plan(80, 2)
    assert standard_plan(2000, 1.0) == Plan(125, 3)
    assert standard_plan(5000, 2.5) == Plan(200, 10)
    assert standard_plan(327, 0.65) == Plan(80, 1)
    assert standard_plan(5, 10.0).size >= 2
    with pytest.raises(ValueError, match="no quality limit"):
        standard_plan(100, 3.0)


@given(st.integers(1, 200), st.integers(0, 5))
def test_a_curve_falls_from_one(size: int, acceptance: int) -> None:
    plan = Plan(size, min(acceptance, size))
    points = [chance for _, chance in curve(plan, [0.0, 0.01, 0.05, 0.2, 0.5])]
    assert points[0] == 1
    assert all(a >= b - 1e-12 for a, b in itertools.pairwise(points))


@given(st.lists(st.tuples(st.integers(0, 40), st.floats(0, 10)), min_size=1, max_size=8), st.data())
def test_samples_are_shared_out_in_full_and_never_beyond_a_stratum(
    strata: list[tuple[int, float]], data: st.DataObject
) -> None:
    populations = [population for population, _ in strata]
    size = data.draw(st.integers(0, sum(populations)))
    given_ = share_out(size, populations, [weight for _, weight in strata])
    assert sum(given_) == size
    assert all(0 <= n <= population for n, population in zip(given_, populations, strict=True))


def test_more_samples_than_objects_are_refused() -> None:
    with pytest.raises(ValueError, match="more samples"):
        share_out(5, [2, 2], [1, 1])
    with pytest.raises(ValueError, match="between 0 and 1"):
        size_infinite(0, 0.95)
