"""The same documents captured by us and by quartet-epcis: durable events a second, side by side.

quartet-epcis is the other EPCIS repository written in Python. It runs in an environment of its
own that this bench makes below the data folder (it is GPL and never imported by the product), in
the way its default rule captures: ``BusinessEPCISParser`` on one XML document of EPCIS 1.2, which
is one transaction. Both sides write into their own database of the same PostgreSQL server, take
documents of 500 events in two processes, and alternate. Ours takes the same XML, and the same
events in JSON-LD.

Two kinds of events: ``serials`` (commissioning, packing and shipping of serialised items, what
quartet-epcis was made for) and ``milk`` (lots with quantities).

Usage: ``python bench/capture_peer.py [--documents 4]``.
"""

import argparse
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from multiprocessing import get_context
from multiprocessing.pool import Pool
from pathlib import Path

import orjson
import psycopg
from capture_work import CONTEXT, EVENTS
from cpu_seconds import cpu_seconds_of, database_process
from own_database import VAR, own_database

PEER = "quartet-epcis==4.1.5"
NEEDS = (PEER, "haikunator", "psycopg[binary]")  # it does not declare the second
ROUNDS = 2
SERIALS_EACH = 5

_PEER_PROGRAM = """
import io, sys, time
from multiprocessing import get_context
import django
from django.conf import settings

def start():
    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "quartet_epcis"],
        DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "NAME": sys.argv[1],
                               "USER": sys.argv[2], "HOST": sys.argv[3], "PORT": sys.argv[4],
                               "CONN_MAX_AGE": None}},
        MIGRATION_MODULES={"quartet_epcis": None},  # they want its rule engine
        USE_TZ=True, DEFAULT_AUTO_FIELD="django.db.models.AutoField")
    django.setup()

def capture(path):
    from quartet_epcis.parsing.business_parser import BusinessEPCISParser
    with open(path, "rb") as file:
        BusinessEPCISParser(io.BytesIO(file.read())).parse()

if __name__ == "__main__":
    start()
    if sys.argv[5] == "migrate":
        from django.core.management import call_command
        call_command("migrate", run_syncdb=True, verbosity=0)
        sys.exit()
    with get_context("spawn").Pool(2, start) as pool:
        pool.map(len, [[]] * 8)
        begun = time.perf_counter()
        pool.map(capture, sys.argv[5:], chunksize=1)
        print(time.perf_counter() - begun)
"""

Event = dict[str, object]
Make = Callable[[int, int, int], Event]


def _serials(run: int, document: int, number: int) -> Event:
    """Commissioning of five items and a case, their packing, the shipping, in turn."""
    group = number // 3
    lot = f"R{run}D{document}G{group}"
    items = [f"urn:epc:id:sgtin:952123.0412345.{lot}N{n}" for n in range(SERIALS_EACH)]
    case = f"urn:epc:id:sscc:952123.{run:03d}{document:03d}{group:05d}"
    event: Event = {
        "eventID": f"urn:uuid:{uuid.uuid4()}",
        "eventTime": f"2026-01-05T{number % 3 + 6:02d}:30:00.000Z",
        "eventTimeZoneOffset": "+08:00",
        "readPoint": {"id": f"urn:epc:id:sgln:9521321.{number % 300:05d}.0"},
    }
    if number % 3 == 0:
        return event | {
            "type": "ObjectEvent",
            "action": "ADD",
            "bizStep": "commissioning",
            "epcList": [*items, case],
        }
    if number % 3 == 1:
        return event | {
            "type": "AggregationEvent",
            "action": "ADD",
            "bizStep": "packing",
            "parentID": case,
            "childEPCs": items,
        }
    return event | {
        "type": "ObjectEvent",
        "action": "OBSERVE",
        "bizStep": "shipping",
        "epcList": [case],
    }


def _milk(run: int, document: int, number: int) -> Event:
    """A milking and its way into a tank, in turn."""
    group = number // 2

    def amount(kind: str, mass_kg: float) -> Event:
        name = f"urn:epc:class:lgtin:952123.4543213.R{run}D{document}{kind}{group}"
        return {"epcClass": name, "quantity": mass_kg, "uom": "KGM"}

    event: Event = {
        "eventID": f"urn:uuid:{uuid.uuid4()}",
        "eventTime": f"2026-01-05T{number % 2 + 6:02d}:30:00.000Z",
        "eventTimeZoneOffset": "+08:00",
        "readPoint": {"id": f"urn:epc:id:sgln:9521321.{number % 300:05d}.0"},
    }
    if number % 2 == 0:
        return event | {
            "type": "ObjectEvent",
            "action": "ADD",
            "bizStep": "commissioning",
            "quantityList": [amount("M", 4210.5)],
        }
    return event | {
        "type": "TransformationEvent",
        "bizStep": "storing",
        "inputQuantityList": [amount("M", 4210.5), amount("H", 310.0)],
        "outputQuantityList": [amount("F", 4520.5)],
    }


def _json(events: Sequence[Event]) -> bytes:
    return orjson.dumps(
        {
            "@context": CONTEXT,
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": "2026-01-05T00:00:00Z",
            "epcisBody": {"eventList": events},
        }
    )


def _xml(events: Sequence[Event]) -> bytes:
    written = "".join(_xml_event(event) for event in events)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:1" schemaVersion="1.2"'
        ' creationDate="2026-01-05T00:00:00Z"><EPCISBody><EventList>'
        f"{written}</EventList></EPCISBody></epcis:EPCISDocument>"
    ).encode()


def _xml_event(event: Event) -> str:
    kind = str(event["type"])
    step = f"<bizStep>urn:epcglobal:cbv:bizstep:{event['bizStep']}</bizStep>"
    place = event["readPoint"]
    assert isinstance(place, dict)
    point = f"<readPoint><id>{place['id']}</id></readPoint>"
    head = (
        f"<eventTime>{event['eventTime']}</eventTime>"
        f"<eventTimeZoneOffset>{event['eventTimeZoneOffset']}</eventTimeZoneOffset>"
        f"<baseExtension><eventID>{event['eventID']}</eventID></baseExtension>"
    )
    if kind == "TransformationEvent":
        inputs = _amounts("inputQuantityList", event)
        outputs = _amounts("outputQuantityList", event)
        body = f"<{kind}>{head}{inputs}{outputs}{step}{point}</{kind}>"
        return f"<extension>{body}</extension>"
    action = f"<action>{event['action']}</action>"
    if kind == "AggregationEvent":
        parent = f"<parentID>{event['parentID']}</parentID>"
        named = f"{parent}<childEPCs>{_epcs(event['childEPCs'])}</childEPCs>"
    else:
        named = f"<epcList>{_epcs(event.get('epcList', ()))}</epcList>"
    more = ""
    if "quantityList" in event:
        more = f"<extension>{_amounts('quantityList', event)}</extension>"
    return f"<{kind}>{head}{named}{action}{step}{point}{more}</{kind}>"


def _epcs(names: object) -> str:
    assert isinstance(names, Iterable)
    return "".join(f"<epc>{name}</epc>" for name in names)


def _amounts(name: str, event: Event) -> str:
    elements = event[name]
    assert isinstance(elements, list)
    inside = "".join(
        f"<quantityElement><epcClass>{element['epcClass']}</epcClass>"
        f"<quantity>{element['quantity']}</quantity><uom>{element['uom']}</uom></quantityElement>"
        for element in elements
    )
    return f"<{name}>{inside}</{name}>"


def _capture_json(body: bytes) -> None:
    _capture(body, "application/ld+json")


def _capture_xml(body: bytes) -> None:
    _capture(body, "application/xml")


def _capture(body: bytes, media_type: str) -> None:
    from milkshed.ledger.facade import capture_document

    assert len(capture_document(body, media_type=media_type).accepted) == EVENTS


def _start_worker() -> None:
    import django

    django.setup()


def _ours(pool: Pool, work: Callable[[bytes], None], bodies: Sequence[bytes]) -> float:
    begun = time.perf_counter()
    pool.map(work, bodies, chunksize=1)
    return len(bodies) * EVENTS / (time.perf_counter() - begun)


class Peer:
    """quartet-epcis in its own environment and database."""

    def __init__(self, folder: Path) -> None:
        from django.db import connection

        self._folder = folder
        self._python = folder / "environment" / "bin" / "python"
        if not self._python.exists():
            subprocess.run([sys.executable, "-m", "venv", folder / "environment"], check=True)
            subprocess.run([self._python, "-m", "pip", "install", "-q", *NEEDS], check=True)
        address = connection.settings_dict
        name = f"{address['NAME']}_peer"
        self._address = [name, address["USER"], address["HOST"], str(address["PORT"])]
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        (folder / "capture.py").write_text(_PEER_PROGRAM)
        self._run("migrate")

    def rate(self, bodies: Sequence[bytes]) -> float:
        """Events a second over the documents."""
        paths = []
        for place, body in enumerate(bodies):
            paths.append(self._folder / f"{place}.xml")
            paths[-1].write_bytes(body)
        return len(bodies) * EVENTS / float(self._run(*map(str, paths)))

    def count(self) -> int:
        """How many events it holds."""
        from django.db import connection

        parameters = connection.get_connection_params() | {"dbname": self._address[0]}
        known = {k: parameters[k] for k in ("dbname", "user", "host", "port") if k in parameters}
        with psycopg.connect(**known) as own:
            row = own.execute("SELECT count(*) FROM quartet_epcis_event").fetchone()
        return int(row[0]) if row else 0

    def drop(self) -> None:
        """Remove its database."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {self._address[0]} WITH (FORCE)")

    def _run(self, *arguments: str) -> str:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("DJANGO")}
        done = subprocess.run(
            [self._python, self._folder / "capture.py", *self._address, *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=4)
    options = parser.parse_args()
    with own_database():
        folder = VAR / "peer"
        folder.mkdir(parents=True, exist_ok=True)
        peer = Peer(folder)
        try:
            with get_context("spawn").Pool(2, _start_worker) as pool:
                for name, make in (("serials", _serials), ("milk", _milk)):
                    _compare(name, make, peer, pool, options.documents)
            print(f"{peer.count():,} events stored by {PEER}")
        finally:
            peer.drop()
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


Measured = tuple[float, float]
"""Events a second, and CPU seconds a thousand events: of the processes and of PostgreSQL."""


def _measured(work: Callable[[], float], documents: int) -> Measured:
    database = database_process()
    before = cpu_seconds_of(os.getpid()) + cpu_seconds_of(database)
    rate = work()
    used = cpu_seconds_of(os.getpid()) + cpu_seconds_of(database) - before
    return rate, used / (documents * EVENTS / 1000)


def _best(found: Sequence[Measured]) -> Measured:
    return max(rate for rate, _ in found), min(used for _, used in found)


def _compare(name: str, make: Make, peer: Peer, pool: Pool, documents: int) -> None:
    theirs: list[Measured] = []
    xml: list[Measured] = []
    json: list[Measured] = []
    for turn in range(ROUNDS):
        same, others = (
            [[make(run, document, n) for n in range(EVENTS)] for document in range(documents)]
            for run in (turn, ROUNDS + turn)
        )
        in_xml = [_xml(events) for events in same]
        in_json = [_json(events) for events in others]
        theirs.append(_measured(partial(peer.rate, in_xml), documents))
        xml.append(_measured(partial(_ours, pool, _capture_xml, in_xml), documents))
        json.append(_measured(partial(_ours, pool, _capture_json, in_json), documents))
    rate, used = _best(theirs)
    print(f"{name}: {PEER} {rate:,.0f} events/s, {used:.3f} CPU-s a thousand (with its start)")
    for label, ours in (("the same XML", xml), ("equal events in JSON", json)):
        our_rate, our_used = _best(ours)
        print(
            f"  ours, {label}: {our_rate:,.0f} events/s, ratio {our_rate / rate:.0f};"
            f" {our_used:.3f} CPU-s, ratio {used / our_used:.0f}"
        )


if __name__ == "__main__":
    main()
