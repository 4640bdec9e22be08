"""The journey adds up: what crosses into a stage is one minus what is unknown behind it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.kernel.text import Text
from milkshed.ledger.facade import (
    Gap,
    LotKind,
    Model,
    Trace,
    TraceEnd,
    TraceHop,
    TraceNode,
    Unknown,
)
from milkshed.site.journey.stages import stages, unknown_share

MILKING = LotKind("milking", 1, Text("挤奶批", "Milking lot"))
LOAD = LotKind("tanker_load", 4, Text("装运批", "Load"))
SILO = LotKind("silo_state", 5, Text("奶仓", "Silo"))
BATCH = LotKind("batch", 6, Text("加工批", "Batch"))
AT = datetime(2026, 1, 5, 4, tzinfo=UTC)


def _node(uri: str, kind: LotKind, share: float) -> TraceNode:
    return TraceNode(uri, kind, f"place-{uri}", None, AT, 1000.0, share, "e")


def _hop(source: str, target: str, share: float) -> TraceHop:
    nothing = Text("", "")
    return TraceHop(source, target, None, share, f"{source}-{target}", None, AT, nothing, nothing)


def _trace(heel: float, unknown: float) -> Trace:
    """Two loads into two silo states, the first kept as heel of the second, into a batch."""
    second, first = 1.0 - heel - unknown, heel
    nodes = (
        _node("m1", MILKING, first),
        _node("m2", MILKING, second),
        _node("l1", LOAD, first),
        _node("l2", LOAD, second),
        _node("s1", SILO, first),
        _node("s2", SILO, 1.0),
        _node("b", BATCH, 1.0),
    )
    hops = (
        _hop("m1", "l1", 1.0),
        _hop("m2", "l2", 1.0),
        _hop("l1", "s1", 1.0),
        _hop("l2", "s2", second),
        _hop("s1", "s2", heel),
        _hop("s2", "b", 1.0),
    )
    ends = (TraceEnd(nodes[0], first, None), TraceEnd(nodes[1], second, None))
    missing = (Unknown("s2", unknown, Gap.EXCESS, Text("", "")),) if unknown else ()
    return Trace(
        nodes[-1], "backward", Model.MASS_FRACTION, nodes, hops, ends, missing, None, False, False
    )


@given(heel=st.floats(0.01, 0.4), unknown=st.floats(0.0, 0.4))
def test_crossings_into_a_stage_add_up(heel: float, unknown: float) -> None:
    trace = _trace(heel, unknown)
    assert unknown_share(trace) == pytest.approx(unknown)
    for stage in stages(trace):
        total = sum(crossing.share for crossing in stage.crossings)
        expected = 1.0 if stage.kind == BATCH else 1.0 - unknown
        assert total == pytest.approx(expected), stage.kind.code


def test_stages_run_downstream_and_leave_residues_out() -> None:
    codes = [stage.kind.code for stage in stages(_trace(0.3, 0.1))]
    assert codes == ["milking", "tanker_load", "silo_state", "batch"]
    loads = stages(_trace(0.02, 0.0), smallest_share=0.05)[1]
    assert loads.lots == ("l2",)


def test_a_source_without_its_milking_is_unknown() -> None:
    trace = _trace(0.3, 0.0)
    bare = TraceNode("x", LotKind("unrecorded", 0, Text("", "")), None, None, None, None, 0.2, None)
    ends = (*trace.ends, TraceEnd(bare, 0.2, None))
    with_bare = Trace(
        trace.start, "backward", trace.model, trace.nodes, trace.hops, ends, (), None, False, False
    )
    assert unknown_share(with_bare) == pytest.approx(0.2)
