"""A visit from the plan to the cows' test days, with everything that may go wrong on the way."""

from datetime import timedelta

import pytest

from milkshed.herd.models import TestDay
from milkshed.kernel.problems import Problem
from milkshed.platform.scope import scope_of
from milkshed.recording.actions.plan import cancel_visit, enrol_farm, plan_month, plan_visit
from milkshed.recording.actions.results import reconcile_visit, release_visit
from milkshed.recording.actions.tubes import SamplingRow, prepare_tubes, record_sampling
from milkshed.recording.importers import import_lab_file, import_sampling_file
from milkshed.recording.models import LabFile, TestVisit
from milkshed.recording.queries import due_farms, turnaround
from milkshed.recording.science.weighing import Milking
from milkshed.recording.tests.furniture import CODE, filled, lab_rows, scene
from tests.cast import Cast


def test_tubes_are_made_for_cows_in_milk_only(cast: Cast) -> None:
    made = scene(cast)
    visit = made.plan()
    assert prepare_tubes(cast.people["dhi_technician"], visit.pk) == 5
    assert list(visit.tubes.order_by("position").values_list("number", flat=True)) == [
        "102", "103", "104", "105", "106",
    ]  # fmt: skip
    assert visit.tubes.first().tube.startswith(f"{CODE}{made.today:%y%m%d}")


def test_a_visit_becomes_test_days(cast: Cast) -> None:
    made = scene(cast)
    visit = made.sampled(leave_out=1)
    technician, reviewer = cast.people["dhi_technician"], cast.people["dhi_reviewer"]
    kept = import_lab_file(
        technician, cast.organisations["dhi_centre"], lab_rows(visit), file_name="run.csv"
    )
    assert (kept.accepted, kept.refused, kept.columns["scc_unit"]) == (4, 0, "1,000/mL")
    with pytest.raises(Problem, match="Another person"):
        release_visit(technician, visit.pk)
    report = release_visit(reviewer, visit.pk)
    assert (len(report.accepted), len(report.refused)) == (4, 0)
    stored = TestDay.objects.filter(test_date=made.today, source="dhi").order_by("animal")
    assert [str(day.milk_kg) for day in stored] == ["27.0"] * 4
    first = stored[0]
    assert (str(first.lactose_pct), str(first.urea_mg_per_dl)) == ("4.90", "22.5")
    assert (first.scc_per_ml, first.scheme) == (151_000, "every")
    assert [m["part"] for m in first.milkings] == ["am", "noon", "pm"]
    done = turnaround(scope_of(reviewer), made.today, made.today)
    assert (done.visits, done.longest_days, done.late) == (1, 0, 0)


def test_a_laboratory_file_is_judged_row_by_row(cast: Cast) -> None:
    visit = scene(cast).sampled(leave_out=1)
    technician, centre = cast.people["dhi_technician"], cast.organisations["dhi_centre"]
    first, second, *_, skipped = visit.tubes.order_by("position")
    content = "\n".join(
        [
            "样品管号;脂肪;蛋白;体细胞(万/mL)",
            f"{first.tube};3,9;3,3;15",
            f"{first.tube};4,0;3,3;15",
            f"{second.tube};39;3,3;15",
            f"{skipped.tube};3,9;3,3;15",
            "NOTHING;3,9;3,3;15",
            f"{second.tube};x;3,3;15",
            ";3,9;3,3;15",
        ]
    ).encode("gb18030")
    kept = import_lab_file(technician, centre, content, file_name="a.csv")
    assert {(f["row"], f["field"], f["rule"]) for f in kept.faults} == {
        (3, "tube", "repeated-row"),
        (4, "fat_pct", "range.fat_pct"),
        (5, "tube", "sampled"),
        (6, "tube", "known"),
        (7, "fat_pct", "number"),
        (8, "tube", "required"),
    }
    assert (kept.rows, kept.accepted, kept.refused) == (7, 1, 6)
    first.refresh_from_db()
    assert first.scc_per_ml == 150_000
    assert import_lab_file(technician, centre, content, file_name="b.csv") == kept
    again = import_lab_file(
        technician,
        centre,
        f"tube,fat,protein,SCC\n{first.tube},3.9,3.3,150\n{second.tube},4,3,88".encode(),
        file_name="c.csv",
    )
    assert (again.accepted, again.repeated) == (1, 1)
    other = import_lab_file(
        technician, centre, f"tube,fat\n{second.tube},4.4".encode(), file_name="d.csv"
    )
    assert other.faults[0]["rule"] == "differs"
    assert LabFile.objects.count() == 3


def test_tubes_that_fit_no_cow_stay_out(cast: Cast) -> None:
    made = scene(cast)
    visit, technician = made.plan(), cast.people["dhi_technician"]
    prepare_tubes(technician, visit.pk)
    tubes = list(visit.tubes.order_by("position"))
    weighed = filled(tubes[0]).milkings
    report = record_sampling(
        technician,
        visit.pk,
        made.today,
        [
            filled(tubes[0]),
            SamplingRow(tubes[1].tube, "102", weighed),  # the cow of the first tube again
            SamplingRow(tubes[2].tube, "101", weighed),  # dry
            SamplingRow("9901", "777", weighed),  # nobody's
            SamplingRow(tubes[3].tube),  # nothing weighed
            SamplingRow(tubes[4].tube, milkings=weighed[:2]),  # a milking is missing
            SamplingRow(tubes[0].tube, milkings=weighed),  # the tube again
            SamplingRow("9902", milkings=weighed),  # neither prepared nor numbered
        ],
    )
    assert {(f.row, f.rule) for f in report.faults} == {
        (6, "milking-missing"), (7, "repeated-row"), (8, "required"),
    }  # fmt: skip
    visit.refresh_from_db()
    found = {(f.fault.value, f.number) for f in reconcile_visit(visit)}
    assert found == {
        ("cow-twice", "102"), ("cow-dry", "101"), ("unknown-cow", "777"), ("no-weight", "105"),
        ("cow-missing", "103"), ("cow-missing", "104"), ("cow-missing", "106"),
    }  # fmt: skip


def test_the_filled_list_comes_back_as_a_file(cast: Cast) -> None:
    made = scene(cast)
    visit, manager = made.plan(), cast.people["farm_manager"]
    prepare_tubes(cast.people["dhi_technician"], visit.pk)
    first, second, third, *_ = visit.tubes.order_by("position")
    content = (
        "样品管号,牛号,早班（公斤）,中班,晚班,备注\n"
        f"{first.tube},{first.number},11.5,9,8.2,\n"
        f"{second.tube},{second.number},abc,9,8.2,\n"
        f"{third.tube},{third.number},150,9,8.2,"
    ).encode()
    report = import_sampling_file(manager, visit.pk, made.today, content)
    assert {(f.row, f.rule) for f in report.faults} == {(3, "number"), (4, "range.milk_kg")}
    first.refresh_from_db()
    assert (first.state, str(first.milk_kg)) == ("sampled", "28.7")
    second.refresh_from_db()
    assert second.state == "skipped"


def test_visits_keep_their_distance_and_due_farms_are_planned(cast: Cast) -> None:
    made, technician = scene(cast), cast.people["dhi_technician"]
    visit = made.plan()
    with pytest.raises(Problem, match="Less than 22"):
        plan_visit(technician, made.enrolment.pk, made.today + timedelta(days=10))
    assert plan_month(technician, made.today, made.today + timedelta(days=20)) == []
    (later,) = plan_month(
        technician, made.today + timedelta(days=21), made.today + timedelta(days=60)
    )
    assert (later.planned_on - visit.planned_on).days == 30
    with pytest.raises(Problem, match="reason"):
        cancel_visit(technician, later.pk, " ")
    assert cancel_visit(technician, later.pk, "停电").state == "cancelled"
    (due,) = due_farms(scope_of(technician), made.today)
    assert (due.last, due.planned, due.late) == (None, made.today, False)


def test_a_farm_is_enrolled_once_and_by_those_who_may(cast: Cast) -> None:
    made = scene(cast)
    given = {
        "farm_code": CODE, "centre": cast.organisations["dhi_centre"], "started_on": made.today,
        "sampled_by": "farm", "scheme": "every", "milkings_per_day": 3,
    }  # fmt: skip
    with pytest.raises(Problem, match="recorded already"):
        enrol_farm(cast.people["dhi_reviewer"], **given)
    with pytest.raises(Problem, match="no recording centre"):
        enrol_farm(
            cast.people["dhi_reviewer"], **given | {"centre": cast.organisations["laboratory"]}
        )
    with pytest.raises(Problem):
        enrol_farm(cast.people["farm_manager"], **given)


def test_one_milking_of_two_is_converted(cast: Cast) -> None:
    made, technician = scene(cast), cast.people["dhi_technician"]
    made.enrolment.scheme = "am-pm"
    made.enrolment.save()
    visit = made.plan()
    prepare_tubes(technician, visit.pk)
    first, second, third, *_ = visit.tubes.order_by("position")
    report = record_sampling(
        technician,
        visit.pk,
        made.today,
        [
            SamplingRow(first.tube, milkings=(Milking("am", 16.0, 12.8),)),
            SamplingRow(second.tube, milkings=(Milking("am", 16.0),)),
            SamplingRow(third.tube, milkings=(Milking("am", 16.0, 3),)),
        ],
    )
    assert [fault.rule for fault in report.faults] == ["interval", "range.interval_hours"]
    first.refresh_from_db()
    # secretion even over the day: 16 kg in 12.8 h are 30 kg in 24 h
    assert str(first.milk_kg) == "30.0"
    assert TestVisit.objects.get().state == "sampled"
