"""Excel out and in: what is written can be read, and every bad row is named."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from milkshed.kernel.identifiers import EAR_TAG, PLATE
from milkshed.kernel.problems import Problem
from milkshed.kernel.text import Text
from milkshed.platform.documents.columns import Column, Kind
from milkshed.platform.documents.excel import (
    Sheet,
    annotate,
    read_excel,
    write_excel,
    write_template,
)

COLUMNS = (
    Column("plate", Text("车牌号", "Plate"), required=True, scheme=PLATE, note="与行驶证一致"),
    Column("load_kg", Text("装载量", "Load"), Kind.DECIMAL, unit="公斤", required=True, places=0),
    Column("count", Text("批数", "Batches"), Kind.INTEGER),
    Column("rate", Text("合格率", "Pass rate"), Kind.PERCENT),
    Column("day", Text("日期", "Day"), Kind.DATE),
    Column("left_at", Text("离站时间", "Left at"), Kind.TIME),
    Column("sealed", Text("铅封完好", "Sealed"), Kind.YES_NO),
    Column("state", Text("状态", "State"), choices=("在途", "到达"), aliases=("运输状态",)),
    Column("tag", Text("耳标", "Ear tag"), scheme=EAR_TAG),
)
ROW: dict[str, Any] = {
    "plate": "宁A12345",
    "load_kg": Decimal("18460"),
    "count": 3,
    "rate": Decimal("0.985"),
    "day": date(2026, 1, 5),
    "left_at": datetime(2026, 1, 4, 23, 30, tzinfo=UTC),
    "sealed": True,
    "state": "在途",
    "tag": "264030200000017",
}


def book(*rows: list[Any]) -> bytes:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def test_what_is_written_can_be_read() -> None:
    content = write_excel(
        [Sheet("运输台账", COLUMNS, [ROW, ROW], notes=["统计口径：按离站时间"])], synthetic=True
    )
    table = read_excel(content, COLUMNS)
    assert table.report.is_clean
    assert [values for _, values in table.rows] == [ROW, ROW]
    assert table.rows[0][0] == 5


def test_layout_shows_title_mark_units_and_formats() -> None:
    content = write_excel([Sheet("运输台账", COLUMNS, [ROW])], synthetic=True)
    page = load_workbook(BytesIO(content)).worksheets[0]
    assert page["A1"].value == "运输台账"
    assert "A1:I1" in {str(area) for area in page.merged_cells.ranges}
    assert str(page["A2"].value).startswith("演示数据")
    assert page["B3"].value == "装载量（公斤）"
    assert page["B4"].number_format == "#,##0"
    assert page["F4"].value == datetime(2026, 1, 5, 7, 30)  # noqa: DTZ001
    plain = write_excel([Sheet("运输台账", COLUMNS, [ROW])], synthetic=False)
    assert load_workbook(BytesIO(plain)).worksheets[0]["A2"].value == "车牌号"


def test_text_that_looks_like_a_formula_stays_text() -> None:
    column = Column("name", Text("名称", "Name"))
    content = write_excel([Sheet("表", [column], [{"name": "=HYPERLINK(1)"}])], synthetic=False)
    cell = load_workbook(BytesIO(content)).worksheets[0]["A3"]
    assert (cell.data_type, cell.value) == ("s", "=HYPERLINK(1)")


def test_every_bad_row_is_named_and_the_good_ones_kept() -> None:
    content = book(
        ["导出说明"],
        ["运输状态", "装载量(公斤)", "车牌号*", "日期", "批数", "铅封完好", "耳标"],
        ["在途", "18,460", "宁a·12345", "2026年1月5日", 2, "是", 264030200000017],
        ["飞行", "很多", "宁A1", "2026-02-30", 1.5, "也许", 2640302000000170],
        [None] * 7,
        ["到达", 100, None, None, None, None, None],
        ["到达", 100, "宁B12345", datetime(2026, 1, 5), 1, "否", "264030200000017"],  # noqa: DTZ001
    )
    table = read_excel(content, COLUMNS)
    assert [row for row, _ in table.rows] == [3, 7]
    assert table.rows[0][1]["plate"] == "宁A12345"
    assert table.rows[0][1]["tag"] == "264030200000017"
    assert table.rows[0][1]["rate"] is None
    rules = {(fault.row, fault.field): fault.rule for fault in table.report.faults}
    assert rules == {
        (4, "state"): "choice",
        (4, "load_kg"): "number",
        (4, "plate"): "shape",
        (4, "day"): "date",
        (4, "count"): "integer",
        (4, "sealed"): "yes-no",
        (4, "tag"): "digits-lost",
        (6, "plate"): "required",
    }
    marked = load_workbook(BytesIO(annotate(content, table.report))).worksheets[0]
    assert "车牌号" in str(marked.cell(6, 8).value)
    assert marked.cell(3, 8).value is None


def test_files_that_cannot_be_read() -> None:
    for content in (b"", b"PK\x03\x04rubbish", b"a,b\n1,2\n"):
        with pytest.raises(Problem) as caught:
            read_excel(content, COLUMNS)
        assert caught.value.kind.slug == "malformed"
    with pytest.raises(Problem) as caught:
        read_excel(book(["车牌号"], ["宁A12345"]), COLUMNS)
    assert [fault.field for fault in caught.value.faults] == ["load_kg"]


def test_template_can_be_filled_in() -> None:
    content = write_template("运输台账导入模板", COLUMNS)
    assert read_excel(content, COLUMNS).rows == []
    page = load_workbook(BytesIO(content)).worksheets[0]
    assert len(page.data_validations.dataValidation) == 2
    notes = [str(page.cell(row, 1).value) for row in (2, 3)]
    assert notes == ["车牌号：必填。与行驶证一致", "装载量：必填。"]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "load_kg": st.decimals(0, 10**7, places=2),
                "count": st.integers(0, 10**9) | st.none(),
                "day": st.dates(date(1990, 1, 1), date(2100, 1, 1)) | st.none(),
                "left_at": st.datetimes(
                    datetime(1992, 1, 1),  # noqa: DTZ001
                    datetime(2100, 1, 1),  # noqa: DTZ001
                    timezones=st.just(UTC),
                ).map(lambda at: at.replace(microsecond=0)),
                "sealed": st.booleans() | st.none(),
            }
        ),
        min_size=1,
        max_size=5,
    )
)
def test_any_rows_come_back(rows: list[dict[str, Any]]) -> None:
    full = [{**{column.key: None for column in COLUMNS}, "plate": "宁A12345"} | r for r in rows]
    table = read_excel(write_excel([Sheet("表", COLUMNS, full)], synthetic=True), COLUMNS)
    assert table.report.is_clean
    assert [values for _, values in table.rows] == full
