"""A mating plan: the assignment of greatest worth within stock, shares of bulls and budget.

Without a budget the transport problem is solved exactly. A budget is priced: for a price m of
money the plan that maximises worth - m cost is exact, and the m at which the budget is met is
found where two such plans are equally good. What is left to the whole-number optimum is closed
by HiGHS on the matings that the prices do not exclude (reduced-cost fixing); the result says how
far from optimal it can be, and is optimal where that is nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from milkshed.breeding.science.arrays import Float, Int, held
from milkshed.breeding.science.mating.scores import Bar, Scores
from milkshed.breeding.science.mating.transport import Transport, assign

_PRICES_AT_MOST: Final = 60
_CORE_AT_MOST: Final = 60_000
_CORE_SECONDS: Final = 20.0
_UPGRADES_AT_MOST: Final = 25


@dataclass(frozen=True, eq=False)
class MatingPlan:
    """Which lot each cow is served with, and what the limits cost.

    ``lot`` (cows,): -1 for a cow that goes without. ``worth_yuan`` is the sum over cows, those
    without counted at what going without costs; ``bound_yuan`` no plan exceeds. Prices are what
    one unit more would add: a straw of a lot (lots,), a service of a bull at his cap (bulls,), a
    yuan of budget. ``price`` (lots,) is what using a lot takes from the other cows, by its straw
    and by the bull's share. ``cap`` (bulls,): services a bull may have.
    """

    scores: Scores
    lot: Int
    cap: Int
    worth_yuan: float
    bound_yuan: float
    cost_yuan: float
    budget_yuan: float | None
    price: Float
    lot_price: Float
    bull_price: Float
    budget_price: float
    without_yuan: float

    @property
    def gap(self) -> float:
        """How far from the best the plan can be, as a share of the bound's size."""
        return max(0.0, self.bound_yuan - self.worth_yuan) / max(1.0, abs(self.bound_yuan))

    @property
    def served(self) -> Int:
        """The cows that are served."""
        return np.flatnonzero(self.lot >= 0)

    def barred(self, cow: int) -> Bar:
        """The limits that forbid every lot left to a cow; NONE when some lot is allowed."""
        bars = self.scores.bars[cow]
        return Bar.NONE if (bars == 0).any() else Bar(int(np.bitwise_or.reduce(bars, initial=0)))

    def choices(self, cow: int, count: int = 3) -> list[tuple[int, float]]:
        """The best lots for a cow, of different bulls or embryos, with their worth less what they
        take away.

        The planned one stands first; the others are ranked by worth minus the prices of stock,
        cap and money, which is what choosing them instead would cost the herd.
        """
        lots = self.scores.lots
        net = self.scores.yuan[cow] - self.price - self.budget_price * lots.price_yuan
        planned = int(self.lot[cow])
        order = np.argsort(-net, kind="stable").tolist()
        parents = np.where(lots.are_embryos, -1 - np.arange(len(lots)), lots.bull)
        ranked = [planned] if planned >= 0 else []
        seen = {int(parents[planned])} if planned >= 0 else set[int]()
        for lot in order:
            if len(ranked) >= count or not np.isfinite(net[lot]):
                break
            if int(parents[lot]) not in seen:
                seen.add(int(parents[lot]))
                ranked.append(lot)
        return [(lot, float(net[lot])) for lot in ranked]


def plan_matings(
    scores: Scores,
    *,
    without_yuan: float,
    max_share: float | None = None,
    budget_yuan: float | None = None,
) -> MatingPlan:
    """The plan of greatest worth.

    ``without_yuan``: what a cow is worth that is not served (a loss is negative); a cow goes
    without only when every straw left is worth less. ``max_share``: of the cows, how many one
    bull may serve at most (rounded down, one at least). ``budget_yuan``: for straws in all.
    """
    lots = scores.lots
    cows, bulls = len(scores.cows), scores.inbreeding.shape[1]
    most = cows if max_share is None else max(1, int(np.floor(max_share * cows + 1e-9)))
    cap = np.full(bulls, most, dtype=np.int64)
    if budget_yuan is not None and budget_yuan < 0:
        raise ValueError(f"budget_yuan: {budget_yuan} is below zero")

    def priced(money: float) -> Transport:
        value = scores.yuan - money * lots.price_yuan if money else scores.yuan
        return assign(value, lots.straws, lots.bull, cap, without=without_yuan)

    first = priced(0.0)
    cost = _cost(scores, first.lot)
    if budget_yuan is None or cost <= budget_yuan + 1e-9:
        return _plan(scores, first, first.lot, first.bound, cap, budget_yuan, 0.0, without_yuan)
    money, at, spent_less = _price_of_money(scores, priced, first, budget_yuan, without_yuan)
    bound = at.bound + money * budget_yuan
    lot, bound = _finish(scores, at, money, cap, budget_yuan, without_yuan, spent_less, bound)
    return _plan(scores, at, lot, bound, cap, budget_yuan, money, without_yuan)


def _cost(scores: Scores, lot: Int) -> float:
    return float(scores.lots.price_yuan[lot[lot >= 0]].sum())


def _worth(scores: Scores, lot: Int, without: float) -> float:
    rows = np.flatnonzero(lot >= 0)
    return float(scores.yuan[rows, lot[rows]].sum() + without * (len(lot) - len(rows)))


def _plan(
    scores: Scores,
    prices: Transport,
    lot: Int,
    bound: float,
    cap: Int,
    budget: float | None,
    money: float,
    without: float,
) -> MatingPlan:
    worth = _worth(scores, lot, without)
    return MatingPlan(
        scores=scores,
        lot=held(lot),
        cap=held(cap),
        worth_yuan=worth,
        bound_yuan=max(bound, worth),
        cost_yuan=_cost(scores, lot),
        budget_yuan=budget,
        price=prices.price,
        lot_price=prices.lot_price,
        bull_price=prices.bull_price,
        budget_price=money,
        without_yuan=without,
    )


def _price_of_money(
    scores: Scores,
    priced: Callable[[float], Transport],
    first: Transport,
    budget: float,
    without: float,
) -> tuple[float, Transport, Int]:
    """The price at which the budget is met, the assignment at it, and the best within budget."""
    dear = (_worth(scores, first.lot, without), _cost(scores, first.lot))
    none = np.full(len(first.lot), -1, dtype=np.int64)
    cheap, inside = (_worth(scores, none, without), 0.0), none
    money, at = 0.0, first
    for _ in range(_PRICES_AT_MOST):
        money = (dear[0] - cheap[0]) / (dear[1] - cheap[1])
        at = priced(money)
        worth, cost = _worth(scores, at.lot, without), _cost(scores, at.lot)
        if worth - money * cost <= dear[0] - money * dear[1] + 1e-9 * max(1.0, abs(dear[0])):
            break
        if cost > budget:
            dear = (worth, cost)
        else:
            cheap, inside = (worth, cost), at.lot
    return money, at, inside


def _spend(scores: Scores, lot: Int, cap: Int, budget: float, without: float) -> Int:
    """Use what is left of the budget: give one cow after another a better lot that is free."""
    lots, lot = scores.lots, lot.copy()
    rows = np.arange(len(lot))
    left = budget - _cost(scores, lot)
    used = np.bincount(lot[lot >= 0], minlength=len(lots))
    by_bull = np.bincount(lots.bull, weights=used, minlength=len(cap))
    now = np.where(lot >= 0, scores.yuan[rows, lot], without)
    paid = np.where(lot >= 0, lots.price_yuan[lot], 0.0)
    for _ in range(_UPGRADES_AT_MOST):
        room = (used < lots.straws) & (by_bull < cap)[lots.bull]
        gain = np.where(
            room[None, :] & (lots.price_yuan[None, :] - paid[:, None] <= left + 1e-9),
            scores.yuan - now[:, None],
            -np.inf,
        )
        cow, to = np.unravel_index(int(np.argmax(gain)), gain.shape)
        if not gain[cow, to] > 1e-9:
            break
        if lot[cow] >= 0:
            used[lot[cow]] -= 1
            by_bull[lots.bull[lot[cow]]] -= 1
        left -= float(lots.price_yuan[to] - paid[cow])
        lot[cow], now[cow], paid[cow] = to, scores.yuan[cow, to], lots.price_yuan[to]
        used[to] += 1
        by_bull[lots.bull[to]] += 1
    return lot


def _finish(
    scores: Scores,
    at: Transport,
    money: float,
    cap: Int,
    budget: float,
    without: float,
    inside: Int,
    bound: float,
) -> tuple[Int, float]:
    """The whole-number optimum among the matings that the prices do not exclude."""
    inside = _spend(scores, inside, cap, budget, without)
    known = _worth(scores, inside, without)
    slack = bound - known
    if slack <= 1e-9 * max(1.0, abs(bound)):
        return inside, bound
    lots = scores.lots
    best = at.cow_worth + without
    net = scores.yuan - money * lots.price_yuan - at.price
    rows, columns = np.nonzero(best[:, None] - net <= slack + 1e-9)
    idle = np.flatnonzero(best - without <= slack + 1e-9)
    arcs = len(rows) + len(idle)
    if arcs > _CORE_AT_MOST:
        return inside, bound
    count = len(best)
    row = np.concatenate([rows, idle])
    worth = np.concatenate([scores.yuan[rows, columns], np.full(len(idle), without)])
    price = np.concatenate([lots.price_yuan[columns], np.zeros(len(idle))])
    place = np.arange(arcs)
    own = place[: len(rows)]

    def matrix(labels: Int, at_places: Int, height: int) -> csr_array:
        return csr_array((np.ones(len(labels)), (labels, at_places)), shape=(height, arcs))

    found = milp(
        -worth,
        constraints=[
            LinearConstraint(matrix(row, place, count), 1, 1),
            LinearConstraint(matrix(columns, own, len(lots)), -np.inf, lots.straws),
            LinearConstraint(matrix(lots.bull[columns], own, len(cap)), -np.inf, cap),
            LinearConstraint(price[None, :], -np.inf, budget),
        ],
        integrality=np.ones(arcs),
        bounds=Bounds(0, 1),
        options={"time_limit": _CORE_SECONDS, "mip_rel_gap": 0.0},
    )
    if found.x is None:
        return inside, bound
    lot = np.full(count, -1, dtype=np.int64)
    taken = np.flatnonzero(found.x[: len(rows)] > 0.5)
    lot[rows[taken]] = columns[taken]
    better = lot if _worth(scores, lot, without) > known else inside
    limit = found.mip_dual_bound
    return better, bound if limit is None else min(bound, max(known, -float(limit)))
