"""A pay grid as people read it: every term with its table, its chart and its wording."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from milkshed.kernel.money import Rounding
from milkshed.kernel.text import Text
from milkshed.trade.science.pricing.grid import UNIT_WORDS, Grid, Missing, Rules, Term, Unit
from milkshed.trade.science.pricing.measures import MEASURES, Average
from milkshed.trade.science.pricing.shapes import BrokenLine, Grades, Line, Steps

_SAMPLES = 13
_MOST_STEPS = 20

AVERAGE_WORDS: Mapping[Average, Text] = {
    Average.WEIGHTED: Text("按量加权平均", "Mass-weighted mean"),
    Average.GEOMETRIC: Text("几何平均", "Geometric mean"),
    Average.EACH: Text("逐批计价", "Delivery by delivery"),
    Average.PERIOD: Text("整期一值", "One value of the period"),
}
ROUNDING_WORDS: Mapping[Rounding, Text] = {
    Rounding.HALF_UP: Text("四舍五入", "Half up"),
    Rounding.HALF_EVEN: Text("四舍六入五成双", "Half to even"),
    Rounding.DOWN: Text("去尾", "Cut"),
    Rounding.UP: Text("进一", "Up"),
}
MISSING_WORDS: Mapping[Missing, Text] = {
    Missing.MEAN: Text("用本期已检批次的均值", "The mean of the period's tested deliveries"),
    Missing.LAST: Text("用此前最近一次有效检测", "The last valid test before"),
    Missing.DEFAULT: Text("用合同约定值", "The value that the contract names"),
}
HOW_WORDS: Mapping[str, Text] = {
    "": Text("", ""),
    "mean": Text("按量加权平均", "Mass-weighted mean"),
    "geometric": Text("几何平均", "Geometric mean"),
    "last": Text("此前最近一次检测", "Last test before"),
    "default": Text("约定缺测值", "Default without a test"),
    "period": Text("整期一值", "The period's value"),
    "test": Text("本批检测", "Own test"),
    "fact": Text("交接单", "From the sheet"),
}


@dataclass(frozen=True, slots=True)
class TermView:
    """One term ready to show: wording, table rows (where, rate) and the chart's data."""

    term: Term
    unit: Text
    average: Text
    measure_unit: str
    rows: tuple[tuple[str, Decimal], ...]
    chart_kind: str
    chart: dict[str, Any]


def term_views(grid: Grid) -> list[TermView]:
    """All terms of a grid, ready to show."""
    return [_view(term, grid.rules) for term in grid.terms]


def rule_pairs(rules: Rules) -> list[tuple[Text, Text]]:
    """The rounding and missing-test rules in words."""
    places = rules.rate_places
    return [
        (Text("指标平均值", "Means"), _with(ROUNDING_WORDS[rules.mean], "修约到指标位数",
                                       "to the measure's decimals")),
        (Text("单价", "Rates"), _with(ROUNDING_WORDS[rules.rate], f"保留{places}位",
                                    f"to {places} decimals")),
        (Text("金额", "Amounts"), _with(ROUNDING_WORDS[rules.amount], "每行到分",
                                      "each to the fen")),
        (Text("扣量", "Kilograms not paid"), _with(ROUNDING_WORDS[rules.mass], "每批到0.1公斤",
                                                "each to 0.1 kg")),
        (Text("缺测", "Missing tests"), _with(MISSING_WORDS[rules.missing],
                                            f"回溯不超过{rules.look_back_days}天",
                                            f"at most {rules.look_back_days} days back")),
    ]  # fmt: skip


def _with(words: Text, zh: str, en: str) -> Text:
    return Text(f"{words.zh}，{zh}", f"{words.en}, {en}")


def _view(term: Term, rules: Rules) -> TermView:
    measure = MEASURES.get(term.measure)
    unit = measure.unit if measure else ""
    average = AVERAGE_WORDS[term.average]
    if term.average is Average.GEOMETRIC and term.window_months > 1:
        months = term.window_months
        average = _with(average, f"滚动{months}个月", f"over {months} months")
    if isinstance(term.shape, Grades):
        average = Text("逐级比对", "Grade by grade")
    rows = _rows(term, rules)
    bars = isinstance(term.shape, Steps | Grades)
    chart = {
        "labels": [where for where, _ in rows],
        "series": [{"name": term.title.zh, "values": [float(rate) for _, rate in rows]}],
        "unit": UNIT_WORDS[term.unit].zh if term.unit in (Unit.PER_KG, Unit.PER_COMPONENT) else "",
        "from_zero": True,
    }
    return TermView(
        term, UNIT_WORDS[term.unit], average, unit, tuple(rows), "bar" if bars else "line", chart
    )


def _rows(term: Term, rules: Rules) -> list[tuple[str, Decimal]]:
    shape = term.shape
    if isinstance(shape, Steps):
        return [(band_words(shape, i), band.rate) for i, band in enumerate(shape.bands)]
    if isinstance(shape, BrokenLine):
        return [(plain(x), y) for x, y in shape.points]
    if isinstance(shape, Grades):
        return [
            (f"{row.name}：{bounds_words(row.bounds) or '其余'}", row.rate) for row in shape.rows
        ]
    return [
        (plain(value), shape.rate_at(value, rules.rate_places, rules.rate))
        for value in _samples(term, shape)
    ]


def _samples(term: Term, shape: Line) -> list[Decimal]:
    """Values at which a line is shown: its steps from cap to cap, or around the reference."""
    measure = MEASURES[term.measure]
    low = shape.low if shape.low is not None else shape.reference - 4 * shape.step
    high = shape.high if shape.high is not None else shape.reference + 8 * shape.step
    if shape.starts is not None and shape.high is None and shape.step > abs(shape.starts - low):
        high = shape.starts + 4 * abs(shape.starts - shape.reference)
    low, high = max(low, measure.low), min(high, measure.high)
    below, above = (int((end - shape.reference) / shape.step) for end in (low, high))
    if 2 <= above - below <= _MOST_STEPS:
        return [shape.reference + shape.step * n for n in range(below, above + 1)]
    width = (high - low) / (_SAMPLES - 1)
    values = {round(low + width * n, measure.places) for n in range(_SAMPLES)}
    return sorted(values | {shape.reference} if low <= shape.reference <= high else values)


def band_words(shape: Steps, index: int) -> str:
    """A band as people write it: ≤10,000; >10,000 至 ≤50,000; ≥3.5."""
    band = shape.bands[index]
    over, under = ("＞", "≤") if shape.closed == "right" else ("≥", "＜")
    if band.low is None and band.high is None:
        return "全部"
    if band.low is None:
        return f"{under}{plain(band.high)}"
    if band.high is None:
        return f"{over}{plain(band.low)}"
    return f"{over}{plain(band.low)} 至 {under}{plain(band.high)}"


def bounds_words(bounds: Mapping[str, tuple[Decimal | None, Decimal | None]]) -> str:
    """A grade's bounds as people write them."""
    parts = []
    for code, (low, high) in bounds.items():
        name = MEASURES[code].name.zh
        if low is not None:
            parts.append(f"{name}≥{plain(low)}")
        if high is not None:
            parts.append(f"{name}≤{plain(high)}")
    return "、".join(parts)


def plain(value: Decimal | None) -> str:
    """A number with thousands parted and just the decimals it has."""
    if value is None:
        return ""
    whole = value == value.to_integral_value()
    return f"{value:,.0f}" if whole else f"{value.normalize():,f}"
