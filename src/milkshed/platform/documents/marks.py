"""Wording that every document shares."""

from milkshed.kernel.text import Text

SYNTHETIC = Text("演示数据", "Demonstration data")
SYNTHETIC_NOTICE = Text(
    "演示数据：由模拟产生，不代表任何真实单位，不作为任何依据",
    "Demonstration data: simulated, about no real organisation, no evidence of anything",
)
