"""A farm's cattle over a stretch of days, without a loop over days.

Each farm has as many adult places as adult cows. A place holds one cow after another: a cow
calves again after her calving interval or leaves within the lactation, and a heifer that calves
that day takes her place. The chains start 3,000 days earlier, so that parity and stage of
lactation are in balance when the stretch begins. Young stock fills the other places: heifers
that will calve, heifers that will be sold, and calves; a newborn takes each place that falls
free. So the herd keeps its head every day, and every animal that comes or goes has a number.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from milkshed.region.science.calibration import EXIT_BY_PARITY, parameter
from milkshed.region.science.days import FAR
from milkshed.region.science.entities import Farm

Days = NDArray[np.int32]

STAYS, CULLED, SOLD, DIED = 0, 1, 2, 3
_BURN_IN_D = 3_000
_MONTH_D = 30.44
_YOUNG_D = 730.0


@dataclass(frozen=True, slots=True)
class Animals:
    """Every animal that stands on the farm in the stretch; row k has serial k.

    Days are day numbers; ``leave`` is ``FAR`` while the animal stays. ``first_calving`` is
    ``FAR`` for animals that do not calve in the stretch. ``how`` is STAYS, CULLED, SOLD, DIED.
    """

    birth: Days
    first_calving: Days
    leave: Days
    how: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.birth)


@dataclass(frozen=True, slots=True)
class Lactations:
    """Lactations that touch the stretch, by place and time: within a place they follow on.

    ``end`` is the next calving or the day the cow leaves; milk flows from ``calving`` to ``dry``
    (excluded). ``cow_factor`` is the cow's yield against the farm's mean.
    """

    place: Days
    animal: Days
    parity: NDArray[np.int16]
    calving: Days
    dry: Days
    end: Days
    exits: NDArray[np.bool_]
    cow_factor: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Herd:
    """A farm's animals and lactations from day number ``start`` for ``days`` days."""

    farm: Farm
    start: int
    days: int
    animals: Animals
    lactations: Lactations


def make_herd(farm: Farm, seed: int, start: int, days: int) -> Herd:
    """The herd of a farm; the same farm, seed and stretch give the same herd."""
    generator = np.random.default_rng([seed, 2, farm.number, start])
    lactations, births, first_calvings, leaves, how = _adults(farm, generator, start, days)
    animals = _with_young(farm, generator, start, days, births, first_calvings, leaves, how)
    return Herd(farm, start, days, animals, lactations)


def _first_calving_age(generator: np.random.Generator, count: int) -> NDArray[np.float64]:
    months = parameter("herd.first_calving_months") + parameter(
        "herd.first_calving_sd_months"
    ) * generator.standard_normal(count)
    return np.clip(months, 19.5, 32.0) * _MONTH_D


def _next_end(
    generator: np.random.Generator, parity: NDArray[np.int16]
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Whether each lactation ends by leaving, and after how many days it ends."""
    count = len(parity)
    risk = np.array(EXIT_BY_PARITY)[np.minimum(parity, len(EXIT_BY_PARITY)) - 1]
    exits = generator.random(count) < risk
    interval = parameter("herd.calving_interval_d") + parameter(
        "herd.calving_interval_sd_d"
    ) * generator.standard_normal(count)
    early = np.clip(generator.gamma(1.3, 150.0, count), 3, 300)
    late = np.clip(340 + 60 * generator.standard_normal(count), 200, 480)
    leaving = np.where(generator.random(count) < 0.45, early, late)
    return exits, np.where(exits, leaving, np.clip(interval, 310, 620))


def _adults(
    farm: Farm, generator: np.random.Generator, start: int, days: int
) -> tuple[Lactations, Days, Days, Days, NDArray[np.int8]]:
    places = farm.adult_head
    last = start + days
    place = np.arange(places, dtype=np.int32)
    calving = (start - _BURN_IN_D - generator.integers(0, 900, places)).astype(np.int32)
    parity = np.ones(places, np.int16)
    cow = np.arange(places, dtype=np.int32)
    born = (calving - _first_calving_age(generator, places)).astype(np.int32)
    births, firsts = [born], [calving]
    gone_cow, gone_day = [], []
    rows: list[tuple[NDArray[np.int32 | np.int16 | np.bool_], ...]] = []
    made = places
    while len(place):
        exits, length = _next_end(generator, parity)
        end = calving + np.maximum(length, 3).astype(np.int32)
        dry_d = np.where(
            exits,
            np.where(length > 120, parameter("herd.dry_before_exit_d"), 0),
            parameter("herd.dry_d")
            + parameter("herd.dry_sd_d") * generator.standard_normal(len(place)),
        )
        dry = end - np.rint(dry_d).astype(np.int32)
        touching = (end > start) & (calving < last)
        rows.append(tuple(a[touching] for a in (place, cow, parity, calving, dry, end, exits)))
        gone_cow.append(cow[exits])
        gone_day.append(end[exits])
        on = end < last
        place, cow, parity, exits, calving = place[on], cow[on], parity[on], exits[on], end[on]
        parity = np.where(exits, 1, parity + 1).astype(np.int16)
        fresh = int(exits.sum())
        cow = cow.copy()
        cow[exits] = np.arange(made, made + fresh, dtype=np.int32)
        made += fresh
        births.append((calving[exits] - _first_calving_age(generator, fresh)).astype(np.int32))
        firsts.append(calving[exits])
    all_births, all_firsts = np.concatenate(births), np.concatenate(firsts)
    leave = np.full(made, FAR, np.int32)
    leave[np.concatenate(gone_cow)] = np.concatenate(gone_day)
    columns = [np.concatenate(column) for column in zip(*rows, strict=True)]
    order = np.lexsort((columns[3], columns[0]))
    place, cow, parity, calving, dry, end, exits = (column[order] for column in columns)
    seen, serial = np.unique(cow, return_inverse=True)
    factor = np.exp(parameter("milk.cow_cv") * generator.standard_normal(len(seen)))
    died = generator.random(len(seen)) < parameter("herd.death_share_of_exits")
    how = np.where(leave[seen] == FAR, STAYS, np.where(died, DIED, CULLED)).astype(np.int8)
    lactations = Lactations(
        place=place.astype(np.int32),
        animal=serial.astype(np.int32),
        parity=parity.astype(np.int16),
        calving=calving.astype(np.int32),
        dry=dry.astype(np.int32),
        end=end.astype(np.int32),
        exits=exits.astype(np.bool_),
        cow_factor=factor[serial].astype(np.float32),
    )
    return lactations, all_births[seen], all_firsts[seen], leave[seen], how


def _with_young(
    farm: Farm,
    generator: np.random.Generator,
    start: int,
    days: int,
    births: Days,
    first_calvings: Days,
    leaves: Days,
    how: NDArray[np.int8],
) -> Animals:
    """Add the young stock; heifers that calve in the stretch are among the adults already."""
    last = start + days
    places = farm.head - farm.adult_head
    heifers = np.flatnonzero(first_calvings >= start)
    held = min(places, len(heifers))
    # A heifer without a young place was bought on the day she calves: her birth stays.
    free_at = np.full(places, start, np.int32)
    free_at[:held] = first_calvings[heifers[:held]]
    others = places - held
    old = generator.random(others) < 0.29
    age = np.where(old, 365 + 365 * generator.random(others), 365 * generator.random(others))
    young_birth = (start - 1 - age).astype(np.int32)
    young_leave = np.full(others, FAR, np.int32)
    young_how = np.zeros(others, np.int8)
    sold_age = age + (_YOUNG_D - age) * generator.random(others)
    young_leave[old] = (young_birth + sold_age.astype(np.int32) + 1)[old]
    young_how[old] = SOLD
    _let_calves_die(generator, young_birth, young_leave, young_how, start)
    free_at[held:] = young_leave
    found = [(young_birth, young_leave, young_how)]
    vacant = free_at[free_at < last]
    while len(vacant):
        newborn_leave = np.full(len(vacant), FAR, np.int32)
        newborn_how = np.zeros(len(vacant), np.int8)
        _let_calves_die(generator, vacant, newborn_leave, newborn_how, start)
        found.append((vacant, newborn_leave, newborn_how))
        vacant = newborn_leave[newborn_leave < last]
    birth, leave, reason = (np.concatenate(column) for column in zip(*found, strict=True))
    return Animals(
        birth=np.concatenate([births, birth]).astype(np.int32),
        first_calving=np.concatenate([first_calvings, np.full(len(birth), FAR)]).astype(np.int32),
        leave=np.concatenate([leaves, leave]).astype(np.int32),
        how=np.concatenate([how, reason]).astype(np.int8),
    )


def _let_calves_die(
    generator: np.random.Generator,
    birth: Days,
    leave: Days,
    how: NDArray[np.int8],
    start: int,
) -> None:
    """Mark the calves that die within 180 days of birth, mostly in the first weeks."""
    death = birth + 1 + np.minimum(generator.exponential(35.0, len(birth)), 180).astype(np.int32)
    dies = (generator.random(len(birth)) < parameter("herd.calf_death")) & (death > start)
    leave[dies] = death[dies]
    how[dies] = DIED
