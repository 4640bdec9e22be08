"""Taking milk-recording test days."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db import connection, transaction
from django.utils import timezone

from milkshed.herd.actions.farms import farms_by_code
from milkshed.herd.actions.rows import TestDayRow
from milkshed.herd.actions.test_day_checks import TestDayLimits, faults_of_test_day
from milkshed.herd.models import AnimalIdentifier, Farm, ImportBatch, TestDay
from milkshed.kernel.problems import Fault
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.platform.bulk import copy_rows
from milkshed.platform.models import Person
from milkshed.platform.permissions import require
from milkshed.platform.rule_book import rules_under

_FIELDS = (
    "farm",
    "animal",
    "lactation_key",
    "test_date",
    "days_in_milk",
    "parity",
    "birth_date",
    "milk_kg",
    "fat_pct",
    "protein_pct",
    "scc_per_ml",
    "lactose_pct",
    "urea_mg_per_dl",
    "milkings",
    "scheme",
    "source",
    "batch",
    "row",
    "synthetic",
)
_REPEATED = Text(
    "与第{row}行重复（同一头牛同一测定日）", "Repeats row {row} (same cow, same test day)"
)
_NO_SUCH_FARM = Text("没有该养殖场", "There is no such farm")
_NO_SUCH_COW = Text("该场没有此牛", "The farm has no such animal")
_OTHER_CONTENT = Text(
    "该牛该日已有不同的测定结果", "Another result of this cow and day is stored already"
)

Subject = tuple[int, int | None, str, date]


def limits_on(day: date) -> TestDayLimits:
    """The limits in force on a day, from the rule book, inside what the records can hold."""
    rules = rules_under("herd.", day)

    def bounds(key: str, low: float, high: float) -> tuple[float, float]:
        row = rules.get(f"herd.{key}")
        if row is None:
            return low, high
        return (
            low if row.low is None else max(low, float(row.low)),
            high if row.high is None else min(high, float(row.high)),
        )

    return TestDayLimits(
        today=day,
        days_in_milk=bounds("test_day.days_in_milk", 1, 9_999),
        parity=bounds("parity", 1, 99),
        milk_kg=bounds("test_day.milk_kg", 0.1, 99.9),
        fat_pct=bounds("test_day.fat_pct", 0, 99),
        protein_pct=bounds("test_day.protein_pct", 0, 99),
        lactose_pct=bounds("test_day.lactose_pct", 0, 99),
        urea_mg_per_dl=bounds("test_day.urea_mg_per_dl", 0, 999),
        scc_per_ml=bounds("test_day.scc_per_ml", 0, 2_000_000_000),
        min_calving_age_days=bounds("calving.min_age", 1, 9_999)[0],
    )


def record_test_days(
    rows: Sequence[TestDayRow],
    *,
    person: Person | None = None,
    batch: ImportBatch | None = None,
    row_numbers: Sequence[int] | None = None,
) -> BatchReport:
    """Take test days; bad rows are refused with every fault, the rest goes in together.

    A stored test day with equal yield counts as repeated, with another yield it is refused.
    ``row_numbers`` are the rows of the file where they differ from 1, 2, 3 …
    """
    if person is not None:
        require(person, "herd.import_test_days")
    numbers = row_numbers or range(1, len(rows) + 1)
    farms = farms_by_code({row.farm_code for row in rows}, person)
    limits = limits_on(timezone.localdate())
    report = BatchReport()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('herd.record_test_days'))")
        cows = _cows(rows, farms)
        stored = _stored(farms, rows)
        seen: dict[Subject, int] = {}
        values: list[tuple[object, ...]] = []
        for number, row in zip(numbers, rows, strict=True):
            farm = farms.get(row.farm_code)
            faults = faults_of_test_day(row, limits, number)
            if farm is None:
                fault = Fault("farm_code", row.farm_code, "known", _NO_SUCH_FARM, number)
                report.refuse(number, [*faults, fault])
                continue
            cow = cows.get((farm.pk, row.scheme, row.number)) if row.number else None
            if row.number and cow is None:
                faults.append(Fault("number", row.number, "known", _NO_SUCH_COW, number))
            subject = (farm.pk, cow, "" if cow else row.lactation_key, row.test_date)
            if subject in seen:
                message = _REPEATED.format(row=seen[subject])
                faults.append(Fault("test_date", row.test_date, "repeated-row", message, number))
            if faults:
                report.refuse(number, faults)
                continue
            seen[subject] = number
            milk = Decimal(f"{row.milk_kg:.1f}")
            held = stored.get(subject)
            if held is not None and held == milk:
                report.repeat(number)
            elif held is not None:
                fault = Fault("milk_kg", row.milk_kg, "differs", _OTHER_CONTENT, number)
                report.refuse(number, fault)
            else:
                report.accept(number)
                values.append(_as_stored(subject, row, milk, batch, number))
        copy_rows(TestDay, _FIELDS, values)
    return report


def _cows(rows: Sequence[TestDayRow], farms: Mapping[str, Farm]) -> dict[tuple[int, str, str], int]:
    numbers = {row.number for row in rows if row.number}
    if not numbers:
        return {}
    held = AnimalIdentifier.objects.filter(
        value__in=numbers,
        scheme__in={row.scheme for row in rows if row.number},
        animal__farm__in=[farm.pk for farm in farms.values()],
        valid_to__isnull=True,
    )
    found = held.values_list("animal__farm_id", "scheme", "value", "animal_id")
    return {(farm, scheme, value): animal for farm, scheme, value, animal in found}


def _stored(farms: Mapping[str, Farm], rows: Sequence[TestDayRow]) -> dict[Subject, Decimal]:
    if not rows:
        return {}
    days = [row.test_date for row in rows]
    held = TestDay.objects.filter(
        farm__in=[farm.pk for farm in farms.values()], test_date__range=(min(days), max(days))
    )
    found = held.values_list("farm_id", "animal_id", "lactation_key", "test_date", "milk_kg")
    return {(f, a, "" if a else key, day): milk for f, a, key, day, milk in found.iterator()}


def _as_stored(
    subject: Subject, row: TestDayRow, milk: Decimal, batch: ImportBatch | None, number: int
) -> tuple[object, ...]:
    farm, cow, _, day = subject
    return (
        farm,
        cow,
        row.lactation_key,
        day,
        row.days_in_milk,
        row.parity,
        row.birth_date,
        milk,
        _rounded(row.fat_pct),
        _rounded(row.protein_pct),
        row.scc_per_ml,
        _rounded(row.lactose_pct),
        None if row.urea_mg_per_dl is None else Decimal(f"{row.urea_mg_per_dl:.1f}"),
        json.dumps(list(row.milkings)),
        row.weighing,
        row.source,
        batch.pk if batch else None,
        number if batch else None,
        row.synthetic,
    )


def _rounded(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.2f}")
