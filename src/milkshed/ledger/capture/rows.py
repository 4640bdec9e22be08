"""Rows in PostgreSQL's binary COPY format, packed by hand.

A row at a time through the driver's adapters costs more than everything else a writer does in his
turn, so each table has its own packing here. Format: PostgreSQL documentation, COPY, "Binary
Format". Every field is its length (int32, -1 for null) and its bytes, all big-endian.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from struct import Struct
from typing import Any

from milkshed.ledger.capture.fact import Fact
from milkshed.ledger.capture.field_values import FieldValue

Packed = Mapping[str | None, bytes]
"""Names as fields that hold their numbers; None, for no name, as a null."""
Edge = tuple[bytes, bytes, float | None]
"""A flow's source and target, packed, and its mass in kg."""

_HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TAIL = b"\xff\xff"
_NULL = b"\xff\xff\xff\xff"
_PORTION = 250
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)

_LENGTH = Struct(">i").pack
_INT8 = Struct(">iq").pack
_FLOAT8 = Struct(">id").pack
_KEY_AND_TYPE = Struct(">i16sih").pack
_TIMES = Struct(">i?12sih").pack
_IDENTITY = Struct(">hi16si?12si16s").pack
_POSITION = Struct(">ii").pack
_FIELD = Struct(">hiqiiihi?iq").pack
_TERM = Struct(">hiqi").pack

_OF_EVENT, _OF_LINK, _OF_FLOW, _OF_MAKING = (count.to_bytes(2, "big") for count in (17, 7, 5, 9))
_SMALL = tuple(Struct(">ih").pack(2, number) for number in range(64))
"""Small numbers as fields of two bytes: roles, types, actions."""
_POSITIONS = tuple(_POSITION(4, number) for number in range(256))
_LEAF_LENGTH = (32).to_bytes(4, "big")

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


def packed_names(number: Mapping[str, int]) -> Packed:
    """Pack the numbers of names; None stands in it as a null."""
    packed: dict[str | None, bytes] = {name: _INT8(8, value) for name, value in number.items()}
    packed[None] = _NULL
    return packed


def int8_field(value: int) -> bytes:
    """Pack a number, that of an event for example."""
    return _INT8(8, value)


def time_field(moment: datetime) -> bytes:
    """Pack a time."""
    return _INT8(8, _microseconds(moment))


def event_rows(
    facts: Sequence[Fact],
    seqs: Sequence[bytes],
    times: Sequence[bytes],
    packed: Packed,
    *,
    record_time: datetime,
    origins: Iterable[bytes],
    leaves: Iterable[bytes],
) -> Iterator[bytes]:
    """Pack events; ``seqs`` and ``times`` are fields, ``origins`` of :func:`origin_fields`."""
    recorded = time_field(record_time)
    for fact, seq, time, origin, leaf in zip(facts, seqs, times, origins, leaves, strict=True):
        event_id = fact.event_id.encode()
        body = fact.body
        yield b"".join(
            (
                _OF_EVENT,
                seq,
                _LENGTH(len(event_id)),
                event_id,
                _KEY_AND_TYPE(16, fact.key, 2, fact.type),
                _NULL if fact.action is None else _SMALL[fact.action],
                _TIMES(1, fact.declares_error, time, 2, fact.offset_minutes),
                recorded,
                packed[fact.biz_step],
                packed[fact.disposition],
                packed[fact.read_point],
                packed[fact.biz_location],
                origin,
                _LENGTH(len(body)),
                body,
                _LEAF_LENGTH,
                leaf,
            )
        )


def origin_fields(capture_id: int | None, person_id: int | None) -> bytes:
    """Pack where facts came in, alike for all of a batch."""
    return _int8(capture_id) + _int8(person_id)


def identity_rows(facts: Sequence[Fact], seqs: Sequence[bytes]) -> Iterator[bytes]:
    """Pack the identities of events."""
    pack = _IDENTITY
    return (
        pack(4, 16, fact.key, 1, fact.declares_error, seq, 16, fact.content)
        for fact, seq in zip(facts, seqs, strict=True)
    )


def link_rows(facts: Sequence[Fact], seqs: Sequence[bytes], packed: Packed) -> Iterator[bytes]:
    """Pack what takes part in events."""
    units: dict[str | None, bytes] = {None: _NULL}
    for fact, seq in zip(facts, seqs, strict=True):
        head = _OF_LINK + seq
        for position, (role, uri, quantity, uom, kind) in enumerate(fact.parts):
            if uom not in units:
                units[uom] = _text(uom)
            yield b"".join(
                (
                    head,
                    _SMALL[role],
                    _POSITIONS[position] if position < 256 else _POSITION(4, position),
                    packed[uri],
                    _NULL if quantity is None else _FLOAT8(8, quantity),
                    units[uom],
                    packed[kind],
                )
            )


def flow_row(seq: bytes, edge: Edge, at: bytes) -> bytes:
    """Pack an edge of the flow."""
    source, target, mass_kg = edge
    mass = _NULL if mass_kg is None else _FLOAT8(8, mass_kg)
    return b"".join((_OF_FLOW, seq, source, target, at, mass))


def making_fields(fact: Fact, at: bytes, nature: int, packed: Packed) -> bytes:
    """Pack when, how and where a making was, alike for all lots that an event makes."""
    return b"".join(
        (
            at,
            _SMALL[fact.type],
            _SMALL[nature],
            packed[fact.biz_step],
            packed[fact.biz_location],
            packed[fact.read_point],
        )
    )


def making_row(lot: bytes, seq: bytes, circumstances: bytes, mass_kg: float | None) -> bytes:
    """Pack the making of a lot; ``circumstances`` is what :func:`making_fields` made."""
    mass = _NULL if mass_kg is None else _FLOAT8(8, mass_kg)
    return b"".join((_OF_MAKING, lot, seq, circumstances, mass))


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
            _NULL if value.moment is None else time_field(value.moment),
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


def _microseconds(moment: datetime) -> int:
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
