"""How rule rows of the herd are written."""

from datetime import date
from decimal import Decimal

from milkshed.kernel.text import Text
from milkshed.platform.rule_book import RuleRow

_START = date(2000, 1, 1)


def row(
    key: str,
    zh: str,
    en: str,
    unit: str,
    source: str,
    status: str,
    *,
    low: str | None = None,
    high: str | None = None,
    value: str | None = None,
    since: date = _START,
    note: str = "",
) -> RuleRow:
    """A row under ``herd.``; bounds and value as decimal text."""
    return RuleRow(
        key=f"herd.{key}",
        title=Text(zh, en),
        unit=unit,
        source=source,
        status=status,
        valid_from=since,
        low=None if low is None else Decimal(low),
        high=None if high is None else Decimal(high),
        value=None if value is None else Decimal(value),
        note=note,
    )
