"""Holding, releasing and recalling product lots; each decision is a fact of the ledger."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from milkshed.factory.flow import LOT_FLOW
from milkshed.factory.models import ProductLot
from milkshed.kernel.problems import INVALID, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.ledger.authoring import Event, document, observation
from milkshed.ledger.facade import capture_document
from milkshed.platform.models import Person
from milkshed.platform.scope import get_visible, scope_of

# CBV 2.0 business steps, dispositions set, and dispositions taken back
_TOLD = {
    "held": ("holding", ["unavailable"], []),
    "released": ("inspecting", [], ["unavailable"]),
    "recalled": ("holding", ["recalled"], []),
}


def move_lot(person: Person, lot: ProductLot, verb: str, *, reason: str) -> ProductLot:
    """Hold a lot, or decide on a held one; the decision is another person's, with a reason.

    ``verb`` is ``factory.hold_lot``, ``factory.release_lot`` or ``factory.recall_lot``. The
    ledger takes it as a persistent disposition of the lot.
    """
    if not reason.strip():
        raise invalid("reason", reason, "required", "请写明理由", "A reason is required")
    with transaction.atomic():
        locked = get_visible(
            ProductLot.objects.select_for_update(of=("self",)).select_related(
                "product__plant__place"
            ),
            scope_of(person),
            pk=lot.pk,
        )
        LOT_FLOW.perform(locked, verb, person, opinion=reason.strip())
        now = timezone.now()
        outcome = capture_document(document([_disposition(locked, now)], now), person=person)
        if not outcome.success:
            raise Problem(
                INVALID,
                Text("未能记入账本", "It could not be written to the ledger"),
                outcome.errors,
            )
    return locked


def _disposition(lot: ProductLot, at: datetime) -> Event:
    step, put, taken_back = _TOLD[lot.state]
    event = observation(step, lot.uri, at, lot.product.plant.uri)
    told: dict[str, object] = {}
    if put:
        told["set"] = put
    if taken_back:
        told["unset"] = taken_back
    return event | {"persistentDisposition": told}
