"""Taking hold of a case for a step: seen by the person, and locked until the step is written."""

from milkshed.factory.models import RecallCase
from milkshed.platform.models import Person
from milkshed.platform.scope import get_visible, scope_of


def take_hold(person: Person, case: RecallCase) -> RecallCase:
    """The case as it stands now, locked. Raises a not-found problem outside the scope."""
    get_visible(RecallCase.objects.all(), scope_of(person), pk=case.pk)
    return RecallCase.objects.select_for_update().get(pk=case.pk)
