"""ADIS files as tables that are taken like any other, and our records as ADIS files."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from milkshed.herd.exchange.adis import dictionary as aded
from milkshed.herd.exchange.adis.records import (
    Document,
    Value,
    adis_day,
    read_adis,
    write_adis,
)
from milkshed.herd.science.delimited import RawTable

_EXTRACT = 2_000
_FEMALE, _MALE = "2", "1"
TEST_DAY_HEADER = (
    "number",
    "TestDate",
    "Milk (kg)",
    "Fat (%)",
    "Protein (%)",
    "MUN (mg/L)",
    "SCC (×1000)",
    "CalvingDate",
    "LactationId",
    "Parity",
)
ANIMAL_HEADER = ("number", "BirthDate", "Sex")
EVENT_HEADER = ("number", "Event", "Date", "Reason", "Note")


@dataclass(frozen=True, slots=True)
class TestRecord:
    """One test day for writing: kg, percent, mg/L urea, cells per mL."""

    __test__ = False

    number: str
    test_date: date
    milk_kg: Decimal
    fat_pct: Decimal | None = None
    protein_pct: Decimal | None = None
    urea_mg_per_l: Decimal | None = None
    scc_per_ml: int | None = None


@dataclass(frozen=True, slots=True)
class AnimalRecord:
    """One animal for writing, with the calvings that are known of it."""

    number: str
    birth_date: date
    sex: str
    name: str = ""
    calvings: tuple[date, ...] = ()


def looks_like_adis(content: bytes) -> bool:
    """Whether the first line is a definition line of the format."""
    first = content[:_EXTRACT].lstrip(b"\xef\xbb\xbf").split(b"\n", 1)[0].strip()
    text = first.decode("latin-1")
    return (
        len(text) >= 8 and text[:1].upper() == "D" and text[1:2].upper() in "HN"
        and text[2:].isdecimal() and not (len(text) - 8) % 11
    )  # fmt: skip


def adis_tables(content: bytes) -> tuple[dict[str, RawTable], tuple[dict[str, Any], ...]]:
    """The tables of a file by kind, and every line that could not be read.

    Calving dates of the file itself give the stage of its test days; where there are none, the
    register does.
    """
    document = read_adis(content)
    tables: dict[str, RawTable] = {}
    for kind, header, rows in (
        ("animals", ANIMAL_HEADER, _animals(document)),
        ("events", EVENT_HEADER, _events(document)),
        ("test-days", TEST_DAY_HEADER, _test_days(document)),
    ):
        if rows:
            tables[kind] = RawTable(header, tuple(rows), document.encoding, "adis")
    lost = tuple(
        {
            "row": fault.row,
            "field": fault.field,
            "value": str(fault.value)[:60],
            "rule": fault.rule,
            "zh": fault.message.zh,
            "en": fault.message.en,
        }
        for fault in document.faults
    )
    return tables, lost


def _text(values: Mapping[str, Value], item: str) -> str:
    return values.get(item) or ""


def _as_iso(values: Mapping[str, Value], item: str) -> str:
    day = adis_day(values.get(item))
    return day.isoformat() if day else _text(values, item)


def _animals(document: Document) -> list[tuple[int, tuple[str, ...]]]:
    sexes = {_FEMALE: "F", _MALE: "M"}
    return [
        (
            one.line,
            (
                _text(one.values, aded.ANIMAL),
                _as_iso(one.values, aded.BIRTH),
                sexes.get(_text(one.values, aded.SEX), _text(one.values, aded.SEX)) or "F",
            ),
        )
        for one in document.of("880005")
    ]


def _events(document: Document) -> list[tuple[int, tuple[str, ...]]]:
    rows: list[tuple[int, tuple[str, ...]]] = []
    for one in document.of("880012"):
        calf = _text(one.values, aded.CALF)
        note = f"ADIS 犊牛序号 {calf}" if calf else ""
        calving = _as_iso(one.values, aded.CALVING)
        rows.append((one.line, (_text(one.values, aded.ANIMAL), "calving", calving, "", note)))
    for one in document.of("880003"):
        left = _text(one.values, aded.EXIT)
        if not left:
            continue
        code = _text(one.values, aded.EXIT_REASON).lstrip("0")
        reason = aded.EXIT_REASONS.get(code, "")
        kind = "death" if reason == "death" else "departure"
        rows.append(
            (
                one.line,
                (
                    _text(one.values, aded.ANIMAL),
                    kind,
                    _as_iso(one.values, aded.EXIT),
                    "" if kind == "death" else reason,
                    f"ADIS 离场原因代码 {code}" if code else "",
                ),
            )
        )
    return sorted(rows)


def _test_days(document: Document) -> list[tuple[int, tuple[str, ...]]]:
    calvings: dict[str, list[date]] = {}
    for one in document.of("880012"):
        day = adis_day(one.values.get(aded.CALVING))
        if day is not None:
            calvings.setdefault(_text(one.values, aded.ANIMAL), []).append(day)
    rows = []
    for one in document.of("880006"):
        number = _text(one.values, aded.ANIMAL)
        test = adis_day(one.values.get(aded.TEST_DATE))
        before = [day for day in calvings.get(number, ()) if test and day <= test]
        calving = max(before).isoformat() if before else ""
        rows.append(
            (
                one.line,
                (
                    number,
                    _as_iso(one.values, aded.TEST_DATE),
                    *(
                        _text(one.values, item)
                        for item in (aded.MILK, aded.FAT, aded.PROTEIN, aded.UREA, aded.CELLS)
                    ),
                    calving,
                    "",
                    "",
                ),
            )
        )
    return rows


def write_herd(
    animals: Iterable[AnimalRecord],
    tests: Iterable[TestRecord],
    *,
    sender: str,
    day: date,
    encoding: str = "utf-8",
) -> bytes:
    """A herd's animals, calvings and test days as an ADIS file.

    ``sender`` names the system in the header, at most 24 characters. Raises ValueError naming
    the item and the value that does not fit its width.
    """
    held = list(animals)
    sexes = {"F": _FEMALE, "M": _MALE}
    animal_rows: list[dict[str, Value]] = [
        {
            aded.ANIMAL: one.number,
            aded.EAR_TAG_NAME: one.name[:12],
            aded.BIRTH: f"{one.birth_date:%Y%m%d}",
            aded.SEX: sexes.get(one.sex),
        }
        for one in held
    ]
    calving_rows: list[dict[str, Value]] = [
        {aded.ANIMAL: one.number, aded.CALVING: f"{calving:%Y%m%d}", aded.CALF: None}
        for one in held
        for calving in one.calvings
    ]
    test_rows: list[dict[str, Value]] = [
        {
            aded.ANIMAL: one.number,
            aded.TEST_DATE: f"{one.test_date:%Y%m%d}",
            aded.MILK: str(one.milk_kg),
            aded.FAT: _written(one.fat_pct),
            aded.PROTEIN: _written(one.protein_pct),
            aded.UREA: None if one.urea_mg_per_l is None else f"{one.urea_mg_per_l:.0f}",
            aded.CELLS: None if one.scc_per_ml is None else str(_thousands(one.scc_per_ml)),
        }
        for one in tests
    ]
    parts: list[tuple[str, Sequence[Mapping[str, Value]]]] = [
        ("880005", animal_rows),
        ("880012", calving_rows),
        ("880006", test_rows),
    ]
    return write_adis(
        [(aded.ENTITIES[number].definition, rows) for number, rows in parts if rows],
        header={"00201681": sender[:24], "00201575": f"{day:%Y%m%d}"},
        encoding=encoding,
    )


def _written(value: Decimal | None) -> Value:
    return None if value is None else str(value)


def _thousands(cells_per_ml: int) -> int:
    """Cells in thousands, as the item holds them: at most four digits."""
    return min(9_999, round(cells_per_ml / 1000))
