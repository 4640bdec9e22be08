"""A backup brings everything back, and a damaged one changes nothing."""

import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.scale

_PROGRAM = """
import os, sys
from pathlib import Path
from milkshed.platform import database
database.start(Path(os.environ["MILKSHED_VAR"]))
import django
django.setup()
from django.conf import settings
from milkshed.kernel.problems import Problem
from milkshed.platform.models import Organisation
from milkshed.site import archive
from milkshed.site.setup import prepare_database

backup, damaged = map(Path, sys.argv[1:])
prepare_database()
Organisation.objects.create(kind="farm", name_zh="金河源牧场", county="640302")
lake = Path(settings.LAKE_ROOT) / "milk" / "part.parquet"
lake.parent.mkdir(parents=True)
lake.write_bytes(b"PAR1")
archive.write_archive(backup)

try:
    archive.restore_archive(backup)
except Problem as problem:
    assert problem.kind.status == 409
else:
    raise AssertionError("restored over data in use")

damaged.write_bytes(backup.read_bytes().replace(b"PAR1", b"PAR2"))
try:
    archive.restore_archive(damaged, overwrite=True)
except Problem as problem:
    assert problem.faults[0].field == "lake/milk/part.parquet"
else:
    raise AssertionError("restored a damaged archive")
assert Organisation.objects.get().name_zh == "金河源牧场"

Organisation.objects.create(kind="farm", name_zh="后来的牧场", county="640302")
lake.unlink()
archive.restore_archive(backup, overwrite=True)
assert Organisation.objects.get().name_zh == "金河源牧场"
assert lake.read_bytes() == b"PAR1"
print("restored")
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder outside pytest's own, which the database's user may not enter."""
    with tempfile.TemporaryDirectory(prefix="milkshed-") as name:
        yield Path(name)


def test_backup_and_restore(folder: Path) -> None:
    backup, damaged = folder / "backup.tar", folder / "damaged.tar"
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {
        "MILKSHED_VAR": str(folder / "var"),
        "DJANGO_SETTINGS_MODULE": "milkshed.site.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(backup), str(damaged)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout.endswith("restored\n"), done.stderr
    with tarfile.open(backup) as archive:
        assert archive.getnames()[-1] == "manifest.json"
