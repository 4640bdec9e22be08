"""Comparison rounds: opened with blind codes, reported once by each laboratory, evaluated."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from milkshed.kernel.clock import in_shanghai
from milkshed.kernel.problems import CONFLICT, INVALID, NOT_ALLOWED, Fault, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person
from milkshed.platform.permissions import require
from milkshed.platform.rule_book import find_rule
from milkshed.platform.scope import get_visible, scope_of
from milkshed.quality.comparison_queries import evaluate
from milkshed.quality.models import (
    ComparisonEntry,
    ComparisonRound,
    ComparisonValue,
)
from milkshed.quality.queries import laboratories_offered
from milkshed.quality.science.analytes import ANALYTES

_MOST_REPLICATES = 10
_FEWEST = 2
_CODES = 900


@dataclass(frozen=True, slots=True)
class Round:
    """What stands on a round's form; values in the analyte's unit."""

    title: str
    analyte: str
    due: date
    laboratories: tuple[int, ...]
    reference_value: Decimal | None = None
    reference_u: Decimal | None = None
    sigma: Decimal | None = None


def open_round(person: Person, office: Organisation, wanted: Round) -> ComparisonRound:
    """Open a round for laboratories, each under a random code that only it and the office know."""
    require(person, "quality.open_comparison")
    if office.pk not in {o.pk for o in person.organisations()}:
        raise Problem(NOT_ALLOWED, Text("只能由本单位组织", "Only by one's own office"))
    laboratories = list(laboratories_offered(scope_of(person)).filter(pk__in=wanted.laboratories))
    faults = []
    analyte = ANALYTES.get(wanted.analyte)
    if not wanted.title.strip():
        faults.append(Fault("title", "", "required", Text("请填写名称", "A title is required")))
    if analyte is None or analyte.qualitative:
        faults.append(
            Fault("analyte", wanted.analyte, "known", Text("须为定量项目", "A measured analyte"))
        )
    if len(laboratories) < _FEWEST or len(laboratories) < len(set(wanted.laboratories)):
        faults.append(
            Fault("laboratories", len(laboratories), "fewest",
                  Text("至少选择两家实验室", "At least two laboratories"))
        )  # fmt: skip
    if (wanted.reference_value is None) != (wanted.reference_u is None):
        faults.append(
            Fault("reference_u", wanted.reference_u, "pair",
                  Text("参考值须带标准不确定度", "A reference value needs its uncertainty"))
        )  # fmt: skip
    for name in ("reference_u", "sigma"):
        value = getattr(wanted, name)
        if value is not None and (value < 0 or (name == "sigma" and value == 0)):
            faults.append(Fault(name, value, "positive", Text("须大于0", "Must be above zero")))
    if faults:
        raise Problem(INVALID, None, faults)
    with transaction.atomic():
        round_ = ComparisonRound.objects.create(
            number=secrets.token_hex(8),  # until its key is known
            title=wanted.title.strip(),
            organisation=office,
            analyte=wanted.analyte,
            due=wanted.due,
            reference_value=wanted.reference_value,
            reference_u=wanted.reference_u,
            sigma=wanted.sigma,
            opened_by=person,
        )
        round_.number = f"BD{in_shanghai(timezone.now()):%Y}-{round_.pk:04d}"
        round_.save(update_fields=["number"])
        codes = secrets.SystemRandom().sample(range(100, 100 + _CODES), len(laboratories))
        ComparisonEntry.objects.bulk_create(
            ComparisonEntry(round=round_, laboratory=laboratory, code=f"L{code}")
            for laboratory, code in zip(laboratories, codes, strict=True)
        )
    return round_


def report_values(
    person: Person,
    round_: ComparisonRound,
    *,
    values: Sequence[Decimal],
    uncertainty: Decimal | None = None,
    method: str = "",
) -> ComparisonEntry:
    """Report a laboratory's replicates, once and in time; they cannot be changed afterwards."""
    require(person, "quality.record_results")
    with transaction.atomic():
        locked = _locked(person, round_)
        own = [o.pk for o in person.organisations()]
        entry = locked.entries.filter(laboratory__place__organisation__in=own).first()
        if entry is None:
            raise Problem(NOT_ALLOWED, Text("本实验室未参加该轮比对", "Not part of this round"))
        if entry.reported_at is not None:
            raise Problem(CONFLICT, Text("结果已报送，不能更改", "Already reported"))
        if locked.state != "open":
            raise Problem(CONFLICT, Text("该轮比对已评价", "The round is evaluated"))
        if timezone.localdate() > locked.due:
            raise invalid(
                "due", locked.due, "late", f"报送已于{locked.due}截止", f"It was due {locked.due}"
            )
        _check_values(locked, values, uncertainty)
        ComparisonValue.objects.bulk_create(
            ComparisonValue(entry=entry, replicate=number, value=value)
            for number, value in enumerate(values, start=1)
        )
        entry.uncertainty, entry.method = uncertainty, method.strip()[:60]
        entry.reported_at, entry.reported_by = timezone.now(), person
        entry.save(update_fields=["uncertainty", "method", "reported_at", "reported_by"])
    return entry


def _check_values(
    round_: ComparisonRound, values: Sequence[Decimal], uncertainty: Decimal | None
) -> None:
    if not 1 <= len(values) <= _MOST_REPLICATES:
        raise invalid(
            "values", len(values), "count", "请填写1至10个结果", "Give one to ten results"
        )
    row = find_rule(f"quality.range.{round_.analyte}", timezone.localdate())
    for value in values:
        possible = value.is_finite() and (
            row is None
            or ((row.low is None or value >= row.low) and (row.high is None or value <= row.high))
        )
        if not possible:
            raise invalid(
                "values", value, "physical-range", f"结果{value}不在可能范围内", "Not possible"
            )
    if uncertainty is not None and not (uncertainty.is_finite() and uncertainty > 0):
        raise invalid(
            "uncertainty", uncertainty, "positive", "不确定度须大于0", "Must be above zero"
        )


def close_round(person: Person, round_: ComparisonRound) -> ComparisonRound:
    """End the reporting and publish the scores to those who took part."""
    require(person, "quality.open_comparison")
    with transaction.atomic():
        locked = _locked(person, round_)
        if locked.state != "open":
            raise Problem(CONFLICT, Text("该轮比对已评价", "The round is evaluated already"))
        if evaluate(locked) is None:
            raise invalid(
                "entries",
                locked.entries.filter(reported_at__isnull=False).count(),
                "fewest",
                "报送结果的实验室不足，且没有参考值",
                "Too few laboratories reported and there is no reference value",
            )
        locked.state, locked.evaluated_at = "evaluated", timezone.now()
        locked.save(update_fields=["state", "evaluated_at"])
    return locked


def _locked(person: Person, round_: ComparisonRound) -> ComparisonRound:
    # a round is seen through many laboratories, and what is made distinct cannot be locked
    seen = get_visible(ComparisonRound.objects.all(), scope_of(person), pk=round_.pk)
    return ComparisonRound.objects.select_for_update().get(pk=seen.pk)
