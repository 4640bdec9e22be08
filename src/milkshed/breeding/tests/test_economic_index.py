"""The economic index: worths by hand, weights as theory says, the page that shows them."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.breeding.science.economic_index import (
    TRAITS,
    Economics,
    EconomicValue,
    as_version,
    derive,
    economic_values,
)
from milkshed.kernel.text import Text

TOLD = Economics(
    price={"milk_kg": 1.0, "fat_kg": 20.0, "protein_kg": 40.0},
    energy_mcal={"milk_kg": 0.2, "fat_kg": 9.0, "protein_kg": 5.0},
    energy_yuan=2.0,
    scs_yuan=100.0,
    score_yuan={"mammary_system": 30.0, "feet_legs": 20.0},
    lactations=3.0,
)
NAME = Text("指数", "index")


def test_worths_by_hand() -> None:
    """Three lactations: milk 3 × (1 − 0.4), fat 3 × (20 − 18), protein 3 × (40 − 10)."""
    worth = {one.trait: one.yuan for one in economic_values(TOLD)}
    assert worth == pytest.approx(
        {
            "milk_kg": 1.8, "fat_kg": 6.0, "protein_kg": 90.0, "scs": -300.0,
            "mammary_system": 30.0, "feet_legs": 20.0,
        }
    )  # fmt: skip


def test_uncorrelated_traits_are_weighed_by_worth_and_heritability() -> None:
    """Without correlations b = a h², the response is σ²g a / √(Σ h² σ²g a²)."""
    heritability = np.array([0.3, 0.25, 0.2, 0.15, 0.2, 0.1])
    genetic = np.diag([500_000.0, 700.0, 400.0, 0.3, 25.0, 25.0])
    derived = derive(economic_values(TOLD), genetic, genetic / heritability[:, None])
    assert derived.own == pytest.approx(derived.worth * heritability)
    gains = np.diag(genetic) * heritability * derived.worth
    assert derived.response == pytest.approx(gains / np.sqrt(gains @ derived.worth))
    assert derived.spread_yuan == pytest.approx(np.sqrt(np.diag(genetic) @ derived.worth**2))
    assert derived.emphasis.sum() == pytest.approx(1)
    with pytest.raises(ValueError, match="variances must be above 0"):
        derive(economic_values(TOLD), genetic * 0, genetic)


@given(st.integers(0, 10_000), st.floats(0.1, 20))
def test_no_other_weights_gain_more_and_units_change_nothing(seed: int, unit: float) -> None:
    """Smith and Hazel's weights are the best; a trait told in another unit is weighed alike."""
    random = np.random.default_rng(seed)
    size = len(TRAITS)
    root = random.normal(size=(size, size))
    genetic = root @ root.T + 0.1 * np.eye(size)
    phenotypic = genetic + np.diag(random.uniform(0.5, 3, size))
    values = economic_values(TOLD)
    derived = derive(values, genetic, phenotypic)

    def gain(weights: Any) -> float:
        spread = np.sqrt(weights @ phenotypic @ weights)
        return float(derived.worth @ genetic @ weights / spread)

    best = gain(derived.own)
    assert best == pytest.approx(float(derived.worth @ derived.response))
    assert all(gain(random.normal(size=size)) <= best * (1 + 1e-9) for _ in range(20))
    index = as_version(derived, "X", NAME, NAME, date(2026, 1, 1))
    proofs = dict(zip(TRAITS, random.normal(size=(size, 7)), strict=True))
    expected = sum(
        derived.worth[at] * (proofs[trait] - (3.0 if trait == "scs" else 0.0))
        for at, trait in enumerate(TRAITS)
    )
    assert index.scores(proofs) == pytest.approx(expected)
    scale = np.ones(size)
    scale[1] = unit
    told = [
        EconomicValue(one.trait, one.income_yuan / by, one.cost_yuan / by)
        for one, by in zip(values, scale.tolist(), strict=True)
    ]
    both = np.outer(scale, scale)
    again = derive(told, genetic * both, phenotypic * both)
    assert again.own * scale == pytest.approx(derived.own)
    assert again.emphasis == pytest.approx(derived.emphasis)
