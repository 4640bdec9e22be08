"""What the capture benches send, documents of 500 events of milk, and the bare insert."""

import uuid

import orjson

EVENTS = 500
"""Events of a document."""
CONTEXT = [
    "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
    {"milkshed": "https://milkshed.example/ns/"},
]


def lot(name: str) -> str:
    """The URI of a lot."""
    return f"https://id.gs1.org/01/09521234543213/10/{name}"


def _quantity(name: str, mass_kg: float) -> dict[str, object]:
    return {"epcClass": lot(name), "quantity": mass_kg, "uom": "KGM"}


def event(run: str, number: int) -> dict[str, object]:
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


def document(run: str, number: int) -> bytes:
    """A capture document of a run that nobody sent before."""
    events = [event(run, number * EVENTS + place) for place in range(EVENTS)]
    return orjson.dumps(
        {
            "@context": CONTEXT,
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": "2026-01-05T00:00:00Z",
            "epcisBody": {"eventList": events},
        }
    )


def plain(body: bytes) -> None:
    """Parse, validate, insert into ``plain_event``: nothing anybody could look up."""
    from django.db import connection, transaction

    from milkshed.ledger.epcis.validation import validate_document

    content = orjson.loads(body)
    assert not validate_document(content)
    with (
        transaction.atomic(),
        connection.cursor() as cursor,
        cursor.copy("COPY plain_event (body) FROM STDIN (FORMAT BINARY)") as rows,
    ):
        rows.set_types(["bytea"])
        for event in content["epcisBody"]["eventList"]:
            rows.write_row((orjson.dumps(event),))
