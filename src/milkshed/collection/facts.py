"""What collection tells the ledger."""

from django.utils import timezone

from milkshed.collection.models import HandoverSheet
from milkshed.ledger.authoring import Event, document, handover


def handover_event(sheet: HandoverSheet) -> Event:
    """The handover as a TransactionEvent with the sheet as its ``bol``.

    It happened when the tanker left; the digests of the signatures stand in it, so that the
    ledger's log also proves what was signed.
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
    return event


def handover_document(sheet: HandoverSheet) -> bytes:
    """The handover as an EPCISDocument, ready to be captured."""
    return document([handover_event(sheet)], timezone.now())
