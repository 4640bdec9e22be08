"""Reads of contracts that verbs, doors and settlement share."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from milkshed.kernel.signing import signature_digest
from milkshed.platform.models import OrganisationKind, Place
from milkshed.trade.models import Contract, ContractSignature
from milkshed.trade.models.contracts import CONTENT_FIELDS, IN_FORCE_STATES
from milkshed.trade.science.sealing import covered

INDEPENDENT = (OrganisationKind.LABORATORY, OrganisationKind.DHI_CENTRE)
"""Kinds of organisations whose laboratories may be a third party."""


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


def binding_over_stations(place_ids: Iterable[int], first: date, last: date) -> list[Contract]:
    """Versions in force on some of the days whose milk runs over one of the stations' places."""
    return list(
        in_force(first, last)
        .filter(stations__in=list(place_ids))
        .distinct()
        .prefetch_related("stations")
    )


def content_of(contract: Contract) -> dict[str, object]:
    """Everything a signature on a version covers, by field; parties and places by their codes."""
    values: dict[str, object] = {
        name: getattr(contract, name) for name in CONTENT_FIELDS if name not in _BY_CODE
    }
    return values | {
        "form": contract.form.code,
        "seller": contract.seller.gln or contract.seller.name_zh,
        "buyer": contract.buyer.gln or contract.buyer.name_zh,
        "seller_place": contract.seller_place.gln,
        "delivery_place": contract.delivery_place.gln,
        "third_party": contract.third_party.gln if contract.third_party else None,
        "stations": sorted(contract.stations.values_list("gln", flat=True)),
    }


_BY_CODE = frozenset({"form", "seller", "buyer", "seller_place", "delivery_place", "third_party"})


def is_intact(contract: Contract, signature: ContractSignature) -> bool:
    """Whether the version still says what the person signed."""
    digest = signature_digest(
        covered(content_of(contract)),
        signature.side,
        str(signature.person_id),
        signature.signed_at,
    )
    return digest == signature.digest


def third_parties() -> list[Place]:
    """Laboratories that belong to no farm, station or processor."""
    return list(
        Place.objects.filter(kind="laboratory", organisation__kind__in=INDEPENDENT).order_by(
            "name_zh"
        )
    )
