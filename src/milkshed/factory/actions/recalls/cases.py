"""Opening a recall case and taking hold of one: who, from which lots, why, since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from secrets import token_hex

from django.db import transaction
from django.utils import timezone

from milkshed.factory.actions.recalls.estimating import estimate_scopes
from milkshed.factory.flow import RECALL_FLOW
from milkshed.factory.models import (
    CARRIED_BY_MASS,
    HAZARDS,
    LEVELS,
    MODELS,
    RecallCase,
    RecallSuspect,
)
from milkshed.kernel.clock import in_shanghai
from milkshed.kernel.problems import INVALID, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person, Transition
from milkshed.platform.permissions import require
from milkshed.platform.rule_book import rule

_SUSPECTS = 50
_USUAL_LEVEL = {"pathogen": "1", "contraband": "1", "label": "3"}


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What a case is opened for.

    ``suspects`` are lots by their identifiers; ``samples`` the numbers of samples that made them
    suspect, in the same order (empty where none did). ``level`` and ``model`` empty take what is
    usual for the hazard. ``suspect_value`` and ``limit_value`` are in ``unit``; ``threshold`` is
    the mass fraction below which lots are out, if it does not follow from them.
    """

    cause: str
    hazard: str
    suspects: Sequence[str]
    known_at: datetime
    samples: Sequence[str] = ()
    level: str = ""
    model: str = ""
    analyte: str = ""
    suspect_value: Decimal | None = None
    limit_value: Decimal | None = None
    unit: str = ""
    threshold: Decimal = Decimal(0)


def usual_model(hazard: str) -> str:
    """The model that is meaningful for a hazard: shares only for what is divided with the milk."""
    return "mass_fraction" if hazard in CARRIED_BY_MASS else "conservative"


def open_recall(person: Person, suspicion: Suspicion) -> RecallCase:
    """Open a case and estimate its scope under all three models.

    Raises a problem that names every field at fault, and one when none of the suspect milk went
    where the person may look.
    """
    require(person, "factory.open_recall")
    now = timezone.now()
    model = suspicion.model or usual_model(suspicion.hazard)
    level = suspicion.level or _USUAL_LEVEL.get(suspicion.hazard, "2")
    faults = [*_faults(suspicion, now), *_choice_faults(suspicion.hazard, level, model)]
    if faults:
        raise Problem(INVALID, None, faults)
    hours = rule(f"factory.recall.start_hours.{level}", in_shanghai(now).date()).value or 0
    with transaction.atomic():
        case = RecallCase.objects.create(
            number=token_hex(8),  # until its key is known
            cause=suspicion.cause.strip(),
            hazard=suspicion.hazard,
            analyte=suspicion.analyte.strip(),
            suspect_value=suspicion.suspect_value,
            limit_value=suspicion.limit_value,
            unit=suspicion.unit.strip(),
            model=model,
            threshold=suspicion.threshold,
            level=level,
            organisation=_organisation_of(person),
            opened_by=person,
            known_at=suspicion.known_at,
            opened_at=now,
            start_by=suspicion.known_at + timedelta(hours=float(hours)),
        )
        case.number = f"ZH{in_shanghai(now):%Y}-{case.pk:04d}"
        case.save(update_fields=["number"])
        samples = [*suspicion.samples, *[""] * len(suspicion.suspects)]
        RecallSuspect.objects.bulk_create(
            RecallSuspect(case=case, uri=uri, sample=sample)
            for uri, sample in dict(zip(suspicion.suspects, samples, strict=False)).items()
        )
        Transition.objects.create(
            subject=RECALL_FLOW.subject,
            subject_id=case.pk,
            verb="factory.open_recall",
            source="",
            target=case.state,
            person=person,
            opinion=case.cause,
        )
        estimate_scopes(case, person)
    return case


def _faults(suspicion: Suspicion, now: datetime) -> list[Fault]:
    found = []
    if not suspicion.cause.strip():
        found.append(Fault("cause", "", "required", Text("请写明事由", "Say what happened")))
    wanted = [uri for uri in suspicion.suspects if uri.strip()]
    if not 1 <= len(wanted) <= _SUSPECTS:
        message = Text(f"可疑批次应为1至{_SUSPECTS}个", f"Name 1 to {_SUSPECTS} suspect lots")
        found.append(Fault("suspects", len(wanted), "count", message))
    if suspicion.known_at > now:
        message = Text("知悉时间不能晚于现在", "It lies in the future")
        found.append(Fault("known_at", suspicion.known_at.isoformat(), "not-in-future", message))
    if not 0 <= suspicion.threshold <= 1:
        message = Text("份额下限应在0与100%之间", "Between 0 and 100 %")
        found.append(Fault("threshold", suspicion.threshold, "range", message))
    value, limit = suspicion.suspect_value, suspicion.limit_value
    if (value is None) != (limit is None):
        message = Text("含量与限量须一并填写", "Give the value and its limit together")
        found.append(Fault("limit_value", limit, "with-value", message))
    elif value is not None and limit is not None and not (value > 0 and limit >= 0):
        message = Text("含量应大于零，限量不能为负", "The value is above zero, the limit not below")
        found.append(Fault("suspect_value", value, "range", message))
    return found


def _choice_faults(hazard: str, level: str, model: str) -> list[Fault]:
    message = Text("不在可选范围内", "Not among the choices")
    asked = (("hazard", hazard, HAZARDS), ("level", level, LEVELS), ("model", model, MODELS))
    return [
        Fault(field, value, "choice", message)
        for field, value, choices in asked
        if value not in choices
    ]


def _organisation_of(person: Person) -> Organisation:
    """Where the person works in a role that may open cases."""
    return person.present_memberships()[0].organisation
