"""The manifest of the factory room."""

from milkshed.kernel.text import Text
from milkshed.platform.domain import Domain, MenuItem
from milkshed.platform.figures import Contribution

_OFFICERS = ("region_officer", "county_officer", "inspector", "auditor", "administrator")
_PLANT = ("plant_receiver", "plant_quality")


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
        "factory.hold_lot": ("plant_quality", "inspector"),
        "factory.release_lot": ("plant_quality", "county_officer"),
        "factory.recall_lot": ("plant_quality", "county_officer", "region_officer"),
    },
    menu=(
        MenuItem(Text("到厂收奶入仓", "Milk intake"), "factory:receiving", "factory.see_receiving"),
        MenuItem(Text("奶仓", "Silos"), "factory:silos", "factory.see"),
        MenuItem(Text("生产批次", "Batches"), "factory:batches", "factory.see"),
        MenuItem(Text("产品批次与二维码", "Product lots and QR"), "factory:lots", "factory.see"),
        MenuItem(Text("产品目录", "Products"), "factory:products", "factory.see"),
        MenuItem(Text("加工厂", "Plants"), "factory:plants", "factory.see"),
    ),
    indicators=_indicators,
)
