"""The application that Granian serves: WebSockets by us, everything else by Django under WSGI."""

import gc
import os

from django.urls import get_resolver

from milkshed.site.wsgi import application as pages_application
from milkshed.site.wsgi_bridge import Receive, Scope, Send, WSGIBridge


class Site:
    """Hands each scope to whom it belongs."""

    def __init__(self) -> None:
        # these need Django set up, which importing the WSGI application has done
        from milkshed.ledger.http.streams import Streams
        from milkshed.site.open_lane import with_open_lane

        threads = int(os.environ.get("MILKSHED_THREADS", "4"))
        self._pages = WSGIBridge(with_open_lane(pages_application), threads)
        self._streams = Streams()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or connection, or the life of the process."""
        if scope["type"] == "http":
            await self._pages(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._streams(scope, receive, send)
        else:
            await self._live(receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                await self._streams.close()
                await send({"type": "lifespan.shutdown.complete"})
                return
            await send({"type": "lifespan.startup.complete"})


def _settle() -> None:
    """Load the code of every page, and take what is loaded out of the garbage collector's sight.

    A full collection would otherwise walk over all of it, again and again, and hold a request up
    for a fifth of a second.
    """
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()


application = Site()
_settle()
