"""A draw is the same for everyone who repeats it, fair in the long run, and says why it refuses."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milkshed.quality.science.drawing import (
    Candidate,
    DrawError,
    Frame,
    digest_of,
    draw,
    frame_digest,
    inclusion_probabilities,
)

SEED, WORD = "7f" * 32, "塞上江南"
PINNED = [("B-09", ("o4", "o2")), ("A-10", ("o1", "o3")), ("A-05", ("o2", "o3"))]


def frame(sizes: object = None, **changes: object) -> Frame:
    candidates = tuple(
        Candidate(f"{county}-{n:02d}", county, weight=1 + n % 3, owner=f"firm-{n % 5}")
        for county in ("A", "B")
        for n in range(12)
    )
    values: dict[str, object] = {
        "candidates": candidates,
        "sizes": sizes or {"A": 4, "B": 3},
        "officers": ("o1", "o2", "o3", "o4"),
        "conflicts": frozenset({("o1", "firm-1"), ("o2", "firm-2")}),
    }
    return Frame(**(values | changes))  # type: ignore[arg-type]


def test_the_same_seed_and_word_give_the_same_draw_whatever_the_order_of_the_list() -> None:
    drawn = draw(frame(), SEED, WORD)
    shuffled = frame(candidates=tuple(reversed(frame().candidates)))
    assert draw(shuffled, SEED, WORD) == drawn
    assert frame_digest(shuffled) == frame_digest(frame())
    assert len({one.key for one in drawn}) == 7
    assert draw(frame(), SEED, "another word") != drawn
    assert digest_of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_published_draw_is_pinned() -> None:
    """What version 1 of the algorithm answered once, it answers for ever."""
    drawn = draw(frame({"A": 2, "B": 1}), "seed", "word")
    assert [(one.key, one.officers) for one in drawn] == PINNED


def test_nobody_goes_where_they_have_a_conflict_and_work_is_shared() -> None:
    owners = {c.key: c.owner for c in frame().candidates}
    counts: dict[str, int] = {}
    for one in draw(frame(), SEED, WORD):
        assert len(set(one.officers)) == 2
        for officer in one.officers:
            assert (officer, owners[one.key]) not in frame().conflicts
            counts[officer] = counts.get(officer, 0) + 1
    assert max(counts.values()) - min(counts.values()) <= 2


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"sizes": {"A": 13}}, "stratum-too-large"),
        ({"officers": ("o1",)}, "officers"),
        ({"officers": ("o1", "o1", "o2")}, "twice"),
        ({"candidates": (Candidate("x", "A", 0), Candidate("y", "A"))}, "weight"),
    ],
)
def test_a_draw_that_cannot_be_made_says_why(changes: dict[str, object], rule: str) -> None:
    with pytest.raises(DrawError) as caught:
        draw(frame(**({"sizes": {"A": 1}} | changes)), SEED, WORD)
    assert caught.value.rule == rule


@given(st.lists(st.integers(1, 50), min_size=1, max_size=30), st.data())
def test_probabilities_sum_to_the_size_and_keep_the_order_of_weights(
    weights: list[int], data: st.DataObject
) -> None:
    size = data.draw(st.integers(0, len(weights)))
    shares = inclusion_probabilities(weights, size)
    assert sum(shares) == size
    assert all(0 <= share <= 1 for share in shares)
    ranked = sorted(zip(weights, shares, strict=True))
    assert all(a[1] <= b[1] for a, b in itertools.pairwise(ranked))


@settings(max_examples=25)
@given(st.text(min_size=1, max_size=20), st.integers(0, 12))
def test_exactly_as_many_are_drawn_as_asked(seed: str, size: int) -> None:
    drawn = draw(frame({"A": size, "B": 2}), seed, "w")
    assert sum(one.stratum == "A" for one in drawn) == size
    assert len({one.key for one in drawn}) == size + 2


def test_objects_are_drawn_as_often_as_their_weight_says() -> None:
    candidates = tuple(Candidate(str(n), "A", weight=n + 1) for n in range(6))
    every = frame({"A": 2}, candidates=candidates, conflicts=frozenset())
    rounds = 1500
    hits = dict.fromkeys("012345", 0)
    for n in range(rounds):
        for one in draw(every, str(n), ""):
            hits[one.key] += 1
    expected = inclusion_probabilities([c.weight for c in candidates], 2)
    for candidate, share in zip(candidates, expected, strict=True):
        # five standard deviations of a share over the rounds
        spread = 5 * float(share * (1 - share) / rounds) ** 0.5
        assert abs(hits[candidate.key] / rounds - float(share)) < spread + 1e-9
    assert expected[0] == Fraction(2, 21)
