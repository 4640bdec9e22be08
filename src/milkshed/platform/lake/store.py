"""The lake: immutable Parquet files, listed in PostgreSQL, asked through Ibis on DuckDB.

A file counts once its row is committed; a file without a row is an orphan and is swept later.
So a crash at any moment leaves the old state or the new one, and readers hold a snapshot: the
list of files they began with. Retired files stay on disk until :func:`sweep`.
"""

import os
import time
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.platform.lake import files
from milkshed.platform.lake.engine import Engine, engine_of_this_thread
from milkshed.platform.lake.partitions import as_partition, check_dataset, partition_keys
from milkshed.platform.models import LakeFile

LIVE = "live"
RETIRED = "retired"

_MEMORY_LIMIT = "1GB"
_THREADS = 2


def lake_root() -> Path:
    """Return the folder of the lake."""
    return Path(settings.LAKE_ROOT)


def publish(
    dataset: str,
    partition: Mapping[str, str] | str,
    content: pa.Table | Path,
    time_column: str | None = None,
) -> LakeFile:
    """Add rows to a partition as one immutable file and list it in the caller's transaction.

    ``content`` is an Arrow table, or a Parquet file on any file system that is taken over (and
    gone afterwards). ``time_column`` names an aware timestamp whose span lets readers skip the
    file. The same content published again is the same row, even after it was retired.
    Raises Problem for bad names, an empty table or a time column without zone.
    """
    root, hive = lake_root(), as_partition(partition)
    check_dataset(dataset)
    temporary = files.temporary_path(root)
    try:
        if isinstance(content, Path):
            _take_over(content, temporary)
        else:
            files.write_table(content, temporary)
        facts = files.describe(temporary, time_column)
        known = LakeFile.objects.filter(
            dataset=dataset, partition=hive, sha256=facts.sha256
        ).first()
        if known is not None:
            return known
        relative = f"{dataset}/{hive}/{facts.sha256[:32]}.parquet"
        files.move_into_place(temporary, root / relative)
    finally:
        temporary.unlink(missing_ok=True)
    row, _ = LakeFile.objects.get_or_create(
        dataset=dataset,
        partition=hive,
        sha256=facts.sha256,
        defaults={
            "path": relative,
            "rows": facts.rows,
            "bytes": facts.size,
            "min_time": facts.min_time,
            "max_time": facts.max_time,
            "state": LIVE,
        },
    )
    return row


def live_files(
    dataset: str,
    where: Mapping[str, str | Collection[str]] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[LakeFile]:
    """Return the listed files that can hold wanted rows, in a stable order.

    ``where`` names partition keys with one value or several; ``since`` (included) and ``until``
    (excluded) skip files whose time span lies outside.
    """
    rows: QuerySet[LakeFile] = LakeFile.objects.filter(dataset=dataset, state=LIVE)
    if since is not None:
        rows = rows.filter(Q(max_time__isnull=True) | Q(max_time__gte=since))
    if until is not None:
        rows = rows.filter(Q(min_time__isnull=True) | Q(min_time__lt=until))
    wanted = {
        key: {value} if isinstance(value, str) else set(value)
        for key, value in (where or {}).items()
    }
    return [
        row
        for row in rows.order_by("partition", "id")
        if all(partition_keys(row.partition).get(key) in values for key, values in wanted.items())
    ]


def open_dataset(
    dataset: str,
    where: Mapping[str, str | Collection[str]] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    schema: pa.Schema | None = None,
) -> Any:
    """Return a dataset as an Ibis table over the files listed now.

    Files are skipped as in :func:`live_files`; rows within a file are not, so filter by time in
    the expression too. Partition keys appear as text columns. Without any file the table is
    empty with ``schema``, or a Problem when no schema was given. Tables opened in one thread
    can be joined with each other.
    """
    found = live_files(check_dataset(dataset), where, since, until)
    if found:
        root = lake_root()
        return _engine().read(dataset, [root / row.path for row in found])
    if schema is None:
        raise Problem(
            NOT_FOUND,
            Text(f"数据集“{dataset}”暂无数据", f"The dataset {dataset!r} holds no data yet"),
        )
    return ibis.memtable(schema.empty_table())


def compact(
    dataset: str,
    partition: Mapping[str, str] | str,
    order_by: Sequence[str] = (),
    time_column: str | None = None,
) -> LakeFile | None:
    """Replace the live files of a partition by one, sorted; None when there are fewer than two.

    Readers that opened the dataset before keep the old files until they are swept.
    """
    root, hive = lake_root(), as_partition(partition)
    with transaction.atomic():
        old = list(
            LakeFile.objects.select_for_update()
            .filter(dataset=dataset, partition=hive, state=LIVE)
            .order_by("id")
        )
        if len(old) < 2:
            return None
        temporary = files.temporary_path(root)
        _engine().merge([root / row.path for row in old], temporary, order_by)
        merged = publish(dataset, hive, temporary, time_column)
        if merged.state != LIVE:
            merged.state = LIVE
            merged.save(update_fields=["state"])
        _retire([row for row in old if row.pk != merged.pk])
    return merged


def retire(dataset: str, partition: Mapping[str, str] | str | None = None) -> int:
    """Take a partition, or a whole dataset, out of what readers see. Return how many files."""
    rows = LakeFile.objects.filter(dataset=check_dataset(dataset), state=LIVE)
    if partition is not None:
        rows = rows.filter(partition=as_partition(partition))
    with transaction.atomic():
        return _retire(list(rows.select_for_update()))


def sweep(older_than: timedelta = timedelta(days=1)) -> int:
    """Delete files that no live row lists and that were written or retired so long ago.

    Rows of swept files stay, so that a late replay of their content is still recognised.
    """
    root, limit = lake_root(), time.time() - older_than.total_seconds()
    live = set(LakeFile.objects.filter(state=LIVE).values_list("path", flat=True))
    swept = 0
    for path in root.rglob("*.parquet"):
        listed = str(path.relative_to(root)) in live
        if not listed and path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
            swept += 1
    return swept


def _retire(rows: list[LakeFile]) -> int:
    changed = LakeFile.objects.filter(pk__in=[row.pk for row in rows]).update(state=RETIRED)
    for row in rows:
        path = lake_root() / row.path
        if path.exists():
            os.utime(path)  # the sweep counts a retired file's age from now
    return changed


def _take_over(source: Path, temporary: Path) -> None:
    """Move a file to the lake's file system, copying when it lies on another."""
    try:
        source.replace(temporary)
    except OSError:
        temporary.write_bytes(source.read_bytes())
        source.unlink()


def _engine() -> Engine:
    return engine_of_this_thread(
        Path(settings.LAKE_ROOT) / ".spill",
        getattr(settings, "LAKE_MEMORY_LIMIT", _MEMORY_LIMIT),
        getattr(settings, "LAKE_THREADS", _THREADS),
    )
