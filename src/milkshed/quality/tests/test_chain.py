"""The chain of custody alone: digests bind the steps, and every gap is found."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.quality.science.chain import Step, acceptance_digest, gaps, step_digest
from milkshed.quality.science.recovery import Prices, claim_for

START = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
PRICES = Prices(Decimal("3.20"), Decimal("0.30"), Decimal(60))


def bound(steps: list[Step]) -> list[Step]:
    signed: list[Step] = []
    for step in steps:
        before = signed[-1].digest if signed else ""
        done = replace(step, digest=step_digest("S1", before, step))
        if done.accepted_at is not None:
            done = replace(
                done, acceptance=acceptance_digest(done.digest, done.taker, done.accepted_at)
            )
        signed.append(done)
    return signed


def whole() -> list[Step]:
    def at(hours: float) -> datetime:
        return START + timedelta(hours=hours)

    return bound(
        [
            Step("taken", None, 1, START, place="站"),
            Step("sealed", 1, 1, at(0.1), seal="F1"),
            Step("handed", 1, 2, at(1), Decimal("3.5"), "F1", "途中", accepted_at=at(1.1)),
            Step("received", 2, 3, at(4), Decimal("4.0"), "F1", "实验室"),
        ]
    )


def rules(steps: list[Step]) -> set[str]:
    found = gaps("S1", steps, low_c=Decimal(0), high_c=Decimal(6))
    return {gap.rule for gap in found}


def test_a_whole_chain_has_no_gap() -> None:
    assert gaps("S1", whole(), low_c=Decimal(0), high_c=Decimal(6)) == []


@given(
    st.integers(0, 3),
    st.sampled_from(["kind", "giver", "taker", "at", "temperature_c", "seal", "place"]),
)
def test_whatever_is_changed_afterwards_is_seen(position: int, field: str) -> None:
    steps = whole()
    other = {
        "kind": "disposed", "giver": 9, "taker": 8, "at": START + timedelta(days=9),
        "temperature_c": Decimal("5.9"), "seal": "F9", "place": "别处",
    }[field]  # fmt: skip
    steps[position] = replace(steps[position], **{field: other})
    assert "digest" in rules(steps)


@given(st.integers(0, 3))
def test_a_step_that_is_taken_out_is_seen(position: int) -> None:
    steps = whole()
    del steps[position]
    # the last step leaves no trace in those before it; the state of the sample tells
    assert bool(rules(steps)) == (position < 3)


def test_each_gap_has_its_rule() -> None:
    taken, sealed, handed, received = whole()
    assert rules([]) == {"no-custody"}
    assert rules(bound([sealed])) == {"first-step"}
    assert rules(bound([taken, sealed, replace(handed, accepted_at=None), received])) == {
        "unsigned"
    }
    assert rules(bound([taken, sealed, replace(received, giver=7)])) == {"holder"}
    assert rules(bound([taken, sealed, replace(received, giver=1, seal="F2")])) == {"seal"}
    early = replace(received, giver=1, at=START - timedelta(hours=1))
    assert rules(bound([taken, sealed, early])) == {"monotone"}
    warm = bound([taken, sealed, replace(received, giver=1, temperature_c=Decimal("9.5"))])
    (gap,) = gaps("S1", warm, high_c=Decimal(6))
    assert (gap.rule, gap.is_break) == ("temperature", False)
    forged = replace(handed, acceptance="0" * 64)
    assert "digest" in rules([taken, sealed, forged, received])


def test_a_note_adds_up() -> None:
    claim = claim_for(Decimal("24990.5"), Decimal("2499.1"), 7, PRICES)
    assert claim.milk_yuan == Decimal("71972.48")
    assert claim.disposal_yuan == Decimal("7497.15")
    assert claim.total_yuan == Decimal("79889.63")
    with pytest.raises(ValueError, match="own_kg"):
        claim_for(Decimal(1), Decimal(2), 0, PRICES)


@given(st.decimals(0, 50_000, places=1), st.decimals(0, 1, places=3), st.integers(0, 40))
def test_the_larger_its_own_share_the_smaller_the_claim(
    lost: Decimal, share: Decimal, tests: int
) -> None:
    own = (lost * share).quantize(Decimal("0.1"))
    whole_claim = claim_for(lost, Decimal(0), tests, PRICES)
    claim = claim_for(lost, min(own, lost), tests, PRICES)
    assert claim.total_yuan <= whole_claim.total_yuan
    assert claim.disposal_yuan == whole_claim.disposal_yuan
