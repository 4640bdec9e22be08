"""``milkshed demo``: play the demonstration region into the database."""

import argparse
import json
import shutil
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tqdm import tqdm

from milkshed.kernel.text import Text
from milkshed.site.commands.verb import Verb

if TYPE_CHECKING:
    from milkshed.region.summary import DemoSummary

SCALES = ("farm", "county", "region")


def declare_scale(parser: argparse.ArgumentParser) -> None:
    """Options of the demonstration region."""
    parser.add_argument("--scale", choices=SCALES, default="county", help="size of the region")
    parser.add_argument("--seed", type=int, default=20260101, help="seed of everything random")
    parser.add_argument("--fresh", action="store_true", help="start over")


def ensure_demo(options: argparse.Namespace) -> "DemoSummary":
    """Prepare the database and play the region in, unless that was done before."""
    from django.conf import settings

    from milkshed.region.play.demo import play_demo
    from milkshed.region.summary import find_demo
    from milkshed.site.setup import empty_database, prepare_database

    if options.fresh:
        empty_database()
        shutil.rmtree(settings.LAKE_ROOT, ignore_errors=True)
    print("正在准备数据库 · preparing the database", flush=True)
    prepare_database()
    played = find_demo()
    if played is not None:
        return played
    started = time.monotonic()
    with _Bar() as bar:
        summary = play_demo(options.scale, seed=options.seed, progress=bar.show)
    print(f"演示区域已就绪，用时 {time.monotonic() - started:.1f} 秒 · the region is ready")
    return summary


@dataclass(slots=True)
class _Bar:
    """One progress bar over the stages of the play."""

    bar: "tqdm[None] | None" = None
    stage: str = ""

    def show(self, stage: Text, done: int, total: int) -> None:
        """Advance the bar of a stage; a new stage begins a new bar."""
        if self.bar is None or stage.zh != self.stage:
            self._close()
            self.stage = stage.zh
            self.bar = tqdm(
                total=total, desc=stage.zh, file=sys.stdout, leave=True, mininterval=0.3
            )
        self.bar.total = total
        self.bar.update(done - self.bar.n)

    def _close(self) -> None:
        if self.bar is not None:
            self.bar.close()

    def __enter__(self) -> "_Bar":
        return self

    def __exit__(self, *_: object) -> None:
        self._close()


def print_welcome(summary: "DemoSummary", root: str) -> None:
    """Tell where to look, who to be, and which QR addresses to try."""
    print(f"\n  宁夏牛奶全产业链数智平台 · Milkshed（演示数据 · synthetic data）\n\n  {root}\n")
    print(f"  演示账号 · demonstration accounts（口令 · password: {summary.password}）")
    for account in summary.accounts:
        print(
            f"    {account.username:<26}{account.role.zh} · {account.role.en}（{account.organisation}）"
        )
    print("\n  扫码追溯 · QR addresses to try")
    for path in summary.qr_paths[:3]:
        print(f"    {root}{path}")
    print("\n  Ctrl-C 停止 · stops everything\n", flush=True)


def _declare(parser: argparse.ArgumentParser) -> None:
    declare_scale(parser)
    parser.add_argument("--json", action="store_true", help="end with the summary as JSON")


def _run(options: argparse.Namespace) -> int:
    summary = ensure_demo(options)
    if options.json:
        print(json.dumps(summary.as_document(), ensure_ascii=False))
    else:
        print_welcome(summary, "http://127.0.0.1:8000")
    return 0


VERB = Verb("生成演示区域 · play the demonstration region in", _declare, _run)
