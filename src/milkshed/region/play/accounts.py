"""One account per role that people may sign in with, at organisations that work together."""

from django.contrib.auth.hashers import make_password

from milkshed.platform.models import Person
from milkshed.platform.roles import ROLES
from milkshed.region.play.furnish import Furniture
from milkshed.region.summary import PASSWORD, DemoAccount


def open_accounts(furniture: Furniture, station: int, plant: int) -> tuple[DemoAccount, ...]:
    """Give one person of every role the demonstration password and a speaking user name.

    ``station`` and ``plant`` are positions in the world: the accounts work at that station, at
    its largest farm, at that plant, and in that station's county office.
    """
    world = furniture.world
    farms = world.stations[station].farms
    farm = max(farms, key=lambda i: world.farms[i].head)
    county = world.stations[station].site.county
    testing = next(
        place
        for laboratory, place in zip(world.laboratories, furniture.laboratories, strict=True)
        if laboratory.kind == "third-party"
    )
    homes = {
        "region_officer": furniture.offices["region"],
        "administrator": furniture.offices["region"],
        "auditor": furniture.offices["region"],
        "association_secretary": furniture.offices["association"],
        "county_officer": furniture.offices[county],
        "inspector": furniture.offices[county],
        "sampler": furniture.offices[county],
        "farm_manager": furniture.farms[farm].organisation,
        "farm_vet": furniture.farms[farm].organisation,
        "station_manager": furniture.stations[station].organisation,
        "tanker_driver": furniture.carriers[0],
        "tanker_escort": furniture.carriers[0],
        "plant_receiver": furniture.plants[plant].organisation,
        "plant_quality": furniture.plants[plant].organisation,
        "lab_analyst": testing.organisation,
        "lab_reviewer": testing.organisation,
    }
    hashed = make_password(PASSWORD)
    accounts = []
    for role in ROLES:
        home = homes[role]
        person = furniture.people(home.pk, role)[0]
        username = role.replace("_", "-")
        Person.objects.filter(pk=person.pk).update(username=username, password=hashed)
        accounts.append(DemoAccount(role, username, home.name_zh))
    return tuple(accounts)
