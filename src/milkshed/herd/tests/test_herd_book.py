"""Births, movements, tags, pens, corrections; bad input; and the herd as it stood on any day."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milkshed.herd.actions.animals import register_animals
from milkshed.herd.actions.events import record_events
from milkshed.herd.actions.numbers import give_number
from milkshed.herd.actions.pens import close_pen, open_pen
from milkshed.herd.actions.purchases import Purchase, buy_animal
from milkshed.herd.actions.rows import AnimalRow, EventRow
from milkshed.herd.actions.separations import declare_apart
from milkshed.herd.actions.state import refresh_animals
from milkshed.herd.facade import milk_withheld
from milkshed.herd.models import Animal, AnimalEvent, AnimalIdentifier, AnimalSpell
from milkshed.herd.states import animal_states, farm_states
from milkshed.herd.tests.conftest import Farms
from milkshed.kernel.clock import at_shanghai
from milkshed.kernel.identifiers import build_ear_tag
from milkshed.kernel.problems import Problem

TAG = build_ear_tag("640302", 1)
CALF_TAG = build_ear_tag("640302", 777)
TODAY = timezone.localdate()
PAPERS = {"quarantine_certificate": "6403000012345"}


def on(days_ago: int) -> date:
    return TODAY - timedelta(days=days_ago)


def ago(days: int, hour: int = 9) -> datetime:
    return at_shanghai(on(days), hour)


@pytest.fixture
def cow(farms: Farms) -> Animal:
    row = AnimalRow(
        farms.own.code, "F", on(1800), ear_tag=TAG, on_farm="17", parity=2,
        last_calving_date=on(420),
    )  # fmt: skip
    assert register_animals([row]).is_clean
    return Animal.objects.get()


def event(farms: Farms, kind: str, at: datetime, **values: object) -> EventRow:
    return EventRow(farms.own.code, TAG, kind, at, **values)  # type: ignore[arg-type]


def rules(rows: list[EventRow]) -> list[str]:
    return [fault.rule for fault in record_events(rows).faults]


def story(farms: Farms) -> list[EventRow]:
    """A cow's two years: every part of the state is moved at least once."""
    open_pen(farms.own, code="L1", name="泌乳一舍", purpose="lactating")
    open_pen(farms.own, code="D1", name="干奶舍", purpose="dry")
    return [
        event(farms, "pen_move", ago(415), details={"pen": "L1"}),
        event(farms, "heat", ago(371)),
        event(farms, "insemination", ago(370), details={"bull_number": "11119001"}),
        event(farms, "insemination", ago(349), details={"bull_number": "11119002"}),
        event(farms, "pregnancy_check", ago(310), details={"result": "pregnant"}),
        event(farms, "treatment", ago(200), withdrawal_hours=Decimal(96)),
        event(farms, "dry_off", ago(130)),
        event(farms, "pen_move", ago(130, 10), details={"pen": "D1"}),
        event(farms, "calving", ago(70), details={"ease": 1}),
        event(farms, "pen_move", ago(69), details={"pen": "L1"}),
        event(farms, "insemination", ago(12)),
    ]


def present(cow: Animal) -> tuple[object, ...]:
    cow.refresh_from_db()
    spells = AnimalSpell.objects.filter(animal=cow).order_by("first_day")
    return (
        cow.parity, cow.last_calving_date, cow.dry_on, cow.due_on, cow.status, cow.bred_on,
        cow.services, cow.pregnant, cow.conceived_on, cow.do_not_breed, cow.withdrawal_until,
        cow.pen.code if cow.pen else None, cow.heat_on, cow.checked_on, cow.state_since,
        tuple(
            spells.values_list("first_day", "until_day", "parity", "dry_on", "conceived_on")
        ),
    )  # fmt: skip


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_order_of_arrival_gives_the_same_state_and_past(
    farms: Farms, cow: Animal, data: st.DataObject
) -> None:
    rows = story(farms)
    with transaction.atomic():
        for row in rows:
            assert record_events([row]).is_clean
        expected = present(cow)
        transaction.set_rollback(True)
    assert expected[:3] == (3, on(70), None)
    shuffled = data.draw(st.permutations(rows))
    cut = data.draw(st.integers(0, len(rows)))
    with transaction.atomic():
        for row in shuffled[:cut]:
            assert record_events([row]).is_clean
        assert record_events(shuffled).is_clean  # what came before comes again
        assert present(cow) == expected
        assert AnimalEvent.objects.count() == len(rows)
        transaction.set_rollback(True)


def test_the_state_of_any_past_day(farms: Farms, cow: Animal) -> None:
    assert record_events(story(farms)).is_clean

    def state(days_ago: int) -> dict[str, object]:
        (row,) = animal_states(on(days_ago), [farms.own.pk]).to_pylist()
        return row

    # registered with parity 2: before that calving she was in parity 1
    assert (state(421)["parity"], state(420)["parity"]) == (1, 2)
    # pregnant from the check that found it, by the service that the check confirmed
    assert (state(311)["pregnant"], state(310)["conceived_on"]) == (False, on(349))
    assert (state(131)["in_milk"], state(130)["in_milk"]) == (True, False)
    assert state(300)["days_in_milk"] == 120
    assert (state(71)["parity"], state(70)["parity"], state(70)["pregnant"]) == (2, 3, False)
    codes = {pen.pk: pen.code for pen in farms.own.pens.all()}
    assert [codes.get(state(d)["pen_id"]) for d in (416, 414, 130, 69)] == [
        None, "L1", "D1", "L1",
    ]  # fmt: skip
    dry = farm_states(on(100), [farms.own.pk])[farms.own.pk]
    assert (dry.head, dry.milking, dry.dry, dry.pregnant) == (1, 0, 1, 1)
    assert farm_states(on(1801)) == {}
    # a spell is what the present state was on its days, and computing again changes nothing
    assert refresh_animals([cow.pk]) == 0


def test_a_calving_registers_its_calves_with_their_dam(farms: Farms, cow: Animal) -> None:
    calves = [
        {"sex": "F", "number": CALF_TAG, "weight_kg": 39.5},
        {"sex": "M", "number": "B12"},
        {"sex": "M", "stillborn": True},
    ]
    row = event(farms, "calving", ago(30), details={"ease": 2, "calves": calves})
    assert record_events([row]).is_clean
    calf = Animal.objects.get(identifiers__value=CALF_TAG)
    assert (calf.birth_date, calf.dam_number, calf.farm) == (on(30), TAG, farms.own)
    birth = AnimalEvent.objects.get(animal=calf)
    assert (birth.kind, birth.details["weight_kg"], birth.details["twin"]) == ("birth", 39.5, True)
    assert Animal.objects.count() == 3
    assert len(record_events([row]).repeated) == 1
    assert Animal.objects.count() == 3


@pytest.mark.parametrize(("donor", "dam"), [("HOUSA9", "HOUSA9"), ("", "")])
def test_the_calf_of_an_embryo_has_the_donor_for_its_mother(
    farms: Farms, cow: Animal, donor: str, dam: str
) -> None:
    """The cow that carries it is no kin; without a donor's number nobody is its mother."""
    details = {"embryo_number": "E1", "sire_number": "HOUSA7"}
    carried = [
        event(farms, "embryo_transfer", ago(300), details=details | {"dam_number": donor}),
        event(farms, "pregnancy_check", ago(260), details={"result": "pregnant"}),
    ]
    assert record_events(carried).is_clean
    born = event(farms, "calving", ago(26), details={"calves": [{"sex": "F", "number": "C9"}]})
    report = record_events([born])
    assert report.is_clean, report.faults
    calf = Animal.objects.exclude(pk=cow.pk).get()
    assert (calf.dam_number, calf.sire_number) == (dam, "HOUSA7")


def test_a_calving_with_a_calf_that_cannot_be_is_refused_whole(farms: Farms, cow: Animal) -> None:
    calves = [{"sex": "F", "number": "C1"}, {"sex": "F", "number": TAG}]
    good = event(farms, "dry_off", ago(90))
    bad = event(farms, "calving", ago(30), details={"calves": calves})
    report = record_events([bad, good])
    assert [(f.field, f.rule, f.row) for f in report.faults] == [
        ("details.calves[1].number", "in-force", 1)
    ]
    assert sorted(report.accepted) == [2]
    assert Animal.objects.count() == 1
    cow.refresh_from_db()
    assert (cow.parity, cow.dry_on) == (2, on(90))


@pytest.mark.parametrize(
    ("kind", "details", "field", "rule"),
    [
        ("calving", {"ease": 9}, "details.ease", "range"),
        ("calving", {"calves": [{"sex": "X"}]}, "details.calves[0].sex", "choice"),
        ("calving", {"calves": "twins"}, "details.calves", "list"),
        ("body_condition", {"score": 3.1}, "details.score", "step"),
        ("body_condition", {}, "details.score", "required"),
        ("weight", {"weight_kg": "heavy"}, "details.weight_kg", "number"),
        ("weight", {"weight_kg": float("nan")}, "details.weight_kg", "number"),
        ("vaccination", {"disease": "fmd"}, "details.product", "required"),
        ("pen_move", {"pen": "nowhere"}, "details.pen", "known"),
        ("insemination", {"straw_bacth": "1"}, "details.straw_bacth", "known"),
        ("insemination", {"straw_sexed": "perhaps"}, "details.straw_sexed", "boolean"),
        ("death", {"disposal": {"method": "river"}}, "details.disposal.method", "choice"),
        ("pregnancy_check", {"result": "maybe"}, "details.result", "choice"),
    ],
)
def test_details_that_break_a_rule_name_it(
    farms: Farms, cow: Animal, kind: str, details: dict[str, object], field: str, rule: str
) -> None:
    report = record_events([event(farms, kind, ago(1), details=details)])
    assert (field, rule) in [(f.field, f.rule) for f in report.faults]
    assert all(f.message.zh and f.message.en for f in report.faults)
    assert not AnimalEvent.objects.exists()


def test_a_calving_beside_services_and_other_calvings(farms: Farms, cow: Animal) -> None:
    record_events([event(farms, "insemination", ago(100))])
    assert rules([event(farms, "calving", ago(1))]) == ["gestation"]
    record_events([event(farms, "insemination", ago(282, 8))])
    assert rules([event(farms, "calving", ago(2))]) == []
    assert rules([event(farms, "calving", ago(90))]) == ["calving-interval", "gestation"]
    both = [event(farms, "calving", ago(1100)), event(farms, "calving", ago(1020))]
    assert rules(both) == ["calving-interval"]  # within one batch too
    assert rules([event(farms, "calving", ago(1600))]) == ["age-at-calving"]


def test_an_animal_stands_on_one_farm_and_moves_with_papers(farms: Farms, cow: Animal) -> None:
    arrival = EventRow(farms.other.code, TAG, "arrival", ago(3), details=PAPERS)
    assert rules([arrival]) == ["left-before"]
    leaves = event(farms, "departure", ago(4), details={"reason": "sold", "to": "北塬牧场"})
    assert record_events([leaves]).is_clean
    bare = EventRow(farms.other.code, TAG, "arrival", ago(3))
    odd = EventRow(
        farms.other.code, TAG, "arrival", ago(3), details={"quarantine_certificate": "1"}
    )
    assert rules([bare]) == ["herd.quarantine.needed"]
    assert rules([odd]) == ["herd.quarantine.certificate"]
    assert record_events([arrival]).is_clean
    # the old farm may still tell what happened while she stood there, not what came after
    assert record_events([event(farms, "weight", ago(10), details={"weight_kg": 610})]).is_clean
    assert rules([event(farms, "weight", ago(1), details={"weight_kg": 610})]) == ["known"]
    heads = {day: set(farm_states(on(day))) for day in (5, 4, 3)}
    assert heads == {5: {farms.own.pk}, 4: set(), 3: {farms.other.pk}}


def test_a_purchase_is_all_or_nothing(farms: Farms) -> None:
    def bought(**values: object) -> Purchase:
        given = {
            "ear_tag": TAG, "sex": "F", "birth_date": on(900), "arrived_at": ago(2),
            "from_farm": "吴忠某场", "quarantine_certificate": "6403000012345", **values,
        }  # fmt: skip
        return Purchase(**given)  # type: ignore[arg-type]

    for bad in (bought(quarantine_certificate=""), bought(quarantine_certificate="*"),
                bought(ear_tag="12"), bought(birth_date=None)):  # fmt: skip
        with pytest.raises(Problem):
            buy_animal(farms.own, bad)
    assert not Animal.objects.exists()
    animal = buy_animal(farms.own, bought())
    assert (animal.entered_on, animal.events.get().kind) == (on(2), "arrival")


def test_a_tag_is_changed_and_never_used_again(farms: Farms, cow: Animal) -> None:
    new = build_ear_tag("640302", 2)
    give_number(cow, "ear-tag", new, on(1))
    old = AnimalIdentifier.objects.get(value=TAG)
    assert old.valid_to == on(2)
    assert record_events([EventRow(farms.own.code, new, "dry_off", ago(0, 0))]).is_clean
    # what happened while the old tag was in force is told under it, nothing later
    assert record_events([event(farms, "heat", ago(50))]).is_clean
    assert rules([event(farms, "heat", ago(0, 0))]) == ["known"]
    again = AnimalRow(farms.own.code, "F", on(20), ear_tag=TAG)
    assert [f.rule for f in register_animals([again]).faults] == ["reused"]
    register_animals([AnimalRow(farms.own.code, "F", on(20), ear_tag=build_ear_tag("640302", 3))])
    calf = Animal.objects.get(birth_date=on(20))
    for number, rule in ((TAG, "reused"), (new, "in-force"), ("64", None)):
        with pytest.raises(Problem) as caught:
            give_number(calf, "ear-tag", number, on(0))
        assert rule is None or caught.value.faults[0].rule == rule


def test_pens_are_closed_when_empty(farms: Farms, cow: Animal) -> None:
    pen = open_pen(farms.own, code="H1", name="病牛舍", purpose="hospital")
    record_events([event(farms, "pen_move", ago(1), details={"pen": "H1"})])
    with pytest.raises(Problem):
        close_pen(pen, TODAY)
    record_events([event(farms, "death", ago(0, 0), details={"cause": "外伤"})])
    close_pen(pen, TODAY)
    assert rules([event(farms, "pen_move", ago(2), details={"pen": "H1"})]) == ["known"]
    with pytest.raises(Problem):
        open_pen(farms.own, code="", name="x", purpose="dry")


def test_milk_of_a_treated_cow_is_withheld_until_it_is_kept_apart(
    farms: Farms, cow: Animal
) -> None:
    place, now = farms.own.place_id, timezone.now()
    drug = {"product": "头孢噻呋", "course_days": 3}
    assert record_events(
        [event(farms, "treatment", ago(4), withdrawal_hours=Decimal("71.5"), details=drug)]
    ).is_clean
    cow.refresh_from_db()
    assert cow.withdrawal_until == ago(2) + timedelta(hours=72)  # last dose, whole hours
    (held,) = milk_withheld([place], ago(1))
    assert (held.cows, held.until, held.farm.code) == (
        1, ago(2) + timedelta(hours=72), farms.own.code,
    )  # fmt: skip
    assert milk_withheld([place], ago(5)) == ()
    assert milk_withheld([place], cow.withdrawal_until) == ()
    open_pen(farms.own, code="H1", name="病牛舍", purpose="hospital")
    with transaction.atomic():
        record_events([event(farms, "pen_move", ago(2), details={"pen": "H1"})])
        assert milk_withheld([place], ago(1)) == ()
        assert milk_withheld([place], ago(3)) != ()  # she stood in the herd then
        transaction.set_rollback(True)
    record_events([event(farms, "treatment", now - timedelta(hours=2), details={"product": "B"})])
    assert declare_apart(farms.own, [cow.pk], since=now, container="3号桶") == 1
    assert declare_apart(farms.own, [cow.pk], since=now, container="3号桶") == 0
    assert milk_withheld([place], now + timedelta(minutes=1)) == ()
    assert milk_withheld([place], now - timedelta(minutes=1)) != ()
    record_events([event(farms, "dry_off", now)])
    assert milk_withheld([place], now - timedelta(minutes=1)) == ()


def test_meat_within_a_withdrawal_is_not_slaughtered(farms: Farms, cow: Animal) -> None:
    drug = {"product": "土霉素", "withdrawal_meat_days": 28}
    record_events([event(farms, "treatment", ago(5), details=drug)])
    assert rules([event(farms, "departure", ago(1), reason="culled")]) == ["herd.withdrawal.meat"]
    assert rules([event(farms, "departure", ago(1), reason="sold")]) == []


def test_a_corrected_calving_is_measured_against_the_others(farms: Farms, cow: Animal) -> None:
    record_events([event(farms, "calving", ago(30))])
    wrong = AnimalEvent.objects.get()
    close = event(farms, "calving", ago(400), corrects=wrong.event_key)
    assert rules([close]) == ["calving-interval"]
    right = event(farms, "calving", ago(28), corrects=wrong.event_key)
    assert record_events([right]).is_clean
    cow.refresh_from_db()
    assert (cow.parity, cow.last_calving_date) == (3, on(28))


def test_events_of_the_old_vocabulary_stay_readable(farms: Farms, cow: Animal) -> None:
    AnimalEvent.objects.create(
        animal=cow, farm=farms.own, kind="pregnancy_check", happened_at=ago(40),
        due_on=on(-200), details={"vet": "王"}, recorded_at=timezone.now(),
    )  # fmt: skip
    refresh_animals([cow.pk])
    cow.refresh_from_db()
    assert (cow.pregnant, cow.due_on, cow.conceived_on) == (True, on(-200), on(80))
