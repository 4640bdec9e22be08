"""Choosing a nucleus herd, and how much each bull should contribute to the next generation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from milkshed.breeding.mating_paper import nucleus_excel
from milkshed.breeding.queries import catalogue
from milkshed.breeding.queries.contributions import (
    LOOK_BACK_YEARS,
    MOST_COWS,
    AskedContributions,
    best_contributions,
)
from milkshed.breeding.queries.nucleus import MOST_CHOSEN, Asked, choose_nucleus
from milkshed.breeding.science.contributions import Infeasible
from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.platform.documents.excel import MEDIA_TYPE
from milkshed.platform.scope import scope_of
from milkshed.platform.web.entries import as_decimal, as_whole
from milkshed.platform.web.pages import page

_USUAL = 40
_USUAL_SHARE_PCT = 30.0
_PASSED_SHOWN = 10
_CHARTED = 20


def _percentage(request: HttpRequest, name: str) -> float | None:
    """A number above 0 of the address's query, or None when it is missing or unreadable."""
    value = as_decimal(request.GET.get(name, "").strip())
    return float(value) if value is not None and value > 0 else None


def _asked(request: HttpRequest) -> Asked:
    return Asked(
        count=min(max(as_whole(request.GET.get("count")) or _USUAL, 1), MOST_CHOSEN),
        per_sire=as_whole(request.GET.get("per_sire")) or None,
        max_coancestry_pct=_percentage(request, "coancestry"),
    )


@require_GET
@page("breeding.select_nucleus")
def nucleus(request: HttpRequest) -> HttpResponse:
    """The choice under the limits asked for, or why there is none."""
    run, asked = catalogue.published_run(), _asked(request)
    choice, refused = None, None
    if run is not None:
        try:
            choice = choose_nucleus(run, scope_of(request.user), asked)
        except Infeasible as infeasible:
            refused = why_not(infeasible)
    return render(
        request,
        "breeding/nucleus.html",
        {
            "run": run,
            "asked": asked,
            "choice": choice,
            "refused": refused,
            "passed": choice.passed_over[:_PASSED_SHOWN] if choice else (),
            "most": MOST_CHOSEN,
            "query": request.GET.urlencode(),
            "synthetic": run is not None and run.synthetic,
        },
    )


def why_not(infeasible: Infeasible) -> Text:
    """Which limit cannot be kept, in words."""
    if infeasible.least is not None:
        least = 100 * infeasible.least
        return Text(
            f"这些候选能达到的最低平均亲缘约为{least:.2f}%",
            f"the least mean coancestry of these candidates is about {least:.2f} %",
        )
    return Text("份额或每父头数的上限太低，凑不够所需的头数", str(infeasible))


@require_GET
@page("breeding.select_nucleus")
def excel(request: HttpRequest) -> HttpResponse:
    """The choice as a workbook."""
    run, asked = catalogue.published_run(), _asked(request)
    if run is None:
        raise Problem(NOT_FOUND, Text("还没有发布的评估", "No evaluation is published"))
    try:
        choice = choose_nucleus(run, scope_of(request.user), asked)
    except Infeasible as infeasible:
        raise Problem(NOT_FOUND, why_not(infeasible)) from infeasible
    answer = HttpResponse(
        nucleus_excel(run, choice, get_language() or "zh"), content_type=MEDIA_TYPE
    )
    answer["Content-Disposition"] = f'attachment; filename="nucleus-{run.number}.xlsx"'
    return answer


@require_GET
@page("breeding.select_nucleus")
def contributions(request: HttpRequest) -> HttpResponse:
    """The best contributions of bulls in service, beside what was done in the last years."""
    run, language = catalogue.published_run(), get_language() or "zh"
    share = _percentage(request, "share")
    asked = AskedContributions(
        cows=min(max(as_whole(request.GET.get("cows")) or _USUAL, 2), MOST_COWS),
        max_share_pct=share if share is not None and share <= 100 else _USUAL_SHARE_PCT,
        max_coancestry_pct=_percentage(request, "coancestry"),
    )
    best, refused = None, None
    if run is not None:
        try:
            best = best_contributions(run, scope_of(request.user), asked)
        except Infeasible as infeasible:
            refused = why_not(infeasible)
    return render(
        request,
        "breeding/contributions.html",
        {
            "run": run,
            "asked": asked,
            "best": best,
            "refused": refused,
            "years": LOOK_BACK_YEARS,
            "most": MOST_COWS,
            "chart": {
                "labels": [one.bull.number for one in best.bulls[:_CHARTED]],
                "unit": "%",
                "horizontal": True,
                "series": [
                    {
                        "name": Text("最优", "Best").in_language(language),
                        "values": [round(one.share_pct, 1) for one in best.bulls[:_CHARTED]],
                    },
                    {
                        "name": Text("近年实际", "Recent births").in_language(language),
                        "values": [round(one.did_pct, 1) for one in best.bulls[:_CHARTED]],
                    },
                ],
            }
            if best is not None
            else None,
            "synthetic": run is not None and run.synthetic,
        },
    )
