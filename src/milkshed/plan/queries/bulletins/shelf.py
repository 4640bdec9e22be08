"""The bulletins a person may read, and the one of the period before."""

import hashlib
from typing import Any

from django.db.models import Q, QuerySet

from milkshed.plan.models import Bulletin, Indicator
from milkshed.plan.models.bulletins import ISSUED
from milkshed.plan.queries.bulletins.lists import current_indicators
from milkshed.plan.queries.bulletins.readings import Period, reading_of, readings
from milkshed.platform.attachments import path_of
from milkshed.platform.models import Attachment
from milkshed.platform.scope import scope_of, visible


def bulletins_for(person: Any) -> QuerySet[Bulletin]:
    """A person's own area's bulletins in every state, and those the region has issued."""
    found = Bulletin.objects.select_related(
        "office", "drawn_by", "edited_by", "issued_by", "word", "sheet", "replaces"
    )
    scope = scope_of(person)
    if scope.everything:
        return found
    issued = Q(county="", state__in=ISSUED)
    return visible(found, scope) | found.filter(issued)


def issued_before(period: Period, county: str) -> Bulletin | None:
    """The bulletin in force of the period before, of the same area."""
    before = period.before
    return Bulletin.objects.filter(
        period=before.kind, first=before.first, county=county, state="issued"
    ).first()


def changed_since(bulletin: Bulletin) -> list[Indicator]:
    """The indicators whose figure on record is another than when the bulletin was drawn up."""
    drawn = bulletin.content["readings"]
    indicators = current_indicators(list(drawn))
    period = Period(bulletin.period, bulletin.first, bulletin.last)
    now = readings(indicators, period, bulletin.county)
    return [
        one
        for one in indicators
        if now[one.code].reading.value != reading_of(drawn[one.code]).value
    ]


def is_intact(copy: Attachment) -> bool:
    """Whether the stored copy still has the digest under which it was issued."""
    path = path_of(copy.sha256)
    return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == copy.sha256


def bulletin_of_digest(person: Any, sha256: str) -> tuple[Bulletin, str] | None:
    """The issued bulletin that a file's digest belongs to, and which of its copies that is."""
    found = (
        bulletins_for(person)
        .filter(Q(word__sha256=sha256) | Q(sheet__sha256=sha256), state__in=ISSUED)
        .order_by("-pk")
        .first()
    )
    if found is None:
        return None
    is_word = found.word is not None and found.word.sha256 == sha256
    return found, "word" if is_word else "sheet"
