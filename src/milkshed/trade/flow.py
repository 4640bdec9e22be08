"""The states of a contract version and who may move it."""

from milkshed.kernel.text import Text
from milkshed.platform.workflow import Flow, Move
from milkshed.trade.models import CONTRACT_STATES, GRID_STATES, SETTLEMENT_STATES

CONTRACT_FLOW = Flow(
    subject="trade.contract",
    states=CONTRACT_STATES,
    initial="draft",
    moves=(
        Move("trade.offer_contract", ("draft",), "offered", Text("送对方审阅", "Offer")),
        Move("trade.return_contract", ("offered",), "draft", Text("退回修改", "Return to draft")),
        Move(
            "trade.sign_contract",
            ("offered",),
            "half_signed",
            Text("签字", "Sign"),
        ),
        Move(
            "trade.sign_contract",
            ("half_signed",),
            "signed",
            Text("签字", "Sign"),
            other_than=("trade.sign_contract",),
        ),
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
        Move(
            "trade.terminate_contract",
            ("signed",),
            "terminated",
            Text("解除", "Terminate"),
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
