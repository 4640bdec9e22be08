"""How fast the war-map answers over a played region, beside the lightest page of the same server.

usage: MILKSHED_VAR=/folder python bench/war_map.py [requests]

Needs a region played in (``milkshed demo --scale region``). The server runs as ``milkshed serve``
does, on a free port; one client asks one page after another, signed in as a region officer.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import httpx
import numpy as np
from ports import free_port

PASSWORD = "milkshed-demo"


def main() -> None:
    """Serve, sign in, measure, print."""
    requests = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "milkshed.site.command", "serve", f"--port={port}", "--workers=2"],
        env=os.environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            wait(lambda: client.get("/sign-in").status_code == 200)
            lightest = times(lambda: client.get("/sign-in"), requests)
            sign_in(client)
            first = times(lambda: client.get("/war-map"), 1)
            board = times(lambda: client.get("/war-map"), requests)
            wall = times(lambda: client.get("/war-map?view=wall"), requests)
            twin = times(lambda: client.get("/war-map?view=table"), requests)
            what_if = times(lambda: client.get("/plan/siting?county=640302&head=3000"), requests)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)
    tell("lightest page", lightest)
    print(f"{'war-map, first':<18}{first[0] * 1000:9.1f} ms")
    tell("war-map", board)
    tell("wall board", wall)
    tell("twin in tables", twin)
    tell("what-if", what_if)
    ratio = np.percentile(board, 50) / np.percentile(lightest, 50)
    print(f"ratio of medians   {ratio:9.1f}")


def wait(ready: Callable[[], bool], seconds: float = 60.0) -> None:
    """Poll until the server answers."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if ready():
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise TimeoutError("the server did not come up")


def sign_in(client: httpx.Client) -> None:
    """Sign in as the demonstration's region officer."""
    client.get("/sign-in")
    answer = client.post(
        "/sign-in",
        data={
            "username": "region-officer",
            "password": PASSWORD,
            "csrfmiddlewaretoken": client.cookies["csrftoken"],
        },
        headers={"Referer": str(client.base_url)},
    )
    if answer.status_code != 302:
        raise RuntimeError(f"could not sign in: {answer.status_code}")


def times(ask: Callable[[], httpx.Response], count: int) -> list[float]:
    """Seconds of each of ``count`` requests."""
    found = []
    for _ in range(count):
        started = time.perf_counter()
        answer = ask()
        found.append(time.perf_counter() - started)
        if answer.status_code != 200:
            raise RuntimeError(f"answered {answer.status_code}")
    return found


def tell(name: str, seconds: list[float]) -> None:
    """Print p50, p95 and the longest."""
    p50, p95 = np.percentile(seconds, [50, 95]) * 1000
    print(f"{name:<18}p50 {p50:7.1f} ms   p95 {p95:7.1f} ms   max {max(seconds) * 1000:7.1f} ms")


if __name__ == "__main__":
    main()
