"""Page tokens: the place of the last event shown, so that pages stay put while events arrive."""

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson

from milkshed.ledger.query.parameters import refuse


@dataclass(frozen=True, slots=True)
class PagePlace:
    """The last event of a page (its place in the order) and how many were shown up to it."""

    seq: int
    at: datetime | None
    shown: int

    def token(self) -> str:
        """The place as an opaque word for URLs."""
        at = None if self.at is None else int(self.at.timestamp() * 1_000_000)
        return base64.urlsafe_b64encode(orjson.dumps([self.seq, at, self.shown])).decode()


def read_token(token: str) -> PagePlace:
    """Return the place a token names; raises :class:`Problem` for a wrong one."""
    try:
        seq, at, shown = orjson.loads(base64.urlsafe_b64decode(token.encode()))
        moment = None if at is None else datetime.fromtimestamp(at / 1_000_000, UTC)
        return PagePlace(int(seq), moment, int(shown))
    except (ValueError, TypeError, binascii.Error, OverflowError, OSError) as error:
        raise refuse(
            "nextPageToken",
            token,
            "unknown-token",
            "翻页标记无效",
            "The page token is not valid",
        ) from error
