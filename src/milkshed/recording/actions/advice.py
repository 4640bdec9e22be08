"""Advisers' visits: proposed by the figures of a month, decided and closed by people."""

from collections.abc import Sequence

from django.db import transaction

from milkshed.kernel.periods import Month
from milkshed.kernel.problems import invalid
from milkshed.platform.models import Person
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of
from milkshed.recording.flow import ADVICE_FLOW
from milkshed.recording.models import AdvisoryVisit, Enrolment
from milkshed.recording.queries import FarmProgress, progress_of_farms
from milkshed.recording.rules import RecordingRules

STEPS = {
    "accept": "recording.accept_advice",
    "decline": "recording.decline_advice",
    "finish": "recording.finish_advice",
}


def propose_advice(person: Person, month: Month) -> Sequence[AdvisoryVisit]:
    """Propose a visit to every farm in reach whose month asks for one; once a farm and month."""
    require(person, "recording.propose_advice")
    rules = RecordingRules.on(month.last_day)
    made = []
    with transaction.atomic():
        for farm in progress_of_farms(scope_of(person), month):
            reasons = reasons_for(farm, rules)
            if not reasons:
                continue
            enrolment = Enrolment.objects.get(pk=farm.enrolment_id)
            one, created = AdvisoryVisit.objects.get_or_create(
                place_id=enrolment.place_id,
                month=month.first_day,
                defaults={
                    "farm_code": enrolment.farm_code,
                    "centre_id": enrolment.centre_id,
                    "reasons": reasons,
                    "synthetic": enrolment.synthetic,
                },
            )
            if created:
                made.append(one)
    return made


def reasons_for(farm: FarmProgress, rules: RecordingRules) -> list[dict[str, str]]:
    """Why a farm should be visited, each reason with its rule; empty where nothing asks for it."""
    found = []

    def add(rule: str, zh: str, en: str) -> None:
        found.append({"rule": f"recording.{rule}", "zh": zh, "en": en})

    limit = rules.value("advice.cells")
    if farm.cells is not None and farm.cells > limit:
        add(
            "advice.cells",
            f"体细胞{farm.cells:.0f}千个/毫升，高于{limit:g}",
            f"{farm.cells:.0f} thousand cells per mL, above {limit:g}",
        )
    limit = rules.value("advice.new_infection_pct")
    if farm.new_infection is not None and 100 * farm.new_infection > limit:
        add(
            "advice.new_infection_pct",
            f"新感染率{100 * farm.new_infection:.0f}%，高于{limit:g}%",
            f"{100 * farm.new_infection:.0f} % newly infected, above {limit:g} %",
        )
    limit = rules.value("advice.complete_pct")
    if farm.complete is not None and 100 * farm.complete < limit:
        add(
            "advice.complete_pct",
            f"测定完整率{100 * farm.complete:.0f}%，低于{limit:g}%",
            f"{100 * farm.complete:.0f} % of cows tested, below {limit:g} %",
        )
    if farm.milk_change.direction < 0:
        add(
            "extension.milk",
            f"近12个月单产下降{-(farm.milk_change.value or 0):.1f}公斤/天（95%可信）",
            f"yield fell by {-(farm.milk_change.value or 0):.1f} kg/d over 12 months (95 %)",
        )
    return found


def decide_advice(person: Person, advice_id: int, step: str, opinion: str) -> AdvisoryVisit:
    """Accept, decline or finish a proposed visit; declining and finishing want words."""
    if step not in STEPS:
        raise invalid("step", step, "choice", "没有该步骤", "There is no such step")
    said = opinion.strip()[:2000]
    if step in ("decline", "finish") and not said:
        raise invalid("opinion", "", "required", "请填写说明", "Say why, or what was found")
    with transaction.atomic():
        rows = AdvisoryVisit.objects.select_for_update(of=("self",))
        advice = get_visible(rows, scope_of(person), pk=advice_id)
        ADVICE_FLOW.check(advice, STEPS[step], person)
        if step == "finish":
            advice.findings = said
            advice.save(update_fields=["findings"])
        ADVICE_FLOW.perform(advice, STEPS[step], person, opinion=said[:500])
    return advice
