"""What people call the steps of the flow."""

from milkshed.kernel.text import Text
from milkshed.ledger.models import EventType

CLEANING = "https://milkshed.example/ns/bizStep/cleaning"

_NAMES: dict[str, Text] = {
    "storing": Text("存入牧场奶罐", "Storing in the farm tank"),
    "receiving": Text("收购站收奶", "Receiving at the station"),
    "loading": Text("装车", "Loading"),
    "shipping": Text("发运（交接单）", "Shipping (handover sheet)"),
    "unloading": Text("卸奶入仓", "Unloading into a silo"),
    "packing": Text("灌装", "Packing"),
    "sampling": Text("采样", "Sampling"),
    "inspecting": Text("检验", "Inspecting"),
    "arriving": Text("到达", "Arriving"),
    "accepting": Text("接收", "Accepting"),
    "holding": Text("暂扣", "Holding"),
    "destroying": Text("销毁", "Destroying"),
    "sensor_reporting": Text("传感器读数", "Sensor reading"),
    CLEANING: Text("清洗", "Cleaning"),
}
_NAMES_BY_TYPE: dict[tuple[int, str], Text] = {
    (EventType.OBJECT, "creating_class_instance"): Text("挤奶", "Milking"),
    (EventType.TRANSFORMATION, "creating_class_instance"): Text("投料加工", "Processing"),
    (EventType.AGGREGATION, "packing"): Text("码盘", "Palletising"),
}
_UNNAMED = Text("事实", "Fact")


def step_name(event_type: int, biz_step: str | None) -> Text:
    """The step in words; one that is not of the milk flow keeps the name it was given."""
    if not biz_step:
        return _UNNAMED
    known = _NAMES_BY_TYPE.get((event_type, biz_step)) or _NAMES.get(biz_step)
    return known or Text(biz_step, biz_step)
