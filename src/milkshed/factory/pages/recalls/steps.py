"""The steps that people take on a recall case, each a posted form of its page."""

from collections.abc import Callable
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from milkshed.factory.actions.recalls import deciding
from milkshed.factory.actions.recalls.accounting import (
    Movement,
    close_recall,
    record_movement,
    report_recall,
    return_report,
    undo_movement,
)
from milkshed.factory.actions.recalls.estimating import revise_scope
from milkshed.factory.actions.recalls.telling import Addressee, send_notices, state_on_recall
from milkshed.factory.models import RecallCase, RecallLot, RecallMovement
from milkshed.factory.queries.recalls import concerned_by
from milkshed.kernel.problems import invalid
from milkshed.platform.models import Person
from milkshed.platform.scope import get_visible, scope_of
from milkshed.platform.web.entries import (
    as_decimal,
    as_whole,
    day_entry,
    decimal_entry,
    moment_entry,
    tell,
    whole_entry,
    word,
)
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of

_PERCENT = Decimal(100)
Step = Callable[[HttpRequest, Person, RecallCase], object]


def _opinion(request: HttpRequest) -> str:
    return word(request, "opinion")


_STEPS: dict[str, Step] = {
    "factory.propose_recall": lambda r, p, c: deciding.propose_recall(p, c, opinion=_opinion(r)),
    "factory.return_recall": lambda r, p, c: deciding.return_recall(p, c, opinion=_opinion(r)),
    "factory.decide_recall": lambda r, p, c: deciding.decide_recall(
        p, c, opinion=_opinion(r), unheard=word(r, "unheard")
    ),
    "factory.reject_recall": lambda r, p, c: deciding.reject_recall(p, c, opinion=_opinion(r)),
    "factory.withdraw_recall": lambda r, p, c: deciding.withdraw_recall(p, c, opinion=_opinion(r)),
    "factory.reopen_recall": lambda r, p, c: deciding.reopen_recall(p, c, opinion=_opinion(r)),
    "factory.extend_recall": lambda r, p, c: deciding.extend_recall(
        p, c, until=day_entry(r, "until"), opinion=_opinion(r)
    ),
    "factory.report_recall": lambda r, p, c: report_recall(p, c, text=_opinion(r)),
    "factory.return_report": lambda r, p, c: return_report(p, c, text=_opinion(r)),
    "factory.close_recall": lambda r, p, c: close_recall(p, c, text=_opinion(r)),
}


def _case(request: HttpRequest, pk: int) -> RecallCase:
    return get_visible(RecallCase.objects.all(), scope_of(request.user), pk=pk)


@require_POST
@page("factory.see_recall")
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a step of the workflow; the action checks the right and the four eyes."""
    case, verb = _case(request, pk), word(request, "verb")
    if verb not in _STEPS:
        raise invalid("verb", verb, "choice", "没有这个环节", "There is no such step")
    _STEPS[verb](request, person_of(request), case)
    tell(request, "已办理", "Done")
    return redirect("factory:recall", pk=pk)


@require_POST
@page("factory.decide_recall")
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry a decision over to the lots that it has not reached."""
    count = deciding.apply_decision(person_of(request), _case(request, pk))
    tell(request, f"已落实{count}批", f"Carried over to {count} lots")
    return redirect("factory:recall", pk=pk)


@require_POST
@page("factory.propose_recall")
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """Estimate the scope anew with another model or threshold (given in percent)."""
    percent = as_decimal(word(request, "threshold") or "0")
    revise_scope(
        person_of(request),
        _case(request, pk),
        model=word(request, "model"),
        threshold=Decimal(-1) if percent is None else percent / _PERCENT,
    )
    tell(request, "范围已重算，旧版留存", "The scope is estimated anew; the earlier one is kept")
    return redirect("factory:recall", pk=pk)


@require_POST
@page("factory.record_recall")
def notify(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a notice to those ticked, and to one outside the platform if named."""
    case = _case(request, pk)
    ticked = {as_whole(value) for value in request.POST.getlist("organisation")}
    addressees = [
        Addressee(one.audience, one.organisation)
        for one in concerned_by(case)
        if one.organisation.pk in ticked
    ]
    if word(request, "name") or word(request, "contact"):
        addressees.append(
            Addressee("channel", None, word(request, "name"), word(request, "contact"))
        )
    sent = send_notices(person_of(request), case, addressees, word(request, "text"))
    tell(request, f"已发出{len(sent)}份通知", f"{len(sent)} notices are sent")
    return redirect("factory:recall", pk=pk)


@require_POST
@page("factory.state_on_recall")
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what somebody concerned has to say."""
    state_on_recall(person_of(request), _case(request, pk), word(request, "text"))
    tell(request, "陈述已入卷", "The statement is kept")
    return redirect("factory:recall", pk=pk)


@require_POST
@page("factory.record_recall")
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what became of a part of a lot."""
    lot = get_visible(
        RecallLot.objects.filter(case_id=_case(request, pk).pk),
        scope_of(request.user),
        pk=whole_entry(request, "lot") or 0,
    )
    record_movement(
        person_of(request),
        lot,
        Movement(
            kind=word(request, "kind"),
            kg=decimal_entry(request, "kg"),
            at=moment_entry(request, "at"),
            packs=whole_entry(request, "packs"),
            where=word(request, "where"),
            document=word(request, "document"),
        ),
    )
    tell(request, "已登记", "Recorded")
    return redirect("factory:recall", pk=pk)


@require_POST
@page("factory.record_recall")
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a wrong entry back."""
    movement = get_visible(
        RecallMovement.objects.select_related("lot"), scope_of(request.user), pk=pk
    )
    undo_movement(person_of(request), movement, reason=word(request, "reason"))
    tell(request, "已作废", "Undone")
    return redirect("factory:recall", pk=movement.lot.case_id)
