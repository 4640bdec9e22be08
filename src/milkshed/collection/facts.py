"""What collection tells the ledger."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from milkshed.collection.models import HandoverSheet, LoadChange
from milkshed.kernel.text import Text
from milkshed.ledger.authoring import Event, document, handover, observation
from milkshed.platform.scope import EVERYTHING, Scope


@dataclass(frozen=True, slots=True)
class LoadSample:
    """A sample of a load as its sheet shows it; ``standing`` is good, bad or open.

    ``url`` is empty where the sample lies beyond the reader's scope.
    """

    number: str
    title: Text
    state: Text
    standing: str
    url: str


SamplesOf = Callable[[str, str, Scope], Sequence[LoadSample]]
"""The samples of a load, asked by its lot's URI, its sheet's GDTI and the reader's scope."""

_told_by: list[SamplesOf] = []


def tell_samples_with(samples_of: SamplesOf) -> None:
    """Let the room that keeps samples say which belong to a load; the site calls this once."""
    if samples_of not in _told_by:
        _told_by.append(samples_of)


def samples_of(sheet: HandoverSheet, scope: Scope) -> tuple[LoadSample, ...]:
    """The samples taken of a sheet's load, with links to those in the scope."""
    return tuple(one for told in _told_by for one in told(sheet.load_lot, sheet.gdti, scope))


def handover_event(sheet: HandoverSheet) -> Event:
    """The handover as a TransactionEvent with the sheet as its ``bol``.

    It happened when the tanker left. Sheet, load lot and the numbers of the load's samples stand
    in it together, and the digests of the signatures, so that the ledger's log also proves what
    was signed.
    """
    event = handover(
        sheet.uri,
        (sheet.load_lot, float(sheet.shipped_kg)),
        sheet.departed_at or sheet.loaded_at,
        sheet.station.uri,
        sheet.tanker.uri,
        sheet.station.place.organisation.uri,
        sheet.plant.organisation.uri,
    )
    signatures = sheet.signatures.order_by("signed_at", "role")
    event["milkshed:signatures"] = [f"{s.role}:{s.digest}" for s in signatures]
    event["milkshed:outcome"] = sheet.outcome
    samples = [sample.number for sample in samples_of(sheet, EVERYTHING)]
    if samples:
        event["milkshed:samples"] = samples
    return event


def handover_event_id(sheet: HandoverSheet) -> str:
    """The identifier that the sheet's handover has in the ledger, closed or not."""
    return str(handover_event(sheet)["eventID"])


def transfer_event(change: LoadChange) -> Event:
    """A load was seen to go into another tanker on its way."""
    assert change.tanker is not None
    return _seen(change, "loading") | {
        "readPoint": {"id": change.tanker.uri},
        "disposition": "in_transit",
        "milkshed:seals": list(change.seals),
    }


def returned_event(change: LoadChange) -> Event:
    """A refused load was seen back at its station."""
    return _seen(change, "arriving") | {"disposition": "returned"}


def _seen(change: LoadChange, step: str) -> Event:
    sheet = change.sheet
    return observation(step, sheet.load_lot, change.at, sheet.station.uri) | {
        "bizTransactionList": [{"type": "bol", "bizTransaction": sheet.uri}],
        "milkshed:reason": change.reason,
    }


def handover_document(sheet: HandoverSheet) -> bytes:
    """The handover as an EPCISDocument, ready to be captured."""
    return document([handover_event(sheet)], timezone.now())
