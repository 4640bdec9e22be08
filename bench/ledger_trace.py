"""Traces over years of the region, 1.8 million lots each: back from products, on from milkings.

A synthetic region (327 farms milked three times a day, 305 stations, 460 tanker loads, 26 plants
with 8 silos cleaned every other day, batches and product lots) is written year by year into the
ledger's own tables, in its segments. A trace is the whole answer: walk, shares, names, places and
hops with their events, under each of the three models. The ratio is to walking the same lots over
adjacency lists in memory, which gives bare numbers only. Also timed: the three recall scopes of a
suspect tanker load side by side, and the mass balance of one day in the middle.

Usage: ``python bench/ledger_trace.py [--years 1 | --days 365] [--starts 200]``.
"""

import argparse
import os
import random
import time
from array import array
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from own_database import own_database

FARMS, STATIONS, PLANTS, SILOS, LOADS = 327, 305, 26, 8, 460
BATCHES, PRODUCTS = 8, 10
MILKING, TANK, STATION, LOAD, SILO, BATCH, PRODUCT = range(7)
STEPS = (
    *("creating_class_instance", "storing", "receiving", "loading", "unloading"),
    *("creating_class_instance", "packing"),
)
CLEAN_EVERY_DAYS = 2

Edge = tuple[int, int, float]
YEAR_DAYS = 365
LOT_URI = "https://id.gs1.org/01/09521234543213/10/L"


class Region:
    """Lots in the order of their making, and the edges between them, as days go by.

    ``kinds``, ``sources`` and ``targets`` hold everything made so far; ``lots`` and ``edges`` what
    was made since they were last taken.
    """

    def __init__(self) -> None:
        self.kinds = array("b")
        self.sources, self.targets = array("q"), array("q")
        self.lots: list[tuple[int, int, int, float]] = []
        self.edges: list[Edge] = []
        self._day_number = 0
        self._random = random.Random(20260105)
        self._station: dict[int, int] = {}
        self._silo: dict[int, int] = {}

    def go_on(self, days: int) -> None:
        """Make the lots of the next days."""
        self.lots, self.edges = [], []
        for _ in range(days):
            self._day(self._day_number)
            self._day_number += 1

    def _lot(self, kind: int, day: int, inputs: Sequence[tuple[int, float]], mass: float) -> int:
        number = len(self.kinds)
        self.kinds.append(kind)
        self.lots.append((number, kind, day, mass))
        for source, kg in inputs:
            self.edges.append((source, number, kg))
            self.sources.append(source)
            self.targets.append(number)
        return number

    def _day(self, day: int) -> None:
        tanks = []
        for _ in range(FARMS):
            milkings = [self._lot(MILKING, day, (), 12_000.0) for _ in range(3)]
            tanks.append(self._lot(TANK, day, [(lot, 12_000.0) for lot in milkings], 36_000.0))
        for station in range(STATIONS):
            inputs = [(tanks[farm], 36_000.0) for farm in range(station, FARMS, STATIONS)]
            if day % CLEAN_EVERY_DAYS and station in self._station:
                inputs.append((self._station[station], 1_500.0))
            mass = sum(kg for _, kg in inputs)
            self._station[station] = self._lot(STATION, day, inputs, mass)
        plants: list[list[int]] = [[] for _ in range(PLANTS)]
        for load in range(LOADS):
            source = self._station[load % STATIONS]
            number = self._lot(LOAD, day, [(source, 25_000.0)], 25_000.0)
            plants[self._random.randrange(PLANTS)].append(number)
        for plant, loads in enumerate(plants):
            self._process(day, plant, loads)

    def _process(self, day: int, plant: int, loads: Sequence[int]) -> None:
        today = []
        for place, load in enumerate(loads):
            silo = plant * SILOS + place % SILOS
            inputs = [(load, 25_000.0)]
            is_clean = day % CLEAN_EVERY_DAYS == silo % CLEAN_EVERY_DAYS and place < SILOS
            if silo in self._silo and not is_clean:
                inputs.append((self._silo[silo], 4_000.0))
            mass = sum(kg for _, kg in inputs)
            self._silo[silo] = self._lot(SILO, day, inputs, mass)
            today.append(self._silo[silo])
        for batch in range(BATCHES if today else 0):
            drawn = {today[batch % len(today)], today[(batch * 3 + 1) % len(today)]}
            kg = 40_000.0 / len(drawn)
            made = self._lot(BATCH, day, [(silo, kg) for silo in sorted(drawn)], 40_000.0)
            for _ in range(PRODUCTS):
                self._lot(PRODUCT, day, [(made, 4_000.0)], 4_000.0)


_TERMS = f"""
INSERT INTO ledger_term (id, uri) SELECT number + 1000, '{LOT_URI}' || number FROM bench_lot
"""
_EVENTS = """
INSERT INTO ledger_event (seq, event_id, event_key, type, action, declares_error, event_time,
    offset_minutes, record_time, biz_step_id, biz_location_id, read_point_id, body, leaf)
SELECT number + 1, 'urn:bench:' || number, md5('k' || number)::uuid,
       CASE kind WHEN 0 THEN 1 ELSE 4 END, CASE kind WHEN 0 THEN 2 END, false,
       timestamptz '2025-01-01' + day * interval '1 day' + kind * interval '2 hours', 480,
       timestamptz '2025-01-01' + day * interval '1 day' + kind * interval '2 hours',
       CASE kind WHEN 5 THEN 1 ELSE kind + 1 END, 10 + number % 600, 10 + number % 600, ''::bytea,
       ''::bytea
FROM bench_lot ORDER BY number
"""
_OUTPUTS = """
INSERT INTO ledger_link (event_id, role, position, term_id, quantity, uom)
SELECT number + 1, CASE kind WHEN 0 THEN 2 ELSE 9 END, 0, number + 1000, mass, 'KGM'
FROM bench_lot ORDER BY number
"""
_INPUTS = """
INSERT INTO ledger_link (event_id, role, position, term_id, quantity, uom)
SELECT target + 1, 7, row_number() OVER (PARTITION BY target), source + 1000, mass, 'KGM'
FROM bench_edge ORDER BY target
"""
_MAKINGS = """
INSERT INTO ledger_making (lot_id, event_id, at, type, nature, biz_step_id, place_id, vessel_id,
    mass_kg)
SELECT number + 1000, number + 1,
       timestamptz '2025-01-01' + day * interval '1 day' + kind * interval '2 hours',
       CASE kind WHEN 0 THEN 1 ELSE 4 END, 0, CASE kind WHEN 5 THEN 1 ELSE kind + 1 END,
       10 + number % 600, 10 + number % 600, mass
FROM bench_lot ORDER BY number
"""
_FLOW = """
INSERT INTO ledger_flow (event_id, source_id, target_id, mass_kg, at)
SELECT target + 1, source + 1000, target + 1000, e.mass,
       timestamptz '2025-01-01' + day * interval '1 day' + kind * interval '2 hours'
FROM bench_edge e JOIN bench_lot l ON l.number = e.target ORDER BY target
"""


def _store_names() -> None:
    """Write the names of steps and places."""
    from django.db import connection

    names = [(kind + 1, step) for kind, step in enumerate(STEPS) if kind != BATCH]
    names += [(10 + place, f"https://id.gs1.org/414/95213{place:08d}") for place in range(600)]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO ledger_term (id, uri) VALUES (%s, %s)", names)


def _store(region: Region) -> None:
    """Write what was made since the last time into the ledger's tables."""
    from django.db import connection, transaction

    from milkshed.ledger.storage.segments import find_open, make_room

    with transaction.atomic(), connection.cursor() as cursor:
        last = len(region.kinds)
        recorded_at = datetime(2025, 1, 1, tzinfo=UTC)
        while (segment := find_open(cursor)).last_seq < last:
            # the name of a lot is new with the event that makes it
            next_seq = segment.last_seq + 1
            make_room(cursor, segment, next_seq, next_seq + 999, recorded_at)
        cursor.execute(
            "CREATE TEMP TABLE bench_lot (number bigint, kind int, day int, mass float8)"
            " ON COMMIT DROP;"
            "CREATE TEMP TABLE bench_edge (source bigint, target bigint, mass float8)"
            " ON COMMIT DROP"
        )
        with cursor.copy("COPY bench_lot FROM STDIN") as rows:
            for number, kind, day, mass in region.lots:
                rows.write(f"{number}\t{kind}\t{day}\t{mass}\n")
        with cursor.copy("COPY bench_edge FROM STDIN") as rows:
            for source, target, mass in region.edges:
                rows.write(f"{source}\t{target}\t{mass}\n")
        cursor.execute("ANALYZE bench_lot, bench_edge")
        for statement in (_TERMS, _EVENTS, _OUTPUTS, _INPUTS, _MAKINGS, _FLOW):
            cursor.execute(statement)


class Adjacency:
    """Neighbours of every lot as slices of one array."""

    def __init__(self, near: "array[int]", far: "array[int]", count: int) -> None:
        here = np.frombuffer(near, dtype=np.int64)
        order = np.argsort(here, kind="stable")
        self._far = np.frombuffer(far, dtype=np.int64)[order].tolist()
        self._first = np.searchsorted(here[order], np.arange(count + 1)).tolist()

    def walk(self, start: int) -> int:
        """How many lots are reached from one."""
        first, far = self._first, self._far
        reached, waiting = {start}, [start]
        while waiting:
            lot = waiting.pop()
            for other in far[first[lot] : first[lot + 1]]:
                if other not in reached:
                    reached.add(other)
                    waiting.append(other)
        return len(reached)


def _timed(work: Callable[[int], int], starts: Sequence[int]) -> tuple[np.ndarray, int]:
    """Milliseconds per start, and the median number of lots reached."""
    times, sizes = [], []
    for start in starts:
        begun = time.perf_counter()
        sizes.append(work(start))
        times.append((time.perf_counter() - begun) * 1000)
    return np.array(times), int(np.median(sizes))


def _told(label: str, times: np.ndarray) -> str:
    p50, p95 = np.percentile(times, [50, 95])
    return f"{label}: p50 {p50:.2f} ms, p95 {p95:.2f} ms, max {times.max():.2f} ms"


def _time_balance(day: int) -> None:
    from milkshed.ledger.facade import mass_balance

    start = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=day)
    begun = time.perf_counter()
    balance = mass_balance(start, start + timedelta(days=1))
    seconds = time.perf_counter() - begun
    events = sum(place.events for place in balance.places)
    print(
        f"mass balance of a day ({events:,} events, {len(balance.findings)} findings):"
        f" {seconds:.2f} s"
    )


def _time_traces(region: Region, starts: int) -> None:
    from milkshed.ledger.facade import Model, trace_backward, trace_forward

    chooser = random.Random(7)
    count = len(region.kinds)
    for name, trace, kind, near, far in (
        ("backward", trace_backward, PRODUCT, region.targets, region.sources),
        ("forward", trace_forward, MILKING, region.sources, region.targets),
    ):
        lots = np.flatnonzero(np.frombuffer(region.kinds, dtype=np.int8) == kind)
        chosen = [int(lot) for lot in chooser.sample(list(lots), starts)]
        bare_times, bare_size = _timed(Adjacency(near, far, count).walk, chosen)
        print(_told(f"{name}, in memory, numbers only", bare_times))
        for model in Model:

            def ours(start: int, trace: Any = trace, model: Model = model) -> int:
                found = trace(f"{LOT_URI}{start}", model=model)
                return len(found.nodes)

            _timed(ours, chosen[:5])
            times, size = _timed(ours, chosen)
            if model is Model.CONSERVATIVE:
                assert size == bare_size
            print(_told(f"{name}, {model.value} (median {size} lots)", times))
            print(f"  ratio of medians: {np.median(times) / np.median(bare_times):.0f}")


def _time_recall(region: Region, starts: int) -> None:
    from milkshed.ledger.facade import recall_scopes

    loads = np.flatnonzero(np.frombuffer(region.kinds, dtype=np.int8) == LOAD)
    chosen = [int(lot) for lot in random.Random(11).sample(list(loads), starts)]

    def scopes(start: int) -> int:
        return len(recall_scopes([f"{LOT_URI}{start}"], threshold=0.001)[0].products)

    times, size = _timed(scopes, chosen)
    print(_told(f"three recall scopes of a load (median {size} product lots)", times))


def main() -> None:
    """Build the years, trace, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=1)
    parser.add_argument("--days", type=int, help="instead of whole years")
    parser.add_argument("--starts", type=int, default=200)
    options = parser.parse_args()
    days = options.days or options.years * YEAR_DAYS
    begun = time.perf_counter()
    region = Region()
    with own_database():
        from django.db import connection

        from milkshed.ledger.storage.recurrences import note_recurrences

        _store_names()
        for first in range(0, days, YEAR_DAYS):
            region.go_on(min(YEAR_DAYS, days - first))
            _store(region)
        note_recurrences()  # the product does it every night
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(
            f"{len(region.kinds):,} lots, {len(region.sources):,} edges over {days} days,"
            f" stored in {time.perf_counter() - begun:.0f} s"
        )
        _time_traces(region, options.starts)
        _time_recall(region, options.starts)
        _time_balance(days // 2)
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
