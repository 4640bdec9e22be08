"""Numbers as whole multiples of one unit, in digits of 16 bits: their sums are exact.

Sums of products with small whole numbers, such as genotypes, are then taken by the processor's
integer units, and do not depend on the order of the terms. What is lost is only that the values
are rounded to a multiple of the unit: 2⁻³⁰ of the largest value with two digits, 2⁻⁶² with four,
which is less than float64 itself keeps of it.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from milkshed.breeding.science.arrays import Float, Index, Int, Short

_BITS = 16


@dataclass(frozen=True, slots=True, eq=False)
class FixedPoint:
    """``digits`` (digits, values), the lowest first: value = unit × Σ digit × 2¹⁶ⁿ."""

    digits: Short
    unit: float

    def of_sums(self, sums: Int | Index) -> Float:
        """What sums over each of the digits, (digits, …), are worth together."""
        answer = np.zeros(sums.shape[1:])
        for digit in range(len(self.digits) - 2, -1, -2):
            pair = (sums[digit + 1].astype(np.int64) << _BITS) + sums[digit]
            answer += pair * np.ldexp(self.unit, _BITS * digit)
        return answer


def fixed_point(values: Float, digits: Literal[2, 4]) -> FixedPoint:
    """The values rounded to multiples of a power of two; raises ValueError at one not finite."""
    largest = float(np.abs(values).max(initial=0.0))
    if not np.isfinite(largest):
        place = int(np.flatnonzero(~np.isfinite(values))[0])
        raise ValueError(f"value {place + 1} is {values[place]}: products need finite numbers")
    # |value| < 2^exponent, and the highest digit must hold what the digit below hands it
    exponent = int(np.frexp(largest)[1])
    shift = _BITS * digits - 2 - exponent
    left = np.rint(np.ldexp(values, shift)).astype(np.int64)
    answer = np.empty((digits, len(values)), dtype=np.int16)
    for digit in range(digits):
        answer[digit] = left.astype(np.int16)
        left = (left - answer[digit]) >> _BITS
    return FixedPoint(answer, float(np.ldexp(1.0, -shift)))
