"""The recall pages: each step by its form, papers that open, and nothing of others."""

from io import BytesIO

import pytest
from django.test import Client
from docx import Document
from openpyxl import load_workbook

from milkshed.factory.actions.recalls.cases import open_recall
from milkshed.factory.actions.recalls.deciding import decide_recall, propose_recall
from milkshed.factory.models import ProductLot, RecallCase
from milkshed.factory.queries.recalls import lots_in_scope
from milkshed.factory.tests.recall_scene import SUSPECT, Scene, scene, suspicion
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PAGE = {"Accept": "text/html"}


@pytest.fixture
def here(cast: Cast) -> Scene:
    return scene(cast)


@pytest.fixture
def case(cast: Cast, here: Scene) -> RecallCase:
    return open_recall(cast.people["plant_quality"], suspicion())


def decided(cast: Cast, case: RecallCase) -> RecallCase:
    propose_recall(cast.people["plant_quality"], case, opinion="提请")
    return decide_recall(cast.people["county_officer"], case, opinion="同意", unheard="急")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("role", ["plant_quality", "plant_receiver", "county_officer", "auditor"])
def test_pages_answer_in_every_state(
    client: Client, cast: Cast, case: RecallCase, role: str, language: str
) -> None:
    client.force_login(cast.people[role])
    client.cookies["milkshed_language"] = language
    for step in ("open", "decided"):
        if step == "decided":
            decided(cast, case)
        for address in (
            "/factory/recalls/",
            "/factory/recalls/?state=decided",
            f"/factory/recalls/{case.pk}",
            f"/factory/recalls/{case.pk}?at=2026-01-05T20:00&vessel={_vessel(case)}",
            f"/factory/recalls/{case.pk}?at=2026-01-05T20:00",
            f"/factory/recalls/{case.pk}?at=never&vessel=nowhere",
        ):
            assert client.get(address, headers=PAGE).status_code == 200, address


def _vessel(case: RecallCase) -> str:
    return next(
        lot["vessel"]
        for lot in case.estimates.all()[0].document["lots"]
        if lot["kind"] == "silo_state"
    )


def test_the_page_says_what_would_make_it_smaller(
    client: Client, cast: Cast, case: RecallCase
) -> None:
    client.force_login(cast.people["plant_quality"])
    text = client.get(f"/factory/recalls/{case.pk}", headers=PAGE).text
    assert "SILO-1" in text
    # a cleaning after the first state saves lots 2 and 3
    assert "39.6" in text


def test_a_case_goes_its_way_by_forms(client: Client, cast: Cast, here: Scene) -> None:
    quality, officer = cast.people["plant_quality"], cast.people["county_officer"]
    client.force_login(quality)
    form = {
        "suspects": SUSPECT,
        "cause": "实验室确证抗生素残留",
        "hazard": "residue",
        "known_at": "2026-01-07T08:00",
    }
    assert client.post("/factory/recalls/new", form | {"cause": ""}).status_code == 422
    assert client.post("/factory/recalls/new", form).status_code == 302
    case = RecallCase.objects.get()
    base = f"/factory/recalls/{case.pk}"
    assert (
        client.post(f"{base}/scope", {"model": "mass_fraction", "threshold": "20"}).status_code
        == 302
    )
    assert len(lots_in_scope(RecallCase.objects.get())) == 1
    assert (
        client.post(f"{base}/scope", {"model": "mass_fraction", "threshold": "x"}).status_code
        == 422
    )
    station = cast.organisations["station"]
    told = client.post(
        f"{base}/notices",
        {"organisation": [station.pk], "name": "城东超市", "contact": "电话", "text": "停售"},
    )
    assert told.status_code == 302
    assert case.notices.count() == 2
    assert client.post(f"{base}/statements", {"text": "同意"}).status_code == 302
    step = {"verb": "factory.propose_recall", "opinion": "提请"}
    assert client.post(f"{base}/step", step | {"verb": "factory.magic"}).status_code == 422
    assert client.post(f"{base}/step", step | {"opinion": " "}).status_code == 422
    assert client.post(f"{base}/step", step).status_code == 302
    decide = {"verb": "factory.decide_recall", "opinion": "同意"}
    assert client.post(f"{base}/step", decide).status_code == 403  # four eyes
    client.force_login(officer)
    assert client.post(f"{base}/step", decide).status_code == 302
    assert ProductLot.objects.get(lot="P1").state == "recalled"
    assert client.post(f"{base}/apply").status_code == 302
    client.force_login(quality)
    lot = lots_in_scope(RecallCase.objects.get())[0]
    moved = {"lot": lot.pk, "kind": "sealed", "kg": "19800", "at": "2026-01-08T08:00"}
    assert client.post(f"{base}/movements", moved | {"kg": "many"}).status_code == 422
    assert client.post(f"{base}/movements", moved | {"lot": "999999"}).status_code == 404
    assert client.post(f"{base}/movements", moved).status_code == 302
    wrong = lot.movements.get()
    assert (
        client.post(f"/factory/recalls/movements/{wrong.pk}/undo", {"reason": "错"}).status_code
        == 302
    )
    assert client.post(f"{base}/movements", moved).status_code == 302
    destroyed = moved | {"kind": "destroyed", "document": "销毁清单1号"}
    assert client.post(f"{base}/movements", destroyed).status_code == 302
    report = {"verb": "factory.report_recall", "opinion": "完成"}
    assert client.post(f"{base}/step", report).status_code == 302
    client.force_login(officer)
    close = {"verb": "factory.close_recall", "opinion": "同意结案"}
    assert client.post(f"{base}/step", close).status_code == 302
    assert RecallCase.objects.get().state == "closed"


def test_a_notice_is_read_and_confirmed_where_it_went(
    client: Client, cast: Cast, case: RecallCase
) -> None:
    client.force_login(cast.people["plant_quality"])
    client.post(
        f"/factory/recalls/{case.pk}/notices",
        {"organisation": [cast.organisations["station"].pk], "text": "请停止发运"},
    )
    notice = case.notices.get()
    client.force_login(cast.people["farm_manager"])
    assert "请停止发运" not in client.get("/factory/notices/", headers=PAGE).text
    assert client.post(f"/factory/notices/{notice.pk}/receipt").status_code == 404
    client.force_login(cast.people["station_manager"])
    assert "请停止发运" in client.get("/factory/notices/?open=1", headers=PAGE).text
    answered = client.post(f"/factory/notices/{notice.pk}/receipt", {"answer": "已停运"})
    assert answered.status_code == 302
    assert "请停止发运" not in client.get("/factory/notices/?open=1", headers=PAGE).text
    assert client.get(f"/factory/recalls/{case.pk}").status_code == 403


def test_another_plant_does_not_see_the_case(client: Client, cast: Cast, case: RecallCase) -> None:
    person = cast.people["plant_quality"]
    person.memberships.update(organisation=cast.organisations["other_plant"])
    client.force_login(person)
    assert case.number not in client.get("/factory/recalls/", headers=PAGE).text
    for end in ("", "/notice.docx", "/scope.xlsx", "/case.pdf"):
        assert client.get(f"/factory/recalls/{case.pk}{end}").status_code == 404
    assert (
        client.post(
            f"/factory/recalls/{case.pk}/step", {"verb": "factory.withdraw_recall"}
        ).status_code
        == 404
    )


def test_the_papers_open(client: Client, cast: Cast, case: RecallCase) -> None:
    decided(cast, case)
    client.force_login(cast.people["county_officer"])
    base = f"/factory/recalls/{case.pk}"
    notice = Document(BytesIO(client.get(f"{base}/notice.docx").content))
    words = "".join(paragraph.text for paragraph in notice.paragraphs)
    assert "关于实施二级召回的通知" in words
    assert case.number in words
    assert [row.cells[2].text for row in notice.tables[0].rows] == ["批号", "P1", "P2", "P3"]
    book = load_workbook(BytesIO(client.get(f"{base}/scope.xlsx").content))
    assert book.sheetnames == ["产品批次", "三种口径", "依据"]
    assert book["三种口径"].max_row > 3
    assert client.get(f"{base}/case.pdf").content.startswith(b"%PDF-")
