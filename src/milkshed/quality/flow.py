"""The states of samples, retained portions and holds, and who may move them."""

from milkshed.kernel.text import Text
from milkshed.platform.workflow import Flow, Move
from milkshed.quality.models import HOLD_STATES, PORTION_STATES, SAMPLE_STATES

SAMPLE_FLOW = Flow(
    subject="quality.sample",
    states=SAMPLE_STATES,
    initial="taken",
    moves=(
        Move("quality.seal_sample", ("taken",), "sealed", Text("封样", "Seal")),
        Move("quality.receive_sample", ("sealed",), "received", Text("收样", "Receive")),
        Move("quality.record_results", ("received",), "testing", Text("录入结果", "Enter results")),
        Move(
            "quality.review_report",
            ("testing",),
            "reported",
            Text("复核并出具报告", "Review and report"),
            other_than=("quality.record_results",),
        ),
        Move("quality.order_retest", ("reported",), "retest", Text("同意复检", "Order a retest")),
        Move(
            "quality.cancel_sample",
            ("taken", "sealed", "received"),
            "cancelled",
            Text("样品作废", "Cancel the sample"),
        ),
    ),
)

PORTION_FLOW = Flow(
    subject="quality.portion",
    states=PORTION_STATES,
    initial="stored",
    moves=(
        Move("quality.open_portion", ("stored",), "opened", Text("启用留样", "Open")),
        Move("quality.dispose_portion", ("stored",), "disposed", Text("处置留样", "Dispose")),
    ),
)

HOLD_FLOW = Flow(
    subject="quality.hold",
    states=HOLD_STATES,
    initial="proposed",
    moves=(
        Move("quality.place_hold", ("proposed",), "standing", Text("决定扣留", "Place the hold")),
        Move(
            "quality.reject_hold", ("proposed",), "rejected", Text("不予扣留", "Decide against it")
        ),
        Move(
            "quality.release_hold",
            ("standing",),
            "released",
            Text("解除扣留", "Release"),
            other_than=("quality.place_hold",),
        ),
    ),
)
