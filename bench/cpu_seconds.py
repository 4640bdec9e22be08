"""CPU seconds of whole families of processes, from ``/proc``.

On a machine that others use too, events a second tell more of the neighbours than of the product;
CPU seconds a thousand events are fairly independent of them.
"""

import os
from pathlib import Path

_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def cpu_seconds_of(root: int) -> float:
    """CPU seconds (user and system) of a process, its descendants, and those that ended."""
    children: dict[int, list[int]] = {}
    seconds: dict[int, float] = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            told = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        pid = int(folder.name)
        children.setdefault(int(told[1]), []).append(pid)
        seconds[pid] = sum(map(int, told[11:15])) / _TICKS_A_SECOND
    total, waiting = 0.0, [root]
    while waiting:
        pid = waiting.pop()
        total += seconds.get(pid, 0.0)
        waiting += children.get(pid, ())
    return total


def database_process() -> int:
    """The first process of the PostgreSQL server on this machine that Django is connected to."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        own = cursor.fetchone()[0]
    return int(Path(f"/proc/{own}/stat").read_text().rpartition(")")[2].split()[1])
