"""Every address with a parameter, and the record it opens. A new address must be entered here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from milkshed.collection.models import HandoverSheet, Licence
from milkshed.factory.models import (
    Batch,
    ProductLot,
    RecallCase,
    RecallMovement,
    RecallNotice,
    Silo,
)
from milkshed.herd.models import Animal, Farm, ImportBatch
from milkshed.ledger.facade import brief_events, visible_events
from milkshed.ledger.models import (
    Capture,
    Event,
    Mention,
    NamedQuery,
    Resource,
    Subscription,
)
from milkshed.ledger.scope import holders_in_scope
from milkshed.plan.models import ManualReport
from milkshed.platform.models import Alarm, Attachment, Organisation
from milkshed.platform.permissions import may
from milkshed.platform.scope import EVERYTHING, scope_of, visible
from milkshed.quality.models import Hold, RetainedPortion, Sample

Keys = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Records:
    """What lies behind addresses: keys as ``(seen, unseen)`` for a person, and one of nothing."""

    of: Callable[[Any], tuple[Keys, Keys]]
    nothing: tuple[Any, ...]


_FEW = 2


def _model(model: type[Model], *fields: str, nothing: tuple[Any, ...] = (2**31 - 1,)) -> Records:
    names = fields or ("pk",)

    def of(person: Any) -> tuple[Keys, Keys]:
        every = model._default_manager.exclude(**{f"{names[0]}__isnull": True}).order_by("pk")
        inside = visible(every, scope_of(person))
        outside = every.exclude(pk__in=inside.values("pk"))
        return tuple(  # type: ignore[return-value]
            [*found.values_list(*names)[:_FEW]] for found in (inside, outside)
        )

    return Records(of, nothing)


def _events_of(person: Any) -> tuple[Keys, Keys]:
    step = max(1, Event.objects.count() // 60)
    every = list(Event.objects.order_by("seq").values_list("event_id", flat=True)[::step])
    inside = brief_events(every, visible_events(person))
    return (
        [(one,) for one in every if one in inside][:_FEW],
        [(one,) for one in every if one not in inside][:_FEW],
    )


def _captures_of(person: Any) -> tuple[Keys, Keys]:
    every = Capture.objects.order_by("pk")
    own = every if scope_of(person) == EVERYTHING else every.filter(person=person)
    return (
        [*own.values_list("pk")[:_FEW]],
        [*every.exclude(pk__in=own.values("pk")).values_list("pk")[:_FEW]],
    )


def _subscriptions_of(person: Any) -> tuple[Keys, Keys]:
    every = Subscription.objects.order_by("pk")
    watches = may(person, "platform.see_jobs")
    own = every if watches else every.filter(query__owner=person)
    return (
        [*own.values_list("pk")[:_FEW]],
        [*every.exclude(pk__in=own.values("pk")).values_list("pk")[:_FEW]],
    )


def _own_subscriptions_of(person: Any) -> tuple[Keys, Keys]:
    every = Subscription.objects.order_by("pk")
    own = every.filter(query__owner=person)
    return (
        [*own.values_list("query__name", "pk")[:_FEW]],
        [*every.exclude(query__owner=person).values_list("query__name", "pk")[:_FEW]],
    )


def _members_of(person: Any) -> tuple[Keys, Keys]:
    mentioned = Mention.objects.filter(resource=Resource.BIZ_LOCATION).order_by("term__uri")
    every = list(mentioned.values_list("term__uri", flat=True).distinct())
    holders = holders_in_scope(person)
    own = mentioned if holders is None else mentioned.filter(holder__in=holders)
    inside = set(own.values_list("term__uri", flat=True))
    keys = [("bizLocations", uri) for uri in every]
    return (
        [key for key in keys if key[1] in inside][:_FEW],
        [key for key in keys if key[1] not in inside][:_FEW],
    )


def _queries_of(person: Any) -> tuple[Keys, Keys]:
    NamedQuery.objects.get_or_create(owner=person, name=f"of {person.pk}")
    own = NamedQuery.objects.filter(owner=person)
    others = NamedQuery.objects.exclude(owner=person)
    return [*own.values_list("name")[:_FEW]], [*others.values_list("name")[:_FEW]]


_FARM = _model(Farm, "code", nothing=("6400000000",))
_ANIMAL = _model(Animal)
_SHEET = _model(HandoverSheet, "number", nothing=("JJ-NOTHING",))
_SAMPLE = _model(Sample, "barcode", nothing=("NOTHING",))
_BLIND = _model(Sample, "blind_number", nothing=("NOTHING",))
_SILO, _LOT = _model(Silo), _model(ProductLot)
_RECALL = _model(RecallCase)
_HOLD = _model(Hold, "number", nothing=("KL-NOTHING",))
_PORTION = _model(RetainedPortion)
_ORGANISATION, _ALARM = _model(Organisation), _model(Alarm)
_PRODUCT_LOT = _model(ProductLot, "product__gtin", "lot", nothing=("09520000000004", "X"))
_EVENT = Records(_events_of, ("urn:uuid:00000000-0000-4000-8000-000000000000",))
_CAPTURE = Records(_captures_of, (2**31 - 1,))
_NO_UUID = UUID("00000000-0000-4000-8000-000000000000")
_SUBSCRIPTION = Records(_subscriptions_of, (_NO_UUID,))
_OWN_SUBSCRIPTION = Records(_own_subscriptions_of, ("nothing", _NO_UUID))
_MEMBER = Records(_members_of, ("bizLocations", "https://id.gs1.org/414/9521321999990"))
_QUERY = Records(_queries_of, ("nothing",))

READ: dict[str, tuple[Records, ...]] = {
    "alarm": (_ALARM,),
    "fact": (_EVENT,),
    "organisation": (_ORGANISATION,),
    "subscription": (_SUBSCRIPTION,),
    "ledger:subscription": (_OWN_SUBSCRIPTION,),
    "ledger:subscriptions": (_QUERY,),
    "platform:attachment": (_model(Attachment),),
    "ledger:capture": (_CAPTURE,),
    "ledger:event": (_EVENT,),
    "ledger:member": (_MEMBER,),
    "ledger:member-events": (_MEMBER,),
    "ledger:query": (_QUERY,),
    "ledger:query-events": (_QUERY,),
    "collection:sheet": (_SHEET,),
    "collection:sheet-print": (_SHEET,),
    "collection:sheet-pdf": (_SHEET,),
    "factory:silo": (_SILO,),
    "factory:batch": (_model(Batch),),
    "factory:lot": (_LOT,),
    "factory:label": (_LOT,),
    "factory:recall": (_RECALL,),
    "factory:recall-notice": (_RECALL,),
    "factory:recall-scope": (_RECALL,),
    "factory:recall-pdf": (_RECALL,),
    "herd:farm": (_FARM,),
    "herd:farm-days": (_FARM,),
    "herd:animals": (_FARM,),
    "herd:animal": (_ANIMAL,),
    "herd:import": (_model(ImportBatch),),
    "herd:import-faults": (_model(ImportBatch),),
    "quality:sample": (_SAMPLE, _BLIND),
    "quality:custody": (_SAMPLE, _BLIND),
    "quality:sample-labels": (_SAMPLE, _BLIND),
    "quality:origin": (_SAMPLE,),
    "quality:hold": (_HOLD,),
    "api:read_sheet": (_SHEET,),
    "api:product_lot": (_PRODUCT_LOT,),
    "api:farm": (_FARM,),
    "api:animals": (_FARM,),
    "api:farm_days": (_FARM,),
    "api:read_sample": (_SAMPLE,),
}

WRITE: dict[str, tuple[Records, ...]] = {
    "handle-alarm": (_ALARM,),
    "resume-subscription": (_SUBSCRIPTION,),
    "delete-subscription": (_SUBSCRIPTION,),
    "add-person": (_ORGANISATION,),
    "collection:correct-sheet": (_SHEET,),
    "collection:licence-move": (_model(Licence),),
    "factory:clean": (_SILO,),
    "factory:decide": (_LOT,),
    "factory:recall-step": (_RECALL,),
    "factory:recall-apply": (_RECALL,),
    "factory:recall-revise": (_RECALL,),
    "factory:recall-notify": (_RECALL,),
    "factory:recall-state": (_RECALL,),
    "factory:recall-move": (_RECALL,),
    "factory:recall-undo": (_model(RecallMovement),),
    "factory:confirm-notice": (_model(RecallNotice),),
    "herd:record-event": (_ANIMAL,),
    "plan:review": (_model(ManualReport),),
    "quality:seal": (_SAMPLE, _BLIND),
    "quality:enter": (_SAMPLE, _BLIND),
    "quality:review": (_SAMPLE, _BLIND),
    "quality:retest": (_SAMPLE, _BLIND),
    "api:post_step": (_SHEET,),
    "api:add_animals": (_FARM,),
    "api:add_events": (_FARM,),
    "api:add_farm_days": (_FARM,),
}

# what is posted to an address of the API: a list of nothing, unless it takes one thing
BODIES = {"api:post_step": '{"step": "close", "at": "2026-01-05T08:00:00+08:00"}'}

# a step is named after the number
STEPS = {
    "collection:sheet-step": (_SHEET, ("station", "driver", "arrive", "receive", "close")),
    "collection:sheet-change": (_SHEET, ("tanker", "returned")),
    "quality:custody-step": (_SAMPLE, ("hand", "accept", "cancel", "unblind", "retain")),
    "quality:hold-step": (_HOLD, ("place", "reject", "release")),
    "quality:portion-step": (_PORTION, ("open", "dispose")),
}

# only roles that see the whole region hold the verb; nobody else gets as far as the record
REGION_ONLY = {
    "end-role", "end-witness", "job", "cancel-job", "resume-job", "retire-map-layer",
}  # fmt: skip

# a sheet's code tells whoever holds it number, state and times;
# plan, limits and borders are the same for everyone; Digital Links and the log are public;
# a page token says where to go on, never what may be seen; lists of names are cut by themselves
FOR_EVERYONE = {
    "plan:indicator", "plan:report", "api:indicator", "api:read_flow", "quality:check",
    "county-borders", "ledger:digital-link", "ledger:compressed", "journey",
    "ledger:page-token", "ledger:members", "ledger:log-entry", "ledger:log-tile",
    "collection:check-sheet", "api:check_code",
}  # fmt: skip


def address(name: str, key: tuple[Any, ...]) -> str:
    """The address of a record."""
    if name in ("fact", "ledger:event"):
        return reverse(name, args=["x"])[:-1] + quote(str(key[0]), safe="")
    return reverse(name, args=list(key))


def parametrised(patterns: Any = None, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    """Names of all addresses that take a parameter."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from parametrised(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.pattern.regex.groups:
            yield ":".join((*spaces, str(pattern.name)))


def plain(patterns: Any = None, before: str = "/") -> Iterator[str]:
    """Paths of all addresses without a parameter."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from plain(pattern.url_patterns, path)
        elif not pattern.pattern.regex.groups:
            yield path
