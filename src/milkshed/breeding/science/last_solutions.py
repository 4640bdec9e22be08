"""Solutions of an earlier evaluation as they were kept: enough for the next one to start from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from milkshed.breeding.science.arrays import Float


@dataclass(frozen=True, slots=True, eq=False)
class StoredTerm:
    """A term: its name, those of its levels in order, and coefficients of each level."""

    name: str
    names: tuple[str, ...]
    coefficients: int = 1


@dataclass(frozen=True, slots=True)
class StoredEquations:
    """Terms and traits of the earlier evaluation."""

    terms: tuple[StoredTerm, ...]
    traits: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class StoredSolutions:
    """What :func:`.solving.solve` takes over by the names of terms and levels."""

    equations: StoredEquations
    values: Mapping[str, Float]

    @classmethod
    def of(
        cls, traits: Sequence[str], effects: Mapping[str, tuple[tuple[str, ...], Float]]
    ) -> "StoredSolutions":
        """For every term the names of its levels and its values.

        Values have shape (levels, coefficients, traits), as :meth:`.Evaluation.effect` answers; or
        (levels, traits) or (levels,) where there is one coefficient.
        """
        whole = {
            name: values if values.ndim == 3 else values.reshape(-1, 1, len(traits))
            for name, (_, values) in effects.items()
        }
        terms = tuple(
            StoredTerm(name, names, whole[name].shape[1]) for name, (names, _) in effects.items()
        )
        return cls(StoredEquations(terms, tuple(traits)), whole)

    def effect(self, name: str) -> Float:
        """Solutions of a term, shape (levels, coefficients, traits)."""
        return self.values[name]
