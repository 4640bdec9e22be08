"""Which board a person starts from: the first of their roles' boards that is in the house."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django.urls import NoReverseMatch, reverse

from milkshed.platform.models import Person

_OFFICE = ("war-map",)
_FARM = ("herd:today", "herd:farms")
_STATION = ("collection:intake",)
_TRANSPORT = ("collection:sheets",)
_PLANT = ("factory:receiving", "collection:receiving")
_LABORATORY = ("quality:bench", "quality:samples")

BOARDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "region_officer": _OFFICE,
        "county_officer": _OFFICE,
        "member_unit_officer": ("plan:items",),
        "inspector": _OFFICE,
        "sampler": ("quality:samples",),
        "lab_analyst": _LABORATORY,
        "lab_reviewer": _LABORATORY,
        "dhi_technician": ("recording:board",),
        "dhi_reviewer": ("recording:board",),
        "breeding_officer": ("breeding:register",),
        "breeding_approver": ("breeding:runs",),
        "farm_manager": _FARM,
        "farm_vet": _FARM,
        "station_manager": _STATION,
        "tanker_driver": _TRANSPORT,
        "tanker_escort": _TRANSPORT,
        "plant_receiver": _PLANT,
        "plant_quality": _PLANT,
        "plant_buyer": ("trade:contracts",),
        "association_secretary": ("plan:board",),
        "auditor": ("plan:board",),
        "administrator": ("organisations",),
    }
)


def board_of(person: Person) -> str:
    """The address of the board where a person's day begins."""
    for membership in person.present_memberships():
        found = _first_known(BOARDS.get(membership.role, ()))
        if found is not None:
            return found
    return reverse("alarms")


def _first_known(names: Iterable[str]) -> str | None:
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return None
