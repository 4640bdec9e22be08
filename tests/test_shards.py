"""One ledger over two PostgreSQL servers: captures stay in their region, answers span both."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.scale

_PROGRAM = """
import os, sys
from pathlib import Path
from milkshed.platform import database

def server(name):
    os.environ.pop("DATABASE_URL", None)
    return database.start(Path(os.environ["MILKSHED_VAR"]) / name)

north, south = server("north"), server("south")
os.environ["DATABASE_URL"] = north
os.environ["MILKSHED_SHARDS"] = f"north={north} south={south}"
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from milkshed.kernel.problems import Problem
from milkshed.ledger.facade import trace_backward
from milkshed.ledger.models import Event, Term
from milkshed.ledger.storage.shards import (
    capture_in, events_of_all, heads_of_all, joint_root, on_shard, shard_names,
    trace_backward_over_all)
from milkshed.ledger.trace.graph import Model
from milkshed.ledger.tests import chain

def system():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('data_directory')")
        return cursor.fetchone()[0]

systems = set()
for region in shard_names():
    with on_shard(region):
        call_command("migrate", "ledger", verbosity=0)
        systems.add(system())
assert len(systems) == 2, "two servers"

# farms and the station in the north, the plant in the south; the tanker crosses over
events = chain.day_of_milk()
assert capture_in("north", chain.document(events[:7])).success
assert capture_in("south", chain.document(events[7:])).success
assert capture_in("south", chain.document(events[7:])).is_replay
for region, count in (("north", 7), ("south", 4)):
    with on_shard(region):
        assert Event.objects.count() == count
        seqs = list(Event.objects.order_by("seq").values_list("seq", flat=True))
        assert seqs == list(range(1, count + 1))
try:
    capture_in("west", chain.document(events))
except Problem as problem:
    assert problem.faults[0].field == "region"
else:
    raise AssertionError("captured in a region without a shard")

found = list(events_of_all({"perPage": ["2"]}))
assert [region for region, _ in found] == ["north"] * 7 + ["south"] * 4
assert [event.event_id for _, event in found] == [event["eventID"] for event in events]
packs = [event.event_id for _, event in events_of_all({"EQ_bizStep": ["packing"]})]
assert packs == [events[9]["eventID"], events[10]["eventID"]]

with on_shard("south"):
    alone = trace_backward(chain.lot("P1"))
assert [end.node.uri for end in alone.sources] == [chain.lot("L1")]
both = {model: trace_backward_over_all(chain.lot("P1"), model=model)
        for model in (Model.MASS_FRACTION, Model.CONSERVATIVE)}

before = heads_of_all()
assert [(head.region, head.size) for head in before] == [("north", 7), ("south", 4)]

# the same day in one database gives the same answer
assert capture_in("south", chain.document(events[:7])).success
def shares(trace):
    return {end.node.uri: end.share and round(end.share, 9) for end in trace.sources}
def hops(trace):
    return {(hop.source, hop.target, hop.mass_kg) for hop in trace.hops}
def nodes(trace):
    return {node.uri: node.share and round(node.share, 9) for node in trace.nodes}
with on_shard("south"):
    for model, trace in both.items():
        one = trace_backward(chain.lot("P1"), model=model)
        assert shares(trace) == shares(one), (shares(trace), shares(one))
        assert hops(trace) == hops(one)
        assert nodes(trace) == nodes(one)
mixed = both[Model.MASS_FRACTION]
assert len(mixed.sources) == 2
total = sum(end.share for end in mixed.sources) + sum(part.share for part in mixed.unknown)
assert abs(total - 1) < 1e-9
assert trace_backward_over_all("https://id.gs1.org/01/09521234543213/10/NOBODY") is None
after = heads_of_all()
assert after[0] == before[0] and after[1].size == 11
assert joint_root(after) != joint_root(before) == joint_root(before)
print("one ledger")
"""


def test_two_servers_answer_as_one() -> None:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "MILKSHED_SHARDS")
    }
    with tempfile.TemporaryDirectory(prefix="milkshed-") as folder:
        Path(folder).chmod(0o755)
        environment |= {
            "MILKSHED_VAR": str(Path(folder) / "var"),
            "DJANGO_SETTINGS_MODULE": "milkshed.site.settings",
        }
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", _PROGRAM],
            env=environment,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
    assert done.stdout.endswith("one ledger\n"), done.stderr
