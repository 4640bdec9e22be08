"""Schemas that the APIs of all rooms share."""

from typing import Any

from ninja import Schema


class FaultDocument(Schema):
    """One broken rule at one place of the input."""

    field: str
    value: Any = None
    rule: str
    message: str
    row: int | None = None


class ProblemDocument(Schema):
    """What went wrong, as RFC 9457 writes it."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FaultDocument] = []
