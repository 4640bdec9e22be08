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

from milkshed.breeding.science.arrays import Float, Index, Int, held
from milkshed.numerics.compiled import compiled


@dataclass(frozen=True, eq=False)
class Transport:
    """The optimal assignment and the prices that prove it.

    ``lot`` (cows,): -1 where a cow goes without. ``price`` (lots,) is what using a lot takes from
    the other cows: at these prices every cow has her best lot, so that no assignment has a greater
    ``total`` than ``bound``. ``lot_price`` (lots,) and ``bull_price`` (bulls,) are the gain of one
    more straw of a lot, and of one more service of a bull at his cap. ``cow_worth`` (cows,) is
    what a cow adds.
    """

    lot: Int
    total: float
    bound: float
    price: Float
    lot_price: Float
    bull_price: Float
    cow_worth: Float


def assign(score: Float, straws: Int, bull: Int, cap: Int, *, without: float) -> Transport:
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
    loss = _losses(wide, given, lots + 1)
    prices = _prices(loss, room, owner, caps, flow)
    lot_node, bull_node = prices[: lots + 1], prices[lots + 1 :]
    worth = (wide - lot_node).max(axis=1) if cows else np.zeros(0)
    total = float(wide[np.arange(cows), given].sum())
    bound = float(worth.sum() + (lot_node - bull_node[owner]) @ room + bull_node @ caps)
    return Transport(
        lot=held(np.where(given == lots, -1, given).astype(np.int64)),
        total=total,
        bound=max(bound, total),
        price=held(lot_node[:lots].copy()),
        lot_price=held(_one_more(loss, room, owner, caps, flow)[:lots]),
        bull_price=held(bull_node[:-1].copy()),
        cow_worth=held(worth - without),
    )


def _prices(loss: Float, room: Int, owner: Int, caps: Int, flow: Int) -> Float:
    """The least prices of lots and bulls that the assignment is optimal at, (lots + bulls,)."""
    lots, bulls = len(room), len(caps)
    lot, bull = np.zeros(lots), np.zeros(bulls)
    spare = flow < room
    for _ in range(2 * (lots + bulls) + 2):
        raised = np.maximum(lot, bull[owner])
        raised = np.maximum(raised, (raised[:, None] + loss).max(axis=0))
        upper = bull.copy()
        np.maximum.at(upper, owner[spare], raised[spare])
        moved = max(float((raised - lot).max()), float((upper - bull).max()))
        lot, bull = raised, upper
        if moved <= _rounding(loss):
            break
    return np.concatenate([lot, bull])


def _rounding(loss: Float) -> float:
    return 1e-11 * max(1.0, float(np.abs(loss[np.isfinite(loss)]).max(initial=0.0)))


def _one_more(loss: Float, room: Int, owner: Int, caps: Int, flow: Int) -> Float:
    """The gain of one more straw of each lot: the best way from its bull back to the lot.

    The extra straw lets the bull have one service more, or the same by another of his lots less,
    and the cows that this frees or displaces move on until one comes to the lot.
    """
    full = np.flatnonzero(flow >= room)
    gain = np.zeros(len(room))
    if not len(full):
        return gain
    used = np.zeros(len(caps), dtype=np.int64)
    np.add.at(used, owner, flow)
    open_bull, taken = used < caps, used > 0
    spare, held_lots = flow < room, flow > 0
    lot = np.full((len(full), len(room)), -np.inf)
    bull = np.full((len(full), len(caps)), -np.inf)
    bull[np.arange(len(full)), owner[full]] = 0.0
    outside = np.full(len(full), -np.inf)
    small = _rounding(loss)
    for _ in range(2 * (len(room) + len(caps)) + 2):
        outside = np.maximum(outside, bull[:, open_bull].max(axis=1, initial=-np.inf))
        wider = np.where(taken, np.maximum(bull, outside[:, None]), bull)
        raised = np.where(held_lots, np.maximum(lot, wider[:, owner]), lot)
        raised = np.maximum(raised, _through(raised, loss))
        for at in np.flatnonzero(spare).tolist():
            wider[:, owner[at]] = np.maximum(wider[:, owner[at]], raised[:, at])
        done = (raised <= lot + small).all() and (wider <= bull + small).all()
        lot, bull = raised, wider
        if done:
            break
    gain[full] = np.maximum(lot[np.arange(len(full)), full], 0.0)
    return gain


@compiled
def _through(value: Float, loss: Float) -> Float:
    """The greatest of value[i, k] + loss[k, j] over k, shape (rows, lots)."""
    rows, lots = value.shape
    found = np.full((rows, lots), -np.inf)
    for i in range(rows):
        for k in range(lots):
            if value[i, k] == -np.inf:
                continue
            for j in range(lots):
                if value[i, k] + loss[k, j] > found[i, j]:
                    found[i, j] = value[i, k] + loss[k, j]
    return found


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
def _leave(starts: Int, members: Index, flow: Int, place: Int, cow: int, lot: int) -> None:
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
