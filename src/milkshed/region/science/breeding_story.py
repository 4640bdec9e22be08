"""What was told of a simulated herd's breeding, health and leaving, day by day.

Follows from the lactations: where a cow calves again she conceived a gestation before, and the
services that failed lie three weeks and multiples of it apart before that one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from milkshed.region.science.herd import CULLED, DIED, SOLD, Herd

_GESTATION_D, _CYCLE_D, _CHECK_D, _FIRST_D = 277, 21, 35, 55
_MISSED = 0.35  # heats that nobody sees
_HEAT_ONLY = 0.12  # heats seen on which nobody serves
_CONCEPTION = 0.42
_TECHNICIANS = ("马工", "李工", "王工")
_BULLS = ("HO840M1001", "HO840M1002", "HO840M1003", "HO840M1004")
_CAUSES = ("infertility", "mastitis", "lameness", "low_yield", "displaced_abomasum", "injury")
_CAUSE_SHARES = (0.28, 0.24, 0.17, 0.14, 0.10, 0.07)
_DEATHS = ("milk_fever", "displaced_abomasum", "respiratory", "injury")
_FRESH = (("milk_fever", 0.04, 1), ("retained_placenta", 0.06, 1), ("ketosis", 0.08, 12))
_MASTITIS_PER_YEAR = 0.35


@dataclass(frozen=True, slots=True)
class Told:
    """One event: the animal's row, the day, the kind, its details, and a due day where told."""

    animal: int
    day: int
    kind: str
    details: dict[str, object] = field(default_factory=dict)
    due: int | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """A cow that left: her row, when, how, and her last lactation."""

    animal: int
    day: int
    how: int
    parity: int
    calving: int


def gone_cows(herd: Herd, today: int) -> list[Gone]:
    """Cows that left the farm in the stretch up to a day, with the lactation in which they did."""
    lactations, animals = herd.lactations, herd.animals
    left = np.flatnonzero(lactations.exits & (lactations.end <= today) & (lactations.end > 0))
    return [
        Gone(
            int(lactations.animal[row]),
            int(lactations.end[row]),
            int(animals.how[lactations.animal[row]]),
            int(lactations.parity[row]),
            int(lactations.calving[row]),
        )
        for row in left
        if lactations.end[row] >= herd.start
    ]


def breeding_story(herd: Herd, seed: int, today: int, *, with_open: bool = True) -> Iterator[Told]:
    """Events of the cows up to a day, in order of lactations and within each of days.

    Without ``with_open`` nothing is told of the breeding of cows that are open today, which the
    farm's own barn book tells.
    """
    random = np.random.default_rng([seed, 11, herd.farm.number])
    lactations, animals = herd.lactations, herd.animals
    columns = zip(
        lactations.animal.tolist(),
        lactations.parity.tolist(),
        lactations.calving.tolist(),
        lactations.dry.tolist(),
        lactations.end.tolist(),
        lactations.exits.tolist(),
        strict=True,
    )
    last_of = {int(animal): row for row, animal in enumerate(lactations.animal.tolist())}
    for row, (animal, parity, calving, dry, end, exits) in enumerate(columns):
        if calving > today:
            continue
        if parity == 1 and animals.first_calving[animal] == calving:
            yield from _services(random, animal, calving - _GESTATION_D, None, calving, today)
        if last_of[animal] != row:
            # the calving of the last lactation is what the register holds
            yield Told(animal, calving, "calving", _calves(random))
        yield from _fresh(random, animal, calving, min(end, today))
        yield from _mastitis(random, animal, calving, min(dry, end, today))
        conceived = None if exits else end - _GESTATION_D
        is_open = end > today and (conceived is None or conceived > today)
        if with_open or not is_open:
            yield from _services(random, animal, conceived, calving, end, today)
        if not exits and calving < dry <= today:
            yield Told(animal, dry, "dry_off", {"reason": "normal"})
        if exits and calving < end <= today:
            yield from _leaving(random, animal, int(animals.how[animal]), end)


def _services(
    random: np.random.Generator,
    animal: int,
    conceived: int | None,
    calving: int | None,
    end: int,
    today: int,
) -> Iterator[Told]:
    """Services of a lactation, or of a heifer where there was no calving before."""
    if conceived is not None:
        first = conceived - _CYCLE_D * int(random.geometric(_CONCEPTION) - 1) * 2
        start = max(first, calving + _FIRST_D if calving is not None else conceived - 84)
        days = [conceived - _CYCLE_D * k for k in range((conceived - start) // _CYCLE_D, -1, -1)]
    elif calving is not None:
        days = list(range(calving + _FIRST_D + int(random.integers(0, 21)), end - 10, _CYCLE_D))
        days = days[: int(random.integers(2, 9))]
    else:
        days = []
    for day in days:
        if day > today or (day != conceived and random.random() < _MISSED):
            continue
        if day != conceived and random.random() < _HEAT_ONLY:
            yield Told(animal, day, "heat", {"observed_by": "collar"})
            continue
        yield Told(
            animal,
            day,
            "insemination",
            {
                "method": "ai",
                "bull_number": str(random.choice(_BULLS)),
                "technician": str(random.choice(_TECHNICIANS)),
            },
        )
        check = day + _CHECK_D
        is_last = day == max(days)
        if is_last and check <= min(today, end - 1):
            found: dict[str, object] = {
                "result": "pregnant" if day == conceived else "open",
                "method": "ultrasound",
            }
            due = day + _GESTATION_D if day == conceived else None
            yield Told(animal, check, "pregnancy_check", found, due)
    barred = conceived is None and calving is not None and bool(days)
    if barred and days[-1] + _CHECK_D + 7 < min(end, today):
        yield Told(animal, days[-1] + _CHECK_D + 7, "do_not_breed", {"reason": "多次配种未孕"})


def _calves(random: np.random.Generator) -> dict[str, object]:
    count = 2 if random.random() < 0.035 else 1
    calves: list[dict[str, object]] = []
    for _ in range(count):
        calf: dict[str, object] = {"sex": "F" if random.random() < 0.48 else "M"}
        if random.random() < 0.055:
            calf["stillborn"] = True
        calves.append(calf)
    return {"ease": int(random.choice(5, p=(0.72, 0.16, 0.08, 0.03, 0.01))) + 1, "calves": calves}


def _fresh(random: np.random.Generator, animal: int, calving: int, until: int) -> Iterator[Told]:
    for code, share, after in _FRESH:
        if random.random() < share and calving + after < until:
            yield Told(animal, calving + after, "health", {"diagnosis": code})


def _mastitis(random: np.random.Generator, animal: int, calving: int, until: int) -> Iterator[Told]:
    days = max(until - calving - 5, 0)
    for _ in range(int(random.poisson(_MASTITIS_PER_YEAR * days / 365))):
        day = calving + 5 + int(random.integers(0, max(days, 1)))
        if day < until:
            yield Told(animal, day, "health", {"diagnosis": "mastitis", "severity": 1})


def _leaving(random: np.random.Generator, animal: int, how: int, day: int) -> Iterator[Told]:
    if how == DIED:
        yield Told(animal, day, "death", {"cause": str(random.choice(_DEATHS))})
    elif how in (CULLED, SOLD):
        cause = str(random.choice(_CAUSES, p=_CAUSE_SHARES))
        reason = "culled" if how == CULLED else "sold"
        yield Told(animal, day, "departure", {"reason": reason, "cause": cause})
