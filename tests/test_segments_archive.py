"""An old segment goes into a file and comes back the same; a damaged file changes nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conformance.server import own_database, prepare

_PROGRAM = """
import sys, tarfile
from datetime import timedelta
from pathlib import Path
import django
django.setup()
from django.conf import settings
from django.db import connection
from milkshed.kernel.problems import Problem
from milkshed.ledger.facade import capture_document, find_event, trace_backward
from milkshed.ledger.models import Event, Link, Segment
from milkshed.ledger.storage import segments
from milkshed.ledger.storage.archive import archive_segment, attach_segment
from milkshed.ledger.tests import chain

folder = Path(sys.argv[1])
events = chain.day_of_milk()
capture_document(chain.document(events[:5]))
assert segments.cut()
capture_document(chain.document(events[5:]))

def held(table, key):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY {key}")
        return cursor.fetchall()

def everything():
    return [held("ledger_event", "seq"), held("ledger_link", "event_id, role, position"),
            held("ledger_flow", "event_id, source_id"), held("ledger_making", "event_id, lot_id"),
            held("ledger_field", "event_id, position")]

before, trace = everything(), trace_backward(chain.lot("P1"))
assert len(trace.sources) == 2

try:
    archive_segment(2, folder)
except Problem as problem:
    assert problem.kind.status == 409
else:
    raise AssertionError("archived what is written to")

path = archive_segment(1, folder)
assert Segment.objects.get(number=1).state == "archived"
assert Event.objects.count() == 6 and not Link.objects.filter(event_id__lte=5).exists()
assert find_event(events[0]["eventID"]) is None
assert [end.node.uri for end in trace_backward(chain.lot("P1")).sources] == [chain.lot("S1")]
again = capture_document(chain.document(events[1:4]))
assert len(again.repeated) == 3

with tarfile.open(path) as archive:
    place = archive.getmember("ledger_event.copy.gz").offset_data + 40
content = path.read_bytes()
flipped = content[:place] + bytes([content[place] ^ 1]) + content[place + 1:]
for wrong in (flipped, content[:place], b""):
    damaged = folder / "damaged.tar"
    damaged.write_bytes(wrong)
    try:
        attach_segment(damaged)
    except Problem as problem:
        assert problem.faults
    else:
        raise AssertionError("took a damaged file")
assert Event.objects.count() == 6

assert attach_segment(path).state == "closed"
assert everything() == before
assert trace_backward(chain.lot("P1")) == trace

# declared wrong while it was away: what is derived from it does not come back
archive_segment(1, folder)
capture_document(chain.document([chain.declared_wrong(events[4], chain.MORNING + timedelta(1))]))
attach_segment(path)
assert [end.node.uri for end in trace_backward(chain.lot("P1")).sources] == [chain.lot("S1")]
assert Event.objects.count() == 12
assert segments.cut()
assert list(Segment.objects.order_by("number").values_list("state", flat=True)) == [
    "closed", "closed", "open"]
try:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_event_0001")
except Exception as error:
    assert "annot" in str(error)
else:
    raise AssertionError("a segment that came back is not protected")
print("round trip")
"""


_MONTHS = """
from datetime import UTC, datetime
import django
django.setup()
import psycopg, os
from milkshed.ledger.capture import writing
from milkshed.ledger.facade import capture_document, find_event, trace_backward
from milkshed.ledger.models import Segment
from milkshed.ledger.tests import chain

class Clock(datetime):
    at = datetime(2026, 5, 31, 15, 59, tzinfo=UTC)  # a minute before June in Shanghai

    @classmethod
    def now(cls, tz=None):
        return cls.at

writing.datetime = Clock
events = chain.day_of_milk()

def stretches():
    return list(Segment.objects.order_by("number").values_list("first_seq", "state"))

def capture(part):
    assert capture_document(chain.document(part)).success

capture(events[:3])
assert stretches() == [(1, "open")]
Clock.at = datetime(2026, 5, 31, 16, 0, tzinfo=UTC)
capture(events[3:6])
assert stretches() == [(1, "closed"), (4, "open")]
assert Segment.objects.get(number=1).last_seq == 3

Clock.at = datetime(2026, 6, 30, 16, 0, tzinfo=UTC)
with psycopg.connect(os.environ["DATABASE_URL"]) as reader:
    reader.execute("SELECT count(*) FROM ledger_event")
    capture(events[6:8])  # does not wait for the reader, and leaves the month for later
    assert len(stretches()) == 2
capture(events[8:])
assert stretches() == [(1, "closed"), (4, "closed"), (9, "open")]
assert all(find_event(event["eventID"]) is not None for event in events)
assert len(trace_backward(chain.lot("P1")).sources) == 2
print("three months")
"""


def _run(program: str, *arguments: str) -> str:
    with own_database() as url:
        prepare(url)
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", program, *arguments],
            env=os.environ
            | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "milkshed.site.settings"},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
    return done.stdout or done.stderr


@pytest.mark.scale
def test_a_segment_comes_back_from_its_archive(tmp_path: Path) -> None:
    assert _run(_PROGRAM, str(tmp_path)).endswith("round trip\n")


@pytest.mark.scale
def test_a_month_begins_a_segment_when_nobody_reads() -> None:
    assert _run(_MONTHS).endswith("three months\n")
