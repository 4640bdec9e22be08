"""What kind of lot a lot is: told by the step that made it."""

from dataclasses import dataclass

from milkshed.kernel.text import Text
from milkshed.ledger.models import EventType


@dataclass(frozen=True, slots=True)
class LotKind:
    """A kind of lot in the flow from cow to cup; ``order`` grows downstream."""

    code: str
    order: int
    name: Text


MILKING = LotKind("milking", 1, Text("挤奶批", "Milking lot"))
FARM_TANK = LotKind("farm_tank", 2, Text("牧场奶罐批", "Farm tank lot"))
STATION_TANK = LotKind("station_tank", 3, Text("收购站奶罐批", "Station tank lot"))
TANKER_LOAD = LotKind("tanker_load", 4, Text("奶车装运批", "Tanker load"))
SILO_STATE = LotKind("silo_state", 5, Text("奶仓状态批", "Silo state"))
BATCH = LotKind("batch", 6, Text("加工批", "Processing batch"))
PRODUCT = LotKind("product", 7, Text("产品批", "Product lot"))
PALLET = LotKind("pallet", 8, Text("托盘", "Pallet"))
OTHER = LotKind("other", 9, Text("其他批", "Other lot"))
UNRECORDED = LotKind("unrecorded", 0, Text("无生成记录的批", "Lot without a record of its making"))

_BY_STEP: dict[tuple[int, str | None], LotKind] = {
    (EventType.OBJECT, "creating_class_instance"): MILKING,
    (EventType.TRANSFORMATION, "storing"): FARM_TANK,
    (EventType.TRANSFORMATION, "receiving"): STATION_TANK,
    (EventType.TRANSFORMATION, "loading"): TANKER_LOAD,
    (EventType.TRANSFORMATION, "unloading"): SILO_STATE,
    (EventType.TRANSFORMATION, "creating_class_instance"): BATCH,
    (EventType.TRANSFORMATION, "packing"): PRODUCT,
    (EventType.AGGREGATION, "packing"): PALLET,
}


def kind_made_by(event_type: int | None, biz_step: str | None) -> LotKind:
    """The kind of lot that an event of this type and step makes."""
    if event_type is None:
        return UNRECORDED
    return _BY_STEP.get((event_type, biz_step), OTHER)


def hop_reason(target: LotKind, inputs: int) -> Text:
    """Why a source stands behind a lot: what was done, and out of how many parts."""
    done = {
        FARM_TANK: Text("挤奶后存入牧场奶罐", "stored in the farm tank after milking"),
        STATION_TANK: Text("收购站收奶入罐", "received into the station tank"),
        TANKER_LOAD: Text("从奶罐装上奶车", "loaded from the tank into the tanker"),
        SILO_STATE: Text("卸入奶仓", "unloaded into the silo"),
        BATCH: Text("由奶仓取奶加工", "drawn from silos for processing"),
        PRODUCT: Text("由加工批灌装", "packed from processing batches"),
        PALLET: Text("产品码放在托盘", "packed on the pallet"),
    }.get(target, Text("混入", "mixed in"))
    if inputs == 1:
        return done
    return Text(
        f"{done.zh}，与另外{inputs - 1}份混合", f"{done.en}, mixed with {inputs - 1} other parts"
    )
