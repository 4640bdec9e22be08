"""Writing EPCIS 2.0 events in the words the house agreed on for milk.

Each function returns one event as plain JSON values; :func:`document` wraps events into an
EPCISDocument. Quantities are kilograms (UN/ECE Rec 20 ``KGM``).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

import orjson

from milkshed.kernel.clock import SHANGHAI

CONTEXT = (
    "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
    {"milkshed": "https://milkshed.example/ns/"},
)
CLEANING_STEP = "https://milkshed.example/ns/bizStep/cleaning"

Event = dict[str, object]
Mass = tuple[str, float]
"""A lot's URI and its kilograms."""


def milking(lot: Mass, at: datetime, place: str, vessel: str, session: int) -> Event:
    """Milk of one milking session of a farm comes into being."""
    return _base("ObjectEvent", at, "creating_class_instance", place, vessel, lot[0]) | {
        "action": "ADD",
        "disposition": "active",
        "quantityList": _quantities([lot]),
        "ilmd": {"milkshed:milkingSession": session},
    }


def transformation(
    step: str,
    inputs: Sequence[Mass],
    outputs: Sequence[Mass],
    at: datetime,
    place: str,
    vessel: str,
) -> Event:
    """Lots become other lots: a tank filled, a tanker loaded, a batch made, packs filled."""
    return _base("TransformationEvent", at, step, place, vessel, outputs[0][0]) | {
        "inputQuantityList": _quantities(inputs),
        "outputQuantityList": _quantities(outputs),
    }


def handover(
    sheet: str, load: Mass, at: datetime, place: str, tanker: str, giver: str, receiver: str
) -> Event:
    """A load changes hands under a handover sheet (``bol``)."""
    return _base("TransactionEvent", at, "shipping", place, tanker, sheet) | {
        "action": "ADD",
        "disposition": "in_transit",
        "bizTransactionList": [{"type": "bol", "bizTransaction": sheet}],
        "quantityList": _quantities([load]),
        "sourceList": [{"type": "possessing_party", "source": giver}],
        "destinationList": [{"type": "possessing_party", "destination": receiver}],
    }


def ending(lot: Mass, at: datetime, place: str, *, destroyed: bool = False) -> Event:
    """A lot ends here: delivered beyond what is followed, or destroyed as unfit."""
    step = "destroying" if destroyed else "decommissioning"
    return _base("ObjectEvent", at, step, place, "", lot[0]) | {
        "action": "DELETE",
        "disposition": "destroyed" if destroyed else "inactive",
        "quantityList": _quantities([lot]),
    }


def cleaning(at: datetime, place: str, vessel: str) -> Event:
    """A vessel is cleaned: the next filling has no heel."""
    return _base("ObjectEvent", at, CLEANING_STEP, place, vessel, vessel) | {
        "action": "OBSERVE",
        "epcList": [vessel],
    }


def aggregation(parent: str, lots: Sequence[Mass], at: datetime, place: str) -> Event:
    """Packs of product lots are put on a pallet."""
    return _base("AggregationEvent", at, "packing", place, "", parent) | {
        "action": "ADD",
        "parentID": parent,
        "childQuantityList": _quantities(lots),
    }


def observation(
    step: str,
    lot: str,
    at: datetime,
    place: str,
    reports: Iterable[Mapping[str, object]] = (),
) -> Event:
    """A lot is sampled, or the result of a test on it is stated as sensor reports."""
    event = _base("ObjectEvent", at, step, place, "", lot) | {
        "action": "OBSERVE",
        "quantityList": [{"epcClass": lot}],
    }
    found = [dict(report) for report in reports]
    if found:
        event["sensorElementList"] = [
            {"sensorMetadata": {"time": _instant(at)}, "sensorReport": found}
        ]
    return event


def document(events: Iterable[Event], created_at: datetime) -> bytes:
    """An EPCISDocument with these events, as UTF-8 JSON."""
    return orjson.dumps(
        {
            "@context": CONTEXT,
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": _instant(created_at),
            "epcisBody": {"eventList": list(events)},
        }
    )


def _base(kind: str, at: datetime, step: str, place: str, vessel: str, subject: str) -> Event:
    """What every event has. The id follows from what happened, so that a replay is the same."""
    event: Event = {
        "type": kind,
        "eventID": uuid5(NAMESPACE_URL, f"{step}|{subject}|{at.timestamp()}").urn,
        "eventTime": _instant(at),
        "eventTimeZoneOffset": "+08:00",
        "bizStep": step,
        "bizLocation": {"id": place},
    }
    if vessel:
        event["readPoint"] = {"id": vessel}
    return event


def _quantities(lots: Iterable[Mass]) -> list[dict[str, object]]:
    return [{"epcClass": uri, "quantity": kg, "uom": "KGM"} for uri, kg in lots]


def _instant(at: datetime) -> str:
    return at.astimezone(SHANGHAI).isoformat(timespec="milliseconds")
