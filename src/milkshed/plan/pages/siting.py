"""Pages of the what-if for a new farm: ask, keep under a name, compare two, carry away."""

from collections.abc import Mapping
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.problems import Problem, invalid
from milkshed.kernel.text import Text
from milkshed.plan.actions.projects.places import own_county
from milkshed.plan.actions.siting import (
    CHANGEABLE,
    ResourceWish,
    SitingWish,
    keep_scenario,
    set_resource,
    try_siting,
)
from milkshed.plan.models import RESOURCE_STATUSES, RESOURCES, SitingScenario
from milkshed.plan.queries.siting import (
    REACHES,
    frozen,
    limit_rows,
    resources_on,
    scenarios_for,
    sentence,
)
from milkshed.plan.science.siting import INPUT_TITLES, METHOD_VERSION
from milkshed.plan.work_exports import siting_workbook
from milkshed.platform.documents.excel import MEDIA_TYPE
from milkshed.platform.models import Organisation
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of
from milkshed.platform.web.entries import as_decimal, as_whole, day_entry, decimal_entry, tell, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of

_SCENARIOS_SHOWN = 50


@require_GET
@page("plan.try_siting")
def siting(request: HttpRequest) -> HttpResponse:
    """The form, and the answer once a county and a number of head are named."""
    own = own_county(person_of(request))
    scenarios = scenarios_for(request.user)[:_SCENARIOS_SHOWN]
    county = request.GET.get("county", "") or own or next((one.county for one in scenarios), "")
    asked = request.GET.get("head", "")
    answered = None
    problem = None
    if county and asked:
        try:
            answered = try_siting(person_of(request), _wish(request.GET, county))
        except Problem as found:
            problem = found
    return render(
        request,
        "plan/siting.html",
        {
            "county": county,
            "counties": [(c, one.name) for c, one in COUNTIES.items() if not own or c == own],
            "reaches": REACHES.items(),
            "fields": [(key, INPUT_TITLES[key], request.GET.get(key, "")) for key in CHANGEABLE],
            "asked": request.GET,
            "answered": answered,
            "problem": problem,
            "rows": limit_rows(answered.answer, answered.inputs) if answered else (),
            "sentence": sentence(county, answered.answer) if answered else None,
            "method_version": METHOD_VERSION,
            "resources": resources_on(county, timezone.localdate()) if county in COUNTIES else (),
            "kinds": RESOURCES.items(),
            "statuses": RESOURCE_STATUSES.items(),
            "may_keep": may(request.user, "plan.keep_siting"),
            "may_set": may(request.user, "plan.set_resource"),
            "scenarios": scenarios,
            "today": timezone.localdate(),
        },
        status=422 if problem else 200,
    )


def _wish(typed: Mapping[str, object], county: str) -> SitingWish:
    def get(name: str) -> str:
        return str(typed.get(name) or "").strip()

    changes: dict[str, Decimal] = {}
    for key in CHANGEABLE:
        text = get(key)
        if not text:
            continue
        value = as_decimal(text)
        if value is None:
            raise invalid(key, text, "number", "请填写数字", "A number is expected")
        changes[key] = value
    return SitingWish(
        county=county,
        head=as_whole(get("head")) or 0,
        reach=get("reach") or "city",
        own_forage=get("own_forage") == "yes",
        place=get("place"),
        changes=changes,
    )


@require_POST
@page("plan.keep_siting")
def keep(request: HttpRequest) -> HttpResponse:
    """Keep an answer under a name."""
    made = keep_scenario(
        person_of(request), _wish(request.POST, word(request, "county")), word(request, "name")
    )
    tell(request, f"已保存“{made.name}”", f"Kept {made.name!r}")
    return redirect("plan:scenario", pk=made.pk)


@require_POST
@page("plan.set_resource")
def resource(request: HttpRequest) -> HttpResponse:
    """Set what a county has."""
    made = set_resource(
        person_of(request),
        ResourceWish(
            county=word(request, "county"),
            kind=word(request, "kind"),
            value=decimal_entry(request, "value"),
            source=word(request, "source"),
            status=word(request, "status"),
            valid_from=day_entry(request, "valid_from"),
        ),
    )
    tell(request, "已登记县域资源", "The county's resource is set")
    return redirect(f"/plan/siting?county={made.county}")


def _scenario(request: HttpRequest, pk: int) -> SitingScenario:
    return get_visible(SitingScenario.objects.all(), scope_of(request.user), pk=pk)


@require_GET
@page("plan.try_siting")
def scenario(request: HttpRequest, pk: int) -> HttpResponse:
    """One kept answer with its frozen inputs."""
    kept = _scenario(request, pk)
    inputs, answer = frozen(kept)
    return render(
        request,
        "plan/scenario.html",
        {
            "scenario": kept,
            "answer": answer,
            "rows": limit_rows(answer, inputs),
            "sentence": sentence(kept.county, answer),
            "reach": REACHES[kept.reach],
            "others": scenarios_for(request.user).exclude(pk=kept.pk)[:_SCENARIOS_SHOWN],
        },
    )


@require_GET
@page("plan.try_siting")
def scenario_excel(request: HttpRequest, pk: int) -> HttpResponse:
    """One kept answer as an Excel file: limits, ladder and inputs."""
    kept = _scenario(request, pk)
    inputs, answer = frozen(kept)
    content = siting_workbook(
        kept,
        limit_rows(answer, inputs),
        answer,
        inputs,
        sentence(kept.county, answer),
        synthetic=Organisation.objects.filter(synthetic=True).exists(),
        language=get_language() or "zh",
    )
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="siting-{kept.pk}.xlsx"'
    return response


@require_GET
@page("plan.try_siting")
def compare_scenarios(request: HttpRequest) -> HttpResponse:
    """Two kept answers side by side."""
    left, right = (_scenario(request, as_whole(request.GET.get(name)) or 0) for name in ("a", "b"))
    (inputs_a, answer_a), (inputs_b, answer_b) = frozen(left), frozen(right)
    rows_a, rows_b = limit_rows(answer_a, inputs_a), limit_rows(answer_b, inputs_b)
    keys = sorted({*inputs_a, *inputs_b})
    return render(
        request,
        "plan/scenarios.html",
        {
            "left": left,
            "right": right,
            "sentences": (
                (left, sentence(left.county, answer_a)),
                (right, sentence(right.county, answer_b)),
            ),
            "pairs": list(zip(rows_a, rows_b, strict=True)),
            "changed": [
                (INPUT_TITLES.get(key, Text(key, key)), inputs_a.get(key), inputs_b.get(key))
                for key in keys
                if inputs_a.get(key) != inputs_b.get(key)
            ],
        },
    )
