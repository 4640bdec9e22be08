"""Filing stations and tankers, and granting, halting and revoking their papers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import IO

from django.db import transaction

from milkshed.collection.actions.papers import issue_paper
from milkshed.collection.flow import LICENCE_FLOW
from milkshed.collection.models import (
    Licence,
    LicenceEvidence,
    LicenceKind,
    Station,
    StationKind,
    Tanker,
)
from milkshed.collection.queries import holder_of
from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.identifiers import GLN, GRAI
from milkshed.kernel.problems import CONFLICT, Problem, invalid, require_reason
from milkshed.kernel.text import Text
from milkshed.platform.attachments import store_attachment
from milkshed.platform.models import Organisation, OrganisationKind, Person, Place, PlaceKind
from milkshed.platform.permissions import require
from milkshed.platform.rule_book import find_rule
from milkshed.platform.scope import get_visible, scope_of

_LONGEST_NUMBER = 40


@dataclass(frozen=True, slots=True)
class Term:
    """From when to when a paper is valid, both days included."""

    valid_from: date
    valid_to: date


def register_station(
    person: Person,
    place: Place,
    *,
    kind: str,
    daily_intake_kg: Decimal,
    manager: Person | None = None,
    farms: Iterable[Place] = (),
    plants: Iterable[Place] = (),
) -> Station:
    """File a station at a place of kind station, in the officer's own county."""
    require(person, "collection.register")
    get_visible(Place.objects.all(), scope_of(person), pk=place.pk)
    if place.kind != "station":
        raise invalid("place", place.name_zh, "kind", "该场所不是收购站", "The place is no station")
    if kind not in StationKind.values:
        raise invalid(
            "kind", kind, "founder",
            "收购站只能由乳制品企业、养殖场或合作社开办（第二十条）",
            "Only processors, farms and cooperatives may open a station (art. 20)",
        )  # fmt: skip
    if not daily_intake_kg > 0:
        raise invalid(
            "daily_intake_kg", daily_intake_kg, "positive",
            "日收奶量须大于零", "The daily intake must be above zero",
        )  # fmt: skip
    with transaction.atomic():
        if Station.objects.filter(place=place).exists():
            raise Problem(CONFLICT, Text("该收购站已备案", "The station is on file already"))
        station = Station.objects.create(
            place=place, kind=kind, daily_intake_kg=daily_intake_kg, manager=manager
        )
        station.farms.set(farms)
        station.plants.set(plants)
    return station


def open_place(
    person: Person,
    organisation: Organisation,
    *,
    name_zh: str,
    county: str,
    gln: str,
    longitude: float | None = None,
    latitude: float | None = None,
) -> Place:
    """Enter the place where a station stands, in the officer's own county."""
    require(person, "collection.register")
    get_visible(Organisation.objects.all(), scope_of(person), pk=organisation.pk)
    if county not in COUNTIES or not (
        scope_of(person).everything or county in scope_of(person).counties
    ):
        raise invalid("county", county, "reach", "不是您管辖的县", "This is not your county")
    if not name_zh.strip():
        raise invalid("name_zh", name_zh, "required", "请填写站名", "Give the station's name")
    on_earth = (
        longitude is None
        or latitude is None
        or (-180 <= longitude <= 180 and -90 <= latitude <= 90)
    )
    if (longitude is None) != (latitude is None) or not on_earth:
        raise invalid(
            "longitude", longitude, "range", "经纬度须成对且在范围内", "Coordinates come in pairs"
        )
    number = GLN.parse(gln, "gln")
    if Place.objects.filter(gln=number).exists():
        raise invalid("gln", gln, "unique", "该全球位置码已登记", "The GLN is on file already")
    return Place.objects.create(
        kind=PlaceKind.STATION,
        name_zh=name_zh.strip()[:120],
        organisation=organisation,
        county=county,
        gln=number,
        longitude=longitude,
        latitude=latitude,
    )


def register_tanker(
    person: Person,
    carrier: Organisation,
    *,
    plate: str,
    grai: str,
    capacity_kg: Decimal,
    compartments: int = 1,
    max_haul_km: int | None = None,
) -> Tanker:
    """File a tanker of a carrier."""
    require(person, "collection.register")
    get_visible(Organisation.objects.all(), scope_of(person), pk=carrier.pk)
    number = GRAI.parse(grai, "grai")
    if not capacity_kg > 0 or compartments < 1:
        raise invalid(
            "capacity_kg", capacity_kg, "positive",
            "载重与奶仓数须大于零", "Capacity and compartments must be above zero",
        )  # fmt: skip
    with transaction.atomic():
        if Tanker.objects.filter(plate=plate).exists() or Tanker.objects.filter(grai=number):
            raise Problem(
                CONFLICT, Text("车牌或资产代码已备案", "The plate or GRAI is on file already")
            )
        return Tanker.objects.create(
            carrier=carrier,
            plate=plate,
            grai=number,
            capacity_kg=capacity_kg,
            compartments=compartments,
            max_haul_km=max_haul_km,
        )


def grant_licence(person: Person, subject: Station | Tanker, *, number: str, term: Term) -> Licence:
    """Grant a station licence (two years at most) or a tanker permit of the officer's county."""
    require(person, "collection.grant_licence")
    of_station = isinstance(subject, Station)
    subjects = Station.objects.all() if of_station else Tanker.objects.all()
    get_visible(subjects, scope_of(person), pk=subject.pk)
    issuer = next(iter(person.organisations([OrganisationKind.COUNTY_OFFICE])), None)
    if issuer is None:
        raise invalid(
            "issuer", person.username, "county",
            "许可由县级主管部门发放", "Licences are granted by the county office",
        )  # fmt: skip
    if not 0 < len(number.strip()) <= _LONGEST_NUMBER:
        raise invalid(
            "number", number, "length",
            f"证号为1至{_LONGEST_NUMBER}字", f"A number has 1 to {_LONGEST_NUMBER} characters",
        )  # fmt: skip
    _check_term(term, of_station=of_station)
    with transaction.atomic():
        if Licence.objects.filter(number=number).exists():
            raise Problem(CONFLICT, Text(f"证号{number}已存在", f"The number {number} is taken"))
        licence = Licence.objects.create(
            kind=LicenceKind.STATION if of_station else LicenceKind.TANKER,
            number=number,
            holder=holder_of(subject),
            station=subject if isinstance(subject, Station) else None,
            tanker=subject if isinstance(subject, Tanker) else None,
            issuer=issuer,
            valid_from=term.valid_from,
            valid_to=term.valid_to,
        )
        issue_paper(licence, person, on=term.valid_from, content={})
    return licence


def _check_term(term: Term, *, of_station: bool) -> None:
    if term.valid_to < term.valid_from:
        raise invalid(
            "valid_to", term.valid_to, "order", "止期早于起期", "It ends before it begins"
        )
    years = find_rule("collection.station_licence.years", term.valid_from)
    if not of_station or years is None or years.value is None:
        return
    longest = int(years.value)
    end = date(term.valid_from.year + longest, term.valid_from.month, min(term.valid_from.day, 28))
    if term.valid_to > end:
        raise invalid(
            "valid_to",
            term.valid_to,
            "too-long",
            f"收购许可证有效期不超过{longest}年",
            f"A station licence lasts {longest} years at most",
        )


def move_licence(
    person: Person,
    licence: Licence,
    verb: str,
    *,
    on: date,
    reason: str,
    evidence: Iterable[tuple[str, IO[bytes]]] = (),
) -> Licence:
    """Suspend, reinstate or revoke a licence from a day on, with a written reason.

    ``evidence`` are named files; a revocation needs at least one.
    """
    require_reason(reason)
    files = list(evidence)
    if verb == "collection.revoke_licence" and not files:
        raise invalid(
            "evidence", None, "required",
            "吊销须附处罚决定书等佐证", "A revocation needs its decision as a file",
        )  # fmt: skip
    with transaction.atomic():
        locked = get_visible(
            Licence.objects.select_for_update(of=("self",)), scope_of(person), pk=licence.pk
        )
        reinstated = verb == "collection.reinstate_licence"
        if not reinstated:
            _set_halt(locked, on)
        moved = LICENCE_FLOW.perform(locked, verb, person, opinion=reason, evidence={"on": str(on)})
        if reinstated:
            _set_halt(locked, None)
        for name, content in files:
            LicenceEvidence.objects.create(
                licence=locked,
                transition=moved,
                attachment=store_attachment(content, name, locked.holder, person),
            )
    return locked


def _set_halt(licence: Licence, day: date | None) -> None:
    licence.halted_on = day
    licence.save(update_fields=["halted_on"])
