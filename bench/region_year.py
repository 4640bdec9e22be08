"""A year of daily milk of 920,000 cattle, written as Parquet, against the disk and against a peer.

Prints: seconds and rows a second for herds, milk and files; the ratio to writing random rows of
the same shape with pyarrow alone (the limit of the format on this machine, same run); bytes per
row; peak memory; and whether the county milk and head are what the calibration says.

Usage: ``python bench/region_year.py [--scale region|county|farm] [--days 365]``.
"""

import argparse
import resource
import shutil
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from milkshed.kernel.day_numbers import day_number, day_of
from milkshed.region.cow_days import SCHEMA, write_cow_days
from milkshed.region.science.flow import simulate
from milkshed.region.science.world import SCALES, make_world

START = "2025-11-01"
_SAMPLE_ROWS = 4_000_000


def plain_rows_per_second(folder: Path) -> float:
    """How fast pyarrow alone writes rows of this shape, one process, lz4 (best of 3)."""
    generator = np.random.default_rng(1)
    table = pa.table(
        [
            pa.DictionaryArray.from_arrays(
                np.sort(generator.integers(0, 300, _SAMPLE_ROWS)).astype(np.int16),
                [f"6403020{k:03d}" for k in range(300)],
            ),
            pa.array(264_030_200_000_000 + np.sort(generator.integers(0, 130_000, _SAMPLE_ROWS))),
            pa.array((np.arange(_SAMPLE_ROWS) % 30).astype(np.int32)).cast(pa.date32()),
            pa.array(generator.normal(3000, 600, _SAMPLE_ROWS).astype(np.int16)),
        ],
        schema=SCHEMA,
    )
    best = float("inf")
    for _ in range(3):
        began = time.perf_counter()
        pq.write_table(table, folder / "plain.parquet", compression="lz4")
        best = min(best, time.perf_counter() - began)
    return _SAMPLE_ROWS / best


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", choices=SCALES, default="region")
    parser.add_argument("--days", type=int, default=365)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="milkshed-region-year-"))
    try:
        plain = plain_rows_per_second(folder)
        began = time.perf_counter()
        world = make_world(options.scale, 20260101)
        start = day_number(np.datetime64(START).item())
        year = write_cow_days(world, start, options.days, folder / "lake")
        seconds = time.perf_counter() - began
        size = sum(p.stat().st_size for paths in year.files.values() for p in paths)
        began = time.perf_counter()
        flow = simulate(world, start, options.days, table=year.table)
        flowing = time.perf_counter() - began
        lots = (
            flow.collection.milkings.mass_dag.size
            + flow.collection.milkings.stored_at.size
            + flow.collection.station_lots.total_dag.size
            + len(flow.collection.loads)
            + len(flow.processing.states.at)
            + len(flow.processing.batches.at)
            + len(flow.processing.lots.at)
            + len(flow.processing.pallets.at)
        )
        peak = max(
            resource.getrusage(who).ru_maxrss
            for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        milk_t = float(year.table.milk_dag.sum()) / 1e5
        wanted_t = sum(f.milk_t for f in world.farms) * options.days / 365
        print(f"scale {options.scale}, {options.days} days from {day_of(start)}")
        print(f"cattle                      {int(year.table.head.sum()):>14,}")
        print(f"cow-days written            {year.rows:>14,}")
        print(f"herds, milk and files       {seconds:>14.1f} s")
        print(f"cow-days per second         {year.rows / seconds:>14,.0f}")
        print(f"pyarrow alone, one process  {plain:>14,.0f} rows/s")
        print(f"ratio to pyarrow alone      {year.rows / seconds / plain:>14.2f}")
        print(f"bytes per cow-day           {size / year.rows:>14.2f}")
        print(f"milk against calibration    {milk_t / wanted_t:>14.5f}")
        print(f"flow of {lots:,} lots in {flowing:.1f} s = {lots / flowing:,.0f} lots/s")
        print(f"peak memory of a process    {peak / 1024:>14,.0f} MiB")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
