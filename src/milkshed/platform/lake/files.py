"""Parquet files written so that a crash leaves either the whole file or none."""

import hashlib
import os
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from milkshed.kernel.problems import invalid

_ROW_GROUP_ROWS = 256 * 1024
_HASH_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class ParquetFacts:
    """What the catalogue keeps of a file; times are None without a time column."""

    rows: int
    size: int
    sha256: str
    min_time: datetime | None
    max_time: datetime | None


def temporary_path(root: Path) -> Path:
    """Return a fresh name on the lake's own file system, where a rename is atomic."""
    folder = root / ".incoming"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{uuid.uuid4().hex}.parquet"


def write_table(table: pa.Table, path: Path) -> None:
    """Write a table as zstd Parquet with statistics in row groups of 262,144 rows."""
    pq.write_table(table, path, compression="zstd", row_group_size=_ROW_GROUP_ROWS)


def describe(path: Path, time_column: str | None) -> ParquetFacts:
    """Read rows, size, hash and the span of a timestamp column (must carry a zone).

    Raises Problem for an empty file, and for a time column that is missing or without zone.
    """
    metadata = pq.read_metadata(path)
    if metadata.num_rows == 0:
        raise invalid("table", 0, "not-empty", "表中没有数据行", "The table has no rows")
    earliest, latest = (None, None) if time_column is None else _span(path, time_column)
    return ParquetFacts(metadata.num_rows, path.stat().st_size, _sha256(path), earliest, latest)


def move_into_place(temporary: Path, final: Path) -> None:
    """Make the file durable under its final name: file, rename, folder entry."""
    with temporary.open("rb") as file:
        os.fsync(file.fileno())
    final.parent.mkdir(parents=True, exist_ok=True)
    temporary.replace(final)
    folder = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _span(path: Path, column: str) -> tuple[datetime | None, datetime | None]:
    file = pq.ParquetFile(path)
    schema = file.schema_arrow
    index = schema.get_field_index(column)
    kind = schema.field(index).type if index >= 0 else None
    if kind is None or not pa.types.is_timestamp(kind) or kind.tz is None:
        raise invalid(
            "time_column",
            column,
            "zone",
            f"列“{column}”应为带时区的时间",
            f"Column {column!r} must be a timestamp with a zone",
        )
    metadata = file.metadata
    place = next(i for i in range(metadata.num_columns) if metadata.schema.column(i).path == column)
    chunks = [metadata.row_group(i).column(place) for i in range(metadata.num_row_groups)]
    statistics = [chunk.statistics for chunk in chunks]
    found = [entry for entry in statistics if entry is not None and entry.has_min_max]
    if not found:
        return None, None
    return (
        min(entry.min for entry in found).astimezone(UTC),
        max(entry.max for entry in found).astimezone(UTC),
    )


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_HASH_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()
