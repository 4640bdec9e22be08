"""Pages of animals: a farm's list, one animal with its timeline and its lactation."""

from collections.abc import Mapping
from datetime import date
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from milkshed.herd import queries
from milkshed.herd.actions.events import record_events
from milkshed.herd.actions.rows import EventRow
from milkshed.herd.detail_words import CODES, TITLES
from milkshed.herd.models import Animal, AnimalEvent, AnimalStatus, EventKind, Pen, TestDay
from milkshed.herd.pages.event_entry import details_from, form_fields
from milkshed.herd.pages.farms import farm_of
from milkshed.herd.words import EVENTS, KG_PER_DAY, SCHEMES, SEXES, SOURCES, STATUSES
from milkshed.kernel.problems import INVALID, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.models import Person
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of
from milkshed.platform.web.beside import links_beside
from milkshed.platform.web.entries import as_day, as_whole, moment_entry
from milkshed.platform.web.pages import page

_PER_PAGE = 50
_STAGES = (
    ("", Text("全部在群", "All")),
    ("adult", Text("成母牛", "Adult cows")),
    ("young", Text("后备牛", "Young stock")),
    ("calving", Text("临产", "Calving due")),
    ("drying", Text("待干奶", "To dry off")),
    ("withdrawal", Text("弃奶期内", "In withdrawal")),
    ("colostrum", Text("初乳期", "Colostrum")),
    ("left", Text("已离群", "Left")),
)
_RECORDABLE = tuple(
    kind for kind in EventKind if kind not in (EventKind.RETRACTION, EventKind.BIRTH)
)


@require_GET
@page("herd.see")
def animal_list(request: HttpRequest, code: str) -> HttpResponse:
    """The animals of one farm."""
    farm = farm_of(request, code)
    search, stage = request.GET.get("q", "").strip(), request.GET.get("stage", "")
    pen = request.GET.get("pen", "").strip()
    found = queries.animals(scope_of(request.user), farm, search=search, stage=stage, pen=pen)
    total = found.count()
    column = queries.order_of(stage)
    after = _after(request.GET.get("after", ""))
    if after is not None:
        day, key = after
        later = Q(**{f"{column}__gt": day}) | Q(**{column: day, "pk__gt": key})
        # the plain bound is what the index is entered by
        found = found.filter(later, **{f"{column}__gte": day})
    shown = list(found[: _PER_PAGE + 1])
    more = shown[_PER_PAGE - 1] if len(shown) > _PER_PAGE else None
    return render(
        request,
        "herd/animals.html",
        {
            "farm": farm,
            "total": total,
            "lines": [_line(animal) for animal in shown[:_PER_PAGE]],
            "after": after is not None,
            "next": f"{getattr(more, column)}_{more.pk}" if more is not None else "",
            "stages": _STAGES,
            "stage": stage,
            "may_register": may(request.user, "herd.register_animals"),
            "q": search,
        },
    )


def _after(text: str) -> tuple[date, int] | None:
    """The day and key after which a page begins; None for the first page and for nonsense."""
    day, _, key = text.partition("_")
    born, number = as_day(day), as_whole(key)
    return (born, number) if born is not None and number is not None else None


def _line(animal: Animal) -> dict[str, object]:
    held = {n.scheme: n.value for n in animal.identifiers.all()}
    return {
        "animal": animal,
        "ear_tag": held.get("ear-tag", ""),
        "state": state_of(animal),
        "days_in_milk": days_in_milk(animal),
    }


def state_of(animal: Animal) -> Text:
    """Where an animal stands in life, in a word."""
    if animal.status != AnimalStatus.ALIVE:
        return STATUSES[animal.status]
    if animal.parity == 0:
        return Text("后备", "Young") if animal.sex == "F" else Text("公牛", "Bull")
    return Text("干奶", "Dry") if animal.dry_on else Text("泌乳", "In milk")


def days_in_milk(animal: Animal) -> int | None:
    """Days since calving of a living cow in milk."""
    if animal.status != AnimalStatus.ALIVE or animal.dry_on or animal.last_calving_date is None:
        return None
    return (timezone.localdate() - animal.last_calving_date).days


@require_GET
@page("herd.see")
def animal(request: HttpRequest, pk: int) -> HttpResponse:
    """One animal."""
    found = _animal_of(request, pk)
    tests = list(queries.test_days_of(found))
    numbers = found.identifiers.order_by("valid_to", "scheme")
    asked = request.GET.get("kind", "")
    kind = EventKind(asked) if asked in _RECORDABLE else EventKind.HEALTH
    return render(
        request,
        "herd/animal.html",
        {
            "animal": found,
            "farm": found.farm,
            "numbers": [(SCHEMES[n.scheme], n) for n in numbers],
            "state": state_of(found),
            "sex": SEXES[found.sex],
            "days_in_milk": days_in_milk(found),
            "in_withdrawal": found.withdrawal_until is not None
            and found.withdrawal_until > timezone.now(),
            "events": [_told(event) for event in queries.events_of(found)],
            "tests": list(reversed(tests)),
            "chart": _curve(tests),
            "may_record": may(request.user, "herd.record_events")
            and found.status == AnimalStatus.ALIVE,
            "kinds": [(one.value, EVENTS[one]) for one in _RECORDABLE],
            "kind": kind.value,
            "kind_title": EVENTS[kind],
            "fields": form_fields(kind),
            "pens": Pen.objects.filter(farm=found.farm, closed_on__isnull=True).order_by("code"),
            "schemes": list(SCHEMES.items()),
            "may_number": may(request.user, "herd.number_animals")
            and found.status == AnimalStatus.ALIVE,
            "now": timezone.localtime(),
            "links": links_beside(request.user, "herd.animal", found.pk),
        },
    )


def _animal_of(request: HttpRequest, pk: int) -> Animal:
    animals = Animal.objects.select_related("farm__place", "farm__organisation")
    return get_visible(animals.prefetch_related("identifiers"), scope_of(request.user), pk=pk)


def _told(event: AnimalEvent) -> Mapping[str, object]:
    return {
        "event": event,
        "title": EVENTS[event.kind],
        "source": SOURCES.get(event.source),
        "details": [(_title(key), _shown(value)) for key, value in event.details.items()],
        "is_corrected": bool(event.corrections.all()),
        "corrects": EVENTS[event.corrects.kind] if event.corrects else None,
    }


def _title(key: str) -> Text:
    return TITLES.get(key, Text(key, key))


def _shown(value: object) -> Text:
    """A value of the details as people read it, calves and disposal opened out."""
    if isinstance(value, list):
        parts = [_shown(one) for one in value]
        return Text("；".join(p.zh for p in parts), "; ".join(p.en for p in parts))
    if isinstance(value, dict):
        pairs = [(_title(str(key)), _shown(one)) for key, one in value.items()]
        return Text(
            "，".join(f"{t.zh} {v.zh}" for t, v in pairs),
            ", ".join(f"{t.en} {v.en}" for t, v in pairs),
        )
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    return CODES.get(str(value), Text(str(value), str(value)))


def _curve(tests: list[TestDay]) -> dict[str, object]:
    """Yields by days in milk, a series for each of the last three lactations."""
    parities = sorted({t.parity for t in tests})[-3:]
    days = sorted({t.days_in_milk for t in tests if t.parity in parities})
    if not days:
        return {}
    series, language = [], get_language() or "zh"
    for parity in parities:
        held = {t.days_in_milk: float(t.milk_kg) for t in tests if t.parity == parity}
        name = Text(f"第{parity}胎", f"Parity {parity}").in_language(language)
        series.append({"name": name, "values": [held.get(day) for day in days]})
    unit = KG_PER_DAY.in_language(language)
    return {"labels": days, "unit": unit, "series": series}


@require_POST
@page("herd.record_events")
def record_event(request: HttpRequest, pk: int) -> HttpResponse:
    """Record one event of an animal from its page."""
    found = _animal_of(request, pk)
    held = next((n for n in found.identifiers.all() if n.valid_to is None), None)
    if held is None:
        raise invalid("number", "", "required", "该牛没有在用标识", "The animal has no number")
    row = EventRow(
        farm_code=found.farm.code,
        number=held.value,
        scheme=held.scheme,
        kind=request.POST.get("kind", ""),
        happened_at=moment_entry(request, "happened_at"),
        due_on=_day(request.POST.get("due_on", "")),
        corrects=_key(request.POST.get("corrects", "")),
        details=details_from(request.POST.get("kind", ""), request.POST),
        source="page",
    )
    report = record_events([row], person=cast("Person", request.user))
    if report.faults:
        raise Problem(INVALID, report.faults[0].message, report.faults)
    told = Text("事件已记录", "The event is recorded")
    messages.success(request, told.in_language(get_language() or "zh"))
    return redirect("herd:animal", pk=pk)


def _day(value: str) -> date | None:
    day = as_day(value)
    if value and day is None:
        raise invalid("due_on", value, "date", "应为日期", "A date is expected")
    return day


def _key(value: str) -> UUID | None:
    try:
        return UUID(value) if value else None
    except ValueError:
        raise invalid("corrects", value, "uuid", "事件标识无效", "Not an event key") from None
