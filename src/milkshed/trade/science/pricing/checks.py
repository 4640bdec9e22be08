"""What makes a pay grid unfit: gaps, overlaps, wrong units, a price that runs the wrong way.

Every fault names the term, the band and the values.
"""

from collections.abc import Iterator
from decimal import Decimal

from milkshed.kernel.problems import INVALID, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.trade.science.pricing.grid import Grid, Missing, Term, Unit
from milkshed.trade.science.pricing.measures import MEASURES, TESTED, Average, Direction, Measure
from milkshed.trade.science.pricing.shapes import BrokenLine, Grades, Line, Steps

_MOST_TERMS, _MOST_ROWS = 30, 60
_RATE_PLACES = range(2, 7)
_WINDOWS = range(1, 13)
_LOOK_BACK = range(1, 367)
_LARGEST_RATE = Decimal(1000)


def check_grid(grid: Grid) -> None:
    """Raise a Problem with all faults of a grid, if it has any."""
    found = faults_of(grid)
    if found:
        raise Problem(INVALID, Text("计价表不能采用", "The grid cannot be used"), found)


def faults_of(grid: Grid) -> list[Fault]:
    """Everything that is wrong with a grid."""
    return list(_grid_faults(grid))


def _fault(path: str, value: object, rule: str, zh: str, en: str) -> Fault:
    return Fault(path, value, rule, Text(zh, en))


def _grid_faults(grid: Grid) -> Iterator[Fault]:
    rules = grid.rules
    if not grid.base_price > 0:
        yield _fault(
            "base_price", grid.base_price, "positive",
            f"基准价 {grid.base_price} 须大于零",
            f"The base price {grid.base_price} must be above zero",
        )  # fmt: skip
    if rules.rate_places not in _RATE_PLACES:
        yield _fault(
            "rounding.rate_places", rules.rate_places, "range",
            "单价小数位应为2至6", "Rates are kept to 2 to 6 decimals",
        )  # fmt: skip
        return
    if rules.look_back_days not in _LOOK_BACK:
        yield _fault(
            "missing.look_back_days", rules.look_back_days, "range",
            "回溯天数应为1至366", "The look-back is 1 to 366 days",
        )  # fmt: skip
    yield from _decimals(
        "base_price", grid.base_price, rules.rate_places, "基准价", "the base price"
    )
    if len(grid.terms) > _MOST_TERMS:
        yield _fault(
            "terms", len(grid.terms), "many", f"计价项至多{_MOST_TERMS}项", "Too many terms"
        )
        return
    seen: dict[str, int] = {}
    for index, term in enumerate(grid.terms):
        path = f"terms.{index}"
        if term.code in seen:
            yield _fault(
                f"{path}.code", term.code, "once",
                f"计价项代号“{term.code}”重复", f"The code {term.code!r} is used twice",
            )  # fmt: skip
        seen[term.code] = index
        yield from _term_faults(term, path, grid)


def _term_faults(term: Term, path: str, grid: Grid) -> Iterator[Fault]:
    places = grid.rules.rate_places
    if term.window_months not in _WINDOWS:
        yield _fault(
            f"{path}.window_months", term.window_months, "range",
            "滚动月数应为1至12", "The window is 1 to 12 months",
        )  # fmt: skip
    rolls = term.average is Average.GEOMETRIC or isinstance(term.shape, Grades)
    if term.window_months > 1 and not rolls:
        yield _fault(
            f"{path}.window_months", term.window_months, "window",
            "只有几何平均可用多月滚动", "Only a geometric mean may roll over several months",
        )  # fmt: skip
    if isinstance(term.shape, Grades):
        yield from _grades_faults(term, term.shape, path, grid)
        return
    measure = MEASURES[term.measure]
    name = term.title.zh
    if term.average not in measure.averages:
        listed = "、".join(one.value for one in measure.averages)
        yield _fault(
            f"{path}.average", term.average, "average",
            f"“{name}”只能用：{listed}", f"{measure.name.en} takes only: {listed}",
        )  # fmt: skip
    if term.unit is Unit.PER_COMPONENT and not measure.is_share:
        yield _fault(
            f"{path}.unit", term.unit, "unit",
            f"“{name}”的单位是{measure.unit}，不能按成分公斤计价",
            f"{measure.name.en} is in {measure.unit}: it has no kilograms to be paid",
        )  # fmt: skip
    if term.unit is Unit.MASS and term.average is not Average.EACH:
        yield _fault(
            f"{path}.average", term.average, "average",
            "扣量须逐批计算（each）", "Kilograms are deducted delivery by delivery (each)",
        )  # fmt: skip
    if term.unit is Unit.FACTOR and term.average is Average.EACH:
        yield _fault(
            f"{path}.average", term.average, "average",
            "系数作用于整期小计，不能逐批计算", "A factor acts on the whole period's sum",
        )  # fmt: skip
    if grid.rules.missing is Missing.DEFAULT and term.measure in TESTED and term.default is None:
        yield _fault(
            f"{path}.default", None, "default",
            f"缺测规则为“约定值”，“{name}”须填约定值", "Missing tests take the default: name one",
        )  # fmt: skip
    if term.default is not None:
        yield from _possible(f"{path}.default", term.default, measure, name)
    shape = term.shape
    if isinstance(shape, Steps):
        yield from _steps_faults(term, shape, path, measure, places)
    elif isinstance(shape, Line):
        yield from _line_faults(term, shape, path, measure, places)
    else:
        yield from _points_faults(term, shape, path, measure, places)


def _decimals(path: str, value: Decimal, places: int, zh: str, en: str) -> Iterator[Fault]:
    if value != round(value, places):
        yield _fault(
            path, value, "decimals",
            f"{zh} {value} 的小数多于{places}位", f"{en} {value} has more than {places} decimals",
        )  # fmt: skip


def _possible(path: str, value: Decimal, measure: Measure, name: str) -> Iterator[Fault]:
    """A value of a measure: within what is possible, with no more decimals than are kept."""
    if not measure.low <= value <= measure.high:
        yield _fault(
            path, value, "unit",
            f"“{name}”的值 {value} 不在 {measure.low}—{measure.high}{measure.unit} 之内，"
            "单位可能有误",
            f"{measure.name.en} {value} is outside {measure.low} to {measure.high} {measure.unit}: "
            "perhaps another unit",
        )  # fmt: skip
    yield from _decimals(path, value, measure.places, f"“{name}”的值", measure.name.en)


def _rate(path: str, rate: Decimal, unit: Unit, places: int) -> Iterator[Fault]:
    yield from _decimals(path, rate, places, "单价", "the rate")
    if abs(rate) > _LARGEST_RATE:
        yield _fault(path, rate, "range", f"单价 {rate} 过大", f"The rate {rate} is too large")
    if unit is Unit.PER_COMPONENT and rate < 0:
        yield _fault(
            path,
            rate,
            "positive",
            f"成分价 {rate} 不能为负",
            f"A component's price {rate} is below zero",
        )
    if unit is Unit.FACTOR and rate < 0:
        yield _fault(
            path, rate, "positive", f"系数 {rate} 不能为负", f"The factor {rate} is below zero"
        )
    if unit is Unit.MASS and not 0 <= rate <= 1:
        yield _fault(
            path, rate, "share", f"扣量比例 {rate} 应在0—1", f"The share {rate} is not 0 to 1"
        )


def _steps_faults(
    term: Term, shape: Steps, path: str, measure: Measure, places: int
) -> Iterator[Fault]:
    name, bands = term.title.zh, shape.bands
    at = f"{path}.shape.bands"
    if not 1 <= len(bands) <= _MOST_ROWS:
        yield _fault(
            at, len(bands), "count", f"“{name}”须有1至{_MOST_ROWS}段", "A table has 1 to 60 bands"
        )
        return
    for index, band in enumerate(bands):
        for end, value in (("low", band.low), ("high", band.high)):
            if value is not None:
                yield from _possible(f"{at}.{index}.{end}", value, measure, name)
        yield from _rate(f"{at}.{index}.rate", band.rate, term.unit, places)
        if band.low is not None and band.high is not None and band.low >= band.high:
            yield _fault(
                f"{at}.{index}.high", band.high, "order",
                f"“{name}”第{index + 1}段下限 {band.low} 不小于上限 {band.high}",
                f"{measure.name.en}, band {index + 1}: from {band.low} is not below to {band.high}",
            )  # fmt: skip
    if bands[0].low is not None:
        yield _gap(f"{at}.0.low", name, measure, 1, None, bands[0].low)
    if bands[-1].high is not None:
        yield _gap(f"{at}.{len(bands) - 1}.high", name, measure, len(bands), bands[-1].high, None)
    for index in range(1, len(bands)):
        before, after = bands[index - 1].high, bands[index].low
        where = f"{at}.{index}.low"
        if before is None or after is None or after < before:
            yield _fault(
                where, after, "overlap",
                f"“{name}”第{index}段（至 {_end(before)}）与第{index + 1}段"
                f"（自 {_end(after)}）重叠",
                f"{measure.name.en}: band {index} (to {_end(before)}) and band {index + 1} "
                f"(from {_end(after)}) overlap",
            )  # fmt: skip
        elif after > before:
            yield _gap(where, name, measure, index, before, after)
    yield from _monotone(term, measure, [(_span(b.low, b.high), b.rate) for b in bands], at)


def _span(low: Decimal | None, high: Decimal | None) -> str:
    return f"{_end(low)}—{_end(high)}"


def _end(value: Decimal | None) -> str:
    return "∞" if value is None else f"{value:f}"


def _gap(
    path: str, name: str, measure: Measure, band: int, low: Decimal | None, high: Decimal | None
) -> Fault:
    return _fault(
        path, high if high is not None else low, "gap",
        f"“{name}”第{band}段旁有空档：{_span(low, high)} 没有单价",
        f"{measure.name.en}, beside band {band}: {_span(low, high)} has no rate",
    )  # fmt: skip


def _monotone(
    term: Term, measure: Measure, rows: list[tuple[str, Decimal]], at: str
) -> Iterator[Fault]:
    """A better value must never be paid less; kilograms not paid count as a worse price."""
    if term.direction is Direction.FREE:
        return
    sign = 1 if term.direction is Direction.UP else -1
    if term.unit is Unit.MASS:
        sign = -sign
    for index in range(1, len(rows)):
        (span, before), (next_span, after) = rows[index - 1], rows[index]
        if (after - before) * sign < 0:
            yield _fault(
                f"{at}.{index}.rate", after, "monotone",
                f"“{term.title.zh}”单价走向相反：{span} 为 {before}，{next_span} 为 {after}",
                f"{measure.name.en} runs the wrong way: {span} pays {before}, {next_span} {after}",
            )  # fmt: skip


def _line_faults(
    term: Term, shape: Line, path: str, measure: Measure, places: int
) -> Iterator[Fault]:
    name, at = term.title.zh, f"{path}.shape"
    if not shape.step > 0:
        yield _fault(
            f"{at}.step", shape.step, "positive",
            f"“{name}”的步长 {shape.step} 须大于零", f"The step {shape.step} must be above zero",
        )  # fmt: skip
    else:
        yield from _decimals(
            f"{at}.step", shape.step, measure.places, f"“{name}”的步长", "The step"
        )
    for end, value in (
        ("reference", shape.reference), ("low", shape.low), ("high", shape.high),
        ("starts", shape.starts),
    ):  # fmt: skip
        if value is not None:
            yield from _possible(f"{at}.{end}", value, measure, name)
    if shape.low is not None and shape.high is not None and shape.low > shape.high:
        yield _fault(
            f"{at}.high", shape.high, "order",
            f"“{name}”的下限 {shape.low} 高于上限 {shape.high}", "The lower cap is above the upper",
        )  # fmt: skip
    yield from _decimals(f"{at}.rate", shape.rate, places, "单价", "the rate")
    if shape.rate > _LARGEST_RATE or shape.rate < -_LARGEST_RATE:
        yield _fault(f"{at}.rate", shape.rate, "range", "单价过大", "The rate is too large")
    sign = {Direction.UP: 1, Direction.DOWN: -1, Direction.FREE: 0}[term.direction]
    if term.unit is Unit.MASS:
        sign = -sign
    if shape.rate * sign < 0:
        yield _fault(
            f"{at}.rate", shape.rate, "monotone",
            f"“{name}”单价走向相反：每 {shape.step}{measure.unit} 为 {shape.rate}",
            f"{measure.name.en} runs the wrong way: {shape.rate} for each {shape.step}",
        )  # fmt: skip
    if term.unit in (Unit.FACTOR, Unit.PER_COMPONENT):
        yield _fault(
            f"{path}.unit", term.unit, "unit",
            "直线式只用于 元/kg 或扣量", "A line is for yuan/kg or kilograms not paid",
        )  # fmt: skip
    if term.unit is Unit.MASS and (shape.low is None or shape.low < shape.reference):
        yield _fault(
            f"{at}.low", shape.low, "share",
            "扣量式须以参照值为下限，否则会多付公斤",
            "Hold it at its reference, or kilograms are added",
        )  # fmt: skip


def _points_faults(
    term: Term, shape: BrokenLine, path: str, measure: Measure, places: int
) -> Iterator[Fault]:
    name, at = term.title.zh, f"{path}.shape.points"
    if not 2 <= len(shape.points) <= _MOST_ROWS:
        yield _fault(
            at, len(shape.points), "count", f"“{name}”须有2至{_MOST_ROWS}个点", "2 to 60 points"
        )
        return
    for index, (value, rate) in enumerate(shape.points):
        yield from _possible(f"{at}.{index}.value", value, measure, name)
        yield from _rate(f"{at}.{index}.rate", rate, term.unit, places)
        if index and value <= shape.points[index - 1][0]:
            before = shape.points[index - 1][0]
            yield _fault(
                f"{at}.{index}.value", value, "overlap",
                f"“{name}”第{index + 1}点 {value} 不大于前一点 {before}",
                f"{measure.name.en}: point {index + 1} {value} is not above {before}",
            )  # fmt: skip
    yield from _monotone(term, measure, [(str(x), y) for x, y in shape.points], at)


def _grades_faults(term: Term, shape: Grades, path: str, grid: Grid) -> Iterator[Fault]:
    at = f"{path}.shape.rows"
    if term.unit not in (Unit.PER_KG, Unit.FACTOR):
        yield _fault(
            f"{path}.unit", term.unit, "unit",
            "等级只能给 元/kg 或系数", "Grades give yuan/kg or a factor",
        )  # fmt: skip
    if grid.rules.missing is Missing.DEFAULT:
        named = {t.measure for t in grid.terms if t.default is not None}
        for code in shape.measures:
            if code in TESTED and code not in named:
                yield _fault(
                    f"{path}.default", None, "default",
                    f"缺测规则为“约定值”，等级所用“{MEASURES[code].name.zh}”须另有带约定值的计价项",
                    f"Missing tests take the default: {MEASURES[code].name.en} needs one",
                )  # fmt: skip
    if not 1 <= len(shape.rows) <= _MOST_ROWS:
        yield _fault(at, len(shape.rows), "count", "等级须有1至60级", "There are 1 to 60 grades")
        return
    for index, row in enumerate(shape.rows):
        last = index == len(shape.rows) - 1
        if not row.name.strip():
            yield _fault(
                f"{at}.{index}.name", row.name, "required", "等级须有名称", "A grade needs a name"
            )
        yield from _rate(f"{at}.{index}.rate", row.rate, term.unit, grid.rules.rate_places)
        if last and row.bounds:
            yield _fault(
                f"{at}.{index}.bounds", row.name, "gap",
                f"末级“{row.name}”仍有条件，达不到的奶没有等级",
                f"The last grade {row.name!r} has bounds: milk that misses them has no grade",
            )  # fmt: skip
        if not last and not row.bounds:
            yield _fault(
                f"{at}.{index}.bounds", row.name, "overlap",
                f"等级“{row.name}”没有条件，其后各级永远用不到",
                f"The grade {row.name!r} takes everything: those below it are never reached",
            )  # fmt: skip
        for code, ends in row.bounds.items():
            measure = MEASURES[code]
            if measure.averages[0] not in (Average.WEIGHTED, Average.GEOMETRIC):
                yield _fault(
                    f"{at}.{index}.bounds.{code}", code, "measure",
                    f"“{measure.name.zh}”不能用于等级", f"{measure.name.en} makes no grade",
                )  # fmt: skip
            for end, value in zip(("low", "high"), ends, strict=True):
                if value is not None:
                    yield from _possible(
                        f"{at}.{index}.bounds.{code}.{end}", value, measure, measure.name.zh
                    )
            low, high = ends
            if low is not None and high is not None and low > high:
                yield _fault(
                    f"{at}.{index}.bounds.{code}.high", high, "order",
                    f"等级“{row.name}”的下限 {low} 高于上限 {high}",
                    f"The grade {row.name!r}: {low} is above {high}",
                )  # fmt: skip
        if index and row.rate > shape.rows[index - 1].rate:
            yield _fault(
                f"{at}.{index}.rate", row.rate, "monotone",
                f"等级“{row.name}”（{row.rate}）高于上一级“{shape.rows[index - 1].name}”"
                f"（{shape.rows[index - 1].rate}）",
                f"The grade {row.name!r} pays {row.rate}, more than the better one before it",
            )  # fmt: skip
