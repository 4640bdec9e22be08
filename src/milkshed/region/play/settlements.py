"""Two pay grids and the statements of the last month, played through the verbs people use.

Plants that took most milk pay their stations, and the showcase's station's farms, by a grid that
both sides agreed to. Some statements wait for each step, one is disputed.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from django.db import transaction
from django.utils import timezone

from milkshed.kernel.day_numbers import day_of
from milkshed.platform.models import Person, Place
from milkshed.region.play.accounts import Showcase
from milkshed.region.play.facts import Flow
from milkshed.region.science.pay_grids import BY_COMPONENTS, BY_STEPS
from milkshed.trade.actions.disputes import dispute_settlement
from milkshed.trade.actions.grids import GridHead, agree_grid, draft_grid, publish_grid
from milkshed.trade.actions.settlements import (
    accept_settlement,
    approve_settlement,
    make_period,
)
from milkshed.trade.actions.settling import Period
from milkshed.trade.models import PayGrid, Settlement

_SOURCE = "演示：按常见合同条款设定"
_MONTH_D = 30
_STATIONS_EACH = 6


def play_settlements(flow: Flow, showcase: Showcase) -> None:
    """Draft, publish and agree two grids, and settle the days until yesterday by them."""
    buyers = _buyers(flow, showcase)
    yesterday = timezone.localdate() - timedelta(days=1)
    first = max(day_of(flow.collection.start), yesterday - timedelta(days=_MONTH_D - 1))
    if first > yesterday:
        return
    for number, plant in enumerate(buyers):
        stations = _stations(flow, showcase, plant, with_showcase=number == 0)
        with transaction.atomic():
            _play(flow, plant, stations, first, yesterday, by_steps=number == 0)


def _buyers(flow: Flow, showcase: Showcase) -> list[int]:
    """The showcase's plant, and of the others the one that took most loads."""
    loads = flow.collection.loads
    taken = np.bincount(loads.destination, minlength=len(flow.world.plants))
    own = flow.furniture.plants[showcase.plant].organisation_id
    others = [
        int(plant)
        for plant in np.argsort(-taken[: len(flow.world.plants)])
        if flow.furniture.plants[int(plant)].organisation_id != own and taken[int(plant)]
    ]
    return [showcase.plant, *others[:1]]


def _stations(flow: Flow, showcase: Showcase, plant: int, *, with_showcase: bool) -> list[int]:
    loads = flow.collection.loads
    came = loads.station[loads.destination == plant]
    often = np.argsort(-np.bincount(came, minlength=len(flow.world.stations)))
    chosen = [int(one) for one in often[:_STATIONS_EACH] if (came == one).any()]
    if with_showcase:
        others = [one for one in chosen if one != showcase.station]
        return [showcase.station, *others[: _STATIONS_EACH - 1]]
    return chosen


def _play(
    flow: Flow, plant: int, stations: Sequence[int], first: date, last: date, *, by_steps: bool
) -> None:
    furniture = flow.furniture
    buyer = furniture.plants[plant].organisation
    maker = furniture.people(buyer.pk, "plant_buyer")[0]
    second = furniture.people(buyer.pk, "plant_quality")[0]
    places = _places(flow, stations, with_farms=by_steps)
    head = GridHead(
        code=f"{'STEP' if by_steps else 'COMP'}-{buyer.pk}",
        title_zh="按质计价表（分档加减价）" if by_steps else "按质计价表（乳成分计价）",
        title_en="Steps over a base price" if by_steps else "By components and grades",
        valid_from=first - timedelta(days=31),
        source=_SOURCE,
    )
    sellers = {place.organisation_id: place.organisation for place, _ in places}
    document = BY_STEPS if by_steps else BY_COMPONENTS
    grid = publish_grid(second, draft_grid(maker, buyer, head, document, sellers.values()))
    for organisation in sellers.values():
        person = next(who for place, who in places if place.organisation_id == organisation.pk)
        agree_grid(person, grid, organisation)
    middle = first + (last - first) // 2
    direct = [one for one in places if one[0].kind == "farm" and middle < last]
    if direct:  # until the middle the first station is paid, from then on its farms are
        _settle(maker, second, grid, places[:1], Period(first, middle))
        _settle(maker, second, grid, direct, Period(middle + timedelta(days=1), last))
    rest = [one for one in places[1 if direct else 0 :] if one[0].kind == "station"]
    _settle(maker, second, grid, rest, Period(first, last))


def _places(flow: Flow, stations: Sequence[int], *, with_farms: bool) -> list[tuple[Place, Person]]:
    """Sellers' places with who acts for them; farms of the first station that do not run it."""
    furniture = flow.furniture
    found = []
    for station in stations:
        place = furniture.stations[station]
        found.append((place, furniture.people(place.organisation_id, "station_manager")[0]))
    if with_farms and stations:
        runs_it = furniture.stations[stations[0]].organisation_id
        for farm in flow.world.stations[stations[0]].farms:
            place = furniture.farms[farm]
            if place.organisation_id != runs_it:
                manager = furniture.people(place.organisation_id, "farm_manager")[0]
                found.append((place, manager))
    return found


def _settle(
    maker: Person,
    second: Person,
    grid: PayGrid,
    places: Sequence[tuple[Place, Person]],
    period: Period,
) -> None:
    report = make_period(maker, grid.owner, period, [place for place, _ in places])
    for row, number in report.accepted.items():
        settlement = Settlement.objects.get(number=number)
        if row % 5 == 4:
            continue  # waits for the buyer's second person
        approve_settlement(second, settlement)
        seller = places[row - 1][1]
        if row % 5 == 3:
            cells = settlement.lines.filter(code="somatic_cells").first()
            dispute_settlement(
                seller,
                settlement,
                "体细胞数偏高，请按留样复检结果重新计价",
                position=cells.position if cells else None,
            )
        elif row % 5 != 2:
            accept_settlement(seller, settlement)
