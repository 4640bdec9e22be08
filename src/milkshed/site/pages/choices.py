"""What a person may choose from in filters."""

from milkshed.kernel.counties import COUNTIES, County
from milkshed.platform.models import Organisation
from milkshed.platform.scope import Scope


def counties_of_scope(scope: Scope) -> list[County]:
    """The counties that a scope reaches, in code order."""
    if scope.everything:
        return list(COUNTIES.values())
    own = Organisation.objects.filter(pk__in=scope.organisations).values_list("county", flat=True)
    return [county for code, county in COUNTIES.items() if code in scope.counties | set(own)]
