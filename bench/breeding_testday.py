"""How long a random-regression test-day model takes, and how much memory.

Herd-test-day, a curve within each of twelve classes, three genetic and three permanent
coefficients an animal, ten test days a lactation; Legendre polynomials are looked up by days in
milk, not stored. The peer at the smallest size is the same model with the polynomials stored with
every record and solved without eliminating the permanent environment; both must agree.
With ``--lactations`` the model has three traits with three coefficients in each of three
lactations: 27 an animal. Processor seconds; the load of the machine is printed.
Usage: ``python bench/breeding_testday.py [--traits N | --lactations] [records …]``.
"""

import argparse
import os
import resource
import sys
import time

import numpy as np
from breeding_pedigree import bandwidth
from breeding_solve import moved

from milkshed.breeding.science.a_inverse import invert_relationships
from milkshed.breeding.science.conjugate_gradients import BlockWise, iterate, spread_of
from milkshed.breeding.science.equations import build_equations
from milkshed.breeding.science.inbreeding import inbreeding
from milkshed.breeding.science.mixed_model import Fixed, Genetic, Model, Random, legendre
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.records import Curve, Factor, Records
from milkshed.breeding.science.simulation import simulate_breeding_values, simulate_pedigree
from milkshed.breeding.science.solving import solve
from milkshed.breeding.science.structures import Related
from milkshed.numerics.compiled import cores

SIZES = (300_000, 3_000_000)
PEER_UP_TO = 300_000
FIRST, LAST = 5, 305


def simulated(rows: int, traits: int) -> tuple[Model, Records, Pedigree]:
    """Test days of about rows / 12 animals and their model."""
    random = np.random.default_rng(3)
    pedigree = simulate_pedigree(rows // 10, seed=1, sires_a_year=10)
    unit = 0.6 * np.eye(traits) + 0.4
    base = np.array([[3.3, 0.6, -1.4], [0.6, 0.9, -0.3], [-1.4, -0.3, 1.0]])
    g, p, r = np.kron(base, unit), np.kron(2 * base, unit), 3.7 * unit
    true = simulate_breeding_values(pedigree, g, seed=2)
    cows = np.flatnonzero(pedigree.sex == 2).astype(np.int32)
    animal = np.sort(random.choice(cows, rows))
    day = random.integers(0, LAST - FIRST + 1, rows, dtype=np.int32)
    table = legendre(np.arange(FIRST, LAST + 1), 4, first=FIRST, last=LAST)
    herd_day = random.integers(0, max(rows // 40, 2), rows, dtype=np.int32)
    values = np.empty((rows, traits))
    for trait in range(traits):
        coefficients = true[:, trait::traits][animal]
        values[:, trait] = np.einsum("rk,rk->r", coefficients, table[day, :3])
    values += random.normal(0, 2, (len(pedigree), traits))[animal]
    values += random.normal(0, 1.9, values.shape)
    names = pedigree.listed
    phi = tuple(f"phi{k}" for k in range(5))
    records = Records(
        tuple(f"t{t}" for t in range(traits)),
        values,
        {
            "animal": Factor(names, animal),
            "htd": Factor(tuple(map(str, range(int(herd_day.max()) + 1))), herd_day),
            "season": Factor(
                tuple(map(str, range(12))), random.integers(0, 12, rows, dtype=np.int32)
            ),
        },
        {},
        np.broadcast_to(np.float64(1.0), values.shape),
        np.zeros(rows, dtype=np.int64),
        Curve(phi, day, table),
    )
    structure = Related(pedigree, invert_relationships(pedigree, f=inbreeding(pedigree)))
    model = Model(
        (Fixed("htd"), Fixed("season", phi)),
        (
            Genetic(("animal",), g, phi[:3], structure=structure),
            Random("animal", p, phi[:3], name="permanent"),
        ),
        r,
    )
    return model, records, pedigree


def lactations(rows: int) -> tuple[Model, Records, Pedigree]:
    """Three traits with a curve of their own in each of three lactations: 27 coefficients.

    A record belongs to one lactation; the multipliers of the others are 0, for which 9 × 3
    covariates are looked up by lactation and day. Twelve classes have a curve in each lactation.
    """
    random = np.random.default_rng(3)
    pedigree = simulate_pedigree(rows // 10, seed=1, sires_a_year=10)
    traits, days = 3, LAST - FIRST + 1
    base = np.array([[3.3, 0.6, -1.4], [0.6, 0.9, -0.3], [-1.4, -0.3, 1.0]])
    among = 0.2 * np.eye(3) + 0.8
    unit = 0.6 * np.eye(traits) + 0.4
    g = np.kron(np.kron(among, base), unit)
    p, r = np.kron(np.kron(0.4 * np.eye(3) + 0.6, 2 * base), unit), 3.7 * unit
    cows = np.flatnonzero(pedigree.sex == 2)
    cows = cows[random.permutation(len(cows))[: max(rows // 30, 1)]]
    animal = np.sort(random.choice(cows, rows)).astype(np.int32)
    lactation = random.integers(0, 3, rows, dtype=np.int32)
    lactation = lactation[np.lexsort((lactation, animal))]
    day = random.integers(0, days, rows, dtype=np.int32)
    own = legendre(np.arange(FIRST, LAST + 1), 4, first=FIRST, last=LAST)
    table = np.zeros((3 * days, 14))
    for n in range(3):
        table[n * days : (n + 1) * days, 3 * n : 3 * n + 3] = own[:, :3]
        table[n * days : (n + 1) * days, 9:] = own
    index = lactation * np.int32(days) + day
    true = simulate_breeding_values(pedigree, g[:9, :9], seed=2)
    values = random.normal(0, 1.9, (rows, traits))
    for trait in range(traits):
        for k in range(3):
            values[:, trait] += true[animal, k * traits + trait] * own[day, k]
    values[random.random((rows, traits)) < 0.02] = np.nan
    herds = max(rows // 40, 2)
    herd_day = random.integers(0, herds, rows, dtype=np.int32)
    season = random.integers(0, 12, rows, dtype=np.int32) * np.int32(3) + lactation
    phi = tuple(f"phi{n}{k}" for n in range(3) for k in range(3))
    fixed = tuple(f"psi{k}" for k in range(5))
    records = Records(
        ("milk", "fat", "protein"),
        values,
        {
            "animal": Factor(pedigree.listed, animal),
            "htd": Factor(tuple(map(str, range(herds))), herd_day),
            "season": Factor(tuple(map(str, range(36))), season),
        },
        {},
        np.broadcast_to(np.float64(1.0), values.shape),
        np.zeros(rows, dtype=np.int64),
        Curve((*phi, *fixed), index, table),
    )
    structure = Related(pedigree, invert_relationships(pedigree, f=inbreeding(pedigree)))
    model = Model(
        (Fixed("htd"), Fixed("season", fixed)),
        (
            Genetic(("animal",), g, phi, structure=structure),
            Random("animal", p, phi, name="permanent"),
        ),
        r,
    )
    return model, records, pedigree


def main() -> int:
    """Print the table; 1 when the two ways differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--traits", type=int, default=1)
    parser.add_argument("records", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--lactations", action="store_true")
    asked = parser.parse_args()
    asked.traits = 3 if asked.lactations else asked.traits
    speed = bandwidth()
    print(
        f"{cores()} cores, load {os.getloadavg()[0]:.1f}, {asked.traits} traits; triad "
        f"{speed / 1e9:.1f} GB/s, 1 thread"
    )
    print(
        f"{'records':>12}{'equations':>12}{'iter.':>7}{'CPU s':>9}{'wall s':>9}{'ms/iter.':>10}"
        f"{'residual':>10}{'peak MB':>9}"
    )
    agree = True
    for rows in asked.records:
        if asked.lactations:
            model, records, pedigree = lactations(rows)
        else:
            model, records, pedigree = simulated(rows, asked.traits)
        ticks: list[float] = []
        start, clock = time.process_time(), time.perf_counter()
        run = solve(
            model, records, pedigree, tolerance=1e-6,
            progress=lambda *_, ticks=ticks: ticks.append(time.process_time()),
        )  # fmt: skip
        seconds, clock = time.process_time() - start, time.perf_counter() - clock
        each = (ticks[-1] - ticks[0]) / max(len(ticks) - 1, 1)
        told = run.convergence
        print(
            f"{rows:12,}{told.equations:12,}{told.iterations:7}{seconds:9.1f}{clock:9.1f}"
            f"{1000 * each:10.1f}{told.relative_residual:10.1e}"
            f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:9,.0f}"
        )
        limit = moved(run) / speed
        print(
            f"{'':12} the bytes of an iteration take {1000 * limit:.1f} ms of one thread "
            f"({limit / each:.0%}): a record reads few, and multiplies with the curves of the "
            f"animal, of its environment and of the class, there and back"
        )
        if rows <= PEER_UP_TO:
            equations = build_equations(model, records, pedigree)
            start = time.process_time()
            other = iterate(
                BlockWise(equations), spread_of(equations), None, tolerance=1e-6,
                iterations=3000, threads=cores(),
            )  # fmt: skip
            peer = time.process_time() - start
            term = equations.term("animal")
            part = slice(term.start, term.stop)
            gap = float(np.abs(other.unknowns[part] - run.unknowns[part]).max())
            print(
                f"{'':12} all unknowns iterated, polynomials by record: "
                f"{len(other.residuals)} iterations, "
                f"{peer:.1f} s ({peer / seconds:.1f} ×), largest difference {gap:.1e}"
            )
            agree &= gap < 1e-2
    return 0 if agree else 1


if __name__ == "__main__":
    sys.exit(main())
