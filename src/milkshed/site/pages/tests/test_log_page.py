"""The officers' page of the log, and what may be done from it."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from milkshed.ledger.log.checkpoints import make_checkpoint
from milkshed.ledger.log.keys import rotate_key
from milkshed.ledger.log.tests.test_http import _WITNESS_KEY
from milkshed.ledger.log.tests.test_integrate import record, tamper
from milkshed.ledger.models import Event, Redaction, Witness
from milkshed.platform.jobs import perform
from milkshed.platform.models import Alarm, Job
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_keys(settings: Any, tmp_path: Path) -> None:
    """Keys of this test only."""
    settings.VAR = tmp_path


def _as(cast: Cast, role: str) -> Client:
    client = Client(HTTP_ACCEPT="text/html")
    client.force_login(cast.people[role])
    return client


def test_an_empty_log_says_what_comes_next(cast: Cast) -> None:
    text = _as(cast, "region_officer").get("/log").text
    assert "还没有检查点" in text
    assert "还没有核对过" in text


def test_checkpoint_keys_and_waiting_facts_are_shown(cast: Cast) -> None:
    record(3)
    checkpoint = make_checkpoint()
    rotate_key()
    record(2, "N")
    text = _as(cast, "auditor").get("/log").text
    assert bytes(checkpoint.root).hex() in text
    assert "2 条待签署" in " ".join(text.split())
    assert "首个密钥" in text
    assert "已签署" in text
    assert "登记见证方公钥" not in text
    assert "永久删除" not in text


@pytest.mark.parametrize("role", ["county_officer", "farm_manager", "lab_analyst"])
def test_others_do_not_see_it(cast: Cast, role: str) -> None:
    assert _as(cast, role).get("/log").status_code == 403
    assert _as(cast, role).post("/log/verify").status_code == 403
    assert _as(cast, role).post("/log/redactions").status_code == 403
    assert _as(cast, role).post("/log/witnesses").status_code == 403


def test_a_verification_is_queued_once_and_its_result_is_shown(cast: Cast) -> None:
    record(3)
    make_checkpoint()
    client = _as(cast, "auditor")
    for _ in range(2):
        assert client.post("/log/verify").status_code == 302
    job = Job.objects.get()
    assert "正在核对" in client.get("/log").text
    assert perform(job).state == "done"
    assert job.result["sound"] is True
    assert (job.done, job.total) == (3, 3)
    assert "未发现改动、缺失或分叉" in client.get("/log").text
    assert not Alarm.objects.exists()


def test_what_a_verification_finds_is_told_and_raises_an_alarm(cast: Cast) -> None:
    record(3)
    make_checkpoint()
    tamper("UPDATE ledger_event SET person_id = 7 WHERE seq = 2")
    client = _as(cast, "region_officer")
    for _ in range(2):
        client.post("/log/verify")
        perform(Job.objects.get(state="queued"))
    text = client.get("/log").text
    assert "发现问题" in text
    assert "第 2 条与入账时不同" in text
    alarm = Alarm.objects.get()
    assert (alarm.severity, alarm.kind) == ("serious", "ledger_log")
    assert client.get(f"/alarms/{alarm.pk}").status_code == 200


def test_an_administrator_registers_and_retires_a_witness(cast: Cast) -> None:
    client = _as(cast, "administrator")
    assert client.post("/log/witnesses", {"key": "nonsense"}).status_code == 422
    assert client.post("/log/witnesses", {"key": _WITNESS_KEY.vkey}).status_code == 302
    assert client.post("/log/witnesses", {"key": _WITNESS_KEY.vkey}).status_code == 409
    witness = Witness.objects.get()
    assert _WITNESS_KEY.vkey in client.get("/log").text
    assert client.post(f"/log/witnesses/{witness.pk}/end").status_code == 302
    assert client.post("/log/witnesses/999/end").status_code == 404
    witness.refresh_from_db()
    assert witness.ended_at is not None


def test_an_administrator_redacts_with_a_reason(cast: Cast) -> None:
    record(2)
    client = _as(cast, "administrator")
    event = Event.objects.get(seq=1).event_id
    assert client.post("/log/redactions", {"event": event}).status_code == 422
    assert client.post("/log/redactions", {"event": "x", "reason": "r"}).status_code == 404
    assert client.post("/log/redactions", {"event": event, "reason": "个人信息"}).status_code == 302
    assert Redaction.objects.get().reason == "个人信息"
    assert "个人信息" in client.get("/log").text
