"""Visits planned and done, and two credit cases of the played region, by the people of its offices.

Everything goes through the actions that people use; only the days are handed in, since a case
takes weeks.
"""

from datetime import date, timedelta
from io import BytesIO

from django.utils import timezone

from milkshed.collection.actions.inspections import (
    PlanWish,
    VisitReport,
    plan_inspections,
    report_inspection,
)
from milkshed.collection.inspections import last_visits, risk_table
from milkshed.collection.models import Inspection, Station, Tanker
from milkshed.collection.science.risk import Candidate, RiskTable
from milkshed.numerics.scorecard import score_of
from milkshed.platform.models import Membership, Organisation, Person
from milkshed.region.play.facts import Flow
from milkshed.trade.actions.credit_entries import (
    Defence,
    Proposal,
    decide_entry,
    propose_entry,
    publish_entry,
    serve_notice,
    state_defence,
)
from milkshed.trade.actions.credit_signals import NotedFact, gather_signals, note_signal
from milkshed.trade.models import CreditSignal

_PLAN_DAYS = 30
_PAST_DAYS = 20
_COUNTIES = 3
_DRAWN = 8


def play_supervision(flow: Flow) -> None:
    """Plan and do visits in the counties with most stations, and bring two cases under way."""
    counts: dict[str, int] = {}
    for county in Station.objects.values_list("place__county", flat=True):
        counts[county] = counts.get(county, 0) + 1
    today = timezone.localdate()
    table = risk_table(today)
    for county in sorted(counts, key=lambda code: (-counts[code], code))[:_COUNTIES]:
        _play_visits(flow, county, table, today)
    gather_signals(today - timedelta(days=_PLAN_DAYS), today)
    _play_cases(flow, today)


def _candidates(county: str, table: RiskTable, today: date) -> list[Candidate]:
    """Everybody at work in a county; nobody has points before the first visit."""
    nothing = score_of((), table.rows, today).total
    visits = last_visits(today)
    stations = Station.objects.filter(active=True, place__county=county).order_by("pk")
    tankers = Tanker.objects.filter(active=True, carrier__county=county).order_by("pk")
    keys = [
        *(f"station:{pk}" for pk in stations.values_list("pk", flat=True)),
        *(f"tanker:{pk}" for pk in tankers.values_list("pk", flat=True)),
    ]
    return [Candidate(key, nothing, table.class_of(nothing), visits.get(key)) for key in keys]


def _play_visits(flow: Flow, county: str, table: RiskTable, today: date) -> None:
    officer = flow.furniture.people(flow.furniture.offices[county].pk, "county_officer")[0]
    began = today - timedelta(days=_PAST_DAYS)
    wish = PlanWish(county, began, today + timedelta(days=9), "draw", _DRAWN)
    plan = plan_inspections(officer, wish, _candidates(county, table, began), began)
    visits = list(plan.visits.select_related("first_officer").order_by("due_on", "pk"))
    for number, visit in enumerate(visits):
        if visit.due_on > today - timedelta(days=3) or visit.first_officer is None:
            continue
        _report(visit, visit.first_officer, number, today)


def _report(visit: Inspection, officer: Person, number: int, today: date) -> None:
    """Every third visit stays undone, every third finds something to be remedied."""
    kind = number % 3
    if kind == 1:
        return
    found = kind == 2
    report_inspection(
        officer,
        visit,
        VisitReport(
            done_on=visit.due_on,
            outcome="remedy" if found else "clean",
            findings="留样登记不全，奶罐清洗记录缺两日（演示）" if found else "",
            remedy_by=today - timedelta(days=1) if found else None,
        ),
        version=visit.version,
    )


def _play_cases(flow: Flow, today: date) -> None:
    """One case published after all its steps, one within its time to defend."""
    furniture = flow.furniture
    showcase = [place for place in furniture.stations if place.county in furniture.offices]
    subjects: list[Organisation] = []
    for place in showcase:
        if place.organisation not in subjects:
            subjects.append(place.organisation)
    for number, subject in enumerate(subjects[:2]):
        office = furniture.offices[subject.county].pk
        officers = furniture.people(office, "county_officer")
        inspectors = furniture.people(office, "inspector")
        file = BytesIO("演示证据：责令改正通知书".encode())
        signal = note_signal(
            inspectors[0],
            subject,
            NotedFact("case", today - timedelta(days=60), "责令改正后逾期未改（演示）",
                      "责令改正通知书.txt", file),
        )  # fmt: skip
        began = today - timedelta(days=40 if number == 0 else 1)
        entry = propose_entry(
            inspectors[0],
            subject,
            [CreditSignal.objects.get(pk=signal.pk)],
            Proposal(
                "regulator",
                "收购记录与留样制度不落实，责令改正后逾期未改（演示）",
                "《乳品质量安全监督管理条例》第五十条",
                "提高检查频次",
            ),
            on=began,
        )
        entry = serve_notice(
            inspectors[0],
            entry,
            number=f"演示告〔{today.year}〕{number + 1}号",
            served_on=began,
            revision=entry.revision,
        )
        if number:
            continue
        state_defence(inspectors[0], entry, Defence("已补齐留样登记，请求从轻（演示）", began))
        entry.refresh_from_db()
        entry = decide_entry(
            officers[0],
            entry,
            listed=True,
            number=f"演示决〔{today.year}〕1号",
            words="整改不彻底，申辩理由不足以免于列入（演示）",
            revision=entry.revision,
        )
        approver = (
            Membership.objects.filter(
                organisation=furniture.offices["region"], role="region_officer"
            )
            .select_related("person")
            .order_by("pk")[0]
            .person
        )
        publish_entry(approver, entry, opinion="程序完备，同意公示", revision=entry.revision)
