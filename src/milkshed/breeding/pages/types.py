"""Type classification: scores entered or brought as a file, and one cow's scores."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from milkshed.breeding.actions.types import TypeRow, record_classifications
from milkshed.breeding.importers import defects_in, import_classifications
from milkshed.breeding.models import TypeClassification
from milkshed.breeding.queries import book
from milkshed.breeding.queries.catalogue import cow_value
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.science.type_scores import (
    PART_TITLES,
    PARTS,
    TRAIT_TITLES,
    TRAITS,
    points_of,
)
from milkshed.kernel.problems import INVALID, Problem
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of
from milkshed.platform.web.entries import day_entry, tell, whole_entry, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of

_PER_PAGE = 50


@require_http_methods(["GET", "POST"])
@page("breeding.see")
def types(request: HttpRequest) -> HttpResponse:
    """Classifications in reach; the centre enters one or brings a file."""
    report = None
    if request.method == "POST":
        report = _entered(request)
        if report.is_clean:
            tell(request, f"登记{len(report.accepted)}头", f"{len(report.accepted)} classified")
            return redirect("breeding:types")
    search = request.GET.get("q", "").strip()[:40]
    found = book.classifications(scope_of(request.user), search=search)
    page_obj = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "breeding/types.html",
        {
            "page_obj": page_obj,
            "q": search,
            "report": report,
            "parts": [
                (PART_TITLES[part], [(trait, TRAIT_TITLES[trait]) for trait in traits])
                for part, traits in PARTS.items()
            ],
            "may_classify": may(request.user, "breeding.classify"),
            "today": timezone.localdate(),
            "bounds": BreedingRules.on(timezone.localdate()).bounds("type.days_in_milk"),
            "synthetic": any(one.synthetic for one in page_obj),
        },
    )


def _entered(request: HttpRequest) -> BatchReport:
    person = person_of(request)
    if word(request, "what") == "file":
        upload = request.FILES.get("file")
        if upload is None:
            raise Problem(INVALID, Text("请选择文件", "Choose a file"))
        return import_classifications(person, upload.read())
    scores = {trait: whole_entry(request, trait) for trait in TRAITS}
    row = TypeRow(
        word(request, "number"),
        day_entry(request, "scored_on"),
        {trait: score for trait, score in scores.items() if score is not None},
        defects_in(word(request, "defects")),
    )
    return record_classifications(person, [row])


def _trait(one: TypeClassification, trait: str) -> tuple[int, dict[str, float], float | None]:
    """A linear score, its ideals, and its points; without where the ideals were not kept."""
    ideal = one.rules.get(f"breeding.type.ideal.{trait}", {})
    if not ideal:
        return one.traits[trait], ideal, None
    step = one.rules["breeding.type.step"]["value"]
    return one.traits[trait], ideal, points_of(one.traits[trait], ideal["low"], ideal["high"], step)


@require_GET
@page("breeding.see")
def classification(request: HttpRequest, pk: int) -> HttpResponse:
    """One classification: twenty scores, part scores with their weights, total and grade."""
    found = TypeClassification.objects.select_related("place", "classifier", "centre")
    scope = scope_of(request.user)
    one = get_visible(found, scope, pk=pk)
    language = get_language() or "zh"
    return render(
        request,
        "breeding/classification.html",
        {
            "one": one,
            "value": cow_value(scope, one.animal_key),
            "parts": [
                (
                    PART_TITLES[part],
                    one.rules[f"breeding.type.weight.{part}"],
                    one.parts[part],
                    [(TRAIT_TITLES[trait], *_trait(one, trait)) for trait in traits],
                )
                for part, traits in PARTS.items()
            ],
            "chart": {
                "labels": [TRAIT_TITLES[trait].in_language(language) for trait in TRAITS],
                "horizontal": True,
                "series": [
                    {
                        "name": Text("线性评分", "Linear score").in_language(language),
                        "values": [one.traits[trait] for trait in TRAITS],
                    }
                ],
            },
            "step": one.rules["breeding.type.step"]["value"],
            "defect": one.rules["breeding.type.defect"]["value"],
            "unconfirmed": sum(row["status"] != "official" for row in one.rules.values()),
        },
    )
