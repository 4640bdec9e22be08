"""How fast products with packed genotypes are, and the genomic relationship matrix.

Marker products are told in genotypes a second and thread, beside the limit that the bytes they
must read set at the bandwidth a triad reaches in the same run (four genotypes to a byte). The
relationship matrix is held against what its multiplications alone would take in BLAS (SSYRK of a
decoded block, timed in the same run, for all blocks). Processor seconds of one thread.
Usage: ``python bench/breeding_genomics.py [animals markers]``.
"""

import os
import sys
import time
from collections.abc import Callable

import numpy as np
from breeding_pedigree import bandwidth
from scipy.linalg.blas import ssyrk

from milkshed.breeding.science.marker_models import iterate_marker_effects
from milkshed.breeding.science.marker_store import MarkerStore, genomic_blocks
from milkshed.numerics.compiled import cores

ANIMALS, MARKERS = 5_000, 50_000


def simulated(animals: int, markers: int) -> MarkerStore:
    """Random genotypes, one in a thousand not called."""
    random = np.random.default_rng(1)
    p = random.uniform(0.05, 0.5, markers)

    def blocks() -> list[np.ndarray]:
        return [
            np.where(
                random.random((stop - start, animals)) < 0.001,
                -1,
                random.binomial(2, p[start:stop, None], (stop - start, animals)),
            ).astype(np.int8)
            for start, stop in ((k, min(k + 2000, markers)) for k in range(0, markers, 2000))
        ]

    return MarkerStore.from_counts(
        blocks(), [f"a{i}" for i in range(animals)], [f"m{k}" for k in range(markers)]
    )


def least(work: Callable[[], object], rounds: int = 3) -> float:
    """Least processor seconds."""
    work()
    found = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def main() -> int:
    """Print the figures; 1 when the relationship matrix is wrong."""
    animals, markers = (int(a) for a in sys.argv[1:3]) if len(sys.argv) > 2 else (ANIMALS, MARKERS)
    speed = bandwidth()
    store = simulated(animals, markers)
    level = 2 * np.nan_to_num(store.frequencies)
    v, u = (
        np.random.default_rng(2).normal(size=markers),
        np.random.default_rng(3).normal(size=animals),
    )
    total = animals * markers
    print(
        f"{cores()} cores, load {os.getloadavg()[0]:.1f}; triad {speed / 1e9:.1f} GB/s, 1 thread; "
        f"{animals:,} animals, {markers:,} markers, {store.packed.nbytes / 1e6:.0f} MB"
    )
    limit = 4 * speed
    for name, work in (
        ("Z v,  float64", lambda: store.by_markers(v, level, threads=1)),
        ("Z v,  float32", lambda: store.by_markers(v, level, single=True, threads=1)),
        ("Z'u,  float64", lambda: store.by_animals(u, level, threads=1)),
        ("Z'u,  float32", lambda: store.by_animals(u, level, single=True, threads=1)),
    ):
        rate = total / least(work)
        print(
            f"{name}: {rate / 1e9:6.1f} G genotypes/s, memory limit {limit / 1e9:.0f} "
            f"({rate / limit:.0%})"
        )
    start = time.process_time()
    g = genomic_blocks(store)
    seconds = time.process_time() - start
    block = np.asfortranarray(np.random.default_rng(4).normal(size=(2048, animals)), np.float32)
    bound = least(lambda: ssyrk(np.float32(1.0), block, trans=1, lower=1), 2) * markers / 2048
    print(
        f"G of {animals:,} x {markers:,}: {seconds:.1f} s, its multiplications alone {bound:.1f} s "
        f"({seconds / bound:.2f} ×)"
    )
    rows = np.arange(min(animals, 50))
    z = (store.genotypes() if total < 2e7 else store.only(rows).genotypes()).counts()[rows]
    dense = np.where(z >= 0, z - level, 0.0)
    dense = dense @ dense.T / float((level * (1 - level / 2)).sum())
    gap = float(np.abs(np.asarray(g)[np.ix_(rows, rows)] - dense).max())
    start = time.process_time()
    found = iterate_marker_effects(
        store, np.arange(animals), u, variance_animal=0.5, variance_residual=0.5, tolerance=1e-6
    )
    print(
        f"largest error of G {gap:.1e}; marker effects by conjugate gradients: "
        f"{len(found.residuals)} iterations, {time.process_time() - start:.1f} s"
    )
    return 0 if gap < 1e-5 else 1


if __name__ == "__main__":
    sys.exit(main())
