"""Single step with the marker effects among the unknowns, at the size of a national evaluation.

A population with artificial insemination; genotyped are the bulls of the last half and the
youngest cows. Their genotypes are dropped down the pedigree from a pool of founders' haplotypes,
one crossover a chromosome; what a parent without genotype handed on is a new mosaic of the pool.
The youngest have no records. Told are processor and wall seconds of each part, what one iteration
takes beside the least its marker products can take (their bytes at the bandwidth of a triad in the
same run), and the correlation of the young animals' values with the true ones. With ``--core``
the reliabilities of the genotyped follow, their information spread over so many of them, beside
the least the products with the core can take by a product of BLAS in the same run.
Usage: ``python bench/breeding_single_step.py [genotyped markers animals] [--core N]``.
"""

import argparse
import os
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from breeding_pedigree import bandwidth

from milkshed.breeding.science.a_inverse import invert_relationships
from milkshed.breeding.science.arrays import Float, Index, Int
from milkshed.breeding.science.homozygote_kernels import Words
from milkshed.breeding.science.inbreeding import inbreeding
from milkshed.breeding.science.marker_kernels import Bytes
from milkshed.breeding.science.marker_models import SingleStepMarkers
from milkshed.breeding.science.marker_store import MarkerStore
from milkshed.breeding.science.mixed_model import Fixed, Genetic, Model
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.records import Factor, Records
from milkshed.breeding.science.simulation import simulate_breeding_values, simulate_pedigree
from milkshed.breeding.science.single_step import genomic_reliability, join_genotyped
from milkshed.breeding.science.solving import solve
from milkshed.numerics.compiled import compiled, cores

SIZE = (5_000, 50_000, 300_000)
CHROMOSOMES, POOL, CAUSAL = 30, 300, 2_000
POLYGENIC, HERITABILITY = 0.1, 0.35
YOUNG = 0.2


@compiled
def drop(
    sire: Int, dam: Int, pool: Words, chromosome: Int, cuts: Int, kinds: Int, strands: Words
) -> None:
    """Fill ``strands`` (animals, 2, words); ``cuts``, ``kinds`` (animals, 2, chromosomes): chance.

    A word of 64 markers is never cut.
    """
    words = strands.shape[2]
    for i in range(len(sire)):
        for side in range(2):
            parent = sire[i] if side == 0 else dam[i]
            for w in range(words):
                c = chromosome[w]
                kind = kinds[i, side, c]
                later = w >= cuts[i, side, c]
                if parent >= 0:
                    strands[i, side, w] = strands[parent, (kind + later) & 1, w]
                else:
                    strands[i, side, w] = pool[(kind + 17 * later) % len(pool), w]


@compiled
def packed_of(strands: Words, packed: Bytes) -> None:
    """Two-bit codes, marker by marker, of strands (animals, 2, words)."""
    animals = len(strands)
    for b in range(packed.shape[1]):
        for w in range(strands.shape[2]):
            for j in range(4):
                i = 4 * b + j
                if i < animals:
                    one, two = strands[i, 0, w], strands[i, 1, w]
                    some, both = one | two, one & two
                    for k in range(min(64, len(packed) - 64 * w)):
                        code = ((some >> np.uint64(k)) & 1) << 1 | ((both >> np.uint64(k)) & 1)
                        packed[64 * w + k, b] |= code << (2 * j)


def genotypes(pedigree: Pedigree, members: Int, markers: int) -> MarkerStore:
    """Genotypes of some animals (places, in the order of the pedigree)."""
    random = np.random.default_rng(5)
    seat = np.full(len(pedigree) + 1, -1, dtype=np.int64)
    seat[members] = np.arange(len(members))
    words = -(-markers // 64)
    chromosome = np.arange(words) * CHROMOSOMES // words
    first = np.searchsorted(chromosome, np.arange(CHROMOSOMES + 1))
    shape = (len(members), 2, CHROMOSOMES)
    cuts = random.integers(first[:-1], first[1:] + 1, shape)
    frequency = random.uniform(0.05, 0.95, 64 * words)
    pool = np.packbits(random.random((POOL, 64 * words)) < frequency, axis=1).view(np.uint64)
    strands = np.zeros((len(members), 2, words), dtype=np.uint64)
    drop(
        seat[pedigree.sire[members]], seat[pedigree.dam[members]], pool, chromosome, cuts,
        random.integers(0, POOL, shape), strands,
    )  # fmt: skip
    packed = np.zeros((markers, -(-len(members) // 4)), dtype=np.uint8)
    packed_of(strands, packed)
    return MarkerStore(
        tuple(pedigree.ids[members].tolist()), tuple(f"m{k}" for k in range(markers)), packed
    )


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """What is evaluated; ``rows``, ``herd``, ``values`` are the records'."""

    pedigree: Pedigree
    members: Int
    store: MarkerStore
    true: Float
    young: int
    rows: Index
    herd: Index
    herds: int
    values: Float


def population(genotyped: int, markers: int, animals: int) -> Population:
    """A pedigree, genotypes of some, true values, and records of the cows but the youngest."""
    random = np.random.default_rng(7)
    pedigree = simulate_pedigree(animals, seed=1)
    bulls = np.flatnonzero(pedigree.sex == 1)
    bulls = bulls[bulls >= animals // 2][-(genotyped // 2) :]
    cows = np.flatnonzero(pedigree.sex == 2)[-(genotyped - len(bulls)) :]
    members = np.sort(np.concatenate([bulls, cows]))
    store = genotypes(pedigree, members, markers)
    true = simulate_breeding_values(pedigree, np.array([[HERITABILITY]]), seed=2)[:, 0]
    causal = np.zeros(markers)
    causal[random.choice(markers, min(CAUSAL, markers), replace=False)] = 1.0
    merit = store.by_markers(causal * random.normal(size=markers), 2 * store.frequencies)
    true[members] += merit * np.sqrt(HERITABILITY) / merit.std()
    young = int(YOUNG * genotyped)
    recorded = pedigree.sex == 2
    recorded[members[-young:]] = False
    rows = np.flatnonzero(recorded).astype(np.int32)
    herds = max(animals // 100, 2)
    herd = random.integers(0, herds, len(rows), dtype=np.int32)
    values = true[rows] + random.normal(0, np.sqrt(1 - HERITABILITY), len(rows))
    return Population(pedigree, members, store, true, young, rows, herd, herds, values)


def records_of(people: Population, structure: SingleStepMarkers) -> Records:
    """One record of each cow, with her herd-year."""
    rows = len(people.rows)
    return Records(
        ("y",),
        people.values[:, None],
        {
            "animal": Factor(tuple(structure.names), people.rows),
            "herd": Factor(tuple(map(str, range(people.herds))), people.herd),
        },
        {},
        np.broadcast_to(np.float64(1.0), (rows, 1)),
        np.zeros(rows, dtype=np.int64),
    )


@contextmanager
def told(what: str) -> Iterator[None]:
    """Print the processor and wall seconds of a part."""
    start, clock = time.process_time(), time.perf_counter()
    yield
    print(
        f"{what}: {time.process_time() - start:.1f} CPU-s, {time.perf_counter() - clock:.1f} s, "
        f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB",
        flush=True,
    )


def reliabilities(people: Population, core: int) -> None:
    """Time of the genotyped animals' reliabilities over a core, beside that of its products."""
    f = inbreeding(people.pedigree)
    side = np.ones((2_000, 2_000), dtype=np.float32)
    side @ side
    start = time.process_time()
    side @ side
    speed = 2 * 2_000**3 / (time.process_time() - start)
    genotyped, markers = len(people.members), len(people.store.markers)
    least = 2 * genotyped * core * (markers + 3 * core) / speed
    start = time.process_time()
    with told(f"reliabilities over a core of {core:,}"):
        joined = join_genotyped(
            people.pedigree, people.members, people.store, f=f, pedigree_share=POLYGENIC, core=core
        )
        group = np.zeros(len(people.rows), dtype=np.int64)
        sure = genomic_reliability(
            people.pedigree, joined, [(people.rows.astype(np.int64), group)],
            np.zeros((genotyped, 1)), genetic=np.array([[HERITABILITY]]),
            residual=np.array([[1 - HERITABILITY]]),
        )[:, 0]  # fmt: skip
    took = time.process_time() - start
    print(
        f"products with the core at {speed / 1e9:.0f} Gflop/s: {least:.0f} CPU-s "
        f"({least / took:.0%}); mean gain {sure.mean():.3f}, of the youngest "
        f"{sure[-people.young :].mean():.3f}"
    )


def main() -> int:
    """Print the figures; 1 when the iteration did not converge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int, nargs="*", default=list(SIZE))
    parser.add_argument("--tolerance", type=float, default=1e-5)
    parser.add_argument("--core", type=int, default=0, help="animals that carry reliabilities")
    parser.add_argument("--single", action="store_true", help="products to 30 bits, not 62")
    asked = parser.parse_args()
    genotyped, markers, animals = asked.size
    speed = bandwidth()
    print(
        f"{cores()} cores, load {os.getloadavg()[0]:.1f}; triad {speed / 1e9:.1f} GB/s, 1 thread; "
        f"{genotyped:,} genotyped x {markers:,} markers, {animals:,} animals"
    )
    with told("simulation (not part of the evaluation)"):
        people = population(genotyped, markers, animals)
    whole, clock = time.process_time(), time.perf_counter()
    with told("inbreeding and the inverse of A"):
        inverse = invert_relationships(people.pedigree, f=inbreeding(people.pedigree))
    with told("structure: frequencies, pedigree of the genotyped, diagonal"):
        structure = SingleStepMarkers(
            people.pedigree, people.members, people.store, polygenic=POLYGENIC, inverse=inverse,
            single=asked.single,
        )  # fmt: skip
    model = Model(
        (Fixed("herd"),),
        (Genetic(("animal",), [[HERITABILITY]], structure=structure),),
        [[1 - HERITABILITY]],
    )
    ticks: list[float] = []

    def progress(number: int, residual: float) -> None:
        ticks.append(time.process_time())
        if number % 50 == 0:
            print(f"  {number} iterations, residual {residual:.1e}", flush=True)

    with told("solving"):
        run = solve(
            model, records_of(people, structure), people.pedigree, tolerance=asked.tolerance,
            iterations=3000, progress=progress,
        )  # fmt: skip
    each = (ticks[-1] - ticks[0]) / max(len(ticks) - 1, 1)
    limit = 2 * people.store.packed.nbytes / speed
    print(
        f"{run.convergence.summary.en}\n{each:.3f} CPU-s an iteration; the bytes of its marker "
        f"products {limit:.3f} s ({limit / each:.0%}); whole evaluation "
        f"{time.process_time() - whole:.0f} CPU-s, {time.perf_counter() - clock:.0f} s, load "
        f"{os.getloadavg()[0]:.1f}"
    )
    youngest = people.members[-people.young :]
    values = run.breeding_values()[youngest]
    if asked.core:
        reliabilities(people, asked.core)
    print(
        f"young animals without records: correlation with the true value "
        f"{np.corrcoef(values, people.true[youngest])[0, 1]:.3f}"
    )
    return 0 if run.convergence.converged else 1


if __name__ == "__main__":
    sys.exit(main())
