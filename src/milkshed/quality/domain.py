"""The manifest of the quality room."""

from milkshed.kernel.text import Text
from milkshed.platform.domain import Domain, MenuItem
from milkshed.platform.figures import Contribution

_OFFICERS = ("region_officer", "county_officer", "inspector", "auditor", "administrator")
_BENCH = ("lab_analyst", "lab_reviewer", "plant_quality")


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
    },
    menu=(
        MenuItem(Text("检测台", "Bench"), "quality:bench", "quality.see_bench"),
        MenuItem(Text("样品与结果", "Samples"), "quality:samples", "quality.see_samples"),
        MenuItem(Text("限量与时限", "Limits"), "quality:limits", "quality.see_limits"),
    ),
    indicators=_indicators,
)
