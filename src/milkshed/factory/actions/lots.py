"""Holding, releasing and recalling product lots; each decision is a fact of the ledger."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from milkshed.factory.flow import LOT_FLOW
from milkshed.factory.models import ProductLot
from milkshed.kernel.problems import INVALID, Problem, require_reason
from milkshed.kernel.text import Text
from milkshed.ledger.authoring import Event, document, observation
from milkshed.ledger.facade import capture_document
from milkshed.platform.models import Person
from milkshed.platform.scope import get_visible, scope_of

# by verb: CBV 2.0 business step, dispositions set, and dispositions taken back
_TOLD = {
    "factory.hold_lot": ("holding", ["unavailable"], []),
    "factory.release_lot": ("inspecting", [], ["unavailable"]),
    "factory.recall_lot": ("holding", ["recalled"], []),
    "factory.reinstate_lot": ("inspecting", [], ["recalled", "unavailable"]),
    "factory.propose_recall": ("holding", ["unavailable"], []),
    "factory.decide_recall": ("holding", ["recalled"], []),
    "factory.reject_recall": ("inspecting", [], ["unavailable"]),
    "factory.withdraw_recall": ("inspecting", [], ["unavailable"]),
}


def move_lot(person: Person, lot: ProductLot, verb: str, *, reason: str) -> ProductLot:
    """Hold a lot, or decide on a held one; the decision is another person's, with a reason.

    ``verb`` is one of those of :data:`LOT_FLOW`. The ledger takes it as a persistent disposition
    of the lot.
    """
    require_reason(reason)
    with transaction.atomic():
        locked = get_visible(
            ProductLot.objects.select_for_update(of=("self",)).select_related(
                "product__plant__place"
            ),
            scope_of(person),
            pk=lot.pk,
        )
        LOT_FLOW.perform(locked, verb, person, opinion=reason.strip())
        tell_ledger(person, [locked], verb)
    return locked


def tell_ledger(person: Person, lots: Sequence[ProductLot], verb: str) -> None:
    """Write a decision on lots as persistent dispositions, in one document."""
    now = timezone.now()
    events = [_disposition(lot, verb, now) for lot in lots]
    outcome = capture_document(document(events, now), person=person)
    if not outcome.success:
        raise Problem(
            INVALID, Text("未能记入账本", "It could not be written to the ledger"), outcome.errors
        )


def _disposition(lot: ProductLot, verb: str, at: datetime) -> Event:
    step, put, taken_back = _TOLD[verb]
    event = observation(step, lot.uri, at, lot.product.plant.uri)
    told: dict[str, object] = {}
    if put:
        told["set"] = put
    if taken_back:
        told["unset"] = taken_back
    return event | {"persistentDisposition": told}
