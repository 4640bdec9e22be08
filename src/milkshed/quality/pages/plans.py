"""Sampling plans and tasks: drawing one up, the draw and its verification, what is to be done."""

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.problems import INVALID, NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person, Place, Transition
from milkshed.platform.permissions import may
from milkshed.platform.rule_book import find_rule
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.entries import as_decimal, as_whole, day_entry, tell, whole_entry, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of
from milkshed.quality.actions.plans import (
    Drafting,
    Stratum,
    close_plan,
    commit_plan,
    complete_task,
    draft_plan,
    draw_plan,
    excuse_task,
    reassign_task,
)
from milkshed.quality.flow import PLAN_FLOW
from milkshed.quality.models import (
    METHODS,
    OFFICIAL_KINDS,
    PLAN_STATES,
    TASK_STATES,
    PlanOfficer,
    SampleKind,
    SamplingPlan,
    SamplingTask,
)
from milkshed.quality.plan_queries import published_draw, verify_draw
from milkshed.quality.science.acceptance import (
    QUALITY_LEVELS,
    Plan,
    curve,
    find_plan,
    standard_plan,
)
from milkshed.quality.science.analytes import ANALYTES, CONTRABAND
from milkshed.quality.science.sample_size import (
    confidence_finite,
    share_out,
    size_finite,
    size_infinite,
)

_PER_PAGE = 30
_OFFICER_ROLES = ("sampler", "inspector")
_KINDS = {
    "station": Text("收购站", "Stations"),
    "farm": Text("牧场", "Farms"),
    "plant": Text("加工厂", "Plants"),
}
_OFFERED = (*CONTRABAND, "aflatoxin_m1", "lead", "antibiotics", "fat", "protein", "total_count")


@require_GET
@page("quality.see_plans")
def plans(request: HttpRequest) -> HttpResponse:
    """The plans of the offices in reach."""
    state = request.GET.get("state", "")
    found = visible(SamplingPlan.objects.select_related("organisation"), scope_of(request.user))
    if state in PLAN_STATES:
        found = found.filter(state=state)
    page_obj = Paginator(found.order_by("-pk"), _PER_PAGE).get_page(request.GET.get("page"))
    lines = []
    for plan in page_obj:
        tasks = list(plan.tasks.values_list("state", flat=True))
        lines.append((plan, len(tasks), tasks.count("done"), tasks.count("assigned")))
    return render(
        request,
        "quality/plans.html",
        {
            "page_obj": page_obj,
            "lines": lines,
            "states": PLAN_STATES.items(),
            "state": state,
            "may_draft": may(request.user, "quality.draft_plan"),
        },
    )


@require_http_methods(["GET", "POST"])
@page("quality.draft_plan")
def new_plan(request: HttpRequest) -> HttpResponse:
    """The form of a plan: strata with their populations, officers and whom they avoid."""
    person = person_of(request)
    faults: tuple[Any, ...] = ()
    if request.method == "POST":
        try:
            plan = draft_plan(person, office_of(person), _drafting(request, person))
        except Problem as problem:
            if problem.kind is not INVALID:
                raise
            faults = problem.faults
        else:
            tell(request, f"计划 {plan.number} 已拟定，核对后封存", "Drawn up; check and commit it")
            return redirect("quality:plan", number=plan.number)
    scope, today = scope_of(person), timezone.localdate()
    strata = _strata_offered(person)
    suggested = share_out(
        min(sum(n for *_, n in strata), _suggested(sum(n for *_, n in strata))),
        [n for *_, n in strata],
        [1.0] * len(strata),
    )
    return render(
        request,
        "quality/plan_form.html",
        {
            "faults": faults,
            "typed": request.POST,
            "kinds": [(k, t) for k, t in SampleKind.choices if k in OFFICIAL_KINDS],
            "methods": METHODS.items(),
            "analytes": [ANALYTES[code] for code in _OFFERED],
            "strata": [
                (county, kind, COUNTIES[county].name, _KINDS[kind], n, size)
                for (county, kind, n), size in zip(strata, suggested, strict=True)
            ],
            "officers": _officers_offered(person),
            "owners": visible(
                Organisation.objects.filter(kind__in=["station", "farm", "processor"]), scope
            ).order_by("name_zh")[:500],
            "first": today + timedelta(days=1),
            "last": today + timedelta(days=30),
        },
        status=422 if faults else 200,
    )


def office_of(person: Person) -> Organisation:
    """The office for which the person plans."""
    for membership in person.present_memberships():
        if membership.role in ("region_officer", "county_officer"):
            return membership.organisation
    raise Problem(NOT_FOUND, Text("没有所属管理单位", "No office"))


def _strata_offered(person: Person) -> list[tuple[str, str, int]]:
    places = visible(Place.objects.filter(kind__in=_KINDS), scope_of(person))
    counts: dict[tuple[str, str], int] = {}
    for county, kind in places.order_by().values_list("county", "kind"):
        if county in COUNTIES:
            counts[county, kind] = counts.get((county, kind), 0) + 1
    return [(county, kind, n) for (county, kind), n in sorted(counts.items()) if kind != "farm"]


def _officers_offered(person: Person) -> list[Person]:
    offices = visible(Organisation.objects.all(), scope_of(person))
    found = Person.objects.filter(
        memberships__role__in=_OFFICER_ROLES, memberships__organisation__in=offices
    )
    return list(found.distinct().order_by("name_zh", "pk")[:200])


def _share(name: str) -> float:
    row = find_rule(f"quality.plan.{name}", timezone.localdate())
    return float(row.value) if row and row.value is not None else 0.0


def _suggested(population: int) -> int:
    prevalence, confidence = _share("design_prevalence"), _share("confidence")
    sensitivity = _share("sensitivity")
    if not population or not 0 < prevalence < 1 or not 0 < confidence < 1 or not sensitivity:
        return 0
    return min(population, size_finite(population, prevalence, confidence, sensitivity))


def _drafting(request: HttpRequest, person: Person) -> Drafting:
    strata = []
    for county, kind, _ in _strata_offered(person):
        size = as_whole(word(request, f"size-{county}-{kind}") or "0")
        if size is None or size:
            strata.append(Stratum(county, kind, size if size is not None else 10**9))
    officers = tuple(n for n in map(as_whole, request.POST.getlist("officer")) if n is not None)
    avoids: dict[int, list[int]] = {}
    for entry in request.POST.getlist("avoid"):
        officer, _, owner = entry.partition("-")
        pair = as_whole(officer), as_whole(owner)
        if pair[0] is not None and pair[1] is not None:
            avoids.setdefault(pair[0], []).append(pair[1])
    extra = whole_entry(request, "avoid_officer"), whole_entry(request, "avoid_owner")
    if extra[0] is not None and extra[1] is not None:
        avoids.setdefault(extra[0], []).append(extra[1])
    return Drafting(
        title=word(request, "title")[:120],
        kind=word(request, "kind"),
        method=word(request, "method"),
        analytes=tuple(request.POST.getlist("analyte")),
        first_day=day_entry(request, "first_day"),
        last_day=day_entry(request, "last_day"),
        strata=tuple(strata),
        officers=officers,
        avoids=avoids,
    )


def plan_of(request: HttpRequest, number: str) -> SamplingPlan:
    """The plan of an address, if the person may see it."""
    found = SamplingPlan.objects.select_related("organisation", "created_by")
    return get_visible(found, scope_of(request.user), number=number)


@require_GET
@page("quality.see_plans")
def plan_page(request: HttpRequest, number: str) -> HttpResponse:
    """A plan: its strata, list, draw and tasks; a seed and word of the address are verified."""
    plan = plan_of(request, number)
    seed, spoken = request.GET.get("seed", "").strip(), request.GET.get("word", "").strip()
    checks = verify_draw(plan, seed, spoken) if seed and plan.drawn_at else ()
    moves = {m.verb for m in PLAN_FLOW.moves_from(plan.state) if may(request.user, m.verb)}
    population = sum(s.population for s in plan.strata.all())
    size = sum(s.size for s in plan.strata.all())
    prevalence, sensitivity = _share("design_prevalence"), _share("sensitivity")
    listed = plan.objects_listed.select_related("place", "stratum").order_by("-weight", "place_id")
    tasks = list(
        plan.tasks.select_related("place", "first_officer", "second_officer", "sample").order_by(
            "position"
        )
    )
    return render(
        request,
        "quality/plan.html",
        {
            "plan": plan,
            "analytes": [ANALYTES[code] for code in plan.analytes if code in ANALYTES],
            "strata": [(s, _KINDS.get(s.place_kind, Text("", ""))) for s in plan.strata.all()],
            "population": population,
            "size": size,
            "prevalence": prevalence,
            "confidence": confidence_finite(size, population, prevalence, sensitivity)
            if population
            else None,
            "sensitivity": sensitivity,
            "listed": listed[:50],
            "listed_count": listed.count(),
            "officers": plan.officers.select_related("person").prefetch_related("avoids"),
            "tasks": tasks,
            "checks": checks,
            "all_good": bool(checks) and all(check.good for check in checks),
            "asked": {"seed": seed or plan.seed * bool(plan.drawn_at), "word": spoken},
            "moves": moves,
            "committed_by_me": Transition.objects.filter(
                subject="quality.plan",
                subject_id=plan.pk,
                verb="quality.commit_plan",
                person=person_of(request),
            ).exists(),
            "history": Transition.objects.filter(subject="quality.plan", subject_id=plan.pk)
            .select_related("person")
            .order_by("at"),
            "titles": {move.verb: move.title for move in PLAN_FLOW.moves},
        },
    )


@require_POST
@page("quality.see_plans")
def plan_step(request: HttpRequest, number: str) -> HttpResponse:
    """Commit, draw or close a plan."""
    plan, person, step = plan_of(request, number), person_of(request), word(request, "step")
    if step == "commit":
        commit_plan(person, plan)
        tell(request, "名录和种子已封存，摘要已公布", "Committed; the digests are published")
    elif step == "draw":
        tasks = draw_plan(person, plan, word=word(request, "word"))
        tell(request, f"已抽取{len(tasks)}个对象，种子已公开", f"{len(tasks)} drawn; seed revealed")
    elif step == "close":
        close_plan(person, plan)
        tell(request, "计划已结束", "Closed")
    else:
        raise Problem(NOT_FOUND, Text("没有该步骤", "There is no such step"))
    return redirect("quality:plan", number=number)


@require_GET
@page("quality.see_plans")
def plan_record(request: HttpRequest, number: str) -> HttpResponse:
    """Everything needed to repeat a draw without this system, as JSON."""
    plan = plan_of(request, number)
    answer = JsonResponse(published_draw(plan), json_dumps_params={"ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="{plan.number}.json"'
    return answer


@require_GET
@page("quality.see_plans")
def tasks(request: HttpRequest) -> HttpResponse:
    """Tasks in reach; a sampler sees the own ones first."""
    person = person_of(request)
    state = request.GET.get("state", "assigned")
    found = visible(
        SamplingTask.objects.select_related(
            "plan", "place", "first_officer", "second_officer", "sample"
        ),
        scope_of(person),
    )
    if state in TASK_STATES:
        found = found.filter(state=state)
    mine = request.GET.get("mine") == "yes"
    if mine:
        found = found.filter(first_officer=person) | found.filter(second_officer=person)
    page_obj = Paginator(found.order_by("day", "pk"), _PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    officers: dict[int, list[Person]] = {}
    for listed in PlanOfficer.objects.filter(
        plan__in={task.plan_id for task in page_obj}
    ).select_related("person"):
        officers.setdefault(listed.plan_id, []).append(listed.person)
    own_plans = set(
        visible(SamplingPlan.objects.all(), scope_of(person)).values_list("pk", flat=True)
    )
    return render(
        request,
        "quality/tasks.html",
        {
            "page_obj": page_obj,
            "lines": [
                (
                    task,
                    _light_of(task, today),
                    person.pk in (task.first_officer_id, task.second_officer_id),
                    task.plan_id in own_plans,
                    officers.get(task.plan_id, []),
                )
                for task in page_obj
            ],
            "states": TASK_STATES.items(),
            "state": state,
            "mine": mine,
            "may_sample": may(person, "quality.take_sample"),
            "may_change": may(person, "quality.draft_plan"),
        },
    )


def _light_of(task: SamplingTask, today: Any) -> tuple[str, Text]:
    if task.state != "assigned":
        return "green", TASK_STATES[task.state]
    if task.day < today:
        return "red", Text("已逾期", "Overdue")
    if task.day == today:
        return "yellow", Text("今日", "Today")
    return "grey", Text("未到期", "To come")


@require_POST
@page("quality.see_plans")
def task_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Join a sample to a task, send another officer, or excuse it."""
    person, step = person_of(request), word(request, "step")
    task = get_visible(SamplingTask.objects.all(), scope_of(person), pk=pk)
    if step == "complete":
        complete_task(person, task, barcode=word(request, "barcode"))
        tell(request, "任务已完成", "Done")
    elif step == "reassign":
        reassign_task(
            person,
            task,
            instead_of=whole_entry(request, "instead_of") or 0,
            officer=whole_entry(request, "officer") or 0,
            reason=word(request, "reason"),
        )
        tell(request, "已改派", "Another officer goes")
    elif step == "excuse":
        excuse_task(person, task, reason=word(request, "reason"))
        tell(request, "任务已核销", "Excused")
    else:
        raise Problem(NOT_FOUND, Text("没有该步骤", "There is no such step"))
    return redirect("quality:tasks")


@require_GET
@page("quality.see_plans")
def planner(request: HttpRequest) -> HttpResponse:
    """How many samples: from prevalence and confidence, or an acceptance plan with its curve."""
    asked = request.GET
    entered = {
        name: as_decimal(asked.get(name)) or _DEFAULTS[name]
        for name in ("prevalence", "confidence", "sensitivity", "good", "bad", "limit")
    }
    values = {name: float(value) for name, value in entered.items()}
    population = as_whole(asked.get("population")) or 300
    faults: list[Text] = []
    sizes: tuple[int, int] | None = None
    found: Plan | None = None
    scheme: Plan | None = None
    try:
        sizes = (
            size_finite(population, values["prevalence"], values["confidence"],
                        values["sensitivity"]),
            size_infinite(values["prevalence"], values["confidence"], values["sensitivity"]),
        )  # fmt: skip
    except ValueError as error:
        faults.append(Text("流行率、置信度、灵敏度须在0与1之间", str(error)))
    try:
        found = find_plan(
            values["good"], values["bad"], population=population if population <= 5000 else None
        )
        scheme = standard_plan(population, values["limit"])
    except ValueError as error:
        faults.append(Text("没有满足两类风险的方案，请放宽质量水平", str(error)))
    shares = [n / 200 for n in range(41)]
    points = curve(found, shares) if found else []
    other = curve(scheme, shares) if scheme else []
    return render(
        request,
        "quality/planner.html",
        {
            "values": values,
            "population": population,
            "levels": QUALITY_LEVELS,
            "faults": faults,
            "sizes": sizes,
            "enough": sizes is not None and sizes[0] <= population,
            "found": found,
            "scheme": scheme,
            "table": [
                (share, chance, second)
                for (share, chance), (_, second) in list(zip(points, other, strict=False))[::4]
            ],
            "chart": {
                "labels": [f"{share:.1%}" for share in shares],
                "series": [
                    {"name": f"n={plan.size}, c={plan.acceptance}",
                     "values": [round(chance, 4) for _, chance in drawn]}
                    for plan, drawn in ((found, points), (scheme, other)) if plan
                ],
            } if points else {},
        },
    )  # fmt: skip


_DEFAULTS = {
    name: as_decimal(value) or 0
    for name, value in {
        "prevalence": "0.02", "confidence": "0.95", "sensitivity": "0.9",
        "good": "0.01", "bad": "0.08", "limit": "0.65",
    }.items()
}  # fmt: skip
