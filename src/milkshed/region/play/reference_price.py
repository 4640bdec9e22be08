"""The reference price of the played region: two published quarters, and one under survey.

A committee is seated, farms fill in their cost sheets, both sides propose and vote, and another
person publishes: all through the actions that people use.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import numpy as np
from django.utils import timezone

from milkshed.kernel.identifiers import build_credit_code, build_gln
from milkshed.platform.models import Membership, Organisation, Person, Place
from milkshed.region.play.accounts import Showcase
from milkshed.region.play.facts import Flow
from milkshed.region.play.names import person_names
from milkshed.region.science.world import GS1_PREFIX
from milkshed.trade.actions.reference_price.committee import seat_member
from milkshed.trade.actions.reference_price.complaints import complain, move_complaint
from milkshed.trade.actions.reference_price.publishing import publish_price
from milkshed.trade.actions.reference_price.survey import (
    FrameFarm,
    close_survey,
    compute_again,
    open_round,
    review_sheet,
    submit_sheet,
)
from milkshed.trade.actions.reference_price.talks import (
    close_motion,
    enter_market_figure,
    judge,
    propose,
    put_motion,
    vote,
    write_minutes,
)
from milkshed.trade.models import PriceRound, PriceSeat, SampleFarm
from milkshed.trade.queries.price_inputs import open_suspects
from milkshed.trade.queries.price_rules import size_classes
from milkshed.trade.science.reference_price.cost_sheet import SheetFigures
from milkshed.trade.science.reference_price.sampling import size_class

_FEWEST_FARMS = 12
_PANEL_BLOCK = 82_000_000
_TERM_D = 700
# so few of each size that all are drawn, the farm of the demonstration's account among them
_PER_STRATUM = 8
_KG_PER_COW_QUARTER = 2430
_PER_KG = {
    "concentrate": 1.12, "forage": 0.83, "young_stock": 0.27, "labour": 0.24, "vet": 0.06,
    "breeding": 0.03, "energy": 0.09, "repair": 0.05, "manure": 0.03, "insurance": 0.02,
    "interest": 0.09, "overhead": 0.07, "depreciation": 0.43, "land": 0.03, "own_capital": 0.05,
    "calves": 0.09, "culls": 0.20, "manure_sold": 0.01,
}  # fmt: skip
_RETURNS = ("calves", "culls", "manure_sold")
_MARKET = {
    "feed_index": ("100.8", "演示数据：饲料价格监测"),
    "feed_index_before": ("100.0", "演示数据：饲料价格监测"),
    "powder_usd_t": ("4050", "演示数据：国际拍卖均价"),
    "yuan_per_usd": ("7.12", "演示数据：中间价季均"),
    "import_cost": ("1.30", "演示数据：口岸费用"),
    "making_cost": ("3.60", "演示数据：喷粉加工费"),
    "haulage": ("0.12", "演示数据：到厂运费"),
    "product_revenue": ("8.10", "演示数据：乳企季报"),
    "traded": ("3.31", "演示数据：成交均价"),
}
_ODD = 1.42  # a farm whose costs stand apart, to be looked at


@dataclass(frozen=True, slots=True)
class _Cast:
    """Who plays: the secretariat, the office, the seats, the farms and who runs each of them."""

    secretary: Person
    officer: Person
    seats: Sequence[PriceSeat]
    frame: Sequence[FrameFarm]
    manager: Callable[[SampleFarm], Person]
    seed: int


def play_reference_price(flow: Flow, showcase: Showcase) -> None:
    """Two quarters from survey to publication, and the next one under survey.

    The farm of the demonstration's account has not answered the open one yet.
    """
    own = max(flow.world.stations[showcase.station].farms, key=lambda i: flow.world.farms[i].head)
    cast = _cast(flow, showcase, own)
    today = timezone.localdate()
    year, quarter = today.year, (today.month + 2) // 3
    for back, level in ((1, 1.0), (0, 0.985)):
        _play_published(cast, _code(year, quarter, -back), level)
    _complain(cast, _code(year, quarter, -1))
    _play_open(cast, _code(year, quarter, 1), flow.furniture.farms[own].pk)


def _code(year: int, quarter: int, later: int) -> str:
    index = year * 4 + quarter - 1 + later
    return f"{index // 4}Q{index % 4 + 1}"


def _cast(flow: Flow, showcase: Showcase, own: int) -> _Cast:
    furniture, world = flow.furniture, flow.world
    people: dict[int, Person] = {}
    frame: list[FrameFarm] = []
    classes = size_classes(timezone.localdate())
    room = dict.fromkeys((one.code for one in classes), _PER_STRATUM)
    for i in [own, *(i for i, farm in enumerate(world.farms) if farm.is_large and i != own)]:
        place = furniture.farms[i]
        people[place.pk] = furniture.people(place.organisation_id, "farm_manager")[0]
        daily = Decimal(f"{world.farms[i].milk_t * 1000 / 365:.1f}")
        stratum = size_class(classes, daily).code
        if room[stratum]:
            room[stratum] -= 1
            frame.append(FrameFarm(place, daily, place.organisation.credit_code or place.gln))
    for place, manager, daily_kg in _panel(world.seed, max(0, _FEWEST_FARMS - len(frame))):
        people[place.pk] = manager
        frame.append(FrameFarm(place, daily_kg, place.organisation.credit_code or place.gln))
    county = world.stations[showcase.station].site.county
    plant = furniture.plants[showcase.plant].organisation
    others = [one.organisation for one in furniture.plants if one.organisation != plant][:2]
    testing = next(
        place.organisation
        for laboratory, place in zip(world.laboratories, furniture.laboratories, strict=True)
        if laboratory.kind == "third-party"
    )
    office = furniture.offices[county]
    members = [
        *((people[one.place.pk], one.place.organisation, "farm") for one in frame[:3]),
        *(
            (furniture.people(firm.pk, "plant_buyer")[0], firm, "processor")
            for firm in (plant, *others)
        ),
        (furniture.people(testing.pk, "lab_reviewer")[0], testing, "independent"),
        (furniture.people(office.pk, "county_officer")[0], office, "independent"),
    ]
    if not others:  # one plant alone sends its quality officer as well
        members.append((furniture.people(plant.pk, "plant_quality")[0], plant, "processor"))
    officer = furniture.people(furniture.offices["region"].pk, "region_officer")[0]
    seats = [_seat(officer, *member, is_chair=member[1] == testing) for member in members]
    return _Cast(
        secretary=furniture.people(furniture.offices["association"].pk, "association_secretary")[0],
        officer=officer,
        seats=seats,
        frame=frame,
        manager=lambda sample: people[sample.farm_id],
        seed=world.seed,
    )


def _seat(
    officer: Person, member: Person, organisation: Organisation, side: str, *, is_chair: bool
) -> PriceSeat:
    today = timezone.localdate()
    return seat_member(
        officer,
        member=member,
        organisation=organisation,
        side=side,
        valid_from=today - timedelta(days=200),
        valid_to=today - timedelta(days=200) + timedelta(days=_TERM_D),
        is_chair=is_chair,
    )


def _panel(seed: int, wanted: int) -> list[tuple[Place, Person, Decimal]]:
    """Farms that only answer the survey, where the played part of the region has too few."""
    found = []
    generator = np.random.default_rng([seed, 11])
    for serial, name in enumerate(person_names(wanted, seed + 1), start=1):
        gln = build_gln(GS1_PREFIX, _PANEL_BLOCK + serial)
        firm = Organisation.objects.create(
            kind="farm",
            name_zh=f"调查样本{serial:02d}号牧场（演示）",
            name_en=f"Survey farm {serial:02d} (demo)",
            county="640302",
            credit_code=build_credit_code("640302", f"MC{serial:06d}", "91"),
            gln=gln,
            synthetic=True,
        )
        place = Place.objects.create(
            kind="farm", name_zh=firm.name_zh, name_en=firm.name_en, organisation=firm,
            county=firm.county, gln=build_gln(GS1_PREFIX, _PANEL_BLOCK + 500_000 + serial),
        )  # fmt: skip
        manager = Person.objects.create(
            username=f"demo-survey-{serial:02d}", password="!", name_zh=name.zh, name_en=name.en,
            synthetic=True,
        )  # fmt: skip
        Membership.objects.create(person=manager, organisation=firm, role="farm_manager")
        found.append((place, manager, Decimal(f"{generator.uniform(6_000, 70_000):.1f}")))
    return found


def _figures(cast: _Cast, sample: SampleFarm, level: float) -> SheetFigures:
    """A farm's costs: the region's by line, moved a little by chance and by size."""
    generator = np.random.default_rng([cast.seed, 12, sample.farm_id])
    days = (sample.round.survey_last - sample.round.survey_first).days + 1
    kg = (sample.daily_kg * days).quantize(Decimal("0.1"))
    size = float(kg) ** -0.01 * 1.25  # small farms pay a little more
    whole = level * size * float(generator.uniform(0.95, 1.05))
    lines = {
        code: Decimal(f"{per_kg * whole * float(kg) * generator.uniform(0.95, 1.05):.2f}")
        for code, per_kg in _PER_KG.items()
    }
    spent = sum((yuan for code, yuan in lines.items() if code not in _RETURNS), Decimal(0))
    return SheetFigures(
        kg,
        max(1, round(float(kg) / (_KG_PER_COW_QUARTER * generator.uniform(0.92, 1.08)))),
        Decimal(f"{generator.uniform(3.65, 4.05):.2f}"),
        Decimal(f"{generator.uniform(3.20, 3.40):.2f}"),
        lines,
        spent,
    )


def _samples(round_of: PriceRound) -> list[SampleFarm]:
    return list(round_of.sample.select_related("round", "farm").order_by("pk"))


def _play_published(cast: _Cast, code: str, level: float) -> None:
    round_of = open_round(cast.secretary, code, cast.frame)
    samples = _samples(round_of)
    for sample in samples:
        apart = sample is samples[-1] and len(samples) > _FEWEST_FARMS // 2
        sheet = submit_sheet(
            cast.manager(sample),
            sample,
            _figures(cast, sample, level * (_ODD if apart else 1.0)),
            remark="本季集中更新挤奶设备" if apart else "",
        )
        if apart:
            review_sheet(
                cast.secretary, sheet, "exclude", reason="含一次性设备更新支出，不代表正常生产成本"
            )
        else:
            review_sheet(cast.secretary, sheet, "accept")
    for name, (value, source) in _MARKET.items():
        enter_market_figure(
            cast.secretary, round_of, code=name, value=Decimal(value), source=source
        )
    for sheet, _ in open_suspects(round_of, timezone.localdate()):
        review_sheet(cast.secretary, sheet, "keep", reason="实地核对账目，数据属实，予以保留")
    first = close_survey(cast.secretary, round_of)
    _talk(cast, round_of, first.cost or Decimal(3))


def _talk(cast: _Cast, round_of: PriceRound, cost: Decimal) -> None:
    """Both sides propose, a judgement is logged, everybody votes, and the office publishes."""
    asked = {"farm": cost * Decimal("1.08"), "processor": cost * Decimal("0.99")}
    reasons = {
        "farm": "调查成本加合理利润，饲料价格回升，希望稳定牧场信心。",
        "processor": "终端消费偏弱，进口粉价低位，喷粉比例上升，建议随行就市。",
    }
    for side, central in asked.items():
        seat = next(one for one in cast.seats if one.side == side)
        propose(seat.person, round_of, central=central, reason=reasons[side])
    compute_again(cast.secretary, round_of)
    judge(
        cast.secretary,
        round_of,
        what="季节性供需",
        why="本季为产奶旺季而消费平稳，近四周喷粉比例上升，双方同意小幅下调。",
        effect_yuan=Decimal("-0.02"),
    )
    motion = put_motion(cast.secretary, round_of, formula="proposals")
    against = next(one for one in reversed(cast.seats) if one.side == "independent")
    for seat in cast.seats:
        vote(seat.person, motion, choice="abstain" if seat == against else "yes")
    write_minutes(
        cast.secretary,
        round_of,
        "双方分别陈述成本与市场情况，秘书处说明测算方法和剔除理由；经两轮协商取双方提案均值，"
        "按记录的专家判断下调后提交表决。",
    )
    close_motion(cast.secretary, motion)
    publish_price(cast.officer, round_of)


def _play_open(cast: _Cast, code: str, own: int) -> None:
    """Most farms answered; some sheets wait for review, one of them stands apart."""
    round_of = open_round(cast.secretary, code, cast.frame)
    answered = [sample for sample in _samples(round_of) if sample.farm_id != own]
    for position, sample in enumerate(answered):
        apart = position == len(answered) - 1
        sheet = submit_sheet(
            cast.manager(sample),
            sample,
            _figures(cast, sample, 1.01 * (_ODD if apart else 1.0)),
            remark="转有机认证，饲料单价上升" if apart else "",
        )
        if position >= 2:
            review_sheet(cast.secretary, sheet, "accept")


def _complain(cast: _Cast, code: str) -> None:
    """A farm objects to the earlier quarter; the secretariat has taken it up."""
    round_of = PriceRound.objects.get(code=code)
    seat = next(one for one in cast.seats if one.side == "farm")
    filed = complain(
        seat.person,
        round_of,
        organisation=seat.organisation,
        subject="中小牧场样本偏少",
        text="本县中小牧场用工和饲料采购成本较高，请说明各层抽样数量和权重。",
    )
    move_complaint(
        cast.secretary, filed, "trade.accept_price_complaint", opinion="已受理，调取抽样记录核对"
    )
