"""Right events of a milk chain, one per event type, for tests of this package."""

from typing import Any

from milkshed.ledger.epcis.vocabulary import CONTEXT_URL

FARM = "https://id.gs1.org/414/9521321000018"
STATION = "https://id.gs1.org/414/9521321000025"
TANKER = "https://id.gs1.org/8003/09521321000032T0001"
PALLET = "https://id.gs1.org/00/095213210000000018"
MILKSHED = "https://milkshed.example/ns/"


def lot(name: str) -> str:
    """Return the Digital Link of a lot of raw milk."""
    return f"https://id.gs1.org/01/09521234543213/10/{name}"


def _event(event_type: str, **fields: Any) -> dict[str, Any]:
    return {
        "type": event_type,
        "eventID": "urn:uuid:3f2504e0-4f89-41d3-9a0c-0305e82c3301",
        "eventTime": "2026-01-05T08:30:00+08:00",
        "eventTimeZoneOffset": "+08:00",
        **fields,
    }


def milking() -> dict[str, Any]:
    """Return a milking lot that comes into being, with instance data."""
    return _event(
        "ObjectEvent",
        action="ADD",
        bizStep="creating_class_instance",
        disposition="active",
        quantityList=[{"epcClass": lot("M1"), "quantity": 1830.5, "uom": "KGM"}],
        readPoint={"id": FARM},
        bizLocation={"id": FARM},
        ilmd={"milkshed:milkingSession": "morning"},
    )


def blending() -> dict[str, Any]:
    """Return the filling of a station tank from two lots."""
    return _event(
        "TransformationEvent",
        bizStep="receiving",
        inputQuantityList=[
            {"epcClass": lot("F1"), "quantity": 1800, "uom": "KGM"},
            {"epcClass": lot("F2"), "quantity": 200, "uom": "KGM"},
        ],
        outputQuantityList=[{"epcClass": lot("S1"), "quantity": 1999, "uom": "KGM"}],
        bizLocation={"id": STATION},
        persistentDisposition={"set": ["conformant"]},
    )


def handover() -> dict[str, Any]:
    """Return the handover sheet of a tanker load."""
    return _event(
        "TransactionEvent",
        action="ADD",
        bizStep="shipping",
        bizTransactionList=[
            {"type": "bol", "bizTransaction": "https://id.gs1.org/253/9521321000100J1"}
        ],
        quantityList=[{"epcClass": lot("L1"), "quantity": 12000, "uom": "KGM"}],
        sourceList=[{"type": "possessing_party", "source": "https://id.gs1.org/417/9521321000025"}],
        destinationList=[
            {"type": "possessing_party", "destination": "https://id.gs1.org/417/9521321000049"}
        ],
    )


def packing() -> dict[str, Any]:
    """Return a pallet built of a product lot."""
    return _event(
        "AggregationEvent",
        action="ADD",
        bizStep="packing",
        parentID=PALLET,
        childQuantityList=[{"epcClass": lot("P1"), "quantity": 960, "uom": "KGM"}],
    )


def sealing() -> dict[str, Any]:
    """Return a sensor fixed to a tanker."""
    return _event(
        "AssociationEvent",
        action="ADD",
        parentID=TANKER,
        childEPCs=["https://id.gs1.org/8004/9521321SENSOR7"],
    )


def inspecting() -> dict[str, Any]:
    """Return a laboratory result on a lot."""
    return _event(
        "ObjectEvent",
        action="OBSERVE",
        bizStep="inspecting",
        epcList=[lot("L1")],
        sensorElementList=[
            {
                "sensorMetadata": {"time": "2026-01-05T08:00:00+08:00"},
                "sensorReport": [{"type": "Temperature", "value": 3.9, "uom": "CEL"}],
            }
        ],
    )


def all_events() -> list[dict[str, Any]]:
    """Return one event of each kind."""
    return [milking(), blending(), handover(), packing(), sealing(), inspecting()]


def document(*events: dict[str, Any]) -> dict[str, Any]:
    """Return a capture document of the events."""
    return {
        "@context": [CONTEXT_URL, {"milkshed": MILKSHED}],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-01-05T09:00:00+08:00",
        "epcisBody": {"eventList": list(events)},
    }


def query_document(*events: dict[str, Any]) -> dict[str, Any]:
    """Return a query result of the events."""
    return {
        "@context": [CONTEXT_URL, {"milkshed": MILKSHED}],
        "type": "EPCISQueryDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-01-05T09:00:00+08:00",
        "epcisBody": {
            "queryResults": {
                "queryName": "SimpleEventQuery",
                "resultsBody": {"eventList": list(events)},
            }
        },
    }
