"""How many event hashes per CPU second, against the reference generator on the same documents.

The reference (``epcis-event-hash-generator`` 1.9.3) is installed into an environment of its own
below ``var``, once. Both read the same JSON-LD documents from bytes, in the same run; the hashes
must agree. Usage: ``python bench/event_hash.py``.
"""

import json
import os
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from pathlib import Path

import orjson

from milkshed.ledger.epcis.event_hash import values
from milkshed.ledger.epcis.event_hash.hashing import document_hashes
from milkshed.ledger.epcis.vocabulary import CONTEXT_URL
from milkshed.ledger.gs1.epc import canonical_uri

REFERENCE = "epcis-event-hash-generator==1.9.3"
EVENTS, REFERENCE_EVENTS = 2000, 100
ROUNDS = 5

_REFERENCE_SCRIPT = """
import json, logging, sys, time
logging.disable(logging.CRITICAL)
from epcis_event_hash_generator import hash_generator, json_to_py
text = sys.stdin.read()
start = time.process_time()
events = json_to_py.event_list_from_epcis_document_str(text)
hashes = hash_generator.epcis_hashes_from_events(events)
print(json.dumps([time.process_time() - start, hashes]))
"""


def _milk(number: int) -> dict[str, object]:
    lot = f"https://id.gs1.org/01/09521234543213/10/NX{number:06d}"
    return {
        "type": "TransformationEvent",
        "eventTime": f"2026-01-05T08:{number // 60 % 60:02d}:{number % 60:02d}+08:00",
        "eventTimeZoneOffset": "+08:00",
        "inputQuantityList": [
            {"epcClass": f"{lot}A", "quantity": 4210.5, "uom": "KGM"},
            {"epcClass": f"urn:epc:class:lgtin:9521234.054321.B{number}", "quantity": 120},
        ],
        "outputQuantityList": [{"epcClass": lot, "quantity": 4330, "uom": "KGM"}],
        "bizStep": "receiving",
        "readPoint": {"id": "https://id.gs1.org/414/9521321000018/254/TANK-1"},
        "bizLocation": {"id": "urn:epc:id:sgln:9521321.00001.0"},
        "ilmd": {"milkshed:session": "morning", "milkshed:fat": 3.81},
    }


def _sensors(number: int) -> dict[str, object]:
    report = {"deviceID": f"https://id.gs1.org/8004/9521321S{number}", "uom": "CEL"}
    return {
        "type": "ObjectEvent",
        "eventTime": f"2026-01-05T08:{number // 60 % 60:02d}:{number % 60:02d}+08:00",
        "eventTimeZoneOffset": "+08:00",
        "epcList": [f"https://id.gs1.org/8003/09521321000032T{number}"],
        "action": "OBSERVE",
        "bizStep": "sensor_reporting",
        "sensorElementList": [
            {
                "sensorMetadata": {"time": f"2026-01-05T{hour:02d}:00:00+08:00"},
                "sensorReport": [
                    {"type": "Temperature", "value": 3 + hour / 7 + number / 1000, **report},
                    {"type": "Volume", "value": 100 * hour + number, **report},
                    {"type": "RelativeHumidity", "value": 55.5, **report},
                ],
            }
            for hour in range(12)
        ],
    }


def _document(make: Callable[[int], dict[str, object]], events: int) -> bytes:
    return orjson.dumps(
        {
            "@context": [CONTEXT_URL, {"milkshed": "https://milkshed.example/ns/"}],
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": "2026-01-05T08:30:00+08:00",
            "epcisBody": {"eventList": [make(number) for number in range(events)]},
        }
    )


def _reference_python() -> Path:
    """Return the interpreter that has the reference, installing it the first time."""
    folder = Path(os.environ.get("MILKSHED_VAR", "var")) / "bench" / "event-hash-reference"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", REFERENCE], check=True)
    return python


def _ours(body: bytes) -> tuple[float, list[str]]:
    best, hashes = float("inf"), []
    for _ in range(ROUNDS):
        for cached in (canonical_uri, values._canonical_text, values._canonical_time):  # noqa: SLF001
            cached.cache_clear()
        start = time.process_time()
        hashes = document_hashes(orjson.loads(body))
        best = min(best, time.process_time() - start)
    return best, hashes


def _reference(body: bytes) -> tuple[float, list[str]]:
    done = subprocess.run(
        [_reference_python(), "-c", _REFERENCE_SCRIPT], input=body, capture_output=True, check=True
    )
    seconds, hashes = json.loads(done.stdout)
    return seconds, hashes


def main() -> int:
    """Measure both on milk and on sensor events; fail when a hash differs."""
    for name, make in (("milk", _milk), ("sensors, 36 reports", _sensors)):
        seconds, hashes = _ours(_document(make, EVENTS))
        reference_seconds, reference_hashes = _reference(_document(make, REFERENCE_EVENTS))
        if hashes[:REFERENCE_EVENTS] != reference_hashes:
            print(f"{name}: the hashes differ", file=sys.stderr)
            return 1
        ours, peer = EVENTS / seconds, REFERENCE_EVENTS / reference_seconds
        print(
            f"{name:22}{ours:10,.0f} events/CPU-s, reference {peer:8,.0f}, ratio {ours / peer:6.0f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
