"""Checks of animals to register, on whole columns; only bad rows are ever looked at singly."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from milkshed.herd.models import IdentifierScheme, Sex
from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.identifiers import EAR_TAG, HERD_BOOK, ISO_11784
from milkshed.kernel.problems import MALFORMED, Fault, Problem
from milkshed.kernel.provinces import PROVINCES
from milkshed.kernel.scheme import Scheme
from milkshed.kernel.text import Text
from milkshed.kernel.transponder import NATIONAL_LIMIT

Mask = NDArray[np.bool_]

ANIMAL_COLUMNS = pa.schema(
    [
        ("farm_code", pa.string()),
        ("sex", pa.string()),
        ("birth_date", pa.date32()),
        ("ear_tag", pa.string()),
        ("on_farm", pa.string()),
        ("herd_book", pa.string()),
        ("iso_11784", pa.string()),
        ("dhi", pa.string()),
        ("breed", pa.string()),
        ("dam_number", pa.string()),
        ("sire_number", pa.string()),
        ("entered_on", pa.date32()),
        ("parity", pa.int16()),
        ("last_calving_date", pa.date32()),
        ("dry_on", pa.date32()),
        ("due_on", pa.date32()),
        ("synthetic", pa.bool_()),
    ]
)
_DEFAULTS: dict[str, object] = {
    "breed": "荷斯坦",
    "dam_number": "",
    "sire_number": "",
    "parity": 0,
    "synthetic": False,
}
_CONTROL = r"[\x00-\x1f\x7f]+"
_LONGEST_TEXT = 30
_OLDEST_YEARS = 40
NUMBER_COLUMNS: dict[str, IdentifierScheme] = {
    "ear_tag": IdentifierScheme.EAR_TAG,
    "on_farm": IdentifierScheme.ON_FARM,
    "herd_book": IdentifierScheme.HERD_BOOK,
    "iso_11784": IdentifierScheme.ISO_11784,
    "dhi": IdentifierScheme.DHI,
}
FARM_ISSUED = (IdentifierScheme.ON_FARM, IdentifierScheme.DHI)

UNKNOWN_COUNTY = Text(
    "畜禽标识有误：第2至7位不是宁夏的县级行政区划代码",
    "Cattle ear tag is wrong: digits 2 to 7 are no county code of Ningxia",
)


@dataclass(frozen=True, slots=True)
class AnimalLimits:
    """Limits from the rule book: days of age at calving, largest parity."""

    min_calving_age_days: int
    max_parity: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule and the rows (0-based) that break it."""

    field: str
    rule: str
    message: Text
    rows: NDArray[np.intp]
    scheme: Scheme | None = None

    def faults(self, columns: pa.Table) -> Iterator[tuple[int, Fault]]:
        """Yield 1-based row numbers with the fault; numbers get their scheme's own wording."""
        values = columns[self.field].take(pa.array(self.rows)).to_pylist()
        for index, value in zip(self.rows.tolist(), values, strict=True):
            row = index + 1
            told = self.scheme.fault(value, self.field, row) if self.scheme else None
            yield row, told or Fault(self.field, value, self.rule, self.message, row)


def prepare(table: pa.Table) -> pa.Table:
    """Bring a table to :data:`ANIMAL_COLUMNS`: types, defaults, numbers in normal form.

    Columns that are missing are empty; unknown columns and values that cannot be read as their
    type are a problem of the whole table.
    """
    unknown = set(table.column_names) - set(ANIMAL_COLUMNS.names)
    if unknown:
        raise Problem(
            MALFORMED,
            Text(f"无法识别的列：{sorted(unknown)}", f"Unknown columns: {sorted(unknown)}"),
        )
    columns: dict[str, pa.ChunkedArray] = {}
    for wanted in ANIMAL_COLUMNS:
        if wanted.name not in table.column_names:
            column = pa.chunked_array([pa.nulls(table.num_rows, wanted.type)])
        else:
            try:
                column = table[wanted.name].cast(wanted.type)
            except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
                raise Problem(
                    MALFORMED,
                    Text(f"列 {wanted.name} 无法识别", f"Column {wanted.name}: {error}"),
                ) from error
        if wanted.name in _DEFAULTS:
            column = pc.fill_null(column, pa.scalar(_DEFAULTS[wanted.name], wanted.type))
        if wanted.name in NUMBER_COLUMNS:
            column = _normal_numbers(column)
        elif wanted.type == pa.string():
            column = pc.replace_substring_regex(column, _CONTROL, "")
        columns[wanted.name] = column
    return pa.table(columns, schema=ANIMAL_COLUMNS)


def _normal_numbers(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Half-width capitals without spaces or hyphens; an empty text is no number."""
    plain = pc.utf8_upper(pc.utf8_normalize(column, form="NFKC"))
    plain = pc.replace_substring_regex(plain, rf"[\s\-]+|{_CONTROL}", "")
    return pc.if_else(pc.equal(plain, ""), pa.scalar(None, pa.string()), plain)


def findings(columns: pa.Table, limits: AnimalLimits, today: date) -> Iterator[Finding]:
    """Yield every rule that some row of a prepared table breaks."""
    tell = _Teller(columns)
    birth, entered, calved = (
        columns["birth_date"],
        columns["entered_on"],
        columns["last_calving_date"],
    )
    sexes = pa.array(Sex.values)
    yield from tell(
        "sex",
        "choice",
        Text("性别应为F（母）或M（公）", "Sex is F or M"),
        ~truth(pc.is_in(columns["sex"], value_set=sexes)),
    )
    yield from tell(
        "birth_date",
        "required",
        Text("出生日期不能为空", "The birth date is required"),
        truth(pc.is_null(birth)),
    )
    yield from tell(
        "birth_date",
        "not-in-future",
        Text("出生日期不能晚于今天", "The birth date is in the future"),
        truth(pc.greater(birth, pa.scalar(today))),
    )
    yield from tell(
        "birth_date",
        "range",
        Text(f"出生日期早于{_OLDEST_YEARS}年前", f"Born more than {_OLDEST_YEARS} years ago"),
        truth(pc.less(birth, pa.scalar(date(today.year - _OLDEST_YEARS, 1, 1)))),
    )
    yield from tell(
        "entered_on",
        "after-birth",
        Text("入群日期早于出生日期", "The animal entered before its birth"),
        truth(pc.less(entered, birth)),
    )
    yield from tell(
        "entered_on",
        "not-in-future",
        Text("入群日期不能晚于今天", "The day of entry is in the future"),
        truth(pc.greater(entered, pa.scalar(today))),
    )
    yield from tell(
        "parity",
        "range",
        Text(f"胎次应为0至{limits.max_parity}", f"Parity is 0 to {limits.max_parity}"),
        (
            truth(pc.less(columns["parity"], 0))
            | truth(pc.greater(columns["parity"], limits.max_parity))
        ),
    )
    has_calved = truth(pc.greater(columns["parity"], 0))
    yield from tell(
        "last_calving_date",
        "goes-with-parity",
        Text(
            "有胎次的牛须填最近产犊日期，未产犊的牛不得填写",
            "A cow with a parity needs its last calving date, one without must have none",
        ),
        has_calved != truth(pc.is_valid(calved)),
    )
    age = pc.subtract(pc.cast(calved, pa.int32()), pc.cast(birth, pa.int32()))
    yield from tell(
        "last_calving_date",
        "age-at-calving",
        Text(
            f"产犊时日龄不足{limits.min_calving_age_days}天",
            f"Less than {limits.min_calving_age_days} days old at calving",
        ),
        truth(pc.less(age, limits.min_calving_age_days)),
    )
    yield from tell(
        "last_calving_date",
        "not-in-future",
        Text("产犊日期不能晚于今天", "The calving is in the future"),
        truth(pc.greater(calved, pa.scalar(today))),
    )
    yield from _number_findings(columns, tell)


def _number_findings(columns: pa.Table, tell: "_Teller") -> Iterator[Finding]:
    yield from tell(
        "ear_tag",
        "required",
        Text("至少填写一种个体标识", "At least one number of the animal is required"),
        np.logical_and.reduce([truth(pc.is_null(columns[c])) for c in NUMBER_COLUMNS]),
    )
    for field, scheme, is_right in (
        ("ear_tag", EAR_TAG, right_ear_tags),
        ("herd_book", HERD_BOOK, right_herd_book_numbers),
        ("iso_11784", ISO_11784, right_transponders),
    ):
        given = truth(pc.is_valid(columns[field]))
        wrong = given & ~is_right(columns[field])
        yield from tell(field, "shape", Text("格式不对", "Wrong form"), wrong, scheme)
    known = known_counties(columns["ear_tag"])
    yield from tell(
        "ear_tag", "county", UNKNOWN_COUNTY, right_ear_tags(columns["ear_tag"]) & ~known
    )
    for field in ("on_farm", "dhi", "breed", "dam_number", "sire_number"):
        yield from tell(
            field,
            "length",
            Text(f"不能超过{_LONGEST_TEXT}个字符", f"At most {_LONGEST_TEXT} characters"),
            truth(pc.greater(pc.utf8_length(columns[field]), _LONGEST_TEXT)),
        )
    for field in NUMBER_COLUMNS:
        yield from tell(
            field,
            "repeated-in-batch",
            Text("同一批次中该编号重复出现", "The number stands in an earlier row of the batch"),
            repeats(columns, field),
        )


def repeats(columns: pa.Table, field: str) -> Mask:
    """Mark rows whose number stands in an earlier row (of the same farm where the farm issues)."""
    parts = [columns[field]]
    if NUMBER_COLUMNS[field] in FARM_ISSUED:
        parts.insert(0, columns["farm_code"])
    joined = pc.binary_join_element_wise(*parts, "\x1f") if len(parts) > 1 else parts[0]
    codes = joined.combine_chunks().dictionary_encode().indices
    valid = truth(codes.is_valid())
    numbers = codes.fill_null(-1).to_numpy(zero_copy_only=False)
    marked = np.zeros(len(numbers), dtype=np.bool_)
    rows = np.flatnonzero(valid)
    _, first = np.unique(numbers[rows], return_index=True)
    marked[rows] = True
    marked[rows[first]] = False
    return marked


def right_ear_tags(column: pa.ChunkedArray) -> Mask:
    """Whether each value keeps the shape and province of :data:`EAR_TAG`."""
    shape = truth(pc.match_substring_regex(column, "^2[0-9]{14}$"))
    return shape & _province_known(column, 1)


def known_counties(column: pa.ChunkedArray) -> Mask:
    """Whether the county of each ear tag exists; counties outside Ningxia are not known here."""
    local = truth(pc.starts_with(pc.utf8_slice_codeunits(column, 1, 3), "64"))
    county = pc.utf8_slice_codeunits(column, 1, 7)
    return ~local | truth(pc.is_in(county, value_set=pa.array(list(COUNTIES))))


def right_herd_book_numbers(column: pa.ChunkedArray) -> Mask:
    """Whether each value keeps the shape and province of :data:`HERD_BOOK`."""
    shape = truth(pc.match_substring_regex(column, "^[0-9]{2}[0-9A-Z]{4}[0-9]{6}$"))
    return shape & _province_known(column, 0)


def right_transponders(column: pa.ChunkedArray) -> Mask:
    """Whether each value is 15 digits with a country and a number below 2**38."""
    shape = truth(pc.match_substring_regex(column, "^[0-9]{15}$"))
    digits = pc.if_else(pa.array(shape), column.combine_chunks(), "0" * 15)
    country = pc.cast(pc.utf8_slice_codeunits(digits, 0, 3), pa.int64())
    national = pc.cast(pc.utf8_slice_codeunits(digits, 3, 15), pa.int64())
    return shape & truth(pc.greater(country, 0)) & truth(pc.less(national, NATIONAL_LIMIT))


def _province_known(column: pa.ChunkedArray, start: int) -> Mask:
    province = pc.utf8_slice_codeunits(column, start, start + 2)
    return truth(pc.is_in(province, value_set=pa.array(list(PROVINCES))))


def truth(column: pa.ChunkedArray | pa.Array) -> Mask:
    """An Arrow boolean column as a NumPy mask; unknown counts as false."""
    filled = pc.fill_null(column, False)
    if isinstance(filled, pa.ChunkedArray):
        filled = filled.combine_chunks()
    mask: Mask = filled.to_numpy(zero_copy_only=False).astype(np.bool_, copy=False)
    return mask


class _Teller:
    """Turns a mask of bad rows into a finding, when there is any bad row."""

    def __init__(self, columns: pa.Table) -> None:
        self._columns = columns

    def __call__(
        self,
        field: str,
        rule: str,
        message: Text,
        bad: Mask,
        scheme: Scheme | None = None,
    ) -> Iterator[Finding]:
        rows = np.flatnonzero(bad)
        if len(rows):
            yield Finding(field, rule, message, rows, scheme)
