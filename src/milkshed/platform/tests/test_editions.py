from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from milkshed.kernel.text import Text
from milkshed.platform.editions import held_edition, kept, present_edition
from milkshed.platform.models import Membership, Organisation, Person, Place, Rule
from milkshed.platform.rule_book import RuleRow, find_rule, load_rules
from milkshed.platform.scope import reaches, scope_of, visible
from tests.cast import Cast

DAY = date(2026, 1, 5)
ROW = RuleRow(
    "test.limit", Text("限值", "Limit"), "kg", "平台设定", "assumed", DAY, high=Decimal(5)
)


class _Rolled(Exception):
    pass


def _change_and_fail() -> None:
    with transaction.atomic():
        Rule.objects.filter(key="test.limit").update(high=7)
        assert find_rule("test.limit", DAY).high == 7
        raise _Rolled


@pytest.mark.django_db
def test_a_rule_is_read_once_and_anew_after_a_change_by_any_door() -> None:
    load_rules([ROW])
    assert find_rule("test.limit", DAY).high == 5
    with CaptureQueriesContext(connection) as asked:
        assert find_rule("test.limit", DAY).high == 5
    assert [one["sql"] for one in asked] == ["SELECT token::text FROM platform_edition"]
    Rule.objects.filter(key="test.limit").update(high=6)
    assert find_rule("test.limit", DAY).high == 6
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM platform_rule WHERE key = 'test.limit'")
    assert find_rule("test.limit", DAY) is None


@pytest.mark.django_db
def test_what_was_rolled_back_is_not_remembered() -> None:
    load_rules([ROW])
    before = present_edition()
    with pytest.raises(_Rolled):
        _change_and_fail()
    assert present_edition() == before
    assert find_rule("test.limit", DAY).high == 5
    Rule.objects.filter(key="test.limit").update(high=8)
    assert find_rule("test.limit", DAY).high == 8


@pytest.mark.django_db
def test_signing_in_begins_no_edition_but_a_new_role_does(cast: Cast) -> None:
    person = cast.people["farm_manager"]
    before = present_edition()
    person.last_login = None
    person.save(update_fields=["last_login"])
    assert present_edition() == before
    Membership.objects.create(
        person=person, organisation=cast.organisations["farm"], role="station_manager"
    )
    assert present_edition() != before


@pytest.mark.django_db
def test_within_a_held_edition_the_token_is_asked_for_once() -> None:
    load_rules([ROW])
    with CaptureQueriesContext(connection) as asked, held_edition():
        for _ in range(3):
            find_rule("test.limit", DAY)
    assert sum("platform_edition" in one["sql"] for one in asked) == 1


@pytest.mark.django_db
def test_nothing_is_kept_where_there_is_no_edition() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM platform_edition")
    answers = iter((1, 2))
    assert [kept("thing", lambda: next(answers)) for _ in range(2)] == [1, 2]


def test_one_record_is_reached_as_lists_are_cut(cast: Cast) -> None:
    people = Person.objects.filter(memberships__isnull=False).distinct()
    for model in (Place, Organisation):
        rows = model.objects.select_related() if model is Place else model.objects.all()
        for person in people:
            scope = scope_of(person)
            listed = set(visible(model.objects.all(), scope))
            assert {row for row in rows if reaches(scope, row)} == listed
