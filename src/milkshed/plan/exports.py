"""The board as an Excel file: one sheet of indicators, one of contradictions."""

from collections.abc import Sequence
from datetime import date

from milkshed.kernel.text import Text
from milkshed.plan.models import Contradiction
from milkshed.plan.queries.board import BoardGroup
from milkshed.plan.queries.ledger import ItemRow
from milkshed.platform.documents.columns import Column, Kind
from milkshed.platform.documents.excel import Sheet, write_excel

_INDICATORS = (
    Column("code", Text("编号", "Code"), width=8),
    Column("group", Text("章节", "Part"), width=26),
    Column("name", Text("指标", "Indicator"), width=34),
    Column("unit", Text("单位", "Unit"), width=10),
    Column("kind", Text("性质", "Kind"), width=10),
    Column("baseline", Text("2023年基期", "Baseline 2023"), width=22),
    Column("target", Text("2027年目标", "Target 2027"), width=12),
    Column("claims", Text("各处目标", "All claims"), width=40),
    Column("value", Text("当前值", "Present value"), Kind.DECIMAL, width=12),
    Column("value_on", Text("截至", "As of"), Kind.DATE, width=12),
    Column("basis", Text("取数方式", "Taken from"), width=12),
    Column("expected", Text("路径应为", "Path"), Kind.DECIMAL, width=12),
    Column("light", Text("灯", "Light"), width=10),
    Column("reason", Text("理由", "Reason"), width=46),
    Column("quote", Text("规划原文", "The plan's words (Chinese)"), width=50),
    Column("formula", Text("计算办法", "Formula"), width=60),
)
_CONTRADICTIONS = (
    Column("code", Text("编号", "Code"), width=8),
    Column("title", Text("事项", "Matter"), width=28),
    Column("reading_a", Text("读法一", "First reading"), width=44),
    Column("reading_b", Text("读法二", "Second reading"), width=44),
    Column("note", Text("平台处理", "How the platform holds it"), width=44),
    Column("indicators", Text("相关指标", "Indicators"), width=20),
)


def board_workbook(
    groups: Sequence[BoardGroup],
    contradictions: Sequence[Contradiction],
    on: date,
    *,
    synthetic: bool,
    language: str,
) -> bytes:
    """Return the ``.xlsx`` of the board on a day in one language."""

    def say(both: Text) -> str:
        return both.in_language(language)

    rows = [
        {
            "code": row.indicator.code,
            "group": say(group.title),
            "name": say(row.indicator.name),
            "unit": say(row.indicator.unit_text),
            "kind": say(row.indicator.kind_text),
            "baseline": row.indicator.baseline_as_written,
            "target": say(row.indicator.target_text),
            "claims": "；".join(
                f"{say(c.claim.source)} {say(c.claim.target_text)} {say(c.light.colour.word)}"
                for c in row.claims
            ),
            "value": row.value,
            "value_on": row.value_on,
            "basis": ""
            if row.value is None
            else say(Text("填报", "Reported") if row.by_hand else Text("计算", "Computed")),
            "expected": row.light.expected,
            "light": say(row.light.colour.word),
            "reason": say(row.light.reason),
            "quote": row.indicator.quote_zh,
            "formula": say(row.indicator.formula),
        }
        for group in groups
        for row in group.rows
    ]
    held = [
        {
            "code": c.code,
            "title": say(c.title),
            "reading_a": say(c.reading_a),
            "reading_b": say(c.reading_b),
            "note": say(c.note),
            "indicators": " ".join(c.indicators),
        }
        for c in contradictions
    ]
    title = Text(f"规划指标总表（{on.isoformat()}）", f"Indicators of the plan ({on.isoformat()})")
    note = Text(
        "依据征求意见稿；分年路径由平台内插，可由文件下达的节点替换",
        "From the draft; yearly paths are interpolated by us until official points replace them",
    )
    return write_excel(
        [
            Sheet(say(title), _INDICATORS, rows, (say(note),), say(Text("指标", "Indicators"))),
            Sheet(
                say(Text("规划矛盾与处理", "Contradictions")),
                _CONTRADICTIONS,
                held,
                name=say(Text("矛盾", "Contradictions")),
            ),
        ],
        synthetic=synthetic,
        language="en" if language.startswith("en") else "zh",
    )


_LEDGER = (
    Column("number", Text("台账编号", "Number"), width=14),
    Column("title", Text("任务", "Task"), width=40),
    Column("goal", Text("目标", "Goal"), width=36),
    Column("measure", Text("措施", "Measure"), width=30),
    Column("leader", Text("牵头领导", "Leader"), width=12),
    Column("lead", Text("牵头单位", "Lead unit"), width=22),
    Column("support", Text("配合单位", "Supporting units"), width=30),
    Column("officer", Text("责任人", "Officer"), width=12),
    Column("due_on", Text("完成时限", "Deadline"), Kind.DATE, width=12),
    Column("percent", Text("进展（%）", "Progress (%)"), Kind.DECIMAL, width=10),
    Column("state", Text("状态", "State"), width=12),
    Column("standing", Text("时限", "Standing"), width=18),
    Column("closed_on", Text("销号日期", "Closed"), Kind.DATE, width=12),
)


def ledger_workbook(rows: Sequence[ItemRow], on: date, *, synthetic: bool) -> bytes:
    """Return the ``.xlsx`` of the ledger on a day, one row for each task."""
    lines = [
        {
            "number": row.item.number,
            "title": row.item.title,
            "goal": row.item.goal,
            "measure": row.item.measure,
            "leader": row.item.leader,
            "lead": row.item.lead.name_zh,
            "support": "、".join(unit.name_zh for unit in row.item.support.all()),
            "officer": row.item.officer,
            "due_on": row.item.due_on,
            "percent": row.percent,
            "state": row.item.state_text.zh,
            "standing": row.standing.zh,
            "closed_on": row.item.closed_on,
        }
        for row in rows
    ]
    return write_excel([Sheet(f"台账{on.isoformat()}", _LEDGER, lines)], synthetic=synthetic)
