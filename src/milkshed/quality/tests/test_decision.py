"""Decision rules with guard bands, and results below detection."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.quality.science.decision import (
    SIMPLE,
    DecisionRule,
    UncertaintyRequired,
    figure_below,
    judge_below,
    judge_guarded,
)
from milkshed.quality.science.verdict import Limit, Verdict, judge

LIMIT = Limit("mg/kg", high=Decimal("2.5"))
NUMBERS = st.decimals(0, 10, places=3)


def guarded(value: str, acceptance: str, rejection: str) -> Verdict:
    rule = DecisionRule(Decimal(acceptance), Decimal(rejection))
    return judge_guarded(Decimal(value), "mg/kg", LIMIT, rule, Decimal("0.3"))


def test_guard_bands_move_the_bounds() -> None:
    assert guarded("2.4", "0", "0") is Verdict.PASS
    assert guarded("2.6", "0", "0") is Verdict.FAIL
    assert guarded("2.4", "1", "0") is Verdict.UNDECIDED
    assert guarded("2.2", "1", "0") is Verdict.PASS
    assert guarded("2.6", "0", "1") is Verdict.UNDECIDED
    assert guarded("2.9", "0", "1") is Verdict.FAIL
    with pytest.raises(UncertaintyRequired):
        judge_guarded(Decimal(1), "mg/kg", LIMIT, DecisionRule(Decimal(1)), None)


def test_less_than_a_bound() -> None:
    assert judge_below(Decimal("50"), "µg/kg", LIMIT) is Verdict.PASS
    assert judge_below(Decimal("3"), "mg/kg", LIMIT) is Verdict.UNDECIDED
    assert judge_below(Decimal("3.0"), "g/100g", Limit("g/100g", low=Decimal("3.1"))) is (
        Verdict.UNDECIDED
    )
    assert judge_below(Decimal(1), "mg/kg", None) is Verdict.UNDECIDED
    assert figure_below(Decimal("0.05"), Decimal("0.5")) == Decimal("0.025")
    with pytest.raises(ValueError, match="between 0 and 1"):
        figure_below(Decimal(1), Decimal(2))


@given(NUMBERS, NUMBERS, st.decimals(0, 2, places=2), st.decimals(0, 2, places=2))
def test_a_guard_band_never_turns_a_verdict_round(
    value: Decimal, spread: Decimal, acceptance: Decimal, rejection: Decimal
) -> None:
    simple = judge_guarded(value, "mg/kg", LIMIT, SIMPLE, None)
    assert simple is judge(value, "mg/kg", LIMIT)
    found = judge_guarded(value, "mg/kg", LIMIT, DecisionRule(acceptance, rejection), spread)
    assert found in (simple, Verdict.UNDECIDED)
