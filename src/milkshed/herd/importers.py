"""Files from outside: test-day records of milk-recording organisations and herd programmes."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any

from django.db import transaction
from django.utils import timezone
from openpyxl import load_workbook

from milkshed.herd.actions.rows import TestDayRow
from milkshed.herd.actions.test_days import record_test_days
from milkshed.herd.models import Farm, ImportBatch, ImportKind
from milkshed.herd.science.delimited import (
    RawTable,
    as_text,
    day_order,
    map_header,
    read_day,
    read_delimited,
    read_number,
)
from milkshed.kernel.problems import MALFORMED, TOO_LARGE, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import Person
from milkshed.platform.permissions import require
from milkshed.platform.rule_book import find_rule
from milkshed.platform.scope import get_visible, scope_of

_LARGEST_FILE_BYTES = 50 * 1024 * 1024
_LONGEST_NUMBER = 30
_EXCEL_MARK = b"PK\x03\x04"

SYNONYMS: dict[str, tuple[str, ...]] = {
    "lactation_key": ("TestId", "LactationId", "泌乳期编号", "泌乳期号", "测定编号"),
    "number": ("EarTag", "耳标号", "耳标", "畜禽标识", "AnimalId"),
    "on_farm": ("OnFarmNumber", "CowNumber", "牛号", "管理号", "场内编号"),
    "birth_date": ("BirthDate", "DateOfBirth", "出生日期"),
    "test_date": ("TestDate", "RecordingDate", "测定日期", "采样日期"),
    "days_in_milk": ("DaysInMilk", "DIM", "泌乳天数", "产奶天数"),
    "parity": ("Parity", "LactationNumber", "胎次"),
    "milk_kg": ("MilkingYield", "MilkYield", "TestDayMilk", "日产奶量", "日产奶", "产奶量"),
    "fat_pct": ("Fat", "FatPercent", "FatContent", "乳脂率", "乳脂"),
    "protein_pct": ("Protein", "ProteinPercent", "ProteinContent", "乳蛋白率", "乳蛋白"),
    "scc_per_ml": ("SCC", "SomaticCellCount", "体细胞数", "体细胞"),
}
_REQUIRED = ("test_date", "days_in_milk", "parity", "milk_kg")
_LABELS = {
    "lactation_key": Text("泌乳期编号", "Lactation key"),
    "birth_date": Text("出生日期", "Birth date"),
    "test_date": Text("测定日期", "Test date"),
    "days_in_milk": Text("泌乳天数", "Days in milk"),
    "parity": Text("胎次", "Parity"),
    "milk_kg": Text("日产奶量", "Yield"),
    "fat_pct": Text("乳脂率", "Fat"),
    "protein_pct": Text("乳蛋白率", "Protein"),
    "scc_per_ml": Text("体细胞数", "Somatic cells"),
}


@dataclass(slots=True)
class _Reading:
    """Rows read from a file, with their line numbers and what could not be read."""

    lines: list[int] = field(default_factory=list)
    rows: list[TestDayRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def import_test_days(
    source: Path | str | bytes, *, file_name: str, farm: Farm, person: Person | None = None
) -> ImportBatch:
    """Take in a file of test days: CSV, semicolon or tab separated text, or an Excel workbook.

    Every row is accepted, already there, or refused with field, value and rule; the batch
    stores all of it, together with what was recognised (encoding, separator, columns, order of
    dates). One transaction: either batch and rows are there or nothing is. The same file for
    the same farm answers with the batch of the first time.
    """
    if person is not None:
        require(person, "herd.import_test_days")
        get_visible(Farm.objects.all(), scope_of(person), pk=farm.pk)
    content = source if isinstance(source, bytes) else Path(source).read_bytes()
    if len(content) > _LARGEST_FILE_BYTES:
        raise Problem(TOO_LARGE, Text("文件超过50MB", "The file is larger than 50 MB"))
    digest = hashlib.sha256(content).hexdigest()
    earlier = ImportBatch.objects.filter(farm=farm, kind=ImportKind.TEST_DAYS, sha256=digest)
    found = earlier.first()
    if found is not None:
        return found
    table = read_table(content)
    positions = _positions(table)
    orders = {
        name: day_order([cells[at] for _, cells in table.rows if at < len(cells)])
        for name, at in positions.items()
        if name.endswith("_date")
    }
    reading = _read(table, positions, orders, farm)
    layout = {
        "encoding": table.encoding,
        "separator": table.separator,
        "columns": {name: table.header[at] for name, at in positions.items()},
        "dates": orders,
    }
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            farm=farm,
            kind=ImportKind.TEST_DAYS,
            file_name=file_name[:200],
            sha256=digest,
            rows=len(table.rows),
            accepted=0,
            refused=len(table.rows),
            layout=layout,
            warnings=_warnings(reading.rows),
            imported_by=person,
        )
        report = record_test_days(
            reading.rows, person=person, batch=batch, row_numbers=reading.lines
        )
        faults = sorted([*reading.faults, *report.faults], key=lambda fault: fault.row or 0)
        batch.accepted, batch.repeated = len(report.accepted), len(report.repeated)
        batch.refused = batch.rows - batch.accepted - batch.repeated
        batch.faults = [as_stored_fault(fault) for fault in faults]
        batch.save(update_fields=["accepted", "repeated", "refused", "faults"])
    return batch


def read_table(content: bytes) -> RawTable:
    """The texts of a file: an Excel workbook's first sheet, or delimited text."""
    return _from_excel(content) if content.startswith(_EXCEL_MARK) else read_delimited(content)


def as_stored_fault(fault: Fault) -> dict[str, object]:
    """A fault as the batch keeps it."""
    return {
        "row": fault.row,
        "field": fault.field,
        "value": "" if fault.value is None else str(fault.value)[:60],
        "rule": fault.rule,
        "zh": fault.message.zh,
        "en": fault.message.en,
    }


def faults_of(batch: ImportBatch) -> tuple[Fault, ...]:
    """The stored faults of a batch."""
    return tuple(
        Fault(f["field"], f["value"], f["rule"], Text(f["zh"], f["en"]), f["row"])
        for f in batch.faults
    )


def _from_excel(content: bytes) -> RawTable:
    try:
        page = load_workbook(BytesIO(content), read_only=True, data_only=True).worksheets[0]
        rows = [
            (line, tuple(as_text(cell) for cell in cells))
            for line, cells in enumerate(page.iter_rows(values_only=True), start=1)
        ]
    except Exception as error:
        message = Text("无法打开该Excel文件", "The Excel file cannot be opened")
        raise Problem(MALFORMED, message) from error
    held = [(line, cells) for line, cells in rows if any(cells)]
    if not held:
        raise Problem(MALFORMED, Text("文件是空的", "The file is empty"))
    return RawTable(held[0][1], tuple(held[1:]), "xlsx", "")


def _positions(table: RawTable) -> dict[str, int]:
    positions = map_header(table.header, SYNONYMS)
    missing = [name for name in _REQUIRED if name not in positions]
    if not {"lactation_key", "number", "on_farm"} & set(positions):
        missing.append("lactation_key")
    if missing:
        raise Problem(
            MALFORMED,
            Text(
                "文件缺少列：" + "、".join(_LABELS[name].zh for name in missing),
                "Columns are missing: " + ", ".join(_LABELS[name].en for name in missing),
            ),
            [
                Fault(
                    name,
                    " | ".join(table.header),
                    "column-missing",
                    Text(
                        f"需要列“{_LABELS[name].zh}”，可写作 {' / '.join(SYNONYMS[name])}",
                        f"Column {_LABELS[name].en} is needed, as {' / '.join(SYNONYMS[name])}",
                    ),
                )
                for name in missing
            ],
        )
    return positions


def _read(
    table: RawTable, positions: dict[str, int], orders: dict[str, str], farm: Farm
) -> _Reading:
    reading = _Reading()
    for line, cells in table.rows:
        cell = {name: cells[at] if at < len(cells) else "" for name, at in positions.items()}
        faults: list[Fault] = []
        values: dict[str, Any] = {}
        for name, text in cell.items():
            value, fault = _value(name, text, orders, line)
            if fault is not None:
                faults.append(fault)
            values[name] = value
        if faults:
            reading.faults.extend(faults)
            continue
        reading.lines.append(line)
        reading.rows.append(_row(values, farm))
    return reading


def _value(name: str, text: str, orders: dict[str, str], line: int) -> tuple[object, Fault | None]:
    """One cell as its type, or the reason why it cannot be read."""
    if name in ("lactation_key", "number", "on_farm"):
        if len(text) > _LONGEST_NUMBER:
            message = Text("编号超过30个字符", "The number is longer than 30 characters")
            return None, Fault(name, text, "length", message, line)
        return text, None
    if not text:
        if name in _REQUIRED:
            message = Text(f"{_LABELS[name].zh}不能为空", f"{_LABELS[name].en} is required")
            return None, Fault(name, text, "required", message, line)
        return None, None
    if name.endswith("_date"):
        day = read_day(text, orders[name])
        if day is None:
            message = Text("不是日期", "This is no date")
            return None, Fault(name, text, "date", message, line)
        return day, None
    number = read_number(text)
    if number is None:
        return None, Fault(name, text, "number", Text("不是数字", "This is no number"), line)
    if name in ("days_in_milk", "parity", "scc_per_ml"):
        if number != int(number):
            message = Text("应为整数", "A whole number is expected")
            return None, Fault(name, text, "whole-number", message, line)
        return int(number), None
    return number, None


def _row(values: dict[str, Any], farm: Farm) -> TestDayRow:
    by_tag = bool(values.get("number"))
    return TestDayRow(
        farm_code=farm.code,
        test_date=values["test_date"],
        days_in_milk=values["days_in_milk"],
        parity=values["parity"],
        milk_kg=values["milk_kg"],
        number=values.get("number") or values.get("on_farm") or "",
        scheme="ear-tag" if by_tag else "on-farm",
        lactation_key=values.get("lactation_key") or "",
        birth_date=values.get("birth_date"),
        fat_pct=values.get("fat_pct"),
        protein_pct=values.get("protein_pct"),
        scc_per_ml=values.get("scc_per_ml"),
    )


def _warnings(rows: Sequence[TestDayRow]) -> list[dict[str, object]]:
    """Remarks about the whole file that refuse nothing."""
    today: date = timezone.localdate()
    remarks: list[dict[str, object]] = []
    suspicious = find_rule("herd.test_day.median_suspicious", today)
    middle = median(row.milk_kg for row in rows) if rows else 0.0
    if suspicious is not None and suspicious.value is not None and middle > suspicious.value:
        message = Text(
            f"日产奶量中位数为{middle:.1f}，疑似以磅计量（1公斤=2.2046磅），请核对单位",
            f"The median yield is {middle:.1f}: pounds are suspected (1 kg = 2.2046 lb)",
        )
        remarks.append(as_stored_fault(Fault("milk_kg", f"{middle:.1f}", "pounds", message)))
    usual = find_rule("herd.test_day.usual_days_in_milk", today)
    if usual is not None and usual.low is not None and usual.high is not None:
        outside = sum(not usual.low <= row.days_in_milk <= usual.high for row in rows)
        if outside:
            message = Text(
                f"{outside}行的泌乳天数不在常见范围{float(usual.low):g}–{float(usual.high):g}天内，已接收",
                f"{outside} rows lie outside the usual days in milk; they were taken",
            )
            remarks.append(as_stored_fault(Fault("days_in_milk", outside, "unusual", message)))
    return remarks
