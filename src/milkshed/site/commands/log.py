"""``milkshed log``: the ledger's log and its keys."""

import argparse
import signal
import sys
from collections.abc import Callable
from threading import Event

from tqdm import tqdm

from milkshed.site.commands.verb import Verb


def _declare(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="log_verb", required=True, metavar="VERB")
    for name, (summary, run) in _VERBS.items():
        verb = verbs.add_parser(name, help=summary, description=summary)
        verb.set_defaults(log_run=run)
        if name == "rotate-key":
            verb.add_argument(
                "--lost",
                action="store_true",
                help="the present key's file is gone: start a key that nobody endorses",
            )
        if name == "add-witness":
            verb.add_argument("key", help="the witness's key: NAME+ID+KEY")


def _run(options: argparse.Namespace) -> int:
    run: Callable[[argparse.Namespace], None] = options.log_run
    run(options)
    return 0


def _integrate(_: argparse.Namespace) -> None:
    from milkshed.ledger.log.integrate import integrate, integrated_size, waiting_count

    before = integrated_size()
    with tqdm(total=waiting_count(), desc="并入日志", unit="条", file=sys.stdout) as bar:

        def show(done: int) -> None:
            bar.update(done - before - bar.n)

        size = integrate(show)
    print(f"日志共 {size:,} 条 · the log holds {size:,} entries")


def _checkpoint(options: argparse.Namespace) -> None:
    from milkshed.ledger.log.checkpoints import make_checkpoint

    _integrate(options)
    print(make_checkpoint().note)


def _rotate_key(options: argparse.Namespace) -> None:
    from milkshed.ledger.log.checkpoints import make_checkpoint
    from milkshed.ledger.log.keys import key_statements, rotate_key

    if not options.lost:
        make_checkpoint()  # the last word of the old key
    rotate_key(lost=options.lost)
    print(f"新密钥已启用 · the new key is in force\n{key_statements()[-1].key.vkey}")


def _add_witness(options: argparse.Namespace) -> None:
    from milkshed.ledger.log.witnesses import register_witness

    witness = register_witness(options.key, None)
    print(f"已登记见证方 {witness.name} · the witness is registered")


def _follow(_: argparse.Namespace) -> None:
    from milkshed.ledger.log.following import follow

    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    follow(stop)


_VERBS: dict[str, tuple[str, Callable[[argparse.Namespace], None]]] = {
    "integrate": ("把新事实并入日志 · take new facts into the log", _integrate),
    "checkpoint": ("签署检查点 · sign a checkpoint", _checkpoint),
    "rotate-key": ("更换签名密钥 · put a new key in force", _rotate_key),
    "add-witness": ("登记见证方公钥 · register a witness's key", _add_witness),
    "follow": ("持续并入与签署 · keep the log up with the ledger", _follow),
}

VERB = Verb("账本日志与密钥 · the ledger's log and its keys", _declare, _run)
