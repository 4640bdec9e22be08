"""Breeding by farm: how a herd stands, cow by cow, and one cow explained."""

from django.core.paginator import Paginator
from django.db.models import Avg, Count, F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from milkshed.breeding.models import CowValue, EvaluationRun, PedigreeEntry
from milkshed.breeding.pages.bulls import bars_of
from milkshed.breeding.paper import farm_excel, farm_pdf
from milkshed.breeding.queries import catalogue, farms, genomic, indices
from milkshed.breeding.queries.book import ancestors
from milkshed.breeding.queries.farms import Advice
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.science.selection_index import TRAITS
from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.platform.documents.excel import MEDIA_TYPE
from milkshed.platform.models import Place
from milkshed.platform.scope import scope_of, visible
from milkshed.platform.web.pages import may_open, page

_PER_PAGE = 60
_STAGES = (("", Text("全部", "All")), ("cows", Text("成母牛", "Cows")),
           ("heifers", Text("后备牛", "Heifers")))  # fmt: skip


def published() -> EvaluationRun:
    """The published run; a not-found problem where there is none."""
    run = catalogue.published_run()
    if run is None:
        raise Problem(NOT_FOUND, Text("还没有发布的评估", "No evaluation is published"))
    return run


@require_GET
@page("breeding.see")
def farm_list(request: HttpRequest) -> HttpResponse:
    """Farms in reach by mean index; somebody with one farm goes straight to it."""
    run = catalogue.published_run()
    found = farms.farms(scope_of(request.user), run) if run is not None else []
    if len(found) == 1:
        return redirect("breeding:farm", place=found[0].place.pk)
    page_obj = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "breeding/farms.html",
        {
            "run": run,
            "page_obj": page_obj,
            "region": farms.region_means(run) if run is not None else {},
        },
    )


def _farm_of(request: HttpRequest, run: EvaluationRun, place: int) -> Place:
    """The place of a farm with animals in reach; a not-found problem where there is none."""
    found = visible(CowValue.objects.filter(run=run, place=place), scope_of(request.user))
    one = found.select_related("place").first()
    if one is None:
        raise Problem(NOT_FOUND, Text("没有该牧场的育种值", "No values of such a farm"))
    return one.place


@require_GET
@page("breeding.see")
def farm(request: HttpRequest, place: int) -> HttpResponse:
    """A farm's animals with their values, rank, and what to breed them to."""
    run = published()
    site, scope = _farm_of(request, run, place), scope_of(request.user)
    stage = request.GET.get("stage", "")
    cows = farms.farm_cows(scope, run, place, stage=stage)
    whole = farms.farm_cows(scope, run, place)
    advice = _advice(run, whole.filter(score__isnull=False).count())
    page_obj = Paginator(cows, _PER_PAGE).get_page(request.GET.get("page"))
    language = get_language() or "zh"
    here, region = farms.means_of(whole.filter(score__isnull=False)), farms.region_means(run)
    years = _by_year(whole, run)
    return render(
        request,
        "breeding/farm.html",
        {
            "run": run,
            "farm": site,
            "page_obj": page_obj,
            "lines": farms.lines_of(list(page_obj), advice),
            "advice": advice,
            "genomic": run.summary.get("genomic", {}).get("published", False),
            "animals": whole.count(),
            "valued": whole.filter(score__isnull=False).count(),
            "means": [
                (title, here[name], region[name], places)
                for name, title, places in (
                    ("score", Text("指数", "Index"), 0),
                    ("milk_kg", TRAITS["milk_kg"], 0),
                    ("fat_kg", TRAITS["fat_kg"], 1),
                    ("protein_kg", TRAITS["protein_kg"], 1),
                    ("scs", TRAITS["scs"], 2),
                )
            ],
            "stage": stage,
            "stages": _STAGES,
            "years": years,
            "trend": _year_chart(years, language) if len(years) > 1 else None,
            "synthetic": run.synthetic,
        },
    )


def _advice(run: EvaluationRun, valued: int) -> Advice:
    return farms.advice_for(valued, BreedingRules.on(run.cut_on))


def _by_year(cows: QuerySet[CowValue], run: EvaluationRun) -> list[dict[str, object]]:
    """Mean milk of a farm's animals by birth year, beside the region's."""
    held = {
        int(row["born_year"] or 0): row
        for row in cows.order_by()
        .filter(milk_kg__isnull=False, born_year__isnull=False)
        .values("born_year")
        .annotate(mean=Avg("milk_kg"), animals=Count("pk"))
    }
    region = {row["year"]: row["mean"] for row in run.summary.get("trends", {}).get("milk_kg", [])}
    return [
        {
            "year": year,
            "mean": held[year]["mean"],
            "animals": held[year]["animals"],
            "region": region.get(year),
        }
        for year in sorted(held)
    ]


def _year_chart(years: list[dict[str, object]], language: str) -> dict[str, object]:
    return {
        "labels": [row["year"] for row in years],
        "unit": "kg",
        "series": [
            {"name": Text("本场", "This farm").in_language(language),
             "values": [row["mean"] for row in years]},
            {"name": Text("全区测定母牛", "Recorded cows of the region").in_language(language),
             "values": [row["region"] for row in years]},
        ],
    }  # fmt: skip


@require_GET
@page("breeding.see")
def excel(request: HttpRequest, place: int) -> HttpResponse:
    """A farm's report as a workbook."""
    run = published()
    site = _farm_of(request, run, place)
    cows = list(farms.farm_cows(scope_of(request.user), run, place))
    advice = _advice(run, sum(cow.score is not None for cow in cows))
    content = farm_excel(
        run, site, [(cow, advice.of(cow.rank)[1]) for cow in cows], get_language() or "zh"
    )
    answer = HttpResponse(content, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="breeding-{place}-{run.number}.xlsx"'
    return answer


@require_GET
@page("breeding.see")
def pdf(request: HttpRequest, place: int) -> HttpResponse:
    """A farm's report on paper: its animals with an index."""
    run = published()
    site = _farm_of(request, run, place)
    whole = farms.farm_cows(scope_of(request.user), run, place)
    cows = list(whole.filter(score__isnull=False))
    advice, region = _advice(run, len(cows)), farms.region_means(run)
    here = farms.means_of(whole.filter(score__isnull=False))
    facts = [("个体数", f"{whole.count()}头，其中{len(cows)}头有指数")]
    facts += [
        (title, f"本场 {_shown(here[name], places)}　全区 {_shown(region[name], places)}")
        for name, title, places in (
            ("score", "平均指数", 0), ("milk_kg", "产奶量育种值(kg)", 0),
            ("fat_kg", "乳脂量育种值(kg)", 1), ("protein_kg", "乳蛋白量育种值(kg)", 1),
            ("scs", "体细胞评分育种值", 2),
        )
    ]  # fmt: skip
    content = farm_pdf(run, site, facts, [(cow, advice.of(cow.rank)[1]) for cow in cows])
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="breeding-{place}-{run.number}.pdf"'
    return answer


def _shown(value: float | None, places: int) -> str:
    return "–" if value is None else f"{value:.{places}f}"


@require_GET
@page("breeding.see")
def cow(request: HttpRequest, animal: int) -> HttpResponse:
    """One cow's published values, her index term by term, beside herd and region."""
    scope = scope_of(request.user)
    value = catalogue.cow_value(scope, animal)
    if value is None:
        raise Problem(NOT_FOUND, Text("没有该牛的育种值", "No values of such a cow"))
    shown, language = catalogue.explained(value), get_language() or "zh"
    parts = catalogue.milk_parts(value, scope)
    herd = farms.means_of(
        CowValue.objects.filter(run=value.run, place=value.place_id, score__isnull=False)
    )
    region = farms.region_means(value.run)
    entry = visible(PedigreeEntry.objects.filter(animal_key=animal), scope).first()
    herd_url = f"/herd/animals/{animal}"
    daughters = (
        visible(CowValue.objects.filter(run=value.run, dam=value.identity), scope)
        .select_related("place")
        .order_by(F("score").desc(nulls_last=True))
    )
    return render(
        request,
        "breeding/cow.html",
        {
            "value": value,
            "run": value.run,
            "shown": shown,
            "bars": bars_of(shown, language) if shown is not None else None,
            "rows": [
                (TRAITS[name], held, herd.get(name), region.get(name))
                for name, held in catalogue.values_of(value).items()
            ],
            "genomic": genomic.of_cow(value),
            "tree": ancestors(value.identity, scope),
            "entry": entry,
            "herd_url": herd_url if may_open(request.user, herd_url) else "",
            "daughters": daughters[:30],
            "parts": parts,
            "parts_chart": {
                "labels": [title.in_language(language) for title, _ in parts],
                "unit": "kg",
                "horizontal": True,
                "series": [
                    {
                        "name": TRAITS["milk_kg"].in_language(language),
                        "values": [round(kg, 1) for _, kg in parts],
                    }
                ],
            },
            "others": indices.explained_by(value),
        },
    )
