"""Group commit: what arrives together becomes durable together.

A commit costs a wait for the disk. The first thread that arrives leads: it writes its own batch
and all that queued up meanwhile in one transaction, then hands the lead to a thread that waits.
Nobody is answered before the transaction that holds his facts is committed.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence

from milkshed.ledger.capture.writing import Batch, Written

Write = Callable[[Sequence[Batch]], list[Written]]

_EVENTS_PER_COMMIT = 2_000


class _Place:
    """A batch in the queue and what its thread waits for."""

    __slots__ = ("batch", "error", "turn", "written")

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.turn = threading.Event()
        self.written: Written | None = None
        self.error: Exception | None = None


class GroupCommit:
    """Merges concurrent batches into few transactions."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._lock = threading.Lock()
        self._queue: deque[_Place] = deque()
        self._led = False

    def submit(self, batch: Batch) -> Written:
        """Store a batch, alone or together with others, and return when it is durable."""
        place = _Place(batch)
        with self._lock:
            self._queue.append(place)
            leads = not self._led
            self._led = True
        if not leads:
            place.turn.wait()
        if place.written is None and place.error is None:
            self._lead()
        if place.error is not None:
            raise place.error
        assert place.written is not None
        return place.written

    def _lead(self) -> None:
        """Write one group, which holds the leader's own batch, and pass the lead on."""
        with self._lock:
            group = self._next_group()
        try:
            self._write_group(group)
        finally:
            with self._lock:
                successor = self._queue[0] if self._queue else None
                self._led = successor is not None
            for place in group[1:]:
                place.turn.set()
            if successor is not None:
                successor.turn.set()

    def _next_group(self) -> list[_Place]:
        group = [self._queue.popleft()]
        events = len(group[0].batch.facts)
        while self._queue:
            events += len(self._queue[0].batch.facts)
            if events > _EVENTS_PER_COMMIT:
                break
            group.append(self._queue.popleft())
        return group

    def _write_group(self, group: Sequence[_Place]) -> None:
        try:
            written = self._write([place.batch for place in group])
        except Exception as error:  # noqa: BLE001 - told to the thread whose batch it is
            if len(group) == 1:
                group[0].error = error
                return
            # one batch the database refuses must not take the others with it
            for place in group:
                self._write_group([place])
            return
        for place, outcome in zip(group, written, strict=True):
            place.written = outcome
