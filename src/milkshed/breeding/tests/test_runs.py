"""The monthly run: computed, approved by two, published, compared, rolled back, repeated."""

import dataclasses
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from milkshed.breeding.actions.evaluation.stages import evaluate, repeat
from milkshed.breeding.actions.register import EntryRow, move_entry, register_entries
from milkshed.breeding.actions.runs import move_run, open_run, resume_run, start_run
from milkshed.breeding.facade import bulls_published, cows_published
from milkshed.breeding.indicators import home_bred_bulls
from milkshed.breeding.models import BullValue, CowValue, EvaluationRun, PedigreeEntry
from milkshed.breeding.queries.catalogue import bulls, published_run
from milkshed.breeding.tests.furniture import BULLS, CODES, Scene, ear_tag, published, scene
from milkshed.herd.actions.animals import register_animals
from milkshed.herd.actions.rows import AnimalRow
from milkshed.herd.models import Animal
from milkshed.kernel.problems import Problem
from milkshed.platform.figures import FigureRequest
from milkshed.platform.jobs import Cancelled, perform
from milkshed.platform.models import Rule
from milkshed.recording.models import LactationFigure
from tests.cast import Cast


@pytest.fixture
def var(tmp_path: Path, settings: Any) -> Path:
    settings.VAR = tmp_path
    return tmp_path


def computed(made: Scene) -> EvaluationRun:
    run = open_run(made.cast.organisations["breeding_centre"], made.today, person=made.officer)
    evaluate(run)
    return EvaluationRun.objects.get(pk=run.pk)


def test_a_run_is_computed_approved_by_two_published_and_rolled_back(cast: Cast, var: Path) -> None:
    made = scene(cast)
    first = computed(made)
    assert (first.state, first.number) == ("ready", f"{made.today:%Y-%m}-1")
    assert first.manifest["filters"]["lactations"]["kept"] == 120
    assert set(first.manifest["traits"]) == {"milk_kg", "fat_kg", "protein_kg", "scs"}
    assert all(t["convergence"]["converged"] for t in first.manifest["traits"].values())
    (joint,) = first.manifest["blocks"].values()
    assert joint["traits"] == ["milk_kg", "fat_kg", "protein_kg", "scs"]
    assert joint["correlations"]["genetic"][1][0] == 0.55
    source = joint["correlations"]["sources"]["genetic.milk_kg.fat_kg"]
    assert (source["status"], joint["bent"]) == ("recalled", [])
    assert first.manifest["method"] == "multi-trait animal model 2"
    assert first.manifest["genomic"]["published"] is False
    assert first.extract["files"]["pedigree"]["rows"] == 126
    assert first.checks["animals"] == 126
    assert (first.checks["sire_known"], first.checks["dam_known"]) == (121, 38)
    assert first.checks["cut"] == 0
    assert "both-sexes" not in first.checks["counts"]
    assert published_run() is None
    # four eyes
    with pytest.raises(Problem, match="not-allowed"):
        move_run(made.officer, first.pk, "review")
    move_run(made.approver, first.pk, "review")
    with pytest.raises(Problem, match="not-allowed"):
        move_run(made.approver, first.pk, "approve")
    with pytest.raises(Problem, match="conflict"):
        move_run(made.approver, first.pk, "publish")
    move_run(cast.people["region_officer"], first.pk, "approve")
    move_run(made.approver, first.pk, "publish")
    assert published_run() == first

    shown = list(bulls(first))
    assert [one.number for one in shown] == sorted(
        BULLS, key=lambda number: -(shown[[b.number for b in shown].index(number)].value_score)
    )
    best = BullValue.objects.get(run=first, bull__number=BULLS[5])
    worst = BullValue.objects.get(run=first, bull__number=BULLS[0])
    assert best.milk_kg > worst.milk_kg + 300
    assert (best.daughters, best.herds) == (20, 2)
    assert 0.3 < best.reliability < 0.9
    ranked = CowValue.objects.filter(run=first, place=made.place()).order_by("rank")
    scores = [one.score for one in ranked]
    assert scores == sorted(scores, reverse=True)
    assert [one.rank for one in ranked] == list(range(1, 61))
    everywhere = CowValue.objects.filter(run=first, score__isnull=False)
    missed = first.summary["reliability_error"]
    assert missed["animals"] >= 120
    assert missed["correlation"] > 0.9
    assert missed["largest_difference"] < 0.2
    kept = first.summary["means"]["score"]
    assert kept == pytest.approx(sum(one.score for one in everywhere) / len(everywhere))

    # the next run: one cow's parents are doubted, so they do not count
    entry = PedigreeEntry.objects.order_by("identity").first()
    assert entry is not None
    move_entry(made.officer, entry.pk, "question", "基因型不符")
    second = computed(made)
    assert second.compared_with == first
    assert second.manifest["start"]["run"] == first.number
    cows = second.comparison["cows"]
    assert cows["animals"] == 120
    assert cows["correlation"] > 0.95
    moved = {one["name"]: one["reasons"] for one in cows["movers"]}
    assert moved.get(entry.identity, ["pedigree"]) == ["pedigree"]
    told = second.comparison
    told["cows"]["movers"] = [
        {"key": key, "name": name, "before": 1.0, "now": 2.0, "change_sd": 1.0, "reasons": []}
        for name, key in ((entry.identity, entry.animal_key), ("gone", 10**9))
    ]
    EvaluationRun.objects.filter(pk=second.pk).update(comparison=told)
    client = Client(headers={"Accept": "text/html"})
    client.force_login(cast.people["region_officer"])
    page = client.get(f"/breeding/runs/{second.pk}?trend=scs").text
    assert f"/breeding/cows/{entry.animal_key}" in page
    assert f"/breeding/cows/{10**9}" not in page
    assert "<strong>体细胞评分</strong>" in page
    published(made, second)
    first.refresh_from_db()
    assert (first.state, published_run()) == ("superseded", second)
    move_run(made.officer, second.pk, "ask-rollback", "系谱疑问未查清")
    with pytest.raises(Problem):
        move_run(made.officer, second.pk, "rollback")
    assert published_run() == second
    move_run(made.approver, second.pk, "rollback")
    second.refresh_from_db()
    assert (second.state, published_run()) == ("withdrawn", first)
    move_run(made.officer, first.pk, "ask-rollback", "再查")
    with pytest.raises(Problem, match="no earlier run"):
        move_run(made.approver, first.pk, "rollback")
    move_run(made.approver, first.pk, "keep", "没有更早的一期")
    assert published_run() == first


def test_an_animal_without_kin_and_records_is_counted_and_left_out(cast: Cast, var: Path) -> None:
    made = scene(cast)
    born = made.today - timedelta(days=400)
    tags = [ear_tag(0, 90_001), ear_tag(0, 90_002)]
    report = register_animals(
        [AnimalRow(CODES[0], "F", born, ear_tag=tag, dam_number=dam)
         for tag, dam in zip(tags, ("", made.tags[0]), strict=True)]
    )  # fmt: skip
    assert report.is_clean
    run = computed(made)
    assert run.extract["unlinked"] == 1
    known = CowValue.objects.filter(run=run, identity__in=tags)
    assert [(one.identity, one.reliability > 0) for one in known] == [(tags[1], True)]


def test_a_run_is_repeated_to_the_digit_when_registers_have_gone_on(cast: Cast, var: Path) -> None:
    made = scene(cast, cows=30)
    run = computed(made)
    Animal.objects.update(sire_number="")
    register_entries(made.officer, [EntryRow(made.tags[1], BULLS[2])])
    assert repeat(run) == dict.fromkeys(("milk_kg", "fat_kg", "protein_kg", "scs"), True)
    # a changed file is found out
    path = var / "breeding" / run.number / "lactations.parquet"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(Problem, match="lactations"):
        repeat(run)


def test_an_interrupted_run_goes_on_where_it_stopped(
    cast: Cast, var: Path, django_capture_on_commit_callbacks: Any
) -> None:
    made = scene(cast, cows=30)
    Rule.objects.filter(key="breeding.together.yields").update(value=0)  # each trait alone
    run = start_run(cast.organisations["breeding_centre"], made.today, person=made.officer)
    with pytest.raises(Problem, match="conflict"):
        start_run(cast.organisations["breeding_centre"], made.today, person=made.officer)
    run.refresh_from_db()

    def stop(stage: str) -> None:
        if stage == "solve:fat_kg":
            raise Cancelled

    with pytest.raises(Cancelled):
        evaluate(run, keep=stop)
    run.refresh_from_db()
    assert (run.state, run.stage) == ("computing", "fat_kg")
    digests = {trait: told["solutions"] for trait, told in run.manifest["traits"].items()}
    assert set(digests) == {"milk_kg", "fat_kg"}
    job = run.job
    assert job is not None
    job.state = "cancelled"
    job.save()
    resume_run(made.officer, run.pk)
    job.refresh_from_db()
    assert perform(job).state == "done"
    run.refresh_from_db()
    assert run.state == "ready"
    done = {trait: run.manifest["traits"][trait]["solutions"] for trait in digests}
    assert done == digests
    whole = computed(made)
    values = dict(BullValue.objects.filter(run=run).values_list("bull", "milk_kg"))
    again = dict(BullValue.objects.filter(run=whole).values_list("bull", "milk_kg"))
    assert values == again
    assert whole.manifest["method"] == "single-trait animal model 2"
    published(made, whole)
    Rule.objects.filter(key="breeding.together.yields").update(value=1)
    joint = computed(made)
    # started from traits that were solved alone, and said to be another method
    assert joint.manifest["start"]["run"] == whole.number
    assert "method" in joint.comparison["model"]
    assert set(joint.manifest["blocks"]) == {"yields"}


def test_a_run_without_records_says_what_is_missing(cast: Cast, var: Path) -> None:
    made = scene(cast, cows=3, entered=False)
    LactationFigure.objects.all().delete()
    run = start_run(cast.organisations["breeding_centre"], made.today, person=made.officer)
    job = run.job
    assert job is not None
    assert perform(job).state == "failed"
    assert "没有可用于评估的泌乳期成绩" in job.message_zh
    run.refresh_from_db()
    assert run.state == "computing"
    assert run.checks["animals"] >= 6
    move_run(made.approver, run.pk, "reject", "没有数据")
    with pytest.raises(Problem):
        start_run(
            cast.organisations["breeding_centre"],
            made.today + timedelta(days=1),
            person=made.officer,
        )


def test_a_faulty_pedigree_is_listed_cut_and_still_evaluated(cast: Cast, var: Path) -> None:
    made = scene(cast, cows=30, entered=False)
    tags = made.tags
    centre = cast.organisations["breeding_centre"]

    def entry(identity: str, sire: str, dam: str, sex: str = "F") -> None:
        animal = Animal.objects.filter(identifiers__value=identity).first()
        PedigreeEntry.objects.create(
            identity=identity, animal_key=animal.pk if animal else None, centre=centre, sex=sex,
            sire=sire, sire_source="record" if sire else "", dam=dam,
            dam_source="record" if dam else "",
        )  # fmt: skip

    entry(tags[0], "", tags[3])
    entry(tags[3], "", tags[6])
    entry(tags[6], "", tags[0])  # a loop of three
    entry("FOREIGN1", "FOREIGN2", "", "M")
    entry("FOREIGN2", "FOREIGN1", "", "M")  # a loop among foreign ancestors
    entry(tags[9], tags[10], "")  # a cow as a sire
    run = computed(made)
    counts = {fault: held["count"] for fault, held in run.checks["counts"].items()}
    assert counts["loop"] + counts.get("before-parent", 0) >= 3
    assert counts["sex-differs"] + counts.get("both-sexes", 0) >= 1
    listed = {one["animal"] for one in run.checks["shown"]}
    assert {tags[0], tags[9]} <= listed
    assert run.checks["cut"] >= 3
    text = (var / "breeding" / run.number / "findings.csv").read_text("utf-8-sig")
    assert "FOREIGN" in text
    assert run.state == "ready"


def test_home_bred_bulls_count_once_their_index_is_published(cast: Cast, var: Path) -> None:
    made = scene(cast)
    request = FigureRequest(made.today)
    assert home_bred_bulls(request).value == 0
    published(made, computed(made))
    value = BullValue.objects.get(bull__number=BULLS[1])
    figure = home_bred_bulls(dataclasses.replace(request, as_of=made.today))
    assert figure.value == int(value.score is not None and value.score >= 0)
    told = bulls_published([BULLS[1], "NOTHING"])
    assert set(told) == {BULLS[1]}
    assert (told[BULLS[1]].milk_kg, told[BULLS[1]].score) == (value.milk_kg, value.score)
    cow = CowValue.objects.filter(score__isnull=False)[0]
    assert cows_published([cow.animal_key, 0])[cow.animal_key].score == cow.score
    assert figure.unconfirmed_rules == ("breeding.homebred.score",)
    assert home_bred_bulls(FigureRequest(made.today, frozenset({"640302"}))).value is None
