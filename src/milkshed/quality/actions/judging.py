"""How one measurement becomes a result: possible, in its unit, by a method, against its limit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.problems import invalid
from milkshed.platform.models import Person, Rule
from milkshed.platform.rule_book import find_rule, rules_under
from milkshed.quality.models import AccreditedMethod, Laboratory, Result, Sample
from milkshed.quality.queries import as_limit, limit_rules
from milkshed.quality.science.analytes import ANALYTES, Analyte
from milkshed.quality.science.decision import (
    Below,
    DecisionRule,
    UncertaintyRequired,
    judge_below,
    judge_guarded,
)
from milkshed.quality.science.verdict import Verdict, in_unit, judge_presence

_RANGE, _METHOD = "quality.range.", "quality.method."


@dataclass(frozen=True, slots=True)
class Measurement:
    """One entered result: a value in a unit, or whether something was found.

    ``below`` says that the value is a bound: less than the detection (``lod``) or quantification
    (``loq``) limit. ``uncertainty`` is expanded (k = 2), in the value's unit.
    """

    analyte: str
    value: Decimal | None = None
    found: bool | None = None
    unit: str = ""
    method: str = ""
    uncertainty: Decimal | None = None
    below: str = ""
    instrument: str = ""


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What measurements of a sample are held against on the day it was taken."""

    day: date
    limits: Mapping[str, Rule]
    ranges: Mapping[str, Rule]
    methods: Mapping[str, Rule]
    decision: DecisionRule
    laboratory: Laboratory | None
    accredited: Mapping[str, tuple[AccreditedMethod, ...]] | None


def yardstick_of(sample: Sample) -> Yardstick:
    """Read limits, possible values, methods, decision rule and accreditation for a sample."""
    day = shanghai_day(sample.sampled_at)
    return Yardstick(
        day,
        limit_rules(day),
        _by_code(_RANGE, day),
        _by_code(_METHOD, day),
        decision_rule(day),
        sample.laboratory,
        _accredited(sample.laboratory, day),
    )


def _by_code(prefix: str, day: date) -> Mapping[str, Rule]:
    return {key.removeprefix(prefix): row for key, row in rules_under(prefix, day).items()}


def decision_rule(day: date) -> DecisionRule:
    """The decision rule in force on a day; simple acceptance where there is none."""

    def guard(name: str) -> Decimal:
        found = find_rule(f"quality.decision.{name}_guard", day)
        return found.value if found and found.value is not None else Decimal(0)

    return DecisionRule(guard("acceptance"), guard("rejection"))


def _accredited(
    laboratory: Laboratory | None, day: date
) -> Mapping[str, tuple[AccreditedMethod, ...]] | None:
    """The methods in force on a day by analyte; None while the laboratory entered none at all."""
    if laboratory is None or not laboratory.methods.exists():
        return None
    found: dict[str, tuple[AccreditedMethod, ...]] = {}
    in_force = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    for line in laboratory.methods.filter(in_force, valid_from__lte=day).order_by("-valid_from"):
        found[line.analyte] = (*found.get(line.analyte, ()), line)
    return found


def judged(sample: Sample, entry: Measurement, yardstick: Yardstick, person: Person) -> Result:
    """A measurement as the result to be written.

    Raises a problem for an unknown analyte, a missing or impossible value, a unit that does not
    fit, or an uncertainty that the decision rule needs and that is missing. A result outside the
    laboratory's accreditation is taken and marked.
    """
    analyte = ANALYTES.get(entry.analyte)
    if analyte is None:
        raise invalid("analyte", entry.analyte, "known", "没有该检测项目", "Unknown analyte")
    rule = yardstick.limits.get(analyte.code)
    line, in_scope = _line_of(analyte, entry, yardstick)
    result = Result(
        sample=sample,
        analyte=analyte.code,
        unit=analyte.unit,
        method=entry.method or _method_of(analyte, line, yardstick),
        instrument=entry.instrument[:60],
        in_scope=in_scope,
        limit=rule,
        recorded_by=person,
    )
    if analyte.qualitative:
        if entry.found is None:
            raise invalid(analyte.code, "", "required", "请选择检出或未检出", "Found or not?")
        result.found = entry.found
        result.verdict = judge_presence(entry.found, as_limit(analyte.code, rule)).value
        return result
    _measure(result, analyte, entry, yardstick, line)
    return result


def _measure(
    result: Result,
    analyte: Analyte,
    entry: Measurement,
    yardstick: Yardstick,
    line: AccreditedMethod | None,
) -> None:
    if entry.value is None or not entry.value.is_finite():
        raise invalid(analyte.code, entry.value, "number", "请填写数值", "A number is expected")
    unit = entry.unit or analyte.unit
    # results are kept in the analyte's unit, so that they compare over the years
    value = in_unit(entry.value, unit, analyte.unit)
    _check_possible(analyte, value, yardstick)
    limit = as_limit(analyte.code, result.limit)
    below = entry.below
    if not below and line is not None and line.detection is not None and value < line.detection:
        below, value = Below.DETECTION.value, line.detection
    result.value, result.below = value, below
    if below:
        result.verdict = judge_below(value, analyte.unit, limit).value
        return
    spread = None if entry.uncertainty is None else in_unit(entry.uncertainty, unit, analyte.unit)
    if spread is not None and (not spread.is_finite() or spread < 0):
        raise invalid(
            analyte.code, entry.uncertainty, "uncertainty",
            "不确定度须为不小于0的数值", "An uncertainty is a number not below zero",
        )  # fmt: skip
    if spread is None and line is not None and line.uncertainty_share is not None:
        spread = abs(value) * line.uncertainty_share
    result.uncertainty = spread
    try:
        verdict = judge_guarded(value, analyte.unit, limit, yardstick.decision, spread)
    except UncertaintyRequired:
        raise invalid(
            analyte.code, entry.value, "uncertainty",
            f"{analyte.name.zh}：判定规则设有保护带，须填写扩展不确定度",
            f"{analyte.name.en}: the decision rule has a guard band and needs an uncertainty",
        ) from None  # fmt: skip
    result.verdict = verdict.value
    if verdict is not Verdict.UNDECIDED or limit is not None:
        result.decision = {
            "acceptance": f"{yardstick.decision.acceptance.normalize():f}",
            "rejection": f"{yardstick.decision.rejection.normalize():f}",
        }


def _check_possible(analyte: Analyte, value: Decimal, yardstick: Yardstick) -> None:
    rule = yardstick.ranges.get(analyte.code)
    if rule is None:
        return
    low, high = rule.low, rule.high
    if (low is not None and value < low) or (high is not None and value > high):
        raise invalid(
            analyte.code, value, "physical-range",
            f"{analyte.name.zh} {value.normalize():f} {analyte.unit}不在可能范围"
            f"{low:.6g}至{high:.6g}内，请核对数值和单位",
            f"{analyte.name.en} of {value.normalize():f} {analyte.unit} is not possible "
            f"({low:.6g} to {high:.6g}): check the number and its unit",
        )  # fmt: skip


def _line_of(
    analyte: Analyte, entry: Measurement, yardstick: Yardstick
) -> tuple[AccreditedMethod | None, bool | None]:
    """The line of the accreditation that a measurement stands on, and whether there is one."""
    if yardstick.accredited is None:
        return None, None
    lines = yardstick.accredited.get(analyte.code, ())
    line = next((one for one in lines if not entry.method or one.method == entry.method), None)
    laboratory = yardstick.laboratory
    valid = (
        laboratory is not None
        and laboratory.accredited
        and (laboratory.accredited_to is None or laboratory.accredited_to >= yardstick.day)
    )
    return line, line is not None and valid


def _method_of(analyte: Analyte, line: AccreditedMethod | None, yardstick: Yardstick) -> str:
    if line is not None:
        return line.method
    row = yardstick.methods.get(analyte.code)
    return row.source if row is not None else analyte.method
