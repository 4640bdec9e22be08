"""How much a pedigree knows, and what it says of diversity."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from milkshed.breeding.science.arrays import Bool, Float, Index, Int, held
from milkshed.breeding.science.pedigree import Pedigree, Sex
from milkshed.numerics.compiled import compiled


@dataclass(frozen=True, slots=True, eq=False)
class Completeness:
    """Per animal, shape (animals,): equivalent complete generations, and MacCluer's index."""

    equivalent_generations: Float
    index: Float
    generations: int


def completeness(pedigree: Pedigree, *, generations: int = 5) -> Completeness:
    """What is known of every animal's ancestors.

    Equivalent complete generations: the sum of (1/2)ⁿ over known ancestors n generations back
    (Maignel, Boichard & Verrier 1996). Index: 2 Cs Cd / (Cs + Cd) with C of a side the mean over
    ``generations`` of the share of known ancestors (MacCluer et al. 1983); 1 is complete.
    """
    if generations < 1:
        raise ValueError(f"generations = {generations}: must be 1 or more")
    known = np.zeros((len(pedigree), generations))
    equivalent = np.zeros(len(pedigree))
    _known_ancestors(pedigree.sire, pedigree.dam, known, equivalent)
    side = known.mean(axis=1)

    def of(parent: Index) -> Float:
        return np.where(parent >= 0, side[np.maximum(parent, 0)], 0.0)

    father, mother = of(pedigree.sire), of(pedigree.dam)
    total = father + mother
    index = np.divide(2 * father * mother, total, out=np.zeros_like(total), where=total > 0)
    return Completeness(held(equivalent), held(index), generations)


@dataclass(frozen=True, slots=True, eq=False)
class Founders:
    """Where the genes of a reference population come from.

    ``founders``: how many have a share; ``effective``: 1 / Σ q² over founders, an unknown parent
    of an animal with one known parent being a founder of its own (Lacy 1989).
    ``ancestors`` (places) with their ``marginal`` contributions, largest first, and
    ``effective_ancestors`` 1 / Σ p² (Boichard, Maignel & Verrier 1997); ``explained``: Σ p.
    """

    founders: int
    effective: float
    ancestors: Int
    marginal: Float
    effective_ancestors: float
    explained: float


def founders(
    pedigree: Pedigree, reference: ArrayLike, *, most: int = 1000, explain: float = 0.999
) -> Founders:
    """Founder and ancestor contributions to ``reference`` (places).

    Ancestors are taken until ``explain`` of the genes are explained or there are ``most``; their
    effective number then leaves out the rest and is a little high. Animals of the reference with
    a known parent are not their own ancestors.
    """
    chosen = np.asarray(reference, dtype=np.int64)
    if not len(chosen):
        raise ValueError("reference: no animal")
    kept = pedigree.ancestors(chosen)
    small, place = pedigree.only(kept), np.cumsum(kept) - 1
    start = np.bincount(place[chosen], minlength=len(small)) / len(chosen)
    sire, dam = small.sire.copy(), small.dam.copy()
    share = _handed_up(sire, dam, start)
    whole = (sire < 0) & (dam < 0)
    half = (sire < 0) ^ (dam < 0)
    count = int(np.count_nonzero(whole) + np.count_nonzero(half))
    squares = float((share[whole] ** 2).sum() + ((0.5 * share[half]) ** 2).sum())
    own = np.where((small.sire >= 0) | (small.dam >= 0), start, 0.0)
    taken: list[int] = []
    marginal: list[float] = []
    selected = np.zeros(len(small), dtype=np.bool_)
    while len(taken) < min(most, len(small)) and sum(marginal) < explain:
        gain = (_handed_up(sire, dam, start) - own) * (1.0 - _handed_down(sire, dam, selected))
        best = int(gain.argmax())
        if gain[best] <= 0:
            break
        taken.append(best)
        marginal.append(float(gain[best]))
        selected[best] = True
        sire[best] = dam[best] = -1
    p = np.array(marginal)
    back = np.flatnonzero(kept)[np.array(taken, dtype=np.int64)]
    return Founders(
        count, 1.0 / squares, held(back), held(p), float(1.0 / (p**2).sum()), float(p.sum())
    )


@dataclass(frozen=True, slots=True)
class EffectiveSize:
    """Effective population size from inbreeding.

    ``individual`` with ``standard_error``: 1 / (2 mean ΔF), ΔF = 1 - (1 - F)^(1 / (t - 1)) with t
    equivalent complete generations (Gutiérrez et al. 2008). ``yearly_rate``: ΔF a year by
    regression of log(1 - F) on the year of birth; ``by_trend`` uses it with the generation
    interval. NaN or infinite where inbreeding does not rise or too little is known.
    """

    individual: float
    standard_error: float
    yearly_rate: float
    by_trend: float
    animals: int


def effective_size(
    pedigree: Pedigree, f: Float, reference: ArrayLike, *, interval_years: float | None = None
) -> EffectiveSize:
    """Ne of ``reference`` (places), those with more than one equivalent generation."""
    chosen = np.asarray(reference, dtype=np.int64)
    known = completeness(pedigree).equivalent_generations[chosen]
    used = chosen[known > 1]
    if not len(used):
        return EffectiveSize(np.nan, np.nan, np.nan, np.nan, 0)
    rise = 1.0 - (1.0 - f[used]) ** (1.0 / (known[known > 1] - 1.0))
    mean, spread = float(rise.mean()), float(rise.std(ddof=1)) if len(used) > 1 else np.nan
    size = 0.5 / mean if mean > 0 else np.inf
    error = 2.0 * size**2 * spread / np.sqrt(len(used)) if np.isfinite(size) else np.nan
    years = pedigree.birth_years[used]
    dated = years > 0
    rate = np.nan
    if len(np.unique(years[dated])) > 1:
        rate = -float(np.polyfit(years[dated], np.log1p(-f[used][dated]), 1)[0])
    if interval_years is None:
        interval_years = generation_intervals(pedigree).mean_years
    trend = 1.0 / (2.0 * rate * interval_years) if rate > 0 else np.inf if rate <= 0 else np.nan
    return EffectiveSize(size, float(error), rate, trend, len(used))


@dataclass(frozen=True, slots=True)
class Interval:
    """Mean age of parents in years at the birth of progeny that became parents, of one path."""

    path: str
    years: float
    standard_deviation: float
    pairs: int


@dataclass(frozen=True, slots=True)
class GenerationIntervals:
    """The four paths: sire-son, sire-daughter, dam-son, dam-daughter; NaN without a pair."""

    paths: tuple[Interval, ...]

    @property
    def mean_years(self) -> float:
        """The mean of the four paths (Rendel & Robertson 1950), of those that have pairs."""
        known = [path.years for path in self.paths if path.pairs]
        return float(np.mean(known)) if known else np.nan


def generation_intervals(
    pedigree: Pedigree, born_in: tuple[int, int] | None = None
) -> GenerationIntervals:
    """Generation intervals over progeny that are parents themselves.

    ``born_in``: first and last year of birth of the progeny counted, all when None.
    """
    parent_of_some = np.zeros(len(pedigree), dtype=np.bool_)
    for parent in (pedigree.sire, pedigree.dam):
        parent_of_some[parent[parent >= 0]] = True
    counted = parent_of_some & ~np.isnat(pedigree.born)
    if born_in is not None:
        counted &= (pedigree.birth_years >= born_in[0]) & (pedigree.birth_years <= born_in[1])

    def path(name: str, parent: Index, sex: Sex) -> Interval:
        pairs = np.flatnonzero(counted & (pedigree.sex == sex) & (parent >= 0))
        pairs = pairs[~np.isnat(pedigree.born[parent[pairs]])]
        age = (pedigree.born[pairs] - pedigree.born[parent[pairs]]).astype(np.int64) / 365.25
        if not len(age):
            return Interval(name, np.nan, np.nan, 0)
        return Interval(name, float(age.mean()), float(age.std()), len(age))

    return GenerationIntervals(
        (
            path("sire-son", pedigree.sire, Sex.MALE),
            path("sire-daughter", pedigree.sire, Sex.FEMALE),
            path("dam-son", pedigree.dam, Sex.MALE),
            path("dam-daughter", pedigree.dam, Sex.FEMALE),
        )
    )


@compiled
def _known_ancestors(sire: Index, dam: Index, known: Float, equivalent: Float) -> None:
    """``known[i, k]``: share of known ancestors k generations back, itself being known (k = 0)."""
    depth = known.shape[1]
    for i in range(len(sire)):
        known[i, 0] = 1.0
        for parent in (sire[i], dam[i]):
            if parent >= 0:
                equivalent[i] += 0.5 * (1.0 + equivalent[parent])
                for k in range(1, depth):
                    known[i, k] += 0.5 * known[parent, k - 1]


@compiled
def _handed_up(sire: Index, dam: Index, start: Float) -> Float:
    share = start.copy()
    for i in range(len(sire) - 1, -1, -1):
        for parent in (sire[i], dam[i]):
            if parent >= 0:
                share[parent] += 0.5 * share[i]
    return share


@compiled
def _handed_down(sire: Index, dam: Index, selected: Bool) -> Float:
    share = np.zeros(len(sire))
    for i in range(len(sire)):
        if selected[i]:
            share[i] = 1.0
            continue
        for parent in (sire[i], dam[i]):
            if parent >= 0:
                share[i] += 0.5 * share[parent]
    return share
