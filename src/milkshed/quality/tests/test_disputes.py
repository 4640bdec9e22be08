from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.utils import timezone

from milkshed.kernel.problems import Problem
from milkshed.quality.actions.cases import add_evidence, hand_over, move_case, propose_decision
from milkshed.quality.actions.judging import Measurement
from milkshed.quality.actions.objections import (
    conclude_objection,
    grant_objection,
    raise_objection,
    refuse_objection,
    request_arbitration,
)
from milkshed.quality.actions.samples import receive_sample
from milkshed.quality.facade import pass_rate
from milkshed.quality.models import CaseEvidence, ContrabandCase, Objection, Sample
from milkshed.quality.tests.furniture import furnish
from milkshed.quality.tests.laboratory_scene import (
    FAT,
    MELAMINE,
    analyst_of,
    other_laboratory,
    report,
    reported,
    second_officer,
)
from tests.cast import Cast

CLEAN = Measurement("melamine", Decimal("0.02"))


def rules_of(problem: Problem) -> set[str]:
    return {fault.rule for fault in problem.faults}


def test_an_objection_goes_through_retest_to_arbitration(cast: Cast) -> None:
    laboratory = furnish(cast)
    second, third = other_laboratory("检测二所", 2), other_laboratory("检测三所", 3)
    sample = reported(cast, laboratory, MELAMINE)
    today = timezone.localdate()
    objection = raise_objection(cast.people["station_manager"], sample, reason="仪器可疑")
    with pytest.raises(Problem):
        raise_objection(cast.people["station_manager"], sample, reason="再提")
    officer = cast.people["county_officer"]
    with pytest.raises(Problem) as same:
        grant_objection(officer, objection, laboratory=laboratory, barcode="R1")
    assert rules_of(same.value) == {"other-laboratory"}
    # granted after the time to object, which was kept when it was raised
    Sample.objects.filter(pk=sample.pk).update(
        reported_at=timezone.now() - timedelta(days=20),
        sampled_at=timezone.now() - timedelta(days=21),
    )
    Objection.objects.update(raised_at=timezone.now() - timedelta(days=19))
    objection.refresh_from_db()
    retest = grant_objection(officer, objection, laboratory=second, barcode="R1")
    with pytest.raises(Problem):
        conclude_objection(officer, objection)
    receive_sample(analyst_of(second, "lab_analyst", cast), "R1", laboratory=second, intact=True)
    report(cast, second, retest, CLEAN)
    with pytest.raises(Problem) as used:
        request_arbitration(officer, objection, laboratory=laboratory, barcode="A1", reason="x")
    assert rules_of(used.value) == {"other-laboratory"}
    last = request_arbitration(officer, objection, laboratory=third, barcode="A1", reason="争议")
    receive_sample(analyst_of(third, "lab_analyst", cast), "A1", laboratory=third, intact=True)
    report(cast, third, last, MELAMINE)
    concluded = conclude_objection(officer, objection)
    assert "维持初检结论" in concluded.outcome
    assert pass_rate(today - timedelta(days=30), today).share == 0.0
    client = Client(headers={"Accept": "text/html"})
    client.force_login(cast.people["station_manager"])
    shown = client.get(f"/quality/objections/{objection.number}").text
    assert "仲裁" in shown
    assert "维持初检结论" in shown


def test_arbitration_after_the_clock_is_refused(cast: Cast) -> None:
    laboratory = furnish(cast)
    second, third = other_laboratory("检测二所", 2), other_laboratory("检测三所", 3)
    sample = reported(cast, laboratory, MELAMINE)
    objection = raise_objection(cast.people["station_manager"], sample, reason="仪器可疑")
    officer = cast.people["county_officer"]
    retest = grant_objection(officer, objection, laboratory=second, barcode="R1")
    receive_sample(analyst_of(second, "lab_analyst", cast), "R1", laboratory=second, intact=True)
    report(cast, second, retest, MELAMINE)
    long_ago = timezone.now() - timedelta(days=15)
    Sample.objects.filter(pk=retest.pk).update(
        reported_at=long_ago, sampled_at=long_ago - timedelta(days=1)
    )
    with pytest.raises(Problem) as caught:
        request_arbitration(officer, objection, laboratory=third, barcode="A1", reason="争议")
    assert rules_of(caught.value) == {"objection-period"}
    assert "仲裁" in caught.value.faults[0].message.zh


def test_the_clocks_of_raising_an_objection(cast: Cast) -> None:
    laboratory = furnish(cast)
    manager = cast.people["station_manager"]
    sample = reported(cast, laboratory, MELAMINE)
    before = timezone.now() - timedelta(hours=5)
    Sample.objects.filter(pk=sample.pk).update(
        reported_at=before, sampled_at=before - timedelta(hours=5)
    )
    with pytest.raises(Problem) as rapid:
        raise_objection(manager, sample, reason="快检有误", rapid=True)
    assert rules_of(rapid.value) == {"objection-period"}
    long_ago = timezone.now() - timedelta(days=15)
    Sample.objects.filter(pk=sample.pk).update(
        reported_at=long_ago, sampled_at=long_ago - timedelta(hours=5)
    )
    with pytest.raises(Problem) as late:
        raise_objection(manager, sample, reason="仪器可疑")
    assert rules_of(late.value) == {"objection-period"}
    with pytest.raises(Problem) as foreign:
        raise_objection(cast.people["farm_manager"], sample, reason="不服")
    assert foreign.value.kind.status == 404
    assert not Objection.objects.exists()


def test_the_pages_of_an_objection(cast: Cast) -> None:
    laboratory = furnish(cast)
    reported(cast, laboratory, MELAMINE)
    manager = Client(headers={"Accept": "text/html"})
    manager.force_login(cast.people["station_manager"])
    assert "提出异议" in manager.get("/quality/objections").text
    answer = manager.post("/quality/samples/S1/object", {"reason": "仪器可疑"})
    address = answer.headers["Location"]
    assert manager.post(f"{address}/step", {"step": "refuse", "reason": "x"}).status_code == 403
    officer = Client(headers={"Accept": "text/html"})
    officer.force_login(cast.people["county_officer"])
    assert "受理并复检" in officer.get(address).text
    entry = {"step": "refuse", "reason": "理由不成立"}
    assert officer.post(f"{address}/step", entry).status_code == 302
    assert Objection.objects.get().state == "refused"
    with pytest.raises(Problem):
        refuse_objection(cast.people["county_officer"], Objection.objects.get(), reason="x")


def test_a_finding_opens_a_case_that_two_people_decide(cast: Cast) -> None:
    laboratory = furnish(cast)
    reported(cast, laboratory, FAT, barcode="S0")
    assert not ContrabandCase.objects.exists()
    reported(cast, laboratory, MELAMINE, FAT)
    case = ContrabandCase.objects.get()
    assert (case.state, case.analytes) == ("open", ["melamine"])
    assert case.outcome == ""  # nothing is decided by the software
    inspector, officer = cast.people["inspector"], cast.people["county_officer"]
    add_evidence(
        inspector, case, text="现场照片", content=BytesIO(b"%PDF-1.4"), file_name="photo.pdf"
    )
    assert case.evidence.count() == 2
    with pytest.raises(Problem) as first:
        propose_decision(officer, case, outcome="confirmed", basis="检验报告")
    assert rules_of(first.value) == {"hand-over-first"}
    with pytest.raises(Problem):
        hand_over(officer, case, authority="利通区公安分局", document=" ")
    hand_over(officer, case, authority="利通区公安分局", document="吴利农移〔2026〕1号")
    propose_decision(officer, case, outcome="confirmed", basis="检验报告")
    with pytest.raises(Problem) as same:
        move_case(officer, case, "quality.decide_case")
    assert rules_of(same.value) == {"four-eyes"}
    other = second_officer(cast)
    move_case(other, case, "quality.return_case", opinion="补充供述")
    propose_decision(officer, case, outcome="confirmed", basis="检验报告和笔录")
    move_case(other, case, "quality.decide_case")
    closed = move_case(other, case, "quality.close_case")
    assert (closed.state, closed.outcome) == ("closed", "confirmed")
    with pytest.raises(Problem):
        add_evidence(inspector, case, text="迟到")
    with pytest.raises(DatabaseError), transaction.atomic():
        CaseEvidence.objects.all().delete()


def test_the_pages_of_a_case(cast: Cast) -> None:
    laboratory = furnish(cast)
    client = Client(headers={"Accept": "text/html"})
    client.force_login(cast.people["county_officer"])
    assert "没有违禁物案件" in client.get("/quality/cases").text
    reported(cast, laboratory, MELAMINE)
    case = ContrabandCase.objects.get()
    assert case.number in client.get("/quality/cases").text
    address = f"/quality/cases/{case.number}"
    shown = client.get(address).text
    assert "三聚氰胺" in shown
    assert "由一人提出、另一人决定" in shown
    entry = {"step": "propose", "outcome": "unfounded", "basis": "复检阴性"}
    assert client.post(f"{address}/step", entry).status_code == 302
    assert "须由另一人决定" in client.get(address).text
    assert client.post(f"{address}/step", {"step": "decide"}).status_code == 403
    client.force_login(cast.people["station_manager"])
    assert client.get(address).status_code == 403
