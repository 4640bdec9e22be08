"""What it costs to cut an evaluation into parts that hold their own animals and records.

The same equations are solved in one part and in several, by threads, by processes and, where
``distributed`` is installed, by workers of a Dask cluster on this machine; solutions must agree to
1e-10 of their largest. Printed are iterations, wall and processor seconds, and the bytes a part
sends in an iteration beside the bytes it holds. On a machine with fewer cores than parts the wall
time cannot fall below that of the cores. Processor seconds of Dask's workers, which live on, are
not among those printed.
Usage: ``python bench/breeding_shards.py [animals]``.
"""

import os
import resource
import sys
import time
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from breeding_solve import covariances, simulated

from milkshed.breeding.science.a_inverse import invert_relationships
from milkshed.breeding.science.equations import build_equations
from milkshed.breeding.science.inbreeding import inbreeding
from milkshed.breeding.science.mixed_model import Fixed, Genetic, Model, Random
from milkshed.breeding.science.shards import Way, cut, solve_shards
from milkshed.breeding.science.structures import Related
from milkshed.numerics.compiled import cores

ANIMALS = 300_000
PLAN: tuple[tuple[Way, int], ...] = (
    ("alone", 1), ("threads", 2), ("threads", 4), ("processes", 2), ("processes", 4),
    ("dask", 2), ("dask", 4),
)  # fmt: skip


def processor_seconds() -> float:
    """Of this process and its ended children."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def dask_cluster(workers: int) -> tuple[Any, Any]:
    """A cluster of so many worker processes on this machine, and its client."""
    distributed = import_module("distributed")
    cluster = distributed.LocalCluster(
        n_workers=workers, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
    )
    return cluster, distributed.Client(cluster)


def main() -> int:
    """Print the table; 1 when solutions differ."""
    animals = int(sys.argv[1]) if len(sys.argv) > 1 else ANIMALS
    pedigree, records, _ = simulated(animals, 1)
    g, p, r = covariances(1)
    structure = Related(pedigree, invert_relationships(pedigree, f=inbreeding(pedigree)))
    model = Model(
        (Fixed("hys"),),
        (Genetic(("animal",), g, structure=structure), Random("animal", p, name="pe")),
        r,
    )
    equations = build_equations(model, records, pedigree)
    print(f"{cores()} cores, load {os.getloadavg()[0]:.1f}; {animals:,} animals")
    print(
        f"{'way':>10}{'parts':>6}{'iter.':>6}{'wall s':>8}{'CPU s':>8}{'MB sent/iter.':>15}"
        f"{'MB held':>9}{'difference':>12}"
    )
    first = None
    good = True
    for way, parts in PLAN:
        if way == "dask" and find_spec("distributed") is None:
            continue
        cluster, client = dask_cluster(parts) if way == "dask" else (None, None)
        clock, start = time.perf_counter(), processor_seconds()
        found = solve_shards(equations, parts, way=way, tolerance=1e-12, client=client)
        wall, seconds = time.perf_counter() - clock, processor_seconds() - start
        for end in (client, cluster):
            if end is not None:
                end.close()
        held = np.mean([shard.nbytes for shard in cut(equations, parts)[1]])
        term = equations.term("animal")
        values = found.unknowns[term.start : term.stop]
        first = values if first is None else first
        gap = float(np.abs(values - first).max() / np.abs(first).max())
        good &= gap < 1e-10
        print(
            f"{way:>10}{parts:6}{len(found.residuals):6}{wall:8.2f}{seconds:8.2f}"
            f"{found.moved / 1e6:15.2f}{held / 1e6:9.1f}{gap:12.1e}"
        )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
