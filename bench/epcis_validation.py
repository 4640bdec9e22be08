"""How many EPCIS events per CPU second are parsed, validated and indexed.

Every figure is divided by the speed of ``orjson`` alone in the same run, so that runs on
different or busy machines can be compared. Usage: ``python bench/epcis_validation.py``.
"""

import time
from collections.abc import Callable

import orjson

from milkshed.ledger.epcis.fields import index_event
from milkshed.ledger.epcis.validation import event_faults, validate_document
from milkshed.ledger.epcis.vocabulary import CONTEXT_URL
from milkshed.ledger.epcis.xml import read_document
from milkshed.ledger.gs1.epc import canonical_uri

EVENTS = 500
ROUNDS = 20


def _event(number: int) -> dict[str, object]:
    lot = f"https://id.gs1.org/01/09521234543213/10/NX{number:06d}"
    return {
        "type": "TransformationEvent",
        "eventID": f"urn:uuid:00000000-0000-4000-8000-{number:012d}",
        "eventTime": "2026-01-05T08:30:00+08:00",
        "eventTimeZoneOffset": "+08:00",
        "inputQuantityList": [
            {"epcClass": f"{lot}A", "quantity": 4210.5, "uom": "KGM"},
            {"epcClass": f"{lot}B", "quantity": 120, "uom": "KGM"},
        ],
        "outputQuantityList": [{"epcClass": lot, "quantity": 4330, "uom": "KGM"}],
        "bizStep": "receiving",
        "readPoint": {"id": "https://id.gs1.org/414/9521321000018/254/TANK-1"},
        "bizLocation": {"id": "https://id.gs1.org/414/9521321000018"},
    }


def _xml() -> bytes:
    event = """<ObjectEvent><eventTime>2026-01-05T08:30:00+08:00</eventTime>
    <eventTimeZoneOffset>+08:00</eventTimeZoneOffset><epcList>
    <epc>https://id.gs1.org/8003/09521321000032T0001</epc></epcList><action>OBSERVE</action>
    <bizStep>https://ref.gs1.org/cbv/BizStep-receiving</bizStep>
    <readPoint><id>https://id.gs1.org/414/9521321000018</id></readPoint></ObjectEvent>"""
    return (
        '<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:2" schemaVersion="2.0"'
        ' creationDate="2026-01-05T08:30:00Z"><EPCISBody><EventList>'
        f"{event * EVENTS}</EventList></EPCISBody></epcis:EPCISDocument>"
    ).encode()


def events_per_cpu_second(work: Callable[[], object]) -> float:
    """Return how many events per CPU second a piece of work over all events handles (best of)."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return EVENTS / best


def _index_anew(events: list[dict[str, object]]) -> None:
    canonical_uri.cache_clear()
    for event in events:
        index_event(event)


def measure() -> dict[str, float]:
    """Return events per CPU second for each step on a document of 500 events."""
    events = [_event(number) for number in range(EVENTS)]
    document = {
        "@context": CONTEXT_URL,
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-01-05T08:30:00+08:00",
        "epcisBody": {"eventList": events},
    }
    raw = orjson.dumps(document)
    xml = _xml()
    return {
        "parse (orjson)": events_per_cpu_second(lambda: orjson.loads(raw)),
        "validate document": events_per_cpu_second(lambda: validate_document(document)),
        "validate event by event": events_per_cpu_second(
            lambda: [event_faults(event) for event in events]
        ),
        "index, new names": events_per_cpu_second(lambda: _index_anew(events)),
        "index, known names": events_per_cpu_second(lambda: [index_event(e) for e in events]),
        "read XML": events_per_cpu_second(lambda: read_document(xml)),
    }


if __name__ == "__main__":
    results = measure()
    baseline = results["parse (orjson)"]
    for name, speed in results.items():
        print(f"{name:26}{speed:12,.0f} events/CPU-s {speed / baseline:8.2f} of parsing")
