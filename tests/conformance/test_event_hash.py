"""The published vectors of the event hash identifier, JSON-LD and XML alike.

Vectors: the tests of the reference generator (MIT). A pre-hash string is compared where it is the
one its listed hash was made of; some of the published strings are damaged.
"""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import orjson

from milkshed.ledger.epcis.event_hash.hashing import document_hashes, document_pre_hashes
from milkshed.ledger.epcis.event_hash.xml import xml_hashes, xml_pre_hashes
from tests.conformance.tally import Count, note
from tests.reference_data import reference_path

_FOLDER = "traceability/event-hash-vectors"
_SAMPLES = "traceability/epcis-test-resources"
_SOURCE = "epcis-event-hash-generator, tests/examples"

NOT_THE_SAME_DATA = {
    # the JSON names sensor types that CBV does not have, which only XML gives a namespace
    "Capture/Documents/SensorData_with_combined_events",
    "Capture/Documents/TransactionEvent_with_userExtensions",
    "Query/SensorData_with_combined_events",
    "Query/TransactionEvent_with_userExtensions",
    # an empty element that the JSON lacks
    "Capture/Events/TransactionEvent",
    # a time that is none, another identifier, an event type that is none
    "Capture/Invalid/ObjectEvent_with_invalid_eventTime_format",
    "Query/Invalid/QueryDocument_with_invalid_action",
    "Query/Invalid/QueryDocument_with_invalid_eventType",
}
"""Pairs of files of one name that hold different data."""


def _hashes(path: Path) -> list[str]:
    data = path.read_bytes()
    return xml_hashes(data) if path.suffix == ".xml" else document_hashes(orjson.loads(data))


def _pre_hashes(path: Path) -> list[str]:
    data = path.read_bytes()
    if path.suffix == ".xml":
        return xml_pre_hashes(data)
    return document_pre_hashes(orjson.loads(data))


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text().split("\n") if line.strip()]


def _vectors(folder: Path, suffix: str) -> Iterator[tuple[Path, int, str]]:
    for listed in sorted(folder.glob("*.hashes")):
        document = listed.with_suffix(suffix)
        if document.exists():
            for place, wanted in enumerate(_lines(listed)):
                yield document, place, wanted


def _check(suffix: str, what_zh: str, what_en: str, expected: int) -> None:
    vectors = list(_vectors(reference_path(f"{_FOLDER}/examples"), suffix))
    assert len(vectors) == expected
    wrong = [
        (document.name, place)
        for document, place, wanted in vectors
        if _hashes(document)[place : place + 1] != [wanted]
    ]
    note(Count("event-hash", what_zh, what_en, expected, expected - len(wrong), _SOURCE))
    assert not wrong


def test_json_vectors() -> None:
    _check(".jsonld", "JSON-LD事件的哈希标识", "Hashes of JSON-LD events", 43)


def test_xml_vectors() -> None:
    _check(".xml", "XML事件的哈希标识", "Hashes of XML events", 46)


def test_pre_hash_strings() -> None:
    compared = 0
    for listed in sorted(reference_path(f"{_FOLDER}/examples").glob("*.prehashes")):
        hashes = listed.with_suffix(".hashes")
        wanted = [
            (place, line)
            for place, (line, hash_id) in enumerate(
                zip(_lines(listed), _lines(hashes) if hashes.exists() else [], strict=False)
            )
            if sha256(line.encode()).hexdigest() in hash_id
        ]
        for document in (listed.with_suffix(".jsonld"), listed.with_suffix(".xml")):
            if document.exists():
                found = _pre_hashes(document)
                assert [(place, found[place]) for place, _ in wanted] == wanted, document.name
                compared += len(wanted)
    note(
        Count(
            "event-hash",
            "规范化字符串",
            "Pre-hash strings",
            compared,
            compared,
            _SOURCE,
            "3 published strings do not belong to their listed hash and are left out",
        )
    )
    assert compared == 85


def test_files_whose_events_are_all_one() -> None:
    files = sorted(reference_path(f"{_FOLDER}/expected_equal").iterdir())
    assert len(files) == 11
    equal = [path.name for path in files if len(set(_hashes(path))) == 1]
    note(
        Count(
            "event-hash",
            "同一事件的不同写法",
            "Files that write one event in several ways",
            len(files),
            len(equal),
            "epcis-event-hash-generator, tests/expected_equal",
        )
    )
    assert len(equal) == len(files)


def test_json_and_xml_of_one_event_hash_alike() -> None:
    folder = reference_path(f"{_SAMPLES}/2.0/EPCIS")
    pairs: dict[str, bool] = {}
    for document in sorted(folder.glob("JSON/**/*.json")):
        name = document.relative_to(folder / "JSON").with_suffix("")
        twin = folder / "XML" / name.with_suffix(".xml")
        if twin.exists() and "Queries" not in name.parts:
            pairs[str(name)] = _hashes(document) == _hashes(twin) != []
    same_data = [name for name in pairs if name not in NOT_THE_SAME_DATA]
    unequal = [name for name in same_data if not pairs[name]]
    note(
        Count(
            "event-hash",
            "JSON与XML成对文档哈希一致",
            "Pairs of JSON and XML documents that hash alike",
            len(same_data),
            len(same_data) - len(unequal),
            "openepcis-test-resources 2.0",
            f"{len(pairs) - len(same_data)} pairs of one name hold different data",
        )
    )
    assert not unequal
    assert [name for name in sorted(NOT_THE_SAME_DATA) if pairs[name]] == []


def test_documents_of_another_kit_are_hashed() -> None:
    for document in sorted(reference_path("traceability/epcis2js-test-data").rglob("*.json")):
        found = _hashes(document)
        assert found, document.name
        assert all(hash_id.startswith("ni:///sha-256;") for hash_id in found)
