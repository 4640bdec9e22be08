"""The states of a farm's filing and of a foreign number, and who may move them."""

from milkshed.herd.models import FILING_STATES, MATCH_STATES
from milkshed.kernel.text import Text
from milkshed.platform.workflow import Flow, Move

FILING_FLOW = Flow(
    subject="herd.filing",
    states=FILING_STATES,
    initial="submitted",
    moves=(
        Move("herd.register_farm", ("submitted",), "filed", Text("备案", "File")),
        Move("herd.return_filing", ("submitted",), "returned", Text("退回补正", "Return")),
        Move("herd.ask_filing", ("returned",), "submitted", Text("补正后提交", "Submit again")),
        Move(
            "herd.withdraw_filing",
            ("submitted", "returned"),
            "withdrawn",
            Text("撤回", "Withdraw"),
        ),
    ),
)

MATCH_FLOW = Flow(
    subject="herd.match",
    states=MATCH_STATES,
    initial="open",
    moves=(
        Move("herd.confirm_match", ("open",), "matched", Text("确认对应", "Confirm")),
        Move("herd.dismiss_match", ("open",), "unknown", Text("非本场牛", "Not of this farm")),
    ),
)
