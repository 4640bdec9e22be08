"""Which organisations and places a person has to do with, and names of those they have not."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Model

from milkshed.breeding.models import Allocation, CowValue
from milkshed.collection.models import Station, Tanker
from milkshed.factory.models import Plant
from milkshed.herd.models import Farm
from milkshed.platform.models import Organisation, Place
from milkshed.platform.scope import scope_of, visible
from milkshed.recording.models import Enrolment

_DEPTH = 3
_TRADE = ("farm", "station", "carrier", "processor")
Known = set[tuple[type[Model], Any]]


@cache
def strangers_names(person: Any) -> re.Pattern[str] | None:
    """Names and numbers of farms, stations, carriers and plants that no record ties to a person.

    Tied is what a visible record names, or what that names in turn.
    """
    known = _known_to(person)
    own: set[str] = set()
    others: set[str] = set()
    for thing in _things():
        (own if (type(thing), thing.pk) in known else others).update(_words(thing))
    # a firm and its farm may share a name; and a short name may lie inside a longer known one
    hidden = {word for word in others - own if not any(word in kept for kept in own)}
    if not hidden:
        return None
    return re.compile("|".join(re.escape(word) for word in sorted(hidden, key=len, reverse=True)))


def _things() -> Iterable[Any]:
    yield from Organisation.objects.filter(kind__in=_TRADE)
    yield from Place.objects.filter(organisation__kind__in=_TRADE)
    yield from Farm.objects.all()
    yield from Station.objects.select_related("place")
    yield from Plant.objects.select_related("place")
    yield from Tanker.objects.all()


def _words(thing: Any) -> set[str]:
    words = {
        getattr(thing, name, None)
        for name in ("name_zh", "name_en", "gln", "credit_code", "code", "plate", "grai")
    }
    return {str(word) for word in words if word}


def _known_to(person: Any) -> Known:
    scope = scope_of(person)
    found: Known = set()
    edge: dict[type[Model], set[Any]] = {}
    for model in apps.get_models():
        if hasattr(model, "scope_paths"):
            cut = visible(model._default_manager.all(), scope)
            edge[model] = set(cut.values_list("pk", flat=True))
    # milk recording names a farm by its code, as rooms know one another by facades only
    codes = visible(Enrolment.objects.all(), scope).values("farm_code")
    edge[Farm] |= set(Farm.objects.filter(code__in=codes).values_list("pk", flat=True))
    # and breeding names it by its place
    for served in (CowValue, Allocation):
        places = visible(served.objects.all(), scope).values("place")
        edge[Farm] |= set(Farm.objects.filter(place__in=places).values_list("pk", flat=True))
    for _ in range(_DEPTH):
        following: dict[type[Model], set[Any]] = {}
        for model, keys in edge.items():
            fresh = {key for key in keys if (model, key) not in found}
            found |= {(model, key) for key in fresh}
            for field in model._meta.get_fields():
                if not field.is_relation or field.auto_created or not fresh:
                    continue
                if not (field.many_to_one or field.one_to_one or field.many_to_many):
                    continue
                rows = model._default_manager.filter(pk__in=fresh)
                reached = rows.exclude(**{field.name: None}).values_list(field.name, flat=True)
                following.setdefault(field.related_model, set()).update(reached.distinct())
        edge = following
    for model, keys in edge.items():
        found |= {(model, key) for key in keys}
    return found
