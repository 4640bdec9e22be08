"""Cost sheets from an Excel file: one row a farm, every row taken or refused with its reason."""

from decimal import Decimal
from typing import Any

from milkshed.kernel.problems import Problem, invalid
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.platform.documents.columns import Column, Kind
from milkshed.platform.documents.excel import read_excel, write_template
from milkshed.platform.models import Person
from milkshed.platform.permissions import require
from milkshed.platform.scope import scope_of, visible
from milkshed.trade.actions.reference_price.survey import submit_sheet
from milkshed.trade.models import PriceRound, SampleFarm
from milkshed.trade.science.reference_price.cost_sheet import ITEMS, SheetFigures

_YUAN = "元"
COLUMNS: tuple[Column, ...] = (
    Column("gln", Text("牧场位置码", "Farm GLN"), required=True, note="13位", width=18),
    Column("milk_sold_kg", Text("售奶量", "Milk sold"), Kind.DECIMAL, "公斤", required=True),
    Column("cows_head", Text("成母牛", "Cows"), Kind.INTEGER, "头", required=True),
    Column("fat_pct", Text("乳脂率", "Fat"), Kind.DECIMAL, "%", required=True),
    Column("protein_pct", Text("乳蛋白率", "Protein"), Kind.DECIMAL, "%", required=True),
    *(
        Column(item.code, item.title, Kind.MONEY, _YUAN, note=item.note.zh if item.note else "")
        for item in ITEMS.values()
    ),
    Column(
        "stated_total_yuan",
        Text("费用合计", "Total of costs"),
        Kind.MONEY,
        _YUAN,
        required=True,
        note="不含犊牛、淘汰牛、粪肥三项收入",
    ),
    Column("remark", Text("说明", "Remark"), width=40),
)


def sheet_template() -> bytes:
    """An empty file to fill in."""
    return write_template("成本调查表", COLUMNS)


def import_sheets(person: Person, round_of: PriceRound, content: bytes) -> BatchReport:
    """Take in the sheets of one's own farms; a bad row never stops the others.

    Raises a problem only where the file is none, or lacks a required column.
    """
    require(person, "trade.enter_cost_sheet")
    table = read_excel(content, COLUMNS)
    reached = visible(
        SampleFarm.objects.filter(round=round_of).select_related("farm", "round"), scope_of(person)
    )
    samples = {sample.farm.gln: sample for sample in reached}
    for number, row in table.rows:
        try:
            sheet = _submit(person, samples, row)
        except Problem as problem:
            table.report.refuse(number, problem)
        else:
            table.report.accept(number, str(sheet))
    return table.report


def _submit(person: Person, samples: dict[str, SampleFarm], row: dict[str, Any]) -> int:
    sample = samples.get(row["gln"])
    if sample is None:
        raise invalid(
            "gln", row["gln"], "in-sample",
            "不是本单位被抽中的牧场", "Not a farm of yours in the sample",
        )  # fmt: skip
    before = sample.sheets.order_by("-version").first()
    figures = SheetFigures(
        milk_sold_kg=_within(row, "milk_sold_kg", 12),
        cows_head=min(int(row["cows_head"]), 10**6),
        fat_pct=_within(row, "fat_pct", 2),
        protein_pct=_within(row, "protein_pct", 2),
        lines={code: _within(row, code, 12) for code in ITEMS if row.get(code) is not None},
        stated_total_yuan=_within(row, "stated_total_yuan", 12),
    )
    made = submit_sheet(
        person,
        sample,
        figures,
        remark=row["remark"] or "",
        seen_version=before.version if before else 0,
        origin="file",
    )
    return made.pk


def _within(row: dict[str, Any], name: str, digits: int) -> Decimal:
    """The number of a cell to two places; a fault where it has more digits than can be kept."""
    value = Decimal(row[name])
    if abs(value) >= Decimal(10) ** digits:
        raise invalid(name, str(value), "size", "数值过大", "Too large")
    return value.quantize(Decimal("0.01"))
