"""The states of contract versions, filings and complaints, and who may move them."""

from milkshed.kernel.text import Text
from milkshed.platform.workflow import Flow, Move
from milkshed.trade.models import (
    COMPLAINT_STATES,
    CONTRACT_STATES,
    FILING_STATES,
    GRID_STATES,
    SETTLEMENT_STATES,
)

_SIGN = "trade.sign_contract"

CONTRACT_FLOW = Flow(
    subject="trade.contract",
    states=CONTRACT_STATES,
    initial="draft",
    moves=(
        Move("trade.offer_contract", ("draft",), "offered", Text("送对方审阅", "Offer")),
        Move("trade.return_contract", ("offered",), "draft", Text("退回修改", "Return to draft")),
        Move(_SIGN, ("offered",), "half_signed", Text("签字", "Sign")),
        Move(_SIGN, ("half_signed",), "signed", Text("签字", "Sign"), other_than=(_SIGN,)),
        Move(
            "trade.withdraw_contract",
            ("draft", "offered", "half_signed"),
            "withdrawn",
            Text("撤回", "Withdraw"),
        ),
        Move(
            "trade.replace_contract",
            ("signed",),
            "replaced",
            Text("由新版取代", "Replace by a newer version"),
        ),
        Move("trade.terminate_contract", ("signed",), "terminated", Text("解除", "Terminate")),
    ),
)

FILING_FLOW = Flow(
    subject="trade.filing",
    states=FILING_STATES,
    initial="due",
    moves=(
        Move("trade.submit_filing", ("due", "returned"), "submitted", Text("报送备案", "Submit")),
        Move("trade.answer_filing", ("submitted",), "filed", Text("准予备案", "File")),
        Move("trade.return_filing", ("submitted",), "returned", Text("退回", "Return")),
    ),
)

_MEDIATE = "trade.mediate"

COMPLAINT_FLOW = Flow(
    subject="trade.complaint",
    states=COMPLAINT_STATES,
    initial="filed",
    moves=(
        Move("trade.accept_complaint", ("filed",), "accepted", Text("受理", "Accept")),
        Move("trade.decline_complaint", ("filed",), "declined", Text("不予受理", "Decline")),
        Move(_MEDIATE, ("accepted",), "mediating", Text("开始调解", "Begin mediation")),
        Move("trade.draft_agreement", ("mediating",), "drafted", Text("拟协议", "Draft")),
        Move("trade.redraft_agreement", ("drafted",), "mediating", Text("重拟", "Redraft")),
        Move("trade.sign_agreement", ("drafted",), "agreed", Text("签齐", "Signed by all")),
        Move(
            "trade.fail_mediation",
            ("mediating", "drafted"),
            "failed",
            Text("调解不成", "Mediation failed"),
        ),
        Move(
            "trade.withdraw_complaint",
            ("filed", "accepted", "mediating", "drafted"),
            "withdrawn",
            Text("撤回", "Withdraw"),
        ),
    ),
)

GRID_FLOW = Flow(
    subject="trade.grid",
    states=GRID_STATES,
    initial="draft",
    moves=(
        Move(
            "trade.publish_grid",
            ("draft",),
            "published",
            Text("发布", "Publish"),
            other_than=("trade.draft_grid",),
        ),
        Move("trade.retire_grid", ("published",), "retired", Text("停用", "Retire")),
    ),
)

SETTLEMENT_FLOW = Flow(
    subject="trade.settlement",
    states=SETTLEMENT_STATES,
    initial="draft",
    moves=(
        Move(
            "trade.approve_settlement",
            ("draft",),
            "approved",
            Text("买方审核", "Approve for the buyer"),
            other_than=("trade.make_settlement",),
        ),
        Move(
            "trade.accept_settlement",
            ("approved",),
            "accepted",
            Text("卖方确认", "Accept for the seller"),
            other_than=("trade.make_settlement", "trade.approve_settlement"),
        ),
        Move(
            "trade.dispute_settlement",
            ("approved", "disputed"),
            "disputed",
            Text("提出异议", "Dispute"),
        ),
        Move(
            "trade.answer_dispute",
            ("disputed",),
            "approved",
            Text("答复异议", "Answer the dispute"),
        ),
        Move(
            "trade.withdraw_dispute",
            ("disputed",),
            "approved",
            Text("撤回异议", "Withdraw the dispute"),
        ),
        Move(
            "trade.correct_settlement",
            ("draft", "approved", "disputed", "accepted"),
            "replaced",
            Text("更正（另出新单）", "Correct with a new statement"),
        ),
    ),
)
