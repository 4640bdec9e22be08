"""The states of everything in the room that moves by verbs, and who may move it."""

from milkshed.kernel.text import Text
from milkshed.plan.models import (
    BULLETIN_STATES,
    ENTRY_STATES,
    ITEM_STATES,
    LETTER_STATES,
    MOVE_STATES,
    PROGRESS_STATES,
    PUBLICATION_STATES,
    REPORT_STATES,
    VERSION_STATES,
)
from milkshed.platform.workflow import Flow, Move

REPORT_FLOW = Flow(
    subject="plan.manual_report",
    states=REPORT_STATES,
    initial="draft",
    moves=(
        Move("plan.report", ("draft",), "submitted", Text("提交填报", "Submit")),
        Move(
            "plan.accept_report",
            ("submitted",),
            "accepted",
            Text("审核采用", "Accept"),
            other_than=("plan.report",),
        ),
        Move(
            "plan.return_report",
            ("submitted",),
            "returned",
            Text("退回", "Return"),
            other_than=("plan.report",),
        ),
    ),
)

VERSION_FLOW = Flow(
    subject="plan.version",
    states=VERSION_STATES,
    initial="loaded",
    moves=(
        Move("plan.load_version", ("loaded",), "loaded", Text("载入", "Load")),
        Move(
            "plan.adopt_version",
            ("loaded", "superseded"),
            "adopted",
            Text("设为现行", "Put in force"),
            other_than=("plan.load_version",),
        ),
    ),
)

ITEM_FLOW = Flow(
    subject="plan.ledger_item",
    states=ITEM_STATES,
    initial="draft",
    moves=(
        Move("plan.open_item", ("draft",), "open", Text("建账", "Open")),
        Move(
            "plan.apply_close", ("open", "returned"), "applied", Text("申请销号", "Ask for closing")
        ),
        Move(
            "plan.verify_close",
            ("applied",),
            "closed",
            Text("核实销号", "Verify and close"),
            other_than=("plan.apply_close", "plan.report_progress"),
        ),
        Move(
            "plan.return_item",
            ("applied",),
            "returned",
            Text("退回整改", "Return"),
            other_than=("plan.apply_close",),
        ),
        Move("plan.reopen_item", ("closed",), "open", Text("重新建账", "Reopen")),
    ),
)

PROGRESS_FLOW = Flow(
    subject="plan.progress",
    states=PROGRESS_STATES,
    initial="draft",
    moves=(
        Move("plan.report_progress", ("draft",), "submitted", Text("填报进展", "Report")),
        Move(
            "plan.accept_progress",
            ("submitted",),
            "accepted",
            Text("审核采用", "Accept"),
            other_than=("plan.report_progress",),
        ),
        Move(
            "plan.return_progress",
            ("submitted",),
            "returned",
            Text("退回", "Return"),
            other_than=("plan.report_progress",),
        ),
    ),
)

LETTER_FLOW = Flow(
    subject="plan.letter",
    states=LETTER_STATES,
    initial="draft",
    moves=(
        Move("plan.draft_letter", ("draft",), "proposed", Text("拟稿送签", "Propose")),
        Move(
            "plan.issue_letter",
            ("proposed",),
            "issued",
            Text("签发", "Issue"),
            other_than=("plan.draft_letter",),
        ),
        Move(
            "plan.withdraw_letter",
            ("draft", "proposed"),
            "withdrawn",
            Text("撤回", "Withdraw"),
        ),
        Move("plan.answer_letter", ("issued",), "answered", Text("回复", "Answer")),
    ),
)

ENTRY_FLOW = Flow(
    subject="plan.register_entry",
    states=ENTRY_STATES,
    initial="draft",
    moves=(
        Move("plan.enter_project", ("draft",), "submitted", Text("登记", "Register")),
        Move(
            "plan.confirm_entry",
            ("submitted",),
            "confirmed",
            Text("确认", "Confirm"),
            other_than=("plan.enter_project",),
        ),
        Move(
            "plan.return_entry",
            ("submitted",),
            "returned",
            Text("退回", "Return"),
            other_than=("plan.enter_project",),
        ),
        Move("plan.withdraw_entry", ("confirmed",), "withdrawn", Text("撤销", "Withdraw")),
    ),
)

FUND_FLOW = Flow(
    subject="plan.fund_move",
    states=MOVE_STATES,
    initial="draft",
    moves=(
        Move("plan.move_fund", ("draft",), "submitted", Text("登记", "Enter")),
        Move(
            "plan.confirm_fund",
            ("submitted",),
            "confirmed",
            Text("确认", "Confirm"),
            other_than=("plan.move_fund",),
        ),
        Move(
            "plan.return_fund",
            ("submitted",),
            "returned",
            Text("退回", "Return"),
            other_than=("plan.move_fund",),
        ),
    ),
)

BULLETIN_FLOW = Flow(
    subject="plan.bulletin",
    states=BULLETIN_STATES,
    initial="draft",
    moves=(
        Move("plan.draw_bulletin", ("draft",), "drawn", Text("起草", "Draw up")),
        Move("plan.edit_bulletin", ("drawn", "edited"), "edited", Text("核改", "Edit")),
        Move(
            "plan.propose_bulletin",
            ("drawn", "edited"),
            "proposed",
            Text("送签", "Propose"),
        ),
        Move("plan.return_bulletin", ("proposed",), "edited", Text("退回修改", "Return")),
        Move(
            "plan.issue_bulletin",
            ("proposed",),
            "issued",
            Text("签发", "Issue"),
            other_than=("plan.draw_bulletin", "plan.edit_bulletin", "plan.propose_bulletin"),
        ),
        Move(
            "plan.withdraw_bulletin",
            ("drawn", "edited", "proposed"),
            "withdrawn",
            Text("撤回", "Withdraw"),
        ),
        Move("plan.replace_bulletin", ("issued",), "replaced", Text("被更正版取代", "Replaced")),
    ),
)

_PUBLISHING = (
    Move("plan.propose_publication", ("draft",), "proposed", Text("提出公开", "Propose")),
    Move(
        "plan.publish",
        ("proposed",),
        "published",
        Text("批准公开", "Publish"),
        other_than=("plan.propose_publication",),
    ),
    Move(
        "plan.refuse_publication",
        ("proposed",),
        "refused",
        Text("不予公开", "Refuse"),
        other_than=("plan.propose_publication",),
    ),
    Move("plan.end_publication", ("published",), "ended", Text("停止公开", "End")),
)

PUBLICATION_FLOW = Flow(
    subject="plan.publication", states=PUBLICATION_STATES, initial="draft", moves=_PUBLISHING
)

PUBLIC_BULLETIN_FLOW = Flow(
    subject="plan.public_bulletin", states=PUBLICATION_STATES, initial="draft", moves=_PUBLISHING
)
