"""The ledger's tables: captures, events, interned names, links, and what is derived from them.

Rows of events, terms and links are only ever added, in the order they arrive, by
:mod:`milkshed.ledger.capture`. Foreign keys carry no database check: that one writer makes both
ends in one transaction, and a check per row would halve the speed of capture. Every name (lot,
place, vessel, step, document) is interned once and meant by its number from then on.
"""

from milkshed.ledger.models.captures import Capture
from milkshed.ledger.models.facts import ErrorDeclaration, Event, Link, Term
from milkshed.ledger.models.flows import Flow
from milkshed.ledger.models.queries import NamedQuery
from milkshed.ledger.models.subscriptions import Delivery, Subscription, SubscriptionState
from milkshed.ledger.models.words import Action, Behaviour, EventType, Role

__all__ = [
    "Action",
    "Behaviour",
    "Capture",
    "Delivery",
    "ErrorDeclaration",
    "Event",
    "EventType",
    "Flow",
    "Link",
    "NamedQuery",
    "Role",
    "Subscription",
    "SubscriptionState",
    "Term",
]
