"""Where markers lie: chromosome and distance along it, which linkage is told by."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from milkshed.breeding.science.arrays import Float, Int, Names, held

_BASES_A_MEGABASE = 1e6


@dataclass(frozen=True, eq=False)
class MarkerMap:
    """``chromosome`` names and ``centimorgans`` along them, (markers,) each, in any order.

    A marker of which either is unknown (empty name, NaN) has no place.
    """

    chromosome: Names
    centimorgans: Float

    def __post_init__(self) -> None:
        """Refuse columns of different lengths and distances below 0."""
        if len(self.chromosome) != len(self.centimorgans):
            raise ValueError(
                f"centimorgans: {len(self.centimorgans)} values, {len(self.chromosome)} markers"
            )
        wrong = np.flatnonzero((self.centimorgans < 0) | np.isinf(self.centimorgans))
        if len(wrong):
            raise ValueError(
                f"centimorgans of marker {wrong[0] + 1}: {self.centimorgans[wrong[0]]:g}, must be "
                f"finite and not below 0, or NaN where unknown"
            )
        held(self.chromosome)
        held(self.centimorgans)

    @classmethod
    def from_bases(
        cls,
        chromosome: Sequence[str],
        bases: ArrayLike,
        *,
        centimorgans_a_megabase: float = 1.0,
    ) -> "MarkerMap":
        """From positions in bases (markers,), 0 or less where unknown, at an even rate."""
        at = np.asarray(bases, dtype=np.float64)
        distance = np.where(at > 0, at / _BASES_A_MEGABASE * centimorgans_a_megabase, np.nan)
        return cls(np.array(chromosome, dtype=np.str_), distance)

    def __len__(self) -> int:
        return len(self.chromosome)

    @cached_property
    def chromosomes(self) -> tuple[tuple[str, Int], ...]:
        """Names of the chromosomes, and the columns of each one's markers along it."""
        placed = (self.chromosome != "") & ~np.isnan(self.centimorgans)
        answer = []
        for name in np.unique(self.chromosome[placed]).tolist():
            columns = np.flatnonzero(placed & (self.chromosome == name))
            along = columns[np.argsort(self.centimorgans[columns], kind="stable")]
            answer.append((str(name), held(along)))
        return tuple(answer)

    def only(self, markers: ArrayLike) -> "MarkerMap":
        """The places of some markers, by their numbers or by a mask."""
        chosen = np.asarray(markers)
        return MarkerMap(self.chromosome[chosen], self.centimorgans[chosen])
