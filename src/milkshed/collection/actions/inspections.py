"""Planning visits, sending officers, and writing down what they found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from milkshed.collection.flow import INSPECTION_FLOW
from milkshed.collection.inspections import officers_of, risk_table, table_document
from milkshed.collection.models import Inspection, InspectionPlan, SiteVisit, Station, Tanker
from milkshed.collection.models.inspections import METHODS, OUTCOMES
from milkshed.collection.science.risk import (
    CLASSES,
    Candidate,
    Chosen,
    due_visits,
    pair_officers,
    weighted_visits,
)
from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.problems import CONFLICT, Fault, Problem, invalid, require_reason
from milkshed.kernel.text import Text
from milkshed.platform.models import Membership, Organisation, OrganisationKind, Person
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of, visible

LONGEST_PLAN_DAYS = 366


@dataclass(frozen=True, slots=True)
class PlanWish:
    """What is asked of a plan: county, days (both included), method, and for a draw its size.

    ``seed`` is published before the draw; where it is left empty the plan's own data make it.
    """

    county: str
    first: date
    last: date
    method: str
    count: int = 0
    seed: str = ""


def plan_inspections(
    person: Person, wish: PlanWish, candidates: Sequence[Candidate], scored_on: date
) -> InspectionPlan:
    """Choose whom to visit among scored candidates (``station:7``, ``tanker:3``) and send officers.

    Subjects that the person may not see, and those who still have an open visit, are left out.
    Officers are the inspectors and officers of the county's office; where fewer than two are free
    the visit stays without officers. Raises a problem for a wish that breaks a rule.
    """
    require(person, "collection.plan_inspections")
    _check_wish(person, wish, scored_on)
    table = risk_table(scored_on)
    seed = wish.seed.strip() or f"{wish.county}:{wish.first}:{wish.last}:{scored_on}"
    with transaction.atomic():
        office = _office(wish.county)
        subjects = _subjects(person, wish.county, candidates)
        allowed = [c for c in candidates if c.key in subjects]
        if wish.method == "class":
            chosen = due_visits(allowed, table, wish.first, wish.last)
        else:
            chosen = weighted_visits(
                allowed, table, wish.first, wish.last, count=wish.count, seed=seed
            )
        if not chosen:
            raise Problem(
                CONFLICT,
                Text(
                    "该时段没有到期的检查对象（或均已在其他计划中）",
                    "Nobody falls due in this period, or all are in another plan",
                ),
            )
        plan = InspectionPlan.objects.create(
            county=wish.county,
            office=office,
            first=wish.first,
            last=wish.last,
            method=wish.method,
            seed=seed,
            scored_on=scored_on,
            rules=table_document(table),
            made_by=person,
        )
        _write_visits(plan, chosen, subjects)
    return plan


def _check_wish(person: Person, wish: PlanWish, scored_on: date) -> None:
    scope = scope_of(person)
    if wish.county not in COUNTIES or not (scope.everything or wish.county in scope.counties):
        raise invalid(
            "county", wish.county, "scope", "只能为本辖区制定计划", "Plan your own county only"
        )
    if wish.method not in METHODS:
        raise invalid("method", wish.method, "choice", "请选择方法", "Choose a method")
    days = (wish.last - wish.first).days + 1
    if not 1 <= days <= LONGEST_PLAN_DAYS:
        raise invalid(
            "last",
            wish.last,
            "period",
            f"截止日期须不早于起始日期，且计划不超过{LONGEST_PLAN_DAYS}天",
            f"The end follows the beginning by at most {LONGEST_PLAN_DAYS} days",
        )
    if wish.first < scored_on:
        raise invalid(
            "first", wish.first, "future", "计划不能从过去开始", "A plan cannot begin in the past"
        )
    if wish.method == "draw" and wish.count < 1:
        raise invalid(
            "count", wish.count, "positive", "抽取数量须至少为1", "Draw at least one subject"
        )


def _office(county: str) -> Organisation:
    office = Organisation.objects.filter(kind=OrganisationKind.COUNTY_OFFICE, county=county).first()
    if office is None:
        raise invalid(
            "county", county, "office", "该县没有主管部门", "The county has no office on file"
        )
    return office


def _subjects(
    person: Person, county: str, candidates: Sequence[Candidate]
) -> dict[str, Station | Tanker]:
    """The candidates of the county without an open visit, locked against a second plan."""
    scope = scope_of(person)
    keys: dict[str, list[int]] = {"station": [], "tanker": []}
    for one in candidates:
        kind, _, key = one.key.partition(":")
        keys[kind].append(int(key))
    open_visit = Inspection.objects.filter(state__in=["planned", "assigned"])
    stations = (
        visible(Station.objects.filter(place__county=county, active=True), scope)
        .filter(pk__in=keys["station"])
        .exclude(pk__in=open_visit.filter(station__isnull=False).values("station"))
        .select_related("place")
        .select_for_update(of=("self",))
    )
    tankers = (
        visible(Tanker.objects.filter(carrier__county=county, active=True), scope)
        .filter(pk__in=keys["tanker"])
        .exclude(pk__in=open_visit.filter(tanker__isnull=False).values("tanker"))
        .select_related("carrier")
        .select_for_update(of=("self",))
    )
    found: dict[str, Station | Tanker] = {f"station:{one.pk}": one for one in stations}
    return found | {f"tanker:{one.pk}": one for one in tankers}


def _write_visits(
    plan: InspectionPlan, chosen: Sequence[Chosen], subjects: dict[str, Station | Tanker]
) -> None:
    officers = officers_of(plan.office)
    barred = _conflicts(officers, {c.candidate.key: subjects[c.candidate.key] for c in chosen})
    pairs = pair_officers(
        [c.candidate.key for c in chosen],
        [officer.pk for officer in officers],
        seed=plan.seed,
        barred=barred,
    )
    rows = []
    for one in chosen:
        subject, pair = subjects[one.candidate.key], pairs[one.candidate.key]
        words = reason_of(one)
        rows.append(
            Inspection(
                plan=plan,
                station=subject if isinstance(subject, Station) else None,
                tanker=subject if isinstance(subject, Tanker) else None,
                due_on=one.due_on,
                first_officer_id=pair[0] if pair else None,
                second_officer_id=pair[1] if pair else None,
                score=one.candidate.total,
                risk_class=one.candidate.risk_class,
                chance=None if one.chance is None else round(float(one.chance), 6),
                reason_zh=words.zh,
                reason_en=words.en,
                state="assigned" if pair else "planned",
            )
        )
    Inspection.objects.bulk_create(rows)


def _conflicts(
    officers: Sequence[Person], subjects: dict[str, Station | Tanker]
) -> dict[str, frozenset[int]]:
    """Officers who work, or ever worked, for the unit to be visited."""
    holders = {
        key: one.place.organisation_id if isinstance(one, Station) else one.carrier_id
        for key, one in subjects.items()
    }
    held: dict[int, set[int]] = {}
    for organisation, officer in Membership.objects.filter(
        person__in=officers, organisation__in=set(holders.values())
    ).values_list("organisation", "person"):
        held.setdefault(organisation, set()).add(officer)
    return {key: frozenset(held.get(holder, ())) for key, holder in holders.items()}


def reason_of(chosen: Chosen) -> Text:
    """Why a visit is planned, in a sentence."""
    one = chosen.candidate
    risk = CLASSES[one.risk_class]
    score = Text(f"{risk.zh}（{one.total}分）", f"{risk.en} ({one.total} points)")
    if chosen.chance is not None:
        return Text(
            f"{score.zh}，加权抽取选中，入选概率{float(chosen.chance):.1%}",
            f"{score.en}; drawn with a chance of {float(chosen.chance):.1%}",
        )
    if one.last_visit is None:
        return Text(f"{score.zh}，尚无检查记录", f"{score.en}; never visited")
    return Text(
        f"{score.zh}，上次检查{one.last_visit}，到期", f"{score.en}; last visited {one.last_visit}"
    )


def assign_officers(
    person: Person, inspection: Inspection, first: Person, second: Person, *, version: int
) -> Inspection:
    """Send two officers of the county's office; ``version`` is what the person saw."""
    with transaction.atomic():
        locked = _locked(person, inspection, version)
        if first == second:
            raise invalid(
                "second", second.username, "two-officers",
                "现场检查须由两名检查员进行", "A visit takes two different officers",
            )  # fmt: skip
        allowed = {one.pk for one in officers_of(locked.plan.office)}
        for name, officer in (("first", first), ("second", second)):
            if officer.pk not in allowed:
                raise invalid(
                    name, officer.username, "officer",
                    "只能派本县主管部门的检查员", "Only officers of the county's office may go",
                )  # fmt: skip
        locked.first_officer, locked.second_officer = first, second
        locked.version += 1
        locked.save(update_fields=["first_officer", "second_officer", "version"])
        INSPECTION_FLOW.perform(
            locked,
            "collection.assign_inspection",
            person,
            opinion=f"{first.name_zh}、{second.name_zh}",
        )
    return locked


def move_inspection(
    person: Person, inspection: Inspection, *, due_on: date, reason: str, version: int
) -> Inspection:
    """Set another day, with a reason; the plan's history keeps the old one."""
    with transaction.atomic():
        locked = _locked(person, inspection, version)
        _need_reason(reason)
        if due_on < timezone.localdate():
            raise invalid(
                "due_on", due_on, "future", "改期须为今后的日期", "The new day must not be past"
            )
        before, locked.due_on = locked.due_on, due_on
        locked.version += 1
        locked.save(update_fields=["due_on", "version"])
        INSPECTION_FLOW.perform(
            locked,
            "collection.move_inspection",
            person,
            opinion=reason.strip(),
            evidence={"from": str(before), "to": str(due_on)},
        )
    return locked


def cancel_inspection(
    person: Person, inspection: Inspection, *, reason: str, version: int
) -> Inspection:
    """Take a visit out of the plan, with a reason."""
    with transaction.atomic():
        locked = _locked(person, inspection, version)
        _need_reason(reason)
        locked.version += 1
        locked.save(update_fields=["version"])
        INSPECTION_FLOW.perform(
            locked, "collection.cancel_inspection", person, opinion=reason.strip()
        )
    return locked


@dataclass(frozen=True, slots=True)
class VisitReport:
    """What two officers found: the day, the outcome, words, and by when it is to be mended.

    ``visit`` is the checklist that they filled in on site, where they did.
    """

    done_on: date
    outcome: str
    findings: str = ""
    remedy_by: date | None = None
    visit: SiteVisit | None = None


def report_inspection(
    person: Person, inspection: Inspection, report: VisitReport, *, version: int
) -> Inspection:
    """Write down a visit; only one of the two officers who went may."""
    with transaction.atomic():
        locked = _locked(person, inspection, version)
        INSPECTION_FLOW.check(locked, "collection.report_inspection", person)
        if person.pk not in (locked.first_officer_id, locked.second_officer_id):
            raise invalid(
                "person", person.username, "officer-sent",
                "只能由被派的检查员登记结果", "Only an officer who was sent may report",
            )  # fmt: skip
        _check_report(locked, report)
        locked.done_on, locked.outcome = report.done_on, report.outcome
        locked.findings = report.findings.strip()
        locked.remedy_by, locked.visit = report.remedy_by, report.visit
        locked.version += 1
        locked.save()
        INSPECTION_FLOW.perform(
            locked,
            "collection.report_inspection",
            person,
            opinion=report.findings.strip(),
            evidence={
                "outcome": report.outcome,
                "visit": None if report.visit is None else report.visit.pk,
            },
        )
    return locked


def _is_of(visit: SiteVisit, inspection: Inspection) -> bool:
    subject = (inspection.station_id, inspection.tanker_id)
    return (visit.station_id, visit.tanker_id) == subject


def _check_report(inspection: Inspection, report: VisitReport) -> None:
    if report.outcome not in OUTCOMES:
        raise invalid("outcome", report.outcome, "choice", "请选择结果", "Choose an outcome")
    if report.done_on > timezone.localdate():
        raise invalid("done_on", report.done_on, "past", "检查日期在未来", "The day lies ahead")
    if report.visit is not None and not _is_of(report.visit, inspection):
        raise invalid(
            "visit", str(report.visit), "same-subject",
            "现场检查表不是该站（车）的", "The checklist is that of another station or tanker",
        )  # fmt: skip
    if report.outcome == "clean":
        if report.remedy_by is not None:
            raise invalid(
                "remedy_by", report.remedy_by, "no-remedy",
                "未发现问题，无须整改期限", "Nothing was found, so there is nothing to remedy",
            )  # fmt: skip
        return
    if not report.findings.strip():
        raise invalid(
            "findings", report.findings, "required", "请写明发现的问题", "Say what was found"
        )
    if report.remedy_by is None or report.remedy_by < report.done_on:
        raise invalid(
            "remedy_by", report.remedy_by, "after-visit",
            "请填写不早于检查日期的整改期限", "Give a day for the remedy, not before the visit",
        )  # fmt: skip


def confirm_remedy(
    person: Person, inspection: Inspection, *, on: date, opinion: str, version: int
) -> Inspection:
    """Note that what was found has been mended."""
    with transaction.atomic():
        locked = _locked(person, inspection, version)
        INSPECTION_FLOW.check(locked, "collection.confirm_remedy", person)
        _need_reason(opinion)
        done = locked.done_on
        if locked.remedy_by is None or locked.remedied_on is not None or done is None:
            raise Problem(
                CONFLICT, Text("该检查没有待确认的整改", "There is no remedy to be confirmed")
            )
        if not done <= on <= timezone.localdate():
            raise invalid(
                "on", on, "after-visit",
                "整改完成日期须在检查之后、今天之前", "The day lies between the visit and today",
            )  # fmt: skip
        locked.remedied_on = on
        locked.version += 1
        locked.save(update_fields=["remedied_on", "version"])
        INSPECTION_FLOW.perform(
            locked, "collection.confirm_remedy", person, opinion=opinion.strip()
        )
    return locked


def _locked(person: Person, inspection: Inspection, version: int) -> Inspection:
    locked = get_visible(
        Inspection.objects.select_for_update(of=("self",)).select_related("plan__office"),
        scope_of(person),
        pk=inspection.pk,
    )
    if locked.version != version:
        message = Text(
            "他人刚修改过此检查，请刷新后重试",
            "Somebody else has just changed this visit: reload and try again",
        )
        raise Problem(CONFLICT, message, [Fault("version", version, "stale", message)])
    return locked


def _need_reason(reason: str) -> None:
    require_reason(reason)
