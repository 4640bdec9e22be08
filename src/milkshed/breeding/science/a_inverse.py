"""The inverse of the numerator relationship matrix, as a sparse matrix or as a product.

Henderson (1976) and Quaas (1976): A⁻¹ = (I - P)' D⁻¹ (I - P), with P half a one at each known
parent. An unknown-parent group stands in the column of the parent (Quaas & Pollak 1981; Quaas
1988; Westell, Quaas & Van Vleck 1988). Groups are fixed, random and unrelated (a multiple of I is
added), or metafounders with covariance Γ (Legarra et al. 2015): then D takes Γ's diagonal into
account and Γ⁻¹ is added. Levels are the animals in their order, then the groups.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix

from milkshed.breeding.science.arrays import Float, Index, Int, held
from milkshed.breeding.science.inbreeding import inbreeding
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.refusals import NotUsable
from milkshed.numerics.compiled import compiled


@dataclass(frozen=True, eq=False)
class AInverse:
    """A⁻¹ over animals and groups, held as its factors: 16 bytes an animal.

    ``sire``, ``dam`` (animals,): level of the parent, a group's is animals + group, -1 unknown.
    ``within`` (animals,): D, the Mendelian variance. ``group_part`` (groups, groups) is added to
    the groups' block: zeros, a multiple of I, or Γ⁻¹. ``f`` (animals,): inbreeding.
    """

    sire: Index
    dam: Index
    within: Float
    group_part: Float
    f: Float

    @property
    def animals(self) -> int:
        """How many animals."""
        return len(self.sire)

    @property
    def levels(self) -> int:
        """Animals and groups together."""
        return len(self.sire) + len(self.group_part)

    @cached_property
    def precision(self) -> Float:
        """D⁻¹, shape (animals,)."""
        return held(1.0 / self.within)

    @cached_property
    def diagonal(self) -> Float:
        """The diagonal of A⁻¹, shape (levels,)."""
        answer = np.zeros(self.levels)
        _add_diagonal(self.sire, self.dam, self.precision, answer)
        answer[self.animals :] += np.diag(self.group_part)
        return held(answer)

    @property
    def log_determinant(self) -> float:
        """log |A| over the animals, and log |Γ| where the groups have a full covariance."""
        total = float(np.log(self.within).sum())
        if len(self.group_part) and np.all(np.diag(self.group_part) > 0):
            total -= float(np.linalg.slogdet(self.group_part)[1])
        return total

    def matrix(self) -> csr_matrix:
        """A⁻¹ as a sparse matrix of shape (levels, levels)."""
        size = self.animals
        parents = self.sire >= 0, self.dam >= 0
        own: Index = np.arange(size, dtype=np.int32)
        row: list[Index | Int] = [own]
        column: list[Index | Int] = [own]
        value: list[Float] = [self.precision]
        pairs = [(self.sire, parents[0]), (self.dam, parents[1])]
        for parent, known in pairs:
            row += [own[known], parent[known]]
            column += [parent[known], own[known]]
            value += [-0.5 * self.precision[known]] * 2
            for other, also in pairs:
                both = known & also
                row.append(parent[both])
                column.append(other[both])
                value.append(0.25 * self.precision[both])
        first, second = np.nonzero(self.group_part)
        row.append(size + first)
        column.append(size + second)
        value.append(self.group_part[first, second])
        triplets = (np.concatenate(value), (np.concatenate(row), np.concatenate(column)))
        return coo_matrix(triplets, shape=(self.levels, self.levels)).tocsr()

    def product(self, vector: Float) -> Float:
        """A⁻¹ v without the matrix; ``vector`` has shape (levels,) or (levels, columns)."""
        asked = np.ascontiguousarray(vector, dtype=np.float64)
        wide = asked.reshape(self.levels, -1)
        answer = np.zeros_like(wide)
        add_product(self.sire, self.dam, self.precision, np.eye(wide.shape[1]), wide, answer)
        answer[self.animals :] += self.group_part @ wide[self.animals :]
        return answer.reshape(asked.shape)


def invert_relationships(
    pedigree: Pedigree,
    *,
    f: Float | None = None,
    gamma: Float | None = None,
    group_ridge: float = 0.0,
) -> AInverse:
    """A⁻¹ of a pedigree.

    ``f``: inbreeding where it is at hand, else it is computed. ``gamma`` (groups, groups) makes
    the groups metafounders; else they are fixed, or random where ``group_ridge`` is added to
    their diagonal. Raises ValueError when Γ is not positive definite.
    """
    size, groups = len(pedigree), len(pedigree.groups)
    if f is None:
        f = inbreeding(pedigree, gamma=gamma)
    base = np.zeros(groups) if gamma is None else np.diag(gamma)
    diagonal = np.concatenate([1.0 + f, base, [0.0]])

    def level(parent: Index) -> Index:
        return np.where(parent >= 0, parent, np.where(parent < -1, size - 2 - parent, -1)).astype(
            np.int32
        )

    sire, dam = level(pedigree.sire), level(pedigree.dam)
    within = 1.0 - 0.25 * (diagonal[sire] + diagonal[dam])
    if size and within.min() <= 0:
        none = pedigree.ids[within <= 0].tolist()
        raise NotUsable(
            f"{none[0]} 没有孟德尔抽样方差", f"no Mendelian variance is left for {none[0]}", none
        )
    part: Float
    if gamma is None:
        part = group_ridge * np.eye(groups)
    else:
        try:
            np.linalg.cholesky(gamma)
        except np.linalg.LinAlgError as problem:
            raise NotUsable("gamma：不是正定的", "gamma: not positive definite") from problem
        part = np.asarray(np.linalg.inv(gamma), dtype=np.float64)
    return AInverse(held(sire), held(dam), held(within), held(part), held(np.array(f)))


@compiled
def _add_diagonal(sire: Index, dam: Index, precision: Float, answer: Float) -> None:
    for i in range(len(sire)):
        answer[i] += precision[i]
        if sire[i] >= 0:
            answer[sire[i]] += 0.25 * precision[i]
        if dam[i] >= 0:
            answer[dam[i]] += 0.25 * precision[i]
        if sire[i] >= 0 and sire[i] == dam[i]:
            answer[sire[i]] += 0.5 * precision[i]


@compiled
def add_product(
    sire: Index, dam: Index, precision: Float, inner: Float, vector: Float, answer: Float
) -> None:
    """Add (A⁻¹ ⊗ inner) v of the animals' part to ``answer``; both (levels, columns).

    ``inner`` (columns, columns). One pass over the animals, each reads its parents and writes to
    them.
    """
    columns = vector.shape[1]
    if columns == 1:
        scale = inner[0, 0]
        for i in range(len(sire)):
            s = sire[i]
            d = dam[i]
            left = vector[i, 0]
            if s >= 0:
                left -= 0.5 * vector[s, 0]
            if d >= 0:
                left -= 0.5 * vector[d, 0]
            left *= precision[i] * scale
            answer[i, 0] += left
            if s >= 0:
                answer[s, 0] -= 0.5 * left
            if d >= 0:
                answer[d, 0] -= 0.5 * left
        return
    gap = np.empty(columns)
    for i in range(len(sire)):
        s = sire[i]
        d = dam[i]
        for t in range(columns):
            left = vector[i, t]
            if s >= 0:
                left -= 0.5 * vector[s, t]
            if d >= 0:
                left -= 0.5 * vector[d, t]
            gap[t] = left * precision[i]
        for t in range(columns):
            pull = 0.0
            for u in range(columns):
                pull += inner[t, u] * gap[u]
            answer[i, t] += pull
            if s >= 0:
                answer[s, t] -= 0.5 * pull
            if d >= 0:
                answer[d, t] -= 0.5 * pull
