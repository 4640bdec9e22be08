"""Reads of the bench: control charts, and a laboratory's own figures."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from milkshed.kernel.clock import shanghai_day, start_of_day
from milkshed.kernel.text import Text
from milkshed.platform.calendar.table import working_calendar
from milkshed.platform.models import Transition
from milkshed.platform.rule_book import rules_under
from milkshed.quality.models import ControlReading, ControlSeries, Laboratory, Result, Sample
from milkshed.quality.science.control_charts import (
    BEYOND_3,
    CUSUM_DOWN,
    CUSUM_UP,
    EIGHT_ON_A_SIDE,
    EWMA_OUT,
    FOUR_OF_FIVE,
    TWO_OF_THREE,
    Charts,
    charts,
)

SIGNALS: dict[str, Text] = {
    BEYOND_3: Text("1点超出3σ", "1 beyond 3 sd"),
    TWO_OF_THREE: Text("3点中2点在同侧2σ外", "2 of 3 beyond 2 sd on one side"),
    FOUR_OF_FIVE: Text("5点中4点在同侧1σ外", "4 of 5 beyond 1 sd on one side"),
    EIGHT_ON_A_SIDE: Text("连续8点在同侧", "8 in a row on one side"),
    CUSUM_UP: Text("累积和向上越界", "CUSUM above"),
    CUSUM_DOWN: Text("累积和向下越界", "CUSUM below"),
    EWMA_OUT: Text("指数加权平均越界", "EWMA out of limits"),
}
_MOST_READINGS = 200


@dataclass(frozen=True, slots=True)
class ControlChart:
    """The last readings of a series with their charts and the settings used."""

    readings: tuple[ControlReading, ...]
    charts: Charts
    allowance: float
    decision: float
    weight: float
    width: float


def charts_of(series: ControlSeries) -> ControlChart | None:
    """The charts of a series from its last 200 readings; None while it has none."""
    latest = series.readings.select_related("recorded_by").order_by("-at")[:_MOST_READINGS]
    readings = tuple(reversed(latest))
    if not readings:
        return None
    rows = rules_under("quality.drift.", shanghai_day(readings[-1].at))

    def setting(name: str, otherwise: float) -> float:
        row = rows.get(f"quality.drift.{name}")
        return float(row.value) if row and row.value is not None else otherwise

    allowance, decision = setting("allowance", 0.5), setting("decision", 5.0)
    weight, width = setting("weight", 0.2), setting("width", 2.86)
    made = charts(
        [float(reading.value) for reading in readings],
        float(series.target),
        float(series.sd),
        allowance=allowance,
        decision=decision,
        weight=weight,
        width=width,
    )
    return ControlChart(readings, made, allowance, decision, weight, width)


@dataclass(frozen=True, slots=True)
class Turnaround:
    """How long reported samples took from receipt to report, in hours."""

    name: Text
    count: int
    median_h: float
    p90_h: float
    late: int

    @property
    def late_share(self) -> float:
        """The share reported after its time."""
        return self.late / self.count


def quantile(values: Sequence[float], share: float) -> float:
    """A quantile by interpolation between order statistics (Hyndman and Fan 1996, type 7)."""
    ordered = sorted(values)
    at = share * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])


_P50, _P90 = 0.5, 0.9


def turnarounds(
    laboratory: Laboratory, first: date, last: date
) -> tuple[list[Turnaround], list[Turnaround]]:
    """Turnaround by kind of sample and by method, of samples reported on days, both included.

    Late is a report after the working days that the rule row of its kind gives from receipt on.
    """
    samples = {
        sample.pk: sample
        for sample in Sample.objects.filter(
            laboratory=laboratory,
            reported_at__gte=start_of_day(first),
            reported_at__lt=start_of_day(last + timedelta(days=1)),
        )
    }
    received = dict(
        Transition.objects.filter(
            subject="quality.sample", verb="quality.receive_sample", subject_id__in=list(samples)
        ).values_list("subject_id", "at")
    )
    limits = rules_under("quality.turnaround.", last)
    calendar = working_calendar()
    spans: dict[int, tuple[float, bool]] = {}
    by_kind: dict[str, list[int]] = defaultdict(list)
    for key, at in received.items():
        sample = samples[key]
        assert sample.reported_at is not None
        row = limits.get(f"quality.turnaround.{sample.kind}")
        allowed = int(row.value) if row and row.value is not None else None
        due = None if allowed is None else calendar.deadline(shanghai_day(at), allowed).day
        late = due is not None and shanghai_day(sample.reported_at) > due
        spans[key] = (sample.reported_at - at).total_seconds() / 3600, late
        by_kind[sample.get_kind_display()].append(key)
    by_method: dict[str, set[int]] = defaultdict(set)
    for key, method in Result.objects.filter(sample__in=list(spans)).values_list(
        "sample_id", "method"
    ):
        by_method[method].add(key)
    return (
        [_turnaround(kind, [spans[k] for k in keys]) for kind, keys in sorted(by_kind.items())],
        [_turnaround(m, [spans[k] for k in keys]) for m, keys in sorted(by_method.items())],
    )


def _turnaround(name: str, spans: Sequence[tuple[float, bool]]) -> Turnaround:
    hours = [span for span, _ in spans]
    return Turnaround(
        Text(name, name),
        len(spans),
        quantile(hours, _P50),
        quantile(hours, _P90),
        sum(late for _, late in spans),
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """What a laboratory's accreditation says today, with its light."""

    light: str
    word: Text
    outside: int


_SOON = timedelta(days=90)


def standing_of(laboratory: Laboratory, now: datetime | None = None) -> Standing:
    """The accreditation's light today, and how many results were given outside it."""
    today = shanghai_day(now or timezone.now())
    outside = Result.objects.filter(sample__laboratory=laboratory, in_scope=False).count()
    if not laboratory.accredited:
        return Standing("grey", Text("未取得资质认定", "Not accredited"), outside)
    if laboratory.accredited_to is None:
        return Standing("yellow", Text("未填写有效期", "No last day on record"), outside)
    if laboratory.accredited_to < today:
        return Standing("red", Text("资质已过期", "Accreditation expired"), outside)
    if laboratory.accredited_to < today + _SOON:
        return Standing("yellow", Text("资质90天内到期", "Ends within 90 days"), outside)
    return Standing("green", Text("资质有效", "Accredited"), outside)
