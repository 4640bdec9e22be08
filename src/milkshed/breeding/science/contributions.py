"""Optimal contributions of candidates under a limit of mean coancestry (Meuwissen 1997).

Maximise c'a subject to c'Ac / 2 ≤ k, group sums (by default half from either sex) and
0 ≤ c ≤ u. For a price 1 / t of coancestry the best c minimises c'Ac / 2 - t a'c, a strictly
convex quadratic programme that an active-set method solves exactly. Between two changes of the
active set c is linear in t and its coancestry a quadratic, so that the t at which the limit is
met is found as a root, safeguarded by bisection: the answer is exact up to rounding, and its
Karush-Kuhn-Tucker residual is told with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import LinAlgError, cho_factor

from milkshed.breeding.science.arrays import Bool, Code, Float, Int, held

SEXES: Final = (0.5, 0.5)
_LOWER, _FREE, _UPPER = -1, 0, 1
_TINY: Final = 1e-11
_PRICES_AT_MOST: Final = 200


class Infeasible(ValueError):
    """No contributions keep the limits; ``least`` is the lowest coancestry that is possible."""

    def __init__(self, message: str, least: float | None = None) -> None:
        super().__init__(message)
        self.least = least


@dataclass(frozen=True, eq=False)
class Contributions:
    """What each candidate should contribute to the next generation.

    ``share`` (candidates,): adds up to the total of each group. ``gain`` is c'a, ``coancestry``
    c'Ac / 2. ``limit_price`` is the gain of one unit more coancestry: 0 where the limit does not
    bind, infinite where it is the least there is (the other prices are those of coancestry then).
    ``group_price`` is the gain of one unit more from a group, ``bound_price`` (candidates,) that
    of a candidate's upper bound. ``residual``: the greatest violation of the conditions of
    Karush, Kuhn and Tucker, in units of the merit's standard deviation.
    """

    share: Float
    gain: float
    coancestry: float
    limit: float | None
    limit_price: float
    group_price: Float
    bound_price: Float
    residual: float

    @property
    def chosen(self) -> Int:
        """The candidates that contribute, the greatest first."""
        order = np.argsort(-self.share, kind="stable")
        return order[self.share[order] > _TINY]


def optimal_contributions(
    merit: ArrayLike,
    relationship: ArrayLike,
    group: ArrayLike,
    *,
    limit: float | None,
    upper: ArrayLike | float = 1.0,
    totals: Sequence[float] = SEXES,
) -> Contributions:
    """The contributions of greatest gain that keep the limit of mean coancestry.

    ``merit`` a (candidates,); ``relationship`` A (candidates, candidates), positive definite;
    ``group`` (candidates,): the place of the candidate's group in ``totals``, by default 0 for
    males and 1 for females. ``limit`` None: as much gain as the bounds allow. Raises
    :class:`Infeasible` naming the group whose bounds are too low, or the least coancestry there
    is; ValueError for shapes that do not fit and a matrix that is not positive definite.
    """
    problem = _Problem(merit, relationship, group, upper, totals)
    problem.refuse_short_groups()
    greedy, greedy_state = problem.by_merit()
    if limit is None or problem.coancestry(greedy) <= limit:
        return problem.answer(greedy, greedy_state, limit, None)
    share, state = problem.minimise(0.0, greedy, greedy_state)
    least = problem.coancestry(share)
    if least > limit * (1 + 1e-9):
        raise Infeasible(
            f"limit {limit:.6g}: the least coancestry of these candidates is {least:.6g}", least
        )
    if least >= limit * (1 - 1e-9):
        return problem.answer(share, state, limit, 0.0)
    low, high = 0.0, 1.0
    share, state = problem.minimise(high, share, state)
    while problem.coancestry(share) < limit:
        low, high = high, 4 * high
        share, state = problem.minimise(high, share, state)
    price = high
    for _ in range(_PRICES_AT_MOST):
        met = problem.coancestry(share)
        if abs(met - limit) <= 1e-13 + 1e-12 * limit:
            break
        if met > limit:
            high = price
        else:
            low = price
        if high - low <= 1e-15 * high:
            break
        price = problem.price_at(limit, state, share)
        if not low < price < high:
            price = 0.5 * (low + high)
        share, state = problem.minimise(price, share, state)
    return problem.answer(share, state, limit, price)


def least_coancestry(
    relationship: ArrayLike,
    group: ArrayLike,
    *,
    upper: ArrayLike | float = 1.0,
    totals: Sequence[float] = SEXES,
) -> float:
    """The lowest c'Ac / 2 the candidates can reach, whatever their merit."""
    problem = _Problem(np.zeros(len(np.asarray(group))), relationship, group, upper, totals)
    problem.refuse_short_groups()
    share, _ = problem.minimise(0.0, *problem.by_merit())
    return problem.coancestry(share)


class _Problem:
    """One question: merit scaled to mean 0 and standard deviation 1, relationships, bounds."""

    def __init__(
        self,
        merit: ArrayLike,
        relationship: ArrayLike,
        group: ArrayLike,
        upper: ArrayLike | float,
        totals: Sequence[float],
    ) -> None:
        self.merit: Float = np.asarray(merit, dtype=np.float64)
        candidates = len(self.merit)
        self.matrix: Float = np.ascontiguousarray(relationship, dtype=np.float64)
        self.group: Int = np.asarray(group, dtype=np.int64)
        self.upper: Float = np.broadcast_to(np.asarray(upper, np.float64), (candidates,)).copy()
        self.totals: Float = np.asarray(totals, dtype=np.float64)
        if self.matrix.shape != (candidates, candidates) or self.group.shape != (candidates,):
            raise ValueError(
                f"relationship {self.matrix.shape}, group {self.group.shape}: must fit "
                f"{candidates} candidates"
            )
        if candidates and not 0 <= self.group.min() <= self.group.max() < len(self.totals):
            raise ValueError(f"group: must lie between 0 and {len(self.totals) - 1}")
        if not (np.isfinite(self.merit).all() and np.isfinite(self.matrix).all()):
            raise ValueError("merit, relationship: every value must be a finite number")
        try:
            cho_factor(self.matrix)
        except LinAlgError as error:
            raise ValueError(
                "relationship: not positive definite (the same animal twice, or identical twins?)"
            ) from error
        self.scale = float(self.merit.std()) or 1.0
        self.wish: Float = (
            (self.merit - self.merit.mean()) / self.scale if candidates else self.merit
        )

    def refuse_short_groups(self) -> None:
        """Raise where a group's upper bounds do not add up to its total."""
        for number, total in enumerate(self.totals.tolist()):
            room = float(self.upper[self.group == number].sum())
            if room < total - _TINY:
                raise Infeasible(
                    f"group {number}: upper bounds add up to {room:.6g}, less than {total:.6g}"
                )

    def by_merit(self) -> tuple[Float, Code]:
        """The best candidates of each group, each as much as allowed."""
        share = np.zeros(len(self.merit))
        state = np.full(len(self.merit), _LOWER, dtype=np.int8)
        for number, total in enumerate(self.totals.tolist()):
            left = total
            own = np.flatnonzero(self.group == number)
            for place in own[np.argsort(-self.merit[own], kind="stable")].tolist():
                if left <= _TINY:
                    break
                share[place] = min(left, self.upper[place])
                state[place] = _UPPER if share[place] == self.upper[place] else _FREE
                left -= share[place]
        return share, state

    def coancestry(self, share: Float) -> float:
        held_by = np.flatnonzero(share)
        part = share[held_by]
        return float(0.5 * part @ self.matrix[np.ix_(held_by, held_by)] @ part)

    def minimise(self, price: float, share: Float, state: Code) -> tuple[Float, Code]:
        """The least c'Ac / 2 - price c'a from a feasible start, by the primal active-set method."""
        share, state = share.copy(), state.copy()
        for _ in range(50 * len(share) + 100):
            slope = self.matrix @ share - price * self.wish
            free = np.flatnonzero(state == _FREE)
            step, _ = self._newton(free, -slope[free])
            if len(free) and np.abs(step).max() > _TINY:
                self._go(share, state, free, step)
                continue
            released = self._to_release(slope, state)
            if not released:
                return share, state
            state[released] = _FREE
        raise ArithmeticError("the active-set method did not come to an end")

    def _newton(self, free: Int, rhs: Float) -> tuple[Float, Float]:
        """Solve [A_FF Q; Q' 0] for the free candidates; their step and the groups' prices."""
        present = np.unique(self.group[free])
        size, groups = len(free), len(present)
        system = np.zeros((size + groups, size + groups))
        system[:size, :size] = self.matrix[np.ix_(free, free)]
        sums = (self.group[free][:, None] == present).astype(np.float64)
        system[:size, size:] = sums
        system[size:, :size] = sums.T
        found = np.linalg.solve(system, np.concatenate([rhs, np.zeros(groups)]))
        prices = np.zeros(len(self.totals))
        prices[present] = found[size:]
        return found[:size], prices

    def _go(self, share: Float, state: Code, free: Int, step: Float) -> None:
        """Go along the step as far as the bounds allow; the one that is met stays there."""
        room = np.full(len(free), np.inf)
        down, up = step < -_TINY * 1e-3, step > _TINY * 1e-3
        room[down] = share[free][down] / -step[down]
        room[up] = (self.upper[free][up] - share[free][up]) / step[up]
        nearest = int(np.argmin(room))
        length = min(1.0, max(0.0, float(room[nearest])))
        share[free] = np.clip(share[free] + length * step, 0.0, self.upper[free])
        if length < 1.0:
            place = free[nearest]
            state[place] = _LOWER if step[nearest] < 0 else _UPPER
            share[place] = 0.0 if step[nearest] < 0 else self.upper[place]

    def _to_release(self, slope: Float, state: Code) -> list[int]:
        """The candidates at a bound whose release lowers the objective most, group by group."""
        worst, released = _TINY * 10, list[int]()
        for number in range(len(self.totals)):
            own = self.group == number
            low = np.flatnonzero(own & (state == _LOWER) & (self.upper > 0))
            high = np.flatnonzero(own & (state == _UPPER))
            free = np.flatnonzero(own & (state == _FREE))
            into = int(low[np.argmin(slope[low])]) if len(low) else -1
            out = int(high[np.argmax(slope[high])]) if len(high) else -1
            if len(free):
                level = float(slope[free].mean())
                if into >= 0 and level - slope[into] > worst:
                    worst, released = level - slope[into], [into]
                if out >= 0 and slope[out] - level > worst:
                    worst, released = slope[out] - level, [out]
            elif into >= 0 and out >= 0 and slope[out] - slope[into] > worst:
                worst, released = slope[out] - slope[into], [into, out]
        return released

    def price_at(self, limit: float, state: Code, share: Float) -> float:
        """The price at which the limit is met while the active set stays as it is; nan if none."""
        free = np.flatnonzero(state == _FREE)
        if not len(free):
            return float("nan")
        fixed = np.where(state == _FREE, 0.0, share)
        resting = fixed.copy()
        rhs = -(self.matrix @ fixed)[free]
        present = np.unique(self.group[free])
        size = len(free)
        system = np.zeros((size + len(present), size + len(present)))
        system[:size, :size] = self.matrix[np.ix_(free, free)]
        sums = (self.group[free][:, None] == present).astype(np.float64)
        system[:size, size:], system[size:, :size] = sums, sums.T
        left = self.totals - np.bincount(self.group, weights=fixed, minlength=len(self.totals))
        both = np.zeros((size + len(present), 2))
        both[:size, 0], both[size:, 0] = rhs, left[present]
        both[:size, 1] = self.wish[free]
        found = np.linalg.solve(system, both)
        resting[free] = found[:size, 0]
        moving = np.zeros(len(share))
        moving[free] = found[:size, 1]
        square = 0.5 * moving @ self.matrix @ moving
        linear = moving @ self.matrix @ resting
        rest = 0.5 * resting @ self.matrix @ resting - limit
        inside = linear**2 - 4 * square * rest
        if square <= 0 or inside < 0:
            return float("nan")
        return float((-linear + np.sqrt(inside)) / (2 * square))

    def answer(
        self, share: Float, state: Code, limit: float | None, price: float | None
    ) -> Contributions:
        """The result with its prices: stationarity is a - λ A c = group price + bound price."""
        at_least = price == 0.0
        cost = 0.0 if price is None else 1.0 if at_least else 1.0 / price
        left = (0.0 if at_least else self.wish) - cost * (self.matrix @ share)
        groups, bounds = np.zeros(len(self.totals)), np.zeros(len(share))
        worst = 0.0
        for number in range(len(self.totals)):
            own = self.group == number
            free = own & (state == _FREE)
            high, low = own & (state == _UPPER), own & (state == _LOWER)
            groups[number] = _level(left, free, high, low)
            over = left - groups[number]
            bounds[high] = np.maximum(over[high], 0.0)
            for broken in (np.abs(over[free]), -over[high], over[low & (self.upper > 0)]):
                worst = max(worst, float(broken.max(initial=0.0)))
            worst = max(worst, abs(float(share[own].sum()) - float(self.totals[number])))
        coancestry = self.coancestry(share)
        if limit is not None:
            worst = max(worst, (coancestry - limit) / limit if limit > 0 else coancestry)
        return Contributions(
            share=held(share),
            gain=float(self.merit @ share),
            coancestry=coancestry,
            limit=limit,
            limit_price=np.inf if at_least else cost * self.scale,
            group_price=held(groups * self.scale + self.merit.mean()),
            bound_price=held(bounds * self.scale),
            residual=worst,
        )


def _level(left: Float, free: Bool, high: Bool, low: Bool) -> float:
    """The price of a group: of its free candidates, else between those at their bounds."""
    if free.any():
        return float(left[free].mean())
    if not high.any():
        return float(left[low].max()) if low.any() else 0.0
    above = float(left[high].min())
    return 0.5 * (above + float(left[low].max())) if low.any() else above
