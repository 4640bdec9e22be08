"""``milkshed deliver``: send new events to those who subscribed to them."""

import argparse
import asyncio
import logging
import signal
from contextlib import suppress

from milkshed.site.commands.verb import Verb

_LOG = logging.getLogger(__name__)
_PAUSE_SECONDS = 5.0


async def _deliver() -> None:
    from django.conf import settings

    from milkshed.ledger.subscriptions.deliverer import Deliverer
    from milkshed.ledger.subscriptions.destinations import read_networks

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    deliverer = Deliverer(read_networks(settings.SUBSCRIBER_NETWORKS))
    while not stop.is_set():
        try:
            await deliverer.run(stop)
        except Exception:  # noqa: BLE001 - whatever it was, nobody else would start it again
            _LOG.exception("the deliverer starts again")
            with suppress(TimeoutError):
                async with asyncio.timeout(_PAUSE_SECONDS):
                    await stop.wait()


def _run(_: argparse.Namespace) -> int:
    asyncio.run(_deliver())
    return 0


VERB = Verb("向订阅者推送事件 · send events to subscribers", lambda _: None, _run)
