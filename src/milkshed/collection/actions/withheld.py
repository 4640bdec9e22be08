"""Milk within a withdrawal must not be sold (order 536, art. 24): the farm's herd says so."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from milkshed.collection.models import Purchase, Station
from milkshed.herd.facade import WithheldMilk, milk_withheld, milk_withheld_at
from milkshed.kernel.clock import in_shanghai, shanghai_day
from milkshed.kernel.problems import Fault
from milkshed.kernel.text import Text
from milkshed.platform.alarms import raise_alarm
from milkshed.platform.models import Place
from milkshed.platform.rule_book import find_rule

_WINDOW_H = 48


def withheld_faults(field: str, places: Iterable[int], at: datetime) -> list[Fault]:
    """One fault for each farm whose tank holds milk within a withdrawal at a moment.

    Where the rule ``collection.withheld.binding`` only wants it recorded, an alarm is raised and
    no fault returned.
    """
    found = milk_withheld(places, at)
    if not found:
        return []
    day = shanghai_day(at)
    binding = find_rule("collection.withheld.binding", day)
    if binding is not None and binding.value == 0:
        for one in found:
            _alarm(one, at)
        return []
    return [Fault(field, one.farm.name.zh, "art-24", _told(one)) for one in found]


def suppliers(station: Station, loaded_at: datetime) -> dict[int, datetime]:
    """Places of the farms whose milk a load may hold, each with when it was taken in last.

    Farms bought from within the hours of ``collection.withheld.window``; a station that keeps no
    purchase book and takes in one farm holds that farm's milk.
    """
    row = find_rule("collection.withheld.window", shanghai_day(loaded_at))
    hours = int(row.value) if row is not None and row.value is not None else _WINDOW_H
    bought = Purchase.objects.filter(
        station=station,
        received_at__gt=loaded_at - timedelta(hours=hours),
        received_at__lte=loaded_at,
    ).order_by("received_at")
    places = dict(bought.values_list("farm_id", "received_at"))
    if not places:
        own = list(station.farms.values_list("pk", flat=True)[:2])
        places = {own[0]: loaded_at} if len(own) == 1 else {}
    return places


def load_faults(station: Station, loaded_at: datetime) -> list[Fault]:
    """The faults of a load: milk of each supplier judged at the moment it was taken in."""
    return [
        fault
        for place, at in suppliers(station, loaded_at).items()
        for fault in withheld_faults("load_lot", [place], at)
    ]


def alarm_withheld_purchases(bought: Iterable[tuple[int, datetime]]) -> None:
    """Raise an alarm for purchases (place of the farm, when) of milk within a withdrawal.

    For books that other systems kept: that milk was taken already. One alarm a farm and day.
    """
    for (_, at), one in sorted(milk_withheld_at(bought).items()):
        _alarm(one, at)


def _told(one: WithheldMilk) -> Text:
    until = f"{in_shanghai(one.until):%m-%d %H:%M}"
    return Text(
        f"{one.farm.name.zh}有{one.cows}头泌乳牛在弃奶期内且未单独存放，其奶不得销售（第二十四条）；"
        "请牧场转入病牛舍或申报单独存放",
        f"{one.farm.name.en}: {one.cows} cows in milk are within a withdrawal (to {until}) and"
        " their milk is not kept apart: it must not be sold (art. 24)",
    )


def _alarm(one: WithheldMilk, at: datetime) -> None:
    raise_alarm(
        f"collection.withheld_milk:{one.farm.code}:{shanghai_day(at)}",
        kind="collection.withheld_milk",
        severity="serious",
        title=Text(
            f"{one.farm.name.zh}：弃奶期内的奶未单独存放",
            f"{one.farm.name.en}: milk within a withdrawal is not kept apart",
        ),
        happened_at=at,
        place=Place.objects.get(pk=one.farm.place_id),
        facts=[
            {
                "title_zh": "弃奶期内泌乳牛（头）",
                "title_en": "Cows in milk within a withdrawal",
                "value": str(one.cows),
                "url": one.url,
            }
        ],
    )
