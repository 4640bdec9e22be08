"""Mating plans: a farm's straws and plans, one plan cow by cow, its files."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from milkshed.breeding.actions.matings import Wishes, accept_plan, withdraw_plan
from milkshed.breeding.mating_flow import MATING_FLOW
from milkshed.breeding.mating_jobs import PLAN, as_arguments
from milkshed.breeding.mating_paper import plan_excel, plan_pdf
from milkshed.breeding.mating_words import MATING_KINDS, TERM_WORDS
from milkshed.breeding.models import MATING_STATES, Batch, BatchKind, MatingPlan, PlannedMating
from milkshed.breeding.queries.extension import history
from milkshed.breeding.queries.mating_follow import follow
from milkshed.breeding.queries.reach import farm_in_reach, farms_in_reach
from milkshed.breeding.queries.stock import farm_lots
from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.platform.documents.excel import MEDIA_TYPE
from milkshed.platform.jobs import start_job
from milkshed.platform.models import Job
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.entries import decimal_or_none, tell, word
from milkshed.platform.web.pages import may_open, page
from milkshed.platform.web.people import person_of

_PER_PAGE = 50
_FARMS_SHOWN = 400
_OTHERWISE_SHOWN = 40
_STEPS = {"accept": "breeding.accept_mating", "withdraw": "breeding.withdraw_mating"}


def _language() -> str:
    return get_language() or "zh"


@require_GET
@page("breeding.see_matings")
def matings(request: HttpRequest) -> HttpResponse:
    """Plans in reach, newest first, and the way to a farm; one farm alone goes to its own."""
    scope = scope_of(request.user)
    search = request.GET.get("q", "").strip()[:40]
    farms = farms_in_reach(scope)
    if len(farms) == 1 and not request.GET:
        return redirect("breeding:mating-farm", code=farms[0].code)
    named = [farm for farm in farms if not search or search in farm.name.zh or farm.code == search]
    plans = visible(MatingPlan.objects.select_related("place", "run"), scope)
    if search:
        plans = plans.filter(Q(place__name_zh__contains=search) | Q(farm_code=search))
    page_obj = Paginator(plans.order_by("-made_on", "-pk"), _PER_PAGE).get_page(
        request.GET.get("page")
    )
    return render(
        request,
        "breeding/matings.html",
        {
            "page_obj": page_obj,
            "lines": [_plan_line(one) for one in page_obj],
            "farms": named[:_FARMS_SHOWN],
            "q": search,
            "synthetic": any(one.synthetic for one in page_obj),
        },
    )


def _plan_line(one: MatingPlan) -> dict[str, object]:
    outcome = one.outcome["plan"]
    did = one.outcome.get("did")
    return {
        "plan": one,
        "state": MATING_STATES[one.state],
        "kind": MATING_KINDS[one.state],
        "outcome": outcome,
        "gain": outcome["calf_index"] - did["calf_index"]
        if did and outcome.get("matings") and did.get("matings")
        else None,
    }


@require_http_methods(["GET", "POST"])
@page("breeding.see_matings")
def farm(request: HttpRequest, code: str) -> HttpResponse:
    """A farm's straws, its plans, and the form that has one made."""
    facts = farm_in_reach(person_of(request), code)
    if request.method == "POST":
        person = person_of(request)
        wishes = Wishes(
            source=word(request, "source") or "farm",
            budget_yuan=decimal_or_none(request, "budget_yuan"),
            max_inbreeding_pct=decimal_or_none(request, "max_inbreeding_pct"),
            max_share_pct=decimal_or_none(request, "max_share_pct"),
        )
        wishes.check()
        start_job(PLAN, as_arguments(person, facts.code, wishes), person)
        tell(request, "已开始计算选配方案", "The plan is being made")
        return redirect("breeding:mating-farm", code=facts.code)
    plans = visible(MatingPlan.objects.filter(place=facts.place_id), scope_of(request.user))
    job = Job.objects.filter(kind=PLAN, arguments__farm=facts.code).order_by("-created_at").first()
    return render(
        request,
        "breeding/mating_farm.html",
        {
            "farm": facts,
            "opens_herd": may_open(request.user, facts.url),
            "lots": (
                *farm_lots(facts.place_id),
                *farm_lots(facts.place_id, BatchKind.EMBRYO),
            ),
            "lines": [_plan_line(one) for one in plans.order_by("-made_on", "-pk")[:20]],
            "job": job
            if job is not None and job.state in ("queued", "running", "failed")
            else None,
            "busy": job is not None and job.state in ("queued", "running"),
            "may_plan": may(request.user, "breeding.plan_matings"),
        },
    )


def plan_in_reach(request: HttpRequest, pk: int) -> MatingPlan:
    """The plan of this key, or a not-found problem."""
    plans = MatingPlan.objects.select_related("place", "run")
    return get_visible(plans, scope_of(request.user), pk=pk)


@require_GET
@page("breeding.see_matings")
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan: what it brings against what the farm did, straws with their worth, cow by cow."""
    one = plan_in_reach(request, pk)
    search, only = request.GET.get("q", "").strip()[:30], request.GET.get("only", "")
    found = cows_of(one)
    if search:
        found = found.filter(Q(number=search) | Q(bull__number=search) | Q(batch__number=search))
    if only == "without":
        found = found.filter(batch__isnull=True)
    elif only == "planned":
        found = found.filter(batch__isnull=False)
    elif only == "heifers":
        found = found.filter(parity=0)
    page_obj = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    outcome = one.outcome
    followed = follow(one)
    return render(
        request,
        "breeding/mating_plan.html",
        {
            "followed": followed,
            "otherwise": followed.otherwise[:_OTHERWISE_SHOWN] if followed is not None else (),
            "plan": one,
            "opens_herd": may_open(request.user, "/herd/animals/1"),
            "state": MATING_STATES[one.state],
            "kind": MATING_KINDS[one.state],
            "allowed": [
                step
                for step, verb in _STEPS.items()
                if may(request.user, verb)
                and any(move.verb == verb for move in MATING_FLOW.moves_from(one.state))
            ],
            "outcome": outcome,
            "rows": compared(outcome),
            "findings": [Text(f["zh"], f["en"]) for f in one.findings],
            "stock": _stock(request, one),
            "chart": _chart(one.stock),
            "page_obj": page_obj,
            "cows": [_cow(row) for row in page_obj],
            "served": one.matings.filter(batch__isnull=False).count(),
            "total": one.matings.count(),
            "q": search,
            "only": only,
            "unconfirmed": sum(
                row["status"] != "official" for row in one.settings["rules"].values()
            ),
            "rules": len(one.settings["rules"]),
            "history": [
                (move, MATING_STATES[move.target]) for move in history(MATING_FLOW.subject, one.pk)
            ],
        },
    )


def _stock(request: HttpRequest, one: MatingPlan) -> list[dict[str, object]]:
    """The lots of a plan; those in reach with the key of their batch."""
    numbers = [lot["batch"] for lot in one.stock]
    reached = visible(Batch.objects.filter(number__in=numbers), scope_of(request.user))
    keys = dict(reached.values_list("number", "pk"))
    return [
        {
            **lot,
            "text": Text(lot["name"]["zh"], lot["name"]["en"]),
            "key": keys.get(lot["batch"]),
        }
        for lot in one.stock
    ]


def cows_of(one: MatingPlan) -> QuerySet[PlannedMating]:
    """The plan's cows by number."""
    return one.matings.select_related("batch", "bull").order_by(Length("number"), "number", "pk")


def _cow(row: PlannedMating) -> dict[str, object]:
    return {
        "row": row,
        "choices": [
            {
                **choice,
                "text": Text(choice["name"]["zh"], choice["name"]["en"]),
                "why": [
                    (TERM_WORDS[name], value)
                    for name, value in choice["terms"].items()
                    if abs(value) >= 0.5
                ],
            }
            for choice in row.choices
        ],
        "reason": Text(row.reason["zh"], row.reason["en"]) if row.reason else None,
    }


def compared(outcome: Mapping[str, Any]) -> list[dict[str, object]]:
    """The plan, what the farm did and chance, side by side, row by row of a table."""
    planned, did, drawn = outcome["plan"], outcome.get("did") or {}, outcome["random"]
    wanted = (
        ("matings", Text("配种数", "Matings"), 0),
        ("bull_index", Text("公牛平均指数", "Mean index of bulls"), 1),
        ("calf_index", Text("后代期望指数", "Expected index of calves"), 1),
        ("inbreeding_pct", Text("后代平均近交系数（%）", "Mean inbreeding of calves (%)"), 2),
        ("close", Text("近交超限的配种", "Matings over the limit"), 0),
        ("risky", Text("隐性风险超限的配种", "Matings of recessive risk"), 0),
        ("bulls", Text("用到的公牛", "Bulls used"), 0),
        ("greatest_share_pct", Text("最大公牛份额（%）", "Greatest share (%)"), 1),
        ("effective_bulls", Text("有效公牛数", "Effective bulls"), 1),
    )
    return [
        {
            "title": title,
            "places": places,
            "plan": planned.get(name),
            "did": did.get(name),
            "random": drawn.get(name),
        }
        for name, title, places in wanted
    ]


def _chart(stock: list[dict[str, Any]]) -> dict[str, object]:
    language = _language()
    return {
        "labels": [lot["batch"] for lot in stock],
        "unit": Text("支", "straws").in_language(language),
        "horizontal": True,
        "stacked": True,
        "series": [
            {
                "name": Text("已安排", "Planned").in_language(language),
                "values": [lot["planned"] for lot in stock],
            },
            {
                "name": Text("剩余", "Left").in_language(language),
                "values": [lot["left"] - lot["planned"] for lot in stock],
            },
        ],
    }


@require_POST
@page("breeding.see_matings")
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Accept or withdraw a plan."""
    one = plan_in_reach(request, pk)
    if step == "accept":
        accept_plan(person_of(request), one.pk)
    elif step == "withdraw":
        withdraw_plan(person_of(request), one.pk, word(request, "opinion"))
    else:
        raise Problem(NOT_FOUND)
    tell(request, "已办理", "Done")
    return redirect("breeding:mating-plan", pk=one.pk)


@require_GET
@page("breeding.see_matings")
def excel(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan as a workbook: cows, straws, comparison."""
    one = plan_in_reach(request, pk)
    content = plan_excel(one, cows_of(one), compared(one.outcome), _language())
    answer = HttpResponse(content, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{one.number}.xlsx"'
    return answer


@require_GET
@page("breeding.see_matings")
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan on paper, to take to the cows."""
    one = plan_in_reach(request, pk)
    answer = HttpResponse(plan_pdf(one, cows_of(one)), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{one.number}.pdf"'
    return answer
