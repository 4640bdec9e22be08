"""The herd in the house: its verbs, who holds them, its menu and its figures."""

from milkshed.kernel.text import Text
from milkshed.platform.domain import Domain

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


DOMAIN = Domain(
    label="herd",
    title=Text("牧场", "Herds"),
    order=10,
    verbs={
        "herd.see": _SEE,
        "herd.register_farm": ("region_officer", "county_officer", "administrator"),
        "herd.register_animals": ("farm_manager", "county_officer", "administrator"),
        "herd.record_events": ("farm_manager", "farm_vet", "administrator"),
        "herd.record_farm_days": ("farm_manager", "administrator"),
        "herd.import_test_days": (
            "farm_manager",
            "county_officer",
            "region_officer",
            "administrator",
        ),
    },
)
