"""Exact quotients brought to whole numbers by a named rule, singly and for whole arrays."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from milkshed.kernel.money import Rounding

Whole = npt.NDArray[np.int64]
_SAFE = 4.0e18  # below 2**62, so that a doubled remainder still fits


def round_quotient(numerator: int, denominator: int, rule: Rounding) -> int:
    """``numerator / denominator`` as a whole number; the denominator is above zero."""
    whole, rest = divmod(abs(numerator), denominator)
    if rule is Rounding.HALF_UP:
        up = 2 * rest >= denominator
    elif rule is Rounding.HALF_EVEN:
        up = 2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1)
    else:
        up = rule is Rounding.UP and rest > 0
    whole += up
    return whole if numerator >= 0 else -whole


def round_quotients(numerator: Whole, denominator: Whole | int, rule: Rounding) -> Whole:
    """Element by element what :func:`round_quotient` answers; all denominators above zero."""
    size = np.abs(numerator)
    whole, rest = np.divmod(size, denominator)
    if rule is Rounding.HALF_UP:
        up = 2 * rest >= denominator
    elif rule is Rounding.HALF_EVEN:
        up = (2 * rest > denominator) | ((2 * rest == denominator) & (whole % 2 == 1))
    elif rule is Rounding.UP:
        up = rest > 0
    else:
        up = np.zeros(np.shape(rest), dtype=bool)
    rounded = whole + up
    return np.where(numerator >= 0, rounded, -rounded)


def product(*factors: Whole | int) -> Whole:
    """The exact product; of Python's unbounded numbers where 64 bits would not hold it."""
    bound = 1.0
    for factor in factors:
        bound *= float(np.max(np.abs(factor), initial=0))
    result = np.asarray(factors[0], dtype=object if bound > _SAFE else np.int64)
    for factor in factors[1:]:
        result = result * factor
    return result


def quotient(
    numerator: Decimal | Fraction, denominator: Decimal | int, places: int, rule: Rounding
) -> Decimal:
    """A quotient with so many decimals, rounded once from its exact value."""
    exact = Fraction(numerator) / Fraction(denominator) * 10**places
    return Decimal(round_quotient(exact.numerator, exact.denominator, rule)).scaleb(-places)


def scaled(value: Decimal, places: int) -> int:
    """A decimal as a whole number of 10^-places; it must not have more decimals than that."""
    moved = value.scaleb(places)
    whole = int(moved)
    if whole != moved:
        raise ValueError(f"{value} has more than {places} decimals")
    return whole
