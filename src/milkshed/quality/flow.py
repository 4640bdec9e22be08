"""The custody of a sample and who may move it."""

from milkshed.kernel.text import Text
from milkshed.platform.workflow import Flow, Move
from milkshed.quality.models import SAMPLE_STATES

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
    ),
)
