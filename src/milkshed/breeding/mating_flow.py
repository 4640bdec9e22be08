"""The states of mating plans, allocations, claims and statements, and who may move them."""

from milkshed.breeding.models.extension import ALLOCATION_STATES, CLAIM_STATES, STATEMENT_STATES
from milkshed.breeding.models.mating import MATING_STATES
from milkshed.kernel.text import Text
from milkshed.platform.workflow import Flow, Move

MATING_FLOW = Flow(
    subject="breeding.mating_plan",
    states=MATING_STATES,
    initial="draft",
    moves=(
        Move("breeding.accept_mating", ("draft",), "accepted", Text("采用方案", "Accept")),
        Move(
            "breeding.replace_mating",
            ("accepted",),
            "replaced",
            Text("由新方案替代", "Replaced by a newer plan"),
        ),
        Move(
            "breeding.withdraw_mating",
            ("draft", "accepted"),
            "withdrawn",
            Text("撤回", "Withdraw"),
        ),
    ),
)

ALLOCATION_FLOW = Flow(
    subject="breeding.allocation",
    states=ALLOCATION_STATES,
    initial="proposed",
    moves=(
        Move(
            "breeding.approve_allocation",
            ("proposed",),
            "approved",
            Text("批准", "Approve"),
            other_than=("breeding.propose_allocation",),
        ),
        Move("breeding.decline_allocation", ("proposed",), "declined", Text("不同意", "Decline")),
        Move("breeding.receive_allocation", ("approved",), "received", Text("登记收货", "Receive")),
        Move(
            "breeding.cancel_allocation",
            ("proposed", "approved"),
            "cancelled",
            Text("取消", "Cancel"),
        ),
    ),
)

CLAIM_FLOW = Flow(
    subject="breeding.claim",
    states=CLAIM_STATES,
    initial="submitted",
    moves=(
        Move(
            "breeding.verify_claim",
            ("submitted",),
            "verified",
            Text("核验通过", "Verify"),
            other_than=("breeding.submit_claim",),
        ),
        Move(
            "breeding.return_claim",
            ("submitted", "verified"),
            "returned",
            Text("退回", "Return"),
        ),
        Move("breeding.draw_statement", ("verified",), "settled", Text("列入结算", "Settle")),
        Move(
            "breeding.cancel_statement",
            ("settled",),
            "verified",
            Text("结算单作废", "The statement was cancelled"),
        ),
    ),
)

STATEMENT_FLOW = Flow(
    subject="breeding.subsidy",
    states=STATEMENT_STATES,
    initial="draft",
    moves=(
        Move(
            "breeding.review_statement",
            ("draft",),
            "reviewed",
            Text("复核通过", "Review"),
            other_than=("breeding.draw_statement",),
        ),
        Move(
            "breeding.approve_statement",
            ("reviewed",),
            "approved",
            Text("批准", "Approve"),
            other_than=("breeding.draw_statement", "breeding.review_statement"),
        ),
        Move(
            "breeding.cancel_statement",
            ("draft", "reviewed"),
            "cancelled",
            Text("作废", "Cancel"),
        ),
    ),
)
