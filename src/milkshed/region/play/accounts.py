"""One account per role that people may sign in with, at organisations that work together."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from milkshed.platform.models import Person
from milkshed.platform.roles import ROLES
from milkshed.region.play.furnish import Furniture
from milkshed.region.summary import PASSWORD, DemoAccount

_MEMBER_SHOWN = "U3"
"""The member unit whose officer signs in: the department of science, which leads some tasks."""


@dataclass(frozen=True, slots=True)
class Showcase:
    """Positions in the world of a station, a plant and a tanker that work together."""

    station: int
    plant: int
    tanker: int


SECOND = frozenset({"region_officer", "inspector", "sampler"})
"""Roles with two accounts, so that what takes two people can be tried."""


def open_accounts(furniture: Furniture, showcase: Showcase) -> tuple[DemoAccount, ...]:
    """Give one person of every role the demonstration password and a speaking user name.

    The accounts work at the showcase's station, at its largest farm, on its tanker, at its
    plant, and in the station's county office.
    """
    world, station, plant = furniture.world, showcase.station, showcase.plant
    carrier = furniture.carriers[world.tankers[showcase.tanker].carrier]
    farms = world.stations[station].farms
    farm = max(farms, key=lambda i: world.farms[i].head)
    county = world.stations[station].site.county
    testing = next(
        place
        for laboratory, place in zip(world.laboratories, furniture.laboratories, strict=True)
        if laboratory.kind == "third-party"
    )
    recording = next(
        place.organisation
        for laboratory, place in zip(world.laboratories, furniture.laboratories, strict=True)
        if laboratory.kind == "dhi"
    )
    homes = {
        "region_officer": furniture.offices["region"],
        "administrator": furniture.offices["region"],
        "auditor": furniture.offices["region"],
        "association_secretary": furniture.offices["association"],
        "county_officer": furniture.offices[county],
        "member_unit_officer": furniture.members[_MEMBER_SHOWN],
        "inspector": furniture.offices[county],
        "sampler": furniture.offices[county],
        "farm_manager": furniture.farms[farm].organisation,
        "farm_vet": furniture.farms[farm].organisation,
        "station_manager": furniture.stations[station].organisation,
        "tanker_driver": carrier,
        "tanker_escort": carrier,
        "plant_receiver": furniture.plants[plant].organisation,
        "plant_quality": furniture.plants[plant].organisation,
        "plant_buyer": furniture.plants[plant].organisation,
        "lab_analyst": testing.organisation,
        "lab_reviewer": testing.organisation,
        "dhi_technician": recording,
        "dhi_reviewer": recording,
        "breeding_officer": furniture.offices["breeding"],
        "breeding_approver": furniture.offices["breeding"],
    }
    driver, escort = furniture.crew(showcase.tanker)
    crew = {"tanker_driver": driver, "tanker_escort": escort}
    hashed = make_password(PASSWORD)
    accounts = []
    for role in ROLES:
        home = homes[role]
        person = crew.get(role) or furniture.people(home.pk, role)[0]
        username = role.replace("_", "-")
        Person.objects.filter(pk=person.pk).update(username=username, password=hashed)
        accounts.append(DemoAccount(role, username, home.name_zh))
        if role in SECOND:
            partner = furniture.people(home.pk, role)[1]
            second = f"{username}-2"
            Person.objects.filter(pk=partner.pk).update(username=second, password=hashed)
            accounts.append(DemoAccount(role, second, home.name_zh, number=2))
    return tuple(accounts)
