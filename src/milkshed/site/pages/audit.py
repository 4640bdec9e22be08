"""The audit trail: every change of a tracked record, and every step of a workflow."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, pairwise
from typing import Any

import pghistory.models
from django.apps import apps
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from milkshed.kernel.text import Text
from milkshed.platform.models import Person, Transition
from milkshed.platform.web.entries import as_whole
from milkshed.platform.web.pages import page

_SHOWN = 60
_NAMES = ["name_zh", "title_zh", "day", "value", "number", "code", "key", "username", "role"]
_DONE = {
    "insert": Text("新建", "created"),
    "update": Text("修改", "changed"),
    "delete": Text("删除", "deleted"),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of record whose changes are kept."""

    key: str
    title: str
    events: Any


@dataclass(frozen=True, slots=True)
class Change:
    """One change: when, who, what was done to which record, and the fields that differ."""

    at: datetime
    who: str
    subject: str
    record: str
    done: Text
    fields: tuple[tuple[str, object, object], ...]
    address: str


def subjects() -> list[Subject]:
    """All kinds of tracked records, by the name people know them under."""
    kinds: list[Any] = [
        model
        for model in apps.get_models()
        if issubclass(model, pghistory.models.Event) and not model._meta.proxy  # noqa: SLF001
    ]
    found = [
        Subject(kind._meta.label_lower, str(kind.pgh_tracked_model._meta.verbose_name), kind)  # noqa: SLF001
        for kind in kinds
    ]
    return sorted(found, key=lambda subject: subject.key)


@require_GET
@page("platform.see_audit")
def audit(request: HttpRequest) -> HttpResponse:
    """The latest changes, of all records or of one kind, and back in time from a number."""
    known = {subject.key: subject for subject in subjects()}
    chosen = known.get(request.GET.get("subject", ""))
    before = as_whole(request.GET.get("before"))
    if chosen is None:
        changes = sorted(
            (change for subject in known.values() for change in _latest(subject, 12)),
            key=lambda change: change.at,
            reverse=True,
        )[:_SHOWN]
        last = None
    else:
        rows = _rows(chosen, _SHOWN, before)
        changes = list(_changes(chosen, rows))
        last = rows[-1].pgh_id if len(rows) == _SHOWN else None
    return render(
        request,
        "site/audit.html",
        {"subjects": known.values(), "chosen": chosen, "changes": changes, "last": last},
    )


@require_GET
@page("platform.see_audit")
def transitions(request: HttpRequest) -> HttpResponse:
    """The steps of workflows, the youngest first."""
    found = Transition.objects.select_related("person").order_by("-pk")
    return render(
        request,
        "site/transitions.html",
        {"page_obj": Paginator(found, _SHOWN).get_page(request.GET.get("page"))},
    )


def _rows(subject: Subject, count: int, before: int | None = None) -> list[Any]:
    found = subject.events._default_manager.select_related("pgh_context").order_by("-pgh_id")  # noqa: SLF001
    if before is not None:
        found = found.filter(pgh_id__lt=before)
    return list(found[:count])


def _latest(subject: Subject, count: int) -> Iterator[Change]:
    return _changes(subject, _rows(subject, count))


def _changes(subject: Subject, rows: Sequence[Any]) -> Iterator[Change]:
    earlier = _earlier(subject, rows)
    people = _people(rows)
    for row in rows:
        context = row.pgh_context.metadata if row.pgh_context else {}
        values = _values(row)
        yield Change(
            at=row.pgh_created_at,
            who=people.get(context.get("user"), "") if context else "",
            subject=subject.title,
            record=_name_of(values, row.pgh_obj_id),
            done=_DONE.get(row.pgh_label, Text(row.pgh_label, row.pgh_label)),
            fields=tuple(_differences(row, earlier.get(row.pgh_id), values)),
            address=str(context.get("url", "")) if context else "",
        )


def _earlier(subject: Subject, rows: Sequence[Any]) -> dict[int, Any]:
    """For each event the one before it of the same record."""
    found: dict[int, Any] = {}
    ids = {row.pgh_obj_id for row in rows}
    history: dict[object, list[Any]] = {}
    older = subject.events._default_manager.filter(pgh_obj_id__in=ids).order_by("pgh_id")  # noqa: SLF001
    for row in islice(older.iterator(), 20 * _SHOWN):
        history.setdefault(row.pgh_obj_id, []).append(row)
    for chain in history.values():
        for previous, row in pairwise(chain):
            found[row.pgh_id] = previous
    return found


def _people(rows: Sequence[Any]) -> Mapping[object, str]:
    ids = {row.pgh_context.metadata.get("user") for row in rows if row.pgh_context}
    return {
        person.pk: person.name_zh
        for person in Person.objects.filter(pk__in={value for value in ids if value})
    }


def _values(row: Any) -> dict[str, object]:
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.fields  # noqa: SLF001
        if not field.name.startswith("pgh_")
    }


def _name_of(values: Mapping[str, object], number: object) -> str:
    for name in _NAMES:
        if values.get(name):
            return str(values[name])
    return f"#{number}"


def _differences(
    row: Any, previous: Any, values: Mapping[str, object]
) -> Iterator[tuple[str, object, object]]:
    if previous is None or row.pgh_label == "insert":
        return
    titles = {field.attname: str(field.verbose_name) for field in row._meta.fields}  # noqa: SLF001
    for name, value in values.items():
        before = getattr(previous, name)
        if before != value:
            yield titles[name], _short(before), _short(value)


def _short(value: object) -> str:
    text = "–" if value in (None, "") else str(value)
    return text if len(text) <= 80 else text[:77] + "…"
