"""How animals, locations and this system are named in messages."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Q

from milkshed.herd.models import Animal, Farm, IdentifierScheme

SOURCE = "cn.milkshed"
"""The source in ``meta`` of what this system recorded itself."""
FARM_CODE, GLN = "cn.farm-code", "gs1.gln"
LOCATION_SCHEMES = (FARM_CODE, GLN)
SCHEMES: Mapping[str, str] = MappingProxyType(
    {
        IdentifierScheme.EAR_TAG: "cn.ear-tag",
        IdentifierScheme.ISO_11784: "std.iso.11785",
        IdentifierScheme.HERD_BOOK: "cn.herd-book",
        IdentifierScheme.DHI: "cn.dhi",
        IdentifierScheme.ON_FARM: "cn.on-farm",
    }
)
"""Schemes of the standard by ours, in the order in which an animal is named."""
OURS: Mapping[str, str] = MappingProxyType(
    {theirs: ours for ours, theirs in SCHEMES.items()}
    | {"eu.animalid": "iso-11784", "std.iso.11784": "iso-11784"}
    | {scheme.value: scheme.value for scheme in IdentifierScheme}
)
_NAMES = UUID("0f5b3c1e-7a92-5d64-9a3e-6b1c2d8e4f70")


def location_filter(scheme: str, identifier: str) -> Q | None:
    """The condition on farms that a location's scheme and identifier make; None if not known."""
    if scheme == FARM_CODE:
        return Q(code=identifier)
    if scheme == GLN:
        return Q(place__gln=identifier) if identifier else None
    return None


def location(farm: Farm) -> dict[str, str]:
    """A farm as the standard's location."""
    return {"id": farm.code, "scheme": FARM_CODE}


def identifiers(animal: Animal) -> list[dict[str, str]]:
    """Every number of an animal in force, the most general first. At least one."""
    held = {n.scheme: n.value for n in animal.identifiers.all() if n.valid_to is None}
    named = [
        {"id": held[ours], "scheme": theirs} for ours, theirs in SCHEMES.items() if ours in held
    ]
    return named or [{"id": str(animal.pk), "scheme": f"{SOURCE}.animal"}]


def scheme_and_number(identifier: Mapping[str, Any]) -> tuple[str, str]:
    """Our scheme and the number that an identifier names; the scheme as it stands if not known."""
    theirs = str(identifier.get("scheme", ""))
    return OURS.get(theirs.lower(), theirs), str(identifier.get("id", "")).strip()


def derived_id(*parts: object) -> UUID:
    """The identifier of something that follows from its parts."""
    return uuid5(_NAMES, "/".join(str(part) for part in parts))
