"""The states of a manual report, and who may move it: reviewed by another person."""

from milkshed.kernel.text import Text
from milkshed.plan.models import REPORT_STATES
from milkshed.platform.workflow import Flow, Move

REPORT_FLOW = Flow(
    subject="plan.manual_report",
    states=REPORT_STATES,
    initial="draft",
    moves=(
        Move("plan.report", ("draft",), "submitted", Text("提交填报", "Submit")),
        Move(
            "plan.accept_report",
            ("submitted",),
            "accepted",
            Text("审核采用", "Accept"),
            other_than=("plan.report",),
        ),
        Move(
            "plan.return_report",
            ("submitted",),
            "returned",
            Text("退回", "Return"),
            other_than=("plan.report",),
        ),
    ),
)
