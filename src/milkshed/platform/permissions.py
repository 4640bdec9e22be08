"""Who may do what: verbs held through roles, as predicates of the ``rules`` library."""

from threading import Lock
from typing import Any

from rules import add_perm, has_perm, perm_exists, predicate

from milkshed.kernel.problems import NOT_ALLOWED, NOT_SIGNED_IN, Problem
from milkshed.kernel.text import Text
from milkshed.platform.registry import domains

PLATFORM_VERBS: dict[str, tuple[str, ...]] = {
    "platform.see_war_map": (
        "region_officer",
        "county_officer",
        "inspector",
        "association_secretary",
        "auditor",
        "administrator",
    ),
    "platform.edit_people": ("administrator",),
    "platform.see_people": ("region_officer", "county_officer", "auditor", "administrator"),
    "platform.handle_alarm": ("region_officer", "county_officer", "inspector", "plant_quality"),
    "platform.see_jobs": ("region_officer", "administrator", "auditor"),
    "platform.stop_jobs": ("administrator",),
    "platform.edit_rules": ("administrator",),
    "platform.edit_holidays": ("administrator",),
    "platform.see_audit": ("auditor", "administrator"),
    "ledger.capture": (
        "region_officer",
        "farm_manager",
        "station_manager",
        "tanker_driver",
        "plant_receiver",
        "plant_quality",
        "lab_analyst",
        "administrator",
    ),
    "ledger.verify": ("region_officer", "auditor", "administrator"),
    "ledger.manage_log": ("administrator",),
    "ledger.redact": ("administrator",),
    "ledger.query": (
        "region_officer",
        "county_officer",
        "inspector",
        "station_manager",
        "farm_manager",
        "plant_receiver",
        "plant_quality",
        "lab_analyst",
        "auditor",
        "administrator",
    ),
    "ledger.edit_links": ("region_officer", "plant_quality", "administrator"),
}


_adding = Lock()


def holders_of(verb: str) -> tuple[str, ...]:
    """The role codes that hold a verb; unknown verbs are a programming error."""
    if verb in PLATFORM_VERBS:
        return PLATFORM_VERBS[verb]
    for domain in domains():
        if verb in domain.verbs:
            return domain.verbs[verb]
    raise LookupError(f"no room declares the verb {verb!r}")


def roles_of(person: Any) -> frozenset[str]:
    """The roles a person holds today; none when signed out."""
    if not getattr(person, "is_authenticated", False):
        return frozenset()
    return frozenset(membership.role for membership in person.present_memberships())


def roles_hold(roles: frozenset[str], verb: str) -> bool:
    """Whether one of the roles holds the verb."""
    return not roles.isdisjoint(holders_of(verb))


def _holds(verb: str) -> Any:
    @predicate(name=f"holds:{verb}")  # type: ignore[untyped-decorator]
    def holds(person: Any) -> bool:
        return roles_hold(roles_of(person), verb)

    return holds


def may(person: Any, verb: str) -> bool:
    """Whether the person holds the verb through any present membership."""
    with _adding:  # two requests may ask for the same verb for the first time
        if not perm_exists(verb):
            holders_of(verb)
            add_perm(verb, _holds(verb))
    return bool(has_perm(verb, person))


def require(person: Any, verb: str) -> None:
    """Raise a problem unless the person holds the verb."""
    if not getattr(person, "is_authenticated", False):
        raise Problem(NOT_SIGNED_IN)
    if not may(person, verb):
        raise Problem(
            NOT_ALLOWED,
            Text(f"您的岗位不能执行此操作（{verb}）", f"Your role may not do this ({verb})"),
        )
