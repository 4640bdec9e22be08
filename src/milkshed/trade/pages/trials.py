"""What milk would have earned under another grid."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from milkshed.kernel.periods import Month
from milkshed.kernel.problems import Fault, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Place
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.entries import day_asked
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of
from milkshed.trade.models import PayGrid, Settlement
from milkshed.trade.pages.grids import whole_asked
from milkshed.trade.queries.deliveries import Party
from milkshed.trade.queries.grids import content_of
from milkshed.trade.queries.trials import Trial, compare

_MOST_DAYS = 92
_MOST_CHOICES = 300


@require_GET
@page("trade.compare_grids")
def what_if(request: HttpRequest) -> HttpResponse:
    """A seller's milk of some days under two grids, term by term."""
    scope = scope_of(request.user)
    grids = list(
        visible(PayGrid.objects.all(), scope).select_related("owner").order_by("code", "-version")
    )
    pairs = _pairs(request)
    before = Month.of(timezone.localdate())
    asked = {
        "first": (day_asked(request, "first") or before.first_day),
        "last": (day_asked(request, "last") or timezone.localdate()),
        "pair": request.GET.get("pair", ""),
        "a": whole_asked(request, "a"),
        "b": whole_asked(request, "b"),
    }
    trial: Trial | None = None
    faults: tuple[Fault, ...] = ()
    chosen: tuple[PayGrid, PayGrid] | None = None
    if asked["pair"] and asked["a"] and asked["b"]:
        try:
            place, buyer = _chosen(request, str(asked["pair"]), pairs)
            visible_grids = PayGrid.objects.select_related("owner")
            one = get_visible(visible_grids, scope, pk=asked["a"])
            other = get_visible(visible_grids, scope, pk=asked["b"])
            chosen = (one, other)
            first, last = asked["first"], asked["last"]
            if last < first or (last - first).days >= _MOST_DAYS:  # type: ignore[operator]
                raise invalid(
                    "last", last, "length",
                    f"请选择不超过{_MOST_DAYS}天的日期", f"Choose {_MOST_DAYS} days at most",
                )  # fmt: skip
            trial = compare(
                Party(place.pk, buyer.pk), first, last, content_of(one), content_of(other)  # type: ignore[arg-type]
            )  # fmt: skip
        except Problem as problem:
            if not problem.faults:
                raise
            faults = problem.faults
    return render(
        request,
        "trade/what_if.html",
        {
            "grids": grids,
            "pairs": pairs,
            "asked": asked,
            "trial": trial,
            "chosen": chosen,
            "faults": faults,
            "chart": _chart(trial, chosen) if trial and chosen else None,
        },
    )


def _pairs(request: HttpRequest) -> list[tuple[str, Text]]:
    """Sellers' places and buyers that the person may compare for: those with statements in reach,
    and own places with buyers whose grids they see."""
    scope = scope_of(request.user)
    found: dict[str, Text] = {}
    settled = visible(Settlement.objects.all(), scope).select_related("seller_place", "buyer")
    for one in settled.order_by("seller_place_id", "buyer_id").distinct(
        "seller_place_id", "buyer_id"
    )[:_MOST_CHOICES]:
        found[f"{one.seller_place_id}.{one.buyer_id}"] = _pair(one.seller_place, one.buyer)
    own = [m.organisation_id for m in person_of(request).present_memberships()]
    places = Place.objects.filter(kind__in=["farm", "station"], organisation__in=own)
    grids = visible(PayGrid.objects.all(), scope).filter(~Q(owner__in=own), state="published")
    buyers = {one.owner_id: one.owner for one in grids.select_related("owner")}
    for place in places:
        for buyer in buyers.values():
            found.setdefault(f"{place.pk}.{buyer.pk}", _pair(place, buyer))
    return list(found.items())


def _pair(place: Place, buyer: Organisation) -> Text:
    return Text(f"{place.name_zh} → {buyer.name_zh}", f"{place.name.en} → {buyer.name.en}")


def _chosen(
    request: HttpRequest, pair: str, pairs: list[tuple[str, Text]]
) -> tuple[Place, Organisation]:
    if pair not in dict(pairs):
        raise invalid(
            "pair", pair, "known", "请选择供奶方和买方", "Choose a seller and a buyer from the list"
        )
    place, buyer = (int(part) for part in pair.split("."))
    return Place.objects.get(pk=place), Organisation.objects.get(pk=buyer)


def _chart(trial: Trial, chosen: tuple[PayGrid, PayGrid]) -> dict[str, object]:
    terms = [term for term in trial.terms if any(term.amount)]
    return {
        "labels": [term.title.zh for term in terms if term.code != "base"],
        "series": [
            {
                "name": f"{'甲' if side == 0 else '乙'} {chosen[side].code}",
                "values": [float(term.amount[side]) for term in terms if term.code != "base"],
            }
            for side in (0, 1)
        ],
        "unit": "元",
        "horizontal": True,
    }
