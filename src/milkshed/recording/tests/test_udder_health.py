"""Udder health by calendar months (DLQ 1.15), against a herd worked out by hand."""

import numpy as np
import pytest

from milkshed.recording.science.somatic_cells import Share
from milkshed.recording.science.udder_health import (
    CellTests,
    UdderLimits,
    cell_tests,
    monthly_report,
)

# months run from January 1970; month 12 is January 1971, its tenth is day 374
_TENTHS = {12: 374, 11: 343, 10: 313, 9: 282, 5: 160}


def _tests(rows: list[tuple[int, int, int, int, float]]) -> CellTests:
    cow, month, parity, dim, count = zip(*rows, strict=True)
    return cell_tests(cow, [_TENTHS[m] for m in month], parity, dim, count)


HERD = _tests(
    [
        # cow, month, parity, dim, thousand cells
        (1, 10, 2, 100, 50), (1, 11, 2, 130, 90), (1, 12, 2, 160, 80),  # low throughout
        (2, 11, 1, 40, 100), (2, 12, 1, 70, 150),  # new at 100, healthy at 200
        (3, 11, 3, 200, 150), (3, 12, 3, 230, 60),  # cured at 100, healthy at 200
        (4, 10, 4, 90, 800), (4, 11, 4, 120, 900), (4, 12, 4, 150, 750),  # no hope
        (5, 11, 2, 60, 150), (5, 12, 2, 90, 260),  # new at 200, high at 100 in both
        (6, 10, 2, 60, 90), (6, 12, 2, 120, 210),  # November missed: new at 200, not monthly
        (7, 9, 1, 300, 60), (7, 12, 2, 20, 300),  # dry period: new infection (92 days apart)
        (8, 9, 2, 290, 400), (8, 12, 3, 30, 70),  # dry period: cured
        (9, 5, 2, 250, 40), (9, 12, 3, 15, 500),  # 214 days apart: not counted over the dry period
        (10, 12, 1, 25, 120),  # a heifer's first test
    ]
)  # fmt: skip


def test_the_german_set() -> None:
    found = monthly_report(HERD, 12, UdderLimits(fewest_months=5))
    assert found.months_tested == 5
    # tested in month 12: all ten; at most 100: cows 1 (80), 3 (60), 8 (70)
    assert found.without_signs == Share(3, 10)
    # at most 100 in month 11 and the same lactation: cows 1, 2; above now: 2
    assert found.new_infection == Share(1, 2)
    # above 100 in month 11: 3, 4, 5; at most 100 now: 3
    assert found.cure == Share(1, 3)
    # above 200 twice: 4 (5 had 150)
    assert found.chronic == Share(1, 10)
    assert found.poor_prospects == Share(1, 10)
    # calved between tests at most 212 days apart: 7 (low before), 8 (high before)
    assert (found.dry_new, found.dry_cure) == (Share(1, 1), Share(1, 1))
    # first tests of parity 1 within 100 days: 2 (100), 10 (120)
    assert found.heifer_mastitis == Share(1, 2)


def test_too_few_months_say_nothing_of_dry_periods_and_heifers() -> None:
    found = monthly_report(HERD, 12)
    assert (found.dry_new, found.dry_cure, found.heifer_mastitis) == (None, None, None)
    assert found.without_signs == Share(3, 10)


def test_of_two_tests_in_a_month_the_later_counts() -> None:
    twice = cell_tests([1, 1, 1], [343, 370, 380], [1, 1, 1], [30, 57, 67], [50, 400, 60])
    assert monthly_report(twice, 12).without_signs == Share(1, 1)


def test_no_tests_and_bad_columns() -> None:
    nothing = cell_tests([], [], [], [], [])
    assert monthly_report(nothing, 12).chronic.share is None
    assert len(cell_tests([1], [374], [1], [9], [np.nan]).cow) == 0
    with pytest.raises(ValueError, match="one length"):
        cell_tests([1], [1, 2], [1], [1], [1])
