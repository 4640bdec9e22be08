"""Events of the milk flow for tests, in the vocabulary that all rooms share."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

Event = dict[str, Any]

CONTEXT = [
    "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
    {"milkshed": "https://milkshed.example/ns/"},
]
MORNING = datetime(2026, 1, 4, 22, 0, tzinfo=UTC)
GTIN = "09521234543213"
FARM, STATION, PLANT = (
    f"https://id.gs1.org/414/{gln}" for gln in ("9521321000018", "9521321000025", "9521321000032")
)
TANKER = "https://id.gs1.org/8003/09521321000032T0001"
SHEET = "https://id.gs1.org/253/9521321000100J1"
PALLET = "https://id.gs1.org/00/095213210000000018"
_NAMESPACE = uuid.UUID("5f0f6f0e-7d1f-4b55-8a44-2a8a9f1b8e11")


def lot(name: str) -> str:
    """The URI of a lot."""
    return f"https://id.gs1.org/01/{GTIN}/10/{name}"


def kilograms(parts: dict[str, float | None]) -> list[dict[str, Any]]:
    """Quantity elements of lots; None for a lot without a stated mass."""
    return [
        {"epcClass": lot(name)}
        if mass is None
        else {"epcClass": lot(name), "quantity": mass, "uom": "KGM"}
        for name, mass in parts.items()
    ]


def event(kind: str, name: str, at: datetime, **fields: Any) -> Event:
    """An event whose identifier follows from its name."""
    return {
        "type": kind,
        "eventID": f"urn:uuid:{uuid.uuid5(_NAMESPACE, name)}",
        "eventTime": at.isoformat().replace("+00:00", "Z"),
        "eventTimeZoneOffset": "+08:00",
        **fields,
    }


def milking(name: str, mass_kg: float, at: datetime = MORNING, place: str = FARM) -> Event:
    """A milking lot comes into being."""
    return event(
        "ObjectEvent",
        f"milking {name}",
        at,
        action="ADD",
        bizStep="creating_class_instance",
        bizLocation={"id": place},
        quantityList=kilograms({name: mass_kg}),
        ilmd={"milkshed:milkingSession": "morning"},
    )


def mixing(
    step: str,
    inputs: dict[str, float | None],
    outputs: dict[str, float | None],
    at: datetime = MORNING,
    place: str = FARM,
    vessel: str | None = None,
) -> Event:
    """A transformation of lots into lots."""
    return event(
        "TransformationEvent",
        f"{step} {sorted(inputs)} {sorted(outputs)}",
        at,
        bizStep=step,
        bizLocation={"id": place},
        readPoint={"id": vessel or f"{place}/254/T1"},
        inputQuantityList=kilograms(inputs),
        outputQuantityList=kilograms(outputs),
    )


def sheet(load: str, mass_kg: float, at: datetime, document: str = SHEET) -> Event:
    """A handover sheet is issued for a tanker load."""
    return event(
        "TransactionEvent",
        f"sheet {document} {load}",
        at,
        action="ADD",
        bizStep="shipping",
        bizLocation={"id": STATION},
        readPoint={"id": TANKER},
        bizTransactionList=[{"type": "bol", "bizTransaction": document}],
        quantityList=kilograms({load: mass_kg}),
    )


def pallet(children: dict[str, float | None], at: datetime, sscc: str = PALLET) -> Event:
    """Product lots are packed on a pallet."""
    return event(
        "AggregationEvent",
        f"pallet {sscc}",
        at,
        action="ADD",
        bizStep="packing",
        bizLocation={"id": PLANT},
        parentID=sscc,
        childQuantityList=kilograms(children),
    )


def declared_wrong(wrong: Event, at: datetime) -> Event:
    """The declaration that an event never happened."""
    return {
        **wrong,
        "errorDeclaration": {
            "declarationTime": at.isoformat().replace("+00:00", "Z"),
            "reason": "did_not_occur",
        },
    }


def day_of_milk() -> list[Event]:
    """One clean day: two farms' milkings through station, tanker, silo and plant to a pallet."""
    hour = timedelta(hours=1)
    return [
        milking("M1", 6000.0),
        milking("M2", 4000.0),
        mixing("storing", {"M1": 6000.0}, {"F1": 6000.0}),
        mixing("storing", {"M2": 4000.0}, {"F2": 4000.0}),
        mixing("receiving", {"F1": 6000.0, "F2": 4000.0}, {"S1": 9990.0}, MORNING + hour, STATION),
        mixing("loading", {"S1": 9990.0}, {"L1": 9980.0}, MORNING + 2 * hour, STATION, TANKER),
        sheet("L1", 9980.0, MORNING + 2 * hour),
        mixing("unloading", {"L1": 9980.0}, {"Z1": 9975.0}, MORNING + 4 * hour, PLANT),
        mixing(
            "creating_class_instance", {"Z1": 9700.0}, {"B1": 9680.0}, MORNING + 6 * hour, PLANT
        ),
        mixing("packing", {"B1": 9680.0}, {"P1": 6000.0, "P2": 3600.0}, MORNING + 8 * hour, PLANT),
        pallet({"P1": 1000.0}, MORNING + 9 * hour),
    ]


def document(events: list[Event]) -> bytes:
    """A capture document."""
    return orjson.dumps(
        {
            "@context": CONTEXT,
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": "2026-01-05T00:00:00Z",
            "epcisBody": {"eventList": events},
        }
    )


def bare(single: Event) -> bytes:
    """An event that travels alone."""
    return orjson.dumps({"@context": CONTEXT, **single})
