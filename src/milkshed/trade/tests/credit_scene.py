"""People, facts and cases that the tests of credit files share."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from milkshed.kernel.problems import Problem
from milkshed.kernel.text import Text
from milkshed.platform.calendar.table import fill_holidays
from milkshed.platform.models import Membership, Person
from milkshed.platform.rule_book import load_rules
from milkshed.trade.actions.credit_entries import (
    Proposal,
    decide_entry,
    propose_entry,
    publish_entry,
    serve_notice,
)
from milkshed.trade.actions.credit_signals import (
    SignalRow,
    note_signals,
)
from milkshed.trade.models import CreditEntry, CreditSignal
from milkshed.trade.rules import ROWS
from tests.cast import Cast

LAYER = "regulator"


def today() -> date:
    return timezone.localdate()


def ago(days: int) -> date:
    return today() - timedelta(days=days)


@pytest.fixture
def people(cast: Cast) -> dict[str, Person]:
    """The cast, with a second region officer and two more secretaries; rules and holidays."""
    load_rules(ROWS)
    fill_holidays()
    found = dict(cast.people)
    for name, role, home in (
        ("region_judge", "region_officer", "region"),
        ("second_secretary", "association_secretary", "association"),
        ("other_county_officer", "county_officer", "pingluo"),
    ):
        found[name] = Person.objects.create_person(name, None, name_zh=name, synthetic=True)
        Membership.objects.create(
            person=found[name], organisation=cast.organisations[home], role=role
        )
    return found


def signal(cast: Cast, kind: str = "late_payment", days: int = 40, n: int = 1) -> CreditSignal:
    source = f"trade.payment:{kind}:{n}"
    note_signals(
        [
            SignalRow(
                cast.organisations["station"].pk,
                kind,
                ago(days),
                Text("货款逾期30天", "Paid 30 days late"),
                source,
                "/trade/contracts",
            )
        ],
        noted_on=ago(days),
    )
    return CreditSignal.objects.get(source=source)


def proposed(cast: Cast, people: dict[str, Person], days: int = 30) -> CreditEntry:
    return propose_entry(
        people["inspector"],
        cast.organisations["station"],
        [signal(cast)],
        Proposal(LAYER, "多次逾期付款", "《乳品质量安全监督管理条例》第五十条", "重点检查"),
        on=ago(days),
    )


def noticed(cast: Cast, people: dict[str, Person], served: int = 28) -> CreditEntry:
    entry = proposed(cast, people)
    return serve_notice(
        people["inspector"], entry, number="利农告〔2026〕1号", served_on=ago(served), revision=0
    )


def decided(cast: Cast, people: dict[str, Person]) -> CreditEntry:
    entry = noticed(cast, people)
    return decide_entry(
        people["county_officer"],
        entry,
        listed=True,
        number="利农决〔2026〕1号",
        words="当事人未申辩，事实清楚",
        revision=entry.revision,
    )


def published(cast: Cast, people: dict[str, Person], on: date | None = None) -> CreditEntry:
    entry = decided(cast, people)
    return publish_entry(
        people["region_officer"], entry, opinion="同意公示", revision=entry.revision, on=on
    )


def refused(call: Callable[[], object], rule: str = "") -> Problem:
    with pytest.raises(Problem) as caught, transaction.atomic():
        call()
    if rule:
        assert [fault.rule for fault in caught.value.faults] == [rule]
    return caught.value
