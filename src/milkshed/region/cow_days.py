"""A year of every cow's daily milk as Parquet files, made by all processors at once.

Two processes simulate different farms and write one file per month each, without a word between
them: a farm's random numbers depend on the farm alone. The files lie in hive folders
``year=/month=`` and can be published to the lake as they are. Columns: farm_code, ear_tag, day,
milk_dag (0.01 kg); one row per cow and day with saleable milk, ordered by farm, place and day.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from milkshed.kernel.day_numbers import day_number, day_of
from milkshed.region.science.entities import Farm, World
from milkshed.region.science.farm_table import FarmTable, stack
from milkshed.region.science.herd import make_herd
from milkshed.region.science.milk import CowDays, FarmDays, simulate_milk
from milkshed.region.science.numbering import ear_tags

DATASET = "cow_milk_days"
SCHEMA = pa.schema(
    [
        pa.field("farm_code", pa.dictionary(pa.int16(), pa.string()), nullable=False),
        pa.field("ear_tag", pa.int64(), nullable=False),
        pa.field("day", pa.date32(), nullable=False),
        pa.field("milk_dag", pa.int16(), nullable=False),
    ],
    metadata={"synthetic": "true", "milk_dag": "milk of the day in 0.01 kg"},
)
_GROUP_ROWS = 1_000_000
_WORTH_PROCESSES = 60_000_000  # cow-days below which starting processes costs more than it saves
# Tags and days hardly change from row to row, and milk fits twelve bits.
_ENCODINGS = {"ear_tag": "DELTA_BINARY_PACKED", "day": "DELTA_BINARY_PACKED"}


@dataclass(frozen=True, slots=True)
class CowYear:
    """What was written: rows in all, files by hive partition, and the farms' days."""

    rows: int
    files: Mapping[str, tuple[Path, ...]]
    table: FarmTable


def months_of(start: int, days: int) -> list[tuple[str, int, int]]:
    """Hive partitions of a stretch of days, each with its first and last column (excluded)."""
    found: list[tuple[str, int, int]] = []
    first = 0
    while first < days:
        day = day_of(start + first)
        following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        last = min(days, day_number(following) - start)
        found.append((f"year={day.year}/month={day.month:02d}", first, last))
        first = last
    return found


def write_cow_days(
    world: World,
    start: int,
    days: int,
    folder: Path,
    progress: Callable[[int, int], None] | None = None,
    processes: int | None = None,
    lead_days: int = 0,
) -> CowYear:
    """Simulate every herd and write its cows' daily milk from day number ``start``.

    The herds are made for a stretch that begins ``lead_days`` earlier, of which nothing is
    written: who looks further back at the same herds gets the same cows.
    ``progress`` is told farms done and farms in all. A small world is done in this process, a
    large one by as many as there are processors (at most 8); memory stays below 1 GB for each.
    """
    cow_days = sum(farm.adult_head for farm in world.farms) * (days + lead_days)
    workers = processes or (1 if cow_days < _WORTH_PROCESSES else min(os.cpu_count() or 1, 8))
    parts = _fair_parts(world.farms, workers * 4)
    farm_days: list[FarmDays | None] = [None] * len(world.farms)
    files: dict[str, list[Path]] = {}
    rows = done = 0
    for part, (written, paths, figures) in _results(
        world, (start, days, lead_days), folder, parts, workers
    ):
        rows += written
        for partition, path in paths.items():
            files.setdefault(partition, []).append(path)
        for position, figure in zip(part, figures, strict=True):
            farm_days[position] = figure
        done += len(figures)
        if progress is not None:
            progress(done, len(world.farms))
    return CowYear(
        rows,
        {partition: tuple(sorted(paths)) for partition, paths in sorted(files.items())},
        stack(start, [figure for figure in farm_days if figure is not None]),
    )


_Result = tuple[int, dict[str, Path], list[FarmDays]]
_Stretch = tuple[int, int, int]  # first day written, days written, days before them


def _results(
    world: World, stretch: _Stretch, folder: Path, parts: list[list[int]], workers: int
) -> Iterator[tuple[list[int], _Result]]:
    """Each part with what came of it, in the order of completion."""
    jobs = [
        (tuple(world.farms[i] for i in part), world.seed, stretch, folder, name)
        for name, part in enumerate(parts)
    ]
    if workers == 1:
        for part, job in zip(parts, jobs, strict=True):
            yield part, _write_part(*job)
        return
    # Spawned processes do not inherit database connections.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        running = {
            pool.submit(_write_part, *job): part for part, job in zip(parts, jobs, strict=True)
        }
        for finished in as_completed(running):
            yield running[finished], finished.result()


def _fair_parts(farms: tuple[Farm, ...], count: int) -> list[list[int]]:
    """Positions of farms in parts of about equal head, the largest parts first."""
    count = min(count, len(farms))
    parts: list[list[int]] = [[] for _ in range(count)]
    heads = [0] * count
    for position in sorted(range(len(farms)), key=lambda i: -farms[i].head):
        part = heads.index(min(heads))
        parts[part].append(position)
        heads[part] += farms[position].head
    return [sorted(part) for part in sorted(parts, key=lambda p: -sum(farms[i].head for i in p))]


def _write_part(
    farms: tuple[Farm, ...], seed: int, stretch: _Stretch, folder: Path, name: int
) -> _Result:
    start, days, lead = stretch
    months = months_of(start, days)
    writers = [
        _Month(folder / partition / f"part-{name:03d}.parquet") for partition, _, _ in months
    ]
    figures = []
    for farm in farms:
        herd = make_herd(farm, seed, start - lead, days + lead)
        all_cows, all_days = simulate_milk(herd, seed)
        cows = all_cows.since(lead)
        figures.append(all_days.since(lead))
        for writer, (_, first, last) in zip(writers, months, strict=True):
            for columns in _rows(cows, first, last):
                writer.add(farm, start + first, columns)
    for writer in writers:
        writer.close()
    written = {
        partition: writer.path
        for (partition, _, _), writer in zip(months, writers, strict=True)
        if writer.rows
    }
    return sum(writer.rows for writer in writers), written, figures


Columns = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int16]]


def _rows(cows: CowDays, first: int, last: int) -> Iterator[Columns]:
    """Animal, column within the month and milk of every cow-day with milk, in pieces."""
    width = last - first
    step = max(1, _GROUP_ROWS // width)
    for begin in range(0, len(cows.milk_dag), step):
        milk = cows.milk_dag[begin : begin + step, first:last].ravel()
        kept = np.flatnonzero(milk)
        animal = cows.animal[begin : begin + step, first:last].ravel()
        day = (kept % width).astype(np.int32)
        yield animal[kept], day, milk[kept].astype(np.int16)


class _Month:
    """One month's file of one part, written in groups of about a million rows."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.rows = 0
        self._held: list[pa.RecordBatch] = []
        self._held_rows = 0
        self._writer: pq.ParquetWriter | None = None

    def add(self, farm: Farm, first_day: int, columns: Columns) -> None:
        """Take rows of a farm; days are counted from ``first_day``."""
        animal, day, milk = columns
        if not len(milk):
            return
        arrays = [
            pa.DictionaryArray.from_arrays(np.zeros(len(milk), np.int16), [farm.code]),
            pa.array(ear_tags(farm, animal)),
            pa.array(day + np.int32(first_day)).cast(pa.date32()),
            pa.array(milk),
        ]
        self._held.append(pa.record_batch(arrays, schema=SCHEMA))
        self._held_rows += len(milk)
        if self._held_rows >= _GROUP_ROWS:
            self._flush()

    def close(self) -> None:
        """Write what is held and end the file."""
        self._flush()
        if self._writer is not None:
            self._writer.close()

    def _flush(self) -> None:
        if not self._held:
            return
        if self._writer is None:
            self._writer = pq.ParquetWriter(
                self.path,
                SCHEMA,
                compression="lz4",
                use_dictionary=["farm_code", "milk_dag"],
                column_encoding=_ENCODINGS,
            )
        self._writer.write_table(
            pa.Table.from_batches(self._held).unify_dictionaries(), row_group_size=2 * _GROUP_ROWS
        )
        self.rows += self._held_rows
        self._held, self._held_rows = [], 0
