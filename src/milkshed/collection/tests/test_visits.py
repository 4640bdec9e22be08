"""A site visit: two officers, findings that arrive twice or contradict, remedy and second visit."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client

from milkshed.collection.actions.visits import (
    add_photo,
    cancel_visit,
    digest_of,
    plan_visit,
    record_entries,
    sign_visit,
)
from milkshed.collection.models import SiteVisit, VisitEntry
from milkshed.collection.queries import clock_of, present_entries, wanted_items
from milkshed.collection.tests.furniture import furnish
from milkshed.collection.tests.licensing import (
    MONDAY,
    accepted,
    again,
    entry,
    second_inspector,
    visit_of,
    visited,
)
from milkshed.kernel.problems import Problem
from milkshed.platform.calendar.table import fill_holidays, working_calendar
from milkshed.platform.models import Person
from tests.cast import Cast

_PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def rule_of(problem: pytest.ExceptionInfo[Problem]) -> set[str]:
    return {fault.rule for fault in problem.value.faults}


def open_visit(cast: Cast) -> tuple[SiteVisit, Person, Person]:
    """A supervision visit to the tanker by two inspectors."""
    fill_holidays()
    things, one, other = furnish(cast), cast.people["inspector"], second_inspector(cast)
    visit = plan_visit(cast.people["county_officer"], things.tanker, [one, other], on=MONDAY)
    return visit, one, other


def test_one_officer_is_not_enough(cast: Cast) -> None:
    things, officer = furnish(cast), cast.people["county_officer"]
    inspector = cast.people["inspector"]
    for named in ([inspector], [inspector, inspector]):
        with pytest.raises(Problem) as alone:
            plan_visit(officer, things.tanker, named, on=MONDAY)
        assert rule_of(alone) == {"two-officers"}
        assert "第三十四条" in alone.value.detail.zh
    with pytest.raises(Problem) as foreign:
        plan_visit(officer, things.tanker, [inspector, cast.people["sampler"]], on=MONDAY)
    assert rule_of(foreign) == {"of-the-county"}
    with pytest.raises(IntegrityError), transaction.atomic():
        SiteVisit.objects.create(
            tanker=things.tanker, organisation=things.tanker.carrier, county="640302",
            checklist="tanker-10", lead=inspector, second=inspector, planned_on=MONDAY,
        )  # fmt: skip


def test_a_finding_sent_twice_is_written_once(cast: Cast) -> None:
    visit, one, _ = open_visit(cast)
    rows = [entry(1), entry(2, "no", remark="外壁划伤")]
    assert [o.fate for o in record_entries(one, visit, rows)] == ["accepted", "accepted"]
    assert [o.fate for o in record_entries(one, visit, rows)] == ["repeated", "repeated"]
    assert VisitEntry.objects.count() == 2
    # the answer to the first sending was lost, the officer goes on from what the phone knew
    later = replace(entry(2), remark="已修补")
    assert record_entries(one, visit, [later])[0].fate == "accepted"
    assert present_entries(visit)[2].revision == 2


def test_a_contradiction_of_two_officers_is_shown_not_overwritten(cast: Cast) -> None:
    visit, one, other = open_visit(cast)
    record_entries(one, visit, [entry(3)])
    outcome = record_entries(other, visit, [entry(3, "no", remark="盖不严")])[0]
    assert outcome.fate == "conflict"
    assert outcome.present is not None
    assert (outcome.present.answer, outcome.present.recorded_by) == ("yes", one)
    assert present_entries(visit)[3].answer == "yes"
    resolved = record_entries(other, visit, [entry(3, "no", base=1, remark="盖不严")])[0]
    assert resolved.fate == "accepted"
    assert [e.answer for e in visit.entries.order_by("revision")] == ["yes", "no"]


def test_bad_findings_are_answered_one_by_one(cast: Cast) -> None:
    visit, one, _ = open_visit(cast)
    good, key = entry(1), uuid4()
    rows = [
        entry(99),
        replace(entry(2, "no", remark="x"), severity=""),
        replace(entry(2, "no"), remark=" "),
        replace(entry(4), answer="perhaps"),
        replace(entry(5), recorded_at=entry(5).recorded_at + timedelta(days=4000)),
        good,
        replace(entry(6), client_key=key),
        replace(entry(7), client_key=key),
    ]
    fates = [o.fate for o in record_entries(one, visit, rows)]
    assert fates == ["refused"] * 5 + ["accepted", "accepted", "refused"]
    with pytest.raises(Problem) as stranger:
        record_entries(cast.people["county_officer"], visit, [entry(8)])
    assert stranger.value.kind.status == 403


def test_only_a_complete_checklist_is_signed_and_by_two(cast: Cast) -> None:
    visit, one, other = open_visit(cast)
    wanted = wanted_items(visit)
    record_entries(one, visit, [entry(n) for n in wanted[:-1]])
    with pytest.raises(Problem) as incomplete:
        sign_visit(one, visit)
    assert [f.field for f in incomplete.value.faults] == ["item-10"]
    record_entries(other, visit, [entry(wanted[-1])])
    assert sign_visit(one, visit).state == "open"
    with pytest.raises(Problem) as same:
        sign_visit(one, visit)
    assert rule_of(same) == {"four-eyes"}
    late = record_entries(one, visit, [entry(1, "no", base=1)])[0]
    assert (late.fate, late.present is not None) == ("refused", True)
    done = sign_visit(other, visit)
    assert (done.state, done.remedy_due) == ("signed", None)
    for signature in done.signatures.all():
        assert signature.digest == digest_of(done, signature.person_id, signature.signed_at)
    with pytest.raises(Problem):
        cancel_visit(cast.people["county_officer"], done)
    with pytest.raises(ProgrammingError), transaction.atomic():
        VisitEntry.objects.update(answer="na")


def test_photos_are_kept_once_and_by_their_content(cast: Cast) -> None:
    visit, one, _ = open_visit(cast)
    key = uuid4()
    photo, fresh = add_photo(one, visit, 1, key, BytesIO(_PNG), "罐.png")
    same, twice = add_photo(one, visit, 1, key, BytesIO(_PNG), "罐.png")
    assert (fresh, twice, same) == (True, False, photo)
    with pytest.raises(Problem) as paper:
        add_photo(one, visit, 1, uuid4(), BytesIO(b"%PDF"), "罐.pdf")
    assert rule_of(paper) == {"image"}
    with pytest.raises(Problem) as elsewhere:
        add_photo(one, visit, 2, key, BytesIO(_PNG), "罐.png")
    assert rule_of(elsewhere) == {"once"}
    assert visit.photos.count() == 1


def test_a_remedy_stops_the_clock_until_a_second_visit(cast: Cast) -> None:
    things, other = furnish(cast), second_inspector(cast)
    made = accepted(cast, things.tanker, "change")
    first = visited(cast, made, other, bad=(2, 7))
    assert first.remedy_due == date(2026, 3, 24)  # 15 working days after 3 March
    made = again(made)
    clock = clock_of(made, date(2026, 4, 30), working_calendar())
    assert made.state == "remedy"
    assert clock is not None
    assert (clock.reading.still, clock.reading.used, clock.reading.due_on) == (True, 1, None)
    second = visit_of(cast, made, other, MONDAY + timedelta(days=14))
    assert second.revisits == first
    assert wanted_items(second) == (2, 7)
    rows = [entry(2), entry(7)]
    record_entries(other, second, rows)
    at = entry(2).recorded_at + timedelta(days=13)
    sign_visit(cast.people["inspector"], second, at=at)
    sign_visit(other, second, at=at)
    made = again(made)
    clock = clock_of(made, MONDAY + timedelta(days=14), working_calendar())
    assert made.state == "visited"
    assert clock is not None
    # Tuesday 3 March, then four more from Tuesday 17 March
    assert (clock.reading.used, clock.reading.due_on) == (1, date(2026, 3, 20))


def test_a_phone_synchronises_over_the_api(cast: Cast) -> None:
    visit, one, _ = open_visit(cast)
    client = Client()
    client.force_login(one)
    path = f"/api/collection/visits/{visit.pk}/entries"
    body = {
        "client_key": str(uuid4()), "item": 1, "answer": "yes", "base": 0,
        "recorded_at": "2026-03-03T10:00:00+08:00",
    }  # fmt: skip
    for fate in ("accepted", "repeated"):
        answer = client.post(path, [body], content_type="application/json")
        assert answer.status_code == 200
        assert answer.json()[0]["fate"] == fate
        assert answer.json()[0]["present"]["revision"] == 1
    assert VisitEntry.objects.count() == 1
    other = Client()
    other.force_login(cast.people["station_manager"])
    assert other.post(path, [body], content_type="application/json").status_code == 403


def test_without_scripts_the_checklist_is_a_plain_form(cast: Cast) -> None:
    visit, one, _ = open_visit(cast)
    client = Client(headers={"Accept": "text/html"})
    client.force_login(one)
    page = client.get(f"/collection/visits/{visit.pk}")
    assert 'name="answer-10"' in page.text
    sent = client.post(
        f"/collection/visits/{visit.pk}/entries",
        {"answer-1": "yes", "answer-2": "no", "severity-2": "minor", "remark-2": "划伤"},
    )
    assert sent.status_code == 302
    assert {n: e.answer for n, e in present_entries(visit).items()} == {1: "yes", 2: "no"}
