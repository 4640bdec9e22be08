"""What everybody may see of the reference price, signed in or not."""

import csv
from io import StringIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from milkshed.platform.documents.word import MEDIA_TYPE as WORD
from milkshed.platform.documents.word import write_word
from milkshed.platform.models import Organisation
from milkshed.platform.permissions import may
from milkshed.trade.facts.price_precedents import PRECEDENTS
from milkshed.trade.facts.price_principles import PRINCIPLES, Standing
from milkshed.trade.models import (
    PriceConflict,
    PricePublication,
    PriceReview,
    PriceRound,
    PriceSeat,
)
from milkshed.trade.pages.reference_price.notice import notice_paper
from milkshed.trade.pages.reference_price.showing import shown_document
from milkshed.trade.queries.price_documents import is_intact
from milkshed.trade.queries.price_rules import as_documents, price_rules, value_of
from milkshed.trade.queries.price_trail import review_is_due, trail
from milkshed.trade.queries.reference_price import publication_on, publications_in_force
from milkshed.trade.science.reference_price.determination import CONFIDENCE, METHOD, TIERS
from milkshed.trade.science.reference_price.formulas import FORMULAS, QUANTITIES


@require_safe
def price(request: HttpRequest) -> HttpResponse:
    """The price in force, how it moved, and where everything about it stands."""
    today = timezone.localdate()
    series = publications_in_force()
    return render(
        request,
        "trade/price/home.html",
        {
            "now": publication_on(today),
            "coming": [one for one in series if one.effective_from > today],
            "series": series[::-1],
            "chart": _chart(series) if len(series) > 1 else None,
            "open_rounds": PriceRound.objects.filter(state__in=["survey", "talks", "decided"]),
            "suspended": PriceRound.objects.filter(state="suspended", last__gte=today).first(),
            "may_complain": may(request.user, "trade.complain_about_price"),
        },
    )


def _chart(series: list[PricePublication]) -> dict[str, Any]:
    return {
        "labels": [one.round.code for one in series],
        "unit": "元/公斤",
        "series": [
            {"name": "中准价", "values": [float(one.central) for one in series]},
            {"name": "下限", "values": [float(one.floor) for one in series], "dashed": True},
            {"name": "上限", "values": [float(one.cap) for one in series], "dashed": True},
        ],
    }


_CSV = (
    "round", "version", "number", "central_yuan_per_kg", "floor_yuan_per_kg", "cap_yuan_per_kg",
    "effective_from", "effective_to", "published_at", "data_tier", "farms",
    "survey_cost_yuan_per_kg", "formula", "fat_pct", "protein_pct", "correction", "sha256",
)  # fmt: skip


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Every version ever published, as open data (CSV, UTF-8 with a byte order mark)."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_CSV)
    every = PricePublication.objects.select_related("round").order_by("round__first", "version")
    for one in every:
        document = one.document
        writer.writerow(
            [
                one.round.code, one.version, one.number, one.central, one.floor, one.cap,
                one.effective_from, one.effective_to,
                timezone.localtime(one.published_at).isoformat(timespec="seconds"),
                document["tier"], document.get("survey", {}).get("farms", ""),
                document["cost"] or "", document["formula"], one.quality["fat"],
                one.quality["protein"], _one_line(one.correction), one.digest,
            ]
        )  # fmt: skip
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="reference-price.csv"'
    return answer


def _one_line(text: str) -> str:
    """Text that a spreadsheet takes for text, in one line."""
    plain = " ".join(text.split())
    return f"'{plain}" if plain[:1] in ("=", "+", "-", "@") else plain


@require_safe
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    """One published version with everything that may be told of how it came about."""
    found = get_object_or_404(
        PricePublication.objects.select_related("round", "issuer", "published_by", "prepared_by"),
        pk=pk,
    )
    versions = list(found.round.publications.order_by("version"))
    return render(
        request,
        "trade/price/publication.html",
        {
            "one": found,
            "intact": is_intact(found),
            "versions": versions,
            "newest": versions[-1],
            "errata": found.errata.select_related("found_by", "decided_by"),
            "may_report": may(request.user, "trade.report_price_error") and found == versions[-1],
            "may_decide": may(request.user, "trade.decide_price_error"),
            **shown_document(found.document),
        },
    )


@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """The published version as an official paper in Word (GB/T 9704)."""
    found = get_object_or_404(PricePublication.objects.select_related("round", "issuer"), pk=pk)
    synthetic = Organisation.objects.filter(synthetic=True).exists()
    answer = HttpResponse(write_word(notice_paper(found), synthetic=synthetic), content_type=WORD)
    name = f"reference-price-{found.round.code}-v{found.version}.docx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_safe
def round_trail(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that happened in a round, in order; anyone may read it."""
    found = get_object_or_404(PriceRound, pk=pk)
    return render(
        request,
        "trade/price/trail.html",
        {"round": found, "entries": trail(found), "publications": found.publications.all()},
    )


@require_safe
def committee(request: HttpRequest) -> HttpResponse:
    """Who sits in the committee, for whom, until when, and which interests were declared."""
    today = timezone.localdate()
    seats = PriceSeat.objects.select_related("person", "organisation").order_by(
        "-is_chair", "side", "pk"
    )
    person = request.user
    return render(
        request,
        "trade/price/committee.html",
        {
            "present": [one for one in seats if one.is_held_on(today)],
            "past": [one for one in seats if not one.is_held_on(today)],
            "conflicts": PriceConflict.objects.select_related("seat__person", "round").order_by(
                "-pk"
            ),
            "own": [one for one in seats if one.person_id == person.pk and one.is_held_on(today)],
            "may_declare": may(person, "trade.declare_price_conflict"),
            "may_appoint": may(person, "trade.appoint_price_member"),
            "rounds": PriceRound.objects.exclude(state="published"),
        },
    )


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """The method in force: costs, estimate, ladder, formulas, ballots, corridor, with its rules."""
    today = timezone.localdate()
    return render(
        request,
        "trade/price/method.html",
        {
            "method": METHOD,
            "rules": as_documents(price_rules(today)),
            "tiers": [(code, TIERS[code], CONFIDENCE[code]) for code in (1, 2, 3, 0)],
            "formulas": [
                (one, [QUANTITIES[code] for code in one.inputs]) for one in FORMULAS.values()
            ],
            "precedents": PRECEDENTS,
        },
    )


@require_safe
def principles(request: HttpRequest) -> HttpResponse:
    """The 19 principles for benchmarks and where each is met here, or is not."""
    months = int(value_of("review_months", timezone.localdate()))
    counts = [
        (standing, sum(one.standing is standing for one in PRINCIPLES)) for standing in Standing
    ]
    return render(
        request,
        "trade/price/principles.html",
        {
            "principles": PRINCIPLES,
            "counts": counts,
            "reviews": PriceReview.objects.select_related("reviewer"),
            "may_review": may(request.user, "trade.review_price"),
            "months": months,
            "overdue": review_is_due(timezone.localdate(), months),
        },
    )
