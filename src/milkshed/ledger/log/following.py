"""The loop that keeps the log up with the ledger, beside the server."""

import logging
import time
from collections.abc import Callable
from threading import Event as Signal

from django.db import Error, close_old_connections

from milkshed.kernel.clock import Clock, SystemClock, shanghai_day
from milkshed.kernel.problems import Problem
from milkshed.ledger.log.checkpoints import make_checkpoint
from milkshed.ledger.log.integrate import waiting_count
from milkshed.ledger.models import Checkpoint
from milkshed.ledger.rules import CHECKPOINT_EVENTS, CHECKPOINT_SECONDS
from milkshed.platform.rule_book import rule

_POLL_SECONDS = 1.0
_AFTER_TROUBLE_SECONDS = 30.0
_LOG = logging.getLogger(__name__)


def follow(stop: Signal, clock: Clock | None = None) -> None:
    """Sign a checkpoint whenever enough events wait, or one waits long enough, until stopped.

    Trouble (an altered log, a missing key, a database that is away) is logged and tried again
    later; events wait meanwhile and nothing is lost.
    """
    pace = Pace(clock or SystemClock())
    pause = _POLL_SECONDS
    while not stop.wait(pause):
        close_old_connections()
        pause = _POLL_SECONDS
        try:
            pace.step()
        except (Problem, Error):
            _LOG.exception("the log is not up to date")
            pause = _AFTER_TROUBLE_SECONDS


class Pace:
    """Decides when the next checkpoint is due, by the rules in force."""

    def __init__(self, clock: Clock, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._elapsed = elapsed
        self._waiting_since: float | None = None

    def step(self) -> Checkpoint | None:
        """Sign a checkpoint if one is due."""
        waiting = waiting_count()
        if not waiting:
            self._waiting_since = None
            return None
        now = self._elapsed()
        if self._waiting_since is None:
            self._waiting_since = now
        if waiting < self._limit(CHECKPOINT_EVENTS) and (
            now - self._waiting_since < self._limit(CHECKPOINT_SECONDS)
        ):
            return None
        self._waiting_since = None
        return make_checkpoint(self._clock)

    def _limit(self, key: str) -> float:
        return float(rule(key, shanghai_day(self._clock.now())).value or 0)
