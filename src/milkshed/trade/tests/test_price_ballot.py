"""Quorum and majority, over every way a small committee can vote."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milkshed.trade.science.reference_price.ballot import (
    BallotRules,
    Choice,
    Side,
    needed,
    tally,
)

RULES = BallotRules(Decimal("0.666667"), Decimal("0.5"), Decimal("0.5"), Decimal("0.5"))
SEATS = [
    ("f1", Side.FARM), ("f2", Side.FARM), ("p1", Side.PROCESSOR), ("p2", Side.PROCESSOR),
    ("i1", Side.INDEPENDENT),
]  # fmt: skip
_WAYS = (*Choice, None)


def _by_hand(ways: tuple[Choice | None, ...]) -> tuple[bool, bool]:
    """Quorum and outcome by the words of the rule, written out for five seats."""
    farm, processor = ways[:2], ways[2:4]
    there = sum(way is not None for way in ways)
    quorum = (
        there >= 4 and any(w is not None for w in farm) and any(w is not None for w in processor)
    )

    def wins(part: tuple[Choice | None, ...]) -> bool:
        return part.count(Choice.YES) > part.count(Choice.NO)

    return quorum, quorum and wins(ways) and wins(farm) and wins(processor)


def test_every_way_of_five_members_to_vote() -> None:
    carried = 0
    for ways in product(_WAYS, repeat=len(SEATS)):
        votes = {key: way for (key, _), way in zip(SEATS, ways, strict=True) if way is not None}
        found = tally(SEATS, votes, RULES)
        assert (found.has_quorum, found.is_carried) == _by_hand(ways), ways
        carried += found.is_carried
    assert 0 < carried < 4**5 / 2


@pytest.mark.parametrize(
    ("eligible", "share", "people"),
    [
        (5, "0.666667", 4),
        (6, "0.666667", 5),
        (4, "0.5", 2),
        (3, "0.5", 2),
        (0, "0.5", 1),
        (3, "0", 1),
    ],
)
def test_needed_is_rounded_up_and_never_nobody(eligible: int, share: str, people: int) -> None:
    assert needed(eligible, Decimal(share)) == people


def test_a_side_without_members_never_has_a_quorum() -> None:
    seats = [seat for seat in SEATS if seat[1] is not Side.PROCESSOR]
    found = tally(seats, dict.fromkeys(["f1", "f2", "i1"], Choice.YES), RULES)
    assert ("processor", 0, 1) in found.missing
    assert not found.is_carried


def test_abstaining_makes_a_quorum_and_no_majority() -> None:
    found = tally(SEATS, dict.fromkeys((key for key, _ in SEATS), Choice.ABSTAIN), RULES)
    assert found.has_quorum
    assert found.against == ("all", "farm", "processor")


def test_one_side_cannot_outvote_the_other() -> None:
    votes = {"f1": Choice.YES, "f2": Choice.YES, "i1": Choice.YES, "p1": Choice.NO, "p2": Choice.NO}
    found = tally(SEATS, votes, RULES)
    assert found.has_quorum
    assert found.against == ("processor",)


def test_a_vote_without_a_seat_is_an_error() -> None:
    with pytest.raises(ValueError, match="no seat"):
        tally(SEATS, {"x": Choice.YES}, RULES)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(Side), st.sampled_from(_WAYS)), max_size=20))
def test_another_yes_never_turns_a_carried_motion(
    drawn: list[tuple[Side, Choice | None]],
) -> None:
    seats = [(str(i), side) for i, (side, _) in enumerate(drawn)]
    votes = {str(i): way for i, (_, way) in enumerate(drawn) if way is not None}
    before = tally(seats, votes, RULES)
    for key, way in votes.items():
        if way is not Choice.YES:
            after = tally(seats, {**votes, key: Choice.YES}, RULES)
            assert after.is_carried or not before.is_carried
    assert sum(one.eligible for one in before.sides.values()) == len(drawn)
