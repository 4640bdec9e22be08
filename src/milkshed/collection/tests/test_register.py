"""The register: its pages, Excel both ways, coverage, and filing stations and tankers."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from milkshed.collection.facade import stations_licensed
from milkshed.collection.importers import import_licences
from milkshed.collection.indicators import licence_figures
from milkshed.collection.models import STANDINGS, Licence, Station, Tanker
from milkshed.collection.queries import coverage_by_county, papers_that_count, with_standing
from milkshed.collection.tests.furniture import furnish
from milkshed.collection.tests.licensing import MONDAY, PDF, accepted, second_inspector, visit_of
from milkshed.kernel.gs1 import build_grai
from milkshed.platform.figures import FigureRequest
from tests.cast import Cast

_HEADER = ["证件类型", "证号", "收购站或车牌", "有效期起", "有效期止"]
_DAY = date(2026, 3, 2)


def client_of(cast: Cast, role: str) -> Client:
    client = Client(headers={"Accept": "text/html"})
    client.force_login(cast.people[role])
    return client


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in (_HEADER, *rows):
        book.active.append(row)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


_ROWS = (
    ["生鲜乳准运证明", "宁运640302009", "宁C12345", date(2026, 3, 1), date(2027, 3, 1)],
    ["生鲜乳收购许可证", "宁收640302001", "金河源收购站", date(2025, 3, 1), date(2027, 2, 28)],
    ["生鲜乳收购许可证", "宁收640302001", "金河源收购站", date(2025, 3, 1), date(2027, 1, 31)],
    ["生鲜乳收购许可证", "宁收640221001", "北塬收购站", date(2026, 3, 1), date(2027, 3, 1)],
    ["生鲜乳收购许可证", "宁收640302010", "金河源收购站", date(2026, 3, 1), date(2031, 3, 1)],
    ["许可证", "宁收640302011", "金河源收购站", date(2026, 3, 1), "不是日期"],
)


def test_every_row_of_a_file_is_answered_and_a_preview_writes_nothing(cast: Cast) -> None:
    furnish(cast)
    officer, content = cast.people["county_officer"], workbook(*_ROWS)
    looked = import_licences(officer, content, keep=False).report
    assert Licence.objects.count() == 2
    taken = import_licences(officer, content, keep=True).report
    for report in (looked, taken):
        assert report.accepted == {2: "宁运640302009"}
        assert report.repeated == {3: "宁收640302001"}
        rules = {row: [f.rule for f in faults] for row, faults in report.refused.items()}
        assert rules == {4: ["number-taken"], 5: ["known"], 6: ["too-long"], 7: ["choice", "date"]}
    made = Licence.objects.get(number="宁运640302009")
    assert (made.tanker is not None, made.papers.count()) == (True, 1)


def test_the_file_goes_in_through_the_page_after_a_preview(cast: Cast) -> None:
    furnish(cast)
    client = client_of(cast, "county_officer")
    assert client.get("/collection/licences/import/template").content.startswith(b"PK")
    upload = SimpleUploadedFile("证件.xlsx", workbook(*_ROWS[:3]))
    preview = client.post("/collection/licences/import", {"file": upload})
    assert "尚未登记" in preview.text
    assert Licence.objects.count() == 2
    key = preview.context["stored"].pk
    kept = client.post("/collection/licences/import", {"attachment": key})
    assert (kept.status_code, Licence.objects.count()) == (200, 3)
    bad = client.post("/collection/licences/import", {"file": SimpleUploadedFile("x.txt", b"x")})
    assert bad.status_code == 422
    broken = SimpleUploadedFile("x.xlsx", b"no workbook")
    assert client.post("/collection/licences/import", {"file": broken}).status_code == 400


def test_the_register_as_excel_reads_back_as_it_stands(cast: Cast) -> None:
    furnish(cast)
    client = client_of(cast, "county_officer")
    answer = client.get("/collection/licences.xlsx?kind=tanker_permit")
    rows = [row for row in load_workbook(BytesIO(answer.content)).active.values if row[1]]
    assert [row[1] for row in rows] == ["证号", "宁运640302001"]
    report = import_licences(cast.people["county_officer"], answer.content, keep=True).report
    assert list(report.repeated.values()) == ["宁运640302001"]


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({}, "valid"),
        ({"valid_to": _DAY + timedelta(days=29)}, "expiring"),
        ({"valid_to": _DAY + timedelta(days=30)}, "valid"),
        ({"valid_to": _DAY - timedelta(days=1)}, "expired"),
        ({"valid_to": _DAY - timedelta(days=1), "renewed_by_law_to": _DAY}, "continued"),
        ({"valid_from": _DAY + timedelta(days=1)}, "coming"),
        ({"state": "suspended", "halted_on": _DAY}, "suspended"),
        ({"state": "suspended", "halted_on": _DAY + timedelta(days=1)}, "valid"),
        ({"state": "revoked", "halted_on": _DAY - timedelta(days=9)}, "revoked"),
    ],
)
def test_the_database_reads_a_standing_as_the_record_does(
    cast: Cast, changes: dict[str, object], wanted: str
) -> None:
    things = furnish(cast)
    Licence.objects.filter(tanker=things.tanker).update(**changes)
    found = with_standing(Licence.objects.filter(tanker=things.tanker), _DAY, 30).get()
    assert found.stands == wanted
    assert found.standing(_DAY, 30) == wanted
    covered = wanted in ("valid", "expiring", "continued")
    assert found.stands_on(_DAY) == covered
    rows = coverage_by_county(Station.objects.all(), Tanker.objects.all(), _DAY, 30)
    litong = next(row for row in rows if row.county == "640302")
    assert litong.tankers_permitted == int(covered)


def test_coverage_counts_active_subjects_by_county(cast: Cast) -> None:
    furnish(cast)
    rows = coverage_by_county(Station.objects.all(), Tanker.objects.all(), _DAY, 30)
    assert [(r.county, r.stations, r.stations_licensed, r.tankers) for r in rows] == [
        ("640221", 1, 0, 0), ("640302", 1, 1, 1),
    ]  # fmt: skip
    stations, tankers = licence_figures(FigureRequest(_DAY))
    assert (stations.value, tankers.value) == (Decimal(50), Decimal(100))
    late = coverage_by_county(Station.objects.all(), Tanker.objects.all(), date(2027, 2, 10), 30)[1]
    assert (late.stations_licensed, late.stations_expiring, late.tankers_expiring) == (1, 1, 1)
    empty = licence_figures(FigureRequest(_DAY, frozenset({"640181"})))
    assert empty[0].value is None


def test_a_county_files_a_station_and_a_tanker_on_their_pages(cast: Cast) -> None:
    things = furnish(cast)
    client = client_of(cast, "county_officer")
    assert client.get("/collection/stations/new").status_code == 200
    entry = {
        "organisation": cast.organisations["farm"].pk, "name_zh": "新站", "county": "640302",
        "gln": "9521321000056", "kind": "farm", "daily_intake_kg": "12000",
        "plants": [cast.places["plant"].pk],
    }  # fmt: skip
    wrong = client.post("/collection/stations/new", {**entry, "gln": "9521321000057"})
    assert wrong.status_code == 422
    elsewhere = client.post("/collection/stations/new", {**entry, "county": "640221"})
    assert (elsewhere.status_code, "不是您管辖的县" in elsewhere.text) == (422, True)
    assert client.post("/collection/stations/new", entry).status_code == 302
    station = Station.objects.get(place__name_zh="新站")
    assert station.plants.get() == cast.places["plant"]
    tanker = {
        "carrier": cast.organisations["carrier"].pk, "plate": "宁C77777",
        "grai": build_grai("9521321", 3, "T0777"), "capacity_kg": "20000",
    }  # fmt: skip
    again = client.post("/collection/tankers/new", {**tanker, "plate": things.tanker.plate})
    assert again.status_code == 422
    assert client.post("/collection/tankers/new", tanker).status_code == 302
    assert Tanker.objects.filter(plate="宁C77777").exists()


def test_an_application_walks_through_the_pages(cast: Cast) -> None:
    things, other = furnish(cast), second_inspector(cast)
    today = timezone.localdate()
    Licence.objects.update(valid_from=today, valid_to=today + timedelta(days=365))
    made = accepted(cast, things.tanker, "change", today)
    driver, inspector = client_of(cast, "tanker_driver"), client_of(cast, "inspector")
    path = f"/collection/applications/{made.pk}"
    assert "已受理" in driver.get(path).text
    assert made.number in driver.get("/collection/applications").text
    assert driver.get("/collection/applications/new").status_code == 200
    planned = inspector.post(
        f"{path}/visits", {"officers": [cast.people["inspector"].pk], "on": str(today)}
    )
    assert (planned.status_code, "第三十四条" in planned.text) == (422, True)
    both = [cast.people["inspector"].pk, other.pk]
    planned = inspector.post(f"{path}/visits", {"officers": both, "on": str(today)})
    assert planned.status_code == 302
    assert "逐项填写" in inspector.get(planned.headers["Location"]).text
    assert "核查表不完整" in inspector.post(planned.headers["Location"] + "/signatures").text
    assert str(made.subject) in inspector.get("/collection/visits?mine=1").text
    for page in ("/collection/licences/coverage", "/collection/licences/refused-checks"):
        assert inspector.get(page).status_code == 200
    stale = client_of(cast, "county_officer").post(
        f"{path}/steps/extend", {"edition": 1, "reason": "补充材料"}
    )
    assert (stale.status_code, "他人已修改" in stale.text) == (409, True)


def test_a_paper_has_its_page_its_certificate_and_its_moves(cast: Cast) -> None:
    things = furnish(cast)
    made = accepted(cast, things.tanker, "change")
    visit_of(cast, made, second_inspector(cast), MONDAY)
    licence = Licence.objects.get(tanker=things.tanker)
    client = client_of(cast, "county_officer")
    path = f"/collection/licences/{licence.pk}"
    assert client.get(f"{path}/certificate").status_code == 404
    imported = workbook(_ROWS[0])
    import_licences(cast.people["county_officer"], imported, keep=True)
    new = Licence.objects.get(number="宁运640302009")
    certificate = client.get(f"/collection/licences/{new.pk}/certificate")
    assert certificate.content.startswith(b"%PDF")
    move = {"verb": "collection.revoke_licence", "reason": "掺假", "on": "2026-03-02"}
    assert client.post(f"{path}/moves", move).status_code == 422
    proof = SimpleUploadedFile("决定书.pdf", PDF)
    assert client.post(f"{path}/moves", {**move, "evidence": proof}).status_code == 302
    page = client.get(path)
    assert "决定书.pdf" in page.text
    assert STANDINGS["revoked"].zh in page.text


def test_the_paper_that_counts_is_the_one_that_stands_else_the_last(cast: Cast) -> None:
    things = furnish(cast)
    day = date(2026, 1, 5)
    standing = things.station.licences.get()
    base = {
        "kind": "station_licence", "holder": standing.holder, "station": things.station,
        "issuer": standing.issuer,
    }  # fmt: skip
    coming = Licence.objects.create(
        number="LATER", valid_from=date(2027, 1, 1), valid_to=date(2030, 1, 1), **base
    )
    assert standing in papers_that_count(day)
    assert coming not in papers_that_count(day)
    Licence.objects.filter(pk=standing.pk).update(valid_to=date(2025, 12, 1))
    assert coming in papers_that_count(day)
    place = things.station.place_id
    assert stations_licensed([place], day) == frozenset()
    Licence.objects.filter(pk=standing.pk).update(renewed_by_law_to=date(2026, 6, 1))
    assert standing in papers_that_count(day)
    assert stations_licensed([place], day) == {place}
