"""The manifest of the factory room."""

from milkshed.kernel.text import Text
from milkshed.platform.domain import Domain, MenuItem
from milkshed.platform.figures import Contribution

_OFFICERS = ("region_officer", "county_officer", "inspector", "auditor", "administrator")
_PLANT = ("plant_receiver", "plant_quality")
_AUTHORITY = ("county_officer", "region_officer")
_CASE_WORKERS = ("plant_quality", "inspector", *_AUTHORITY)


def _indicators() -> tuple[Contribution, ...]:
    from milkshed.factory.indicators import contributions

    return contributions()


DOMAIN = Domain(
    label="factory",
    title=Text("加工", "Processing"),
    order=40,
    depends_on=("collection", "quality"),
    verbs={
        "factory.see": (*_OFFICERS, *_PLANT, "association_secretary"),
        "factory.see_receiving": _PLANT,
        "factory.register_plant": ("region_officer", "county_officer"),
        "factory.register_product": ("plant_quality",),
        "factory.receive": _PLANT,
        "factory.record_cleaning": _PLANT,
        "factory.reinstate_lot": ("county_officer", "region_officer"),
        "factory.see_recall": (*_OFFICERS, *_PLANT),
        "factory.open_recall": _CASE_WORKERS,
        "factory.propose_recall": _CASE_WORKERS,
        "factory.withdraw_recall": _CASE_WORKERS,
        "factory.record_recall": _CASE_WORKERS,
        "factory.report_recall": _CASE_WORKERS,
        "factory.state_on_recall": _PLANT,
        "factory.decide_recall": ("plant_quality", *_AUTHORITY),
        "factory.return_recall": ("plant_quality", *_AUTHORITY),
        "factory.reject_recall": _AUTHORITY,
        "factory.extend_recall": _AUTHORITY,
        "factory.return_report": _AUTHORITY,
        "factory.close_recall": _AUTHORITY,
        "factory.reopen_recall": _AUTHORITY,
        "factory.read_notice": (
            *_PLANT,
            *_AUTHORITY,
            "inspector",
            "station_manager",
            "farm_manager",
            "farm_vet",
        ),
        "factory.hold_lot": ("plant_quality", "inspector"),
        "factory.release_lot": ("plant_quality", "county_officer"),
        "factory.recall_lot": ("plant_quality", "county_officer", "region_officer"),
    },
    menu=(
        MenuItem(Text("到厂收奶入仓", "Milk intake"), "factory:receiving", "factory.see_receiving"),
        MenuItem(Text("奶仓", "Silos"), "factory:silos", "factory.see"),
        MenuItem(Text("生产批次", "Batches"), "factory:batches", "factory.see"),
        MenuItem(Text("产品批次与二维码", "Product lots and QR"), "factory:lots", "factory.see"),
        MenuItem(Text("召回案卷", "Recall cases"), "factory:recalls", "factory.see_recall"),
        MenuItem(Text("召回通知", "Recall notices"), "factory:notices", "factory.read_notice"),
        MenuItem(Text("产品目录", "Products"), "factory:products", "factory.see"),
        MenuItem(Text("加工厂", "Plants"), "factory:plants", "factory.see"),
    ),
    indicators=_indicators,
)
