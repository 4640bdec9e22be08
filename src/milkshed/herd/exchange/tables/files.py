"""Files into tables of texts: delimited text, Excel, ADIS and USDA Format 4, told by content."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import orjson
from openpyxl import load_workbook

from milkshed.herd.exchange.adis.tables import adis_tables, looks_like_adis
from milkshed.herd.exchange.tables.fields import FIELDS
from milkshed.herd.exchange.tables.format4 import format4_table, looks_like_format4
from milkshed.herd.exchange.tables.guess import likeliest_kind
from milkshed.herd.science.delimited import RawTable, as_text, plain_name, read_delimited
from milkshed.kernel.problems import MALFORMED, TOO_LARGE, Problem
from milkshed.kernel.text import Text

LARGEST_FILE_BYTES = 50 * 1024 * 1024
_MOST_ROWS = 1_000_000
_EXCEL_MARK = b"PK\x03\x04"
_OLD_EXCEL_MARK = b"\xd0\xcf\x11\xe0"
_HEADER_SEARCH_ROWS = 20


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table of a file with its kind; ``sure`` where the format itself says the kind.

    ``lost`` tells lines that the format's reader could not make rows of, ``remarks`` what it did
    to the whole.
    """

    kind: str
    table: RawTable
    format: str
    lost: tuple[dict[str, Any], ...] = ()
    remarks: tuple[dict[str, Any], ...] = ()


def read_table(content: bytes) -> RawTable:
    """The texts of a file: an Excel workbook's first sheet, or delimited text.

    Lines above the header (titles, dates of a report) are passed over.
    """
    if content.startswith(_OLD_EXCEL_MARK):
        raise Problem(
            MALFORMED,
            Text(
                "这是旧版Excel（.xls），请另存为.xlsx或CSV",
                "This is an old Excel file (.xls): save it as .xlsx or CSV",
            ),
        )
    table = _from_excel(content) if content.startswith(_EXCEL_MARK) else read_delimited(content)
    if len(table.rows) > _MOST_ROWS:
        message = Text(f"超过{_MOST_ROWS:,}行", f"More than {_MOST_ROWS:,} rows")
        raise Problem(TOO_LARGE, message)
    return _at_header(table)


def read_file(content: bytes, kind: str = "") -> list[FoundTable]:
    """Every table of a file. ``kind`` is what the person says it holds, empty to find out.

    Raises a problem where the file is too large or no table at all.
    """
    if len(content) > LARGEST_FILE_BYTES:
        raise Problem(TOO_LARGE, Text("文件超过50MB", "The file is larger than 50 MB"))
    if looks_like_adis(content):
        tables, lost = adis_tables(content)
        found = [FoundTable(one, table, "adis", lost) for one, table in tables.items()]
        if not found:
            raise Problem(
                MALFORMED,
                Text(
                    "ADIS文件里没有可导入的实体（880003、880005、880006、880012）",
                    "The ADIS file holds no entity that can be taken",
                ),
            )
        return found
    if looks_like_format4(content):
        table, lost, remarks = format4_table(content)
        return [FoundTable("test-days", table, "format4", lost, remarks)]
    table = read_table(content)
    chosen = kind if kind in FIELDS else likeliest_kind(table.header)
    return [FoundTable(chosen, table, "excel" if table.encoding == "xlsx" else "text")]


def _from_excel(content: bytes) -> RawTable:
    try:
        page = load_workbook(BytesIO(content), read_only=True, data_only=True).worksheets[0]
        rows = [
            (line, tuple(as_text(cell) for cell in cells))
            for line, cells in enumerate(
                page.iter_rows(values_only=True, max_row=_MOST_ROWS + _HEADER_SEARCH_ROWS), start=1
            )
        ]
    except Exception as error:
        message = Text(
            "无法打开该Excel文件，可能没有传完或已损坏",
            "The Excel file cannot be opened: it may be cut short or damaged",
        )
        raise Problem(MALFORMED, message) from error
    held = [(line, cells) for line, cells in rows if any(cells)]
    if not held:
        raise Problem(MALFORMED, Text("文件是空的", "The file is empty"))
    return RawTable(held[0][1], tuple(held[1:]), "xlsx", "")


_KNOWN = {
    plain_name(name)
    for fields in FIELDS.values()
    for field in fields
    for name in (*field.names, field.title.zh)
}


def _known_names(cells: Sequence[str]) -> int:
    return sum(plain_name(cell) in _KNOWN for cell in cells if cell)


def _at_header(table: RawTable) -> RawTable:
    """The table with its header where most names are known, within the first rows."""
    best, most = -1, _known_names(table.header)
    for at, (_, cells) in enumerate(table.rows[:_HEADER_SEARCH_ROWS]):
        if _known_names(cells) > max(most, 1):
            best, most = at, _known_names(cells)
    if best < 0:
        return table
    return replace(table, header=table.rows[best][1], rows=table.rows[best + 1 :])


def pack(table: RawTable) -> bytes:
    """A table as a batch keeps it, not yet compressed."""
    return orjson.dumps(
        [table.header, table.rows, table.encoding, table.separator, table.breaks_off]
    )


def unpack(content: bytes) -> RawTable:
    """A table as it was packed."""
    header, rows, encoding, separator, breaks_off = orjson.loads(content)
    return RawTable(
        tuple(header),
        tuple((line, tuple(cells)) for line, cells in rows),
        encoding,
        separator,
        breaks_off,
    )
