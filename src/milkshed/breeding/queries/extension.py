"""Reads of extension: quotas and what became of them, batches, outcomes, claims, statements."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from milkshed.breeding.models import (
    Allocation,
    Batch,
    BatchKind,
    Claim,
    Donor,
    Quota,
    SubsidyStatement,
)
from milkshed.herd import facade as herd
from milkshed.kernel.text import Text
from milkshed.platform.models import Transition
from milkshed.platform.scope import Scope, visible

_LOOK_BACK_D = 730
_FLUSHES = 40

KINDS: Mapping[str, Text] = {
    BatchKind.STRAW: Text("冻精", "Straws"),
    BatchKind.EMBRYO: Text("胚胎", "Embryos"),
}
UNITS: Mapping[str, Text] = {
    BatchKind.STRAW: Text("支", "straws"),
    BatchKind.EMBRYO: Text("枚", "embryos"),
}


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """A county's pieces of a year: given to it, approved for farms, received, counted in claims."""

    county: str
    kind: str
    quota: int | None
    approved: int
    received: int
    claimed: int
    source: str

    @property
    def left(self) -> int | None:
        """What may still be approved."""
        return None if self.quota is None else self.quota - self.approved

    @property
    def share(self) -> float | None:
        """Approved of the quota."""
        return self.approved / self.quota if self.quota else None


def quota_lines(scope: Scope, year: int) -> list[QuotaLine]:
    """Counties in reach with a quota or an approved allocation of a year.

    Whoever sees an allocation to a county's farm sees that county's quota too.
    """
    rows = visible(Allocation.objects.filter(approved_on__year=year), scope)
    sums = {
        (county, kind): (approved or 0, received or 0)
        for county, kind, approved, received in rows.filter(state__in=["approved", "received"])
        .order_by()
        .values_list("place__county", "batch__kind")
        .annotate(
            approved=Sum("pieces", filter=Q(state="approved")),
            received=Sum("received_pieces"),
        )
    }
    known = visible(Quota.objects.all(), scope).values("pk")
    served = visible(Allocation.objects.all(), scope).values("place__county")
    quotas = {
        (one.county, one.kind): one
        for one in Quota.objects.filter(Q(pk__in=known) | Q(county__in=served), year=year)
    }
    claims = visible(Claim.objects.filter(submitted_on__year=year), scope).exclude(state="returned")
    claimed = {
        (county, kind): pieces
        for county, kind, pieces in claims.order_by()
        .values_list("place__county", "kind")
        .annotate(n=Sum("accepted"))
    }
    found = []
    for county, kind in sorted({*quotas, *sums}):
        quota = quotas.get((county, kind))
        approved, received = sums.get((county, kind), (0, 0))
        found.append(
            QuotaLine(
                county,
                kind,
                quota.pieces if quota else None,
                approved + received,
                received,
                claimed.get((county, kind), 0),
                quota.source if quota else "",
            )
        )
    return found


def batches(scope: Scope, *, kind: str = "", search: str = "") -> QuerySet[Batch]:
    """Batches in reach, newest first."""
    found = visible(Batch.objects.select_related("bull", "donor", "centre"), scope)
    if kind in BatchKind.values:
        found = found.filter(kind=kind)
    if search:
        found = found.filter(Q(number__startswith=search) | Q(bull__number__startswith=search))
    return found.order_by("-made_on", "number")


def allocations(scope: Scope, *, state: str = "") -> QuerySet[Allocation]:
    """Allocations in reach, newest first."""
    found = visible(Allocation.objects.select_related("batch__bull", "place"), scope)
    return (found.filter(state=state) if state else found).order_by("-proposed_on", "-pk")


def donors(scope: Scope) -> QuerySet[Donor]:
    """Donors in reach, by identity."""
    return visible(Donor.objects.select_related("place"), scope).order_by("identity")


def claims(scope: Scope, *, state: str = "", search: str = "") -> QuerySet[Claim]:
    """Claims in reach, newest first; ``search``: number, farm by name or code."""
    found = visible(Claim.objects.select_related("place", "statement"), scope)
    if search:
        found = found.filter(
            Q(number__startswith=search) | Q(farm_code=search) | Q(place__name_zh__contains=search)
        )
    return (found.filter(state=state) if state else found).order_by("-submitted_on", "-pk")


def statements(scope: Scope) -> QuerySet[SubsidyStatement]:
    """Statements in reach, newest first."""
    return visible(SubsidyStatement.objects.all(), scope).order_by("-drawn_on", "-pk")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the services with a batch came to on the farms in reach.

    Calves are those that the calvings told of. ``low`` and ``high`` bound the conception rate with
    95 % (Wilson 1927); services of which nobody can know yet are in ``unknown`` and left out of it.
    """

    services: int
    conceived: int
    in_vain: int
    unknown: int
    calvings: int
    heifer_calves: int
    bull_calves: int
    dead_calves: int
    low: float | None
    high: float | None
    recipients: tuple[tuple[int, date, bool | None, date | None], ...]

    @property
    def rate(self) -> float | None:
        """Conceived of those known."""
        known = self.conceived + self.in_vain
        return self.conceived / known if known else None


def outcome_of(batch: Batch, scope: Scope) -> Outcome:
    """Services, pregnancies and calvings of a batch on the farms in reach that received it."""
    places = visible(Allocation.objects.filter(batch=batch, state="received"), scope).values_list(
        "place", flat=True
    )
    today = timezone.localdate()
    first = max(batch.made_on, today - timedelta(days=_LOOK_BACK_D))
    told = herd.services_at(list(places), first, today, batches=[batch.number])
    conceived = sum(one.conceived is True for one in told)
    in_vain = sum(one.conceived is False for one in told)
    known = conceived + in_vain
    low, high = herd.wilson_interval(conceived, known) if known else (None, None)
    born = herd.calves_born(
        [(one.animal_id, one.calved_on) for one in told if one.calved_on is not None]
    ).values()
    return Outcome(
        services=len(told),
        conceived=conceived,
        in_vain=in_vain,
        unknown=len(told) - known,
        calvings=sum(one.calved_on is not None for one in told),
        heifer_calves=sum(one.females for one in born),
        bull_calves=sum(one.males for one in born),
        dead_calves=sum(one.dead for one in born),
        low=low,
        high=high,
        recipients=tuple(
            (one.animal_id, one.served_on, one.conceived, one.calved_on) for one in told
        ),
    )


@dataclass(frozen=True, slots=True)
class Flush:
    """An embryo batch of a donor and what it came to on the farms in reach."""

    batch: Batch
    outcome: Outcome

    @property
    def usable_share(self) -> float | None:
        """Embryos that can be carried over of what was recovered; None where nobody counted."""
        return self.batch.pieces / self.batch.recovered if self.batch.recovered else None


@dataclass(frozen=True, slots=True)
class DonorYield:
    """A donor's embryos, batch by batch, the newest first."""

    flushes: tuple[Flush, ...]

    @property
    def embryos(self) -> int:
        """Embryos that could be carried over."""
        return sum(one.batch.pieces for one in self.flushes)

    @property
    def usable_share(self) -> float | None:
        """Of what was recovered in the batches in which it was counted."""
        counted = [one.batch for one in self.flushes if one.batch.recovered]
        recovered = sum(one.recovered or 0 for one in counted)
        return sum(one.pieces for one in counted) / recovered if recovered else None

    @property
    def transfers(self) -> int:
        """Embryos carried over on the farms in reach."""
        return sum(one.outcome.services for one in self.flushes)

    @property
    def conceived(self) -> int:
        """Pregnancies that came of them."""
        return sum(one.outcome.conceived for one in self.flushes)

    @property
    def known(self) -> int:
        """Transfers of which the outcome is known."""
        return sum(one.outcome.conceived + one.outcome.in_vain for one in self.flushes)

    @property
    def conception(self) -> float | None:
        """Conceived of those known."""
        return self.conceived / self.known if self.known else None

    @property
    def calves(self) -> int:
        """Live calves that calvings told of."""
        return sum(one.outcome.heifer_calves + one.outcome.bull_calves for one in self.flushes)


def donor_yield(donor: Donor, scope: Scope) -> DonorYield:
    """What a donor's embryos came to, as far as the scope reaches."""
    found = batches(scope).filter(donor=donor).distinct()
    return DonorYield(tuple(Flush(one, outcome_of(one, scope)) for one in found[:_FLUSHES]))


def history(subject: str, key: int) -> QuerySet[Transition]:
    """Who moved a record, oldest first."""
    moves = Transition.objects.filter(subject=subject, subject_id=key)
    return moves.select_related("person").order_by("at", "pk")
