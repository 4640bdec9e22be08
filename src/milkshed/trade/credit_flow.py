"""The steps of an entry in a credit list, and who may take them, for each of the two lists."""

from collections.abc import Mapping

from milkshed.kernel.text import Text
from milkshed.platform.workflow import Flow, Move
from milkshed.trade.models.credit import ENTRY_STATES

SUBJECT = "trade.credit_entry"


def _flow(layer: str) -> Flow:
    def verb(step: str) -> str:
        return f"trade.{step}_{layer}_entry"

    proposer = (verb("propose"), verb("serve"))
    return Flow(
        subject=SUBJECT,
        states=ENTRY_STATES,
        initial="proposed",
        moves=(
            Move(verb("serve"), ("proposed",), "noticed", Text("送达告知书", "Serve the notice")),
            Move(
                verb("withdraw"),
                ("proposed", "noticed"),
                "withdrawn",
                Text("撤回提请", "Withdraw the proposal"),
            ),
            Move(
                verb("decide"),
                ("noticed",),
                "decided",
                Text("决定列入", "Decide to list"),
                other_than=proposer,
            ),
            Move(
                verb("dismiss"),
                ("noticed",),
                "dismissed",
                Text("决定不予列入", "Decide not to list"),
                other_than=proposer,
            ),
            Move(
                verb("publish"),
                ("decided",),
                "published",
                Text("审核公示", "Approve and publish"),
                other_than=(verb("propose"),),
            ),
            Move(
                verb("repair"),
                ("published",),
                "repaired",
                Text("准予修复", "Grant the repair"),
                other_than=(verb("propose"),),
            ),
            Move(
                verb("hear"),
                ("decided", "published"),
                "annulled",
                Text("申诉成立，撤销", "Annul on appeal"),
                other_than=(*proposer, verb("decide"), verb("publish")),
            ),
        ),
    )


ENTRY_FLOWS: Mapping[str, Flow] = {
    "regulator": _flow("regulator"),
    "association": _flow("association"),
}
