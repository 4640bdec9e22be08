"""What the tests of licensing share: an application taken to wherever a test begins."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from uuid import uuid4

from milkshed.collection.actions.applications import (
    accept,
    attach,
    draft_application,
    fill_in,
    form_of,
    review,
    submit,
)
from milkshed.collection.actions.visits import EntryRow, plan_visit, record_entries, sign_visit
from milkshed.collection.models import Application, SiteVisit, Station, Tanker
from milkshed.collection.queries import wanted_items
from milkshed.platform.calendar.table import fill_holidays
from milkshed.platform.models import Membership, Person
from tests.cast import Cast

MONDAY = date(2026, 3, 2)
PDF = b"%PDF-1.4 paper"


def second_inspector(cast: Cast) -> Person:
    """One more inspector of the county: reviewer, visitors and decider are different people."""
    person = Person.objects.create_person("inspector_two", None, name_zh="检查员乙")
    office = cast.organisations["litong"]
    Membership.objects.create(person=person, organisation=office, role="inspector")
    return person


def again(application: Application) -> Application:
    """The application as it is stored now."""
    return Application.objects.get(pk=application.pk)


def filled(
    cast: Cast, subject: Station | Tanker, purpose: str = "new", today: date = MONDAY
) -> Application:
    """A complete draft by whoever runs the subject."""
    fill_holidays()
    role = "station_manager" if isinstance(subject, Station) else "tanker_driver"
    person = cast.people[role]
    made = draft_application(person, subject, purpose, today=today)
    values = {
        field.key: {"number": "500", "phone": "13900000000"}.get(field.kind, f"内容{field.key}")
        for field in form_of(made).fields
    }
    made = fill_in(person, made, made.edition, values)
    for material in form_of(made).materials:
        attach(person, made, material.key, BytesIO(PDF), "材料.pdf")
    return again(made)


def accepted(
    cast: Cast, subject: Station | Tanker, purpose: str = "new", today: date = MONDAY
) -> Application:
    """A complete application, submitted and accepted on a day."""
    made = filled(cast, subject, purpose, today)
    made = submit(made.created_by, made, made.edition, today=today)
    return accept(cast.people["inspector"], made, made.edition, today=today)


def entry(item: int, answer: str = "yes", *, base: int = 0, remark: str = "") -> EntryRow:
    """A finding as a phone sends it."""
    return EntryRow(
        uuid4(),
        item,
        answer,
        base,
        datetime(2026, 3, 3, 2, tzinfo=UTC),
        remark or ("不合要求" if answer == "no" else ""),
        "minor" if answer == "no" else "",
    )


def visit_of(cast: Cast, application: Application, other: Person, on: date) -> SiteVisit:
    """A planned visit by the two inspectors."""
    return plan_visit(
        cast.people["county_officer"],
        application.subject,
        [cast.people["inspector"], other],
        on=on,
        application=application,
    )


def visited(
    cast: Cast, application: Application, other: Person, bad: Iterable[int] = (), days: int = 1
) -> SiteVisit:
    """A visit carried out and signed by both; ``bad`` items fail."""
    on = (application.accepted_on or MONDAY) + timedelta(days=days)
    visit = visit_of(cast, application, other, on)
    failing = set(bad)
    rows = [entry(n, "no" if n in failing else "yes") for n in wanted_items(visit)]
    record_entries(cast.people["inspector"], visit, rows)
    at = datetime(on.year, on.month, on.day, 2, tzinfo=UTC)
    sign_visit(cast.people["inspector"], visit, at=at)
    return sign_visit(other, visit, at=at + timedelta(hours=1))


def reviewed(cast: Cast, subject: Station | Tanker, purpose: str = "new") -> Application:
    """An application that was visited without findings and reviewed by an inspector."""
    made = accepted(cast, subject, purpose)
    visited(cast, made, second_inspector(cast))
    made = again(made)
    return review(
        cast.people["inspector"], made, made.edition, recommend="approve", opinion="材料与现场相符",
        today=MONDAY + timedelta(days=3),
    )  # fmt: skip
