"""A ledger over several databases: each region's captures in its own, questions to all of them.

A shard is a complete ledger of its own (names, segments, log). What is recorded in a region is
stored in the shard of that region, so capture, the log and everything asked about the region stay
local. A lot that leaves for another region is followed there by its name, the one key that means
the same everywhere. See docs/en/cluster.md for what is local and what fans out.
"""

import heapq
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db import connection, connections

from milkshed.kernel.problems import INVALID, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.capture.documents import CaptureOutcome, capture_document
from milkshed.ledger.log.integrate import integrate
from milkshed.ledger.log.stored import stored_root
from milkshed.ledger.log.tree import Frontier, leaf_hash
from milkshed.ledger.query.events import StoredEvent, find_events
from milkshed.ledger.query.parameters import parse_parameters
from milkshed.ledger.trace.answer import Trace, TraceEnd, TraceHop, TraceNode, Unknown
from milkshed.ledger.trace.graph import Model
from milkshed.ledger.trace.lots import UNRECORDED
from milkshed.ledger.trace.queries import trace_backward


def shard_names() -> Sequence[str]:
    """The regions that have a shard, in the order of their configuration."""
    return tuple(settings.LEDGER_SHARDS)


@contextmanager
def on_shard(region: str) -> Iterator[None]:
    """Let everything this thread asks of the ledger go to the region's database.

    Raises Problem for a region without a shard. May not be entered inside a transaction.
    """
    alias = settings.LEDGER_SHARDS.get(region)
    if alias is None:
        text = Text(f"没有为“{region}”设置分片", f"There is no shard for “{region}”")
        raise Problem(INVALID, text, [Fault("region", region, "no-such-shard", text)])
    if connection.in_atomic_block:
        raise RuntimeError("a transaction belongs to one shard")
    own = connections["default"]
    connections["default"] = connections[alias]
    try:
        yield
    finally:
        connections["default"] = own


def capture_in(region: str, body: bytes, **options: Any) -> CaptureOutcome:
    """Capture a document where its region's facts are kept; options as for one ledger."""
    with on_shard(region):
        return capture_document(body, **options)


def events_of_all(parameters: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, StoredEvent]]:
    """Ask every shard and merge the answers in the order of recording; pages are read as needed.

    ``parameters`` are those of an EPCIS query without order, limit and page.
    """
    streams = [_events_of(region, parameters) for region in shard_names()]
    yield from heapq.merge(*streams, key=lambda found: (found[1].record_time, found[0]))


def _events_of(
    region: str, parameters: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, StoredEvent]]:
    with on_shard(region):
        query = parse_parameters(parameters)
    while True:
        with on_shard(region):
            page = find_events(query)
        yield from ((region, event) for event in page.events)
        if page.next_token is None:
            return
        query = replace(query, page_token=page.next_token)


def trace_backward_over_all(uri: str, *, model: Model = Model.MASS_FRACTION) -> Trace | None:
    """Trace a lot back across regions; None when no shard knows its making or its name.

    Where the trace in one region ends at a lot that nobody there made, it goes on in the region
    where it was made. Shares still sum to 1 with the unknown part.
    """
    return _Follower(model).trace(uri)


@dataclass(frozen=True, slots=True)
class ShardHead:
    """The size and root of one shard's log."""

    region: str
    size: int
    root: bytes


def heads_of_all() -> tuple[ShardHead, ...]:
    """Take every shard's committed events into its log and return the heads."""
    heads = []
    for region in shard_names():
        with on_shard(region):
            size = integrate()
            heads.append(ShardHead(region, size, stored_root(size)))
    return tuple(heads)


def joint_root(heads: Sequence[ShardHead]) -> bytes:
    """The root of a tree whose leaves are the heads (RFC 9162, section 2.1.1).

    One signature on it covers the whole cluster. A leaf is the lines region, size and root in
    base64, as in a checkpoint.
    """
    frontier = Frontier()
    frontier.extend(
        leaf_hash(f"{head.region}\n{head.size}\n{b64encode(head.root).decode()}\n".encode())
        for head in heads
    )
    return frontier.root()


class _Follower:
    """Traces in one shard after another, each lot in the shard where it was made."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._followed: set[str] = set()

    def trace(self, uri: str) -> Trace | None:
        region = _maker_of(uri) or _knower_of(uri)
        if region is None:
            return None
        self._followed.add(uri)
        with on_shard(region):
            found = trace_backward(uri, model=self._model)
        return None if found is None else self._followed_on(found, region)

    def _followed_on(self, found: Trace, here: str) -> Trace:
        for end in found.ends:
            name = end.node.uri
            if end.node.kind != UNRECORDED or name in self._followed:
                continue
            if _maker_of(name) in (None, here):
                continue
            beyond = self.trace(name)
            if beyond is not None:
                found = _spliced(found, end, beyond)
        return found


def _maker_of(uri: str) -> str | None:
    """The region in which a lot was made."""
    return _region_where(
        "SELECT 1 FROM ledger_making m JOIN ledger_term t ON t.id = m.lot_id WHERE t.uri = %s"
        " LIMIT 1",
        uri,
    )


def _knower_of(uri: str) -> str | None:
    """A region that has heard the name."""
    return _region_where("SELECT 1 FROM ledger_term WHERE uri = %s", uri)


def _region_where(statement: str, uri: str) -> str | None:
    for region in shard_names():
        with on_shard(region), connection.cursor() as cursor:
            cursor.execute(statement, [uri])
            if cursor.fetchone() is not None:
                return region
    return None


def _spliced(found: Trace, end: TraceEnd, beyond: Trace) -> Trace:
    """A trace whose end is replaced by what lies behind it in another shard."""
    part = end.share
    nodes = {node.uri: node for node in found.nodes}
    for node in beyond.nodes:
        known = nodes.get(node.uri)
        share = _product(part, node.share)
        if known is not None and node.uri != end.node.uri:
            share = _sum(known.share, share)
        nodes[node.uri] = replace(node, share=share)
    hops: tuple[TraceHop, ...] = (*found.hops, *beyond.hops)
    return replace(
        found,
        nodes=tuple(sorted(nodes.values(), key=_upstream_first)),
        hops=tuple(sorted(set(hops), key=lambda hop: hop.at)),
        ends=_ends([one for one in found.ends if one is not end], beyond.ends, part),
        unknown=(
            *found.unknown,
            *(_scaled(unknown, part) for unknown in beyond.unknown),
        ),
        conservative=found.conservative or beyond.conservative,
        is_cut=found.is_cut or beyond.is_cut,
    )


def _ends(
    kept: Sequence[TraceEnd], added: Sequence[TraceEnd], part: float | None
) -> tuple[TraceEnd, ...]:
    ends = {end.node.uri: end for end in kept}
    for end in added:
        share = _product(part, end.share)
        known = ends.get(end.node.uri)
        if known is not None:
            share = _sum(known.share, share)
        ends[end.node.uri] = replace(end, node=replace(end.node, share=share), share=share)
    return tuple(sorted(ends.values(), key=lambda end: -(end.share or 0.0)))


def _scaled(unknown: Unknown, part: float | None) -> Unknown:
    return replace(unknown, share=unknown.share * (1.0 if part is None else part))


def _product(part: float | None, share: float | None) -> float | None:
    return None if part is None or share is None else part * share


def _sum(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other


def _upstream_first(node: TraceNode) -> tuple[bool, float, int, str]:
    made_at = 0.0 if node.made_at is None else node.made_at.timestamp()
    return (node.made_at is not None, made_at, node.kind.order, node.uri)
