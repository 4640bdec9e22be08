"""Contracts of the played region: signed, filed, kept, paid, one drafted and two in dispute.

They are played through the actions that people use; what they deliver is computed from the loads
that were played before.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

from django.db import transaction
from django.utils import timezone

from milkshed.collection.facade import Load, bought_by_farm, settled_loads
from milkshed.kernel.clock import at_shanghai
from milkshed.kernel.money import round_money
from milkshed.platform.models import Person, Place
from milkshed.region.play.furnish import Furniture
from milkshed.trade.actions.complaints import (
    Grievance,
    accept_complaint,
    begin_mediation,
    draft_agreement,
    file_complaint,
    sign_agreement,
    state_position,
)
from milkshed.trade.actions.contracts import draft_contract, offer_contract, sign_contract
from milkshed.trade.actions.drafts import Draft
from milkshed.trade.actions.filing import answer_filing, submit_filing
from milkshed.trade.actions.forms import load_model_forms
from milkshed.trade.actions.payments import (
    Period,
    answer_payment,
    open_receivable,
    tell_payment,
)
from milkshed.trade.models import Contract, ContractFiling

_PER_COUNTY = {"farm": 2, "county": 8, "region": 2}
_PLAN_ABOVE = Decimal("1.08")  # a plan this much above the mean falls short on most days
_HUNDRED_KG = Decimal(100)
_PRICES = (Decimal("3.35"), Decimal("3.42"), Decimal("3.50"))
_TERM_D = 3
_FLOATS = (Decimal(10), Decimal(5), Decimal(15))


@dataclass(frozen=True, slots=True)
class _Supply:
    """What a farm's milk over a station to a plant comes to, in kg a day."""

    station: Place
    farm: Place
    plant: Place
    kg_per_day: Decimal


def play_contracts(furniture: Furniture, first: date, last: date, station: int) -> int:
    """Draw up contracts of farms with the plants they mostly deliver to; return how many.

    ``station`` is the position of the showcase's station, which has a contract in any case.
    """
    load_model_forms()  # a region may be played where only the rules were loaded
    signed: list[Contract] = []
    supplies = _supplies(furniture, first, last, station)
    for number, supply in enumerate(supplies):
        with transaction.atomic():
            contract = _signed(furniture, supply, number, first, last)
            if number % 3 < 2:
                _file(furniture, contract, filed=number % 3 == 0)
            _pay(furniture, contract, supply, number, first, last)
        signed.append(contract)
    if supplies:
        with transaction.atomic():
            _draft_next_year(furniture, supplies[0], last)
            _disputes(furniture, signed, last)
    return len(signed)


def _supplies(furniture: Furniture, first: date, last: date, shown: int) -> list[_Supply]:
    """Of each county the stations with most milk, each with its largest farm and main plant."""
    places = {place.pk: place for place in furniture.stations}
    plants = {place.pk: place for place in furniture.plants}
    loads: dict[int, list[Load]] = defaultdict(list)
    for load in settled_loads(places, first, last, plants):
        if load.outcome == "accepted":
            loads[load.station_place_id].append(load)
    bought: dict[int, Counter[int]] = defaultdict(Counter)
    for (station, _), by_farm in bought_by_farm(places, first, last).items():
        for farm, kg in by_farm.items():
            bought[station][farm] += kg  # type: ignore[assignment]
    wanted = _PER_COUNTY[furniture.world.scale]
    taken: Counter[str] = Counter()
    found: list[_Supply] = []
    most = sorted(loads, key=lambda pk: (places[pk] != furniture.stations[shown], -len(loads[pk])))
    days = (last - first).days + 1
    for station in most:
        place = places[station]
        if taken[place.county] >= wanted or not bought[station]:
            continue
        taken[place.county] += 1
        farm, farm_kg = bought[station].most_common(1)[0]
        plant, _ = Counter(one.plant_place_id for one in loads[station]).most_common(1)[0]
        kg = sum(
            (
                one.received_kg or Decimal(0)
                for one in loads[station]
                if one.plant_place_id == plant
            ),
            Decimal(0),
        )
        share = Decimal(farm_kg) / Decimal(sum(bought[station].values()))
        found.append(
            _Supply(
                place,
                Place.objects.select_related("organisation").get(pk=farm),
                plants[plant],
                kg * share / days,
            )
        )
    return found


def _sides(furniture: Furniture, supply: _Supply) -> tuple[Person, Person]:
    seller = furniture.people(supply.farm.organisation_id, "farm_manager")[0]
    buyer = furniture.people(supply.plant.organisation_id, "plant_buyer")[0]
    return seller, buyer


def _terms(
    furniture: Furniture, supply: _Supply, number: int, first: date, factor: Decimal
) -> Draft:
    laboratory = next(
        place
        for one, place in zip(furniture.world.laboratories, furniture.laboratories, strict=True)
        if one.kind == "third-party"
    )
    planned = (supply.kg_per_day * factor / _HUNDRED_KG).to_integral_value() * _HUNDRED_KG
    return Draft(
        seller_place=supply.farm,
        delivery_place=supply.plant,
        stations=(supply.station,),
        valid_from=first,
        valid_to=first + timedelta(days=364),
        price_kind="fixed",
        price_yuan_per_kg=_PRICES[number % len(_PRICES)],
        corridor_down_pct=Decimal(10),
        corridor_up_pct=Decimal(15),
        planned_kg_per_day=max(planned, _HUNDRED_KG),
        float_pct=_FLOATS[number % len(_FLOATS)],
        settlement_period="half_month",
        payment_term_days=_TERM_D,
        late_interest_pct_per_day=None if number % 2 else Decimal("0.03"),
        breach_pct=Decimal(10),
        notice_days=30,
        test_report_hours=48,
        third_party=laboratory,
        dispute_path="arbitration",
        dispute_body="仲裁委员会（演示）",
        remarks="演示数据：合同内容为虚构。",
    )


def _signed(
    furniture: Furniture, supply: _Supply, number: int, first: date, last: date
) -> Contract:
    seller, buyer = _sides(furniture, supply)
    factor = _PLAN_ABOVE if number % 3 == 1 else Decimal(1)
    contract = draft_contract(seller, _terms(furniture, supply, number, first, factor))
    offer_contract(seller, contract)
    for days, person in ((6, seller), (5, buyer)):
        at = at_shanghai(first - timedelta(days=days), 10)
        sign_contract(person, contract, revision=1, signed_at=at)
    contract.refresh_from_db()
    return contract


def _file(furniture: Furniture, contract: Contract, *, filed: bool) -> None:
    filing = ContractFiling.objects.select_related("contract").get(contract=contract)
    seller = furniture.people(contract.seller_id, "farm_manager")[0]
    submit_filing(seller, filing, on=contract.valid_from)
    if filed:
        office = furniture.offices[contract.seller_place.county]
        officer = furniture.people(office.pk, "county_officer")[0]
        answer_filing(officer, filing, on=contract.valid_from, accept=True, opinion="材料齐全")


def _pay(
    furniture: Furniture,
    contract: Contract,
    supply: _Supply,
    number: int,
    first: date,
    last: date,
) -> None:
    """Settle the first half of the days; of three one pays in time, one late and one in part."""
    seller, buyer = _sides(furniture, supply)
    end = first + timedelta(days=max(0, ((last - first).days + 1) // 2 - 1))
    days = (end - first).days + 1
    price = contract.price_yuan_per_kg or Decimal(0)
    debt = open_receivable(
        buyer,
        contract,
        statement=f"演示-{contract.number}-{end:%m%d}",
        period=Period(first, end),
        amount_yuan=round_money(supply.kg_per_day * days * price),
    )
    today = timezone.localdate()
    on = {0: debt.due_on, 1: debt.due_on + timedelta(days=2), 2: debt.due_on}[number % 3]
    if on > today:
        return
    amount = debt.amount_yuan if number % 3 < 2 else round_money(debt.amount_yuan * 6 / 10)
    payment = tell_payment(
        buyer, debt, paid_on=on, amount_yuan=amount, reference=f"DEMO{debt.pk:06d}"
    )
    if number % 3 == 0:
        answer_payment(seller, payment, received=True)


def _draft_next_year(furniture: Furniture, supply: _Supply, last: date) -> None:
    """A draft that breaks a legal clause, so that the page shows how it is named."""
    seller, _ = _sides(furniture, supply)
    first = last + timedelta(days=30)
    terms = _terms(furniture, supply, 0, first, Decimal(1))
    values = {name: getattr(terms, name) for name in terms.__dataclass_fields__}
    draft_contract(seller, Draft(**(values | {"payment_term_days": 90})))


def _disputes(furniture: Furniture, signed: list[Contract], last: date) -> None:
    """One case in mediation and, where there is a second contract, one that came to agreement."""
    for number, contract in enumerate(signed[:2]):
        seller = furniture.people(contract.seller_id, "farm_manager")[0]
        buyer = furniture.people(contract.buyer_id, "plant_buyer")[0]
        office = furniture.offices[contract.seller_place.county]
        officer = furniture.people(office.pk, "county_officer")[0]
        case = file_complaint(
            seller,
            contract,
            Grievance(
                kind="late_payment" if number else "refusal",
                happened_on=last,
                account="演示数据：约定的奶款到期未足额到账。"
                if number
                else "演示数据：到厂等待过久，收奶员口头表示拒收后又收。",
                claim="按合同付清并计付利息。" if number else "书面说明原因，今后按约定时间收奶。",
            ),
            on=last,
            evidence=[("演示证据.txt", BytesIO("演示数据：虚构的证据。".encode()))],
        )
        accept_complaint(officer, case, mediator=officer, on=last)
        begin_mediation(officer, case)
        state_position(seller, case, text="演示数据：已电话催促两次。")
        state_position(buyer, case, text="演示数据：财务系统升级，正在补办。")
        if number:
            draft_agreement(officer, case, text="演示数据：买方三日内付清余款并计付逾期利息。")
            for person in (seller, buyer, officer):
                sign_agreement(person, case, signed_at=timezone.now())
