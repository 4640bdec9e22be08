"""Reads of the ledger: tasks with their lights, what is to do by unit, letters and deliveries."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When

from milkshed.kernel.text import Text
from milkshed.plan.models import (
    Delivery,
    LedgerItem,
    ProgressReport,
    ResponsibleUnit,
    SupervisionLetter,
)
from milkshed.platform.calendar.table import working_calendar
from milkshed.platform.calendar.working_days import WorkingCalendar
from milkshed.platform.models import Transition
from milkshed.platform.rule_book import find_rule
from milkshed.platform.scope import scope_of, visible


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A task as the board shows it; ``standing`` says in words how its deadline stands."""

    item: LedgerItem
    percent: int
    colour: str
    standing: Text
    overdue: bool


def items_for(person: Any) -> QuerySet[LedgerItem]:
    """The tasks in a person's scope with the last accepted percentage, closed ones last."""
    accepted = ProgressReport.objects.filter(item=OuterRef("pk"), state="accepted").order_by(
        "-as_of", "-pk"
    )
    return (
        visible(LedgerItem.objects.all(), scope_of(person))
        .select_related("lead", "part", "indicator", "meeting")
        .annotate(last_percent=Subquery(accepted.values("percent")[:1]))
        .order_by(Case(When(state="closed", then=1), default=0), "due_on", "pk")
    )


def item_rows(items: Iterable[Any], on: date) -> list[ItemRow]:
    """Tasks with light and standing on a day."""
    calendar = working_calendar()
    near = find_rule("plan.near_deadline_days", on)
    days = int(near.value or 0) if near else 0
    return [_row(item, on, calendar, days) for item in items]


def _row(item: Any, on: date, calendar: WorkingCalendar, near_days: int) -> ItemRow:
    percent = item.last_percent or 0
    if item.state == "closed":
        return ItemRow(
            item, 100, "blue", Text(f"{item.closed_on}销号", f"Closed {item.closed_on}"), False
        )
    left = calendar.days_left(on, item.due_on)
    if on > item.due_on:
        words = Text(f"逾期{-left}个工作日", f"Overdue by {-left} working days")
        return ItemRow(item, percent, "red", words, True)
    words = (
        Text("今日到期", "Due today")
        if on == item.due_on
        else Text(f"还有{left}个工作日", f"{left} working days left")
    )
    near = (item.due_on - on).days <= near_days
    returned = item.state == "returned"
    return ItemRow(item, percent, "yellow" if near or returned else "green", words, False)


@dataclass(frozen=True, slots=True)
class UnitTodo:
    """What one unit has to do: unfinished tasks, those overdue, and messages not confirmed."""

    unit: ResponsibleUnit
    unfinished: int
    overdue: int
    unread: int


def todo_by_unit(rows: Iterable[ItemRow], person: Any) -> list[UnitTodo]:
    """Unfinished tasks by lead unit, the most overdue first."""
    unfinished: Counter[int] = Counter()
    overdue: Counter[int] = Counter()
    units: dict[int, ResponsibleUnit] = {}
    for row in rows:
        if row.item.state == "closed":
            continue
        units[row.item.lead_id] = row.item.lead
        unfinished[row.item.lead_id] += 1
        overdue[row.item.lead_id] += row.overdue
    unread = Counter(
        visible(Delivery.objects.filter(read_at__isnull=True), scope_of(person)).values_list(
            "unit", flat=True
        )
    )
    return sorted(
        (UnitTodo(u, unfinished[pk], overdue[pk], unread[pk]) for pk, u in units.items()),
        key=lambda todo: (-todo.overdue, -todo.unfinished, todo.unit.position),
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a task's or letter's history."""

    at: Any
    title: Text
    person: Text
    words: str


def steps_of(flow: Any, record: Any) -> list[Step]:
    """What happened to a record, oldest first."""
    titles = {move.verb: move.title for move in flow.moves}
    found = Transition.objects.filter(subject=flow.subject, subject_id=record.pk)
    return [
        Step(one.at, titles.get(one.verb, Text(one.verb, one.verb)), one.person.name, one.opinion)
        for one in found.select_related("person").order_by("at", "pk")
    ]


def letters_for(person: Any) -> QuerySet[SupervisionLetter]:
    """The letters a person may see: a unit sees its own, once they are issued."""
    scope = scope_of(person)
    found = visible(SupervisionLetter.objects.select_related("item", "unit", "office"), scope)
    return found if scope.everything else found.filter(Q(state="issued") | Q(state="answered"))


def deliveries_for(person: Any) -> QuerySet[Delivery]:
    """What the units in a person's scope were told."""
    return visible(
        Delivery.objects.select_related("item", "unit", "letter", "read_by"), scope_of(person)
    )
