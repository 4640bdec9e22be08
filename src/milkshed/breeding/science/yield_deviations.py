"""What an animal's breeding value is made of, and what its daughters say of a bull.

The equation of an animal divides its estimate into parent average, own yield and progeny
(VanRaden & Wiggans 1991): û = n₁ PA + n₂ YD + n₃ PC with weights that add up to 1. The yield
deviation YD is the mean of its records less all other effects; the daughter yield deviation of a
bull is the mean over progeny of 2 YD less the mate's breeding value, weighted by how much is known
of each. For evaluations of one trait.
"""

from dataclasses import dataclass

import numpy as np

from milkshed.breeding.science.arrays import Float, Index, Int, held
from milkshed.breeding.science.solving import Evaluation
from milkshed.breeding.science.structures import Related
from milkshed.numerics.compiled import compiled


@dataclass(frozen=True, slots=True, eq=False)
class Composition:
    """The three parts of every animal's breeding value, all (animals,), in the trait's unit.

    ``parents``, ``own``, ``progeny``: PA, YD and PC; NaN where there are none. ``shares``
    (animals, 3): their weights, which add up to 1. ``records``: weight of an animal's records,
    Z'R⁻¹Z. ``value``: the estimate they make up. An unknown parent counts 0, a group its solution.
    """

    parents: Float
    own: Float
    progeny: Float
    shares: Float
    records: Float
    value: Float


def compose(evaluation: Evaluation, *, term: str = "animal") -> Composition:
    """Divide the breeding values of an evaluation of one trait.

    Raises ValueError for several traits or coefficients, or another structure than a pedigree.
    """
    equations = evaluation.equations
    chosen = equations.term(term)
    if len(equations.traits) > 1 or chosen.coefficients > 1:
        raise ValueError("one trait and one coefficient only")
    if not isinstance(chosen.structure, Related):
        raise ValueError(f"{term}: its levels must be animals of a pedigree")
    inverse = chosen.structure.inverse
    animals = inverse.animals
    value = evaluation.unknowns[chosen.start : chosen.stop, 0]
    without = evaluation.unknowns.copy()
    without[chosen.start : chosen.stop] = 0.0
    gap = equations.y - equations.fitted(without)
    gap[equations.pattern == 0] = 0.0
    level = equations.slot[:, chosen.slots.start].astype(np.int64) - chosen.start
    used = np.flatnonzero(level >= 0)
    weight = equations.record_precision()[used, 0, 0]
    records = np.bincount(level[used], weights=weight, minlength=animals)[:animals]
    total = np.bincount(level[used], weights=weight * gap[used, 0], minlength=animals)[:animals]
    own = np.divide(total, records, out=np.full(animals, np.nan), where=records > 0)
    scale = float(chosen.precision[0, 0])
    parents = np.zeros(animals)
    known = np.zeros(animals)
    for parent in (inverse.sire, inverse.dam):
        there = parent >= 0
        parents[there] += 0.5 * value[parent[there]]
        known += there
    parents[known == 0] = np.nan
    weight_parents = inverse.precision * scale * np.ones(animals)
    progeny, weight_progeny = np.zeros(animals), np.zeros(animals)
    _from_progeny(
        inverse.sire, inverse.dam, inverse.precision * scale, value, progeny, weight_progeny
    )
    progeny = np.divide(
        progeny, weight_progeny, out=np.full(animals, np.nan), where=weight_progeny > 0
    )
    whole = weight_parents + records + weight_progeny
    shares = np.column_stack([weight_parents, records, weight_progeny]) / whole[:, None]
    return Composition(
        held(parents), held(own), held(progeny), held(shares), held(records.astype(np.float64)),
        held(value[:animals].copy()),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class DaughterDeviations:
    """DYD of each bull asked for, (bulls,), NaN without recorded progeny, and their weights."""

    values: Float
    weights: Float
    progeny: Int


def daughter_deviations(
    evaluation: Evaluation, bulls: Int, *, term: str = "animal"
) -> DaughterDeviations:
    """Daughter yield deviations of bulls (places), as deviations of a breeding value.

    A daughter weighs Z'R⁻¹Z / (Z'R⁻¹Z + D⁻¹/σ²a) with D of her own, and 2/3 of that where her dam
    is unknown.
    """
    made = compose(evaluation, term=term)
    chosen = evaluation.equations.term(term)
    assert isinstance(chosen.structure, Related)
    inverse = chosen.structure.inverse
    value = evaluation.unknowns[chosen.start : chosen.stop, 0]
    places = np.asarray(bulls, dtype=np.int64)
    seat = np.full(inverse.animals + 1, -1, dtype=np.int64)
    seat[places] = np.arange(len(places))
    sired = np.flatnonzero((inverse.sire >= 0) & (inverse.sire < inverse.animals))
    cows = sired[(seat[inverse.sire[sired]] >= 0) & (made.records[sired] > 0)]
    dam = inverse.dam[cows]
    ratio = inverse.precision[cows] * float(chosen.precision[0, 0])
    weight = made.records[cows] / (made.records[cows] + ratio)
    weight = np.where(dam >= 0, weight, weight * 2 / 3)
    deviation = 2 * made.own[cows] - np.where(dam >= 0, value[np.maximum(dam, 0)], 0.0)
    at = seat[inverse.sire[cows]]
    total = np.bincount(at, weights=weight, minlength=len(places))
    summed = np.bincount(at, weights=weight * deviation, minlength=len(places))
    return DaughterDeviations(
        held(np.divide(summed, total, out=np.full(len(places), np.nan), where=total > 0)),
        held(total.astype(np.float64)),
        held(np.bincount(at, minlength=len(places))),
    )


@compiled
def _from_progeny(
    sire: Index, dam: Index, precision: Float, value: Float, total: Float, weight: Float
) -> None:
    """Σ w (2 u - u of the mate) / 4 and Σ w / 4 over progeny, w their D⁻¹ / σ²a."""
    animals = len(sire)
    for i in range(animals):
        for side in range(2):
            parent = sire[i] if side == 0 else dam[i]
            mate = dam[i] if side == 0 else sire[i]
            if parent < 0 or parent >= animals:
                continue
            other = value[mate] if mate >= 0 else 0.0
            total[parent] += 0.25 * precision[i] * (2.0 * value[i] - other)
            weight[parent] += 0.25 * precision[i]
