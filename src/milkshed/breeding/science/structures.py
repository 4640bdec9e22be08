"""How the levels of a random effect relate to each other: the inverse of their covariance."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix, identity

from milkshed.breeding.science.a_inverse import AInverse, add_product, invert_relationships
from milkshed.breeding.science.arrays import Bool, Float, Int, held
from milkshed.breeding.science.pedigree import Pedigree


class Structure(Protocol):
    """The inverse relationship among the levels of a random effect."""

    @property
    def names(self) -> Sequence[str]:
        """The levels."""

    @property
    def diagonal(self) -> Float:
        """The diagonal of the inverse, (levels,)."""

    @property
    def scale(self) -> Float:
        """The diagonal of the relationship itself, (levels,): 1 + F for animals."""

    @property
    def rank(self) -> int:
        """How many levels have a distribution: groups that are fixed have none."""

    @property
    def log_determinant(self) -> float:
        """log determinant of the relationship."""

    def matrix(self) -> csr_matrix:
        """The inverse, (levels, levels)."""

    def add_product(self, inner: Float, vector: Float, answer: Float) -> None:
        """Add (inverse ⊗ inner) v to ``answer``; both (levels, columns)."""


class Independent:
    """Unrelated levels."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self.diagonal = held(np.ones(len(names)))
        self.scale = self.diagonal
        self.rank = len(names)
        self.log_determinant = 0.0

    def matrix(self) -> csr_matrix:
        """The identity."""
        return identity(len(self.names), format="csr")

    def add_product(self, inner: Float, vector: Float, answer: Float) -> None:
        """Add v inner'."""
        answer += vector @ inner


@dataclass(frozen=True, slots=True, eq=False)
class Beyond:
    """What is known of some animals' relationships beyond the pedigree, such as G⁻¹ - A₂₂⁻¹.

    ``members`` (places), animals first and then levels of unknown-parent groups where the matrix
    acts on them too; ``matrix`` (members, members) is added to A⁻¹ among them; ``scale``
    (members,) is the diagonal of their relationships, ``log_determinant`` what it adds to that of
    A.
    """

    members: Int
    matrix: Float
    scale: Float
    log_determinant: float


class Related:
    """Animals of a pedigree, then its groups; ``beyond`` corrects A⁻¹ among some animals."""

    def __init__(
        self, pedigree: Pedigree, inverse: AInverse | None = None, beyond: Beyond | None = None
    ) -> None:
        self.inverse = inverse or invert_relationships(pedigree)
        self.beyond = beyond
        if self.inverse.animals != len(pedigree):
            raise ValueError(
                f"inverse: {self.inverse.animals} animals, the pedigree has {len(pedigree)}"
            )
        self.names: Sequence[str] = (
            (*pedigree.listed, *pedigree.groups) if pedigree.groups else pedigree.listed
        )
        diagonal = np.array(self.inverse.diagonal)
        part = np.diag(self.inverse.group_part)
        base = np.diag(np.linalg.inv(self.inverse.group_part)) if np.all(part > 0) else part
        scale = np.concatenate([1.0 + self.inverse.f, base])
        self.rank = len(pedigree) + int(np.count_nonzero(part > 0))
        self.log_determinant = self.inverse.log_determinant
        if beyond is not None:
            diagonal[beyond.members] += np.diag(beyond.matrix)
            scale[beyond.members] = beyond.scale
            self.log_determinant += beyond.log_determinant
        self.diagonal, self.scale = held(diagonal), held(scale)

    def only(self, pedigree: Pedigree, kept: Bool) -> "Related":
        """The same among the animals that ``kept`` marks; ``pedigree`` is theirs.

        Ancestors of the kept must be kept, and what is known beyond the pedigree.
        """
        inverse = invert_relationships(pedigree, f=self.inverse.f[kept])
        beyond = self.beyond
        if beyond is not None:
            place = np.append(np.cumsum(kept) - 1, len(pedigree) + np.arange(len(pedigree.groups)))
            beyond = replace(beyond, members=place[beyond.members])
        return Related(pedigree, replace(inverse, group_part=self.inverse.group_part), beyond)

    def matrix(self) -> csr_matrix:
        """A⁻¹, or H⁻¹."""
        if self.beyond is None:
            return self.inverse.matrix()
        members, size = self.beyond.members, len(self.beyond.members)
        places = np.repeat(members, size), np.tile(members, size)
        levels = self.inverse.levels
        more = coo_matrix((self.beyond.matrix.ravel(), places), shape=(levels, levels))
        return csr_matrix(self.inverse.matrix() + more)

    def add_product(self, inner: Float, vector: Float, answer: Float) -> None:
        """Add (A⁻¹ ⊗ inner) v, or that of H⁻¹."""
        a = self.inverse
        add_product(a.sire, a.dam, a.precision, inner, vector, answer)
        if len(a.group_part):
            answer[a.animals :] += a.group_part @ vector[a.animals :] @ inner
        self.add_beyond(inner, vector, answer)

    def add_beyond(self, inner: Float, vector: Float, answer: Float) -> None:
        """Add the part beyond the pedigree only."""
        if self.beyond is not None:
            members = self.beyond.members
            answer[members] += self.beyond.matrix @ (vector[members] @ inner)


@dataclass(frozen=True, eq=False)
class Given:
    """Levels with an inverse at hand, such as G⁻¹ or H⁻¹; ``scale`` the relationship's diagonal."""

    names: Sequence[str]
    inverse: csr_matrix
    scale: Float
    log_determinant: float = 0.0

    @property
    def diagonal(self) -> Float:
        """The diagonal of the inverse."""
        return np.asarray(self.inverse.diagonal(), dtype=np.float64)

    @property
    def rank(self) -> int:
        """All levels."""
        return len(self.names)

    def matrix(self) -> csr_matrix:
        """The inverse as given."""
        return csr_matrix(self.inverse)

    def add_product(self, inner: Float, vector: Float, answer: Float) -> None:
        """Add (inverse ⊗ inner) v."""
        answer += np.asarray(self.inverse @ vector) @ inner
