"""Protocols: keeping the programmes in the database, and putting cows through them."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from milkshed.herd.models import (
    Animal,
    AnimalStatus,
    Enrolment,
    Farm,
    Protocol,
    ProtocolStep,
    Sex,
)
from milkshed.herd.worklist_rules import PROGRAMMES
from milkshed.kernel.problems import Fault, invalid
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.platform.models import Person
from milkshed.platform.permissions import require


def load_protocols() -> int:
    """Write the programmes that are not there yet; edited ones stay as they are."""
    written = 0
    with transaction.atomic():
        for one in PROGRAMMES:
            protocol, made = Protocol.objects.get_or_create(
                code=one.code,
                valid_from=one.valid_from,
                defaults={
                    "name_zh": one.title.zh,
                    "name_en": one.title.en,
                    "source": one.source,
                    "status": one.status,
                },
            )
            if not made:
                continue
            written += 1
            ProtocolStep.objects.bulk_create(
                ProtocolStep(
                    protocol=protocol,
                    number=number,
                    day=step.day,
                    hour=step.hour,
                    kind=step.kind,
                    product=step.product,
                    title_zh=step.title.zh,
                    title_en=step.title.en,
                )
                for number, step in enumerate(one.steps, start=1)
            )
    return written


def protocols_on(day: date) -> list[Protocol]:
    """The programmes in force on a day, one edition of each."""
    held: dict[str, Protocol] = {}
    for one in Protocol.objects.filter(valid_from__lte=day).order_by("valid_from"):
        if one.valid_to is None or one.valid_to >= day:
            held[one.code] = one
    return list(held.values())


def enrol_cows(
    farm: Farm,
    protocol: Protocol,
    animals: Sequence[int],
    started_on: date,
    *,
    person: Person | None = None,
) -> BatchReport:
    """Put cows of a farm, by key, into a programme from a day on; each row is told its fate.

    Refused are animals that do not stand there, males, pregnant cows, cows not to be bred, and
    cows that go through a programme already.
    """
    if person is not None:
        require(person, "herd.record_events")
    today = timezone.localdate()
    if not today - timedelta(days=60) <= started_on <= today + timedelta(days=60):
        raise invalid("started_on", started_on, "range", "起始日期须在前后60天内", "Within 60 days")
    report = BatchReport()
    with transaction.atomic():
        end_enrolments(farm)
        cows = {cow.pk: cow for cow in Animal.objects.select_for_update().filter(pk__in=animals)}
        busy = set(
            Enrolment.objects.filter(animal__in=list(cows), ended_on__isnull=True).values_list(
                "animal_id", flat=True
            )
        )
        rows: list[Enrolment] = []
        for number, key in enumerate(animals, start=1):
            reason = _reason_against(farm, cows.get(key), busy)
            if reason is not None:
                rule, message = reason
                report.refuse(number, Fault("animal", key, rule, message, number))
                continue
            busy.add(key)
            rows.append(
                Enrolment(
                    protocol=protocol,
                    animal_id=key,
                    farm=farm,
                    started_on=started_on,
                    enrolled_by=person,
                )
            )
            report.accept(number, str(key))
        Enrolment.objects.bulk_create(rows)
    return report


def _reason_against(farm: Farm, cow: Animal | None, busy: set[int]) -> tuple[str, Text] | None:
    if cow is None or cow.farm_id != farm.pk or cow.status != AnimalStatus.ALIVE:
        return "known", Text("该场没有此牛", "The farm has no such animal")
    if cow.sex != Sex.FEMALE:
        return "female", Text("公牛不能编入", "Bulls are not enrolled")
    if cow.pregnant:
        return "open", Text("已孕牛不能编入", "The cow is pregnant")
    if cow.do_not_breed:
        return "do-not-breed", Text("已定禁配", "The cow is not to be bred")
    if cow.pk in busy:
        return "once", Text("已在规程中", "She goes through a programme already")
    return None


def end_enrolments(farm: Farm) -> int:
    """Close what is over: steps all done, cow served, pregnant or gone; returns how many."""
    today = timezone.localdate()
    ended = 0
    open_ones = Enrolment.objects.select_related("animal").filter(farm=farm, ended_on__isnull=True)
    for one in open_ones.select_for_update(of=("self",)):
        cow = one.animal
        if cow.status != AnimalStatus.ALIVE or cow.farm_id != farm.pk:
            reason = "left"
        elif cow.bred_on is not None and cow.bred_on >= one.started_on:
            last = one.protocol.steps.order_by("-number").first()
            due = one.started_on + timedelta(days=last.day) if last else one.started_on
            reason = "done" if cow.bred_on >= due else "bred"
        elif cow.pregnant or cow.do_not_breed:
            reason = "stopped"
        else:
            continue
        one.ended, one.ended_on = reason, max(one.started_on, today)
        one.save(update_fields=["ended", "ended_on"])
        ended += 1
    return ended
