"""Does the ledger stay as fast as it grows? Capture, lookup and trace at 1x, 2x, 4x, ... its size.

The log is cut into many small segments. At each size are timed: documents of 500 new events (one
process), an event looked up by its identifier, the events of a lot found by its name, and a trace
back, each over names and events of all ages. The answer is the ratio of the last size to the first.

Usage: ``python bench/ledger_growth.py [--documents 20] [--doublings 4] [--segment 5000]``.
"""

import argparse
import os
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import orjson
from capture_work import EVENTS, document, lot
from own_database import own_database
from tqdm import tqdm

SAMPLES = 200
RECENT = 30
MEASURED_DOCUMENTS = 8


@dataclass(frozen=True, slots=True)
class Size:
    """What was measured at one size of the log; times in ms, medians and 95th percentiles."""

    events: int
    segments: int
    events_per_second: float
    lookup_ms: tuple[float, float]
    recent_lot_ms: tuple[float, float]
    lot_ms: tuple[float, float]
    trace_ms: tuple[float, float]


class Grower:
    """Grows the log and remembers what may be asked for."""

    def __init__(self) -> None:
        self._documents = 0
        self._ids: list[str] = []
        self._lots: list[str] = []
        self._random = random.Random(7)

    @property
    def events(self) -> int:
        """How many events were captured."""
        return self._documents * EVENTS

    def grow_to(self, documents: int) -> None:
        """Capture until the log holds so many documents."""
        for _ in tqdm(range(documents - self._documents), leave=False):
            self._capture(self._next())

    def measure(self) -> Size:
        """Time capture, lookups and traces at the present size."""
        from milkshed.ledger.facade import find_event, trace_backward
        from milkshed.ledger.models import Segment
        from milkshed.ledger.query.events import find_events
        from milkshed.ledger.query.parameters import parse_parameters
        from milkshed.ledger.storage.recurrences import note_recurrences

        def events_of(name: str) -> object:
            return find_events(parse_parameters({"MATCH_anyEPCClass": [name]}))

        note_recurrences()  # the product does it every night
        bodies = [self._next() for _ in range(MEASURED_DOCUMENTS)]
        begun = time.perf_counter()
        for body in bodies:
            self._capture(body)
        rate = len(bodies) * EVENTS / (time.perf_counter() - begun)
        ids = self._random.choices(self._ids, k=SAMPLES)
        lots = self._random.choices(self._lots, k=SAMPLES)
        recent = self._random.choices(self._lots[-RECENT:], k=SAMPLES)
        return Size(
            self.events,
            Segment.objects.count(),
            rate,
            _timed(find_event, ids),
            _timed(events_of, recent),
            _timed(events_of, lots),
            _timed(trace_backward, lots),
        )

    def _next(self) -> bytes:
        body = document("g", self._documents)
        self._documents += 1
        events = orjson.loads(body)["epcisBody"]["eventList"]
        self._ids += [event["eventID"] for event in events[::25]]
        first = (self._documents - 1) * EVENTS
        self._lots += [lot(f"gF{(first + n) // 3}") for n in range(30, EVENTS - 30, 30)]
        return body

    def _capture(self, body: bytes) -> None:
        from milkshed.ledger.facade import capture_document

        assert capture_document(body).success


def _timed(ask: Callable[[str], object], asked: Sequence[str]) -> tuple[float, float]:
    for one in asked[:10]:
        ask(one)
    times = []
    for one in asked:
        begun = time.perf_counter()
        assert ask(one) is not None
        times.append((time.perf_counter() - begun) * 1000)
    return float(np.median(times)), float(np.percentile(times, 95))


def main() -> None:
    """Grow, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=20, help="documents at 1x")
    parser.add_argument("--doublings", type=int, default=4)
    parser.add_argument("--segment", type=int, default=5_000, help="events in a segment")
    options = parser.parse_args()
    os.environ["MILKSHED_SEGMENT_EVENTS"] = str(options.segment)
    with own_database():
        from milkshed.ledger.storage.segments import cut

        grower = Grower()
        grower.grow_to(4)  # caches and plans warm up
        assert cut()  # the first segment has the width of a new installation
        grower.measure()
        sizes = []
        for doubling in range(options.doublings + 1):
            grower.grow_to(options.documents * 2**doubling)
            sizes.append(grower.measure())
            _tell(sizes[-1])
    first, last = sizes[0], sizes[-1]
    print(f"last to first, a log {last.events / first.events:.1f} times as large:")
    print(f"  capture rate {last.events_per_second / first.events_per_second:.2f}")
    for name in ("lookup_ms", "recent_lot_ms", "lot_ms", "trace_ms"):
        p50, p95 = (getattr(last, name)[k] / getattr(first, name)[k] for k in (0, 1))
        print(f"  {name.removesuffix('_ms')} p50 {p50:.2f}, p95 {p95:.2f}")
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def _tell(size: Size) -> None:
    print(
        f"{size.events:>9,} events in {size.segments:>4} segments:"
        f" capture {size.events_per_second:>7,.0f}/s,"
        f" by identifier {size.lookup_ms[0]:.2f} (p95 {size.lookup_ms[1]:.2f}) ms,"
        f" by recent lot {size.recent_lot_ms[0]:.2f} ({size.recent_lot_ms[1]:.2f}),"
        f" by any lot {size.lot_ms[0]:.2f} ({size.lot_ms[1]:.2f}),"
        f" trace {size.trace_ms[0]:.2f} ({size.trace_ms[1]:.2f})"
    )


if __name__ == "__main__":
    main()
