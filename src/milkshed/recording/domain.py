"""Milk recording in the house: its verbs, who holds them, its menu and its figures."""

from milkshed.kernel.text import Text
from milkshed.platform.domain import Domain, MenuItem
from milkshed.platform.figures import Contribution

_CENTRE = ("dhi_technician", "dhi_reviewer")
_OFFICERS = ("region_officer", "county_officer", "association_secretary", "auditor")
_SEE = (*_CENTRE, *_OFFICERS, "farm_manager", "farm_vet", "administrator")


def _indicators() -> tuple[Contribution, ...]:
    from milkshed.recording.indicators import contributions

    return contributions()


DOMAIN = Domain(
    label="recording",
    title=Text("生产性能测定", "Milk recording"),
    order=15,
    depends_on=("herd",),
    verbs={
        "recording.see": _SEE,
        "recording.see_laboratory": (*_CENTRE, "region_officer", "auditor", "administrator"),
        "recording.enrol": ("dhi_reviewer", "region_officer"),
        "recording.plan_visits": _CENTRE,
        "recording.cancel_visit": _CENTRE,
        "recording.prepare_tubes": _CENTRE,
        "recording.record_sampling": (*_CENTRE, "farm_manager", "farm_vet"),
        "recording.receive_samples": _CENTRE,
        "recording.take_results": _CENTRE,
        "recording.release_results": _CENTRE,
        "recording.read_standards": _CENTRE,
        "recording.compute_month": (*_CENTRE, "region_officer", "administrator"),
        "recording.draft_report": _CENTRE,
        "recording.issue_report": ("dhi_reviewer",),
        "recording.propose_advice": _CENTRE,
        "recording.accept_advice": ("dhi_reviewer", "region_officer"),
        "recording.decline_advice": ("dhi_reviewer", "region_officer"),
        "recording.finish_advice": _CENTRE,
    },
    menu=(
        MenuItem(Text("测定看板", "Milk recording"), "recording:board", "recording.see"),
        MenuItem(Text("测定安排", "Test visits"), "recording:visits", "recording.see"),
        MenuItem(
            Text("结果文件", "Result files"), "recording:lab-files", "recording.see_laboratory"
        ),
        MenuItem(Text("标准样", "Standards"), "recording:standards", "recording.see_laboratory"),
        MenuItem(Text("测定推广", "Recording advice"), "recording:improvement", "recording.see"),
    ),
    indicators=_indicators,
)
