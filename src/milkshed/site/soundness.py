"""Checks of a whole installation, each with a plain answer."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.checks import run_checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from milkshed.kernel.text import Text
from milkshed.platform.models import Holiday, LakeFile, Rule, RuleStatus

_OLDEST_SERVER = 150000


@dataclass(frozen=True, slots=True)
class Finding:
    """One question, whether the answer is as it should be, and the answer."""

    title: Text
    sound: bool
    detail: str


def examine() -> list[Finding]:
    """Ask every question."""
    questions: tuple[Callable[[], Iterator[Finding]], ...] = (
        _server,
        _framework,
        _migrations,
        _rules,
        _holidays,
        _lake,
    )
    return [finding for question in questions for finding in question()]


def _server() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        number = int(cursor.fetchone()[0])
    yield Finding(
        Text("数据库版本不低于15", "PostgreSQL is 15 or later"),
        number >= _OLDEST_SERVER,
        str(number // 10000),
    )


def _framework() -> Iterator[Finding]:
    messages = [message.msg for message in run_checks() if message.level >= 30]
    yield Finding(
        Text("应用自检", "Application self-check"), not messages, "；".join(messages) or "OK"
    )


def _migrations() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield Finding(Text("数据表为最新", "Tables are up to date"), not waiting, f"{len(waiting)}")


def _rules() -> Iterator[Finding]:
    total = Rule.objects.count()
    unconfirmed = Rule.objects.exclude(status=RuleStatus.OFFICIAL).count()
    yield Finding(
        Text("规则已载入", "Rules are loaded"),
        total > 0,
        f"{total}（待核实或平台设定 {unconfirmed}）",
    )


def _holidays() -> Iterator[Finding]:
    year = timezone.localdate().year
    count = Holiday.objects.filter(day__year=year).count()
    yield Finding(Text("本年度节假日表", "This year's holidays"), count > 0, str(count))


def _lake() -> Iterator[Finding]:
    damaged = []
    files = LakeFile.objects.filter(state="live")
    for file in files.iterator():
        path = Path(settings.LAKE_ROOT) / file.path
        if not path.is_file() or _sha256(path) != file.sha256:
            damaged.append(file.path)
    yield Finding(
        Text("数据湖文件完好", "Files of the lake are intact"),
        not damaged,
        "、".join(damaged[:5]) or str(files.count()),
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
