"""Weighbridges with their calibration, and the ticket of a load."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from milkshed.collection.models import HandoverSheet, Weighbridge, Weighing
from milkshed.collection.parties import has_weighbridge, weighbridge_of
from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.problems import CONFLICT, INVALID, Fault, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.models import Person, Place
from milkshed.platform.permissions import require
from milkshed.platform.rule_book import find_rule
from milkshed.platform.scope import get_visible, scope_of


@dataclass(frozen=True, slots=True)
class Ticket:
    """A weighbridge's ticket; masses in kg. ``net_kg`` is what the ticket states as net, if it
    does."""

    weighbridge: str
    number: str
    gross_kg: Decimal
    tare_kg: Decimal
    weighed_at: datetime
    net_kg: Decimal | None = None


def register_weighbridge(
    person: Person,
    plant: Place,
    *,
    code: str,
    certificate: str,
    calibrated_on: date,
    calibrated_to: date,
) -> Weighbridge:
    """Enter a plant's weighbridge, or its new calibration when the code is known there."""
    require(person, "collection.register_weighbridge")
    seen = get_visible(Place.objects.filter(kind="plant"), scope_of(person), pk=plant.pk)
    if not code.strip() or not certificate.strip():
        raise invalid(
            "code", code, "required", "地磅编号和证书号必填", "Code and certificate are required"
        )
    if calibrated_to < calibrated_on:
        raise invalid(
            "calibrated_to", calibrated_to, "order",
            "检定有效期止早于检定日期", "It ends before it begins",
        )  # fmt: skip
    known = Weighbridge.objects.filter(code=code.strip()).first()
    if known is not None and known.plant_id != seen.pk:
        raise Problem(CONFLICT, Text("该地磅编号属于另一加工厂", "The code is another plant's"))
    bridge, _ = Weighbridge.objects.update_or_create(
        code=code.strip(),
        defaults={
            "plant": seen,
            "certificate": certificate.strip(),
            "calibrated_on": calibrated_on,
            "calibrated_to": calibrated_to,
            "active": True,
        },
    )
    return bridge


def require_ticket(sheet: HandoverSheet, at: datetime) -> None:
    """Raise a problem where the rule of the day wants a ticket: at plants with a weighbridge."""
    row = find_rule("collection.weighing.ticket_required", shanghai_day(at))
    if row is None or not row.value or not has_weighbridge(sheet.plant_id):
        return
    raise invalid(
        "ticket", "", "ticket-required",
        "本厂有地磅，收奶须凭磅单（毛重、皮重、磅单号）",
        "The plant has a weighbridge: a load is accepted by its ticket (gross, tare, number)",
    )  # fmt: skip


def check_ticket(sheet: HandoverSheet, ticket: Ticket) -> Weighbridge:
    """The weighbridge of a ticket that may stand for the sheet's net mass.

    Raises a problem naming every fault: an unknown weighbridge, a calibration that does not cover
    the day, a ticket used before (with its sheet), masses that do not fit.
    """
    bridge = weighbridge_of(sheet.plant_id, ticket.weighbridge.strip())
    if bridge is None:
        raise invalid(
            "weighbridge", ticket.weighbridge, "known",
            "本厂没有该地磅", "The plant has no such weighbridge",
        )  # fmt: skip
    faults = [*_calibration_faults(bridge, ticket), *_mass_faults(ticket)]
    if not ticket.number.strip():
        faults.append(Fault("ticket", "", "required", Text("请填写磅单号", "The ticket's number")))
    used = (
        Weighing.objects.filter(weighbridge=bridge, ticket=ticket.number.strip(), replaced=False)
        .select_related("sheet")
        .first()
    )
    if used is not None:
        message = Text(
            f"磅单{used.ticket}已用于交接单{used.sheet.number}",
            f"Ticket {used.ticket} was used on sheet {used.sheet.number}",
        )
        faults.append(Fault("ticket", ticket.number, "used-once", message))
    if faults:
        raise Problem(INVALID, faults[0].message, faults)
    return bridge


def _calibration_faults(bridge: Weighbridge, ticket: Ticket) -> list[Fault]:
    day = shanghai_day(ticket.weighed_at)
    if bridge.calibrated_on <= day <= bridge.calibrated_to:
        return []
    message = Text(
        f"地磅{bridge.code}的检定有效期为{bridge.calibrated_on}至{bridge.calibrated_to}，"
        f"不含过磅当日{day}",
        f"The calibration of {bridge.code} runs from {bridge.calibrated_on} to"
        f" {bridge.calibrated_to}, without {day}",
    )
    return [Fault("weighbridge", bridge.code, "calibration", message)]


def _mass_faults(ticket: Ticket) -> list[Fault]:
    net = ticket.gross_kg - ticket.tare_kg
    if not ticket.tare_kg > 0 or not net > 0:
        message = Text("毛重须大于皮重，皮重须大于零", "Gross above tare, and tare above zero")
        return [Fault("gross_kg", ticket.gross_kg, "above-tare", message)]
    if ticket.net_kg is None:
        return []
    row = find_rule("collection.weighing.net_tolerance_kg", shanghai_day(ticket.weighed_at))
    allowed = row.high if row is not None and row.high is not None else Decimal(0)
    if abs(ticket.net_kg - net) <= allowed:
        return []
    message = Text(
        f"净重{ticket.net_kg}不等于毛重减皮重（{net}）",
        f"The net {ticket.net_kg} is not gross less tare ({net})",
    )
    return [Fault("net_kg", ticket.net_kg, "gross-less-tare", message)]


def store_weighing(
    sheet: HandoverSheet, bridge: Weighbridge, ticket: Ticket, person: Person
) -> Weighing:
    """Keep the ticket with the sheet; its number can then serve no other load."""
    return Weighing.objects.create(
        sheet=sheet,
        weighbridge=bridge,
        ticket=ticket.number.strip(),
        gross_kg=ticket.gross_kg,
        tare_kg=ticket.tare_kg,
        net_kg=ticket.gross_kg - ticket.tare_kg,
        weighed_at=ticket.weighed_at,
        weighed_by=person,
    )
