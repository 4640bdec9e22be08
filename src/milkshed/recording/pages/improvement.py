"""Which recorded farms improve, and whom an adviser should visit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from milkshed.kernel.periods import Month
from milkshed.kernel.text import Text
from milkshed.platform.documents.excel import MEDIA_TYPE
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of
from milkshed.platform.web.entries import tell, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of
from milkshed.recording import queries
from milkshed.recording.actions.advice import STEPS, decide_advice, propose_advice
from milkshed.recording.flow import ADVICE_FLOW
from milkshed.recording.models import ADVICE_STATES, AdvisoryVisit
from milkshed.recording.pages.board import asked_month
from milkshed.recording.paper import progress_excel
from milkshed.recording.queries import FarmProgress
from milkshed.recording.rules import RecordingRules

_DIRECTIONS = {
    1: ("ok", Text("提高", "Rising")),
    0: ("none", Text("未见变化", "No change seen")),
    -1: ("bad", Text("下降", "Falling")),
}
_CELL_DIRECTIONS = {
    1: ("bad", Text("上升", "Rising")),
    0: ("none", Text("未见变化", "No change seen")),
    -1: ("ok", Text("下降", "Falling")),
}
_ADVICE_SHOWN = 60


@require_GET
@page("recording.see")
def improvement(request: HttpRequest) -> HttpResponse:
    """The ranking with its denominators, and the list of proposed visits."""
    scope, month = scope_of(request.user), asked_month(request)
    farms = queries.progress_of_farms(scope, month)
    rules = RecordingRules.on(month.last_day)
    return render(
        request,
        "recording/improvement.html",
        {
            "month": month,
            "months": [month.plus(-n) for n in range(12)],
            "lines": [_line(one) for one in farms],
            "farms": len(farms),
            "wanted": int(rules.value("extension.farms")),
            "rising": sum(one.milk_change.direction > 0 for one in farms),
            "falling": sum(one.milk_change.direction < 0 for one in farms),
            "unknown": sum(one.milk_change.value is None for one in farms),
            "advice": [_advice(request, one) for one in queries.advice(scope)[:_ADVICE_SHOWN]],
            "may_propose": may(request.user, "recording.propose_advice"),
            "synthetic": any(one.synthetic for one in farms),
        },
    )


def _line(one: FarmProgress) -> dict[str, object]:
    kind, words = _DIRECTIONS[one.milk_change.direction]
    cell_kind, cell_words = _CELL_DIRECTIONS[one.cells_change.direction]
    return {
        "farm": one, "kind": kind, "words": words, "cell_kind": cell_kind, "cell_words": cell_words
    }  # fmt: skip


def _advice(request: HttpRequest, one: AdvisoryVisit) -> dict[str, object]:
    possible = {move.verb for move in ADVICE_FLOW.moves_from(one.state)}
    return {
        "advice": one,
        "state": ADVICE_STATES[one.state],
        "reasons": [Text(r["zh"], r["en"]) for r in one.reasons],
        "steps": [
            step for step, verb in STEPS.items() if verb in possible and may(request.user, verb)
        ],
    }


@require_GET
@page("recording.see")
def excel(request: HttpRequest) -> HttpResponse:
    """The ranking as a workbook."""
    month = asked_month(request)
    farms = queries.progress_of_farms(scope_of(request.user), month)
    content = progress_excel(farms, get_language() or "zh")
    answer = HttpResponse(content, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="dhi-progress-{month}.xlsx"'
    return answer


@require_POST
@page("recording.propose_advice")
def propose(request: HttpRequest) -> HttpResponse:
    """Propose visits from the figures of a month."""
    made = propose_advice(person_of(request), Month.parse(word(request, "month")))
    tell(request, f"新建议{len(made)}场", f"{len(made)} visits proposed")
    return redirect("recording:improvement")


@require_POST
@page("recording.see")
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Accept, decline or finish a visit."""
    one = get_visible(AdvisoryVisit.objects.all(), scope_of(request.user), pk=pk)
    decide_advice(person_of(request), one.pk, step, word(request, "opinion"))
    tell(request, "已办理", "Done")
    return redirect("recording:improvement")
