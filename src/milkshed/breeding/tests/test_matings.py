"""A farm's mating plan in the database: what it takes, what it leaves out, who acts on it."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from milkshed.breeding.actions.mating_plans.plan import plan_farm
from milkshed.breeding.actions.matings import Wishes, accept_plan, withdraw_plan
from milkshed.breeding.mating_jobs import PLAN, as_arguments
from milkshed.breeding.mating_paper import plan_excel, plan_pdf
from milkshed.breeding.models import Batch, Bull, CowValue, Donor, EvaluationRun, MatingPlan
from milkshed.breeding.pages.matings import compared, cows_of
from milkshed.breeding.queries.contributions import AskedContributions, best_contributions
from milkshed.breeding.queries.mating_follow import follow
from milkshed.breeding.queries.nucleus import Asked, choose_nucleus
from milkshed.breeding.science.contributions import Infeasible
from milkshed.breeding.tests.mating_scene import BULLS, CODE, OTHER, SCORES, Scene, scene
from milkshed.herd.actions.events import record_events
from milkshed.herd.actions.rows import EventRow
from milkshed.herd.models import Animal
from milkshed.kernel.problems import Problem
from milkshed.platform.jobs import perform
from milkshed.platform.models import Job, Transition
from milkshed.platform.scope import EVERYTHING
from tests.cast import Cast


@pytest.fixture
def farm(cast: Cast) -> Scene:
    found = scene(cast)
    found.quota()
    for at, pieces in enumerate((5, 5, 6, 6)):
        found.batch(f"S{at}", at, 50, sexed=at != 2)
        found.received(f"S{at}", pieces)
    return found


def test_a_plan_keeps_stock_kinship_recessives_and_calving(farm: Scene) -> None:
    farm.served("102", 30, 1, "S1")
    plan = plan_farm(farm.person("farm_manager"), CODE, Wishes(max_share_pct=Decimal(60)))
    rows = {row.number: row for row in plan.matings.select_related("bull", "batch")}
    assert len(rows) == 12
    used: dict[str, int] = {}
    for row in rows.values():
        if row.batch is None:
            assert row.reason["zh"]
            continue
        assert row.bull is not None
        used[row.batch.number] = used.get(row.batch.number, 0) + 1
        daughter = int(row.number) % 2 == 0
        # daughters of a carrier may not go to a carrier, nor to their own sire
        if daughter:
            assert row.bull.number not in BULLS[:2]
        if row.parity == 0:
            assert row.bull.number != BULLS[3]
        if row.parity > 1:
            assert not row.batch.sexed
        assert row.choices[0]["batch"] == row.batch.number
        terms = sum(row.choices[0]["terms"].values())
        assert terms == pytest.approx(row.choices[0]["worth_yuan"], abs=0.5)
    left = {lot["batch"]: lot["left"] for lot in plan.stock}
    assert left == {"S0": 5, "S1": 4, "S2": 6, "S3": 6}
    assert all(count <= left[number] for number, count in used.items())
    assert {lot["batch"]: lot["planned"] for lot in plan.stock} == {
        number: used.get(number, 0) for number in left
    }
    assert plan.settings["worth_yuan"] == pytest.approx(plan.settings["bound_yuan"], abs=0.02)
    assert plan.outcome["did"]["known"] == 1
    assert plan.outcome["plan"]["matings"] == sum(used.values())
    last = rows["112"]
    assert last.index_of_parents
    assert not rows["101"].index_of_parents


def test_what_cannot_be_kept_is_named(farm: Scene) -> None:
    plan = plan_farm(
        farm.person("breeding_officer"),
        CODE,
        Wishes(budget_yuan=Decimal(200), max_share_pct=Decimal(100)),
    )
    assert {one["rule"] for one in plan.findings} >= {"budget", "without"}
    assert plan.settings["cost_yuan"] <= 200
    assert plan.settings["budget_price"] > 0


def test_pregnant_and_barred_females_are_left_out(farm: Scene) -> None:
    farm.served("102", 60, 2, "S2", sexed=False)
    report = record_events(
        [
            EventRow(CODE, "102", "pregnancy_check", farm.ago(20), scheme="on-farm",
                     details={"result": "pregnant"}),
            EventRow(CODE, "103", "do_not_breed", farm.ago(10), scheme="on-farm",
                     details={"reason": "蹄病"}),
        ]
    )  # fmt: skip
    assert report.is_clean, report.faults
    plan = plan_farm(farm.person("farm_manager"), CODE)
    assert not {"102", "103"} & set(plan.matings.values_list("number", flat=True))
    assert plan.settings["left_out"]["pregnant"] == 1
    assert plan.settings["left_out"]["do_not_breed"] == 1


def test_a_plan_on_the_centres_stock_says_what_to_order(farm: Scene) -> None:
    plan = plan_farm(farm.person("breeding_officer"), CODE, Wishes(source="centre"))
    assert {lot["batch"]: lot["left"] for lot in plan.stock} == {
        "S0": 45, "S1": 45, "S2": 44, "S3": 44
    }  # fmt: skip


def test_embryos_are_planned_with_the_straws(farm: Scene) -> None:
    officer, manager = farm.person("breeding_officer"), farm.person("farm_manager")
    farm.quota(50, "embryo")
    best = CowValue.objects.order_by("-score")[0]
    tag = Animal.objects.get(pk=best.animal_key).identifiers.all()[0].value
    donor = Donor.objects.create(
        identity=tag, animal_key=best.animal_key, place_id=best.place_id,
        centre=farm.run.centre, entered_on=farm.today,
    )  # fmt: skip
    CowValue.objects.filter(pk=best.pk).update(score=6000.0)
    stranger = Donor.objects.create(
        identity="HOUSA1", centre=farm.run.centre, entered_on=farm.today
    )
    for number, who, pieces in (("E1", donor, 3), ("E2", stranger, 2)):
        Batch.objects.create(
            number=number, kind="embryo", bull=Bull.objects.get(number=BULLS[2]), donor=who,
            centre=farm.run.centre, sexed=True, pieces=9, made_on=farm.today - timedelta(days=60),
            price_yuan=Decimal(900), method="in-vitro", recovered=12,
        )  # fmt: skip
        farm.received(number, pieces, days=50)
    treated = Animal.objects.get(identifiers__value="102", farm__code=CODE)
    Animal.objects.filter(pk=treated.pk).update(withdrawal_until=timezone.now() + timedelta(days=3))
    plan = plan_farm(manager, CODE, Wishes(max_share_pct=Decimal(100)))
    told = {lot["batch"]: lot for lot in plan.stock}
    assert set(told) == {"S0", "S1", "S2", "S3", "E1"}
    assert any("HOUSA1" in one["zh"] for one in plan.findings)  # her donor has no index
    assert (told["E1"]["kind"], told["E1"]["left"], told["E1"]["planned"]) == ("embryo", 3, 3)
    assert told["E1"]["one_more_yuan"] > 0
    assert told["E1"]["index"] == pytest.approx(0.5 * (6000.0 + 2700.0))
    carriers = list(plan.matings.filter(batch__number="E1"))
    indices = sorted(one.index for one in plan.matings.all())
    for one in carriers:
        assert one.number != "102"
        assert one.index <= indices[int(0.6 * len(indices))]
        assert one.choices[0]["donor"] == tag
        assert one.choices[0]["calf_index"] == pytest.approx(4350.0)
    assert plan.outcome["embryos"]["transfers"] == 3
    assert plan.outcome["plan"]["matings"] == plan.matings.filter(batch__kind="straw").count()
    assert plan.settings["worth_yuan"] == pytest.approx(plan.settings["bound_yuan"], abs=0.02)
    assert plan_pdf(plan, cows_of(plan)).startswith(b"%PDF")
    book = load_workbook(BytesIO(plan_excel(plan, cows_of(plan), compared(plan.outcome), "zh")))
    cells = [str(cell.value) for row in book.worksheets[1].iter_rows() for cell in row]
    assert "胚胎（性控）" in cells
    shown = Client(headers={"Accept": "text/html"})
    shown.force_login(officer)
    page = shown.get(f"/breeding/matings/{plan.pk}").content.decode()
    assert f"{tag} ×" in page


def test_a_batch_that_nobody_may_take_says_what_keeps_it_back(farm: Scene) -> None:
    """The last bull calves hard and his straws are sexed: no heifer, no cow of parity 2."""
    plan = plan_farm(farm.person("farm_manager"), CODE)
    taken = {lot["batch"]: lot["planned"] for lot in plan.stock}
    told = [one for one in plan.findings if one["rule"] == "idle"]
    assert {one["zh"].split("（")[0].removeprefix("批次") for one in told} == {
        batch for batch, planned in taken.items() if not planned
    }
    Batch.objects.filter(number="S3").update(sexed=True)
    Animal.objects.filter(parity=1).update(parity=2, registered_parity=2)
    again = plan_farm(farm.person("farm_manager"), CODE)
    (idle,) = [one for one in again.findings if one["rule"] == "idle" and "S3" in one["zh"]]
    assert "青年牛）4头" in idle["zh"]
    assert "胎次不用性控冻精8头" in idle["zh"]
    assert idle["zh"].endswith("没有一头可用")


def test_what_is_missing_is_said_in_words(cast: Cast) -> None:
    found = scene(cast)
    with pytest.raises(Problem, match="No straw"):
        plan_farm(found.person("farm_manager"), CODE)
    with pytest.raises(Problem, match="no farm"):
        plan_farm(found.person("farm_manager"), OTHER)
    with pytest.raises(Problem) as refused:
        plan_farm(found.person("farm_manager"), CODE, Wishes(max_inbreeding_pct=Decimal(80)))
    (fault,) = refused.value.faults
    assert (fault.field, fault.rule) == ("max_inbreeding_pct", "range")
    EvaluationRun.objects.update(state="ready")
    with pytest.raises(Problem, match="No evaluation"):
        plan_farm(found.person("farm_manager"), CODE)
    assert not MatingPlan.objects.exists()


def test_one_plan_is_in_use_at_a_time(farm: Scene) -> None:
    manager = farm.person("farm_manager")
    first, second = plan_farm(manager, CODE), plan_farm(manager, CODE)
    assert first.number != second.number
    accept_plan(manager, first.pk)
    with pytest.raises(Problem, match="not-allowed"):
        accept_plan(farm.person("breeding_officer"), second.pk)
    accept_plan(manager, second.pk)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("replaced", "accepted")
    with pytest.raises(Problem, match="Say why"):
        withdraw_plan(manager, second.pk, " ")
    withdraw_plan(manager, second.pk, "换种公牛")
    second.refresh_from_db()
    assert second.state == "withdrawn"


def test_what_the_farm_did_of_a_plan_is_told(farm: Scene) -> None:
    manager = farm.person("farm_manager")
    plan = plan_farm(manager, CODE)
    assert follow(plan) is None
    accept_plan(manager, plan.pk)
    since = farm.ago(30)
    Transition.objects.filter(subject="breeding.mating_plan", subject_id=plan.pk).update(at=since)
    rows = [row for row in plan.matings.order_by("pk") if row.batch_id and len(row.choices) > 1]
    one, other, strange = rows[:3]
    place = {number: at for at, number in enumerate(BULLS)}
    farm.served(one.number, 20, place[one.choices[0]["bull"]], one.choices[0]["batch"])
    farm.served(other.number, 20, place[other.choices[1]["bull"]], other.choices[1]["batch"])
    listed = {choice["bull"] for choice in strange.choices}
    outside = next(bull for bull in BULLS if bull not in listed)
    farm.served(strange.number, 20, place[outside], "")
    told = follow(plan)
    assert told is not None
    how = {cow.row.number: cow.how for cow in told.cows}
    assert (how[one.number], how[other.number], how[strange.number]) == (
        "first", "listed", "other"
    )  # fmt: skip
    assert (told.served, told.compared) == (3, 3)
    assert told.followed_share == pytest.approx(2 / 3)
    (left,) = told.otherwise
    assert left.done_index == pytest.approx(0.5 * (strange.index + SCORES[place[outside]]))
    assert told.planned_index == pytest.approx(
        sum(row.choices[0]["calf_index"] for row in (one, other, strange)) / 3
    )


def test_bulls_contribute_within_the_coancestry_of_what_was_done(farm: Scene) -> None:
    CowValue.objects.update(born_year=farm.today.year - 1)
    asked = AskedContributions(cows=8, max_share_pct=60, max_coancestry_pct=None)
    best = best_contributions(farm.run, EVERYTHING, asked)
    assert best is not None
    assert sum(one.share_pct for one in best.bulls) == pytest.approx(100)
    assert max(one.share_pct for one in best.bulls) <= 60 + 1e-6
    # half of the cows are daughters of the first bull, who sired all that are known
    (all_his,) = [one for one in best.bulls if one.did_pct]
    assert (all_his.bull.number, all_his.did_pct) == (BULLS[0], pytest.approx(100))
    assert best.did_coancestry_pct is not None
    assert best.coancestry_pct <= best.did_coancestry_pct + 1e-6
    tight = best_contributions(farm.run, EVERYTHING, replace(asked, max_coancestry_pct=8.0))
    assert tight is not None
    assert tight.coancestry_pct == pytest.approx(8.0)
    assert tight.gain < best.gain
    assert tight.limit_price is not None
    assert tight.limit_price > 0
    with pytest.raises(Infeasible):
        best_contributions(farm.run, EVERYTHING, replace(asked, max_coancestry_pct=1.0))


def test_the_job_makes_the_plan_and_its_papers_can_be_read(farm: Scene) -> None:
    manager = farm.person("farm_manager")
    job = perform(Job.objects.create(kind=PLAN, arguments=as_arguments(manager, CODE, Wishes())))
    assert job.state == "done", job.message_zh
    plan = MatingPlan.objects.select_related("place", "run").get(pk=job.result["plan"])
    book = load_workbook(BytesIO(plan_excel(plan, cows_of(plan), compared(plan.outcome), "zh")))
    assert book.sheetnames == ["选配", "冻精胚胎库存", "效果对比"]
    cells = [str(cell.value) for row in book["选配"].iter_rows() for cell in row]
    assert "101" in cells
    assert plan_pdf(plan, cows_of(plan)).startswith(b"%PDF")


def test_a_nucleus_is_chosen_within_sire_and_coancestry(farm: Scene) -> None:
    free = choose_nucleus(farm.run, EVERYTHING, Asked(4, None, None))
    assert [cow.number for cow in free.cows] == ["111", "110", "109", "108"]
    one_each = choose_nucleus(farm.run, EVERYTHING, Asked(4, 1, None))
    assert sum(cow.sire == BULLS[0] for cow in one_each.cows) == 1
    assert one_each.passed_over
    # unrelated cows alone: 1/2 · 4 / 16
    limited = choose_nucleus(farm.run, EVERYTHING, Asked(4, None, 12.5))
    assert limited.coancestry_pct == pytest.approx(12.5)
    assert limited.index <= free.index
    with pytest.raises(Infeasible):
        choose_nucleus(farm.run, EVERYTHING, Asked(4, None, 5.0))
