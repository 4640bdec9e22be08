from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from milkshed.collection.actions.bulk import (
    PurchaseRow,
    SignatureRow,
    record_purchases,
    record_sheets,
)
from milkshed.collection.models import HandoverSheet, Purchase, Signature
from milkshed.collection.queries import is_intact
from milkshed.collection.tests.furniture import START, furnish, sheet_row
from milkshed.herd.actions.animals import register_animals
from milkshed.herd.actions.events import record_events
from milkshed.herd.actions.farms import register_farm
from milkshed.herd.actions.rows import AnimalRow, EventRow
from milkshed.kernel.identifiers import build_ear_tag
from milkshed.platform.models import Alarm
from tests.cast import Cast


def test_a_sound_sheet_is_recorded_with_four_intact_signatures_and_no_alarm(cast: Cast) -> None:
    things = furnish(cast)
    report = record_sheets([sheet_row(cast, things)])
    assert report.is_clean
    sheet = HandoverSheet.objects.get()
    assert (sheet.state, sheet.outcome, sheet.number) == ("closed", "accepted", "J0001")
    assert {s.role for s in sheet.signatures.all()} == {"station", "driver", "escort", "receiver"}
    assert all(is_intact(sheet, s) for s in sheet.signatures.all())
    assert not Alarm.objects.exists()


def test_a_replay_repeats_and_writes_nothing(cast: Cast) -> None:
    things = furnish(cast)
    rows = [sheet_row(cast, things, f"J{i}") for i in range(5)]
    record_sheets(rows)
    report = record_sheets([*rows, rows[0]])
    assert len(report.repeated) == 6
    assert HandoverSheet.objects.count() == 5


def test_the_state_follows_from_what_is_written(cast: Cast) -> None:
    things = furnish(cast)
    three = sheet_row(cast, things).signatures[:3]
    record_sheets(
        [
            sheet_row(
                cast, things, "J1", departed_at=None, arrived_at=None, settled_at=None,
                received_kg=None, signatures=three[:1],
            ),
            sheet_row(
                cast, things, "J2", arrived_at=None, settled_at=None, received_kg=None,
                signatures=three,
            ),
            sheet_row(cast, things, "J3", settled_at=None, received_kg=None, signatures=three),
            sheet_row(cast, things, "J4", refusal_reason="抗生素阳性", received_kg=None),
        ]
    )  # fmt: skip
    states = dict(HandoverSheet.objects.values_list("number", "state"))
    assert states == {"J1": "loaded", "J2": "under_way", "J3": "arrived", "J4": "closed"}
    assert HandoverSheet.objects.get(number="J4").outcome == "refused"


def test_bad_rows_are_refused_and_the_others_stay(cast: Cast) -> None:
    things = furnish(cast)
    good = sheet_row(cast, things, "J1")
    report = record_sheets(
        [
            good,
            sheet_row(cast, things, "J2", arrived_at=START - timedelta(hours=1)),
            sheet_row(cast, things, "J3", signatures=good.signatures[:3]),
            sheet_row(cast, things, "J4", station_id=0, shipped_kg=0),
            sheet_row(cast, things, "J5", gdti="123"),
        ]
    )
    assert list(report.accepted) == [1]
    rules = {row: {fault.rule for fault in faults} for row, faults in report.refused.items()}
    assert "monotone" in rules[2]
    assert rules[3] == {"missing"}
    assert rules[4] == {"unknown", "positive"}
    assert rules[5] == {"shape"}


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"arrival_temperature_c": 6.4}, "warm_tanker"),
        ({"seals_intact": False}, "broken_seal"),
        ({"received_kg": 24_000.0}, "weight_mismatch"),
        ({"cooling_minutes": 150}, "slow_cooling"),
        ({"departure_temperature_c": 5.0}, "warm_loading"),
    ],
)
def test_what_went_wrong_raises_its_alarm(
    cast: Cast, changes: dict[str, object], kind: str
) -> None:
    things = furnish(cast)
    record_sheets([sheet_row(cast, things, **changes)])
    assert list(Alarm.objects.values_list("kind", flat=True)) == [f"collection.{kind}"]


def test_expired_papers_and_a_strangers_signature_raise_alarms(cast: Cast) -> None:
    things = furnish(cast)
    signatures = list(sheet_row(cast, things).signatures)
    signatures[0] = SignatureRow("station", cast.people["farm_vet"].pk, START)
    record_sheets([sheet_row(cast, things, signatures=tuple(signatures))])
    assert Alarm.objects.get().kind == "collection.forged_sheet"
    things.station.licences.update(valid_to=START.date() - timedelta(days=1))
    record_sheets([sheet_row(cast, things, "J2")])
    assert Alarm.objects.filter(kind="collection.station_unlicensed").count() == 1


def test_papers_that_do_not_stand_are_one_alarm_a_month_with_the_latest_load(cast: Cast) -> None:
    things = furnish(cast)
    things.station.licences.update(valid_to=START.date() - timedelta(days=1))
    record_sheets([sheet_row(cast, things, "J1"), sheet_row(cast, things, "J2")])
    record_sheets([sheet_row(cast, things, "J3")])
    alarm = Alarm.objects.get(kind="collection.station_unlicensed")
    assert "3车" in alarm.title_zh
    assert next(f["value"] for f in alarm.facts if f["title_zh"] == "当月车数") == "3"
    assert cast.organisations["carrier"] in alarm.organisations.all()


def test_what_was_signed_cannot_change_and_a_forced_change_is_seen(cast: Cast) -> None:
    things = furnish(cast)
    record_sheets([sheet_row(cast, things)])
    sheet = HandoverSheet.objects.get()
    for change in ({"shipped_kg": 24_000}, {"received_kg": 26_000}):
        with pytest.raises(DatabaseError), transaction.atomic():
            HandoverSheet.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Signature.objects.all().delete()
    sheet.received_kg = 26_000
    intact = {s.role: is_intact(sheet, s) for s in sheet.signatures.all()}
    assert intact == {"station": True, "driver": True, "escort": True, "receiver": False}
    sheet.seals = ["A1", "A2", "B9"]
    assert not any(is_intact(sheet, s) for s in sheet.signatures.all())


def test_purchases_are_recorded_once(cast: Cast) -> None:
    things = furnish(cast)
    row = PurchaseRow(
        things.station.pk, cast.places["farm"].pk, START, 12_000.5, 3.4, "https://x/10/F1"
    )
    bad = PurchaseRow(things.station.pk, 0, START, -1, 3.4, "https://x/10/F2")
    report = record_purchases([row, bad])
    assert list(report.accepted) == [1]
    assert set(report.refused) == {2}
    assert len(record_purchases([row]).repeated) == 1
    assert Purchase.objects.count() == 1


def test_milk_in_old_books_that_was_within_a_withdrawal_raises_one_alarm_a_day(cast: Cast) -> None:
    things, place = furnish(cast), cast.places["farm"]
    farm = register_farm(place=place, code="6403020001", declared_head=100)
    tag = build_ear_tag("640302", 1)
    born, calved = START.date() - timedelta(days=1500), START.date() - timedelta(days=60)
    register_animals([AnimalRow(farm.code, "F", born, tag, parity=2, last_calving_date=calved)])
    drug = {"product": "头孢噻呋", "withdrawal_milk_hours": 72}
    treated = EventRow(farm.code, tag, "treatment", START - timedelta(hours=12), details=drug)
    assert record_events([treated]).is_clean
    rows = [
        PurchaseRow(things.station.pk, place.pk, START + timedelta(hours=h), 900, 3.4, f"F{h}")
        for h in (-24, 0, 1, 72)
    ]
    assert record_purchases(rows).is_clean  # the milk was bought: it is told, not refused
    alarm = Alarm.objects.get(kind="collection.withheld_milk")
    assert (alarm.place, alarm.facts[0]["value"]) == (place, "1")
    assert farm.code in alarm.key
    record_purchases(rows)
    assert Alarm.objects.count() == 1
