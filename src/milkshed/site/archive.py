"""Backup and restore: the database dump, the lake and the uploaded files in one tar file.

The archive's last member is ``manifest.json``: the hash of every other member. A restore
checks every hash before it touches the database.
"""

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from milkshed.kernel.problems import CONFLICT, INVALID, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.platform import database

_DUMP = "database.dump"
_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds: when it was made, and the SHA-256 of each member."""

    made_at: datetime
    hashes: dict[str, str]

    @property
    def files(self) -> int:
        """How many members the archive has."""
        return len(self.hashes)


def write_archive(path: Path) -> Manifest:
    """Write everything the installation holds into a tar file, whole or not at all."""
    unfinished = path.with_name(path.name + ".unfinished")
    hashes: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder, tarfile.open(unfinished, "w") as archive:
        dump = Path(folder) / _DUMP
        _postgres_tool("pg_dump", "--format=custom", "--compress=1", f"--file={dump}")
        members = {_DUMP: dump}
        for name, root in _trees().items():
            members |= {
                f"{name}/{file.relative_to(root).as_posix()}": file
                for file in sorted(root.rglob("*"))
                if file.is_file()
            }
        for name, file in members.items():
            hashes[name] = _sha256(file)
            archive.add(file, arcname=name, recursive=False)
        manifest = Manifest(timezone.now(), hashes)
        document = json.dumps({"made_at": manifest.made_at.isoformat(), "sha256": hashes}).encode()
        entry = tarfile.TarInfo(_MANIFEST)
        entry.size = len(document)
        archive.addfile(entry, io.BytesIO(document))
    unfinished.replace(path)
    return manifest


def restore_archive(path: Path, *, overwrite: bool = False) -> Manifest:
    """Put an archive's content in place of an empty (or overwritable) installation.

    Raises a problem when a member is missing or altered, or when the database already holds
    organisations and ``overwrite`` is False; nothing is touched in either case.
    """
    if not overwrite and _is_in_use():
        raise Problem(
            CONFLICT,
            Text(
                "数据库中已有数据；如确需覆盖，请加 --overwrite",
                "The database is in use; add --overwrite to replace what it holds",
            ),
        )
    with tempfile.TemporaryDirectory(dir=settings.VAR) as folder:
        root = Path(folder)
        with tarfile.open(path) as archive:
            archive.extractall(root, filter="data")
        manifest = _checked_manifest(root)
        connections.close_all()
        _empty_database()
        _postgres_tool("pg_restore", "--no-owner", "--exit-on-error", str(root / _DUMP))
        for name, target in _trees().items():
            shutil.rmtree(target, ignore_errors=True)
            if (root / name).exists():
                shutil.move(root / name, target)
    return manifest


def _trees() -> dict[str, Path]:
    return {"lake": Path(settings.LAKE_ROOT), "files": Path(settings.MEDIA_ROOT)}


def _is_in_use() -> bool:
    if "platform_organisation" not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM platform_organisation)")
        return bool(cursor.fetchone()[0])


def _empty_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    connections.close_all()


def _checked_manifest(root: Path) -> Manifest:
    try:
        document = json.loads((root / _MANIFEST).read_bytes())
    except FileNotFoundError as error:
        raise Problem(INVALID, Text("备份文件缺少清单", "The backup has no manifest")) from error
    faults = [
        Fault(name, "", "sha256", Text("缺失或被改动", "missing or altered"))
        for name, expected in document["sha256"].items()
        if not (root / name).is_file() or _sha256(root / name) != expected
    ]
    if faults:
        raise Problem(INVALID, Text("备份文件已损坏", "The backup is damaged"), faults)
    return Manifest(datetime.fromisoformat(document["made_at"]), document["sha256"])


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _postgres_tool(tool: str, *arguments: str) -> None:
    """Run pg_dump or pg_restore of the embedded server's wheel against the database in use."""
    values: dict[str, str] = connection.settings_dict
    program = database.program(tool)
    command = [program, f"--username={values['USER']}", f"--dbname={values['NAME']}"]
    if values["HOST"]:
        command.append(f"--host={values['HOST']}")
    if values["PORT"]:
        command.append(f"--port={values['PORT']}")
    done = subprocess.run(
        [*command, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PGPASSWORD": values["PASSWORD"]},
    )
    if done.returncode:
        raise Problem(INVALID, Text(f"{tool} 失败：{done.stderr}", f"{tool} failed: {done.stderr}"))
