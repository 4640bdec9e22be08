"""The states of a product lot, and who may move it."""

from milkshed.factory.models import LOT_STATES
from milkshed.kernel.text import Text
from milkshed.platform.workflow import Flow, Move

LOT_FLOW = Flow(
    subject="factory.product_lot",
    states=LOT_STATES,
    initial="released",
    moves=(
        Move("factory.hold_lot", ("released",), "held", Text("暂扣", "Hold")),
        Move(
            "factory.release_lot",
            ("held",),
            "released",
            Text("解除暂扣", "Release"),
            other_than=("factory.hold_lot",),
        ),
        Move(
            "factory.recall_lot",
            ("held",),
            "recalled",
            Text("决定召回", "Recall"),
            other_than=("factory.hold_lot",),
        ),
    ),
)
