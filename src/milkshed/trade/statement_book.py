"""The statement as a workbook that works itself out: every figure is a live formula.

Three sheets: 计价表 holds every term's table, 交奶 the deliveries with their readings and what each
is priced by, 结算 the lines. Whoever changes a reading or a rate sees the statement follow. Values
that stand in for a missing test and windows over earlier months are written as values and marked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from milkshed.kernel.money import Rounding
from milkshed.platform.documents.marks import SYNTHETIC_NOTICE
from milkshed.trade.science.pricing.grid import UNIT_WORDS, Grid, Missing, Term, Unit
from milkshed.trade.science.pricing.measures import MEASURES, Average
from milkshed.trade.science.pricing.plain import (
    BASE,
    Account,
    Delivery,
    Priced,
    StatementLine,
    price,
    values_used,
)
from milkshed.trade.science.pricing.shapes import BrokenLine, Grades, Line, Steps

_HEAD = PatternFill("solid", fgColor="E8ECEF")
_STOOD_IN = PatternFill("solid", fgColor="FFF4CE")
Content = str | Decimal | None
_GRID, _MILK, _SUM = "计价表", "交奶", "结算"


@dataclass(frozen=True, slots=True)
class _Table:
    """Where a term's table stands on the sheet of the grid: first and last row."""

    first: int
    last: int


def statement_book(
    grid: Grid, account: Account, title: str, notes: Sequence[str], *, synthetic: bool
) -> bytes:
    """Return the ``.xlsx`` of a priced account."""
    book = Workbook()
    book.remove(book.worksheets[0])
    lines, milk, table = (book.create_sheet(name) for name in (_SUM, _MILK, _GRID))
    writer = _Writer(grid, account, price(grid, account))
    writer.tables(table)
    writer.deliveries(milk)
    writer.lines(lines, title, [*([SYNTHETIC_NOTICE.zh] if synthetic else []), *notes])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def rounded(exact: str, places: int, rule: Rounding) -> str:
    """An Excel expression that rounds another by a rule.

    Excel's ROUND takes ties away from zero; ties to even are put together from it. A hair of
    1e-9 at the last place keeps binary fractions of exact ties on their side.
    """
    scale = 10**places
    if rule is Rounding.HALF_UP:
        return f"ROUND({exact}+SIGN({exact})*1E-{places + 7},{places})"
    if rule is Rounding.DOWN:
        return f"ROUNDDOWN(ROUND({exact},{places + 7}),{places})"
    if rule is Rounding.UP:
        return f"ROUNDUP(ROUND({exact},{places + 7}),{places})"
    tie = f"ABS(MOD(ABS({exact})*{scale},1)-0.5)<1E-7"
    return f"IF({tie},2*ROUND(({exact})*{scale}/2,0)/{scale},ROUND({exact},{places}))"


class _Writer:
    def __init__(self, grid: Grid, account: Account, priced: Priced) -> None:
        self.grid, self.account, self.priced = grid, account, priced
        self.places_of: dict[str, _Table] = {}
        self.first = 2
        self.last = 1 + len(account.deliveries)
        self.columns: dict[str, str] = {}
        self.each: set[str] = set()
        self.by_code: dict[str, StatementLine] = {line.code: line for line in priced.lines}

    def tables(self, sheet: Worksheet) -> None:
        _header(sheet, 1, ("计价项", "指标", "单位", "自", "至", "单价或系数", "说明"))
        row = 2
        for term in self.grid.terms:
            first = row
            for cells in _table_rows(term):
                sheet.append([term.title.zh, term.measure, UNIT_WORDS[term.unit].zh, *cells])
                row += 1
            self.places_of[term.code] = _Table(first, row - 1)
        _widths(sheet, (16, 16, 20, 14, 14, 14, 40))

    def deliveries(self, sheet: Worksheet) -> None:
        measures = list(dict.fromkeys(
            code for term in self.grid.terms
            for code in (term.shape.measures if isinstance(term.shape, Grades) else (term.measure,))
            if code not in ("volume", "month")
        ))  # fmt: skip
        each = [
            term for term in self.grid.terms
            if term.average is Average.EACH and not isinstance(term.shape, Grades)
        ]  # fmt: skip
        mass = [term for term in each if term.unit is Unit.MASS]
        priced = [term for term in each if term.unit is not Unit.MASS]
        titles = ["交接单", "日期", "收奶公斤", *(MEASURES[code].name.zh for code in measures)]
        titles += [f"{term.title.zh} 扣量" for term in mass] + ["计价公斤"]
        titles += [f"{term.title.zh} 金额" for term in priced]
        _header(sheet, 1, titles)
        for index, code in enumerate(measures, start=4):
            self.columns[code] = get_column_letter(index)
        start = 4 + len(measures)
        for index, term in enumerate(mass):
            self.columns[f"mass:{term.code}"] = get_column_letter(start + index)
        self.columns["paid"] = get_column_letter(start + len(mass))
        for index, term in enumerate(priced, start=start + len(mass) + 1):
            self.columns[f"each:{term.code}"] = get_column_letter(index)
        self.each = {term.measure for term in each}
        for code in measures:
            self._readings(sheet, code, priced_each=code in self.each)
        for row, one in enumerate(self.account.deliveries, start=2):
            sheet.cell(row, 1, one.key)
            sheet.cell(row, 2, one.day)
            sheet.cell(row, 3, float(one.kg))
            taken: list[str] = []
            for term in mass:
                place = f"{self.columns[f'mass:{term.code}']}{row}"
                share = self._rate(term, f"{self.columns[term.measure]}{row}")
                wanted = rounded(f"(C{row}*{share})", 1, self.grid.rules.mass)
                rest = f"C{row}" + "".join(f"-{other}" for other in taken)
                sheet[place] = f"=MIN(MAX({wanted},0),{rest})"
                taken.append(place)
            sheet[f"{self.columns['paid']}{row}"] = f"=C{row}" + "".join(f"-{p}" for p in taken)
            for term in priced:
                value, paid = f"{self.columns[term.measure]}{row}", f"{self.columns['paid']}{row}"
                part = f"{paid}*{value}/100" if term.unit is Unit.PER_COMPONENT else paid
                exact = f"({self._rate(term, value)}*{part})"
                amount = rounded(exact, 2, self.grid.rules.amount)
                sheet[f"{self.columns[f'each:{term.code}']}{row}"] = f"={amount}"
        _widths(sheet, [20, 12, *([13] * (len(titles) - 2))])
        sheet.freeze_panes = "D2"

    def _readings(self, sheet: Worksheet, code: str, *, priced_each: bool) -> None:
        """Own readings, and what stands in for missing ones, shaded."""
        own = {one.key: _own(one, code) for one in self.account.deliveries}
        used: dict[str, tuple[Decimal, str]] = {}
        averaged = Average.GEOMETRIC not in MEASURES[code].averages
        instead = averaged and self.grid.rules.missing is not Missing.MEAN
        if None in own.values() and (priced_each or instead):
            used = values_used(self.grid, self.account, code)
        for row, one in enumerate(self.account.deliveries, start=2):
            cell, value = sheet[f"{self.columns[code]}{row}"], own[one.key]
            if value is not None:
                cell.value = float(value)
            elif one.key in used:
                cell.value, cell.fill = float(used[one.key][0]), _STOOD_IN

    def lines(self, sheet: Worksheet, title: str, notes: Sequence[str]) -> None:
        sheet.append([title])
        sheet["A1"].font = Font(size=14, bold=True)
        for note in notes:
            sheet.append([note])
        head = sheet.max_row + 1
        _header(
            sheet, head, ("计价项", "单位", "指标值", "单价或系数", "数量", "金额（元）", "说明")
        )
        row = head + 1
        paid = f"SUM({self._span('paid')})"
        base = rounded(str(self.grid.base_price), self.grid.rules.rate_places, self.grid.rules.rate)
        for line in self.priced.lines:
            if line.code == BASE:
                self._line(sheet, row, "基准价", Unit.PER_KG, None, f"={base}", f"={paid}", "")
            else:
                term = next(one for one in self.grid.terms if one.code == line.code)
                self._term_line(sheet, row, head + 1, term, line, paid)
            row += 1
        sheet.cell(row, 1, "合计").font = Font(bold=True)
        sheet.cell(row, 6, f"=SUM(F{head + 1}:F{row - 1})").font = Font(bold=True)
        _widths(sheet, (18, 24, 14, 14, 18, 18, 44))

    def _term_line(
        self, sheet: Worksheet, row: int, first: int, term: Term, line: StatementLine, paid: str
    ) -> None:
        if term.unit is Unit.MASS:
            kg = f"=SUM({self._span(f'mass:{term.code}')})"
            self._line(sheet, row, term.title.zh, term.unit, None, None, kg, "逐批扣量，见“交奶”")
            sheet.cell(row, 6, 0)
            return
        if f"each:{term.code}" in self.columns:
            self._line(sheet, row, term.title.zh, term.unit, None, None, None, "逐批计价，见“交奶”")
            sheet.cell(row, 6, f"=SUM({self._span(f'each:{term.code}')})")
            return
        subtotal = f"SUM(F{first}:F{row - 1})"
        quantity = f"={subtotal}" if term.unit is Unit.FACTOR else f"={paid}"
        if isinstance(term.shape, Grades):
            note = f"等级 {line.grade}"
            self._line(sheet, row, term.title.zh, term.unit, None, line.rate, quantity, note)
            return
        value, note = self._value(term, line)
        if term.unit is Unit.PER_COMPONENT:
            quantity = f"={paid}*C{row}/100"
        rate = f"={self._rate(term, f'C{row}')}"
        self._line(sheet, row, term.title.zh, term.unit, value, rate, quantity, note)

    def _line(
        self, sheet: Worksheet, row: int, title: str, unit: Unit, value: Content,
        rate: Content, quantity: Content, note: str,
    ) -> None:  # fmt: skip
        cells = (title, UNIT_WORDS[unit].zh, value, rate, quantity, None, note)
        for column, content in enumerate(cells, start=1):
            sheet.cell(row, column, float(content) if isinstance(content, Decimal) else content)
        applied = f"(D{row}-1)" if unit is Unit.FACTOR else f"D{row}"
        amount = rounded(f"({applied}*E{row})", 2, self.grid.rules.amount)
        sheet.cell(row, 6, f"={amount}").number_format = "#,##0.00"

    def _value(self, term: Term, line: StatementLine) -> tuple[Content, str]:
        """The formula of a period's value; a value where it rests on what is not in the book."""
        measure = MEASURES[term.measure]
        whole = all(_own(one, term.measure) is not None for one in self.account.deliveries)
        mixed = term.measure in self.each and self.grid.rules.missing is Missing.MEAN
        if line.how == "mean" and (whole or not mixed):
            spans = self._span(term.measure), self._span("paid")
            known = f"(ISNUMBER({spans[0]})*{spans[1]})"
            exact = f"(SUMPRODUCT({known},{spans[0]})/SUMPRODUCT({known}*1))"
            return f"={rounded(exact, measure.places, self.grid.rules.mean)}", "Σ(公斤×值)÷Σ公斤"
        samples = [one.test.sample for one in self.account.deliveries if one.test is not None]
        if line.how == "geometric" and line.tests == len(samples) == len(set(samples)):
            span = self._span(term.measure)
            exact = f"EXP(SUMPRODUCT(LN({span}+({span}<1)))/{line.tests})"
            if line.tests == len(self.account.deliveries):
                return f"={rounded(exact, 0, self.grid.rules.mean)}", "几何平均"
        words = {
            "mean": "按量加权平均（不含缺测批次）",
            "geometric": "几何平均（含以前月份或重复样品）",
            "last": "此前最近一次检测",
            "default": "约定缺测值",
            "period": "整期一值",
        }
        return line.value, f"{words.get(line.how, '')}：{line.tests} 次检测"

    def _span(self, code: str) -> str:
        column = self.columns[code]
        return f"'{_MILK}'!${column}${self.first}:${column}${self.last}"

    def _rate(self, term: Term, value: str) -> str:
        """The expression of a term's rate at a cell."""
        table, shape = self.places_of[term.code], term.shape
        lows, highs, rates = (
            f"'{_GRID}'!${column}${table.first}:${column}${table.last}" for column in "DEF"
        )
        places, rule = self.grid.rules.rate_places, self.grid.rules.rate
        if isinstance(shape, Steps):
            if shape.closed == "right":
                return f'INDEX({rates},COUNTIF({highs},"<"&{value})+1)'
            return f'INDEX({rates},COUNTIF({lows},"<="&{value})+1)'
        if isinstance(shape, Line):
            return self._line_rate(shape, value, f"'{_GRID}'!$F${table.first}", places, rule)
        assert isinstance(shape, BrokenLine)
        at = f"MIN(MAX(MATCH({value},{lows},1),1),{table.last - table.first})"
        held = f"MIN(MAX({value},{shape.points[0][0]}),{shape.points[-1][0]})"
        x0, x1 = f"INDEX({lows},{at})", f"INDEX({lows},{at}+1)"
        y0, y1 = f"INDEX({rates},{at})", f"INDEX({rates},{at}+1)"
        exact = f"({y0}+({y1}-{y0})*({held}-{x0})/({x1}-{x0}))"
        if shape.points:
            exact = f"IF({value}<={shape.points[0][0]},INDEX({rates},1),{exact})"
        return rounded(exact, places, rule)

    def _line_rate(self, shape: Line, value: str, rate: str, places: int, rule: Rounding) -> str:
        held = value
        if shape.low is not None:
            held = f"MAX({held},{shape.low})"
        if shape.high is not None:
            held = f"MIN({held},{shape.high})"
        distance = f"({held}-({shape.reference}))"
        if shape.whole_steps:
            exact = f"(ROUNDDOWN(ROUND({distance}/{shape.step},7),0)*{rate})"
        else:
            exact = f"({distance}*{rate}/{shape.step})"
        result = rounded(exact, places, rule)
        if shape.starts is None:
            return result
        return f"IF({value}<={shape.starts},0,{result})"


def _own(one: Delivery, code: str) -> Decimal | None:
    """A delivery's own reading: of its test, or from the sheet."""
    if code in one.facts:
        return one.facts[code]
    return None if one.test is None else one.test.values.get(code)


def _table_rows(term: Term) -> list[list[object]]:
    shape = term.shape
    if isinstance(shape, Steps):
        ends = "上限含、下限不含" if shape.closed == "right" else "下限含、上限不含"
        return [[_float(b.low), _float(b.high), float(b.rate), ends] for b in shape.bands]
    if isinstance(shape, BrokenLine):
        return [[float(x), None, float(y), "两点间按直线"] for x, y in shape.points]
    if isinstance(shape, Line):
        words = f"以 {shape.reference} 为准，每 {shape.step}" + (
            "（满一档计）" if shape.whole_steps else ""
        )
        return [[_float(shape.low), _float(shape.high), float(shape.rate), words]]
    return [[None, None, float(row.rate), row.name] for row in shape.rows]


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _header(sheet: Worksheet, row: int, titles: Sequence[str]) -> None:
    for column, words in enumerate(titles, start=1):
        cell = sheet.cell(row, column, words)
        cell.font, cell.fill = Font(bold=True), _HEAD


def _widths(sheet: Worksheet, widths: Sequence[float]) -> None:
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
