"""Segments: no gap, nothing in the wrong one, protected and pruned."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import hypothesis
import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from milkshed.ledger.facade import capture_document, capture_event, find_event, trace_backward
from milkshed.ledger.models import Event, Link, Segment
from milkshed.ledger.query.condition import conjunction
from milkshed.ledger.query.parameters import parse_parameters
from milkshed.ledger.storage import segments
from milkshed.ledger.storage.recurrences import note_recurrences, stretches_of
from milkshed.ledger.tests import chain

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(settings: Any) -> None:
    """Segments of four events, of which the first was closed behind its only one."""
    settings.LEDGER_SEGMENT_EVENTS = 4
    capture_event(chain.bare(chain.milking("M0", 1.0)))
    assert segments.cut()


def _milkings(start: int, count: int) -> bytes:
    return chain.document([chain.milking(f"S{start + place}", 10.0) for place in range(count)])


def _check_catalogue() -> None:
    """Segments follow each other without a gap and hold exactly what they say."""
    listed = list(Segment.objects.order_by("number"))
    assert [s.state for s in listed] == ["closed"] * (len(listed) - 1) + ["open"]
    assert listed[0].first_seq == 1
    for before, after in pairwise(listed):
        assert after.first_seq == before.last_seq + 1
        assert after.first_term >= before.first_term
    seqs = list(Event.objects.order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))
    with connection.cursor() as cursor:
        for segment in listed:
            for table, key in segments.TABLES.items():
                part = segments.partition_name(table, segment.number)
                cursor.execute(f"SELECT {key} FROM {part}")
                held = {row[0] for row in cursor.fetchall()}
                last = min(segment.last_seq, len(seqs))
                assert held == set(range(segment.first_seq, last + 1))
    for link in Link.objects.select_related("term"):
        stretches = stretches_of([link.term.uri])
        assert any(first <= link.event_id <= last for first, last in stretches)


def test_the_first_segment_of_a_new_ledger_takes_the_width_that_is_set(settings: Any) -> None:
    settings.LEDGER_SEGMENT_EVENTS = 3
    with connection.cursor() as cursor:
        segments.fit_first(cursor)
        assert segments.find_open(cursor).last_seq == 3
        assert capture_document(_milkings(0, 5)).success
        settings.LEDGER_SEGMENT_EVENTS = 9
        segments.fit_first(cursor)  # too late: there are events
    assert list(Segment.objects.order_by("number").values_list("first_seq", "last_seq")) == [
        (1, 3),
        (4, 6),
    ]
    _check_catalogue()


@pytest.mark.usefixtures("small")
@hypothesis.settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.one_of(st.integers(1, 11), st.none()), max_size=8))
def test_segments_follow_without_a_gap(sizes: Sequence[int | None]) -> None:
    with transaction.atomic():
        written = 1
        for size in sizes:
            if size is None:
                assert segments.cut()
                note_recurrences()
                continue
            assert capture_document(_milkings(written, size)).success
            written += size
        assert Event.objects.count() == written
        _check_catalogue()
        transaction.set_rollback(True)


@pytest.mark.usefixtures("small")
def test_what_spans_segments_is_found_and_traced_like_any_other() -> None:
    events = chain.day_of_milk()
    assert capture_document(chain.document(events)).success
    assert Segment.objects.count() == 4
    found = find_event(events[-1]["eventID"])
    assert found is not None
    assert found.seq == 12
    trace = trace_backward(chain.lot("L1"))
    assert trace is not None
    assert sum(end.share or 0.0 for end in trace.sources) == pytest.approx(1.0)
    again = capture_document(chain.document(events[3:7]))
    assert len(again.repeated) == 4


def test_a_month_begins_a_segment() -> None:
    last_of_may = datetime(2026, 5, 31, 15, 59, tzinfo=UTC)  # 23:59 in Ningxia
    opened = segments.OpenSegment(1, 1, 10, last_of_may)
    assert not opened.is_of_an_earlier_month(last_of_may)
    assert opened.is_of_an_earlier_month(last_of_may + timedelta(minutes=1))
    assert not opened.is_of_an_earlier_month(last_of_may - timedelta(days=40))
    assert not segments.OpenSegment(1, 1, 10, None).is_of_an_earlier_month(last_of_may)


def test_a_segment_does_not_begin_while_somebody_reads() -> None:
    capture_event(chain.bare(chain.milking("M0", 1.0)))
    address = connection.get_connection_params()
    with psycopg.connect(
        **{
            name: address[name]
            for name in ("dbname", "user", "password", "host", "port")
            if name in address
        }
    ) as reader:
        reader.execute("SELECT count(*) FROM ledger_event")
        assert not segments.cut()
        capture_event(chain.bare(chain.milking("M1", 1.0)))
    assert segments.cut()
    assert Segment.objects.count() == 2
    assert Event.objects.count() == 2


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    "table",
    [
        "ledger_event",
        "ledger_event_0001",
        "ledger_event_0002",
        "ledger_link",
        "ledger_link_0001",
        "ledger_identity",
    ],
)
def test_a_fact_is_protected_in_every_partition(table: str) -> None:
    capture_event(chain.bare(chain.milking("M1", 1.0)))
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET {_column(table)} = 0"):
        with (
            pytest.raises(DatabaseError, match="annot"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def _column(table: str) -> str:
    return {"ledger_link": "quantity"}.get(table[:11], "seq")


def _partitions_read(statement: str, values: Sequence[object]) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) {statement}", values)
        plan = [row[0] for row in cursor.fetchall() if "never executed" not in row[0]]
    return set(re.findall(r" on (ledger_(?:event|link)_\d{4})", "\n".join(plan)))


@pytest.mark.usefixtures("small")
def test_only_the_partitions_that_can_hold_the_answer_are_read() -> None:
    events = chain.day_of_milk()
    capture_document(chain.document(events))
    assert _partitions_read("SELECT body FROM ledger_event WHERE seq = %s", [6]) == {
        "ledger_event_0003"
    }
    assert _partitions_read(
        "SELECT body FROM ledger_event e WHERE e.seq IN"
        " (SELECT seq FROM ledger_identity WHERE event_key = %s)",
        [Event.objects.get(seq=6).event_key],
    ) <= {"ledger_event_0003"}
    capture_event(chain.bare(chain.milking("M9", 1.0)))  # named when the last segment was open
    note_recurrences()
    assert _partitions_asked("M9") == {"ledger_event_0004", "ledger_link_0004"}


@pytest.mark.usefixtures("small")
def test_an_old_name_is_looked_for_where_it_was_noted_and_where_nobody_looked_yet() -> None:
    capture_document(_milkings(1, 11))  # the open segment holds 10 to 13, one place is left
    assert stretches_of([chain.lot("S1")]) == [(2, 13)]
    assert note_recurrences() == 3
    assert note_recurrences() == 0
    assert stretches_of([chain.lot("S1")]) == [(2, 5), (10, 13)]
    seen = chain.event(
        "ObjectEvent",
        "S1 seen again",
        chain.MORNING,
        action="OBSERVE",
        quantityList=chain.kilograms({"S1": 10.0}),
    )
    capture_event(chain.bare(seen))
    capture_document(_milkings(12, 5))
    assert note_recurrences() == 2
    assert stretches_of([chain.lot("S1")]) == [(2, 5), (10, 13), (18, 21)]
    assert stretches_of([chain.lot("NEVER")]) == []


def _partitions_asked(lot: str) -> set[str]:
    query = parse_parameters({"MATCH_anyEPCClass": [chain.lot(lot)]})
    where = conjunction(query.conditions)
    return _partitions_read(f"SELECT body FROM ledger_event e WHERE {where.sql}", where.values)
