"""What other rooms may ask of the herd."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from django.db.models import Q, QuerySet
from django.utils import timezone

from milkshed.herd import columns, queries
from milkshed.herd.actions.rows import TestDayRow
from milkshed.herd.actions.test_days import record_test_days
from milkshed.herd.book import AnimalFacts as AnimalFacts
from milkshed.herd.book import animals_at as animals_at
from milkshed.herd.book import animals_by_id as animals_by_id
from milkshed.herd.book import animals_by_number as animals_by_number
from milkshed.herd.columns import BookColumns as BookColumns
from milkshed.herd.columns import CowColumns as CowColumns
from milkshed.herd.columns import TestDayColumns as TestDayColumns
from milkshed.herd.federation import keys, overview, publishing, receiving
from milkshed.herd.importers import faults_of, import_table, read_table
from milkshed.herd.models import Animal, AnimalIdentifier, Farm
from milkshed.herd.science.delimited import map_header, read_number
from milkshed.herd.science.measures import wilson_interval as wilson_interval
from milkshed.herd.services import CalvesFacts as CalvesFacts
from milkshed.herd.services import FemaleFacts as FemaleFacts
from milkshed.herd.services import ParentFacts as ParentFacts
from milkshed.herd.services import ServiceFacts as ServiceFacts
from milkshed.herd.services import animals_numbered as animals_numbered
from milkshed.herd.services import calves_born as calves_born
from milkshed.herd.services import females_at as females_at
from milkshed.herd.services import parents_of as parents_of
from milkshed.herd.services import pieces_used as pieces_used
from milkshed.herd.services import services_at as services_at
from milkshed.herd.withheld import cows_in_withdrawal_at
from milkshed.kernel.problems import NOT_FOUND, Fault, Problem
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.platform.models import Person
from milkshed.platform.scope import EVERYTHING, Scope, scope_of, visible

_HEADER_WITHIN = 20


@dataclass(frozen=True, slots=True)
class FarmFacts:
    """One farm as other rooms see it. ``uri`` is its place as a GS1 Digital Link."""

    code: str
    name: Text
    uri: str
    place_id: int
    organisation_id: int
    county: str
    declared_head: int
    is_nucleus: bool
    synthetic: bool
    url: str


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What became of an imported file; ``faults`` in the order of rows."""

    accepted: int
    repeated: int
    refused: int
    faults: tuple[Fault, ...]
    warnings: tuple[Text, ...]
    url: str


@dataclass(frozen=True, slots=True)
class WithheldMilk:
    """A farm whose tank is not safe to sell: cows in withdrawal whose milk is not kept apart.

    ``until`` is the end of the last of their withdrawals.
    """

    farm: FarmFacts
    cows: int
    until: datetime
    url: str


def milk_withheld(place_ids: Iterable[int], at: datetime) -> tuple[WithheldMilk, ...]:
    """The farms of these places whose tank holds milk that must not be sold at a moment.

    Such are cows in milk within a drug's withdrawal (Order 536, art. 24) that stand in no
    hospital pen and whose milk the farm has not declared kept apart.
    """
    found = milk_withheld_at((place, at) for place in set(place_ids))
    return tuple(sorted(found.values(), key=lambda one: one.farm.code))


def milk_withheld_at(
    deliveries: Iterable[tuple[int, datetime]],
) -> dict[tuple[int, datetime], WithheldMilk]:
    """Of places each at its moment, those whose tank held milk that must not be sold then.

    One query for all of them; see :func:`milk_withheld`.
    """
    asked = set(deliveries)
    farms = Farm.objects.select_related("place").filter(place__in={place for place, _ in asked})
    by_place = {farm.place_id: farm for farm in farms}
    by_key = {farm.pk: farm for farm in by_place.values()}
    ends: dict[tuple[int, datetime], list[datetime]] = {}
    moments = [(by_place[place].pk, at) for place, at in sorted(asked) if place in by_place]
    for at, cow in cows_in_withdrawal_at(moments):
        if not cow.apart:
            ends.setdefault((cow.farm_id, at), []).append(cow.until)
    return {
        (by_key[key].place_id, at): WithheldMilk(
            _facts(by_key[key]),
            len(until),
            max(until),
            f"/herd/farms/{by_key[key].code}/withheld",
        )
        for (key, at), until in ends.items()
    }


@dataclass(frozen=True, slots=True)
class CowFacts:
    """A cow that has calved: how people number it, and its state as registered.

    ``number`` in ``scheme`` finds it again; ``left_on`` is None while it is in the herd.
    """

    animal_id: int
    place_id: int
    number: str
    scheme: str
    parity: int
    calved_on: date
    dry_on: date | None
    left_on: date | None
    url: str


@dataclass(frozen=True, slots=True)
class CowTest:
    """One cow's test day as the milk-recording centre hands it over; yields of 24 hours.

    ``milkings`` are what was weighed, each ``{"part", "kg", "hours"}``; ``weighing`` names how
    they became the day's yield.
    """

    cow: CowFacts
    test_date: date
    days_in_milk: int
    parity: int
    milk_kg: float
    fat_pct: float | None
    protein_pct: float | None
    lactose_pct: float | None
    urea_mg_per_dl: float | None
    scc_per_ml: int | None
    milkings: tuple[Mapping[str, object], ...] = ()
    weighing: str = ""


@dataclass(frozen=True, slots=True)
class CowTestFacts:
    """One stored test day of a cow."""

    test_date: date
    days_in_milk: int
    parity: int
    milk_kg: Decimal
    fat_pct: Decimal | None
    protein_pct: Decimal | None
    lactose_pct: Decimal | None
    urea_mg_per_dl: Decimal | None
    scc_per_ml: int | None
    source: str


@dataclass(frozen=True, slots=True)
class ForeignTable:
    """A table of another system: rows with their line, a text per column that was recognised."""

    columns: Mapping[str, str]
    rows: tuple[tuple[int, Mapping[str, str]], ...]


def _facts(farm: Farm) -> FarmFacts:
    return FarmFacts(
        code=farm.code,
        name=farm.name,
        uri=farm.place.uri,
        place_id=farm.place_id,
        organisation_id=farm.organisation_id,
        county=farm.place.county,
        declared_head=farm.declared_head,
        is_nucleus=farm.is_nucleus,
        synthetic=farm.synthetic,
        url=f"/herd/farms/{farm.code}",
    )


def all_farms(scope: Scope = EVERYTHING) -> tuple[FarmFacts, ...]:
    """Farms in reach, in order of code."""
    return tuple(_facts(farm) for farm in queries.farms(scope))


def farms_by_uri(uris: Iterable[str]) -> dict[str, FarmFacts]:
    """Farms by the Digital Link of their place; places that are no farm are left out.

    A link to a vessel of the farm (``…/254/…``) answers with the farm too.
    """
    wanted: dict[str, str] = {}
    for uri in uris:
        _, _, rest = uri.partition("/414/")
        if rest:
            wanted[uri] = rest.split("/")[0]
    farms = Farm.objects.select_related("place").filter(place__gln__in=set(wanted.values()))
    by_gln = {farm.place.gln: _facts(farm) for farm in farms}
    return {uri: by_gln[gln] for uri, gln in wanted.items() if gln in by_gln}


def farm_of_place(place_id: int) -> FarmFacts | None:
    """The farm that stands at a place, if any."""
    farm = Farm.objects.select_related("place").filter(place=place_id).first()
    return _facts(farm) if farm is not None else None


def farm_named(name: str, scope: Scope = EVERYTHING) -> FarmFacts:
    """The farm in reach with this farm code or GLN; raises a not-found problem."""
    return _facts(_farm_named(name, scope))


def herd_by_county(on: date | None = None) -> dict[str, int]:
    """Living dairy cattle in the register by county code, now or on a past day."""
    return queries.animals_by_county(on)


def milk_by_county(first: date, last: date) -> dict[str, Decimal]:
    """Milk that farms declared, in kg, by county code, over days, both included."""
    return queries.milk_by_county(first, last)


def import_test_day_file(
    path: Path,
    *,
    farm_code: str | None = None,
    username: str | None = None,
    kind: str = "test-days",
    units: Mapping[str, str] | None = None,
) -> ImportOutcome:
    """Take in a file from disk, of test days unless ``kind`` says otherwise; see ``import_table``.

    ``units`` are keys of units by field, where the header leaves them open. ``farm_code`` is a
    farm code or GLN; without it the person's only farm. Without ``username`` the file is imported
    by the person at this machine, without an account.
    """
    person = _person(username) if username else None
    scope = scope_of(person) if person is not None else EVERYTHING
    farm = _farm_named(farm_code, scope) if farm_code else _only_farm(scope)
    batch = import_table(
        path.read_bytes(), kind=kind, file_name=path.name, farm=farm, person=person, units=units
    )
    return ImportOutcome(
        accepted=batch.accepted,
        repeated=batch.repeated,
        refused=batch.refused,
        faults=faults_of(batch),
        warnings=tuple(Text(str(w["zh"]), str(w["en"])) for w in batch.warnings),
        url=f"/herd/imports/{batch.pk}",
    )


@dataclass(frozen=True, slots=True)
class PublishedPackage:
    """What a package was made of, and where its file stands."""

    text: Text
    path: Path


def found_platform(name: str, title: str) -> str:
    """Name this platform in the federation and make its key; the public key as one word."""
    return keys.found_platform(name, title).key


def own_key() -> str:
    """This platform's public key as one word."""
    return keys.own_platform().key


def join_platform(key: str, title: str) -> None:
    """Enter another platform by its public key."""
    keys.join_platform(key, title)


def end_membership(name: str) -> None:
    """Take no more packages of a platform."""
    keys.end_membership(name)


def publish_package(until: date | None = None) -> PublishedPackage:
    """Sign this platform's next package, up to yesterday unless a day is named."""
    last = until or timezone.localdate() - timedelta(days=1)
    package, path = publishing.publish_package(last)
    header = package.header
    return PublishedPackage(
        Text(
            f"第{header.sequence}包 {header.first_day}–{header.last_day}："
            f"{header.farms}个牧场、{header.animals}个在群区间",
            f"package {header.sequence}: {header.farms} farms, {header.animals} stays",
        ),
        path,
    )


def take_package_file(path: Path) -> Text:
    """Take in another platform's package from disk; what became of it."""
    taken = receiving.take_package(path.read_bytes())
    held = taken.package
    if taken.is_repeated:
        return Text(f"第{held.sequence}包已在库中", f"package {held.sequence} is held already")
    return Text(f"第{held.sequence}包已入库", f"package {held.sequence} is taken in")


def federation_status() -> tuple[Text, ...]:
    """One line per platform, and one for what the platforms tell twice."""
    today = timezone.localdate()
    lines = [
        Text(
            f"{line.member.name}：第{line.last.sequence if line.last else 0}包，"
            f"在群{line.head}头{'，中断' if line.is_silent else ''}",
            f"{line.head} head{', silent' if line.is_silent else ''}",
        )
        for line in overview.members(today)
    ]
    twice = sum(one.elsewhere for one in overview.heads(today))
    lines.append(Text(f"重复上报{twice}头，已按后到计一次", f"{twice} told twice, counted once"))
    return tuple(lines)


def _person(username: str) -> Person:
    person = Person.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise Problem(NOT_FOUND, Text(f"没有账号 {username}", f"There is no account {username}"))
    return person


def _farm_named(name: str, scope: Scope) -> Farm:
    farms = visible(Farm.objects.select_related("place"), scope)
    farm = farms.filter(Q(code=name) | Q(place__gln=name)).first()
    if farm is None:
        raise Problem(NOT_FOUND, Text(f"没有养殖场 {name}", f"There is no farm {name}"))
    return farm


def _only_farm(scope: Scope) -> Farm:
    farms = visible(Farm.objects.select_related("place"), scope)[:2]
    if len(farms) != 1:
        raise Problem(
            NOT_FOUND,
            Text("请用养殖场代码指明牧场", "Name the farm by its farm code"),
        )
    return farms[0]


def farms_at(place_ids: Collection[int]) -> dict[int, FarmFacts]:
    """Farms by the place they stand at."""
    farms = Farm.objects.select_related("place", "organisation").filter(place__in=place_ids)
    return {farm.place_id: _facts(farm) for farm in farms}


def test_day_columns(place_ids: Collection[int] | None, first: date, last: date) -> TestDayColumns:
    """Test days of farms at these places, or of all; see :mod:`milkshed.herd.columns`."""
    return columns.test_day_columns(place_ids, first, last)


def cow_columns(place_ids: Collection[int] | None) -> CowColumns:
    """Cows of farms at these places, or of all, as arrays; see :mod:`milkshed.herd.columns`."""
    return columns.cow_columns(place_ids)


def cows_at(place_id: int, *, left_since: date) -> tuple[CowFacts, ...]:
    """Cows of a farm that have calved, and those that left from a day on, by number."""
    animals = Animal.objects.filter(farm__place=place_id, parity__gt=0)
    return _cows(animals.filter(Q(left_on__isnull=True) | Q(left_on__gte=left_since)))


def cows_by_id(animal_ids: Collection[int]) -> dict[int, CowFacts]:
    """Cows by the register's key; what is no cow is left out."""
    return {cow.animal_id: cow for cow in _cows(Animal.objects.filter(pk__in=animal_ids))}


_NAMED_BY = ("on-farm", "ear-tag", "dhi")  # the first that a cow has


def _cows(animals: QuerySet[Animal]) -> tuple[CowFacts, ...]:
    numbers: dict[int, tuple[int, str]] = {}
    in_force = AnimalIdentifier.objects.filter(
        animal__in=animals.values("pk"), valid_to__isnull=True, scheme__in=_NAMED_BY
    )
    for key, scheme, value in in_force.values_list("animal_id", "scheme", "value"):
        found = (_NAMED_BY.index(scheme), value)
        numbers[key] = min(numbers.get(key, found), found)
    calved = animals.filter(last_calving_date__isnull=False).values_list(
        "pk", "farm__place_id", "parity", "last_calving_date", "dry_on", "left_on"
    )
    cows = []
    for key, place, parity, calved_on, dry_on, left_on in calved:
        if key in numbers and calved_on is not None:
            rank, number = numbers[key]
            cows.append(
                CowFacts(
                    key, place, number, _NAMED_BY[rank], parity, calved_on, dry_on, left_on,
                    f"/herd/animals/{key}",
                )
            )  # fmt: skip
    return tuple(sorted(cows, key=lambda cow: (len(cow.number), cow.number)))


def test_days_of_cow(animal_id: int) -> tuple[CowTestFacts, ...]:
    """All test days of a cow, in order."""
    animal = Animal.objects.filter(pk=animal_id).first()
    return (
        ()
        if animal is None
        else tuple(
            CowTestFacts(
                day.test_date,
                day.days_in_milk,
                day.parity,
                day.milk_kg,
                day.fat_pct,
                day.protein_pct,
                day.lactose_pct,
                day.urea_mg_per_dl,
                day.scc_per_ml,
                day.source,
            )
            for day in queries.test_days_of(animal)
        )
    )


def record_centre_tests(
    farm_code: str, tests: Sequence[CowTest], *, synthetic: bool
) -> BatchReport:
    """Take the test days of one farm from the milk-recording centre; the caller checked the right.

    Row by row, as :func:`record_test_days`: a stored day with another yield is refused.
    """
    return record_test_days(
        [
            TestDayRow(
                farm_code=farm_code,
                test_date=test.test_date,
                days_in_milk=test.days_in_milk,
                parity=test.parity,
                milk_kg=test.milk_kg,
                number=test.cow.number,
                scheme=test.cow.scheme,
                fat_pct=test.fat_pct,
                protein_pct=test.protein_pct,
                scc_per_ml=test.scc_per_ml,
                lactose_pct=test.lactose_pct,
                urea_mg_per_dl=test.urea_mg_per_dl,
                milkings=test.milkings,
                weighing=test.weighing,
                source="dhi",
                synthetic=synthetic,
            )
            for test in tests
        ]
    )


def read_foreign_table(content: bytes, synonyms: Mapping[str, Sequence[str]]) -> ForeignTable:
    """Read CSV, semicolon or tab separated text or Excel; columns are found by their synonyms.

    The header is the row, among the first, with the most known names; titles above it are passed
    over. Raises a problem when the bytes are no table.
    """
    table = read_table(content)
    rows = ((1, table.header), *table.rows)
    found = [map_header(cells, synonyms) for _, cells in rows[:_HEADER_WITHIN]]
    at = max(range(len(found)), key=lambda n: len(found[n]))
    header, positions = rows[at][1], found[at]
    return ForeignTable(
        {name: header[place] for name, place in positions.items()},
        tuple(
            (line, {n: cells[p] if p < len(cells) else "" for n, p in positions.items()})
            for line, cells in rows[at + 1 :]
        ),
    )


def read_foreign_number(text: str) -> float | None:
    """A number with point or comma; None when it is none."""
    return read_number(text)


def book_columns(place_ids: Collection[int] | None) -> BookColumns:
    """Animals with their recorded parents as columns; see :mod:`milkshed.herd.columns`."""
    return columns.book_columns(place_ids)
