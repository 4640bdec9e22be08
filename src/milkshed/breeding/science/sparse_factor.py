"""A direct solver for small systems: sparse L D L' with the elements of the inverse it needs.

The factor is computed row by row (Davis 2005, "LDL"), the inverse on the factor's pattern by
Takahashi, Fagan & Chen (1973; Erisman & Tinney 1975). A pivot that vanishes - an equation that
depends on earlier ones, or one that is set to zero - is left out, which gives the solution and
inverse of the equations that remain: a generalised inverse. The order that keeps the factor sparse
is SuperLU's minimum degree on the pattern.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_matrix, diags, triu
from scipy.sparse.linalg import splu

from milkshed.breeding.science.arrays import Float, Index, Int
from milkshed.numerics.compiled import compiled

_DEPENDENT = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Ordering:
    """An order of elimination for one pattern.

    ``order``: equations in the order of elimination, ``place`` its inverse. ``start``, ``rows``:
    the reordered upper triangle by columns. ``parent``: the elimination tree, ``first``: where
    the factor's columns begin.
    """

    order: Int
    place: Int
    start: Int
    rows: Index
    parent: Int
    first: Int


@dataclass(frozen=True, slots=True, eq=False)
class Factor:
    """L D L' of a symmetric matrix in its order; ``pivot`` 0 where an equation was left out."""

    ordering: Ordering
    rows: Index
    values: Float
    pivot: Float

    @property
    def log_determinant(self) -> float:
        """log determinant of the equations that were kept."""
        return float(np.log(self.pivot[self.pivot > 0]).sum())

    @property
    def rank(self) -> int:
        """How many equations were kept."""
        return int(np.count_nonzero(self.pivot))

    @property
    def kept(self) -> Int:
        """The equations that were kept, in the order of the matrix."""
        return np.sort(self.ordering.order[self.pivot > 0])

    def solve(self, right: Float) -> Float:
        """The solution for ``right``, (equations,) or (equations, columns)."""
        wide = right.reshape(len(right), -1)
        answer = np.ascontiguousarray(wide[self.ordering.order])
        _solve(self.ordering.first, self.rows, self.values, self.pivot, answer)
        return answer[self.ordering.place].reshape(right.shape)

    def inverse(self) -> "SparseInverse":
        """The inverse at the factor's pattern."""
        values, diagonal = _inverse(self.ordering.first, self.rows, self.values, self.pivot)
        return SparseInverse(self.ordering, self.rows, values, diagonal)


@dataclass(frozen=True, slots=True, eq=False)
class SparseInverse:
    """Elements of the inverse: ``diagonal`` and those below it, in the factor's order."""

    ordering: Ordering
    rows: Index
    values: Float
    diagonal_in_order: Float

    @property
    def diagonal(self) -> Float:
        """The diagonal of the inverse in the order of the matrix."""
        return self.diagonal_in_order[self.ordering.place]

    def at(self, row: Int, column: Int) -> Float:
        """Elements at pairs of equations that the matrix or its factor joins.

        Raises ValueError at a pair that the factor does not hold.
        """
        answer = np.empty(len(row))
        place = self.ordering.place
        missing = _elements(
            self.ordering.first, self.rows, self.values, self.diagonal_in_order,
            place[row], place[column], answer,
        )  # fmt: skip
        if missing:
            raise ValueError(f"{missing} elements are not on the factor's pattern")
        return answer


def order_equations(matrix: csc_matrix) -> Ordering:
    """An order of elimination for the matrix's pattern and all that follows from it."""
    size = matrix.shape[0]
    pattern = abs(matrix)
    heavy = diags(np.asarray(pattern.sum(axis=1)).ravel() + 1.0)
    whole = (pattern + heavy).tocsc()
    found = splu(
        whole,
        permc_spec="MMD_AT_PLUS_A",
        diag_pivot_thresh=0.0,
        options={"SymmetricMode": True},
    )
    place = found.perm_c.astype(np.int64)
    order = np.argsort(place)
    upper = _upper(whole, order)
    start = upper.indptr.astype(np.int64)
    parent, counts = _symbolic(start, upper.indices, size)
    return Ordering(
        order, place, start, upper.indices, parent, np.concatenate([[0], np.cumsum(counts)])
    )


def factorise(matrix: csc_matrix, ordering: Ordering | None = None) -> Factor:
    """L D L' of a symmetric positive semidefinite matrix.

    ``ordering`` may be used again for matrices whose elements lie on its pattern. Raises
    ValueError when they do not, or when a pivot is clearly negative: the matrix is indefinite.
    """
    chosen = ordering or order_equations(matrix)
    rows, values, pivot, lowest = _numeric(
        chosen.start, chosen.rows, _on_pattern(matrix, chosen), chosen.parent, chosen.first,
        _DEPENDENT,
    )  # fmt: skip
    if lowest < -1e-6:
        raise ValueError(f"the matrix is not positive semidefinite (relative pivot {lowest:.2g})")
    return Factor(chosen, rows, values, pivot)


def _upper(matrix: csc_matrix, order: Int) -> csc_matrix:
    """Upper triangle of the reordered matrix with sorted rows."""
    upper = triu(matrix[order][:, order], format="csc")
    upper.sort_indices()
    return upper


def _on_pattern(matrix: csc_matrix, ordering: Ordering) -> Float:
    """The matrix's elements at the places of the pattern's upper triangle."""
    upper = _upper(matrix, ordering.order)
    # an element that happens to cancel out is stored, but no part of the pattern
    upper.eliminate_zeros()
    size = len(ordering.order)

    def keys(start: Int, rows: Index) -> Int:
        column = np.repeat(np.arange(size), np.diff(start))
        return np.asarray(column * size + rows)

    held = keys(ordering.start, ordering.rows)
    asked = keys(upper.indptr.astype(np.int64), upper.indices)
    place = np.minimum(np.searchsorted(held, asked), len(held) - 1)
    if np.any(held[place] != asked):
        raise ValueError("the matrix has elements outside of the ordering's pattern")
    data = np.zeros(len(held))
    data[place] = upper.data
    return data


@compiled
def _symbolic(start: Int, rows: Index, size: int) -> tuple[Int, Int]:
    parent = np.full(size, -1, np.int64)
    mark = np.full(size, -1, np.int64)
    counts = np.zeros(size, np.int64)
    for k in range(size):
        mark[k] = k
        for p in range(start[k], start[k + 1]):
            i = np.int64(rows[p])
            while i < k and mark[i] != k:
                if parent[i] < 0:
                    parent[i] = k
                counts[i] += 1
                mark[i] = k
                i = parent[i]
    return parent, counts


@compiled
def _numeric(
    start: Int, rows: Index, data: Float, parent: Int, first: Int, dependent: float
) -> tuple[Index, Float, Float, float]:
    size = len(parent)
    found = np.empty(first[size], np.int32)
    value = np.empty(first[size])
    pivot = np.zeros(size)
    count = np.zeros(size, np.int64)
    work = np.zeros(size)
    mark = np.full(size, -1, np.int64)
    pattern = np.empty(size, np.int64)
    path = np.empty(size, np.int64)
    lowest = 0.0
    for k in range(size):
        top = size
        mark[k] = k
        for p in range(start[k], start[k + 1]):
            i = np.int64(rows[p])
            work[i] += data[p]
            length = 0
            while i < k and mark[i] != k:
                path[length] = i
                length += 1
                mark[i] = k
                i = parent[i]
            while length > 0:
                length -= 1
                top -= 1
                pattern[top] = path[length]
        own = work[k]
        left = own
        work[k] = 0.0
        for q in range(top, size):
            i = pattern[q]
            pull = work[i]
            work[i] = 0.0
            stop = first[i] + count[i]
            for p in range(first[i], stop):
                work[found[p]] -= value[p] * pull
            share = pull / pivot[i] if pivot[i] > 0.0 else 0.0
            left -= share * pull
            found[stop] = k
            value[stop] = share
            count[i] += 1
        if left > dependent * own:
            pivot[k] = left
        elif own > 0.0 and left / own < lowest:
            lowest = left / own
    return found, value, pivot, lowest


@compiled
def _solve(first: Int, rows: Index, values: Float, pivot: Float, answer: Float) -> None:
    size = len(pivot)
    for j in range(size):
        for p in range(first[j], first[j + 1]):
            for c in range(answer.shape[1]):
                answer[rows[p], c] -= values[p] * answer[j, c]
    for j in range(size - 1, -1, -1):
        for c in range(answer.shape[1]):
            answer[j, c] = answer[j, c] / pivot[j] if pivot[j] > 0.0 else 0.0
        for p in range(first[j], first[j + 1]):
            for c in range(answer.shape[1]):
                answer[j, c] -= values[p] * answer[rows[p], c]


@compiled
def _inverse(first: Int, rows: Index, values: Float, pivot: Float) -> tuple[Float, Float]:
    """Z = D⁻¹ L⁻¹ + (I - L') Z on the pattern of L, from the last column to the first."""
    size = len(pivot)
    below = np.zeros(len(values))
    diagonal = np.zeros(size)
    place = np.full(size, -1, np.int64)
    pull = np.zeros(size)
    for j in range(size - 1, -1, -1):
        start = first[j]
        stop = first[j + 1]
        for p in range(start, stop):
            place[rows[p]] = p
            pull[rows[p]] = 0.0
        for p in range(start, stop):
            k = rows[p]
            weight = values[p]
            pull[k] -= weight * diagonal[k]
            for q in range(first[k], first[k + 1]):
                i = rows[q]
                if place[i] >= 0:
                    pull[i] -= weight * below[q]
                    pull[k] -= values[place[i]] * below[q]
        own = 1.0 / pivot[j] if pivot[j] > 0.0 else 0.0
        for p in range(start, stop):
            k = rows[p]
            below[p] = pull[k]
            own -= values[p] * pull[k]
            place[k] = -1
        diagonal[j] = own
    return below, diagonal


@compiled
def _elements(
    first: Int, rows: Index, values: Float, diagonal: Float, row: Int, column: Int, answer: Float
) -> int:
    missing = 0
    for e in range(len(row)):
        i = max(row[e], column[e])
        j = min(row[e], column[e])
        if i == j:
            answer[e] = diagonal[i]
            continue
        low = first[j]
        high = first[j + 1]
        while low < high:
            middle = (low + high) // 2
            if rows[middle] < i:
                low = middle + 1
            else:
                high = middle
        if low < first[j + 1] and rows[low] == i:
            answer[e] = values[low]
        else:
            answer[e] = np.nan
            missing += 1
    return missing
