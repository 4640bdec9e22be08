"""Treatments to go on, withdrawals that end, vaccinations due."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import connection

from milkshed.herd.models import (
    Animal,
    AnimalEvent,
    AnimalStatus,
    EventKind,
    Farm,
)
from milkshed.herd.worklist_rules import DISEASES
from milkshed.herd.worklists.items import Limits, WorkItem, cows_of, day_span
from milkshed.kernel.clock import at_shanghai, in_shanghai, shanghai_day
from milkshed.kernel.text import Text

_LONGEST_COURSE = timedelta(days=60)


def treatments(farm: Farm, limits: Limits) -> Iterable[WorkItem]:
    """Courses that go on: one item for each cow and product still to be given today."""
    today = limits.today
    told = AnimalEvent.objects.filter(
        farm=farm,
        kind=EventKind.TREATMENT,
        happened_at__gte=at_shanghai(today) - _LONGEST_COURSE,
        details__course_days__gt=1,
        corrections__isnull=True,
        animal__status=AnimalStatus.ALIVE,
        animal__farm=farm,
    ).select_related("animal__pen")
    given = set(
        AnimalEvent.objects.filter(
            farm=farm,
            kind=EventKind.TREATMENT,
            happened_at__gte=at_shanghai(today),
            corrections__isnull=True,
        ).values_list("animal_id", "details__product")
    )
    for event in told.order_by("happened_at", "event_key"):
        course = int(event.details["course_days"])
        if (event.animal_id, event.details.get("product")) in given:
            continue
        day = (today - shanghai_day(event.happened_at)).days + 1
        if 1 < day <= course:
            product = str(event.details.get("product", ""))
            reason = Text(f"{product} 第{day}天/共{course}天", f"{product}: day {day} of {course}")
            yield WorkItem(event.animal, today, reason, product=product)


def withdrawals(farm: Farm, limits: Limits) -> Iterable[WorkItem]:
    start = at_shanghai(limits.today)
    found = cows_of(farm).filter(
        withdrawal_until__gt=start - day_span(1), withdrawal_until__lt=start + day_span(2)
    )
    for cow in found.order_by("withdrawal_until", "pk"):
        if cow.withdrawal_until:
            over = cow.withdrawal_until <= limits.now
            until = f"{in_shanghai(cow.withdrawal_until):%m-%d %H:%M}"
            reason = (
                Text(f"弃奶期已于{until}结束，可回群", f"Withdrawal over since {until}")
                if over
                else Text(f"弃奶期至{until}", f"Withdrawal until {until}")
            )
            yield WorkItem(cow, shanghai_day(cow.withdrawal_until), reason, at=cow.withdrawal_until)


_LAST_VACCINATION = """
SELECT e.animal_id, max((e.happened_at AT TIME ZONE 'Asia/Shanghai')::date)
FROM herd_animalevent e
WHERE e.farm_id = %s AND e.kind = 'vaccination' AND e.details ->> 'disease' = ANY(%s)
  AND NOT EXISTS (SELECT 1 FROM herd_animalevent c WHERE c.corrects_id = e.id)
GROUP BY e.animal_id
"""


def vaccinations(farm: Farm, limits: Limits) -> Iterable[WorkItem]:
    today = limits.today
    for code, title in DISEASES.items():
        interval = limits.value(f"vaccination.{code}", 0)
        if not interval:
            continue
        age, _ = limits.span(f"vaccination.{code}", 90, 0)
        with connection.cursor() as cursor:
            cursor.execute(_LAST_VACCINATION, [farm.pk, [code, title.zh, title.en]])
            last: dict[int, date] = dict(cursor.fetchall())
        if not last:
            continue  # a farm that keeps no immunisation here has no list of all its cattle
        ahead = limits.value("worklist.ahead", 7)
        grown = Animal.objects.filter(
            farm=farm, status=AnimalStatus.ALIVE, birth_date__lte=today - day_span(age)
        )
        for animal in grown.select_related("pen").order_by("pk"):
            given = last.get(animal.pk)
            due = given + day_span(interval) if given else animal.birth_date + day_span(age)
            if due <= today + day_span(ahead):
                told = f"{given:%Y-%m-%d}" if given else ""
                yield WorkItem(
                    animal,
                    due,
                    Text(
                        f"{title.zh}：上次{told}" if given else f"{title.zh}：未免",
                        f"{title.en}: last {told}" if given else f"{title.en}: never",
                    ),
                    product=code,
                )
