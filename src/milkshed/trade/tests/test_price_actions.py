"""The way of a reference price through survey, talks, publication and after, on PostgreSQL."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from milkshed.kernel.periods import quarter_range
from milkshed.kernel.problems import Problem
from milkshed.platform.models import Membership
from milkshed.trade.actions.reference_price import talks
from milkshed.trade.actions.reference_price.committee import (
    declare_conflict,
    end_seat,
    seat_member,
)
from milkshed.trade.actions.reference_price.complaints import (
    complain,
    move_complaint,
    review_year,
)
from milkshed.trade.actions.reference_price.publishing import (
    decide_error,
    publish_price,
    report_error,
)
from milkshed.trade.actions.reference_price.survey import (
    close_survey,
    compute_again,
)
from milkshed.trade.models import PricePublication, PriceRound
from milkshed.trade.queries.price_documents import is_intact, is_reproduced
from milkshed.trade.queries.reference_price import reference_price_on
from milkshed.trade.tests.price_furniture import (
    Scene,
    decided,
    negotiated,
    opened,
    quarter_of,
    set_scene,
    surveyed,
)
from tests.cast import Cast, cast

__all__ = ["cast"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


def refused(problem: pytest.ExceptionInfo[Problem]) -> tuple[int, list[str]]:
    return problem.value.kind.status, [fault.rule for fault in problem.value.faults]


def test_a_quarter_from_survey_to_publication(scene: Scene) -> None:
    round_of = opened(scene)
    motion = decided(scene, round_of)
    assert motion.state == "carried"
    made = publish_price(scene.officer, round_of)
    estimate = motion.estimate
    assert estimate.tier == 1
    assert is_reproduced(estimate)
    assert made.central == (estimate.cost * Decimal("1.05")).quantize(Decimal("0.01"))
    assert made.floor < made.central < made.cap
    assert made.quality == {"fat": "3.1", "protein": "2.8", "total_count": "2000000"}
    made.refresh_from_db()
    assert is_intact(made)
    made.cap += Decimal("0.01")
    assert not is_intact(made)
    found = reference_price_on(timezone.localdate())
    assert found is not None
    assert (found.yuan_per_kg, found.notice) == (made.central, made.number)
    assert reference_price_on(round_of.last + timedelta(days=1)) is None
    # nothing published names a farm, its key or its weight
    text = str(made.document)
    assert all(farm.name_zh not in text and farm.gln not in text for farm in scene.farms)
    assert all(f"'S{sample.pk}'" not in text for sample in round_of.sample.all())


def test_who_computed_or_counted_may_not_publish(scene: Scene) -> None:
    Membership.objects.create(
        person=scene.secretary,
        organisation=scene.cast.organisations["region"],
        role="region_officer",
    )
    round_of = opened(scene)
    decided(scene, round_of)
    with pytest.raises(Problem) as problem:
        publish_price(scene.secretary, round_of)
    assert refused(problem) == (403, ["four-eyes"])
    assert not PricePublication.objects.exists()


def test_what_was_sent_back_is_voted_on_anew(scene: Scene) -> None:
    round_of = opened(scene)
    first = decided(scene, round_of)
    talks.return_round(scene.officer, round_of, opinion="请补充进口价格依据")
    talks.judge(scene.secretary, round_of, what="尾差", why="取整", effect_yuan=Decimal("0.01"))
    second = talks.put_motion(scene.secretary, round_of, formula="cost_plus")
    for seat in scene.seats.values():
        talks.vote(seat.person, second, choice="yes")
    talks.close_motion(scene.secretary, second)
    assert publish_price(scene.officer, round_of).central == first.central + Decimal("0.01")


def test_a_published_version_is_not_edited(scene: Scene) -> None:
    round_of = opened(scene)
    decided(scene, round_of)
    made = publish_price(scene.officer, round_of)
    made.central = Decimal("9.99")
    with pytest.raises(DatabaseError), transaction.atomic():
        made.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        made.delete()
    with pytest.raises(Problem) as problem:
        publish_price(scene.officer, round_of)
    assert problem.value.kind.status == 409


def test_a_changed_archive_is_not_published(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    round_of = opened(scene)
    decided(scene, round_of)
    monkeypatch.setattr(
        "milkshed.trade.actions.reference_price.publishing.is_reproduced", lambda _: False
    )
    with pytest.raises(Problem) as problem:
        publish_price(scene.officer, round_of)
    assert "复算" in problem.value.detail.zh


def test_a_vote_without_quorum_is_not_counted(scene: Scene) -> None:
    motion = negotiated(scene, opened(scene))
    for key in ("f1", "f2", "i1", "i2"):
        talks.vote(scene.seats[key].person, motion, choice="yes")
    with pytest.raises(Problem) as problem:
        talks.close_motion(scene.secretary, motion)
    status, rules = refused(problem)
    assert status == 409
    assert rules == ["≥1"]
    assert problem.value.faults[0].field == "quorum.processor"
    motion.refresh_from_db()
    assert motion.state == "open"
    lapsed = talks.lapse_motion(scene.secretary, motion)
    assert lapsed.state == "lapsed"
    assert lapsed.votes.count() == 4


def test_one_side_against_loses_and_the_talks_go_on(scene: Scene) -> None:
    round_of = opened(scene)
    motion = decided(scene, round_of, {"p1": "no", "p2": "no"})
    assert motion.state == "lost"
    assert motion.tally["against"] == ["processor"]
    round_of.refresh_from_db()
    assert round_of.state == "talks"
    assert talks.put_motion(scene.secretary, round_of, formula="traded").number == 2


def test_a_vote_stands_and_is_cast_once(scene: Scene) -> None:
    motion = negotiated(scene, opened(scene))
    member = scene.seats["f1"].person
    talks.vote(member, motion, choice="no")
    with pytest.raises(Problem) as problem:
        talks.vote(member, motion, choice="yes")
    assert refused(problem) == (409, ["once"])
    assert motion.votes.get().choice == "no"


def test_who_is_in_conflict_expired_or_no_member_does_not_vote(scene: Scene) -> None:
    round_of = opened(scene)
    motion = negotiated(scene, round_of)
    recused, ended = scene.seats["f1"], scene.seats["p1"]
    declare_conflict(
        recused.person, recused, text="与样本企业有借款", recuses=True, only_round=round_of
    )
    yesterday = timezone.localdate() - timedelta(days=1)
    end_seat(scene.officer, ended, last=yesterday, reason="调离")
    for member, word in (
        (recused.person, "回避"),
        (ended.person, "任期"),
        (scene.managers[5], "不是价格委员会委员"),
    ):
        with pytest.raises(Problem) as problem:
            talks.vote(member, motion, choice="yes")
        assert problem.value.kind.status == 403
        assert word in problem.value.detail.zh
    # the two no longer count for the quorum either: one of one on each side is enough
    for key in ("f2", "p2", "i1"):
        talks.vote(scene.seats[key].person, motion, choice="yes")
    assert talks.close_motion(scene.secretary, motion).state == "carried"


def test_nobody_declares_for_another(scene: Scene) -> None:
    with pytest.raises(Problem) as problem:
        declare_conflict(scene.seats["p1"].person, scene.seats["f1"], text="x", recuses=True)
    assert problem.value.kind.status == 403


def _seat(scene: Scene, **changes: Any) -> None:
    today = timezone.localdate()
    values = {
        "member": scene.managers[4],
        "organisation": scene.farms[4].organisation,
        "side": "farm",
        "valid_from": today,
        "valid_to": today + timedelta(days=300),
    }
    seat_member(scene.officer, **{**values, **changes})


def test_a_seat_is_refused_by_the_rule_it_breaks(scene: Scene) -> None:
    today = timezone.localdate()
    wrong: list[tuple[dict[str, Any], list[str]]] = [
        ({"side": "buyer"}, ["choice"]),
        ({"side": "processor"}, ["side"]),
        ({"side": "independent"}, ["independent"]),
        ({"member": scene.managers[5]}, ["works-there"]),
        ({"is_chair": True}, ["independent"]),
        ({"valid_to": today + timedelta(days=2000)}, ["term"]),
        ({"valid_to": today - timedelta(days=1)}, ["term"]),
    ]
    for changes, rules in wrong:
        with pytest.raises(Problem) as problem:
            _seat(scene, **changes)
        assert refused(problem) == (422, rules), changes
    _seat(scene)
    with pytest.raises(Problem) as problem:
        _seat(scene)
    assert problem.value.kind.status == 409


def test_proposals_come_from_the_two_sides_during_talks(scene: Scene) -> None:
    round_of = opened(scene)
    farmer, expert = scene.seats["f1"].person, scene.seats["i1"].person
    with pytest.raises(Problem) as problem:
        talks.propose(farmer, round_of, central=Decimal("3.4"), reason="成本上升")
    assert problem.value.kind.status == 409
    surveyed(scene, round_of)
    close_survey(scene.secretary, round_of)
    for person, central, reason, status in (
        (farmer, "0", "x", 422), (farmer, "3.4", "", 422), (expert, "3.4", "x", 403),
    ):  # fmt: skip
        with pytest.raises(Problem) as problem:
            talks.propose(person, round_of, central=Decimal(central), reason=reason)
        assert problem.value.kind.status == status
    talks.propose(farmer, round_of, central=Decimal("3.4"), reason="成本上升")
    with pytest.raises(Problem) as problem:
        talks.put_motion(scene.secretary, round_of, formula="cost_plus")
    assert refused(problem) == (409, ["newest"])
    estimate = compute_again(scene.secretary, round_of)
    assert estimate.revision == 2
    assert estimate.inputs["values"]["farm_proposal"] == "3.400000"
    assert round_of.estimates.count() == 2


def test_a_large_error_must_be_published_anew_and_the_old_version_stays(scene: Scene) -> None:
    round_of = opened(scene)
    decided(scene, round_of)
    old = publish_price(scene.officer, round_of)
    corrected = old.central + Decimal("0.10")
    reporter = scene.seats["f1"].person
    erratum = report_error(reporter, old, corrected_central=corrected, text="粗饲料重复计入")
    assert erratum.must_republish
    with pytest.raises(Problem) as problem:
        decide_error(scene.officer, erratum, republish=False, decision="误差不大")
    assert refused(problem) == (422, ["threshold"])
    today = timezone.localdate()
    done = decide_error(scene.officer, erratum, republish=True, decision="复核属实")
    assert done.state == "republished"
    fresh = round_of.publications.get(version=2)
    assert fresh.central == corrected
    assert is_intact(fresh)
    assert "粗饲料重复计入" in fresh.correction
    old.refresh_from_db()
    assert old.central == corrected - Decimal("0.10")
    assert reference_price_on(today).yuan_per_kg == corrected  # type: ignore[union-attr]
    if today > round_of.first:
        before = reference_price_on(today - timedelta(days=1))
        assert before is not None
        assert before.yuan_per_kg == old.central
    with pytest.raises(Problem) as problem:
        report_error(reporter, old, corrected_central=corrected, text="再报")
    assert "最新版" in problem.value.detail.zh


def test_a_small_error_may_be_noted_by_somebody_else(scene: Scene) -> None:
    round_of = opened(scene)
    decided(scene, round_of)
    made = publish_price(scene.officer, round_of)
    erratum = report_error(
        scene.seats["p1"].person,
        made,
        corrected_central=made.central + Decimal("0.01"),
        text="尾差",
    )
    assert not erratum.must_republish
    assert decide_error(scene.officer, erratum, republish=False, decision="记录").state == "noted"
    assert round_of.publications.count() == 1
    with pytest.raises(Problem) as problem:
        decide_error(scene.officer, erratum, republish=True, decision="再议")
    assert problem.value.kind.status == 409


def test_a_complaint_has_clocks_and_is_closed_by_somebody_independent(scene: Scene) -> None:
    round_of = opened(scene)
    decided(scene, round_of)
    farmer, firm = scene.managers[0], scene.farms[0].organisation
    with pytest.raises(Problem) as problem:
        complain(farmer, round_of, organisation=scene.farms[1].organisation, subject="x", text="y")
    assert problem.value.kind.status == 403
    made = complain(farmer, round_of, organisation=firm, subject="样本", text="小场太少")
    assert made.filed_at.date() < made.accept_by < made.answer_by
    for verb in ("trade.accept_price_complaint", "trade.answer_price_complaint"):
        move_complaint(scene.secretary, made, verb, opinion="样本按规则抽取，种子公开")
    with pytest.raises(Problem) as problem:
        move_complaint(scene.secretary, made, "trade.close_price_complaint", opinion="办结")
    assert problem.value.kind.status == 403
    closed = move_complaint(scene.officer, made, "trade.close_price_complaint", opinion="同意")
    assert closed.state == "closed"
    assert closed.answer == "样本按规则抽取，种子公开"


def test_the_yearly_review_is_written_once_by_an_auditor(scene: Scene) -> None:
    round_of = opened(scene)
    auditor = scene.cast.people["auditor"]
    year = round_of.first.year
    with pytest.raises(Problem) as problem:
        review_year(auditor, 2001, findings="x", figures={})
    assert refused(problem) == (422, ["rounds"])
    assert review_year(auditor, year, findings="方法适当", figures={"rounds": 1}).year == year
    with pytest.raises(Problem) as problem:
        review_year(auditor, year, findings="再审", figures={})
    assert problem.value.kind.status == 409


def test_a_round_is_a_quarter_and_opened_once(scene: Scene) -> None:
    round_of = opened(scene)
    today = timezone.localdate()
    assert round_of.code == quarter_of(today)
    assert quarter_range(today.year, (today.month + 2) // 3).first == round_of.first
    assert [one.farms for one in round_of.strata.order_by("pk")] == [3, 3, 2]
    for code, status in (("2026-Q4", 422), (round_of.code, 409)):
        with pytest.raises(Problem) as problem:
            opened(scene, code)
        assert problem.value.kind.status == status
    assert PriceRound.objects.count() == 1
