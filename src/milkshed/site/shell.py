"""What every page's frame needs: the menu the person may use, and where they work."""

from django.http import HttpRequest

from milkshed.platform.permissions import may
from milkshed.platform.registry import domains


def shell(request: HttpRequest) -> dict[str, object]:
    """Template context of the frame."""
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {"menu": (), "workplaces": ()}
    menu = [
        (domain, [item for item in domain.menu if not item.verb or may(person, item.verb)])
        for domain in domains()
    ]
    return {
        "menu": [(domain, items) for domain, items in menu if items],
        "workplaces": person.organisations(),
    }
