"""Inbreeding coefficients of all animals.

The indirect method of Sargolzaei, Iwaisaki & Colleau (2005): half the relationship of a sire with
a mate is the inbreeding of their progeny, and a sire's relationships follow from Colleau's (2002)
decomposition A = T D T'. For each sire the vector D T'e is traced back once over his ancestors,
and his relationship with any animal is the mean of that with its parents plus its own element, so
that each ancestor of his mates is visited once, however many mates he has. Sires of one layer
(same longest path to a founder) do not depend on each other and are shared among threads; each
coefficient is the result of one fixed computation, the same bit for bit for any number of threads.

With metafounders (Legarra et al. 2015) the same holds with their covariance Γ at the base; D of an
animal is 1 - (a_ss + a_dd) / 4 with a_pp = 1 + F, the metafounder's γ, or 0 for an unknown parent.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from milkshed.breeding.science.arrays import Float, Index, Int, held
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.numerics.compiled import compiled, cores

_ALONE = 2048


def inbreeding(
    pedigree: Pedigree, *, gamma: Float | None = None, threads: int | None = None
) -> Float:
    """F of every animal, shape (animals,).

    ``gamma`` (groups, groups): covariance of the pedigree's groups as metafounders; without it
    groups count as unrelated unknown parents. A progeny of two metafounders has F = γ / 2.
    """
    sire, dam, diagonal = nodes(pedigree, gamma)
    base = 0 if gamma is None else len(gamma)
    order, first = _by_sire(sire, base)
    layer = _node_layers(sire, dam)
    sires = np.unique(sire[sire >= 0])
    ordered = sires[np.argsort(layer[sires], kind="stable")]
    edges = np.flatnonzero(np.diff(layer[ordered])) + 1
    spread = np.zeros((0, 0)) if gamma is None else np.ascontiguousarray(gamma, dtype=np.float64)
    wanted = threads or cores()
    room = [_Room(len(sire)) for _ in range(wanted)]
    with ThreadPoolExecutor(wanted) as pool:
        for batch in np.split(ordered, edges):
            shares = wanted if len(batch) * 8 >= wanted and len(sire) > _ALONE else 1

            def work(share: int, batch: Index = batch, shares: int = shares) -> None:
                own = room[share]
                _of_sires(
                    np.ascontiguousarray(batch[share::shares]),
                    sire, dam, diagonal, spread, order, first,
                    own.value, own.stamp, own.epoch, own.stack, own.found,
                )  # fmt: skip

            if shares == 1:
                work(0)
            else:
                list(pool.map(work, range(shares)))
    return held(diagonal[base:] - 1.0)


class _Room:
    """What one thread writes to: arrays over nodes that are used again for every sire."""

    def __init__(self, size: int) -> None:
        self.value = np.zeros(size)
        self.stamp = np.zeros(size, np.int32)
        self.epoch = np.zeros(1, np.int32)
        self.stack = np.zeros(size + 1, np.int32)
        self.found = np.zeros(size + 1, np.int32)


def nodes(pedigree: Pedigree, gamma: Float | None) -> tuple[Index, Index, Float]:
    """Parents as nodes, metafounders first, and the diagonal of A where nothing is inbred.

    Without ``gamma`` groups are unknown parents and nodes are animals.
    """
    if gamma is None:
        sire = np.maximum(pedigree.sire, -1)
        dam = np.maximum(pedigree.dam, -1)
        return sire, dam, np.ones(len(pedigree))
    groups = len(pedigree.groups)
    if np.shape(gamma) != (groups, groups):
        raise ValueError(f"gamma: shape {np.shape(gamma)}, must be ({groups}, {groups})")

    def node(parent: Index) -> Index:
        known = np.where(parent >= 0, parent + groups, np.where(parent < -1, -2 - parent, -1))
        return np.concatenate([np.full(groups, -1), known]).astype(np.int32)

    diagonal = np.concatenate([np.diag(gamma), np.ones(len(pedigree))]).astype(np.float64)
    return node(pedigree.sire), node(pedigree.dam), diagonal


def _by_sire(sire: Index, base: int) -> tuple[Int, Int]:
    """Nodes by sire, and where each sire's progeny start."""
    counts = np.bincount(sire[base:][sire[base:] >= 0], minlength=len(sire))
    first = np.concatenate([[0], np.cumsum(counts)])
    order = np.argsort(sire, kind="stable")
    return order[np.count_nonzero(sire < 0) :], first


@compiled
def _node_layers(sire: Index, dam: Index) -> Index:
    layer = np.zeros(len(sire), np.int32)
    for i in range(len(sire)):
        above = -1
        if sire[i] >= 0:
            above = layer[sire[i]]
        if dam[i] >= 0 and layer[dam[i]] > above:
            above = layer[dam[i]]
        layer[i] = above + 1
    return layer


@compiled
def within(i: int, sire: Index, dam: Index, diagonal: Float) -> float:
    """D of a node: the variance of its Mendelian sampling as a share of the base variance."""
    left = 1.0
    if sire[i] >= 0:
        left -= 0.25 * diagonal[sire[i]]
    if dam[i] >= 0:
        left -= 0.25 * diagonal[dam[i]]
    return left


@compiled
def _of_sires(
    batch: Index,
    sire: Index,
    dam: Index,
    diagonal: Float,
    gamma: Float,
    order: Int,
    first: Int,
    value: Float,
    stamp: Index,
    epoch: Index,
    stack: Index,
    found: Index,
) -> None:
    """Set the diagonal of all progeny of some sires.

    ``value``: for ancestors of the sire first T'e, then D T'e, last the relationship with him.
    ``stamp``: epoch where T'e or D T'e stands, epoch + 1 where the relationship stands.
    """
    base = len(gamma)
    for s in batch:
        useful = False
        for k in range(first[s], first[s + 1]):
            if dam[order[k]] >= 0:
                useful = True
                break
        if not useful:
            continue
        epoch[0] += 2
        here = epoch[0]
        done = here + 1
        count = _ancestors(s, sire, dam, value, stamp, here, found)
        for k in range(count):
            node = found[k]
            if node >= base:
                value[node] *= within(node, sire, dam, diagonal)
        if base > 0:
            _base_relationships(gamma, value, stamp, here)
        for k in range(first[s], first[s + 1]):
            i = order[k]
            d = dam[i]
            if d < 0:
                continue
            if stamp[d] != done:
                _relationship(d, sire, dam, value, stamp, here, stack)
            diagonal[i] = 1.0 + 0.5 * value[d]


@compiled
def _base_relationships(gamma: Float, value: Float, stamp: Index, here: int) -> None:
    """Γ T'e of the metafounders."""
    base = len(gamma)
    share = np.zeros(base)
    for g in range(base):
        if stamp[g] == here:
            share[g] = value[g]
    for g in range(base):
        total = 0.0
        for h in range(base):
            total += gamma[g, h] * share[h]
        value[g] = total
        stamp[g] = here + 1


@compiled
def _ancestors(
    s: int,
    sire: Index,
    dam: Index,
    value: Float,
    stamp: Index,
    here: int,
    found: Index,
) -> int:
    """T'e of a node: list its ancestors with itself in ``found`` and set their shares.

    Ancestors are sorted so that each comes after all of its progeny among them, then halves are
    handed up.
    """
    found[0] = s
    stamp[s] = here
    value[s] = 1.0
    count = 1
    k = 0
    while k < count:
        node = found[k]
        k += 1
        for parent in (sire[node], dam[node]):
            if parent >= 0 and stamp[parent] != here:
                stamp[parent] = here
                value[parent] = 0.0
                found[count] = parent
                count += 1
    ordered = np.sort(found[:count])
    for k in range(count):
        found[k] = ordered[count - 1 - k]
    for k in range(count):
        node = found[k]
        half = 0.5 * value[node]
        if sire[node] >= 0:
            value[sire[node]] += half
        if dam[node] >= 0:
            value[dam[node]] += half
    return count


@compiled
def _relationship(
    wanted: int, sire: Index, dam: Index, value: Float, stamp: Index, here: int, stack: Index
) -> None:
    """Set the relationship of ``wanted`` and of all its ancestors not yet visited."""
    done = here + 1
    height = 0
    stack[0] = wanted
    while height >= 0:
        node = stack[height]
        s = sire[node]
        d = dam[node]
        if s >= 0 and stamp[s] != done:
            height += 1
            stack[height] = s
        elif d >= 0 and stamp[d] != done:
            height += 1
            stack[height] = d
        else:
            total = value[node] if stamp[node] == here else 0.0
            if s >= 0:
                total += 0.5 * value[s]
            if d >= 0:
                total += 0.5 * value[d]
            value[node] = total
            stamp[node] = done
            height -= 1
