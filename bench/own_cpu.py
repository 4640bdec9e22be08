"""Seconds of processor time that a server and the embedded database have used."""

import os
from collections.abc import Callable
from pathlib import Path

from own_database import VAR

_TICKS = os.sysconf("SC_CLK_TCK")


def server_cpu(group: int) -> float:
    """Of all processes of a server's group, in seconds."""
    return _used(lambda own, parent, of: of == group)


def database_cpu() -> float:
    """Of the embedded PostgreSQL and all its processes, ended ones included, in seconds."""
    master = int((VAR / "postgres" / "postmaster.pid").read_text().split()[0])
    return _used(lambda own, parent, of: master in (own, parent))


def _used(counts: Callable[[int, int, int], bool]) -> float:
    ticks = 0
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if counts(int(folder.name), int(fields[1]), int(fields[2])):
            ticks += sum(map(int, fields[11:15]))
    return ticks / _TICKS
