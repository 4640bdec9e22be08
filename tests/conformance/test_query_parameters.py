"""Every query parameter of EPCIS 2.0: 61 names and 108 patterns, one at a time.

A set of events is captured, then asked for with one parameter, in the address and as a named
query; what comes back is what a plain reading of the events finds. The lists follow the query
schema of the REST bindings.
"""

from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from django.test import Client

from milkshed.ledger.facade import capture_document
from tests.cast import Cast
from tests.conformance import query_events as said
from tests.conformance.query_oracle import holds
from tests.conformance.tally import Count, note

Asked = tuple[str, Any]

_NOON, _DAY = "2026-01-05T06:00:00Z", "2026-01-08T00:00:00Z"
_SETTINGS = ("orderBy", "orderDirection", "eventCountLimit", "maxEventCount", "@context")
FIXED: tuple[Asked, ...] = (
    ("eventType", ["ObjectEvent", "AssociationEvent"]),
    ("GE_eventTime", _NOON),
    ("LT_eventTime", _NOON),
    ("GE_recordTime", "2026-01-05T00:00:00Z"),
    ("LT_recordTime", "2200-01-01T00:00:00Z"),
    ("EQ_action", ["ADD"]),
    ("EQ_bizStep", ["packing", "shipping"]),
    ("EQ_disposition", ["in_transit"]),
    ("EQ_persistentDisposition_set", ["recalled"]),
    ("EQ_persistentDisposition_unset", ["recalled"]),
    ("EQ_quantity", [500, 300]),
    ("GT_quantity", 490),
    ("GE_quantity", 490),
    ("LT_quantity", 490),
    ("LE_quantity", 490),
    ("EQ_readPoint", [said.TANK]),
    ("WD_readPoint", [said.SITE]),
    ("EQ_bizLocation", [said.SITE]),
    ("WD_bizLocation", [said.COMPANY]),
    ("EQ_transformationID", [said.RUN]),
    ("MATCH_epc", [said.ITEM]),
    ("MATCH_parentID", [said.PALLET]),
    ("MATCH_inputEPC", [said.ITEM]),
    ("MATCH_outputEPC", [said.OTHER_ITEM]),
    ("MATCH_anyEPC", [said.ITEM, said.CRATE]),
    ("MATCH_epcClass", [said.LOT]),
    ("MATCH_inputEPCClass", [said.LOT]),
    ("MATCH_outputEPCClass", [said.LOT]),
    ("MATCH_anyEPCClass", [said.LOT]),
    ("EQ_eventID", [said.EVENTS[0]["eventID"], said.EVENTS[9]["eventID"]]),
    ("EXISTS_errorDeclaration", None),
    ("GE_errorDeclaration_Time", _DAY),
    ("LT_errorDeclaration_Time", _DAY),
    ("EQ_errorReason", ["incorrect_data"]),
    ("EQ_correctiveEventID", [said.EVENTS[10]["eventID"]]),
    ("EXISTS_sensorElementList", None),
    ("GE_time", _NOON),
    ("LT_time", _NOON),
    ("GE_startTime", _NOON),
    ("LT_startTime", _NOON),
    ("GE_endTime", _NOON),
    ("LT_endTime", _NOON),
    ("EQ_type", ["MassConcentration"]),
    ("EQ_deviceID", [said.DEVICE]),
    ("EQ_dataProcessingMethod", [said.METHOD]),
    ("EQ_microorganism", [said.GERM]),
    ("EQ_chemicalSubstance", [said.SUBSTANCE]),
    ("EQ_bizRules", [said.RULES]),
    ("EQ_stringValue", ["negative"]),
    ("EQ_booleanValue", True),
    ("EQ_hexBinaryValue", ["0A1B"]),
    ("EQ_uriValue", ["https://ex.example/result/1"]),
    ("GE_percRank", 90),
    ("LT_percRank", 90),
    ("GT_percRank", 50),
    ("LE_percRank", 50),
)
"""The fixed names that say which events; five more order, bound or explain the query."""


def _compared(scope: str, text: tuple[str, str], number: tuple[str, float]) -> Iterator[Asked]:
    """EQ, GT, GE, LT and LE of one kind of field."""
    yield f"EQ_{scope}{text[0]}", [text[1]]
    for operator in ("GT", "GE", "LT", "LE"):
        yield f"{operator}_{scope}{number[0]}", number[1]


def _patterned() -> Iterator[Asked]:
    yield "EQ_bizTransaction_po", [said.ORDER]
    yield "EQ_source_owning_party", [said.PARTY]
    yield "EQ_destination_possessing_party", [said.OTHER_PARTY]
    yield from _compared("", ("ex:grade", "gold"), ("ex:score", 6))
    yield from _compared("ILMD_", ("ex:lot", "A7"), ("ex:fat", 4))
    yield from _compared("INNER_", ("ex:leaf", "green"), ("ex:count", 4))
    yield from _compared("INNER_ILMD_", ("ex:herd", "H1"), ("ex:cows", 100))
    yield "EXISTS_ex:grade", None
    yield "EXISTS_INNER_ex:when", None
    yield "EXISTS_ILMD_ex:made", None
    yield "EXISTS_INNER_ILMD_ex:since", None
    yield "HASATTR_ex:supplier", ["rating"]
    yield "EQ_ATTR_bizLocation_city", ["Wuzhong"]
    yield from _compared("ERROR_DECLARATION_", ("ex:by", "quality"), ("ex:ticket", 20))
    yield from _compared("INNER_ERROR_DECLARATION_", ("ex:desk", "A"), ("ex:level", 3))
    yield "EXISTS_ERROR_DECLARATION_ex:by", None
    yield "EXISTS_INNER_ERROR_DECLARATION_ex:desk", None
    yield "EQ_value_CEL", [10]
    for attribute, middle in (
        ("minValue", 5), ("maxValue", 8), ("meanValue", 8), ("sDev", 1), ("value", 7),
        ("percValue", 7),
    ):  # fmt: skip
        for operator in ("GE", "LT", "GT", "LE"):
            yield f"{operator}_{attribute}_CEL", middle
    yield "EQ_quantity_KGM", [2_000]
    for operator in ("GE", "LT", "GT", "LE"):
        yield f"{operator}_quantity_KGM", 500
    yield "EQ_readPoint_ex:gate", ["north"]
    yield "EQ_INNER_readPoint_ex:side", ["left"]
    yield "EQ_bizLocation_ex:floor", ["2"]
    yield "EQ_INNER_bizLocation_ex:row", ["7"]
    yield from _compared("SENSORELEMENT_", ("ex:round", "9"), ("ex:round", 10))
    yield from _compared("SENSORMETADATA_", ("ex:calibrated", "3"), ("ex:calibrated", 5))
    yield from _compared("SENSORREPORT_", ("ex:channel", "2"), ("ex:channel", 3))
    yield from _compared("INNER_SENSORELEMENT_", ("ex:number", "4"), ("ex:number", 5))
    yield from _compared("INNER_SENSORMETADATA_", ("ex:serial", "5"), ("ex:serial", 6))
    yield from _compared("INNER_SENSORREPORT_", ("ex:bits", "12"), ("ex:bits", 14))
    yield "EXISTS_SENSORELEMENT_ex:round", None
    yield "EXISTS_SENSORMETADATA_ex:probe", None
    yield "EXISTS_SENSORREPORT_ex:raw", None


PATTERNED = tuple(_patterned())
MORE: tuple[Asked, ...] = (
    ("GE_errorDeclarationTime", _DAY),
    ("LT_errorDeclarationTime", _DAY),
    ("EQ_ex:score", 5),
    ("EQ_ex:checked", "2026-01-05T07:00:00Z"),
    ("GT_ex:checked", "2026-01-05T12:00:00Z"),
    ("LE_INNER_ex:when", _NOON),
    ("HASATTR_ex:supplier", ["https://ex.example/mda/rating"]),
)
"""Second spellings and other types of value."""

_FIND_ALL = {"GE_recordTime", "LT_recordTime"}
"""Set by the server at the same moment for the whole set."""


def _texts(value: Any) -> list[str]:
    if value is None:
        return []
    return [
        str(one).lower() if isinstance(one, bool) else str(one)
        for one in (value if isinstance(value, list) else [value])
    ]


def _identity(event: dict[str, Any]) -> tuple[str, bool]:
    return event["eventID"], "errorDeclaration" in event


def _returned(client: Client, address: str, parameters: dict[str, str]) -> list[tuple[str, bool]]:
    response = client.get(address, {"perPage": "100", **parameters})
    assert response.status_code == 200, response.content
    body = response.json()["epcisBody"]["queryResults"]["resultsBody"]
    return [_identity(event) for event in body["eventList"]]


@pytest.fixture
def reader(client: Client, cast: Cast) -> Client:
    assert capture_document(orjson.dumps(said.document())).success
    client.force_login(cast.people["region_officer"])
    return client


def _checked(client: Client, asked: tuple[Asked, ...]) -> int:
    """Ask one by one, in the address and as a kept query; return how many were answered right."""
    now = "2026-06-01T00:00:00Z"  # recordTime is today's in the ledger, later than any asked for
    stored = [{**event, "recordTime": now} for event in said.EVENTS]
    for place, (name, value) in enumerate(asked):
        expected = {_identity(event) for event in stored if holds(event, name, _texts(value))}
        assert expected, f"{name} finds nothing: the test could not fail"
        assert len(expected) < len(stored) or name in _FIND_ALL, f"{name} finds everything"
        found = _returned(client, "/events", {name: "|".join(_texts(value))})
        assert set(found) == expected, name
        assert len(found) == len(expected), name
        kept = client.post(
            "/queries",
            orjson.dumps({"name": f"q{place}", "query": {name: value}}),
            content_type="application/json",
        )
        assert kept.status_code == 201, kept.content
        assert set(_returned(client, f"{kept['Location']}/events", {})) == expected, name
    return len(asked)


def test_fixed_parameters(reader: Client) -> None:
    assert len({name for name, _ in FIXED} | set(_SETTINGS)) == 61
    right = _checked(reader, FIXED) + _settings_right(reader)
    note(
        Count(
            "query",
            "固定名称的查询参数",
            "Query parameters with fixed names",
            61,
            right,
            "EPCIS 2.0 REST bindings, query schema",
        )
    )
    assert right == 61


def test_patterned_parameters(reader: Client) -> None:
    assert len({name for name, _ in PATTERNED}) == 108
    right = _checked(reader, PATTERNED)
    note(
        Count(
            "query",
            "按模式命名的查询参数",
            "Query parameters named by patterns",
            108,
            right,
            "EPCIS 2.0 REST bindings, query schema",
            "108个模式各至少一次；单位换算、嵌套字段、主数据属性均含",
        )
    )
    assert right == 108


def test_both_readings_of_contradicting_files(reader: Client) -> None:
    assert _checked(reader, MORE) == len(MORE)


def _settings_right(client: Client) -> int:
    """The parameters that order and bound a result, and the context of a kept query."""
    times = {_identity(event): event["eventTime"] for event in said.EVENTS}
    down = _returned(client, "/events", {"orderBy": "eventTime", "orderDirection": "DESC"})
    assert [times[one] for one in down] == sorted(times.values(), reverse=True)
    up = _returned(client, "/events", {"orderBy": "eventTime", "orderDirection": "ASC"})
    assert [times[one] for one in up] == sorted(times.values())
    last = {"orderBy": "eventTime", "eventCountLimit": "3"}
    assert _returned(client, "/events", last) == down[:3]
    assert client.get("/events", {"maxEventCount": "13"}).status_code == 413
    assert len(_returned(client, "/events", {"maxEventCount": "14"})) == 14
    query = {"@context": [{"other": "https://ex.example/ns/"}], "EQ_other:grade": ["gold"]}
    kept = client.post(
        "/queries",
        orjson.dumps({"name": "context", "query": query}),
        content_type="application/json",
    )
    assert kept.status_code == 201, kept.content
    assert len(_returned(client, "/queries/context/events", {})) == 1
    return len(_SETTINGS)


def test_prefixes_are_declared_captured_or_spelled_out(reader: Client) -> None:
    gold = _returned(reader, "/events", {"EQ_ex:grade": "gold"})
    assert len(gold) == 1
    for name in ("EQ_https://ex.example/ns/grade", "EQ_https://ex.example/ns#grade"):
        assert _returned(reader, "/events", {name: "gold"}) == gold
    declared = reader.get(
        "/events", {"EQ_my:grade": "gold"}, headers={"GS1-Extensions": "my=https://ex.example/ns/"}
    )
    assert len(declared.json()["epcisBody"]["queryResults"]["resultsBody"]["eventList"]) == 1
    unknown = reader.get("/events", {"EQ_my:grade": "gold"})
    assert unknown.status_code == 400
    assert unknown.json()["errors"][0]["rule"] == "undeclared-prefix"


@pytest.mark.parametrize(
    ("pattern", "count"),
    [
        ("urn:epc:idpat:sgtin:952123.0454321.*", 12),
        ("urn:epc:idpat:sgtin:952123.*.*", 12),
        ("urn:epc:idpat:sgtin:*.*.*", 12),
        ("urn:epc:idpat:sgtin:952124.*.*", 0),
        ("urn:epc:idpat:sscc:9521321.*", 1),
        ("urn:epc:idpat:grai:9521321.*.*", 1),
        ("urn:epc:id:sgtin:952123.0454321.1", 7),
        ("https://id.gs1.org/01/09521234543213/21/*", 12),
    ],
)
def test_patterns_of_epcs(reader: Client, pattern: str, count: int) -> None:
    assert len(_returned(reader, "/events", {"MATCH_anyEPC": pattern})) == count
