"""Files from outside: previewed, confirmed by a person, and taken with the fate of every row."""

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from django.db import transaction
from django.utils import timezone

from milkshed.herd.exchange.tables.animals import take_animals, take_farm_days
from milkshed.herd.exchange.tables.columns import TypedTable, number_column, typed_table
from milkshed.herd.exchange.tables.events import take_events
from milkshed.herd.exchange.tables.fate import Fate, stored_fault
from milkshed.herd.exchange.tables.fields import Field, field_of, needed
from milkshed.herd.exchange.tables.files import FoundTable, pack, read_file, read_table, unpack
from milkshed.herd.exchange.tables.guess import (
    ColumnReading,
    Scales,
    Understanding,
    header_fingerprint,
    understand,
)
from milkshed.herd.exchange.tables.test_days import take_test_days
from milkshed.herd.models import ColumnMapping, Farm, ImportBatch, ImportKind, ImportState
from milkshed.herd.science.delimited import RawTable
from milkshed.kernel.problems import CONFLICT, INVALID, MALFORMED, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import Person
from milkshed.platform.permissions import require
from milkshed.platform.rule_book import find_rule
from milkshed.platform.scope import get_visible, scope_of

__all__ = [
    "confirm_import",
    "drop_import",
    "faults_of",
    "import_table",
    "import_test_days",
    "preview_file",
    "read_table",
    "refused_rows",
    "understanding_of",
]

VERBS: Mapping[str, str] = {
    ImportKind.TEST_DAYS: "herd.import_test_days",
    ImportKind.ANIMALS: "herd.register_animals",
    ImportKind.EVENTS: "herd.record_events",
    ImportKind.FARM_DAYS: "herd.record_farm_days",
}
"""The verb that a person needs to bring each kind of table."""


def preview_file(
    content: bytes, *, file_name: str, farm: Farm, person: Person, kind: str = ""
) -> list[ImportBatch]:
    """Read a file and keep it until a person confirms what its columns mean.

    ``kind`` is what the person says the file holds, empty to let the header tell. A file of
    several tables (ADIS) gives several batches. The same file for the same farm answers with the
    batches of the first time. Raises a problem where nothing can be read at all.
    """
    get_visible(Farm.objects.all(), scope_of(person), pk=farm.pk)
    found = read_file(content, kind)
    for one in found:
        require(person, VERBS[one.kind])
    digest = hashlib.sha256(content).hexdigest()
    batches = []
    with transaction.atomic():
        for one in found:
            earlier = ImportBatch.objects.filter(farm=farm, kind=one.kind, sha256=digest).first()
            batches.append(earlier or _keep(one, digest, file_name, farm, person))
    return batches


def _keep(
    found: FoundTable, digest: str, file_name: str, farm: Farm, person: Person | None
) -> ImportBatch:
    return ImportBatch.objects.create(
        farm=farm,
        kind=found.kind,
        file_name=file_name[:200],
        sha256=digest,
        rows=0,
        accepted=0,
        refused=0,
        state=ImportState.PREVIEWED,
        content=zlib.compress(pack(found.table), 1),
        layout={"format": found.format, "waiting": len(found.table.rows) + len(found.lost)},
        faults=list(found.lost),
        warnings=list(found.remarks),
        imported_by=person,
    )


def table_of(batch: ImportBatch) -> RawTable:
    """The table of a batch that still holds it; raises a problem where it does not."""
    if batch.content is None:
        raise Problem(CONFLICT, Text("文件内容已不再保存", "The file's content is no longer kept"))
    return unpack(zlib.decompress(bytes(batch.content)))


def understanding_of(batch: ImportBatch, table: RawTable | None = None) -> Understanding:
    """How a waiting file is understood, with what was confirmed for its header before."""
    table = table or table_of(batch)
    held = ColumnMapping.objects.filter(
        farm=batch.farm, kind=batch.kind, fingerprint=header_fingerprint(table.header)
    ).first()
    remembered = ColumnReading.from_document(held.mapping) if held is not None else None
    return understand(table, batch.kind, scales_on(timezone.localdate()), remembered)


def scales_on(day: date) -> Scales:
    """What the rule book says of the size of numbers on a day."""
    usual = Scales()
    median = find_rule("herd.test_day.median_suspicious", day)
    lactation = find_rule("herd.import.lactation_kg", day)
    cells = find_rule("herd.import.cell_unit", day)
    return replace(
        usual,
        milk_median_kg=float(median.value) if median and median.value else usual.milk_median_kg,
        lactation_kg=(
            (float(lactation.low), float(lactation.high))
            if lactation and lactation.low is not None and lactation.high is not None
            else usual.lactation_kg
        ),
        scc_wan_below=float(cells.low) if cells and cells.low else usual.scc_wan_below,
        scc_thousand_below=float(cells.high) if cells and cells.high else usual.scc_thousand_below,
    )


def confirm_import(
    batch: ImportBatch, reading: ColumnReading, *, person: Person | None, remember: bool = True
) -> ImportBatch:
    """Take in a waiting file as a person confirmed it is to be read.

    ``reading`` must hold every field the kind needs, and a unit and an order of dates for each
    column that has one. One transaction: the batch and its rows are there, or nothing is. A batch
    that was taken before stays as it is. ``remember`` keeps the reading for the farm's next file
    with the same header.
    """
    if person is not None:
        require(person, VERBS[batch.kind])
        get_visible(ImportBatch.objects.all(), scope_of(person), pk=batch.pk)
    with transaction.atomic():
        held = (
            ImportBatch.objects.select_for_update(of=("self",))
            .select_related("farm__place", "farm__organisation")
            .get(pk=batch.pk)
        )
        if held.state == ImportState.TAKEN:
            return held
        table = table_of(held)
        check_reading(table, held.kind, reading)
        _take(held, table, reading, person)
        if remember and held.layout.get("format") in ("text", "excel"):
            ColumnMapping.objects.update_or_create(
                farm=held.farm,
                kind=held.kind,
                fingerprint=header_fingerprint(table.header),
                defaults={"mapping": reading.as_document(), "confirmed_by": person},
            )
    return held


def check_reading(table: RawTable, kind: str, reading: ColumnReading) -> None:
    """Raise a problem naming everything that a reading lacks or says twice."""
    faults: list[Fault] = []
    keys = list(reading.columns.values())
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        title = field_of(kind, key).title
        message = Text(f"{title.zh}对应了两列", f"Two columns are {title.en}")
        faults.append(Fault(key, "", "once", message))
    faults += [
        missing_column(table, kind, group) for group in needed(kind) if not set(keys) & set(group)
    ]
    if faults:
        raise Problem(MALFORMED, faults[0].message, faults)
    for key in keys:
        one = field_of(kind, key)
        unit = reading.units.get(key)
        if one.units and unit not in {u.key for u in one.units}:
            message = Text(f"请确认{one.title.zh}的单位", f"Confirm the unit of {one.title.en}")
            faults.append(Fault(f"unit:{key}", unit, "choice", message))
    for key, order in reading.orders.items():
        if order not in ("ymd", "dmy", "mdy"):
            message = Text("请确认日期写法", "Confirm the order of dates")
            faults.append(Fault(f"order:{key}", order, "choice", message))
    if faults:
        raise Problem(INVALID, faults[0].message, faults)


def missing_column(table: RawTable, kind: str, group: Sequence[str]) -> Fault:
    """What is said of a column that a kind of table needs and a header lacks."""
    fields: list[Field] = [field_of(kind, key) for key in group]
    zh = "或".join(one.title.zh for one in fields)
    en = " or ".join(one.title.en for one in fields)
    return Fault(
        group[-1],
        " | ".join(table.header)[:200],
        "column-missing",
        Text(
            f"文件缺少列“{zh}”，可写作 {' / '.join(fields[0].names[:6])}",
            f"A column for {en} is missing, as {' / '.join(fields[0].names[:6])}",
        ),
    )


def _take(
    batch: ImportBatch, table: RawTable, reading: ColumnReading, person: Person | None
) -> None:
    """Write a table's good rows and note the fate of every row in the batch."""
    typed = typed_table(table, batch.kind, reading)
    farm, synthetic = batch.farm, batch.farm.synthetic
    if batch.kind == ImportKind.TEST_DAYS:
        fate = take_test_days(typed, farm=farm, batch=batch, synthetic=synthetic)
    elif batch.kind == ImportKind.ANIMALS:
        fate = take_animals(typed, farm=farm, person=person, synthetic=synthetic)
    elif batch.kind == ImportKind.EVENTS:
        fate = take_events(typed, reading.words, farm=farm, person=person)
    else:
        fate = take_farm_days(typed, farm=farm, person=person, synthetic=synthetic)
    lost = [fault for fault in batch.faults if fault.get("row")]
    batch.rows = len(typed) + len({fault["row"] for fault in lost})
    batch.accepted, batch.repeated = int(fate.accepted.sum()), int(fate.repeated.sum())
    batch.refused = batch.rows - batch.accepted - batch.repeated
    batch.faults = sorted([*batch.faults, *fate.faults], key=lambda fault: fault["row"] or 0)
    batch.layout = {
        **batch.layout,
        "encoding": table.encoding,
        "separator": table.separator,
        "columns": {key: table.header[at] for at, key in reading.columns.items()},
        "dates": dict(reading.orders),
        "units": dict(reading.units),
    }
    if batch.kind == ImportKind.TEST_DAYS:
        batch.warnings = [*batch.warnings, *_remarks(typed, fate, reading)]
    batch.state = ImportState.TAKEN
    batch.content = batch.content if batch.refused else None
    batch.imported_by, batch.imported_at = person, timezone.now()
    batch.save()


def drop_import(batch: ImportBatch, *, person: Person) -> None:
    """Throw a file away that nobody confirmed; what was taken stays."""
    require(person, VERBS[batch.kind])
    get_visible(ImportBatch.objects.all(), scope_of(person), pk=batch.pk)
    ImportBatch.objects.filter(pk=batch.pk, state=ImportState.PREVIEWED).delete()


def import_table(
    content: bytes,
    *,
    kind: str,
    file_name: str,
    farm: Farm,
    person: Person | None = None,
    units: Mapping[str, str] | None = None,
    orders: Mapping[str, str] | None = None,
) -> ImportBatch:
    """Take in a file without anyone to ask.

    What the header leaves open is read as the field's own unit, and told as a warning; day
    before month where dates can be read both ways. ``units`` and ``orders`` say otherwise. The
    same file for the same farm answers with the batch of the first time.
    """
    if person is not None:
        require(person, VERBS[kind])
        get_visible(Farm.objects.all(), scope_of(person), pk=farm.pk)
    digest = hashlib.sha256(content).hexdigest()
    earlier = ImportBatch.objects.filter(farm=farm, kind=kind, sha256=digest).first()
    if earlier is not None and earlier.state == ImportState.TAKEN:
        return earlier
    found = next((one for one in read_file(content, kind) if one.kind == kind), None)
    if found is None:
        raise Problem(MALFORMED, Text("文件里没有这类数据", "The file holds no such table"))
    table = found.table
    understood = understand(table, kind, scales_on(timezone.localdate()))
    reading = ColumnReading(
        understood.mapping.columns,
        {
            question.field: (units or {}).get(question.field)
            or (
                field_of(kind, question.field).units[0].key if question.must_ask else question.guess
            )
            for question in understood.questions
            if question.key.startswith("unit:")
        },
        {**understood.mapping.orders, **(orders or {})},
        understood.mapping.words,
    )
    check_reading(table, kind, reading)
    with transaction.atomic():
        if earlier is not None:
            earlier.delete()
        batch = _keep(found, digest, file_name, farm, person)
        _take(batch, table, reading, person)
        open_units = [
            stored_fault(Fault(one.field, reading.units[one.field], "unit-open", one.evidence))
            for one in understood.open_questions
            if one.key.startswith("unit:")
            and one.field != "milk_kg"
            and one.field not in (units or {})
        ]
        if open_units:
            batch.warnings = [*batch.warnings, *open_units]
            batch.save(update_fields=["warnings"])
    return batch


def import_test_days(
    source: Path | str | bytes, *, file_name: str, farm: Farm, person: Person | None = None
) -> ImportBatch:
    """Take in a file of test days without anyone to ask; see :func:`import_table`."""
    content = source if isinstance(source, bytes) else Path(source).read_bytes()
    return import_table(
        content, kind=ImportKind.TEST_DAYS, file_name=file_name, farm=farm, person=person
    )


def faults_of(batch: ImportBatch) -> tuple[Fault, ...]:
    """The stored faults of a batch."""
    return tuple(
        Fault(f["field"], f["value"], f["rule"], Text(f["zh"], f["en"]), f["row"])
        for f in batch.faults
    )


def refused_rows(batch: ImportBatch) -> tuple[tuple[str, ...], list[tuple[int, list[str], str]]]:
    """The header, and each refused row as it stood with its reasons in Chinese and English.

    Without the content, which older batches did not keep, the cells are empty.
    """
    reasons: dict[int, list[str]] = {}
    for fault in batch.faults:
        if fault["row"]:
            reasons.setdefault(fault["row"], []).append(f"{fault['zh']} · {fault['en']}")
    if batch.content is None:
        return (), [(line, [], "；".join(told)) for line, told in sorted(reasons.items())]
    table = table_of(batch)
    cells = dict(table.rows)
    width = len(table.header)
    return table.header, [
        (line, [*cells.get(line, ())][:width], "；".join(told))
        for line, told in sorted(reasons.items())
    ]


def _remarks(table: TypedTable, fate: Fate, reading: ColumnReading) -> list[dict[str, Any]]:
    """Remarks about the whole file that refuse nothing."""
    today = timezone.localdate()
    remarks: list[dict[str, Any]] = []
    milk = number_column(table, "milk_kg")
    readable = milk[np.isfinite(milk)]
    middle = float(np.median(readable)) if len(readable) else 0.0
    suspicious = find_rule("herd.test_day.median_suspicious", today)
    if suspicious is not None and suspicious.value is not None and middle > suspicious.value:
        message = Text(
            f"日产奶量中位数为{middle:.1f}，疑似以磅计量（1公斤=2.2046磅），请核对单位",
            f"The median yield is {middle:.1f}: pounds are suspected (1 kg = 2.2046 lb)",
        )
        remarks.append(stored_fault(Fault("milk_kg", f"{middle:.1f}", "pounds", message)))
    if reading.units.get("milk_kg") not in (None, "kg"):
        message = Text(
            "产奶量已按确认的单位换算为公斤", "Yields were brought to kilograms as confirmed"
        )
        remarks.append(
            stored_fault(Fault("milk_kg", reading.units["milk_kg"], "converted", message))
        )
    usual = find_rule("herd.test_day.usual_days_in_milk", today)
    if usual is not None and usual.low is not None and usual.high is not None:
        in_milk = number_column(table, "days_in_milk")
        outside = int(
            (
                np.isfinite(in_milk)
                & ~fate.refused
                & ((in_milk < float(usual.low)) | (in_milk > float(usual.high)))
            ).sum()
        )
        if outside:
            message = Text(
                f"{outside}行的泌乳天数不在常见范围{float(usual.low):g}–{float(usual.high):g}天内，已接收",
                f"{outside} rows lie outside the usual days in milk; they were taken",
            )
            remarks.append(stored_fault(Fault("days_in_milk", outside, "unusual", message)))
    return remarks
