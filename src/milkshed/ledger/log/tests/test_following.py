"""The loop signs when enough waits or something waits long enough; trouble is tried again."""

from pathlib import Path
from threading import Event as Signal
from typing import Any

import pytest

from milkshed.kernel.clock import SystemClock
from milkshed.kernel.problems import CONFLICT, Problem
from milkshed.ledger.log import following
from milkshed.ledger.log.following import Pace, follow
from milkshed.ledger.log.tests.test_integrate import record
from milkshed.ledger.models import Checkpoint
from milkshed.ledger.rules import CHECKPOINT_EVENTS, ROWS
from milkshed.platform.models import Rule
from milkshed.platform.rule_book import load_rules

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def settled(settings: Any, tmp_path: Path) -> None:
    """Keys of this test only, and the rules."""
    settings.VAR = tmp_path
    load_rules(ROWS)


def test_a_lone_event_waits_a_minute_and_no_longer() -> None:
    seconds = [0.0]
    pace = Pace(SystemClock(), lambda: seconds[0])
    assert pace.step() is None
    record(1)
    assert pace.step() is None
    seconds[0] = 59.0
    assert pace.step() is None
    seconds[0] = 60.0
    signed = pace.step()
    assert signed is not None
    assert signed.size == 1
    assert pace.step() is None


def test_many_events_are_signed_at_once() -> None:
    Rule.objects.filter(key=CHECKPOINT_EVENTS).update(value=5)
    pace = Pace(SystemClock())
    record(4, "A")
    assert pace.step() is None
    record(1, "B")
    assert pace.step() is not None


def test_trouble_is_logged_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stop = Signal()
    steps: list[int] = []

    def step(_: Pace) -> None:
        steps.append(1)
        if len(steps) == 1:
            raise Problem(CONFLICT)
        stop.set()

    monkeypatch.setattr(Pace, "step", step)
    monkeypatch.setattr(following, "_POLL_SECONDS", 0.001)
    monkeypatch.setattr(following, "_AFTER_TROUBLE_SECONDS", 0.001)
    monkeypatch.setattr(following, "close_old_connections", lambda: None)
    follow(stop)
    assert len(steps) == 2
    assert "not up to date" in caplog.text
    assert Checkpoint.objects.count() == 0
