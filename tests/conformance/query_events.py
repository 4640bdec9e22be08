"""Events that between them carry every field a query parameter of EPCIS 2.0 can ask for."""

from typing import Any

Event = dict[str, Any]

CONTEXT = [
    "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
    {"ex": "https://ex.example/ns/"},
]
SITE, OTHER_SITE = "https://id.gs1.org/414/9521321000018", "https://id.gs1.org/414/9521321000025"
TANK, SILO = f"{SITE}/254/T1", f"{OTHER_SITE}/254/S1"
COMPANY = "https://ex.example/company/1"
SUPPLIER, OTHER_SUPPLIER = "https://ex.example/supplier/1", "https://ex.example/supplier/2"
ITEM, OTHER_ITEM = (f"https://id.gs1.org/01/09521234543213/21/{serial}" for serial in "12")
LOT, OTHER_LOT = (f"https://id.gs1.org/01/09521234543213/10/{lot}" for lot in ("A", "B"))
PALLET, CRATE = (
    "https://id.gs1.org/00/095213210000000018",
    "https://id.gs1.org/8003/09521321000032C1",
)
DEVICE = "https://id.gs1.org/8004/9521321D1"
METHOD, RULES = "https://ex.example/method/1", "https://ex.example/rules/1"
ORDER, INVOICE = "https://ex.example/po/1", "https://ex.example/inv/1"
PARTY, OTHER_PARTY = "https://id.gs1.org/417/9521321000018", "https://id.gs1.org/417/9521321000025"
RUN = "https://ex.example/run/1"
GERM, SUBSTANCE = (
    "https://www.ncbi.nlm.nih.gov/taxonomy/1126011",
    "https://identifiers.org/inchikey:CZMRCDWAGMRECN-UHFFFAOYSA-N",
)


def _event(kind: str, number: int, **fields: Any) -> Event:
    return {
        "type": kind,
        "eventID": f"urn:uuid:00000000-0000-4000-8000-{number:012d}",
        "eventTime": f"2026-01-05T{number:02d}:00:00Z",
        "eventTimeZoneOffset": "+08:00",
        **fields,
    }


def _quantity(lot: str, quantity: float, uom: str) -> dict[str, Any]:
    return {"epcClass": lot, "quantity": quantity, "uom": uom}


_MADE = _event(
    "ObjectEvent",
    1,
    action="ADD",
    bizStep="commissioning",
    disposition="active",
    readPoint={"id": TANK, "ex:gate": "north", "ex:lane": {"ex:side": "left"}},
    bizLocation={"id": SITE, "ex:floor": "2", "ex:zone": {"ex:row": "7"}},
    epcList=[ITEM],
    quantityList=[_quantity(LOT, 1_000.0, "KGM")],
    ilmd={
        "ex:lot": "A7",
        "ex:fat": 3.7,
        "ex:made": "2026-01-05T00:00:00Z",
        "ex:origin": {"ex:herd": "H1", "ex:cows": 120, "ex:since": "2025-06-01T00:00:00Z"},
    },
)
_MADE_ELSEWHERE = _event(
    "ObjectEvent",
    2,
    action="ADD",
    bizStep="creating_class_instance",
    readPoint={"id": SILO, "ex:gate": "south"},
    bizLocation={"id": OTHER_SITE, "ex:floor": "3", "ex:zone": {"ex:row": "8"}},
    epcList=[OTHER_ITEM],
    quantityList=[_quantity(OTHER_LOT, 2.0, "TNE")],
    ilmd={"ex:lot": "B1", "ex:fat": 4.2, "ex:origin": {"ex:herd": "H2", "ex:cows": 80}},
)
_MEASURED = _event(
    "ObjectEvent",
    3,
    action="OBSERVE",
    bizStep="inspecting",
    readPoint={"id": TANK},
    epcList=[ITEM],
    sensorElementList=[
        {
            "sensorMetadata": {
                "time": "2026-01-05T03:00:00Z",
                "startTime": "2026-01-05T02:00:00Z",
                "endTime": "2026-01-05T03:00:00Z",
                "deviceID": DEVICE,
                "dataProcessingMethod": METHOD,
                "bizRules": RULES,
                "ex:calibrated": 3,
                "ex:probe": {"ex:serial": 5},
            },
            "sensorReport": [
                {
                    "type": "Temperature",
                    "value": 4.0,
                    "minValue": 3.0,
                    "maxValue": 6.0,
                    "meanValue": 4.5,
                    "sDev": 0.2,
                    "percRank": 50.0,
                    "percValue": 4.4,
                    "uom": "CEL",
                    "ex:channel": 2,
                    "ex:raw": {"ex:bits": 12},
                },
                {
                    "type": "MassConcentration",
                    "microorganism": GERM,
                    "chemicalSubstance": SUBSTANCE,
                    "stringValue": "negative",
                    "booleanValue": False,
                    "hexBinaryValue": "0A1B",
                    "uriValue": "https://ex.example/result/1",
                },
            ],
            "ex:round": 9,
            "ex:visit": {"ex:number": 4},
        }
    ],
)
_MEASURED_WARM = _event(
    "ObjectEvent",
    4,
    action="OBSERVE",
    bizStep="sampling",
    readPoint={"id": SILO},
    epcList=[OTHER_ITEM],
    sensorElementList=[
        {
            "sensorMetadata": {
                "time": "2026-01-05T09:00:00Z",
                "startTime": "2026-01-05T08:00:00Z",
                "endTime": "2026-01-05T09:00:00Z",
                "deviceID": "https://id.gs1.org/8004/9521321D2",
                "ex:calibrated": 7,
                "ex:probe": {"ex:serial": 8},
            },
            "sensorReport": [
                {
                    "type": "Temperature",
                    "value": 50.0,
                    "minValue": 48.2,
                    "maxValue": 53.6,
                    "meanValue": 51.8,
                    "sDev": 34.7,
                    "percRank": 90.0,
                    "percValue": 52.7,
                    "uom": "FAH",
                    "ex:channel": 5,
                    "ex:raw": {"ex:bits": 16},
                },
                {"type": "Count", "booleanValue": True, "stringValue": "positive"},
            ],
            "ex:round": 11,
            "ex:visit": {"ex:number": 6},
        }
    ],
)
_PACKED = _event(
    "AggregationEvent",
    5,
    action="ADD",
    bizStep="packing",
    bizLocation={"id": SITE},
    parentID=PALLET,
    childEPCs=[ITEM],
    childQuantityList=[_quantity(LOT, 300.0, "LTR")],
)
_ORDERED = _event(
    "TransactionEvent",
    6,
    action="ADD",
    bizStep="shipping",
    disposition="in_transit",
    bizLocation={"id": SITE},
    epcList=[ITEM],
    bizTransactionList=[
        {"type": "po", "bizTransaction": ORDER},
        {"type": "inv", "bizTransaction": INVOICE},
    ],
    sourceList=[{"type": "owning_party", "source": PARTY}],
    destinationList=[{"type": "possessing_party", "destination": OTHER_PARTY}],
)
_MIXED: Event = {
    **_event(
        "TransformationEvent",
        7,
        bizStep="creating_class_instance",
        transformationID=RUN,
        inputEPCList=[ITEM],
        inputQuantityList=[_quantity(LOT, 500.0, "KGM")],
        outputEPCList=[OTHER_ITEM],
        outputQuantityList=[_quantity(OTHER_LOT, 490.0, "KGM")],
    ),
    "ex:grade": "gold",
    "ex:score": 5,
    "ex:checked": "2026-01-05T07:00:00+00:00",
    "ex:supplier": SUPPLIER,
    "ex:details": {
        "ex:depth": 1,
        "ex:when": "2026-01-05T06:00:00Z",
        "ex:deeper": {"ex:leaf": "green", "ex:count": 3},
    },
}
_MIXED_AGAIN: Event = {
    **_event(
        "TransformationEvent",
        8,
        bizStep="creating_class_instance",
        inputQuantityList=[_quantity(OTHER_LOT, 50.0, "KGM")],
        outputQuantityList=[_quantity(LOT, 49.0, "KGM")],
    ),
    "ex:grade": "silver",
    "ex:score": 8,
    "ex:checked": "2026-01-06T07:00:00Z",
    "ex:supplier": OTHER_SUPPLIER,
    "ex:details": {"ex:depth": 4, "ex:deeper": {"ex:leaf": "red", "ex:count": 6}},
}
_FITTED = _event(
    "AssociationEvent",
    9,
    action="ADD",
    bizStep="installing",
    bizLocation={"id": OTHER_SITE},
    parentID=CRATE,
    childEPCs=[DEVICE],
)
_HELD = _event(
    "ObjectEvent",
    10,
    action="OBSERVE",
    bizStep="holding",
    disposition="recalled",
    persistentDisposition={"set": ["recalled"], "unset": ["conformant"]},
    epcList=[ITEM],
)
_RELEASED = _event(
    "ObjectEvent",
    11,
    action="OBSERVE",
    bizStep="accepting",
    persistentDisposition={"set": ["conformant"], "unset": ["recalled"]},
    epcList=[OTHER_ITEM],
)
_REMOVED = _event(
    "ObjectEvent", 12, action="DELETE", bizStep="decommissioning", epcList=[OTHER_ITEM]
)
_HELD_IN_ERROR: Event = {
    **_HELD,
    "errorDeclaration": {
        "declarationTime": "2026-01-07T00:00:00Z",
        "reason": "incorrect_data",
        "correctiveEventIDs": [_RELEASED["eventID"]],
        "ex:by": "quality",
        "ex:ticket": 12,
        "ex:review": {"ex:level": 2, "ex:desk": "A"},
    },
}
_REMOVED_IN_ERROR: Event = {
    **_REMOVED,
    "errorDeclaration": {
        "declarationTime": "2026-01-09T00:00:00Z",
        "reason": "did_not_occur",
        "ex:by": "office",
        "ex:ticket": 40,
        "ex:review": {"ex:level": 5, "ex:desk": "B"},
    },
}

EVENTS: tuple[Event, ...] = (
    _MADE,
    _MADE_ELSEWHERE,
    _MEASURED,
    _MEASURED_WARM,
    _PACKED,
    _ORDERED,
    _MIXED,
    _MIXED_AGAIN,
    _FITTED,
    _HELD,
    _RELEASED,
    _REMOVED,
    _HELD_IN_ERROR,
    _REMOVED_IN_ERROR,
)

ATTRIBUTES: dict[str, dict[str, str]] = {
    SITE: {"https://ex.example/mda/city": "Wuzhong"},
    OTHER_SITE: {"https://ex.example/mda/city": "Yinchuan"},
    SUPPLIER: {"https://ex.example/mda/rating": "A"},
}
CHILDREN: dict[str, list[str]] = {COMPANY: [SITE]}
"""Master data of the document's header; vessels (254) lie within their site (414) anyway."""


def document() -> dict[str, Any]:
    """A capture document of all events and the master data."""
    elements: list[dict[str, Any]] = [
        {
            "id": thing,
            "attributes": [{"id": name, "attribute": text} for name, text in attributes.items()],
        }
        for thing, attributes in ATTRIBUTES.items()
    ]
    elements += [{"id": parent, "children": children} for parent, children in CHILDREN.items()]
    return {
        "@context": CONTEXT,
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-01-10T00:00:00Z",
        "epcisHeader": {
            "epcisMasterData": {
                "vocabularyList": [
                    {"type": "urn:epcglobal:epcis:vtype:BusinessLocation"}
                    | {"vocabularyElementList": elements}
                ]
            }
        },
        "epcisBody": {"eventList": list(EVENTS)},
    }
