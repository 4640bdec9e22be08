"""Planning a farm's matings; imported where it is used, for it loads compiled kernels."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from milkshed.breeding.actions.mating_plans.account import (
    findings_of,
    matings_of,
    settings_of,
    stock_of,
)
from milkshed.breeding.actions.mating_plans.outcome import outcome_of
from milkshed.breeding.actions.mating_plans.question import ask, scores_of
from milkshed.breeding.actions.matings import Wishes
from milkshed.breeding.mating_flow import MATING_FLOW
from milkshed.breeding.models.mating import MatingPlan, PlannedMating
from milkshed.breeding.queries.candidates import candidates
from milkshed.breeding.queries.merits import published_run
from milkshed.breeding.queries.reach import farm_in_reach
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.science.mating import plan as matings
from milkshed.herd.facade import FarmFacts
from milkshed.kernel.problems import CONFLICT, Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import Person, Transition
from milkshed.platform.permissions import require


def plan_farm(person: Person, farm_code: str, wishes: Wishes | None = None) -> MatingPlan:
    """Make a farm's mating plan from the published indices, the pedigree, straws and embryos.

    Raises a problem where no evaluation is published, there is no female to serve, or no straw or
    embryo of a bull with an index; what else cannot be kept is named in the plan's findings.
    """
    require(person, "breeding.plan_matings")
    asked = wishes or Wishes()
    asked.check()
    farm = farm_in_reach(person, farm_code)
    today = timezone.localdate()
    rules = BreedingRules.on(today)
    run = published_run()
    chosen = candidates(farm.place_id, rules, today)
    if not chosen.females:
        raise Problem(
            CONFLICT,
            Text(
                f"该场没有待配母牛（已孕{chosen.pregnant}、禁配{chosen.barred}、"
                f"未到月龄{chosen.young}、产后等待{chosen.fresh}头）",
                f"No female to serve ({chosen.pregnant} pregnant, {chosen.barred} not to breed, "
                f"{chosen.young} too young, {chosen.fresh} in waiting)",
            ),
        )
    question, findings = ask(farm, rules, run, chosen, asked)
    scores = scores_of(question)
    made = matings.plan_matings(
        scores,
        without_yuan=-rules.value("mating.unserved"),
        max_share=question.max_share,
        budget_yuan=None if asked.budget_yuan is None else float(asked.budget_yuan),
    )
    findings += findings_of(question, made)
    outcome = outcome_of(question, made, today)
    with transaction.atomic():
        stored = MatingPlan.objects.create(
            number=_number(farm, today),
            place_id=farm.place_id,
            farm_code=farm.code,
            run=run,
            made_on=today,
            settings=settings_of(question, asked, made),
            stock=stock_of(question, made),
            outcome=outcome,
            findings=findings,
            synthetic=farm.synthetic,
        )
        PlannedMating.objects.bulk_create(matings_of(stored, question, made), batch_size=1000)
        Transition.objects.create(
            subject=MATING_FLOW.subject,
            subject_id=stored.pk,
            verb="breeding.plan_matings",
            source="",
            target=MATING_FLOW.initial,
            person=person,
        )
    return stored


def _number(farm: FarmFacts, today: date) -> str:
    stem = f"XP{farm.code}-{today:%y%m%d}"
    return f"{stem}-{MatingPlan.objects.filter(number__startswith=stem).count() + 1:02d}"
