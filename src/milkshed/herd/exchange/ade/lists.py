"""What a farm's records say as ICAR ADE messages, page by page.

Rows are ordered by when they were last changed and by key, and a page begins after the last row
of the page before. Rows that come in while somebody reads stand at the end; a row that changes
moves there. So no row is passed over and none stands twice unless it changed meanwhile. What a
transaction that is still open will bring is left for the next call: the list ends before the
oldest of them began.
"""

import base64
import binascii
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce, Greatest

from milkshed.herd.exchange.ade import naming, phrases
from milkshed.herd.exchange.ade.reading import as_moment
from milkshed.herd.exchange.ade.shapes import MESSAGES
from milkshed.herd.models import (
    Animal,
    AnimalEvent,
    AnimalIdentifier,
    AnimalSpell,
    AnimalStatus,
    EventKind,
    Farm,
    Pen,
    Sex,
    TestDay,
)
from milkshed.kernel.clock import start_of_day
from milkshed.kernel.problems import Problem, invalid

LARGEST_PAGE = 1_000
USUAL_PAGE = 100
Message = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: after a row, within a list that ends before a moment."""

    after: datetime | None
    key: int
    number: int
    until: datetime
    size: int

    def token(self) -> str:
        """The place as it stands in an address."""
        after = self.after.isoformat() if self.after else ""
        text = f"{after}|{self.key}|{self.number}|{self.until.isoformat()}|{self.size}"
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_token(token: str) -> Place:
    """The place that a token names; raises a problem where it is none of ours."""
    try:
        text = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
        after, key, number, until, size = text.split("|")
        place = Place(
            datetime.fromisoformat(after) if after else None,
            int(key),
            int(number),
            datetime.fromisoformat(until),
            int(size),
        )
    except (ValueError, binascii.Error):
        raise _wrong_token(token) from None
    in_bounds = 0 <= place.key < 2**63 and 1 <= place.size <= LARGEST_PAGE
    if not in_bounds or place.until.tzinfo is None or not 0 < place.number < 10**9:
        raise _wrong_token(token)
    if place.after is not None and place.after.tzinfo is None:
        raise _wrong_token(token)
    return place


def _wrong_token(token: str) -> Problem:
    return invalid(
        "page-token",
        token[:60],
        "token",
        "翻页标记有误，请从第一页重新读取",
        "The page token is wrong: begin with the first page again",
    )


@dataclass(frozen=True, slots=True)
class Page:
    """One page of messages, how many there are in all, and where the next begins."""

    messages: Sequence[Message]
    total: int
    number: int
    size: int
    following: Place | None

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, math.ceil(self.total / self.size))


def settled_until() -> datetime:
    """The moment before which nothing can come in any more: no open transaction is older."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT least(clock_timestamp(), min(xact_start)) FROM pg_stat_activity"
            " WHERE backend_xid IS NOT NULL AND datname = current_database()"
            " AND backend_type = 'client backend'"  # what the server does for itself tells nothing
            " AND pid <> pg_backend_pid()"
        )
        found: datetime = cursor.fetchone()[0]
    return found


def page_of(
    farm: Farm,
    message: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    size: int = USUAL_PAGE,
    place: Place | None = None,
) -> Page:
    """A page of one kind of message about a farm.

    ``since`` (inclusive) and ``until`` (exclusive) are about when rows were last changed; with
    ``since`` also what was taken back is told, as deleted. ``place`` goes on after a page.
    """
    if place is None:
        end = settled_until()
        place = Place(None, 0, 1, min(until, end) if until else end, size)
    rows = _ROWS[message](farm, message, since is not None)
    rows = rows.filter(modified__lt=place.until)
    if since is not None:
        rows = rows.filter(modified__gte=since)
    total = rows.count()
    if place.after is not None:
        rows = rows.filter(Q(modified__gt=place.after) | Q(modified=place.after, key__gt=place.key))
    held = list(rows.order_by("modified", "key")[: place.size + 1])
    shown = held[: place.size]
    following = None
    if len(held) > place.size:
        last: Any = shown[-1]
        following = Place(
            _of(last, "modified"),
            _of(last, "key"),
            place.number + 1,
            place.until,
            place.size,
        )
    write = _WRITERS.get(message, _write_event)
    return Page(
        [write(farm, message, row) for row in shown], total, place.number, place.size, following
    )


def _of(row: Any, name: str) -> Any:
    return row[name] if isinstance(row, Mapping) else getattr(row, name)


def _events(farm: Farm, message: str, with_deleted: bool) -> QuerySet[Any]:
    events = AnimalEvent.objects.filter(farm=farm, kind__in=phrases.PHRASES[message].kinds)
    if message == "milking-withdrawals":
        events = events.filter(withdrawal_until__isnull=False)
    corrected = AnimalEvent.objects.filter(corrects=OuterRef("pk")).order_by()
    last = corrected.values("corrects").annotate(at=Max("recorded_at")).values("at")
    events = events.annotate(
        corrected_at=Subquery(last),
        modified=Greatest("recorded_at", Coalesce(Subquery(last), F("recorded_at"))),
        key=F("pk"),
    )
    if not with_deleted:
        events = events.filter(corrected_at__isnull=True)
    return events.select_related("animal", "recorded_by").prefetch_related("animal__identifiers")


def _leaves(farm: Farm, message: str, with_deleted: bool) -> QuerySet[Any]:
    """Events that end an animal's stay in a pen; the stay began with the move before."""
    before = (
        AnimalEvent.objects.filter(
            animal=OuterRef("animal"),
            farm=farm,
            kind=EventKind.PEN_MOVE,
            happened_at__lt=OuterRef("happened_at"),
            corrections__isnull=True,
        )
        .order_by("-happened_at", "-pk")
        .values("details__pen")[:1]
    )
    left = _events(farm, message, with_deleted).annotate(left_pen=Subquery(before))
    found: QuerySet[Any] = left.filter(left_pen__isnull=False)
    return found


def _animals(farm: Farm, message: str, with_deleted: bool) -> QuerySet[Any]:
    """Animals by when anything told of them last changed: registration, a number, an event.

    With what was taken back also animals that stood here and moved on, as off the farm.
    """
    here = Q(farm=farm)
    if message == "births":
        here = Q(registered_farm=farm, birth_date=F("entered_on"))
    elif with_deleted:
        stood = AnimalSpell.objects.filter(farm=farm).order_by().values("animal")
        here |= Q(pk__in=stood)
    animals = Animal.objects.filter(here)
    if message == "animals" and not with_deleted:
        animals = animals.filter(status=AnimalStatus.ALIVE)
    told = AnimalEvent.objects.filter(animal=OuterRef("pk")).order_by().values("animal")
    last = told.annotate(at=Max("recorded_at")).values("at")
    named = AnimalIdentifier.objects.filter(animal=OuterRef("pk")).order_by().values("animal")
    numbered = named.annotate(at=Max("changed_at")).values("at")
    animals = animals.annotate(
        modified=Greatest(
            "registered_at",
            Coalesce(Subquery(last), F("registered_at")),
            Coalesce(Subquery(numbered), F("registered_at")),
        ),
        key=F("pk"),
    )
    return animals.prefetch_related("identifiers")


def _test_day_results(farm: Farm, message: str, with_deleted: bool) -> QuerySet[Any]:
    tests = TestDay.objects.filter(farm=farm, animal__isnull=False)
    tests = tests.annotate(modified=F("recorded_at"), key=F("pk"))
    return tests.select_related("animal").prefetch_related("animal__identifiers")


def _test_days(farm: Farm, message: str, with_deleted: bool) -> QuerySet[Any]:
    tests = TestDay.objects.filter(farm=farm).order_by().values("test_date")
    return tests.annotate(modified=Max("recorded_at"), key=Max("pk"))


def _animal_sets(farm: Farm, message: str, with_deleted: bool) -> QuerySet[Any]:
    moved = AnimalEvent.objects.filter(farm=farm, kind=EventKind.PEN_MOVE).order_by().values("farm")
    last = moved.annotate(at=Max("recorded_at")).values("at")
    opened = Cast("farm__filed_on", DateTimeField())
    pens = Pen.objects.filter(farm=farm, closed_on__isnull=True)
    pens = pens.annotate(modified=Coalesce(Subquery(last), opened), key=F("pk"))
    return pens.prefetch_related("animals__identifiers")


_ROWS: Mapping[str, Callable[[Farm, str, bool], QuerySet[Any]]] = {
    **dict.fromkeys(phrases.PHRASES, _events),
    "animal-set-leaves": _leaves,
    "animals": _animals,
    "births": _animals,
    "test-day-results": _test_day_results,
    "test-days": _test_days,
    "animal-sets": _animal_sets,
}


def _core(farm: Farm, message: str, identifier: object, modified: datetime) -> Message:
    return {
        "resourceType": MESSAGES[message].name,
        "id": str(identifier),
        "meta": {
            "source": naming.SOURCE,
            "sourceId": str(identifier),
            "modified": as_moment(modified),
        },
        "location": naming.location(farm),
    }


def _write_event(farm: Farm, message: str, event: Any) -> Message:
    return event_message(farm, message, event)


def event_message(farm: Farm, message: str, event: AnimalEvent) -> Message:
    """One event as a message. Needs the annotations of the lists only where it was corrected."""
    details = dict(event.details)
    leaves = message == "animal-set-leaves"
    withdrawal = message == "milking-withdrawals"
    identifier: object = event.event_key
    if leaves or withdrawal:
        identifier = naming.derived_id(event.event_key, message)
    written = _core(farm, message, identifier, getattr(event, "modified", event.recorded_at))
    meta = written["meta"]
    meta["created"] = as_moment(event.recorded_at)
    if event.recorded_by is not None:
        meta["creator"] = event.recorded_by.username
    source, source_id = details.get("x_ade_source"), details.get("x_ade_source_id")
    if source and source_id and not leaves and not withdrawal:
        meta["source"], meta["sourceId"] = str(source), str(source_id)
    if getattr(event, "corrected_at", None) is not None:
        meta["isDeleted"] = True
    written["animal"] = naming.identifiers(event.animal)[0]
    written["eventDateTime"] = as_moment(event.happened_at)
    responsible = details.get("technician") or details.get("veterinarian")
    if responsible:
        written["responsible"] = str(responsible)
    if details.get("note"):
        written["remark"] = str(details["note"])
    if leaves:
        return {**written, "animalSetId": str(getattr(event, "left_pen", ""))}
    said = phrases.PHRASES[message].write(
        event.kind, details, event.happened_at, event.withdrawal_until
    )
    return {**written, **said}


def _write_animal(farm: Farm, message: str, animal: Animal) -> Message:
    modified: datetime = animal.modified  # type: ignore[attr-defined]
    names = naming.identifiers(animal)
    detail: Message = {
        "resourceType": MESSAGES["animals"].name,
        "identifier": names[0],
        "specie": "Cattle",
        "gender": "Female" if animal.sex == Sex.FEMALE else "Male",
        "birthDate": as_moment(start_of_day(animal.birth_date)),
        "productionPurpose": "Milk",
    }
    if len(names) > 1:
        detail["alternativeIdentifiers"] = names[1:]
    detail["primaryBreed"] = {"id": animal.breed, "scheme": "cn.breed"}
    held = {n.scheme: n.value for n in animal.identifiers.all() if n.valid_to is None}
    if "on-farm" in held:
        detail["managementTag"] = held["on-farm"]
    parents = [
        {
            "parentOf": names[0],
            "gender": gender,
            "relation": "Genetic",
            "identifier": {
                "id": number,
                "scheme": "cn.ear-tag" if gender == "Female" else "cn.bull",
            },
        }
        for gender, number in (("Female", animal.dam_number), ("Male", animal.sire_number))
        if number
    ]
    if parents:
        detail["parentage"] = parents
    if message == "births":
        identifier = naming.derived_id("birth", animal.pk)
        return {
            **_core(farm, message, identifier, modified),
            "animal": names[0],
            "eventDateTime": as_moment(start_of_day(animal.birth_date)),
            "registrationReason": "Born",
            "animalDetail": detail,
        }
    status = {"alive": "Alive", "dead": "Dead"}.get(animal.status, "OffFarm")
    if animal.farm_id != farm.pk:
        status = "OffFarm"
    written: Message = {
        **detail,
        "meta": {
            "source": naming.SOURCE,
            "sourceId": str(naming.derived_id("animal", animal.pk)),
            "created": as_moment(animal.registered_at),
            "modified": as_moment(modified),
        },
        "location": naming.location(farm),
        "status": status,
    }
    if animal.sex == Sex.FEMALE and animal.parity:
        written["lactationStatus"] = "Dry" if animal.dry_on else "Lactating"
        written["reproductionStatus"] = _reproduction(animal)
    return written


def _reproduction(animal: Animal) -> str:
    if animal.pregnant:
        return "Pregnant"
    if animal.do_not_breed:
        return "DoNotBreed"
    return "Inseminated" if animal.bred_on else "Open"


def _write_result(farm: Farm, message: str, test: TestDay) -> Message:
    characteristics = [
        {"characteristic": name, "value": value, "unit": unit}
        for name, value, unit in (
            ("FAT", _text(test.fat_pct), "%"),
            ("PROTEIN", _text(test.protein_pct), "%"),
            ("LAC", _text(getattr(test, "lactose_pct", None)), "%"),
            ("UREA", _urea(getattr(test, "urea_mg_per_dl", None)), "mg/L"),
            ("SCC", _text(test.scc_per_ml, 1000), "x1000/mL"),
        )
        if value
    ]
    assert test.animal is not None
    written = _core(farm, message, naming.derived_id("test-day-result", test.pk), test.recorded_at)
    written |= {
        "animal": naming.identifiers(test.animal)[0],
        "eventDateTime": as_moment(start_of_day(test.test_date)),
        "milkWeight24Hours": {"unitCode": "KGM", "value": float(test.milk_kg)},
    }
    if characteristics:
        written["milkCharacteristics"] = characteristics
    return written


def _text(value: Any, per: int = 1) -> str:
    return "" if value is None else f"{float(value) / per:.3f}".rstrip("0").rstrip(".")


def _urea(mg_per_dl: Any) -> str:
    return "" if mg_per_dl is None else f"{float(mg_per_dl) * 10:.0f}"


def _write_test_day(farm: Farm, message: str, row: Mapping[str, Any]) -> Message:
    begins = start_of_day(row["test_date"])
    identifier = naming.derived_id("test-day", farm.pk, row["test_date"])
    return {
        **_core(farm, message, identifier, row["modified"]),
        "beginDate": as_moment(begins),
        "endDate": as_moment(begins + timedelta(days=1)),
    }


_PURPOSES = {
    "lactating": "Lactation",
    "fresh": "Lactation",
    "hospital": "Health",
    "heifer": "Rearing",
    "calf": "Rearing",
    "bull": "Reproduction",
}


def _write_set(farm: Farm, message: str, pen: Pen) -> Message:
    modified: datetime = pen.modified  # type: ignore[attr-defined]
    members = [
        naming.identifiers(animal)[0]
        for animal in pen.animals.all()
        if animal.status == AnimalStatus.ALIVE
    ]
    return {
        **_core(farm, message, pen.code, modified),
        "name": pen.name,
        "purpose": _PURPOSES.get(pen.purpose, "Enclosure"),
        "member": members,
    }


_WRITERS: Mapping[str, Callable[[Farm, str, Any], Message]] = {
    "animals": _write_animal,
    "births": _write_animal,
    "test-day-results": _write_result,
    "test-days": _write_test_day,
    "animal-sets": _write_set,
}
