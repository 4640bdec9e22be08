"""What makes an event of an animal acceptable."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from milkshed.herd.actions.rows import EventRow
from milkshed.herd.models import (
    Animal,
    AnimalEvent,
    AnimalStatus,
    EventKind,
    Farm,
    IdentifierScheme,
    Sex,
)
from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.problems import Fault
from milkshed.kernel.text import Text

Refuse = Callable[[str, object, str, str, str], None]

_EVENT_NAMES = UUID("6d1a5f0e-5a8b-5c6e-9b1a-3f0f0d1c7e52")
_FARM_ISSUED = (IdentifierScheme.ON_FARM, IdentifierScheme.DHI)
_OF_COWS = (
    EventKind.CALVING,
    EventKind.DRY_OFF,
    EventKind.ABORTION,
    EventKind.PREGNANCY_CHECK,
    EventKind.INSEMINATION,
)
_LONGEST_GESTATION_DAYS = 302
_CLOCK_SKEW = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Known:
    """What is looked up once for a whole batch of events.

    ``animals`` by (scheme, number, issuing farm), ``stored`` the events that rows name by key,
    ``corrected`` keys of those of them that something corrects already.
    """

    farms: Mapping[str, Farm]
    animals: Mapping[tuple[str, str, int | None], Animal]
    stored: Mapping[UUID, AnimalEvent]
    corrected: frozenset[int | None]
    now: datetime
    min_calving_interval_days: int

    def animal_of(self, row: EventRow) -> Animal | None:
        """The animal that a row names, wherever it stands; none on a farm that is not known."""
        if row.farm_code not in self.farms:
            return None
        return self.animals.get((row.scheme, row.number, issuer_of(row, self.farms)))


def issuer_of(row: EventRow, farms: Mapping[str, Farm]) -> int | None:
    """The farm whose own numbering the row's number is, if it is one."""
    farm = farms.get(row.farm_code)
    return farm.pk if farm is not None and row.scheme in _FARM_ISSUED else None


def event_key(row: EventRow, animal: Animal) -> UUID:
    """The row's own key, or one made of animal, kind, time and what it corrects."""
    name = f"{animal.pk}/{row.kind}/{row.happened_at.isoformat()}/{row.corrects or ''}"
    return row.event_key or uuid5(_EVENT_NAMES, name)


def event_faults(
    row: EventRow, animal: Animal | None, known: Known, gone: set[int], number: int
) -> list[Fault]:
    """Everything wrong with one event; ``gone`` are animals that left earlier in the batch."""
    faults: list[Fault] = []

    def refuse(field: str, value: object, rule: str, zh: str, en: str) -> None:
        faults.append(Fault(field, value, rule, Text(zh, en), number))

    farm = known.farms.get(row.farm_code)
    arrives = row.kind == EventKind.ARRIVAL
    if row.kind not in EventKind.values:
        refuse("kind", row.kind, "choice", "没有这种事件", "There is no such kind of event")
    if farm is None:
        refuse("farm_code", row.farm_code, "known", "没有该养殖场", "There is no such farm")
    elif animal is None or (animal.farm_id != farm.pk and not arrives):
        refuse("number", row.number, "known", "该场没有此牛", "The farm has no such animal")
    elif arrives and animal.status == AnimalStatus.ALIVE and animal.pk not in gone:
        refuse(
            "number",
            row.number,
            "left-before",
            "该牛在原场尚未登记离场",
            "The animal has not left the farm where it stands",
        )
    if row.happened_at.tzinfo is None:
        refuse("happened_at", row.happened_at, "zone", "时间必须带时区", "The time needs a zone")
        return faults
    if row.happened_at > known.now + _CLOCK_SKEW:
        refuse("happened_at", row.happened_at, "not-in-future", "时间晚于现在", "In the future")
    if row.kind == EventKind.DEPARTURE and row.reason not in (
        AnimalStatus.SOLD,
        AnimalStatus.CULLED,
    ):
        refuse("reason", row.reason, "choice", "应为sold或culled", "Reason is sold or culled")
    if row.withdrawal_hours is not None and row.withdrawal_hours < 0:
        refuse("withdrawal_hours", row.withdrawal_hours, "range", "弃奶期不能为负", "Negative")
    _check_correction(row, animal, known, refuse)
    if animal is not None:
        _check_life(row, animal, known, refuse)
    return faults


def _check_correction(row: EventRow, animal: Animal | None, known: Known, refuse: Refuse) -> None:
    if row.corrects is None:
        if row.kind == EventKind.RETRACTION:
            refuse("corrects", None, "required", "撤销须指明事件", "Name the event to take back")
        return
    wrong = known.stored.get(row.corrects)
    if wrong is None or (animal is not None and wrong.animal_id != animal.pk):
        refuse("corrects", row.corrects, "known", "该牛没有此事件", "There is no such event")
    elif wrong.pk in known.corrected:
        refuse("corrects", row.corrects, "once", "该事件已被更正", "It is corrected already")


def _check_life(row: EventRow, animal: Animal, known: Known, refuse: Refuse) -> None:
    """Rules between the event and the animal's life so far."""
    day = shanghai_day(row.happened_at)
    if day < animal.birth_date:
        refuse("happened_at", row.happened_at, "after-birth", "早于出生日期", "Before its birth")
    if row.kind in _OF_COWS and animal.sex != Sex.FEMALE:
        refuse("kind", row.kind, "female", "公牛没有此事件", "Bulls have no such event")
    if row.corrects is not None:
        return
    if animal.left_on is not None and day > animal.left_on and row.kind != EventKind.ARRIVAL:
        refuse("happened_at", row.happened_at, "in-herd", "该牛已离场", "The animal has left")
    last = animal.last_calving_date
    if row.kind == EventKind.CALVING and last is not None:
        days = abs((day - last).days)
        if days < known.min_calving_interval_days:
            refuse(
                "happened_at",
                row.happened_at,
                "calving-interval",
                f"距上次产犊仅{days}天",
                f"Only {days} days from another calving",
            )
    if row.due_on is not None and not 0 <= (row.due_on - day).days <= _LONGEST_GESTATION_DAYS:
        refuse("due_on", row.due_on, "range", "预产期不合理", "The due date is not possible")
