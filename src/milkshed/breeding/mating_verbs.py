"""Who may plan matings and hand out semen and embryos; part of the room's manifest."""

from milkshed.kernel.text import Text
from milkshed.platform.domain import MenuItem

_CENTRE = ("breeding_officer", "breeding_approver")
_OFFICERS = ("region_officer", "county_officer", "association_secretary", "auditor")
_SEE = (*_CENTRE, *_OFFICERS, "farm_manager", "farm_vet", "administrator")
_FARM = ("farm_manager",)

MATING_VERBS: dict[str, tuple[str, ...]] = {
    "breeding.see_matings": _SEE,
    "breeding.plan_matings": (*_CENTRE, *_FARM),
    "breeding.accept_mating": _FARM,
    "breeding.replace_mating": _FARM,
    "breeding.withdraw_mating": (*_CENTRE, *_FARM),
    "breeding.select_nucleus": (*_CENTRE, "region_officer", "auditor", "administrator"),
    "breeding.see_extension": _SEE,
    "breeding.register_batch": _CENTRE,
    "breeding.register_donor": _CENTRE,
    "breeding.set_quota": ("region_officer",),
    "breeding.propose_allocation": _CENTRE,
    "breeding.approve_allocation": ("breeding_approver", "county_officer"),
    "breeding.decline_allocation": ("breeding_approver", "county_officer"),
    "breeding.receive_allocation": ("farm_manager", "farm_vet"),
    "breeding.cancel_allocation": _CENTRE,
    "breeding.submit_claim": _FARM,
    "breeding.verify_claim": (*_CENTRE, "county_officer"),
    "breeding.return_claim": (*_CENTRE, "county_officer"),
    "breeding.draw_statement": _CENTRE,
    "breeding.review_statement": ("breeding_approver", "county_officer"),
    "breeding.approve_statement": ("region_officer",),
    "breeding.cancel_statement": (*_CENTRE, "region_officer"),
}

MATING_MENU: tuple[MenuItem, ...] = (
    MenuItem(Text("选配方案", "Mating plans"), "breeding:matings", "breeding.see_matings"),
    MenuItem(Text("核心群选择", "Nucleus"), "breeding:nucleus", "breeding.select_nucleus"),
    MenuItem(Text("冻精胚胎推广", "Extension"), "breeding:extension", "breeding.see_extension"),
    MenuItem(Text("推广补贴", "Subsidy claims"), "breeding:claims", "breeding.see_extension"),
)
