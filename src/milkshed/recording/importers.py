"""Files from outside: sampling lists of farms and result files of laboratories."""

from collections.abc import Mapping
from datetime import date
from statistics import median

from milkshed.herd.facade import ForeignTable, read_foreign_number, read_foreign_table
from milkshed.kernel.problems import MALFORMED, TOO_LARGE, Fault, Problem
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person
from milkshed.recording.actions.results import LabContent, ResultRow, digest_of, take_lab_file
from milkshed.recording.actions.tubes import SamplingRow, record_sampling
from milkshed.recording.models import LabFile
from milkshed.recording.science.weighing import Milking

_LARGEST_FILE_BYTES = 20 * 1024 * 1024

LAB_COLUMNS: dict[str, tuple[str, ...]] = {
    "tube": (
        "Tube",
        "SampleId",
        "Sample",
        "Barcode",
        "样品管号",
        "管号",
        "样品编号",
        "样品号",
        "条码",
    ),
    "fat_pct": ("Fat", "FatPercent", "乳脂率", "乳脂", "脂肪", "脂肪率"),
    "protein_pct": ("Protein", "ProteinPercent", "乳蛋白率", "乳蛋白", "蛋白", "蛋白率"),
    "lactose_pct": ("Lactose", "乳糖率", "乳糖"),
    "urea_mg_per_dl": ("Urea", "MUN", "尿素", "尿素氮", "牛奶尿素"),
    "scc_per_ml": ("SCC", "SomaticCellCount", "Cells", "体细胞数", "体细胞"),
}
SAMPLING_COLUMNS: dict[str, tuple[str, ...]] = {
    "tube": LAB_COLUMNS["tube"],
    "number": ("Cow", "CowNumber", "OnFarmNumber", "牛号", "管理号"),
    "am": ("AM", "Morning", "早班", "早", "早班奶量"),
    "noon": ("Noon", "中班", "中", "中班奶量"),
    "pm": ("PM", "Evening", "晚班", "晚", "晚班奶量"),
    "am_hours": ("AMHours", "早班间隔", "早班间隔小时"),
    "noon_hours": ("NoonHours", "中班间隔", "中班间隔小时"),
    "pm_hours": ("PMHours", "晚班间隔", "晚班间隔小时"),
    "remark": ("Remark", "备注", "说明"),
}
# milk urea nitrogen is 28 of the 60 parts of urea by mass
_UREA_PER_NITROGEN = 60.06 / 28.01
_FEWEST_PER_ML = 5_000
_PARTS = ("am", "noon", "pm")


def import_lab_file(
    person: Person, centre: Organisation, content: bytes, *, file_name: str
) -> LabFile:
    """Take in a laboratory's result file: CSV, delimited text or Excel, one row a tube."""
    return take_lab_file(
        person, centre, read_lab_file(content), file_name=file_name, digest=digest_of(content)
    )


def read_lab_file(content: bytes) -> LabContent:
    """Read a result file; rows with an unreadable cell are faults.

    Cell counts are read as 10,000 or 1,000 per mL where the header says so (万, 千, k, 1000), and
    without a word in the header as 1,000 per mL where their median is below 5,000; urea nitrogen
    (MUN, 尿素氮) is turned into urea. What was taken is told in ``columns``.
    """
    table = _table(content, LAB_COLUMNS, "tube")
    columns = dict(table.columns)
    factor, unit = _cell_factor(table)
    if "scc_per_ml" in columns:
        columns["scc_unit"] = unit
    nitrogen = any(word in columns.get("urea_mg_per_dl", "").lower() for word in ("mun", "氮"))
    rows, faults = [], []
    for line, cells in table.rows:
        values: dict[str, float | None] = {}
        wrong = []
        for name, cell in cells.items():
            if name == "tube" or not cell:
                continue
            value = read_foreign_number(cell)
            if value is None:
                wrong.append(_no_number(name, cell, line))
                continue
            if name == "scc_per_ml":
                value *= factor
            elif name == "urea_mg_per_dl" and nitrogen:
                value *= _UREA_PER_NITROGEN
            values[name] = value
        tube = cells["tube"]
        if not tube:
            message = Text("没有样品管号", "There is no tube number")
            wrong.append(Fault("tube", "", "required", message, line))
        elif not wrong and not values:
            message = Text("该行没有任何结果", "The row holds no result")
            wrong.append(Fault("tube", tube[:40], "empty", message, line))
        if wrong:
            faults.extend(wrong)
        else:
            rows.append(ResultRow(line, tube, **values))
    return LabContent(rows, faults, columns, len(table.rows))


def import_sampling_file(
    person: Person, visit_id: int, tested_on: date, content: bytes
) -> BatchReport:
    """Take in a sampling list: one row a tube with the cow's number and the milkings weighed.

    Rows are told by their line in the file. A row without any milking was not sampled; one with
    an unreadable cell is refused with the others.
    """
    table = _table(content, SAMPLING_COLUMNS, "tube")
    rows: list[SamplingRow] = []
    unreadable: dict[int, list[Fault]] = {}
    for line, cells in table.rows:
        wrong: list[Fault] = []
        milkings = _milkings(cells, line, wrong)
        if wrong:
            unreadable[line] = wrong
        elif milkings:
            number, remark = cells.get("number", ""), cells.get("remark", "")
            rows.append(SamplingRow(cells["tube"], number, milkings, remark, line))
    report = record_sampling(person, visit_id, tested_on, rows)
    for line, wrong in unreadable.items():
        report.refuse(line, wrong)
    return report


def _milkings(cells: Mapping[str, str], line: int, wrong: list[Fault]) -> tuple[Milking, ...]:
    """The milkings of a row; what is no number is added to ``wrong``."""
    numbers: dict[str, float] = {}
    for name in (*_PARTS, *(f"{part}_hours" for part in _PARTS)):
        cell = cells.get(name, "")
        value = read_foreign_number(cell) if cell else None
        if value is not None:
            numbers[name] = value
        elif cell:
            wrong.append(_no_number(name, cell, line))
    return tuple(
        Milking(part, numbers[part], numbers.get(f"{part}_hours"))
        for part in _PARTS
        if part in numbers
    )


def _table(content: bytes, columns: Mapping[str, tuple[str, ...]], key: str) -> ForeignTable:
    if len(content) > _LARGEST_FILE_BYTES:
        raise Problem(TOO_LARGE, Text("文件超过20MB", "The file is larger than 20 MB"))
    table = read_foreign_table(content, columns)
    if key not in table.columns:
        names = " / ".join(columns[key])
        raise Problem(
            MALFORMED,
            Text("文件缺少样品管号列", "The column of tube numbers is missing"),
            [
                Fault(
                    key,
                    "",
                    "column-missing",
                    Text(f"需要列“样品管号”，可写作 {names}", f"A column {names} is needed"),
                )
            ],
        )
    return table


def _cell_factor(table: ForeignTable) -> tuple[float, str]:
    header = table.columns.get("scc_per_ml", "").lower()
    if "万" in header:
        return 10_000.0, "10,000/mL"
    if any(word in header for word in ("千", "1000", "k", "×10³")):
        return 1_000.0, "1,000/mL"
    cells = [row.get("scc_per_ml", "") for _, row in table.rows]
    values = [v for v in map(read_foreign_number, filter(None, cells)) if v is not None]
    if values and median(values) < _FEWEST_PER_ML:
        return 1_000.0, "1,000/mL"
    return 1.0, "/mL"


def _no_number(name: str, cell: str, line: int) -> Fault:
    return Fault(name, cell[:40], "number", Text("不是数字", "This is no number"), line)
