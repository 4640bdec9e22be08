"""Who may vote in a round, who may not and why, and how a motion stands."""

from dataclasses import dataclass
from datetime import date

from milkshed.kernel.text import Text
from milkshed.trade.models import PriceConflict, PriceMotion, PriceRound, PriceSeat
from milkshed.trade.queries.price_rules import ballot_rules
from milkshed.trade.science.reference_price.ballot import Choice, Side, Tally, tally

EXPIRED = Text("不在任期内", "The term does not cover this day")
RECUSED = Text("已申报回避", "Recused by a declared interest")


@dataclass(frozen=True, slots=True)
class SeatStanding:
    """A seat on a day: whether it may vote in a round, and if not, why."""

    seat: PriceSeat
    hindrance: Text | None


def standing(seat: PriceSeat, round_of: PriceRound, day: date) -> SeatStanding:
    """Whether one seat may vote in a round on a day."""
    if not seat.is_held_on(day):
        return SeatStanding(seat, EXPIRED)
    return SeatStanding(seat, RECUSED if seat.pk in _recused(round_of) else None)


def standings(round_of: PriceRound, day: date) -> list[SeatStanding]:
    """All seats whose term covers a day, the chair first, then by side."""
    recused = _recused(round_of)
    seats = PriceSeat.objects.filter(valid_from__lte=day, valid_to__gte=day)
    ordered = seats.select_related("person", "organisation").order_by("-is_chair", "side", "pk")
    return [SeatStanding(seat, RECUSED if seat.pk in recused else None) for seat in ordered]


def _recused(round_of: PriceRound) -> set[int]:
    declared = PriceConflict.objects.filter(recuses=True)
    declared = declared.filter(round=round_of) | declared.filter(round__isnull=True)
    return set(declared.values_list("seat_id", flat=True))


def count_motion(motion: PriceMotion, day: date) -> Tally:
    """How a motion stands with the votes cast so far, by the rules of the day."""
    votes = {str(vote.seat_id): Choice(vote.choice) for vote in motion.votes.all()}
    seats = [
        (str(one.seat.pk), Side(one.seat.side))
        for one in standings(motion.round, day)
        if one.hindrance is None
    ]
    known = {key for key, _ in seats}
    return tally(
        seats, {key: vote for key, vote in votes.items() if key in known}, ballot_rules(day)
    )
