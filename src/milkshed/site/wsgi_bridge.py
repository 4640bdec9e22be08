"""Runs a WSGI application under ASGI, so that WebSockets and Django share one server.

A request occupies a thread only while the application works: the body is there before it begins,
and what it answers is handed over in one piece unless it is large. Whoever sends or reads slowly,
as over a village's mobile network, costs memory but no thread.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any
from wsgiref.types import WSGIApplication

Scope = Mapping[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_LARGEST_BODY_BYTES = 64 * 1024 * 1024
"""Above every limit of the application, which refuses by the length announced."""
_ONE_PIECE_BYTES = 256 * 1024
_STALLED_SECONDS = 30.0
"""A client that takes no further piece of a long answer for so long is given up."""


class WSGIBridge:
    """An ASGI application for ``http`` scopes that calls a WSGI application in its threads."""

    def __init__(self, application: WSGIApplication, threads: int) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="request")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        environ = environ_of(scope)
        body = await _read_body(environ, receive)
        if body is None:
            return
        environ["wsgi.input"] = BytesIO(body)
        loop = asyncio.get_running_loop()
        for message in await loop.run_in_executor(self._threads, self._call, environ, send, loop):
            await send(message)

    def _call(
        self, environ: dict[str, Any], send: Send, loop: asyncio.AbstractEventLoop
    ) -> list[Message]:
        """Run the application; return the messages that are still to be sent."""
        pending: list[Message] = []

        def start_response(
            status: str, headers: list[tuple[str, str]], exc_info: object = None, /
        ) -> Callable[[bytes], object]:
            pending.append(
                {
                    "type": "http.response.start",
                    "status": int(status[:3]),
                    "headers": [
                        (name.lower().encode("latin-1"), value.encode("latin-1"))
                        for name, value in headers
                    ],
                }
            )
            return parts.append

        def flush(more: bool) -> None:
            pending.append(
                {"type": "http.response.body", "body": b"".join(parts), "more_body": more}
            )
            parts.clear()

        parts: list[bytes] = []
        size = 0
        answer = self._application(environ, start_response)
        try:
            for part in answer:
                parts.append(part)
                size += len(part)
                if size > _ONE_PIECE_BYTES:
                    flush(more=True)
                    # waits for the client here, so that a long answer is never held in memory
                    sending = asyncio.run_coroutine_threadsafe(_send_all(send, pending), loop)
                    sending.result(_STALLED_SECONDS)
                    pending, size = [], 0
        finally:
            close = getattr(answer, "close", None)
            if close is not None:
                close()
        flush(more=False)
        return pending


async def _send_all(send: Send, messages: list[Message]) -> None:
    for message in messages:
        await send(message)


async def _read_body(environ: Mapping[str, Any], receive: Receive) -> bytes | None:
    """The announced body; empty for one too large to be taken, None when the client went away."""
    announced = str(environ.get("CONTENT_LENGTH", ""))
    if not announced.isascii() or not announced.isdigit():
        return b""
    length = int(announced)
    if not 0 < length <= _LARGEST_BODY_BYTES:
        return b""
    parts: list[bytes] = []
    size = 0
    while size < length:
        message = await receive()
        if message["type"] != "http.request":
            return None
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if not message.get("more_body", False):
            break
    return b"".join(parts)


def environ_of(scope: Scope) -> dict[str, Any]:
    """The request in the words of WSGI (PEP 3333), and ``RAW_URI``: the address as it was sent.

    Headers whose name has an underscore are left out: under WSGI they would pass for the one
    with a hyphen, which a proxy may have set.
    """
    query = scope["query_string"]
    raw_path = scope.get("raw_path") or scope["path"].encode()
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": query.decode("latin-1"),
        "RAW_URI": (raw_path + b"?" + query if query else raw_path).decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    server, client = scope.get("server"), scope.get("client")
    environ["SERVER_NAME"], environ["SERVER_PORT"] = (
        (server[0], str(server[1])) if server else ("localhost", "80")
    )
    if client:
        environ["REMOTE_ADDR"], environ["REMOTE_PORT"] = client[0], str(client[1])
    for raw_name, raw_value in scope["headers"]:
        if b"_" in raw_name:
            continue
        name = raw_name.decode("latin-1").upper().replace("-", "_")
        if name not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            name = f"HTTP_{name}"
        value = raw_value.decode("latin-1")
        if name in environ:
            separator = "; " if name == "HTTP_COOKIE" else ","
            value = f"{environ[name]}{separator}{value}"
        environ[name] = value
    return environ
