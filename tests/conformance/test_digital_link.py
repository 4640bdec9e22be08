"""Digital Links: the vectors of the GS1 syntax engine, and pairs of EPC URN and Digital Link.

A link is right when the engine takes it with all its checks on: of the rows that its parser takes,
those with a wrong check digit, with names instead of numbers or without their companions are
refused by the full checks.
"""

import json
from typing import Any

from milkshed.kernel.problems import Problem
from milkshed.ledger.gs1.application_identifiers import APPLICATION_IDENTIFIERS
from milkshed.ledger.gs1.digital_link import CANONICAL_STEM, build, elements_of, parse
from milkshed.ledger.gs1.epc import canonical_uri
from tests.conformance.tally import Count, note
from tests.reference_data import reference_path

_ENGINE = "gs1-syntax-engine 50657dbd"


def _rows(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(reference_path(f"traceability/{name}").read_text())
    return rows


def _told(zh: str, en: str, rows: int, wrong: int, source: str, remark: str = "") -> None:
    note(Count("digital-link", zh, en, rows, rows - wrong, source, remark))


def _read(uri: str) -> str | None:
    """The element data of a link with ``^`` for FNC1, None when it is refused."""
    try:
        return parse(uri).message("^")
    except Problem:
        return None


def test_links_are_read_as_the_engine_reads_them() -> None:
    rows = _rows("digital-link-vectors/parse_vectors_with_engine_verdict.json")
    assert len(rows) == 118
    wrong = [
        row["uri"]
        for row in rows
        if _read(row["uri"])
        != (row["ai_data"] if row["valid"] and row["engine_full_validation"] else None)
    ]
    _told(
        "读取（合法者取出相同数据，不合法者拒绝）",
        "Read (right ones to the same data, wrong ones refused)",
        len(rows),
        len(wrong),
        _ENGINE,
    )
    assert not wrong


def _made(row: dict[str, Any]) -> str | None:
    elements = elements_of(row["element_string"])
    unknown = row["valid"] and any(ai not in APPLICATION_IDENTIFIERS for ai, _ in elements)
    try:
        return build(elements, row["stem"] or CANONICAL_STEM, permit_unknown=unknown).uri()
    except Problem:
        return None


def test_links_are_made_as_the_engine_makes_them() -> None:
    rows = _rows("digital-link-vectors/generate_vectors.json")
    assert len(rows) == 22
    wrong = [row for row in rows if _made(row) != (row["uri"] if row["valid"] else None)]
    _told("生成", "Made", len(rows), len(wrong), _ENGINE, "AI 89: 按其选项容许未知标识符")
    assert not wrong


def test_epc_urns_get_their_digital_links() -> None:
    rows = _rows("identifier-vectors/epc_to_digital_link.json")
    assert len(rows) == 300
    wrong = [row for row in rows if canonical_uri(row["epc"]) != row["digital_link"]]
    _told(
        "EPC URN译为数字链接",
        "EPC URN to Digital Link",
        len(rows),
        len(wrong),
        "epcdltranslator, epcpy, epcis-event-hash-generator",
    )
    assert not wrong


def test_links_of_the_pairs_are_read_and_made_again() -> None:
    rows = _rows("identifier-vectors/epc_to_digital_link.json")
    wrong = []
    for row in rows:
        link = parse(row["digital_link"])
        if build(link.elements).uri() != row["digital_link"]:
            wrong.append(row["digital_link"])
    _told(
        "读取后重新生成",
        "Read and made again",
        len(rows),
        len(wrong),
        "epcdltranslator, epcpy, epcis-event-hash-generator",
    )
    assert not wrong
