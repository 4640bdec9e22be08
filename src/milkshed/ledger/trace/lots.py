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
VESSEL_STATE = LotKind("vessel_state", 5, Text("容器状态批", "Vessel state"))
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


def state_kind(kind: LotKind) -> LotKind:
    """The kind of a vessel's state, by the kind of lot that its inflow would make."""
    return kind if kind in _HELD_IN_VESSELS else VESSEL_STATE


_HELD_IN_VESSELS = frozenset({FARM_TANK, STATION_TANK, TANKER_LOAD, SILO_STATE})
