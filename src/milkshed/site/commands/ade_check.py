"""``milkshed ade-check``: do messages, or a server, keep the ICAR ADE standard?"""

import argparse
import json
import os
from pathlib import Path

from milkshed.kernel.problems import INVALID, NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.site.commands.verb import Verb


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", help="JSON file, folder, or http(s) address before /locations")
    parser.add_argument(
        "--schemas", type=Path, help="folder of the official schemas, checked as well"
    )
    parser.add_argument("--message", default="", help="kind of message in the file, e.g. heats")
    parser.add_argument("--location", default="", help="SCHEME:ID of the location to ask for")
    parser.add_argument(
        "--token", default=os.environ.get("ADE_TOKEN", ""), help="bearer token (or ADE_TOKEN)"
    )
    parser.add_argument("--json", action="store_true", help="report as JSON")
    parser.add_argument("--most", type=int, default=20, help="findings to print for each file")


def _run(options: argparse.Namespace) -> int:
    from milkshed.herd.exchange.ade import checker
    from milkshed.herd.exchange.ade.official import OfficialSchemas
    from milkshed.herd.exchange.ade.shapes import MESSAGES

    if options.message and options.message not in MESSAGES:
        known = ", ".join(MESSAGES)
        raise Problem(
            INVALID,
            Text(f"没有报文 {options.message}，可用：{known}", f"--message is one of {known}"),
        )
    schemas = OfficialSchemas(options.schemas) if options.schemas else None
    if options.what.startswith(("http://", "https://")):
        scheme, _, identifier = options.location.partition(":")
        if not identifier:
            raise Problem(
                INVALID,
                Text(
                    "检查服务器须给出 --location 方案:标识",
                    "Give --location SCHEME:ID for a server",
                ),
            )
        report = checker.check_server(
            options.what, (scheme, identifier), checker.ask_with(options.token), schemas
        )
    else:
        path = Path(options.what)
        if not path.exists():
            raise Problem(NOT_FOUND, Text(f"没有 {path}", f"There is no {path}"))
        report = checker.check_path(path, options.message, schemas)
    if options.json:
        print(json.dumps(report.as_document(), ensure_ascii=False, indent=2))
    else:
        for line in report.lines(options.most):
            print(line)
    return 0 if report.conforms else 1


VERB = Verb(
    "检查ICAR ADE报文或服务器 · check ICAR ADE messages or a server",
    _declare,
    _run,
    needs_database=False,
)
