"""``milkshed segments``: list the ledger's segments, begin one, put old ones away and back."""

import argparse
from pathlib import Path

from milkshed.site.commands.verb import Verb


def _declare(parser: argparse.ArgumentParser) -> None:
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="DEED")
    deeds.add_parser("list", help="what each segment holds")
    deeds.add_parser("cut", help="close the open segment and begin the next")
    archive = deeds.add_parser("archive", help="put a closed segment away into a file")
    archive.add_argument("number", type=int)
    archive.add_argument("folder", type=Path)
    attach = deeds.add_parser("attach", help="take an archived segment back")
    attach.add_argument("file", type=Path)


def _run(options: argparse.Namespace) -> int:
    from milkshed.ledger.storage.archive import archive_segment, attach_segment
    from milkshed.ledger.storage.segments import cut

    if options.deed == "cut" and not cut():
        print("有人正在读取，未分段 · somebody reads, not cut")
        return 1
    if options.deed == "archive":
        options.folder.mkdir(parents=True, exist_ok=True)
        print(archive_segment(options.number, options.folder))
    if options.deed == "attach":
        attach_segment(options.file)
    _list()
    return 0


def _list() -> None:
    from milkshed.kernel.clock import in_shanghai
    from milkshed.ledger.models import Segment

    for segment in Segment.objects.order_by("number"):
        times = [
            f"{in_shanghai(at):%Y-%m-%d %H:%M}" if at else "…"
            for at in (segment.first_recorded_at, segment.last_recorded_at)
        ]
        print(
            f"{segment.number:4d}  {segment.first_seq:>12,} – {segment.last_seq:>12,}"
            f"  {times[0]} – {times[1]}  {segment.get_state_display()} · {segment.state}"
        )


VERB = Verb("账本分段 · the ledger's segments", _declare, _run)
