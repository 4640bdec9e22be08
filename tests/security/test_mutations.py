"""Ten thousand damaged documents: each is taken or refused in words, none breaks anything."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from django.test import Client

from milkshed.ledger.epcis.tests import milk
from milkshed.ledger.epcis.vocabulary import CONTEXT_URL
from milkshed.ledger.tests import chain
from tests.cast import Cast
from tests.reference_data import data_folder
from tests.security.mutations import Damage, damaged_bytes, damaged_json, damaged_xml

pytestmark = pytest.mark.faults

JSON, XML = "application/ld+json", "application/xml"
TAKEN_OR_REFUSED = {202, 400, 413}
_SEED = 20260105
_FOLDER = "traceability/epcis-test-resources/2.0/EPCIS"

OWN_XML = b"""<?xml version="1.0" encoding="UTF-8"?>
<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:2" xmlns:m="https://milkshed.example/ns/"
 schemaVersion="2.0" creationDate="2026-01-05T00:00:00Z"><EPCISBody><EventList>
<ObjectEvent><eventTime>2026-01-05T08:30:00+08:00</eventTime>
<eventTimeZoneOffset>+08:00</eventTimeZoneOffset><epcList/><action>ADD</action>
<bizStep>https://ref.gs1.org/cbv/BizStep-creating_class_instance</bizStep>
<bizLocation><id>https://id.gs1.org/414/9521321000018</id></bizLocation>
<quantityList><quantityElement><epcClass>https://id.gs1.org/01/09521234543213/10/M1</epcClass>
<quantity>1830.5</quantity><uom>KGM</uom></quantityElement></quantityList>
<sensorElementList><sensorElement><sensorMetadata time="2026-01-05T00:30:00Z"/>
<sensorReport type="https://gs1.org/voc/Temperature" value="3.6" uom="CEL"/></sensorElement>
</sensorElementList><ilmd><m:milkingSession>morning</m:milkingSession></ilmd>
</ObjectEvent></EventList></EPCISBody></epcis:EPCISDocument>"""


def _json_documents() -> list[bytes]:
    events = [make() for make in (milk.milking, milk.blending, milk.handover)]
    own = json.dumps(
        {
            "@context": [CONTEXT_URL, {"milkshed": milk.MILKSHED}],
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": "2026-01-05T00:00:00Z",
            "epcisBody": {"eventList": events},
        }
    ).encode()
    return [
        own,
        chain.document(chain.day_of_milk()),
        *_reference("JSON/Capture/Documents", ".json"),
    ]


def _reference(folder: str, suffix: str) -> Iterator[bytes]:
    """Public sample documents where they are at hand; the test stands without them."""
    root = data_folder()
    found: list[Path] = sorted((root / _FOLDER / folder).glob(f"*{suffix}*")) if root else []
    return (path.read_bytes() for path in found)


@pytest.mark.parametrize(
    ("damage", "media_type", "count"),
    [
        (damaged_json, JSON, 5_000),
        (damaged_bytes, JSON, 2_000),
        (damaged_xml, XML, 2_000),
        (damaged_bytes, XML, 1_000),
    ],
)
def test_damage_is_refused_in_words(
    cast: Cast, client: Client, damage: Damage, media_type: str, count: int
) -> None:
    client.force_login(cast.people["region_officer"])
    client.raise_request_exception = False
    random = Random(_SEED + count)
    documents = (
        _json_documents()
        if media_type == JSON
        else [OWN_XML, *_reference("XML/Capture/Documents", ".xml")]
    )
    seen: dict[int, int] = {}
    for number in range(count):
        body = damage(documents[number % len(documents)], random)
        behaviour = random.choice(["rollback", "proceed"])
        response = client.post(
            "/capture",
            body,
            content_type=media_type,
            headers={"GS1-Capture-Error-Behaviour": behaviour},
        )
        seen[response.status_code] = seen.get(response.status_code, 0) + 1
        assert response.status_code in TAKEN_OR_REFUSED, (body, response.content)
        if response.status_code == 400:
            problem = response.json()
            assert problem["detail"]
            assert problem["type"].startswith("epcisException:")
    assert seen[400] > count / 10
    assert seen.get(202, 0) > 0, "no damaged document was still right: the damage is too coarse"
