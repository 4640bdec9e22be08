"""``milkshed trace``: where a lot came from, or where it went."""

import argparse

from milkshed.site.commands.verb import Verb


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("uri", help="GS1 Digital Link of a lot, pallet or load")
    parser.add_argument("--forward", action="store_true", help="where it went, not whence it came")
    parser.add_argument("--json", action="store_true", help="print the whole trace as JSON")


def _run(options: argparse.Namespace) -> int:
    from milkshed.site.trace_report import print_trace

    return print_trace(options.uri, forward=options.forward, as_json=options.json)


VERB = Verb("追溯 · trace a lot back or forward", _declare, _run)
