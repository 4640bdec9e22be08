"""The bull catalogue, one bull explained, and the form that registers one."""

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from milkshed.breeding.actions.bulls import BullChange, change_bull
from milkshed.breeding.actions.register import BullRow, register_bull, report_index
from milkshed.breeding.models import Bull, BullValue, EvaluationRun, SemenStatus
from milkshed.breeding.paper import catalogue_excel, catalogue_pdf
from milkshed.breeding.queries import catalogue, genomic, indices
from milkshed.breeding.queries.book import ancestors
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.science.selection_index import TRAITS
from milkshed.breeding.words import RECESSIVES, SEMEN
from milkshed.kernel.problems import NOT_FOUND, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.documents.excel import MEDIA_TYPE
from milkshed.platform.permissions import may
from milkshed.platform.scope import scope_of
from milkshed.platform.web.entries import (
    day_entry,
    day_or_none,
    decimal_entry,
    decimal_or_none,
    tell,
    word,
)
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of

_PER_PAGE = 50
_DAUGHTERS_SHOWN = 40
_MOST_ON_PAPER = 500


@require_http_methods(["GET", "POST"])
@page()
def bulls(request: HttpRequest) -> HttpResponse:
    """Bulls with their published values, searched and sorted; open to everyone signed in."""
    if request.method == "POST":
        made = _register(request)
        tell(request, f"种公牛{made.number}已登记", f"Bull {made.number} is registered")
        return redirect("breeding:bull", number=made.number)
    run = catalogue.published_run()
    search, semen = request.GET.get("q", "").strip()[:40], request.GET.get("semen", "")
    sort = request.GET.get("sort", "score")
    home_bred = request.GET.get("home") == "1"
    found = catalogue.bulls(
        run,
        search=search,
        semen=semen if semen in SemenStatus.values else "",
        home_bred=home_bred,
        sort=sort,
    )
    page_obj = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    rules = BreedingRules.on(run.cut_on) if run is not None else None
    return render(
        request,
        "breeding/bulls.html",
        {
            "run": run,
            "page_obj": page_obj,
            "lines": [(one, SEMEN[one.semen_status]) for one in page_obj],
            "q": search,
            "semen": semen,
            "sort": sort if sort in catalogue.SORTS else "score",
            "home": home_bred,
            "sorts": catalogue.SORTS.items(),
            "semens": SEMEN.items(),
            "least_reliability": rules.low("publish.reliability") if rules else None,
            "least_daughters": rules.low("publish.daughters") if rules else None,
            "genomic": run is not None and run.summary.get("genomic", {}).get("published", False),
            "may_register": may(request.user, "breeding.register_bull"),
            "synthetic": any(one.synthetic for one in page_obj),
        },
    )


def _register(request: HttpRequest) -> Bull:
    return register_bull(
        person_of(request),
        BullRow(
            number=word(request, "number"),
            name_zh=word(request, "name_zh")[:60],
            name_en=word(request, "name_en")[:60],
            country=word(request, "country").upper()[:2] or "CN",
            born_on=day_or_none(request, "born_on"),
            owner=word(request, "owner")[:80],
            home_bred=word(request, "home_bred") == "1",
            sire=word(request, "sire")[:30],
            dam=word(request, "dam")[:30],
            recessives=_recessives(request),
            calving_ease_pct=decimal_or_none(request, "calving_ease_pct"),
            semen_status=word(request, "semen_status") or SemenStatus.YOUNG,
        ),
    )


def bull_named(number: str) -> Bull:
    """The bull of this number; a not-found problem where there is none."""
    found = Bull.objects.filter(number=number).first()
    if found is None:
        raise Problem(NOT_FOUND, Text("没有该种公牛", "There is no such bull"))
    return found


@require_http_methods(["GET", "POST"])
@page()
def bull(request: HttpRequest, number: str) -> HttpResponse:
    """One bull: its values, its index term by term, its daughters in reach, its history.

    The centre notes here what changed of it, and indices that others published.
    """
    one, run = bull_named(number), catalogue.published_run()
    if request.method == "POST":
        return _noted(request, one)
    value = catalogue.bull_value(one, run)
    shown = catalogue.explained(value) if value is not None else None
    language = get_language() or "zh"
    history = list(catalogue.bull_history(one))
    scope = scope_of(request.user)
    found = (
        catalogue.daughters(one, run, scope)
        if run is not None and may(request.user, "breeding.see")
        else None
    )
    return render(
        request,
        "breeding/bull.html",
        {
            "bull": one,
            "semen": SEMEN[one.semen_status],
            "recessives": [
                (name, RECESSIVES[state], "ok" if state == "free" else "bad")
                for name, state in sorted(one.recessives.items())
            ],
            "tree": [told for told in ancestors(one.number, scope) if told.generation == 1],
            "run": run,
            "value": value,
            "traits": _traits(value),
            "shown": shown,
            "bars": bars_of(shown, language) if shown is not None else None,
            "reported": [
                (
                    told,
                    bars_of(told, language),
                    f"reported-{told.reported.pk}",
                    catalogue.under_versions(told.reported),
                )
                for told in catalogue.reported(one)
                if told.reported is not None
            ],
            "genomic": genomic.of_bull(one, value),
            "others": [
                *(catalogue.other_indices(value) if value is not None else ()),
                *indices.explained_by(value),
            ],
            "may_change": may(request.user, "breeding.register_bull"),
            "semens": SEMEN.items(),
            "tests": "，".join(f"{name}={state}" for name, state in one.recessives.items()),
            "index_versions": catalogue.index_versions().values(),
            "index_traits": TRAITS.items(),
            "today": timezone.localdate(),
            "history": history,
            "trend": _history_chart(history, language) if len(history) > 1 else None,
            "daughters": found[:_DAUGHTERS_SHOWN] if found is not None else (),
            "daughters_in_reach": found.count() if found is not None else 0,
        },
    )


def _noted(request: HttpRequest, one: Bull) -> HttpResponse:
    """Take one of the page's forms."""
    person, what = person_of(request), word(request, "what")
    if what == "change":
        change_bull(
            person,
            one.number,
            BullChange(
                semen_status=word(request, "semen_status"),
                recessives=_recessives(request),
                calving_ease_pct=decimal_or_none(request, "calving_ease_pct"),
                owner=word(request, "owner"),
                home_bred=word(request, "home_bred") == "1",
            ),
        )
        tell(request, "已更新", "Noted")
    elif what == "index":
        told = ((trait, decimal_or_none(request, trait)) for trait in TRAITS)
        report_index(
            person,
            one,
            index=word(request, "index"),
            value=decimal_entry(request, "value"),
            reported_on=day_entry(request, "reported_on"),
            components={trait: float(held) for trait, held in told if held is not None},
            source=word(request, "source"),
            status=word(request, "status"),
        )
        tell(request, "公布指数已登记", "The published index is noted")
    else:
        raise invalid("what", what, "choice", "没有这种登记", "There is no such form")
    return redirect("breeding:bull", number=one.number)


def _traits(value: BullValue | None) -> list[tuple[Text, float]]:
    if value is None:
        return []
    named = ((name, getattr(value, name)) for name in catalogue.VALUES)
    return [(TRAITS[name], held) for name, held in named if held is not None]


def bars_of(shown: catalogue.IndexShown, language: str) -> dict[str, object]:
    """The terms of an index as the data of a bar chart, constant and unexplained part included."""
    told = shown.explanation
    rows: list[tuple[Text, float]] = [(Text("常数", "Constant"), told.offset)]
    rows += [(part.title, part.points) for part in told.parts]
    if told.missing:
        rows.append((Text("未公布性状合计", "Unpublished traits"), told.unexplained))
    return {
        "labels": [title.in_language(language) for title, _ in rows],
        "unit": Text("分", "points").in_language(language),
        "horizontal": True,
        "series": [
            {
                "name": Text("指数分", "Points").in_language(language),
                "values": [round(points, 1) for _, points in rows],
            }
        ],
    }


def _history_chart(history: Sequence[BullValue], language: str) -> dict[str, object]:
    return {
        "labels": [one.run.number for one in history],
        "series": [
            {
                "name": Text("产奶量育种值（kg）", "Milk (kg)").in_language(language),
                "values": [one.milk_kg for one in history],
            }
        ],
    }


@require_GET
@page()
def excel(request: HttpRequest) -> HttpResponse:
    """The published catalogue as a workbook."""
    run = _published()
    content = catalogue_excel(run, catalogue.bulls(run), get_language() or "zh")
    answer = HttpResponse(content, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="bulls-{run.number}.xlsx"'
    return answer


@require_GET
@page()
def pdf(request: HttpRequest) -> HttpResponse:
    """The published catalogue on paper, the best bulls first."""
    run = _published()
    content = catalogue_pdf(run, catalogue.bulls(run)[:_MOST_ON_PAPER])
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="bulls-{run.number}.pdf"'
    return answer


def _published() -> EvaluationRun:
    run = catalogue.published_run()
    if run is None:
        raise Problem(NOT_FOUND, Text("还没有发布的评估", "No evaluation is published"))
    return run


def _recessives(request: HttpRequest) -> dict[str, str]:
    """Tests written ``HH1=carrier, CVM=free``; a name alone is a carrier."""
    found = {}
    for part in word(request, "recessives").replace("，", ",").replace("、", ",").split(","):
        name, _, state = part.strip().partition("=")
        if name.strip():
            found[name.strip().upper()[:12]] = state.strip().lower() or "carrier"
    return found
