"""Telling what happened to the cows of some farms, and what their months brought and cost."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

import numpy as np

from milkshed.herd.actions.animals import register_animals
from milkshed.herd.actions.events import record_events
from milkshed.herd.actions.figures import AccountEntry, compute_figures, enter_month_account
from milkshed.herd.actions.rows import AnimalRow, EventRow
from milkshed.herd.jobs import month_end_before
from milkshed.herd.models import Farm
from milkshed.kernel.day_numbers import day_of
from milkshed.region.play.hours import hour_of
from milkshed.region.science.breeding_story import Gone, breeding_story, gone_cows
from milkshed.region.science.entities import World
from milkshed.region.science.herd import Herd
from milkshed.region.science.numbering import ear_tags

_HOUR = 8
_MONTHS = 3
_COMPANY = 4
_MILK_KG_PER_COW_DAY = Decimal("28.4")
_FEED_YUAN_PER_COW_DAY = Decimal("71.5")


def like_farms(world: World, own: int) -> list[int]:
    """The smallest farms of the size class of one, enough to compare it with."""
    edges = (500, 2000)

    def class_of(position: int) -> int:
        return sum(world.farms[position].adult_head >= edge for edge in edges)

    like = [n for n in range(len(world.farms)) if n != own and class_of(n) == class_of(own)]
    return sorted(like, key=lambda n: world.farms[n].adult_head)[:_COMPANY]


def play_breeding(
    herds: Sequence[tuple[Herd, set[str]]], seed: int, today: int, *, showcase: str
) -> None:
    """Tell the story of each herd; cows that left are registered for it first.

    ``herds`` with the ear tags that the register holds. The showcase keeps a barn book of its
    own, which tells of its open cows.
    """
    gone = [gone_cows(herd, today) for herd, _ in herds]
    left = [row for (herd, _), cows in zip(herds, gone, strict=True) for row in _left(herd, cows)]
    _check(register_animals(left).faults)
    told: list[EventRow] = []
    for (herd, known), cows in zip(herds, gone, strict=True):
        tags = {*known, *_tags(herd, [cow.animal for cow in cows])}
        told += _events(herd, seed, today, tags, showcase)
    _check(record_events(told).faults)


def keep_figures(farms: Sequence[str], showcase: str, today: date) -> None:
    """Compute the figures of the last month's end, and those of months before for one farm,
    whose accounts are typed too."""
    last = month_end_before(today)
    for farm in Farm.objects.filter(code__in=farms):
        ends = [last]
        if farm.code == showcase:
            while len(ends) < _MONTHS:
                ends.append(month_end_before(ends[-1]))
            for end in ends:
                _account(farm, end)
        compute_figures(farm, ends)


def _account(farm: Farm, end: date) -> None:
    cow_days = farm.declared_head // 2 * end.day
    enter_month_account(
        None,
        farm,
        AccountEntry(
            month=end.replace(day=1),
            milk_kg=cow_days * _MILK_KG_PER_COW_DAY,
            price_yuan_per_kg=Decimal("3.42") + Decimal(end.month % 3) / 100,
            feed_cost_yuan=cow_days * _FEED_YUAN_PER_COW_DAY,
            source=f"演示结算单 {end:%Y-%m}",
            synthetic=True,
        ),
    )


def _tags(herd: Herd, animals: Sequence[int]) -> list[str]:
    return [str(tag) for tag in ear_tags(herd.farm, np.array(animals, np.int64)).tolist()]


def _left(herd: Herd, gone: Sequence[Gone]) -> Iterator[AnimalRow]:
    for cow, tag in zip(gone, _tags(herd, [one.animal for one in gone]), strict=True):
        yield AnimalRow(
            herd.farm.code,
            "F",
            day_of(int(herd.animals.birth[cow.animal])),
            ear_tag=tag,
            parity=cow.parity,
            last_calving_date=day_of(cow.calving),
            synthetic=True,
        )


def _events(herd: Herd, seed: int, today: int, tags: set[str], showcase: str) -> Iterator[EventRow]:
    with_open = herd.farm.code != showcase
    story = list(breeding_story(herd, seed, today, with_open=with_open))
    named = _tags(herd, [one.animal for one in story])
    for one, tag in zip(story, named, strict=True):
        day = day_of(one.day)
        if tag not in tags:
            continue
        yield EventRow(
            herd.farm.code,
            tag,
            one.kind,
            hour_of(day, _HOUR),
            due_on=day_of(one.due) if one.due is not None else None,
            reason=str(one.details.get("reason", "")) if one.kind == "departure" else "",
            details=one.details,
            source="play",
        )


def _check(faults: Sequence[object]) -> None:
    if faults:
        raise RuntimeError(f"the play wrote bad rows: {list(faults)[:3]}")
