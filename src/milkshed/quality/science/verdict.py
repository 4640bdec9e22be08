"""Verdicts on raw milk: a value against a limit, a sample from its results, a rate from samples.

Values are compared in full, without rounding to the limit's digits first (GB/T 8170, 全数值比较法).
Pure: no I/O, no clock.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from milkshed.kernel.problems import invalid

Number = Decimal | float


class Verdict(StrEnum):
    """The outcome of a result or of a sample."""

    PASS = "pass"
    FAIL = "fail"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Limit:
    """What is permitted: bounds included, in ``unit``; for qualitative analytes ``absent``."""

    unit: str
    low: Decimal | None = None
    high: Decimal | None = None
    absent: bool = False


# factors to the first unit of each family
_FAMILIES: tuple[Mapping[str, Decimal], ...] = (
    {"g/100g": Decimal(1), "%": Decimal(1), "g/kg": Decimal("0.1")},
    {"mg/kg": Decimal(1), "µg/kg": Decimal("0.001"), "ug/kg": Decimal("0.001")},
    {
        "CFU/mL": Decimal(1), "个/mL": Decimal(1), "cells/mL": Decimal(1),
        "万/mL": Decimal(10_000), "10³/mL": Decimal(1_000),
    },
    {"℃": Decimal(1), "m℃": Decimal("0.001")},
    {"°T": Decimal(1)},
    {"": Decimal(1)},
)  # fmt: skip


def in_unit(value: Decimal, unit: str, wanted: str) -> Decimal:
    """The value in another unit of its family; raises Problem when the two do not fit."""
    if unit == wanted:
        return value
    for family in _FAMILIES:
        if unit in family and wanted in family:
            return value * family[unit] / family[wanted]
    raise invalid(
        "unit",
        unit,
        "unit",
        f"单位“{unit}”不能与限量单位“{wanted}”比较",
        f"The unit {unit!r} cannot be compared with the limit's {wanted!r}",
    )


def units_like(unit: str) -> tuple[str, ...]:
    """The units that convert to a unit, itself first."""
    family = next((family for family in _FAMILIES if unit in family), {unit: Decimal(1)})
    return (unit, *(other for other in family if other != unit))


def judge(value: Decimal, unit: str, limit: Limit | None) -> Verdict:
    """A measured value against its limit; undecided where there is no limit."""
    if limit is None:
        return Verdict.UNDECIDED
    measured = in_unit(value, unit, limit.unit)
    if limit.low is not None and measured < limit.low:
        return Verdict.FAIL
    if limit.high is not None and measured > limit.high:
        return Verdict.FAIL
    return Verdict.PASS


def judge_presence(found: bool, limit: Limit | None) -> Verdict:
    """A qualitative finding: fails when something that must be absent was found."""
    if limit is None or not limit.absent:
        return Verdict.UNDECIDED
    return Verdict.FAIL if found else Verdict.PASS


def sample_verdict(results: Iterable[Verdict]) -> Verdict:
    """Fails with any failed result, passes with at least one passed and none failed."""
    seen = set(results)
    if Verdict.FAIL in seen:
        return Verdict.FAIL
    return Verdict.PASS if Verdict.PASS in seen else Verdict.UNDECIDED


def added_water(freezing_point_c: Number, reference_c: Number) -> float:
    """The share of added water, (Tref - T) / Tref, never below zero; both in ℃ below zero.

    Source: cryoscopy, as in pay grids: milk that freezes at half the reference is half water.
    """
    reference = float(reference_c)
    if reference >= 0:
        raise invalid(
            "reference_c", reference_c, "below-zero",
            "参照冰点须低于0℃", "The reference must be below 0 °C",
        )  # fmt: skip
    return max(0.0, (reference - float(freezing_point_c)) / reference)


def density_at_20(reading: Number, temperature_c: Number) -> float:
    """Relative density 20/4 ℃ from a lactometer reading near 20 ℃: 0.0002 per degree."""
    return float(reading) + 0.0002 * (float(temperature_c) - 20.0)


def solids_not_fat(density_20_4: Number, fat_percent: Number) -> float:
    """Solids-not-fat in g/100 g: 0.25 L + 0.2 F + 0.14.

    L is the lactometer degree 15/15 ℃ = (density 20/4 - 1) x 1000 + 2. Source: the total-solids
    formula T = 0.25 L + 1.2 F + 0.14 in dairy practice (recalled), less the fat.
    """
    degree = (float(density_20_4) - 1.0) * 1000.0 + 2.0
    return 0.25 * degree + 0.2 * float(fat_percent) + 0.14


@dataclass(frozen=True, slots=True)
class DecidedSample:
    """A sample for a rate: its key, verdict, and the key of the sample whose retest it is."""

    key: int
    verdict: Verdict
    retest_of: int | None = None


@dataclass(frozen=True, slots=True)
class PassRate:
    """Passed and decided samples; ``share`` 0..1, None when nothing was decided."""

    passed: int
    decided: int

    @property
    def share(self) -> float | None:
        """Passed ÷ decided."""
        return self.passed / self.decided if self.decided else None


def pass_rate(samples: Iterable[DecidedSample]) -> PassRate:
    """The pass rate where a decided retest replaces the sample it repeats."""
    by_key = {sample.key: sample for sample in samples}
    last: dict[int, DecidedSample] = {}
    for sample in sorted(by_key.values(), key=lambda s: s.key):
        if sample.verdict is Verdict.UNDECIDED:
            continue
        first = sample
        while first.retest_of in by_key and first.retest_of is not None:
            first = by_key[first.retest_of]
        last[first.retest_of or first.key] = sample
    verdicts = [sample.verdict for sample in last.values()]
    return PassRate(sum(v is Verdict.PASS for v in verdicts), len(verdicts))
