"""An event made ready for the tables: names still as names, everything else as columns want it."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple

from milkshed.ledger.capture.field_values import NO_FIELDS, Fields
from milkshed.ledger.models import Role

MASS_UNITS_KG = {"KGM": 1.0, "GRM": 0.001, "TNE": 1000.0}
"""Units of mass (UN/ECE Recommendation 20) in kilograms."""

INPUTS = frozenset({Role.INPUT_EPC.value, Role.INPUT_CLASS.value})
OUTPUTS = frozenset({Role.OUTPUT_EPC.value, Role.OUTPUT_CLASS.value})
CHILDREN = frozenset({Role.CHILD_EPC.value, Role.CHILD_CLASS.value})


class NamedPart(NamedTuple):
    """A named thing in its role; ``kind`` is the type of a transaction, source or destination."""

    role: int
    uri: str
    quantity: float | None = None
    uom: str | None = None
    kind: str | None = None

    @property
    def mass_kg(self) -> float | None:
        """The stated mass, None for counts and other units."""
        if self.quantity is None or self.uom is None:
            return None
        factor = MASS_UNITS_KG.get(self.uom)
        return None if factor is None else self.quantity * factor


class Fact(NamedTuple):
    """One event, checked and taken apart; ``key`` and ``content`` are digests of 16 bytes."""

    event_id: str
    key: bytes
    content: bytes
    type: int
    action: int | None
    declares_error: bool
    error_reason: str | None
    event_time: datetime
    offset_minutes: int
    biz_step: str | None
    disposition: str | None
    read_point: str | None
    biz_location: str | None
    parts: Sequence[NamedPart]
    body: bytes
    fields: Fields = NO_FIELDS

    @property
    def run(self) -> str | None:
        """The ``transformationID`` that joins this event with others to one transformation."""
        for part in self.parts:
            if part.role == Role.TRANSFORMATION:
                return part.uri
        return None


def digest(content: bytes) -> bytes:
    """A digest of 128 bits, which fits the columns for UUIDs."""
    return blake2b(content, digest_size=16).digest()


def key_of(event_id: str) -> uuid.UUID:
    """The digest by which an event's identifier is looked up."""
    return uuid.UUID(bytes=digest(event_id.encode()))
