"""A year of key figures for the region's farms, against the same definitions cow by cow.

usage: .venv/bin/python bench/herd_kpi.py [FARMS]

Makes one farm of 2,800 head with three years of services, checks, calvings and leavings, computes
all figures from its columns, and compares with plain Python that walks over cows for three of
them (services conceived, 21-day windows, calving interval). Prints the ratio for that part, and
what all figures of FARMS farms (327) take.
"""

import sys
import time
from collections.abc import Callable
from itertools import pairwise

import numpy as np

from milkshed.herd.science.cow_records import HerdRecords, herd_records
from milkshed.herd.science.kpis import KPIS, Herd, compute_all, prepare

HEAD, LAST, SPAN = 2_800, 1_100, 365
FIRST = LAST - SPAN + 1


def make(seed: int) -> HerdRecords:
    """A farm by chance: services every three weeks until one takes at 40 %, checks 35 days on."""
    random = np.random.default_rng(seed)
    cows = np.arange(HEAD)
    calvings, services, checks = [], [], []
    for cow, first in zip(cows.tolist(), random.integers(0, 400, HEAD).tolist(), strict=True):
        day = first
        while day <= LAST:
            calvings.append((cow, day))
            served = day + 55 + int(random.integers(0, 21))
            while random.random() > 0.4 and served < LAST:
                services.append((cow, served))
                served += 21 * int(random.integers(1, 3))
            services.append((cow, served))
            checks.append((cow, served + 35))
            day = served + 280
    left = np.where(random.random(HEAD) < 0.3, random.integers(FIRST, LAST, HEAD), 2**30)

    def columns(rows: list[tuple[int, int]]) -> dict[str, np.ndarray]:
        table = np.array(rows)
        kept = table[:, 1] <= left[table[:, 0]]
        return {"cow": table[kept, 0], "day": table[kept, 1]}

    found = columns(checks)
    return herd_records(
        LAST,
        {"key": cows, "birth": np.full(HEAD, -800), "left": left, "how": np.full(HEAD, 3)},
        calvings=columns(calvings),
        services=columns(services),
        checks={**found, "result": np.ones(len(found["cow"]))},
    )


def cow_by_cow(records: HerdRecords) -> tuple[int, int, int, int]:
    """Eligible and pregnant cow-windows, known services, days of calving intervals, in loops."""
    by_cow: dict[int, list[list[int]]] = {c: [[], [], []] for c in range(len(records.cows))}
    for at, table in enumerate((records.calvings, records.services, records.checks)):
        for cow, day in zip(table.cow.tolist(), table.day.tolist(), strict=True):
            by_cow[cow][at].append(day)
    left = records.cows.left.tolist()
    eligible = pregnant = known = interval = 0
    for cow, (calved, served, found) in by_cow.items():
        conceived = set()
        for day in calved:
            fits = [s for s in served if 260 <= day - s <= 302]
            conceived.update(fits[-1:])
        for day in found:
            fits = [s for s in served if day - s >= 25 and day - s <= 302]
            conceived.update(fits[-1:])
        for position, day in enumerate(served):
            later = position + 1 < len(served)
            old = day + 45 < LAST and left[cow] > day + 45
            known += FIRST <= day <= LAST and (day in conceived or later or old)
        spans = [(s, min([c for c in calved if c > s], default=2**30)) for s in conceived]
        for start in range(FIRST, LAST - 42 - 20 + 1, 21):
            current = [c for c in calved if c + 50 <= start]
            if not current:
                continue
            end = min([c for c in calved if c > current[-1]], default=2**30)
            if min(end, left[cow]) <= start + 20 or any(s < start <= e for s, e in spans):
                continue
            eligible += 1
            pregnant += any(start <= s <= start + 20 for s in conceived)
        for before, after in pairwise(calved):
            if FIRST <= after <= LAST:
                interval += after - before
    return eligible, pregnant, known, interval


def from_columns(herd: Herd) -> tuple[int, int, int, int]:
    """The same four numbers from the figures."""
    found = compute_all(herd)
    rate = found["pregnancy_rate"]
    return (
        int(rate.denominator),
        int(rate.numerator),
        int(found["conception_rate"].denominator),
        int(found["calving_interval"].numerator),
    )


def best(work: Callable[[], object], times: int) -> float:
    """Least seconds of processor of several runs; other work on the machine does not count."""
    took = []
    for _ in range(times):
        begin = time.process_time()
        work()
        took.append(time.process_time() - begin)
    return min(took)


def main() -> None:
    """Compare, then compute the region's farms one after another."""
    farms = int(sys.argv[1]) if len(sys.argv) > 1 else 327
    records = make(1)
    print(
        f"farm: {HEAD:,} head, {len(records.services):,} services, "
        f"{len(records.calvings):,} calvings"
    )
    ours, theirs = from_columns(prepare(records, FIRST, LAST)), cow_by_cow(records)
    if ours != theirs:
        raise SystemExit(f"the figures differ: {ours} and {theirs}")
    fast = best(lambda: compute_all(prepare(records, FIRST, LAST)), 5)
    slow = best(lambda: cow_by_cow(records), 2)
    print(
        f"all {len(KPIS)} figures from columns {fast * 1000:.1f} ms; "
        f"three of them cow by cow {slow * 1000:.0f} ms"
    )
    print(f"ratio {slow / fast:.0f}")
    herds = [make(seed) for seed in range(4)]
    begin = time.process_time()
    for number in range(farms):
        compute_all(prepare(herds[number % len(herds)], FIRST, LAST))
    took = time.process_time() - begin
    print(f"{farms} farms of {HEAD:,} head: {took:.2f} s of processor (limit 10 s)")


if __name__ == "__main__":
    main()
