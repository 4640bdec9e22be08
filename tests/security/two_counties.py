"""A small region of two counties that trade milk, with every kind of organisation twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest
from django.utils import timezone

from milkshed.ledger.models import NamedQuery, Subscription
from milkshed.platform.models import Membership, Person
from milkshed.platform.roles import ROLES, Reach
from milkshed.region.play import demo
from milkshed.region.science import world as worlds
from milkshed.region.science.entities import World

SEED = 20260101
DAYS = 4
COUNTIES = ("640302", "640181")
EMPTY_COUNTY = "640522"
_TWICE = {
    "county_officer", "farm_manager", "station_manager", "tanker_driver", "plant_quality",
    "lab_analyst",
}  # fmt: skip
_SUBSCRIBERS = ("region_officer", "county_officer", "farm_manager", "plant_quality")
_STATIONS_EACH = 2


def small_world(scale: str, seed: int) -> World:
    """Of each county two stations with few cows, two tankers and two plants."""
    region = worlds.make_world("region", seed)
    stations, tankers, plants = [], [], []
    for county in COUNTIES:
        near = [s for s in region.stations if s.site.county == county]
        shared = [s for s in near if len(s.farms) > 1]  # where two farms share one station
        rest = [s for s in near if len(s.farms) == 1]
        stations += [
            *sorted(shared, key=lambda s: s.daily_t)[:1],
            *sorted(rest, key=lambda s: s.daily_t)[: _STATIONS_EACH - len(shared[:1])],
        ]
        own = [t for t in region.tankers if t.county == county and not t.long_haul]
        tankers += list({t.carrier: t for t in own}.values())[:2]
        plants += sorted(
            (p for p in region.plants if p.site.county == county), key=lambda p: p.capacity_t
        )[:2]
    return worlds._cut(region, scale, stations, tankers, plants, ())


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody to look through the eyes of."""

    person: Person
    role: str
    home: str

    @property
    def reach(self) -> Reach:
        return ROLES[self.role].reach

    def __str__(self) -> str:
        return f"{self.role} of {self.home}"


def play(var: Path) -> None:
    """Play the small region into the database."""
    from django.conf import settings

    from milkshed.plan.actions.loading import load_plan
    from milkshed.platform.calendar.table import fill_holidays
    from milkshed.platform.registry import rooms_with
    from milkshed.platform.rule_book import load_rules

    for _, module in rooms_with("rules"):
        load_rules(import_module(module).ROWS)
    fill_holidays()
    load_plan()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "VAR", var)
        patch.setattr(settings, "LAKE_ROOT", var / "lake")
        patch.setattr(demo, "make_world", small_world)
        demo.play_demo("farm", seed=SEED, progress=lambda *_: None, days=DAYS)
    _subscribe(Membership.objects.filter(role__in=_SUBSCRIBERS).select_related("person"))


def _subscribe(memberships: Iterable[Membership]) -> None:
    """Give people a named query and a subscription to it."""
    now = timezone.now()
    for person in {one.person_id: one.person for one in memberships}.values():
        query = NamedQuery.objects.create(owner=person, name=f"query-{person.pk}")
        Subscription.objects.create(
            query=query, dest="https://example.org/", created_at=now, due_at=now, reached_seq=0
        )


def personas() -> list[Persona]:
    """Of each role the demonstration's account; of some also somebody of another organisation."""
    found: list[Persona] = []
    for role in ROLES:
        held = Membership.objects.filter(role=role).select_related("person", "organisation")
        named = held.filter(person__username=role.replace("_", "-")).get()
        wanted = [named]
        if role in _TWICE:
            others = held.exclude(organisation=named.organisation).order_by("pk")
            wanted.append(others.filter(organisation__county__in=COUNTIES)[0])
        if role == "county_officer":
            wanted.append(held.get(organisation__county=EMPTY_COUNTY))
        found += [Persona(m.person, role, m.organisation.name_zh) for m in wanted]
    return found
