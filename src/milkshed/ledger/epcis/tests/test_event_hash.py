"""The event hash: what it is made of, what does not change it, what does."""

import copy
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.kernel.problems import Problem
from milkshed.ledger.epcis.event_hash.files import pre_hashes_of
from milkshed.ledger.epcis.event_hash.hashing import (
    document_hashes,
    event_hash,
    pre_hash_string,
)
from milkshed.ledger.epcis.event_hash.values import time_text, value_text
from milkshed.ledger.epcis.event_hash.xml import xml_hashes, xml_pre_hashes
from milkshed.ledger.epcis.tests import milk
from milkshed.ledger.epcis.tests.test_xml import OBJECT, SENSOR, xml
from milkshed.ledger.epcis.vocabulary import CONTEXT_URL
from milkshed.ledger.epcis.xml import read_document
from milkshed.site.command import main

CONTEXT: list[object] = [CONTEXT_URL, {"milkshed": milk.MILKSHED}]
EVENTS = st.sampled_from(milk.all_events())

MILKING = (
    "eventType=ObjectEvent"
    "eventTime=2026-01-05T00:30:00.000Z"
    "eventTimeZoneOffset=+08:00"
    "quantityListquantityElement"
    "epcClass=https://id.gs1.org/01/09521234543213/10/M1quantity=1830.5uom=KGM"
    "action=ADD"
    "bizStep=https://ref.gs1.org/cbv/BizStep-creating_class_instance"
    "disposition=https://ref.gs1.org/cbv/Disp-active"
    "readPointid=https://id.gs1.org/414/9521321000018"
    "bizLocationid=https://id.gs1.org/414/9521321000018"
    "ilmd{https://milkshed.example/ns/}milkingSession=morning"
)


def test_known_answer_of_a_milking() -> None:
    assert pre_hash_string(milk.milking(), CONTEXT) == MILKING
    digest = sha256(MILKING.encode()).hexdigest()
    assert event_hash(milk.milking(), CONTEXT) == f"ni:///sha-256;{digest}?ver=CBV2.0"


def test_xml_gives_the_same() -> None:
    assert xml_pre_hashes(xml(OBJECT)) == [MILKING]
    for document in (xml(OBJECT, SENSOR), xml(SENSOR)):
        assert document_hashes(read_document(document)) == xml_hashes(document)


def test_sorted_part_and_places_of_own_fields() -> None:
    event = milk.handover() | {
        "readPoint": {"id": milk.FARM, "milkshed:gate": "3"},
        "milkshed:b": [2, 1],
        "milkshed:a": {"milkshed:y": True, "milkshed:x": "1.50"},
    }
    text = pre_hash_string(event, CONTEXT)
    ns = "{https://milkshed.example/ns/}"
    assert f"readPointid={milk.FARM}{ns}gate=3bizTransactionListtype=" in text
    assert text.index("destinationList") < text.index("sourceList") < text.index(f"{ns}a")
    assert text.endswith(f"{ns}a{ns}x=1.5{ns}y=true{ns}b=1{ns}b=2")


def test_what_is_no_content() -> None:
    event = milk.inspecting()
    other = event | {
        "eventID": "urn:uuid:00000000-0000-0000-0000-000000000001",
        "recordTime": "2026-01-06T00:00:00Z",
        "errorDeclaration": {"declarationTime": "2026-01-06T00:00:00Z"},
        "rdfs:comment": "a remark",
        "milkshed:absent": None,
    }
    assert event_hash(other, CONTEXT) == event_hash(event, CONTEXT)


def test_fields_a_repository_adds_may_be_left_out() -> None:
    document = milk.document(milk.milking() | {"milkshed:captureID": "7"})
    plain = document_hashes(milk.document(milk.milking()))
    assert document_hashes(document) != plain
    assert document_hashes(document | {"milkshed:ignoreFields": ["milkshed:captureID"]}) == plain


def test_bizRules_of_a_report_stand_at_the_end() -> None:  # noqa: N802
    event = milk.inspecting()
    event["sensorElementList"][0]["sensorReport"][0]["bizRules"] = "https://example.org/r"
    assert pre_hash_string(event, CONTEXT).endswith(
        "uom=CELsensorElementListsensorElementsensorReportbizRules=https://example.org/r"
    )


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("2026-01-05T08:30:00+08:00", "2026-01-05T00:30:00.000Z"),
        ("2026-01-05T00:30:00.1415Z", "2026-01-05T00:30:00.142Z"),
        ("2026-01-05T00:30:00.14149999Z", "2026-01-05T00:30:00.141Z"),
        ("2026-01-04T23:59:59.9995Z", "2026-01-05T00:00:00.000Z"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"),
        ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00"),
        ("yesterday", "yesterday"),
    ],
)
def test_times(written: str, canonical: str) -> None:
    assert time_text(written) == canonical


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        (26.0, "26"),
        ("026.10", "26.1"),
        ("+5", "5"),
        (-0.5, "-0.5"),
        (True, "true"),
        (None, ""),
        ("1e999", "1e999"),
        ("1_000", "1_000"),
        ("NaN", "NaN"),
        (" a b ", "a b"),
        ("urn:epcglobal:cbv:btt:po", "https://ref.gs1.org/cbv/BTT-po"),
        ("gs1:Temperature", "https://gs1.org/voc/Temperature"),
        ("cbv:Comp-x", "https://ref.gs1.org/cbv/Comp-x"),
        ("own:Word", "own:Word"),
        ("urn:epc:id:sgln:9521321.00001.0", "https://id.gs1.org/414/9521321000018"),
        (
            "https://a.cn/01/09521234543213/10/L?17=270101",
            "https://id.gs1.org/01/09521234543213/10/L",
        ),
    ],
)
def test_values(written: object, canonical: str) -> None:
    assert value_text(written) == canonical


@pytest.mark.parametrize(
    "context",
    [
        {"m": milk.MILKSHED},
        [CONTEXT_URL, [{"m": {"@id": milk.MILKSHED, "@prefix": True}}]],
        ["https://ref.gs1.org/standards/epcis/epcis-context.jsonld", {"m": milk.MILKSHED}],
        [CONTEXT_URL, {"@vocab": "x", "bizStep": "https://other.example/", "m": milk.MILKSHED}],
    ],
)
def test_prefixes_are_only_names(context: object) -> None:
    event = milk.milking() | {"ilmd": {"m:milkingSession": "morning"}}
    assert pre_hash_string(event, context) == MILKING


def test_prefixes_may_be_declared_in_the_event() -> None:
    event = milk.milking() | {"@context": CONTEXT}
    assert document_hashes(event) == [event_hash(milk.milking(), CONTEXT)]
    nested = milk.milking() | {"ilmd": {"@context": CONTEXT, "milkshed:milkingSession": "morning"}}
    assert pre_hash_string(nested) == MILKING


def test_a_transaction_without_type_is_hashed() -> None:
    event = milk.handover()
    del event["bizTransactionList"][0]["type"]
    text = pre_hash_string(event, CONTEXT)
    assert "bizTransactionListbizTransaction=https://id.gs1.org/253/9521321000100J1" in text


def _shuffled(value: Any, draw: Any) -> Any:
    if isinstance(value, dict):
        names = draw(st.permutations(list(value)))
        return {name: _shuffled(value[name], draw) for name in names}
    if isinstance(value, list):
        return draw(st.permutations([_shuffled(entry, draw) for entry in value]))
    return value


@given(EVENTS, st.data())
def test_order_does_not_matter(event: dict[str, Any], data: st.DataObject) -> None:
    assert event_hash(_shuffled(event, data.draw), CONTEXT) == event_hash(event, CONTEXT)


@given(EVENTS, st.integers(-14 * 60, 14 * 60))
def test_time_zone_of_the_writing_does_not_matter(event: dict[str, Any], minutes: int) -> None:
    zone = timezone(timedelta(minutes=minutes))
    time = datetime.fromisoformat(event["eventTime"]).astimezone(zone).isoformat()
    assert event_hash(event | {"eventTime": time}, CONTEXT) == event_hash(event, CONTEXT)


@pytest.mark.parametrize(
    ("link", "urn"),
    [
        ("https://id.gs1.org/01/09521234543213/10/F1", "urn:epc:class:lgtin:9521234.054321.F1"),
        ("https://id.gs1.org/414/9521321000018", "urn:epc:id:sgln:9521321.00001.0"),
        ("https://id.gs1.org/8003/09521321000032T0001", "urn:epc:id:grai:9521321.00003.T0001"),
    ],
)
def test_notation_of_identifiers_does_not_matter(link: str, urn: str) -> None:
    event = milk.milking() | {"epcList": [link], "readPoint": {"id": link}}
    other = milk.milking() | {"epcList": [urn], "readPoint": {"id": urn}}
    assert event_hash(event, CONTEXT) == event_hash(other, CONTEXT)


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [leaf for name in value for leaf in _leaves(value[name], (*path, name))]
    if isinstance(value, list):
        return [
            leaf for place, entry in enumerate(value) for leaf in _leaves(entry, (*path, place))
        ]
    return [path]


@given(EVENTS, st.data())
def test_every_value_counts(event: dict[str, Any], data: st.DataObject) -> None:
    leaves = [path for path in _leaves(event) if path != ("eventID",)]
    *way, last = data.draw(st.sampled_from(leaves))
    changed = copy.deepcopy(event)
    place = changed
    for step in way:
        place = place[step]
    place[last] = place[last] + 1 if isinstance(place[last], int | float) else f"{place[last]}x"
    assert event_hash(changed, CONTEXT) != event_hash(event, CONTEXT)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
        max_leaves=8,
    ),
    st.sampled_from(sorted({name for event in milk.all_events() for name in event})),
)
def test_nonsense_in_a_field_never_fails(value: Any, name: str) -> None:
    assert event_hash(milk.milking() | {name: value}, CONTEXT).startswith("ni:///sha-256;")


def test_bytes_of_either_notation() -> None:
    json_document = orjson.dumps(milk.document(milk.milking()))
    assert pre_hashes_of(json_document) == pre_hashes_of(b"\xef\xbb\xbf" + xml(OBJECT)) == [MILKING]
    assert pre_hashes_of(orjson.dumps({"@context": CONTEXT, **milk.milking()})) == [MILKING]
    assert pre_hashes_of(OBJECT.replace("milkshed:", "").strip().encode()) != []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b"<a>",
        b"<a/>",
        b"\xff\xfe<",
        b'{"eventTime":' * 900 + b"1" + b"}" * 900,
    ],
)
def test_bytes_without_events_are_refused(data: bytes) -> None:
    with pytest.raises(Problem):
        pre_hashes_of(data)


def test_command_prints_a_hash_per_event(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "day.json"
    file.write_bytes(orjson.dumps(milk.document(*milk.all_events())))
    assert main(["hash", str(file)]) == 0
    assert capsys.readouterr().out.split() == [event_hash(e, CONTEXT) for e in milk.all_events()]
    assert main(["hash", str(tmp_path / "absent")]) == 1
