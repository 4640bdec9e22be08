from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import DatabaseError, IntegrityError
from django.test import Client
from django.utils import timezone

from milkshed.kernel.problems import Problem
from milkshed.quality.actions.plans import (
    Stratum,
    close_plan,
    commit_plan,
    complete_task,
    draft_plan,
    draw_plan,
    excuse_task,
    reassign_task,
)
from milkshed.quality.models import PlanObject, SamplingPlan, SamplingTask
from milkshed.quality.plan_queries import published_draw, risk_of_places, verify_draw
from milkshed.quality.science.drawing import Candidate, Frame, digest_of, draw
from milkshed.quality.tests.furniture import furnish
from milkshed.quality.tests.laboratory_scene import (
    LITONG,
    MELAMINE,
    drafting,
    received,
    reported,
    second_officer,
    stations,
)
from tests.cast import Cast


def rules_of(problem: Problem) -> set[str]:
    return {fault.rule for fault in problem.faults}


def drawn_plan(cast: Cast, **changes: object) -> SamplingPlan:
    officer = cast.people["county_officer"]
    plan = draft_plan(officer, cast.organisations["litong"], drafting(cast, **changes))
    commit_plan(officer, plan)
    draw_plan(second_officer(cast), plan, word="秋高气爽")
    return SamplingPlan.objects.get(pk=plan.pk)


def test_a_plan_is_drawn_before_a_witness_and_anyone_can_repeat_it(cast: Cast) -> None:
    furnish(cast)
    stations(cast, 7)
    officer, office = cast.people["county_officer"], cast.organisations["litong"]
    plan = draft_plan(officer, office, drafting(cast))
    assert plan.strata.get().population == 8
    plan = commit_plan(officer, plan)
    assert published_draw(plan)["seed"] == ""
    with pytest.raises(Problem) as same:
        draw_plan(officer, plan, word="秋高气爽")
    assert rules_of(same.value) == {"four-eyes"}
    tasks = draw_plan(second_officer(cast), plan, word="秋高气爽")
    assert len(tasks) == 3
    assert {t.first_officer_id != t.second_officer_id for t in tasks} == {True}
    assert all(plan.first_day <= t.day <= plan.last_day for t in tasks)
    plan.refresh_from_db()
    # from the published record alone, with the algorithm alone
    told = published_draw(plan)
    frame = Frame(
        tuple(Candidate(**one) for one in told["objects"]),  # type: ignore[attr-defined]
        told["sizes"],  # type: ignore[arg-type]
        tuple(told["officers"]),  # type: ignore[arg-type]
        frozenset(tuple(pair) for pair in told["conflicts"]),  # type: ignore[attr-defined]
    )
    again = draw(frame, str(told["seed"]), str(told["word"]))
    assert [one.key for one in again] == [one["key"] for one in told["drawn"]]  # type: ignore[attr-defined]
    assert digest_of(str(told["seed"])) == told["seed_digest"]
    assert all(check.good for check in verify_draw(plan, plan.seed, plan.witness_word))


def test_another_seed_or_a_changed_list_does_not_verify(cast: Cast) -> None:
    furnish(cast)
    stations(cast, 5)
    plan = drawn_plan(cast)
    broken = {c.rule for c in verify_draw(plan, "00" * 32, plan.witness_word) if not c.good}
    assert "seed-not-committed" in broken
    assert {c.rule for c in verify_draw(plan, plan.seed, "other") if not c.good} >= {"word"}
    PlanObject.objects.filter(plan=plan).first().delete()  # type: ignore[union-attr]
    assert "frame-changed" in {
        c.rule for c in verify_draw(plan, plan.seed, plan.witness_word) if not c.good
    }


def test_a_list_that_was_touched_after_the_commitment_is_not_drawn(cast: Cast) -> None:
    furnish(cast)
    stations(cast, 5)
    officer = cast.people["county_officer"]
    plan = commit_plan(officer, draft_plan(officer, cast.organisations["litong"], drafting(cast)))
    PlanObject.objects.filter(plan=plan).update(weight=9)
    with pytest.raises(Problem) as caught:
        draw_plan(second_officer(cast), plan, word="秋高气爽")
    assert rules_of(caught.value) == {"frame-changed"}
    assert not SamplingTask.objects.exists()


def test_wrong_plans_are_refused_with_every_fault(cast: Cast) -> None:
    furnish(cast)
    sampler = cast.people["sampler"].pk
    wrong = drafting(
        cast,
        title=" ",
        analytes=("gold",),
        strata=(Stratum(LITONG, "station", 9),),
        officers=(sampler,),
        last_day=timezone.localdate() - timedelta(days=1),
    )
    officer, office = cast.people["county_officer"], cast.organisations["litong"]
    with pytest.raises(Problem) as caught:
        draft_plan(officer, office, wrong)
    assert rules_of(caught.value) == {
        "required", "known", "stratum-too-large", "two-people", "order",
    }  # fmt: skip
    with pytest.raises(Problem) as twice:
        draft_plan(officer, office, drafting(cast, officers=(sampler, sampler)))
    assert {"twice", "two-people"} <= rules_of(twice.value)
    assert not SamplingPlan.objects.exists()


def test_officers_with_a_conflict_do_not_go_there(cast: Cast) -> None:
    furnish(cast)
    own = cast.places["station"].organisation_id
    officer, office = cast.people["county_officer"], cast.organisations["litong"]
    plan = draft_plan(
        officer,
        office,
        drafting(
            cast,
            strata=(Stratum(LITONG, "station", 1),),
            avoids={cast.people["sampler"].pk: [own]},
        ),
    )
    with pytest.raises(Problem) as caught:
        commit_plan(officer, plan)
    assert rules_of(caught.value) == {"officers"}


def test_a_bad_past_weighs(cast: Cast) -> None:
    laboratory = furnish(cast)
    others = stations(cast, 2)
    reported(cast, laboratory, MELAMINE)
    day = timezone.localdate() + timedelta(days=1)
    risks = risk_of_places([cast.places["station"], *others], day)
    # one failure (4), its alarm (1), sampled; the others were not sampled (2)
    assert risks[cast.places["station"].pk].weight == 1 + 4 + 1
    assert {risks[place.pk].weight for place in others} == {3}


def test_a_task_takes_its_own_sample_only(cast: Cast) -> None:
    laboratory = furnish(cast)
    stations(cast, 4)
    plan = drawn_plan(cast, strata=(Stratum(LITONG, "station", 5),))
    task = plan.tasks.get(place=cast.places["station"])
    other = plan.tasks.exclude(pk=task.pk).first()
    assert other is not None
    received(cast, laboratory, "S1")
    sampler = cast.people["sampler"]
    with pytest.raises(Problem) as caught:
        complete_task(sampler, other, barcode="S1")
    assert rules_of(caught.value) == {"place"}
    assert complete_task(sampler, task, barcode="S1").state == "done"
    with pytest.raises(Problem):
        complete_task(sampler, task, barcode="S1")
    officer = cast.people["county_officer"]
    with pytest.raises(Problem) as one_person:
        reassign_task(
            officer, other, instead_of=other.first_officer_id,
            officer=other.second_officer_id, reason="出差",
        )  # fmt: skip
    assert rules_of(one_person.value) == {"two-people"}
    with pytest.raises(Problem) as open_:
        close_plan(officer, plan)
    assert rules_of(open_.value) == {"open-tasks"}
    for left in plan.tasks.filter(state="assigned"):
        excuse_task(officer, left, reason="收购站停业")
    assert close_plan(officer, plan).state == "closed"


def test_the_database_keeps_two_people_and_tasks(cast: Cast) -> None:
    furnish(cast)
    plan = drawn_plan(cast, strata=(Stratum(LITONG, "station", 1),))
    task = plan.tasks.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        SamplingTask.objects.filter(pk=task.pk).update(second_officer=task.first_officer)
    with pytest.raises(DatabaseError), transaction.atomic():
        task.delete()


def test_the_pages_of_a_plan(cast: Cast) -> None:
    furnish(cast)
    stations(cast, 4)
    client = Client(headers={"Accept": "text/html"})
    client.force_login(cast.people["county_officer"])
    assert "还没有抽检计划" in client.get("/quality/plans").text
    assert "金河源收购站" not in client.get("/quality/plans/new").text.split("抽样人员")[0]
    today = timezone.localdate()
    entry = {
        "title": "双随机抽检", "kind": "official", "method": "random", "analyte": ["melamine"],
        "first_day": f"{today}", "last_day": f"{today + timedelta(days=9)}",
        f"size-{LITONG}-station": "99",
        "officer": [cast.people["sampler"].pk, cast.people["inspector"].pk],
    }  # fmt: skip
    answer = client.post("/quality/plans/new", entry)
    assert answer.status_code == 422
    assert "要抽99个，名录中只有5个" in answer.text
    entry[f"size-{LITONG}-station"] = "2"
    address = client.post("/quality/plans/new", entry).headers["Location"]
    assert client.post(f"{address}/step", {"step": "commit"}).status_code == 302
    assert "须由另一人填写口令" in client.get(address).text
    witness = Client(headers={"Accept": "text/html"})
    witness.force_login(second_officer(cast))
    assert witness.post(f"{address}/step", {"step": "draw", "word": "晴空"}).status_code == 422
    assert witness.post(f"{address}/step", {"step": "draw", "word": "晴空万里"}).status_code == 302
    plan = SamplingPlan.objects.get()
    shown = witness.get(address, {"seed": plan.seed, "word": plan.witness_word}).text
    assert "核对通过" in shown
    assert "核对不通过" in witness.get(address, {"seed": "1", "word": "x"}).text
    assert witness.get(f"{address}/record.json").json()["seed"] == plan.seed
    assert "改派" in client.get("/quality/tasks").text
    sampler = Client(headers={"Accept": "text/html"})
    sampler.force_login(cast.people["sampler"])
    assert "关联样品" in sampler.get("/quality/tasks").text
    station = Client(headers={"Accept": "text/html"})
    station.force_login(cast.people["station_manager"])
    assert station.get("/quality/tasks").status_code == 403
    assert "n=65, c=2" in client.get("/quality/plans/size?population=6000").text
    assert client.get("/quality/plans/size?good=0.2&bad=0.1").status_code == 200
