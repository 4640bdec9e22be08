"""Verification of the whole ledger: every event against its leaf, the tree and all checkpoints.

Every entry is computed anew from its row, the tree is built from these leaves beside the one that
the tiles hold, and both are held against each signed checkpoint. Where a checkpoint agrees with
the tiles but not with the events, the events that differ were altered; where it agrees with the
events, the tiles were; where it agrees with neither, everything since the last good checkpoint is
in doubt.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db import connection, transaction

from milkshed.kernel.text import Text
from milkshed.ledger.log.bundle import KeyStatement
from milkshed.ledger.log.entries import entry_of, leaf_of
from milkshed.ledger.log.integrate import integrated_size, take_turn
from milkshed.ledger.log.keys import key_statements
from milkshed.ledger.log.notes import parse_note
from milkshed.ledger.log.refusal import NotProven
from milkshed.ledger.log.tiles import WIDTH, TileGrowth
from milkshed.ledger.log.tree import HASH_BYTES, Frontier
from milkshed.ledger.log.verifier import verify_checkpoint
from milkshed.ledger.models import Checkpoint, LogTile, Segment

_PORTION = 5_000
_TILES_AT_ONCE = 128
_LISTED = 200


class FindingKind(Enum):
    """What can be wrong with a ledger."""

    ALTERED = ("altered", Text("内容被改动", "Altered"))
    MISSING = ("missing", Text("缺失", "Missing"))
    REWRITTEN = ("rewritten", Text("与检查点不符", "Not what was signed"))
    TILE = ("tile", Text("摘要块损坏", "Damaged tile"))
    FORKED = ("forked", Text("日志分叉", "Forked log"))
    SIGNATURE = ("signature", Text("检查点签名无效", "Checkpoint not signed"))

    def __init__(self, code: str, title: Text) -> None:
        self.code = code
        self.title = title


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong; ``first_seq`` to ``last_seq`` are the events it concerns."""

    kind: FindingKind
    first_seq: int | None
    last_seq: int | None
    detail: Text


@dataclass(frozen=True, slots=True)
class Verification:
    """What a verification looked at and found; ``findings`` is cut at 200, ``count`` is not.

    Of the ``archived`` events only the leaves are here; taken back, they are verified too.
    """

    events: int
    redacted: int
    archived: int
    checkpoints: int
    root: bytes
    findings: tuple[Finding, ...]
    count: int

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.count


def verify_ledger(report: Callable[[int, int], None] | None = None) -> Verification:
    """Verify all events and checkpoints that are there now; ``report`` hears events done and all.

    Reads in portions, so that capture goes on meanwhile.
    """
    extent = _read_extent()
    run = _Run(extent, key_statements())
    stored = _StoredLeaves(extent)
    for rows in _events(extent.last_seq):
        run.take(rows, stored)
        if report is not None:
            report(run.size, extent.last_seq)
    run.finish(stored)
    return run.result()


@dataclass(frozen=True, slots=True)
class _Extent:
    """How far ledger, tiles and checkpoints reached when the verification began.

    ``archived`` are the stretches of ``seq`` put away in files, ``above`` the tiles above the
    lowest level.
    """

    last_seq: int
    tree_size: int
    archived: Sequence[range]
    above: Mapping[tuple[int, int], bytes]
    checkpoints: Sequence[Checkpoint]


def _read_extent() -> _Extent:
    with transaction.atomic(), connection.cursor() as cursor:
        take_turn(cursor)
        size = integrated_size()
        above = LogTile.objects.filter(level__gt=0).values_list("level", "index", "hashes")
        archived = Segment.objects.filter(state=Segment.State.ARCHIVED).values_list(
            "first_seq", "last_seq"
        )
        checkpoints = list(Checkpoint.objects.order_by("size", "pk"))
        cursor.execute("SELECT coalesce(max(seq), 0) FROM ledger_event")
        return _Extent(
            cursor.fetchone()[0],
            size,
            [range(first, last + 1) for first, last in archived],
            {(level, index): bytes(hashes) for level, index, hashes in above},
            checkpoints,
        )


_EVENTS = """
SELECT e.seq, e.event_id, e.record_time, e.person_id, e.declares_error, c.context, e.body, e.leaf,
       r.seq IS NOT NULL
FROM ledger_event e
LEFT JOIN ledger_capture c ON c.id = e.capture_id
LEFT JOIN ledger_redaction r ON r.seq = e.seq
WHERE e.seq > %s AND e.seq <= %s ORDER BY e.seq LIMIT %s
"""

Row = tuple[Any, ...]


def _events(last_seq: int) -> Iterator[list[Row]]:
    done = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_EVENTS, [done, last_seq, _PORTION])
            rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        done = rows[-1][0]


class _StoredLeaves:
    """The leaves that the tiles hold, read in their order; and the tiles above, checked."""

    def __init__(self, extent: _Extent) -> None:
        self.size = extent.tree_size
        self._held = extent.above
        self._tiles = _lowest_tiles(extent.tree_size)
        self._pending = bytearray()
        self._growth = TileGrowth(0)
        self._above: dict[tuple[int, int], bytes] = {}

    def take(self, count: int) -> list[bytes]:
        """The next leaves, fewer where the tiles end."""
        while len(self._pending) < count * HASH_BYTES:
            hashes = next(self._tiles, None)
            if hashes is None:
                break
            self._add(hashes)
        portion = bytes(self._pending[: count * HASH_BYTES])
        del self._pending[: count * HASH_BYTES]
        return _split(portion)

    def _add(self, hashes: bytes) -> None:
        for level, place, whole in self._growth.extend(_split(hashes)):
            if level:
                self._above[level, place] = whole
        self._pending += hashes

    def damaged(self) -> list[tuple[int, int]]:
        """The tiles above the lowest ones that are not what follows from those."""
        for hashes in self._tiles:
            self._add(hashes)
        self._above |= {
            (level, place): hashes for level, place, hashes in self._growth.edge() if level
        }
        return [
            place
            for place in sorted(self._held.keys() | self._above.keys())
            if self._held.get(place) != self._above.get(place)
        ]


def _lowest_tiles(size: int) -> Iterator[bytes]:
    """The tiles of leaves in order, up to a size; a lost tile gives hashes that are none."""
    for first in range(0, size, _TILES_AT_ONCE * WIDTH):
        places = range(first // WIDTH, min(first // WIDTH + _TILES_AT_ONCE, -(-size // WIDTH)))
        found = dict(
            LogTile.objects.filter(
                level=0, index__gte=places.start, index__lt=places.stop
            ).values_list("index", "hashes")
        )
        for place in places:
            width = min(WIDTH, size - place * WIDTH) * HASH_BYTES
            yield bytes(found.get(place, b""))[:width].ljust(width, b"\0")


def _split(hashes: bytes) -> list[bytes]:
    return [hashes[at : at + HASH_BYTES] for at in range(0, len(hashes), HASH_BYTES)]


class _Run:
    """One verification on its way through the ledger."""

    def __init__(self, extent: _Extent, keys: Sequence[KeyStatement]) -> None:
        self._checkpoints = extent.checkpoints
        self._archived = extent.archived
        self._next = 0
        self._last_good = 0
        self._events, self._tiles = Frontier(), Frontier()
        self._redacted = self._archived_count = 0
        self._differing: list[tuple[FindingKind, int]] = []
        self._findings: list[Finding] = []
        self._count = 0
        self._check_signatures(keys)

    @property
    def size(self) -> int:
        """How many events were looked at, those missing among them."""
        return self._events.size

    def result(self) -> Verification:
        """What was found."""
        return Verification(
            self._events.size,
            self._redacted,
            self._archived_count,
            len(self._checkpoints),
            self._events.root(),
            tuple(self._findings),
            self._count,
        )

    def take(self, rows: Sequence[Row], stored: _StoredLeaves) -> None:
        """Look at the next events, and at the gaps between them."""
        begin = 0
        for at, row in enumerate(rows):
            if row[0] != self.size + at - begin + 1:
                self._take_present(rows[begin:at], stored)
                self._take_absent(row[0] - 1, stored)
                begin = at
        self._take_present(rows[begin:], stored)

    def _take_present(self, rows: Sequence[Row], stored: _StoredLeaves) -> None:
        own = [bytes(row[7]) for row in rows]
        leaves = [
            leaf if row[8] else _leaf_of_row(row) for row, leaf in zip(rows, own, strict=True)
        ]
        self._redacted += sum(row[8] for row in rows)
        self._compare(leaves, own, stored.take(len(rows)))

    def _take_absent(self, last_seq: int, stored: _StoredLeaves) -> None:
        """Go past events that are not there: of archived ones the tree holds the leaves."""
        while self.size < last_seq:
            first = self.size + 1
            end = min(last_seq, self.size + _PORTION)
            archived = next((one for one in self._archived if first in one), None)
            if archived is not None:
                end = min(end, archived.stop - 1)
                self._archived_count += end - self.size
            else:
                begins = [one.start for one in self._archived if one.start > first]
                end = min([end, *(begin - 1 for begin in begins)])
            held = stored.take(end - self.size)
            if archived is not None:
                self._compare(held, held, held)
            else:
                self._compare([None] * (end - self.size), [b""] * (end - self.size), held)

    def _compare(
        self, leaves: Sequence[bytes | None], own: Sequence[bytes], held: Sequence[bytes]
    ) -> None:
        """Compare leaves computed anew with those of the rows and those the tiles hold."""
        done = 0
        while done < len(leaves):
            end = min(len(leaves), done + self._until_checkpoint())
            part, tiles = leaves[done:end], held[done:end]
            if list(part) != list(own[done:end]) or list(part[: len(tiles)]) != list(tiles):
                self._note_differing(part, own[done:end], tiles)
            # where an event is gone, its leaf in the tiles lets the rest still be judged
            self._events.extend(
                leaf or (tiles[at] if at < len(tiles) else b"") for at, leaf in enumerate(part)
            )
            self._tiles.extend(tiles)
            done = end
            self._judge()

    def _note_differing(
        self, leaves: Sequence[bytes | None], own: Sequence[bytes], tiles: Sequence[bytes]
    ) -> None:
        for at, leaf in enumerate(leaves):
            seq = self.size + at + 1
            if leaf is None:
                self._differing.append((FindingKind.MISSING, seq))
            elif leaf != own[at] or (at < len(tiles) and leaf != tiles[at]):
                self._differing.append((FindingKind.ALTERED, seq))

    def _until_checkpoint(self) -> int:
        if self._next == len(self._checkpoints):
            return 1 << 62
        return max(1, self._checkpoints[self._next].size - self.size)

    def _judge(self) -> None:
        """Hold the trees against the checkpoints of their present size."""
        while (
            self._next < len(self._checkpoints) and self._checkpoints[self._next].size <= self.size
        ):
            checkpoint = self._checkpoints[self._next]
            self._next += 1
            root = bytes(checkpoint.root)
            if checkpoint.size == 0 or root == self._events.root():
                self._tell_differing(events_are_right=True)
                self._last_good = checkpoint.size
            elif self._tiles.size == checkpoint.size and root == self._tiles.root():
                self._tell_differing(events_are_right=False)
                self._last_good = checkpoint.size
            else:
                self._tell_rewritten(checkpoint)

    def _tell_differing(self, *, events_are_right: bool) -> None:
        for kind, seq in self._differing:
            if kind is FindingKind.ALTERED and events_are_right:
                self._tell(
                    FindingKind.TILE,
                    seq,
                    seq,
                    Text(
                        f"第 {seq} 条本身与检查点一致，存储的摘要被改动",
                        f"Event {seq} is what was signed; its stored hash was altered",
                    ),
                )
            else:
                self._tell(kind, seq, seq, _said(kind, seq))
        self._differing.clear()

    def _tell_rewritten(self, checkpoint: Checkpoint) -> None:
        self._tell_differing(events_are_right=False)
        self._tell(
            FindingKind.REWRITTEN,
            self._last_good + 1,
            checkpoint.size,
            Text(
                f"第 {checkpoint.pk} 号检查点（{checkpoint.size} 条）的根与现有内容不符：第 "
                f"{self._last_good + 1}–{checkpoint.size} 条之间被改写",
                f"Checkpoint {checkpoint.pk} ({checkpoint.size} entries) has another root than"
                f" what is stored: something in {self._last_good + 1}-{checkpoint.size} was"
                " rewritten",
            ),
        )

    def finish(self, stored: _StoredLeaves) -> None:
        """Judge what lies beyond the last event and the last checkpoint."""
        self._tell_differing(events_are_right=False)
        self._take_absent(max([0, *(one.stop - 1 for one in self._archived)]), stored)
        last = self.size
        promised = max([stored.size, *(checkpoint.size for checkpoint in self._checkpoints)])
        if promised > last:
            self._tell(
                FindingKind.MISSING,
                last + 1,
                promised,
                Text(
                    f"第 {last + 1}–{promised} 条缺失：日志曾有 {promised} 条",
                    f"Events {last + 1} to {promised} are missing; the log once held them",
                ),
            )
        for level, index in stored.damaged():
            self._tell(
                FindingKind.TILE,
                None,
                None,
                Text(f"摘要块 {level}/{index} 与叶不符", f"Tile {level}/{index} does not follow"),
            )

    def _check_signatures(self, keys: Sequence[KeyStatement]) -> None:
        roots: dict[int, Checkpoint] = {}
        begins = [one.key for one in keys if one.endorsement is None]
        for checkpoint in self._checkpoints:
            refusal = _refusal_of(checkpoint, keys, begins)
            if refusal is not None:
                self._tell(
                    FindingKind.SIGNATURE,
                    None,
                    None,
                    Text(
                        f"第 {checkpoint.pk} 号检查点：{refusal.zh}",
                        f"Checkpoint {checkpoint.pk}: {refusal.en}",
                    ),
                )
            other = roots.setdefault(checkpoint.size, checkpoint)
            if bytes(other.root) != bytes(checkpoint.root):
                self._tell(
                    FindingKind.FORKED,
                    None,
                    checkpoint.size,
                    Text(
                        f"第 {other.pk} 号与第 {checkpoint.pk} 号检查点同为 {checkpoint.size} 条"
                        "而根不同",
                        f"Checkpoints {other.pk} and {checkpoint.pk} both have"
                        f" {checkpoint.size} entries and different roots",
                    ),
                )

    def _tell(
        self, kind: FindingKind, first_seq: int | None, last_seq: int | None, detail: Text
    ) -> None:
        self._count += 1
        if len(self._findings) < _LISTED:
            self._findings.append(Finding(kind, first_seq, last_seq, detail))


def _leaf_of_row(row: Row) -> bytes:
    seq, event_id, record_time, recorder, declares_error, context, body, _, _ = row
    return leaf_of(
        entry_of(
            seq=seq,
            event_id=event_id,
            record_time=record_time,
            recorder=recorder,
            declares_error=declares_error,
            context=None if context is None else bytes(context),
            body=bytes(body),
        )
    )


def _said(kind: FindingKind, seq: int) -> Text:
    if kind is FindingKind.MISSING:
        return Text(f"第 {seq} 条缺失", f"Event {seq} is missing")
    return Text(f"第 {seq} 条与入账时不同", f"Event {seq} is not what was recorded")


def _refusal_of(
    checkpoint: Checkpoint, keys: Sequence[KeyStatement], begins: Sequence[Any]
) -> Text | None:
    """Why a checkpoint is not believed; None when a key of ours signed just what its row says."""
    refusal = Text("没有任何密钥", "There is no key")
    for begin in begins:
        try:
            signed = verify_checkpoint(parse_note(checkpoint.note), keys, begin)
        except NotProven as error:
            refusal = error.reason
            continue
        if (signed.head.size, signed.head.root) != (checkpoint.size, bytes(checkpoint.root)):
            return Text("登记的条数或根与签名文书不符", "Its row says other than what was signed")
        return None
    return refusal
