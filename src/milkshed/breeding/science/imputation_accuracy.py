"""How well gaps are filled, told on one's own genotypes: some are hidden, filled, compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike

from milkshed.breeding.science.arrays import Bool, Code, Float, Single, held
from milkshed.breeding.science.imputation import METHOD, VERSION, Imputed, impute
from milkshed.breeding.science.marker_map import MarkerMap
from milkshed.kernel.text import Text

CLASSES: Final = (0.0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.5)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Genotypes compared, and how well they were filled.

    ``concordance``: share right; ``guessed``: share right by the most frequent genotype of each
    marker; ``r2``: squared correlation of the expected with the true copies, both less their
    marker's mean, NaN where either does not vary.
    """

    compared: int
    concordance: float
    guessed: float
    r2: float


@dataclass(frozen=True, slots=True, eq=False)
class ImputationAccuracy:
    """Agreement of all hidden genotypes, and by class of the minor allele's frequency.

    ``classes``: (above, up to and with, agreement). ``by_animal`` (rows hidden): concordance of
    each animal ``rows``.
    """

    whole: Agreement
    classes: Sequence[tuple[float, float, Agreement]]
    rows: ArrayLike
    by_animal: Float
    method: str
    version: str
    imputed: Imputed

    @property
    def summary(self) -> Text:
        """One line for a report."""
        told = self.whole
        return Text(
            f"隐去{told.compared:,}个已知基因型后填充：{told.concordance:.2%}一致"
            f"（按最常见基因型猜测{told.guessed:.2%}），等位r²{told.r2:.3f}；方法版本{self.version}",
            f"{told.compared:,} known genotypes hidden and filled: {told.concordance:.2%} right "
            f"({told.guessed:.2%} by the most frequent genotype), allelic r² {told.r2:.3f}; "
            f"method version {self.version}",
        )


def measure_accuracy(
    counts: ArrayLike, places: MarkerMap, hidden: ArrayLike, **choices: Any
) -> ImputationAccuracy:
    """Hide genotypes, fill them and compare.

    ``hidden`` (animals, markers), see :func:`hidden_share` and :func:`hidden_chip`; ``choices``
    are those of :func:`.imputation.impute`. Frequencies are of all that was called. Raises
    ValueError where nothing that was called is hidden at a marker with a place.
    """
    true = np.asarray(counts, dtype=np.int8)
    mask = np.asarray(hidden, dtype=np.bool_) & (true >= 0) & (true <= 2)
    masked = np.where(mask, np.int8(-1), true)
    made = impute(masked, places, **choices)
    mask &= made.counts >= 0
    if not mask.any():
        raise ValueError("hidden: no genotype that was called stands at a marker with a place")
    return compare(true, made, mask)


def compare(true: Code, made: Imputed, mask: Bool) -> ImputationAccuracy:
    """Filled genotypes beside the true ones where ``mask`` (animals, markers) says so."""
    tallies = np.stack([(true == copies).sum(axis=0) for copies in range(3)])
    called = np.maximum(tallies.sum(axis=0), 1)
    mean = (tallies[1] + 2 * tallies[2]) / called
    minor = np.minimum(mean, 2 - mean) / 2
    usual = tallies.argmax(axis=0).astype(np.int8)
    sums = _Sums.of(true, made, mask, mean, usual)
    bounds = pairwise(CLASSES)
    classes = [
        (low, high, sums.agreement((minor > low) & (minor <= high) if low else minor <= high))
        for low, high in bounds
    ]
    rows = np.flatnonzero(mask.any(axis=1))
    return ImputationAccuracy(
        sums.agreement(np.ones(len(minor), dtype=np.bool_)),
        tuple(one for one in classes if one[2].compared),
        held(rows),
        held(sums.by_animal[rows] / mask[rows].sum(axis=1)),
        METHOD,
        VERSION,
        made,
    )


def hidden_share(counts: ArrayLike, share: float, *, seed: int) -> Bool:
    """A share of all genotypes, drawn one by one, (animals, markers)."""
    drawn = np.random.default_rng(seed).random(np.shape(counts), dtype=np.float32)
    return np.asarray(drawn < share)


def hidden_chip(counts: ArrayLike, rows: ArrayLike, typed: ArrayLike) -> Bool:
    """All that a chip with the markers ``typed`` has not, of the animals ``rows``."""
    answer = np.zeros(np.shape(counts), dtype=np.bool_)
    answer[np.asarray(rows)] = True
    answer[:, np.asarray(typed)] = False
    return answer


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """Sums over the animals compared, by marker, from which any class of markers is told."""

    compared: Float
    right: Float
    guessed: Float
    made: Float
    true: Float
    product: Float
    by_animal: Float

    @classmethod
    def of(cls, true: Code, made: Imputed, mask: Bool, mean: Float, usual: Code) -> "_Sums":
        markers = true.shape[1]
        totals = np.zeros((6, markers))
        by_animal = np.zeros(len(true))
        for row in np.flatnonzero(mask.any(axis=1)).tolist():
            here = mask[row]
            right = here & (made.counts[row] == true[row])
            by_animal[row] = right.sum()
            dosage: Single = np.nan_to_num(made.dosages([row])[0])
            guess, fact = np.where(here, dosage - mean, 0.0), np.where(here, true[row] - mean, 0.0)
            totals += (
                here, right, here & (usual == true[row]), guess**2, fact**2, guess * fact,
            )  # fmt: skip
        compared, right, guessed, square, fact_square, both = totals
        return cls(compared, right, guessed, square, fact_square, both, by_animal)

    def agreement(self, markers: Bool) -> Agreement:
        compared = int(self.compared[markers].sum())
        spread = float(self.made[markers].sum() * self.true[markers].sum())
        product = float(self.product[markers].sum())
        return Agreement(
            compared,
            float(self.right[markers].sum()) / max(compared, 1),
            float(self.guessed[markers].sum()) / max(compared, 1),
            product**2 / spread if spread > 0 else float("nan"),
        )
