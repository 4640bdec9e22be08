"""Tables as Excel files: out with title, units and notes; in with a report for every row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from milkshed.kernel.problems import MALFORMED, TOO_LARGE, Fault, Problem
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.platform.documents.columns import Column, Kind, as_cell
from milkshed.platform.documents.marks import SYNTHETIC_NOTICE

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_HEADER_SEARCH_ROWS = 20
_LARGEST_FILE_BYTES = 20 * 1024 * 1024
_LARGEST_CONTENT_BYTES = 300 * 1024 * 1024
_MOST_ROWS = 100_000
_TEMPLATE_ROWS = 500

_THIN = Side(style="thin", color="B5BAC0")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEADER_FILL = PatternFill("solid", fgColor="E8ECEF")
_BAD_FILL = PatternFill("solid", fgColor="F9DEDC")
_RED = "B3261E"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its title, columns, rows (mappings by column key) and notes above the header."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Mapping[str, object]] = ()
    notes: Sequence[str] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class ReadTable:
    """What a file held: good rows with their Excel row numbers, and the report of bad ones.

    Bad rows are already refused in ``report``; whoever takes the good ones notes
    ``report.accept(row)`` for each.
    """

    rows: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    report: BatchReport = field(default_factory=BatchReport)


def write_excel(sheets: Sequence[Sheet], *, synthetic: bool, language: str = "zh") -> bytes:
    """Return an ``.xlsx`` with one worksheet per table; ``synthetic`` adds the red line."""
    book = _empty_book()
    for sheet in sheets:
        page = book.create_sheet((sheet.name or sheet.title)[:31])
        _fill(page, sheet, synthetic, language)
    return _bytes(book)


def write_template(title: str, columns: Sequence[Column], language: str = "zh") -> bytes:
    """Return an empty file to fill in: header, notes per column, drop-down lists."""
    notes = [
        f"{column.title.in_language(language)}：{'必填。' if column.required else ''}{column.note}"
        for column in columns
        if column.note or column.required
    ]
    book = _empty_book()
    page = book.create_sheet(title[:31])
    header_row = _fill(page, Sheet(title, columns, notes=notes), synthetic=False, language=language)
    first, last = header_row + 1, header_row + _TEMPLATE_ROWS
    for index, column in enumerate(columns, start=1):
        letter = get_column_letter(index)
        for row in range(first, last + 1):
            page.cell(row, index).number_format = column.number_format
        choices = column.choices or (("是", "否") if column.kind is Kind.YES_NO else ())
        if choices:
            listed = DataValidation("list", formula1=f'"{",".join(choices)}"', allow_blank=True)
            listed.add(f"{letter}{first}:{letter}{last}")
            page.add_data_validation(listed)
    return _bytes(book)


def read_excel(content: bytes, columns: Sequence[Column]) -> ReadTable:
    """Read the first worksheet; every bad row is reported, none stops the others.

    The header is found among the first 20 rows by the titles, so lines above it and columns in
    another order do no harm. Raises Problem when the file is no Excel file, too large, or lacks
    a required column.
    """
    page = _open(content)
    return read_rows(
        page.iter_rows(values_only=True, max_row=_MOST_ROWS + _HEADER_SEARCH_ROWS), columns
    )


def read_rows(rows: Iterable[tuple[object, ...]], columns: Sequence[Column]) -> ReadTable:
    """Read rows of cells as :func:`read_excel` does, numbered from 1."""
    numbered = enumerate(rows, start=1)
    places = _find_header(numbered, columns)
    table = ReadTable()
    for number, row in numbered:
        wanted = {column.key: row[i] if i < len(row) else None for i, column in places.items()}
        if all(cell is None or str(cell).strip() == "" for cell in wanted.values()):
            continue
        values: dict[str, Any] = {column.key: None for column in columns}
        faults: list[Fault] = []
        for column in places.values():
            try:
                values[column.key] = column.read(wanted[column.key])
            except Problem as problem:
                faults += problem.faults
        if faults:
            table.report.refuse(number, faults)
        else:
            table.rows.append((number, values))
    return table


def annotate(content: bytes, report: BatchReport, language: str = "zh") -> bytes:
    """Return the file with bad rows shaded and what is wrong in one more column at the end."""
    _check_size(content)
    book = load_workbook(BytesIO(content))
    page = book.worksheets[0]
    column = page.max_column + 1
    page.column_dimensions[get_column_letter(column)].width = 60
    for row, faults in report.refused.items():
        words = "；" if language == "zh" else "; "
        cell = page.cell(row, column)
        _put(cell, words.join(fault.message.in_language(language) for fault in faults))
        cell.font = Font(color=_RED)
        for index in range(1, column):
            page.cell(row, index).fill = _BAD_FILL
    return _bytes(book)


def _fill(page: Worksheet, sheet: Sheet, synthetic: bool, language: str) -> int:
    """Write one table and return the row number of its header."""
    width = len(sheet.columns)
    row = 1
    _merged(page, row, width, sheet.title, Font(size=16, bold=True), "center")
    page.row_dimensions[row].height = 28
    if synthetic:
        row += 1
        notice = SYNTHETIC_NOTICE.in_language(language)
        _merged(page, row, width, notice, Font(color=_RED, bold=True), "left")
        if page.oddHeader is not None:
            page.oddHeader.center.text = notice
    for note in sheet.notes:
        row += 1
        _merged(page, row, width, note, Font(size=9, color="555555"), "left")
    header_row = row + 1
    for index, column in enumerate(sheet.columns, start=1):
        cell = page.cell(header_row, index)
        _put(cell, column.header(language))
        cell.font, cell.fill, cell.border = Font(bold=True), _HEADER_FILL, _BORDER
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        page.column_dimensions[get_column_letter(index)].width = column.width or max(
            12, 2.2 * len(column.header(language))
        )
    for number, values in enumerate(sheet.rows, start=header_row + 1):
        for index, column in enumerate(sheet.columns, start=1):
            cell = page.cell(number, index)
            _put(cell, as_cell(column, values.get(column.key)))
            cell.number_format, cell.border = column.number_format, _BORDER
    page.freeze_panes = f"A{header_row + 1}"
    page.print_title_rows = f"{header_row}:{header_row}"
    page.page_setup.orientation = "landscape" if width > 8 else "portrait"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return header_row


def _merged(page: Worksheet, row: int, width: int, text: str, font: Font, horizontal: str) -> None:
    cell = page.cell(row, 1)
    _put(cell, text)
    cell.font = font
    cell.alignment = Alignment(horizontal=horizontal, vertical="center", wrap_text=True)
    if width > 1:
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)


def _put(cell: Any, value: object) -> None:
    """Store a value; text stays text even when it begins like a formula."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def _empty_book() -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def _bytes(book: Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _check_size(content: bytes) -> None:
    try:
        with ZipFile(BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except BadZipFile:
        raise _no_excel() from None
    if len(content) > _LARGEST_FILE_BYTES or unpacked > _LARGEST_CONTENT_BYTES:
        raise Problem(
            TOO_LARGE,
            Text("Excel文件过大，请分批导入", "The Excel file is too large: bring it in parts"),
        )


def _no_excel() -> Problem:
    return Problem(
        MALFORMED,
        Text("文件不是可读取的Excel（.xlsx）文件", "The file is no readable Excel (.xlsx) file"),
    )


def _open(content: bytes) -> Any:
    _check_size(content)
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        return book.worksheets[0]
    except (KeyError, ValueError, IndexError, OSError, TypeError):
        raise _no_excel() from None


def _plain(header: object) -> str:
    """Return a header without unit in brackets, asterisk and white space."""
    text = "" if header is None else str(header)
    for bracket in "（(":
        text = text.split(bracket, 1)[0]
    return "".join(text.replace("*", "").split()).lower()


def _find_header(
    numbered: Iterable[tuple[int, tuple[object, ...]]], columns: Sequence[Column]
) -> dict[int, Column]:
    """Return columns by place from the first row that names enough of them.

    Enough means every required column, and at least one.
    """
    names = {
        _plain(name): column
        for column in columns
        for name in (column.title.zh, column.title.en, column.key, *column.aliases)
    }
    best: dict[int, Column] = {}
    for number, row in numbered:
        found = {i: names[_plain(cell)] for i, cell in enumerate(row) if _plain(cell) in names}
        seen = {column.key for column in found.values()}
        if found and all(column.key in seen for column in columns if column.required):
            return found
        best = found if len(found) > len(best) else best
        if number >= _HEADER_SEARCH_ROWS:
            break
    present = {column.key for column in best.values()}
    missing = [c for c in columns if c.required and c.key not in present] or list(columns)
    raise Problem(
        MALFORMED,
        Text("未找到表头或缺少必填列", "The header is missing or lacks required columns"),
        [
            Fault(
                column.key,
                None,
                "column",
                Text(f"缺少列“{column.title.zh}”", f"The column {column.title.en!r} is missing"),
            )
            for column in missing
        ],
    )
