"""How long exact REML takes on real milk records, beside the same estimates by dense matrices.

3,397 lactations of US Holsteins with 6,547 animals in the pedigree (the R package pedigreemm
0.3-5; where the reference data lie: ``MILKSHED_REFERENCE_DATA`` or ``../shared/data``), else a
simulated population of that size. The peer is average information on the covariances of the
records themselves (Gilmour, Thompson & Cullis 1995): V, its inverse and P are dense, of BLAS on
all cores. Both must come to the same likelihood, to 1e-6 of it.
Processor seconds and wall seconds.
Usage: ``python bench/breeding_reml.py``.
"""

import csv
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from milkshed.breeding.science.arrays import Float
from milkshed.breeding.science.mixed_model import Fixed, Genetic, Model, Random
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.pedigree_rows import PedigreeRows, number_rows
from milkshed.breeding.science.records import Records
from milkshed.breeding.science.relationships import relationships
from milkshed.breeding.science.reml import estimate_variances
from milkshed.breeding.science.simulation import simulate_breeding_values, simulate_pedigree
from milkshed.numerics.compiled import cores

ANIMALS, LACTATIONS, HERDS = 6_547, 3_397, 57
FIRST = (5e6, 4e6, 1e7)
Answer = TypeVar("Answer")


def reference_milk() -> tuple[Records, Pedigree] | None:
    """The records of pedigreemm, None where the reference data are not at hand."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    folder = Path(os.environ.get("MILKSHED_REFERENCE_DATA", beside)) / "breeding" / "pedigreemm"
    if not folder.is_dir():
        return None
    with (folder / "milk.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with (folder / "pedCowsR.csv").open(encoding="utf-8") as file:
        parents = list(csv.DictReader(file))
    pedigree = number_rows(
        PedigreeRows.from_table(*([row[k] for row in parents] for k in ("id", "sire", "dam")))
    )
    records = Records.from_columns(
        {"milk": [float(row["milk"]) for row in rows]},
        {"animal": [row["id"] for row in rows], "herd": [row["herd"] for row in rows]},
        covariates={
            "lactation": [float(row["lact"]) for row in rows],
            "log_dim": np.log([float(row["dim"]) for row in rows]),
        },
    )
    return records, pedigree


def simulated_milk() -> tuple[Records, Pedigree]:
    """A population of the same size."""
    random = np.random.default_rng(1)
    pedigree = simulate_pedigree(ANIMALS, seed=1, sires_a_year=20)
    true = simulate_breeding_values(pedigree, np.array([[FIRST[0]]]), seed=2)[:, 0]
    animal = np.sort(random.choice(ANIMALS, LACTATIONS))
    herd = random.integers(0, HERDS, LACTATIONS)
    values = 9000 + true[animal] + random.normal(0, np.sqrt(FIRST[1]), HERDS)[herd]
    records = Records.from_columns(
        {"milk": values + random.normal(0, np.sqrt(FIRST[2]), LACTATIONS)},
        {"animal": pedigree.ids[animal], "herd": herd},
        covariates={
            "lactation": random.integers(1, 6, LACTATIONS).astype(float),
            "log_dim": np.log(random.integers(200, 330, LACTATIONS)),
        },
    )
    return records, pedigree


def dense_reml(records: Records, pedigree: Pedigree) -> tuple[Float, float, int]:
    """Variances, log-likelihood and iterations by V⁻¹ and P of the records."""
    y = records.values[:, 0]
    size = len(y)
    animal = records.factors["animal"]
    place = {name: number for number, name in enumerate(pedigree.listed)}
    at = np.array([place[name] for name in animal.names])[animal.code]
    own, back = np.unique(at, return_inverse=True)
    herd = np.eye(len(records.factors["herd"].names))[records.factors["herd"].code]
    parts = [relationships(pedigree, own, own)[np.ix_(back, back)], herd @ herd.T, np.eye(size)]
    x = np.column_stack([np.ones(size), *records.covariates.values()])
    variances, last = np.array(FIRST), -np.inf
    for count in range(1, 51):
        v = sum(k * part for k, part in zip(variances, parts, strict=True))
        factor = cho_factor(v, lower=True)
        inverse = cho_solve(factor, np.eye(size))
        pulled = inverse @ x
        among = x.T @ pulled
        p = inverse - pulled @ np.linalg.solve(among, pulled.T)
        py = p @ y
        likelihood = -0.5 * (
            2 * float(np.log(np.diag(factor[0])).sum())
            + float(np.linalg.slogdet(among)[1])
            + float(y @ py)
            + (size - x.shape[1]) * np.log(2 * np.pi)
        )
        if abs(likelihood - last) < 1e-8 * abs(likelihood):
            return variances, likelihood, count
        last = likelihood
        lines = np.column_stack([part @ py for part in parts])
        score = np.array([-0.5 * (np.sum(p * part) - py @ part @ py) for part in parts])
        variances = variances + np.linalg.solve(0.5 * lines.T @ p @ lines, score)
    return variances, last, count


def timed(work: Callable[[], Answer]) -> tuple[Answer, float, float]:
    """What it answers, processor seconds and wall seconds."""
    start, clock = time.process_time(), time.perf_counter()
    answer = work()
    return answer, time.process_time() - start, time.perf_counter() - clock


def main() -> int:
    """Print both; 1 when their likelihoods differ."""
    milk = reference_milk()
    records, pedigree = milk or simulated_milk()
    model = Model(
        (Fixed(), Fixed(covariates=("lactation", "log_dim"))),
        (Genetic(("animal",), FIRST[0]), Random("herd", FIRST[1])),
        FIRST[2],
    )
    estimate_variances(model, records, pedigree, iterations=1)  # compiles
    found, own, wall = timed(lambda: estimate_variances(model, records, pedigree, tolerance=1e-10))
    (variances, likelihood, count), dense, dense_wall = timed(lambda: dense_reml(records, pedigree))
    print(f"{cores()} cores, load {os.getloadavg()[0]:.1f}; {'real' if milk else 'simulated'} data")
    estimates = [found.of("animal").item(), found.of("herd").item(), found.residual.item()]
    rows = (
        ("sparse", estimates, found.log_likelihood, len(found.steps), own, wall),
        ("dense", variances.tolist(), likelihood, count, dense, dense_wall),
    )
    for name, k, value, steps, seconds, clock in rows:
        print(
            f"{name:>8}: {k[0]:14,.2f}{k[1]:14,.2f}{k[2]:14,.2f}  log L {value:.5f}, {steps} "
            f"rounds, {seconds:.2f} CPU-s, {clock:.2f} s"
        )
    each = dense / count * len(found.steps) / own
    print(
        f"dense matrices take {dense / own:.0f} times the processor seconds, to a looser end; a "
        f"round {each:.0f} times"
    )
    return 0 if abs(likelihood - found.log_likelihood) < 1e-6 * abs(likelihood) else 1


if __name__ == "__main__":
    sys.exit(main())
