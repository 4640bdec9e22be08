"""``milkshed backup``: one file with the database, the lake and the uploaded files."""

import argparse
from pathlib import Path

from milkshed.site.commands.verb import Verb


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("archive", type=Path, help="file to write (a tar file)")


def _run(options: argparse.Namespace) -> int:
    from milkshed.site.archive import write_archive

    manifest = write_archive(options.archive)
    print(f"备份完成 · backup written: {options.archive} ({manifest.files} files)")
    return 0


VERB = Verb("备份 · back everything up into one file", _declare, _run)
