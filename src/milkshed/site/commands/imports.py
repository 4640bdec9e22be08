"""``milkshed import``: real files of other systems."""

import argparse
from pathlib import Path

from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.site.commands.verb import Verb


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "kind", choices=["test-days", "animals", "events", "farm-days"], help="what the file holds"
    )
    parser.add_argument("file", type=Path, help="the file")
    parser.add_argument("--farm", help="farm code or GLN the records belong to")
    parser.add_argument("--as", dest="username", help="account that imports")
    parser.add_argument(
        "--unit",
        action="append",
        default=[],
        metavar="FIELD=UNIT",
        help="unit of a column whose header leaves it open, e.g. milk_kg=lb",
    )
    parser.add_argument("--faults", type=int, default=20, help="bad rows to print")


def _run(options: argparse.Namespace) -> int:
    from milkshed.herd import facade

    if not options.file.is_file():
        raise Problem(
            NOT_FOUND, Text(f"没有文件 {options.file}", f"There is no file {options.file}")
        )
    batch = facade.import_test_day_file(
        options.file,
        farm_code=options.farm,
        username=options.username,
        kind=options.kind,
        units=dict(one.partition("=")[::2] for one in options.unit),
    )
    for warning in batch.warnings:
        print(f"  {warning.zh} · {warning.en}")
    print(
        f"已导入 {batch.accepted} 行，退回 {batch.refused} 行 · "
        f"{batch.accepted} rows accepted, {batch.refused} refused"
    )
    for fault in batch.faults[: options.faults]:
        print(f"  第{fault.row}行 {fault.field} = {fault.value!r}：{fault.message.zh}")
    if batch.refused > options.faults:
        print(f"  … 另有 {batch.refused - options.faults} 行，详见 {batch.url}")
    return 0


VERB = Verb("导入文件 · import a file", _declare, _run)
