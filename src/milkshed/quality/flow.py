"""The states of the laboratory's records, and who may move them."""

from milkshed.kernel.text import Text
from milkshed.platform.workflow import Flow, Move
from milkshed.quality.models import (
    CASE_STATES,
    HOLD_STATES,
    OBJECTION_STATES,
    PLAN_STATES,
    PORTION_STATES,
    SAMPLE_STATES,
)

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

PLAN_FLOW = Flow(
    subject="quality.plan",
    states=PLAN_STATES,
    initial="draft",
    moves=(
        Move("quality.commit_plan", ("draft",), "committed", Text("封存名录和种子", "Commit")),
        Move(
            "quality.draw_plan",
            ("committed",),
            "drawn",
            Text("见证抽取", "Draw"),
            other_than=("quality.commit_plan",),
        ),
        Move("quality.close_plan", ("drawn",), "closed", Text("结束计划", "Close")),
    ),
)

OBJECTION_FLOW = Flow(
    subject="quality.objection",
    states=OBJECTION_STATES,
    initial="raised",
    moves=(
        Move("quality.refuse_objection", ("raised",), "refused", Text("不予受理", "Refuse")),
        Move("quality.grant_objection", ("raised",), "retest", Text("受理并复检", "Grant")),
        Move(
            "quality.request_arbitration",
            ("retest",),
            "arbitration",
            Text("提请仲裁检验", "Ask for arbitration"),
        ),
        Move(
            "quality.conclude_objection",
            ("retest", "arbitration"),
            "concluded",
            Text("办结", "Conclude"),
        ),
    ),
)

CASE_FLOW = Flow(
    subject="quality.case",
    states=CASE_STATES,
    initial="open",
    moves=(
        Move(
            "quality.hand_over_case",
            ("open",),
            "handed_over",
            Text("移送执法或公安机关", "Hand over to the authority"),
        ),
        Move(
            "quality.propose_decision",
            ("open", "handed_over"),
            "proposed",
            Text("提出处理意见", "Propose a decision"),
        ),
        Move(
            "quality.return_case",
            ("proposed",),
            "open",
            Text("退回补充", "Send back"),
            other_than=("quality.propose_decision",),
        ),
        Move(
            "quality.decide_case",
            ("proposed",),
            "decided",
            Text("作出决定", "Decide"),
            other_than=("quality.propose_decision",),
        ),
        Move("quality.close_case", ("decided",), "closed", Text("结案归档", "Close")),
    ),
)
