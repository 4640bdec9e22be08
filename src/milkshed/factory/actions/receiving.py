"""At the plant's silos: unload an accepted tanker, clean a silo; both become facts."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from milkshed.collection.facade import SheetFacts, sheet_by_gdti
from milkshed.factory.models import Cleaning, Intake, Silo
from milkshed.factory.queries.silos import SiloState, silo_states, unloaded_kg
from milkshed.kernel.clock import in_shanghai
from milkshed.kernel.problems import CONFLICT, INVALID, NOT_FOUND, Fault, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.ledger.authoring import Event, cleaning, document, transformation
from milkshed.ledger.facade import capture_document, require_available
from milkshed.platform.models import Person
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of
from milkshed.quality.facade import tests_of_lots


def receive_into_silo(
    person: Person,
    silo: Silo,
    *,
    sheet: str,
    temperature_c: Decimal,
    at: datetime,
    kg: Decimal | None = None,
) -> Intake:
    """Unload a load that the plant accepted into one of its silos.

    ``sheet`` is the handover sheet's GDTI. ``kg`` empty means all of it that is not unloaded
    yet. The silo's new state holds its heel and the load, and the unloading is written to the
    ledger. Raises a problem when the sheet is for another plant, not accepted or already unloaded,
    when the load's last sample failed, or when the milk does not fit.
    """
    require(person, "factory.receive")
    with transaction.atomic():
        locked = get_visible(
            Silo.objects.select_for_update(of=("self",)).select_related("plant__place"),
            scope_of(person),
            pk=silo.pk,
        )
        found = _sheet_for(locked, sheet)
        before = silo_states([locked])[0]
        load_kg = _load_kg(found, sheet, kg)
        _check(before, load_kg, temperature_c, at)
        intake = Intake.objects.create(
            plant=locked.plant,
            silo=locked,
            sheet=sheet,
            load_lot=found.load_lot,
            silo_lot=_next_state(found.load_lot, locked, at),
            kg=load_kg,
            heel_kg=before.level_kg,
            temperature_c=temperature_c,
            at=at,
            accepted_by=person,
        )
        _capture(_unloading(intake, before), person)
    return intake


def record_cleaning(
    person: Person, silo: Silo, *, at: datetime, residue_discarded: bool = False
) -> Cleaning:
    """Note that a silo was emptied and cleaned; the next load finds no heel.

    What still stands in it counts as lost, which the person must say with
    ``residue_discarded``.
    """
    require(person, "factory.record_cleaning")
    with transaction.atomic():
        locked = get_visible(
            Silo.objects.select_for_update(of=("self",)).select_related("plant__place"),
            scope_of(person),
            pk=silo.pk,
        )
        state = silo_states([locked])[0]
        _in_order(state, at)
        if state.level_kg > 0 and not residue_discarded:
            message = Text(
                f"仓内还有{state.level_kg}公斤，须先用完或确认废弃",
                f"{state.level_kg} kg stand in it: use them, or confirm that they are discarded",
            )
            raise Problem(CONFLICT, message, [Fault("silo", str(silo), "not-empty", message)])
        washed = Cleaning.objects.create(silo=locked, at=at)
        _capture(cleaning(at, locked.plant.uri, locked.uri), person)
    return washed


def _sheet_for(silo: Silo, gdti: str) -> SheetFacts:
    found = sheet_by_gdti(gdti)
    if found is None or found.plant_uri != silo.plant.uri:
        raise Problem(NOT_FOUND, Text("没有发往本厂的该交接单", "No such sheet for this plant"))
    if found.outcome != "accepted":
        raise Problem(
            CONFLICT,
            Text("该车奶尚未验收，不能入仓", "The load is not accepted yet and cannot be unloaded"),
            [Fault("sheet", gdti, "accepted", Text("未验收", "Not accepted"))],
        )
    require_available([found.load_lot], "sheet")
    _refuse_failed(found.load_lot)
    return found


def _refuse_failed(load_lot: str) -> None:
    """A load whose last sample failed stays out of the silos (order 536, art. 31)."""
    tests = tests_of_lots([load_lot]).get(load_lot, ())
    if tests and tests[-1].verdict == "fail":
        message = Text(
            f"检验不合格（样品{tests[-1].barcode}），不得入仓（第三十一条）",
            f"The sample {tests[-1].barcode} failed: it must not be unloaded (art. 31)",
        )
        raise Problem(CONFLICT, message, [Fault("sheet", load_lot, "tested", message)])


def _load_kg(found: SheetFacts, gdti: str, kg: Decimal | None) -> Decimal:
    left = (found.received_kg or Decimal(0)) - unloaded_kg([gdti]).get(gdti, Decimal(0))
    if left <= 0:
        raise Problem(CONFLICT, Text("该车奶已全部入仓", "The load is in the silos already"))
    wanted = left if kg is None else kg
    if not 0 < wanted <= left:
        raise invalid(
            "kg",
            kg,
            "range",
            f"应大于零且不超过未入仓的{left}公斤",
            f"Above zero and at most the {left} kg still to unload",
        )
    return wanted


def _check(before: SiloState, kg: Decimal, temperature_c: Decimal, at: datetime) -> None:
    faults = []
    if kg > before.room_kg:
        faults.append(
            Fault(
                "silo",
                str(before.silo),
                "capacity",
                Text(f"仓内只能再放{before.room_kg}公斤", f"Only {before.room_kg} kg fit"),
            )
        )
    if not -5 <= temperature_c <= 60:
        message = Text("奶温应在-5至60℃", "Between -5 and 60 °C")
        faults.append(Fault("temperature_c", temperature_c, "range", message))
    if faults:
        raise Problem(INVALID, None, faults)
    _in_order(before, at)


def _in_order(state: SiloState, at: datetime) -> None:
    if at > timezone.now():
        raise invalid("at", at, "not-in-future", "时间不能晚于现在", "It lies in the future")
    earlier = [moment for moment in (state.cleaned_at, state.state and state.state.at) if moment]
    if earlier and at <= max(earlier):
        last = in_shanghai(max(earlier))
        raise invalid(
            "at",
            at,
            "monotone",
            f"须晚于该仓上一次记录（{last:%Y-%m-%d %H:%M}）",
            f"It must follow the silo's last record ({last:%Y-%m-%d %H:%M})",
        )


def _next_state(load_lot: str, silo: Silo, at: datetime) -> str:
    """The new state's lot under the raw milk's own GTIN: S, the silo's key, the instant."""
    return f"{load_lot.rsplit('/', 1)[0]}/S{silo.pk}-{in_shanghai(at):%y%m%d%H%M%S}"


def _unloading(intake: Intake, before: SiloState) -> Event:
    inputs = [(intake.load_lot, float(intake.kg))]
    if before.state is not None and before.level_kg > 0:
        inputs.append((before.state.silo_lot, float(before.level_kg)))
    return transformation(
        "unloading",
        inputs,
        [(intake.silo_lot, float(intake.state_kg))],
        intake.at,
        intake.silo.plant.uri,
        intake.silo.uri,
    )


def _capture(event: Event, person: Person) -> None:
    outcome = capture_document(document([event], timezone.now()), person=person)
    if not outcome.success:
        raise Problem(
            INVALID,
            Text("未能记入账本", "It could not be written to the ledger"),
            outcome.errors,
        )
