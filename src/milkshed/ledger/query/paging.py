"""Page tokens: the place of the last entry shown, so that pages stay put while others arrive.

A token is signed, belongs to the question it was given out for, and expires. Its holder may give
it back before.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from django.core.signing import BadSignature, TimestampSigner
from django.utils import timezone

from milkshed.kernel.problems import Problem
from milkshed.ledger.models import ReleasedToken
from milkshed.ledger.query.values import refuse

TOKEN_LIFE = timedelta(hours=24)
_LONGEST_TOKEN = 500


@dataclass(frozen=True, slots=True)
class PagePlace:
    """The last entry of a page (its place in the order) and how many were shown up to it.

    ``until`` is the last entry there was when the first page was made: later ones stay out.
    """

    seq: int
    at: datetime | None = None
    shown: int = 0
    until: int | None = None

    def token(self, question: str) -> str:
        """The place as an opaque word for URLs, good for one question."""
        at = None if self.at is None else _microseconds(self.at)
        return _signer().sign_object([question, self.seq, at, self.shown, self.until])


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="milkshed.ledger.page")


def _microseconds(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def _digest(token: str) -> uuid.UUID:
    return uuid.UUID(bytes=blake2b(token.encode(), digest_size=16).digest())


def _invalid(token: str) -> Problem:
    return refuse(
        "nextPageToken",
        token[:100],
        "unknown-token",
        "翻页标记无效、已过期或不属于此查询",
        "The page token is not valid, has expired, or belongs to another query",
    )


def _content(token: str) -> Sequence[object]:
    """What a token says; raises :class:`Problem` unless we signed it and it is still good."""
    try:
        if len(token) > _LONGEST_TOKEN:
            raise _invalid(token)
        content: list[object] = _signer().unsign_object(token, max_age=TOKEN_LIFE)
    except (BadSignature, ValueError) as error:
        raise _invalid(token) from error
    if ReleasedToken.objects.filter(digest=_digest(token)).exists():
        raise _invalid(token)
    return content


def read_token(token: str, question: str) -> PagePlace:
    """Return the place a token names; raises :class:`Problem` for one that is not good here."""
    asked, seq, at, shown, until = _content(token)
    if asked != question:
        raise _invalid(token)
    assert isinstance(seq, int)
    assert isinstance(shown, int)
    moment = None if at is None else datetime.fromtimestamp(0, UTC) + timedelta(microseconds=at)  # type: ignore[arg-type]
    return PagePlace(seq, moment, shown, until if isinstance(until, int) else None)


def release_token(token: str) -> None:
    """Make a token worthless; raises :class:`Problem` for one that is worthless already."""
    _content(token)
    now = timezone.now()
    ReleasedToken.objects.filter(expires_at__lt=now).delete()
    ReleasedToken.objects.get_or_create(
        digest=_digest(token), defaults={"expires_at": now + TOKEN_LIFE}
    )
