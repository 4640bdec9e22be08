"""How long an evaluation takes, and how near an iteration is to what memory allows.

Repeatability model (herd-year-season, animal, permanent environment) with one and with five
traits, about two records a cow. The limit of an iteration is the bytes it must move at least -
each record's places, each animal's parents and precision, the preconditioner, every vector as
often as the method touches it - at the bandwidth a triad reaches in the same run on one thread.
Parents lie out of order, so that whole lines of memory move for the few bytes of each: that limit
is printed too.
The peer at the smallest size is SciPy's sparse LU of the same equations, which also must agree;
there approximate reliabilities are held against exact ones.
Times are processor seconds.
Usage: ``python bench/breeding_solve.py [--traits N] [animals …]``; a run of one size and number
of traits tells its own peak of memory.
"""

import argparse
import os
import resource
import sys
import time

import numpy as np
from breeding_pedigree import bandwidth
from scipy.sparse.linalg import splu

from milkshed.breeding.science.a_inverse import invert_relationships
from milkshed.breeding.science.arrays import Float
from milkshed.breeding.science.inbreeding import inbreeding
from milkshed.breeding.science.mixed_model import Fixed, Genetic, Model, Random
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.record_rows import bytes_read
from milkshed.breeding.science.records import Factor, Records
from milkshed.breeding.science.reliability import (
    approximate_reliability,
    compare_reliabilities,
    exact_reliability,
)
from milkshed.breeding.science.simulation import simulate_breeding_values, simulate_pedigree
from milkshed.breeding.science.solving import Evaluation, solve
from milkshed.breeding.science.structures import Related
from milkshed.breeding.science.sweep import Sweep
from milkshed.numerics.compiled import cores

SIZES = (100_000, 1_000_000, 3_000_000)
PEER_UP_TO = 20_000
COMPILED_WITH = 60_000
TOLERANCES = {1: 1e-10, 5: 1e-6}


def covariances(traits: int) -> tuple[Float, Float, Float]:
    """Genetic, permanent and residual covariances with correlations of 0.4."""
    unit = 0.6 * np.eye(traits) + 0.4
    return 30 * unit, 15 * unit, 55 * unit


def simulated(animals: int, traits: int) -> tuple[Pedigree, Records, Float]:
    """A population, its records and true breeding values."""
    random = np.random.default_rng(traits)
    pedigree = simulate_pedigree(animals, seed=1, sires_a_year=10)
    g, p, r = covariances(traits)
    true = simulate_breeding_values(pedigree, g, seed=2)
    cows = np.flatnonzero(pedigree.sex == 2).astype(np.int32)
    animal = np.sort(np.concatenate([cows, random.choice(cows, len(cows))]))
    groups = max(animals // 60, 4)
    group = random.integers(0, groups, len(animal), dtype=np.int32)
    roots = [np.linalg.cholesky(m).T for m in (p, r)]
    values = true[animal] + random.normal(0, 8, (groups, traits))[group]
    values += (random.standard_normal((animals, traits)) @ roots[0])[animal]
    values += random.standard_normal((len(animal), traits)) @ roots[1]
    names = pedigree.listed
    records = Records(
        tuple(f"t{t}" for t in range(traits)),
        values,
        {
            "animal": Factor(names, animal),
            "hys": Factor(tuple(map(str, range(groups))), group),
        },
        {},
        np.broadcast_to(np.float64(1.0), values.shape),
        np.zeros(len(values), dtype=np.int64),
    )
    return pedigree, records, true


def moved(run: Evaluation) -> float:
    """Bytes an iteration must move: records, pedigree, preconditioner and vectors."""
    sweep = Sweep.of(run.equations)
    if sweep is None:
        raise ValueError("the benchmark's model is a sweep over animals")
    vector = 8 * sweep.blocks * len(run.equations.traits)
    pedigree = sweep.relatives.animals * (4 + 4 + 8)
    # the factor in float32, walked up and down with the pedigree
    walks = 2 * (pedigree + 4 * sweep.relatives.levels * sweep.size)
    # the product reads p and writes q; a'q reads two; x, r, p, q are read and x, r, z written;
    # each walk reads and writes z; the next direction reads two and writes one
    return float(bytes_read(sweep.rows) + pedigree + walks + vector * (2 + 2 + 7 + 4 + 3))


def scattered(run: Evaluation) -> float:
    """Bytes of the lines of memory that dams out of order move beside: 64 for 8, or 128 for 40.

    The product reads and changes a dam's line, so does the walk up; the walk down reads it. Sires
    are few and stay in the cache.
    """
    sweep = Sweep.of(run.equations)
    if sweep is None:
        raise ValueError("the benchmark's model is a sweep over animals")
    lines = (8 * sweep.size + 56) // 64 + 1 if sweep.size > 1 else 1
    return float(np.count_nonzero(sweep.relatives.dam >= 0) * 64 * lines * (3 + 2 + 1))


def main() -> int:
    """Print the table; 1 when iteration and factor differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--traits", type=int, action="append")
    parser.add_argument("animals", type=int, nargs="*", default=list(SIZES))
    asked = parser.parse_args()
    sizes = tuple(asked.animals)
    speed = bandwidth()
    print(f"{cores()} cores, load {os.getloadavg()[0]:.1f}; triad {speed / 1e9:.1f} GB/s, 1 thread")
    print(
        f"{'animals':>10}{'traits':>7}{'equations':>12}{'build s':>9}{'iter.':>6}{'solve s':>9}"
        f"{'ms/iter.':>10}{'limit':>8}{'share':>7}{'r(true)':>9}{'wall s':>8}{'peak MB':>9}"
    )
    agree = True
    for traits in asked.traits or (1, 5):
        before = (0, 0.0, 0.0)
        _compile(traits)
        for size in sizes:
            pedigree, records, true = simulated(size, traits)
            g, p, r = covariances(traits)
            structure = Related(pedigree, invert_relationships(pedigree, f=inbreeding(pedigree)))
            model = Model(
                (Fixed("hys"),),
                (Genetic(("animal",), g, structure=structure), Random("animal", p, name="pe")),
                r,
            )
            ticks: list[float] = []
            start, clock = time.process_time(), time.perf_counter()
            run = solve(
                model, records, pedigree, tolerance=TOLERANCES.get(traits, 1e-6),
                progress=lambda *_, ticks=ticks: ticks.append(time.process_time()),
            )  # fmt: skip
            whole, clock = time.process_time() - start, time.perf_counter() - clock
            each = (ticks[-1] - ticks[0]) / (len(ticks) - 1)
            limit = moved(run) / speed
            cows = np.unique(records.factors["animal"].code)
            right = np.corrcoef(run.breeding_values()[cows], true[cows, 0])[0, 1]
            print(
                f"{size:10,}{traits:7}{run.convergence.equations:12,}{ticks[0] - start:9.2f}"
                f"{run.convergence.iterations:6}{whole - (ticks[0] - start):9.2f}"
                f"{1000 * each:10.1f}{1000 * limit:8.1f}{limit / each:7.0%}{right:9.3f}"
                f"{clock:8.1f}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:9,.0f}"
            )
            print(
                f"{'':10} with the whole lines in which dams lie out of order "
                f"{1000 * (limit + scattered(run) / speed):.1f} ms "
                f"({limit / each + scattered(run) / speed / each:.0%}); the rest "
                f"is waiting for them and multiplying"
            )
            if before[0]:
                growth = np.log(each / before[1]) / np.log(size / before[0])
                print(
                    f"{'':10} an iteration grows with the {growth:.2f}th power of the animals, the "
                    f"evaluation {whole / before[2] / (size / before[0]):.2f} times as much as they"
                )
            before = (size, each, whole)
            if traits == 1 and size == sizes[0]:
                agree = _peer()
    return 0 if agree else 1


def _compile(traits: int) -> None:
    """Have the kernels of the model compiled before anything is timed."""
    pedigree, records, _ = simulated(COMPILED_WITH, traits)
    g, p, r = covariances(traits)
    model = Model((Fixed("hys"),), (Genetic(("animal",), g), Random("animal", p, name="pe")), r)
    solve(model, records, pedigree, iterations=1)


def _peer() -> bool:
    """SciPy's LU of a small population's equations: how long, and the same breeding values."""
    pedigree, records, _ = simulated(PEER_UP_TO, 1)
    g, p, r = covariances(1)
    model = Model((Fixed("hys"),), (Genetic(("animal",), g), Random("animal", p, name="pe")), r)
    start = time.process_time()
    run = solve(model, records, pedigree, tolerance=1e-10)
    ours = time.process_time() - start
    start = time.process_time()
    matrix = run.equations.matrix()
    right = run.equations.weighted(run.equations.y).ravel()
    other = splu(matrix, permc_spec="MMD_AT_PLUS_A", options={"SymmetricMode": True}).solve(right)
    peer = time.process_time() - start
    term = run.equations.term("animal")
    gap = float(np.max(np.abs(other[term.start : term.stop] - run.breeding_values())))
    print(
        f"{'':10} {PEER_UP_TO:,} animals: {ours:.2f} s, SciPy's sparse LU {peer:.2f} s "
        f"({peer / ours:.1f} ×), largest difference {gap:.1e}"
    )
    start = time.process_time()
    exact = exact_reliability(run)
    exactly = time.process_time() - start
    start = time.process_time()
    found = approximate_reliability(
        pedigree, records.factors["animal"].code, records.factors["hys"].code,
        variance_animal=30.0, variance_permanent=15.0, variance_residual=55.0,
    )  # fmt: skip
    nearly = time.process_time() - start
    told = compare_reliabilities(found.values, exact)
    print(
        f"{'':10} reliabilities: approximate {nearly:.2f} s, exact {exactly:.2f} s; correlation "
        f"{told.correlation:.4f}, slope {told.slope:.3f}, largest difference "
        f"{told.largest_difference:.3f}"
    )
    return gap < 1e-4


if __name__ == "__main__":
    sys.exit(main())
