"""Old segments put away into files, and taken back.

An archive is a tar file: one gzipped binary COPY for each table, and last ``manifest.json`` with
the columns, rows and SHA-256 of each. The catalogue keeps the digest of the manifest, so that only
this very file can be taken back. Names, identities and error declarations stay in the database:
an event of an archived segment that is sent again is still a repetition, and the log's tree still
proves it. What is derived from the events goes along with them, so that a trace ends where the
archive begins instead of leading to events that are not there.
"""

import gzip
import hashlib
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from milkshed.kernel.problems import CONFLICT, INVALID, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.log.integrate import integrate
from milkshed.ledger.models import Segment
from milkshed.ledger.storage import segments
from milkshed.ledger.storage.turn import take_turn

DERIVED = ("ledger_flow", "ledger_making", "ledger_field")
"""Tables derived from events, each row by its ``event_id``."""

_MANIFEST = "manifest.json"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Member:
    """The rows of one table in an archive; ``sha256`` is that of the gzipped file."""

    columns: tuple[str, ...]
    rows: int
    sha256: str


def archive_segment(number: int, folder: Path) -> Path:
    """Write a closed segment into ``folder`` and take it out of the database.

    The file is complete and on disk before anything is removed. When an earlier call was cut off
    behind that point, it is finished. Raises Problem for a segment that is open or archived.
    """
    segment = _segment(number)
    if segment.state == Segment.State.ARCHIVED and _partitions_of(number):
        _remove_partitions(number)
        return archive_path(folder, number)
    if segment.state != Segment.State.CLOSED:
        raise _wrong_state(segment)
    integrate()  # the tree keeps the leaves
    path = archive_path(folder, number)
    unfinished = path.with_name(path.name + ".unfinished")
    with (
        tempfile.TemporaryDirectory(dir=folder) as scratch,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        members = {
            table: _export(cursor, Path(scratch), table, key, segment)
            for table, key in segments.TABLES.items()
        }
        take_turn(cursor)  # what is derived changes with error declarations
        for table in DERIVED:
            members[table] = _export(cursor, Path(scratch), table, "event_id", segment)
        manifest = _manifest(segment, members)
        _pack(unfinished, Path(scratch), members, manifest)
        unfinished.replace(path)
        _sync(folder)
        for table in DERIVED:
            _delete_derived(cursor, table, segment)
        Segment.objects.filter(number=number).update(
            state=Segment.State.ARCHIVED, archive_sha256=hashlib.sha256(manifest).digest()
        )
    _remove_partitions(number)
    return path


def attach_segment(path: Path) -> Segment:
    """Take an archived segment back from its file.

    Raises Problem, and changes nothing, when the file is damaged or not the one that was written
    when the segment was archived.
    """
    with tempfile.TemporaryDirectory(dir=path.parent) as scratch:
        root = Path(scratch)
        _unpack(path, root)
        segment, members = _checked(root)
        _remove_partitions(segment.number)  # of an archiving that was cut off
        with transaction.atomic(), connection.cursor() as cursor:
            for table, key in segments.TABLES.items():
                part = segments.create_partition(cursor, table, segment.number, indexed=True)
                _import(cursor, root, table, part, members[table])
                cursor.execute(
                    f"ALTER TABLE {part} ADD CONSTRAINT {part}_bounds CHECK ({key} IS NOT NULL"
                    f" AND {key} >= {segment.first_seq} AND {key} <= {segment.last_seq})"
                )
            take_turn(cursor)
            for table in DERIVED:
                _delete_derived(cursor, table, segment)  # a vessel's states were built again
                _import(cursor, root, table, table, members[table])
            for table in ("ledger_flow", "ledger_making"):
                cursor.execute(
                    f"DELETE FROM {table} d USING ledger_identity i, ledger_errordeclaration w"
                    " WHERE d.event_id BETWEEN %s AND %s AND i.seq = d.event_id"
                    " AND w.event_key = i.event_key",
                    [segment.first_seq, segment.last_seq],
                )
            for table in segments.TABLES:
                part = segments.partition_name(table, segment.number)
                segments.attach(cursor, table, part, segment.first_seq, segment.last_seq)
                cursor.execute(f"ALTER TABLE {part} DROP CONSTRAINT {part}_bounds")
            segment.state = Segment.State.CLOSED
            segment.archive_sha256 = None
            segment.save()
    return segment


def archive_path(folder: Path, number: int) -> Path:
    """The file of a segment in a folder."""
    return folder / f"segment-{number:04d}.tar"


def _segment(number: int) -> Segment:
    found = Segment.objects.filter(number=number).first()
    if found is None:
        text = Text(f"没有第{number}段", f"There is no segment {number}")
        raise Problem(INVALID, text, [Fault("number", number, "no-such-segment", text)])
    return found


def _wrong_state(segment: Segment) -> Problem:
    state = segment.get_state_display()
    text = Text(
        f"第{segment.number}段的状态为“{state}”，不能归档",
        f"Segment {segment.number} is {segment.state} and cannot be archived",
    )
    return Problem(CONFLICT, text, [Fault("state", segment.state, "segment-state", text)])


def _columns(cursor: Any, table: str) -> tuple[str, ...]:
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        " AND NOT attisdropped ORDER BY attnum",
        [table],
    )
    return tuple(name for (name,) in cursor.fetchall())


def _export(cursor: Any, folder: Path, table: str, key: str, segment: Segment) -> Member:
    columns = _columns(cursor, table)
    file = folder / f"{table}.copy.gz"
    statement = (
        f"COPY (SELECT {_listed(columns)} FROM {table} WHERE {key} BETWEEN"
        f" {segment.first_seq} AND {segment.last_seq} ORDER BY {key})"
        " TO STDOUT (FORMAT BINARY)"
    )
    with gzip.open(file, "wb", compresslevel=1) as target, cursor.copy(statement) as blocks:
        for block in blocks:
            target.write(block)
    return Member(columns, cursor.rowcount, _sha256(file))


def _import(cursor: Any, folder: Path, table: str, target: str, member: Member) -> None:
    statement = f"COPY {target} ({_listed(member.columns)}) FROM STDIN (FORMAT BINARY)"
    with gzip.open(folder / f"{table}.copy.gz") as source, cursor.copy(statement) as rows:
        while block := source.read(1 << 20):
            rows.write(block)


def _delete_derived(cursor: Any, table: str, segment: Segment) -> None:
    cursor.execute(
        f"DELETE FROM {table} WHERE event_id BETWEEN %s AND %s",
        [segment.first_seq, segment.last_seq],
    )


def _listed(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _manifest(segment: Segment, members: Mapping[str, Member]) -> bytes:
    return json.dumps(
        {
            "format": _FORMAT,
            "segment": segment.number,
            "first_seq": segment.first_seq,
            "last_seq": segment.last_seq,
            "first_recorded_at": _written(segment.first_recorded_at),
            "last_recorded_at": _written(segment.last_recorded_at),
            "tables": {
                table: {"columns": member.columns, "rows": member.rows, "sha256": member.sha256}
                for table, member in members.items()
            },
        },
        indent=1,
    ).encode()


def _written(moment: Any) -> str | None:
    return None if moment is None else moment.isoformat()


def _pack(path: Path, folder: Path, members: Mapping[str, Member], manifest: bytes) -> None:
    (folder / _MANIFEST).write_bytes(manifest)
    with path.open("wb") as file:
        with tarfile.open(fileobj=file, mode="w") as archive:
            for name in (*(f"{table}.copy.gz" for table in members), _MANIFEST):
                archive.add(folder / name, arcname=name, recursive=False)
        file.flush()
        os.fsync(file.fileno())


def _unpack(path: Path, folder: Path) -> None:
    try:
        with tarfile.open(path) as archive:
            archive.extractall(folder, filter="data")
    except (OSError, tarfile.TarError) as error:
        raise Problem(
            INVALID,
            Text(f"无法读取归档文件 {path}", f"The archive {path} cannot be read"),
            [Fault("file", str(path), "archive", Text("不是归档文件", "no archive"))],
        ) from error


def _sync(folder: Path) -> None:
    """Make the folder's entry of a new file durable."""
    with _opened(folder) as descriptor:
        os.fsync(descriptor)


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _checked(root: Path) -> tuple[Segment, dict[str, Member]]:
    manifest = (root / _MANIFEST).read_bytes() if (root / _MANIFEST).is_file() else b""
    segment = Segment.objects.filter(
        state=Segment.State.ARCHIVED, archive_sha256=hashlib.sha256(manifest).digest()
    ).first()
    if segment is None:
        text = Text(
            "清单与任何已归档的段都不相符",
            "The manifest is not that of any archived segment",
        )
        raise Problem(INVALID, text, [Fault(_MANIFEST, "", "sha256", text)])
    members = {
        table: Member(tuple(told["columns"]), told["rows"], told["sha256"])
        for table, told in json.loads(manifest)["tables"].items()
    }
    faults = [
        Fault(f"{table}.copy.gz", "", "sha256", Text("缺失或被改动", "missing or altered"))
        for table, member in members.items()
        if not (root / f"{table}.copy.gz").is_file()
        or _sha256(root / f"{table}.copy.gz") != member.sha256
    ]
    if faults:
        raise Problem(INVALID, Text("归档文件已损坏", "The archive is damaged"), faults)
    return segment, members


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _partitions_of(number: int) -> list[tuple[str, str, bool | None]]:
    """The tables of a segment: parent, name, and whether it is attached, being detached or not."""
    found = []
    with connection.cursor() as cursor:
        for table in segments.TABLES:
            part = segments.partition_name(table, number)
            cursor.execute(
                "SELECT i.inhdetachpending FROM pg_class c"
                " LEFT JOIN pg_inherits i ON i.inhrelid = c.oid WHERE c.oid = to_regclass(%s)",
                [part],
            )
            row = cursor.fetchone()
            if row is not None:
                found.append((table, part, row[0]))
    return found


def _remove_partitions(number: int) -> None:
    """Detach without hindering anyone, and drop; links first, which name events."""
    for table, part, is_pending in reversed(_partitions_of(number)):
        with connection.cursor() as cursor:
            if is_pending is not None:
                way = "FINALIZE" if is_pending else "CONCURRENTLY"
                cursor.execute(f"ALTER TABLE {table} DETACH PARTITION {part} {way}")
            cursor.execute(f"DROP TABLE {part}")
