"""Documents of 500 events made durable: events a second, beside the limit of this machine.

The limit, measured in the same run and alternating with ours: parse with orjson, check against
the schema, and COPY the same event bytes into a table without any index, one commit a document.
Both run in two processes, as the server does.
What we add is identity, interned names, links, the flow graph, four indexes, and the document
itself. Also printed: single events from many threads at once (group commit).

Usage: ``python bench/ledger_capture.py [--documents 80] [--processes 2]``.
"""

import argparse
import os
import time
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from multiprocessing.pool import Pool

import orjson
from own_database import own_database

EVENTS = 500
ROUNDS = 4
CONTEXT = [
    "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
    {"milkshed": "https://milkshed.example/ns/"},
]
SINGLE_EVENTS = 2_000
SINGLE_THREADS = 32


def _lot(name: str) -> str:
    return f"https://id.gs1.org/01/09521234543213/10/{name}"


def _quantity(name: str, mass_kg: float) -> dict[str, object]:
    return {"epcClass": _lot(name), "quantity": mass_kg, "uom": "KGM"}


def _event(run: str, number: int) -> dict[str, object]:
    """A third milkings, a third mixings of two lots, a third transfers: as in the real flow."""
    place = f"https://id.gs1.org/414/95213210{number % 300:05d}"
    event: dict[str, object] = {
        "eventID": f"urn:uuid:{uuid.uuid4()}",
        "eventTime": f"2026-01-05T{number % 24:02d}:30:00+08:00",
        "eventTimeZoneOffset": "+08:00",
        "bizLocation": {"id": place},
        "readPoint": {"id": f"{place}/254/T{number % 3}"},
    }
    group = number // 3
    if number % 3 == 0:
        event |= {
            "type": "ObjectEvent",
            "action": "ADD",
            "bizStep": "creating_class_instance",
            "quantityList": [_quantity(f"{run}M{group}", 4210.5)],
            "ilmd": {"milkshed:milkingSession": "morning"},
        }
    elif number % 3 == 1:
        event |= {
            "type": "TransformationEvent",
            "bizStep": "storing",
            "inputQuantityList": [
                _quantity(f"{run}M{group}", 4210.5),
                _quantity(f"{run}H{group}", 310.0),
            ],
            "outputQuantityList": [_quantity(f"{run}F{group}", 4520.5)],
        }
    else:
        event |= {
            "type": "TransformationEvent",
            "bizStep": "loading",
            "inputQuantityList": [_quantity(f"{run}F{group}", 4520.5)],
            "outputQuantityList": [_quantity(f"{run}L{group}", 4519.0)],
        }
    return event


def _document(run: str, number: int) -> bytes:
    events = [_event(run, number * EVENTS + place) for place in range(EVENTS)]
    return orjson.dumps(
        {
            "@context": CONTEXT,
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": "2026-01-05T00:00:00Z",
            "epcisBody": {"eventList": events},
        }
    )


def _plain(body: bytes) -> None:
    """Parse, validate, insert: nothing anybody could look up."""
    from django.db import connection, transaction

    from milkshed.ledger.epcis.validation import validate_document

    document = orjson.loads(body)
    assert not validate_document(document)
    with (
        transaction.atomic(),
        connection.cursor() as cursor,
        cursor.copy("COPY plain_event (body) FROM STDIN (FORMAT BINARY)") as rows,
    ):
        rows.set_types(["bytea"])
        for event in document["epcisBody"]["eventList"]:
            rows.write_row((orjson.dumps(event),))


def _ours(body: bytes) -> None:
    from milkshed.ledger.facade import capture_document

    outcome = capture_document(body)
    assert outcome.success
    assert len(outcome.accepted) == EVENTS


def _start_worker() -> None:
    import django

    django.setup()


def _rate(pool: Pool, work: Callable[[bytes], None], bodies: Sequence[bytes]) -> float:
    start = time.perf_counter()
    pool.map(work, bodies, chunksize=1)
    return len(bodies) * EVENTS / (time.perf_counter() - start)


def _singles() -> float:
    from milkshed.ledger.facade import capture_event

    bodies = [
        orjson.dumps({"@context": CONTEXT, **_event("one", number)})
        for number in range(SINGLE_EVENTS)
    ]

    def send(body: bytes) -> None:
        assert capture_event(body).success

    start = time.perf_counter()
    with ThreadPoolExecutor(SINGLE_THREADS) as threads:
        for _ in threads.map(send, bodies):
            pass
    return len(bodies) / (time.perf_counter() - start)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=80)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    with own_database():
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE plain_event (body bytea)")
        with get_context("spawn").Pool(options.processes, _start_worker) as pool:
            ours, plain = _compare(pool, options.documents // ROUNDS)
        print(f"ledger, documents of {EVENTS}: {max(ours):,.0f} events/s (rounds: {_told(ours)})")
        print(f"parse + validate + COPY, no index: {max(plain):,.0f} ({_told(plain)})")
        print(f"ratio: {max(ours) / max(plain):.2f} of the plain insert")
        print(f"single events, {SINGLE_THREADS} threads, group commit: {_singles():,.0f} events/s")
        print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def _compare(pool: Pool, documents: int) -> tuple[list[float], list[float]]:
    ours: list[float] = []
    plain: list[float] = []
    warm = [_document("warm", number) for number in range(4)]
    _rate(pool, _ours, warm)
    _rate(pool, _plain, warm)
    for turn in range(ROUNDS):
        bodies = [_document(f"r{turn}", number) for number in range(documents)]
        plain.append(_rate(pool, _plain, bodies))
        ours.append(_rate(pool, _ours, bodies))
    return ours, plain


def _told(rates: Sequence[float]) -> str:
    return ", ".join(f"{rate:,.0f}" for rate in rates)


if __name__ == "__main__":
    main()
