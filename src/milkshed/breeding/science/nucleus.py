"""Choosing a nucleus herd: the best animals by merit, within limits of family and coancestry.

A limit of animals per sire alone is a partition matroid, for which taking the best that still fit
is optimal. With a limit of mean coancestry the choice is a quadratic knapsack: it is rounded from
the optimal contributions with equal upper bounds (whose gain no choice can exceed) and improved
by exchanges, and the distance to that bound is told.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from milkshed.breeding.science.arrays import Bool, Float, Int, held
from milkshed.breeding.science.contributions import Infeasible, optimal_contributions


@dataclass(frozen=True, eq=False)
class Nucleus:
    """The animals chosen, best first.

    ``merit`` is their mean, ``coancestry`` their mean coancestry with themselves included (None
    where no relationships were given), ``bound`` a mean merit that no choice within the limits
    exceeds. ``passed_over`` are animals better than the last chosen that the limits kept out.
    """

    chosen: Int
    merit: float
    coancestry: float | None
    bound: float
    passed_over: Int

    @property
    def gap(self) -> float:
        """How much merit a better choice could have at most."""
        return max(0.0, self.bound - self.merit)


def select_nucleus(
    merit: ArrayLike,
    count: int,
    *,
    sire: ArrayLike,
    per_sire: int | None = None,
    relationship: ArrayLike | None = None,
    max_coancestry: float | None = None,
) -> Nucleus:
    """Choose ``count`` candidates of the greatest mean merit.

    ``merit`` (candidates,), NaN is never chosen; ``sire`` (candidates,): a code, negative where
    unknown (families of one). ``max_coancestry`` needs ``relationship`` (candidates, candidates).
    Raises :class:`~milkshed.breeding.science.contributions.Infeasible` naming the limit that
    cannot be kept.
    """
    value: Float = np.asarray(merit, dtype=np.float64)
    family = _families(np.asarray(sire, dtype=np.int64))
    if family.shape != value.shape:
        raise ValueError(f"sire: shape {family.shape}, must be {value.shape}")
    if max_coancestry is not None and relationship is None:
        raise ValueError("max_coancestry: needs the relationships of the candidates")
    cap = count if per_sire is None else per_sire
    usable = np.flatnonzero(np.isfinite(value))
    chosen = _best_first(value, usable, family, count, cap)
    if len(chosen) < count:
        raise Infeasible(
            f"count {count}: only {len(chosen)} of {len(usable)} candidates with a merit fit the "
            f"limit of {cap} per sire"
        )
    bound = float(value[chosen].mean())
    if relationship is None:
        return _nucleus(value, chosen, None, bound)
    matrix: Float = np.asarray(relationship, dtype=np.float64)
    if max_coancestry is not None and _coancestry(matrix, chosen) > max_coancestry:
        bound, chosen = _within(value, usable, family, cap, matrix, chosen, max_coancestry)
    return _nucleus(value, chosen, matrix, bound)


def _families(sire: Int) -> Int:
    """Families from 0 on; every animal without a known sire is one of its own."""
    alone = np.where(sire < 0, -1 - np.arange(len(sire)), sire)
    _, family = np.unique(alone, return_inverse=True)
    return family.astype(np.int64)


def _best_first(value: Float, usable: Int, family: Int, count: int, cap: int) -> Int:
    """The best that fit, in order of merit; the rank within the family decides who fits."""
    order = usable[np.argsort(-value[usable], kind="stable")]
    groups = np.argsort(family[order], kind="stable")
    sorted_family = family[order][groups]
    starts = np.searchsorted(sorted_family, sorted_family)
    rank = np.empty(len(order), dtype=np.int64)
    rank[groups] = np.arange(len(order)) - starts
    return order[rank < cap][:count]


def _coancestry(matrix: Float, chosen: Int) -> float:
    return float(0.5 * matrix[np.ix_(chosen, chosen)].mean()) if len(chosen) else 0.0


def _nucleus(value: Float, chosen: Int, matrix: Float | None, bound: float) -> Nucleus:
    ordered = chosen[np.argsort(-value[chosen], kind="stable")]
    taken = np.zeros(len(value), dtype=np.bool_)
    taken[ordered] = True
    lowest = value[ordered[-1]] if len(ordered) else np.inf
    passed = np.flatnonzero(~taken & (value > lowest))
    return Nucleus(
        chosen=held(ordered),
        merit=float(value[ordered].mean()) if len(ordered) else float("nan"),
        coancestry=None if matrix is None else _coancestry(matrix, ordered),
        bound=bound,
        passed_over=held(passed[np.argsort(-value[passed], kind="stable")]),
    )


def _within(
    value: Float,
    usable: Int,
    family: Int,
    cap: int,
    matrix: Float,
    best: Int,
    limit: float,
) -> tuple[float, Int]:
    """The bound and a choice within the limit of coancestry."""
    count = len(best)
    relaxed = optimal_contributions(
        value[usable],
        matrix[np.ix_(usable, usable)],
        np.zeros(len(usable), dtype=np.int64),
        limit=limit,
        upper=1.0 / count,
        totals=(1.0,),
    )
    wish = np.full(len(value), -np.inf)
    wish[usable] = relaxed.share + 1e-9 * np.argsort(np.argsort(value[usable])) / len(usable)
    start = _best_first(wish, usable, family, count, cap)
    search = _Exchange(value, usable, family, cap, matrix, start)
    if not search.reach(limit, relaxed.limit_price):
        search = _Exchange(value, usable, family, cap, matrix, best)
        if not search.reach(limit, np.inf):
            raise Infeasible(
                f"max_coancestry {limit:.6g}: exchanges reach {search.coancestry:.6g} at best with "
                f"{count} animals and {cap} per sire",
                search.coancestry,
            )
    search.improve(limit)
    return min(relaxed.gain, float(value[best].mean())), search.chosen


class _Exchange:
    """A choice and its exchanges: one animal out, one in."""

    def __init__(
        self, value: Float, usable: Int, family: Int, cap: int, matrix: Float, chosen: Int
    ) -> None:
        self.value, self.family, self.cap, self.matrix = value, family, cap, matrix
        self.chosen = chosen.copy()
        self.outside = np.setdiff1d(usable, chosen)
        self.related: Float = matrix[:, chosen].sum(axis=1)
        self.members = np.bincount(family[chosen], minlength=int(family.max()) + 1)

    @property
    def coancestry(self) -> float:
        return float(0.5 * self.related[self.chosen].sum() / len(self.chosen) ** 2)

    def _changes(self) -> tuple[Float, Float, Bool]:
        """Change of merit and of coancestry of every exchange (chosen, outside); which fit."""
        count = len(self.chosen)
        out, into = self.chosen, self.outside
        gain = (self.value[into][None, :] - self.value[out][:, None]) / count
        diagonal = self.matrix.diagonal()
        kin = (
            -2 * self.related[out][:, None]
            + diagonal[out][:, None]
            + 2 * (self.related[into][None, :] - self.matrix[np.ix_(out, into)])
            + diagonal[into][None, :]
        ) / (2 * count**2)
        full = self.members[self.family[into]] >= self.cap
        fits = ~full[None, :] | (self.family[out][:, None] == self.family[into][None, :])
        return gain, kin, fits

    def _exchange(self, at: int) -> None:
        leaving, coming = np.unravel_index(at, (len(self.chosen), len(self.outside)))
        out, into = self.chosen[leaving], self.outside[coming]
        self.chosen[leaving], self.outside[coming] = into, out
        self.related += self.matrix[:, into] - self.matrix[:, out]
        self.members[self.family[out]] -= 1
        self.members[self.family[into]] += 1

    def reach(self, limit: float, price: float) -> bool:
        """Lower the coancestry to the limit, losing as little merit as the price allows."""
        while self.coancestry > limit + 1e-12:
            if not len(self.outside):
                return False
            gain, kin, fits = self._changes()
            able = fits & (kin < -1e-15)
            if not able.any():
                return False
            worth = -kin if not np.isfinite(price) or price <= 0 else gain - price * kin
            self._exchange(int(np.argmax(np.where(able, worth, -np.inf))))
        return True

    def improve(self, limit: float) -> None:
        """Take the exchange of greatest gain within the limit until there is none."""
        while len(self.outside):
            gain, kin, fits = self._changes()
            able = fits & (gain > 1e-12) & (self.coancestry + kin <= limit + 1e-12)
            if not able.any():
                return
            self._exchange(int(np.argmax(np.where(able, gain, -np.inf))))
