"""Registers on real tables: four eyes, distinct people, files with duplicates, moving figures."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from milkshed.kernel.identifiers import build_credit_code
from milkshed.kernel.problems import Problem
from milkshed.kernel.text import Text
from milkshed.plan.actions.loading import load_plan
from milkshed.plan.actions.progress import Proof
from milkshed.plan.actions.projects.entries import (
    EntryWish,
    confirm_entries,
    decide_entry,
    enter_project,
    person_digest,
)
from milkshed.plan.actions.projects.files import columns_of, preview, take
from milkshed.plan.actions.projects.funds import (
    FundWish,
    MoveWish,
    decide_move,
    enter_move,
    open_fund,
)
from milkshed.plan.actions.projects.places import Whereabouts
from milkshed.plan.models import REGISTERS, ComputedFigure, RegisterEntry, ResponsibleUnit
from milkshed.plan.queries.board import board_row
from milkshed.plan.queries.funds import grouped, line_rows, lines_for, total
from milkshed.plan.queries.projects import (
    counted_on,
    entries_for,
    part_rows,
    project_points,
    register_rows,
)
from milkshed.plan.rule_rows import COUNT_PREFIX, COUNTING
from milkshed.plan.rules import ROWS
from milkshed.plan.science.identity import identity_check
from milkshed.platform.documents.excel import Sheet, write_excel
from milkshed.platform.models import Membership, Person, Rule
from milkshed.platform.rule_book import load_rules
from milkshed.platform.scope import scope_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db

_WHERE = ("county", "town", "zone", "longitude", "latitude")
CODE = build_credit_code("640302", "12345678")


@pytest.fixture
def office(cast: Cast) -> Cast:
    """The plan loaded; the department of science and Litong's office are units of it."""
    load_plan()
    load_rules(ROWS)
    ResponsibleUnit.objects.filter(code="U3").update(organisation=cast.organisations["member"])
    ResponsibleUnit.objects.filter(code="D640302").update(organisation=cast.organisations["litong"])
    return cast


def proof(kind: str = "document", name: str = "证明.pdf") -> Proof:
    return Proof(kind, BytesIO(f"{kind}{name}".encode()), name)


def entered(
    person: Person, kind: str, name: str, *, kind_of_proof: str = "document", **values: object
) -> RegisterEntry:
    values.setdefault("as_of", timezone.localdate())
    where = {key: values.pop(key) for key in _WHERE if key in values}
    values["place"] = Whereabouts(**where)  # type: ignore[arg-type]
    names = {"document": "证明.pdf", "table": "报表.xlsx", "acceptance": "验收.pdf"}
    wish = EntryWish(kind=kind, name=name, **values)  # type: ignore[arg-type]
    return enter_project(person, wish, proof(kind_of_proof, names[kind_of_proof]))


def rules_of(error: pytest.ExceptionInfo[Problem]) -> set[str]:
    return {fault.rule for fault in error.value.faults}


def identity(serial: int) -> str:
    body = f"64010419900101{serial:03d}"
    return body + identity_check(body)


def test_an_entry_counts_once_another_person_confirms_it(office: Cast) -> None:
    unit, officer = office.people["member_unit_officer"], office.people["region_officer"]
    entry = entered(unit, "centre", "利通中心", kind_of_proof="acceptance", county="640302")
    assert entry.number.startswith(f"DJ{timezone.localdate().year}-")
    assert counted_on("T10.1", timezone.localdate()).entered == 0
    Membership.objects.create(
        person=unit, organisation=office.organisations["region"], role="region_officer"
    )
    with pytest.raises(Problem) as refused:
        decide_entry(Person.objects.get(pk=unit.pk), entry.pk, "plan.confirm_entry")
    assert rules_of(refused) == {"four-eyes"}
    decide_entry(officer, entry.pk, "plan.confirm_entry")
    figure = ComputedFigure.objects.filter(indicator__code="T10.1").latest("pk")
    assert figure.value == 1
    assert figure.room == "plan"
    assert figure.inputs[0]["url"].startswith("/plan/registers/centre?")
    assert board_row(figure.indicator, timezone.localdate()).value == 1
    decide_entry(officer, entry.pk, "plan.withdraw_entry", opinion="重复建设")
    assert ComputedFigure.objects.filter(indicator__code="T10.1").latest("pk").value is None


def test_people_are_counted_by_a_digest_and_once(office: Cast) -> None:
    unit, officer = office.people["member_unit_officer"], office.people["region_officer"]
    today = timezone.localdate()
    made = [
        entered(unit, "training", name, identity=identity(serial), amount=Decimal(24),
                as_of=today - timedelta(days=back))
        for name, serial, back in (("张三", 1, 90), ("张三丰", 1, 30), ("李四", 2, 20))
    ]  # fmt: skip
    report = confirm_entries(officer, [entry.pk for entry in made])
    assert len(report.accepted) == 3
    found = counted_on("T10.3", today)
    assert found.counted.value == 2
    assert found.counted.left_out == {made[1].pk: "again"}
    stored = RegisterEntry.objects.filter(kind="training").values_list("subject", "name")
    assert not any(identity(1) in subject or "三" in name for subject, name in stored)
    assert made[0].subject == made[1].subject == person_digest(identity(1).lower())
    with pytest.raises(Problem) as wrong:
        entered(unit, "training", "王五", identity="640104199001010019", amount=Decimal(24))
    assert "identity-number" in rules_of(wrong)
    assert all("6401041990" not in str(fault.value) for fault in wrong.value.faults)


def test_an_enterprise_leaves_its_band_with_its_next_report(office: Cast) -> None:
    unit, officer = office.people["member_unit_officer"], office.people["region_officer"]
    for on, amount in ((date(2025, 12, 31), "12"), (date(2026, 6, 30), "9.5")):
        entry = entered(unit, "enterprise", "甲乳业", kind_of_proof="table", identity=CODE,
                        amount=Decimal(amount), as_of=on)  # fmt: skip
        decide_entry(officer, entry.pk, "plan.confirm_entry")
    assert counted_on("T7.2", date(2026, 1, 1)).counted.value == 1
    assert counted_on("T7.2", date(2026, 7, 1)).counted.value == 0
    rule = Rule.objects.get(key=f"{COUNT_PREFIX}T7.2")
    Rule.objects.create(
        key=rule.key, title_zh="口径", title_en="rule", low=9, high=100, unit="亿元",
        source="修订口径", status="official", valid_from=date(2026, 7, 1),
    )  # fmt: skip
    assert counted_on("T7.2", date(2026, 6, 30)).counted.value == 0
    assert counted_on("T7.2", date(2026, 7, 1)).counted.value == 1


def test_what_breaks_a_rule_is_named_and_nothing_is_written(office: Cast) -> None:
    unit, county = office.people["member_unit_officer"], office.people["county_officer"]
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Problem) as wrong:
        entered(unit, "outlet", "", detail="书店", as_of=tomorrow, amount=Decimal(3),
                stage="gone", longitude=10.0)  # fmt: skip
    assert rules_of(wrong) >= {"length", "choice", "not-in-future", "not-asked", "both"}
    with pytest.raises(Problem) as elsewhere:
        entered(county, "park", "园区", county="640221")
    assert rules_of(elsewhere) == {"own-county"}
    with pytest.raises(Problem) as project:
        entered(unit, "project", "项目", kind_of_proof="acceptance", part="P5.1",
                indicator="B5.2", amount=Decimal(1))  # fmt: skip
    assert rules_of(project) == {"known"}
    with pytest.raises(Problem) as huge:
        entered(unit, "project", "项目", kind_of_proof="acceptance", part="P5.1",
                indicator="B5.1", amount=Decimal(999_999))  # fmt: skip
    assert rules_of(huge) == {"plausible-range"}
    with pytest.raises(Problem) as evidence:
        entered(unit, "centre", "中心", kind_of_proof="table")
    assert rules_of(evidence) == {"evidence-kind"}
    assert not RegisterEntry.objects.exists()
    entered(unit, "park", "园区甲", county="640302")
    with pytest.raises(Problem) as twice:
        entered(unit, "park", " 园区甲 ", county="640302")
    assert rules_of(twice) == {"duplicate"}


def test_a_place_is_known_or_refused_by_name(office: Cast) -> None:
    unit, county = office.people["member_unit_officer"], office.people["county_officer"]

    def refused(person: Person, **where: object) -> dict[str, str]:
        with pytest.raises(Problem) as wrong:
            entered(person, "park", "园区", **where)
        return {fault.rule: fault.message.zh for fault in wrong.value.faults}

    assert refused(unit, county="640302", town="640302999").keys() == {"known-town"}
    elsewhere = refused(unit, county="640302", town="640181201")
    assert elsewhere == {"town-in-county": "白土岗乡属于灵武市，不在利通区"}
    assert refused(unit, county="640302", zone="two-wings").keys() == {"county-in-zone"}
    assert refused(unit, zone="other").keys() == {"choice"}
    assert refused(county, zone="twin-core").keys() == {"own-county"}
    outside = refused(unit, county="640302", longitude=116.4, latitude=39.9)
    assert outside["within-region"].startswith("坐标（116.4，39.9）不在宁夏范围：东经104.1")
    swapped = refused(unit, county="640302", longitude=38.0, latitude=106.2)
    assert swapped["within-region"].endswith("经度和纬度填反了")
    assert refused(unit, longitude=float("nan"), latitude=38.0).keys() == {"within-region"}
    assert refused(unit, latitude=38.0).keys() == {"both"}
    assert not RegisterEntry.objects.exists()
    town = entered(unit, "park", "扁担沟园区", town="640302103", longitude=106.2, latitude=37.9)
    assert (town.county, str(town.place_text)) == ("640302", "利通区扁担沟镇")
    zone = entered(unit, "park", "两翼园区", zone="two-wings")
    assert zone.county == ""
    assert zone.place_text == Text("两翼", "Two wings")
    for entry in (town, zone):
        decide_entry(office.people["region_officer"], entry.pk, "plan.confirm_entry")
    points = project_points(scope_of(unit), timezone.localdate())
    assert {str(one.place) for one in points} == {"利通区扁担沟镇", "两翼"}
    assert all(entry.number.startswith("DJ") for entry in (town, zone))


def test_places_in_a_file_are_read_by_name(office: Cast) -> None:
    unit = office.people["member_unit_officer"]
    row = {"as_of": timezone.localdate(), "stage": "在建"}
    rows = [
        {**row, "name": "甲", "county": "利通区", "town": "扁担沟"},
        {**row, "name": "乙", "county": "利通", "town": "640302103", "longitude": 106.2,
         "latitude": 37.9},
        {**row, "name": "丙", "zone": "两翼"},
        {**row, "name": "丁", "county": "利通区", "town": "白土岗"},
        {**row, "name": "戊", "town": "扁担沟"},
        {**row, "name": "己", "county": "利通区", "longitude": 116.4, "latitude": 39.9},
    ]  # fmt: skip
    content = write_excel([Sheet("园区", columns_of(REGISTERS["park"]), rows)], synthetic=False)
    report, sealed = preview(unit, "park", content)
    assert list(report.accepted.values()) == ["甲", "乙", "丙"]
    assert [fault.rule for fault in report.faults] == ["known-town", "known-town", "within-region"]
    take(unit, "park", sealed, proof())
    stored = RegisterEntry.objects.order_by("name").values_list("name", "county", "town", "zone")
    assert set(stored) == {
        ("甲", "640302", "640302103", ""), ("乙", "640302", "640302103", ""),
        ("丙", "", "", "two-wings"),
    }  # fmt: skip


def test_a_file_is_told_row_by_row_before_anything_is_written(office: Cast) -> None:
    unit = office.people["member_unit_officer"]
    register = REGISTERS["training"]
    today = timezone.localdate()
    row = {"as_of": today, "stage": "建成运行（有效）", "amount": 24, "county": "利通区"}
    rows = [
        {**row, "name": "张三", "identity": identity(1)},
        {**row, "name": "李四", "identity": identity(2)},
        {**row, "name": "张三", "identity": identity(1)},
        {**row, "name": "王五", "identity": "64010419900101001A"},
        {**row, "name": "赵六", "identity": identity(6), "county": "长安"},
    ]
    content = write_excel([Sheet("人才", columns_of(register), rows)], synthetic=False)
    report, sealed = preview(unit, "training", content)
    assert not RegisterEntry.objects.exists()
    assert len(report.accepted) == 2
    assert sorted(fault.rule for fault in report.faults) == [
        "duplicate", "identity-number", "known-county",
    ]  # fmt: skip
    assert identity(1) not in sealed
    with pytest.raises(Problem):
        take(office.people["county_officer"], "training", sealed, proof())
    done = take(unit, "training", sealed, proof())
    assert len(done.accepted) == 2
    again = take(unit, "training", sealed, proof())
    assert [fault.rule for fault in again.faults] == ["duplicate", "duplicate"]
    assert RegisterEntry.objects.filter(state="submitted").count() == 2


def test_every_counted_indicator_has_its_rule_and_register(office: Cast) -> None:
    codes = {code for one in REGISTERS.values() for code in one.indicators}
    assert codes == set(COUNTING)
    assert all(len(base.note) <= 300 for base in COUNTING.values())
    rows = register_rows(office.people["region_officer"], timezone.localdate())
    assert sum(len(row.counts) for row in rows) == len(codes)
    assert all(one.counted.rule is not None for row in rows for one in row.counts)


def test_every_project_of_the_boxes_stands_in_the_register(office: Cast) -> None:
    unit, officer = office.people["member_unit_officer"], office.people["region_officer"]
    today = timezone.localdate()
    for stage, back in (("building", 9), ("running", 3)):
        entry = entered(
            unit, "project", "一期", kind_of_proof="acceptance", part="P5.1", indicator="B5.1",
            amount=Decimal(2000), stage=stage, as_of=today - timedelta(days=back),
        )  # fmt: skip
        decide_entry(officer, entry.pk, "plan.confirm_entry")
    rows = {row.part.code: row for row in part_rows(list(entries_for(officer)))}
    assert len(rows) == 19
    assert (rows["P5.1"].subjects, rows["P5.1"].running) == (1, 1)
    assert rows["P5.3"].subjects == 0
    assert counted_on("B5.1", today).counted.value == 2000
    assert counted_on("B5.1", today - timedelta(days=5)).counted.value == 0


def test_money_never_runs_over(office: Cast) -> None:
    officer, other = office.people["region_officer"], office.people["administrator"]
    today = timezone.localdate()
    line = open_fund(officer, FundWish("智慧牧场改造", "region", "U11", "P3.1"))

    def move(kind: str, amount: str, document: str, *, wan: bool = True) -> int:
        wish = MoveWish(kind, today, Decimal(amount), document, in_wan=wan)
        return enter_move(officer, line.pk, wish).pk

    with pytest.raises(Problem) as early:
        move("disburse", "1", "拨1")
    assert rules_of(early) == {"disbursed-within-allocated"}
    given = move("allocate", "100.123456", "下1")
    with pytest.raises(Problem) as own:
        decide_move(officer, given, accept=True)
    assert own.value.kind.slug == "not-allowed"
    assert decide_move(other, given, accept=True).yuan == Decimal("1001234.56")
    first = move("disburse", "60", "拨1")
    with pytest.raises(Problem) as waits:
        move("disburse", "40.2", "拨2")
    assert rules_of(waits) == {"disbursed-within-allocated"}
    decide_move(other, first, accept=True)
    with pytest.raises(Problem) as twice:
        move("disburse", "1", "拨1")
    assert rules_of(twice) == {"duplicate"}
    with pytest.raises(Problem) as used:
        move("use", "600000.01", "用1", wan=False)
    assert rules_of(used) == {"used-within-disbursed"}
    decide_move(other, move("use", "600000", "用1", wan=False), accept=True)
    with pytest.raises(Problem) as nothing:
        move("recover", "0.004", "收1", wan=False)
    assert rules_of(nothing) == {"positive"}
    own_line = open_fund(officer, FundWish("企业自筹", "own", "U4", "P5.1"))
    wish = MoveWish("allocate", today, Decimal("0.005"), "自1")
    decide_move(other, enter_move(officer, own_line.pk, wish).pk, accept=True)
    rows = line_rows(officer, lines_for(officer))
    assert total(rows).allocated == Decimal("1001234.57")
    for by in ("unit", "source", "part"):
        groups = grouped(rows, by)
        assert sum(one.balance.allocated for one in groups) == total(rows).allocated
        assert len(groups) == 2


def test_pages_and_files_answer_and_are_cut_to_the_scope(office: Cast, client: Client) -> None:
    unit, officer = office.people["member_unit_officer"], office.people["region_officer"]
    mine = entered(office.people["county_officer"], "park", "利通园区", county="640302")
    other = entered(unit, "park", "平罗园区", county="640221")
    line = open_fund(unit, FundWish("中心建设", "central", "U3", entry=other.pk))
    html = {"Accept": "text/html"}
    for language in ("zh-hans", "en"):
        client.cookies["milkshed_language"] = language
        client.force_login(officer)
        for address in (
            "/plan/registers", "/plan/registers/park", "/plan/registers/training",
            "/plan/registers/project?state=submitted&for=B5.1&counts=yes",
            f"/plan/entries/{mine.pk}", "/plan/funds?by=part", f"/plan/funds/{line.pk}",
            "/plan/registers/park/list.xlsx", "/plan/funds.xlsx",
        ):  # fmt: skip
            assert client.get(address, headers=html).status_code == 200, (language, address)
    client.force_login(office.people["county_officer"])
    seen = client.get("/plan/registers/park", headers=html).text
    assert "利通园区" in seen
    assert "平罗园区" not in seen
    assert client.get(f"/plan/entries/{other.pk}", headers=html).status_code == 404
    assert client.get(f"/plan/funds/{line.pk}", headers=html).status_code == 404
    assert [one["name"] for one in client.get("/api/plan/entries").json()] == ["利通园区"]
    assert client.get("/api/plan/funds").json() == []
    book = load_workbook(BytesIO(client.get("/plan/registers/outlet/template.xlsx").content))
    assert "类型" in [str(cell.value) for row in book.worksheets[0] for cell in row if cell.value]
    client.force_login(office.people["farm_manager"])
    assert client.get("/plan/registers", headers=html).status_code == 403
