"""A simple fallback for genotypes that were not called: parents first, then nearest neighbours.

Where both parents are homozygous the genotype is certain. Elsewhere, window by window along the
chromosome, an animal takes the mean of the animals most alike there (nearest neighbours, weighted
by their likeness), rounded to a genotype. That serves to fill gaps and to lift a low density to a
higher one within a population; it is no substitute for a phasing program, and how good it is can
be told by :func:`masked_accuracy` on the caller's own data.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from milkshed.breeding.science.arrays import Float, Int, held

Counts = NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class Imputed:
    """Genotypes without gaps (animals, markers), and how many came from each source."""

    counts: Counts
    from_parents: int
    from_neighbours: int
    from_frequency: int


def impute(
    counts: Counts,
    *,
    sire: ArrayLike | None = None,
    dam: ArrayLike | None = None,
    reference: ArrayLike | None = None,
    window: int = 100,
    neighbours: int = 5,
) -> Imputed:
    """Fill what was not called (negative) in ``counts`` (animals, markers in map order).

    ``sire``, ``dam``: row of each animal's parents, -1 none. ``reference``: rows to take
    neighbours from, all by default. ``window``: markers at once, which are compared over three
    windows. Genotypes that were called are never changed.
    """
    given = np.asarray(counts, dtype=np.int8)
    answer = given.copy()
    gaps = given < 0
    certain = 0
    if sire is not None and dam is not None:
        certain = _from_parents(answer, np.asarray(sire), np.asarray(dam))
    source: Int = (
        np.arange(len(given)) if reference is None else np.asarray(reference, dtype=np.int64)
    )
    p2 = _means(answer)
    near = 0
    for low in range(0, given.shape[1], window):
        high = min(low + window, given.shape[1])
        rows = np.flatnonzero((answer[:, low:high] < 0).any(axis=1))
        if len(rows):
            flank = slice(max(low - window, 0), high + window)
            near += _from_neighbours(answer, rows, source, slice(low, high), flank, p2, neighbours)
    left = answer < 0
    rest = int(np.count_nonzero(left))
    answer[left] = np.broadcast_to(np.rint(p2).astype(np.int8), answer.shape)[left]
    assert not np.any(answer[~gaps] != given[~gaps])
    return Imputed(held(answer), certain, near, rest)


def masked_accuracy(
    counts: Counts, *, share: float = 0.05, seed: int = 1, **choices: object
) -> tuple[float, float]:
    """How well gaps are filled: share of genotypes right, and correlation within markers.

    ``share`` of the called genotypes is hidden, imputed and compared; the correlation is of counts
    less their marker's mean, which a guess by frequency alone does not reach.
    """
    random = np.random.default_rng(seed)
    hidden = (random.random(counts.shape) < share) & (counts >= 0)
    masked = np.where(hidden, np.int8(-1), counts)
    made = impute(masked, **choices).counts  # type: ignore[arg-type]
    mean = np.broadcast_to(_means(counts), counts.shape)[hidden]
    right = float(np.mean(made[hidden] == counts[hidden]))
    return right, float(np.corrcoef(made[hidden] - mean, counts[hidden] - mean)[0, 1])


def _means(counts: Counts) -> Float:
    called = counts >= 0
    total = np.where(called, counts, 0).sum(axis=0)
    return np.asarray(total / np.maximum(called.sum(axis=0), 1), dtype=np.float64)


def _from_parents(answer: Counts, sire: Int, dam: Int) -> int:
    """Genotypes that follow from two homozygous parents."""
    rows = np.flatnonzero((sire >= 0) & (dam >= 0))
    father, mother = answer[sire[rows]], answer[dam[rows]]
    known = ((father == 0) | (father == 2)) & ((mother == 0) | (mother == 2))
    part = answer[rows]
    chosen = known & (part < 0)
    part[chosen] = ((father + mother) // 2)[chosen]
    answer[rows] = part
    return int(np.count_nonzero(chosen))


def _from_neighbours(
    answer: Counts,
    rows: Int,
    source: Int,
    window: slice,
    flank: slice,
    means: Float,
    neighbours: int,
) -> int:
    """Fill a window of some rows; likeness is the mean equality over the flanks' called markers."""
    seen = answer[:, flank]
    called = seen >= 0
    mine, theirs = seen[rows].astype(np.float32), seen[source].astype(np.float32)
    both = called[rows].astype(np.float32) @ called[source].astype(np.float32).T
    mine[~called[rows]] = 0.0
    theirs[~called[source]] = 0.0
    square = (mine**2) @ called[source].astype(np.float32).T
    square += called[rows].astype(np.float32) @ (theirs**2).T
    distance = (square - 2 * mine @ theirs.T) / np.maximum(both, 1.0)
    distance[both < 10] = np.inf
    distance[rows[:, None] == source] = np.inf
    values = answer[source][:, window].astype(np.float64)
    filled = 0
    order = np.argsort(distance, axis=1, kind="stable")
    base = means[window]
    for n, row in enumerate(rows.tolist()):
        own = answer[row, window]
        gap = np.flatnonzero(own < 0)
        near = order[n][np.isfinite(distance[n, order[n]])]
        there = values[near][:, gap]
        known = there >= 0
        rank = np.cumsum(known, axis=0)
        used = known & (rank <= neighbours)
        weight = used / (distance[n, near] + 0.01)[:, None]
        total = weight.sum(axis=0)
        mean = np.divide((weight * there).sum(axis=0), total, out=base[gap].copy(), where=total > 0)
        own[gap[total > 0]] = np.clip(np.rint(mean[total > 0]), 0, 2).astype(np.int8)
        answer[row, window] = own
        filled += int(np.count_nonzero(total > 0))
    return filled
