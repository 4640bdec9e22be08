"""What makes an event of an animal acceptable."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from milkshed.herd.actions.rows import EventRow
from milkshed.herd.event_details import checked_details
from milkshed.herd.models import (
    Animal,
    AnimalEvent,
    AnimalStatus,
    EventKind,
    EventSource,
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
_KINDS = frozenset(EventKind.values)
_SOURCES = frozenset(EventSource.values)
_OF_COWS = frozenset(
    (
        EventKind.CALVING.value,
        EventKind.DRY_OFF.value,
        EventKind.ABORTION.value,
        EventKind.PREGNANCY_CHECK.value,
        EventKind.HEAT.value,
        EventKind.INSEMINATION.value,
        EventKind.EMBRYO_TRANSFER.value,
        EventKind.DO_NOT_BREED.value,
    )
)
SERVICES = (EventKind.INSEMINATION, EventKind.EMBRYO_TRANSFER)
_BY_HAND = (EventSource.PAGE, EventSource.PHONE)
_OF_A_TREATMENT = ("diagnosis", "product", "veterinarian")
_CLOCK_SKEW = timedelta(minutes=5)
_LONGEST_DEVICE = 60
_MOST_DETAILS = 10_000


@dataclass(frozen=True, slots=True)
class EventLimits:
    """Limits from the rule book: days, and characters of a quarantine certificate's number."""

    min_calving_interval_days: int = 0
    min_calving_age_days: int = 0
    min_gestation_days: int = 0
    max_gestation_days: int = 302
    certificate_needed: bool = False
    certificate_length: tuple[int, int] = (1, 200)
    meat_withdrawal_binds: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A number of an animal with its days in force."""

    animal: Animal
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Stay:
    """An animal's past stay on a farm, the last day not included."""

    farm_id: int
    first_day: date
    until_day: date


@dataclass(frozen=True, slots=True)
class Past:
    """What stands of an animal's past: days by the key of the event that tells of them."""

    calvings: dict[UUID, date]
    services: dict[UUID, date]
    meat_until: dict[UUID, date]
    stays: tuple[Stay, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What is looked up once for a whole batch of events.

    ``numbers`` by (scheme, number, issuing farm), ``stored`` the events that rows name by key,
    ``corrected`` keys of those of them that something corrects already, ``pasts`` by animal,
    ``pens`` as (farm, code). ``pasts`` and ``stands`` (farm by animal, none for one that left)
    grow with the rows that are taken, as ``details`` grows with what was checked already.
    """

    farms: Mapping[str, Farm]
    numbers: Mapping[tuple[str, str, int | None], tuple[Held, ...]]
    stored: dict[UUID, AnimalEvent]
    corrected: set[int | None]
    pens: frozenset[tuple[int, str]]
    pasts: Mapping[int, Past]
    stands: dict[int, int | None]
    now: datetime
    limits: EventLimits
    details: dict[tuple[object, ...], dict[str, object]] = field(default_factory=dict)

    def animal_of(self, row: EventRow) -> Animal | None:
        """The animal that bore the row's number on the day of the event, wherever it stands.

        A number that began later counts too, for what happened before a tag was put in.
        """
        if row.farm_code not in self.farms:
            return None
        held = self.numbers.get((row.scheme, row.number, issuer_of(row, self.farms)), ())
        aware = row.happened_at.tzinfo is not None
        day = shanghai_day(row.happened_at) if aware else row.happened_at.date()
        then = [h for h in held if h.since <= day and (h.until is None or day <= h.until)]
        found = then or [h for h in held if h.until is None]
        return found[0].animal if found else None

    def take(self, row: EventRow, key: UUID, animal: Animal) -> None:
        """Let later rows of the batch see what this one says."""
        past, day = self.pasts[animal.pk], shanghai_day(row.happened_at)
        if row.corrects is not None:
            for days in (past.calvings, past.services, past.meat_until):
                days.pop(row.corrects, None)
        if row.kind == EventKind.CALVING:
            past.calvings[key] = day
        elif row.kind in SERVICES:
            past.services[key] = day
        elif row.kind in (EventKind.DEPARTURE, EventKind.DEATH):
            self.stands[animal.pk] = None
        elif row.kind == EventKind.ARRIVAL:
            self.stands[animal.pk] = self.farms[row.farm_code].pk


def issuer_of(row: EventRow, farms: Mapping[str, Farm]) -> int | None:
    """The farm whose own numbering the row's number is, if it is one."""
    farm = farms.get(row.farm_code)
    return farm.pk if farm is not None and row.scheme in _FARM_ISSUED else None


def event_key(row: EventRow, animal: Animal) -> UUID:
    """The row's own key, or one made of animal, kind, time and what it corrects."""
    if row.event_key is not None:
        return row.event_key
    name = f"{animal.pk}/{row.kind}/{row.happened_at.isoformat()}/{row.corrects or ''}"
    return uuid5(_EVENT_NAMES, name)


def calf_event_key(calving: UUID, index: int) -> UUID:
    """The key of the birth that a calving's calf has."""
    return uuid5(calving, f"birth/{index}")


def event_faults(
    row: EventRow, animal: Animal | None, known: Known, number: int
) -> tuple[dict[str, object], list[Fault]]:
    """The details of one event as they are stored, and everything wrong with it."""
    details, faults = _details_of(row, known, number)

    def refuse(field: str, value: object, rule: str, zh: str, en: str) -> None:
        faults.append(Fault(field, value, rule, Text(zh, en), number))

    if row.kind not in _KINDS:
        refuse("kind", row.kind, "choice", "没有这种事件", "There is no such kind of event")
    if row.source not in _SOURCES:
        refuse("source", row.source, "choice", "没有这种来源", "There is no such source")
    if len(row.device) > _LONGEST_DEVICE:
        refuse("device", row.device, "length", "设备名过长", "The device's name is too long")
    if row.happened_at.tzinfo is None:
        refuse("happened_at", row.happened_at, "zone", "时间必须带时区", "The time needs a zone")
        return details, faults
    _check_place(row, animal, known, refuse)
    if row.happened_at > known.now + _CLOCK_SKEW:
        refuse("happened_at", row.happened_at, "not-in-future", "时间晚于现在", "In the future")
    if row.withdrawal_hours is not None and row.withdrawal_hours < 0:
        refuse("withdrawal_hours", row.withdrawal_hours, "range", "弃奶期不能为负", "Negative")
    _check_correction(row, animal, known, refuse)
    _check_details(row, details, known, refuse)
    if animal is not None:
        _check_life(row, animal, known, refuse)
        _check_calving(row, animal, known, refuse)
        _check_movement(row, details, animal, known, refuse)
    return details, faults


def _details_of(row: EventRow, known: Known, number: int) -> tuple[dict[str, object], list[Fault]]:
    """A row's details checked; in a batch many rows say the same, which is checked once."""
    given = _given(row)
    said = (row.kind, *given.items(), *map(type, given.values()))  # True is 1 only as a key
    try:
        held = known.details.get(said)
    except TypeError:  # a list or an object is among them
        return checked_details(row.kind, given, number)
    if held is not None:
        return held, []
    details, faults = checked_details(row.kind, given, number)
    if not faults and len(known.details) < _MOST_DETAILS:
        known.details[said] = details
    return details, faults


def _given(row: EventRow) -> dict[str, object]:
    """A row's details with what its own fields say of them."""
    given = dict(row.details)
    if row.reason:
        given.setdefault("reason", row.reason)
    if row.withdrawal_hours is not None and row.kind == EventKind.TREATMENT:
        given.setdefault("withdrawal_milk_hours", float(row.withdrawal_hours))
    if row.kind == EventKind.PREGNANCY_CHECK and row.due_on and not given.get("result"):
        given["result"] = "pregnant"
    return given


def _check_place(row: EventRow, animal: Animal | None, known: Known, refuse: Refuse) -> None:
    """The row's farm, and whether the animal stood there."""
    farm = known.farms.get(row.farm_code)
    if farm is None:
        refuse("farm_code", row.farm_code, "known", "没有该养殖场", "There is no such farm")
        return
    if animal is None:
        refuse("number", row.number, "known", "该场没有此牛", "The farm has no such animal")
        return
    stands = known.stands[animal.pk]
    if row.kind == EventKind.ARRIVAL:
        registered_here = stands == farm.pk and animal.entered_on == shanghai_day(row.happened_at)
        if stands is not None and row.corrects is None and not registered_here:
            refuse(
                "number",
                row.number,
                "left-before",
                "该牛在原场尚未登记离场",
                "The animal has not left the farm where it stands",
            )
        return
    day = shanghai_day(row.happened_at)
    here = stands == farm.pk or (stands is None and animal.farm_id == farm.pk)
    was_here = any(
        s.farm_id == farm.pk and s.first_day <= day <= s.until_day
        for s in known.pasts[animal.pk].stays
    )
    if not here and not was_here:
        refuse("number", row.number, "known", "该场没有此牛", "The farm has no such animal")


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


def _check_details(
    row: EventRow, details: Mapping[str, object], known: Known, refuse: Refuse
) -> None:
    """What details must say beyond their own form."""
    farm = known.farms.get(row.farm_code)
    pen = details.get("pen")
    if row.kind == EventKind.PEN_MOVE and pen and farm and (farm.pk, pen) not in known.pens:
        refuse("details.pen", pen, "known", "该场没有此圈舍", "The farm has no such pen")
    is_check = row.kind == EventKind.PREGNANCY_CHECK
    if is_check and row.due_on and details.get("result") != "pregnant":
        refuse("due_on", row.due_on, "goes-with-result", "未孕不填预产期", "Not pregnant")
    if row.kind == EventKind.TREATMENT and row.source in _BY_HAND:
        for name in _OF_A_TREATMENT:
            if not details.get(name):
                refuse(
                    f"details.{name}",
                    "",
                    "treatment-record",
                    "用药记录须填诊断、药品和兽医（养殖档案）",
                    "A treatment names diagnosis, product and veterinarian",
                )


def _check_life(row: EventRow, animal: Animal, known: Known, refuse: Refuse) -> None:
    """Rules between the event and the animal's life so far."""
    day = shanghai_day(row.happened_at)
    if day < animal.birth_date:
        refuse("happened_at", row.happened_at, "after-birth", "早于出生日期", "Before its birth")
    if row.kind in _OF_COWS and animal.sex != Sex.FEMALE:
        refuse("kind", row.kind, "female", "公牛没有此事件", "Bulls have no such event")
    if row.corrects is None:
        left = animal.left_on is not None and day > animal.left_on
        if left and row.kind != EventKind.ARRIVAL and known.stands[animal.pk] is None:
            refuse("happened_at", row.happened_at, "in-herd", "该牛已离场", "The animal has left")
    longest = known.limits.max_gestation_days
    if row.due_on is not None and not 0 <= (row.due_on - day).days <= longest:
        refuse("due_on", row.due_on, "range", "预产期不合理", "The due date is not possible")


def _check_calving(row: EventRow, animal: Animal, known: Known, refuse: Refuse) -> None:
    """A calving beside the cow's other calvings, its services and its age."""
    if row.kind != EventKind.CALVING:
        return
    day, limits, past = shanghai_day(row.happened_at), known.limits, known.pasts[animal.pk]
    others = [then for key, then in past.calvings.items() if key != row.corrects]
    if animal.registered_calving_date is not None:
        others.append(animal.registered_calving_date)
    apart = min((abs((day - then).days) for then in others), default=None)
    if apart is not None and apart < limits.min_calving_interval_days:
        refuse(
            "happened_at",
            row.happened_at,
            "calving-interval",
            f"距另一次产犊仅{apart}天，少于{limits.min_calving_interval_days}天",
            f"Only {apart} days from another calving",
        )
    age = (day - animal.birth_date).days
    if 0 <= age < limits.min_calving_age_days:
        refuse(
            "happened_at",
            row.happened_at,
            "age-at-calving",
            f"产犊时日龄{age}天，少于{limits.min_calving_age_days}天",
            f"Only {age} days old at calving",
        )
    before = max((then for then in others if then < day), default=date.min)
    since = [(day - then).days for then in past.services.values() if before < then <= day]
    if since and max(since) < limits.min_gestation_days:
        refuse(
            "happened_at",
            row.happened_at,
            "gestation",
            f"距配种仅{max(since)}天，少于{limits.min_gestation_days}天（应登记流产或更正配种）",
            f"Only {max(since)} days after the service: an abortion, or the service is wrong",
        )


def _check_movement(
    row: EventRow, details: Mapping[str, object], animal: Animal, known: Known, refuse: Refuse
) -> None:
    """Quarantine certificates, and meat withdrawal of an animal that goes to slaughter."""
    limits, number = known.limits, str(details.get("quarantine_certificate", ""))
    low, high = limits.certificate_length
    if number and not (low <= len(number) <= high and number.isalnum()):
        refuse(
            "details.quarantine_certificate",
            number,
            "herd.quarantine.certificate",
            f"检疫证明编号应为{low}至{high}位字母数字",
            f"A certificate number has {low} to {high} letters and digits",
        )
    farm = known.farms.get(row.farm_code)
    moved = farm is not None and animal.farm_id != farm.pk
    if row.kind == EventKind.ARRIVAL and moved and limits.certificate_needed and not number:
        refuse(
            "details.quarantine_certificate",
            "",
            "herd.quarantine.needed",
            "从其他养殖场转入须填动物检疫证明编号",
            "An arrival from another farm needs its quarantine certificate",
        )
    if row.kind != EventKind.DEPARTURE or details.get("reason") != AnimalStatus.CULLED:
        return
    day = shanghai_day(row.happened_at)
    until = max(known.pasts[animal.pk].meat_until.values(), default=day)
    if limits.meat_withdrawal_binds and until > day:
        refuse(
            "happened_at",
            row.happened_at,
            "herd.withdrawal.meat",
            f"休药期至{until}，不得出售屠宰",
            f"In meat withdrawal until {until}: not to be slaughtered",
        )


def withdrawal_start(happened_at: datetime, details: Mapping[str, object]) -> datetime:
    """When a treatment's withdrawal begins: at the last dose of its course."""
    days = details.get("course_days", 1)
    return happened_at + timedelta(days=int(str(days)) - 1)


def known_animal_status(animal: Animal) -> int | None:
    """The farm on which an animal stands now, none for one that left."""
    return animal.farm_id if animal.status == AnimalStatus.ALIVE else None
