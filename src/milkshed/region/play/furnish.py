"""Before any milk flows: the organisations, places and people of a world."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.identifiers import build_credit_code, build_gln
from milkshed.kernel.text import Text
from milkshed.plan.facts.reading import unit_facts
from milkshed.platform.models import Membership, Organisation, Person, Place
from milkshed.region.play.names import person_names
from milkshed.region.science.entities import Firm, Site, World
from milkshed.region.science.world import GS1_PREFIX

_OFFICE_BLOCK = 80_000_000
_MEMBER_BLOCK = 80_500_000
_STANDS_ALREADY = frozenset({"农业农村厅"})


@dataclass(slots=True)
class Furniture:
    """Where the world's entities stand in the database, in the world's own order."""

    world: World
    farms: list[Place] = field(default_factory=list)
    stations: list[Place] = field(default_factory=list)
    plants: list[Place] = field(default_factory=list)
    buyers: list[Place] = field(default_factory=list)
    laboratories: list[Place] = field(default_factory=list)
    carriers: list[Organisation] = field(default_factory=list)
    offices: dict[str, Organisation] = field(default_factory=dict)
    members: dict[str, Organisation] = field(default_factory=dict)
    staff: dict[tuple[int, str], list[Person]] = field(default_factory=dict)

    def people(self, organisation: int, role: str) -> list[Person]:
        """The people of an organisation in a role."""
        return self.staff.get((organisation, role), [])

    def crew(self, tanker: int) -> tuple[Person, Person]:
        """Driver and escort of a tanker: the carrier's people in the order of its tankers."""
        owner = self.world.tankers[tanker].carrier
        turn = sum(t.carrier == owner for t in self.world.tankers[:tanker])
        carrier = self.carriers[owner].pk
        return (
            self.people(carrier, "tanker_driver")[turn],
            self.people(carrier, "tanker_escort")[turn],
        )


def furnish(world: World) -> Furniture:
    """Store organisations, places and people; all marked as synthetic."""
    furniture = Furniture(world)
    with transaction.atomic():
        firms = _store_firms(world)
        furniture.offices = _store_offices()
        furniture.members = _store_members()
        furniture.carriers = [firms[c.firm.gln] for c in world.carriers]
        _store_places(furniture, firms)
        _store_people(furniture)
    return furniture


def _kinds(world: World) -> Iterator[tuple[Firm, str]]:
    """Each firm with the kind it is registered as; a farm that runs a station stays a farm."""
    yield from ((f.firm, "farm") for f in world.farms)
    yield from ((s.firm, "station") for s in world.stations)
    yield from ((c.firm, "carrier") for c in world.carriers)
    yield from ((p.firm, "processor") for p in world.plants)
    yield from ((b.firm, "processor") for b in world.buyers)
    for laboratory in world.laboratories:
        yield laboratory.firm, "dhi_centre" if laboratory.kind == "dhi" else "laboratory"


def _store_firms(world: World) -> dict[str, Organisation]:
    rows: dict[str, Organisation] = {}
    for firm, kind in _kinds(world):
        rows.setdefault(
            firm.gln,
            Organisation(
                kind=kind,
                name_zh=firm.name.zh,
                name_en=firm.name.en,
                county=firm.county,
                credit_code=firm.credit_code,
                gln=firm.gln,
                synthetic=True,
            ),
        )
    stored = Organisation.objects.bulk_create(rows.values())
    return {organisation.gln or "": organisation for organisation in stored}


def _store_offices() -> dict[str, Organisation]:
    """The offices of the region and of every county, the association, the breeding centre."""
    titles = {
        "region": ("region_office", Text("自治区农业农村厅（演示）", "Region Office (demo)"), ""),
        "association": (
            "association",
            Text("奶业协会（演示）", "Dairy Association (demo)"),
            "640104",
        ),
    } | {
        county.code: (
            "county_office",
            Text(f"{county.name.zh}农业农村局（演示）", f"{county.name.en} Office (demo)"),
            county.code,
        )
        for county in COUNTIES.values()
    }
    titles["breeding"] = (
        "breeding_centre",
        Text("奶牛良种繁育中心（演示）", "Dairy Breeding Centre (demo)"),
        "640104",
    )
    rows = [
        Organisation(
            kind=kind,
            name_zh=name.zh,
            name_en=name.en,
            county=county,
            credit_code=build_credit_code(county or "640104", f"MD{serial:06d}", "11"),
            gln=build_gln(GS1_PREFIX, _OFFICE_BLOCK + serial),
            synthetic=True,
        )
        for serial, (kind, name, county) in enumerate(titles.values(), start=1)
    ]
    return dict(zip(titles, Organisation.objects.bulk_create(rows), strict=True))


def _store_members() -> dict[str, Organisation]:
    """The plan's member units by their code there, but for the office that stands already."""
    units = [unit for unit in unit_facts() if unit["name_zh"] not in _STANDS_ALREADY]
    rows = [
        Organisation(
            kind="region_office",
            name_zh=f"{unit['name_zh']}（演示）",
            name_en=f"{unit['name_en']} (demo)",
            credit_code=build_credit_code("640104", f"MU{serial:06d}", "11"),
            gln=build_gln(GS1_PREFIX, _MEMBER_BLOCK + serial),
            synthetic=True,
        )
        for serial, unit in enumerate(units, start=1)
    ]
    stored = Organisation.objects.bulk_create(rows)
    return dict(zip((unit["code"] for unit in units), stored, strict=True))


def _store_places(furniture: Furniture, firms: dict[str, Organisation]) -> None:
    world = furniture.world

    def store(kind: str, pairs: Iterable[tuple[Site, Firm]]) -> list[Place]:
        return Place.objects.bulk_create(
            Place(
                kind=kind,
                name_zh=site.name.zh,
                name_en=site.name.en,
                organisation=firms[firm.gln],
                county=site.county,
                town=site.town,
                longitude=site.longitude,
                latitude=site.latitude,
                gln=site.gln,
            )
            for site, firm in pairs
        )

    furniture.farms = store("farm", ((f.site, f.firm) for f in world.farms))
    furniture.stations = store("station", ((s.site, s.firm) for s in world.stations))
    furniture.plants = store("plant", ((p.site, p.firm) for p in world.plants))
    furniture.buyers = store("market", ((b.site, b.firm) for b in world.buyers))
    furniture.laboratories = store("laboratory", ((x.site, x.firm) for x in world.laboratories))


def _posts(furniture: Furniture) -> Iterator[tuple[Organisation, str]]:
    """Every post to be filled: an organisation and a role."""
    region = furniture.offices["region"]
    for role in ("region_officer", "region_officer", "administrator", "auditor"):
        yield region, role
    yield furniture.offices["association"], "association_secretary"
    for role in ("breeding_officer", "breeding_approver"):
        yield furniture.offices["breeding"], role
    for member in furniture.members.values():
        yield member, "member_unit_officer"
    for code, office in furniture.offices.items():
        if code in COUNTIES:
            for role in ("county_officer", "inspector", "inspector", "sampler", "sampler"):
                yield office, role
    yield from _posts_at(furniture.farms, ("farm_manager", "farm_vet"))
    yield from _posts_at(furniture.stations, ("station_manager",))
    yield from _posts_at(furniture.plants, ("plant_receiver", "plant_quality", "plant_buyer"))
    yield from _posts_at(furniture.buyers, ("plant_receiver",))
    yield from _posts_at(furniture.laboratories, ("lab_analyst", "lab_reviewer"))
    for tanker in furniture.world.tankers:
        carrier = furniture.carriers[tanker.carrier]
        yield carrier, "tanker_driver"
        yield carrier, "tanker_escort"
    recording = [p for p in furniture.laboratories if p.organisation.kind == "dhi_centre"]
    yield from _posts_at(recording, ("dhi_technician", "dhi_reviewer"))


def _posts_at(places: Sequence[Place], roles: Sequence[str]) -> Iterator[tuple[Organisation, str]]:
    seen: set[int] = set()
    for place in places:
        if place.organisation_id not in seen:
            seen.add(place.organisation_id)
            yield from ((place.organisation, role) for role in roles)


def _store_people(furniture: Furniture) -> None:
    posts = list(_posts(furniture))
    names = person_names(len(posts), furniture.world.seed)
    people = Person.objects.bulk_create(
        Person(
            username=f"demo-{serial:05d}",
            password="!",  # no password fits: these people do not sign in
            name_zh=name.zh,
            name_en=name.en,
            synthetic=True,
        )
        for serial, name in enumerate(names, start=1)
    )
    Membership.objects.bulk_create(
        Membership(person=person, organisation=organisation, role=role)
        for person, (organisation, role) in zip(people, posts, strict=True)
    )
    for person, (organisation, role) in zip(people, posts, strict=True):
        furniture.staff.setdefault((organisation.pk, role), []).append(person)
