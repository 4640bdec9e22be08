"""``milkshed demo``: play the demonstration region into the database."""

import argparse
import json
import shutil
import sys
import time
from typing import TYPE_CHECKING, Any

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
    # only now: it brings the whole simulator along, which a second start does not need
    from milkshed.region.play.demo import play_demo

    started = time.monotonic()
    with _Bars() as bars:
        summary = play_demo(options.scale, seed=options.seed, progress=bars.show)
    print(f"演示区域已就绪，用时 {time.monotonic() - started:.1f} 秒 · the region is ready")
    return summary


class _Bars:
    """One progress bar per stage of the play."""

    def __init__(self) -> None:
        self._stage = ""
        self._bar: tqdm[Any] = tqdm(disable=True)

    def show(self, stage: Text, done: int, total: int) -> None:
        """Advance the bar of a stage; a new stage begins a new bar."""
        if stage.zh != self._stage:
            self._bar.close()
            self._stage = stage.zh
            self._bar = tqdm(total=total, desc=stage.zh, file=sys.stdout, mininterval=0.3)
        self._bar.total = total
        self._bar.update(done - self._bar.n)

    def __enter__(self) -> "_Bars":
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()


def print_welcome(summary: "DemoSummary", root: str) -> None:
    """Tell where to look, who to be, and which QR addresses to try."""
    print(f"\n  宁夏牛奶全产业链数智平台 · Milkshed（演示数据 · synthetic data）\n\n  {root}\n")
    print(f"  演示账号 · demonstration accounts（口令 · password: {summary.password}）")
    for account in summary.accounts:
        work = f"{account.role.zh} · {account.role.en}（{account.organisation}）"
        print(f"    {account.username:<26}{work}")
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
