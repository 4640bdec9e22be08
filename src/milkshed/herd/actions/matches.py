"""Numbers of other systems: taking them in, proposing animals, and what a person decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from milkshed.herd.actions.numbers import give_number
from milkshed.herd.flow import MATCH_FLOW
from milkshed.herd.models import (
    Animal,
    AnimalIdentifier,
    AnimalStatus,
    Farm,
    IdentifierScheme,
    NumberMatch,
)
from milkshed.herd.science.matching import Candidate, Foreign, Proposal, is_ambiguous, propose
from milkshed.kernel.problems import CONFLICT, Fault, Problem
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.platform.models import Person
from milkshed.platform.permissions import require

_LONGEST = 30
_LONGEST_SYSTEM = 60


@dataclass(frozen=True, slots=True)
class ForeignNumber:
    """A number as another system writes it, with what it knows of the animal."""

    value: str
    birth_date: date | None = None
    dam_number: str = ""


@dataclass(frozen=True, slots=True)
class Proposals:
    """An open number with its candidates, best first, and whether the best two are too close."""

    match: NumberMatch
    candidates: tuple[tuple[Animal, Proposal], ...]

    @property
    def ambiguous(self) -> bool:
        """Whether nobody should confirm without looking."""
        return is_ambiguous([proposal for _, proposal in self.candidates])


def bring_numbers(
    farm: Farm,
    system: str,
    scheme: str,
    rows: Sequence[ForeignNumber],
    *,
    person: Person | None = None,
) -> BatchReport:
    """Take a list of another system's numbers of a farm's animals; a number once per system.

    A number that is in force on the farm in the same scheme is told as repeated: it names its
    animal already.
    """
    if person is not None:
        require(person, "herd.number_animals")
    report = BatchReport()
    system = system.strip()
    if not system or len(system) > _LONGEST_SYSTEM or not system.isprintable():
        message = Text("请填写来源系统（60字以内）", "Name the system (at most 60 characters)")
        raise Problem(CONFLICT, message, [Fault("system", system, "length", message)])
    if scheme not in IdentifierScheme.values:
        message = Text("没有这种编号", "There is no such scheme")
        raise Problem(CONFLICT, message, [Fault("scheme", scheme, "choice", message)])
    with transaction.atomic():
        values = {row.value for row in rows if row.value.isprintable()}
        known = set(
            NumberMatch.objects.filter(
                farm=farm, system=system, scheme=scheme, value__in=values
            ).values_list("value", flat=True)
        ) | set(
            AnimalIdentifier.objects.filter(
                animal__farm=farm, scheme=scheme, value__in=values, valid_to__isnull=True
            ).values_list("value", flat=True)
        )
        new: list[NumberMatch] = []
        for number, row in enumerate(rows, start=1):
            fault = _fault(row, number)
            if fault is not None:
                report.refuse(number, fault)
            elif row.value in known:
                report.repeat(number, row.value)
            else:
                known.add(row.value)
                report.accept(number, row.value)
                new.append(
                    NumberMatch(
                        farm=farm,
                        system=system,
                        scheme=scheme,
                        value=row.value,
                        birth_date=row.birth_date,
                        dam_number=row.dam_number,
                        added_by=person,
                        added_at=timezone.now(),
                    )
                )
        NumberMatch.objects.bulk_create(new)
    return report


def _fault(row: ForeignNumber, number: int) -> Fault | None:
    if not row.value or not row.value.isprintable() or len(row.value) > _LONGEST:
        message = Text("号码为1至30字", "A number has 1 to 30 characters")
        return Fault("value", row.value, "length", message, number)
    if len(row.dam_number) > _LONGEST or not row.dam_number.isprintable():
        message = Text("母号至多30字", "A dam's number has at most 30 characters")
        return Fault("dam_number", row.dam_number, "length", message, number)
    if row.birth_date is not None and row.birth_date > timezone.localdate():
        message = Text("出生日期晚于今天", "Born in the future")
        return Fault("birth_date", row.birth_date, "not-in-future", message, number)
    return None


def proposals(farm: Farm, matches: Sequence[NumberMatch]) -> list[Proposals]:
    """The candidates among the farm's living animals for each open number."""
    if not matches:
        return []
    animals = {
        animal.pk: animal
        for animal in Animal.objects.filter(farm=farm, status=AnimalStatus.ALIVE).prefetch_related(
            "identifiers"
        )
    }
    candidates = [
        Candidate(
            animal.pk,
            tuple((n.scheme, n.value) for n in animal.identifiers.all()),
            animal.birth_date,
            animal.dam_number,
        )
        for animal in animals.values()
    ]
    told = []
    for match in matches:
        foreign = Foreign(match.value, match.birth_date, match.dam_number)
        found = propose(foreign, candidates)
        told.append(Proposals(match, tuple((animals[one.key], one) for one in found)))
    return told


def confirm_match(match: NumberMatch, animal: Animal, person: Person, score: int = 0) -> None:
    """A person says which animal a number means; the number is the animal's from today on."""
    with transaction.atomic():
        locked = NumberMatch.objects.select_for_update().get(pk=match.pk)
        MATCH_FLOW.check(locked, "herd.confirm_match", person)
        if animal.farm_id != locked.farm_id:
            message = Text("该牛不在本场", "The animal does not stand on this farm")
            raise Problem(CONFLICT, message, [Fault("animal", animal.pk, "known", message)])
        other = AnimalIdentifier.objects.filter(
            animal=animal, scheme=locked.scheme, valid_to__isnull=True
        ).exclude(value=locked.value)
        if locked.scheme in (IdentifierScheme.EAR_TAG, IdentifierScheme.ISO_11784) and other:
            message = Text(
                "该牛已有在用的同类编号；换标请在个体页面登记",
                "The animal bears another one; change its tag on its own page",
            )
            raise Problem(CONFLICT, message, [Fault("animal", animal.pk, "one-tag", message)])
        give_number(animal, locked.scheme, locked.value, timezone.localdate())
        locked.animal, locked.score = animal, score
        state, locked.state = locked.state, "matched"
        locked.save(update_fields=["animal", "score", "state"])
        locked.state = state
        MATCH_FLOW.perform(
            locked, "herd.confirm_match", person, evidence={"animal": animal.pk, "score": score}
        )


def dismiss_match(match: NumberMatch, person: Person) -> None:
    """A person says that the number is of no animal of the farm."""
    with transaction.atomic():
        locked = NumberMatch.objects.select_for_update().get(pk=match.pk)
        MATCH_FLOW.perform(locked, "herd.dismiss_match", person)
