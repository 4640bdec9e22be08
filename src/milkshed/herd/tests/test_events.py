"""What happens to animals, and the present state that follows from it."""

import itertools
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from milkshed.herd.actions.animals import register_animals
from milkshed.herd.actions.events import record_events
from milkshed.herd.actions.rows import AnimalRow, EventRow
from milkshed.herd.models import Animal, AnimalEvent
from milkshed.herd.tests.conftest import Farms
from milkshed.kernel.clock import at_shanghai
from milkshed.kernel.identifiers import build_ear_tag

TAG = build_ear_tag("640302", 1)
TODAY = timezone.localdate()


def ago(days: int, hour: int = 9) -> datetime:
    return at_shanghai(TODAY - timedelta(days=days), hour)


@pytest.fixture
def cow(farms: Farms) -> Animal:
    register_animals(
        [
            AnimalRow(
                farm_code=farms.own.code,
                sex="F",
                birth_date=TODAY - timedelta(days=1800),
                ear_tag=TAG,
                parity=2,
                last_calving_date=TODAY - timedelta(days=420),
            )
        ]
    )
    return Animal.objects.get()


def event(farms: Farms, kind: str, at: datetime, **values: object) -> EventRow:
    return EventRow(farm_code=farms.own.code, number=TAG, kind=kind, happened_at=at, **values)


def state(cow: Animal) -> tuple[object, ...]:
    cow.refresh_from_db()
    return (cow.parity, cow.last_calving_date, cow.dry_on, cow.due_on, cow.status, cow.left_on)


def test_the_state_follows_from_what_happened_in_any_order(farms: Farms, cow: Animal) -> None:
    story = [
        event(farms, "pregnancy_check", ago(200), due_on=TODAY - timedelta(days=30)),
        event(farms, "dry_off", ago(90)),
        event(farms, "calving", ago(30)),
    ]
    expected = (3, TODAY - timedelta(days=30), None, None, "alive", None)
    for order in itertools.permutations(story):
        with transaction.atomic():
            for one in order:
                assert record_events([one]).is_clean
            assert state(cow) == expected
            transaction.set_rollback(True)


def test_a_dry_cow_with_a_due_date(farms: Farms, cow: Animal) -> None:
    due = TODAY + timedelta(days=50)
    record_events(
        [event(farms, "pregnancy_check", ago(100), due_on=due), event(farms, "dry_off", ago(5))]
    )
    assert state(cow)[2:4] == (TODAY - timedelta(days=5), due)
    record_events([event(farms, "abortion", ago(2))])
    assert state(cow)[3] is None


def test_a_treatment_starts_the_withdrawal_clock(farms: Farms, cow: Animal) -> None:
    record_events([event(farms, "treatment", ago(1), withdrawal_hours=Decimal(96))])
    cow.refresh_from_db()
    assert cow.withdrawal_until == ago(1) + timedelta(hours=96)


def test_without_a_label_the_rule_of_seven_days_holds(farms: Farms, cow: Animal) -> None:
    record_events([event(farms, "treatment", ago(1))])
    cow.refresh_from_db()
    assert cow.withdrawal_until == ago(1) + timedelta(days=7)


def test_a_replay_is_repeated_not_recorded(farms: Farms, cow: Animal) -> None:
    row = event(farms, "calving", ago(30))
    assert len(record_events([row]).accepted) == 1
    assert len(record_events([row, row]).repeated) == 2
    assert AnimalEvent.objects.count() == 1


def test_a_correction_replaces_and_a_retraction_takes_back(farms: Farms, cow: Animal) -> None:
    record_events([event(farms, "calving", ago(30))])
    wrong = AnimalEvent.objects.get()
    record_events([event(farms, "calving", ago(28), corrects=wrong.event_key)])
    assert state(cow)[:2] == (3, TODAY - timedelta(days=28))
    right = AnimalEvent.objects.get(corrects=wrong)
    record_events([event(farms, "retraction", ago(0, 0), corrects=right.event_key)])
    assert state(cow)[:2] == (2, TODAY - timedelta(days=420))
    again = record_events([event(farms, "retraction", ago(1), corrects=right.event_key)])
    assert [f.rule for f in again.faults] == ["once"]


def test_bad_events_are_told_and_the_rest_goes_in(farms: Farms, cow: Animal) -> None:
    report = record_events(
        [
            event(farms, "calving", ago(300)),
            event(farms, "calving", timezone.now() + timedelta(days=1)),
            event(farms, "dancing", ago(1)),
            EventRow(farms.own.code, "264030299999999", "calving", ago(1)),
            event(farms, "departure", ago(1)),
            event(farms, "retraction", ago(1)),
            event(farms, "pregnancy_check", ago(1), due_on=TODAY + timedelta(days=400)),
            event(farms, "dry_off", ago(4)),
        ]
    )
    told = {row: faults[0].rule for row, faults in report.refused.items()}
    assert told == {
        1: "calving-interval",
        2: "not-in-future",
        3: "choice",
        4: "known",
        5: "required",
        6: "required",
        7: "range",
    }
    assert sorted(report.accepted) == [8]


def test_an_animal_moves_by_leaving_first(farms: Farms, cow: Animal) -> None:
    papers = {"quarantine_certificate": "6403000012345"}
    arrival = EventRow(farms.other.code, TAG, "arrival", ago(1), details=papers)
    assert [f.rule for f in record_events([arrival]).faults] == ["left-before"]
    report = record_events([event(farms, "departure", ago(2), reason="sold"), arrival])
    assert report.is_clean
    cow.refresh_from_db()
    assert (cow.farm, cow.status, cow.left_on) == (farms.other, "alive", None)


def test_a_dead_animal_has_no_more_events(farms: Farms, cow: Animal) -> None:
    record_events([event(farms, "death", ago(3))])
    assert state(cow)[4:] == ("dead", TODAY - timedelta(days=3))
    report = record_events([event(farms, "dry_off", ago(1))])
    assert [f.rule for f in report.faults] == ["in-herd"]


def test_events_are_never_edited(farms: Farms, cow: Animal) -> None:
    record_events([event(farms, "dry_off", ago(3))])
    for change in (
        lambda: AnimalEvent.objects.update(kind="death"),
        lambda: AnimalEvent.objects.all().delete(),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()
