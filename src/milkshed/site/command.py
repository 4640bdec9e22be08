"""The ``milkshed`` command line: one verb per module in ``milkshed.site.commands``."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from milkshed.kernel.problems import Problem
from milkshed.site.commands import (
    ade_check,
    assets,
    backup,
    check,
    deliver,
    demo,
    federation,
    hashes,
    imports,
    log,
    restore,
    segments,
    serve,
    token,
    trace,
    up,
    verify,
)
from milkshed.site.commands.verb import Verb, open_database

HOUSE = Path(__file__).resolve().parents[3]

VERBS: Mapping[str, Verb] = {
    "up": up.VERB,
    "demo": demo.VERB,
    "serve": serve.VERB,
    "deliver": deliver.VERB,
    "import": imports.VERB,
    "trace": trace.VERB,
    "hash": hashes.VERB,
    "backup": backup.VERB,
    "restore": restore.VERB,
    "segments": segments.VERB,
    "check": check.VERB,
    "log": log.VERB,
    "verify": verify.VERB,
    "federation": federation.VERB,
    "token": token.VERB,
    "ade-check": ade_check.VERB,
    "assets": assets.VERB,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line, prepare what the verb needs, run it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "milkshed.site.settings")
    os.environ.setdefault("MILKSHED_VAR", str(HOUSE / "var"))
    parser = argparse.ArgumentParser(
        prog="milkshed", description="宁夏牛奶全产业链数智平台 · one ledger from cow to cup"
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, verb in VERBS.items():
        verb.declare(verbs.add_parser(name, help=verb.summary, description=verb.summary))
    options = parser.parse_args(arguments)
    chosen = VERBS[options.verb]
    if chosen.needs_database:
        open_database()
    try:
        return chosen.run(options)
    except Problem as problem:
        _tell(problem)
        return 1


def _tell(problem: Problem) -> None:
    print(f"{problem.detail.zh}\n{problem.detail.en}", file=sys.stderr)
    for fault in problem.faults[:20]:
        row = f"第{fault.row}行 " if fault.row is not None else ""
        print(f"  {row}{fault.field} = {fault.value!r}：{fault.message.zh}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
