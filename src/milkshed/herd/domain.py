"""The herd in the house: its verbs, who holds them, its menu and its figures."""

from milkshed.kernel.text import Text
from milkshed.platform.domain import Domain, MenuItem
from milkshed.platform.figures import Contribution

_SEE = (
    "region_officer",
    "county_officer",
    "inspector",
    "farm_manager",
    "farm_vet",
    "association_secretary",
    "auditor",
    "administrator",
)


def _indicators() -> tuple[Contribution, ...]:
    from milkshed.herd.indicators import contributions

    return contributions()


DOMAIN = Domain(
    label="herd",
    title=Text("牧场", "Herds"),
    order=10,
    verbs={
        "herd.see": _SEE,
        "herd.register_farm": ("region_officer", "county_officer", "administrator"),
        "herd.ask_filing": ("farm_manager",),
        "herd.withdraw_filing": ("farm_manager",),
        "herd.return_filing": ("region_officer", "county_officer", "administrator"),
        "herd.register_animals": ("farm_manager", "county_officer", "administrator"),
        "herd.record_events": ("farm_manager", "farm_vet", "administrator"),
        "herd.arrange_pens": ("farm_manager", "farm_vet", "administrator"),
        "herd.number_animals": ("farm_manager", "farm_vet", "administrator"),
        "herd.confirm_match": ("farm_manager", "farm_vet", "administrator"),
        "herd.dismiss_match": ("farm_manager", "farm_vet", "administrator"),
        "herd.record_farm_days": ("farm_manager", "administrator"),
        "herd.set_targets": ("farm_manager", "administrator"),
        "herd.see_federation": ("region_officer", "auditor", "administrator"),
        "herd.manage_federation": ("administrator",),
        "herd.import_test_days": (
            "farm_manager",
            "county_officer",
            "region_officer",
            "administrator",
        ),
    },
    menu=(
        MenuItem(
            Text("养殖场", "Farms"),
            "herd:farms",
            "herd.see",
            pages=("herd:animal", "herd:timeline", "herd:phone"),
        ),
        MenuItem(
            Text("牧场指标", "Herd figures"),
            "herd:kpi-farms",
            "herd.see",
            pages=("herd:kpi", "herd:kpi-figure"),
        ),
        MenuItem(Text("养殖场备案", "Farm filing"), "herd:filings", "herd.see"),
        MenuItem(Text("文件导入", "File imports"), "herd:imports", "herd.see"),
        MenuItem(Text("平台联合", "Federation"), "herd:federation", "herd.see_federation"),
    ),
    indicators=_indicators,
)
