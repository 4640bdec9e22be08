"""USDA Format 4: one fixed-width record per lactation with its test days.

Columns as the BESTPRED programs read them (Cole and VanRaden, 2008; public domain): identity in
columns 3–19, birth 71–78, herd 107–114, calving 128–135, days in milk 136–138, lactation 159–160,
number of tests 249–250, then 23 columns for each test. Milk is in tenths of pounds, fat and
protein in tenths of a percent, cells as somatic cell score in tenths. Status 2 of a test means
milk only, 3 that the cow was not fit to be tested. Old records hold solids-not-fat where others
hold protein; a content that no milk's protein reaches is told and left out.
"""

from datetime import date, timedelta
from typing import Any

from milkshed.herd.science.delimited import RawTable
from milkshed.kernel.text import Text

_SHORTEST = 250
_SEGMENT = 23
_MOST_TESTS = 50
_MILK_ONLY, _NOT_TESTED = "2", "3"
_NO_PROTEIN_TENTHS = 70
HEADER = (
    "herd_book",
    "on_farm",
    "LactationId",
    "BirthDate",
    "CalvingDate",
    "Parity",
    "TestDate",
    "DIM",
    "Milk (lb)",
    "Fat",
    "Protein",
    "SCS",
)
"""Columns of the table that a file becomes; ``on_farm`` is the animal's own number."""


def looks_like_format4(content: bytes) -> bool:
    """Whether the first line is a record of the format: long enough, its dates where they are."""
    first = content.split(b"\n", 1)[0].rstrip(b"\r")
    if len(first) < _SHORTEST or not first.isascii():
        return False
    text = first.decode("ascii")
    return _day(text[127:135]) is not None and text[248:250].strip().isdecimal()


def format4_table(
    content: bytes,
) -> tuple[RawTable, tuple[dict[str, Any], ...], tuple[dict[str, Any], ...]]:
    """One row per test day, what could not be read told line by line, and remarks.

    The same cow and calving make the lactation key, so that a file of cows that are not in the
    register can be taken.
    """
    rows: list[tuple[int, tuple[str, ...]]] = []
    lost: list[dict[str, Any]] = []
    for number, raw in enumerate(content.decode("latin-1").splitlines(), start=1):
        if not raw.strip():
            continue
        problem = _read_record(raw, number, rows)
        if problem is not None:
            lost.append(
                {
                    "row": number,
                    "field": "record",
                    "value": raw[2:19].strip(),
                    "rule": problem[0],
                    "zh": problem[1].zh,
                    "en": problem[1].en,
                }
            )
    solids = sum(cells[10] == _SOLIDS for _, cells in rows)
    clean = tuple(
        (line, tuple("" if cell == _SOLIDS else cell for cell in cells)) for line, cells in rows
    )
    remarks = _solids_remark(solids) if solids else ()
    return RawTable(HEADER, clean, "ascii", "fixed"), tuple(lost), remarks


_SOLIDS = "solids"


def _solids_remark(tests: int) -> tuple[dict[str, Any], ...]:
    return (
        {
            "row": None,
            "field": "protein_pct",
            "value": str(tests),
            "rule": "solids-not-fat",
            "zh": f"{tests}次测定在乳蛋白处填的是非脂固形物（不低于7%），未作为乳蛋白导入",
            "en": f"{tests} tests hold solids-not-fat (7 % and over) in place of protein; left out",
        },
    )


def _read_record(
    raw: str, number: int, rows: list[tuple[int, tuple[str, ...]]]
) -> tuple[str, Text] | None:
    """Add the record's tests to the rows; answers what is wrong with it, if anything."""
    identity = raw[2:19].strip()
    calving, count = _day(raw[127:135]), raw[248:250].strip()
    if not identity:
        return "required", Text("没有牛只编号", "There is no identity of the cow")
    if calving is None:
        return "date", Text("产犊日期无法识别", "The calving date cannot be read")
    if not count.isdecimal() or int(count) > _MOST_TESTS:
        return "number", Text("测定次数无法识别", "The number of tests cannot be read")
    if len(raw.rstrip()) < _SHORTEST + _SEGMENT * int(count):
        return "cut-line", Text(
            f"应有{count}次测定，该行中断", f"{count} tests are announced, the line breaks off"
        )
    birth = _day(raw[70:78])
    parity = raw[158:160].strip()
    key = f"{identity[-17:]}/{calving:%y%m%d}"
    for test in range(int(count)):
        part = raw[_SHORTEST + _SEGMENT * test :][:_SEGMENT]
        if part[4] == _NOT_TESTED or not part[:3].strip().isdecimal():
            continue
        in_milk = int(part[:3])
        contents = (
            ("", "", "")
            if part[4] == _MILK_ONLY
            else (_tenths(part[17:19]), _protein(part[19:21]), _tenths(part[21:23]))
        )
        rows.append(
            (
                number,
                (
                    identity,
                    "",
                    key,
                    birth.isoformat() if birth else "",
                    calving.isoformat(),
                    parity,
                    (calving + timedelta(days=in_milk)).isoformat(),
                    str(in_milk),
                    _tenths(part[13:17]),
                    *contents,
                ),
            )
        )
    return None


def _protein(text: str) -> str:
    digits = text.strip()
    is_solids = digits.isdecimal() and int(digits) >= _NO_PROTEIN_TENTHS
    return _SOLIDS if is_solids else _tenths(text)


def _tenths(text: str) -> str:
    digits = text.strip()
    return f"{int(digits) / 10:.1f}" if digits.isdecimal() and int(digits) else ""


def _day(text: str) -> date | None:
    if not text.isdecimal():
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return None
