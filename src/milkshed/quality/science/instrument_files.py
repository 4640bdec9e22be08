"""Files that milk analysers write: what a layout is, and reading rows by it.

A *layout* is data: how rows are found in a file and which place holds which field with which
unit. A laboratory keeps its own; :mod:`milkshed.quality.science.layouts` holds those that come
with the house. Reading gives texts by field; :func:`read_cell` tells what a text means.
Standard library only.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree

from milkshed.kernel.problems import MALFORMED, Problem
from milkshed.kernel.text import Text
from milkshed.quality.science.analytes import ANALYTES

DELIMITED, FIXED, BLOCKS, XML = "delimited", "fixed", "blocks", "xml"
NUMBER_FIELD = "barcode"
_SEPARATORS = ";\t,|"
_MOST_ROWS = 20_000
_HEADER_WITHIN = 20


@dataclass(frozen=True, slots=True)
class Field:
    """Where one field stands and how it is meant.

    ``source`` is a column's name, a label, or ``start-end`` (from 1, both included) of a fixed
    line. ``field`` is ``barcode``, ``instrument`` or an analyte. ``factor`` multiplies the number:
    a freezing-point depression in m℃ has the unit ``m℃`` and the factor -1.
    """

    source: str
    field: str
    unit: str = ""
    factor: Decimal = Decimal(1)

    def as_document(self) -> dict[str, str]:
        """The field as JSON keeps it."""
        return {
            "source": self.source, "field": self.field, "unit": self.unit,
            "factor": f"{self.factor:f}",
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layout:
    """How a kind of file is read. ``decimal`` is the decimal sign, ``row`` the XML element."""

    code: str
    title: Text
    kind: str
    fields: tuple[Field, ...]
    separator: str = ""
    decimal: str = "."
    row: str = ""

    def as_document(self) -> dict[str, object]:
        """The layout as JSON keeps it."""
        return {
            "code": self.code, "zh": self.title.zh, "en": self.title.en, "kind": self.kind,
            "separator": self.separator, "decimal": self.decimal, "row": self.row,
            "fields": [field.as_document() for field in self.fields],
        }  # fmt: skip


def layout_of(document: Mapping[str, object]) -> Layout:
    """A layout from what :meth:`Layout.as_document` gave."""
    fields = document["fields"]
    assert isinstance(fields, list)
    return Layout(
        str(document["code"]),
        Text(str(document["zh"]), str(document["en"])),
        str(document["kind"]),
        tuple(
            Field(one["source"], one["field"], one["unit"], Decimal(one["factor"]))
            for one in fields
        ),
        str(document["separator"]),
        str(document["decimal"]),
        str(document["row"]),
    )


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row of a file: its line and the texts by source name."""

    line: int
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says: a number, "less than" a number (``below``), or found or not."""

    value: Decimal | None = None
    below: bool = False
    found: bool | None = None


_FOUND = {"+", "检出", "阳性", "positive", "pos", "found", "yes", "是"}
_NOT_FOUND = {"-", "未检出", "阴性", "negative", "neg", "nd", "n.d.", "not found", "no", "否"}


def read_cell(text: str, decimal: str = ".") -> Reading | None:
    """What a cell means; None when it is neither a number nor a finding.

    ``<0.05`` is below 0.05; ``ND`` and ``未检出`` are not found.
    """
    plain = text.strip()
    lowered = plain.lower()
    if lowered in _FOUND:
        return Reading(found=True)
    if lowered in _NOT_FOUND:
        return Reading(found=False)
    below = plain.startswith(("<", "＜", "≤"))
    digits = plain.lstrip("<＜≤ ").rstrip("% ")
    if decimal == ",":
        digits = digits.replace(".", "").replace(",", ".")
    else:
        digits = (
            digits.replace(",", "")
            if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", digits)
            else digits
        )
    if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?", digits):
        return None
    try:
        return Reading(Decimal(digits), below)
    except InvalidOperation:
        return None


def decode(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or GB18030; raises a problem for anything else."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"),
                           (b"\xfe\xff", "utf-16")):  # fmt: skip
        if content.startswith(mark):
            text = content.decode(encoding, errors="replace")
            break
    else:
        for encoding in ("utf-8", "gb18030"):
            try:
                text = content.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
        else:
            raise Problem(MALFORMED, Text("无法识别文件编码", "The encoding is unknown"))
    if "\x00" in text:
        raise Problem(MALFORMED, Text("这不是文本文件", "This is no text file"))
    return text


def read_rows(text: str, layout: Layout) -> list[FileRow]:
    """The rows of a text by a layout; raises a problem when the text does not have its shape."""
    rows = list(_READERS[layout.kind](text, layout))
    if not rows:
        raise Problem(MALFORMED, Text("文件中没有数据行", "The file holds no row"))
    if len(rows) > _MOST_ROWS:
        raise Problem(MALFORMED, Text("文件超过2万行，请分批", "More than 20,000 rows"))
    return rows


def table_rows(table: Iterable[tuple[int, Sequence[str]]], layout: Layout) -> list[FileRow]:
    """The rows of a table of cells (a workbook); the header is found among its first lines."""
    wanted = {plain_name(field.source) for field in layout.fields}
    lines = [(line, cells) for line, cells in table if any(cell.strip() for cell in cells)]
    number = {plain_name(f.source) for f in layout.fields if f.field == NUMBER_FIELD}
    best, at = 0, -1
    for position, (_, cells) in enumerate(lines[:_HEADER_WITHIN]):
        names = {plain_name(cell) for cell in cells}
        hits = len(wanted & names)
        if hits > best and number & names:
            best, at = hits, position
    if at < 0:
        raise Problem(
            MALFORMED,
            Text("没有找到含样品编号列的表头", "No header with a sample number was found"),
        )
    header = [plain_name(cell) for cell in lines[at][1]]
    return [
        FileRow(line, dict(zip(header, [cell.strip() for cell in cells], strict=False)))
        for line, cells in lines[at + 1 :]
    ]


def _delimited(text: str, layout: Layout) -> Iterable[FileRow]:
    lines = text.splitlines()
    probe = "\n".join(lines[:_HEADER_WITHIN])
    separator = layout.separator or max(_SEPARATORS, key=probe.count)
    try:
        cells = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        table = [(cells.line_num, row) for row in cells]
    except csv.Error as error:
        raise Problem(MALFORMED, Text("无法按列读取", f"Cannot be read: {error}")) from error
    return table_rows(table, layout)


def _fixed(text: str, layout: Layout) -> Iterable[FileRow]:
    spans = {}
    for field in layout.fields:
        first, last = (int(part) for part in field.source.split("-"))
        spans[plain_name(field.source)] = slice(first - 1, last)
    for line, whole in enumerate(text.splitlines(), start=1):
        if not whole.strip() or whole.startswith(("#", "*")):
            continue
        yield FileRow(line, {name: whole[span].strip() for name, span in spans.items()})


def _blocks(text: str, layout: Layout) -> Iterable[FileRow]:
    """Label and value on each line; a new block begins with the sample number."""
    opening = {plain_name(f.source) for f in layout.fields if f.field == NUMBER_FIELD}
    start, texts = 0, dict[str, str]()
    for line, whole in enumerate(text.splitlines(), start=1):
        name, sign, value = whole.partition("=" if "=" in whole else ":")
        if not sign:
            continue
        label = plain_name(name)
        if label in opening:
            if texts:
                yield FileRow(start, texts)
            start, texts = line, {}
        if start:
            # a unit may stand behind the number
            texts[label] = value.strip() if label in opening else value.strip().split(" ")[0]
    if texts:
        yield FileRow(start, texts)


def _xml(text: str, layout: Layout) -> Iterable[FileRow]:
    """Each element named ``layout.row``: its attributes, its children's texts, and children with
    ``name`` and ``value`` attributes."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Problem(MALFORMED, Text("XML不得含DTD", "The XML must not carry a DTD"))
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise Problem(MALFORMED, Text("XML无法解析", f"The XML is broken: {error}")) from error
    for position, element in enumerate(root.iter(layout.row), start=1):
        texts = {plain_name(name): value for name, value in element.attrib.items()}
        for child in element:
            name = child.get("name") or child.tag
            texts[plain_name(name)] = (child.get("value") or child.text or "").strip()
        yield FileRow(position, texts)


_READERS = {DELIMITED: _delimited, FIXED: _fixed, BLOCKS: _blocks, XML: _xml}


def plain_name(name: str) -> str:
    """A name without case, blanks, punctuation and anything in brackets."""
    without = re.sub(r"[(（\[].*?[)）\]]", "", name)
    return re.sub(r"[\s_./:：%％°]+", "", without).lower()


SYNONYMS: Mapping[str, tuple[str, ...]] = {
    NUMBER_FIELD: ("样品编号", "样品号", "编号", "盲样号", "sample", "sampleid", "id", "barcode"),
    "instrument": ("仪器", "仪器编号", "instrument", "analyser"),
    "fat": ("脂肪", "乳脂", "fat"),
    "protein": ("蛋白质", "蛋白", "protein", "prot", "trueprotein"),
    "solids_not_fat": ("非脂乳固体", "snf"),
    "lactose": ("乳糖", "lactose", "lact"),
    "density": ("相对密度", "密度", "density"),
    "acidity": ("酸度", "acidity"),
    "freezing_point": ("冰点", "freezingpoint", "fp", "fpd"),
    "total_count": ("菌落总数", "细菌总数", "tbc", "tpc", "ibc"),
    "somatic_cells": ("体细胞数", "体细胞", "scc"),
    "antibiotics": ("抗生素", "antibiotics"),
    "aflatoxin_m1": ("黄曲霉毒素m1", "afm1"),
    "melamine": ("三聚氰胺", "melamine"),
    "lead": ("铅", "lead", "pb"),
    "nitrite": ("亚硝酸盐", "nitrite"),
}
_UNITS: Mapping[str, str] = {
    "%": "g/100g", "％": "g/100g", "g/100g": "g/100g", "g/kg": "g/kg", "mg/kg": "mg/kg",
    "µg/kg": "µg/kg", "ug/kg": "µg/kg", "μg/kg": "µg/kg", "℃": "℃", "°c": "℃", "m℃": "m℃",
    "m°c": "m℃", "°t": "°T", "cfu/ml": "CFU/mL", "个/ml": "个/mL", "cells/ml": "个/mL",
    "万/ml": "万/mL", "10³/ml": "10³/mL", "1000/ml": "10³/mL", "k/ml": "10³/mL",
}  # fmt: skip


def unit_of(name: str) -> str | None:
    """The unit that a column's name carries, as the house writes it: ``Fat (%)``, ``冰点 m℃``."""
    bracket = re.search(r"[(（\[](.*?)[)）\]]", name)
    word = bracket.group(1) if bracket else name.split()[-1] if " " in name.strip() else ""
    return _UNITS.get(word.strip().lower().replace(" ", ""))


def guess_fields(header: Sequence[str]) -> tuple[Field, ...]:
    """Fields of a header by their synonyms, with the unit the name carries or the usual one."""
    names = {plain_name(name): field for field, many in SYNONYMS.items() for name in many}
    found: dict[str, Field] = {}
    for name in header:
        field = names.get(plain_name(name))
        if field is None or field in found:
            continue
        analyte = ANALYTES.get(field)
        unit = unit_of(name) or (analyte.unit if analyte else "")
        found[field] = Field(name.strip(), field, unit)
    return tuple(found.values())


def guess_factor(
    field: Field, values: Sequence[Decimal], low: Decimal, high: Decimal, units: Sequence[str]
) -> Field:
    """The field with the unit (and sign) that puts most values between ``low`` and ``high``.

    The present unit wins a draw. ``units`` convert to the analyte's own by the caller's table;
    they are tried in turn with the factors 1 and, where the range lies below zero, -1.
    """
    from milkshed.quality.science.verdict import in_unit

    analyte = ANALYTES[field.field]
    signs = (Decimal(1), Decimal(-1)) if high <= 0 else (Decimal(1),)

    def inside(unit: str, factor: Decimal) -> int:
        return sum(low <= in_unit(v * factor, unit, analyte.unit) <= high for v in values)

    best, most = field, inside(field.unit, field.factor)
    for unit in units:
        for sign in signs:
            hits = inside(unit, sign)
            if hits > most:
                best, most = replace(field, unit=unit, factor=sign), hits
    return best
