"""``/queries/{name}/events`` as a WebSocket (EPCIS 2.0 REST bindings): an ASGI application.

Everything is refused before the upgrade, with the status and the problem document that a plain
request would get. A client that does not read is dropped after a while and may come again with
``initialRecordTime``; pings of the client are answered by the server below us.
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, suppress
from typing import Any, ParamSpec, TypeVar
from urllib.parse import parse_qsl, unquote

from milkshed.kernel.problems import NOT_FOUND, Problem, ProblemType
from milkshed.kernel.text import Text
from milkshed.ledger.subscriptions.controls import read_stream
from milkshed.ledger.subscriptions.streams import Stream, open_stream
from milkshed.ledger.subscriptions.threads import asked
from milkshed.ledger.subscriptions.wakeups import Wakeups, wait_for
from milkshed.platform.web.handshake import credential_of

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
P = ParamSpec("P")
R = TypeVar("R")

POLICY_VIOLATION = 1008
TRY_AGAIN_LATER = 1013
INTERNAL_ERROR = 1011

_PATH = re.compile(r"/queries/([^/]+)/events/?")
_MOST_STREAMS = 200
_DATABASE_THREADS = 2
_CLOSE_SECONDS = 1.0
_LONGEST_ADDRESS = 8_000
_FULL = ProblemType("too-many-streams", 503, Text("连接数已满", "Too many streams are open"))


class Streams:
    """Serves WebSocket scopes; one per server process."""

    def __init__(self, *, send_seconds: float = 10.0, look_seconds: float = 15.0) -> None:
        self._send_seconds = send_seconds
        self._look_seconds = look_seconds
        self._open = 0
        self._wakeups = Wakeups()
        self._listening: AsyncExitStack | None = None
        self._threads = ThreadPoolExecutor(_DATABASE_THREADS, thread_name_prefix="stream")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection to its end."""
        await receive()
        try:
            if self._open >= _MOST_STREAMS:
                raise Problem(_FULL)
            stream = await asked(self._threads, _open, scope)
        except Problem as problem:
            await _refuse(send, problem, _language_of(scope))
            return
        if self._listening is None:
            self._listening = AsyncExitStack()
            await self._listening.enter_async_context(self._wakeups.listening())
        await send({"type": "websocket.accept"})
        self._open += 1
        try:
            await self._run(stream, receive, send)
        finally:
            self._open -= 1

    async def close(self) -> None:
        """Stop listening for events."""
        if self._listening is not None:
            await self._listening.aclose()
        self._threads.shutdown(wait=False)

    async def _run(self, stream: Stream, receive: Receive, send: Send) -> None:
        """Send documents until the client leaves, or may or can read no longer."""
        sender = asyncio.ensure_future(self._send_documents(stream, send))
        leaving = asyncio.ensure_future(_until_left(receive))
        try:
            await asyncio.wait({sender, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            has_left = leaving.done()
            for task in (sender, leaving):
                task.cancel()
            # the server below cannot close while somebody still waits to receive
            ended, _ = await asyncio.gather(sender, leaving, return_exceptions=True)
        if not has_left:
            code, reason = ended if isinstance(ended, tuple) else (INTERNAL_ERROR, "internal error")
            with suppress(TimeoutError):
                async with asyncio.timeout(_CLOSE_SECONDS):
                    await send({"type": "websocket.close", "code": code, "reason": reason})

    async def _send_documents(self, stream: Stream, send: Send) -> tuple[int, str]:
        """Send what comes until it cannot go on; return the code and reason to close with."""
        try:
            async with self._wakeups.waiter() as news:
                while True:
                    document, more = await asked(self._threads, stream.next_document)
                    if document is not None:
                        async with asyncio.timeout(self._send_seconds):
                            await send({"type": "websocket.send", "text": document.decode()})
                    if not more:
                        await wait_for(news, stream.seconds_to_wait(self._look_seconds))
        except TimeoutError:
            return TRY_AGAIN_LATER, "too slow; resume by initialRecordTime"
        except Problem as problem:
            return POLICY_VIOLATION, problem.detail.en[:100]


def _open(scope: Scope) -> Stream:
    """Check a handshake; raises :class:`Problem` with what is wrong with it."""
    raw_path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1")
    query = scope["query_string"].decode("latin-1")
    found = _PATH.fullmatch(raw_path)
    if found is None or len(raw_path) + len(query) > _LONGEST_ADDRESS:
        raise Problem(NOT_FOUND)
    name = unquote(found[1])
    if "\0" in name or "\ufffd" in name:
        raise Problem(NOT_FOUND)
    controls = read_stream(dict(parse_qsl(query, keep_blank_values=True)))
    return open_stream(credential_of(scope["headers"]), name, controls)


async def _until_left(receive: Receive) -> None:
    """Read and drop what the client says until it leaves."""
    while (await receive())["type"] != "websocket.disconnect":
        pass


def _language_of(scope: Scope) -> str:
    accepted = dict(scope["headers"]).get(b"accept-language", b"zh")
    return "en" if accepted.lower().startswith(b"en") else "zh"


async def _refuse(send: Send, problem: Problem, language: str) -> None:
    """Answer the handshake with a problem document instead of the upgrade."""
    body = json.dumps(problem.as_document(language), ensure_ascii=False)
    await send(
        {
            "type": "websocket.http.response.start",
            "status": problem.kind.status,
            "headers": [(b"content-type", b"application/problem+json")],
        }
    )
    await send(
        {"type": "websocket.http.response.body", "body": body.encode("utf-8", "backslashreplace")}
    )
