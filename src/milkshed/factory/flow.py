"""The states of product lots and of recall cases, and who may move them."""

from milkshed.factory.models import LOT_STATES, RECALL_STATES
from milkshed.kernel.text import Text
from milkshed.platform.workflow import Flow, Move

_HELD_BY = ("factory.hold_lot", "factory.propose_recall")

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
            other_than=_HELD_BY,
        ),
        Move(
            "factory.recall_lot",
            ("held",),
            "recalled",
            Text("决定召回", "Recall"),
            other_than=_HELD_BY,
        ),
        Move(
            "factory.reinstate_lot",
            ("recalled",),
            "released",
            Text("撤销召回", "Reinstate"),
            other_than=("factory.recall_lot", "factory.decide_recall"),
        ),
    ),
)

LOT_BY_CASE = Flow(
    subject=LOT_FLOW.subject,
    states=LOT_STATES,
    initial=LOT_FLOW.initial,
    moves=(
        Move("factory.propose_recall", ("released",), "held", Text("提请时暂扣", "Hold")),
        Move(
            "factory.decide_recall",
            ("released", "held"),
            "recalled",
            Text("按案卷召回", "Recall by the case"),
        ),
        Move("factory.reject_recall", ("held",), "released", Text("解除暂扣", "Release")),
        Move("factory.withdraw_recall", ("held",), "released", Text("解除暂扣", "Release")),
    ),
)
"""What a step of a recall case does to its lots; the case itself sees to the four eyes."""

_PROPOSERS = ("factory.open_recall", "factory.propose_recall")

RECALL_FLOW = Flow(
    subject="factory.recall",
    states=RECALL_STATES,
    initial="open",
    moves=(
        Move(
            "factory.propose_recall",
            ("open",),
            "proposed",
            Text("提请召回并暂扣", "Propose and hold the lots"),
        ),
        Move(
            "factory.return_recall",
            ("proposed",),
            "open",
            Text("退回补充", "Send back"),
            other_than=_PROPOSERS,
        ),
        Move(
            "factory.decide_recall",
            ("proposed",),
            "decided",
            Text("决定召回", "Decide the recall"),
            other_than=_PROPOSERS,
        ),
        Move(
            "factory.reject_recall",
            ("proposed",),
            "rejected",
            Text("不予召回", "Reject"),
            other_than=_PROPOSERS,
        ),
        Move(
            "factory.withdraw_recall", ("open", "proposed"), "withdrawn", Text("撤回", "Withdraw")
        ),
        Move(
            "factory.report_recall",
            ("decided",),
            "reported",
            Text("提交召回总结", "Report"),
        ),
        Move("factory.extend_recall", ("decided",), "decided", Text("同意延期", "Extend")),
        Move(
            "factory.return_report",
            ("reported",),
            "decided",
            Text("退回总结", "Send the report back"),
            other_than=("factory.report_recall",),
        ),
        Move(
            "factory.close_recall",
            ("reported",),
            "closed",
            Text("核准结案", "Close"),
            other_than=("factory.report_recall",),
        ),
        Move(
            "factory.reopen_recall",
            ("decided", "closed", "rejected", "withdrawn"),
            "open",
            Text("重新核查", "Reopen"),
        ),
    ),
)
