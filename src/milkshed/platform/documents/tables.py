"""Tables from Excel or CSV files, whichever was handed in, and CSV out as spreadsheets like it."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO

from milkshed.kernel.problems import MALFORMED, TOO_LARGE, Problem
from milkshed.kernel.text import Text
from milkshed.platform.documents.columns import Column
from milkshed.platform.documents.excel import ReadTable, read_excel, read_rows

CSV_MEDIA_TYPE = "text/csv; charset=utf-8"

_LARGEST_CSV_BYTES = 20 * 1024 * 1024
_EXCEL_MARK, _OLD_EXCEL_MARK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SEPARATORS = ",;\t"


def read_table(content: bytes, columns: Sequence[Column]) -> ReadTable:
    """Read a table that people filled in: Excel (``.xlsx``), or CSV in UTF-8, UTF-16 or GB18030.

    What :func:`milkshed.platform.documents.excel.read_excel` says of rows and headers holds for
    both. Raises Problem when the file is neither.
    """
    if content.startswith(_EXCEL_MARK):
        return read_excel(content, columns)
    if content.startswith(_OLD_EXCEL_MARK):
        raise Problem(
            MALFORMED,
            Text(
                "这是旧版Excel（.xls），请另存为.xlsx或CSV",
                "This is an old Excel file (.xls): save it as .xlsx or CSV",
            ),
        )
    if len(content) > _LARGEST_CSV_BYTES:
        raise Problem(
            TOO_LARGE,
            Text("文件超过20 MB，请分批导入", "The file is over 20 MB: bring it in parts"),
        )
    return read_rows(_lines(_decoded(content)), columns)


def _decoded(content: bytes) -> str:
    marked = next((name for mark, name in _BYTE_ORDER_MARKS if content.startswith(mark)), "")
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Problem(
        MALFORMED,
        Text(
            "文件不是Excel（.xlsx），也不是UTF-8或GB18030的CSV",
            "The file is neither Excel (.xlsx) nor CSV in UTF-8 or GB18030",
        ),
    )


def _lines(text: str) -> Iterator[tuple[object, ...]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    try:
        yield from (tuple(row) for row in reader)
    except csv.Error as error:
        raise Problem(
            MALFORMED,
            Text(f"第{reader.line_num}行无法识别", f"Line {reader.line_num}: {error}"),
        ) from error


def as_csv(header: Sequence[str], rows: Sequence[Mapping[str, object]]) -> bytes:
    """CSV in UTF-8 with a byte order mark, so that spreadsheets read Chinese as Chinese."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_one_line(row[name]) for name in header] for row in rows)
    return ("\ufeff" + text.getvalue()).encode()


def _one_line(value: object) -> str:
    """Text in one line that a spreadsheet takes for text and not for a formula."""
    plain = " ".join(str(value).split())
    is_number = plain[1:2].isdigit() or plain[1:2] == "."
    return f"'{plain}" if plain[:1] in ("=", "+", "-", "@") and not is_number else plain
