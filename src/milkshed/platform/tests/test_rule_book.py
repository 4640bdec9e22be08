from datetime import date
from decimal import Decimal

import pytest

from milkshed.kernel.problems import Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import Rule
from milkshed.platform.rule_book import RuleRow, find_rule, load_rules, rule, rules_under


def _row(first: date, last: date | None, high: str, status: str = "official") -> RuleRow:
    return RuleRow(
        key="quality.limit.lead",
        title=Text("铅", "Lead"),
        unit="mg/kg",
        source="GB 2762",
        status=status,
        valid_from=first,
        valid_to=last,
        high=Decimal(high),
    )


ROWS = (
    _row(date(2017, 9, 17), date(2023, 6, 29), "0.05"),
    _row(date(2023, 6, 30), None, "0.02", "recalled"),
)


@pytest.mark.django_db
def test_the_row_of_the_day_is_found() -> None:
    load_rules(ROWS)
    assert rule("quality.limit.lead", date(2020, 1, 1)).high == Decimal("0.05")
    assert rule("quality.limit.lead", date(2024, 1, 1)).high == Decimal("0.02")
    assert not rule("quality.limit.lead", date(2024, 1, 1)).confirmed
    assert find_rule("quality.limit.lead", date(2010, 1, 1)) is None
    assert rules_under("quality.limit.", date(2024, 1, 1)).keys() == {"quality.limit.lead"}


@pytest.mark.django_db
def test_loading_again_keeps_what_people_edited() -> None:
    assert load_rules(ROWS) == 2
    Rule.objects.filter(valid_from=date(2023, 6, 30)).update(status="official")
    assert load_rules(ROWS) == 0
    assert rule("quality.limit.lead", date(2024, 1, 1)).confirmed


@pytest.mark.django_db
def test_a_missing_rule_is_a_problem_that_names_key_and_day() -> None:
    with pytest.raises(Problem) as caught:
        rule("quality.limit.lead", date(2024, 1, 1))
    assert "quality.limit.lead" in caught.value.detail.zh
