"""Holds of lots: proposed by a failed sample, placed and released by authorised people.

Placing and releasing are facts of the ledger, a persistent disposition of the lot; the doors of
loading, acceptance and processing ask the ledger.
"""

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from milkshed.collection.facade import sheets_of_load
from milkshed.kernel.clock import in_shanghai
from milkshed.kernel.problems import CONFLICT, INVALID, Fault, Problem, invalid, require_reason
from milkshed.kernel.text import Text
from milkshed.ledger.authoring import document, observation
from milkshed.ledger.facade import capture_document
from milkshed.platform.models import Organisation, Person, Place
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.quality.flow import HOLD_FLOW
from milkshed.quality.models import Hold, Sample
from milkshed.quality.science.analytes import ANALYTES
from milkshed.quality.science.verdict import Verdict

_OPEN = ("proposed", "standing")
_NUMBERING = 0x401D
"""Number of the advisory lock under which holds are numbered."""


def propose_for(sample: Sample) -> Hold | None:
    """Propose the hold of a failed sample's lot; None where one is open or was decided on it.

    Called by the software when a failed result is reported; nothing is stopped by it.
    """
    if Hold.objects.filter(lot_uri=sample.lot_uri, state__in=_OPEN).exists():
        return None
    if Hold.objects.filter(sample=sample).exists():
        return None
    names = "、".join(ANALYTES[code].name.zh for code in sample.failed) or "判定不合格"
    return _proposed(
        sample.lot_uri, sample.place, f"样品{sample.barcode}不合格：{names}", sample, None
    )


def propose_hold(person: Person, lot_uri: str, place: Place, *, reason: str) -> Hold:
    """Propose the hold of a lot by hand, with a reason."""
    require(person, "quality.propose_hold")
    require_reason(reason)
    if not lot_uri.startswith("https://id.gs1.org/"):
        raise invalid("lot_uri", lot_uri, "digital-link", "奶批应为GS1链接", "A GS1 link")
    seen = get_visible(Place.objects.all(), scope_of(person), pk=place.pk)
    before = Hold.objects.filter(lot_uri=lot_uri, state__in=_OPEN).first()
    if before is not None:
        message = Text(
            f"该批次已有未办结的扣留{before.number}", f"Hold {before.number} of the lot is open"
        )
        raise Problem(CONFLICT, message, [Fault("lot_uri", lot_uri, "one-open-hold", message)])
    return _proposed(lot_uri, seen, reason.strip(), None, person)


def place_hold(person: Person, hold: Hold, *, reason: str) -> Hold:
    """Decide that a lot is held; the ledger takes it as ``unavailable`` from now on."""
    with transaction.atomic():
        locked = _locked(person, hold)
        now = timezone.now()
        locked.placed_at = now
        locked.save(update_fields=["placed_at"])
        HOLD_FLOW.perform(locked, "quality.place_hold", person, opinion=reason.strip())
        _tell_ledger(locked, person, "holding", {"set": ["unavailable"]}, now)
    return locked


def reject_hold(person: Person, hold: Hold, *, reason: str) -> Hold:
    """Decide against a proposed hold, with a reason."""
    _reasoned(reason)
    with transaction.atomic():
        locked = _locked(person, hold)
        HOLD_FLOW.perform(locked, "quality.reject_hold", person, opinion=reason.strip())
        locked.ended_at = timezone.now()
        locked.save(update_fields=["ended_at"])
    return locked


def release_hold(person: Person, hold: Hold, *, reason: str, retest: str = "") -> Hold:
    """Release a held lot: by a retest of it that passed, or by a decision with its reason.

    It takes another person than the one who placed the hold. ``retest`` is the barcode of a
    sample of the same lot that was reported as passed after the hold was placed.
    """
    _reasoned(reason)
    with transaction.atomic():
        locked = _locked(person, hold)
        HOLD_FLOW.check(locked, "quality.release_hold", person)
        locked.retest = _passed(locked, retest) if retest.strip() else None
        locked.basis = "retest" if locked.retest is not None else "decision"
        now = timezone.now()
        locked.ended_at = now
        locked.save(update_fields=["retest", "basis", "ended_at"])
        HOLD_FLOW.perform(locked, "quality.release_hold", person, opinion=reason.strip())
        _tell_ledger(locked, person, "inspecting", {"unset": ["unavailable"]}, now)
    return locked


def _reasoned(reason: str) -> None:
    require_reason(reason)


def _passed(hold: Hold, barcode: str) -> Sample:
    found = Sample.objects.filter(barcode=barcode.strip(), lot_uri=hold.lot_uri).first()
    if found is None or found.pk == hold.sample_id:
        raise invalid(
            "retest", barcode, "same-lot",
            "没有该批次的此复检样品", "There is no such other sample of the lot",
        )  # fmt: skip
    if found.verdict != Verdict.PASS or found.reported_at is None:
        raise invalid(
            "retest", barcode, "passed", "复检未报告或不合格", "It is not reported, or did not pass"
        )
    if hold.placed_at is not None and found.reported_at < hold.placed_at:
        raise invalid(
            "retest", barcode, "after-hold",
            "该报告早于扣留决定，不能作为解除依据", "It was reported before the hold was placed",
        )  # fmt: skip
    return found


def _proposed(
    lot_uri: str, place: Place, reason: str, sample: Sample | None, person: Person | None
) -> Hold:
    now = timezone.now()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBERING])
        stem = f"KL{in_shanghai(now):%y%m%d}"
        last = (
            Hold.objects.filter(number__startswith=stem)
            .order_by("-number")
            .values_list("number", flat=True)
            .first()
        )
        serial = int(last.removeprefix(stem)) + 1 if last else 1
        hold = Hold.objects.create(
            number=f"{stem}{serial:05d}",
            lot_uri=lot_uri,
            sample=sample,
            place=place,
            reason=reason[:300],
            proposed_at=now,
            proposed_by=person,
        )
        hold.parties.set(_parties(lot_uri))
    return hold


def _parties(lot_uri: str) -> list[Organisation]:
    """The stations and plants of the sheets under which the lot travels."""
    sheets = sheets_of_load([lot_uri]).get(lot_uri, ())
    glns = {uri.rsplit("/", 1)[-1] for one in sheets for uri in (one.station_uri, one.plant_uri)}
    return list(Organisation.objects.filter(places__gln__in=glns).distinct())


def _tell_ledger(
    hold: Hold, person: Person, step: str, told: dict[str, list[str]], at: datetime
) -> None:
    event = observation(step, hold.lot_uri, at, hold.place.uri) | {
        "persistentDisposition": told,
        "bizTransactionList": [{"bizTransaction": hold.uri}],
    }
    outcome = capture_document(document([event], at), person=person)
    if not outcome.success:
        raise Problem(
            INVALID, Text("未能记入账本", "It could not be written to the ledger"), outcome.errors
        )


def _locked(person: Person, hold: Hold) -> Hold:
    seen = visible(Hold.objects.all(), scope_of(person)).filter(pk=hold.pk)
    if not seen.exists():
        get_visible(Hold.objects.all(), scope_of(person), pk=0)
    return Hold.objects.select_for_update(of=("self",)).select_related("place").get(pk=hold.pk)
