"""Dated, source-tagged rule rows: limits, clocks, targets and coefficients, never constants."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import Rule


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
    """The row of ``key`` in force on a day, the youngest first day winning."""
    in_force = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    return (
        Rule.objects.filter(in_force, key=key, valid_from__lte=on).order_by("-valid_from").first()
    )


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
    """All rules in force whose key starts with ``prefix``, by key."""
    in_force = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    rows = Rule.objects.filter(in_force, key__startswith=prefix, valid_from__lte=on)
    return {row.key: row for row in rows.order_by("valid_from")}
