"""Type classification of cows: linear scores checked, parts, total and grade made of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from milkshed.breeding.actions.register import centre_of
from milkshed.breeding.models import TypeClassification
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.science.type_scores import TRAIT_TITLES, classify, wrong_scores
from milkshed.herd import facade as herd
from milkshed.kernel.problems import Fault
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person
from milkshed.platform.permissions import require

_LONGEST_DEFECT = 20
_RULES_KEPT = (
    "type.weight.", "type.ideal.", "type.step", "type.defect", "type.score", "type.grade.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TypeRow:
    """A cow's linear scores of one day; ``number`` as the herd book or her ear tag knows her."""

    number: str
    scored_on: date
    traits: Mapping[str, int]
    defects: Collection[str] = ()
    synthetic: bool = False


def record_classifications(person: Person, rows: Sequence[TypeRow]) -> BatchReport:
    """Take type scores, row by row; the same scores of the same day are repeated.

    Refused, with the field and the rule: an unknown cow, a day outside the days in milk or the
    parity of the rules, a trait missing or off the scale, other scores of the same day.
    """
    require(person, "breeding.classify")
    centre, report = centre_of(person), BatchReport()
    known = herd.animals_by_number([row.number.strip().upper() for row in rows])
    days = [row.scored_on for row in rows]
    standing = {
        (one.animal_key, one.scored_on): one
        for one in TypeClassification.objects.filter(
            animal_key__in=[facts.animal_id for facts in known.values()], scored_on__in=set(days)
        )
    }
    made: list[TypeClassification] = []
    with transaction.atomic():
        for number, row in enumerate(rows, start=1):
            rules = BreedingRules.on(row.scored_on)
            facts = known.get(row.number.strip().upper())
            faults = _faults(row, facts, rules)
            if faults or facts is None:
                report.refuse(number, faults)
                continue
            key = (facts.animal_id, row.scored_on)
            if key in standing:
                if standing[key].traits == dict(row.traits):
                    report.repeat(number, row.number)
                else:
                    message = Text("该牛当日已有不同评分", "Other scores of this day stand already")
                    report.refuse(number, Fault("traits", row.number, "once-a-day", message))
                continue
            one = _classification(row, facts, rules, centre, person)
            standing[key] = one
            made.append(one)
            report.accept(number, row.number)
        TypeClassification.objects.bulk_create(made, batch_size=1_000)
    return report


def _faults(row: TypeRow, facts: "herd.AnimalFacts | None", rules: BreedingRules) -> list[Fault]:
    found: list[Fault] = []
    if facts is None:
        message = Text("牛只登记中没有该牛", "The herd register knows no such cow")
        return [Fault("number", row.number[:40], "known", message)]
    if row.scored_on > timezone.localdate():
        message = Text("鉴定日期在将来", "The day is in the future")
        found.append(Fault("scored_on", row.scored_on, "day", message))
    if facts.calved_on is None or facts.calved_on > row.scored_on:
        message = Text("该牛在鉴定日之前没有产犊", "She had not calved by that day")
        found.append(Fault("number", row.number, "calved", message))
    else:
        low, high = rules.bounds("type.days_in_milk")
        days = (row.scored_on - facts.calved_on).days
        if not low <= days <= high:
            message = Text(
                f"泌乳第{days}天，应在第{low:g}至{high:g}天鉴定",
                f"Day {days} in milk; classify on days {low:g} to {high:g}",
            )
            found.append(Fault("scored_on", row.scored_on, "type.days_in_milk", message))
        first, last = rules.bounds("type.parity")
        if not first <= facts.parity <= last:
            message = Text(
                f"第{facts.parity}胎，应在第{first:g}胎鉴定",
                f"Parity {facts.parity}; classify in parity {first:g}",
            )
            found.append(Fault("number", row.number, "type.parity", message))
    most = round(rules.high("type.defects"))
    long = [one for one in row.defects if len(one) > _LONGEST_DEFECT]
    if long or len(set(row.defects)) > most:
        message = Text(
            f"缺陷至多{most}个，每个至多{_LONGEST_DEFECT}字，用逗号分开",
            f"At most {most} defects of at most {_LONGEST_DEFECT} characters, parted by commas",
        )
        shown = long[0] if long else len(set(row.defects))
        found.append(Fault("defects", str(shown)[:40], "type.defects", message))
    low, high = rules.bounds("type.score")
    for trait, value in wrong_scores(row.traits, rules.type_rules).items():
        title = TRAIT_TITLES.get(trait, Text(trait, trait))
        message = Text(
            f"{title.zh}应为{low:g}至{high:g}的整数",
            f"{title.en}: a whole number from {low:g} to {high:g}",
        )
        found.append(Fault(f"traits.{trait}", value, "type.score", message))
    return found


def _classification(
    row: TypeRow,
    facts: herd.AnimalFacts,
    rules: BreedingRules,
    centre: Organisation,
    person: Person,
) -> TypeClassification:
    result = classify(row.traits, row.defects, rules.type_rules)
    kept = {
        key: held
        for key, held in rules.manifest().items()
        if any(key.startswith(f"breeding.{start}") for start in _RULES_KEPT)
    }
    return TypeClassification(
        animal_key=facts.animal_id,
        number=facts.number,
        place_id=facts.place_id,
        centre=centre,
        scored_on=row.scored_on,
        classifier=person,
        parity=facts.parity,
        days_in_milk=(row.scored_on - facts.calved_on).days if facts.calved_on else 0,
        traits=dict(row.traits),
        defects=sorted(set(row.defects)),
        parts={part: float(score) for part, score in result.parts.items()},
        total=result.total,
        grade=result.grade,
        rules=kept,
        synthetic=row.synthetic,
    )
