"""The rounds of the reference price: opening one, its table of talks, and every step on it."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from milkshed.collection.facade import bought_from_farms
from milkshed.kernel.periods import DayRange
from milkshed.kernel.problems import invalid
from milkshed.kernel.text import Text
from milkshed.platform.attachments import store_attachment
from milkshed.platform.models import Attachment, Organisation, Person, Place
from milkshed.platform.permissions import may, require
from milkshed.platform.scope import scope_of, visible
from milkshed.platform.web.entries import (
    as_day,
    as_whole,
    day_entry,
    decimal_entry,
    tell,
    word,
)
from milkshed.platform.web.pages import page
from milkshed.trade.actions.reference_price import publishing, survey, talks
from milkshed.trade.actions.reference_price.committee import (
    declare_conflict,
    end_seat,
    seat_member,
)
from milkshed.trade.flow import PRICE_ROUND_FLOW
from milkshed.trade.models import (
    VOTE_CHOICES,
    CostSheet,
    PriceErratum,
    PriceMotion,
    PricePublication,
    PriceRound,
    PriceSeat,
    Settlement,
)
from milkshed.trade.pages.reference_price.showing import shown_document
from milkshed.trade.queries.price_ballot import count_motion, standings
from milkshed.trade.queries.price_documents import is_reproduced, public_result
from milkshed.trade.queries.price_inputs import MARKET_INPUTS, latest_proposal, open_suspects
from milkshed.trade.queries.price_rules import price_rules
from milkshed.trade.queries.price_trail import tally_words
from milkshed.trade.queries.traded_price import METHOD, traded_mean
from milkshed.trade.science.reference_price.formulas import (
    FORMULAS,
    QUANTITIES,
    bargaining_zone,
)

_FRAME_DAYS = 30
_HALF = Decimal("0.5")


@require_http_methods(["GET", "POST"])
@page("trade.see_price_talks")
def rounds(request: HttpRequest) -> HttpResponse:
    """All rounds, and the form that opens one from the purchase books."""
    person = cast("Person", request.user)
    if request.method == "POST":
        require(person, "trade.run_price_round")
        made = survey.open_round(person, word(request, "code"), _frame())
        tell(request, f"已发起{made.title.zh}成本调查", f"Survey opened: {made.title.en}")
        return redirect("trade:price-round", pk=made.pk)
    today = timezone.localdate()
    found = PriceRound.objects.prefetch_related("publications", "sample__sheets")
    return render(
        request,
        "trade/price/rounds.html",
        {
            "rounds": [(one, _progress(one)) for one in found],
            "may_open": may(person, "trade.run_price_round"),
            "suggested": _next_code(today.year, (today.month + 2) // 3),
            "days": _FRAME_DAYS,
        },
    )


def _next_code(year: int, quarter: int) -> str:
    """The first quarter from a given one on that has no round."""
    taken = set(PriceRound.objects.values_list("code", flat=True))
    while f"{year}Q{quarter}" in taken:
        year, quarter = (year, quarter + 1) if quarter < 4 else (year + 1, 1)
    return f"{year}Q{quarter}"


def _frame() -> list[survey.FrameFarm]:
    """Every farm from whom stations bought milk in the last weeks."""
    today = timezone.localdate()
    days = DayRange(today - timedelta(days=_FRAME_DAYS), today - timedelta(days=1))
    sold = dict(bought_from_farms(days.first, days.last))
    places = Place.objects.filter(pk__in=sold).select_related("organisation").order_by("pk")
    return survey.frame_from(places, sold, days)


def _progress(round_of: PriceRound) -> Mapping[str, int]:
    """How many farms were asked, answered and used."""
    sheets = [sample.sheet for sample in round_of.sample.all()]
    return {
        "asked": len(sheets),
        "answered": sum(s is not None and s.state != "returned" for s in sheets),
        "used": sum(s is not None and s.state == "accepted" for s in sheets),
    }


@require_http_methods(["GET"])
@page("trade.see_price_talks")
def price_round(request: HttpRequest, pk: int) -> HttpResponse:
    """One round: survey, determination, formulas, proposals, judgement, motions and votes."""
    person = cast("Person", request.user)
    found = get_object_or_404(
        PriceRound.objects.prefetch_related("sample__sheets", "strata"), pk=pk
    )
    today = timezone.localdate()
    estimate = found.estimates.select_related("computed_by").first()
    motions = list(
        found.motions.select_related("put_by", "closed_by", "estimate")
        .prefetch_related("votes__seat__person")
        .order_by("-number")
    )
    open_motion = next((one for one in motions if one.state == "open"), None)
    seats = standings(found, today)
    own = next((one for one in seats if one.seat.person_id == person.pk), None)
    voted = {vote.seat_id for vote in open_motion.votes.all()} if open_motion else set()
    proposals = [(side, latest_proposal(found, side)) for side in ("farm", "processor")]
    return render(
        request,
        "trade/price/round.html",
        {
            "round": found,
            "progress": _progress(found),
            "strata": [
                (one, sum(s.stratum_id == one.pk for s in found.sample.all()))
                for one in found.strata.order_by("pk")
            ],
            "suspects": _suspects(person, found),
            "estimate": estimate,
            "reproduced": estimate is not None and is_reproduced(estimate),
            "rules": price_rules(today),
            "proposals": [one for _, one in proposals if one],
            "earlier": found.proposals.select_related("seat__person").order_by("-pk"),
            "zone": _zone(estimate.result if estimate else None),
            "judgements": found.judgements.select_related("person").order_by("pk"),
            "motions": [
                (one, None if one.state == "open" else tally_words(one.tally)) for one in motions
            ],
            "open_motion": open_motion,
            "count": count_motion(open_motion, today) if open_motion else None,
            "seats": [(one, one.seat.pk in voted) for one in seats],
            "own": own,
            "has_voted": own is not None and own.seat.pk in voted,
            "choices": VOTE_CHOICES.items(),
            "formulas": FORMULAS.values(),
            "market": _market(found),
            "traded": _traded(person, found),
            "moves": [m for m in PRICE_ROUND_FLOW.moves_from(found.state) if may(person, m.verb)],
            "runs": may(person, "trade.run_price_round"),
            "may_judge": may(person, "trade.judge_price"),
            "may_publish": may(person, "trade.publish_price"),
            "publications": found.publications.order_by("version"),
            **(shown_document(public_result(estimate)) if estimate else {}),
        },
    )


def _suspects(person: Person, round_of: PriceRound) -> list[tuple[CostSheet, Decimal | None]]:
    """Who reviews sheets is told which stand apart."""
    if round_of.state != "survey" or not may(person, "trade.review_cost_sheet"):
        return []
    return open_suspects(round_of, timezone.localdate())


def _market(round_of: PriceRound) -> list[dict[str, Any]]:
    entered = {one.code: one for one in round_of.market_inputs.order_by("pk")}
    return [{"quantity": QUANTITIES[code], "entry": entered.get(code)} for code in MARKET_INPUTS]


def _traded(person: Person, round_of: PriceRound) -> dict[str, Any] | None:
    """The traded mean by statements, with links to those that the person may see."""
    mean = traded_mean(round_of, timezone.localdate())
    if mean is None:
        return None
    own = visible(Settlement.objects.filter(number__in=mean.statements), scope_of(person))
    may_see = may(person, "trade.see_settlements")
    seen = sorted(own.values_list("number", flat=True)) if may_see else []
    others = len(mean.statements) - len(seen)
    return {"mean": mean, "method": METHOD, "seen": seen, "others": others}


def _zone(result: Mapping[str, Any] | None) -> Any:
    """The zone of agreement between surveyed cost and import parity, where both are there."""
    if result is None or result["cost"] is None:
        return None
    values = {one["code"]: one["value"] for one in result["variants"]}
    if values["import_parity"] is None:
        return None
    return bargaining_zone(Decimal(result["cost"]), Decimal(values["import_parity"]), _HALF)


Step = Callable[[HttpRequest, Person, PriceRound], Any]


def _document(request: HttpRequest, person: Person) -> Attachment | None:
    """The file sent along, stored for the person's first organisation."""
    upload = request.FILES.get("document")
    if upload is None:
        return None
    organisation = person.present_memberships()[0].organisation
    return store_attachment(upload, upload.name or "", organisation, person)


def _optional(request: HttpRequest, name: str) -> Decimal | None:
    return decimal_entry(request, name) if word(request, name) else None


def _motion(request: HttpRequest, round_of: PriceRound) -> PriceMotion:
    return get_object_or_404(
        PriceMotion, round=round_of, number=as_whole(word(request, "motion")) or 0
    )


_STEPS: dict[str, Step] = {
    "trade.close_cost_survey": lambda r, p, o: survey.close_survey(p, o),
    "trade.compute_price": lambda r, p, o: survey.compute_again(p, o),
    "trade.reopen_cost_survey": lambda r, p, o: survey.reopen_survey(
        p, o, opinion=word(r, "opinion")
    ),
    "trade.suspend_price": lambda r, p, o: talks.suspend_round(p, o, opinion=word(r, "opinion")),
    "trade.return_price": lambda r, p, o: talks.return_round(p, o, opinion=word(r, "opinion")),
    "trade.publish_price": lambda r, p, o: publishing.publish_price(
        p, o, effective_from=as_day(word(r, "effective_from"))
    ),
    "figure": lambda r, p, o: talks.enter_market_figure(
        p, o, code=word(r, "code"), value=decimal_entry(r, "value"), source=word(r, "source")
    ),
    "propose": lambda r, p, o: talks.propose(
        p,
        o,
        central=decimal_entry(r, "central"),
        reason=word(r, "reason"),
        document=_document(r, p),
    ),
    "judge": lambda r, p, o: talks.judge(
        p, o, what=word(r, "what"), why=word(r, "why"), effect_yuan=decimal_entry(r, "effect_yuan")
    ),
    "minutes": lambda r, p, o: talks.write_minutes(p, o, word(r, "minutes")),
    "motion": lambda r, p, o: talks.put_motion(
        p,
        o,
        formula=word(r, "formula"),
        floor=_optional(r, "floor"),
        cap=_optional(r, "cap"),
        corridor_reason=word(r, "corridor_reason"),
    ),
    "vote": lambda r, p, o: talks.vote(
        p, _motion(r, o), choice=word(r, "choice"), reason=word(r, "reason")
    ),
    "count": lambda r, p, o: talks.close_motion(p, _motion(r, o)),
    "lapse": lambda r, p, o: talks.lapse_motion(p, _motion(r, o)),
}
_DONE = Text("已办理", "Done")


@require_POST
@page("trade.see_price_talks")
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a step on a round; the action checks right, seat and state."""
    found = get_object_or_404(PriceRound, pk=pk)
    verb = word(request, "verb")
    if verb not in _STEPS:
        raise invalid("verb", verb, "choice", "没有此操作", "There is no such step")
    _STEPS[verb](request, cast("Person", request.user), found)
    tell(request, _DONE.zh, _DONE.en)
    return redirect("trade:price-round", pk=found.pk)


@require_POST
@page("trade.appoint_price_member")
def appoint(request: HttpRequest) -> HttpResponse:
    """Appoint a member, named by account and credit code or GLN of the organisation."""
    member = Person.objects.filter(username=word(request, "username")).first()
    code = word(request, "organisation")
    organisation = (
        Organisation.objects.filter(credit_code=code).first()
        or Organisation.objects.filter(gln=code).first()
    )
    if member is None:
        raise invalid(
            "username", word(request, "username"), "known", "没有此账号", "No such account"
        )
    if organisation is None:
        raise invalid("organisation", code, "known", "没有此单位", "No such organisation")
    seat_member(
        cast("Person", request.user),
        member=member,
        organisation=organisation,
        side=word(request, "side"),
        is_chair=word(request, "is_chair") == "yes",
        valid_from=day_entry(request, "valid_from"),
        valid_to=day_entry(request, "valid_to"),
    )
    tell(request, "已聘任", "Appointed")
    return redirect("trade:price-committee")


@require_POST
@page("trade.see_price_talks")
def seat_step(request: HttpRequest, pk: int) -> HttpResponse:
    """End a seat early, or declare an interest of one's own."""
    seat = get_object_or_404(PriceSeat, pk=pk)
    person = cast("Person", request.user)
    if word(request, "verb") == "end":
        end_seat(person, seat, last=day_entry(request, "last"), reason=word(request, "reason"))
    else:
        key = as_whole(word(request, "round"))
        declare_conflict(
            person,
            seat,
            text=word(request, "text"),
            recuses=word(request, "recuses") == "yes",
            only_round=PriceRound.objects.filter(pk=key).first() if key else None,
        )
    tell(request, _DONE.zh, _DONE.en)
    return redirect("trade:price-committee")


@require_POST
@page("trade.report_price_error")
def error(request: HttpRequest, pk: int) -> HttpResponse:
    """Report an error of a published version."""
    found = get_object_or_404(PricePublication, pk=pk)
    publishing.report_error(
        cast("Person", request.user),
        found,
        corrected_central=decimal_entry(request, "corrected_central"),
        text=word(request, "text"),
    )
    tell(request, "已提出，待另一人决定", "Reported; another person decides")
    return redirect("trade:price-publication", pk=pk)


@require_POST
@page("trade.decide_price_error")
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a corrected version, or note the error."""
    found = get_object_or_404(PriceErratum, pk=pk)
    done = publishing.decide_error(
        cast("Person", request.user),
        found,
        republish=word(request, "republish") == "yes",
        decision=word(request, "decision"),
        effective_from=as_day(word(request, "effective_from")),
    )
    newest = PricePublication.objects.filter(round=done.publication.round_id).latest("version")
    tell(request, done.state_text.zh, done.state_text.en)
    return redirect("trade:price-publication", pk=newest.pk)
