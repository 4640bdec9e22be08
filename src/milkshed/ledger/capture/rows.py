"""Rows in PostgreSQL's binary COPY format, packed by hand.

A row at a time through the driver's adapters costs more than everything else a writer does in his
turn, so each table has its own packing here. Format: PostgreSQL documentation, COPY, "Binary
Format". Every field is its length (int32, -1 for null) and its bytes, all big-endian.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import islice
from struct import Struct
from typing import Any

from milkshed.ledger.capture.fact import Fact, NamedPart
from milkshed.ledger.capture.field_values import FieldValue

Edge = tuple[int, int, float | None]

_HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TAIL = b"\xff\xff"
_NULL = b"\xff\xff\xff\xff"
_PORTION = 100
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)

_LENGTH = Struct(">i").pack
_INT2 = Struct(">ih").pack
_INT8 = Struct(">iq").pack
_FIRST_INT8 = Struct(">hiq").pack
_KEY_AND_TYPE = Struct(">i16sih").pack
_TIMES = Struct(">i?iqihiq").pack
_IDENTITY = Struct(">hi16si?iqi16s").pack
_LINK = Struct(">hiqihiiiq").pack
_FLOW = Struct(">hiqiqiqiq").pack
_MAKING = Struct(">hiqiq").pack
_CIRCUMSTANCES = Struct(">iqihih").pack
_FIELD = Struct(">hiqiiihi?iq").pack
_FLOAT8 = Struct(">id").pack
_TERM = Struct(">hiqi").pack

EVENTS = (
    "COPY ledger_event (seq, event_id, event_key, type, action, declares_error, event_time,"
    " offset_minutes, record_time, biz_step_id, disposition_id, read_point_id, biz_location_id,"
    " capture_id, person_id, body, leaf) FROM STDIN (FORMAT BINARY)"
)
IDENTITIES = (
    "COPY ledger_identity (event_key, declares_error, seq, content) FROM STDIN (FORMAT BINARY)"
)
LINKS = (
    "COPY ledger_link (event_id, role, position, term_id, quantity, uom, kind_id)"
    " FROM STDIN (FORMAT BINARY)"
)
FLOWS = "COPY ledger_flow (event_id, source_id, target_id, at, mass_kg) FROM STDIN (FORMAT BINARY)"
MAKINGS = (
    "COPY ledger_making (lot_id, event_id, at, type, nature, biz_step_id, place_id, vessel_id,"
    " mass_kg) FROM STDIN (FORMAT BINARY)"
)
FIELDS = (
    "COPY ledger_field (event_id, position, place, is_inner, name_id, text, number, moment, uom)"
    " FROM STDIN (FORMAT BINARY)"
)
TERMS = "COPY ledger_term (id, uri) FROM STDIN (FORMAT BINARY)"


def copy_in(cursor: Any, statement: str, rows: Iterable[bytes]) -> None:
    """Send packed rows, if there are any.

    They go in portions: while the database stores one, the next is packed.
    """
    source = iter(rows)
    portion = b"".join(islice(source, _PORTION))
    if not portion:
        return
    with cursor.copy(statement) as copy:
        copy.write(_HEAD)
        while portion:
            copy.write(portion)
            portion = b"".join(islice(source, _PORTION))
        copy.write(_TAIL)


def event_row(
    seq: int,
    fact: Fact,
    number: Mapping[str, int],
    *,
    record_time: datetime,
    origin: bytes,
    leaf: bytes,
) -> bytes:
    """Pack an event; ``origin`` is what :func:`origin_fields` made."""
    return b"".join(
        (
            _FIRST_INT8(17, 8, seq),
            _text(fact.event_id),
            _KEY_AND_TYPE(16, fact.key, 2, fact.type),
            _NULL if fact.action is None else _INT2(2, fact.action),
            _TIMES(
                *(1, fact.declares_error, 8, _microseconds(fact.event_time)),
                *(2, fact.offset_minutes, 8, _microseconds(record_time)),
            ),
            _term(fact.biz_step, number),
            _term(fact.disposition, number),
            _term(fact.read_point, number),
            _term(fact.biz_location, number),
            origin,
            _LENGTH(len(fact.body)),
            fact.body,
            _LENGTH(len(leaf)),
            leaf,
        )
    )


def origin_fields(capture_id: int | None, person_id: int | None) -> bytes:
    """Pack where facts came in, alike for all of a batch."""
    return _int8(capture_id) + _int8(person_id)


def identity_row(seq: int, fact: Fact) -> bytes:
    """Pack the identity of an event."""
    return _IDENTITY(4, 16, fact.key, 1, fact.declares_error, 8, seq, 16, fact.content)


def link_row(seq: int, position: int, part: NamedPart, number: Mapping[str, int]) -> bytes:
    """Pack what takes part in an event."""
    role, uri, quantity, uom, kind = part
    head = _LINK(7, 8, seq, 2, role, 4, position, 8, number[uri])
    return head + _float8(quantity) + _text(uom) + _term(kind, number)


def flow_row(seq: int, edge: Edge, event_time: datetime) -> bytes:
    """Pack an edge of the flow."""
    source, target, mass_kg = edge
    at = _microseconds(event_time)
    return _FLOW(5, 8, seq, 8, source, 8, target, 8, at) + _float8(mass_kg)


def making_fields(fact: Fact, nature: int, number: Mapping[str, int]) -> bytes:
    """Pack when, how and where a making was, alike for all lots that an event makes."""
    return b"".join(
        (
            _CIRCUMSTANCES(8, _microseconds(fact.event_time), 2, fact.type, 2, nature),
            _term(fact.biz_step, number),
            _term(fact.biz_location, number),
            _term(fact.read_point, number),
        )
    )


def making_row(lot: int, seq: int, circumstances: bytes, mass_kg: float | None) -> bytes:
    """Pack the making of a lot; ``circumstances`` is what :func:`making_fields` made."""
    return _MAKING(9, 8, lot, 8, seq) + circumstances + _float8(mass_kg)


def field_row(seq: int, position: int, value: FieldValue, number: Mapping[str, int]) -> bytes:
    """Pack the value of an extension field."""
    return b"".join(
        (
            _FIELD(
                *(9, 8, seq, 4, position, 2, value.place, 1, value.is_inner),
                *(8, number[value.name]),
            ),
            _text(value.text),
            _float8(value.number),
            _NULL if value.moment is None else _INT8(8, _microseconds(value.moment)),
            _text(value.uom),
        )
    )


def term_row(number: int, uri: str) -> bytes:
    """Pack a name and its number."""
    name = uri.encode()
    return _TERM(2, 8, number, len(name)) + name


def _int8(value: int | None) -> bytes:
    return _NULL if value is None else _INT8(8, value)


def _float8(value: float | None) -> bytes:
    return _NULL if value is None else _FLOAT8(8, value)


def _text(value: str | None) -> bytes:
    if value is None:
        return _NULL
    encoded = value.encode()
    return _LENGTH(len(encoded)) + encoded


def _term(name: str | None, number: Mapping[str, int]) -> bytes:
    return _NULL if name is None else _INT8(8, number[name])


def _microseconds(moment: datetime) -> int:
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
