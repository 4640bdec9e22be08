"""Solutions of an earlier evaluation as they were kept: enough for the next one to start from."""

from collections.abc import Mapping, Sequence
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
    def of(
        cls, traits: Sequence[str], effects: Mapping[str, tuple[tuple[str, ...], Float]]
    ) -> "StoredSolutions":
        """For every term the names of its levels and values (levels, traits), or (levels,)."""
        terms = tuple(StoredTerm(name, names) for name, (names, _) in effects.items())
        return cls(
            StoredEquations(terms, tuple(traits)),
            {name: values.reshape(-1, 1, len(traits)) for name, (_, values) in effects.items()},
        )

    def effect(self, name: str) -> Float:
        """Solutions of a term, shape (levels, 1, traits)."""
        return self.values[name]
