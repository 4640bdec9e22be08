"""The pages of milk recording, each by someone who works with it."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from milkshed.kernel.periods import Month
from milkshed.recording.models import FarmReport, StandardReading, TestVisit
from milkshed.recording.tests.furniture import CODE, STEP, lab_rows, scene
from tests.cast import Cast


def browser(cast: Cast, role: str) -> Client:
    client = Client(headers={"Accept": "text/html"})
    client.force_login(cast.people[role])
    return client


def test_a_visit_is_walked_through_on_its_pages(cast: Cast) -> None:
    made = scene(cast)
    technician, reviewer = browser(cast, "dhi_technician"), browser(cast, "dhi_reviewer")
    manager = browser(cast, "farm_manager")
    day = made.today.isoformat()
    plan = {"what": "one", "enrolment": made.enrolment.pk, "planned_on": day}
    assert technician.post("/recording/visits", plan).status_code == 302
    assert technician.post("/recording/visits", plan).status_code == 422
    visit = TestVisit.objects.get()
    page = f"/recording/visits/{visit.pk}"
    assert manager.post(f"{page}/prepare").status_code == 403
    assert technician.post(f"{page}/prepare").status_code == 302
    labels = technician.get(f"{page}/labels")
    assert labels.content.startswith(b"%PDF")
    book = load_workbook(BytesIO(manager.get(f"{page}/list").content))
    sheet = book.worksheets[0]
    (header,) = (row for row in sheet.iter_rows() if row[1].value == "样品管号")
    for row in sheet.iter_rows(min_row=header[0].row + 1, max_row=header[0].row + 5):
        row[5].value, row[6].value, row[7].value = 11, 9, 8
    filled = BytesIO()
    book.save(filled)
    answer = manager.post(
        f"{page}/sample",
        {"tested_on": day, "file": SimpleUploadedFile("list.xlsx", filled.getvalue())},
    )
    assert answer.status_code == 200, answer.content.decode()[:500]
    assert visit.tubes.filter(state="sampled").count() == 5
    moment = f"{day}T00:00"
    assert technician.post(f"{page}/receive", {"received_at": moment}).status_code == 302
    upload = SimpleUploadedFile("run.csv", lab_rows(visit, bad="NOTHING,3.9,3.3,4.9,20,100"))
    taken = technician.post("/recording/lab-files", {"file": upload})
    assert taken.status_code == 302
    shown = technician.get(taken.headers["Location"]).content.decode()
    assert "本中心没有此样品管" in shown
    assert technician.get(f"{taken.headers['Location']}/faults").content.startswith(b"PK")
    assert technician.post(f"{page}/release").status_code == 403
    assert reviewer.post(f"{page}/release").status_code == 200
    assert "已审核发布" in manager.get(page).content.decode()
    assert technician.post(f"{page}/nothing").status_code == 404


def test_a_report_is_drafted_read_and_carried_away(cast: Cast) -> None:
    made = scene(cast)
    technician, reviewer = browser(cast, "dhi_technician"), browser(cast, "dhi_reviewer")
    manager = browser(cast, "farm_manager")
    month = str(Month.of(made.today - timedelta(days=STEP)))
    made_now = technician.post(f"/recording/farms/{CODE}/draft", {"month": month})
    assert made_now.status_code == 302
    report = FarmReport.objects.get()
    assert technician.post(f"/recording/reports/{report.pk}/issue").status_code == 403
    assert "待签发的报告" in reviewer.get("/recording/").content.decode()
    assert reviewer.post(f"/recording/reports/{report.pk}/issue").status_code == 302
    shown = manager.get(f"/recording/reports/{report.pk}").content.decode()
    assert "已签发" in shown
    assert "非本地群体" in shown
    assert "按自然月，德国DLQ 1.15" in shown
    assert "月份不足" in shown
    assert manager.get(f"/recording/reports/{report.pk}/pdf").content.startswith(b"%PDF")
    book = load_workbook(BytesIO(manager.get(f"/recording/reports/{report.pk}/excel").content))
    assert book.sheetnames == ["各胎次产量", "乳房健康", "需要查看的牛", "未测定的泌乳牛"]
    sets = [row[0].value for row in book["乳房健康"].iter_rows()]
    assert (sets.count("连续两次测定"), sets.count("按自然月（DLQ 1.15）")) == (5, 8)
    farm = manager.get("/recording/", follow=True).content.decode()
    assert "在测泌乳期" in farm
    cow = report.run.figures.order_by("animal_key")[0]
    story = manager.get(f"/recording/farms/{CODE}/cows/{cow.animal_key}").content.decode()
    assert "测定间隔法" in story
    other = browser(cast, "lab_analyst")
    assert other.get(f"/recording/reports/{report.pk}").status_code == 403
    ranking = technician.get("/recording/improvement")
    assert "排名" in ranking.content.decode()
    assert technician.get("/recording/improvement/excel").content.startswith(b"PK")
    assert technician.post("/recording/improvement/propose", {"month": month}).status_code == 302


@pytest.mark.parametrize(
    ("role", "path", "words"),
    [
        ("dhi_technician", "/recording/visits?state=planned", "没有测定安排"),
        ("region_officer", "/recording/", "测定牧场"),
        ("county_officer", "/recording/improvement?month=nonsense", "测定牧场改进"),
        ("dhi_technician", "/recording/lab-files", "还没有导入过结果"),
    ],
)
def test_pages_are_shown(cast: Cast, role: str, path: str, words: str) -> None:
    scene(cast, cows=1, tests=1)
    answer = browser(cast, role).get(path)
    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_standards_are_read_and_compared(cast: Cast) -> None:
    made = scene(cast, cows=1, tests=1)
    technician = browser(cast, "dhi_technician")
    entry = {
        "instrument": "FT-1", "material": "S26-11", "component": "fat_pct", "reference": "3.60",
        "values": "3.62 3,60；3.61", "measured_on": made.today.isoformat(),
    }  # fmt: skip
    assert technician.post("/recording/standards", entry | {"values": "3.62 x"}).status_code == 422
    entry["values"] = "3.62 3.60；3.64"
    assert technician.post("/recording/standards", entry).status_code == 302
    assert technician.post("/recording/standards", entry).status_code == 409
    for at, organisation in enumerate(("laboratory", "association"), start=1):
        StandardReading.objects.create(
            centre=cast.organisations[organisation], instrument="X", material="S26-11",
            component="fat_pct", reference="3.6", values=[3.6 + at / 10, 3.61 + at / 10],
            measured_on=made.today,
        )  # fmt: skip
    shown = technician.get("/recording/standards").content.decode()
    assert "0.020" in shown  # bias of 3.62 against 3.60, and its s_r
    assert "ISO 13528" in shown
    assert "其他中心" in shown
    assert "宁夏乳品检测中心" not in shown


def test_programs_read_and_bring_results(cast: Cast) -> None:
    made = scene(cast)
    visit = made.sampled()
    client = browser(cast, "dhi_technician")
    tube = visit.tubes.order_by("position")[0].tube
    run = {"run": "FT-1/1", "rows": [
        {"tube": tube, "fat_pct": 3.9, "protein_pct": 3.3, "scc_per_ml": 90_000},
        {"tube": "X", "fat_pct": 3.9},
    ]}  # fmt: skip
    first = client.post("/api/recording/results", run, content_type="application/json").json()
    assert (first["accepted"], first["refused"], first["faults"][0]["rule"]) == (1, 1, "known")
    again = client.post("/api/recording/results", run, content_type="application/json").json()
    assert again == first
    told = client.get(f"/api/recording/visits/{visit.pk}").json()
    assert (told["state"], told["results"]) == ("analysed", 1)
    assert client.get("/api/recording/farms").json()["total"] == 1
    answer = client.get(f"/api/recording/farms/{CODE}/lactations?month=2026-01").json()
    assert (answer["total"], answer["items"]) == (0, [])
