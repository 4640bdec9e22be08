"""Schemas that the APIs of all rooms share."""

from datetime import date
from typing import Annotated, Any

from ninja import Field, Schema

# days outside these cannot be moved by a day or a zone without leaving the calendar
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))]


class Paging(Schema):
    """Which page of a list."""

    page: int = Field(1, ge=1, le=1_000_000)
    size: int = Field(50, ge=1, le=500)

    @property
    def first(self) -> int:
        """The place of the page's first row."""
        return (self.page - 1) * self.size

    @property
    def rows(self) -> slice:
        """The places of the page's rows."""
        return slice(self.first, self.first + self.size)


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


def problems(*more: int) -> dict[int, type[Schema]]:
    """What every route declares beside its answer: the statuses of its problems.

    Any route may find its input malformed (400) or breaking a rule (422), and its caller unknown
    (401) or without the right (403); ``more`` are its own: 404 where it looks one record up, 409,
    and 413 where it takes a body.
    """
    return dict.fromkeys((400, 401, 403, 422, *more), ProblemDocument)
