"""A bulletin from its drawing up to its correction, and everything that is refused."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from milkshed.kernel.problems import Problem
from milkshed.plan.actions.bulletins.county_figures import compute_county_figures
from milkshed.plan.actions.bulletins.drawing import correct_bulletin, draw_bulletin
from milkshed.plan.actions.bulletins.editing import edit_bulletin
from milkshed.plan.actions.bulletins.issuing import (
    issue_bulletin,
    propose_bulletin,
    return_bulletin,
    withdraw_bulletin,
)
from milkshed.plan.bulletin_paper import bulletin_word, script_of
from milkshed.plan.jobs import CLOSE_MONTH
from milkshed.plan.models import Bulletin, ClosedPeriod, LedgerItem, ResponsibleUnit
from milkshed.plan.queries.bulletins.shelf import bulletins_for, changed_since, is_intact
from milkshed.plan.science.wording import numbers_in
from milkshed.plan.tests.bulletin_cases import Region, figure, region
from milkshed.platform.attachments import path_of
from milkshed.platform.documents.footnotes import notes_of
from milkshed.platform.models import Job, Membership, Person

__all__ = ["region"]

pytestmark = pytest.mark.django_db


def text_of(bulletin: Bulletin, code: str) -> str:
    section = next(one for one in bulletin.wording if one["code"] == code)
    return "\n".join(section["paragraphs"])


def rules_of(error: pytest.ExceptionInfo[Problem]) -> set[str]:
    return {fault.rule for fault in error.value.faults}


def proposed(region: Region, day: date | None = None) -> Bulletin:
    made = draw_bulletin(region.drawer, "month", day or region.last)
    return propose_bulletin(region.drawer, made.pk, revision=made.revision)


def issued(region: Region, day: date | None = None) -> Bulletin:
    made = proposed(region, day)
    return issue_bulletin(
        region.signer, made.pk, issuer_short="宁奶办通", opinion="", revision=made.revision
    )


def test_differences_are_explained_as_worked_out_by_hand(region: Region) -> None:
    """90.65 - 90.1 = 0.55 = 0.5 (Litong) - 0.1 (Pingluo) + 0.15 (the rest)."""
    made = draw_bulletin(region.drawer, "month", region.last)
    told = text_of(made, "movement")
    assert (
        "奶牛存栏由{90.1万头|K1.before}变为{90.65万头|K1.value}，增加{0.55万头|K1.change}" in told
    )
    assert "利通区增加{0.5万头|K1.part.640302}，平罗县减少{0.1万头|K1.part.640221}" in told
    assert "其余增加{0.15万头|K1.part.rest}" in told
    assert "计算方法的版本不同（{1→2|G1.versions}）" in told
    assert "数据覆盖率由{90%|G1.coverage.before}变为{95%|G1.coverage.after}" in told
    assert "粪污综合利用率上月没有数，本期为" in told
    unknown = text_of(made, "indicators")
    assert "本期没有数" in unknown
    assert "生鲜乳产量" in unknown.splitlines()[-1]
    assert "登记簿为空" in made.content["notes"]["K2"]


def test_what_was_printed_is_compared_and_its_correction_named(region: Region) -> None:
    issued(region, region.before)
    figure("K1", region.before, "90.3")
    made = draw_bulletin(region.drawer, "month", region.last)
    told = text_of(made, "movement")
    assert "由{90.1万头|K1.before}变为" in told
    assert "上月数更正{+0.2万头|K1.part.correction}" in told
    assert "其余减少{0.05万头|K1.part.rest}" in told


def test_two_people_and_two_editors(region: Region) -> None:
    made = draw_bulletin(region.drawer, "month", region.last)
    first = edit_bulletin(
        region.editor, made.pk, {"ledger": "各地要抓紧办理。"}, revision=made.revision
    )
    with pytest.raises(Problem) as crossed:
        edit_bulletin(region.drawer, made.pk, {"ledger": "另稿。"}, revision=made.revision)
    assert crossed.value.kind.status == 409
    sent = propose_bulletin(region.drawer, made.pk, revision=first.revision)
    for person in (region.drawer, region.editor):
        with pytest.raises(Problem) as refused:
            issue_bulletin(person, sent.pk, issuer_short="宁", opinion="", revision=sent.revision)
        assert rules_of(refused) == {"four-eyes"}
    back = return_bulletin(region.signer, sent.pk, opinion="请补充", revision=sent.revision)
    assert back.state == "edited"
    again = propose_bulletin(region.editor, back.pk, revision=back.revision)
    done = issue_bulletin(
        region.signer, again.pk, issuer_short="宁奶办通", opinion="", revision=again.revision
    )
    assert (done.state, done.number) == (
        "issued", f"宁奶办通〔{timezone.localdate().year}〕1号",
    )  # fmt: skip
    assert "各地要抓紧办理。" in text_of(done, "ledger")


def test_a_number_typed_over_is_refused_and_named(region: Region) -> None:
    made = draw_bulletin(region.drawer, "month", region.last)
    text = text_of(made, "indicators")
    forged = text.replace("{90.65万头|K1.value}", "{99万头|K1.value}")
    with pytest.raises(Problem) as refused:
        edit_bulletin(region.drawer, made.pk, {"indicators": forged}, revision=made.revision)
    (fault,) = refused.value.faults
    assert (fault.rule, fault.value, fault.field) == ("number-field", "99万头", "indicators.1")
    assert "奶牛存栏（本期）" in fault.message.zh
    with pytest.raises(Problem) as typed:
        edit_bulletin(
            region.drawer, made.pk, {"summary": f"{text}\n增长了12%。"}, revision=made.revision
        )
    assert rules_of(typed) == {"number-without-source"}
    with pytest.raises(Problem) as empty:
        edit_bulletin(region.drawer, made.pk, {"summary": " "}, revision=made.revision)
    assert rules_of(empty) == {"required"}
    with pytest.raises(Problem) as unknown:
        edit_bulletin(region.drawer, made.pk, {"annex": "附"}, revision=made.revision)
    assert rules_of(unknown) == {"choice"}
    made.refresh_from_db()
    assert (made.state, made.revision) == ("drawn", 0)


def test_periods_that_are_not_over_or_not_closed(region: Region) -> None:
    with pytest.raises(Problem) as early:
        draw_bulletin(region.drawer, "month", timezone.localdate())
    assert rules_of(early) == {"period-over"}
    with pytest.raises(Problem) as ancient:
        draw_bulletin(region.drawer, "month", date(2023, 5, 1))
    assert rules_of(ancient) == {"within-plan"}
    ClosedPeriod.objects.filter(month=region.last.replace(day=1)).delete()
    sent = proposed(region)
    with pytest.raises(Problem) as unclosed:
        issue_bulletin(
            region.signer, sent.pk, issuer_short="宁", opinion="", revision=sent.revision
        )
    assert rules_of(unclosed) == {"period-closed"}
    sent.refresh_from_db()
    assert (sent.state, sent.serial) == ("proposed", None)
    with pytest.raises(Problem) as twice:
        draw_bulletin(region.drawer, "month", region.last)
    assert twice.value.kind.status == 409
    withdraw_bulletin(region.drawer, sent.pk, opinion="重起草", revision=sent.revision)
    assert draw_bulletin(region.drawer, "month", region.last).edition == 1


def test_issued_copies_stay_byte_by_byte_and_are_corrected_by_a_new_edition(
    region: Region,
) -> None:
    done = issued(region)
    assert done.word is not None
    assert done.sheet is not None
    before = [path_of(copy.sha256).read_bytes() for copy in (done.word, done.sheet)]
    assert changed_since(done) == []
    figure("K1", region.last, "90.4")
    assert [one.code for one in changed_since(done)] == ["K1"]
    with pytest.raises(Problem) as issued_already:
        draw_bulletin(region.drawer, "month", region.last)
    assert issued_already.value.kind.status == 409
    with pytest.raises(Problem) as unreasoned:
        correct_bulletin(region.drawer, done.pk, reason=" ")
    assert rules_of(unreasoned) == {"length"}
    again = correct_bulletin(region.drawer, done.pk, reason="复核后3户少报")
    assert (again.edition, again.replaces) == (2, done)
    table = again.content["tables"]["correction"]["rows"]
    assert [cell["text"] for cell in next(r for r in table if "本期" in r[0]["text"])] == [
        "奶牛存栏（本期）", "90.65万头", "90.4万头",
    ]  # fmt: skip
    sent = propose_bulletin(region.drawer, again.pk, revision=again.revision)
    issue_bulletin(
        region.signer, sent.pk, issuer_short="宁奶办通", opinion="", revision=sent.revision
    )
    done.refresh_from_db()
    assert done.state == "replaced"
    assert [path_of(copy.sha256).read_bytes() for copy in (done.word, done.sheet)] == before
    assert is_intact(done.word)
    for change in ({"wording": []}, {"serial": 9}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Bulletin.objects.filter(pk=done.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Bulletin.objects.filter(pk=done.pk).delete()


def _numbers_without_a_note(paragraph: object) -> list[str]:
    """The numbers of a paragraph whose words are not followed by a footnote's mark."""
    words, left = "", []
    for run in paragraph.iter(qn("w:r")):  # type: ignore[attr-defined]
        raised = run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
        if raised is None:
            left += numbers_in(words)
            words = "".join(text.text or "" for text in run.iter(qn("w:t")))
        else:
            words = ""
    return left + list(numbers_in(words))


def test_every_number_of_the_paper_has_its_footnote(region: Region) -> None:
    unit = ResponsibleUnit.objects.get(code="U3")
    LedgerItem.objects.create(
        year=2026, serial=1, title="建成3个中心", goal="验收", lead=unit,
        evidence_kinds=["document"], opened_on=date(2024, 2, 1), due_on=date(2024, 6, 1),
        opened_by=region.drawer, state="open",
    )  # fmt: skip
    done = issued(region)
    assert done.word is not None
    paper = Document(BytesIO(path_of(done.word.sha256).read_bytes()))
    body = paper.element.body
    bare = {
        number
        for paragraph in body.iter(qn("w:p"))
        for number in _numbers_without_a_note(paragraph)
    }
    assert not bare
    notes = notes_of(paper)
    references = [int(one.get(qn("w:id"))) for one in body.iter(qn("w:footnoteReference"))]
    assert references == sorted(notes) == list(range(1, len(notes) + 1))
    herd = next(text for text in notes.values() if text.startswith("K1 "))
    for told in ("方法：登记簿计数（版本1）", "依据：在群奶牛（头）910000", "数据覆盖率", "截至"):
        assert told in herd
    assert paper.paragraphs[0].text == done.office.name_zh
    assert done.number in "\n".join(paragraph.text for paragraph in paper.paragraphs)


def test_the_tables_hold_the_same_numbers_and_their_methods(region: Region) -> None:
    done = issued(region)
    assert done.sheet is not None
    book = load_workbook(BytesIO(path_of(done.sheet.sha256).read_bytes()))
    data = {
        row[0]: (row[2], row[3])
        for row in book["正文数据"].iter_rows(values_only=True)
        if row[0] in done.fields
    }
    assert data == {key: (one["text"], one["note"]) for key, one in done.fields.items()}
    methods = {row[0] for row in book["口径与方法"].iter_rows(values_only=True)}
    assert {one["note"] for one in done.fields.values()} <= methods
    assert "演示数据" in "".join(str(c.value) for row in book["指标一览"]["A1:A6"] for c in row)


def test_a_county_draws_up_its_own_and_reads_what_the_region_issued(
    region: Region, client: Client
) -> None:
    officer = region.cast.people["county_officer"]
    mine = draw_bulletin(officer, "month", region.last, county="640302")
    assert "奶牛存栏{22.5万头|K1.value}" in text_of(mine, "indicators")
    assert "；比上月增加{0.5万头|K1.change}" in text_of(mine, "indicators")
    for county in ("", "640221"):
        with pytest.raises(Problem) as refused:
            draw_bulletin(officer, "month", region.last, county=county)
        assert refused.value.kind.status == 403
    whole = draw_bulletin(region.drawer, "month", region.last)
    other = draw_bulletin(region.drawer, "month", region.last, county="640221")
    assert set(bulletins_for(officer)) == {mine}
    with pytest.raises(Problem) as hidden:
        edit_bulletin(officer, other.pk, {"summary": "甲"}, revision=0)
    assert hidden.value.kind.status == 404
    client.force_login(officer)
    for key in (other.pk, whole.pk, 2**31 - 1):
        for end in ("", "/paper.docx", "/tables.xlsx"):
            assert client.get(f"/plan/bulletins/{key}{end}").status_code == 404
        for step in ("edit", "propose", "return", "issue", "withdraw", "correct"):
            status = client.post(f"/plan/bulletins/{key}/{step}").status_code
            assert status == 404, (key, step)
        assert client.get(f"/api/plan/bulletins/{key}").status_code == 404
    assert client.get(f"/plan/bulletins/{mine.pk}").status_code == 200
    sent = propose_bulletin(region.drawer, whole.pk, revision=whole.revision)
    issue_bulletin(
        region.signer, sent.pk, issuer_short="宁奶办通", opinion="", revision=sent.revision
    )
    assert set(bulletins_for(officer)) == {mine, whole}
    with pytest.raises(Problem):
        correct_bulletin(officer, whole.pk, reason="改")


def test_a_year_is_drawn_up_from_its_last_figures(region: Region) -> None:
    year = timezone.localdate().year - 1
    figure("K1", date(year, 12, 31), "91")
    figure("K1", date(year - 1, 12, 31), "91.5")
    made = draw_bulletin(region.drawer, "year", date(year, 3, 1))
    assert made.title.endswith(f"年报（{year}年）")
    assert "比上年减少{0.5万头|K1.change}" in text_of(made, "indicators")


def test_pages_show_edit_issue_and_verify(region: Region, client: Client) -> None:
    made = draw_bulletin(region.drawer, "month", region.last)
    client.force_login(region.drawer)
    for language in ("en", "zh-hans"):
        client.cookies["milkshed_language"] = language
        for path in ("/plan/bulletins", f"/plan/bulletins/{made.pk}", "/plan/bulletins/verify"):
            assert client.get(path, headers={"Accept": "text/html"}).status_code == 200, path
    page = client.get(f"/plan/bulletins/{made.pk}").text
    marks = {int(one) for one in re.findall(r'href="#note-(\d+)"', page)}
    assert marks == {int(one) for one in re.findall(r'id="note-(\d+)"', page)}
    again = {"day": region.last.isoformat()}
    assert client.post("/plan/bulletins/compute", again).status_code == 302
    assert Job.objects.get(kind=CLOSE_MONTH).arguments["as_of"] == region.last.isoformat()
    early = {"day": timezone.localdate().isoformat()}
    assert client.post("/plan/bulletins/compute", early).status_code == 422
    step = f"/plan/bulletins/{made.pk}"
    bad = {"section-summary": "共3项", "revision": 0}
    assert client.post(f"{step}/edit", bad).status_code == 422
    assert client.post(f"{step}/propose", {"revision": 0}).status_code == 302
    assert client.post(f"{step}/leap", {"revision": 0}).status_code == 422
    client.force_login(region.signer)
    signed = {"revision": 1, "issuer_short": "宁奶办通"}
    assert client.post(f"{step}/issue", signed).status_code == 302
    paper = client.get(f"{step}/paper.docx").content
    file = SimpleUploadedFile("通报.docx", paper)
    assert "与签发时的文件一致" in client.post("/plan/bulletins/verify", {"file": file}).text
    altered = SimpleUploadedFile("通报.docx", paper + b" ")
    assert "没有与此摘要相符" in client.post("/plan/bulletins/verify", {"file": altered}).text
    assert client.post("/plan/bulletins/verify", {"sha256": "12"}).status_code == 422
    listed = client.get("/api/plan/bulletins?state=issued").json()
    assert [one["id"] for one in listed] == [made.pk]
    one = client.get(f"/api/plan/bulletins/{made.pk}").json()
    assert {"key": "K1.value", "text": "90.65万头"}.items() <= one["fields"][
        [field["key"] for field in one["fields"]].index("K1.value")
    ].items()
    client.force_login(region.cast.people["farm_manager"])
    assert client.get(f"{step}/paper.docx").status_code == 403
    assert client.get("/api/plan/bulletins").status_code == 403


def test_a_draft_is_written_as_it_stands(region: Region) -> None:
    made = draw_bulletin(region.drawer, "month", region.last)
    assert made.number == ""
    assert Document(BytesIO(bulletin_word(script_of(made)))).paragraphs


def test_county_figures_are_asked_of_every_room_and_added_once(region: Region) -> None:
    done = compute_county_figures(region.last, only=("K1", "T5.1", "K4"))
    assert not done.failed
    again = compute_county_figures(region.last, only=("K1", "T5.1", "K4"))
    assert (again.added, again.unchanged) == (0, done.added)
    assert done.added > 0


def test_somebody_without_the_office_may_not(region: Region) -> None:
    secretary = region.cast.people["association_secretary"]
    with pytest.raises(Problem) as refused:
        draw_bulletin(secretary, "month", region.last)
    assert refused.value.kind.status == 403
    Membership.objects.create(
        person=secretary,
        organisation=region.cast.organisations["association"],
        role="region_officer",
    )
    with pytest.raises(Problem) as homeless:
        draw_bulletin(Person.objects.get(pk=secretary.pk), "month", region.last)
    assert rules_of(homeless) == {"office"}
    assert not Bulletin.objects.exists()
