"""The plan's pages answer in both languages and let nobody see or do what is not theirs."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from milkshed.plan.actions.loading import load_plan
from milkshed.plan.actions.reports import report_manually
from milkshed.plan.models import ComputedFigure, Indicator, ManualReport
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PAGES = (
    "/plan/",
    "/plan/?light=grey&kind=binding",
    "/plan/outline",
    "/plan/contradictions",
    "/plan/reports",
    "/plan/indicators/K7",
    "/plan/indicators/G2",
)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_answer_in_both_languages(
    client: Client, cast: Cast, address: str, language: str
) -> None:
    load_plan()
    client.force_login(cast.people["region_officer"])
    client.cookies["milkshed_language"] = language
    answer = client.get(address, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert ("Draft" in answer.text or "English" not in answer.text) or language == "zh-hans"


LEDGER_PAGES = (
    "/plan/document",
    "/plan/versions",
    "/plan/versions/draft-v1/to/draft-v1",
    "/plan/versions/draft-v1/set.toml",
    "/plan/lists",
    "/plan/lists?list=work&unit=U3",
    "/plan/lists?list=duties",
    "/plan/items?state=overdue",
    "/plan/items.xlsx",
    "/plan/letters",
    "/plan/meetings",
)


def test_document_lists_and_ledger_answer_in_both_languages(client: Client, cast: Cast) -> None:
    load_plan()
    client.force_login(cast.people["region_officer"])
    for language in ("zh-hans", "en"):
        client.cookies["milkshed_language"] = language
        for address in LEDGER_PAGES:
            answer = client.get(address, headers={"Accept": "text/html"})
            assert answer.status_code == 200, (language, address)
    client.force_login(cast.people["farm_manager"])
    for address in ("/plan/items", "/plan/letters", "/plan/meetings", "/plan/document"):
        assert client.get(address, headers={"Accept": "text/html"}).status_code == 403, address


def test_pages_before_the_plan_is_loaded_say_so(client: Client, cast: Cast) -> None:
    client.force_login(cast.people["auditor"])
    assert "规划尚未载入" in client.get("/plan/").text
    assert client.get("/plan/indicators/K1").status_code == 404


def test_a_figure_opens_down_to_its_records(client: Client, cast: Cast) -> None:
    load_plan()
    ComputedFigure.objects.create(
        indicator=Indicator.objects.get(code="K1"),
        as_of=date(2026, 1, 1),
        value=Decimal("91.2"),
        unit="万头",
        room="herd",
        method_zh="登记簿计数",
        method_en="Counted in the register",
        method_version="7",
        inputs=[
            {"title_zh": "在群奶牛", "title_en": "Cattle", "count": 912000, "url": "/herd/farms"}
        ],
    )
    client.force_login(cast.people["inspector"])
    text = client.get("/plan/indicators/K1").text
    for wanted in (
        "91.20",
        "登记簿计数",
        "herd / 7",
        "912,000",
        'href="/herd/farms"',
        "C3",
        "由平台内插",
    ):
        assert wanted in text
    client.force_login(cast.people["member_unit_officer"])
    text = client.get("/plan/indicators/K1").text
    assert "912,000" in text
    assert 'href="/herd/farms"' not in text


@pytest.mark.parametrize("role", ["farm_manager", "tanker_driver", "plant_receiver"])
def test_roles_of_the_chain_do_not_see_the_plan(client: Client, cast: Cast, role: str) -> None:
    load_plan()
    client.force_login(cast.people[role])
    assert client.get("/plan/").status_code == 403
    assert client.get("/plan/board.xlsx").status_code == 403


def test_a_report_goes_in_by_the_form_and_is_reviewed_by_another(
    client: Client, cast: Cast
) -> None:
    load_plan()
    officer = cast.people["region_officer"]
    client.force_login(officer)
    answer = client.post(
        "/plan/indicators/T9.4/reports",
        {
            "as_of": "2026-01-05",
            "value": "12",
            "organisation": str(officer.organisations()[0].pk),
            "evidence": SimpleUploadedFile("a.pdf", b"%PDF"),
        },
    )
    assert answer.status_code == 302
    made = ManualReport.objects.get()
    assert client.post(f"/plan/reports/{made.pk}/review", {"decision": "accept"}).status_code == 403
    client.force_login(cast.people["administrator"])
    assert client.post(f"/plan/reports/{made.pk}/review", {"decision": "accept"}).status_code == 302
    made.refresh_from_db()
    assert made.state == "accepted"
    client.force_login(cast.people["county_officer"])
    assert client.get(f"/files/{made.evidence_id}").status_code == 404


def test_reports_are_cut_to_the_scope(client: Client, cast: Cast) -> None:
    load_plan()
    for role in ("region_officer", "county_officer"):
        person = cast.people[role]
        report_manually(
            indicator=Indicator.objects.get(code="T9.3"),
            as_of=date(2026, 1, 5),
            value=Decimal(3),
            evidence=BytesIO(role.encode()),
            evidence_name=f"{role}.pdf",
            organisation=person.organisations()[0],
            person=person,
        )
    client.force_login(cast.people["county_officer"])
    for address in ("/plan/reports", "/plan/indicators/T9.3"):
        text = client.get(address).text
        assert "county_officer.pdf" in text
        assert "region_officer.pdf" not in text
    client.force_login(cast.people["region_officer"])
    assert "county_officer.pdf" in client.get("/plan/reports").text


def test_a_region_that_is_not_whole_is_told(client: Client, cast: Cast) -> None:
    """The cast has farms in Litong and Pingluo: ten of the twelve counties are missing."""
    load_plan()
    client.force_login(cast.people["auditor"])
    text = client.get("/plan/").text
    assert "中有 10 个还没有牧场数据" in text
    assert "沙坡头" in text


def test_the_board_as_excel(client: Client, cast: Cast) -> None:
    load_plan()
    client.force_login(cast.people["auditor"])
    answer = client.get("/plan/board.xlsx?on=2026-01-05")
    assert answer.status_code == 200
    assert 'filename="plan-2026-01-05.xlsx"' in answer["Content-Disposition"]
    assert answer.content[:2] == b"PK"


def test_what_is_wrong_is_named_in_the_readers_words(client: Client, cast: Cast) -> None:
    load_plan()
    client.force_login(cast.people["region_officer"])
    wish = {"title": "试", "lead": "U99", "due_on": "2026-12-31", "goal": "目标", "measure": "措施",
            "evidence_kinds": "document"}  # fmt: skip
    zh = client.post("/plan/items/add", wish, headers={"Accept": "text/html"})
    assert zh.status_code == 422
    assert "牵头单位 <code>lead</code>" in zh.text
    assert "“U99”不是本规划的成员单位或市县专班" in zh.text
    client.cookies["milkshed_language"] = "en"
    en = client.post("/plan/items/add", wish, headers={"Accept": "text/html"}).text
    assert "牵头单位" not in en
    assert "neither a member unit nor a task force" in en
