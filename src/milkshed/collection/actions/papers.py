"""Printed papers: issuing a version, what its QR code says, and checking a code from the street."""

import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from milkshed.collection.models import Licence, LicencePaper, RefusedCheck
from milkshed.collection.queries import whole
from milkshed.collection.science.forms import FORMS
from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.text import Text
from milkshed.platform.alarms import raise_alarm
from milkshed.platform.models import Person

_SALT = "milkshed.collection.paper"
_BYTES = 16

REFUSALS: dict[str, Text] = {
    "unreadable": Text("二维码内容不完整", "The code is incomplete"),
    "unknown": Text("系统从未签发过此二维码", "This code was never issued"),
    "signature": Text("二维码签名不符，疑为伪造", "The code's signature is wrong: likely forged"),
    "number": Text(
        "二维码属于另一张证件，与所核对的证号不符",
        "The code belongs to another paper than the number compared",
    ),
    "replaced": Text(
        "此版证件已换发，旧版作废", "This version was replaced; the old paper is void"
    ),
}


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """What the check of a code found: the paper where it is genuine, or the reason of refusal."""

    paper: LicencePaper | None
    refusal: str = ""

    @property
    def reason(self) -> Text | None:
        """The refusal in words."""
        return REFUSALS.get(self.refusal)


def _short(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _seal(paper: LicencePaper) -> str:
    """The seal that binds a token to number, version and term under the house's secret."""
    licence = paper.licence
    bound = f"{paper.token}|{licence.number}|{paper.version}|{licence.valid_from}"
    return _short(salted_hmac(_SALT, bound, algorithm="sha256").digest()[:_BYTES])


def code_of(paper: LicencePaper) -> str:
    """What stands in the QR code of a paper, behind ``/collection/check/``."""
    return f"{paper.token}.{_seal(paper)}"


def issue_paper(
    licence: Licence, person: Person | None, *, on: date, content: dict[str, str], form: str = ""
) -> LicencePaper:
    """Print the licence's present version; an earlier version is void from then on.

    Runs inside the caller's transaction, under the caller's lock of the licence.
    """
    LicencePaper.objects.filter(licence=licence, replaced_on__isnull=True).update(replaced_on=on)
    fields = FORMS[form].fields if form else ()
    return LicencePaper.objects.create(
        licence=licence,
        version=licence.version,
        token=_short(secrets.token_bytes(_BYTES)),
        face={
            "holder": licence.holder.name_zh,
            "subject": str(licence.station or licence.tanker),
            "issuer": licence.issuer.name_zh,
            "fields": [
                [
                    f"{one.title.zh}（{one.unit}）" if one.unit else one.title.zh,
                    one.title.en,
                    content[one.key],
                ]
                for one in fields
                if content.get(one.key) and one.kind != "phone"
            ],
        },
        issued_on=on,
        issued_by=person,
    )


def check_code(code: str, number: str, *, now: datetime) -> CheckOutcome:
    """Check a code that somebody scanned, and the number read off the paper where it was typed.

    A refusal is noted with its day and reason (up to the day's limit of the rule row); one that
    names a genuine paper raises an alarm for the county that issued it.
    """
    token, _, seal = code.partition(".")
    if not token or not seal:
        return _refuse(code, number, "unreadable", None, now)
    paper = (
        LicencePaper.objects.filter(token=token[:22])
        .select_related("licence__holder", "licence__issuer", "licence__station__place",
                        "licence__tanker")
        .first()
    )  # fmt: skip
    if paper is None or len(token) > len(paper.token):
        return _refuse(code, number, "unknown", None, now)
    if not constant_time_compare(seal, _seal(paper)):
        return _refuse(code, number, "signature", paper, now)
    if number and number != paper.licence.number:
        return _refuse(code, number, "number", paper, now)
    if paper.replaced_on is not None:
        return CheckOutcome(paper, "replaced")
    return CheckOutcome(paper)


def _refuse(
    code: str, number: str, reason: str, paper: LicencePaper | None, now: datetime
) -> CheckOutcome:
    day = shanghai_day(now)
    _note(day, code[:60], number[:40], reason, paper, now)
    if paper is not None:
        licence = paper.licence
        raise_alarm(
            f"collection.forged_paper:{licence.number[:60]}:{day}",
            kind="collection.forged_paper",
            severity="serious",
            title=Text(
                f"证件二维码查验未通过：{licence.number}",
                f"A code of {licence.number} failed its check",
            ),
            happened_at=now,
            county=licence.holder.county,
            organisations=(licence.issuer,),
            facts=[
                {
                    "title_zh": "原因",
                    "title_en": "Reason",
                    "value": REFUSALS[reason].zh,
                    "url": "/collection/licences/refused-checks",
                },
                {
                    "title_zh": "核对的证号",
                    "title_en": "Number compared",
                    "value": number[:40] or "–",
                    "url": "",
                },
            ],
        )
    return CheckOutcome(None, reason)


def _note(
    day: date, token: str, number: str, reason: str, paper: LicencePaper | None, now: datetime
) -> None:
    key = {"day": day, "token": token, "number_given": number, "reason": reason}
    again = RefusedCheck.objects.filter(**key).update(times=F("times") + 1, last_at=now)
    if again or RefusedCheck.objects.filter(day=day).count() >= whole("check.notes_per_day", day):
        return
    try:
        with transaction.atomic():
            RefusedCheck.objects.create(**key, paper=paper, last_at=now)
    except IntegrityError:  # the same code in the same moment
        RefusedCheck.objects.filter(**key).update(times=F("times") + 1, last_at=now)
