"""From a finished install to the first page at the default size, beside bare migration.

usage: python bench/first_page.py [farm|county|region]

Runs ``milkshed up`` with an empty data folder and waits until the front page answers; the limit in
the same run is an empty database that only gets its tables.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time

import httpx
from ports import free_port

_LONGEST_S = 3600


def main() -> None:
    """Measure both and print the ratio."""
    scale = sys.argv[1] if len(sys.argv) > 1 else "county"
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "milkshed.site.manage", "migrate", "--verbosity=0"],
            env=environment | {"MILKSHED_VAR": folder},
            check=True,
            stderr=subprocess.DEVNULL,
        )
        migrated = time.perf_counter() - started
    with tempfile.TemporaryDirectory() as folder:
        environment["MILKSHED_VAR"] = folder
        first = until_page(scale, environment)
        second = until_page(scale, environment)
    print(f"empty database with its tables   {migrated:7.1f} s")
    print(f"first start, scale {scale:<13}{first:8.1f} s   ratio {first / migrated:5.1f}")
    print(f"second start                     {second:7.1f} s   ratio {second / migrated:5.1f}")


def until_page(scale: str, environment: dict[str, str]) -> float:
    """Seconds from the command to the first page it serves."""
    port = free_port()
    started = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "milkshed.site.command", "up", "--scale", scale, f"--port={port}"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while time.perf_counter() - started < _LONGEST_S:
            try:
                if httpx.get(f"http://127.0.0.1:{port}/", timeout=30).status_code == 200:
                    return time.perf_counter() - started
            except httpx.TransportError:
                if server.poll() is not None:
                    raise RuntimeError("the server stopped") from None
                time.sleep(0.1)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)
    raise TimeoutError("no page in time")


if __name__ == "__main__":
    main()
