"""How the contracts of a person's reach are kept: coverage, fulfilment and payment in time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from milkshed.collection.facade import settled_loads
from milkshed.kernel.text import Text
from milkshed.platform.figures import Figure, FigureInput
from milkshed.platform.models import Organisation, Place
from milkshed.platform.scope import EVERYTHING, Scope, visible
from milkshed.trade.models import Contract
from milkshed.trade.models.contracts import IN_FORCE_STATES
from milkshed.trade.queries.contracts import in_force
from milkshed.trade.queries.fulfilment import (
    METHOD,
    VERSION,
    Debt,
    Fulfilment,
    debts_of,
    fulfilments,
)
from milkshed.trade.science.fulfilment import ZERO, Summary, summarise

_DAYS = 30


@dataclass(frozen=True, slots=True)
class ByBuyer:
    """A processor's contracts together."""

    buyer: Organisation
    contracts: int
    summary: Summary
    owed_yuan: Decimal
    overdue_yuan: Decimal


@dataclass(frozen=True, slots=True)
class Overview:
    """Days, each contract's fulfilment, the sums by processor, and the three figures."""

    first: date
    last: date
    fulfilments: tuple[Fulfilment, ...]
    buyers: tuple[ByBuyer, ...]
    debts: tuple[Debt, ...]
    figures: tuple[Figure, ...]


def usual_days(today: date) -> tuple[date, date]:
    """The thirty days up to yesterday."""
    return today - timedelta(days=_DAYS), today - timedelta(days=1)


def overview(scope: Scope, first: date, last: date, as_of: date) -> Overview:
    """What a scope's contracts came to over days, both included."""
    contracts = list(
        visible(in_force(first, last), scope)
        .select_related("seller", "buyer", "seller_place", "delivery_place")
        .prefetch_related("stations")
    )
    kept = fulfilments(contracts, first, last)
    signed = Contract.objects.filter(state__in=IN_FORCE_STATES)
    debts = debts_of(visible(signed, scope), as_of)
    return Overview(
        first,
        last,
        kept,
        _by_buyer(kept, debts),
        debts,
        (
            coverage(scope, kept, first, last),
            _fulfilment_rate(kept, last),
            payment_rate(debts, as_of),
        ),
    )


def _by_buyer(kept: Iterable[Fulfilment], debts: Iterable[Debt]) -> tuple[ByBuyer, ...]:
    grouped: dict[int, list[Fulfilment]] = defaultdict(list)
    owing: dict[int, list[Debt]] = defaultdict(list)
    for one in kept:
        grouped[one.contract.buyer_id].append(one)
    for debt in debts:
        owing[debt.receivable.contract.buyer_id].append(debt)
    found = [
        ByBuyer(
            group[0].contract.buyer,
            len({one.contract.number for one in group}),
            summarise(line for one in group for line in one.lines),
            sum((d.lateness.owed_yuan for d in owing[buyer]), ZERO),
            sum((d.lateness.owed_yuan for d in owing[buyer] if d.standing == "overdue"), ZERO),
        )
        for buyer, group in grouped.items()
    ]
    return tuple(sorted(found, key=lambda one: -one.summary.planned_kg))


def coverage(scope: Scope, kept: Iterable[Fulfilment], first: date, last: date) -> Figure:
    """Accepted milk under contract ÷ all accepted milk of the stations in reach, in per cent."""
    stations = Place.objects.filter(kind="station")
    if scope != EVERYTHING:
        stations = visible(stations, scope)
    keys = set(stations.values_list("pk", flat=True))
    loads = [one for one in settled_loads(keys, first, last) if one.outcome == "accepted"]
    whole = sum((one.received_kg or ZERO for one in loads), ZERO)
    under = ZERO
    for one in kept:
        for delivery in one.deliveries:
            if delivery.load.outcome == "accepted" and delivery.load.station_place_id in keys:
                under += delivery.kg
    return Figure(
        value=under / whole * 100 if whole else None,
        unit="%",
        as_of=last,
        method=Text(
            f"合同项下已收奶÷辖区收购站全部已收奶（{first}至{last}，按装车日）",
            f"Accepted milk under contract ÷ all accepted milk of the stations in reach ({first} "
            f"to {last}, by day of loading)",
        ),
        version=VERSION,
        inputs=(
            FigureInput(
                Text("已收奶的交接单", "Accepted sheets"),
                len(loads),
                f"/collection/sheets?outcome=accepted&first={first}&last={last}",
            ),
            FigureInput(
                Text("履行中的合同", "Contracts in force"),
                sum(1 for _ in kept),
                "/trade/contracts?state=signed",
            ),
        ),
        note=None if whole else Text("期内没有已收奶的交接单", "No sheet was accepted"),
    )


def _fulfilment_rate(kept: tuple[Fulfilment, ...], last: date) -> Figure:
    whole = summarise(line for one in kept for line in one.lines)
    rate = whole.fulfilment_rate
    return Figure(
        value=None if rate is None else rate * 100,
        unit="%",
        as_of=last,
        method=Text(
            f"Σ每日min(实收, 计划)÷Σ计划；实收：{METHOD.zh}",
            f"Σ min(accepted, planned) of each day ÷ Σ planned; accepted: {METHOD.en}",
        ),
        version=VERSION,
        inputs=(
            FigureInput(
                Text("合同日", "Contract days"), whole.days, "/trade/contracts?state=signed"
            ),
        ),
        note=None if whole.planned_kg else Text("期内没有合同", "No contract in these days"),
    )


def payment_rate(debts: Iterable[Debt], as_of: date) -> Figure:
    """Yuan paid by the due day ÷ yuan that fell due, in per cent."""
    due = [one for one in debts if one.receivable.due_on <= as_of]
    whole = sum((one.receivable.amount_yuan for one in due), ZERO)
    timely = sum((one.lateness.in_time_yuan for one in due), ZERO)
    return Figure(
        value=timely / whole * 100 if whole else None,
        unit="%",
        as_of=as_of,
        method=Text(
            "到期日前（含当日）付款额÷到期应付额；卖方否认到账的付款不计",
            "Paid up to the due day ÷ fallen due; payments the seller denies do not count",
        ),
        version=VERSION,
        inputs=(FigureInput(Text("到期应付", "Debts due"), len(due)),),
        note=None if whole else Text("没有到期的应付奶款", "Nothing has fallen due"),
    )


def contracts_of(number: str) -> list[Contract]:
    """All versions of a contract, the first one first."""
    return list(Contract.objects.filter(number=number).order_by("version"))
