"""What a worklist holds, and the rules it is drawn by."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from milkshed.herd.models import (
    Animal,
    AnimalIdentifier,
    AnimalStatus,
    Farm,
    Sex,
)
from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.text import Text
from milkshed.platform.models import Rule
from milkshed.platform.rule_book import rules_under


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A cow on a list: when it is due (a day, or a moment of it) and why."""

    animal: Animal
    due_on: date
    reason: Text
    at: datetime | None = None
    step: str = ""
    product: str = ""
    kind: str = ""
    number: str = ""
    ear_tag: str = ""


@dataclass(frozen=True, slots=True)
class WorkList:
    """A list of the day; ``kind`` is the event by which its cows are done."""

    code: str
    title: Text
    hint: Text
    kind: str
    items: tuple[WorkItem, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """The rules of a day under ``herd.``."""

    now: datetime
    rules: dict[str, Rule]

    @property
    def today(self) -> date:
        """The day in China."""
        return shanghai_day(self.now)

    def value(self, key: str, otherwise: int) -> int:
        """The whole number that a rule sets."""
        row = self.rules.get(f"herd.{key}")
        return otherwise if row is None or row.value is None else int(row.value)

    def share(self, key: str, otherwise: str) -> Decimal:
        """The number that a rule sets."""
        row = self.rules.get(f"herd.{key}")
        return Decimal(otherwise) if row is None or row.value is None else row.value

    def span(self, key: str, low: int, high: int) -> tuple[int, int]:
        """The bounds that a rule sets."""
        row = self.rules.get(f"herd.{key}")
        return (
            low if row is None or row.low is None else int(row.low),
            high if row is None or row.high is None else int(row.high),
        )


def limits_at(now: datetime) -> Limits:
    """The rules of the worklists in force at a moment."""
    return Limits(now, rules_under("herd.", shanghai_day(now)))


def cows_of(farm: Farm) -> QuerySet[Animal]:
    living = Animal.objects.filter(farm=farm, status=AnimalStatus.ALIVE, sex=Sex.FEMALE)
    return living.select_related("pen")


def day_span(number: int) -> timedelta:
    return timedelta(days=number)


def with_numbers(items: Sequence[WorkItem]) -> list[WorkItem]:
    """Items with the on-farm number (else ear tag, else key) and the ear tag of their cows."""
    held = AnimalIdentifier.objects.filter(
        animal__in={item.animal.pk for item in items},
        valid_to__isnull=True,
        scheme__in=("on-farm", "ear-tag"),
    )
    numbers: dict[int, dict[str, str]] = {}
    for animal, scheme, value in held.values_list("animal_id", "scheme", "value"):
        numbers.setdefault(animal, {})[scheme] = value
    told = []
    for item in items:
        own = numbers.get(item.animal.pk, {})
        tag = own.get("ear-tag", "")
        number = own.get("on-farm") or tag or str(item.animal.pk)
        told.append(replace(item, number=number, ear_tag=tag))
    return told
