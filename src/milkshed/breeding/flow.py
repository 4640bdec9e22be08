"""The states of entries, samples and evaluations, and who may move them."""

from milkshed.breeding.models import ENTRY_STATES, RUN_STATES, SAMPLE_STATES
from milkshed.kernel.text import Text
from milkshed.platform.workflow import Flow, Move

ENTRY_FLOW = Flow(
    subject="breeding.entry",
    states=ENTRY_STATES,
    initial="registered",
    moves=(
        Move(
            "breeding.question_parentage",
            ("registered", "verified"),
            "questioned",
            Text("提出亲缘疑问", "Question the parentage"),
        ),
        Move(
            "breeding.verify_parentage",
            ("registered", "questioned"),
            "verified",
            Text("基因组核实", "Verify by genotype"),
        ),
        Move(
            "breeding.correct_parentage",
            ("questioned",),
            "registered",
            Text("更正亲本", "Correct the parents"),
            other_than=("breeding.question_parentage",),
        ),
        Move(
            "breeding.withdraw_entry",
            ("registered", "questioned", "verified"),
            "withdrawn",
            Text("注销登记", "Withdraw"),
        ),
    ),
)

SAMPLE_FLOW = Flow(
    subject="breeding.sample",
    states=SAMPLE_STATES,
    initial="ordered",
    moves=(
        Move("breeding.collect_sample", ("ordered",), "collected", Text("登记采样", "Collected")),
        Move("breeding.send_sample", ("collected",), "sent", Text("登记寄出", "Sent")),
        Move("breeding.receive_sample", ("sent",), "received", Text("登记到样", "Received")),
        Move(
            "breeding.load_genotypes",
            ("received", "loaded"),
            "loaded",
            Text("导入基因型", "Load genotypes"),
        ),
        Move("breeding.accept_genotype", ("loaded",), "accepted", Text("采用", "Accept")),
        Move(
            "breeding.refuse_genotype",
            ("received", "loaded"),
            "refused",
            Text("不采用", "Refuse"),
        ),
        Move(
            "breeding.cancel_sample",
            ("ordered", "collected"),
            "cancelled",
            Text("取消", "Cancel"),
        ),
    ),
)

# a run becomes ready by having been computed, which is nobody's decision
RUN_FLOW = Flow(
    subject="breeding.run",
    states=RUN_STATES,
    initial="computing",
    moves=(
        Move(
            "breeding.review_run",
            ("ready",),
            "reviewed",
            Text("初审通过", "Review"),
            other_than=("breeding.start_run",),
        ),
        Move(
            "breeding.approve_run",
            ("reviewed",),
            "approved",
            Text("终审通过", "Approve"),
            other_than=("breeding.start_run", "breeding.review_run"),
        ),
        Move("breeding.publish_run", ("approved",), "published", Text("发布", "Publish")),
        Move(
            "breeding.reject_run",
            ("computing", "ready", "reviewed", "approved"),
            "rejected",
            Text("不予发布", "Reject"),
        ),
        Move(
            "breeding.ask_rollback",
            ("published",),
            "rollback_asked",
            Text("申请撤回", "Ask to roll back"),
        ),
        Move(
            "breeding.keep_published",
            ("rollback_asked",),
            "published",
            Text("不同意撤回", "Keep it published"),
        ),
        Move(
            "breeding.roll_back",
            ("rollback_asked",),
            "withdrawn",
            Text("撤回，恢复上一期", "Roll back to the earlier run"),
            other_than=("breeding.ask_rollback",),
        ),
    ),
)
