"""The receiving page of a plant: who comes, what waits, into which silo; and the silo board."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from milkshed.collection.facade import SheetFacts, sheets_to_plant
from milkshed.factory.actions.receiving import receive_into_silo, record_cleaning
from milkshed.factory.models import Intake, Plant, Silo
from milkshed.factory.queries.silos import plants_of, silo_states, unloaded_kg
from milkshed.kernel.clock import start_of_day
from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import Person
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of
from milkshed.platform.web.entries import (
    day_asked,
    decimal_entry,
    moment_entry,
    tell,
    whole_entry,
    word,
)
from milkshed.platform.web.pages import page
from milkshed.quality.facade import SampleFacts, tests_of_lots

_SETTLED_SHOWN = timedelta(days=2)
_SCALES_DIFFER = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class Waiting:
    """An accepted load that is not, or not wholly, in a silo."""

    sheet: SheetFacts
    gdti: str
    left_kg: Decimal
    tests: tuple[SampleFacts, ...]

    @property
    def failed(self) -> bool:
        """Whether the last sample failed, so that the load must stay out."""
        return bool(self.tests) and self.tests[-1].verdict == "fail"


def _gdti(sheet: SheetFacts) -> str:
    return sheet.uri.rsplit("/", 1)[-1]


@require_GET
@page("factory.see_receiving")
def receiving(request: HttpRequest) -> HttpResponse:
    """Today at the gate of the person's plant."""
    plants = list(plants_of(cast("Person", request.user)))
    if not plants:
        return render(request, "factory/receiving.html", {"plant": None})
    plant = _chosen(request, plants)
    now = timezone.now()
    sheets = sheets_to_plant(plant.place_id, now - _SETTLED_SHOWN)
    arrived = [s for s in sheets if s.arrived_at is not None and s.settled_at is None]
    taken = unloaded_kg([_gdti(sheet) for sheet in sheets])
    tests = tests_of_lots([sheet.load_lot for sheet in sheets if sheet.arrived_at is not None])
    silos = silo_states(plant.silos.filter(active=True).order_by("extension"))
    today = _intakes_of(plant, timezone.localdate())
    return render(
        request,
        "factory/receiving.html",
        {
            "plant": plant,
            "plants": plants,
            "now": timezone.localtime(now),
            "expected": [s for s in sheets if s.arrived_at is None],
            "arrived": [(s, tests.get(s.load_lot, ())) for s in arrived],
            "waiting": _waiting(sheets, taken, tests),
            "refused": [s for s in sheets if s.outcome == "refused"],
            "silos": silos,
            "today": today,
            "today_kg": sum((i.kg for i in today), Decimal(0)),
            "may_receive": may(request.user, "factory.receive"),
        },
    )


def _chosen(request: HttpRequest, plants: list[Plant]) -> Plant:
    wanted = request.GET.get("plant")
    if not wanted:
        return plants[0]
    found = next((plant for plant in plants if str(plant.pk) == wanted), None)
    if found is None:
        raise Problem(NOT_FOUND, Text("未找到该加工厂", "There is no such plant"))
    return found


def _waiting(
    sheets: tuple[SheetFacts, ...],
    taken: Mapping[str, Decimal],
    tests: Mapping[str, tuple[SampleFacts, ...]],
) -> list[Waiting]:
    """Accepted loads that are not unloaded, but for what two scales may differ by."""
    found = []
    for sheet in sheets:
        if sheet.outcome != "accepted" or sheet.received_kg is None:
            continue
        left = sheet.received_kg - taken.get(_gdti(sheet), Decimal(0))
        if left > sheet.received_kg * _SCALES_DIFFER:
            found.append(Waiting(sheet, _gdti(sheet), left, tests.get(sheet.load_lot, ())))
    return found


def _intakes_of(plant: Plant, day: date) -> list[Intake]:
    return list(
        plant.intakes.filter(at__gte=start_of_day(day), at__lt=start_of_day(day + timedelta(1)))
        .select_related("silo", "accepted_by")
        .order_by("-at")
    )


@require_POST
@page("factory.receive")
def receive(request: HttpRequest) -> HttpResponse:
    """Unload an accepted load into the silo chosen."""
    person = cast("Person", request.user)
    silo = get_visible(Silo.objects.all(), scope_of(person), pk=whole_entry(request, "silo") or 0)
    intake = receive_into_silo(
        person,
        silo,
        sheet=word(request, "sheet"),
        temperature_c=decimal_entry(request, "temperature_c"),
        at=moment_entry(request, "at"),
        kg=decimal_entry(request, "kg") if word(request, "kg") else None,
    )
    tell(
        request,
        f"{intake.kg:,.0f}公斤已入{silo.extension}，事实已记入账本",
        f"{intake.kg:,.0f} kg are in {silo.extension}; the fact is in the ledger",
    )
    return redirect("factory:receiving")


@require_GET
@page("factory.see")
def silos(request: HttpRequest) -> HttpResponse:
    """Every silo in reach: how full, how old its oldest milk, when it was cleaned."""
    plants = plants_of(cast("Person", request.user)).prefetch_related("silos")
    everything = [(plant, [s for s in plant.silos.all() if s.active]) for plant in plants]
    states = {
        state.silo.pk: state
        for state in silo_states([silo for _, listed in everything for silo in listed])
    }
    return render(
        request,
        "factory/silos.html",
        {
            "plants": [
                (plant, [states[silo.pk] for silo in listed]) for plant, listed in everything
            ],
            "now": timezone.localtime(),
            "may_clean": may(request.user, "factory.record_cleaning"),
        },
    )


@require_GET
@page("factory.see")
def silo(request: HttpRequest, pk: int) -> HttpResponse:
    """One silo: its state, its last states, and noting a cleaning."""
    found = get_visible(Silo.objects.select_related("plant__place"), scope_of(request.user), pk=pk)
    day = day_asked(request, "before") or timezone.localdate()
    intakes = found.intakes.filter(at__lt=start_of_day(day + timedelta(1))).order_by("-at")
    return render(
        request,
        "factory/silo.html",
        {
            "silo": found,
            "state": silo_states([found])[0],
            "intakes": intakes.prefetch_related("draws__batch")[:40],
            "cleanings": found.cleanings.order_by("-at")[:20],
            "now": timezone.localtime(),
            "may_clean": may(request.user, "factory.record_cleaning"),
        },
    )


@require_POST
@page("factory.record_cleaning")
def clean(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a silo was cleaned."""
    person = cast("Person", request.user)
    found = get_visible(Silo.objects.all(), scope_of(person), pk=pk)
    record_cleaning(
        person,
        found,
        at=moment_entry(request, "at"),
        residue_discarded=word(request, "residue_discarded") == "yes",
    )
    tell(request, "清洗已登记", "The cleaning is recorded")
    return redirect("factory:silo", pk=pk)
