"""What a farm's vet of the played region has noted lately: the worklists' daily bread.

Only the farm at which the demonstration accounts work keeps its barn book here, through the verbs
that people use. Treated cows stand in the hospital pen, so that the farm's milk may be sold.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

import numpy as np
from django.utils import timezone

from milkshed.herd.actions.events import record_events
from milkshed.herd.actions.matches import ForeignNumber, bring_numbers
from milkshed.herd.actions.pens import open_pen
from milkshed.herd.actions.protocols import enrol_cows, load_protocols, protocols_on
from milkshed.herd.actions.rows import EventRow
from milkshed.herd.models import Animal, AnimalStatus, Enrolment, Farm
from milkshed.kernel.clock import at_shanghai
from milkshed.platform.models import Person
from milkshed.region.play.accounts import Showcase
from milkshed.region.play.furnish import Furniture
from milkshed.region.play.hours import hour_of

_PENS = (
    ("L1", "泌乳一舍", "lactating"),
    ("L2", "泌乳二舍", "lactating"),
    ("X1", "新产舍", "fresh"),
    ("G1", "干奶舍", "dry"),
    ("W1", "围产舍", "close_up"),
    ("B1", "病牛舍", "hospital"),
    ("Q1", "青年牛舍", "heifer"),
    ("D1", "犊牛舍", "calf"),
)
_CEFTIOFUR = {
    "diagnosis": "mastitis",
    "product": "盐酸头孢噻呋注射液",
    "dose": 10,
    "dose_unit": "mL",
    "route": "im",
    "veterinarian": "李兽医",
}
_VACCINATED_D = 100
_OPEN_FROM_D = 55
_TREATED = 5
_ENROLLED = 12


@dataclass(frozen=True, slots=True)
class _Cow:
    key: int
    number: str
    birth: date
    parity: int
    calved: date | None
    dry: date | None
    due: date | None
    pregnant: bool


def play_barn(furniture: Furniture, showcase: Showcase) -> None:
    """Play the barn book of the largest farm of the showcase's station."""
    world = furniture.world
    farms = world.stations[showcase.station].farms
    position = max(farms, key=lambda i: world.farms[i].head)
    place = furniture.farms[position]
    farm = Farm.objects.get(place=place)
    vet = furniture.people(place.organisation_id, "farm_vet")[0]
    today = timezone.localdate()
    generator = np.random.default_rng([world.seed, 11])
    for code, name, purpose in _PENS:
        open_pen(farm, code=code, name=name, purpose=purpose, person=None)
    cows = list(_cows(farm))
    rows = [*_stalls(farm, cows, today), *_vaccinations(farm, cows, today)]
    rows += _reproduction(farm, cows, today, generator)
    rows += _illness(farm, cows, today)
    rows += _condition(farm, cows, today)
    _record(rows, vet)
    _enrol(farm, cows, today, vet)
    _strangers(farm, cows, vet)


def _cows(farm: Farm) -> Iterator[_Cow]:
    living = Animal.objects.filter(
        farm=farm, status=AnimalStatus.ALIVE, identifiers__scheme="on-farm"
    )
    for values in living.order_by("pk").values_list(
        "pk", "identifiers__value", "birth_date", "parity", "last_calving_date", "dry_on",
        "due_on", "pregnant",
    ):  # fmt: skip
        yield _Cow(*values)


def _row(
    farm: Farm,
    cow: _Cow,
    kind: str,
    at: datetime,
    details: Mapping[str, object] | None = None,
    hours: Decimal | None = None,
) -> EventRow:
    return EventRow(
        farm_code=farm.code,
        number=cow.number,
        scheme="on-farm",
        kind=kind,
        happened_at=at,
        withdrawal_hours=hours,
        details=details or {},
        source="play",
    )


def _record(rows: list[EventRow], person: Person) -> None:
    report = record_events(rows, person=person)
    if report.faults:
        raise RuntimeError(f"the play wrote bad events: {report.faults[:3]}")


def _stalls(farm: Farm, cows: list[_Cow], today: date) -> Iterator[EventRow]:
    """Where every animal stands since a week ago."""
    at = at_shanghai(today - timedelta(days=7), 9)
    for turn, cow in enumerate(cows):
        if cow.birth >= today - timedelta(days=8):
            continue
        if cow.parity == 0:
            young = (today - cow.birth).days < 182
            yield _row(farm, cow, "pen_move", at, {"pen": "D1" if young else "Q1"})
            continue
        since = (today - cow.calved).days if cow.calved else 0
        left = (cow.due - today).days if cow.due else 999
        pen = f"L{turn % 2 + 1}"
        if cow.dry:
            pen = "W1" if left < 16 else "G1"
        elif since < 21:
            pen = "X1"
        moved = at if since > 8 else hour_of(today, 5)
        yield _row(farm, cow, "pen_move", moved, {"pen": pen})


def _vaccinations(farm: Farm, cows: list[_Cow], today: date) -> Iterator[EventRow]:
    """One round for all that were old enough."""
    day = today - timedelta(days=_VACCINATED_D)
    given = {"disease": "fmd", "product": "口蹄疫O型、A型二价灭活疫苗", "batch": "20260801"}
    for cow in cows:
        if (day - cow.birth).days >= 90:
            yield _row(farm, cow, "vaccination", at_shanghai(day, 10), given)


def _reproduction(
    farm: Farm, cows: list[_Cow], today: date, generator: np.random.Generator
) -> Iterator[EventRow]:
    """Services of open cows: some to watch for a return, some to check, some of many tries."""
    bulls = [f"1111900{n}" for n in range(1, 7)]

    def served(cow: _Cow, days: int) -> EventRow:
        bull = bulls[int(generator.integers(len(bulls)))]
        details = {"bull_number": bull, "technician": "马配种员", "straw_sexed": days % 3 == 0}
        return _row(
            farm, cow, "insemination", at_shanghai(today - timedelta(days=days), 7), details
        )

    for cow in cows:
        since = (today - cow.calved).days if cow.calved else 0
        if cow.parity == 0 or cow.pregnant or since < _OPEN_FROM_D + 1:
            continue
        draw = generator.random()
        if draw < 0.3 and since > _OPEN_FROM_D + 25:
            yield served(cow, int(generator.integers(18, 25)))
        elif draw < 0.55 and since > _OPEN_FROM_D + 45:
            yield served(cow, int(generator.integers(30, 46)))
        elif draw < 0.7 and since > 170:
            for days in (110, 88, 66):
                yield served(cow, days)
            checked = at_shanghai(today - timedelta(days=30), 8)
            yield _row(
                farm, cow, "pregnancy_check", checked, {"result": "open", "method": "ultrasound"}
            )
        elif draw < 0.76:
            yield _row(farm, cow, "heat", at_shanghai(today, 0), {"observed_by": "collar"})


def _milking(cows: list[_Cow], today: date) -> list[_Cow]:
    return [
        cow for cow in cows if cow.calved and not cow.dry and 25 < (today - cow.calved).days < 250
    ]


def _illness(farm: Farm, cows: list[_Cow], today: date) -> Iterator[EventRow]:
    """Mastitis: courses that go on today, and withdrawals that end today or tomorrow."""
    for turn, cow in enumerate(_milking(cows, today)[:_TREATED]):
        first = today - timedelta(days=1 if turn < 3 else 4)
        course = {**_CEFTIOFUR, "course_days": 3 if turn < 3 else 2}
        yield _row(farm, cow, "pen_move", at_shanghai(first, 7), {"pen": "B1"})
        seen = {"diagnosis": "mastitis", "severity": 2, "quarter": "LR"}
        yield _row(farm, cow, "health", at_shanghai(first, 6), seen)
        yield _row(farm, cow, "treatment", at_shanghai(first, 8), course, Decimal(72))


def _condition(farm: Farm, cows: list[_Cow], today: date) -> Iterator[EventRow]:
    """Scores after calving and a month later, some with a large loss."""
    for turn, cow in enumerate(_milking(cows, today)[_TREATED : _TREATED + 40]):
        assert cow.calved is not None
        later = 3.0 if turn % 8 else 2.5
        for days, score in ((3, 3.5), (24, later)):
            at = at_shanghai(cow.calved + timedelta(days=days), 10)
            yield _row(farm, cow, "body_condition", at, {"score": score})


def _enrol(farm: Farm, cows: list[_Cow], today: date, vet: Person) -> None:
    """Some cows a week into Ovsynch: their first step is done, the second is due today."""
    load_protocols()
    ovsynch = next(one for one in protocols_on(today) if one.code == "ovsynch")
    ready = Animal.objects.filter(
        farm=farm, pregnant=False, bred_on__isnull=True, heat_on__isnull=True,
        parity__gt=0, last_calving_date__lt=today - timedelta(days=_OPEN_FROM_D + 7),
        status=AnimalStatus.ALIVE,
    ).order_by("pk")  # fmt: skip
    keys = list(ready.values_list("pk", flat=True)[:_ENROLLED])
    started = today - timedelta(days=7)
    enrol_cows(farm, ovsynch, keys, started, person=vet)
    first = ovsynch.steps.get(number=1)
    by_key = {cow.key: cow for cow in cows}
    rows = [
        _row(
            farm,
            by_key[one.animal_id],
            "treatment",
            at_shanghai(started, 8),
            {
                "diagnosis": "同期发情",
                "product": first.product,
                "veterinarian": "李兽医",
                "protocol_step": f"{one.pk}/1",
            },
            Decimal(0),
        )
        for one in Enrolment.objects.filter(animal__in=keys)
    ]
    _record(rows, vet)


def _strangers(farm: Farm, cows: list[_Cow], vet: Person) -> None:
    """Numbers of the parlour's programme that are to be matched."""
    some = cows[10:60:10]
    rows = [ForeignNumber(cow.number.lstrip("0"), cow.birth) for cow in some]
    rows.append(ForeignNumber("99999"))
    bring_numbers(farm, "挤奶厅系统（演示）", "dhi", rows, person=vet)
