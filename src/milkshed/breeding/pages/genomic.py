"""The list of genotyped animals with their genomic values."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from milkshed.breeding.queries import catalogue, genomic
from milkshed.platform.permissions import may
from milkshed.platform.scope import scope_of
from milkshed.platform.web.pages import page

_PER_PAGE = 30


@require_GET
@page("breeding.see")
def genomic_list(request: HttpRequest) -> HttpResponse:
    """Genotyped animals in reach by genomic index, or why the published run has none."""
    run = catalogue.published_run()
    animals = request.GET.get("animals", "")
    page_obj = None
    if run is not None:
        found = genomic.genomic_values(scope_of(request.user), run, animals)
        page_obj = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "breeding/genomic.html",
        {
            "run": run,
            "told": run.summary.get("genomic", {}) if run is not None else {},
            "page_obj": page_obj,
            "animals": animals,
            "choices": genomic.ANIMALS.items(),
            "may_see_runs": may(request.user, "breeding.see_runs"),
            "synthetic": run is not None and run.synthetic,
        },
    )
