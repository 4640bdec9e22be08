"""Decision rules: a verdict that knows how sure the measurement is, and results below detection.

Guard bands as in JCGM 106:2012 and ILAC-G8:09/2019. A guard band is a share of the expanded
uncertainty U that a value must keep from the limit: to be accepted (``acceptance``, protects the
consumer) and to be rejected (``rejection``, protects the producer). With both zero the rule is
*simple acceptance*.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from milkshed.quality.science.verdict import Limit, Verdict, in_unit


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """Guard bands in shares of U, zero or above."""

    acceptance: Decimal = Decimal(0)
    rejection: Decimal = Decimal(0)

    @property
    def is_simple(self) -> bool:
        """Whether no uncertainty is needed."""
        return not (self.acceptance or self.rejection)


SIMPLE = DecisionRule()


class Below(StrEnum):
    """A result that says only "less than": below detection or below quantification."""

    DETECTION = "lod"
    QUANTIFICATION = "loq"


class UncertaintyRequired(ValueError):
    """The decision rule has a guard band, but the result came without an uncertainty."""


def judge_guarded(
    value: Decimal, unit: str, limit: Limit | None, rule: DecisionRule, uncertainty: Decimal | None
) -> Verdict:
    """A value with its expanded uncertainty against a limit, by a decision rule.

    Undecided where there is no limit, or where the value lies between acceptance and rejection.
    ``uncertainty`` has the value's unit. Raises :class:`UncertaintyRequired` when the rule needs
    it and it is missing.
    """
    if limit is None or (limit.low is None and limit.high is None):
        return Verdict.UNDECIDED
    if not rule.is_simple and uncertainty is None:
        raise UncertaintyRequired
    measured = in_unit(value, unit, limit.unit)
    spread = Decimal(0) if uncertainty is None else in_unit(uncertainty, unit, limit.unit)
    keep, over = rule.acceptance * spread, rule.rejection * spread
    below = limit.low is not None and measured < limit.low - over
    above = limit.high is not None and measured > limit.high + over
    if below or above:
        return Verdict.FAIL
    clears_low = limit.low is None or measured >= limit.low + keep
    clears_high = limit.high is None or measured <= limit.high - keep
    return Verdict.PASS if clears_low and clears_high else Verdict.UNDECIDED


def judge_below(bound: Decimal, unit: str, limit: Limit | None) -> Verdict:
    """A result "less than ``bound``": passes when even the bound keeps an upper limit.

    Undecided when the method does not reach down to the limit, or when the limit is a lower one.
    """
    if limit is None or limit.high is None:
        return Verdict.UNDECIDED
    if limit.low is not None and in_unit(bound, unit, limit.unit) < limit.low:
        return Verdict.FAIL
    if limit.low is not None:
        return Verdict.UNDECIDED
    return Verdict.PASS if in_unit(bound, unit, limit.unit) <= limit.high else Verdict.UNDECIDED


def figure_below(bound: Decimal, share: Decimal) -> Decimal:
    """The figure that stands for "less than ``bound``" in means: 0, ½ or 1 times the bound.

    Lower, middle and upper bound as in GEMS/Food-EURO 1995.
    """
    if not 0 <= share <= 1:
        raise ValueError("the share lies between 0 and 1")
    return bound * share
