"""The monthly report of a farm: drafted from the month's tests and figures, issued, frozen."""

import hashlib
import json
from datetime import timedelta

import numpy as np
from django.db import transaction
from django.utils import timezone
from numpy.typing import NDArray

from milkshed.herd import facade as herd
from milkshed.herd.facade import CowFacts, TestDayColumns
from milkshed.kernel.day_numbers import day_number, day_of
from milkshed.kernel.periods import Month
from milkshed.kernel.problems import CONFLICT, Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import Person, Transition
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of
from milkshed.recording.actions.months import compute_month
from milkshed.recording.actions.tubes import as_cow
from milkshed.recording.flow import REPORT_FLOW
from milkshed.recording.models import Enrolment, FarmReport, LactationFigure, MonthlyRun
from milkshed.recording.rules import RecordingRules
from milkshed.recording.science import farm_month as science
from milkshed.recording.science.farm_month import Classes, Document, FarmTests, cows_to_look_at
from milkshed.recording.science.recorded_days import Float, Int
from milkshed.recording.science.somatic_cells import score
from milkshed.recording.science.tube_reconciliation import in_milk
from milkshed.recording.science.udder_health import UdderLimits, cell_tests, monthly_report
from milkshed.recording.science.unusual_tests import distance, stage_norms

_LOOK_BACK = timedelta(days=900)
_MOST_LISTED = 400


def draft_report(person: Person, farm_code: str, month: Month) -> FarmReport:
    """Compute a farm's month and write its report as a draft; an earlier draft is replaced.

    Raises a problem where the farm is not recorded at the person's centre or was not tested in
    the month.
    """
    require(person, "recording.draft_report")
    enrolment = enrolment_of(person, farm_code)
    done = compute_month(month, enrolment.place_id)
    content = report_content(enrolment, month, done.run)
    if not content["cows"]:
        raise Problem(
            CONFLICT,
            Text(f"{month.name.zh}没有测定", f"No test day in {month.name.en}"),
        )
    with transaction.atomic():
        held = FarmReport.objects.select_for_update().filter(
            place=enrolment.place, month=month.first_day
        )
        held.filter(state="draft").delete()
        report = FarmReport.objects.create(
            place=enrolment.place,
            centre=enrolment.centre,
            month=month.first_day,
            version=max((one.version for one in held), default=0) + 1,
            run=done.run,
            content=content,
            sha256=digest_of(content),
            drafted_by=person,
            synthetic=enrolment.synthetic,
        )
        Transition.objects.create(
            subject=REPORT_FLOW.subject,
            subject_id=report.pk,
            verb="recording.draft_report",
            source="",
            target="draft",
            person=person,
        )
    return report


def issue_report(person: Person, report_id: int) -> FarmReport:
    """Issue a drafted report; another person than who drafted it. An issued one is replaced."""
    with transaction.atomic():
        reports = FarmReport.objects.select_for_update(of=("self",))
        report = get_visible(reports, scope_of(person), pk=report_id)
        REPORT_FLOW.check(report, "recording.issue_report", person)
        if digest_of(report.content) != report.sha256:
            message = Text("报告内容与摘要不符，请重新编制", "The content does not fit its hash")
            raise Problem(CONFLICT, message)
        FarmReport.objects.filter(place=report.place_id, month=report.month, state="issued").update(
            state="replaced"
        )
        report.issued_at = timezone.now()
        report.save(update_fields=["issued_at"])
        REPORT_FLOW.perform(report, "recording.issue_report", person)
    return report


def digest_of(content: object) -> str:
    """The hash of a report's content: SHA-256 of its JSON with sorted keys.

    The database keeps no sign of a zero, so −0 counts as 0.
    """
    text = json.dumps(
        _unsigned_zeros(content), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _unsigned_zeros(value: object) -> object:
    if isinstance(value, float):
        return value + 0.0
    if isinstance(value, dict):
        return {key: _unsigned_zeros(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_unsigned_zeros(one) for one in value]
    return value


def enrolment_of(person: Person, farm_code: str) -> Enrolment:
    """The recording of a farm in reach, by farm code."""
    found = Enrolment.objects.filter(ended_on__isnull=True).select_related(
        "place__organisation", "centre"
    )
    return get_visible(found, scope_of(person), farm_code=farm_code)


def classes_of(rules: RecordingRules) -> Classes:
    """Limits and classes of the report as the rules in force give them."""
    return Classes(
        cell_counts=rules.cell_classes,
        stage_starts=rules.stage_starts,
        infected=rules.value("cells.infected"),
        poor_prospects=rules.value("cells.poor_prospects"),
        ratio=rules.bounds("fat_protein_ratio"),
        ratio_early_to=int(rules.bounds("fat_protein_ratio.early")[1]),
        urea=rules.bounds("urea"),
        protein=rules.bounds("protein.energy"),
        drop_pct=rules.value("drop_pct"),
        unusual_distance=rules.value("unusual.distance"),
    )


def udder_limits_of(rules: RecordingRules) -> UdderLimits:
    """Limits of the monthly udder figures as the rules in force give them."""
    return UdderLimits(
        low=rules.value("udder_months.low"),
        chronic=rules.value("udder_months.chronic"),
        poor_prospects=rules.value("cells.poor_prospects"),
        months_back=int(rules.value("udder_months.back")),
        fewest_months=int(rules.bounds("udder_months.back")[0]),
        longest_gap_d=int(rules.bounds("udder_months.dry_gap")[1]),
        first_test_to_d=int(rules.bounds("udder_months.first_test")[1]),
    )


def report_content(enrolment: Enrolment, month: Month, run: MonthlyRun) -> Document:
    """The document of a farm's month: figures, lists of cows, rules, methods and inputs."""
    rules = RecordingRules.on(month.last_day)
    classes = classes_of(rules)
    last = min(month.last_day, timezone.localdate())
    columns = herd.test_day_columns([enrolment.place_id], last - _LOOK_BACK, last)
    tests = farm_tests(columns, month)
    cows = herd.cows_at(enrolment.place_id, left_since=month.first_day)
    by_key = {cow.animal_id: cow for cow in cows}
    look = cows_to_look_at(tests, classes)
    content = science.farm_month(tests, classes)
    cells = cell_tests(
        columns.animal, columns.day, columns.parity, columns.dim, columns.scc_per_ml / 1000
    )
    running_month = 12 * (month.year - 1970) + month.month - 1
    content |= {
        "udder_by_months": science.udder_by_months(
            monthly_report(cells, running_month, udder_limits_of(rules))
        ),
        "farm": {
            "code": enrolment.farm_code,
            "zh": enrolment.place.name.zh,
            "en": enrolment.place.name.en,
            "county": enrolment.place.county,
        },
        "centre": {"zh": enrolment.centre.name.zh, "en": enrolment.centre.name.en},
        "month": str(month),
        "test_days": _test_days(columns, month),
        "completeness": _completeness(columns, cows, month, rules),
        "figures": _figures(enrolment.place_id, month),
        "look": [_look(tests, row, reasons, by_key) for row, reasons in look[:_MOST_LISTED]],
        "look_total": len(look),
        "methods": run.methods | {"report": f"{science.METHOD} {science.VERSION}"},
        "inputs": run.inputs,
        "rules": rules.manifest(),
    }
    return content


def farm_tests(columns: TestDayColumns, month: Month) -> FarmTests:
    """Each cow's last test of a month with what she showed before."""
    first, last = day_number(month.first_day), day_number(month.last_day)
    rows = len(columns.animal)
    inside = (columns.day >= first) & (columns.day <= last)
    held = np.flatnonzero(inside)
    held = held[np.lexsort((columns.day[held], columns.animal[held]))]
    ends = np.ones(len(held), dtype=bool)
    ends[:-1] = columns.animal[held][1:] != columns.animal[held][:-1]
    at = np.sort(held[ends])
    cells = columns.scc_per_ml / 1000

    def before(values: Float, steps: int) -> Float:
        back = np.maximum(at - steps, 0)
        held = (
            (at >= steps)
            & (columns.animal[back] == columns.animal[at])
            & (columns.parity[back] == columns.parity[at])
        )
        return np.where(held, values[back], np.nan) if rows else np.zeros(0)

    values = np.stack([columns.milk_kg, columns.fat_pct, columns.protein_pct, score(cells)], axis=1)
    norms = stage_norms(values, columns.dim)
    return FarmTests(
        animal=columns.animal[at],
        parity=columns.parity[at],
        dim=columns.dim[at],
        milk_kg=columns.milk_kg[at],
        fat_pct=columns.fat_pct[at],
        protein_pct=columns.protein_pct[at],
        lactose_pct=columns.lactose_pct[at],
        urea_mg_per_dl=columns.urea_mg_per_dl[at],
        cells=cells[at],
        before_milk_kg=before(columns.milk_kg, 1),
        before_dim=before(columns.dim.astype(np.float64), 1),
        before_cells=before(cells, 1),
        before2_cells=before(cells, 2),
        dry_cells=_before_dry(columns, cells, at),
        distance=distance(values[at], columns.dim[at], norms),
    )


def _before_dry(columns: TestDayColumns, cells: Float, at: Int) -> Float:
    """The count of the last test of the lactation before, for cows at their first test."""
    back = np.maximum(at - 1, 0)
    held = (
        (at >= 1)
        & (columns.animal[back] == columns.animal[at])
        & (columns.parity[back] == columns.parity[at] - 1)
    )
    return np.where(held, cells[back], np.nan) if len(cells) else np.zeros(0)


def _completeness(
    columns: TestDayColumns, cows: tuple[CowFacts, ...], month: Month, rules: RecordingRules
) -> Document:
    """Cows in milk on the month's last test day with and without a test, and late intervals."""
    inside = _in_month(columns, month)
    if not inside.any():
        return {"in_milk": 0, "tested": 0, "missing": [], "interval_days": None, "late": None}
    day = int(columns.day[inside].max())
    tested = set(columns.animal[inside].tolist())
    there = [cow for cow in cows if in_milk(as_cow(cow), day_of(day))]
    missing = [cow for cow in there if cow.animal_id not in tested]
    earlier = columns.day[columns.day < day_number(month.first_day)]
    interval = day - int(earlier.max()) if len(earlier) else None
    low, high = rules.bounds("visit.tolerance")
    return {
        "in_milk": len(there),
        "tested": sum(cow.animal_id in tested for cow in there),
        "missing": [
            {"animal": cow.animal_id, "number": cow.number, "parity": cow.parity}
            for cow in missing[:_MOST_LISTED]
        ],
        "missing_total": len(missing),
        "interval_days": interval,
        "late": None if interval is None else not low <= interval <= high,
    }


def _figures(place_id: int, month: Month) -> list[Document]:
    """Means of peaks, persistency and yields by parity, each with its number of lactations."""
    names = (
        "tim_milk_kg", "milk_305_kg", "fat_305_kg", "protein_305_kg", "reliability", "peak_kg",
        "peak_day", "persistency", "mature_kg",
    )  # fmt: skip
    rows = LactationFigure.objects.filter(
        place=place_id, month=month.first_day, status=0
    ).values_list("parity", *names)
    table = np.array([[np.nan if v is None else v for v in row] for row in rows], dtype=np.float64)
    table = table.reshape(-1, len(names) + 1)
    found: list[Document] = []
    for name, chosen in science.parity_classes(table[:, 0].astype(np.int64)):
        held = table[chosen, 1:]
        means = {
            column: round(float(held[:, i][np.isfinite(held[:, i])].mean()), 2)
            if np.isfinite(held[:, i]).any()
            else None
            for i, column in enumerate(names)
        }
        found.append({"parity": name, "lactations": len(held), **means})
    return found


def _look(tests: FarmTests, row: int, reasons: list[str], cows: dict[int, CowFacts]) -> Document:
    animal = int(tests.animal[row])
    cow = cows.get(animal)

    def value(values: Float, places: int) -> float | None:
        one = float(values[row])
        return round(one, places) if np.isfinite(one) else None

    return {
        "animal": animal,
        "number": cow.number if cow else str(animal),
        "parity": int(tests.parity[row]),
        "dim": int(tests.dim[row]),
        "milk_kg": value(tests.milk_kg, 1),
        "before_milk_kg": value(tests.before_milk_kg, 1),
        "fat_pct": value(tests.fat_pct, 2),
        "protein_pct": value(tests.protein_pct, 2),
        "cells": value(tests.cells, 0),
        "before_cells": value(tests.before_cells, 0),
        "reasons": reasons,
    }


def _test_days(columns: TestDayColumns, month: Month) -> list[str]:
    days = np.unique(columns.day[_in_month(columns, month)])
    return [day_of(int(day)).isoformat() for day in days]


def _in_month(columns: TestDayColumns, month: Month) -> NDArray[np.bool_]:
    first, last = day_number(month.first_day), day_number(month.last_day)
    return (columns.day >= first) & (columns.day <= last)
