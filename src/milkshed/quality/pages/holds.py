"""Holds: the list, one hold with its history, proposing, placing, rejecting and releasing."""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from milkshed.collection.facade import sheets_of_load
from milkshed.kernel.problems import INVALID, NOT_FOUND, Fault, Problem
from milkshed.ledger.facade import find_event, standing_dispositions, visible_events
from milkshed.platform.models import Place, Transition
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.entries import tell, whole_entry, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of
from milkshed.quality.actions.held_moves import moves_of
from milkshed.quality.actions.holds import place_hold, propose_hold, reject_hold, release_hold
from milkshed.quality.flow import HOLD_FLOW
from milkshed.quality.models import HOLD_STATES, Hold, Sample

_PER_PAGE = 30
_STEPS = ("proposed", "standing", "released")


@require_GET
@page("quality.see_holds")
def hold_list(request: HttpRequest) -> HttpResponse:
    """Holds in reach, those that wait for a decision first."""
    holds = visible(Hold.objects.all(), scope_of(request.user))
    counts = holds.aggregate(
        **{state: Count("pk", filter=Q(state=state), distinct=True) for state in HOLD_STATES}
    )
    state = request.GET.get("state", "")
    if state in HOLD_STATES:
        holds = holds.filter(state=state)
    search = request.GET.get("q", "").strip()
    if search:
        holds = holds.filter(Q(number__istartswith=search) | Q(lot_uri__icontains=search))
    shown = holds.select_related("place__organisation", "sample").order_by("-proposed_at", "-pk")
    return render(
        request,
        "quality/holds.html",
        {
            "page_obj": Paginator(shown, _PER_PAGE).get_page(request.GET.get("page")),
            "states": HOLD_STATES,
            "counts": counts,
            "asked": request.GET,
            "may_propose": may(request.user, "quality.propose_hold"),
        },
    )


def _hold_of(request: HttpRequest, number: str) -> Hold:
    holds = Hold.objects.select_related("place__organisation", "sample", "retest", "proposed_by")
    return get_visible(holds, scope_of(request.user), number=number)


@require_GET
@page("quality.see_holds")
def hold_page(request: HttpRequest, number: str) -> HttpResponse:
    """One hold: lot, reason, decisions, what the ledger says, and the next step."""
    hold, person = _hold_of(request, number), person_of(request)
    history = list(
        Transition.objects.filter(subject=HOLD_FLOW.subject, subject_id=hold.pk)
        .select_related("person")
        .order_by("at")
    )
    placed_by = next((m.person_id for m in history if m.verb == "quality.place_hold"), None)
    verbs = {m.verb for m in HOLD_FLOW.moves_from(hold.state) if may(person, m.verb)}
    tests = visible(
        Sample.objects.filter(lot_uri=hold.lot_uri, reported_at__isnull=False), scope_of(person)
    )
    standing = standing_dispositions([hold.lot_uri]).get(hold.lot_uri, ())
    here = _STEPS.index(hold.state) if hold.state in _STEPS else 0
    done = hold.state in ("released", "rejected")
    return render(
        request,
        "quality/hold.html",
        {
            "hold": hold,
            "steps": [
                (HOLD_STATES[code], "is-done" if i < here or done else
                 "is-current" if i == here else "")
                for i, code in enumerate(_STEPS)
            ] if hold.state != "rejected" else [],
            "history": history,
            "titles": {move.verb: move.title for move in HOLD_FLOW.moves},
            "may_place": "quality.place_hold" in verbs,
            "may_reject": "quality.reject_hold" in verbs,
            "may_release": "quality.release_hold" in verbs and placed_by != person.pk,
            "is_placer": "quality.release_hold" in verbs and placed_by == person.pk,
            "tests": tests.order_by("reported_at"),
            "sheets": sheets_of_load([hold.lot_uri], scope_of(person)).get(hold.lot_uri, ()),
            "may_see_sheets": may(person, "collection.see_sheets"),
            "may_see_sample": may(person, "quality.see_samples")
            and hold.sample_id is not None
            and visible(Sample.objects.all(), scope_of(person)).filter(pk=hold.sample_id).exists(),
            "may_see_facts": may(person, "ledger.query"),
            "standing": standing,
            "moves": moves_of([hold]).get(hold.number, ()),
            "in_ledger": [
                one
                for one in standing
                if find_event(one.event_id, visible_events(person)) is not None
            ],
        },
    )  # fmt: skip


@require_POST
@page("quality.see_holds")
def hold_step(request: HttpRequest, number: str, what: str) -> HttpResponse:
    """Decide on a hold; each decision asks for its own right."""
    hold, person, reason = _hold_of(request, number), person_of(request), word(request, "reason")
    if what == "place":
        place_hold(person, hold, reason=reason)
        tell(request, "已扣留，装运、接收、投料均被拦下", "On hold: it cannot be moved or used")
    elif what == "reject":
        reject_hold(person, hold, reason=reason)
        tell(request, "已决定不予扣留", "Decided: not held")
    elif what == "release":
        release_hold(person, hold, reason=reason, retest=word(request, "retest"))
        tell(request, "已解除扣留", "Released")
    else:
        raise Problem(NOT_FOUND)
    return redirect("quality:hold", number=number)


@require_http_methods(["GET", "POST"])
@page("quality.propose_hold")
def new_hold(request: HttpRequest) -> HttpResponse:
    """Propose a hold by hand."""
    places = visible(
        Place.objects.filter(kind__in=["farm", "station", "plant"]), scope_of(request.user)
    ).order_by("kind", "name_zh")
    found: tuple[Fault, ...] = ()
    if request.method == "POST":
        try:
            place = get_visible(
                Place.objects.all(), scope_of(request.user), pk=whole_entry(request, "place") or 0
            )
            hold = propose_hold(
                person_of(request), word(request, "lot_uri"), place, reason=word(request, "reason")
            )
        except Problem as problem:
            if problem.kind is not INVALID:
                raise
            found = problem.faults
        else:
            tell(request, f"已提出扣留建议 {hold.number}", f"Proposed: {hold.number}")
            return redirect("quality:hold", number=hold.number)
    typed = request.POST.dict() or {"lot_uri": request.GET.get("lot", "")}
    return render(
        request,
        "quality/hold_form.html",
        {"places": places, "typed": typed, "faults": {one.field: one for one in found}},
        status=422 if found else 200,
    )
