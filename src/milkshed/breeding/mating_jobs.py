"""Long work of mating: a farm's plan, and the choice of a nucleus."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from milkshed.breeding.actions.matings import Wishes
from milkshed.kernel.text import Text
from milkshed.platform.jobs import Progress, runs
from milkshed.platform.models import Person

PLAN = "breeding.plan_matings"


@runs(PLAN)
def plan_of_a_farm(progress: Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Make the plan of ``farm`` for ``person``; the wishes as texts."""
    from milkshed.breeding.actions.mating_plans.plan import plan_farm

    progress.report(0, 2, Text("计算亲缘与指数，求解选配", "Kinship, indices and the matings"))
    person = Person.objects.get(pk=arguments["person"])
    plan = plan_farm(person, str(arguments["farm"]), wishes_from(arguments))
    progress.report(2, 2)
    return {"plan": plan.pk, "number": plan.number}


def wishes_from(arguments: Mapping[str, Any]) -> Wishes:
    """Wishes out of a job's arguments."""

    def number(name: str) -> Decimal | None:
        told = arguments.get(name)
        return None if told in (None, "") else Decimal(str(told))

    return Wishes(
        source=str(arguments.get("source", "farm")),
        budget_yuan=number("budget_yuan"),
        max_inbreeding_pct=number("max_inbreeding_pct"),
        max_share_pct=number("max_share_pct"),
    )


def as_arguments(person: Person, farm_code: str, wishes: Wishes) -> dict[str, Any]:
    """A job's arguments out of wishes."""

    def text(value: Decimal | None) -> str | None:
        return None if value is None else str(value)

    return {
        "person": person.pk,
        "farm": farm_code,
        "source": wishes.source,
        "budget_yuan": text(wishes.budget_yuan),
        "max_inbreeding_pct": text(wishes.max_inbreeding_pct),
        "max_share_pct": text(wishes.max_share_pct),
    }
