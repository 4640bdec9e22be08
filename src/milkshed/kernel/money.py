"""Money in yuan as Decimal, with the rounding rule always named.

Published price bands show why: 3.32 x 1.15 = 3.818 appeared as 3.81 (cut) and 3.32 x 0.9 =
2.988 as 2.99 (rounded) in one notice (Heilongjiang, second quarter of 2012). Contracts differ
too, so the rule is data.
"""

import decimal
from decimal import Decimal
from enum import StrEnum

from milkshed.kernel.problems import invalid

FEN_PLACES = 2


class Rounding(StrEnum):
    """How a figure is brought to fewer decimal places."""

    HALF_UP = "half-up"
    """四舍五入: a tie goes away from zero."""
    HALF_EVEN = "half-even"
    """四舍六入五成双 (GB/T 8170): a tie goes to the even digit."""
    DOWN = "down"
    """去尾: cut towards zero."""
    UP = "up"
    """进一: away from zero."""


_DECIMAL_MODES = {
    Rounding.HALF_UP: decimal.ROUND_HALF_UP,
    Rounding.HALF_EVEN: decimal.ROUND_HALF_EVEN,
    Rounding.DOWN: decimal.ROUND_DOWN,
    Rounding.UP: decimal.ROUND_UP,
}


def yuan(value: Decimal | int | str) -> Decimal:
    """Read an amount; raises Problem for text that is no finite number and for floats.

    Thousands may be parted by commas.
    """
    if isinstance(value, float | bool):
        raise invalid(
            "amount", value, "decimal", "金额不能用浮点数", "Money is never a binary float"
        )
    try:
        amount = Decimal(value.replace(",", "").strip() if isinstance(value, str) else value)
    except decimal.InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite():
        raise invalid("amount", value, "number", "金额不是数字", "The amount is not a number")
    return amount


def round_money(
    value: Decimal, places: int = FEN_PLACES, rule: Rounding = Rounding.HALF_UP
) -> Decimal:
    """Return the value with so many decimal places (2: fen), by the named rule."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=_DECIMAL_MODES[rule])


def format_yuan(value: Decimal, places: int = FEN_PLACES) -> str:
    """Write an amount with thousands parted and a fixed number of places: ``12,345.60``."""
    return f"{round_money(value, places):,.{places}f}"
