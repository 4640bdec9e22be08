"""The ledger's tables: captures, events, interned names, links, and what is derived from them.

Rows of events, terms and links are only ever added, in the order they arrive, by
:mod:`milkshed.ledger.capture`. Foreign keys carry no database check: that one writer makes both
ends in one transaction, and a check per row would halve the speed of capture. Every name (lot,
place, vessel, step, document) is interned once and meant by its number from then on.
"""

from milkshed.ledger.models.captures import Capture
from milkshed.ledger.models.facts import ErrorDeclaration, Event, Link, Term
from milkshed.ledger.models.fields import Field, Prefix
from milkshed.ledger.models.flows import Flow, Making, Movement, Nature, VesselState
from milkshed.ledger.models.log import (
    Checkpoint,
    Cosignature,
    LogKey,
    LogTile,
    Redaction,
    Witness,
)
from milkshed.ledger.models.master_data import Containment, MasterDataAttribute
from milkshed.ledger.models.queries import NamedQuery, ReleasedToken
from milkshed.ledger.models.resolver_links import ResolverLink
from milkshed.ledger.models.resources import Mention
from milkshed.ledger.models.segments import Identity, Recurrence, Segment
from milkshed.ledger.models.subscriptions import (
    Delivery,
    DeliveryFormat,
    Subscription,
    SubscriptionState,
)
from milkshed.ledger.models.words import (
    Action,
    Behaviour,
    EventType,
    FieldPlace,
    Resource,
    Role,
)

__all__ = [
    "Action",
    "Behaviour",
    "Capture",
    "Checkpoint",
    "Containment",
    "Cosignature",
    "Delivery",
    "DeliveryFormat",
    "ErrorDeclaration",
    "Event",
    "EventType",
    "Field",
    "FieldPlace",
    "Flow",
    "Identity",
    "Link",
    "LogKey",
    "LogTile",
    "Making",
    "MasterDataAttribute",
    "Mention",
    "Movement",
    "NamedQuery",
    "Nature",
    "Prefix",
    "Recurrence",
    "Redaction",
    "ReleasedToken",
    "ResolverLink",
    "Resource",
    "Role",
    "Segment",
    "Subscription",
    "SubscriptionState",
    "Term",
    "VesselState",
    "Witness",
]
