"""Who may vote, whether enough voted, and what was carried: quorum and majority by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

_ZERO = Decimal(0)


class Side(StrEnum):
    """Whom a member of the committee stands for."""

    FARM = "farm"
    PROCESSOR = "processor"
    INDEPENDENT = "independent"


BARGAINING = (Side.FARM, Side.PROCESSOR)
"""The two sides that must each agree."""


class Choice(StrEnum):
    """A vote. Who abstains is present and neither for nor against."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


@dataclass(frozen=True, slots=True)
class BallotRules:
    """Shares between 0 and 1.

    Present must be at least ``quorum`` of all who may vote and ``side_quorum`` of each bargaining
    side. Yes must be more than ``majority`` of all yes and no votes, and more than
    ``side_majority`` of those of each bargaining side.
    """

    quorum: Decimal
    side_quorum: Decimal
    majority: Decimal
    side_majority: Decimal


@dataclass(frozen=True, slots=True)
class SideTally:
    """The votes of one side."""

    eligible: int
    yes: int
    no: int
    abstain: int

    @property
    def present(self) -> int:
        """How many voted, abstentions with them."""
        return self.yes + self.no + self.abstain

    @property
    def absent(self) -> int:
        """How many may vote and did not."""
        return self.eligible - self.present


@dataclass(frozen=True, slots=True)
class Tally:
    """The outcome: by side, who is missing for a quorum, and whether the motion is carried.

    ``missing`` holds ``(side or "all", present, needed)``; ``against`` names the sides without a
    majority (``all`` for the whole).
    """

    sides: Mapping[Side, SideTally]
    missing: tuple[tuple[str, int, int], ...]
    against: tuple[str, ...]

    @property
    def has_quorum(self) -> bool:
        """Whether enough members voted."""
        return not self.missing

    @property
    def is_carried(self) -> bool:
        """Whether enough voted and every majority stands."""
        return self.has_quorum and not self.against


def needed(eligible: int, share: Decimal) -> int:
    """The least number of people that is at least ``share`` of those eligible, never below 1."""
    exact = share * eligible
    whole = int(exact)
    return max(1, whole if whole == exact else whole + 1)


def tally(
    seats: Iterable[tuple[str, Side]], votes: Mapping[str, Choice], rules: BallotRules
) -> Tally:
    """Count the votes of the seats that may vote; ``seats`` are ``(key, side)``.

    A vote of a key that has no seat is a programming error and raises ValueError.
    """
    may_vote = dict(seats)
    strangers = set(votes) - set(may_vote)
    if strangers:
        raise ValueError(f"no seat for {sorted(strangers)}")
    sides = {side: _count(side, may_vote, votes) for side in Side}
    whole = SideTally(
        *(sum(getattr(one, name) for one in sides.values()) for name in SideTally.__slots__)
    )
    checks = [("all", whole, rules.quorum, rules.majority)] + [
        (side.value, sides[side], rules.side_quorum, rules.side_majority) for side in BARGAINING
    ]
    missing = tuple(
        (name, counted.present, needed(counted.eligible, quorum))
        for name, counted, quorum, _ in checks
        if counted.present < needed(counted.eligible, quorum)
    )
    against = tuple(
        name
        for name, counted, _, majority in checks
        if not counted.yes > majority * (counted.yes + counted.no)
    )
    return Tally(sides, missing, against)


def _count(side: Side, may_vote: Mapping[str, Side], votes: Mapping[str, Choice]) -> SideTally:
    keys = [key for key, its_side in may_vote.items() if its_side is side]
    cast = [votes[key] for key in keys if key in votes]
    return SideTally(
        eligible=len(keys),
        yes=cast.count(Choice.YES),
        no=cast.count(Choice.NO),
        abstain=cast.count(Choice.ABSTAIN),
    )
