"""Links that other rooms put beside a record's page, without its room knowing of them."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from milkshed.kernel.text import Text
from milkshed.platform.models import Person
from milkshed.platform.permissions import may
from milkshed.platform.registry import domains
from milkshed.platform.scope import scope_of


@dataclass(frozen=True, slots=True)
class Link:
    """Where a page leads."""

    title: Text
    url: str


def links_beside(person: Person | AnonymousUser, subject: str, key: int) -> list[Link]:
    """What the rooms have on a record that the person may see, in the order of the rooms."""
    asked = [
        one
        for domain in domains()
        for one in domain.beside
        if one.subject == subject and may(person, one.verb)
    ]
    scope = scope_of(person) if asked else None
    return [
        Link(one.title, url) for one in asked if scope is not None and (url := one.url(scope, key))
    ]
