"""Custody of a sample: hand-overs, cancelling, blinds, labels, and the portions kept back."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.platform.documents.qr import qr_svg
from milkshed.platform.models import Person, Place
from milkshed.platform.permissions import holders_of, may
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.entries import as_decimal, moment_entry, tell, whole_entry, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of
from milkshed.quality.actions.custody import (
    accept_custody,
    cancel_sample,
    countersign_taking,
    hand_over,
    unblind_sample,
)
from milkshed.quality.actions.portions import dispose_portion, open_portion, retain_portion
from milkshed.quality.models import PORTION_STATES, Hold, RetainedPortion, Sample
from milkshed.quality.pages.samples import sample_of
from milkshed.quality.queries import custody_gaps, is_blind_for, partner_of

_PER_PAGE = 30
_MOST_PEOPLE = 80


@require_GET
@page("quality.see_samples")
def chain(request: HttpRequest, number: str) -> HttpResponse:
    """The chain of custody of one sample with its gaps, and the next step for this person."""
    sample, person = sample_of(request, number), person_of(request)
    steps = list(sample.custody.select_related("giver", "taker"))
    gaps = custody_gaps(sample)
    last = steps[-1] if steps else None
    waits = last is not None and last.kind == "handed" and last.accepted_at is None
    holds_it = last is not None and last.taker_id == person.pk and not waits
    blind = is_blind_for(person, sample)
    return render(
        request,
        "quality/custody.html",
        {
            "sample": sample,
            "number": number,
            "blind": blind,
            "rows": [
                (step, [gap for gap in gaps if gap.position == step.position]) for step in steps
            ],
            "whole": not any(gap.is_break for gap in gaps),
            "gaps": gaps,
            "empty": not steps,
            "may_hand": holds_it
            and sample.state in ("taken", "sealed")
            and may(person, "quality.hand_over_sample"),
            "may_countersign": bool(steps)
            and steps[0].accepted_at is None
            and partner_of(sample) == person.pk,
            "may_accept": waits and last is not None and last.taker_id == person.pk,
            "may_cancel": sample.state in ("taken", "sealed", "received")
            and may(person, "quality.cancel_sample"),
            "may_unblind": sample.blind_number is not None
            and sample.reported_at is None
            and may(person, "quality.unblind_sample"),
            "may_retain": sample.state != "cancelled"
            and sample.retained.count() < sample.portions
            and may(person, "quality.retain_portion"),
            "takers": [] if blind else _takers(sample, person),
            "readers": _readers(sample, person),
            "stores": _stores(request),
            "portions": sample.retained.select_related("store").order_by("number"),
            "unblindings": [] if blind else sample.unblindings.select_related(
                "person", "granted_by"
            ),
            "now": timezone.localtime(),
        },
    )  # fmt: skip


def _takers(sample: Sample, person: Person) -> list[Person]:
    """People who may take a sample over: of the own organisations, the place and the laboratory."""
    homes = [organisation.pk for organisation in person.organisations()]
    homes.append(sample.place.organisation_id)
    if sample.laboratory is not None:
        homes.append(sample.laboratory.place.organisation_id)
    found = Person.objects.filter(
        memberships__organisation__in=homes,
        memberships__role__in=holders_of("quality.hand_over_sample"),
        is_active=True,
    )
    return list(found.exclude(pk=person.pk).distinct().order_by("name_zh")[:_MOST_PEOPLE])


def _readers(sample: Sample, person: Person) -> list[Person]:
    """People at the sample's bench who do not know where it comes from."""
    if sample.laboratory is None:
        return []
    found = Person.objects.filter(
        memberships__organisation=sample.laboratory.place.organisation_id, is_active=True
    )
    return list(found.exclude(pk=person.pk).distinct().order_by("name_zh")[:_MOST_PEOPLE])


def _stores(request: HttpRequest) -> list[Place]:
    own = [organisation.pk for organisation in person_of(request).organisations()]
    return list(Place.objects.filter(organisation__in=own).order_by("name_zh")[:_MOST_PEOPLE])


@require_POST
@page("quality.see_samples")
def chain_step(request: HttpRequest, number: str, what: str) -> HttpResponse:
    """Take a step of custody; each step asks for its own right."""
    sample, person = sample_of(request, number), person_of(request)
    if what == "hand":
        taker = next(
            (one for one in _takers(sample, person) if one.pk == whole_entry(request, "taker")),
            None,
        )
        if taker is None:
            raise Problem(NOT_FOUND)
        hand_over(
            person,
            sample,
            taker,
            at=moment_entry(request, "at"),
            place=word(request, "place"),
            seal=word(request, "seal"),
            temperature_c=as_decimal(word(request, "temperature_c")),
        )
        tell(request, "已移交，等对方签收", "Handed over; the taker has to sign")
    elif what == "accept":
        accept_custody(person, sample)
        tell(request, "已签收", "Signed")
    elif what == "countersign":
        countersign_taking(person, sample)
        tell(request, "已签字", "Signed")
    elif what == "cancel":
        cancel_sample(person, sample, reason=word(request, "reason"))
        tell(request, "样品已作废", "Cancelled")
    elif what == "unblind":
        reader = next(
            (one for one in _readers(sample, person) if one.pk == whole_entry(request, "reader")),
            None,
        )
        if reader is None:
            raise Problem(NOT_FOUND)
        unblind_sample(person, sample, reader, reason=word(request, "reason"))
        tell(request, "揭盲已记录", "The lifting of the blind is on record")
    elif what == "retain":
        store = get_visible(
            Place.objects.all(), scope_of(request.user), pk=whole_entry(request, "store") or 0
        )
        retain_portion(person, sample, store, shelf=word(request, "shelf"))
        tell(request, "留样已入库", "The portion is in store")
    else:
        raise Problem(NOT_FOUND)
    return redirect("quality:custody", number=number)


@require_GET
@page("quality.see_samples")
def label_sheet(request: HttpRequest, number: str) -> HttpResponse:
    """Labels of a sample's portions for the printer; a blind one's bear its blind number only."""
    sample = sample_of(request, number)
    shown = sample.blind_number or sample.barcode
    return render(
        request,
        "quality/sample_labels.html",
        {
            "sample": sample,
            "number": number,
            "shown": shown,
            "blind": sample.blind_number is not None,
            "portions": range(1, sample.portions + 1),
            "qr": qr_svg(shown, 3),
        },
    )


@require_GET
@page("quality.see_portions")
def portion_list(request: HttpRequest) -> HttpResponse:
    """Portions kept back in reach: where they are, until when, and what holds them."""
    asked = request.GET
    portions = visible(RetainedPortion.objects.all(), scope_of(request.user))
    state = asked.get("state", "stored")
    if state in PORTION_STATES:
        portions = portions.filter(state=state)
    search = asked.get("q", "").strip()
    if search:
        portions = portions.filter(
            Q(sample__barcode__istartswith=search) | Q(sample__lot_uri__icontains=search)
        )
    shown = portions.select_related("sample__place", "store__organisation", "ended_by")
    page_obj = Paginator(shown.order_by("expires_at", "pk"), _PER_PAGE).get_page(asked.get("page"))
    lots = {one.sample.lot_uri for one in page_obj}
    held = dict(
        Hold.objects.filter(lot_uri__in=lots, state__in=["proposed", "standing"]).values_list(
            "lot_uri", "number"
        )
    )
    person, now = person_of(request), timezone.now()
    return render(
        request,
        "quality/portions.html",
        {
            "page_obj": page_obj,
            "rows": [
                (
                    one,
                    one.expires_at < now,
                    held.get(one.sample.lot_uri, ""),
                    is_blind_for(person, one.sample),
                )
                for one in page_obj
            ],
            "states": PORTION_STATES,
            "state": state,
            "asked": asked,
            "may_open": may(person, "quality.open_portion"),
            "may_dispose": may(person, "quality.dispose_portion"),
            "may_see_holds": may(person, "quality.see_holds"),
        },
    )


@require_POST
@page("quality.see_portions")
def portion_step(request: HttpRequest, key: int, what: str) -> HttpResponse:
    """Open a portion for a test, or dispose of it."""
    person = person_of(request)
    portion = get_visible(
        RetainedPortion.objects.select_related("sample"), scope_of(request.user), pk=key
    )
    if what == "open":
        sample = open_portion(
            person,
            portion,
            barcode=word(request, "barcode"),
            reason=word(request, "reason"),
            seal=word(request, "seal"),
        )
        tell(request, f"已启用，新样品 {sample.barcode}", f"Opened as sample {sample.barcode}")
        return redirect("quality:sample", number=sample.barcode)
    if what == "dispose":
        dispose_portion(person, portion, how=word(request, "how"))
        tell(request, "已处置", "Disposed of")
        return redirect("quality:portions")
    raise Problem(NOT_FOUND)
