"""``milkshed federation``: this platform among others, and the packages that pass between them."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from milkshed.kernel.problems import NOT_FOUND, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.site.commands.verb import Verb


def _declare(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="federation_verb", required=True, metavar="VERB")
    for name, (summary, run) in _VERBS.items():
        verb = verbs.add_parser(name, help=summary, description=summary)
        verb.set_defaults(federation_run=run)
        if name == "found":
            verb.add_argument("name", help="letters, digits and hyphens")
            verb.add_argument("title", help="what people read")
        elif name == "join":
            verb.add_argument("key", help="the platform's key: NAME+ID+KEY")
            verb.add_argument("title", help="what people read")
        elif name == "end":
            verb.add_argument("name", help="the platform's name")
        elif name == "publish":
            verb.add_argument("--until", help="last day of the package; yesterday when left out")
        elif name == "take":
            verb.add_argument("files", nargs="+", type=Path, help="package files, in order")


def _run(options: argparse.Namespace) -> int:
    run: Callable[[argparse.Namespace], int] = options.federation_run
    return run(options)


def _found(options: argparse.Namespace) -> int:
    from milkshed.herd import facade

    print(facade.found_platform(options.name, options.title))
    return 0


def _key(_: argparse.Namespace) -> int:
    from milkshed.herd import facade

    print(facade.own_key())
    return 0


def _join(options: argparse.Namespace) -> int:
    from milkshed.herd import facade

    facade.join_platform(options.key, options.title)
    print(f"已登记 {options.title} · the platform is a member")
    return 0


def _end(options: argparse.Namespace) -> int:
    from milkshed.herd import facade

    facade.end_membership(options.name)
    print(f"{options.name} 已退出 · its membership has ended")
    return 0


def _publish(options: argparse.Namespace) -> int:
    from milkshed.herd import facade

    try:
        until = date.fromisoformat(options.until) if options.until else None
    except ValueError:
        raise invalid("until", options.until, "date", "应为日期", "A date is expected") from None
    told = facade.publish_package(until)
    print(f"{told.text.zh} · {told.text.en}\n{told.path}")
    return 0


def _take(options: argparse.Namespace) -> int:
    from milkshed.herd import facade

    for file in options.files:
        if not file.is_file():
            raise Problem(NOT_FOUND, Text(f"没有文件 {file}", f"There is no file {file}"))
        told = facade.take_package_file(file)
        print(f"{file.name}: {told.zh} · {told.en}")
    return 0


def _status(_: argparse.Namespace) -> int:
    from milkshed.herd import facade

    for line in facade.federation_status():
        print(f"{line.zh} · {line.en}")
    return 0


_VERBS: dict[str, tuple[str, Callable[[argparse.Namespace], int]]] = {
    "found": ("为本平台建立标识和密钥 · name this platform and make its key", _found),
    "key": ("显示本平台公钥 · show this platform's key", _key),
    "join": ("登记另一平台的公钥 · enter another platform's key", _join),
    "end": ("成员平台退出 · end a platform's membership", _end),
    "publish": ("签发下一个数据包 · sign the next package", _publish),
    "take": ("接收数据包文件 · take package files in", _take),
    "status": ("各平台与核对结果 · platforms and findings", _status),
}

VERB = Verb("多平台联合 · several platforms as one", _declare, _run)
