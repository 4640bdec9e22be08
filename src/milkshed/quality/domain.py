"""The manifest of the quality room."""

from milkshed.kernel.text import Text
from milkshed.platform.domain import Domain, MenuItem
from milkshed.platform.figures import Contribution

_OFFICERS = ("region_officer", "county_officer", "inspector", "auditor", "administrator")
_BENCH = ("lab_analyst", "lab_reviewer", "plant_quality")
_DECIDERS = ("region_officer", "county_officer")
_SAMPLED = ("farm_manager", "station_manager", "plant_quality")


def _indicators() -> tuple[Contribution, ...]:
    from milkshed.quality.indicators import contributions

    return contributions()


DOMAIN = Domain(
    label="quality",
    title=Text("质量检测", "Quality"),
    order=30,
    depends_on=("collection",),
    verbs={
        "quality.see_samples": (
            *_OFFICERS,
            *_BENCH,
            "sampler",
            "station_manager",
            "farm_manager",
            "farm_vet",
            "plant_receiver",
            "plant_buyer",
            "association_secretary",
        ),
        "quality.see_limits": (
            *_OFFICERS,
            *_BENCH,
            "sampler",
            "station_manager",
            "farm_manager",
            "farm_vet",
            "plant_receiver",
            "plant_buyer",
            "association_secretary",
        ),
        "quality.see_pass_rate": (*_OFFICERS, "association_secretary"),
        "quality.see_bench": _BENCH,
        "quality.take_sample": ("sampler", "inspector"),
        "quality.take_own_sample": ("plant_quality", "plant_receiver", "station_manager"),
        "quality.seal_sample": ("sampler", "inspector", "plant_quality", "station_manager"),
        "quality.receive_sample": ("lab_analyst", "plant_quality"),
        "quality.record_results": ("lab_analyst", "plant_quality"),
        "quality.review_report": ("lab_reviewer", "plant_quality"),
        "quality.order_retest": ("region_officer", "county_officer", "inspector"),
        "quality.register_laboratory": ("region_officer",),
        "quality.hand_over_sample": (
            *("sampler", "inspector", "lab_analyst", "plant_quality", "station_manager"),
        ),
        "quality.cancel_sample": ("sampler", "inspector", "county_officer", "plant_quality"),
        "quality.unblind_sample": ("region_officer", "county_officer", "lab_reviewer"),
        "quality.see_portions": (*_OFFICERS, *_BENCH, "sampler", "station_manager"),
        "quality.retain_portion": (
            *("sampler", "lab_analyst", "plant_quality", "station_manager"),
        ),
        "quality.open_portion": ("region_officer", "county_officer", "inspector", "plant_quality"),
        "quality.dispose_portion": ("lab_analyst", "lab_reviewer", "plant_quality", "sampler"),
        "quality.see_holds": (
            *_OFFICERS,
            *("plant_quality", "plant_receiver", "station_manager", "farm_manager"),
        ),
        "quality.propose_hold": ("inspector", "county_officer", "region_officer", "plant_quality"),
        "quality.place_hold": ("county_officer", "region_officer", "plant_quality"),
        "quality.reject_hold": ("county_officer", "region_officer", "plant_quality"),
        "quality.release_hold": ("county_officer", "region_officer", "plant_quality"),
        "quality.see_plans": (*_OFFICERS, "sampler"),
        "quality.draft_plan": _DECIDERS,
        "quality.commit_plan": _DECIDERS,
        "quality.draw_plan": (*_DECIDERS, "inspector", "auditor"),
        "quality.close_plan": _DECIDERS,
        "quality.import_results": ("lab_analyst", "plant_quality"),
        "quality.record_control": ("lab_analyst", "plant_quality"),
        "quality.see_laboratory": (*_BENCH, *_DECIDERS, "auditor"),
        "quality.see_comparison": (*_BENCH, *_DECIDERS, "auditor"),
        "quality.open_comparison": _DECIDERS,
        "quality.see_objections": (*_OFFICERS, *_SAMPLED),
        "quality.raise_objection": _SAMPLED,
        "quality.refuse_objection": _DECIDERS,
        "quality.grant_objection": _DECIDERS,
        "quality.request_arbitration": _DECIDERS,
        "quality.conclude_objection": _DECIDERS,
        "quality.see_cases": _OFFICERS,
        "quality.add_evidence": (*_DECIDERS, "inspector"),
        "quality.hand_over_case": (*_DECIDERS, "inspector"),
        "quality.propose_decision": (*_DECIDERS, "inspector"),
        "quality.return_case": _DECIDERS,
        "quality.decide_case": _DECIDERS,
        "quality.close_case": _DECIDERS,
    },
    menu=(
        MenuItem(Text("检测台", "Bench"), "quality:bench", "quality.see_bench"),
        MenuItem(Text("样品与结果", "Samples"), "quality:samples", "quality.see_samples"),
        MenuItem(Text("扣留与解除", "Holds"), "quality:holds", "quality.see_holds"),
        MenuItem(Text("留样", "Retained samples"), "quality:portions", "quality.see_portions"),
        MenuItem(Text("结果文件导入", "Result files"), "quality:files", "quality.import_results"),
        MenuItem(
            Text("质控与能力", "Quality control"), "quality:control", "quality.see_laboratory"
        ),
        MenuItem(Text("实验室比对", "Comparisons"), "quality:rounds", "quality.see_comparison"),
        MenuItem(Text("抽检计划", "Sampling plans"), "quality:plans", "quality.see_plans"),
        MenuItem(Text("抽样任务", "Sampling tasks"), "quality:tasks", "quality.see_plans"),
        MenuItem(Text("异议与复检", "Objections"), "quality:objections", "quality.see_objections"),
        MenuItem(Text("违禁物案件", "Contraband cases"), "quality:cases", "quality.see_cases"),
        MenuItem(Text("限量与时限", "Limits"), "quality:limits", "quality.see_limits"),
    ),
    indicators=_indicators,
)
