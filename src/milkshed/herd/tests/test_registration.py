"""Farms and animals get in only when right, and every bad row is told."""

from dataclasses import replace
from datetime import date, timedelta

import pyarrow as pa
import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from milkshed.herd.actions import animal_checks as checks
from milkshed.herd.actions.animals import register_animals, register_animals_columns
from milkshed.herd.actions.farms import register_farm
from milkshed.herd.actions.rows import AnimalRow
from milkshed.herd.models import Animal, AnimalIdentifier
from milkshed.herd.tests.conftest import Farms
from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.identifiers import EAR_TAG, HERD_BOOK, ISO_11784, build_ear_tag
from milkshed.kernel.problems import Problem
from milkshed.platform.models import Alarm
from tests.cast import Cast

BORN = date(2024, 3, 1)


def cow(farms: Farms, serial: int, **values: object) -> AnimalRow:
    row = AnimalRow(
        farm_code=farms.own.code, sex="F", birth_date=BORN, ear_tag=build_ear_tag("640302", serial)
    )
    return replace(row, **values)


def test_a_farm_code_begins_with_its_county(farms: Farms, cast: Cast) -> None:
    with pytest.raises(Problem) as caught:
        register_farm(place=cast.places["station"], code="6402210009", declared_head=0)
    assert {(f.field, f.rule) for f in caught.value.faults} == {
        ("code", "county"),
        ("place", "kind"),
        ("declared_head", "range"),
    }


def test_filing_twice_conflicts(farms: Farms, cast: Cast) -> None:
    with pytest.raises(Problem) as caught:
        register_farm(place=cast.places["farm"], code="6403020002", declared_head=10)
    assert caught.value.kind.status == 409


def test_each_bad_row_is_refused_with_its_rule_and_the_rest_goes_in(farms: Farms) -> None:
    today = timezone.localdate()
    rows = [
        cow(farms, 1),
        cow(farms, 2, ear_tag="269990200000001"),
        cow(farms, 3, ear_tag="264999900000001"),
        cow(farms, 4, ear_tag="26403020000004"),
        cow(farms, 1),
        cow(farms, 6, farm_code="6403029999"),
        cow(farms, 7, sex="X"),
        cow(farms, 8, birth_date=today + timedelta(days=1)),
        cow(farms, 9, parity=1),
        cow(farms, 10, parity=1, last_calving_date=BORN + timedelta(days=100)),
        cow(farms, 11, ear_tag=None),
        cow(farms, 12, iso_11784="156274877906944"),
        cow(farms, 13, on_farm="0013", herd_book="640001240013", iso_11784="156000000000017"),
        cow(farms, 14, parity=99, last_calving_date=today),
    ]
    report = register_animals(rows)
    told = {row: {(f.field, f.rule) for f in faults} for row, faults in report.refused.items()}
    assert told == {
        2: {("ear_tag", "province")},
        3: {("ear_tag", "county")},
        4: {("ear_tag", "shape")},
        5: {("ear_tag", "repeated-in-batch")},
        6: {("farm_code", "known")},
        7: {("sex", "choice")},
        8: {("birth_date", "not-in-future")},
        9: {("last_calving_date", "goes-with-parity")},
        10: {("last_calving_date", "age-at-calving")},
        11: {("ear_tag", "required")},
        12: {("iso_11784", "range")},
        14: {("parity", "range")},
    }
    assert sorted(report.accepted) == [1, 13]
    assert Animal.objects.count() == 2
    assert AnimalIdentifier.objects.count() == 5
    assert report.refused[2][0].value == "269990200000001"
    wrong = Alarm.objects.filter(kind="ear_tag", place=farms.own.place)
    assert wrong.count() == 4


def test_a_replay_changes_nothing(farms: Farms) -> None:
    rows = [cow(farms, 1, on_farm="A-1"), cow(farms, 2)]
    first, again = register_animals(rows), register_animals(rows)
    assert sorted(first.accepted.values()) == sorted(again.repeated.values())
    assert Animal.objects.count() == 2


def test_a_number_in_force_is_not_given_to_another_animal(farms: Farms) -> None:
    register_animals([cow(farms, 1)])
    report = register_animals([cow(farms, 1, birth_date=BORN + timedelta(days=9))])
    assert [f.rule for f in report.faults] == ["in-force"]
    assert Alarm.objects.filter(kind="ear_tag").count() == 1


def test_farms_number_their_animals_independently(farms: Farms) -> None:
    report = register_animals(
        [
            cow(farms, 1, ear_tag=None, on_farm="7"),
            cow(farms, 2, ear_tag=None, on_farm="7", farm_code=farms.other.code),
        ]
    )
    assert len(report.accepted) == 2


def test_the_database_itself_refuses_a_second_number_in_force(farms: Farms) -> None:
    register_animals([cow(farms, 1), cow(farms, 2)])
    first, second = AnimalIdentifier.objects.order_by("pk")
    with pytest.raises(IntegrityError), transaction.atomic():
        AnimalIdentifier.objects.create(
            animal=second.animal, scheme="ear-tag", value=first.value, valid_from=BORN
        )


def test_people_register_only_where_they_see(farms: Farms, cast: Cast) -> None:
    rows = [cow(farms, 1), cow(farms, 2, farm_code=farms.other.code)]
    report = register_animals(rows, person=cast.people["farm_manager"])
    assert sorted(report.accepted) == [1]
    assert [(f.row, f.rule) for f in report.faults] == [(2, "known")]
    with pytest.raises(Problem):
        register_animals(rows, person=cast.people["tanker_driver"])


def test_columns_of_unknown_name_are_a_problem(farms: Farms) -> None:
    with pytest.raises(Problem):
        register_animals_columns(pa.table({"colour": ["black"]}))


def test_a_large_load_keeps_every_foreign_key(farms: Farms) -> None:
    count = 26_000
    tags = [build_ear_tag("640302", serial) for serial in range(count)]
    table = pa.table(
        {
            "farm_code": [farms.own.code] * count,
            "sex": ["F"] * count,
            "birth_date": [BORN] * count,
            "ear_tag": tags,
            "on_farm": [str(serial) for serial in range(count)],
        }
    )

    def references() -> set[tuple[str, bool]]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT conname, convalidated FROM pg_constraint WHERE contype = 'f' AND conrelid"
                " IN ('herd_animal'::regclass, 'herd_animalidentifier'::regclass)"
            )
            return set(cursor.fetchall())

    before = references()
    report = register_animals_columns(table)
    assert len(report.accepted) == count
    assert AnimalIdentifier.objects.count() == 2 * count
    assert references() == before
    assert all(validated for _, validated in before)


digits = st.text("0123456789", min_size=13, max_size=16)
tags = st.one_of(
    st.builds(lambda body: "2" + body, digits),
    st.builds(
        lambda county, serial: f"2{county}{serial:08d}",
        st.sampled_from([*COUNTIES, "649999", "110101"]),
        st.integers(0, 10**8 - 1),
    ),
    st.text(max_size=20),
)


@given(st.lists(tags, min_size=1, max_size=30))
def test_whole_columns_are_judged_like_single_ear_tags(values: list[str]) -> None:
    column = checks.prepare(pa.table({"ear_tag": values}))["ear_tag"]
    judged = checks.right_ear_tags(column).tolist()
    assert judged == [v is not None and EAR_TAG.is_valid(v) for v in column.to_pylist()]


@given(st.lists(st.one_of(digits, st.text(max_size=18)), min_size=1, max_size=30))
def test_whole_columns_are_judged_like_single_transponders(values: list[str]) -> None:
    column = checks.prepare(pa.table({"iso_11784": values}))["iso_11784"]
    judged = checks.right_transponders(column).tolist()
    assert judged == [v is not None and ISO_11784.is_valid(v) for v in column.to_pylist()]


herd_book = st.from_regex(r"\A[0-9]{2}[0-9A-Z]{4}[0-9]{6}\Z")


@given(st.lists(st.one_of(herd_book, st.text(max_size=14)), min_size=1, max_size=30))
def test_whole_columns_are_judged_like_single_herd_book_numbers(values: list[str]) -> None:
    column = checks.prepare(pa.table({"herd_book": values}))["herd_book"]
    judged = checks.right_herd_book_numbers(column).tolist()
    assert judged == [v is not None and HERD_BOOK.is_valid(v) for v in column.to_pylist()]
