"""The states of a contract version and who may move it."""

from milkshed.kernel.text import Text
from milkshed.platform.workflow import Flow, Move
from milkshed.trade.models import CONTRACT_STATES

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
