"""Row-level cuts: which records a person may see. The one place where lists are cut.

A model that holds records of organisations or counties declares ``scope_paths``. Every list,
page, file and API answer goes through :func:`visible`. What a person may not see does not
exist for them: :func:`get_visible` answers not-found, never forbidden.
"""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar

from django.db.models import Model, Q, QuerySet

from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.platform.roles import ROLES, Reach

if TYPE_CHECKING:
    from milkshed.platform.models import Person


@dataclass(frozen=True, slots=True)
class ScopePaths:
    """Query paths from a record to the organisations, counties and townships it belongs to."""

    organisations: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()


class Scoped(Protocol):
    """A model that can be cut to a scope."""

    scope_paths: ClassVar[ScopePaths]


@dataclass(frozen=True, slots=True)
class Scope:
    """How far one person sees."""

    everything: bool = False
    counties: frozenset[str] = frozenset()
    organisations: frozenset[int] = frozenset()
    towns: frozenset[str] = frozenset()

    @property
    def counties_in_part(self) -> frozenset[str]:
        """The counties that it reaches wholly or in a township."""
        return self.counties | {town[:_COUNTY_DIGITS] for town in self.towns}

    def reaches_place(self, county: str, town: str) -> bool:
        """Whether it reaches what lies in a county and a township (empty where unknown)."""
        return self.everything or county in self.counties or town in self.towns


NOTHING = Scope()
EVERYTHING = Scope(everything=True)

_COUNTY_DIGITS = 6
"""A township's code begins with its county's (GB/T 10114)."""

M = TypeVar("M", bound=Model)


def scope_of(person: "Person | Any") -> Scope:
    """The union of what the person's present memberships reach; nothing when signed out."""
    if not getattr(person, "is_authenticated", False):
        return NOTHING
    counties: set[str] = set()
    organisations: set[int] = set()
    towns: set[str] = set()
    for membership in person.present_memberships():
        reach = ROLES[membership.role].reach
        if reach is Reach.REGION:
            return EVERYTHING
        if reach is Reach.COUNTY and membership.organisation.county:
            counties.add(membership.organisation.county)
        if reach is Reach.TOWN and membership.organisation.town:
            towns.add(membership.organisation.town)
        organisations.add(membership.organisation_id)
    return Scope(
        counties=frozenset(counties),
        organisations=frozenset(organisations),
        towns=frozenset(towns),
    )


def visible(queryset: QuerySet[M], scope: Scope) -> QuerySet[M]:
    """Cut a queryset to the records the scope reaches."""
    if scope.everything:
        return queryset
    paths: ScopePaths = queryset.model.scope_paths  # type: ignore[attr-defined]
    reached = Q(pk__in=[])
    for path in paths.organisations:
        if scope.organisations:
            reached |= Q(**{f"{path}__in": scope.organisations})
    for path in paths.counties:
        if scope.counties:
            reached |= Q(**{f"{path}__in": scope.counties})
    for path in paths.towns:
        if scope.towns:
            reached |= Q(**{f"{path}__in": scope.towns})
    cut = queryset.filter(reached)
    return cut.distinct() if _crosses_many(queryset.model, paths) else cut


def reaches(scope: Scope, record: Any) -> bool:
    """Whether a record whose related records are at hand lies in the scope.

    Answers as :func:`visible` does, for one record and without asking the database. Raises
    TypeError for a model whose paths follow a to-many relation.
    """
    if scope.everything:
        return True
    paths: ScopePaths = record.scope_paths
    model: type[Model] = type(record)
    if _crosses_many(model, paths):
        raise TypeError(f"{model.__name__} is reached through many: ask visible()")
    return (
        any(_end_of(record, path) in scope.organisations for path in paths.organisations)
        or any(_end_of(record, path) in scope.counties for path in paths.counties)
        or any(_end_of(record, path) in scope.towns for path in paths.towns)
    )


def _end_of(record: Any, path: str) -> Any:
    """The key or value at the end of a query path from a record."""
    *way, last = path.split("__")
    for part in way:
        record = getattr(record, part)
        if record is None:
            return None
    return getattr(record, f"{last}_id") if hasattr(record, f"{last}_id") else getattr(record, last)


@cache
def _crosses_many(model: type[Model], paths: ScopePaths) -> bool:
    """Whether a path follows a to-many relation, which would repeat rows."""
    for path in (*paths.organisations, *paths.counties, *paths.towns):
        current: Any = model
        for part in path.split("__"):
            if part.endswith("_id") or part == "pk":
                break
            field = current._meta.get_field(part)  # noqa: SLF001 - Django's public name for it
            if field.many_to_many or field.one_to_many:
                return True
            current = field.related_model if field.is_relation else current
    return False


def get_visible(queryset: QuerySet[M], scope: Scope, **lookup: object) -> M:
    """Return the one visible record that matches, or raise a not-found problem."""
    found = visible(queryset, scope).filter(**lookup).first()
    if found is None:
        raise no_such_record()
    return found


def no_such_record() -> Problem:
    """The problem of a record that does not exist, or not for this person."""
    return Problem(NOT_FOUND, Text("未找到该记录", "There is no such record"))
