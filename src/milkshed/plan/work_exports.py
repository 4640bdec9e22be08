"""Registers, funds and what-ifs as Excel files."""

from collections.abc import Iterable, Sequence
from datetime import date

from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.text import Text
from milkshed.kernel.units import WAN
from milkshed.plan.actions.projects.fund_rows import COLUMNS
from milkshed.plan.models import FundMove, Register, RegisterEntry, SitingScenario
from milkshed.plan.queries.funds import GroupRow, LineRow, grouped
from milkshed.plan.queries.projects import EntryRow, outputs_of
from milkshed.plan.queries.siting import STATUS_TEXTS, LimitRow
from milkshed.plan.science.balances import Balance
from milkshed.plan.science.siting import INPUT_TITLES, Answer, Inputs
from milkshed.platform.documents.columns import Column, Kind
from milkshed.platform.documents.excel import Sheet, write_excel
from milkshed.platform.documents.tables import as_csv

_ENTRIES = (
    Column("number", Text("登记编号", "Number"), width=14),
    Column("name", Text("名称", "Name"), width=30),
    Column("detail", Text("类型", "Kind"), width=12),
    Column("part", Text("专栏项目", "Project"), width=10),
    Column("indicator", Text("指标", "Indicator"), width=10),
    Column("county", Text("县区代码", "County"), width=10),
    Column("town", Text("乡镇代码", "Town"), width=12),
    Column("place", Text("地点", "Place"), width=20),
    Column("longitude", Text("经度", "Longitude"), Kind.DECIMAL, places=5, width=11),
    Column("latitude", Text("纬度", "Latitude"), Kind.DECIMAL, places=5, width=11),
    Column("as_of", Text("截至日期", "As of"), Kind.DATE, width=12),
    Column("stage", Text("阶段", "Stage"), width=16),
    Column("amount", Text("数量", "Amount"), Kind.DECIMAL, width=12),
    Column("state", Text("状态", "State"), width=10),
    Column("counts", Text("计数情况", "How it counts"), width=40),
    Column("evidence", Text("佐证", "Evidence"), width=24),
    Column("note", Text("说明", "Note"), width=30),
)


def register_workbook(
    register: Register, rows: Sequence[EntryRow], on: date, *, synthetic: bool, language: str
) -> bytes:
    """Return the ``.xlsx`` of a register on a day, one row for each entry."""

    def say(both: Text) -> str:
        return both.in_language(language)

    lines = [
        {
            "number": row.entry.number,
            "name": row.entry.name,
            "detail": row.entry.detail,
            "part": row.entry.part,
            "indicator": row.entry.indicator,
            "county": row.entry.county,
            "town": row.entry.town,
            "place": say(row.entry.place_text) if row.entry.place_text else "",
            "longitude": row.entry.longitude,
            "latitude": row.entry.latitude,
            "as_of": row.entry.as_of,
            "stage": say(row.entry.stage_text),
            "amount": row.entry.amount,
            "state": say(row.entry.state_text),
            "counts": "；".join(f"{code} {say(why)}" for code, _, why in row.reasons),
            "evidence": row.entry.evidence.name,
            "note": row.entry.note,
        }
        for row in rows
    ]
    title = f"{say(register.title)} {on.isoformat()}"
    return write_excel(
        [Sheet(title, _ENTRIES, lines, name=say(register.title))],
        synthetic=synthetic,
        language=_short(language),
    )


def _short(language: str) -> str:
    return "en" if language.startswith("en") else "zh"


_MONEY = (
    Column("allocated", Text("下达", "Allocated"), Kind.MONEY, unit="万元", places=2, width=14),
    Column("disbursed", Text("拨付", "Disbursed"), Kind.MONEY, unit="万元", places=2, width=14),
    Column("used", Text("使用", "Used"), Kind.MONEY, unit="万元", places=2, width=14),
    Column("recovered", Text("收回", "Recovered"), Kind.MONEY, unit="万元", places=2, width=14),
    Column("left", Text("待拨付", "To disburse"), Kind.MONEY, unit="万元", places=2, width=14),
)
_LINES = (
    Column("number", Text("资金编号", "Number"), width=14),
    Column("title", Text("资金名称", "Money"), width=34),
    Column("source", Text("来源", "Source"), width=10),
    Column("unit", Text("主管单位", "Unit"), width=22),
    Column("part", Text("专栏项目", "Project"), width=10),
    *_MONEY,
    Column("output", Text("产出", "Output"), width=34),
)
_GROUPS = (
    Column("title", Text("分组", "Group"), width=34),
    Column("lines", Text("资金（条）", "Lines"), Kind.INTEGER, width=10),
    *_MONEY,
)


def _money(held: Balance) -> dict[str, object]:
    return {
        "allocated": held.allocated / WAN,
        "disbursed": held.disbursed / WAN,
        "used": held.used / WAN,
        "recovered": held.recovered / WAN,
        "left": held.to_disburse / WAN,
    }


def funds_workbook(rows: Sequence[LineRow], on: date, *, synthetic: bool, language: str) -> bytes:
    """Return the ``.xlsx`` of all lines and of the sums by unit, source and project.

    Sums are made in yuan to the fen and shown in 万元 with two places, rounded half up.
    """

    def say(both: Text) -> str:
        return both.in_language(language)

    note = say(
        Text(
            "合计按元、分相加后换算为万元，显示两位小数（四舍五入）",
            "Sums are made in yuan and shown in 10⁴ CNY with two places, rounded half up",
        )
    )
    lines = [
        {
            "number": row.line.number,
            "title": row.line.title,
            "source": say(row.line.source_text),
            "unit": say(row.line.unit.name),
            "part": row.line.part,
            **_money(row.balance),
            "output": _output(row, language),
        }
        for row in rows
    ]
    title = say(Text("项目资金", "Funds"))
    sheets = [Sheet(f"{title} {on.isoformat()}", _LINES, lines, (note,), name=title)]
    for by, heading in (
        ("unit", Text("按单位", "By unit")),
        ("source", Text("按来源", "By source")),
        ("part", Text("按项目", "By project")),
    ):
        sheets.append(
            Sheet(say(heading), _GROUPS, [_group(one, language) for one in grouped(rows, by)])
        )
    return write_excel(sheets, synthetic=synthetic, language=_short(language))


def moves_table(moves: Iterable[FundMove]) -> list[dict[str, object]]:
    """Moves as rows of a file that can be handed in again: the columns of the import, and a state.

    Amounts are in yuan, names and codes as the import reads them.
    """
    held = list(moves)
    subjects = {(one.line.subject_kind, one.line.subject) for one in held if one.line.subject}
    outputs = outputs_of(subjects) if subjects else {}
    return [_move_row(one, outputs.get((one.line.subject_kind, one.line.subject))) for one in held]


def _move_row(move: FundMove, output: RegisterEntry | None) -> dict[str, object]:
    line = move.line
    return {
        "number": line.number,
        "title": line.title,
        "source": line.source_text.zh,
        "unit": line.unit.name_zh,
        "part": line.part,
        "county": COUNTIES[line.county].name.zh if line.county in COUNTIES else "",
        "entry": output.number if output else "",
        "kind": move.kind_text.zh,
        "on": move.on,
        "amount": move.yuan,
        "amount_unit": "元",
        "document": move.document,
        "receiver": move.receiver,
        "state": move.state_text.zh,
    }


_STATE = Column("state", Text("状态", "State"), width=10)


def moves_workbook(moves: Iterable[FundMove], on: date, *, synthetic: bool) -> bytes:
    """Return the ``.xlsx`` of moves, which the import reads again."""
    return write_excel(
        [Sheet(f"资金收支 {on.isoformat()}", (*COLUMNS, _STATE), moves_table(moves),
               name="资金收支")],
        synthetic=synthetic,
    )  # fmt: skip


def moves_csv(moves: Iterable[FundMove]) -> bytes:
    """The same as CSV."""
    columns = (*COLUMNS, _STATE)
    return as_csv(
        [column.title.zh for column in columns],
        [{column.title.zh: row[column.key] for column in columns} for row in moves_table(moves)],
    )


def _group(row: GroupRow, language: str) -> dict[str, object]:
    return {
        "title": row.title.in_language(language),
        "lines": row.lines,
        **_money(row.balance),
    }


def _output(row: LineRow, language: str) -> str:
    if row.output is None:
        return ""
    amount = "" if row.output.amount is None else f" {row.output.amount.normalize():f}"
    return f"{row.output.number} {row.output.stage_text.in_language(language)}{amount}"


_LIMITS = (
    Column("title", Text("限制", "Limit"), width=24),
    Column("unit", Text("单位", "Unit"), width=12),
    Column("need", Text("需要", "Need"), Kind.DECIMAL, width=14),
    Column("available", Text("可用", "Available"), Kind.DECIMAL, width=14),
    Column("margin", Text("余量", "Margin"), Kind.DECIMAL, width=14),
    Column("greatest", Text("最多（头）", "Most (head)"), Kind.INTEGER, width=12),
    Column("verdict", Text("判断", "Verdict"), width=12),
    Column("status", Text("依据状态", "Status"), width=16),
    Column("why", Text("说明", "Note"), width=50),
)
_INPUTS = (
    Column("title", Text("输入", "Input"), width=36),
    Column("value", Text("数值", "Value"), Kind.DECIMAL, places=6, width=16),
    Column("status", Text("状态", "Status"), width=16),
    Column("source", Text("来源", "Source"), width=70),
)
_LADDER = (
    Column("title", Text("限制", "Limit"), width=24),
    Column("greatest", Text("最多（头）", "Most (head)"), Kind.INTEGER, width=14),
    Column("more", Text("可用量增10%后（头）", "With a tenth more"), Kind.INTEGER, width=20),
)


def siting_workbook(
    kept: SitingScenario,
    rows: Sequence[LimitRow],
    answer: Answer,
    inputs: Inputs,
    words: Text,
    *,
    synthetic: bool,
    language: str,
) -> bytes:
    """Return the ``.xlsx`` of a kept what-if: limits, what binds next, inputs with sources."""

    def say(both: Text | None) -> str:
        return "" if both is None else both.in_language(language)

    limits = [
        {
            "title": say(row.limit.title),
            "unit": say(row.limit.unit),
            "need": row.limit.need,
            "available": row.limit.available,
            "margin": row.limit.margin,
            "greatest": row.limit.greatest_head,
            "verdict": say(row.word),
            "status": say(row.status_text),
            "why": say(row.limit.why_unknown or row.limit.relief or row.limit.note),
        }
        for row in rows
    ]
    ladder = [
        {
            "title": say(step.title),
            "greatest": step.greatest_head,
            "more": step.with_a_tenth_more,
        }
        for step in answer.ladder
    ]
    given = [
        {
            "title": say(INPUT_TITLES.get(key, Text(key, key))),
            "value": one.value,
            "status": say(STATUS_TEXTS[one.status]),
            "source": one.source,
        }
        for key, one in sorted(inputs.items())
    ]
    notes = (
        say(words),
        say(Text(f"方法 {kept.method_version}，数据日期 {kept.on}",
                 f"Method {kept.method_version}, data of {kept.on}")),
    )  # fmt: skip
    return write_excel(
        [
            Sheet(kept.name, _LIMITS, limits, notes, name=say(Text("限制", "Limits"))),
            Sheet(say(Text("放开后的次序", "What binds next")), _LADDER, ladder),
            Sheet(say(Text("输入与来源", "Inputs")), _INPUTS, given),
        ],
        synthetic=synthetic,
        language=_short(language),
    )
