"""``milkshed restore``: bring a backup back into an empty database."""

import argparse
from pathlib import Path

from milkshed.site.commands.verb import Verb


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("archive", type=Path, help="file written by milkshed backup")
    parser.add_argument(
        "--overwrite", action="store_true", help="replace what the database holds now"
    )


def _run(options: argparse.Namespace) -> int:
    from milkshed.site.archive import restore_archive

    manifest = restore_archive(options.archive, overwrite=options.overwrite)
    print(f"已恢复 {manifest.made_at:%Y-%m-%d %H:%M} 的备份 · restored, {manifest.files} files")
    return 0


VERB = Verb("恢复备份 · restore a backup", _declare, _run)
