"""SQL that compares stored values with asked ones, in whatever unit they were stated."""

from collections.abc import Sequence

from milkshed.ledger.query.condition import Condition, alternatives
from milkshed.ledger.query.units import in_every_unit
from milkshed.ledger.query.values import OPERATORS

_RELATIVE_PRECISION = 1e-9


def compared(column: str, operator: str, numbers: Sequence[float]) -> Condition:
    """The column stands in this relation to one of the numbers."""
    if operator == "EQ":
        return Condition(f"{column} = ANY(%s::float8[])", (list(numbers),))
    return alternatives(
        [Condition(f"{column} {OPERATORS[operator]} %s", (one,)) for one in numbers]
    )


def compared_in_unit(
    column: str, uom_column: str, operator: str, numbers: Sequence[float], uom: str
) -> Condition:
    """The same for numbers in a unit; what was stated in another unit of its kind is converted.

    What is converted is equal when it differs by less than a billionth.
    """
    return alternatives(
        [
            Condition(f"{uom_column} = %s AND {part.sql}", (stated, *part.values))
            for one in numbers
            for stated, value in in_every_unit(one, uom)
            for part in [_converted(column, operator, value, is_own=stated == uom)]
        ]
    )


def _converted(column: str, operator: str, value: float, *, is_own: bool) -> Condition:
    if is_own or operator not in ("EQ", "GE", "LE"):
        return Condition(f"{column} {OPERATORS[operator]} %s", (value,))
    slack = abs(value) * _RELATIVE_PRECISION
    low, high = value - slack, value + slack
    if operator == "GE":
        return Condition(f"{column} >= %s", (low,))
    if operator == "LE":
        return Condition(f"{column} <= %s", (high,))
    return Condition(f"{column} BETWEEN %s AND %s", (low, high))
