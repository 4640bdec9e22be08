"""Reads of quality that its verbs and doors share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from milkshed.kernel.clock import shanghai_day
from milkshed.platform.models import Rule
from milkshed.platform.rule_book import find_rule, rules_under
from milkshed.quality.models import Result, RoutinePanel, Sample
from milkshed.quality.science.analytes import ANALYTES, ROUTINE, Analyte
from milkshed.quality.science.verdict import Limit, Verdict, judge, judge_presence

_LIMIT = "quality.limit."


def limit_rules(day: date) -> Mapping[str, Rule]:
    """The limit rows in force on a day, by analyte code."""
    rows = rules_under(_LIMIT, day)
    return {key.removeprefix(_LIMIT): row for key, row in rows.items()}


def as_limit(code: str, row: Rule | None) -> Limit | None:
    """A rule row as the limit that verdicts use."""
    if row is None:
        return None
    return Limit(row.unit, row.low, row.high, absent=ANALYTES[code].qualitative)


def reference_freezing_point(day: date) -> float:
    """The reference freezing point in ℃ for added water on a day."""
    found = find_rule("quality.freezing_point.reference", day)
    return float(found.value) if found and found.value is not None else -0.525


@dataclass(frozen=True, slots=True)
class Measured:
    """One result ready to show: analyte, value or finding, unit, limit row and verdict."""

    analyte: Analyte
    value: Decimal | None
    found: bool | None
    unit: str
    method: str
    uncertainty: Decimal | None
    limit: Rule | None
    verdict: Verdict

    @property
    def shown(self) -> str:
        """The value as people read it."""
        if self.found is not None:
            return "检出" if self.found else "未检出"
        return f"{self.value:,.{self.analyte.decimals}f}"


def measured(sample: Sample) -> list[Measured]:
    """All results of a sample, from its panel and its result rows."""
    panel = RoutinePanel.objects.filter(pk=sample.pk).first()
    routine = _of_panel(panel, limit_rules(shanghai_day(sample.sampled_at))) if panel else []
    rows = Result.objects.filter(sample=sample).select_related("limit").order_by("pk")
    return routine + [
        Measured(
            row.of,
            row.value,
            row.found,
            row.unit,
            row.method,
            row.uncertainty,
            row.limit,
            Verdict(row.verdict),
        )
        for row in rows
    ]


def _of_panel(panel: RoutinePanel, limits: Mapping[str, Rule]) -> list[Measured]:
    shown: list[Measured] = []
    for code in ROUTINE:
        raw = getattr(panel, code)
        if raw is None:
            continue
        analyte, row = ANALYTES[code], limits.get(code)
        limit = as_limit(code, row)
        value = None if analyte.qualitative else Decimal(raw)
        found = bool(raw) if analyte.qualitative else None
        verdict = (
            judge_presence(bool(raw), limit) if value is None else judge(value, analyte.unit, limit)
        )
        shown.append(
            Measured(analyte, value, found, analyte.unit, analyte.method, None, row, verdict)
        )
    return shown
