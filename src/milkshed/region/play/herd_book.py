"""The herd book of the demonstration: bulls, parents, type scores, samples, and two evaluations.

Sires are invented for the cows of the recorded farms so that daughters of some bulls give more
milk than those of others; the first evaluation is published, the second waits for its approval.
"""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from milkshed.breeding.actions.evaluation.stages import evaluate
from milkshed.breeding.actions.register import (
    BullRow,
    EntryRow,
    move_entry,
    register_bull,
    register_entries,
    report_index,
)
from milkshed.breeding.actions.runs import move_run, open_run
from milkshed.breeding.actions.samples import move_sample, order_sample
from milkshed.breeding.actions.types import TypeRow, record_classifications
from milkshed.breeding.models import EvaluationRun, PedigreeEntry
from milkshed.breeding.science.type_scores import TRAITS
from milkshed.herd import facade as herd
from milkshed.herd.facade import AnimalFacts
from milkshed.kernel.day_numbers import day_of
from milkshed.kernel.periods import Month
from milkshed.platform.models import Organisation, Person
from milkshed.recording import facade as recording
from milkshed.region.play.facts import Flow
from milkshed.region.play.genotypes import Daughter, play_genotypes

_STATION = "641"
_BULLS = 14
_HOME_BRED = 4
_FOREIGN = (
    ("HOUSA000144000001", "US", "演示外一", "DEMO ONE"),
    ("HOCAN000013000002", "CA", "演示外二", "DEMO TWO"),
    ("HONLD000756000003", "NL", "演示外三", "DEMO THREE"),
)
_SIRE_SPREAD_KG = 420.0
_NOISE_KG = 900.0
_SIRE_KNOWN = 0.93
_MOST_CLASSIFIED = 40
_SAMPLES = 6
_MOST_GENOTYPED = 110
_GENERATION_D = 760
_BETWEEN_CALVINGS_D = 330
_DRAWS = 12
# the bull the region is known for, with the figure that a newspaper printed of it in 2020
_KNOWN_BULL, _KNOWN_NAME = "11119516", "宁京1号"


def play_herd_book(flow: Flow, today: int) -> None:
    """Enter bulls and parents, classify and sample some cows, evaluate twice."""
    centre = flow.furniture.offices["breeding"]
    (officer,) = flow.furniture.people(centre.pk, "breeding_officer")
    (approver,) = flow.furniture.people(centre.pk, "breeding_approver")
    region = flow.furniture.people(flow.furniture.offices["region"].pk, "region_officer")[0]
    random = np.random.default_rng([flow.world.seed, 41])
    day = day_of(today)
    numbers = _bulls(officer, day, random)
    yields = {
        one.animal_id: one.milk_305_kg
        for one in recording.lactations_in(Month.of(day))
        if one.milk_305_kg is not None
    }
    if not yields:
        return
    cows = herd.animals_by_id(list(yields))
    _parents(officer, list(cows.values()), yields, numbers, random)
    _classified(officer, list(cows.values()), day, random)
    _genotyped(officer, numbers, list(cows.values()), yields, flow.world.seed)
    first = _computed(centre, officer, day)
    move_run(approver, first.pk, "review")
    move_run(region, first.pk, "approve", "数据与收敛正常")
    move_run(approver, first.pk, "publish")
    _samples(officer, list(cows.values())[:_SAMPLES])
    for entry in PedigreeEntry.objects.exclude(sire="").order_by("identity")[:3]:
        move_entry(officer, entry.pk, "question", "配种日期与产犊日期不符，待基因组核实")
    _computed(centre, officer, day)


def _computed(centre: Organisation, officer: Person, day: date) -> EvaluationRun:
    run = open_run(centre, day, person=officer, synthetic=True)
    evaluate(run)
    return run


def _bulls(officer: Person, day: date, random: np.random.Generator) -> list[str]:
    """Bulls of the demonstration, the oldest first, and the one that is known by name."""
    numbers = []
    for n in range(_BULLS - len(_FOREIGN)):
        year = 12 + n % 6
        row = BullRow(
            number=f"{_STATION}{year:02d}{n + 1:03d}",
            name_zh=f"演示公牛{n + 1}",
            born_on=date(2000 + year, 3, 1 + n),
            owner="种公牛站（演示）",
            home_bred=n < _HOME_BRED,
            recessives={"HH1": "free", "HH5": "carrier" if n == 2 else "free"},
            calving_ease_pct=Decimal(int(random.integers(20, 95))) / 10,
            semen_status="active" if n % 5 else "stopped",
            synthetic=True,
        )
        numbers.append(register_bull(officer, row).number)
    for n, (number, country, zh, en) in enumerate(_FOREIGN):
        row = BullRow(
            number, zh, en, country, born_on=date(2011 + n, 6, 1), owner="进口冻精（演示）",
            recessives={"HCD": "free"}, semen_status="active", synthetic=True,
        )  # fmt: skip
        numbers.append(register_bull(officer, row).number)
    known = register_bull(
        officer,
        BullRow(_KNOWN_BULL, _KNOWN_NAME, "Ningjing-1", home_bred=True, semen_status="stopped"),
    )
    report_index(
        officer, known, index="CN-GCPI-2016", value=Decimal(3977), reported_on=date(2020, 12, 31),
        components={"milk_kg": 2748.0}, status="recalled",
        source="宁夏日报关于平吉堡第三奶牛场核心群的报道（2020年，公布日取年末）",
    )  # fmt: skip
    return numbers


def _parents(
    officer: Person,
    cows: Sequence[AnimalFacts],
    yields: dict[int, float],
    bulls: Sequence[str],
    random: np.random.Generator,
) -> None:
    """Sires by yield with much noise; dams among the older cows of the same farm."""
    milk = np.array([yields[cow.animal_id] for cow in cows])
    merit = random.normal(0, _SIRE_SPREAD_KG, len(bulls))
    wanted = (milk - milk.mean()) * _SIRE_SPREAD_KG / max(float(milk.std()), 1.0)
    wanted = wanted + random.normal(0, _NOISE_KG, len(cows))
    order = np.argsort(merit)
    place = np.clip((np.argsort(np.argsort(wanted)) * len(bulls)) // max(len(cows), 1), 0, None)
    of_farm: dict[int, list[AnimalFacts]] = {}
    for cow in sorted(cows, key=lambda one: one.birth_date):
        of_farm.setdefault(cow.place_id, []).append(cow)
    rows = []
    births: dict[str, list[date]] = {}
    (again,) = random.spawn(1)
    for n, cow in enumerate(cows):
        known = random.random() < _SIRE_KNOWN
        herd_mates = of_farm[cow.place_id]
        born_before = cow.birth_date - timedelta(days=_GENERATION_D)
        older = bisect_left(herd_mates, born_before, key=lambda one: one.birth_date)
        dam = _dam(herd_mates[:older], cow.birth_date, births, random, again) if older else ""
        sire = bulls[int(order[place[n]])] if known else ""
        rows.append(EntryRow(cow.identity, sire, dam, synthetic=True))
    report = register_entries(officer, rows)
    bad = [fault for fault in report.faults if fault.rule not in ("age.sire", "age.dam")]
    if bad:
        raise RuntimeError(f"the play wrote bad rows: {bad[:3]}")


def _dam(
    older: Sequence[AnimalFacts],
    born: date,
    births: dict[str, list[date]],
    random: np.random.Generator,
    again: np.random.Generator,
) -> str:
    """One of the older cows that calved at no time near this birth; nobody where none is drawn."""
    place = int(random.integers(len(older)))
    for _ in range(_DRAWS):
        name = older[place].identity
        held = births.setdefault(name, [])
        if all(abs((born - other).days) >= _BETWEEN_CALVINGS_D for other in held):
            held.append(born)
            return name
        place = int(again.integers(len(older)))
    return ""


def _classified(
    officer: Person, cows: Sequence[AnimalFacts], day: date, random: np.random.Generator
) -> None:
    """Cows in their first lactation, on a day when they may be classified."""
    rows = []
    for cow in cows:
        if cow.parity == 1 and cow.calved_on is not None and (day - cow.calved_on).days >= 40:
            scored = min(day, cow.calved_on + timedelta(days=90))
            scores = dict(zip(TRAITS, random.integers(4, 10, len(TRAITS)).tolist(), strict=True))
            rows.append(TypeRow(cow.identity, scored, scores, synthetic=True))
        if len(rows) == _MOST_CLASSIFIED:
            break
    report = record_classifications(officer, rows)
    if not report.is_clean:
        raise RuntimeError(f"the play wrote bad rows: {report.faults[:3]}")


def _genotyped(
    officer: Person,
    bulls: Sequence[str],
    cows: Sequence[AnimalFacts],
    yields: dict[int, float],
    seed: int,
) -> None:
    """Genotype the bulls and some of their daughters, the first in their numbers' order."""
    parents = {
        identity: (sire, dam)
        for identity, sire, dam in PedigreeEntry.objects.filter(sire__in=bulls).values_list(
            "identity", "sire", "dam"
        )
    }
    known = [cow for cow in cows if cow.identity in parents]
    chosen = sorted(known, key=lambda cow: cow.identity)[-_MOST_GENOTYPED:]
    daughters = [
        Daughter(cow.identity, *parents[cow.identity], yields[cow.animal_id])
        for cow in sorted(chosen, key=lambda cow: (cow.birth_date, cow.identity))
    ]
    play_genotypes(officer, bulls, daughters, seed)


def _samples(officer: Person, cows: Sequence[AnimalFacts]) -> None:
    """A few samples, each a step further on its way than the one before."""
    steps = ("collect", "send", "receive")
    for n, cow in enumerate(cows):
        sample = order_sample(
            officer, barcode=f"DEMO-{n + 1:04d}", identity=cow.identity, tissue="hair",
            chip="GGP 50K", synthetic=True,
        )  # fmt: skip
        for step in steps[: n % (len(steps) + 1)]:
            move_sample(officer, sample.pk, step)
