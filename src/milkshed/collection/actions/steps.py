"""One step of a sheet as a door hands it in: by page, by program, or from a phone later."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from milkshed.collection.actions.sheets import (
    Arrival,
    SheetKey,
    close_sheet,
    note_arrival,
    receive_load,
    refuse_load,
    sign_sheet,
)
from milkshed.collection.actions.weighing import Ticket
from milkshed.collection.models import HandoverSheet
from milkshed.kernel.problems import NOT_FOUND, Problem, invalid
from milkshed.platform.editions import held_edition
from milkshed.platform.models import Person


@dataclass(frozen=True, slots=True)
class StepEntry:
    """A step with what its paper needs: station, driver, escort, arrive, receive, refuse, close."""

    step: str
    at: datetime
    temperature_c: Decimal | None = None
    seals_intact: bool | None = None
    seals: tuple[str, ...] | None = None
    received_kg: Decimal | None = None
    ticket: Ticket | None = None
    reason: str = ""


def take_step(
    person: Person, sheet: SheetKey, entry: StepEntry, *, seen: str = ""
) -> HandoverSheet:
    """Take a step of a sheet; answers the sheet as the step has left it.

    ``seen`` is the state in which the person saw the sheet; when another has moved it since, the
    step is refused, so that of two who act at once the second is told.
    """
    with held_edition():
        return _perform(person, sheet, entry, seen)


def _perform(person: Person, sheet: SheetKey, entry: StepEntry, seen: str) -> HandoverSheet:
    if entry.step in ("station", "driver", "escort"):
        return sign_sheet(person, sheet, entry.step, signed_at=entry.at, seen=seen).sheet
    if entry.step == "arrive":
        return note_arrival(person, sheet, _arrival(entry), seen=seen)
    if entry.step == "receive":
        return receive_load(
            person,
            sheet,
            received_kg=entry.received_kg,
            received_at=entry.at,
            ticket=entry.ticket,
            seen=seen,
        )
    if entry.step == "refuse":
        return refuse_load(person, sheet, reason=entry.reason, refused_at=entry.at, seen=seen)
    if entry.step == "close":
        return close_sheet(person, sheet, seen=seen)
    raise Problem(NOT_FOUND)


def _arrival(entry: StepEntry) -> Arrival:
    if entry.temperature_c is None:
        raise invalid("temperature_c", "", "required", "请填写到厂奶温", "The temperature, please")
    if entry.seals_intact is None:
        raise invalid("seals_intact", "", "required", "请填写铅封是否完好", "How are the seals?")
    return Arrival(entry.at, entry.temperature_c, entry.seals_intact, entry.seals)
