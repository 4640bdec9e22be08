"""Farms that a person of breeding reaches: their own, their county's, their centre's."""

from milkshed.breeding.models import Allocation, CowValue
from milkshed.breeding.queries import catalogue
from milkshed.herd import facade as herd
from milkshed.herd.facade import FarmFacts
from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.platform.models import Person
from milkshed.platform.scope import Scope, scope_of, visible


def _served_places(scope: Scope) -> set[int]:
    """Places with published values or allocations in reach."""
    run = catalogue.published_run()
    valued = visible(CowValue.objects.filter(run=run), scope) if run else CowValue.objects.none()
    given = visible(Allocation.objects.all(), scope)
    return {
        *valued.order_by().values_list("place", flat=True).distinct(),
        *given.order_by().values_list("place", flat=True).distinct(),
    }


def farms_in_reach(scope: Scope) -> tuple[FarmFacts, ...]:
    """Farms of the person's reach and those that the breeding centre serves, by code."""
    found = {farm.code: farm for farm in herd.all_farms(scope)}
    if not scope.everything:
        found |= {farm.code: farm for farm in herd.farms_at(_served_places(scope)).values()}
    return tuple(found[code] for code in sorted(found))


def farm_in_reach(person: Person, code: str) -> FarmFacts:
    """The farm of this code in reach, or a not-found problem."""
    scope = scope_of(person)
    try:
        return herd.farm_named(code, scope)
    except Problem as problem:
        if problem.kind is not NOT_FOUND:
            raise
        served = herd.farms_at(_served_places(scope)).values()
        found = next((farm for farm in served if farm.code == code), None)
        if found is None:
            raise
        return found
