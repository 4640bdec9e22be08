"""Why a trace goes from one lot to another, and why a part of it stays unknown, in words."""

from milkshed.kernel.text import Text
from milkshed.ledger.trace import lots
from milkshed.ledger.trace.graph import Gap

GAP_TEXT = {
    Gap.EXCESS: Text("批量大于记录的投入量", "The lot holds more than its recorded inputs brought"),
    Gap.OVERDRAWN: Text(
        "取出量大于容器记录的存量", "More was drawn from the vessel than its records say it held"
    ),
    Gap.NO_MASS: Text("投入未记录重量", "Inputs are recorded without their mass"),
    Gap.NO_ORDER: Text(
        "取用的先后或数量未记录，按保守口径处理",
        "The order or the mass of draws is not stated; the conservative scope holds",
    ),
    Gap.LOOP: Text("记录成环，无法分解", "The records form a loop that cannot be divided"),
    Gap.NOT_FOLLOWED: Text("超出追溯范围上限，未继续", "Beyond the bound of the trace"),
}

_DONE = {
    lots.FARM_TANK: Text("挤奶后存入牧场奶罐", "stored in the farm tank after milking"),
    lots.STATION_TANK: Text("收购站收奶入罐", "received into the station tank"),
    lots.TANKER_LOAD: Text("从奶罐装上奶车", "loaded from the tank into the tanker"),
    lots.SILO_STATE: Text("卸入奶仓", "unloaded into the silo"),
    lots.VESSEL_STATE: Text("进入容器", "filled into the vessel"),
    lots.BATCH: Text("由奶仓取奶加工", "drawn from silos for processing"),
    lots.PRODUCT: Text("由加工批灌装", "packed from processing batches"),
    lots.PALLET: Text("产品码放在托盘", "packed on the pallet"),
}
_MIXED_IN = Text("混入", "mixed in")
_VESSELS = {
    lots.FARM_TANK: Text("牧场奶罐", "farm tank"),
    lots.STATION_TANK: Text("收购站奶罐", "station tank"),
    lots.TANKER_LOAD: Text("奶车", "tanker"),
    lots.SILO_STATE: Text("奶仓", "silo"),
}
_VESSEL = Text("容器", "vessel")


def vessel_name(uri: str | None, kind: lots.LotKind) -> Text:
    """A vessel in words: what it is and the last part of its identifier."""
    name = _VESSELS.get(kind, _VESSEL)
    if uri is None:
        return name
    number = uri.rpartition("/")[2]
    return Text(f"{name.zh}{number}", f"{name.en} {number}")


def hop_reason(
    target: lots.LotKind,
    *,
    vessel_uri: str | None,
    inputs: int,
    share: float | None,
    is_heel: bool,
    is_taken_out: bool = False,
) -> Text:
    """Why a source stands behind a lot: what was done, in which vessel, and how large its part.

    ``share`` is the source's fraction of the lot, None where the model knows none.
    """
    if is_taken_out:
        return Text("从托盘取下", "taken off the unit")
    if is_heel:
        vessel = vessel_name(vessel_uri, target)
        reason = Text(f"{vessel.zh}余奶", f"heel of {vessel.en}")
    else:
        done = _DONE.get(target, _MIXED_IN)
        into = vessel_uri is not None and target in _VESSELS
        number = vessel_uri.rpartition("/")[2] if into and vessel_uri is not None else ""
        reason = Text(
            f"{done.zh}（{number}）" if number else done.zh,
            f"{done.en} ({number})" if number else done.en,
        )
    if share is not None and (is_heel or inputs > 1):
        return Text(f"{reason.zh}占{_percent(share)} %", f"{reason.en}, {_percent(share)} % of it")
    if inputs > 1:
        return Text(
            f"{reason.zh}，与另外{inputs - 1}份混合",
            f"{reason.en}, mixed with {inputs - 1} other parts",
        )
    return reason


def public_reason(target: lots.LotKind) -> Text:
    """What was done, without the vessel and the masses."""
    return _DONE.get(target, _MIXED_IN)


def _percent(share: float) -> str:
    percent = share * 100
    if 0 < percent < 0.05:
        return "<0.05"
    return f"{percent:.1f}"
