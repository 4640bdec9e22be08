"""Pages of how contracts are kept: the overview, one contract, one processor; and payments."""

from datetime import date, timedelta
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from milkshed.collection.facade import sheets_seen
from milkshed.kernel.problems import invalid
from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation
from milkshed.platform.permissions import may
from milkshed.platform.scope import EVERYTHING, get_visible, scope_of, visible
from milkshed.platform.web.entries import day_asked, day_entry, decimal_entry, tell, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of
from milkshed.trade.actions.payments import Period, answer_payment, open_receivable, tell_payment
from milkshed.trade.models import Contract, Payment, Receivable
from milkshed.trade.pages.contracts import contract_of
from milkshed.trade.queries.contracts import in_force
from milkshed.trade.queries.fulfilment import (
    METHOD,
    Fulfilment,
    debts_of,
    fulfilments,
    price_on,
    refusals_with_tests,
)
from milkshed.trade.queries.overview import overview, usual_days

_LONGEST_D = 400
STANDING_WORDS = {
    "short": ("bad", Text("低于浮动下限", "Below the band")),
    "within": ("ok", Text("在浮动范围内", "Within the band")),
    "over": ("warn", Text("高于浮动上限", "Above the band")),
}
DEBT_WORDS = {
    "paid": ("ok", Text("按期付清", "Paid in time")),
    "paid_late": ("warn", Text("逾期付清", "Paid late")),
    "overdue": ("bad", Text("逾期未付清", "Overdue")),
    "open": ("info", Text("未到期", "Not yet due")),
}
PAYMENT_TAGS = {"told": "warn", "confirmed": "ok", "denied": "bad"}


def _days(request: HttpRequest) -> tuple[date, date]:
    usual = usual_days(timezone.localdate())
    first = day_asked(request, "first") or usual[0]
    last = day_asked(request, "last") or usual[1]
    if first > last:
        first = last
    if (last - first).days >= _LONGEST_D:
        first = last - timedelta(days=_LONGEST_D - 1)
    return first, last


@require_GET
@page("trade.see_contracts")
def overview_page(request: HttpRequest) -> HttpResponse:
    """All contracts in reach: the three figures, the processors, each contract's sums."""
    first, last = _days(request)
    found = overview(scope_of(request.user), first, last, timezone.localdate())
    titles = (
        Text("合同覆盖率", "Contract coverage"),
        Text("合同履约率", "Fulfilment rate"),
        Text("奶款按期支付率", "Paid in time"),
    )
    lines = sorted(
        found.fulfilments,
        key=lambda one: (one.summary.fulfilment_rate is None, one.summary.fulfilment_rate or 0),
    )
    return render(
        request,
        "trade/fulfilment.html",
        {
            "found": found,
            "figures": list(zip(titles, found.figures, strict=True)),
            "lines": lines,
            "chart": _bars(
                [one.buyer.name for one in found.buyers],
                [one.summary.fulfilment_rate for one in found.buyers],
            ),
            "method": METHOD,
        },
    )


def _bars(names: list[Text], rates: list[Decimal | None]) -> dict[str, object]:
    if not names:
        return {}
    language = get_language() or "zh"
    return {
        "labels": [name.in_language(language) for name in names],
        "unit": "%",
        "horizontal": True,
        "series": [
            {
                "name": Text("履约率", "Fulfilment").in_language(language),
                "values": [None if rate is None else round(float(rate) * 100, 1) for rate in rates],
            }
        ],
    }


@require_GET
@page("trade.see_contracts")
def buyer_page(request: HttpRequest, key: int) -> HttpResponse:
    """One processor's contracts in reach, day by day together and one by one."""
    first, last = _days(request)
    scope = scope_of(request.user)
    contracts = list(
        visible(in_force(first, last), scope)
        .filter(buyer_id=key)
        .select_related("seller", "buyer", "seller_place", "delivery_place")
        .prefetch_related("stations")
    )
    buyer = _buyer(request, key)
    kept = fulfilments(contracts, first, last)
    return render(
        request,
        "trade/buyer.html",
        {
            "buyer": buyer,
            "first": first,
            "last": last,
            "lines": kept,
            "days": _by_day(kept),
            "chart": _lines(_by_day(kept)),
            "debts": [
                (debt, *DEBT_WORDS[debt.standing])
                for debt in debts_of(contracts, timezone.localdate())
            ],
        },
    )


def _buyer(request: HttpRequest, key: int) -> Organisation:
    """A processor in reach, or one with whom somebody in reach has a contract."""
    scope, processors = scope_of(request.user), Organisation.objects.filter(kind="processor")
    named = visible(Contract.objects.filter(buyer_id=key), scope).exists()
    return get_visible(processors, EVERYTHING if named else scope, pk=key)


def _by_day(kept: tuple[Fulfilment, ...]) -> list[tuple[date, float, float, float]]:
    """Planned, accepted and refused kg by day over contracts."""
    sums: dict[date, list[float]] = {}
    for one in kept:
        for line in one.lines:
            into = sums.setdefault(line.day, [0.0, 0.0, 0.0])
            into[0] += float(line.planned_kg)
            into[1] += float(line.accepted_kg)
            into[2] += float(line.refused_kg)
    return [(day, values[0], values[1], values[2]) for day, values in sorted(sums.items())]


def _lines(days: list[tuple[date, float, float, float]]) -> dict[str, object]:
    if not days:
        return {}
    language = get_language() or "zh"
    names = (Text("计划", "Planned"), Text("实收", "Accepted"), Text("拒收", "Refused"))
    return {
        "labels": [f"{day.month}-{day.day}" for day, *_ in days],
        "unit": Text("吨", "t").in_language(language),
        "from_zero": True,
        "series": [
            {
                "name": name.in_language(language),
                "values": [round(values[position] / 1000, 2) for _, *values in days],
            }
            for position, name in enumerate(names)
        ],
    }


@require_GET
@page("trade.see_contracts")
def contract_fulfilment(request: HttpRequest, key: int) -> HttpResponse:
    """One version: planned against delivered by day, price, refusals with evidence, payments."""
    contract, person = contract_of(request, key), person_of(request)
    first, last = _days(request)
    if contract.state in ("signed", "replaced", "terminated"):
        (kept,) = fulfilments([contract], first, last)
    else:
        kept = None
    today = timezone.localdate()
    homes = {o.pk for o in person.organisations()}
    debts = debts_of([contract], today)
    return render(
        request,
        "trade/contract_fulfilment.html",
        {
            "contract": contract,
            "first": first,
            "last": last,
            "kept": kept,
            "days": [(line, *STANDING_WORDS[line.standing]) for line in kept.lines] if kept else [],
            "chart": _lines(_by_day((kept,))) if kept else {},
            "refusals": refusals_with_tests(kept) if kept else (),
            "sheets_seen": sheets_seen(
                [one.load.number for one in kept.refusals] if kept else [],
                scope_of(request.user),
            ),
            "price": price_on(contract, min(last, contract.last_day)),
            "debts": [
                (
                    debt,
                    *DEBT_WORDS[debt.standing],
                    [(one, PAYMENT_TAGS[one.state]) for one in debt.receivable.payments.all()],
                )
                for debt in debts
            ],
            "may_open": kept is not None
            and contract.buyer_id in homes
            and may(person, "trade.open_receivable"),
            "may_pay": contract.buyer_id in homes and may(person, "trade.tell_payment"),
            "may_answer": contract.seller_id in homes and may(person, "trade.answer_payment"),
            "method": METHOD,
            "today": today,
        },
    )


@require_POST
@page("trade.open_receivable")
def add_receivable(request: HttpRequest, key: int) -> HttpResponse:
    """Book what a settled period came to."""
    contract = contract_of(request, key)
    open_receivable(
        person_of(request),
        contract,
        statement=word(request, "statement"),
        period=Period(day_entry(request, "period_first"), day_entry(request, "period_last")),
        amount_yuan=decimal_entry(request, "amount_yuan"),
    )
    tell(request, "应付奶款已登记", "The debt is booked")
    return redirect("trade:contract-fulfilment", key=key)


@require_POST
@page("trade.tell_payment")
def add_payment(request: HttpRequest, key: int) -> HttpResponse:
    """Write down a payment on a debt."""
    debts = Receivable.objects.select_related("contract")
    debt = get_visible(debts, scope_of(request.user), pk=key)
    tell_payment(
        person_of(request),
        debt,
        paid_on=day_entry(request, "paid_on"),
        amount_yuan=decimal_entry(request, "amount_yuan"),
        reference=word(request, "reference"),
    )
    tell(request, "付款已登记，待卖方确认", "Noted; the seller confirms it")
    return redirect("trade:contract-fulfilment", key=debt.contract_id)


@require_POST
@page("trade.answer_payment")
def confirm_payment(request: HttpRequest, key: int) -> HttpResponse:
    """Confirm that a payment arrived, or say that it did not."""
    payments = Payment.objects.select_related("receivable__contract")
    payment = get_visible(payments, scope_of(request.user), pk=key)
    answer = word(request, "answer")
    if answer not in ("received", "missing"):
        raise invalid("answer", answer, "known", "请选择已到账或未到账", "Received or missing")
    answer_payment(person_of(request), payment, received=answer == "received")
    tell(request, "已答复", "Answered")
    return redirect("trade:contract-fulfilment", key=payment.receivable.contract_id)
