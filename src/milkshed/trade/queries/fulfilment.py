"""How contracts are kept: milk planned and delivered, refusals, prices and payments."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from milkshed.collection.facade import Load, bought_by_farm, settled_loads
from milkshed.kernel.text import Text
from milkshed.platform.models import Place
from milkshed.platform.rule_book import rule
from milkshed.quality.facade import SampleFacts, tests_of_lots
from milkshed.trade.models import Contract, Receivable
from milkshed.trade.queries.contracts import in_force
from milkshed.trade.queries.reference_price import ReferencePrice, reference_price_on
from milkshed.trade.science.attribution import milk_carried
from milkshed.trade.science.fulfilment import (
    ZERO,
    DayLine,
    Summary,
    day_line,
    spread_load,
    summarise,
)
from milkshed.trade.science.lateness import Lateness, lateness

METHOD = Text(
    "收购站装车、买方工厂地磅净重；每车按站上次装车以来（至多三天）各日的收购量分摊到日和卖方，"
    "这些日没有收购的，取此前最近一日（至多三天）；站方合同取其余部分；没有收购记录的不计",
    "Weighed loads of the stations at the buyer's plants; each is shared over the days since the "
    "station's load before (three at most; where nothing was bought on them, over the last day "
    "before) and the farms by what was bought; a station's contract "
    "takes the rest, and what no purchase book explains is left out",
)
VERSION = "2"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A load and the part of it that counts for one contract, in kg; shipped kg if refused."""

    load: Load
    kg: Decimal


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """A contract version over its days: lines, loads, days whose share is not known, sums."""

    contract: Contract
    first: date
    last: date
    lines: tuple[DayLine, ...]
    deliveries: tuple[Delivery, ...]
    unknown_days: tuple[date, ...]
    summary: Summary

    @property
    def refusals(self) -> tuple[Delivery, ...]:
        """Refused loads."""
        return tuple(one for one in self.deliveries if one.load.outcome == "refused")


def fulfilments(contracts: Iterable[Contract], first: date, last: date) -> tuple[Fulfilment, ...]:
    """Planned against delivered of contract versions over days, both included, many at once.

    A version counts on the days it is in force. ``contracts`` bring ``stations`` prefetched or
    have them read here.
    """
    found = list(contracts)
    stations = {one.pk: {place.pk for place in one.stations.all()} for one in found}
    every = set().union(*stations.values()) if stations else set()
    plants_of = _plants_by_buyer({one.buyer_id for one in found})
    most = int(rule("trade.fulfilment.collect_days", last).value or 1)
    around = timedelta(days=most)
    loads: dict[int, list[Load]] = defaultdict(list)
    for load in settled_loads(every, first - around, last + around):
        loads[load.station_place_id].append(load)
    bought: dict[int, dict[date, Mapping[int, Decimal]]] = defaultdict(dict)
    for (station, day), sold in bought_by_farm(every, first - around, last + around).items():
        bought[station][day] = sold
    carried = {
        (station, day): milk_carried(bought[station], day, on, most)
        for station, on in ((key, {one.day for one in found}) for key, found in loads.items())
        for day in on
    }
    farms = _contracted_farms(every, first, last)
    return tuple(
        _fulfilment(
            one,
            max(first, one.effective_from),
            min(last, one.last_day),
            [load for station in sorted(stations[one.pk]) for load in loads[station]],
            plants_of[one.buyer_id],
            carried,
            farms,
        )
        for one in found
    )


def _fulfilment(
    contract: Contract,
    first: date,
    last: date,
    loads: list[Load],
    plants: frozenset[int],
    carried: Mapping[tuple[int, date], Mapping[date, Mapping[int, Decimal]]],
    farms: Mapping[tuple[int, int], frozenset[int]],
) -> Fulfilment:
    farm = contract.seller_place_id if contract.seller_place.kind == "farm" else None
    accepted: dict[date, Decimal] = defaultdict(Decimal)
    refused: dict[date, Decimal] = defaultdict(Decimal)
    deliveries: list[Delivery] = []
    unknown: set[date] = set()
    for load in loads:
        if load.plant_place_id not in plants:
            continue
        is_accepted = load.outcome == "accepted"
        parts = spread_load(
            (load.received_kg or ZERO) if is_accepted else load.shipped_kg,
            carried[load.station_place_id, load.day],
            farm,
            farms.get((contract.buyer_id, load.station_place_id), frozenset()),
        )
        if parts is None:
            if first <= load.day <= last:
                unknown.add(load.day)
            continue
        for day, kg in parts.items():
            (accepted if is_accepted else refused)[day] += kg
        if parts and first <= load.day <= last:
            deliveries.append(Delivery(load, sum(parts.values(), ZERO)))
    lines = tuple(
        day_line(day, contract.planned_kg_on(day), contract.float_pct, accepted[day], refused[day])
        for day in _days(first, last)
    )
    deliveries.sort(key=lambda one: (one.load.settled_at, one.load.number))
    return Fulfilment(
        contract, first, last, lines, tuple(deliveries), tuple(sorted(unknown)), summarise(lines)
    )


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _plants_by_buyer(buyers: Iterable[int]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {buyer: set() for buyer in buyers}
    for key, owner in Place.objects.filter(kind="plant", organisation__in=found).values_list(
        "pk", "organisation_id"
    ):
        found[owner].add(key)
    return {buyer: frozenset(plants) for buyer, plants in found.items()}


def _contracted_farms(
    stations: Iterable[int], first: date, last: date
) -> dict[tuple[int, int], frozenset[int]]:
    """Farms that sell over a station by a contract of their own, by buyer and station's place."""
    found: dict[tuple[int, int], set[int]] = defaultdict(set)
    rows = in_force(first, last).filter(seller_place__kind="farm", stations__in=list(stations))
    for buyer, station, farm in rows.values_list("buyer_id", "stations", "seller_place_id"):
        found[buyer, station].add(farm)
    return {key: frozenset(farms) for key, farms in found.items()}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refused load with its evidence: the sheet, and what laboratories reported of the lot."""

    delivery: Delivery
    tests: tuple[SampleFacts, ...]

    @property
    def backed(self) -> bool:
        """Whether a reported test of the lot failed."""
        return any(test.verdict == "fail" for test in self.tests)


def refusals_with_tests(fulfilment: Fulfilment) -> tuple[Refusal, ...]:
    """The refused loads of a contract, each with the tests of its lot."""
    refused = fulfilment.refusals
    tests = tests_of_lots(one.load.lot_uri for one in refused)
    return tuple(Refusal(one, tests.get(one.load.lot_uri, ())) for one in refused)


@dataclass(frozen=True, slots=True)
class PriceStanding:
    """A contract's price on a day beside the reference price, in yuan per kg.

    ``gap_pct`` is (price − reference) / reference × 100; None where either is not known.
    """

    day: date
    price: Decimal | None
    reference: ReferencePrice | None
    gap_pct: Decimal | None
    inside: bool | None


def price_on(contract: Contract, day: date) -> PriceStanding:
    """The price by the contract's clause on a day, before quality, and how it stands."""
    reference = reference_price_on(day)
    price = contract.price_yuan_per_kg
    if contract.price_kind == "reference":
        price = reference.yuan_per_kg + contract.spread_yuan_per_kg if reference else None
    if price is None or reference is None or not reference.yuan_per_kg:
        return PriceStanding(day, price, reference, None, None)
    gap = (price - reference.yuan_per_kg) / reference.yuan_per_kg * 100
    down, up = contract.corridor_down_pct, contract.corridor_up_pct
    inside = None if down is None or up is None else -down <= gap <= up
    return PriceStanding(day, price, reference, gap, inside)


@dataclass(frozen=True, slots=True)
class Debt:
    """A receivable and how it stands on a day."""

    receivable: Receivable
    lateness: Lateness

    @property
    def standing(self) -> str:
        """``paid``, ``paid_late``, ``overdue`` or ``open`` (not yet due)."""
        if self.lateness.owed_yuan <= 0:
            return "paid_late" if self.lateness.days_late else "paid"
        return "overdue" if self.lateness.days_late else "open"


def debts_of(contracts: Iterable[Contract], as_of: date) -> tuple[Debt, ...]:
    """What is and was due under contracts, as it stood on a day, the earliest due first."""
    rows = (
        Receivable.objects.filter(contract__in=[one.pk for one in contracts])
        .select_related("contract__seller", "contract__buyer")
        .prefetch_related("payments")
        .order_by("due_on", "pk")
    )
    return tuple(Debt(row, _standing(row, as_of)) for row in rows)


def _standing(row: Receivable, as_of: date) -> Lateness:
    made = [(p.paid_on, p.amount_yuan) for p in row.payments.all() if p.state != "denied"]
    return lateness(row.amount_yuan, row.due_on, made, as_of, row.interest_pct_per_day)
