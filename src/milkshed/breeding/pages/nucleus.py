"""Choosing a nucleus herd: the best cows within limits of sire family and coancestry."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from milkshed.breeding.queries import catalogue
from milkshed.breeding.queries.nucleus import MOST_CHOSEN, Asked, choose_nucleus
from milkshed.breeding.science.contributions import Infeasible
from milkshed.platform.scope import scope_of
from milkshed.platform.web.entries import as_decimal, as_whole
from milkshed.platform.web.pages import page

_USUAL = 40
_PASSED_SHOWN = 10


@require_GET
@page("breeding.select_nucleus")
def nucleus(request: HttpRequest) -> HttpResponse:
    """The choice under the limits asked for, or why there is none."""
    run = catalogue.published_run()
    typed = request.GET.get("coancestry", "").strip()
    limit = as_decimal(typed)
    asked = Asked(
        count=min(max(as_whole(request.GET.get("count")) or _USUAL, 1), MOST_CHOSEN),
        per_sire=as_whole(request.GET.get("per_sire")) or None,
        max_coancestry_pct=float(limit) if limit is not None and limit > 0 else None,
    )
    choice, refused = None, ""
    if run is not None:
        try:
            choice = choose_nucleus(run, scope_of(request.user), asked)
        except Infeasible as infeasible:
            refused = str(infeasible)
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
            "synthetic": run is not None and run.synthetic,
        },
    )
