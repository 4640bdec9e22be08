"""A plant's book of incoming tests at once, written by COPY."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.problems import Fault
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.platform.bulk import copy_rows, reserve_keys
from milkshed.platform.models import Membership, Place
from milkshed.platform.rule_book import rules_under
from milkshed.quality.actions.alarms import FREEZING_POINT, raise_for_sample
from milkshed.quality.actions.holds import propose_for
from milkshed.quality.models import RoutinePanel, Sample
from milkshed.quality.queries import as_limit, limit_rules, reference_freezing_point
from milkshed.quality.science.analytes import ANALYTES, ROUTINE
from milkshed.quality.science.verdict import (
    Limit,
    Verdict,
    added_water,
    judge,
    judge_presence,
    sample_verdict,
)

Number = Decimal | float


@dataclass(frozen=True, slots=True)
class IncomingTestRow:
    """One load's routine test at the plant: units as in :class:`RoutinePanel`.

    ``place_id`` is the plant's place. Analyst and reviewer are two people, or the reviewer is
    left out. Values that were not measured are None.
    """

    barcode: str
    lot_uri: str
    place_id: int
    sampled_at: datetime
    reported_at: datetime
    analyst_id: int
    reviewer_id: int | None = None
    tanker_uri: str = ""
    sheet_gdti: str = ""
    fat: Number | None = None
    protein: Number | None = None
    solids_not_fat: Number | None = None
    density: Number | None = None
    acidity: Number | None = None
    freezing_point: Number | None = None
    total_count: int | None = None
    somatic_cells: int | None = None
    antibiotics: bool | None = None


_SAMPLE_FIELDS = (
    "id", "barcode", "kind", "lot_uri", "place", "tanker_uri", "sheet_gdti", "sampled_at",
    "sampler", "portions", "state", "verdict", "failed", "added_water", "reported_at", "analyst",
    "reviewer",
)  # fmt: skip
_PANEL_FIELDS = ("sample", *ROUTINE)
_DECIMALS = {
    "fat": 2, "protein": 2, "solids_not_fat": 2, "density": 4, "acidity": 1,
    "freezing_point": 3, "total_count": 0, "somatic_cells": 0,
}  # fmt: skip


class _Limits:
    """Limits and the reference freezing point, read once per day of the batch."""

    def __init__(self) -> None:
        self._by_day: dict[date, tuple[dict[str, Limit | None], float]] = {}

    def on(self, day: date) -> tuple[dict[str, Limit | None], float]:
        if day not in self._by_day:
            rows = limit_rules(day)
            limits = {code: as_limit(code, rows.get(code)) for code in ROUTINE}
            self._by_day[day] = limits, reference_freezing_point(day)
        return self._by_day[day]


def record_incoming_tests(rows: Sequence[IncomingTestRow]) -> BatchReport:
    """Record many incoming tests in one transaction; replays (same barcode) are repeats.

    Every row becomes a reported :class:`Sample` with its :class:`RoutinePanel`; the verdict is
    worked out here. A failed sample raises its alarms.
    """
    report = BatchReport()
    known = _known_barcodes([row.barcode for row in rows])
    places = set(Place.objects.values_list("pk", flat=True))
    people = set(Membership.objects.values_list("person_id", flat=True))
    ranges = _possible()
    fresh: list[IncomingTestRow] = []
    for number, row in enumerate(rows, start=1):
        if row.barcode in known:
            report.repeat(number, row.barcode)
            continue
        faults = list(_faults(row, places, people, ranges))
        if faults:
            report.refuse(number, faults)
            continue
        known.add(row.barcode)
        fresh.append(row)
        report.accept(number, row.barcode)
    with transaction.atomic():
        failed = _write(fresh)
        for sample in Sample.objects.filter(pk__in=failed).select_related("place__organisation"):
            raise_for_sample(sample)
            propose_for(sample)
    return report


def _known_barcodes(values: Sequence[str]) -> set[str]:
    known: set[str] = set()
    for start in range(0, len(values), 20_000):
        part = values[start : start + 20_000]
        known.update(Sample.objects.filter(barcode__in=part).values_list("barcode", flat=True))
    return known


def _possible() -> Mapping[str, tuple[float, float]]:
    """What the values of a panel can be at all, by the rule rows of today."""
    rows = rules_under("quality.range.", timezone.localdate())
    return {
        code: (float(row.low), float(row.high))
        for code in _DECIMALS
        if (row := rows.get(f"quality.range.{code}")) is not None
        and row.low is not None
        and row.high is not None
    }


def _faults(
    row: IncomingTestRow,
    places: set[int],
    people: set[int],
    ranges: Mapping[str, tuple[float, float]],
) -> Iterator[Fault]:
    if not row.barcode or len(row.barcode) > 30:
        yield Fault("barcode", row.barcode, "length", Text("编号1—30位", "1 to 30 characters"))
    if not row.lot_uri:
        yield Fault("lot_uri", row.lot_uri, "required", Text("缺少奶批", "The lot is missing"))
    if row.place_id not in places:
        yield Fault("place_id", row.place_id, "unknown", Text("没有该场所", "No such place"))
    for name in ("analyst_id", "reviewer_id"):
        person = getattr(row, name)
        if person is not None and person not in people:
            yield Fault(name, person, "unknown-person", Text("没有任职记录", "Holds no role"))
    if row.reviewer_id == row.analyst_id:
        yield Fault(
            "reviewer_id",
            row.reviewer_id,
            "four-eyes",
            Text("检验与复核须为两人", "Analyst and reviewer must be two people"),
        )
    if row.reported_at < row.sampled_at:
        yield Fault(
            "reported_at",
            row.reported_at,
            "monotone",
            Text("报告早于抽样", "Reported before it was taken"),
        )
    for code in _DECIMALS:
        value = getattr(row, code)
        if value is not None and value < 0 and code != FREEZING_POINT:
            yield Fault(code, value, "positive", Text("数值不能为负", "The value is negative"))
        elif value is not None and code in ranges:
            low, high = ranges[code]
            if not low <= value <= high:
                message = Text(
                    f"{ANALYTES[code].name.zh}不在可能范围{low:g}至{high:g}内",
                    f"{ANALYTES[code].name.en} is not possible ({low:g} to {high:g})",
                )
                yield Fault(code, value, "physical-range", message)
    if all(getattr(row, code) is None for code in ROUTINE):
        yield Fault("results", None, "required", Text("没有任何结果", "There is no result"))


def _write(rows: list[IncomingTestRow]) -> list[int]:
    limits = _Limits()
    keys = reserve_keys(Sample, len(rows))
    samples: list[tuple[object, ...]] = []
    panels: list[tuple[object, ...]] = []
    failed: list[int] = []
    for key, row in zip(keys, rows, strict=True):
        values = {
            code: None if (raw := getattr(row, code)) is None else Decimal(f"{raw:.{places}f}")
            for code, places in _DECIMALS.items()
        }
        bounds, reference = limits.on(shanghai_day(row.sampled_at))
        verdicts = _verdicts(values, row.antibiotics, bounds)
        bad = [code for code, verdict in verdicts.items() if verdict is Verdict.FAIL]
        if bad:
            failed.append(key)
        panels.append((key, *(values.get(code, row.antibiotics) for code in ROUTINE)))
        samples.append(
            (
                key,
                row.barcode,
                "incoming",
                row.lot_uri,
                row.place_id,
                row.tanker_uri,
                row.sheet_gdti,
                row.sampled_at,
                row.analyst_id,
                1,
                "reported",
                sample_verdict(verdicts.values()).value,
                bad,
                water_share(values[FREEZING_POINT], bounds[FREEZING_POINT], reference),
                row.reported_at,
                row.analyst_id,
                row.reviewer_id,
            )
        )
    copy_rows(Sample, _SAMPLE_FIELDS, samples)
    copy_rows(RoutinePanel, _PANEL_FIELDS, panels)
    return failed


def _verdicts(
    values: dict[str, Decimal | None], antibiotics: bool | None, limits: dict[str, Limit | None]
) -> dict[str, Verdict]:
    verdicts = {
        code: judge(value, ANALYTES[code].unit, limits[code])
        for code, value in values.items()
        if value is not None
    }
    if antibiotics is not None:
        verdicts["antibiotics"] = judge_presence(antibiotics, limits["antibiotics"])
    return verdicts


def water_share(
    freezing_point: Decimal | None, limit: Limit | None, reference_c: float
) -> str | None:
    """The share of added water with 4 decimals when the freezing point is above its limit."""
    if freezing_point is None or limit is None or limit.high is None:
        return None
    if freezing_point <= limit.high:
        return None
    return f"{min(added_water(freezing_point, reference_c), 1.0):.4f}"
