"""The house keeps its shape: pure science, furnished rooms, clean lock files."""

import re
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

from milkshed.platform.registry import domain_names, domains

HOUSE = Path(__file__).resolve().parents[1]
SOURCE = HOUSE / "src" / "milkshed"
SCIENCE = sorted(
    ".".join(path.parent.relative_to(SOURCE.parent).parts)
    for path in SOURCE.glob("*/science/__init__.py")
)
_WITHOUT_DJANGO = """
import importlib, pkgutil, sys
sys.modules["django"] = None
package = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    if ".tests" not in module.name:
        importlib.import_module(module.name)
"""
_HEAVY = """
import sys
import django
django.setup()
print(*sorted({"ibis", "numba", "pyarrow.parquet", "scipy.stats"} & set(sys.modules)))
"""


@pytest.mark.parametrize("package", SCIENCE)
def test_science_imports_without_django(package: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT_DJANGO, package], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_what_every_process_loads_is_light() -> None:
    """A process that knows all jobs loads the numerical libraries with the first that computes."""
    done = subprocess.run([sys.executable, "-c", _HEAVY], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


@pytest.mark.parametrize("name", domain_names())
def test_a_room_is_furnished(name: str) -> None:
    room = SOURCE / name
    for wanted in ("domain.py", "models.py", "facade.py", "README.md", "tests"):
        assert (room / wanted).exists() or (room / wanted.removesuffix(".py")).is_dir(), wanted


def test_declared_dependencies_are_the_facades_used() -> None:
    graph = grimp.build_graph("milkshed")
    for domain in domains():
        used = {
            edge["imported"].split(".")[1]
            for module in graph.modules
            if module.startswith(f"milkshed.{domain.label}.")
            for edge in (
                {"imported": imported}
                for imported in graph.find_modules_directly_imported_by(module)
            )
            if re.fullmatch(r"milkshed\.\w+\.facade", edge["imported"])
        } - {domain.label, "ledger"}
        assert used == set(domain.depends_on), domain.label


def test_package_markers_are_empty_outside_the_platform_records() -> None:
    filled = {
        path.parent.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("__init__.py")
        if path.read_text().strip() and "migrations" not in path.parts
    }
    allowed = {name for name in filled if name.endswith("models")}
    assert filled == allowed


def test_lock_files_pin_by_hash_and_name_no_index() -> None:
    for name in ("requirements.lock", "requirements-test.lock"):
        text = (HOUSE / name).read_text()
        assert not re.search(r"https?://|--index|--find-links|file:", text), name
        pins = re.findall(r"(?m)^[a-z0-9][^\s]*==", text)
        assert len(pins) > 30
        assert text.count("--hash=sha256:") >= len(pins)
        assert not re.search(r"(?m)^torch==", text)
    npm = (HOUSE / "ui" / "package-lock.json").read_text()
    assert '"resolved"' not in npm


def test_no_file_grows_past_the_limit() -> None:
    long = {
        path.relative_to(HOUSE).as_posix(): lines
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > 520
    }
    assert not long
