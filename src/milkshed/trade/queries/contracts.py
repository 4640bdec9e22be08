"""Reads of contracts that verbs, doors and settlement share."""

from datetime import date

from django.db.models import Q, QuerySet

from milkshed.trade.models import Contract
from milkshed.trade.models.contracts import IN_FORCE_STATES


def in_force(first: date, last: date) -> QuerySet[Contract]:
    """Versions that bind both sides on some day from ``first`` to ``last``, both included."""
    return Contract.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=first),
        state__in=IN_FORCE_STATES,
        effective_from__lte=last,
        valid_to__gte=first,
    ).order_by("number", "version")


def contract_on(seller_id: int, buyer_id: int, day: date) -> Contract | None:
    """The version between two organisations in force on a day; the youngest where two are."""
    return (
        in_force(day, day)
        .filter(seller_id=seller_id, buyer_id=buyer_id)
        .order_by("-effective_from", "-pk")
        .first()
    )
