"""Lights, worked by hand for every kind of target, and the plan's own sums."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.plan.science.arithmetic import guideline_shares
from milkshed.plan.science.lights import (
    FIRST_DAY,
    LAST_DAY,
    Rule,
    interpolated,
    light,
    path,
    progress,
)

D = Decimal
# 2024-01-01 … 2027-12-31 are 1460 days; 2025-12-31 is day 730, exactly half way.
HALF = date(2025, 12, 31)
MILK = Rule(">=", "up", target=D(450), baseline=D("430.6"))


def colour(rule: Rule, value: object, on: date = HALF) -> str:
    return light(rule, None if value is None else D(str(value)), on).colour.value


def test_the_path_is_half_way_at_half_time() -> None:
    points = interpolated(D("430.6"), D(450))
    assert (LAST_DAY - FIRST_DAY).days == 1460
    assert [day.isoformat() for day, _ in points] == [
        "2024-01-01",
        "2024-12-31",
        "2025-12-31",
        "2026-12-31",
        "2027-12-31",
    ]
    assert path(points, HALF) == D("440.3")
    assert path(points, date(2023, 6, 1)) == D("430.6")
    assert path(points, date(2030, 1, 1)) == D(450)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "grey"),
        (441, "green"),
        ("440.3", "green"),
        ("438.36", "yellow"),  # 1.94 behind 440.3 is 10.0 % of the road of 19.4
        ("438.3", "red"),  # 2.0 behind is 10.3 %
        (450, "blue"),
    ],
)
def test_a_rising_target(value: object, expected: str) -> None:
    assert colour(MILK, value) == expected


def test_a_rising_target_missed_at_the_end_is_red() -> None:
    assert colour(MILK, "449.9", date(2028, 1, 1)) == "red"
    assert progress(MILK, D("440.3")) == D("0.5")


def test_an_unknown_baseline_is_said_plainly() -> None:
    rule = Rule(">=", "up", target=D(200))
    judged = light(rule, D(50), HALF)
    assert judged.colour == "yellow"
    assert judged.expected is None
    assert "基期未给出" in judged.reason.zh
    assert "25.0%" in judged.reason.en
    assert colour(rule, 200) == "blue"
    assert colour(rule, 199, date(2028, 1, 1)) == "red"


@pytest.mark.parametrize(
    ("value", "on", "expected"),
    [
        (100, HALF, "green"),
        ("99.8", HALF, "yellow"),
        (90, HALF, "yellow"),
        ("89.9", HALF, "red"),
        (100, LAST_DAY, "blue"),
        ("99.8", date(2028, 1, 1), "red"),
    ],
)
def test_a_target_to_be_held(value: object, on: date, expected: str) -> None:
    for rule in (
        Rule(">=", "hold", target=D(100), baseline=D(100)),
        Rule("=", "hold", target=D(100), baseline=D(100)),
        Rule(">=", "annual", target=D(100)),
    ):
        assert colour(rule, value, on) == expected


@pytest.mark.parametrize(
    ("value", "on", "expected"),
    [
        (60, HALF, "green"),
        ("61.74", HALF, "green"),
        ("61.75", HALF, "yellow"),
        (63, HALF, "yellow"),
        ("63.01", HALF, "red"),
        (62, LAST_DAY, "blue"),
    ],
)
def test_a_cap(value: object, on: date, expected: str) -> None:
    assert colour(Rule("<=", "cap", target=D(63)), value, on) == expected


@pytest.mark.parametrize(
    ("value", "on", "expected"),
    [
        (91, HALF, "green"),  # the path from 92 to 90 stands at 91
        ("93.7", HALF, "green"),  # 2.7 off is 3 % of 90
        ("93.8", HALF, "yellow"),
        ("88.2", HALF, "yellow"),
        (100, HALF, "yellow"),  # 9 off is 10 %
        ("100.1", HALF, "red"),  # more cattle is as wrong as fewer
        ("81.9", HALF, "red"),
        ("90.5", LAST_DAY, "blue"),
    ],
)
def test_a_band_is_judged_from_both_sides(value: object, on: date, expected: str) -> None:
    herd = Rule("band", "band", target=D(90), baseline=D(92), tolerance_share=D("0.03"))
    assert colour(herd, value, on) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(2, "green"), ("1.6", "yellow"), (1, "red"), (4, "blue"), (7, "blue")]
)
def test_a_range_is_done_at_its_low_end(value: object, expected: str) -> None:
    rule = Rule("range", "up", low=D(4), high=D(5), baseline=D(0))
    assert colour(rule, value) == expected


def test_over_the_range_is_shown_and_not_punished() -> None:
    rule = Rule("range", "up", low=D(4), high=D(5), baseline=D(0))
    assert "上限" in light(rule, D(7), HALF).reason.zh


@pytest.mark.parametrize(
    ("value", "on", "expected"),
    [
        (0, HALF, "green"),
        (0, date(2027, 3, 1), "yellow"),
        (4500, HALF, "blue"),
        (4000, date(2028, 1, 1), "red"),
    ],
)
def test_a_project_is_not_late_before_the_last_year(value: int, on: date, expected: str) -> None:
    rule = Rule("project", "project", target=D(4500), baseline=D(0))
    assert colour(rule, value, on) == expected


@pytest.mark.parametrize(
    ("rule", "value", "expected"),
    [
        (Rule("<=", "cap", target=D(0)), 1, "red"),
        (Rule("<=", "cap", target=D(0)), 0, "green"),
        (Rule("band", "band", target=D(0), baseline=D(5)), 3, "grey"),
        (Rule(">=", "up", target=D(0), baseline=D(0)), 0, "blue"),
        (Rule(">=", "up", target=D(0)), -1, "grey"),
        (Rule("=", "hold", target=D(0)), -1, "grey"),
        (Rule(">=", "project", target=D(0)), -1, "grey"),
    ],
)
def test_a_target_of_nought_divides_nothing(rule: Rule, value: int, expected: str) -> None:
    found = light(rule, D(value), HALF)
    assert found.colour.value == expected
    assert found.reason.zh
    assert progress(rule, D(value)) is None or rule.baseline != rule.goal


def test_too_few_records_blame_nobody() -> None:
    thin = light(MILK, D(30), HALF, D("0.1"))
    assert thin.colour == "grey"
    assert "10.0%" in thin.reason.zh
    assert light(MILK, D(30), HALF, D("0.5")).colour == "red"
    assert light(MILK, D(451), HALF, D("0.1")).colour == "blue"


def test_official_points_replace_ours() -> None:
    rule = Rule(
        ">=", "up", target=D(200), baseline=D(0), points=((FIRST_DAY, D(0)), (LAST_DAY, D(20)))
    )
    assert light(rule, D(10), HALF).colour == "green"


@given(st.decimals(0, 1000, places=2), st.dates(FIRST_DAY, LAST_DAY), st.decimals(0, 100, places=2))
def test_more_of_a_rising_figure_is_never_judged_worse(value: D, on: date, more: D) -> None:
    order = ["red", "yellow", "green", "blue"]
    assert order.index(colour(MILK, value, on)) <= order.index(colour(MILK, value + more, on))


def test_guideline_shares_are_not_those_stated() -> None:
    """41.3 kg of 183 and of 110 kg; the plan states 23.0 and 35.1 per cent."""
    low, high = guideline_shares()
    assert (f"{low:.1f}", f"{high:.1f}") == ("22.6", "37.5")
