"""Funds from files: every row told, nothing twice or over, and what goes out comes in again."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from milkshed.kernel.problems import Problem
from milkshed.plan.actions.loading import load_plan
from milkshed.plan.actions.periods import close_period
from milkshed.plan.actions.projects.fund_files import preview, take
from milkshed.plan.actions.projects.fund_rows import COLUMNS
from milkshed.plan.actions.projects.funds import (
    FundWish,
    MoveWish,
    confirm_moves,
    enter_move,
    open_fund,
)
from milkshed.plan.models import FundLine, FundMove
from milkshed.plan.queries.funds import line_rows, lines_for, moves_for, total
from milkshed.plan.rules import ROWS
from milkshed.plan.work_exports import moves_csv, moves_workbook
from milkshed.platform.documents.excel import Sheet, write_excel
from milkshed.platform.documents.tables import as_csv, read_table
from milkshed.platform.rule_book import load_rules
from tests.cast import Cast

pytestmark = pytest.mark.django_db

PAGE = {"Accept": "text/html"}
LINE = {"title": "智慧牧场改造", "source": "自治区", "unit": "农业农村厅", "part": "P3.1"}


@pytest.fixture
def office(cast: Cast) -> Cast:
    load_plan()
    load_rules(ROWS)
    return cast


def move(kind: str, amount: str, document: str, *, unit: str = "万元") -> dict[str, object]:
    return {
        "kind": kind, "on": timezone.localdate() - timedelta(days=3), "amount": Decimal(amount),
        "amount_unit": unit, "document": document,
    }  # fmt: skip


def excel(*rows: dict[str, object]) -> bytes:
    return write_excel([Sheet("项目资金", COLUMNS, rows)], synthetic=False)


def text(*rows: dict[str, object], encoding: str = "gb18030") -> bytes:
    header = [column.title.zh for column in COLUMNS]
    cells = [{c.title.zh: row.get(c.key, "") for c in COLUMNS} for row in rows]
    return as_csv(header, cells).decode("utf-8-sig").encode(encoding)


def test_rows_are_told_first_and_written_once(office: Cast) -> None:
    officer, other = office.people["region_officer"], office.people["administrator"]
    content = excel(
        {**LINE, **move("使用", "20", "用1")},
        {**LINE, **move("拨付", "60.5", "拨1")},
        {**LINE, **move("下达", "1000000", "下1", unit="元"), "receiver": "甲牧场"},
        {**LINE, **move("拨付", "39.5001", "拨2")},
        {**LINE, **move("下达", "100", "下1")},
        {**LINE, "title": "设备购置", "unit": "U4", "part": ""},
    )
    report, sealed = preview(officer, content)
    assert (FundLine.objects.count(), FundMove.objects.count()) == (0, 0)
    assert [report.faults[0].rule, report.faults[1].rule] == [
        "disbursed-within-allocated", "duplicate",
    ]  # fmt: skip
    assert "尚可395,000.00元" in report.faults[0].message.zh
    assert len(report.accepted) == 4
    done = take(officer, sealed)
    assert done.is_clean
    assert len(done.accepted) == 4
    assert {line.title for line in FundLine.objects.all()} == {"智慧牧场改造", "设备购置"}
    assert set(FundMove.objects.values_list("state", flat=True)) == {"submitted"}
    again = take(officer, sealed)
    assert (len(again.accepted), len(again.repeated)) == (0, 4)
    assert (FundLine.objects.count(), FundMove.objects.count()) == (2, 3)
    keys = list(FundMove.objects.values_list("pk", flat=True))
    assert len(confirm_moves(officer, keys).refused) == 3
    assert confirm_moves(other, keys).is_clean
    held = total(line_rows(officer, lines_for(officer)))
    assert (held.allocated, held.disbursed, held.used) == (1_000_000, 605_000, 200_000)


def test_every_bad_row_is_told_with_field_value_and_rule(office: Cast) -> None:
    officer = office.people["region_officer"]
    last_month = timezone.localdate().replace(day=1) - timedelta(days=1)
    close_period(office.people["administrator"], last_month)
    content = text(
        {**LINE, **move("下达", "1", "甲"), "unit": "宁夏航天局"},
        {**LINE, **move("下达", "1", "乙"), "part": "P9.9"},
        {**LINE, **move("下达", "1", "丙"), "county": "长安县"},
        {**LINE, **move("下达", "-1", "丁")},
        {**LINE, **move("下达", "1", ""), "amount": "一百"},
        {**LINE, **move("下达", "1", "己"), "on": last_month},
        {**LINE, **move("下达", "1", "庚"), "on": date(2999, 1, 1)},
        {**LINE, **move("下达", "1", "辛"), "document": "", "amount_unit": ""},
        {**move("下达", "1", "壬"), "source": "自治区"},
        {"number": "ZJ2026-9999", **move("下达", "1", "癸")},
        {**LINE, **move("下达", "1", "子"), "entry": "DJ2026-0404"},
        {**LINE, **move("下达", "1", "丑"), "source": "国际"},
    )
    report, sealed = preview(officer, content)
    told = {row: {fault.rule for fault in faults} for row, faults in report.refused.items()}
    assert told == {
        2: {"member-unit"}, 3: {"known"}, 4: {"known-county"}, 5: {"positive"}, 6: {"number"},
        7: {"closed-period"}, 8: {"not-in-future"}, 9: {"required"}, 10: {"required"},
        11: {"known"}, 12: {"known"}, 13: {"choice"},
    }  # fmt: skip
    assert not report.accepted
    assert take(officer, sealed).total == 0
    with pytest.raises(Problem) as other:
        take(office.people["member_unit_officer"], sealed)
    assert other.value.kind.slug == "malformed"


def test_a_line_is_found_by_number_or_name_and_stands_once(office: Cast) -> None:
    officer = office.people["region_officer"]
    line = open_fund(officer, FundWish("智慧牧场改造", "region", "U11", "P3.1"))
    first = MoveWish("allocate", timezone.localdate(), Decimal(100), "下1", in_wan=True)
    enter_move(officer, line.pk, first)
    named = {"number": line.number, "title": "别的名称", **move("下达", "1", "下3")}
    report, sealed = preview(
        officer,
        excel(
            {"number": line.number, **move("拨付", "70", "拨1")},
            {**LINE, **move("拨付", "40", "拨2")},
            {**LINE, **move("下达", "100", "下1"), "on": timezone.localdate()},
            {**LINE, **move("下达", "90", "下1")},
            named,
            LINE,
        ),
    )
    assert {row: faults[0].rule for row, faults in report.refused.items()} == {
        4: "disbursed-within-allocated", 6: "duplicate", 7: "differs",
    }  # fmt: skip
    assert set(report.repeated) == {5, 8}
    assert take(officer, sealed).is_clean
    assert FundLine.objects.get() == line
    assert FundMove.objects.count() == 2


def test_what_goes_out_comes_in_again_and_changes_nothing(office: Cast) -> None:
    officer = office.people["region_officer"]
    rows = [{**LINE, **move("下达", "100.12", "下1"), "county": "利通区", "receiver": "甲"},
            {**LINE, **move("下达", "10", "下2")},
            {**LINE, **move("拨付", "10", "拨1")}]  # fmt: skip
    take(officer, preview(officer, excel(*rows))[1])
    out = moves_for(officer)
    for content in (moves_workbook(out, timezone.localdate(), synthetic=True), moves_csv(out)):
        table = read_table(content, COLUMNS)
        assert len(table.rows) == len(out)
        report, _ = preview(officer, content)
        assert report.is_clean
        assert (len(report.accepted), len(report.repeated)) == (0, 3)


def test_a_county_enters_its_own_only(office: Cast) -> None:
    county = office.people["county_officer"]
    report, sealed = preview(
        county,
        excel(
            {**LINE, **move("下达", "1", "下1")},
            {**LINE, **move("下达", "1", "下2"), "county": "平罗县"},
        ),
    )
    assert [fault.rule for fault in report.faults] == ["own-county"]
    take(county, sealed)
    assert FundLine.objects.get().county == "640302"


def test_neither_excel_nor_text_is_said_plainly(office: Cast) -> None:
    officer = office.people["region_officer"]
    for content in (b"\xd0\xcf\x11\xe0old", b"\xff\x00\x81\x00", b"PK\x03\x04cut", b"a,b\n1,2\n"):
        with pytest.raises(Problem) as refused:
            preview(officer, content)
        assert refused.value.kind.slug == "malformed"


def test_the_pages(office: Cast, client: Client) -> None:
    officer, other = office.people["region_officer"], office.people["administrator"]
    client.force_login(officer)
    assert client.get("/plan/funds/template.xlsx").content.startswith(b"PK")
    upload = SimpleUploadedFile("funds.csv", text({**LINE, **move("下达", "5", "下1")}))
    page = client.post("/plan/funds/preview", {"file": upload}, headers=PAGE).text
    assert "智慧牧场改造 下达50,000.00元" in page
    sealed = page.split('name="rows" value="')[1].split('"')[0]
    assert client.post("/plan/funds/take", {"rows": sealed}).status_code == 302
    key = FundMove.objects.get().pk
    client.force_login(other)
    assert f'name="move" value="{key}"' in client.get("/plan/funds", headers=PAGE).text
    assert client.post("/plan/funds/confirm", {"move": [key]}).status_code == 302
    assert FundMove.objects.get().state == "confirmed"
    for name in ("moves.xlsx", "moves.csv"):
        assert client.get(f"/plan/funds/{name}").status_code == 200
    assert client.post("/plan/funds/confirm", headers=PAGE).status_code == 422
    client.force_login(officer)
    assert client.post("/plan/funds/preview", headers=PAGE).status_code == 422
    assert client.post("/plan/funds/take", {"rows": "x"}, headers=PAGE).status_code == 400
    client.force_login(office.people["farm_manager"])
    assert client.get("/plan/funds/moves.csv", headers=PAGE).status_code == 403
