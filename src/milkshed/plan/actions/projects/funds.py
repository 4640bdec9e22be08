"""Money of the plan: lines opened, moves entered and confirmed, never beyond what was given."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.money import format_yuan, round_money
from milkshed.kernel.problems import CONFLICT, INVALID, Fault, Problem, require_reason
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.kernel.units import WAN
from milkshed.plan.actions.lists import unit_by_code
from milkshed.plan.actions.numbering import next_serial
from milkshed.plan.actions.periods import closed_period_fault
from milkshed.plan.actions.projects.entries import organisation_of
from milkshed.plan.actions.projects.places import own_county
from milkshed.plan.flow import FUND_FLOW
from milkshed.plan.models import (
    FUND_SOURCES,
    MOVE_KINDS,
    FundLine,
    FundMove,
    PlanPart,
    RegisterEntry,
)
from milkshed.plan.science.balances import MOVES, Balance, balance, broken
from milkshed.platform.models import Person
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of, visible

_PENDING_FOR = {
    "allocate": frozenset[str](),
    "disburse": frozenset({"disburse"}),
    "use": frozenset({"use", "recover"}),
    "recover": frozenset({"use", "recover"}),
}
"""Moves not yet confirmed that already take from what is left for a kind of move."""
_LARGEST = Decimal(10) ** 12
_LONGEST_OPINION = 300


@dataclass(frozen=True, slots=True)
class FundWish:
    """A line as somebody wants it opened; ``entry`` joins it with the project it pays for."""

    title: str
    source: str
    unit: str
    part: str = ""
    county: str = ""
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class MoveWish:
    """Money as it was typed: ``amount`` in yuan, or in 万元 with ``in_wan``."""

    kind: str
    on: date
    amount: Decimal
    document: str
    in_wan: bool = False
    receiver: str = ""

    @property
    def yuan(self) -> Decimal:
        """The amount in yuan, rounded half up to the fen."""
        return round_money(self.amount * (WAN if self.in_wan else 1))


def open_fund(person: Person, wish: FundWish) -> FundLine:
    """Open a line of money; raises a problem with every broken rule."""
    require(person, "plan.open_fund")
    today = timezone.localdate()
    county = wish.county or own_county(person)
    faults = wrong_line(person, wish, county)
    if faults:
        raise Problem(INVALID, None, faults)
    unit = unit_by_code(wish.unit, today)
    entry = (
        None
        if wish.entry is None
        else get_visible(RegisterEntry.objects.all(), scope_of(person), pk=wish.entry)
    )
    with transaction.atomic():
        return FundLine.objects.create(
            year=today.year,
            serial=next_serial(FundLine.objects.filter(year=today.year), f"plan.fund.{today.year}"),
            title=wish.title.strip(),
            source=wish.source,
            part=wish.part or (entry.part if entry else ""),
            subject_kind=entry.kind if entry else "",
            subject=entry.subject if entry else "",
            county=county,
            unit=unit,
            organisation=organisation_of(person),
            opened_by=person,
        )


def wrong_line(person: Person, wish: FundWish, county: str) -> list[Fault]:
    """Every rule that a line breaks, but whether its unit is known."""
    faults = []
    if not wish.title.strip() or len(wish.title.strip()) > 120:
        message = Text("必填，最多120字", "Required, at most 120 long")
        faults.append(Fault("title", wish.title[:40], "length", message))
    if wish.source not in FUND_SOURCES:
        listed = "、".join(word.zh for word in FUND_SOURCES.values())
        message = Text(f"资金来源只能是：{listed}", "Central, region, county or own")
        faults.append(Fault("source", wish.source, "choice", message))
    if county and county not in COUNTIES:
        message = Text("不是宁夏的县（市、区）代码", "No county of Ningxia")
        faults.append(Fault("county", county, "known-county", message))
    own = own_county(person)
    if own and county != own:
        message = Text("只能登记本县资金", "Only one's own county")
        faults.append(Fault("county", county, "own-county", message))
    known = PlanPart.objects.filter(version__current=True, kind="project", code=wish.part)
    if wish.part and not known.exists():
        message = Text("没有该专栏项目", "No such project of the boxes")
        faults.append(Fault("part", wish.part, "known", message))
    return faults


def line_for(person: Person, line_id: int) -> FundLine:
    """A line in the person's scope, or a not-found problem."""
    return get_visible(FundLine.objects.all(), scope_of(person), pk=line_id)


def enter_move(person: Person, line_id: int, wish: MoveWish) -> FundMove:
    """Enter money on a line; it waits for another person.

    The amount is rounded half up to the fen. More disbursed than allocated, or more used than
    disbursed, is refused by the name of its rule; entries that still wait are reckoned with.
    """
    require(person, "plan.move_fund")
    line_for(person, line_id)
    faults = wrong_move(wish)
    if faults:
        raise Problem(INVALID, None, faults)
    yuan = wish.yuan
    with transaction.atomic():
        line = FundLine.objects.select_for_update().get(pk=line_id)
        moves = list(line.moves.exclude(state="returned"))
        if any(m.kind == wish.kind and m.document == wish.document.strip() for m in moves):
            raise Problem(
                CONFLICT,
                Text("该文号已登记同类收支", "The document was entered for this already"),
                [Fault("document", wish.document, "duplicate", Text("重复", "Twice"))],
            )
        _refuse_beyond(_held(moves, wish.kind), wish.kind, yuan)
        move = FundMove.objects.create(
            line=line,
            kind=wish.kind,
            on=wish.on,
            yuan=yuan,
            document=wish.document.strip(),
            receiver=wish.receiver.strip(),
            entered_by=person,
        )
        FUND_FLOW.perform(move, "plan.move_fund", person)
    return move


def wrong_move(wish: MoveWish) -> list[Fault]:
    """Every rule that a move breaks by itself."""
    faults = []
    if wish.kind not in MOVE_KINDS:
        message = Text("只能是下达、拨付、使用或收回", "Allocated, disbursed, used or recovered")
        faults.append(Fault("kind", wish.kind, "choice", message))
    if wish.on > timezone.localdate():
        message = Text("日期不能晚于今天", "The day is in the future")
        faults.append(Fault("on", wish.on.isoformat(), "not-in-future", message))
    amount = wish.amount * (WAN if wish.in_wan else 1) if wish.amount.is_finite() else wish.amount
    if not amount.is_finite() or not Decimal("0.005") <= amount < _LARGEST:
        message = Text("金额应大于0（按分四舍五入后）", "An amount above nought is expected")
        faults.append(Fault("amount", wish.amount, "positive", message))
    if not wish.document.strip() or len(wish.document.strip()) > 80:
        message = Text("请写明文号或凭证号，最多80字", "Name the document, at most 80 long")
        faults.append(Fault("document", wish.document[:40], "required", message))
    if len(wish.receiver.strip()) > 80:
        message = Text("最多80字", "At most 80 characters")
        faults.append(Fault("receiver", wish.receiver[:40], "length", message))
    return [*faults, *closed_period_fault(wish.on)]


def _held(moves: list[FundMove], kind: str) -> Balance:
    """What stands on a line for a further move of a kind: confirmed, and what waits to take."""
    return balance(
        (move.kind, move.yuan)
        for move in moves
        if move.state == "confirmed" or move.kind in _PENDING_FOR[kind]
    )


def _refuse_beyond(held: Balance, kind: str, yuan: Decimal) -> None:
    fault = beyond(held, kind, yuan)
    if fault is not None:
        raise Problem(INVALID, fault.message, [fault])


def beyond(held: Balance, kind: str, yuan: Decimal) -> Fault | None:
    """The fault of a move that runs over what a line holds; None where it fits."""
    found = broken(held, kind, yuan)
    if found is None:
        return None
    rule, left, words = found
    message = Text(
        f"{words.zh}：本次{format_yuan(yuan)}元，尚可{format_yuan(left)}元",
        f"{words.en}: {format_yuan(yuan)} CNY asked, {format_yuan(left)} CNY left",
    )
    return Fault("amount", str(yuan), rule, message)


def confirm_moves(person: Person, move_ids: Iterable[int]) -> BatchReport:
    """Confirm moves that others entered; each that cannot be confirmed is reported.

    What is allocated is taken first, so that what is disbursed from it fits.
    """
    require(person, "plan.confirm_fund")
    report = BatchReport()
    reached = visible(FundMove.objects.filter(pk__in=set(move_ids)), scope_of(person))
    found = sorted(
        reached.values_list("pk", "kind", "on", "document"),
        key=lambda one: (MOVES.index(one[1]), one[2], one[0]),
    )
    for row, (pk, _, _, document) in enumerate(found, start=1):
        try:
            decide_move(person, pk, accept=True)
        except Problem as problem:
            report.refuse(row, problem)
        else:
            report.accept(row, document)
    return report


def decide_move(person: Person, move_id: int, *, accept: bool, opinion: str = "") -> FundMove:
    """Confirm a move or return it with an opinion; never by who entered it."""
    verb = "plan.confirm_fund" if accept else "plan.return_fund"
    require(person, verb)
    if not accept:
        require_reason(opinion, "退回须写明意见", "A return needs an opinion", field="opinion")
    with transaction.atomic():
        found = get_visible(FundMove.objects.all(), scope_of(person), pk=move_id)
        line = FundLine.objects.select_for_update().get(pk=found.line_id)
        move = FundMove.objects.select_for_update().get(pk=move_id)
        checked = FUND_FLOW.check(move, verb, person)
        if accept:
            confirmed = line.moves.filter(state="confirmed")
            _refuse_beyond(balance(confirmed.values_list("kind", "yuan")), move.kind, move.yuan)
        move.decided_by, move.decided_at = person, timezone.now()
        move.opinion = opinion.strip()[:_LONGEST_OPINION]
        FUND_FLOW.perform(
            move, verb, person, opinion=opinion, checked=checked,
            also=("decided_by", "decided_at", "opinion"),
        )  # fmt: skip
    return move
