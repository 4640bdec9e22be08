"""``milkshed serve``: the web server, the background worker, and the deliverer to subscribers."""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from milkshed.site.commands.assets import ensure_assets
from milkshed.site.commands.verb import Verb

_STOP_SECONDS = 10
_BESIDE_THE_SERVER = (
    ("milkshed.site.manage", "procrastinate", "worker"),
    ("milkshed.site.command", "log", "follow"),
    ("milkshed.site.command", "deliver"),
)


def declare_address(parser: argparse.ArgumentParser) -> None:
    """Options that say where to listen and with how many processes."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on")
    parser.add_argument("--workers", type=int, default=2, help="server processes")


@contextmanager
def background_worker() -> Iterator[None]:
    """Run what works beside the server; stop it kindly, then firmly."""
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", *arguments], env=os.environ, stdout=subprocess.DEVNULL
        )
        for arguments in _BESIDE_THE_SERVER
    ]
    try:
        yield
    finally:
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
        for worker in workers:
            try:
                worker.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                worker.kill()


def serve(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from milkshed.platform.database import close_connections

    ensure_assets()
    close_connections()  # child processes must open their own
    with background_worker():
        Granian(
            "milkshed.site.asgi:application",
            address=options.host,
            port=options.port,
            interface=Interfaces.ASGI,
            workers=options.workers,
            backpressure=64,
            log_level=LogLevels.warning,
            workers_kill_timeout=_STOP_SECONDS,
        ).serve()
    return 0


VERB = Verb("启动服务 · serve the pages and run the jobs", declare_address, serve)
