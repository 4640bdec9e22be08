"""A small region for breeding: two recorded farms, bulls with daughters, a herd book."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from django.utils import timezone

from milkshed.breeding.actions.register import BullRow, EntryRow, register_bull, register_entries
from milkshed.breeding.actions.runs import move_run
from milkshed.breeding.models import EvaluationRun
from milkshed.breeding.rules import ROWS
from milkshed.herd.actions.animals import register_animals
from milkshed.herd.actions.farms import register_farm
from milkshed.herd.actions.rows import AnimalRow
from milkshed.herd.models import Animal, AnimalIdentifier
from milkshed.herd.rules import ROWS as HERD_ROWS
from milkshed.platform.models import Person, Place
from milkshed.platform.rule_book import load_rules
from milkshed.recording.models import LactationFigure, MonthlyRun
from tests.cast import Cast

CODES = ("6403020001", "6402210001")
BULLS = tuple(f"641180{n:02d}" for n in range(1, 7))
FIRST_CALVING_D = 740


@dataclass(frozen=True, slots=True)
class Scene:
    """The cast's farms with cows and lactations, and the day everything is looked at."""

    cast: Cast
    today: date
    tags: tuple[str, ...]

    @property
    def officer(self) -> Person:
        return self.cast.people["breeding_officer"]

    @property
    def approver(self) -> Person:
        return self.cast.people["breeding_approver"]

    def place(self, farm: int = 0) -> Place:
        return self.cast.places["farm" if farm == 0 else "other_farm"]


def ear_tag(farm: int, serial: int) -> str:
    """A tag of the farm's county."""
    return f"2{CODES[farm][:6]}{serial:08d}"


def rules() -> None:
    """The rule rows that breeding needs."""
    load_rules((*HERD_ROWS, *ROWS))


def bulls(cast: Cast) -> None:
    """Six bulls born in 2014, the last one the son of the first."""
    for n, number in enumerate(BULLS):
        register_bull(
            cast.people["breeding_officer"],
            BullRow(
                number=number,
                name_zh=f"试公{n + 1}",
                born_on=date(2014 if n < 5 else 2017, 1, 5 + n),
                sire=BULLS[0] if n == 5 else "",
                recessives={"HH1": "carrier"} if n == 0 else {"HH1": "free"},
                semen_status="active",
                home_bred=n == 1,
            ),
        )


def scene(cast: Cast, *, cows: int = 60, entered: bool = True, today: date | None = None) -> Scene:
    """Two farms; cow k of a farm is a daughter of bull k mod 6, every third of an earlier cow.

    Daughters of bull n give 300 kg more for each n; seed fixed. What an evaluation finds follows
    ``today``, by which calvings fall into quarters; the day it is unless given.
    """
    rules()
    bulls(cast)
    today = today or timezone.localdate()
    random = np.random.default_rng(11)
    tags: list[str] = []
    for farm in (0, 1):
        register_farm(
            place=cast.places["farm" if farm == 0 else "other_farm"],
            code=CODES[farm],
            declared_head=300,
            filed_on=date(2020, 1, 1),
            synthetic=True,
        )
        rows, born = [], []
        for k in range(cows):
            parity = k % 3 + 1
            calved = today - timedelta(days=120 + k % 40)
            born.append(calved - timedelta(days=FIRST_CALVING_D + 400 * (parity - 1)))
            rows.append(
                AnimalRow(
                    CODES[farm], "F", born[-1], ear_tag=ear_tag(farm, k + 1),
                    on_farm=str(101 + k), parity=parity, last_calving_date=calved,
                    sire_number=BULLS[k % 6],
                )
            )  # fmt: skip
        assert register_animals(rows).is_clean
        tags += [ear_tag(farm, k + 1) for k in range(cows)]
        lactations(cast, farm, cows, random, month=today.replace(day=1))
    made = Scene(cast, today, tuple(tags))
    if entered:
        dams = [
            EntryRow(ear_tag(farm, k + 1), BULLS[k % 6], ear_tag(farm, k + 3))
            for farm in (0, 1)
            for k in range(0, cows - 3, 3)
        ]
        assert register_entries(made.officer, dams).is_clean
    return made


def lactations(
    cast: Cast, farm: int, cows: int, random: np.random.Generator, *, month: date
) -> None:
    """Figures of milk recording for the farm's cows, as its month would have stored them."""
    place = cast.places["farm" if farm == 0 else "other_farm"]
    run = MonthlyRun.objects.create(
        month=month, place=place, methods={}, inputs={}, rules={}, lactations=cows, unusable=0
    )
    numbers = AnimalIdentifier.objects.filter(
        scheme="ear-tag", value__in=[ear_tag(farm, k + 1) for k in range(cows)]
    )
    keys = dict(numbers.values_list("value", "animal"))
    LactationFigure.objects.bulk_create(
        LactationFigure(
            run=run, month=month, place=place, animal_key=keys[ear_tag(farm, k + 1)],
            parity=k % 3 + 1,
            calved_on=Animal.objects.get(pk=keys[ear_tag(farm, k + 1)]).last_calving_date,
            tests=4, last_tested_on=month, days_in_milk=110, status=0, tim_days=110,
            milk_305_kg=9000 + 300 * (k % 6) + float(random.normal(0, 500)),
            fat_305_kg=350 + 10 * (k % 6) + float(random.normal(0, 20)),
            protein_305_kg=300 + 8 * (k % 6) + float(random.normal(0, 15)),
            score_305=3 - 0.1 * (k % 6) + float(random.normal(0, 0.7)), reliability=0.8,
        )
        for k in range(cows)
    )  # fmt: skip


def published(made: Scene, run: EvaluationRun) -> EvaluationRun:
    """Walk a computed run through both approvals to its publication."""
    move_run(made.approver, run.pk, "review")
    move_run(made.cast.people["region_officer"], run.pk, "approve")
    return move_run(made.approver, run.pk, "publish")
