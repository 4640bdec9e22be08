"""Holding, releasing and recalling product lots."""

from django.db import transaction

from milkshed.factory.flow import LOT_FLOW
from milkshed.factory.models import ProductLot
from milkshed.kernel.problems import invalid
from milkshed.platform.models import Person
from milkshed.platform.scope import get_visible, scope_of


def move_lot(person: Person, lot: ProductLot, verb: str, *, reason: str) -> ProductLot:
    """Hold a lot, or decide on a held one; the decision is another person's, with a reason.

    ``verb`` is ``factory.hold_lot``, ``factory.release_lot`` or ``factory.recall_lot``.
    """
    if not reason.strip():
        raise invalid("reason", reason, "required", "请写明理由", "A reason is required")
    with transaction.atomic():
        locked = get_visible(
            ProductLot.objects.select_for_update(of=("self",)), scope_of(person), pk=lot.pk
        )
        LOT_FLOW.perform(locked, verb, person, opinion=reason.strip())
    return locked
