"""Understanding a table before it is taken: what each column means, in which unit, and why.

Nothing is decided here. What the header or the numbers leave open becomes a question, with a
guess and the evidence for it; a person answers.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from milkshed.herd.exchange.tables.fields import (
    FIELDS,
    KG,
    LB,
    PER_ML,
    SCORE,
    THOUSAND,
    WAN,
    Cells,
    Field,
    Unit,
    field_of,
    needed,
)
from milkshed.herd.exchange.tables.presets import PRESETS, Preset
from milkshed.herd.science.delimited import (
    RawTable,
    date_orders,
    plain_name,
    read_number,
    thousands_marked,
)
from milkshed.kernel.text import Text

_SAMPLE_ROWS = 2_000
_BRACKETS = re.compile(r"[(（\[【]([^)）\]】]*)[)）\]】]")
_ORDER_TITLES = {
    "ymd": Text("年-月-日", "year-month-day"),
    "dmy": Text("日-月-年", "day-month-year"),
    "mdy": Text("月-日-年", "month-day-year"),
}


@dataclass(frozen=True, slots=True)
class Scales:
    """What numbers look like, from the rule book: bounds that tell units apart.

    ``milk_median_kg``: above it a day's milk is suspected to be in pounds. ``lactation_kg``:
    a whole lactation's milk of a herd lies between these. ``scc_*``: medians below which cells
    are counted in ten thousands, in thousands.
    """

    milk_median_kg: float = 50.0
    lactation_kg: tuple[float, float] = (2_500.0, 16_000.0)
    scc_score_below: float = 9.0
    scc_wan_below: float = 30.0
    scc_thousand_below: float = 10_000.0


@dataclass(frozen=True, slots=True)
class Question:
    """Something that a person must decide. ``guess`` is one of the options, or empty."""

    key: str
    field: str
    text: Text
    options: tuple[tuple[str, Text], ...]
    guess: str
    evidence: Text
    must_ask: bool


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """How a table is to be read: field by column position, unit and date order by field."""

    columns: Mapping[int, str]
    units: Mapping[str, str] = field(default_factory=dict)
    orders: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    def as_document(self) -> dict[str, object]:
        """For storing."""
        return {
            "columns": {str(at): key for at, key in self.columns.items()},
            "units": dict(self.units),
            "orders": dict(self.orders),
            "words": dict(self.words),
        }

    @staticmethod
    def from_document(document: Mapping[str, Mapping[str, str]]) -> "ColumnReading":
        """As stored."""
        return ColumnReading(
            {int(at): key for at, key in document.get("columns", {}).items()},
            dict(document.get("units", {})),
            dict(document.get("orders", {})),
            dict(document.get("words", {})),
        )


@dataclass(frozen=True, slots=True)
class Understanding:
    """A table as understood: the mapping that is proposed, why, and what is asked."""

    mapping: ColumnReading
    evidence: Mapping[int, Text]
    questions: tuple[Question, ...]
    missing: tuple[tuple[str, ...], ...]
    preset: Preset | None
    remembered: bool = False

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """Questions that a person must answer before anything is taken."""
        return tuple(one for one in self.questions if one.must_ask)


def header_fingerprint(header: Sequence[str]) -> str:
    """What two files of the same layout share: their column names without case and marks."""
    names = "\x1f".join(" ".join(name.lower().split()) for name in header)
    return hashlib.sha256(names.encode()).hexdigest()


def likeliest_kind(header: Sequence[str]) -> str:
    """The kind of table whose needed fields the header names most fully."""

    def score(kind: str) -> tuple[float, int]:
        keys = set(_by_names(header, FIELDS[kind]).values())
        groups = needed(kind)
        held = sum(bool(keys & set(group)) for group in groups)
        return held / len(groups), len(keys)

    return max(FIELDS, key=score)


def understand(
    table: RawTable,
    kind: str,
    scales: Scales,
    remembered: ColumnReading | None = None,
) -> Understanding:
    """Propose how to read a table of a kind.

    ``remembered`` is the mapping that a person confirmed for the same header before; it is
    proposed again, and units that the numbers now contradict are asked again.
    """
    preset = None if remembered else preset_of(table.header, kind)
    evidence: dict[int, Text] = {}
    if remembered is not None:
        columns = {at: key for at, key in remembered.columns.items() if at < len(table.header)}
        for at in columns:
            evidence[at] = Text("上次确认的对应关系", "As confirmed last time")
    else:
        columns = _columns(table.header, kind, preset, evidence)
    sample = table.rows[:_SAMPLE_ROWS]
    units, orders = {}, {}
    questions: list[Question] = []
    for at, key in columns.items():
        one = field_of(kind, key)
        values = [cells[at] for _, cells in sample if at < len(cells) and cells[at]]
        if one.units:
            question = _unit_question(one, table.header[at], values, table, preset, scales)
            known = remembered.units.get(key) if remembered else None
            if known and (not question.must_ask or question.guess == known):
                question = _settled(question, known)
            units[key] = question.guess
            questions.append(question)
        elif one.cells is Cells.DAY:
            every = [cells[at] for _, cells in table.rows if at < len(cells) and cells[at]]
            question = _order_question(one, every, preset)
            known = remembered.orders.get(key) if remembered else None
            if known and question.must_ask:
                question = _settled(question, known)
            orders[key] = question.guess
            questions.append(question)
    words = dict(remembered.words if remembered else preset.words if preset else {})
    held = set(columns.values())
    missing = tuple(group for group in needed(kind) if not held & set(group))
    return Understanding(
        ColumnReading(columns, units, orders, words),
        evidence,
        tuple(questions),
        missing,
        preset,
        remembered is not None,
    )


def preset_of(header: Sequence[str], kind: str) -> Preset | None:
    """The layout of another system whose telling headers are all there, most matches first."""
    names = {plain_name(name) for name in header}
    fitting = [
        one
        for one in PRESETS
        if one.kind == kind and all(plain_name(name) in names for name in one.telling)
    ]

    def matches(preset: Preset) -> int:
        return sum(plain_name(name) in names for name in preset.columns)

    return max(fitting, key=matches, default=None)


def _by_names(header: Sequence[str], fields: Sequence[Field]) -> dict[int, str]:
    names = {plain_name(name): one.key for one in reversed(fields) for name in one.names}
    names |= {plain_name(one.title.zh): one.key for one in fields}
    names |= {plain_name(one.key): one.key for one in fields}
    found: dict[int, str] = {}
    for at, name in enumerate(header):
        key = names.get(plain_name(name))
        if key is not None and key not in found.values():
            found[at] = key
    return found


def _columns(
    header: Sequence[str], kind: str, preset: Preset | None, evidence: dict[int, Text]
) -> dict[int, str]:
    columns = _by_names(header, FIELDS[kind])
    for at in columns:
        evidence[at] = Text(f"列名“{header[at]}”", f"Header “{header[at]}”")
    if preset is None:
        return columns
    laid_out = {plain_name(name): text for name, text in preset.columns.items()}
    for at, name in enumerate(header):
        told = laid_out.get(plain_name(name))
        if told is None:
            continue
        key = told.split(":")[0]
        for other in [o for o, held in columns.items() if held == key and o != at]:
            del columns[other]
        columns.pop(at, None)
        if key:
            columns[at] = key
        evidence[at] = Text(f"{preset.title.zh}的版式", f"Layout of {preset.title.en}")
    return dict(sorted(columns.items()))


def _settled(question: Question, answer: str) -> Question:
    return Question(
        question.key,
        question.field,
        question.text,
        question.options,
        answer,
        Text("上次确认", "As confirmed last time"),
        must_ask=False,
    )


def unit_in_header(name: str, units: Sequence[Unit]) -> Unit | None:
    """The unit that a header writes in brackets or after the name, if any."""
    told = [part.lower().replace(" ", "") for part in _BRACKETS.findall(name)]
    for part in told:
        for unit in units:
            if part in unit.marks:
                return unit
    words = re.split(r"[\s_,/]+", name.lower())
    for unit in units:
        if any(mark in words[1:] for mark in unit.marks) or plain_name(name) in unit.marks:
            return unit
    return None


def _unit_question(
    one: Field,
    header: str,
    values: Sequence[str],
    table: RawTable,
    preset: Preset | None,
    scales: Scales,
) -> Question:
    written = unit_in_header(header, one.units)
    source = Text(f"列名“{header}”写明", f"The header “{header}” says so")
    if written is None and preset is not None:
        told = {plain_name(n): t for n, t in preset.columns.items()}.get(plain_name(header), "")
        written = next((u for u in one.units if told.endswith(f":{u.key}")), None)
        source = Text(f"{preset.title.zh}的版式", f"Layout of {preset.title.en}")
    thousands = thousands_marked(values, table.separator)
    numbers = [n for n in (read_number(v, thousands=thousands) for v in values) if n is not None]
    numbers = [n for n in numbers if n > 0]
    middle = median(numbers) if numbers else None
    guess, evidence, must_ask = one.units[0], Text("没有数值", "There are no numbers"), False
    if middle is not None:
        guess, evidence, must_ask = guess_unit(one, middle, scales)
    if written is not None:
        agrees = middle is None or not must_ask or guess is written
        # a header that says kilograms has been wrong before: the numbers may contradict it
        asked = not agrees and one.key == "milk_kg" and written is KG
        if not asked:
            guess, evidence, must_ask = written, source, False
        else:
            evidence = Text(
                f"列名写作公斤，但{evidence.zh}", f"The header says kg, but {evidence.en}"
            )
    return Question(
        f"unit:{one.key}",
        one.key,
        Text(f"“{header}”的单位", f"Unit of “{header}”"),
        tuple((unit.key, unit.title) for unit in one.units),
        guess.key,
        evidence,
        must_ask,
    )


def guess_unit(one: Field, middle: float, scales: Scales) -> tuple[Unit, Text, bool]:
    """The unit in which a column with this median is likeliest, the evidence, and whether to ask.

    >>> from milkshed.herd.exchange.tables.fields import field_of
    >>> guess_unit(field_of("test-days", "milk_kg"), 70.0, Scales())[0].key
    'lb'
    """
    said = Text(f"中位数{middle:g}", f"the median is {middle:g}")
    if one.key == "milk_kg" and any(unit is LB for unit in one.units) and one.units[1] is LB:
        return _milk_unit(middle, said, scales)
    if one.key == "scc_per_ml":
        return _cell_unit(one, middle, said, scales)
    if one.key == "weight_kg":
        return KG, said, False
    if one.key == "urea_mg_per_dl":
        return one.units[0] if middle < 60 else one.units[1], said, False
    if one.key.endswith("_pct"):
        at = 1 if middle < 0.5 else 2 if middle > 15 else 0
        return one.units[at], said, False
    return one.units[0], said, False


def _milk_unit(middle: float, said: Text, scales: Scales) -> tuple[Unit, Text, bool]:
    low, high = scales.lactation_kg
    pounds = middle * LB.factor
    if middle >= low:
        likely = LB if middle > high and low <= pounds <= high else KG
        return (
            likely,
            Text(
                f"{said.zh}，像整个泌乳期而不是一天的产奶量"
                f"（按公斤为{middle:,.0f}，按磅折{pounds:,.0f}公斤）",
                f"{said.en}: a lactation's milk rather than a day's "
                f"({middle:,.0f} kg, or {pounds:,.0f} kg if pounds)",
            ),
            True,
        )
    if middle > scales.milk_median_kg:
        return (
            LB,
            Text(
                f"{said.zh}，超过{scales.milk_median_kg:g}公斤，疑为磅（折{pounds:.1f}公斤）",
                f"{said.en}, above {scales.milk_median_kg:g} kg: pounds are suspected "
                f"({pounds:.1f} kg)",
            ),
            True,
        )
    return KG, said, False


def _cell_unit(one: Field, middle: float, said: Text, scales: Scales) -> tuple[Unit, Text, bool]:
    if middle >= scales.scc_thousand_below:
        return PER_ML, said, False
    if middle >= scales.scc_wan_below:
        return THOUSAND, said, True
    if SCORE in one.units and middle < scales.scc_score_below:
        return SCORE, said, True
    return WAN, said, True


def _order_question(one: Field, values: Sequence[str], preset: Preset | None) -> Question:
    votes = date_orders(values)
    best = max(votes.values(), default=0)
    fitting = [order for order in ("ymd", "dmy", "mdy") if votes[order] == best and best]
    guess = fitting[0] if fitting else "ymd"
    must_ask = len(fitting) > 1
    example = values[0] if values else ""
    if must_ask and preset is not None and preset.day_order in fitting:
        guess = preset.day_order
    evidence = Text(
        f"{best}个日期可按{'、'.join(_ORDER_TITLES[o].zh for o in fitting) or '已知写法'}读取，"
        f"如“{example[:20]}”",
        f"{best} dates read as {' or '.join(_ORDER_TITLES[o].en for o in fitting) or 'nothing'}, "
        f"e.g. “{example[:20]}”",
    )
    return Question(
        f"order:{one.key}",
        one.key,
        Text(f"“{one.title.zh}”的日期写法", f"Order of dates in “{one.title.en}”"),
        tuple((order, _ORDER_TITLES[order]) for order in (fitting or tuple(_ORDER_TITLES))),
        guess,
        evidence,
        must_ask,
    )
