"""How fast products with packed genotypes are, and the genomic relationship matrix.

Marker products are told in genotypes a second and thread, beside two limits measured in the same
run: the bytes they must read at the bandwidth a triad reaches (four genotypes to a byte), and the
multiplications they must do at the rate the processor does them on registers alone (32 genotypes
and one digit of 16 bits each; values have two digits or four).

The relationship matrix by VanRaden's method 1 is counted from bits; it is held against what its
multiplications alone would take in BLAS, in float32 (SSYRK) and in float64 (DSYRK, which programs
such as PLINK 2 are remembered to do), timed for a decoded block in the same run. PLINK 2 itself is
not in the package index. Method 2 does SSYRK. Processor seconds of one thread.
Usage: ``python bench/breeding_genomics.py [animals markers]``.
"""

import os
import sys
import time
from collections.abc import Callable

import numpy as np
from breeding_pedigree import bandwidth
from scipy.linalg.blas import dsyrk, ssyrk

from milkshed.breeding.science.marker_models import iterate_marker_effects
from milkshed.breeding.science.marker_relationships import genomic_blocks
from milkshed.breeding.science.marker_store import MarkerStore
from milkshed.numerics.compiled import compiled, cores
from milkshed.numerics.lanes import fill, multiply_pairs, total

ANIMALS, MARKERS = 5_000, 50_000


@compiled
def multiply(times: int) -> int:
    """Eight multiplications of lanes, many times, that do not wait for each other."""
    a = b = c = d = e = f = g = h = fill(1)
    x = fill(times)
    for _ in range(times):
        a += multiply_pairs(x, a)
        b += multiply_pairs(x, b)
        c += multiply_pairs(x, c)
        d += multiply_pairs(x, d)
        e += multiply_pairs(x, e)
        f += multiply_pairs(x, f)
        g += multiply_pairs(x, g)
        h += multiply_pairs(x, h)
    return total(a + b + c + d + e + f + g + h)


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
    total_of = animals * markers
    print(
        f"{cores()} cores, load {os.getloadavg()[0]:.1f}; triad {speed / 1e9:.1f} GB/s, 1 thread; "
        f"{animals:,} animals, {markers:,} markers, {store.packed.nbytes / 1e6:.0f} MB"
    )
    limit = 4 * speed
    rounds = 20_000_000
    rate_of_products = 8 * rounds / least(lambda: multiply(rounds))
    print(f"{rate_of_products / 1e9:.2f} G multiplications of lanes a second")
    for name, digits, work in (
        ("Z v,  62 bits", 4, lambda: store.by_markers(v, level, threads=1)),
        ("Z v,  30 bits", 2, lambda: store.by_markers(v, level, single=True, threads=1)),
        ("Z'u,  62 bits", 4, lambda: store.by_animals(u, level, threads=1)),
        ("Z'u,  30 bits", 2, lambda: store.by_animals(u, level, single=True, threads=1)),
    ):
        rate = total_of / least(work)
        bound = 32 * rate_of_products / digits
        print(
            f"{name}: {rate / 1e9:6.1f} G genotypes/s; memory limit {limit / 1e9:.0f} "
            f"({rate / limit:.0%}), multiplication's {bound / 1e9:.0f} ({rate / bound:.0%})"
        )
    block = np.asfortranarray(np.random.default_rng(4).normal(size=(2048, animals)), np.float32)
    wide = block.astype(np.float64)
    bounds = [
        least(lambda: ssyrk(np.float32(1.0), block, trans=1, lower=1), 2) * markers / 2048,
        least(lambda: dsyrk(1.0, wide, trans=1, lower=1), 1) * markers / 2048,
    ]
    for method in (1, 2):
        start = time.process_time()
        g = genomic_blocks(store, method=method, threads=1)  # type: ignore[arg-type]
        seconds = time.process_time() - start
        print(
            f"G of {animals:,} x {markers:,}, method {method}: {seconds:.1f} s; multiplications in "
            f"BLAS alone: float32 {bounds[0]:.1f} s ({seconds / bounds[0]:.2f} ×), float64 "
            f"{bounds[1]:.1f} s ({seconds / bounds[1]:.2f} ×)"
        )
        if method == 1:
            relationships = g
    rows = np.arange(min(animals, 50))
    z = (store.genotypes() if total_of < 2e7 else store.only(rows).genotypes()).counts()[rows]
    dense = np.where(z >= 0, z - level, 0.0)
    dense = dense @ dense.T / float((level * (1 - level / 2)).sum())
    gap = float(np.abs(np.asarray(relationships)[np.ix_(rows, rows)] - dense).max())
    start = time.process_time()
    found = iterate_marker_effects(
        store, np.arange(animals), u, variance_animal=0.5, variance_residual=0.5, tolerance=1e-6
    )
    print(
        f"largest error of G {gap:.1e}; marker effects by conjugate gradients: "
        f"{len(found.residuals)} iterations, {time.process_time() - start:.1f} s"
    )
    return 0 if gap < 1e-9 else 1


if __name__ == "__main__":
    sys.exit(main())
