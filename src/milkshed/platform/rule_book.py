"""Dated, source-tagged rule rows: limits, clocks, targets and coefficients, never constants."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.platform.editions import kept
from milkshed.platform.models import Rule

ALWAYS = date(2000, 1, 1)
"""The first day of a row whose source names none."""


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as a room writes it in its ``rules.py``.

    ``status`` is ``official`` (read in the source), ``recalled`` (to be confirmed) or
    ``assumed`` (set by us).
    """

    key: str
    title: Text
    unit: str
    source: str
    status: str
    valid_from: date
    valid_to: date | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    value: Decimal | None = None
    note: str = ""


def rule_row(
    prefix: str,
    key: str,
    zh: str,
    en: str,
    unit: str,
    source: str,
    status: str,
    *,
    since: date = ALWAYS,
    low: str | None = None,
    high: str | None = None,
    value: str | None = None,
    note: str = "",
) -> RuleRow:
    """A row under a room's prefix; bounds and value as decimal text."""
    return RuleRow(
        key=f"{prefix}{key}",
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


def load_rules(rows: Iterable[RuleRow]) -> int:
    """Write rows that are not there yet (same key and first day); edited rows stay as they are."""
    written = 0
    for row in rows:
        _, created = Rule.objects.get_or_create(
            key=row.key,
            valid_from=row.valid_from,
            defaults={
                "title_zh": row.title.zh,
                "title_en": row.title.en,
                "unit": row.unit,
                "source": row.source,
                "status": row.status,
                "valid_to": row.valid_to,
                "low": row.low,
                "high": row.high,
                "value": row.value,
                "note": row.note,
            },
        )
        written += created
    return written


def find_rule(key: str, on: date) -> Rule | None:
    """The row of ``key`` in force on a day, the youngest first day winning.

    Rows are read once a process and shared: to change one, read it from the database.
    """
    rows = kept(("rule", key), lambda: list(Rule.objects.filter(key=key).order_by("valid_from")))
    return next((row for row in reversed(rows) if _in_force(row, on)), None)


def _in_force(row: Rule, on: date) -> bool:
    return row.valid_from <= on and (row.valid_to is None or row.valid_to >= on)


def rule(key: str, on: date) -> Rule:
    """Like :func:`find_rule`, but a missing rule is a problem."""
    found = find_rule(key, on)
    if found is None:
        raise Problem(
            NOT_FOUND,
            Text(f"规则 {key} 在 {on} 无有效条目", f"Rule {key} has no row in force on {on}"),
        )
    return found


def rules_under(prefix: str, on: date) -> dict[str, Rule]:
    """All rules in force whose key starts with ``prefix``, by key; shared as in find_rule."""
    rows = kept(
        ("rules", prefix),
        lambda: list(Rule.objects.filter(key__startswith=prefix).order_by("valid_from")),
    )
    return {row.key: row for row in rows if _in_force(row, on)}


@dataclass(frozen=True, slots=True)
class RulesInForce:
    """A room's rows in force on a day by key, read as what its methods take.

    A room names its ``prefix``; keys are asked for without it.
    """

    prefix: ClassVar[str]

    rows: dict[str, Rule]

    @classmethod
    def on(cls, day: date) -> Self:
        """The rules of a day."""
        return cls(rules_under(cls.prefix, day))

    def value(self, key: str) -> float:
        """The value of a row."""
        value = self.rows[self.prefix + key].value
        assert value is not None, key
        return float(value)

    def bounds(self, key: str) -> tuple[float, float]:
        """Lower and upper bound of a row, open where it names none."""
        row = self.rows[self.prefix + key]
        return (
            float("-inf") if row.low is None else float(row.low),
            float("inf") if row.high is None else float(row.high),
        )

    @property
    def unconfirmed(self) -> tuple[str, ...]:
        """Keys of rows that are not official."""
        return tuple(key for key, row in self.rows.items() if not row.confirmed)

    def manifest(self) -> dict[str, object]:
        """The rows as a report or a run keeps them: key to numbers, source and status."""
        return {
            key: {
                "low": _plain(row.low),
                "high": _plain(row.high),
                "value": _plain(row.value),
                "status": row.status,
                "source": row.source,
            }
            for key, row in self.rows.items()
        }


def _plain(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
