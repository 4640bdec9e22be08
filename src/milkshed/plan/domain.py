"""The manifest of the plan room. It knows no domain: each hands it figures."""

from milkshed.kernel.text import Text
from milkshed.platform.domain import Domain, MenuItem
from milkshed.platform.figures import Contribution

_SEE = (
    "region_officer",
    "county_officer",
    "member_unit_officer",
    "inspector",
    "association_secretary",
    "auditor",
    "administrator",
)

_OFFICE = ("region_officer", "administrator")
_UNITS = ("region_officer", "county_officer", "member_unit_officer")
_AREAS = ("region_officer", "county_officer")
_LEDGER = (*_UNITS, "association_secretary", "auditor", "administrator")


def _indicators() -> tuple[Contribution, ...]:
    from milkshed.plan.indicators import contributions

    return contributions()


DOMAIN = Domain(
    label="plan",
    title=Text("规划执行", "Plan"),
    order=90,
    verbs={
        "plan.see": _SEE,
        "plan.compute": _OFFICE,
        "plan.report": (*_UNITS, "association_secretary"),
        "plan.accept_report": _OFFICE,
        "plan.return_report": _OFFICE,
        "plan.load_version": _OFFICE,
        "plan.adopt_version": _OFFICE,
        "plan.set_duty": ("region_officer",),
        "plan.split_target": ("region_officer",),
        "plan.set_milestone": ("region_officer",),
        "plan.close_period": _OFFICE,
        "plan.see_ledger": _LEDGER,
        "plan.open_item": ("region_officer",),
        "plan.note_meeting": ("region_officer",),
        "plan.report_progress": _UNITS,
        "plan.accept_progress": _OFFICE,
        "plan.return_progress": _OFFICE,
        "plan.apply_close": _UNITS,
        "plan.verify_close": _OFFICE,
        "plan.return_item": _OFFICE,
        "plan.reopen_item": _OFFICE,
        "plan.draft_letter": ("region_officer",),
        "plan.issue_letter": _OFFICE,
        "plan.withdraw_letter": _OFFICE,
        "plan.answer_letter": _UNITS,
        "plan.receive": _UNITS,
        "plan.see_registers": _LEDGER,
        "plan.enter_project": (*_UNITS, "association_secretary"),
        "plan.confirm_entry": _OFFICE,
        "plan.return_entry": _OFFICE,
        "plan.withdraw_entry": ("region_officer",),
        "plan.open_fund": _UNITS,
        "plan.move_fund": _UNITS,
        "plan.confirm_fund": _OFFICE,
        "plan.return_fund": _OFFICE,
        "plan.try_siting": _LEDGER,
        "plan.keep_siting": _UNITS,
        "plan.set_resource": ("region_officer", "county_officer"),
        "plan.draw_bulletin": _AREAS,
        "plan.edit_bulletin": _AREAS,
        "plan.propose_bulletin": _AREAS,
        "plan.return_bulletin": (*_AREAS, "administrator"),
        "plan.issue_bulletin": (*_AREAS, "administrator"),
        "plan.replace_bulletin": (*_AREAS, "administrator"),
        "plan.withdraw_bulletin": (*_AREAS, "administrator"),
        "plan.propose_publication": ("region_officer", "association_secretary"),
        "plan.publish": _OFFICE,
        "plan.refuse_publication": _OFFICE,
        "plan.end_publication": _OFFICE,
    },
    menu=(
        MenuItem(Text("指标总表", "Indicators"), "plan:board", "plan.see"),
        MenuItem(Text("三个清单", "Three lists"), "plan:lists", "plan.see"),
        MenuItem(Text("台账督办", "Ledger of tasks"), "plan:items", "plan.see_ledger"),
        MenuItem(Text("督办函", "Letters"), "plan:letters", "plan.see_ledger"),
        MenuItem(
            Text("项目登记", "Registers"),
            "plan:registers",
            "plan.see_registers",
            pages=("plan:entry",),
        ),
        MenuItem(Text("项目资金", "Funds"), "plan:funds", "plan.see_registers"),
        MenuItem(Text("新建牧场推演", "What-if: new farm"), "plan:siting", "plan.try_siting"),
        MenuItem(Text("会议纪要", "Meetings"), "plan:meetings", "plan.open_item"),
        MenuItem(Text("填报审核", "Reports to review"), "plan:reports", "plan.see"),
        MenuItem(Text("通报", "Bulletins"), "plan:bulletins", "plan.see"),
        MenuItem(Text("数据公开", "Open data"), "plan:publications", "plan.see"),
        MenuItem(
            Text("规划文本", "The plan"),
            "plan:document",
            "plan.see",
            pages=("plan:versions", "plan:compare"),
        ),
        MenuItem(Text("规划结构", "Outline of the plan"), "plan:outline", "plan.see"),
        MenuItem(Text("矛盾与口径", "Contradictions"), "plan:contradictions", "plan.see"),
    ),
    indicators=_indicators,
)
