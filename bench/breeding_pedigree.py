"""How long pedigree algebra takes: inbreeding, the inverse of A, products with A and its inverse.

The peer for inbreeding is the method of Meuwissen & Luo (1992), compiled the same way and run on
the same pedigree; both must give the same coefficients. The limit for a product is the bytes it
must move at least - parents, precision, the vector in, the answer in and out - at the bandwidth a
triad reaches in the same run. Times are processor seconds, which other work on the machine
disturbs less; growth is the time's for ten times the animals.
Usage: ``python bench/breeding_pedigree.py [animals …]``.
"""

import os
import sys
import time
from collections.abc import Callable

import numpy as np

from milkshed.breeding.science.a_inverse import invert_relationships
from milkshed.breeding.science.arrays import Float, Index
from milkshed.breeding.science.inbreeding import inbreeding
from milkshed.breeding.science.relationships import relationship_product
from milkshed.breeding.science.simulation import simulate_pedigree
from milkshed.numerics.compiled import compiled, cores

SIZES = (100_000, 1_000_000, 3_000_000)
PEER_UP_TO = 1_000_000
BULLS_A_YEAR = 4


@compiled
def meuwissen_luo(sire: Index, dam: Index) -> Float:
    """F by tracing each animal's ancestors with a list sorted by age (Meuwissen & Luo 1992)."""
    size = len(sire)
    f = np.zeros(size + 1)
    f[size] = -1.0
    share = np.zeros(size)
    behind = np.zeros(size, np.int32)
    within = np.zeros(size)
    for i in range(size):
        s = sire[i]
        d = dam[i]
        within[i] = 0.5 - 0.25 * (f[s if s >= 0 else size] + f[d if d >= 0 else size])
        if s < 0 or d < 0:
            continue
        if i > 0 and s == sire[i - 1] and d == dam[i - 1]:
            f[i] = f[i - 1]
            continue
        total = -1.0
        share[i] = 1.0
        behind[i] = -1
        at = i
        while at >= 0:
            own = share[at]
            half = 0.5 * own
            for parent in (sire[at], dam[at]):
                if parent >= 0:
                    near = at
                    while behind[near] > parent:
                        near = behind[near]
                    if behind[near] != parent:
                        behind[parent] = behind[near]
                        behind[near] = parent
                    share[parent] += half
            total += own * own * within[at]
            share[at] = 0.0
            following = behind[at]
            behind[at] = -1
            at = following
        f[i] = total
    return f[:size]


@compiled
def triad(a: Float, b: Float, c: Float) -> None:
    """a = b + 3 c."""
    for i in range(len(a)):
        a[i] = b[i] + 3.0 * c[i]


def bandwidth() -> float:
    """Bytes a second of one thread's triad."""
    a, b, c = (np.ones(20_000_000) for _ in range(3))
    return 3 * a.nbytes / timed(lambda: triad(a, b, c), 5)


def timed(work: Callable[[], object], rounds: int = 2) -> float:
    """Least processor seconds of some rounds, the first of all left out."""
    work()
    spent = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent)


def main() -> int:
    """Print the table; 1 when the coefficients differ from the peer's."""
    sizes = tuple(int(size) for size in sys.argv[1:]) or SIZES
    speed = bandwidth()
    print(f"{cores()} cores, load {os.getloadavg()[0]:.1f}; triad {speed / 1e9:.1f} GB/s, 1 thread")
    print(
        f"{'animals':>10}{'mean F':>9}{'F s':>8}{'peer s':>8}{'ratio':>7}{'A⁻¹ s':>8}{'CSR s':>8}"
        f"{'A⁻¹v ms':>9}{'limit':>7}{'share':>7}{'A v ms':>8}"
    )
    agree, before = True, (0, 0.0)
    for size in sizes:
        pedigree = simulate_pedigree(size, seed=1, sires_a_year=BULLS_A_YEAR)
        f = inbreeding(pedigree)
        seconds = timed(lambda pedigree=pedigree: inbreeding(pedigree))
        peer = np.nan
        if size <= PEER_UP_TO:
            other = meuwissen_luo(pedigree.sire, pedigree.dam)
            agree &= bool(np.max(np.abs(other - f)) < 1e-12)
            start = time.process_time()
            meuwissen_luo(pedigree.sire, pedigree.dam)
            peer = time.process_time() - start
        build = timed(lambda pedigree=pedigree, f=f: invert_relationships(pedigree, f=f))
        inverse = invert_relationships(pedigree, f=f)
        sparse = timed(inverse.matrix, 1)
        vector = np.random.default_rng(1).normal(size=size)
        product = timed(lambda inverse=inverse, vector=vector: inverse.product(vector), 4)
        limit = size * (4 + 4 + 8 + 8 + 16) / speed
        image = timed(
            lambda pedigree=pedigree, vector=vector, f=f: relationship_product(
                pedigree, vector, f=f
            )
        )
        print(
            f"{size:10,}{f.mean():9.4f}{seconds:8.2f}{peer:8.2f}{peer / seconds:7.1f}"
            f"{build:8.3f}{sparse:8.2f}{1000 * product:9.1f}{1000 * limit:7.1f}"
            f"{limit / product:7.0%}{1000 * image:8.1f}"
        )
        if before[0]:
            growth = np.log(seconds / before[1]) / np.log(size / before[0])
            print(f"{'':10} inbreeding grows with the {growth:.2f}th power of the animals")
        before = (size, seconds)
    print("coefficients equal to the peer's" if agree else "coefficients DIFFER from the peer's")
    return 0 if agree else 1


if __name__ == "__main__":
    sys.exit(main())
