"""Settlement statements: make, approve, accept, correct."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone

from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.problems import CONFLICT, Problem, invalid, require_reason
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.platform.calendar.table import working_calendar
from milkshed.platform.models import Organisation, Person, Place, Transition
from milkshed.platform.rule_book import rule
from milkshed.platform.scope import get_visible, scope_of
from milkshed.trade.actions import payments
from milkshed.trade.actions.settling import Before, Period
from milkshed.trade.actions.standing import require_in
from milkshed.trade.flow import SETTLEMENT_FLOW
from milkshed.trade.models import Contract, PayGrid, Receivable, Settlement, SettlementLine
from milkshed.trade.queries.contracts import contract_on
from milkshed.trade.queries.deliveries import (
    Collected,
    Party,
    as_inputs,
    collect,
    days_before,
    from_inputs,
)
from milkshed.trade.queries.grids import content_of
from milkshed.trade.science.pricing.account_columns import columns_of
from milkshed.trade.science.pricing.columns import price_many, statement_at
from milkshed.trade.science.pricing.grid import Grid, digest_of
from milkshed.trade.science.pricing.plain import Priced, nowhere, price

_MOST_DAYS = 92


Drawn = tuple[Settlement, list[SettlementLine]]
"""A statement that is not stored yet, with its lines."""


def make_settlement(
    person: Person,
    seller_place: Place,
    buyer: Organisation,
    period: Period,
    grid: PayGrid | None = None,
) -> Settlement:
    """Draw up the statement of a seller's place for a period.

    Without ``grid`` it is the contract's, or the one the seller agreed to. Raises Problem when
    the period overlaps one that is settled already, no agreed grid covers it, there was no milk,
    or a measure has neither test nor default.
    """
    require_in(person, "trade.make_settlement", buyer)
    _check_period(period)
    with transaction.atomic():
        # one at a time for a seller, so that two cannot settle the same days
        Place.objects.select_for_update(of=("self",)).get(pk=seller_place.pk)
        before = Before(buyer, period, [seller_place])
        before.check_free(seller_place)
        chosen = before.agreed_grid(seller_place.organisation, grid)
        content = content_of(chosen)
        party = Party(seller_place.pk, buyer.pk)
        collected = collect([party], period.first, period.last, days_before(content))[party]
        if not collected.account.deliveries:
            raise _no_milk(seller_place, period)
        before.check_once(collected, seller_place)
        priced = price(content, collected.account)
        number, contract = before.number(seller_place), before.contract(seller_place)
        drawn = _draw(person, chosen, priced, collected, seller_place, buyer, number, contract)
        return _store([drawn], person)[0]


def make_period(
    person: Person, buyer: Organisation, period: Period, places: Sequence[Place]
) -> BatchReport:
    """Draw up the statements of many sellers' places at once, priced in columns.

    A seller whose statement cannot be made is reported by row; none stops the others.
    """
    require_in(person, "trade.make_settlement", buyer)
    _check_period(period)
    report = BatchReport()
    with transaction.atomic():
        keys = [place.pk for place in places]
        list(Place.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
        before = Before(buyer, period, places)
        by_grid: dict[int, list[tuple[int, Place]]] = defaultdict(list)
        grids: dict[int, PayGrid] = {}
        for row, place in enumerate(places, start=1):
            try:
                before.check_free(place)
                grid = before.agreed_grid(place.organisation)
            except Problem as problem:
                report.refuse(row, problem)
            else:
                grids[grid.pk] = grid
                by_grid[grid.pk].append((row, place))
        for key, rows in by_grid.items():
            _make_by(person, before, grids[key], rows, report)
    return report


def _make_by(
    person: Person,
    before: Before,
    grid: PayGrid,
    rows: Sequence[tuple[int, Place]],
    report: BatchReport,
) -> None:
    """Price all these places by one grid and write what could be priced."""
    content = content_of(grid)
    buyer, period = before.buyer, before.period
    parties = {row: Party(place.pk, buyer.pk) for row, place in rows}
    found = collect(list(parties.values()), period.first, period.last, days_before(content))
    accounts = [found[parties[row]].account for row, _ in rows]
    many = price_many(content, columns_of(accounts, content.rules.mean))
    drawn: list[Drawn] = []
    for index, (row, place) in enumerate(rows):
        collected = found[parties[row]]
        try:
            if not collected.account.deliveries:
                raise _no_milk(place, period)
            if index in many.unpriced:
                raise nowhere(many.unpriced[index])
            before.check_once(collected, place)
        except Problem as problem:
            report.refuse(row, problem)
            continue
        priced = statement_at(content, many, index)
        number, contract = before.number(place), before.contract(place)
        drawn.append(_draw(person, grid, priced, collected, place, buyer, number, contract))
        before.note(place, number, collected)
        report.accept(row, number)
    _store(drawn, person)


def approve_settlement(person: Person, settlement: Settlement) -> Settlement:
    """The buyer's second person approves; the seller's time to dispute begins."""
    with transaction.atomic():
        locked = locked_for(person, settlement)
        require_in(person, "trade.approve_settlement", locked.buyer)
        now = timezone.now()
        SETTLEMENT_FLOW.check(locked, "trade.approve_settlement", person)
        days = rule("trade.settlement.dispute_days", shanghai_day(now)).value or Decimal(0)
        until = working_calendar().deadline(shanghai_day(now), int(days))
        locked.approved_at, locked.dispute_until = now, until.day
        locked.save(update_fields=["approved_at", "dispute_until"])
        SETTLEMENT_FLOW.perform(locked, "trade.approve_settlement", person)
    return locked


def accept_settlement(person: Person, settlement: Settlement) -> Settlement:
    """The seller accepts: both sides are bound, the statement is locked, its money becomes due."""
    with transaction.atomic():
        locked = locked_for(person, settlement)
        require_in(person, "trade.accept_settlement", locked.seller)
        SETTLEMENT_FLOW.check(locked, "trade.accept_settlement", person)
        locked.accepted_at = timezone.now()
        locked.save(update_fields=["accepted_at"])
        SETTLEMENT_FLOW.perform(locked, "trade.accept_settlement", person)
        _book(locked)
    return locked


def _book(settlement: Settlement) -> None:
    """Book what the contract makes due; of a correction what it adds to what is booked already.

    Nothing is booked without a contract in force on the first day, nor where another paper of the
    contract covers these days; what a correction takes back is for the parties to set off.
    """
    contract = settlement.contract
    if contract is None or not contract.in_force_on(settlement.first_day):
        return
    base = settlement.number.partition("-")[0]
    booked = Receivable.objects.filter(
        contract__number=contract.number,
        period_first__lte=settlement.last_day,
        period_last__gte=settlement.first_day,
    )
    own = booked.filter(Q(statement=base) | Q(statement__startswith=f"{base}-"))
    if booked.exclude(pk__in=own.values("pk")).exists():
        return
    before = own.aggregate(yuan=Sum("amount_yuan"))["yuan"] or Decimal(0)
    if settlement.amount_yuan > before:
        period = payments.Period(settlement.first_day, settlement.last_day)
        payments.book_receivable(
            contract, settlement.number, period, settlement.amount_yuan - before
        )


def correct_settlement(
    person: Person, settlement: Settlement, *, reason: str, grid: PayGrid | None = None
) -> Settlement:
    """Draw up a new statement of the same days from what is known now; the old one stays.

    Raises a conflict when nothing has changed since.
    """
    require_reason(reason, "请填写更正理由", "A reason is required")
    with transaction.atomic():
        locked = locked_for(person, settlement)
        require_in(person, "trade.correct_settlement", locked.buyer)
        Place.objects.select_for_update(of=("self",)).get(pk=locked.seller_place_id)
        chosen = locked.grid
        if grid is not None and grid.pk != locked.grid_id:
            period = Period(locked.first_day, locked.last_day)
            before = Before(locked.buyer, period, [locked.seller_place])
            chosen = before.agreed_grid(locked.seller, grid)
        content = content_of(chosen)
        collected = present_account(locked, content)
        if chosen.pk == locked.grid_id and as_inputs(collected) == locked.inputs:
            raise Problem(
                CONFLICT,
                Text("依据没有变化，不需更正", "Nothing has changed: there is nothing to correct"),
            )
        SETTLEMENT_FLOW.perform(locked, "trade.correct_settlement", person, opinion=reason)
        locked.disputes.filter(state="open").update(
            state="upheld", answer=f"已更正：{reason.strip()}"[:300],
            answered_by=person, answered_at=timezone.now(),
        )  # fmt: skip
        base = locked.number.partition("-")[0]
        contract = contract_on(locked.seller_id, locked.buyer_id, locked.last_day)
        drawn = _draw(
            person, chosen, price(content, collected.account), collected,
            locked.seller_place, locked.buyer, f"{base}-{locked.version + 1}", contract,
            corrects=locked, reason=reason.strip(),
        )  # fmt: skip
        return _store([drawn], person)[0]


def present_account(settlement: Settlement, content: Grid) -> Collected:
    """The account of a statement's days as the records stand now."""
    party = Party(settlement.seller_place_id, settlement.buyer_id)
    first, last = settlement.first_day, settlement.last_day
    return collect([party], first, last, days_before(content))[party]


def locked_for(person: Person, settlement: Settlement) -> Settlement:
    """The statement under a row lock, if the person may see it."""
    rows = Settlement.objects.select_for_update(of=("self",)).select_related(
        "seller", "buyer", "seller_place", "grid"
    )
    return get_visible(rows, scope_of(person), pk=settlement.pk)


def content_digest(
    grid: PayGrid, inputs: Mapping[str, Any], lines: Sequence[Sequence[str]], amount: Decimal
) -> str:
    """SHA-256 over the grid's digest, everything it was worked out from, the lines and the sum."""
    return digest_of(
        {"grid": grid.digest, "inputs": inputs, "lines": lines, "amount": f"{amount:.2f}"}
    )


def is_intact(settlement: Settlement) -> bool:
    """Whether grid, inputs, lines and sum still bear the digest, and still give the same sum."""
    lines = [_line_words(line) for line in settlement.lines.order_by("position")]
    digest = content_digest(settlement.grid, settlement.inputs, lines, settlement.amount_yuan)
    if digest != settlement.digest:
        return False
    again = price(content_of(settlement.grid), from_inputs(settlement.inputs))
    return again.amount == settlement.amount_yuan


def _no_milk(place: Place, period: Period) -> Problem:
    return invalid(
        "period", f"{period.first}—{period.last}", "no-milk",
        f"“{place.name_zh}”在此期间没有已收的奶", "No accepted milk of this seller in the period",
    )  # fmt: skip


def _check_period(period: Period) -> None:
    if period.last < period.first:
        raise invalid(
            "last", period.last, "order", "结束日期早于开始日期", "The last day is before the first"
        )
    if (period.last - period.first).days >= _MOST_DAYS:
        raise invalid(
            "last", period.last, "length",
            f"一张结算单至多{_MOST_DAYS}天", f"A statement covers {_MOST_DAYS} days at most",
        )  # fmt: skip
    if period.last >= shanghai_day(timezone.now()):
        raise invalid("last", period.last, "over", "结算期尚未结束", "The period is not over yet")


def _draw(
    person: Person,
    grid: PayGrid,
    priced: Priced,
    collected: Collected,
    place: Place,
    buyer: Organisation,
    number: str,
    contract: Contract | None,
    *,
    corrects: Settlement | None = None,
    reason: str = "",
) -> Drawn:
    account = collected.account
    inputs = as_inputs(collected)
    lines = _lines(priced)
    settlement = Settlement(
        number=number,
        version=corrects.version + 1 if corrects else 1,
        corrects=corrects,
        reason=reason[:300],
        grid=grid,
        contract=contract,
        seller_id=place.organisation_id,
        seller_place=place,
        buyer=buyer,
        first_day=account.first,
        last_day=account.last,
        accepted_kg=priced.accepted_kg,
        payable_kg=priced.payable_kg,
        amount_yuan=priced.amount,
        inputs=inputs,
        digest=content_digest(grid, inputs, [_line_words(one) for one in lines], priced.amount),
        made_by=person,
        made_at=timezone.now(),
    )
    return settlement, lines


def _store(drawn: Sequence[Drawn], person: Person) -> list[Settlement]:
    """Write statements with their lines and the note of who made them."""
    for settlement, lines in drawn:
        # not in bulk: that quotes the inputs' JSON into an array, which takes longer than all else
        settlement.save(force_insert=True)
        for line in lines:
            line.settlement = settlement
    SettlementLine.objects.bulk_create([line for _, lines in drawn for line in lines])
    Transition.objects.bulk_create(
        Transition(
            subject=SETTLEMENT_FLOW.subject,
            subject_id=settlement.pk,
            verb="trade.make_settlement",
            source="draft",
            target="draft",
            person=person,
            opinion=settlement.reason,
        )
        for settlement, _ in drawn
    )
    return [settlement for settlement, _ in drawn]


def _lines(priced: Priced) -> list[SettlementLine]:
    return [
        SettlementLine(
            position=position,
            code=line.code,
            title_zh=line.title.zh,
            title_en=line.title.en,
            unit=line.unit.value,
            value=line.value,
            rate=line.rate,
            quantity=line.quantity,
            amount_yuan=line.amount,
            how=line.how,
            grade=line.grade,
            tests=line.tests,
        )
        for position, line in enumerate(priced.lines, start=1)
    ]


def _line_words(line: SettlementLine) -> list[str]:
    """A line as the digest covers it, the same before and after it was stored."""
    return [
        line.code,
        "" if line.value is None else f"{line.value:.3f}",
        "" if line.rate is None else f"{line.rate:.6f}",
        f"{line.quantity:.5f}",
        f"{line.amount_yuan:.2f}",
        line.grade,
    ]
