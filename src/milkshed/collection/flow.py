"""The states of handover sheets, applications and licences, and who may move them."""

from milkshed.collection.models import APPLICATION_STATES, INSPECTION_STATES, SHEET_STATES
from milkshed.kernel.text import Text
from milkshed.platform.workflow import Flow, Move

_STATION, _TRANSPORT = "collection.sign_station", "collection.sign_transport"

SHEET_FLOW = Flow(
    subject="collection.sheet",
    states=SHEET_STATES,
    initial="draft",
    moves=(
        Move(_STATION, ("draft",), "loaded", Text("收购站签字", "Station signs")),
        Move(
            _TRANSPORT,
            ("loaded",),
            "under_way",
            Text("驾驶员、押运员签字出发", "Driver and escort sign and leave"),
            other_than=(_STATION,),
        ),
        Move(
            "collection.note_arrival", ("under_way",), "arrived", Text("到厂登记", "Note arrival")
        ),
        Move(
            "collection.accept_load",
            ("arrived",),
            "accepted",
            Text("收奶并签字", "Accept and sign"),
            other_than=(_STATION, _TRANSPORT),
        ),
        Move(
            "collection.refuse_load",
            ("arrived",),
            "refused",
            Text("拒收并签字", "Refuse and sign"),
            other_than=(_STATION, _TRANSPORT),
        ),
        Move(
            "collection.close_sheet",
            ("accepted", "refused"),
            "closed",
            Text("收购站确认办结", "Station confirms and closes"),
            other_than=("collection.accept_load", "collection.refuse_load"),
        ),
        Move(
            "collection.correct_sheet",
            ("loaded", "under_way", "arrived", "accepted", "refused"),
            "replaced",
            Text("更正（另开新版）", "Correct with a new version"),
        ),
    ),
)

INSPECTION_FLOW = Flow(
    subject="collection.inspection",
    states=INSPECTION_STATES,
    initial="planned",
    moves=(
        Move(
            "collection.assign_inspection",
            ("planned", "assigned"),
            "assigned",
            Text("派员", "Assign officers"),
        ),
        Move("collection.move_inspection", ("planned",), "planned", Text("改期", "Change the day")),
        Move(
            "collection.move_inspection", ("assigned",), "assigned", Text("改期", "Change the day")
        ),
        Move(
            "collection.report_inspection",
            ("assigned",),
            "done",
            Text("登记检查结果", "Report the visit"),
        ),
        Move(
            "collection.cancel_inspection",
            ("planned", "assigned"),
            "cancelled",
            Text("取消", "Cancel"),
        ),
        Move(
            "collection.confirm_remedy",
            ("done",),
            "done",
            Text("确认整改完成", "Confirm the remedy"),
        ),
    ),
)

LICENCE_FLOW = Flow(
    subject="collection.licence",
    states={
        "valid": Text("有效", "Valid"),
        "suspended": Text("整改暂停", "Suspended"),
        "revoked": Text("已吊销", "Revoked"),
    },
    initial="valid",
    moves=(
        Move("collection.halt_licence", ("valid",), "suspended", Text("暂停整改", "Suspend")),
        Move("collection.reinstate_licence", ("suspended",), "valid", Text("恢复", "Reinstate")),
        Move(
            "collection.revoke_licence", ("valid", "suspended"), "revoked", Text("吊销", "Revoke")
        ),
    ),
)

_REVIEW, _PASS, _REMEDY = (
    "collection.review_application",
    "collection.pass_visit",
    "collection.order_remedy",
)
_BEFORE_DECISION = (
    "draft", "submitted", "returned", "accepted", "remedy", "visited", "reviewed",
)  # fmt: skip

APPLICATION_FLOW = Flow(
    subject="collection.application",
    states=APPLICATION_STATES,
    initial="draft",
    moves=(
        Move("collection.submit_application", ("draft",), "submitted", Text("提交", "Submit")),
        Move(
            "collection.return_application",
            ("submitted",),
            "returned",
            Text("一次告知补正", "Return for completion"),
        ),
        Move(
            "collection.complete_application",
            ("returned",),
            "submitted",
            Text("补正后提交", "Submit completed"),
        ),
        Move("collection.accept_application", ("submitted",), "accepted", Text("受理", "Accept")),
        Move(
            _PASS, ("accepted", "remedy"), "visited", Text("核查符合要求", "The visit found it fit")
        ),
        Move(_REMEDY, ("accepted", "remedy"), "remedy", Text("责令整改", "Order a remedy")),
        Move(
            _REVIEW,
            ("visited", "remedy"),
            "reviewed",
            Text("审查并提出意见", "Review and recommend"),
        ),
        Move(
            "collection.approve_application",
            ("reviewed",),
            "approved",
            Text("准予许可并发证", "Approve and issue"),
            other_than=(_REVIEW, _PASS, _REMEDY),
        ),
        Move(
            "collection.refuse_application",
            ("submitted", "returned", "reviewed"),
            "refused",
            Text("不予许可", "Refuse"),
            other_than=(_REVIEW, _PASS, _REMEDY),
        ),
        Move(
            "collection.withdraw_application",
            _BEFORE_DECISION,
            "withdrawn",
            Text("撤回申请", "Withdraw"),
        ),
    ),
)
