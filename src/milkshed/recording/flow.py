"""The states of visits, reports and advice, and who may move them."""

from milkshed.kernel.text import Text
from milkshed.platform.workflow import Flow, Move
from milkshed.recording.models import ADVICE_STATES, REPORT_STATES, VISIT_STATES

VISIT_FLOW = Flow(
    subject="recording.visit",
    states=VISIT_STATES,
    initial="planned",
    moves=(
        Move(
            "recording.prepare_tubes",
            ("planned", "prepared"),
            "prepared",
            Text("备样品管", "Prepare tubes"),
        ),
        Move(
            "recording.record_sampling",
            ("prepared", "sampled"),
            "sampled",
            Text("登记采样", "Record sampling"),
        ),
        Move(
            "recording.receive_samples",
            ("sampled",),
            "received",
            Text("样品到实验室", "Samples arrive"),
        ),
        Move(
            "recording.take_results",
            ("received", "analysed"),
            "analysed",
            Text("导入检测结果", "Take results"),
        ),
        Move(
            "recording.release_results",
            ("analysed",),
            "released",
            Text("审核发布", "Release"),
            other_than=("recording.take_results",),
        ),
        Move(
            "recording.cancel_visit",
            ("planned", "prepared"),
            "cancelled",
            Text("取消", "Cancel"),
        ),
    ),
)

REPORT_FLOW = Flow(
    subject="recording.report",
    states=REPORT_STATES,
    initial="draft",
    moves=(
        Move(
            "recording.issue_report",
            ("draft",),
            "issued",
            Text("签发", "Issue"),
            other_than=("recording.draft_report",),
        ),
    ),
)

ADVICE_FLOW = Flow(
    subject="recording.advice",
    states=ADVICE_STATES,
    initial="proposed",
    moves=(
        Move("recording.accept_advice", ("proposed",), "accepted", Text("安排上门", "Accept")),
        Move("recording.decline_advice", ("proposed",), "declined", Text("不安排", "Decline")),
        Move("recording.finish_advice", ("accepted",), "done", Text("完成上门", "Finish")),
    ),
)
