"""Milk that was moved or used although it is on hold: what systems outside told the ledger.

The house's own doors refuse such milk. Facts that others capture are taken, because they are what
happened; they are a finding for the officers, and the lot stays held.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from milkshed.kernel.clock import in_shanghai
from milkshed.kernel.text import Text
from milkshed.ledger.facade import LotMove, moves_since
from milkshed.platform.alarms import raise_alarm
from milkshed.quality.models import Hold

KIND = "quality.moved_under_hold"


def moves_of(holds: Sequence[Hold]) -> Mapping[str, tuple[LotMove, ...]]:
    """By the number of each standing hold, the events that moved or used its lot since."""
    standing = {hold.lot_uri: hold for hold in holds if hold.state == "standing" and hold.placed_at}
    found: dict[str, tuple[LotMove, ...]] = {}
    since = {uri: hold.placed_at for uri, hold in standing.items() if hold.placed_at is not None}
    for move in moves_since(since) if since else ():
        number = standing[move.lot_uri].number
        found[number] = (*found.get(number, ()), move)
    return found


def find_moves_of_held() -> int:
    """Raise one alarm for each event that moved or used a lot on hold; answers how many there are.

    Running it again refreshes the same alarms.
    """
    holds = Hold.objects.filter(state="standing").select_related("place__organisation")
    by_number = {hold.number: hold for hold in holds.prefetch_related("parties")}
    found = moves_of(list(by_number.values()))
    for number, moves in found.items():
        for move in moves:
            _raise(by_number[number], move)
    return sum(map(len, found.values()))


def _raise(hold: Hold, move: LotMove) -> None:
    lot = move.lot_uri.rsplit("/", 1)[-1]
    raise_alarm(
        f"{KIND}:{hold.number}:{move.event_id}"[:160],
        kind=KIND,
        severity="serious",
        title=Text(
            f"已扣留的批次{lot}被“{move.step.zh}”（{hold.number}），批次仍在扣留",
            f"Lot {lot} on hold ({hold.number}) had a “{move.step.en}”; it stays held",
        ),
        happened_at=move.at,
        place=hold.place,
        organisations=(hold.place.organisation, *hold.parties.all()),
        facts=[
            _fact("扣留", "Hold", hold.number, f"/quality/holds/{hold.number}"),
            _fact("事件", "Event", move.event_id, f"/facts/{quote(move.event_id, safe='')}"),
            _fact("时间", "When", f"{in_shanghai(move.at):%Y-%m-%d %H:%M}"),
            _fact("应为", "Expected", "不得装运、接收或使用 · not to be moved or used"),
        ],
    )


def _fact(zh: str, en: str, value: str, url: str = "") -> dict[str, str]:
    return {"title_zh": zh, "title_en": en, "value": value, "url": url}
