"""``milkshed hash``: the event hash identifier of every event of a document."""

import argparse
from pathlib import Path

from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.site.commands.verb import Verb


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="EPCIS document or event, JSON-LD or XML")
    parser.add_argument("--pre-hash", action="store_true", help="print the string that is hashed")


def _run(options: argparse.Namespace) -> int:
    from milkshed.ledger.epcis.event_hash.files import pre_hashes_of
    from milkshed.ledger.epcis.event_hash.hashing import identifier_of

    try:
        data = options.file.read_bytes()
    except OSError as error:
        message = Text(f"无法读取{options.file}：{error}", f"{options.file} is unreadable: {error}")
        raise Problem(NOT_FOUND, message) from error
    for text in pre_hashes_of(data):
        print(text if options.pre_hash else identifier_of(text))
    return 0


VERB = Verb(
    "事件哈希标识 · the hash that identifies each event (CBV 2.0, 8.9.2)",
    _declare,
    _run,
    needs_database=False,
)
