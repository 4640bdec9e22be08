"""A claim's rows in a file: cow, day, batch."""

from datetime import date

from milkshed.kernel.problems import INVALID, Problem
from milkshed.kernel.text import Text
from milkshed.platform.documents.columns import Column, Kind
from milkshed.platform.documents.excel import read_excel, write_template

CLAIM_COLUMNS = (
    Column("cow", Text("牛号", "Cow"), required=True, width=18),
    Column("served_on", Text("配种日期", "Served on"), Kind.DATE, required=True, width=14),
    Column("batch", Text("批号", "Batch"), required=True, width=22),
)


def claim_template(language: str) -> bytes:
    """An empty workbook to fill in."""
    return write_template(
        Text("冻精胚胎补贴申报", "Claim for straws and embryos").in_language(language),
        CLAIM_COLUMNS,
        language,
    )


def read_claim(content: bytes) -> list[tuple[str, date, str]]:
    """The rows of a workbook; where any cannot be read, a problem names every such row."""
    table = read_excel(content, CLAIM_COLUMNS)
    if table.report.refused:
        raise Problem(
            INVALID,
            Text(
                f"{len(table.report.refused)}行无法识别，未申报；请更正后重新上传",
                f"{len(table.report.refused)} rows cannot be read; nothing was claimed",
            ),
            table.report.faults,
        )
    return [(str(row["cow"]), row["served_on"], str(row["batch"])) for _, row in table.rows]
