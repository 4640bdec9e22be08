"""Reading tables that other systems wrote: encoding, separator, header, dates, numbers."""

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from milkshed.kernel.problems import MALFORMED, Problem
from milkshed.kernel.text import Text

_SEPARATORS = ",;\t|"
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_DAY_PARTS = re.compile(r"(\d{1,4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,4})日?(?:[ T].*)?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as read: texts only. ``rows`` holds (line number, cells), blank lines left out.

    ``breaks_off`` tells that the last line has no end.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    encoding: str
    separator: str
    breaks_off: bool = False


def read_delimited(content: bytes) -> RawTable:
    """Read CSV, semicolon or tab separated text in UTF-8, UTF-16 or GB18030.

    Raises a problem when the bytes are no text, or there is no header.
    """
    text, encoding = _decode(content)
    if "\x00" in text:
        raise Problem(MALFORMED, Text("这不是文本文件", "This is no text file"))
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    cells = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        stripped = ((cells.line_num, tuple(map(str.strip, row))) for row in cells)
        rows = [(line, row) for line, row in stripped if any(row)]
    except csv.Error as error:
        message = Text(f"第{cells.line_num}行无法识别", f"Line {cells.line_num}: {error}")
        raise Problem(MALFORMED, message) from error
    if not rows:
        raise Problem(MALFORMED, Text("文件是空的", "The file is empty"))
    breaks_off = not text.endswith(("\n", "\r"))
    return RawTable(rows[0][1], tuple(rows[1:]), encoding, separator, breaks_off)


def _decode(content: bytes) -> tuple[str, str]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace"), encoding.removesuffix("-sig")
    for encoding in ("utf-8", "gb18030"):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise Problem(
        MALFORMED,
        Text("无法识别文件编码，请存为UTF-8或GB18030", "Save the file as UTF-8 or GB18030 text"),
    )


def plain_name(name: str) -> str:
    """A column name without case, spaces, punctuation and anything in brackets."""
    without_brackets = re.sub(r"[(（\[].*?[)）\]]", "", name)
    return re.sub(r"[\s_\-./:：]+", "", without_brackets).lower()


def map_header(header: Sequence[str], synonyms: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Positions of known fields in a header, by their synonyms; the first match wins."""
    names = {plain_name(name): field for field, many in synonyms.items() for name in many}
    found: dict[str, int] = {}
    for position, name in enumerate(header):
        field = names.get(plain_name(name))
        if field is not None:
            found.setdefault(field, position)
    return found


def day_order(values: Sequence[str]) -> str:
    """The order of year, month and day in a column of dates: ``ymd``, ``dmy`` or ``mdy``.

    Decided by all values together: a part above 12 cannot be a month. Where both readings
    remain possible, day before month is taken.
    """
    votes = date_orders(values)
    return max(("ymd", "dmy", "mdy"), key=lambda order: votes[order])


def date_orders(values: Sequence[str]) -> dict[str, int]:
    """How many values of a column are dates in each order of year, month and day."""
    counts = Counter(values)
    return {
        order: sum(many for value, many in counts.items() if read_day(value, order) is not None)
        for order in ("ymd", "dmy", "mdy")
    }


def read_day(value: str, order: str) -> date | None:
    """Read one date in the given order of parts; None when it is not one.

    ``20240131`` and dates with a time of day are understood too. A year of two digits is read
    where it stands last: up to 79 in this century, from 80 on in the last.
    """
    match = _COMPACT_DAY.fullmatch(value) if order == "ymd" else None
    match = match or _DAY_PARTS.fullmatch(value)
    if match is None:
        return None
    parts = dict(zip(order, match.groups(), strict=True))
    year = int(parts["y"])
    if len(parts["y"]) == 2 and order != "ymd":
        year += 2000 if year < 80 else 1900
    elif len(parts["y"]) != 4:
        return None
    try:
        return date(year, int(parts["m"]), int(parts["d"]))
    except ValueError:
        return None


def thousands_marked(values: Sequence[str], separator: str) -> bool:
    """Whether commas in a column of numbers part thousands, as in ``25,592``.

    So where every comma has three digits behind it; in a file whose cells are parted by
    semicolons a single comma is taken for the decimal mark.
    """
    marked = [value for value in values if "," in value]
    return (
        bool(marked) and separator != ";" and all(_THOUSANDS.fullmatch(value) for value in marked)
    )


def read_number(value: str, *, thousands: bool = False) -> float | None:
    """Read a decimal number with point or comma; None when it is not one.

    With ``thousands`` commas only part groups of three digits.
    """
    if thousands:
        plain = value.replace(",", "") if _THOUSANDS.fullmatch(value) else value
    else:
        plain = value.replace(",", ".") if value.count(",") == 1 and "." not in value else value
    if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", plain):
        return None
    return float(plain)


def as_text(cell: object) -> str:
    """A spreadsheet's cell as the text that a delimited file would hold."""
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
