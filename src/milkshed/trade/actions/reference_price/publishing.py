"""Publishing the price that was carried, and mending a published one without erasing it."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from milkshed.kernel.problems import CONFLICT, NOT_ALLOWED, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.documents.official_wording import document_number
from milkshed.platform.models import Organisation, OrganisationKind, Person
from milkshed.platform.permissions import require
from milkshed.trade.actions.reference_price.committee import one_at_a_time
from milkshed.trade.flow import PRICE_ROUND_FLOW
from milkshed.trade.models import PriceErratum, PriceMotion, PricePublication, PriceRound
from milkshed.trade.queries.price_documents import (
    is_reproduced,
    publication_document,
    signed_part,
)
from milkshed.trade.queries.price_rules import corridor_rules, value_of
from milkshed.trade.science.reference_price.determination import digest_of
from milkshed.trade.science.reference_price.formulas import corridor

_ISSUER_SHORT = "宁奶价"
_QUALITY = ("fat", "protein", "total_count")


def publish_price(
    person: Person, round_of: PriceRound, *, effective_from: date | None = None
) -> PricePublication:
    """Publish what was carried, as somebody who neither computed it nor counted the votes.

    The determination is computed once more from its stored inputs; one that does not give the
    same result is not published. ``effective_from`` is the round's first day unless given.
    """
    now = timezone.now()
    with transaction.atomic():
        one_at_a_time("price-numbers")
        locked = PriceRound.objects.select_for_update().get(pk=round_of.pk)
        PRICE_ROUND_FLOW.check(locked, "trade.publish_price", person)
        motion = _carried_motion(locked)
        if not is_reproduced(motion.estimate):
            raise Problem(
                CONFLICT,
                Text("复算与存档不一致，不能发布", "The determination cannot be reproduced"),
            )
        starts = effective_from or locked.first
        if not locked.first <= starts <= locked.last:
            raise invalid(
                "effective_from", starts.isoformat(), "within-round",
                f"应在{locked.first}至{locked.last}之间", "Not within the round's period",
            )  # fmt: skip
        made = _sign(
            PricePublication(
                round=locked,
                motion=motion,
                version=1,
                number=_next_number(timezone.localdate(now).year),
                central=motion.central,
                floor=motion.floor,
                cap=motion.cap,
                effective_from=starts,
                effective_to=locked.last,
                quality=_quality(timezone.localdate(now)),
                document=publication_document(locked, motion),
                prepared_by=motion.closed_by or motion.put_by,
                published_by=person,
                issuer=_issuer(person),
                published_at=now,
            )
        )
        PRICE_ROUND_FLOW.perform(
            locked, "trade.publish_price", person, evidence={"publication": made.number}
        )
    return made


def _sign(publication: PricePublication) -> PricePublication:
    """Store a publication with what was signed in its document, and the digest over all of it."""
    publication.document = {**publication.document, "signed": signed_part(publication)}
    publication.digest = digest_of(publication.document)
    publication.save(force_insert=True)
    return publication


def _carried_motion(round_of: PriceRound) -> PriceMotion:
    """The motion carried last; one that was sent back may stand before it."""
    carried = round_of.motions.filter(state="carried").select_related("estimate")
    return carried.latest("number")


def _next_number(year: int) -> str:
    mark = document_number(_ISSUER_SHORT, year, 1).removesuffix("1号")
    return document_number(
        _ISSUER_SHORT, year, PricePublication.objects.filter(number__startswith=mark).count() + 1
    )


def _quality(day: date) -> dict[str, str]:
    return {name: f"{value_of(f'quality.{name}', day).normalize():f}" for name in _QUALITY}


def _issuer(person: Person) -> Organisation:
    """The region's office of whoever signs, or else where they work."""
    offices = person.organisations([OrganisationKind.REGION_OFFICE])
    return offices[0] if offices else person.organisations()[0]


def report_error(
    person: Person, publication: PricePublication, *, corrected_central: Decimal, text: str
) -> PriceErratum:
    """Report an error of a published price; only its newest version can be wrong in force."""
    require(person, "trade.report_price_error")
    if not text.strip():
        raise invalid("text", text, "required", "请说明差错", "Say what is wrong")
    if not 0 < corrected_central < 100:
        raise invalid("corrected_central", corrected_central, "range", "价格不对", "Out of range")
    with transaction.atomic():
        PriceRound.objects.select_for_update().get(pk=publication.round_id)
        _refuse_unless_newest(publication)
        if publication.errata.filter(state="open").exists():
            raise Problem(CONFLICT, Text("已有差错待决定", "An error is already to be decided"))
        corrected = corrected_central.quantize(Decimal("0.01"))
        return PriceErratum.objects.create(
            publication=publication,
            text=text.strip(),
            corrected_central=corrected,
            share=(abs(corrected - publication.central) / publication.central).quantize(
                Decimal("0.000001")
            ),
            threshold=value_of("error.republish", timezone.localdate()),
            found_by=person,
            found_at=timezone.now(),
        )


def _refuse_unless_newest(publication: PricePublication) -> None:
    newer = PricePublication.objects.filter(
        round=publication.round_id, version__gt=publication.version
    )
    if newer.exists():
        raise Problem(
            CONFLICT, Text("此版已被更正，请对最新版办理", "This version was corrected already")
        )


def decide_error(
    person: Person,
    erratum: PriceErratum,
    *,
    republish: bool,
    decision: str,
    effective_from: date | None = None,
) -> PriceErratum:
    """Publish a corrected version, or note the error, as somebody other than who reported it.

    From the threshold on noting it is refused. The correction holds from ``effective_from``
    (today unless given); the version before stays readable and stays in force until then.
    """
    require(person, "trade.decide_price_error")
    if not decision.strip():
        raise invalid("decision", decision, "required", "请写明决定理由", "Give the reason")
    now = timezone.now()
    today = timezone.localdate(now)
    with transaction.atomic():
        one_at_a_time("price-numbers")
        locked = PriceErratum.objects.select_for_update().get(pk=erratum.pk)
        if locked.state != "open":
            raise Problem(CONFLICT, Text("已有决定", "It is decided already"))
        if locked.found_by_id == person.pk:
            raise Problem(NOT_ALLOWED, Text("须由另一人决定", "Another person must decide"))
        if locked.must_republish and not republish:
            raise invalid(
                "republish", False, "threshold",
                f"误差 {locked.share:.2%} 达到 {locked.threshold:.2%}，必须重新发布",
                f"An error of {locked.share:.2%} reaches {locked.threshold:.2%}: publish anew",
            )  # fmt: skip
        if republish:
            _publish_correction(person, locked, decision.strip(), effective_from or today)
        locked.state = "republished" if republish else "noted"
        locked.decided_by, locked.decided_at, locked.decision = person, now, decision.strip()
        locked.save(update_fields=["state", "decided_by", "decided_at", "decision"])
    return locked


def _publish_correction(
    person: Person, erratum: PriceErratum, decision: str, starts: date
) -> PricePublication:
    old = erratum.publication
    _refuse_unless_newest(old)
    first = max(starts, old.round.first)
    if first > old.effective_to:
        raise invalid(
            "effective_from", starts.isoformat(), "within-round",
            f"不晚于{old.effective_to}", f"Not after {old.effective_to}",
        )  # fmt: skip
    fresh = corridor(erratum.corrected_central, corridor_rules(timezone.localdate()))
    document = {
        **old.document,
        "corrects": {
            "number": old.number,
            "central": str(old.central),
            "share": str(erratum.share),
            "text": erratum.text,
            "decision": decision,
        },
    }
    return _sign(
        PricePublication(
            round=old.round,
            motion=old.motion,
            version=old.version + 1,
            number=_next_number(timezone.localdate().year),
            central=fresh.central,
            floor=fresh.floor,
            cap=fresh.cap,
            effective_from=first,
            effective_to=old.effective_to,
            quality=old.quality,
            document=document,
            correction=f"{erratum.text}\n{decision}",
            prepared_by=erratum.found_by,
            published_by=person,
            issuer=_issuer(person),
            published_at=timezone.now(),
        )
    )
