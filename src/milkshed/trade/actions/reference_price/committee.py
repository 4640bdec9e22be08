"""Seating members of the price committee, ending seats, declaring interests."""

from datetime import date, timedelta

from django.db import connection, transaction
from django.utils import timezone

from milkshed.kernel.problems import (
    CONFLICT,
    INVALID,
    NOT_ALLOWED,
    Fault,
    Problem,
    invalid,
    require_reason,
)
from milkshed.kernel.text import Text
from milkshed.platform.models import Membership, Organisation, Person
from milkshed.platform.permissions import require
from milkshed.trade.models import PRICE_SIDES, PriceConflict, PriceRound, PriceSeat
from milkshed.trade.queries.price_rules import value_of

_SIDE_KINDS = {"farm": ("farm",), "processor": ("processor",)}
_DAYS_PER_YEAR = 366


def seat_member(
    person: Person,
    *,
    member: Person,
    organisation: Organisation,
    side: str,
    valid_from: date,
    valid_to: date,
    is_chair: bool = False,
) -> PriceSeat:
    """Appoint a member for a term.

    The member works in the organisation, which is of the kind of its side; the chair is
    independent and one at a time; nobody holds two seats at once.
    """
    require(person, "trade.appoint_price_member")
    faults = _seat_faults(member, organisation, side, valid_from, valid_to, is_chair=is_chair)
    if faults:
        raise Problem(INVALID, None, faults)
    with transaction.atomic():
        one_at_a_time("price-seats")
        overlapping = PriceSeat.objects.filter(valid_from__lte=valid_to, valid_to__gte=valid_from)
        if overlapping.filter(person=member).exists():
            raise Problem(CONFLICT, Text("此人任期内已有席位", "The person already holds a seat"))
        if is_chair and overlapping.filter(is_chair=True).exists():
            raise Problem(CONFLICT, Text("任期内已有主任委员", "There already is a chair"))
        return PriceSeat.objects.create(
            person=member,
            organisation=organisation,
            side=side,
            is_chair=is_chair,
            valid_from=valid_from,
            valid_to=valid_to,
            appointed_by=person,
            appointed_at=timezone.now(),
        )


def _seat_faults(
    member: Person,
    organisation: Organisation,
    side: str,
    valid_from: date,
    valid_to: date,
    *,
    is_chair: bool,
) -> list[Fault]:
    found: list[Fault] = []
    if side not in PRICE_SIDES:
        return [Fault("side", side, "choice", Text("方面不对", "Unknown side"))]
    kinds = _SIDE_KINDS.get(side)
    if kinds and organisation.kind not in kinds:
        message = Text("单位与所代表的方面不符", "The organisation is not of that side")
        found.append(Fault("organisation", organisation.name_zh, "side", message))
    if side == "independent" and organisation.kind in ("farm", "processor"):
        message = Text("独立方不能来自养殖或加工企业", "Independent members come from neither side")
        found.append(Fault("organisation", organisation.name_zh, "independent", message))
    if not Membership.objects.filter(person=member, organisation=organisation).exists():
        message = Text("此人不在该单位任职", "The person does not work there")
        found.append(Fault("member", member.username, "works-there", message))
    if is_chair and side != "independent":
        message = Text("主任委员须为独立方", "The chair is independent")
        found.append(Fault("is_chair", True, "independent", message))
    years = int(value_of("seat_years", valid_from))
    if not timedelta(0) <= valid_to - valid_from <= timedelta(days=years * _DAYS_PER_YEAR):
        message = Text(f"任期应在{years}年以内，且不早于起始日", f"A term is at most {years} years")
        found.append(Fault("valid_to", valid_to.isoformat(), "term", message))
    return found


def end_seat(person: Person, seat: PriceSeat, *, last: date, reason: str) -> PriceSeat:
    """End a seat early, giving the reason; past votes stand."""
    require(person, "trade.appoint_price_member")
    require_reason(reason)
    with transaction.atomic():
        locked = PriceSeat.objects.select_for_update().get(pk=seat.pk)
        if not locked.valid_from <= last <= locked.valid_to:
            raise invalid(
                "last", last.isoformat(), "within-term", "应在任期之内", "Not in the term"
            )
        locked.valid_to, locked.end_reason = last, reason.strip()
        locked.save(update_fields=["valid_to", "end_reason"])
        return locked


def declare_conflict(
    person: Person,
    seat: PriceSeat,
    *,
    text: str,
    recuses: bool,
    only_round: PriceRound | None = None,
) -> PriceConflict:
    """Declare an interest of one's own seat."""
    require(person, "trade.declare_price_conflict")
    if seat.person_id != person.pk:
        raise Problem(NOT_ALLOWED, Text("只能申报本人的利益关系", "Only one's own interests"))
    if not text.strip():
        raise invalid("text", text, "required", "请写明利益关系", "Say what the interest is")
    return PriceConflict.objects.create(
        seat=seat,
        round=only_round,
        text=text.strip()[:500],
        recuses=recuses,
        declared_by=person,
        declared_at=timezone.now(),
    )


def one_at_a_time(name: str) -> None:
    """Hold a lock of this name until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"trade:{name}"])
