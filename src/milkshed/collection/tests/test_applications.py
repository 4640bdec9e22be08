"""An application from draft to paper, and everything on the way that is refused by name."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.test import Client

from milkshed.collection.actions.applications import (
    accept,
    attach,
    draft_application,
    extend,
    fill_in,
    lacks_of,
    return_for_completion,
    review,
    submit,
    withdraw,
)
from milkshed.collection.actions.decisions import approve, refuse
from milkshed.collection.actions.papers import check_code, code_of, issue_paper
from milkshed.collection.actions.registry import move_licence
from milkshed.collection.actions.watch import watch_licences
from milkshed.collection.models import Application, Licence, RefusedCheck
from milkshed.collection.queries import clock_of
from milkshed.collection.tests.furniture import furnish
from milkshed.collection.tests.licensing import (
    MONDAY,
    PDF,
    accepted,
    again,
    filled,
    reviewed,
    second_inspector,
    visited,
)
from milkshed.kernel.clock import start_of_day
from milkshed.kernel.problems import Problem
from milkshed.platform.calendar.table import working_calendar
from milkshed.platform.models import Alarm, Attachment, Transition
from tests.cast import Cast


def rule_of(problem: pytest.ExceptionInfo[Problem]) -> set[str]:
    return {fault.rule for fault in problem.value.faults}


def unlicensed(cast: Cast) -> Application:
    """A complete draft for the station, whose earlier licence is gone."""
    things = furnish(cast)
    Licence.objects.filter(station=things.station).delete()
    return filled(cast, things.station)


def test_a_new_licence_goes_all_the_way(cast: Cast) -> None:
    things = furnish(cast)
    Licence.objects.filter(station=things.station).delete()
    made = reviewed(cast, things.station)
    officer = cast.people["county_officer"]
    day = MONDAY + timedelta(days=4)
    done = approve(officer, made, made.edition, today=day)
    licence = done.licence
    assert licence is not None
    assert (done.state, licence.holder, licence.issuer) == (
        "approved", things.station.place.organisation, cast.organisations["litong"],
    )  # fmt: skip
    assert (licence.valid_from, licence.valid_to) == (day, date(2028, 3, 5))
    assert licence.number == "宁640302(2026)001"
    assert licence.stands_on(day)
    verbs = list(Transition.objects.filter(subject_id=done.pk).values_list("target", flat=True))
    assert verbs == ["submitted", "accepted", "visited", "reviewed", "approved"]
    paper = licence.papers.get()
    assert ["日收奶量（公斤）", "Daily intake", "500"] in paper.face["fields"]
    assert "13900000000" not in str(paper.face)
    assert check_code(code_of(paper), licence.number, now=start_of_day(day)).refusal == ""


def test_one_who_reviewed_or_visited_cannot_approve(cast: Cast) -> None:
    things = furnish(cast)
    officer = cast.people["county_officer"]
    made = accepted(cast, things.tanker, "change")
    visited(cast, made, officer)
    made = again(made)
    made = review(cast.people["inspector"], made, made.edition, recommend="approve", opinion="相符")
    with pytest.raises(Problem) as same:
        approve(officer, made, made.edition, today=MONDAY)
    assert rule_of(same) == {"four-eyes"}
    assert again(made).state == "reviewed"


def test_nothing_is_approved_after_a_refusal(cast: Cast) -> None:
    things = furnish(cast)
    made = reviewed(cast, things.tanker, "change")
    officer = cast.people["county_officer"]
    with pytest.raises(Problem) as silent:
        refuse(officer, made, made.edition, reason=" ")
    assert rule_of(silent) == {"required"}
    made = refuse(officer, made, made.edition, reason="现场与材料不符", today=MONDAY)
    with pytest.raises(Problem) as late:
        approve(officer, made, made.edition, today=MONDAY)
    assert rule_of(late) == {"no-such-move"}
    assert Licence.objects.get(tanker=things.tanker).version == 1


def test_two_people_cannot_overwrite_each_other(cast: Cast) -> None:
    made = unlicensed(cast)
    person, seen = made.created_by, made.edition
    fill_in(person, made, seen, {"address": "甲"})
    with pytest.raises(Problem) as stale:
        fill_in(person, made, seen, {"address": "乙"})
    assert (stale.value.kind.status, rule_of(stale)) == (409, {"changed-meanwhile"})
    assert again(made).content["address"] == "甲"
    with pytest.raises(Problem):
        submit(person, made, seen)


def test_what_is_missing_is_told_once_and_the_clock_stands_still(cast: Cast) -> None:
    made = unlicensed(cast)
    made.files.filter(material="rules").delete()
    person, inspector = made.created_by, cast.people["inspector"]
    made = submit(person, made, made.edition, today=MONDAY)
    with pytest.raises(Problem) as incomplete:
        accept(inspector, made, made.edition, today=MONDAY + timedelta(days=1))
    assert "条例第二十条第六项" in incomplete.value.faults[0].message.zh
    made = return_for_completion(inspector, made, made.edition, today=MONDAY + timedelta(days=2))
    assert [one["article"] for one in made.missing] == ["条例第二十条第六项"]
    clock = clock_of(made, MONDAY + timedelta(days=20), working_calendar())
    assert clock is not None
    assert (clock.name, clock.of_applicant) == ("completion", True)
    with pytest.raises(Problem) as early:
        refuse(cast.people["county_officer"], made, made.edition, reason="未补正", today=MONDAY)
    assert rule_of(early) == {"completion-runs"}
    with pytest.raises(Problem) as still_missing:
        submit(person, made, made.edition, today=MONDAY + timedelta(days=9))
    assert rule_of(still_missing) == {"complete"}

    attach(person, made, "rules", BytesIO(PDF), "制度.pdf")
    made = submit(person, made, made.edition, today=MONDAY + timedelta(days=9))
    clock = clock_of(made, MONDAY + timedelta(days=10), working_calendar())
    assert clock is not None
    # Tuesday and Wednesday before the return, Thursday after the completion on Wednesday
    assert (clock.name, clock.reading.used, clock.reading.due_on) == (
        "completeness", 3, date(2026, 3, 16),
    )  # fmt: skip
    with pytest.raises(Problem) as twice:
        return_for_completion(
            inspector, made, made.edition, opinion="再补", today=MONDAY + timedelta(days=10)
        )
    assert rule_of(twice) == {"told-once"}


def test_who_is_not_answered_in_time_counts_as_accepted(cast: Cast) -> None:
    made = unlicensed(cast)
    made.files.filter(material="rules").delete()
    made = submit(made.created_by, made, made.edition, today=MONDAY)
    late = MONDAY + timedelta(days=8)
    clock = clock_of(made, late, working_calendar())
    assert clock is not None
    assert (clock.deemed, clock.name, clock.reading.allowed) == (True, "decision", 20)
    inspector = cast.people["inspector"]
    with pytest.raises(Problem) as too_late:
        return_for_completion(inspector, made, made.edition, today=late)
    assert rule_of(too_late) == {"deemed-accepted"}
    made = accept(inspector, made, made.edition, today=late)
    assert (made.state, made.accepted_on) == ("accepted", MONDAY)
    assert lacks_of(made)


def test_an_overdue_clock_alarms_the_superior_and_grants_nothing(cast: Cast) -> None:
    things = furnish(cast)
    made = accepted(cast, things.tanker, "change")
    assert watch_licences(MONDAY + timedelta(days=1))["clocks"] == 0
    # five working days for a tanker: the last is Monday 9 March
    assert watch_licences(date(2026, 3, 9))["clocks"] == 1
    reminder = Alarm.objects.get(key=f"collection.application:{made.number}:due_decision")
    assert (reminder.severity, cast.organisations["region"] in reminder.organisations.all()) == (
        "warning", False,
    )  # fmt: skip
    watch_licences(date(2026, 3, 10))
    overdue = Alarm.objects.get(key=f"collection.application:{made.number}:overdue_decision")
    assert overdue.severity == "serious"
    assert cast.organisations["region"] in overdue.organisations.all()
    assert again(made).state == "accepted"
    assert again(made).licence is None
    made = again(made)
    extend(
        cast.people["county_officer"],
        made,
        made.edition,
        reason="补充检测",
        today=date(2026, 3, 10),
    )
    clock = clock_of(again(made), date(2026, 3, 10), working_calendar())
    assert clock is not None
    assert (clock.reading.allowed, clock.reading.overdue) == (15, False)


def test_a_timely_renewal_that_nobody_decides_counts_as_granted_by_law(cast: Cast) -> None:
    things = furnish(cast)
    old = Licence.objects.get(station=things.station)
    asked = old.valid_to - timedelta(days=30)
    made = accepted(cast, things.station, "renewal", asked)
    assert watch_licences(old.valid_to)["renewed_by_law"] == 0
    after = old.valid_to + timedelta(days=1)
    assert watch_licences(after)["renewed_by_law"] == 1
    assert watch_licences(after)["renewed_by_law"] == 0
    old.refresh_from_db()
    assert (old.standing(after, 30), old.stands_on(after)) == ("continued", True)
    assert old.renewed_by_law_to == date(2029, 2, 28)
    officer, made = cast.people["county_officer"], again(made)
    visited(cast, made, second_inspector(cast))
    made = again(made)
    made = review(
        cast.people["inspector"], made, made.edition, recommend="refuse", opinion="不相符"
    )
    with pytest.raises(Problem) as granted:
        refuse(officer, made, made.edition, reason="不符合", today=after)
    assert rule_of(granted) == {"renewed-by-law"}
    done = approve(officer, made, made.edition, opinion="依法延续", today=after)
    assert done.licence is not None
    assert (done.licence.renews, done.licence.valid_from) == (old, after)


def test_a_late_renewal_is_not_granted_by_law(cast: Cast) -> None:
    things = furnish(cast)
    old = Licence.objects.get(station=things.station)
    accepted(cast, things.station, "renewal", old.valid_to - timedelta(days=29))
    after = old.valid_to + timedelta(days=1)
    assert watch_licences(after)["renewed_by_law"] == 0
    old.refresh_from_db()
    assert not old.stands_on(after)


def test_the_purpose_must_fit_the_papers_there_are(cast: Cast) -> None:
    things = furnish(cast)
    manager = cast.people["station_manager"]
    with pytest.raises(Problem) as licensed:
        draft_application(manager, things.station, "new", today=MONDAY)
    assert rule_of(licensed) == {"already-licensed"}
    with pytest.raises(Problem) as ended:
        draft_application(manager, things.station, "renewal", today=date(2027, 3, 1))
    assert rule_of(ended) == {"no-paper"}
    draft_application(manager, things.station, "renewal", today=MONDAY)
    with pytest.raises(Problem) as twice:
        draft_application(manager, things.station, "change", today=MONDAY)
    assert rule_of(twice) == {"open-once"}
    with pytest.raises(Problem) as stranger:
        draft_application(cast.people["tanker_driver"], things.other_station, "new")
    assert stranger.value.kind.status == 403


def test_a_withdrawn_application_frees_its_subject(cast: Cast) -> None:
    made = unlicensed(cast)
    made = submit(made.created_by, made, made.edition, today=MONDAY)
    done = withdraw(made.created_by, made, made.edition, reason="改期", today=MONDAY)
    assert done.state == "withdrawn"
    assert made.station is not None
    draft_application(made.created_by, made.station, "new", today=MONDAY)


def test_a_change_prints_a_new_version_and_voids_the_old(cast: Cast) -> None:
    things = furnish(cast)
    made = reviewed(cast, things.tanker, "change")
    licence = Licence.objects.get(tanker=things.tanker)
    now = start_of_day(MONDAY + timedelta(days=5))
    old = issue_paper(licence, None, on=licence.valid_from, content={})
    approve(cast.people["county_officer"], made, made.edition, today=MONDAY + timedelta(days=4))
    licence.refresh_from_db()
    assert licence.version == 2
    stale = check_code(code_of(old), "", now=now)
    assert (stale.refusal, stale.paper) == ("replaced", old)
    new = licence.papers.get(version=2)
    assert check_code(code_of(new), "", now=now).refusal == ""
    assert RefusedCheck.objects.count() == 0


@pytest.mark.parametrize(
    ("damage", "number", "reason", "status"),
    [
        (lambda code: code[:-4] + "AAAA", "", "signature", 404),
        (lambda code: "A" * 22 + code[22:], "", "unknown", 404),
        (lambda code: code.split(".")[0], "", "unreadable", 404),
        (lambda code: code, "宁收640302999", "number", 404),
        (lambda code: code, "宁收640302001", "", 200),
    ],
)
def test_forged_and_reused_codes_are_refused_and_noted(
    cast: Cast,
    client: Client,
    damage: Callable[[str], str],
    number: str,
    reason: str,
    status: int,
) -> None:
    things = furnish(cast)
    licence = Licence.objects.get(station=things.station)
    code = damage(code_of(issue_paper(licence, None, on=licence.valid_from, content={})))
    for _ in range(2):
        answer = client.get(f"/collection/check/{code}", {"number": number})
        assert answer.status_code == status
    if not reason:
        assert "宁收640302001" in answer.text
        assert not RefusedCheck.objects.exists()
        return
    noted = RefusedCheck.objects.get()
    assert (noted.reason, noted.times) == (reason, 2)
    alarmed = Alarm.objects.filter(kind="collection.forged_paper").exists()
    assert alarmed == (reason in ("signature", "number"))


def test_a_revocation_rests_on_evidence(cast: Cast) -> None:
    things = furnish(cast)
    licence, officer = Licence.objects.get(tanker=things.tanker), cast.people["county_officer"]
    with pytest.raises(Problem) as bare:
        move_licence(officer, licence, "collection.revoke_licence", on=MONDAY, reason="掺假")
    assert rule_of(bare) == {"required"}
    done = move_licence(
        officer, licence, "collection.revoke_licence", on=MONDAY, reason="掺假",
        evidence=[("处罚决定书.pdf", BytesIO(PDF))],
    )  # fmt: skip
    assert done.standing(MONDAY, 30) == "revoked"
    assert done.evidence.get().attachment in Attachment.objects.all()
    with pytest.raises(Problem) as over:
        move_licence(officer, done, "collection.reinstate_licence", on=MONDAY, reason="x")
    assert rule_of(over) == {"no-such-move"}


def test_ends_are_announced_at_sixty_and_thirty_days_and_once_ended(cast: Cast) -> None:
    furnish(cast)  # both papers end on 28 February 2027
    end = date(2027, 2, 28)
    for left, severities in (
        (60, set()), (59, {"notice"}), (29, {"notice", "warning"}),
        (-1, {"notice", "warning", "serious"}),
    ):  # fmt: skip
        watch_licences(end - timedelta(days=left))
        found = Alarm.objects.filter(kind="collection.licence_ends")
        assert set(found.values_list("severity", flat=True)) == severities, left
    assert found.count() == 6
