"""Evaluations: started, watched, compared, decided by two people, published, rolled back."""

import csv
from collections.abc import Mapping
from typing import Any, cast

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from milkshed.breeding.actions.evaluation.snapshot import folder_of
from milkshed.breeding.actions.register import centre_of
from milkshed.breeding.actions.runs import (
    STEPS,
    WANT_WORDS,
    earlier_run,
    move_run,
    resume_run,
    start_run,
)
from milkshed.breeding.flow import RUN_FLOW
from milkshed.breeding.models import RUN_STATES, EvaluationRun, GenomicValue
from milkshed.breeding.pages.genomic_run import genomic_part
from milkshed.breeding.queries import catalogue
from milkshed.breeding.science.monthly_run import TYPES, YIELDS
from milkshed.breeding.science.selection_index import TRAITS
from milkshed.breeding.words import FILES, FILTERS, STATE_KINDS, method_text, reason_text
from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person, Transition
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.entries import day_entry, tell, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of

_PER_PAGE = 20
_COMPARED = (
    ("bulls", Text("种公牛", "Bulls")),
    ("cows", Text("母牛", "Cows")),
    ("genomic", Text("基因组值", "Genomic values")),
)
_BARS = (("bulls", Text("公牛", "Bulls")), ("cows", Text("母牛", "Cows")))


def _centre(person: Person) -> Organisation:
    """The person's centre, or the region's where an administrator starts a run."""
    if person.organisations(("breeding_centre",)):
        return centre_of(person)
    found = Organisation.objects.filter(kind="breeding_centre").order_by("pk").first()
    if found is None:
        raise Problem(NOT_FOUND, Text("没有良种繁育中心", "There is no breeding centre"))
    return found


@require_http_methods(["GET", "POST"])
@page("breeding.see_runs")
def runs(request: HttpRequest) -> HttpResponse:
    """All evaluations, the youngest first; the centre starts one here."""
    if request.method == "POST":
        person = person_of(request)
        centre = _centre(person)
        run = start_run(
            centre, day_entry(request, "cut_on"), person=person, synthetic=centre.synthetic
        )
        tell(request, f"{run.number}期已开始计算", f"Run {run.number} is being computed")
        return redirect("breeding:run", pk=run.pk)
    found = visible(EvaluationRun.objects.select_related("centre", "job"), scope_of(request.user))
    page_obj = Paginator(found.order_by("-started_at"), _PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "breeding/runs.html",
        {
            "page_obj": page_obj,
            "lines": [(one, RUN_STATES[one.state], _kind(one)) for one in page_obj],
            "may_start": may(request.user, "breeding.start_run"),
            "today": timezone.localdate(),
            "synthetic": any(one.synthetic for one in page_obj),
        },
    )


def _kind(run: EvaluationRun) -> str:
    return "bad" if run.state == "withdrawn" else STATE_KINDS[run.state]


def run_of(request: HttpRequest, pk: int) -> EvaluationRun:
    """An evaluation in reach."""
    found = EvaluationRun.objects.select_related("centre", "job", "compared_with", "started_by")
    return get_visible(found, scope_of(request.user), pk=pk)


@require_GET
@page("breeding.see_runs")
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """One evaluation: its data, checks, convergence, trends, comparison, and the next step."""
    one, language = run_of(request, pk), get_language() or "zh"
    manifest, summary = one.manifest, one.summary
    told_trends = summary.get("trends", {})
    asked = request.GET.get("trend", "")
    trait = asked if asked in told_trends else "milk_kg"
    trends = told_trends.get(trait, [])
    possible = {move.verb: move for move in RUN_FLOW.moves_from(one.state)}
    steps = [
        (step, possible[verb].title, step in WANT_WORDS)
        for step, verb in STEPS.items()
        if verb in possible and may(request.user, verb)
    ]
    comparison = one.comparison
    return render(
        request,
        "breeding/run.html",
        {
            "run": one,
            "state": RUN_STATES[one.state],
            "kind": _kind(one),
            "interrupted": one.state == "computing"
            and one.job is not None
            and one.job.state in ("failed", "cancelled"),
            "busy": one.state == "computing"
            and one.job is not None
            and one.job.state in ("queued", "running"),
            "polled": request.headers.get("HX-Request") == "true",
            "may_start": may(request.user, "breeding.start_run"),
            "files": [
                (FILES.get(name, Text(name, name)), file)
                for name, file in one.extract.get("files", {}).items()
            ],
            "filters": [
                (name, [(title, held[key]) for key, title in FILTERS.items() if key in held])
                for name in ("lactations", "types")
                if (held := manifest.get("filters", {}).get(name))
            ],
            "faults": one.checks.get("counts", {}).values(),
            "traits": [
                (TRAITS[name], told)
                for name in (*YIELDS, *TYPES)
                if (told := manifest.get("traits", {}).get(name))
            ],
            "blocks": [
                ([TRAITS[trait] for trait in told["traits"]], _correlations(told))
                for told in manifest.get("blocks", {}).values()
                if len(told["traits"]) > 1
            ],
            "genomic": genomic_part(one, scope_of(request.user)),
            "method": method_text(manifest.get("method", "")),
            "unconfirmed": len(manifest.get("unconfirmed", [])),
            "trend": {
                "labels": [row["year"] for row in trends],
                "series": [
                    {
                        "name": TRAITS[trait].in_language(language),
                        "values": [round(row["mean"], 2) for row in trends],
                    }
                ],
            }
            if len(trends) > 1
            else None,
            "trends": trends,
            "trend_trait": TRAITS[trait],
            "trend_traits": [
                (name, TRAITS[name], name == trait) for name in YIELDS if name in told_trends
            ],
            "histogram": summary.get("reliability", []),
            "reliability_error": summary.get("reliability_error"),
            "reliability": {
                "labels": [f"{row['from']:.1f}" for row in summary.get("reliability", [])],
                "series": [
                    {
                        "name": title.in_language(language),
                        "values": [row[key] for row in summary.get("reliability", [])],
                    }
                    for key, title in _BARS
                ],
            }
            if summary
            else None,
            "comparison": comparison,
            "compared": [
                (title, comparison[name], _movers(one, name, comparison[name]))
                for name, title in _COMPARED
                if name in comparison
            ],
            "model_changes": [reason_text(code) for code in comparison.get("model", [])],
            "steps": steps,
            "earlier": earlier_run(one) if one.state in catalogue.PUBLISHED else None,
            "history": Transition.objects.filter(
                subject=RUN_FLOW.subject, subject_id=one.pk
            ).select_related("person"),
            "states": RUN_STATES.items(),
        },
    )


def _correlations(told: Mapping[str, Any]) -> list[tuple[Text, float, float]]:
    """Pairs of traits of a block with their genetic and residual correlations."""
    traits, held = told["traits"], told["correlations"]
    return [
        (
            Text(
                f"{TRAITS[second].zh} × {TRAITS[first].zh}",
                f"{TRAITS[second].en} × {TRAITS[first].en}",
            ),
            held["genetic"][i][j],
            held["residual"][i][j],
        )
        for i, first in enumerate(traits)
        for j, second in enumerate(traits[:i])
    ]


def _movers(
    run: EvaluationRun, kind: str, held: dict[str, list[dict[str, object]]]
) -> list[tuple[dict[str, object], str, list[Text]]]:
    """Those who moved, the page of each, and why."""
    pages = _pages_of(run, kind, held["movers"])
    return [
        (
            mover,
            pages.get(str(mover["name"]), ""),
            [reason_text(str(code)) for code in _listed(mover["reasons"])],
        )
        for mover in held["movers"]
    ]


def _pages_of(run: EvaluationRun, kind: str, movers: list[dict[str, object]]) -> dict[str, str]:
    """Addresses by name, of bulls and of cows that have published values now."""
    names = [str(mover["name"]) for mover in movers]
    bulls: dict[str, str] = {}
    cows: dict[str, object] = {}
    if kind == "bulls":
        bulls = {name: name for name in names}
    elif kind == "cows":
        cows = {str(mover["name"]): mover.get("key") for mover in movers}
    else:
        found = GenomicValue.objects.select_related("bull")
        for one in found.filter(run=run, identity__in=names):
            if one.bull is not None:
                bulls[one.identity] = one.bull.number
            elif one.sex == "F":
                cows[one.identity] = one.animal_key
    valued = catalogue.valued_cows([key for key in cows.values() if isinstance(key, int)])
    return {
        **{name: reverse("breeding:bull", args=[number]) for name, number in bulls.items()},
        **{
            name: reverse("breeding:cow", args=[key]) for name, key in cows.items() if key in valued
        },
    }


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


@require_POST
@page("breeding.see_runs")
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Take an evaluation one step on."""
    one = run_of(request, pk)
    if step == "resume":
        resume_run(person_of(request), one.pk)
    else:
        move_run(person_of(request), one.pk, step, word(request, "opinion"))
    tell(request, "已办理", "Done")
    return redirect("breeding:run", pk=pk)


@require_GET
@page("breeding.see_runs")
def findings(request: HttpRequest, pk: int) -> HttpResponse:
    """Every finding of the pedigree checks, as CSV; the first hundred where the file is gone."""
    one = run_of(request, pk)
    path, name = folder_of(one) / "findings.csv", f"findings-{one.number}.csv"
    if path.exists():
        content = FileResponse(
            path.open("rb"), as_attachment=True, filename=name,
            content_type="text/csv; charset=utf-8",
        )  # fmt: skip
        return cast("HttpResponse", content)  # the guard of pages knows the plain kind only
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(answer)
    writer.writerow(("animal", "fault", "zh", "en"))
    for row in one.checks.get("shown", []):
        writer.writerow((row["animal"], row["fault"], row["zh"], row["en"]))
    return answer


@require_GET
@page("breeding.see_runs")
def manifest(request: HttpRequest, pk: int) -> HttpResponse:
    """All from which the evaluation can be repeated, as JSON."""
    one = run_of(request, pk)
    document = one.manifest | {"run": one.number, "cut_on": one.cut_on, "extract": one.extract}
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 1})
