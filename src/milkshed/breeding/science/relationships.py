"""Additive relationships without the matrix: Colleau's (2002) A = T D T'.

A product with A is two passes over the pedigree: T' hands values up to the parents, youngest
first, D scales them, T hands them down, oldest first.
"""

import numpy as np
from numpy.typing import ArrayLike

from milkshed.breeding.science.arrays import Float, Index, Int
from milkshed.breeding.science.inbreeding import inbreeding, nodes
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.numerics.compiled import compiled

_COLUMNS_AT_ONCE = 8


def relationship_product(
    pedigree: Pedigree,
    vector: ArrayLike,
    *,
    f: Float | None = None,
    gamma: Float | None = None,
) -> Float:
    """A v; ``vector`` and the answer have shape (animals,) or (animals, columns).

    ``f``: inbreeding where it is at hand. ``gamma``: the groups are metafounders.
    """
    asked = np.asarray(vector, dtype=np.float64)
    if asked.shape[:1] != (len(pedigree),):
        raise ValueError(f"vector: shape {asked.shape}, must have {len(pedigree)} rows")
    sire, dam, diagonal = nodes(pedigree, gamma)
    base = len(sire) - len(pedigree)
    diagonal[base:] += inbreeding(pedigree, gamma=gamma) if f is None else f
    value = np.zeros((len(sire), asked[0:1].size))
    value[base:] = asked.reshape(len(pedigree), -1)
    spread = np.zeros((0, 0)) if gamma is None else np.ascontiguousarray(gamma, dtype=np.float64)
    _hand_up(sire, dam, value)
    if base:
        value[:base] = spread @ value[:base]
    _hand_down(sire, dam, diagonal, base, value)
    return value[base:].reshape(asked.shape)


def relationships(
    pedigree: Pedigree,
    rows: ArrayLike,
    columns: ArrayLike,
    *,
    f: Float | None = None,
    gamma: Float | None = None,
) -> Float:
    """The block of A between ``rows`` and ``columns`` (places), shape (rows, columns).

    Time grows with the shorter side times the animals that are ancestors of either side; halves
    are coancestries, and the expected inbreeding of a mating's progeny.
    """
    first, second = np.asarray(rows, dtype=np.int64), np.asarray(columns, dtype=np.int64)
    if len(first) < len(second):
        return np.ascontiguousarray(relationships(pedigree, second, first, f=f, gamma=gamma).T)
    if f is None:
        f = inbreeding(pedigree, gamma=gamma)
    kept = pedigree.ancestors(np.concatenate([first, second]))
    small, place = pedigree.only(kept), np.cumsum(kept) - 1
    rows_kept, columns_kept = place[first], place[second]
    block = np.empty((len(first), len(second)))
    for start in range(0, len(second), _COLUMNS_AT_ONCE):
        part = columns_kept[start : start + _COLUMNS_AT_ONCE]
        unit = np.zeros((len(small), len(part)))
        unit[part, np.arange(len(part))] = 1.0
        product = relationship_product(small, unit, f=f[kept], gamma=gamma)
        block[:, start : start + len(part)] = product[rows_kept]
    return block


def kinship(
    pedigree: Pedigree, sires: ArrayLike, dams: ArrayLike, *, f: Float | None = None
) -> Float:
    """Coancestry of sires and dams (places): the inbreeding of their progeny, (sires, dams)."""
    return 0.5 * relationships(pedigree, sires, dams, f=f)


def submatrix_product(
    pedigree: Pedigree, members: ArrayLike, vector: ArrayLike, *, f: Float | None = None
) -> Float:
    """A₂₂ v of the members (places) without A₂₂; shapes (members,) or (members, columns)."""
    chosen: Int = np.asarray(members, dtype=np.int64)
    asked = np.asarray(vector, dtype=np.float64)
    whole = np.zeros((len(pedigree), *asked.shape[1:]))
    np.add.at(whole, chosen, asked)
    return relationship_product(pedigree, whole, f=f)[chosen]


@compiled
def _hand_up(sire: Index, dam: Index, value: Float) -> None:
    for i in range(len(sire) - 1, -1, -1):
        for parent in (sire[i], dam[i]):
            if parent >= 0:
                for c in range(value.shape[1]):
                    value[parent, c] += 0.5 * value[i, c]


@compiled
def _hand_down(sire: Index, dam: Index, diagonal: Float, base: int, value: Float) -> None:
    for i in range(base, len(sire)):
        s = sire[i]
        d = dam[i]
        within = 1.0
        if s >= 0:
            within -= 0.25 * diagonal[s]
        if d >= 0:
            within -= 0.25 * diagonal[d]
        for c in range(value.shape[1]):
            total = within * value[i, c]
            if s >= 0:
                total += 0.5 * value[s, c]
            if d >= 0:
                total += 0.5 * value[d, c]
            value[i, c] = total
