"""Computing the scope of a case and keeping it as evidence, under all three models."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from importlib.metadata import version
from typing import Any

import orjson
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from milkshed.factory.actions.recalls.hold import take_hold
from milkshed.factory.models import (
    MODELS,
    Plant,
    ProductLot,
    RecallCase,
    RecallEstimate,
    RecallLot,
)
from milkshed.kernel.problems import CONFLICT, NOT_FOUND, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.ledger.facade import (
    RecallScope,
    ScopedLot,
    brief_events,
    recall_scopes,
    residue_threshold,
    visible_events,
)
from milkshed.ledger.models import Event
from milkshed.platform.models import Person
from milkshed.platform.permissions import require

_EVENTS_LOOKED_AT = 500


def revise_scope(
    person: Person, case: RecallCase, *, model: str, threshold: Decimal
) -> tuple[RecallEstimate, ...]:
    """Estimate the scope anew with another model or threshold, while the case is under review.

    Earlier estimates stay; lots that are not in the new one are out of scope.
    """
    require(person, "factory.propose_recall")
    if model not in MODELS:
        raise invalid("model", model, "choice", "没有这种口径", "There is no such model")
    if not 0 <= threshold <= 1:
        raise invalid("threshold", threshold, "range", "应在0与100%之间", "Between 0 and 100 %")
    with transaction.atomic():
        locked = take_hold(person, case)
        if locked.state != "open":
            raise Problem(
                CONFLICT,
                Text("只有核查中的案卷可以重算范围", "Only a case under review is estimated anew"),
            )
        locked.model, locked.threshold = model, threshold
        locked.suspect_value = locked.limit_value = None
        return estimate_scopes(locked, person)


def estimate_scopes(case: RecallCase, person: Person) -> tuple[RecallEstimate, ...]:
    """Write the next revision of the three estimates and the lots of the case's own model.

    The caller holds the case and runs inside a transaction.
    """
    if case.suspect_value and case.limit_value:
        fraction = residue_threshold(float(case.suspect_value), float(case.limit_value))
        case.threshold = Decimal(f"{fraction:.8f}")
    suspects = list(case.suspects.values_list("uri", flat=True))
    scopes = recall_scopes(suspects, threshold=float(case.threshold))
    _refuse_strangers(person, scopes[0])
    case.revision += 1
    case.save(update_fields=["revision", "threshold", "model", "suspect_value", "limit_value"])
    registered = {
        lot.uri: lot
        for lot in ProductLot.objects.select_related("product__plant").filter(
            uri__in=[scoped.node.uri for scoped in scopes[0].products]
        )
    }
    now = timezone.now()
    facts = Event.objects.aggregate(n=Max("seq"))["n"] or 0
    estimates = tuple(_estimate(case, scope, registered, person, now, facts) for scope in scopes)
    RecallEstimate.objects.bulk_create(estimates)
    chosen = next(scope for scope in scopes if scope.model.value == case.model)
    _name_lots(case, chosen, registered)
    case.plants.add(*_plants_of(scopes[0], registered))
    return estimates


def _refuse_strangers(person: Person, widest: RecallScope) -> None:
    """Nobody opens a case about milk that went nowhere they may look."""
    events = [one for lot in widest.lots for one in lot.event_ids][:_EVENTS_LOOKED_AT]
    cut = visible_events(person)
    if cut is not None and not brief_events(events, cut):
        raise Problem(NOT_FOUND, Text("未找到该批次", "There is no such lot"))


def _estimate(
    case: RecallCase,
    scope: RecallScope,
    registered: Mapping[str, ProductLot],
    person: Person,
    now: datetime,
    facts: int,
) -> RecallEstimate:
    document: dict[str, Any] = {
        "suspects": list(scope.suspects),
        "lots": [_lot(lot) for lot in scope.lots],
        "uncertain": list(scope.uncertain),
    }
    inside = [registered[lot.node.uri] for lot in scope.products if lot.node.uri in registered]
    return RecallEstimate(
        case=case,
        revision=case.revision,
        model=scope.model.value,
        method=f"milkshed {version('milkshed')} recall/{scope.model.value}",
        threshold=Decimal(f"{scope.threshold:.8f}"),
        lots=len(scope.lots),
        product_lots=len(scope.products),
        product_kg=Decimal(f"{scope.product_kg:.1f}"),
        suspect_kg=None if scope.suspect_kg is None else Decimal(f"{scope.suspect_kg:.1f}"),
        packs=sum(lot.packs for lot in inside) if inside else scope.packs,
        is_cut=scope.is_cut,
        document=document,
        digest=digest_of(document),
        ledger_size=facts,
        computed_at=now,
        computed_by=person,
    )


def digest_of(document: Mapping[str, Any]) -> str:
    """SHA-256 of a document's canonical JSON (keys sorted, no white space), in hexadecimal."""
    return hashlib.sha256(orjson.dumps(document, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _lot(lot: ScopedLot) -> dict[str, Any]:
    node = lot.node
    return {
        "uri": node.uri,
        "kind": node.kind.code,
        "made_at": None if node.made_at is None else node.made_at.isoformat(),
        "place": node.place_uri,
        "vessel": node.vessel_uri,
        "kg": _rounded(node.mass_kg, 1),
        "suspect_kg": _rounded(lot.suspect_kg, 2),
        "concentration": _rounded(lot.concentration, 8),
        "reason_zh": lot.reason.zh,
        "reason_en": lot.reason.en,
        "events": list(lot.event_ids),
    }


def _rounded(value: float | None, places: int) -> float | None:
    return None if value is None else round(value, places)


def _name_lots(case: RecallCase, scope: RecallScope, registered: Mapping[str, ProductLot]) -> None:
    rows = [
        RecallLot(
            case=case,
            product_lot=registered[lot.node.uri],
            revision=case.revision,
            suspect_kg=None if lot.suspect_kg is None else Decimal(f"{lot.suspect_kg:.2f}"),
            concentration=None
            if lot.concentration is None
            else Decimal(f"{lot.concentration:.8f}"),
            reason_zh=lot.reason.zh[:300],
            reason_en=lot.reason.en[:400],
        )
        for lot in scope.products
        if lot.node.uri in registered
    ]
    RecallLot.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["case", "product_lot"],
        update_fields=["revision", "suspect_kg", "concentration", "reason_zh", "reason_en"],
    )


def _plants_of(scope: RecallScope, registered: Mapping[str, ProductLot]) -> Sequence[Plant]:
    """The plants that packed suspect milk or have it in their silos."""
    glns = {(lot.node.place_uri or "").rpartition("/")[2] for lot in scope.lots}
    packed = {lot.product.plant_id for lot in registered.values()}
    return list(Plant.objects.filter(place__gln__in=glns) | Plant.objects.filter(pk__in=packed))
