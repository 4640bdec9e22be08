"""Delivers to all subscribers: one loop per process, any number of processes.

The loop sleeps until capture wakes it, a retry or a schedule is due, or a delivery has ended. Each
leased subscription is served by its own task; the time a subscriber takes costs a task and a
socket, and nobody else waits. Subscribers that failed or were slow share half of the places.
"""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.db import DatabaseError, connections

from milkshed.kernel.clock import shanghai_day
from milkshed.ledger.subscriptions import outbox
from milkshed.ledger.subscriptions.destinations import Network
from milkshed.ledger.subscriptions.posting import Poster
from milkshed.ledger.subscriptions.rules import Patience, patience_on
from milkshed.ledger.subscriptions.threads import asked
from milkshed.ledger.subscriptions.wakeups import Wakeups, wait_for

P = ParamSpec("P")
R = TypeVar("R")

_PLACES = 200
_DATABASE_THREADS = 4
_DOCUMENTS_IN_A_ROW = 20
_LOOK_SECONDS = 1.0
_TIDY_SECONDS = 3_600.0
_LEASE_MARGIN = timedelta(seconds=20)


@dataclass(slots=True)
class Deliverer:
    """The loop; ``patience`` None means the rules in force."""

    networks: tuple[Network, ...]
    patience: Patience | None = None
    lease_margin: timedelta = _LEASE_MARGIN
    look_seconds: float = _LOOK_SECONDS

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until ``stop`` is set; what is on its way then is waited for."""
        await _Round(self, stop).run()


class _Round:
    """One run of the loop and what it holds."""

    def __init__(self, settings: Deliverer, stop: asyncio.Event) -> None:
        self._settings = settings
        self._stop = stop
        self._threads = ThreadPoolExecutor(_DATABASE_THREADS, thread_name_prefix="outbox")
        self._tasks: dict[UUID, asyncio.Task[None]] = {}
        self._troubled: set[UUID] = set()
        self._wakeups = Wakeups()
        self._tidied_at = 0.0

    async def run(self) -> None:
        with self._threads:
            self._patience = self._settings.patience or await self._rules()
            async with (
                self._wakeups.listening(),
                self._wakeups.waiter() as news,
                Poster(self._settings.networks, self._patience.answer, _PLACES) as poster,
            ):
                self._news = news
                stopper = asyncio.create_task(self._wake_at_stop())
                while not self._stop.is_set():
                    await self._take_up(poster)
                    await wait_for(news, self._settings.look_seconds)
                stopper.cancel()
                if self._tasks:
                    await asyncio.wait(self._tasks.values())
            self._hang_up()

    def _hang_up(self) -> None:
        """Close the connection of each thread; the barrier gives every thread its turn."""
        together = threading.Barrier(_DATABASE_THREADS)

        def close() -> None:
            connections.close_all()
            together.wait()

        for _ in range(_DATABASE_THREADS):
            self._threads.submit(close)

    async def _wake_at_stop(self) -> None:
        await self._stop.wait()
        self._wakeups.wake()

    async def _take_up(self, poster: Poster) -> None:
        """Lease what is due and start a task for each; a database that is away is tried later."""
        try:
            await self._tidy()
            for troubled in (False, True):
                places = _PLACES // 2 if troubled else _PLACES
                free = min(_PLACES - len(self._tasks), places - len(self._troubled) * troubled)
                if free <= 0:
                    continue
                lease = self._patience.answer + self._settings.lease_margin
                for number in await asked(
                    self._threads, outbox.claim, free, lease, troubled=troubled
                ):
                    self._start(number, poster, troubled=troubled)
        except DatabaseError:
            pass

    def _start(self, number: UUID, poster: Poster, *, troubled: bool) -> None:
        if number in self._tasks:  # its lease ran out while it was being served
            return
        task = asyncio.create_task(self._serve(number, poster))
        self._tasks[number] = task
        if troubled:
            self._troubled.add(number)
        task.add_done_callback(lambda _: self._ended(number))

    def _ended(self, number: UUID) -> None:
        self._tasks.pop(number, None)
        self._troubled.discard(number)
        self._news.set()

    async def _serve(self, number: UUID, poster: Poster) -> None:
        """Send a subscriber what there is, as long as all goes well and for a few documents."""
        try:
            begun = datetime.now(UTC)
            for _ in range(_DOCUMENTS_IN_A_ROW):
                parcel = await asked(self._threads, outbox.next_parcel, number, self._patience)
                if parcel is None:
                    break
                answer = await poster.post(parcel)
                if answer.failure is not None:
                    await asked(self._threads, outbox.note_failed, parcel, answer, self._patience)
                    break
                await asked(self._threads, outbox.note_delivered, parcel, answer, self._patience)
                if self._stop.is_set() or datetime.now(UTC) - begun > self._patience.slow:
                    break
            await asked(self._threads, outbox.release, [number])
        except DatabaseError:
            pass  # the lease passes by itself, and what was not struck off is sent again

    async def _tidy(self) -> None:
        now = asyncio.get_running_loop().time()
        if self._tidied_at and now - self._tidied_at < _TIDY_SECONDS:
            return
        self._tidied_at = now
        if self._settings.patience is None:
            self._patience = await self._rules()
        await asked(self._threads, outbox.forget_delivered, self._patience)

    async def _rules(self) -> Patience:
        return await asked(self._threads, patience_on, shanghai_day(datetime.now(UTC)))
