"""The economic index: what one unit more of each trait is worth, and the weights that follow.

The worth of a yield is what it is paid for less the feed energy that it holds, over the lactations
of a cow's life; of a health score what it costs; of a type score what longer life brings. An index
of breeding values estimated together weighs them by these worths alone (Henderson 1963), one of a
cow's own records by b = P⁻¹ G a (Smith 1936; Hazel 1943). Costs that do not change with the trait
play no part.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import ArrayLike

from milkshed.breeding.science.arrays import Float, held
from milkshed.breeding.science.monthly_run import SCS_CENTRE
from milkshed.breeding.science.selection_index import (
    IndexTerm,
    IndexVersion,
    economic_weights_index,
)
from milkshed.kernel.text import Text

PAID = ("milk_kg", "fat_kg", "protein_kg")
SCORED = ("mammary_system", "feet_legs")
TRAITS = (*PAID, "scs", *SCORED)


@dataclass(frozen=True, slots=True)
class Economics:
    """Prices and costs in yuan.

    ``price`` and ``energy_mcal``: of a kilogram of carrier (``milk_kg``), fat and protein;
    ``energy_yuan``: feed cost of a Mcal of net energy; ``scs_yuan``: loss of a unit of cell score
    in a lactation; ``score_yuan``: worth of a unit of a type trait over a life.
    """

    price: Mapping[str, float]
    energy_mcal: Mapping[str, float]
    energy_yuan: float
    scs_yuan: float
    score_yuan: Mapping[str, float]
    lactations: float


@dataclass(frozen=True, slots=True)
class EconomicValue:
    """What one unit more of a trait brings and costs over a cow's life, in yuan."""

    trait: str
    income_yuan: float
    cost_yuan: float

    @property
    def yuan(self) -> float:
        """What is left of it."""
        return self.income_yuan - self.cost_yuan


def economic_values(told: Economics) -> tuple[EconomicValue, ...]:
    """The worth of a unit of each trait, in the order of ``TRAITS``."""
    life = told.lactations
    return (
        *(
            EconomicValue(
                trait,
                life * told.price[trait],
                life * told.energy_yuan * told.energy_mcal[trait],
            )
            for trait in PAID
        ),
        EconomicValue("scs", 0.0, life * told.scs_yuan),
        *(EconomicValue(trait, told.score_yuan[trait], 0.0) for trait in SCORED),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Derivation:
    """How the weights of an economic index come about; arrays of (traits,).

    ``worth`` a in yuan a unit, the weights of estimated breeding values; ``spread``: genetic
    standard deviations; ``emphasis``: shares of |a| × spread; ``own`` b = P⁻¹ G a, the weights of
    one's own records; ``response`` of each trait, in its unit, to selection on own records per
    unit of intensity; ``accuracy``: correlation of that index and the worth of the genotype;
    ``spread_yuan``: standard deviation of that worth.
    """

    traits: tuple[str, ...]
    worth: Float
    spread: Float
    emphasis: Float
    own: Float
    response: Float
    accuracy: float
    spread_yuan: float


def derive(
    values: Sequence[EconomicValue], genetic: ArrayLike, phenotypic: ArrayLike
) -> Derivation:
    """Weights from worths and covariances (traits, traits), in the order of the values.

    Raises ValueError where a genetic variance is not above 0 or all worths are 0.
    """
    g, p = (np.asarray(m, dtype=np.float64) for m in (genetic, phenotypic))
    a: Float = np.array([one.yuan for one in values], dtype=np.float64)
    if not (np.diag(g) > 0).all():
        raise ValueError("genetic: variances must be above 0")
    if not a.any():
        raise ValueError("values: all are 0")
    spread = np.sqrt(np.diag(g))
    weights = economic_weights_index(p, g, a)
    share = np.abs(a) * spread
    return Derivation(
        tuple(one.trait for one in values),
        held(a),
        held(spread),
        held(share / share.sum()),
        weights.weights,
        weights.response,
        weights.accuracy,
        float(np.sqrt(a @ g @ a)),
    )


def as_version(
    derived: Derivation, code: str, name: Text, source: Text, since: date
) -> IndexVersion:
    """The index of breeding values, in yuan of a cow's life, as a version like the others."""
    return IndexVersion(
        code=code,
        name=name,
        valid_from=since,
        valid_to=None,
        population="regional-economic",
        scale=1.0,
        offset=0.0,
        decimals=0,
        status="assumed",
        source=source,
        terms=tuple(
            IndexTerm(trait, float(a * sd), float(sd), SCS_CENTRE if trait == "scs" else 0.0)
            for trait, a, sd in zip(derived.traits, derived.worth, derived.spread, strict=True)
        ),
    )
