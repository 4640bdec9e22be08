"""A county played in: clean, nothing is suspected; spoiled, everything planted is found."""

import json
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from milkshed.kernel.clock import start_of_day
from milkshed.ledger.facade import Finding, mass_balance
from milkshed.platform.models import Alarm
from milkshed.region.play.demo import play_demo
from milkshed.site.setup import prepare_database

pytestmark = [pytest.mark.scale, pytest.mark.django_db(transaction=True)]

SEED = 20260101
DAYS = 6
# What each planted anomaly must raise, by the kinds of the answer key.
FOUND_AS = {
    "watered": {"quality.added_water", "excess_receipt"},
    "warm": {"collection.warm_tanker"},
    "broken-seal": {"collection.broken_seal"},
    "overshipped": {"overdrawn"},
    "diverted": {"short_receipt"},
    "residue-refused": {"quality.antibiotics_positive"},
    "residue-late": {"quality.antibiotics_positive"},
    "forged-sheet": {"collection.forged_sheet", "sheet_without_load"},
    "expired-licence": {"collection.station_unlicensed"},
    "wrong-ear-tag": {"ear_tag"},
}
# What else follows from them: the scales differ, warm milk spoils, a forged load never arrives.
# And what laboratories see of themselves: a method that drifts, a finding that a retest clears.
CONSEQUENCES = {
    "collection.weight_mismatch",
    "quality.limit_exceeded",
    "quality.drift",
    "quality.contraband",
    "mass_balance",
    "not_received",
}


def _play(settings: Any, folder: Path, *, anomalies: bool) -> None:
    settings.VAR = folder
    settings.LAKE_ROOT = folder / "lake"
    prepare_database()
    play_demo(
        "county",
        seed=SEED,
        progress=lambda stage, done, total: None,
        anomalies=anomalies,
        days=DAYS,
    )


def _findings() -> tuple[Finding, ...]:
    now = timezone.now()
    first = start_of_day(timezone.localdate(now) - timedelta(days=DAYS - 1))
    return mass_balance(first, now).findings


def test_a_clean_county_raises_nothing(tmp_path: Path, settings: Any) -> None:
    _play(settings, tmp_path, anomalies=False)
    assert _findings() == ()
    assert list(Alarm.objects.values_list("kind", "title_zh")) == []


def test_everything_planted_in_a_county_is_found_and_nothing_else(
    tmp_path: Path, settings: Any
) -> None:
    _play(settings, tmp_path, anomalies=True)
    planted = json.loads((tmp_path / "answer-key.json").read_text(encoding="utf-8"))["planted"]
    assert {one["kind"] for one in planted} == set(FOUND_AS)
    findings = _findings()
    alarms = Counter(Alarm.objects.values_list("kind", flat=True))
    raised = {f.kind.code for f in findings} | set(alarms)
    for kind, expected in FOUND_AS.items():
        assert expected <= raised, kind
    assert raised <= set().union(*FOUND_AS.values()) | CONSEQUENCES
    assert alarms["quality.antibiotics_positive"] == 2
    assert alarms["ear_tag"] == 2
    assert alarms["mass_balance"] == len(findings)

    named = " ".join(value for one in planted for value in one["where"].values())
    for finding in findings:
        assert _is_named(finding, named), finding.summary.zh


def _is_named(finding: Finding, named: str) -> bool:
    """Whether the answer key names the lot, the sheet, or the station of a finding's lot."""
    lot = finding.lot_uri or "-"
    sheet = (finding.document_uri or "-").rpartition("/")[2]
    station = (finding.place_uri or "-").rpartition("/")[2]
    return lot in named or sheet in named or (finding.kind.code == "overdrawn" and station in named)
