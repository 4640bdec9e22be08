"""Filing stations and tankers, and granting, halting and revoking their papers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from milkshed.collection.flow import LICENCE_FLOW
from milkshed.collection.models import Licence, LicenceKind, Station, StationKind, Tanker
from milkshed.kernel.identifiers import GRAI
from milkshed.kernel.problems import CONFLICT, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, OrganisationKind, Person, Place
from milkshed.platform.permissions import require
from milkshed.platform.rule_book import find_rule
from milkshed.platform.scope import get_visible, scope_of


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
    _check_term(term, of_station=of_station)
    holder = subject.place.organisation if isinstance(subject, Station) else subject.carrier
    with transaction.atomic():
        if Licence.objects.filter(number=number).exists():
            raise Problem(CONFLICT, Text(f"证号{number}已存在", f"The number {number} is taken"))
        return Licence.objects.create(
            kind=LicenceKind.STATION if of_station else LicenceKind.TANKER,
            number=number,
            holder=holder,
            station=subject if isinstance(subject, Station) else None,
            tanker=subject if isinstance(subject, Tanker) else None,
            issuer=issuer,
            valid_from=term.valid_from,
            valid_to=term.valid_to,
        )


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


def move_licence(person: Person, licence: Licence, verb: str, *, on: date, reason: str) -> Licence:
    """Suspend, reinstate or revoke a licence from a day on, with a written reason."""
    if not reason.strip():
        raise invalid("reason", reason, "required", "请填写理由", "A reason is required")
    with transaction.atomic():
        locked = get_visible(
            Licence.objects.select_for_update(of=("self",)), scope_of(person), pk=licence.pk
        )
        reinstated = verb == "collection.reinstate_licence"
        if not reinstated:
            _set_halt(locked, on)
        LICENCE_FLOW.perform(locked, verb, person, opinion=reason, evidence={"on": str(on)})
        if reinstated:
            _set_halt(locked, None)
    return locked


def _set_halt(licence: Licence, day: date | None) -> None:
    licence.halted_on = day
    licence.save(update_fields=["halted_on"])
