"""The board, its lists, the risk score of a day and plans of visits, on a small county."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from milkshed.collection.actions.bulk import record_sheets
from milkshed.collection.actions.inspections import (
    PlanWish,
    VisitReport,
    assign_officers,
    confirm_remedy,
    move_inspection,
    plan_inspections,
    report_inspection,
)
from milkshed.collection.inspections import paper_gaps, risk_table
from milkshed.collection.models import Inspection, InspectionPlan, Licence, SiteVisit
from milkshed.collection.science.risk import KINDS
from milkshed.collection.tests.furniture import Furniture, furnish, sheet_row
from milkshed.kernel.clock import start_of_day
from milkshed.kernel.problems import Problem
from milkshed.platform.models import (
    Membership,
    Organisation,
    Person,
    Place,
    Rule,
    Transition,
)
from milkshed.platform.rule_book import load_rules
from milkshed.platform.scope import EVERYTHING, scope_of
from milkshed.quality.models import Laboratory, Sample
from milkshed.site.supervision.board import LISTS, Wanted, read_board, read_list
from milkshed.site.supervision.facts import assess
from milkshed.trade.rules import ROWS as TRADE_ROWS
from tests.cast import Cast, cast

__all__ = ["cast"]


def today() -> date:
    return timezone.localdate()


@pytest.fixture
def things(cast: Cast) -> Furniture:
    """Station and tanker with papers, rules, a second inspector; an empty cache."""
    cache.clear()
    load_rules(TRADE_ROWS)
    furniture = furnish(cast)
    second = Person.objects.create_person("second_inspector", None, name_zh="王检查")
    Membership.objects.create(
        person=second, organisation=cast.organisations["litong"], role="inspector"
    )
    return furniture


def load(cast: Cast, things: Furniture, days: int, serial: str, **changes: object) -> None:
    at = start_of_day(today() - timedelta(days=days)) + timedelta(hours=1)
    times = {
        "loaded_at": at,
        "departed_at": at + timedelta(minutes=20),
        "arrived_at": at + timedelta(hours=2),
        "settled_at": at + timedelta(hours=3),
        "signatures": [
            replace(one, signed_at=at + timedelta(hours=3))
            for one in sheet_row(cast, things).signatures
        ],
    }
    report = record_sheets([sheet_row(cast, things, serial, **(times | changes))])
    assert report.is_clean, report.faults


def failed_sample(cast: Cast, things: Furniture, days: int, retested: int | None = None) -> Sample:
    at = start_of_day(today() - timedelta(days=days)) + timedelta(hours=4)
    laboratory, _ = Laboratory.objects.get_or_create(place=cast.places["laboratory"])
    common = {
        "kind": "official",
        "lot_uri": "https://id.gs1.org/01/09521234543213/10/L1",
        "place": cast.places["station"],
        "tanker_uri": things.tanker.uri,
        "sampler": cast.people["sampler"],
        "second_sampler": cast.people["inspector"],
        "laboratory": laboratory,
    }
    failed = Sample.objects.create(
        barcode="CY0001",
        sampled_at=at,
        reported_at=at,
        state="reported" if retested is None else "retest",
        verdict="fail",
        failed=["protein"],
        **common,
    )
    if retested is not None:
        later = start_of_day(today() - timedelta(days=retested)) + timedelta(hours=4)
        Sample.objects.create(
            barcode="CY0002",
            sampled_at=at,
            reported_at=later,
            state="reported",
            verdict="pass",
            retest_of=failed,
            **common,
        )
    return failed


def refused(call: Callable[[], object], rule: str = "") -> None:
    with pytest.raises(Problem) as caught, transaction.atomic():
        call()
    if rule:
        assert [fault.rule for fault in caught.value.faults] == [rule]


def counts(person: Person) -> dict[str, int]:
    scope = scope_of(person)
    wanted = Wanted(scope, today())
    return {what: len(read_list(what, wanted)) for what in LISTS}


def test_every_kind_of_fact_has_its_rule(things: Furniture) -> None:
    assert set(risk_table(today()).rows) == set(KINDS)


def test_a_sound_county_has_no_points(cast: Cast, things: Furniture) -> None:
    load(cast, things, 2, "J0001")
    found = assess(today())
    assert found[f"station:{things.station.pk}"].rated.score.total == 0
    assert counts(cast.people["county_officer"]) == dict.fromkeys(LISTS, 0)


def test_points_come_from_records_and_name_them(cast: Cast, things: Furniture) -> None:
    load(cast, things, 0, "J0001", arrival_temperature_c=7.5, seals_intact=False)
    load(cast, things, 90, "J0002", received_kg=24_000.0, cooling_minutes=200)
    failed_sample(cast, things, 180)
    found = assess(today())
    station = found[f"station:{things.station.pk}"]
    assert {(t.term.fact.kind, t.term.fact.record): t.term.counted for t in station.terms} == {
        ("failed_test", "CY0001"): Decimal("10.00"),  # 20, half-life 180 days
        ("slow_cooling", "J0002"): Decimal("3.00"),  # 6, half-life 90 days
        ("weight_mismatch", "J0002"): Decimal("1.50"),
    }
    assert station.rated.score.total == Decimal("14.50")
    assert station.rated.risk_class == "low"
    tanker = found[f"tanker:{things.tanker.pk}"]
    assert {t.term.fact.kind for t in tanker.terms} == {
        "failed_test", "warm_tanker", "broken_seal", "weight_mismatch",
    }  # fmt: skip
    assert tanker.rated.risk_class == "medium"
    assert all(t.evidence.url and t.term.row.rule and t.term.lapses_on for t in tanker.terms)


def test_a_past_day_knows_nothing_of_what_came_later(cast: Cast, things: Furniture) -> None:
    load(cast, things, 5, "J0001", seals_intact=False)
    failed_sample(cast, things, 20, retested=10)
    key = f"tanker:{things.tanker.pk}"

    def kinds(days: int) -> set[str]:
        terms = assess(today() - timedelta(days=days))[key].terms
        return {t.term.fact.kind for t in terms}

    assert kinds(0) == {"broken_seal"}
    assert kinds(9) == set()
    assert kinds(11) == {"failed_test"}
    assert kinds(21) == set()
    assert assess(today())[key].rated == assess(today())[key].rated


def test_a_load_is_held_against_the_rule_of_its_day(cast: Cast, things: Furniture) -> None:
    load(cast, things, 10, "J0001", arrival_temperature_c=7.5)
    load(cast, things, 1, "J0002", arrival_temperature_c=7.5)
    Rule.objects.create(
        key="collection.arrival.warn_c", title_zh="新线", title_en="new", unit="℃", source="x",
        status="assumed", valid_from=today() - timedelta(days=5), high=Decimal(8),
    )  # fmt: skip
    terms = assess(today())[f"tanker:{things.tanker.pk}"].terms
    assert [t.term.fact.record for t in terms] == ["J0001"]


def test_days_without_paper_are_found(cast: Cast, things: Furniture) -> None:
    licence = Licence.objects.get(station=things.station)
    first, last = date(2025, 1, 1), date(2027, 6, 1)
    gaps = paper_gaps([licence], first, last)
    assert [(g.first, g.last) for g in gaps] == [
        (first, date(2025, 2, 28)), (date(2027, 3, 1), None),
    ]  # fmt: skip
    assert paper_gaps([], first, last)[0].paper == ""
    assert not paper_gaps([licence], date(2025, 3, 1), date(2027, 2, 28))
    load(cast, things, 3, "J0001")
    licence.valid_to = today() - timedelta(days=10)
    licence.save(update_fields=["valid_to"])
    terms = assess(today())[f"station:{things.station.pk}"].terms
    assert {t.term.fact.kind: t.term.counted for t in terms}.keys() == {
        "no_paper", "unlicensed_load",
    }  # fmt: skip
    assert counts(cast.people["county_officer"])["papers"] == 1


def wish(**changes: object) -> PlanWish:
    values: dict[str, object] = {
        "county": "640302",
        "first": today(),
        "last": today() + timedelta(days=29),
        "method": "class",
    }
    return PlanWish(**(values | changes))  # type: ignore[arg-type]


def planned(cast: Cast, **changes: object) -> InspectionPlan:
    candidates = [one.candidate for one in assess(today()).values()]
    return plan_inspections(cast.people["county_officer"], wish(**changes), candidates, today())


def test_a_plan_sends_two_officers_with_reasons_and_only_into_its_county(
    cast: Cast, things: Furniture
) -> None:
    plan = planned(cast)
    visits = list(plan.visits.all())
    assert {v.station or v.tanker for v in visits} == {things.station, things.tanker}
    assert all(v.state == "assigned" and v.first_officer != v.second_officer for v in visits)
    assert all("尚无检查记录" in v.reason_zh for v in visits)
    assert plan.rules["high"] == "40.0000" or Decimal(str(plan.rules["high"])) == 40
    refused(lambda: planned(cast))  # everybody has an open visit
    refused(lambda: planned(cast, county="640221"), "scope")
    refused(lambda: planned(cast, last=today() - timedelta(days=1)), "period")
    refused(lambda: planned(cast, method="draw"), "positive")
    refused(lambda: plan_inspections(cast.people["station_manager"], wish(), [], today()))


def test_a_draw_writes_its_chance_and_seed(cast: Cast, things: Furniture) -> None:
    plan = planned(cast, method="draw", count=1, seed="2026-12")
    (visit,) = plan.visits.all()
    assert visit.chance == Decimal("0.5")
    assert plan.seed == "2026-12"


def test_a_visit_takes_two_officers_of_the_office(cast: Cast, things: Furniture) -> None:
    visit = planned(cast).visits.all()[0]
    officer, inspector = cast.people["county_officer"], cast.people["inspector"]
    refused(
        lambda: assign_officers(officer, visit, inspector, inspector, version=0), "two-officers"
    )
    refused(
        lambda: assign_officers(officer, visit, inspector, cast.people["sampler"], version=0),
        "officer",
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Inspection.objects.filter(pk=visit.pk).update(second_officer=None)
    assign_officers(officer, visit, inspector, officer, version=0)
    refused(lambda: assign_officers(officer, visit, officer, inspector, version=0), "stale")
    moved = move_inspection(
        officer, visit, due_on=today() + timedelta(days=40), reason="道路施工", version=1
    )
    assert moved.version == 2
    step = Transition.objects.filter(subject="collection.inspection").latest("pk")
    assert step.evidence["to"] == str(today() + timedelta(days=40))


def test_findings_count_until_they_are_remedied(cast: Cast, things: Furniture) -> None:
    visit = planned(cast).visits.get(station=things.station)
    first = visit.first_officer
    assert first is not None
    sent = {visit.first_officer_id, visit.second_officer_id}
    bystander = next(
        p for p in (cast.people["county_officer"], cast.people["inspector"],
                    Person.objects.get(username="second_inspector"))
        if p.pk not in sent
    )  # fmt: skip
    report = VisitReport(today(), "remedy", "留样不全", today())
    refused(lambda: report_inspection(bystander, visit, report, version=0), "officer-sent")
    refused(
        lambda: report_inspection(first, visit, VisitReport(today(), "remedy", "x"), version=0),
        "after-visit",
    )
    refused(
        lambda: report_inspection(first, visit, VisitReport(today(), "remedy"), version=0),
        "required",
    )
    inspector = Person.objects.get(username="second_inspector")
    office = {"organisation": things.station.place.organisation, "county": "640302"}
    people = {"lead": first, "second": inspector if first != inspector else bystander}
    foreign = SiteVisit.objects.create(
        station=things.other_station, checklist="station-26", planned_on=today(), **office, **people
    )
    refused(
        lambda: report_inspection(first, visit, replace(report, visit=foreign), version=0),
        "same-subject",
    )
    filled = SiteVisit.objects.create(
        station=things.station, checklist="station-26", planned_on=today(), **office, **people
    )
    done = report_inspection(first, visit, replace(report, visit=filled), version=0)
    assert done.visit == filled
    key = f"station:{things.station.pk}"
    tomorrow = today() + timedelta(days=1)
    assert {t.term.fact.kind for t in assess(tomorrow)[key].terms} == {
        "visit_findings", "remedy_overdue",
    }  # fmt: skip
    assert counts(cast.people["county_officer"])["cases"] == 1
    confirm_remedy(first, done, on=today(), opinion="已补齐", version=1)
    assert {t.term.fact.kind for t in assess(tomorrow)[key].terms} == {"visit_findings"}
    assert counts(cast.people["county_officer"])["cases"] == 0
    assert assess(today())[key].last_visit == today()


def test_the_board_counts_what_its_lists_hold_and_keeps_to_the_county(
    cast: Cast, things: Furniture
) -> None:
    load(cast, things, 1, "J0001", seals_intact=False)
    failed_sample(cast, things, 1)
    board = read_board(Wanted(EVERYTHING, today()))
    assert {what: len(rows) for what, rows in board.lists.items()} == {
        "overdue": 0, "papers": 1, "handovers": 1, "balances": 0, "tests": 1, "cases": 0,
    }  # fmt: skip
    assert dict(board.by_county[0].counts)["papers"] == 1  # the other station has no paper
    assert board.ranking[0].subject.county == "640221"
    own = counts(cast.people["county_officer"])
    assert own == {
        "overdue": 0, "papers": 0, "handovers": 1, "balances": 0, "tests": 1, "cases": 0,
    }  # fmt: skip


def test_a_township_sees_its_own_stations_and_nothing_else(
    cast: Cast, things: Furniture, client: Client
) -> None:
    load(cast, things, 1, "J0001", seals_intact=False)
    failed_sample(cast, things, 1)
    people = {}
    for name, town in (("here", "640302402"), ("beside", "640302401")):
        office = Organisation.objects.create(
            kind="township", name_zh=f"{name}畜牧兽医站", county="640302", town=town
        )
        people[name] = Person.objects.create_person(name, None, name_zh="乡镇监管员")
        Membership.objects.create(person=people[name], organisation=office, role="township_officer")
    none = dict.fromkeys(LISTS, 0)
    assert counts(people["here"]) == none  # its stations are not known to be in the township
    Place.objects.filter(pk=cast.places["station"].pk).update(town="640302402")
    assert counts(people["here"]) == none | {"handovers": 1, "tests": 1}
    assert counts(people["beside"]) == none
    station, sheet = f"/supervision/station/{things.station.pk}", "/collection/sheets/J0001"
    for name, status in (("here", 200), ("beside", 404)):
        client.force_login(people[name])
        assert [client.get(path).status_code for path in (station, sheet)] == [status] * 2
        assert client.get("/supervision?town=640302402").status_code == 200
        assert ("J0001" in client.get("/supervision/list?what=handovers").text) == (name == "here")


def test_pages_show_the_same_numbers(cast: Cast, things: Furniture, client: Client) -> None:
    load(cast, things, 1, "J0001", seals_intact=False)
    client.force_login(cast.people["county_officer"])
    board = client.get("/supervision")
    assert board.status_code == 200
    assert f"/supervision/tanker/{things.tanker.pk}" in board.text
    listed = client.get("/supervision/list?what=handovers").text
    assert "J0001" in listed
    assert "/collection/sheets/J0001" in listed
    risk = client.get(f"/supervision/tanker/{things.tanker.pk}")
    assert "collection.risk.points.broken_seal" in risk.text
    past = client.get(f"/supervision/tanker/{things.tanker.pk}?on={today() - timedelta(days=3)}")
    assert "没有计分的事实" in past.text
    assert client.get("/supervision.xlsx").content[:2] == b"PK"
    assert client.get("/supervision/list?what=nothing").status_code == 404
    assert client.get(f"/supervision/station/{things.other_station.pk}").status_code == 404
    answer = client.post(
        "/supervision/plans",
        {
            "county": "640302", "first": str(today()), "last": str(today()), "method": "class",
        },
    )  # fmt: skip
    assert answer.status_code == 302
    assert "待核实" in risk.text
    page = client.get(answer.headers["Location"])
    assert "尚无检查记录" in page.text
    visit = Inspection.objects.all()[0]
    assert client.get(f"/supervision/visits/{visit.pk}").status_code == 200
    broken = client.post(
        f"/supervision/visits/{visit.pk}/move", {"version": "0", "due_on": "x", "reason": "r"}
    )
    assert broken.status_code == 422
    client.force_login(cast.people["station_manager"])
    assert client.get("/supervision").status_code == 403
