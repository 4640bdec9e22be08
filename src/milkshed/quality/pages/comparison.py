"""Comparisons between laboratories: rounds, reporting, and the scores with their chart."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from milkshed.kernel.problems import NOT_FOUND, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.models import Person
from milkshed.platform.permissions import may, require
from milkshed.platform.scope import Scope, get_visible, scope_of, visible
from milkshed.platform.web.entries import as_decimal, as_whole, day_entry, tell, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of
from milkshed.quality.actions.comparison import Round, close_round, open_round, report_values
from milkshed.quality.comparison_queries import METHOD, VERSION, evaluate
from milkshed.quality.models import ComparisonEntry, ComparisonRound
from milkshed.quality.pages.plans import office_of
from milkshed.quality.queries import laboratories_offered
from milkshed.quality.science.analytes import ANALYTES

_PER_PAGE = 30


@require_http_methods(["GET", "POST"])
@page("quality.see_comparison")
def rounds(request: HttpRequest) -> HttpResponse:
    """Rounds in reach, and the form to open one."""
    person = person_of(request)
    if request.method == "POST":
        require(person, "quality.open_comparison")
        round_ = open_round(person, office_of(person), _round(request))
        tell(request, f"比对 {round_.number} 已发起", "The round is open")
        return redirect("quality:round", number=round_.number)
    found = visible(ComparisonRound.objects.select_related("organisation"), scope_of(person))
    page_obj = Paginator(found.order_by("-pk"), _PER_PAGE).get_page(request.GET.get("page"))
    may_open = may(person, "quality.open_comparison")
    return render(
        request,
        "quality/rounds.html",
        {
            "page_obj": page_obj,
            "lines": [
                (
                    one,
                    one.entries.count(),
                    one.entries.filter(reported_at__isnull=False).count(),
                )
                for one in page_obj
            ],
            "may_open": may_open,
            "laboratories": laboratories_offered(scope_of(person))[:100] if may_open else (),
            "analytes": [a for a in ANALYTES.values() if not a.qualitative],
            "today": timezone.localdate(),
        },
    )


def _round(request: HttpRequest) -> Round:
    def number(name: str) -> object:
        typed = word(request, name)
        value = as_decimal(typed)
        if typed and value is None:
            raise invalid(name, typed, "number", "请填写数字", "A number is expected")
        return value

    return Round(
        title=word(request, "title")[:120],
        analyte=word(request, "analyte"),
        due=day_entry(request, "due"),
        laboratories=tuple(
            n for n in map(as_whole, request.POST.getlist("laboratory")) if n is not None
        ),
        reference_value=number("reference_value"),  # type: ignore[arg-type]
        reference_u=number("reference_u"),  # type: ignore[arg-type]
        sigma=number("sigma"),  # type: ignore[arg-type]
    )


def _round_of(request: HttpRequest, number: str) -> ComparisonRound:
    found = ComparisonRound.objects.select_related("organisation")
    return get_visible(found, scope_of(request.user), number=number)


def _own_entry(person: Person, round_: ComparisonRound) -> ComparisonEntry | None:
    own = [o.pk for o in person.organisations()]
    return round_.entries.filter(laboratory__place__organisation__in=own).first()


def _sees_names(person: Person, scope: Scope, round_: ComparisonRound) -> bool:
    """Names behind codes are for the office that holds the round."""
    return scope.everything or round_.organisation_id in {o.pk for o in person.organisations()}


@require_GET
@page("quality.see_comparison")
def round_page(request: HttpRequest, number: str) -> HttpResponse:
    """A round: one's own report, and after the evaluation the scores of all codes."""
    round_, person = _round_of(request, number), person_of(request)
    own = _own_entry(person, round_)
    names = _sees_names(person, scope_of(person), round_)
    evaluation = evaluate(round_) if round_.state == "evaluated" else None
    language = get_language() or "zh"
    cells = {cell.code: cell for cell in evaluation.cells} if evaluation else {}
    chart: dict[str, object] = {}
    if evaluation is not None:
        ranked = sorted(evaluation.scores, key=lambda s: s.z)
        chart = {
            "labels": [score.entry.code for score in ranked],
            "unit": "",
            "series": [
                {
                    "name": "z'" if evaluation.z_is_prime else "z",
                    "values": [round(score.z, 2) for score in ranked],
                }
            ],
            "limit": [
                {"value": bound, "name": f"{bound:+g}"}
                for bound in (
                    evaluation.action, evaluation.warning, -evaluation.warning, -evaluation.action,
                )
            ],
        }  # fmt: skip
    return render(
        request,
        "quality/round.html",
        {
            "round": round_,
            "own": own,
            "names": names,
            "entries": round_.entries.select_related("laboratory__place").order_by("code"),
            "evaluation": evaluation,
            "scores": [
                (score, cells.get(score.entry.code), score.entry.pk == (own.pk if own else 0))
                for score in (evaluation.scores if evaluation else ())
            ],
            "chart": chart,
            "method": METHOD.in_language(language),
            "version": VERSION,
            "may_report": own is not None
            and own.reported_at is None
            and round_.state == "open"
            and may(person, "quality.record_results"),
            "may_close": round_.state == "open"
            and may(person, "quality.open_comparison")
            and names,
            "verdicts": {
                "fine": Text("未见异常", "fine"),
                "straggler": Text("歧离值", "straggler"),
                "outlier": Text("离群值", "outlier"),
            },
        },
    )


@require_POST
@page("quality.see_comparison")
def round_step(request: HttpRequest, number: str) -> HttpResponse:
    """Report one's results, or end the reporting and evaluate."""
    round_, person, step = _round_of(request, number), person_of(request), word(request, "step")
    if step == "report":
        typed = word(request, "values").replace("，", " ").replace(";", " ").split()
        values = [as_decimal(one) for one in typed]
        if None in values:
            raise invalid("values", " ".join(typed), "number", "请填写数字", "Numbers, please")
        report_values(
            person,
            round_,
            values=[value for value in values if value is not None],
            uncertainty=as_decimal(word(request, "uncertainty")),
            method=word(request, "method"),
        )
        tell(request, "结果已报送", "Reported")
    elif step == "close":
        close_round(person, round_)
        tell(request, "已评价，结果对参加者公布", "Evaluated")
    else:
        raise Problem(NOT_FOUND, Text("没有该步骤", "There is no such step"))
    return redirect("quality:round", number=number)
