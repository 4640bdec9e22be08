"""A month's figures, the report made of them, and what the farms come to over a year."""

import json
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milkshed.herd import facade as herd
from milkshed.herd.columns import CowColumns, TestDayColumns
from milkshed.kernel.periods import Month
from milkshed.kernel.problems import Problem
from milkshed.platform.jobs import perform
from milkshed.platform.models import Job
from milkshed.platform.scope import scope_of
from milkshed.recording.actions.advice import decide_advice, propose_advice
from milkshed.recording.actions.months import as_lactations, compute_month, store_population
from milkshed.recording.actions.reports import digest_of, draft_report, issue_report
from milkshed.recording.actions.results import release_visit
from milkshed.recording.importers import import_lab_file
from milkshed.recording.models import FarmReport, LactationFigure, MonthlyRun, StoredPopulation
from milkshed.recording.queries import progress_of_farms
from milkshed.recording.rules import RecordingRules
from milkshed.recording.tests.furniture import CODE, Scene, lab_rows, scene
from tests.cast import Cast


def _tested(cast: Cast) -> Scene:
    made = scene(cast)
    visit = made.sampled()
    import_lab_file(
        cast.people["dhi_technician"],
        cast.organisations["dhi_centre"],
        lab_rows(visit),
        file_name="run.csv",
    )
    release_visit(cast.people["dhi_reviewer"], visit.pk)
    return made


def test_a_month_is_computed_again_in_the_same_place(cast: Cast) -> None:
    made = _tested(cast)
    month = Month.of(made.today)
    first = compute_month(month)
    again = compute_month(month, made.enrolment.place_id)
    rows = LactationFigure.objects.all()
    assert {row.run_id for row in rows} == {again.run.pk}
    assert (len(rows), first.run.lactations, MonthlyRun.objects.count()) == (6, 6, 2)
    assert first.run.inputs == again.run.inputs
    dry = rows.get(tests=4)
    assert dry.tim_days == dry.days_in_milk + 26  # tested 31 days ago, dried off 5 days ago
    cow = rows.filter(tests=5).order_by("animal_key")[0]
    assert cow.tim_days == cow.days_in_milk
    assert cow.milk_305_kg is not None
    assert 0 < cow.reliability < 1
    assert cow.fat_305_kg is None  # the population shipped knows milk only
    assert first.run.methods["own_population"] is False


def test_the_interval_method_is_the_engines(cast: Cast) -> None:
    """Milk of the last lactation by hand: I0 M1 + Σ I (M + M') / 2."""
    made = _tested(cast)
    compute_month(Month.of(made.today))
    row = LactationFigure.objects.filter(tests=5).order_by("animal_key")[0]
    tests = herd.test_days_of_cow(row.animal_key)
    days = [(test.days_in_milk, float(test.milk_kg)) for test in tests]
    total = days[0][0] * days[0][1] + sum(
        (b[0] - a[0]) * (a[1] + b[1]) / 2 for a, b in pairwise(days)
    )
    assert row.tim_milk_kg == pytest.approx(total, abs=0.06)


def test_a_report_is_drafted_issued_by_another_and_frozen(cast: Cast) -> None:
    made = _tested(cast)
    technician, reviewer = cast.people["dhi_technician"], cast.people["dhi_reviewer"]
    month = Month.of(made.today)
    draft = draft_report(technician, CODE, month)
    content = draft.content
    assert content["cows"] == 5
    assert (content["completeness"]["in_milk"], content["completeness"]["missing"]) == (5, [])
    assert content["means"]["milk_kg"] == 27.0
    assert content["means"]["urea_mg_per_dl"] == 22.5
    assert content["udder"]["new"]["out_of"] == 5
    months = content["udder_by_months"]
    assert months["without_signs"]["out_of"] == content["cows"]
    assert months["months_tested"] < 11
    assert months["dry_new"] is None
    assert sum(map(sum, content["urea_protein"]["cows"])) == 5
    assert content["rules"]["recording.cells.infected"]["status"] == "recalled"
    assert json.loads(json.dumps(content)) == content
    assert draft_report(technician, CODE, month).version == 1  # a draft is replaced
    draft = FarmReport.objects.get()
    with pytest.raises(Problem):
        issue_report(technician, draft.pk)
    issued = issue_report(reviewer, draft.pk)
    assert (issued.state, digest_of(issued.content)) == ("issued", issued.sha256)
    second = draft_report(technician, CODE, month)
    issue_report(reviewer, second.pk)
    assert [(r.version, r.state) for r in FarmReport.objects.order_by("version")] == [
        (1, "replaced"), (2, "issued"),
    ]  # fmt: skip
    altered = draft_report(technician, CODE, month)
    altered.content["cows"] = 50
    altered.save()
    with pytest.raises(Problem, match="hash"):
        issue_report(reviewer, altered.pk)
    with pytest.raises(Problem, match="No test day"):
        draft_report(technician, CODE, month.plus(-11))


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(2**40), 2**40)
        | st.text(max_size=5)
        | st.floats(-1e9, 1e9).map(lambda x: round(x, 3)),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.text("abc", max_size=2), inner, max_size=3)
        ),
    )
)
@settings(max_examples=60)
def test_the_hash_does_not_depend_on_order_or_the_sign_of_zero(content: object) -> None:
    assert digest_of(json.loads(json.dumps(content, sort_keys=True))) == digest_of(content)
    assert digest_of({"a": [-0.0, content]}) == digest_of({"a": [0.0, content]})


def test_farms_are_ranked_and_advice_is_decided_by_a_person(cast: Cast) -> None:
    made = _tested(cast)
    technician, reviewer = cast.people["dhi_technician"], cast.people["dhi_reviewer"]
    month = Month.of(made.today)
    (farm,) = progress_of_farms(scope_of(technician), month)
    assert (farm.cows, farm.in_milk, farm.complete, farm.rank) == (5, 5, 1.0, 1)
    assert farm.milk_change.months >= 4
    assert farm.milk_change.low < farm.milk_change.value < farm.milk_change.high
    assert progress_of_farms(scope_of(cast.people["lab_analyst"]), month) == []
    proposed = propose_advice(technician, month)
    assert propose_advice(technician, month) == []
    if not proposed:
        # cells of every cow stay below the limit and no fall is sure: nothing asks for a visit
        assert farm.cells is not None
        assert farm.cells < RecordingRules.on(made.today).value("advice.cells")
        assert farm.milk_change.direction >= 0
        return
    (one,) = proposed
    with pytest.raises(Problem):
        decide_advice(technician, one.pk, "accept", "")
    with pytest.raises(Problem, match="Say why"):
        decide_advice(reviewer, one.pk, "decline", " ")
    assert decide_advice(reviewer, one.pk, "accept", "").state == "accepted"
    assert decide_advice(technician, one.pk, "finish", "已调整挤奶程序").findings


def test_a_population_is_fitted_stored_once_and_used(cast: Cast) -> None:
    made = _tested(cast)
    tests = _columns(300)
    nothing = CowColumns(*(np.zeros(0, np.int64) for _ in range(7)))
    lactations = as_lactations(tests, nothing, RecordingRules.on(made.today).limits)
    stored = store_population(lactations, made.today.year, source="test", iterations=3)
    assert store_population(lactations, made.today.year, source="test", iterations=3) == stored
    assert StoredPopulation.objects.count() == 1
    assert stored.manifest["parity_groups"] == [1, 2, 3]
    assert stored.manifest["lactations"] == 300
    done = compute_month(Month.of(made.today))
    assert done.run.population == stored
    assert done.run.methods["population"] == stored.version
    assert done.run.methods["circumstances"] == "circumstances 1"
    assert 0 < done.run.methods["circumstances_from"] <= done.run.inputs["test_days"] / 3
    row = LactationFigure.objects.filter(tests=5)[0]
    assert None not in (row.fat_305_kg, row.protein_305_kg, row.score_305)
    few = as_lactations(_columns(20), nothing, RecordingRules.on(made.today).limits)
    with pytest.raises(Problem, match="fewer than"):
        store_population(few, 2026, source="test")


def test_the_nightly_job_needs_no_farm(cast: Cast) -> None:
    job = Job.objects.create(kind="recording.compute_month", arguments={"month": "2026-11"})
    assert perform(job).result == {"lactations": 0}


def _columns(cows: int) -> TestDayColumns:
    random = np.random.default_rng(3)
    animal = np.repeat(np.arange(1, cows + 1), 8)
    dim = np.tile(np.arange(8) * 30 + 12, cows) + np.repeat(random.integers(0, 20, cows), 8)
    level = np.repeat(random.normal(0, 4, cows), 8)
    size = len(animal)
    milk = 32 + level - 0.04 * dim + random.normal(0, 2, size)
    return TestDayColumns(
        animal=animal,
        place=np.repeat(np.arange(cows) % 3 + 1, 8),
        day=20_000 + dim,
        dim=dim,
        parity=np.repeat(np.arange(cows) % 3 + 1, 8),
        milk_kg=milk.clip(5, 80),
        fat_pct=random.normal(3.9, 0.3, size),
        protein_pct=random.normal(3.3, 0.2, size),
        lactose_pct=np.full(size, np.nan),
        urea_mg_per_dl=np.full(size, np.nan),
        scc_per_ml=np.exp(random.normal(11.5, 1, size)).clip(2000, 9e6),
    )
