"""Straws and embryos: what a farm has left, what the centre has left to give."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from milkshed.breeding.models.extension import Allocation, Batch, BatchKind
from milkshed.herd import facade as herd

GIVEN = ("proposed", "approved", "received")
"""States of allocations whose pieces are no longer the centre's to give."""


@dataclass(frozen=True, slots=True)
class Lot:
    """A batch and how many of its pieces are left to whoever asks."""

    batch: Batch
    had: int
    used: int

    @property
    def left(self) -> int:
        """Pieces left, none where more were used than there were."""
        return max(0, self.had - self.used)


def farm_lots(place_id: int, kind: str = BatchKind.STRAW) -> tuple[Lot, ...]:
    """Batches that a farm received, with what its services used up, in order of numbers."""
    received = (
        Allocation.objects.filter(place=place_id, state="received", batch__kind=kind)
        .values_list("batch")
        .annotate(pieces=Sum("received_pieces"))
    )
    pieces: dict[int, int] = dict(received)
    batches = list(_full(Batch.objects.filter(pk__in=pieces)).order_by("number"))
    used = herd.pieces_used([batch.number for batch in batches])
    return tuple(
        Lot(batch, pieces[batch.pk], used.get((place_id, batch.number), 0)) for batch in batches
    )


def centre_lots(batches: QuerySet[Batch]) -> tuple[Lot, ...]:
    """Batches with what is allocated of them, newest first."""
    rows = _full(batches).annotate(
        given=Sum(
            "allocations__pieces",
            filter=Q(allocations__state__in=["proposed", "approved"]),
            default=0,
        ),
        taken=Sum(
            "allocations__received_pieces", filter=Q(allocations__state="received"), default=0
        ),
    )
    return tuple(
        Lot(batch, batch.pieces, batch.given + batch.taken)
        for batch in rows.order_by("-made_on", "number")
    )


def _full(batches: QuerySet[Batch]) -> QuerySet[Batch]:
    return batches.select_related("bull", "donor", "centre")


def left(lots: Iterable[Lot]) -> tuple[Lot, ...]:
    """Lots of which some pieces are left."""
    return tuple(lot for lot in lots if lot.left > 0)
