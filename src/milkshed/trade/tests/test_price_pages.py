"""The pages, files and routes of the reference price through Django's client."""

import csv
from datetime import timedelta
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from milkshed.platform.models import Person
from milkshed.trade.actions.reference_price.publishing import (
    decide_error,
    publish_price,
    report_error,
)
from milkshed.trade.actions.reference_price.survey import review_sheet, submit_sheet
from milkshed.trade.facts.price_principles import PRINCIPLES
from milkshed.trade.models import CostSheet, PriceComplaint, PriceConflict, PriceRound, PriceSeat
from milkshed.trade.science.reference_price.cost_sheet import ITEMS
from milkshed.trade.tests.price_furniture import (
    Scene,
    decided,
    figures,
    negotiated,
    opened,
    set_scene,
)
from tests.cast import Cast, cast

__all__ = ["cast"]

pytestmark = pytest.mark.django_db
HTML = {"Accept": "text/html"}


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


def client_of(person: Person) -> Client:
    client = Client(headers=HTML)
    client.force_login(person)
    return client


def test_everybody_reads_the_public_pages_signed_out(scene: Scene) -> None:
    client = Client(headers=HTML)
    assert "没有施行中的参考价" in client.get("/trade/price").text
    round_of = opened(scene)
    decided(scene, round_of)
    made = publish_price(scene.officer, round_of)
    for path, words in (
        ("/trade/price", str(made.central)),
        ("/trade/price/method", "黑龙江"),
        ("/trade/price/committee", "buyer-0"),
        ("/trade/price/principles", PRINCIPLES[18].title.zh),
        (f"/trade/price/publications/{made.pk}", made.digest),
        (f"/trade/price/trails/{round_of.pk}", "复算一致"),
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert words in answer.text, path
    for page in (f"/trade/price/publications/{made.pk}", f"/trade/price/trails/{round_of.pk}"):
        text = client.get(page).text
        assert not any(farm.name_zh in text for farm in scene.farms), page
    for path in ("/trade/price/rounds", "/trade/costs", "/trade/price/complaints"):
        assert client.get(path).status_code == 302, path
    assert client.get("/trade/price/publications/999999").status_code == 404


def test_history_is_open_data_and_an_older_version_stays(scene: Scene) -> None:
    round_of = opened(scene)
    decided(scene, round_of)
    old = publish_price(scene.officer, round_of)
    erratum = report_error(
        scene.seats["f1"].person, old, corrected_central=old.central + Decimal("0.2"),
        text="=粗饲料重复计入",
    )  # fmt: skip
    decide_error(scene.officer, erratum, republish=True, decision="复核属实")
    client = Client(headers=HTML)
    rows = list(csv.DictReader(StringIO(client.get("/trade/price/history.csv").text[1:])))
    assert [row["version"] for row in rows] == ["1", "2"]
    assert Decimal(rows[1]["central_yuan_per_kg"]) - Decimal(rows[0]["central_yuan_per_kg"]) == (
        Decimal("0.2")
    )
    assert rows[1]["correction"].startswith("'=")  # never a formula of a spreadsheet
    assert "此版已被更正" in client.get(f"/trade/price/publications/{old.pk}").text
    fresh = round_of.publications.get(version=2)
    paper = Document(
        BytesIO(client.get(f"/trade/price/publications/{fresh.pk}/notice.docx").content)
    )
    words = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert fresh.number in words
    assert f"更正{old.number}" in words
    assert "关于更正" in words
    assert [cell.text for cell in paper.tables[0].columns[1].cells][1] == str(fresh.central)


def test_the_api_gives_the_price_of_a_day(scene: Scene) -> None:
    client = Client()
    client.force_login(scene.managers[0])
    assert client.get("/api/trade/reference-price").status_code == 404
    round_of = opened(scene)
    decided(scene, round_of)
    made = publish_price(scene.officer, round_of)
    found = client.get("/api/trade/reference-price").json()
    assert (found["central"], found["number"]) == (str(made.central), made.number)
    assert (found["data_tier"], found["farms"]) == (1, 8)
    later = round_of.last + timedelta(days=1)
    assert client.get(f"/api/trade/reference-price?day={later}").status_code == 404
    assert len(client.get("/api/trade/reference-prices").json()) == 1


def _typed(factor: str = "1") -> dict[str, str]:
    values = figures(factor=Decimal(factor))
    return {
        "milk_sold_kg": str(values.milk_sold_kg), "cows_head": str(values.cows_head),
        "fat_pct": "3.90", "protein_pct": "3.30", "seen_version": "0",
        "stated_total_yuan": f"{values.stated_total_yuan:,}",
        **{code: str(yuan) for code, yuan in values.lines.items()},
    }  # fmt: skip


def test_a_farm_fills_in_its_sheet_and_is_told_what_is_wrong_in_place(scene: Scene) -> None:
    sample = opened(scene).sample.order_by("pk")[0]
    client = client_of(scene.manager_of(sample))
    path = f"/trade/costs/farms/{sample.pk}"
    assert path in client.get("/trade/costs").text
    wrong = client.post(path, {**_typed(), "fat_pct": "9", "vet": "x"})
    assert wrong.status_code == 422
    assert "请填写数字" in wrong.text
    assert 'value="9"' in wrong.text  # what was typed is still there
    assert client.post(path, {**_typed(), "fat_pct": "9"}).text.count("field--bad") == 1
    assert CostSheet.objects.count() == 0
    assert client.post(path, _typed()).status_code == 302
    assert client.post(path, _typed("1.01")).status_code == 409  # the page is out of date by now
    assert "待审核" in client.get(path).text
    other = client_of(scene.managers[7])
    assert other.get(path).status_code == 404
    assert other.post(path, _typed()).status_code == 404
    secretary = client_of(scene.secretary)
    sheet = CostSheet.objects.get()
    assert secretary.post(path, _typed()).status_code == 403
    secretary.post(f"/trade/costs/sheets/{sheet.pk}/review", {"verdict": "accept"})
    sheet.refresh_from_db()
    assert sheet.state == "accepted"


def test_a_file_reports_every_row(scene: Scene) -> None:
    round_of = opened(scene)
    sample = round_of.sample.order_by("pk").select_related("farm")[0]
    stranger = round_of.sample.order_by("pk").select_related("farm")[1]
    client = client_of(scene.manager_of(sample))
    book = load_workbook(BytesIO(client.get("/trade/costs/template.xlsx").content))
    sheet = book.worksheets[0]
    header = next(row for row in range(1, 40) if sheet.cell(row, 1).value == "牧场位置码")
    good = figures()
    for offset, (gln, fat) in enumerate(
        [(sample.farm.gln, "3.9"), (stranger.farm.gln, "3.9"), (sample.farm.gln, "x")], start=1
    ):
        cells = [
            gln, good.milk_sold_kg, good.cows_head, fat, "3.3",
            *(good.lines.get(code) for code in ITEMS), good.stated_total_yuan, "",
        ]  # fmt: skip
        for column, value in enumerate(cells, start=1):
            sheet.cell(header + offset, column).value = value
    content = BytesIO()
    book.save(content)
    content.name = "sheets.xlsx"
    content.seek(0)
    answer = client.post("/trade/costs/import", {"round": round_of.code, "file": content})
    assert answer.status_code == 200
    assert sample.sheets.get().origin == "file"
    assert "不是本单位被抽中的牧场" in answer.text
    assert "fat_pct" in answer.text
    assert CostSheet.objects.count() == 1
    content.seek(0)
    again = client.post("/trade/costs/import", {"round": "2001Q1", "file": content})
    assert again.status_code == 404
    assert client.post("/trade/costs/import", {"round": round_of.code}).status_code == 422


def test_a_round_is_run_through_its_page(scene: Scene) -> None:
    round_of = opened(scene)
    secretary, path = client_of(scene.secretary), f"/trade/price/rounds/{round_of.pk}"
    step = f"{path}/step"
    assert "调查尚未结束" in secretary.get(path).text
    motion = negotiated(scene, round_of)
    page = secretary.get(path).text
    assert "由存档输入复算，结果一致" in page
    assert "未达法定人数" in page
    refused = secretary.post(step, {"verb": "count", "motion": motion.number})
    assert refused.status_code == 409
    assert "quorum.farm" in refused.text
    for seat in scene.seats.values():
        member = client_of(seat.person)
        assert "赞成" in member.get(path).text
        done = member.post(step, {"verb": "vote", "motion": motion.number, "choice": "yes"})
        assert done.status_code == 302
    twice = client_of(scene.seats["f1"].person).post(
        step, {"verb": "vote", "motion": motion.number, "choice": "no"}
    )
    assert twice.status_code == 409
    assert secretary.post(step, {"verb": "count", "motion": motion.number}).status_code == 302
    assert secretary.post(step, {"verb": "trade.publish_price"}).status_code == 403
    officer = client_of(scene.officer)
    assert officer.post(step, {"verb": "trade.publish_price"}).status_code == 302
    round_of.refresh_from_db()
    assert round_of.state == "published"
    assert officer.post(step, {"verb": "sing"}).status_code == 422
    assert client_of(scene.cast.people["tanker_driver"]).get(path).status_code == 403


def test_talks_are_fed_through_the_page(scene: Scene) -> None:
    round_of = opened(scene)
    for sample in round_of.sample.select_related("round"):
        sheet = submit_sheet(scene.manager_of(sample), sample, figures(sample.daily_kg * 92 / 1000))
        review_sheet(scene.secretary, sheet, "accept")
    secretary, step = client_of(scene.secretary), f"/trade/price/rounds/{round_of.pk}/step"
    farmer = client_of(scene.seats["f1"].person)
    posts = [
        (secretary, {"verb": "figure", "code": "traded", "value": "3.1", "source": "监测"}, 302),
        (secretary, {"verb": "figure", "code": "traded", "value": "x", "source": "监测"}, 422),
        (secretary, {"verb": "trade.close_cost_survey"}, 302),
        (farmer, {"verb": "propose", "central": "3.4", "reason": "成本上升"}, 302),
        (secretary, {"verb": "judge", "what": "季节", "why": "旺季", "effect_yuan": "-0.02"}, 302),
        (farmer, {"verb": "judge", "what": "季节", "why": "旺季", "effect_yuan": "-0.02"}, 403),
        (secretary, {"verb": "minutes", "minutes": "两轮协商"}, 302),
        (secretary, {"verb": "trade.compute_price"}, 302),
        (secretary, {"verb": "motion", "formula": "traded"}, 302),
    ]
    for client, post, status in posts:
        assert client.post(step, post).status_code == status, post
    motion = round_of.motions.get()
    assert (motion.central, motion.judgement_yuan) == (Decimal("3.08"), Decimal("-0.0200"))


def test_the_committee_is_seated_through_its_page(scene: Scene) -> None:
    officer = client_of(scene.officer)
    firm, today = scene.farms[3].organisation, timezone.localdate()
    form = {
        "username": scene.managers[3].username, "organisation": firm.gln, "side": "farm",
        "valid_from": str(today), "valid_to": str(today + timedelta(days=300)),
    }  # fmt: skip
    assert officer.post("/trade/price/seats", {**form, "username": "nobody"}).status_code == 422
    assert officer.post("/trade/price/seats", form).status_code == 302
    seat = PriceSeat.objects.get(person=scene.managers[3])
    member = client_of(scene.managers[3])
    path = f"/trade/price/seats/{seat.pk}"
    member.post(path, {"verb": "conflict", "text": "持有乳企股份", "recuses": "yes"})
    assert PriceConflict.objects.get().recuses
    assert "持有乳企股份" in Client(headers=HTML).get("/trade/price/committee").text
    assert member.post(path, {"verb": "end", "last": str(today), "reason": "x"}).status_code == 403
    assert (
        officer.post(path, {"verb": "end", "last": str(today), "reason": "调离"}).status_code == 302
    )


def test_a_complaint_is_filed_answered_and_closed_through_pages(scene: Scene) -> None:
    round_of = opened(scene)
    PriceRound.objects.filter(pk=round_of.pk).update(state="suspended")
    farmer = client_of(scene.managers[2])
    filed = farmer.post(
        "/trade/price/complaints", {"round": round_of.pk, "subject": "样本", "text": "小场太少"}
    )
    one = PriceComplaint.objects.get()
    assert filed.headers["Location"].endswith(f"/{one.pk}")
    path = f"/trade/price/complaints/{one.pk}"
    assert client_of(scene.managers[4]).get(path).status_code == 404
    secretary, officer = client_of(scene.secretary), client_of(scene.officer)
    for client, verb in (
        (secretary, "accept"), (secretary, "answer"), (officer, "close"),
    ):  # fmt: skip
        done = client.post(
            f"{path}/step", {"verb": f"trade.{verb}_price_complaint", "opinion": "按规则抽取"}
        )
        assert done.status_code == 302, verb
    assert "已办结" in farmer.get(path).text
    auditor = client_of(scene.cast.people["auditor"])
    year = round_of.first.year
    assert str(year) in auditor.get("/trade/price/review").text
    assert (
        auditor.post("/trade/price/review", {"year": year, "findings": "适当"}).status_code == 302
    )
    assert "适当" in Client(headers=HTML).get("/trade/price/principles").text
