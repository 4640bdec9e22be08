"""The cast: a small set of organisations, places and people that tests share."""

from dataclasses import dataclass

import pytest

from milkshed.platform.models import Membership, Organisation, Person, Place


@dataclass(frozen=True, slots=True)
class Cast:
    """Two counties, one of each organisation, one person per role."""

    organisations: dict[str, Organisation]
    places: dict[str, Place]
    people: dict[str, Person]


_ORGANISATIONS = {
    "region": ("region_office", "自治区农业农村厅", ""),
    "litong": ("county_office", "利通区农业农村局", "640302"),
    "pingluo": ("county_office", "平罗县农业农村局", "640221"),
    "township": ("township", "孙家滩畜牧兽医站", "640302"),
    "farm": ("farm", "金河源牧场", "640302"),
    "other_farm": ("farm", "北塬牧场", "640221"),
    "station": ("station", "金河源收购站", "640302"),
    "other_station": ("station", "北塬收购站", "640221"),
    "carrier": ("carrier", "塞上冷链运输公司", "640302"),
    "plant": ("processor", "贺兰雪乳业", "640302"),
    "other_plant": ("processor", "沙湖乳业", "640221"),
    "laboratory": ("laboratory", "宁夏乳品检测中心", "640104"),
    "association": ("association", "宁夏奶业协会", "640104"),
    "dhi_centre": ("dhi_centre", "宁夏奶牛生产性能测定中心", "640104"),
    "member": ("region_office", "自治区科技厅", ""),
    "breeding_centre": ("breeding_centre", "宁夏奶牛良种繁育中心", "640104"),
}

_PEOPLE = {
    "region_officer": "region",
    "administrator": "region",
    "auditor": "region",
    "county_officer": "litong",
    "township_officer": "township",
    "member_unit_officer": "member",
    "inspector": "litong",
    "sampler": "litong",
    "farm_manager": "farm",
    "farm_vet": "farm",
    "station_manager": "station",
    "tanker_driver": "carrier",
    "tanker_escort": "carrier",
    "plant_receiver": "plant",
    "plant_quality": "plant",
    "plant_buyer": "plant",
    "lab_analyst": "laboratory",
    "lab_reviewer": "laboratory",
    "association_secretary": "association",
    "dhi_technician": "dhi_centre",
    "dhi_reviewer": "dhi_centre",
    "breeding_officer": "breeding_centre",
    "breeding_approver": "breeding_centre",
}

_PLACE_KINDS = {
    "farm": "farm",
    "other_farm": "farm",
    "station": "station",
    "other_station": "station",
    "plant": "plant",
    "other_plant": "plant",
    "laboratory": "laboratory",
}


def _gln(serial: int) -> str:
    digits = f"952{serial:09d}"
    total = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits))
    return digits + str(-total % 10)


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast, stored in the test database."""
    organisations = {
        key: Organisation.objects.create(
            kind=kind, name_zh=name, county=county, gln=_gln(serial), synthetic=True
        )
        for serial, (key, (kind, name, county)) in enumerate(_ORGANISATIONS.items(), start=1)
    }
    places = {
        key: Place.objects.create(
            kind=kind,
            name_zh=organisations[key].name_zh,
            organisation=organisations[key],
            county=organisations[key].county,
            longitude=106.2,
            latitude=37.98,
            gln=_gln(1000 + serial),
        )
        for serial, (key, kind) in enumerate(_PLACE_KINDS.items(), start=1)
    }
    people = {}
    for role, key in _PEOPLE.items():
        person = Person.objects.create_person(role, None, name_zh=role, synthetic=True)
        Membership.objects.create(person=person, organisation=organisations[key], role=role)
        people[role] = person
    return Cast(organisations, places, people)
