"""Event hashes of bytes whose notation is not told."""

import orjson

from milkshed.kernel.problems import MALFORMED, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.epcis.event_hash.hashing import document_pre_hashes
from milkshed.ledger.epcis.event_hash.xml import xml_pre_hashes
from milkshed.ledger.epcis.validation import TOO_DEEP, is_too_deep

_NO_EVENTS = Text("文档中没有EPCIS事件", "There are no EPCIS events in the document")


def pre_hashes_of(data: bytes) -> list[str]:
    """Return the pre-hash string of every event of a document or bare event, JSON-LD or XML.

    The document is not validated. Raises :class:`Problem` (malformed) when the bytes are neither
    JSON nor XML or hold no events.
    """
    found = xml_pre_hashes(data) if _is_xml(data) else document_pre_hashes(_json_object(data))
    if not found:
        raise _refuse("no-events", _NO_EVENTS)
    return found


def _is_xml(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or data.startswith(
        (b"\xff\xfe", b"\xfe\xff")
    )


def _json_object(data: bytes) -> dict[str, object]:
    try:
        document = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise _refuse(
            "json", Text(f"不是有效的JSON：{error}", f"This is not valid JSON: {error}")
        ) from error
    if is_too_deep(document):
        raise _refuse("nested-too-deeply", TOO_DEEP)
    if not isinstance(document, dict) or not ("epcisBody" in document or "eventTime" in document):
        raise _refuse("no-events", _NO_EVENTS)
    return document


def _refuse(rule: str, message: Text) -> Problem:
    return Problem(MALFORMED, message, [Fault("", None, rule, message)])
