"""What other rooms may ask of the herd."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from django.db.models import Q
from django.utils import timezone

from milkshed.herd import queries
from milkshed.herd.federation import keys, overview, publishing, receiving
from milkshed.herd.importers import faults_of, import_table
from milkshed.herd.models import Farm
from milkshed.herd.withheld import cows_in_withdrawal
from milkshed.kernel.problems import NOT_FOUND, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import Person
from milkshed.platform.scope import EVERYTHING, Scope, scope_of, visible


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
    farms = Farm.objects.select_related("place").filter(place__in=set(place_ids))
    by_key = {farm.pk: farm for farm in farms}
    ends: dict[int, list[datetime]] = {}
    for cow in cows_in_withdrawal(list(by_key), at):
        if not cow.apart:
            ends.setdefault(cow.farm_id, []).append(cow.until)
    return tuple(
        WithheldMilk(
            _facts(by_key[key]),
            len(until),
            max(until),
            f"/herd/farms/{by_key[key].code}/withheld",
        )
        for key, until in sorted(ends.items())
    )


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
