"""Hears of new events: one connection per process listens to PostgreSQL and wakes its waiters."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import psycopg
from django.db import connection

from milkshed.ledger.capture.writing import EVENTS_CHANNEL

_RECONNECT_SECONDS = 1.0


class Wakeups:
    """Tells any number of waiters that events may have come in.

    It is a hint and no promise: who waits also looks by himself from time to time.
    """

    def __init__(self) -> None:
        self._waiters: set[asyncio.Event] = set()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator["Wakeups"]:
        """Listen until the block ends; a connection that breaks is made anew."""
        task = asyncio.create_task(self._listen())
        try:
            yield self
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    @asynccontextmanager
    async def waiter(self) -> AsyncIterator[asyncio.Event]:
        """An event that is set when there may be news; the waiter clears it."""
        event = asyncio.Event()
        self._waiters.add(event)
        try:
            yield event
        finally:
            self._waiters.discard(event)

    def wake(self) -> None:
        """Wake everyone."""
        for event in self._waiters:
            event.set()

    async def _listen(self) -> None:
        parameters = connection.get_connection_params()
        wanted = {k: v for k, v in parameters.items() if k in _ADDRESS}
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    **wanted, autocommit=True
                ) as listener:
                    await listener.execute(f"LISTEN {EVENTS_CHANNEL}")
                    self.wake()  # something may have come in while nobody listened
                    async for _ in listener.notifies():
                        self.wake()
            except psycopg.OperationalError:
                await asyncio.sleep(_RECONNECT_SECONDS)


_ADDRESS = ("dbname", "user", "password", "host", "port")


async def wait_for(event: asyncio.Event, seconds: float) -> None:
    """Wait until the event is set or the time has passed, and clear it."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
    event.clear()
