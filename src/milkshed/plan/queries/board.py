"""Reads of the plan: the board, one indicator, and the plan's own arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Prefetch, QuerySet, Subquery, Window
from django.db.models.functions import JSONObject, RowNumber

from milkshed.kernel.counties import County, Zone, counties_in_zone
from milkshed.kernel.text import Text
from milkshed.plan.facts.reading import group_titles
from milkshed.plan.models import (
    ComputedFigure,
    Contradiction,
    Indicator,
    ManualReport,
    Milestone,
    TargetClaim,
)
from milkshed.plan.science.arithmetic import Check, checks
from milkshed.plan.science.lights import Light, Rule, light, progress
from milkshed.platform.models import Place, PlaceKind

_SPARK_POINTS = 24


@dataclass(frozen=True, slots=True)
class ClaimLight:
    """One claim of an indicator with the light it would get."""

    claim: TargetClaim
    light: Light


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One indicator as the board shows it.

    ``value`` is the computed figure, or the accepted report where nothing is computed;
    ``reported`` stands beside a computed one. ``spark`` is the history (day, value), oldest
    first.
    """

    indicator: Indicator
    value: Decimal | None
    value_on: date | None
    by_hand: bool
    reported: Decimal | None
    light: Light
    progress: Decimal | None
    coverage: Decimal | None
    claims: tuple[ClaimLight, ...] = ()
    spark: tuple[tuple[date, Decimal], ...] = ()


def with_latest(on: date) -> QuerySet[Indicator]:
    """Current indicators with their latest figure, accepted report and path, in one query."""
    figures = ComputedFigure.objects.filter(
        indicator=OuterRef("pk"), as_of__lte=on, failed=False
    ).order_by("-as_of", "-pk")
    # what was reported under an older version counts where the indicator means the same
    reports = ManualReport.objects.filter(
        indicator__code=OuterRef("code"),
        indicator__unit=OuterRef("unit"),
        as_of__lte=on,
        state="accepted",
    ).order_by("-as_of", "-pk")
    points = Milestone.objects.filter(indicator=OuterRef("pk")).order_by("on")
    latest = JSONObject(value="value", as_of="as_of")
    covered = JSONObject(value="value", as_of="as_of", coverage="coverage")
    return Indicator.objects.filter(version__current=True).annotate(
        latest_figure=Subquery(figures.values(data=covered)[:1]),
        latest_report=Subquery(reports.values(data=latest)[:1]),
        path_points=ArraySubquery(points.values(data=JSONObject(on="on", value="value"))),
    )


def judged(indicator: Any, on: date) -> BoardRow:
    """An indicator of :func:`with_latest` with its value and light."""
    figure, report = indicator.latest_figure, indicator.latest_report
    computed = _decimal(figure)
    reported = _decimal(report)
    by_hand = computed is None and reported is not None
    value = reported if by_hand else computed
    source = report if by_hand else figure
    rule = _rule(indicator)
    coverage = None if by_hand else _decimal(figure, "coverage")
    return BoardRow(
        indicator=indicator,
        value=value,
        value_on=date.fromisoformat(source["as_of"]) if source else None,
        by_hand=by_hand,
        reported=reported,
        light=light(rule, value, on, coverage),
        progress=progress(rule, value),
        coverage=coverage,
    )


def _decimal(latest: dict[str, Any] | None, name: str = "value") -> Decimal | None:
    if latest is None or latest[name] is None:
        return None
    return Decimal(str(latest[name]))


def _rule(indicator: Any) -> Rule:
    rule: Rule = indicator.rule(
        [
            Milestone(on=date.fromisoformat(p["on"]), value=Decimal(str(p["value"])))
            for p in indicator.path_points
        ]
    )
    return rule


@dataclass(frozen=True, slots=True)
class BoardGroup:
    """The indicators of one part of the plan."""

    code: str
    title: Text
    rows: tuple[BoardRow, ...]


def board(on: date) -> tuple[BoardGroup, ...]:
    """All indicators by group, with claims and history; four queries whatever their number."""
    indicators = list(
        with_latest(on).prefetch_related(
            Prefetch("claims", TargetClaim.objects.select_related("indicator"))
        )
    )
    sparks = _sparks([i.pk for i in indicators], on)
    rows = [_with_details(judged(i, on), sparks.get(i.pk, ()), on) for i in indicators]
    return tuple(
        BoardGroup(code, title, tuple(r for r in rows if r.indicator.group == code))
        for code, title in group_titles().items()
        if any(r.indicator.group == code for r in rows)
    )


def board_row(indicator: Indicator, on: date) -> BoardRow:
    """One indicator with claims and history."""
    found = with_latest(on).prefetch_related("claims").get(pk=indicator.pk)
    return _with_details(judged(found, on), _sparks([found.pk], on).get(found.pk, ()), on)


def _with_details(row: BoardRow, spark: Sequence[tuple[date, Decimal]], on: date) -> BoardRow:
    claims = tuple(
        ClaimLight(claim, light(claim.rule(), row.value, on, row.coverage))
        for claim in row.indicator.claims.all()
    )
    return replace(row, claims=claims, spark=tuple(spark))


def _sparks(indicators: Sequence[int], on: date) -> dict[int, list[tuple[date, Decimal]]]:
    """The last values by day: of several figures for one day the youngest."""
    rows = (
        ComputedFigure.objects.filter(indicator__in=indicators, as_of__lte=on, value__isnull=False)
        .annotate(
            age=Window(
                RowNumber(),
                partition_by=[F("indicator"), F("as_of")],
                order_by=F("pk").desc(),
            )
        )
        .filter(age=1)
        .order_by("indicator", "as_of")
        .values_list("indicator", "as_of", "value")
    )
    found: dict[int, list[tuple[date, Decimal]]] = {}
    for key, day, value in rows:
        if value is not None:
            found.setdefault(key, []).append((day, value))
    return {key: series[-_SPARK_POINTS:] for key, series in found.items()}


def zone_counties_without_farms(on: date) -> tuple[County, ...]:
    """Counties of the plan's zones where no farm is on record, so that the region is not whole."""
    held = set(Place.objects.filter(kind=PlaceKind.FARM).values_list("county", flat=True))
    named = [c for zone in (Zone.TWIN_CORE, Zone.TWO_WINGS) for c in counties_in_zone(zone, on)]
    return tuple(county for county in named if county.code not in held)


def contradictions_of(indicator: Indicator) -> QuerySet[Contradiction]:
    """The contradictions that concern an indicator."""
    return Contradiction.objects.filter(
        version=indicator.version_id, indicators__contains=[indicator.code]
    )


def arithmetic() -> tuple[Check, ...]:
    """The plan's sums worked out again from its own targets."""
    targets = {
        i.code: _short(i.target)
        for i in Indicator.objects.filter(version__current=True)
        if i.target is not None
    }
    return checks(targets) if targets else ()


def _short(value: Decimal) -> Decimal:
    """A stored number without its trailing zeros, written plainly."""
    return Decimal(f"{value:f}".rstrip("0").rstrip(".")) if "." in f"{value:f}" else value
