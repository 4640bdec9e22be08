"""What people ask of a mating plan, and what they do with it."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from milkshed.breeding.mating_flow import MATING_FLOW
from milkshed.breeding.models.mating import MatingPlan
from milkshed.kernel.problems import invalid, require_reason
from milkshed.platform.models import Person
from milkshed.platform.scope import get_visible, scope_of

SOURCES = ("farm", "centre")
_LARGEST_BUDGET = Decimal(10**8)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person asks of the plan; limits left out are those of the rules.

    ``source``: straws the farm holds (``farm``) or what the centre could give (``centre``).
    """

    source: str = "farm"
    budget_yuan: Decimal | None = None
    max_inbreeding_pct: Decimal | None = None
    max_share_pct: Decimal | None = None

    def check(self) -> None:
        """Raise the first limit that is out of range."""
        if self.source not in SOURCES:
            raise invalid("source", self.source, "choice", "请选择冻精来源", "Say whose straws")
        for name, value, most, unit in (
            ("budget_yuan", self.budget_yuan, _LARGEST_BUDGET, "元"),
            ("max_inbreeding_pct", self.max_inbreeding_pct, Decimal(50), "%"),
            ("max_share_pct", self.max_share_pct, Decimal(100), "%"),
        ):
            if value is not None and not 0 <= value <= most:
                raise invalid(
                    name,
                    value,
                    "range",
                    f"应在0至{most}{unit}之间",
                    f"Must lie within 0 and {most}",
                )


def accept_plan(person: Person, plan_id: int) -> MatingPlan:
    """Take a plan into use; the one in use before is replaced."""
    with transaction.atomic():
        plan = _locked(person, plan_id)
        MATING_FLOW.check(plan, "breeding.accept_mating", person)
        earlier = MatingPlan.objects.select_for_update().filter(
            place=plan.place_id, state="accepted"
        )
        for one in earlier:
            MATING_FLOW.perform(one, "breeding.replace_mating", person, opinion=plan.number)
        MATING_FLOW.perform(plan, "breeding.accept_mating", person)
    return plan


def withdraw_plan(person: Person, plan_id: int, opinion: str) -> MatingPlan:
    """Withdraw a plan with the reason."""
    require_reason(opinion, "请填写原因", "Say why", field="opinion")
    with transaction.atomic():
        plan = _locked(person, plan_id)
        MATING_FLOW.perform(plan, "breeding.withdraw_mating", person, opinion=opinion)
    return plan


def _locked(person: Person, plan_id: int) -> MatingPlan:
    plans = MatingPlan.objects.select_for_update(of=("self",)).select_related("place")
    return get_visible(plans, scope_of(person), pk=plan_id)
