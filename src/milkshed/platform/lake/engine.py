"""DuckDB behind Ibis, capped in memory and threads so that a query cannot starve the house."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ibis

_VIEWS_KEPT = 64


class Engine:
    """One in-memory DuckDB connection; not to be shared between threads.

    ``memory_limit`` in DuckDB's notation (``1GB``); larger work spills to ``temporary``.
    """

    def __init__(self, temporary: Path, memory_limit: str, threads: int) -> None:
        temporary.mkdir(parents=True, exist_ok=True)
        self.backend: Any = ibis.duckdb.connect(
            memory_limit=memory_limit,
            threads=threads,
            temp_directory=str(temporary),
            autoinstall_known_extensions=False,
            autoload_known_extensions=False,
        )
        self._views: OrderedDict[str, None] = OrderedDict()

    def read(self, name: str, paths: Sequence[Path]) -> Any:
        """Return the rows of all files as an Ibis table; partition keys are text columns."""
        listing = "\n".join(str(path) for path in paths)
        view = f"{name}_{hashlib.sha256(listing.encode()).hexdigest()[:16]}"
        self._views[view] = None
        self._views.move_to_end(view)
        while len(self._views) > _VIEWS_KEPT:
            oldest, _ = self._views.popitem(last=False)
            self.backend.drop_view(oldest, force=True)
        return self.backend.read_parquet(
            [str(path) for path in paths],
            table_name=view,
            hive_partitioning=True,
            hive_types_autocast=False,
            union_by_name=True,
        )

    def merge(self, paths: Sequence[Path], target: Path, order_by: Sequence[str]) -> None:
        """Write the rows of all files, sorted, into one zstd Parquet file."""
        listing = ", ".join(_quoted(str(path)) for path in paths)
        order = ", ".join(f'"{column.replace(chr(34), chr(34) * 2)}"' for column in order_by)
        self.backend.raw_sql(
            "COPY (SELECT * FROM read_parquet("
            f"[{listing}], union_by_name = true, hive_partitioning = false)"
            f"{f' ORDER BY {order}' if order else ''}) "
            f"TO {_quoted(str(target))} (FORMAT parquet, COMPRESSION zstd)"
        )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


_per_thread = threading.local()


def engine_of_this_thread(temporary: Path, memory_limit: str, threads: int) -> Engine:
    """Return this thread's engine, made at first use: tables of one thread can be joined."""
    settings = (str(temporary), memory_limit, threads)
    if getattr(_per_thread, "settings", None) != settings:
        _per_thread.engine = Engine(temporary, memory_limit, threads)
        _per_thread.settings = settings
    engine: Engine = _per_thread.engine
    return engine
