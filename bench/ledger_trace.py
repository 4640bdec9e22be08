"""Traces over a year of the region, 1.8 million lots: back from products, forward from milkings.

A synthetic region (327 farms milked three times a day, 305 stations, 460 tanker loads, 26 plants
with 8 silos cleaned every other day, batches and product lots) is written into the ledger's own
tables. A trace is the whole answer: walk, shares, names, places and hops with their events. The
ratio is to walking the same lots over adjacency lists in memory, which gives bare numbers only.
Also timed: the mass balance of one day of the region in the middle of the year.

Usage: ``python bench/ledger_trace.py [--days 365] [--starts 200]``.
"""

import argparse
import os
import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

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


class Year:
    """Lots in the order of their making, and the edges between them."""

    def __init__(self, days: int) -> None:
        self.kinds: list[int] = []
        self.days: list[int] = []
        self.masses: list[float] = []
        self.edges: list[Edge] = []
        self._random = random.Random(20260105)
        self._station: dict[int, int] = {}
        self._silo: dict[int, int] = {}
        for day in range(days):
            self._day(day)

    def _lot(self, kind: int, day: int, inputs: Sequence[tuple[int, float]], mass: float) -> int:
        number = len(self.kinds)
        self.kinds.append(kind)
        self.days.append(day)
        self.masses.append(mass)
        self.edges.extend((source, number, kg) for source, kg in inputs)
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


_TERMS = """
INSERT INTO ledger_term (id, uri)
SELECT number + 1000, 'https://id.gs1.org/01/09521234543213/10/L' || number FROM bench_lot
"""
_EVENTS = """
INSERT INTO ledger_event (seq, event_id, event_key, content, type, action, declares_error,
    event_time, offset_minutes, record_time, biz_step_id, biz_location_id, read_point_id, body)
SELECT number + 1, 'urn:bench:' || number, md5('k' || number)::uuid, md5('k' || number)::uuid,
       CASE kind WHEN 0 THEN 1 ELSE 4 END, CASE kind WHEN 0 THEN 2 END, false,
       timestamptz '2025-01-01' + day * interval '1 day' + kind * interval '2 hours', 480,
       timestamptz '2025-01-01' + day * interval '1 day' + kind * interval '2 hours',
       CASE kind WHEN 5 THEN 1 ELSE kind + 1 END, 10 + number % 600, 10 + number % 600, ''::bytea
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
_FLOW = """
INSERT INTO ledger_flow (event_id, source_id, target_id, mass_kg)
SELECT target + 1, source + 1000, target + 1000, mass FROM bench_edge ORDER BY target
"""


def _store(year: Year) -> None:
    """Write the year into the ledger's tables."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE bench_lot (number bigint, kind int, day int, mass float8);"
            "CREATE TEMP TABLE bench_edge (source bigint, target bigint, mass float8)"
        )
        with cursor.copy("COPY bench_lot FROM STDIN") as rows:
            for number, (kind, day, mass) in enumerate(
                zip(year.kinds, year.days, year.masses, strict=True)
            ):
                rows.write(f"{number}\t{kind}\t{day}\t{mass}\n")
        with cursor.copy("COPY bench_edge FROM STDIN") as rows:
            for source, target, mass in year.edges:
                rows.write(f"{source}\t{target}\t{mass}\n")
        names = [(kind + 1, step) for kind, step in enumerate(STEPS) if kind != BATCH]
        names += [(10 + place, f"https://id.gs1.org/414/95213{place:08d}") for place in range(600)]
        cursor.executemany("INSERT INTO ledger_term (id, uri) VALUES (%s, %s)", names)
        for statement in (_TERMS, _EVENTS, _OUTPUTS, _INPUTS, _FLOW):
            cursor.execute(statement)
        cursor.execute("ANALYZE ledger_term, ledger_event, ledger_link, ledger_flow")


def _neighbours(edges: Sequence[Edge], count: int, *, backward: bool) -> list[list[int]]:
    lists: list[list[int]] = [[] for _ in range(count)]
    for source, target, _ in edges:
        if backward:
            lists[target].append(source)
        else:
            lists[source].append(target)
    return lists


def _walk(neighbours: Sequence[Sequence[int]], start: int) -> int:
    reached, waiting = {start}, [start]
    while waiting:
        for other in neighbours[waiting.pop()]:
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


def main() -> None:
    """Build the year, trace, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--starts", type=int, default=200)
    options = parser.parse_args()
    begun = time.perf_counter()
    year = Year(options.days)
    print(f"{len(year.kinds):,} lots, {len(year.edges):,} edges over {options.days} days")
    with own_database():
        from milkshed.ledger.facade import trace_backward, trace_forward

        _store(year)
        print(f"built and stored in {time.perf_counter() - begun:.0f} s")
        chooser = random.Random(7)
        for name, trace, kind in (
            ("backward", trace_backward, PRODUCT),
            ("forward", trace_forward, MILKING),
        ):
            lots = [number for number, each in enumerate(year.kinds) if each == kind]
            starts = chooser.sample(lots, options.starts)
            lists = _neighbours(year.edges, len(year.kinds), backward=kind == PRODUCT)

            def ours(start: int, trace: Callable[..., object] = trace) -> int:
                found = trace(f"https://id.gs1.org/01/09521234543213/10/L{start}")
                return len(found.nodes)  # type: ignore[attr-defined]

            def bare(start: int, lists: Sequence[Sequence[int]] = lists) -> int:
                return _walk(lists, start)

            _timed(ours, starts[:5])
            times, size = _timed(ours, starts)
            bare_times, bare_size = _timed(bare, starts)
            assert size == bare_size
            print(_told(f"{name}, ledger (median {size} lots)", times))
            print(_told(f"{name}, in memory, numbers only", bare_times))
            print(f"ratio of medians: {np.median(times) / np.median(bare_times):.0f}")
        _time_balance(options.days // 2)
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
