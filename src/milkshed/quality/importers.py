"""Files of results from instruments: looked at first, confirmed, then taken in row by row."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from io import BytesIO

from django.db import transaction
from django.utils import timezone
from openpyxl import load_workbook

from milkshed.kernel.problems import (
    CONFLICT,
    INVALID,
    MALFORMED,
    TOO_LARGE,
    Fault,
    Problem,
    invalid,
)
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.platform.models import Person
from milkshed.platform.permissions import require
from milkshed.platform.rule_book import rules_under
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.quality.actions.judging import Measurement
from milkshed.quality.actions.samples import record_results
from milkshed.quality.models import Laboratory, ResultFile, ResultLayout, Sample
from milkshed.quality.science.analytes import ANALYTES, Analyte
from milkshed.quality.science.instrument_files import (
    DELIMITED,
    NUMBER_FIELD,
    Field,
    FileRow,
    Layout,
    Reading,
    decode,
    guess_factor,
    guess_fields,
    layout_of,
    plain_name,
    read_cell,
    read_rows,
    table_rows,
)
from milkshed.quality.science.layouts import LAYOUTS
from milkshed.quality.science.verdict import units_like

_LARGEST_BYTES = 20 * 1024 * 1024
_EXCEL_MARK = b"PK\x03\x04"
_INSTRUMENT = "instrument"
_FEWEST_FOR_GUESS = 3


@dataclass(frozen=True, slots=True)
class Guess:
    """A field whose unit or sign the numbers contradict, and what they suggest instead."""

    field: Field
    suggested: Field


def layouts_of(laboratory: Laboratory) -> dict[str, Layout]:
    """The layouts a laboratory can choose from: its own first, then those of the house."""
    own = {
        f"own-{row.pk}": replace(layout_of(row.layout), title=Text(row.name, row.name))
        for row in laboratory.layouts.order_by("name")
    }
    return {**own, **LAYOUTS}


def bring_file(
    person: Person, laboratory: Laboratory, content: bytes, *, file_name: str, layout_code: str
) -> ResultFile:
    """Read a file by a layout and keep it for a look; nothing is recorded yet.

    With the layout ``guess`` the columns of a table are found by their names. The same file
    answers with what was kept the first time, unless that was dropped. Raises a problem when the
    file is too large or cannot be read.
    """
    require(person, "quality.import_results")
    get_visible(Laboratory.objects.all(), scope_of(person), pk=laboratory.pk)
    if len(content) > _LARGEST_BYTES:
        raise Problem(TOO_LARGE, Text("文件超过20MB", "The file is larger than 20 MB"))
    if not content:
        raise Problem(MALFORMED, Text("文件是空的", "The file is empty"))
    digest = hashlib.sha256(content).hexdigest()
    earlier = laboratory.files.filter(sha256=digest).first()
    if earlier is not None and earlier.state == "taken":
        return earlier
    layout, rows = _read(content, laboratory, layout_code)
    held = {
        "file_name": file_name[:200],
        "layout": layout.as_document(),
        "rows": [{"line": row.line, "texts": dict(row.texts)} for row in rows],
        "state": "preview",
        "brought_by": person,
    }
    with transaction.atomic():
        kept, _ = ResultFile.objects.update_or_create(
            laboratory=laboratory, sha256=digest, defaults=held
        )
    return kept


def _read(content: bytes, laboratory: Laboratory, layout_code: str) -> tuple[Layout, list[FileRow]]:
    is_excel = content.startswith(_EXCEL_MARK)
    table = _from_excel(content) if is_excel else []
    if layout_code == "guess":
        layout = _guess_layout(table if is_excel else _cells(decode(content)))
    else:
        found = layouts_of(laboratory).get(layout_code)
        if found is None:
            raise invalid("layout", layout_code, "known", "没有该布局", "Unknown layout")
        layout = found
    if is_excel:
        if layout.kind != DELIMITED:
            raise invalid("layout", layout_code, "kind", "该布局不适用于Excel", "Not for Excel")
        rows = table_rows(table, layout)
        if not rows:
            raise Problem(MALFORMED, Text("文件中没有数据行", "The file holds no row"))
        return layout, rows
    return layout, read_rows(decode(content), layout)


def _from_excel(content: bytes) -> list[tuple[int, Sequence[str]]]:
    try:
        page = load_workbook(BytesIO(content), read_only=True, data_only=True).worksheets[0]
        return [
            (line, ["" if cell is None else str(cell).strip() for cell in cells])
            for line, cells in enumerate(page.iter_rows(values_only=True), start=1)
        ]
    except Exception as error:
        message = Text("无法打开该Excel文件", "The Excel file cannot be opened")
        raise Problem(MALFORMED, message) from error


def _cells(text: str) -> list[tuple[int, Sequence[str]]]:
    lines = [line for line in text.splitlines() if line.strip()]
    separator = max(";\t,|", key="\n".join(lines[:20]).count)
    return [(n, line.split(separator)) for n, line in enumerate(lines, start=1)]


def _guess_layout(table: Sequence[tuple[int, Sequence[str]]]) -> Layout:
    """The fields of the first of 20 lines that names a sample number and something measured."""
    for _, cells in table[:20]:
        fields = guess_fields([str(cell) for cell in cells])
        names = {field.field for field in fields}
        if NUMBER_FIELD in names and names & set(ANALYTES):
            return Layout("guess", Text("按列名识别", "By the columns' names"), DELIMITED, fields)
    raise Problem(
        MALFORMED,
        Text("没有找到含样品编号和检测项目的表头", "No header with sample number and analytes"),
        [Fault("file", "", "header", Text("请选择合适的布局", "Choose a layout that fits"))],
    )


def guesses_of(kept: ResultFile) -> list[Guess]:
    """Fields whose numbers mostly lie outside what is usual in the unit they are read in."""
    layout, rows = layout_of(kept.layout), _rows_of(kept)
    usual = rules_under("quality.usual.", timezone.localdate())
    found: list[Guess] = []
    for field in layout.fields:
        row = usual.get(f"quality.usual.{field.field}")
        if row is None or row.low is None or row.high is None:
            continue
        readings = (
            read_cell(one.texts.get(plain_name(field.source), ""), layout.decimal) for one in rows
        )
        values = [r.value for r in readings if r is not None and r.value is not None]
        if len(values) < _FEWEST_FOR_GUESS:
            continue
        units = units_like(ANALYTES[field.field].unit)
        better = guess_factor(field, values, row.low, row.high, units)
        if better != field:
            found.append(Guess(field, better))
    return found


def change_fields(
    person: Person, kept: ResultFile, fields: Sequence[Field], *, decimal: str, name: str = ""
) -> ResultFile:
    """Confirm or mend what each place of a file means; with a name it is kept for next time."""
    require(person, "quality.import_results")
    faults = list(_field_faults(fields, decimal))
    known = {field.source for field in layout_of(kept.layout).fields}
    faults += [
        Fault("source", field.source, "known", Text("文件中没有该列", "Not a column of the file"))
        for field in fields
        if field.source not in known
    ]
    if faults:
        raise Problem(INVALID, None, faults)
    with transaction.atomic():
        locked = _locked(person, kept)
        layout = replace(layout_of(locked.layout), fields=tuple(fields), decimal=decimal)
        locked.layout = layout.as_document()
        locked.save(update_fields=["layout"])
        if name.strip():
            ResultLayout.objects.update_or_create(
                laboratory=locked.laboratory,
                name=name.strip()[:60],
                defaults={
                    "layout": layout.as_document(),
                    "confirmed_by": person,
                    "confirmed_at": timezone.now(),
                },
            )
    return locked


def _field_faults(fields: Sequence[Field], decimal: str) -> list[Fault]:
    faults: list[Fault] = []
    names = [field.field for field in fields]
    if NUMBER_FIELD not in names:
        faults.append(
            Fault("barcode", "", "required", Text("须指定样品编号", "The sample number is needed"))
        )
    for name in set(names):
        if names.count(name) > 1:
            message = Text("同一项目指定了两次", "The same field is named twice")
            faults.append(Fault(name, name, "twice", message))
    if not set(names) & set(ANALYTES):
        faults.append(
            Fault("fields", "", "required", Text("须至少指定一个检测项目", "Name an analyte"))
        )
    if decimal not in (".", ","):
        faults.append(Fault("decimal", decimal, "known", Text("小数点不对", "Unknown sign")))
    for field in fields:
        analyte = ANALYTES.get(field.field)
        if analyte is None:
            if field.field not in (NUMBER_FIELD, _INSTRUMENT):
                faults.append(
                    Fault("field", field.field, "known", Text("没有该项目", "Unknown field"))
                )
        elif field.unit not in units_like(analyte.unit):
            message = Text(
                f"{analyte.name.zh}的单位不能是“{field.unit}”",
                f"{analyte.name.en} cannot be in {field.unit!r}",
            )
            faults.append(Fault(analyte.code, field.unit, "unit", message))
    return faults


def drop_file(person: Person, kept: ResultFile) -> ResultFile:
    """Give a file up that was only looked at."""
    require(person, "quality.import_results")
    with transaction.atomic():
        locked = _locked(person, kept)
        locked.state = "dropped"
        locked.save(update_fields=["state"])
    return locked


def take_file(person: Person, kept: ResultFile) -> ResultFile:
    """Record the results of every row of a file; each row stands or falls by itself.

    A row whose sample has the same results already is a repeat; with other results, an unknown
    sample, one of another laboratory or state, or a value that cannot be, it is refused and named.
    """
    require(person, "quality.import_results")
    with transaction.atomic():
        locked = _locked(person, kept)
        layout = layout_of(locked.layout)
        faults = _field_faults(layout.fields, layout.decimal)
        if faults:
            raise Problem(INVALID, None, faults)
        report = BatchReport()
        seen: dict[str, int] = {}
        for row in _rows_of(locked):
            try:
                _take_row(person, locked.laboratory, layout, row, report, seen)
            except Problem as problem:
                report.refuse(row.line, problem)
        locked.state = "taken"
        locked.accepted, locked.repeated = len(report.accepted), len(report.repeated)
        locked.refused = len(report.refused)
        locked.faults = [
            {
                "row": fault.row, "field": fault.field, "rule": fault.rule,
                "value": "" if fault.value is None else str(fault.value)[:60],
                "zh": fault.message.zh, "en": fault.message.en,
            }
            for fault in report.faults
        ]  # fmt: skip
        locked.save(update_fields=["state", "accepted", "repeated", "refused", "faults"])
    return locked


def _take_row(
    person: Person,
    laboratory: Laboratory,
    layout: Layout,
    row: FileRow,
    report: BatchReport,
    seen: dict[str, int],
) -> None:
    number, measurements = measurements_of(layout, row)
    if number in seen:
        raise invalid(
            NUMBER_FIELD, number, "twice",
            f"与第{seen[number]}行是同一样品", f"The same sample as in row {seen[number]}",
        )  # fmt: skip
    seen[number] = row.line
    samples = visible(Sample.objects.filter(laboratory=laboratory), scope_of(person))
    sample = samples.filter(blind_number=number).first() or samples.filter(barcode=number).first()
    if sample is None:
        raise invalid(
            NUMBER_FIELD, number, "known",
            "本实验室没有该编号的样品", "No such sample stands at this laboratory",
        )  # fmt: skip
    stored = {result.analyte: result for result in sample.results.all()}
    if stored:
        same = all(
            m.analyte in stored
            and stored[m.analyte].found == m.found
            and _equal(stored[m.analyte].value, m)
            for m in measurements
        )
        if not same:
            raise invalid(
                NUMBER_FIELD, number, "other-results",
                "该样品已录入其他结果，不能更改", "Other results stand already and are final",
            )  # fmt: skip
        report.repeat(row.line, number)
        return
    with transaction.atomic():
        record_results(person, sample, measurements)
    report.accept(row.line, number)


def _equal(stored: Decimal | None, entry: Measurement) -> bool:
    if stored is None or entry.value is None:
        return stored is None and entry.value is None
    from milkshed.quality.science.verdict import in_unit

    analyte = ANALYTES[entry.analyte]
    given = in_unit(entry.value, entry.unit or analyte.unit, analyte.unit)
    return abs(stored - given) < Decimal("0.000001")


def measurements_of(layout: Layout, row: FileRow) -> tuple[str, list[Measurement]]:
    """The sample number and the measurements of a row; raises a problem naming every bad cell."""
    by_field = {f.field: row.texts.get(plain_name(f.source), "").strip() for f in layout.fields}
    number = by_field.get(NUMBER_FIELD, "")
    faults: list[Fault] = []
    if not number:
        message = Text("缺少样品编号", "The sample number is missing")
        faults.append(Fault(NUMBER_FIELD, "", "required", message))
    found: list[Measurement] = []
    for field in layout.fields:
        analyte, text = ANALYTES.get(field.field), by_field[field.field]
        if analyte is None or not text:
            continue
        reading = read_cell(text, layout.decimal)
        entry = None if reading is None else _measurement(analyte, field, reading, by_field)
        if entry is None:
            message = Text(
                f"{analyte.name.zh}“{text[:20]}”无法识别",
                f"{analyte.name.en}: {text[:20]!r} cannot be read",
            )
            faults.append(Fault(analyte.code, text[:60], "number", message))
        else:
            found.append(entry)
    if not found and not faults:
        faults.append(Fault("results", "", "required", Text("没有任何结果", "There is no result")))
    if faults:
        raise Problem(INVALID, None, faults)
    return number, found


def _measurement(
    analyte: Analyte, field: Field, reading: Reading, by_field: Mapping[str, str]
) -> Measurement | None:
    instrument = by_field.get(_INSTRUMENT, "")
    if analyte.qualitative:
        if reading.found is None:
            return None
        return Measurement(analyte.code, found=reading.found, instrument=instrument)
    if reading.value is None:
        return None
    return Measurement(
        analyte.code,
        reading.value * field.factor,
        unit=field.unit,
        below="lod" if reading.below else "",
        instrument=instrument,
    )


def _rows_of(kept: ResultFile) -> list[FileRow]:
    return [FileRow(int(row["line"]), row["texts"]) for row in kept.rows]


def _locked(person: Person, kept: ResultFile) -> ResultFile:
    found = get_visible(
        ResultFile.objects.select_for_update(of=("self",)).select_related("laboratory__place"),
        scope_of(person),
        pk=kept.pk,
    )
    if found.state != "preview":
        raise Problem(CONFLICT, Text("该文件已处理", "The file was dealt with already"))
    return found
