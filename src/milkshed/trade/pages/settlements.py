"""Pages of statements: the list, drawing one up, one statement, its papers and its steps."""

from dataclasses import dataclass
from decimal import Decimal

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.periods import Month
from milkshed.kernel.problems import INVALID, NOT_FOUND, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.platform.attachments import store_attachment
from milkshed.platform.documents.excel import MEDIA_TYPE
from milkshed.platform.models import Attachment, Organisation, Person, Place, Transition
from milkshed.platform.permissions import may
from milkshed.platform.rule_book import find_rule
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.entries import as_decimal, day_asked, day_entry, tell, whole_entry, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of
from milkshed.trade.actions.disputes import (
    dispute_settlement,
    reject_dispute,
    withdraw_dispute,
)
from milkshed.trade.actions.settlements import (
    accept_settlement,
    approve_settlement,
    correct_settlement,
    is_intact,
    make_settlement,
)
from milkshed.trade.actions.settling import Period
from milkshed.trade.models import SETTLEMENT_STATES, PayGrid, Settlement, SettlementLine
from milkshed.trade.pages.grid_view import HOW_WORDS, rule_pairs
from milkshed.trade.pages.grids import homes
from milkshed.trade.queries.deliveries import from_inputs
from milkshed.trade.queries.grids import content_of
from milkshed.trade.queries.settlements import changes_since, differences
from milkshed.trade.science.pricing.grid import UNIT_WORDS, Grid, Unit
from milkshed.trade.science.pricing.measures import MEASURES
from milkshed.trade.science.pricing.plain import Account, Delivery, Priced, Step, price
from milkshed.trade.statement_book import statement_book
from milkshed.trade.statement_paper import statement_pdf

_PER_PAGE = 30
_SHOWN_MEASURES = (
    "fat", "protein", "total_count", "somatic_cells", "freezing_point", "residue", "temperature",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A stored line with its wording and its steps delivery by delivery."""

    line: SettlementLine
    unit: Text
    how: Text
    formula: str
    steps: tuple[Step, ...]


def settlement_of(request: HttpRequest, number: str) -> Settlement:
    """The statement of an address, if the person may see it."""
    found = Settlement.objects.select_related(
        "seller", "buyer", "seller_place", "grid__owner", "contract", "made_by", "corrects"
    )
    return get_visible(found, scope_of(request.user), number=number)


@require_GET
@page("trade.see_settlements")
def settlement_list(request: HttpRequest) -> HttpResponse:
    """Statements in reach, the youngest first, with their sums."""
    found = _filtered(request)
    shown = found.select_related("seller_place", "buyer", "grid").order_by("-first_day", "-pk")
    sums = found.exclude(state="replaced").aggregate(
        kg=Sum("accepted_kg"), yuan=Sum("amount_yuan"), n=Count("pk")
    )
    mean = round(sums["yuan"] / sums["kg"], 4) if sums["kg"] else None
    return render(
        request,
        "trade/settlements.html",
        {
            "page_obj": Paginator(shown, _PER_PAGE).get_page(request.GET.get("page")),
            "sums": sums,
            "mean": mean,
            "states": SETTLEMENT_STATES,
            "counties": COUNTIES.values(),
            "asked": request.GET,
            "may_make": bool(homes(person_of(request), "trade.make_settlement")),
        },
    )


def _filtered(request: HttpRequest) -> QuerySet[Settlement]:
    asked = request.GET
    found = visible(Settlement.objects.all(), scope_of(request.user))
    if asked.get("state") in SETTLEMENT_STATES:
        found = found.filter(state=asked["state"])
    if asked.get("county") in COUNTIES:
        found = found.filter(seller_place__county=asked["county"])
    if asked.get("q", "").strip():
        search = asked["q"].strip()
        found = found.filter(number__istartswith=search) | found.filter(
            seller_place__name_zh__icontains=search
        )
    first, last = day_asked(request, "first"), day_asked(request, "last")
    if first:
        found = found.filter(last_day__gte=first)
    if last:
        found = found.filter(first_day__lte=last)
    return found


@require_http_methods(["GET", "POST"])
@page("trade.make_settlement")
def new_settlement(request: HttpRequest) -> HttpResponse:
    """Draw up a statement for a seller who agreed to one of the buyer's grids."""
    person = person_of(request)
    buyers = homes(person, "trade.make_settlement")
    sellers = _sellers_of(buyers)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        try:
            key = whole_entry(request, "place")
            place = next((one for one in sellers if one.pk == key), None)
            if place is None:
                raise Problem(NOT_FOUND)
            buyer_key = whole_entry(request, "buyer")
            buyer = next((one for one in buyers if one.pk == buyer_key), buyers[0])
            period = Period(day_entry(request, "first"), day_entry(request, "last"))
            made = make_settlement(person, place, buyer, period)
        except Problem as problem:
            if problem.kind is NOT_FOUND:
                raise
            faults = problem.faults or (Fault("", "", "", problem.detail),)
        else:
            tell(
                request,
                f"结算单 {made.number} 已编制，待另一人审核",
                f"Statement {made.number} is made",
            )
            return redirect("trade:settlement", number=made.number)
    month = Month.of(timezone.localdate()).plus(-1)
    typed = request.POST.dict() or {
        "first": month.first_day.isoformat(),
        "last": month.last_day.isoformat(),
    }
    return render(
        request,
        "trade/settlement_form.html",
        {"buyers": buyers, "sellers": sellers, "faults": faults, "typed": typed},
        status=422 if faults else 200,
    )


def _sellers_of(buyers: list[Organisation]) -> list[Place]:
    """Places of the sellers that agreed to a published grid of one of the buyers."""
    return list(
        Place.objects.filter(
            kind__in=["farm", "station"],
            organisation__in=PayGrid.objects.filter(
                owner__in=buyers, state__in=["published", "retired"]
            ).values("agreements__organisation"),
        ).order_by("name_zh")
    )


@require_GET
@page("trade.see_settlements")
def settlement_page(request: HttpRequest, number: str) -> HttpResponse:
    """One statement: its lines with every step, its inputs, disputes, and the next step."""
    settlement, person = settlement_of(request, number), person_of(request)
    content = content_of(settlement.grid)
    account = from_inputs(settlement.inputs)
    today = timezone.localdate()
    moves = Transition.objects.filter(subject="trade.settlement", subject_id=settlement.pk)
    at_buyer = settlement.buyer in homes(person, "trade.approve_settlement")
    at_seller = settlement.seller in homes(person, "trade.accept_settlement")
    current = settlement.state != "replaced"
    notice = find_rule("trade.settlement.notice_days", settlement.last_day)
    return render(
        request,
        "trade/settlement.html",
        {
            "settlement": settlement,
            "lines": shown_lines(settlement, content, price(content, account)),
            "content": content,
            "rules": rule_pairs(content.rules),
            "table": delivery_table(account),
            "links": _links(person, settlement),
            "intact": is_intact(settlement),
            "changes": changes_since(settlement) if current else (),
            "unattributed": settlement.inputs.get("unattributed", ()),
            "corrected_by": Settlement.objects.filter(corrects=settlement).first(),
            "disputes": settlement.disputes.select_related(
                "line", "raised_by", "answered_by", "evidence"
            ).order_by("raised_at"),
            "moves": moves.select_related("person").order_by("at"),
            "may_approve": settlement.state == "draft" and at_buyer,
            "is_maker": settlement.made_by_id == person.pk,
            "may_correct": current and at_buyer,
            "may_accept": settlement.state == "approved" and at_seller,
            "may_dispute": settlement.state in ("approved", "disputed")
            and at_seller
            and (settlement.dispute_until is None or today <= settlement.dispute_until),
            "may_withdraw": settlement.state == "disputed" and at_seller,
            "may_answer": settlement.state == "disputed" and at_buyer,
            "notice": notice,
            "may_see_grid": may(person, "trade.see_grids"),
        },
    )


def shown_lines(settlement: Settlement, content: Grid, again: Priced) -> list[ShownLine]:
    """The stored lines with the steps that lead to them, worked out anew."""
    steps = {line.code: line.steps for line in again.lines}
    return [
        ShownLine(
            line,
            UNIT_WORDS[Unit(line.unit)],
            HOW_WORDS.get(line.how, HOW_WORDS[""]),
            _formula(line, content),
            steps.get(line.code, ()),
        )
        for line in settlement.lines.order_by("position")
    ]


def _formula(line: SettlementLine, content: Grid) -> str:
    """How a line is worked out by hand."""
    if line.rate is None:
        return ""
    places = content.rules.rate_places
    rate, quantity = f"{line.rate:.{places}f}", f"{line.quantity.normalize():,f}"
    if line.unit == Unit.FACTOR:
        return f"({rate} − 1) × {quantity} = {line.amount_yuan:,.2f}"
    return f"{rate} × {quantity} = {line.amount_yuan:,.2f}"


@dataclass(frozen=True, slots=True)
class DeliveryTable:
    """The deliveries with the readings that anybody looks at."""

    columns: tuple[Text, ...]
    rows: tuple[tuple[Delivery, tuple[tuple[Text, str], ...]], ...]


def delivery_table(account: Account) -> DeliveryTable:
    """Every delivery of an account with its readings."""
    present = [
        code
        for code in _SHOWN_MEASURES
        if any(
            code in one.facts or (one.test is not None and code in one.test.values)
            for one in account.deliveries
        )
    ]
    rows = []
    for one in account.deliveries:
        cells = []
        for code in present:
            value = one.facts.get(code)
            if value is None and one.test is not None:
                value = one.test.values.get(code)
            shown = "–" if value is None else _cell(code, value)
            cells.append((MEASURES[code].name, shown))
        rows.append((one, tuple(cells)))
    return DeliveryTable(tuple(MEASURES[code].name for code in present), tuple(rows))


def _cell(code: str, value: Decimal) -> str:
    if code == "residue":
        return "检出" if value else "未检出"
    return f"{value:,.{MEASURES[code].places}f}"


def _links(person: Person, settlement: Settlement) -> dict[str, bool]:
    """Whether the person may open the sheets and the samples behind the deliveries."""
    scope = scope_of(person)
    at_buyer = scope.everything or settlement.buyer_id in scope.organisations
    at_station = (
        settlement.seller_place.kind == "station" and settlement.seller_id in scope.organisations
    )
    return {
        "sheets": (at_buyer or at_station) and may(person, "collection.see_sheets"),
        "samples": at_buyer and may(person, "quality.see_samples"),
    }


@require_POST
@page("trade.see_settlements")
def step(request: HttpRequest, number: str, what: str) -> HttpResponse:
    """Take the next step of a statement; each step asks for its own right."""
    settlement, person = settlement_of(request, number), person_of(request)
    if what == "approve":
        approve_settlement(person, settlement)
    elif what == "accept":
        accept_settlement(person, settlement)
    elif what == "dispute":
        _dispute(request, person, settlement)
    elif what == "withdraw":
        withdraw_dispute(person, settlement)
    elif what == "reject":
        reject_dispute(person, settlement, word(request, "answer"))
    elif what == "correct":
        new = correct_settlement(person, settlement, reason=word(request, "reason"))
        tell(request, f"已出更正单 {new.number}", f"Corrected as {new.number}")
        return redirect("trade:settlement", number=new.number)
    else:
        raise Problem(NOT_FOUND)
    tell(request, "已办理", "Done")
    return redirect("trade:settlement", number=number)


def _dispute(request: HttpRequest, person: Person, settlement: Settlement) -> None:
    evidence: Attachment | None = None
    file = request.FILES.get("evidence")
    typed = word(request, "claimed_yuan")
    claimed = as_decimal(typed)
    if typed and claimed is None:
        message = Text("主张金额应为数字", "The amount claimed must be a number")
        raise Problem(INVALID, message, [Fault("claimed_yuan", typed, "number", message)])
    if file is not None and settlement.seller in homes(person, "trade.dispute_settlement"):
        evidence = store_attachment(file, file.name or "evidence", settlement.seller, person)
    dispute_settlement(
        person,
        settlement,
        word(request, "claim"),
        position=whole_entry(request, "position"),
        claimed_yuan=claimed,
        evidence=evidence,
    )


@require_GET
@page("trade.see_settlements")
def difference(request: HttpRequest, number: str) -> HttpResponse:
    """A correction beside the statement it replaces, line by line."""
    settlement = settlement_of(request, number)
    old = settlement.corrects
    terms = (
        differences(old.lines.order_by("position"), settlement.lines.order_by("position"))
        if old
        else []
    )
    return render(
        request,
        "trade/difference.html",
        {
            "settlement": settlement,
            "old": old,
            "terms": terms,
            "change": settlement.amount_yuan - old.amount_yuan if old else None,
        },
    )


@require_GET
@page("trade.see_settlements")
def settlement_excel(request: HttpRequest, number: str) -> HttpResponse:
    """The statement as a workbook that works itself out."""
    settlement = settlement_of(request, number)
    content = statement_book(
        content_of(settlement.grid),
        from_inputs(settlement.inputs),
        f"结算单 {settlement.number}",
        (
            f"卖方 {settlement.seller_place.name_zh}　买方 {settlement.buyer.name_zh}",
            f"结算期 {settlement.first_day}—{settlement.last_day}　"
            f"计价表 {settlement.grid.code} 第{settlement.grid.version}版",
            f"内容摘要 {settlement.digest}",
        ),
        synthetic=settlement.seller.synthetic,
    )
    answer = HttpResponse(content, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{settlement.number}.xlsx"'
    return answer


@require_GET
@page("trade.see_settlements")
def settlement_download(request: HttpRequest, number: str) -> HttpResponse:
    """The statement as PDF."""
    settlement = settlement_of(request, number)
    content = content_of(settlement.grid)
    lines = shown_lines(settlement, content, price(content, from_inputs(settlement.inputs)))
    address = request.build_absolute_uri(f"/trade/settlements/{settlement.number}")
    paper = statement_pdf(settlement, [(one.line, one.unit, one.how) for one in lines], address)
    answer = HttpResponse(paper, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{settlement.number}.pdf"'
    return answer
