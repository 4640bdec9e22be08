"""The states of contract versions, price rounds and complaints, and who may move them."""

from milkshed.kernel.text import Text
from milkshed.platform.workflow import Flow, Move
from milkshed.trade.models import CONTRACT_STATES, PRICE_COMPLAINT_STATES, ROUND_STATES

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

_COMPUTERS = ("trade.close_cost_survey", "trade.compute_price", "trade.decide_price")

PRICE_ROUND_FLOW = Flow(
    subject="trade.price_round",
    states=ROUND_STATES,
    initial="survey",
    moves=(
        Move(
            "trade.close_cost_survey",
            ("survey",),
            "talks",
            Text("结束调查并测算", "Close the survey and compute"),
        ),
        Move("trade.reopen_cost_survey", ("talks",), "survey", Text("重开调查", "Reopen")),
        Move("trade.compute_price", ("talks",), "talks", Text("重新测算", "Compute anew")),
        Move("trade.decide_price", ("talks",), "decided", Text("表决通过", "Carried")),
        Move("trade.return_price", ("decided",), "talks", Text("退回再议", "Send back")),
        Move(
            "trade.publish_price",
            ("decided",),
            "published",
            Text("签发公布", "Publish"),
            other_than=_COMPUTERS,
        ),
        Move("trade.suspend_price", ("talks",), "suspended", Text("本期暂停发布", "Suspend")),
    ),
)

PRICE_COMPLAINT_FLOW = Flow(
    subject="trade.price_complaint",
    states=PRICE_COMPLAINT_STATES,
    initial="filed",
    moves=(
        Move("trade.accept_price_complaint", ("filed",), "accepted", Text("受理", "Take up")),
        Move("trade.refuse_price_complaint", ("filed",), "refused", Text("不予受理", "Refuse")),
        Move("trade.answer_price_complaint", ("accepted",), "answered", Text("答复", "Answer")),
        Move(
            "trade.close_price_complaint",
            ("answered",),
            "closed",
            Text("办结", "Close"),
            other_than=("trade.answer_price_complaint",),
        ),
    ),
)
