"""Assigning many cows to few lots at the greatest total score, exactly.

A transport problem with few sinks: cows are entered one at a time, each by the path of greatest
gain through the lots (a cow may push another out of a full lot into a third one, and a lot of a
bull at his cap another lot of his). Paths are found by Dijkstra's method on prices of lots and
bulls, on which an edge from lot to lot is the cow of the first that loses least by going to the
second (Tokuyama & Nakano 1995 use the same graph). Its nodes are lots and bulls, not cows, so that
50,000 cows cost 50,000 searches on some hundred nodes. The loss of a lot's best cow is kept as an
upper bound that is computed afresh only when a search needs it.
"""

from dataclasses import dataclass

import numpy as np

from milkshed.breeding.science.arrays import Bool, Float, Index, Int, held
from milkshed.numerics.compiled import compiled


@dataclass(frozen=True, eq=False)
class Transport:
    """The optimal assignment and the prices that prove it.

    ``lot`` (cows,): -1 where a cow goes without. ``lot_price`` (lots,) and ``bull_price`` (bulls,)
    are the gain of one more straw of a lot and of one more service of a bull at his cap;
    ``cow_worth`` (cows,) is what a cow adds. ``bound`` is the value of these prices: no assignment
    has a greater ``total``.
    """

    lot: Int
    total: float
    bound: float
    lot_price: Float
    bull_price: Float
    cow_worth: Float


def assign(
    score: Float, straws: Int, bull: Int, cap: Int, *, without: float
) -> Transport:
    """The assignment of greatest total score, one lot to a cow at most.

    ``score`` (cows, lots): -inf where forbidden. ``straws`` (lots,), ``bull`` (lots,): the place
    of the lot's bull; ``cap`` (bulls,): services at most. ``without``: the score of a cow that is
    not served; it must be finite.
    """
    cows, lots = score.shape
    if straws.shape != (lots,) or bull.shape != (lots,):
        raise ValueError(f"straws {straws.shape}, bull {bull.shape}: must be ({lots},)")
    if not np.isfinite(without):
        raise ValueError(f"without: {without} must be a finite number")
    if np.isnan(score).any() or (score == np.inf).any():
        raise ValueError("score: must be numbers, or -inf where a mating is forbidden")
    wide = np.full((cows, lots + 1), without)
    wide[:, :lots] = score
    room = np.append(np.clip(straws, 0, cows), cows).astype(np.int64)
    owner = np.append(bull, len(cap)).astype(np.int64)
    caps = np.append(np.clip(cap, 0, cows), cows).astype(np.int64)
    given = np.full(cows, -1, dtype=np.int32)
    starts = np.concatenate([[0], np.cumsum(room)]).astype(np.int64)
    members = np.zeros(int(starts[-1]), dtype=np.int32)
    flow = np.zeros(lots + 1, dtype=np.int64)
    _fill(wide, room, owner, caps, given, starts, members, flow)
    prices = _prices(wide, room, owner, caps, given, flow)
    lot_node, bull_node = prices[: lots + 1], prices[lots + 1 :]
    worth = (wide - lot_node).max(axis=1) if cows else np.zeros(0)
    lot_price = np.maximum(lot_node - bull_node[owner], 0.0)
    total = float(wide[np.arange(cows), given].sum())
    bound = float(worth.sum() + lot_price @ room + bull_node @ caps)
    return Transport(
        lot=held(np.where(given == lots, -1, given).astype(np.int64)),
        total=total,
        bound=max(bound, total),
        lot_price=held(lot_price[:lots].copy()),
        bull_price=held(bull_node[:-1].copy()),
        cow_worth=held(worth - without),
    )


def _prices(
    score: Float, room: Int, owner: Int, caps: Int, given: Index, flow: Int
) -> Float:
    """The least prices of lots and bulls that the assignment is optimal at, (lots + bulls,)."""
    lots, bulls = len(room), len(caps)
    loss = _losses(score, given, lots)
    lot, bull = np.zeros(lots), np.zeros(bulls)
    scale = 1e-11 * max(1.0, float(np.abs(score[np.isfinite(score)]).max(initial=0.0)))
    spare = flow < room
    for _ in range(2 * (lots + bulls) + 2):
        raised = np.maximum(lot, bull[owner])
        raised = np.maximum(raised, (raised[:, None] + loss).max(axis=0))
        upper = bull.copy()
        np.maximum.at(upper, owner[spare], raised[spare])
        moved = max(float((raised - lot).max()), float((upper - bull).max()))
        lot, bull = raised, upper
        if moved <= scale:
            break
    return np.concatenate([lot, bull])


@compiled
def _losses(score: Float, given: Index, lots: int) -> Float:
    """From lot to lot: the greatest change of score of one of its cows, (lots, lots)."""
    loss = np.full((lots, lots), -np.inf)
    for i in range(score.shape[0]):
        own = given[i]
        for k in range(lots):
            change = score[i, k] - score[i, own]
            if change > loss[own, k]:
                loss[own, k] = change
    return loss


@compiled
def _fill(
    score: Float,
    room: Int,
    owner: Int,
    caps: Int,
    given: Index,
    starts: Int,
    members: Index,
    flow: Int,
) -> None:
    cows, lots = score.shape
    bulls = len(caps)
    nodes = lots + bulls
    price = np.zeros(nodes)
    used = np.zeros(bulls, np.int64)
    place = np.zeros(cows, np.int64)
    best = np.full((lots, lots), -np.inf)
    best_cow = np.full((lots, lots), -1, np.int32)
    stale = np.zeros((lots, lots), np.bool_)
    distance = np.zeros(nodes)
    parent = np.zeros(nodes, np.int64)
    mover = np.zeros(nodes, np.int64)
    settled = np.zeros(nodes, np.bool_)
    for i in range(cows):
        top = -np.inf
        for k in range(lots):
            if score[i, k] - price[k] > top:
                top = score[i, k] - price[k]
        for k in range(lots):
            distance[k] = top - (score[i, k] - price[k])
            parent[k] = -1
            mover[k] = i
        for b in range(lots, nodes):
            distance[b] = np.inf
        settled[:] = False
        end = -1
        while end < 0:
            u = -1
            low = np.inf
            for w in range(nodes):
                if not settled[w] and distance[w] < low:
                    low = distance[w]
                    u = w
            settled[u] = True
            if u >= lots:
                b = u - lots
                if used[b] < caps[b]:
                    end = u
                    break
                for j in range(lots):
                    if owner[j] == b and flow[j] > 0 and not settled[j]:
                        reach = low + max(price[j] - price[u], 0.0)
                        if reach < distance[j]:
                            distance[j] = reach
                            parent[j] = u
                            mover[j] = -1
                continue
            b = lots + owner[u]
            if flow[u] < room[u] and not settled[b]:
                reach = low + max(price[b] - price[u], 0.0)
                if reach < distance[b]:
                    distance[b] = reach
                    parent[b] = u
                if flow[u] > 0 and used[owner[u]] < caps[owner[u]]:
                    continue
            if flow[u] == 0:
                continue
            for k in range(lots):
                if settled[k] or k == u or best[u, k] == -np.inf:
                    continue
                reach = low + max(price[k] - price[u] - best[u, k], 0.0)
                if reach >= distance[k]:
                    continue
                if stale[u, k]:
                    _look_again(score, starts, members, flow, u, k, best, best_cow)
                    stale[u, k] = False
                    reach = low + max(price[k] - price[u] - best[u, k], 0.0)
                    if reach >= distance[k]:
                        continue
                distance[k] = reach
                parent[k] = u
                mover[k] = best_cow[u, k]
        far = distance[end]
        for w in range(nodes):
            if settled[w] and distance[w] < far:
                price[w] += far - distance[w]
        used[end - lots] += 1
        w = end
        while w >= 0:
            before = parent[w]
            if w < lots and mover[w] >= 0:
                cow = mover[w]
                if before >= 0:
                    _leave(starts, members, flow, place, cow, before)
                    for k in range(lots):
                        if best_cow[before, k] == cow:
                            stale[before, k] = True
                at = starts[w] + flow[w]
                members[at] = cow
                place[cow] = at
                flow[w] += 1
                given[cow] = w
                for k in range(lots):
                    change = score[cow, k] - score[cow, w]
                    if change > best[w, k]:
                        best[w, k] = change
                        best_cow[w, k] = cow
                        stale[w, k] = False
            w = before


@compiled
def _leave(
    starts: Int, members: Index, flow: Int, place: Int, cow: int, lot: int
) -> None:
    """Take a cow out of its lot's list; the last one takes its place."""
    last = members[starts[lot] + flow[lot] - 1]
    members[place[cow]] = last
    place[last] = place[cow]
    flow[lot] -= 1


@compiled
def _look_again(
    score: Float,
    starts: Int,
    members: Index,
    flow: Int,
    lot: int,
    to: int,
    best: Float,
    best_cow: Index,
) -> None:
    """Find the cow of a lot that loses least by going to another."""
    found = -np.inf
    cow = -1
    for at in range(starts[lot], starts[lot] + flow[lot]):
        one = members[at]
        change = score[one, to] - score[one, lot]
        if change > found:
            found = change
            cow = one
    best[lot, to] = found
    best_cow[lot, to] = cow
