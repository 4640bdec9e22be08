"""The verbs of capture: a document, or one event, becomes durable facts or a clear refusal."""

import zlib
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from django.db import connection

from milkshed.kernel.problems import Fault, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.capture.group import GroupCommit
from milkshed.ledger.capture.reading import (
    ReadDocument,
    read_json_document,
    read_single_event,
    read_xml_document,
)
from milkshed.ledger.capture.terms import TermBook
from milkshed.ledger.capture.writing import Batch, Document, Written, write
from milkshed.ledger.models import Behaviour
from milkshed.ledger.problems import CAPTURE_LIMIT_EXCEEDED, UNSUPPORTED_MEDIA

EVENT_LIMIT = 10_000
"""Events of one document."""
SIZE_LIMIT_BYTES = 32 * 1024 * 1024
"""Bytes of one document."""

JSON_TYPES = frozenset({"application/json", "application/ld+json"})
XML_TYPES = frozenset({"application/xml", "text/xml"})


@cache
def _book_of(alias: str) -> TermBook:
    """The names remembered of one database."""
    return TermBook()


@cache
def _group_of(alias: str) -> GroupCommit:
    """What goes into one database together."""
    return GroupCommit(lambda batches: write(batches, _book_of(alias)))


@dataclass(frozen=True, slots=True)
class CaptureOutcome:
    """What became of a capture.

    ``success``: everything in it is in the ledger. ``accepted`` are the identifiers of events
    that are new, ``repeated`` of those that were there already with the same content. ``errors``
    say what was refused; with rollback nothing was stored then. ``is_replay``: the same document
    had been taken before and ``capture_id`` names that first capture.
    """

    capture_id: int | None
    success: bool
    accepted: tuple[str, ...]
    repeated: tuple[str, ...]
    errors: tuple[Fault, ...]
    is_replay: bool = False


def _submit(batch: Batch) -> CaptureOutcome:
    """Store a batch: at once inside a caller's transaction, else together with others."""
    alias = connection.alias
    if connection.in_atomic_block:
        return _outcome(write([batch], _book_of(alias))[0])
    return _outcome(_group_of(alias).submit(batch))


def _outcome(written: Written) -> CaptureOutcome:
    return CaptureOutcome(
        capture_id=written.capture_id,
        success=not written.faults,
        accepted=tuple(written.accepted),
        repeated=tuple(written.repeated),
        errors=tuple(written.faults),
        is_replay=written.is_replay,
    )


def plain_media_type(media_type: str) -> str:
    """The type without its parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def _read(body: bytes, media_type: str, *, proceed: bool) -> ReadDocument:
    if media_type in JSON_TYPES:
        return read_json_document(body, proceed=proceed)
    if media_type in XML_TYPES:
        return read_xml_document(body, proceed=proceed)
    raise Problem(
        UNSUPPORTED_MEDIA,
        Text(
            f"不支持的内容类型“{media_type}”，请用 application/ld+json 或 application/xml",
            f"“{media_type}” is not supported; send application/ld+json or application/xml",
        ),
    )


def capture_document(
    body: bytes,
    *,
    media_type: str = "application/ld+json",
    person: Any = None,
    behaviour: str = Behaviour.ROLLBACK,
) -> CaptureOutcome:
    """Take an EPCISDocument or EPCISQueryDocument into the ledger.

    ``person`` is who records it (a ``platform.Person`` or None for the house itself). With
    ``rollback`` all events are stored or none; with ``proceed`` the good ones are. When the call
    returns outside a transaction, what it reports as stored survives any crash; inside a
    transaction it becomes durable with that. The same document again answers with the first
    capture. Raises :class:`Problem` for a document that cannot be read, breaks the standard, or is
    too large.
    """
    if len(body) > SIZE_LIMIT_BYTES:
        raise _too_large(f"{len(body)} B > {SIZE_LIMIT_BYTES} B")
    plain = plain_media_type(media_type)
    read = _read(body, plain, proceed=behaviour == Behaviour.PROCEED)
    if len(read.facts) + len(read.faults) > EVENT_LIMIT:
        raise _too_large(f"{len(read.facts)} > {EVENT_LIMIT}")
    document = Document(
        sha256=sha256(body).digest(),
        compressed=zlib.compress(body, 1),
        media_type=plain,
        context=read.context,
        behaviour=behaviour,
    )
    return _submit(
        Batch(
            facts=read.facts,
            person_id=None if person is None else person.pk,
            document=document,
            pointers=read.pointers,
            faults=read.faults,
            master_data=read.master_data,
        )
    )


def capture_event(body: bytes, *, person: Any = None) -> CaptureOutcome:
    """Take one bare event in JSON-LD; concurrent calls share a commit.

    A known identifier with other content stands in ``errors``. Raises :class:`Problem` for an event
    that cannot be read or breaks the standard.
    """
    fact = read_single_event(body)
    return _submit(Batch(facts=[fact], person_id=None if person is None else person.pk))


def _too_large(what: str) -> Problem:
    return Problem(
        CAPTURE_LIMIT_EXCEEDED,
        Text(f"文档超过采集上限（{what}）", f"The document exceeds the capture limit ({what})"),
    )
