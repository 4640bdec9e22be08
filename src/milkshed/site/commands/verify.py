"""``milkshed verify``: was anything altered, removed or forked?"""

import argparse
import sys
import time

from tqdm import tqdm

from milkshed.site.commands.verb import Verb, open_database


def _declare(parser: argparse.ArgumentParser) -> None:
    from milkshed.ledger.log import verifier

    kinds = parser.add_subparsers(required=True, metavar="WHAT")
    ledger = kinds.add_parser(
        "ledger", help="全部事实与检查点 · every fact and checkpoint held here"
    )
    ledger.set_defaults(check=_check_ledger)
    bundle = kinds.add_parser("bundle", help="一份证明文件 · one proof bundle, without a database")
    verifier.declare_bundle(bundle)
    bundle.set_defaults(check=verifier.check_bundle)
    log = kinds.add_parser("log", help="他处的日志是否只增未改 · whether a log elsewhere only grew")
    verifier.declare_log(log)
    log.set_defaults(check=verifier.check_log)


def _run(options: argparse.Namespace) -> int:
    checked: int = options.check(options)
    return checked


def _check_ledger(_: argparse.Namespace) -> int:
    open_database()
    from milkshed.ledger.log.verification import verify_ledger

    begun = time.monotonic()
    with tqdm(desc="核对账本", unit="条", file=sys.stdout, mininterval=0.3) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        found = verify_ledger(show)
    seconds = time.monotonic() - begun
    print(
        f"{found.events:,} 条事实（{found.redacted} 条内容已删除，{found.archived:,} 条已归档、"
        f"只核对摘要），{found.checkpoints} 个检查点，用时 {seconds:.1f} 秒\n"
        f"{found.events:,} facts ({found.redacted} redacted, {found.archived:,} archived),"
        f" {found.checkpoints} checkpoints\n根 · root {found.root.hex()}"
    )
    for finding in found.findings:
        print(f"× {finding.kind.title.zh}：{finding.detail.zh} · {finding.detail.en}")
    if found.count > len(found.findings):
        print(f"… 共 {found.count} 处 · {found.count} findings in all")
    if found.is_sound:
        print("√ 未发现改动、缺失或分叉 · nothing altered, missing or forked")
    return 0 if found.is_sound else 1


VERB = Verb(
    "核对账本是否被改动 · verify that nothing was altered", _declare, _run, needs_database=False
)
