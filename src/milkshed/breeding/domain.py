"""Breeding in the house: its verbs, who holds them, its menu and its figures."""

from milkshed.breeding.mating_verbs import MATING_MENU, MATING_VERBS
from milkshed.kernel.text import Text
from milkshed.platform.domain import Beside, Domain, MenuItem
from milkshed.platform.figures import Contribution
from milkshed.platform.scope import Scope

_CENTRE = ("breeding_officer", "breeding_approver")
_OFFICERS = ("region_officer", "county_officer", "association_secretary", "auditor")
_SEE = (*_CENTRE, *_OFFICERS, "farm_manager", "farm_vet", "administrator")


def _indicators() -> tuple[Contribution, ...]:
    from milkshed.breeding.indicators import contributions

    return contributions()


def _cow_page(scope: Scope, animal: int) -> str:
    """The page of a cow's published values, empty where she has none in the scope's reach."""
    from django.urls import reverse

    from milkshed.breeding.queries.catalogue import cow_value

    return "" if cow_value(scope, animal) is None else reverse("breeding:cow", args=[animal])


DOMAIN = Domain(
    label="breeding",
    title=Text("育种", "Breeding"),
    order=20,
    depends_on=("herd", "recording"),
    verbs={
        "breeding.see": _SEE,
        "breeding.see_runs": (*_CENTRE, "region_officer", "auditor", "administrator"),
        "breeding.register_bull": _CENTRE,
        "breeding.register_pedigree": _CENTRE,
        "breeding.question_parentage": _CENTRE,
        "breeding.verify_parentage": _CENTRE,
        "breeding.correct_parentage": ("breeding_approver",),
        "breeding.withdraw_entry": ("breeding_approver",),
        "breeding.classify": _CENTRE,
        "breeding.order_genotypes": (*_CENTRE, "farm_manager"),
        "breeding.collect_sample": (*_CENTRE, "farm_manager", "farm_vet"),
        "breeding.send_sample": (*_CENTRE, "farm_manager", "farm_vet"),
        "breeding.receive_sample": _CENTRE,
        "breeding.load_genotypes": _CENTRE,
        "breeding.accept_genotype": _CENTRE,
        "breeding.refuse_genotype": _CENTRE,
        "breeding.cancel_sample": _CENTRE,
        "breeding.start_run": (*_CENTRE, "administrator"),
        "breeding.review_run": _CENTRE,
        "breeding.approve_run": ("breeding_approver", "region_officer"),
        "breeding.publish_run": ("breeding_approver", "region_officer"),
        "breeding.reject_run": ("breeding_approver", "region_officer"),
        "breeding.ask_rollback": _CENTRE,
        "breeding.keep_published": ("breeding_approver", "region_officer"),
        "breeding.roll_back": ("breeding_approver", "region_officer"),
        **MATING_VERBS,
    },
    menu=(
        MenuItem(Text("种公牛目录", "Bull catalogue"), "breeding:bulls", "breeding.see"),
        MenuItem(Text("基因组育种值", "Genomic values"), "breeding:genomic", "breeding.see"),
        MenuItem(Text("选择指数", "Selection indices"), "breeding:indices", "breeding.see"),
        MenuItem(Text("牧场育种报告", "Breeding by farm"), "breeding:farms", "breeding.see"),
        MenuItem(Text("系谱登记", "Herd book"), "breeding:register", "breeding.see"),
        MenuItem(Text("体型鉴定", "Type classification"), "breeding:types", "breeding.see"),
        MenuItem(Text("基因型样品", "Genotype samples"), "breeding:samples", "breeding.see"),
        MenuItem(Text("遗传评估", "Evaluations"), "breeding:runs", "breeding.see_runs"),
        *MATING_MENU,
    ),
    beside=(Beside("herd.animal", Text("育种值", "Breeding values"), "breeding.see", _cow_page),),
    indicators=_indicators,
)
