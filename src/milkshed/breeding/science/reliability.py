"""How sure breeding values are: exactly for small systems, approximately for any.

Reliability is the squared correlation of estimated and true breeding value, 1 - PEV / (a σ²) with
a = 1 + F. Exact prediction error variances are elements of the inverse of the equations
(Henderson 1984). The approximation handles information as Misztal & Wiggans (1988) do: an animal
knows something from its own records, from its parents and from its progeny, each source without
what it got from the animal itself. Passed on as messages along the pedigree until nothing changes,
it is exact where the pedigree has no loops and fixed effects are known; the information of records
is lessened for the contemporary group it helps to estimate and for the permanent environment.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from milkshed.breeding.science.a_inverse import AInverse, invert_relationships
from milkshed.breeding.science.arrays import Bool, Float, Index, Int, held
from milkshed.breeding.science.equations import residual_precision
from milkshed.breeding.science.mixed_model import Fixed, Genetic, Model, Random
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.records import Factor, Records
from milkshed.breeding.science.refusals import NotUsable
from milkshed.breeding.science.solving import Evaluation, factor_equations, solve
from milkshed.kernel.text import Text
from milkshed.numerics.compiled import compiled

_ANIMALS_AT_ONCE = 50_000
_SOME = 1e-6
_ROUNDS_BEHIND = 12
_NEAR_ENOUGH = 0.002


def prediction_error_variances(evaluation: Evaluation, *, term: str = "animal") -> Float:
    """Prediction error covariances of every level of a random term, exactly.

    Shape (levels, q, q) with q coefficients × traits; 0 where a level is set to zero or the term
    does not act. Factors the equations: up to some 10⁵ unknowns.
    """
    chosen = evaluation.equations.term(term)
    traits = len(evaluation.equations.traits)
    size = chosen.coefficients * traits
    inverse = factor_equations(evaluation).inverse()
    first = chosen.start * traits + np.arange(chosen.levels) * size
    answer = np.zeros((chosen.levels, size, size))
    free = evaluation.equations.free[chosen.start : chosen.stop].reshape(chosen.levels, size)
    for i in range(size):
        for j in range(size):
            both = free[:, i] & free[:, j]
            answer[both, i, j] = inverse.at(first[both] + i, first[both] + j)
    return answer


def exact_reliability(
    evaluation: Evaluation,
    trait: str | None = None,
    *,
    term: str = "animal",
    weights: Float | None = None,
) -> Float:
    """Reliability of every level of a random term, shape (levels,).

    ``weights`` (coefficients,) as in :meth:`.Evaluation.breeding_values`; the first coefficient
    by default. NaN where the level has no distribution (fixed groups).
    """
    chosen = evaluation.equations.term(term)
    if chosen.structure is None:
        raise NotUsable(
            f"{term}：固定效应没有可靠性", f"{term}: a fixed effect has no reliability", [term]
        )
    traits = evaluation.equations.traits
    number = evaluation.trait(trait)
    if weights is None:
        weights = np.eye(chosen.coefficients)[0]
    along = np.zeros((chosen.coefficients, len(traits)))
    along[:, number] = weights
    line = along.ravel()
    error = np.einsum("lij,i,j->l", prediction_error_variances(evaluation, term=term), line, line)
    variance = chosen.structure.scale * float(line @ chosen.covariance @ line)
    share = np.divide(error, variance, out=np.full_like(error, np.nan), where=variance > 0)
    return held(1.0 - share)


@dataclass(frozen=True, slots=True, eq=False)
class ApproximateReliability:
    """Reliabilities (animals,), how many rounds they took and the last change."""

    values: Float
    rounds: int
    last_change: float


def approximate_reliability(
    pedigree: Pedigree,
    animal: Int | Index,
    group: Int | Index,
    *,
    variance_animal: float,
    variance_residual: float,
    variance_permanent: float = 0.0,
    weights: Float | None = None,
    inverse: AInverse | None = None,
    rounds: int = 50,
    tolerance: float = 1e-5,
) -> ApproximateReliability:
    """Reliabilities of one trait from how many records everyone has.

    ``animal`` (records,): place of the recorded animal; ``group`` (records,): number of its
    contemporary group. Takes time in proportion to animals and records for each round. Raises
    :class:`NotUsable` for variances that are none and records of animals that are not there.
    """
    _refuse_variances(variance_animal, variance_residual, variance_permanent)
    recorded: Int = np.asarray(animal, dtype=np.int64)
    strangers = np.flatnonzero((recorded < 0) | (recorded >= len(pedigree)))
    if len(strangers):
        raise NotUsable(
            f"{len(strangers)} 条记录的个体不在系谱中，第一条是第 {strangers[0] + 1} 行",
            f"{len(strangers)} records of animals that are not in the pedigree, the first is row "
            f"{strangers[0] + 1}",
        )
    weight = np.ones(len(animal)) if weights is None else np.asarray(weights, dtype=np.float64)
    own = _record_information(
        len(pedigree), np.asarray(animal), np.asarray(group), weight,
        variance_animal, variance_residual, variance_permanent,
    )  # fmt: skip
    return informed_reliability(pedigree, own, inverse=inverse, rounds=rounds, tolerance=tolerance)


def informed_reliability(
    pedigree: Pedigree,
    own: Float,
    *,
    inverse: AInverse | None = None,
    rounds: int = 50,
    tolerance: float = 1e-5,
) -> ApproximateReliability:
    """Reliabilities when everyone's own information (animals,) spreads along the pedigree.

    ``own`` is the precision of what an animal's own records say, in units of 1 / σ²a; 0 for none.
    """
    inverse = inverse or invert_relationships(pedigree)
    animals = len(pedigree)
    sire = np.where(inverse.sire < animals, inverse.sire, -1).astype(np.int32)
    dam = np.where(inverse.dam < animals, inverse.dam, -1).astype(np.int32)
    # messages to each parent, from progeny; and what the parent knows without them
    to_sire, to_dam = np.zeros(animals), np.zeros(animals)
    total = own + 1.0
    change, done = np.inf, 0
    while done < rounds and change > tolerance:
        before = total.copy()
        total = _pass_on(sire, dam, inverse.within, own, to_sire, to_dam, before)
        change = float(np.max(np.abs(1.0 / total - 1.0 / before))) if animals else 0.0
        done += 1
    variance = 1.0 + inverse.f
    return ApproximateReliability(held(1.0 - (1.0 / total) / variance), done, change)


def _refuse_variances(animal: float, residual: float, permanent: float) -> None:
    told = (("variance_animal", animal), ("variance_residual", residual))
    for name, value in (*told, ("variance_permanent", permanent)):
        good = value >= 0 if name == "variance_permanent" else value > 0
        if not (good and np.isfinite(value)):
            raise NotUsable(
                f"{name} = {value}：不能作方差", f"{name} = {value}: is no variance", [name]
            )


def joint_reliability(alone: Float, genetic: Float, error: Float) -> Float:
    """Reliabilities (animals, traits) of traits evaluated together, from those of each alone.

    Each reliability stands for a number of records n = r / (1 - r) × error / genetic variance.
    The number that all traits share informs with the error covariances of all, what some have
    beyond it with those of these traits: PEV = (G⁻¹ + Σ n_S E_S⁻¹)⁻¹, as reliabilities of several
    traits are combined from effective contributions (Liu, Reinhardt, Bünger & Reents 2004). No
    trait becomes less sure than it is alone.
    """
    answer = np.array(alone)
    told = np.flatnonzero(answer.any(axis=1))
    if alone.shape[1] == 1 or len(told) == 0:
        return answer
    for low in range(0, len(told), _ANIMALS_AT_ONCE):
        rows = told[low : low + _ANIMALS_AT_ONCE]
        part = answer[rows]
        numbers = _numbers(part, genetic, error)
        left = np.diagonal(_joint_error(numbers, genetic, error), axis1=1, axis2=2)
        answer[rows] = np.maximum(part, 1.0 - left / np.diag(genetic))
    return answer


def _numbers(reliability: Float, genetic: Float, error: Float) -> Float:
    """How many records a reliability of each trait alone stands for, (animals, traits)."""
    capped = np.clip(reliability, 0.0, 1.0 - 1e-9)
    return np.asarray(capped / (1.0 - capped) * (np.diag(error) / np.diag(genetic)))


def _joint_error(numbers: Float, genetic: Float, error: Float) -> Float:
    """PEV (animals, traits, traits) of so many records of each trait."""
    prior, inverses = np.linalg.inv(genetic), residual_precision(error[None])[0]
    order = np.argsort(numbers, axis=1)
    steps = np.diff(np.take_along_axis(numbers, order, axis=1), axis=1, prepend=0.0)
    sharing = np.cumsum((1 << order)[:, ::-1], axis=1)[:, ::-1]
    precision = prior + np.einsum("at,atij->aij", steps, inverses[sharing])
    return np.asarray(np.linalg.inv(precision))


@dataclass(frozen=True, slots=True, eq=False)
class IndexPart:
    """Traits evaluated together that an index is made of.

    ``reliability`` (animals, traits); ``genetic`` and ``error`` (residual and permanent
    environment) covariances (traits, traits); ``weights`` (traits,): points of the index by unit.
    """

    reliability: Float
    genetic: Float
    error: Float
    weights: Float


def index_reliability(parts: Sequence[IndexPart]) -> Float:
    """Reliability (animals,) of an index Σ w u: 1 - Σ w'PEV w / Σ w'Gw over its parts.

    The prediction error covariances of a part are those of as many records of each trait as give
    its reliabilities together (:func:`joint_reliability` the other way round, found by repeated
    scaling). Parts are taken as unrelated, as they were evaluated. Raises ValueError where the
    index has no variance.
    """
    whole = sum(float(part.weights @ part.genetic @ part.weights) for part in parts)
    if not whole > 0:
        raise ValueError("index: no trait of it varies")
    left: Float = np.zeros(len(parts[0].reliability))
    for part in parts:
        for low in range(0, len(left), _ANIMALS_AT_ONCE):
            rows = slice(low, low + _ANIMALS_AT_ONCE)
            error = _error_behind(part.reliability[rows], part.genetic, part.error)
            left[rows] += np.einsum("aij,i,j->a", error, part.weights, part.weights)
    return np.clip(1.0 - left / whole, 0.0, 1.0)


def _error_behind(reliability: Float, genetic: Float, error: Float) -> Float:
    """PEV (animals, traits, traits) whose diagonal is that of the reliabilities."""
    wanted = np.clip(reliability, 0.0, 1.0 - 1e-9)
    numbers = _numbers(wanted, genetic, error)
    found = _joint_error(numbers, genetic, error)
    scale = np.diag(genetic)
    for _ in range(_ROUNDS_BEHIND if len(scale) > 1 else 0):
        now = 1.0 - np.diagonal(found, axis1=1, axis2=2) / scale
        if float(np.abs(now - wanted).max(initial=0.0)) < _NEAR_ENOUGH:
            break
        now = np.clip(now, 1e-9, 1.0 - 1e-9)
        ratio = wanted / (1.0 - wanted) * (1.0 - now) / now
        numbers = numbers * np.clip(ratio, 0.1, 10.0)
        found = _joint_error(numbers, genetic, error)
    return found


def _record_information(
    animals: int,
    animal: Int,
    group: Int,
    weight: Float,
    variance_animal: float,
    variance_residual: float,
    variance_permanent: float,
) -> Float:
    """Information of an animal's records on its breeding value, in units of 1 / σ²a.

    A record counts for as much as its contemporary group leaves it, 1 - its share of the group's
    information; records of one animal share its permanent environment.
    """
    spread = variance_animal + variance_permanent
    single = 1.0 / (spread + variance_residual / weight)
    in_group = np.bincount(group, weights=single)
    left = np.maximum(1.0 - single / in_group[group], 0.0)
    summed = np.bincount(animal, weights=left * weight / variance_residual, minlength=animals)
    known = summed > 0
    answer = np.zeros(animals)
    answer[known] = variance_animal / (1.0 / summed[known] + variance_permanent)
    return answer


@compiled
def _pass_on(
    sire: Index,
    dam: Index,
    within: Float,
    own: Float,
    to_sire: Float,
    to_dam: Float,
    total: Float,
) -> Float:
    """One round: progeny to parents, youngest first, then parents to progeny, oldest first.

    ``total`` is the precision of each animal after the last round, in units of 1 / σ²a.
    """
    animals = len(sire)
    below = own.copy()
    for i in range(animals - 1, -1, -1):
        s = sire[i]
        d = dam[i]
        if below[i] <= 0.0:
            to_sire[i] = 0.0
            to_dam[i] = 0.0
            continue
        spread = within[i] + 1.0 / below[i]
        if s >= 0:
            mate = 0.25 / max(total[d] - to_dam[i], 1e-12) if d >= 0 else 0.0
            to_sire[i] = 0.25 / (spread + mate)
            below[s] += to_sire[i]
        if d >= 0:
            mate = 0.25 / max(total[s] - to_sire[i], 1e-12) if s >= 0 else 0.0
            to_dam[i] = 0.25 / (spread + mate)
            below[d] += to_dam[i]
    answer = np.empty(animals)
    for i in range(animals):
        variance = within[i]
        if sire[i] >= 0:
            variance += 0.25 / (answer[sire[i]] - to_sire[i])
        if dam[i] >= 0:
            variance += 0.25 / (answer[dam[i]] - to_dam[i])
        answer[i] = below[i] + 1.0 / variance
    return answer


@dataclass(frozen=True, slots=True)
class Agreement:
    """How approximate reliabilities agree with exact ones: regression of exact on approximate."""

    animals: int
    correlation: float
    slope: float
    mean_difference: float
    largest_difference: float

    @property
    def text(self) -> Text:
        """One line for a report."""
        return Text(
            f"近似可靠性与精确值比较（{self.animals} 头）：相关 {self.correlation:.4f}，回归 "
            f"{self.slope:.3f}，平均差 {self.mean_difference:+.4f}，最大差 "
            f"{self.largest_difference:.4f}",
            f"approximate against exact reliabilities ({self.animals} animals): correlation "
            f"{self.correlation:.4f}, slope {self.slope:.3f}, mean difference "
            f"{self.mean_difference:+.4f}, largest {self.largest_difference:.4f}",
        )


def approximation_error(
    pedigree: Pedigree,
    animal: Int | Index,
    group: Int | Index,
    *,
    variance_animal: float,
    variance_residual: float,
    variance_permanent: float = 0.0,
    weights: Float | None = None,
    records: int = 4000,
    seed: int = 1,
) -> Agreement:
    """What :func:`approximate_reliability` misses on a part of the data, held against exact.

    Arguments as there. Whole contemporary groups are drawn until they hold some ``records``; of
    these records and the ancestors of their animals both are computed, the exact ones from the
    factor of the equations, and compared over the recorded animals and their ancestors. Where all
    records are fewer it is the error on the data itself. Raises :class:`NotUsable` when there are
    fewer than three animals to compare.
    """
    recorded: Int = np.asarray(animal, dtype=np.int64)
    numbers, inside, counts = np.unique(group, return_inverse=True, return_counts=True)
    order = np.random.default_rng(seed).permutation(len(numbers))
    taken = order[: int(np.searchsorted(np.cumsum(counts[order]), records, side="left")) + 1]
    rows = np.isin(inside, taken)
    kept = pedigree.ancestors(np.unique(recorded[rows]))
    small = pedigree.only(kept)
    place = (np.cumsum(kept) - 1)[recorded[rows]].astype(np.int32)
    named = tuple(map(str, numbers.tolist()))
    weight = np.ones(len(place)) if weights is None else np.asarray(weights)[rows]
    drawn = Records(
        ("y",),
        held(np.zeros((len(place), 1))),
        {
            "animal": Factor(small.listed, held(place)),
            "group": Factor(named, held(inside[rows].astype(np.int32))),
        },
        {},
        held(weight[:, None]),
        held(np.zeros(len(place), dtype=np.int64)),
    )
    random: tuple[Genetic | Random, ...] = (Genetic(("animal",), variance_animal),)
    if variance_permanent > 0:
        random += (Random("animal", variance_permanent, name="permanent"),)
    run = solve(Model((Fixed("group"),), random, variance_residual), drawn, small, method="direct")
    exact = exact_reliability(run)[: len(small)]
    found = approximate_reliability(
        small, place, inside[rows], variance_animal=variance_animal,
        variance_residual=variance_residual, variance_permanent=variance_permanent, weights=weight,
    )  # fmt: skip
    if np.count_nonzero(np.isfinite(exact) & (exact > _SOME)) < 3:
        raise NotUsable(
            "可比较的个体不足三头",
            "there are fewer than three animals with reliabilities to compare",
        )
    return compare_reliabilities(found.values, exact)


def compare_reliabilities(approximate: Float, exact: Float, among: Bool | None = None) -> Agreement:
    """Agreement over animals that have some information, those ``among`` when given."""
    used = np.isfinite(exact) & (exact > _SOME)
    if among is not None:
        used &= among
    a, b = approximate[used], exact[used]
    slope = float(np.polyfit(a, b, 1)[0])
    return Agreement(
        len(a),
        float(np.corrcoef(a, b)[0, 1]),
        slope,
        float(np.mean(a - b)),
        float(np.max(np.abs(a - b))),
    )
