"""What would make a recall smaller, asked of the ledger as it is now; nothing is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Sum

from milkshed.factory.models import ProductLot, RecallCase, RecallEstimate
from milkshed.ledger.facade import (
    Change,
    CleaningAt,
    MadeAfter,
    Model,
    RecallScope,
    recall_scope,
    what_if,
)

_VESSELS_TRIED = 6
_THRESHOLDS = (0.001, 0.01, 0.05)


@dataclass(frozen=True, slots=True)
class Saving:
    """A change and what it would take out of the scope; ``packs`` are those of registered lots.

    One of ``vessel_uri`` (cleaned at ``at``), ``at`` alone (lots made later are out) and
    ``threshold`` says what is changed.
    """

    vessel_uri: str
    at: datetime | None
    threshold: float | None
    kg: float
    lots: int
    packs: int
    left_kg: float
    left_lots: int


def vessels_in(estimate: RecallEstimate) -> list[str]:
    """The vessels that held suspect milk, those with most states first."""
    counts: dict[str, int] = {}
    for lot in estimate.document["lots"]:
        if lot["vessel"] and lot["kind"] == "silo_state":
            counts[lot["vessel"]] = counts.get(lot["vessel"], 0) + 1
    return sorted(counts, key=lambda uri: (-counts[uri], uri))


def cleaning_savings(case: RecallCase, estimate: RecallEstimate) -> list[Saving]:
    """For each vessel that passed suspect milk on as heel: had it been cleaned at once.

    The largest savings first; vessels where a cleaning saves nothing are left out.
    """
    states: dict[str, list[datetime]] = {}
    for lot in estimate.document["lots"]:
        if lot["kind"] == "silo_state" and lot["vessel"] and lot["made_at"]:
            states.setdefault(lot["vessel"], []).append(datetime.fromisoformat(lot["made_at"]))
    found = []
    for vessel, times in sorted(states.items(), key=lambda item: -len(item[1]))[:_VESSELS_TRIED]:
        later = sorted(times)[1:]
        if later:
            at = later[0] - timedelta(seconds=1)
            found.append(change_saving(case, vessel_uri=vessel, at=at))
    return sorted((one for one in found if one.lots > 0), key=lambda one: -one.kg)


def threshold_savings(case: RecallCase) -> list[Saving]:
    """What usual thresholds would take out, for hazards that are divided by mass."""
    suspects = _suspects(case)
    before = recall_scope(suspects, model=Model.MASS_FRACTION, threshold=float(case.threshold))
    found = []
    for threshold in _THRESHOLDS:
        if threshold > case.threshold:
            after = recall_scope(suspects, model=Model.MASS_FRACTION, threshold=threshold)
            found.append(_saving(before, after, threshold=threshold))
    return [one for one in found if one.lots > 0]


def change_saving(case: RecallCase, *, vessel_uri: str, at: datetime) -> Saving:
    """What a cleaning of a vessel, or (without one) a cut in time, would take out."""
    change: Change = CleaningAt(vessel_uri, at) if vessel_uri else MadeAfter(at)
    return _changed(case, (change,), vessel_uri, at)


def _changed(case: RecallCase, changes: Sequence[Change], vessel_uri: str, at: datetime) -> Saving:
    answer = what_if(
        _suspects(case),
        model=Model(case.model),
        threshold=float(case.threshold),
        changes=changes,
    )
    return _saving(answer.before, answer.after, vessel_uri=vessel_uri, at=at)


def _saving(
    before: RecallScope,
    after: RecallScope,
    *,
    vessel_uri: str = "",
    at: datetime | None = None,
    threshold: float | None = None,
) -> Saving:
    kept = {lot.node.uri for lot in after.products}
    out = [lot.node.uri for lot in before.products if lot.node.uri not in kept]
    packs = ProductLot.objects.filter(uri__in=out).aggregate(n=Sum("packs"))["n"] or 0
    return Saving(
        vessel_uri=vessel_uri,
        at=at,
        threshold=threshold,
        kg=before.product_kg - after.product_kg,
        lots=len(out),
        packs=packs,
        left_kg=after.product_kg,
        left_lots=len(after.products),
    )


def _suspects(case: RecallCase) -> list[Any]:
    return list(case.suspects.values_list("uri", flat=True))
