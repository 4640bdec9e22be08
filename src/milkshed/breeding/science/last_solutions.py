"""Solutions of an earlier evaluation as they were kept: enough for the next one to start from."""

from collections.abc import Mapping
from dataclasses import dataclass

from milkshed.breeding.science.arrays import Float


@dataclass(frozen=True, slots=True, eq=False)
class StoredTerm:
    """A term with one coefficient a level: its name and those of its levels, in order."""

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
    def of_one_trait(
        cls, trait: str, effects: Mapping[str, tuple[tuple[str, ...], Float]]
    ) -> "StoredSolutions":
        """Solutions of one trait: for every term the names of its levels and values (levels,)."""
        terms = tuple(StoredTerm(name, names) for name, (names, _) in effects.items())
        return cls(
            StoredEquations(terms, (trait,)),
            {name: values.reshape(-1, 1, 1) for name, (_, values) in effects.items()},
        )

    def effect(self, name: str) -> Float:
        """Solutions of a term, shape (levels, 1, 1)."""
        return self.values[name]
