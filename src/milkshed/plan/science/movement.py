"""Why a figure differs from that of the period before: exact parts that add up, and remarks.

All values are rounded as they are shown before they are subtracted, so that a reader who works
the difference out from the printed figures comes to the same. The parts are

1. *correction*: the figure of the earlier period as it is on record now, less what was printed;
2. *counties*: what each county's figure moved by, for figures that are sums of places;
3. *rest*: what is left, so that the parts always add up to the whole.

Where method or source changed between the periods no parts are named but the correction: the two
figures are then not of the same kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

_NOTABLE_COVERAGE = Decimal("0.01")


def places_of(unit: str) -> int:
    """Decimals with which figures of a unit are shown: four in 万, two else."""
    return 4 if unit.startswith("万") else 2


def rounded(value: Decimal, unit: str) -> Decimal:
    """A value as it is shown: half up to :func:`places_of` its unit."""
    return value.quantize(Decimal(1).scaleb(-places_of(unit)), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure of a period as it is told: value (None where unknown), day, source and method."""

    value: Decimal | None
    unit: str
    as_of: date | None = None
    source: str = ""
    method_version: str = ""
    coverage: Decimal | None = None
    by_hand: bool = False


class Cause(StrEnum):
    """What a part of a movement is due to."""

    CORRECTION = "correction"
    COUNTY = "county"
    REST = "rest"


class Remark(StrEnum):
    """What to keep in mind when two figures are compared."""

    METHOD = "method"
    RECOMPUTED = "recomputed"
    SOURCE = "source"
    NEW_REPORT = "new-report"
    COVERAGE = "coverage"
    APPEARED = "appeared"
    VANISHED = "vanished"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a movement in the figure's unit; ``place`` is a county's code."""

    cause: Cause
    change: Decimal
    place: str = ""


@dataclass(frozen=True, slots=True)
class Movement:
    """From ``before`` to ``after``: the whole change, its parts and the remarks.

    ``change`` is None where one of the two is unknown.
    """

    before: Decimal | None
    after: Decimal | None
    change: Decimal | None
    parts: tuple[Part, ...] = ()
    remarks: tuple[Remark, ...] = field(default=())


def explain(
    printed: Reading | None,
    revised: Reading | None,
    after: Reading,
    counties_before: Mapping[str, Decimal] | None = None,
    counties_after: Mapping[str, Decimal] | None = None,
) -> Movement:
    """Explain a figure's movement.

    ``printed`` is what the bulletin before told, ``revised`` what is on record now for the same
    period; without a bulletin before both are the same. County figures are given for sums of
    places only, and only where both periods have them.
    """
    unit = after.unit
    before = printed or revised
    was = None if before is None or before.value is None else rounded(before.value, unit)
    now = None if after.value is None else rounded(after.value, unit)
    if was is None or now is None or before is None:
        remarks: tuple[Remark, ...] = ()
        if was is None and now is not None and before is not None:
            remarks = (Remark.APPEARED,)
        elif was is not None:
            remarks = (Remark.VANISHED,)
        return Movement(was, now, None, (), remarks)
    base = was if revised is None or revised.value is None else rounded(revised.value, unit)
    parts = [] if base == was else [Part(Cause.CORRECTION, base - was)]
    remarks = _remarks(revised or before, after)
    if printed is not None and revised is not None and not after.by_hand:
        recomputed = printed.method_version != revised.method_version == after.method_version
        remarks += (Remark.RECOMPUTED,) if recomputed else ()
    moved = now - base
    comparable = not {Remark.METHOD, Remark.SOURCE} & set(remarks)
    if moved and comparable and counties_before is not None and counties_after is not None:
        parts += _county_parts(moved, unit, counties_before, counties_after)
    elif moved and parts:
        parts.append(Part(Cause.REST, moved))
    return Movement(was, now, now - was, tuple(parts), remarks)


def _remarks(before: Reading, after: Reading) -> tuple[Remark, ...]:
    found = []
    if before.by_hand != after.by_hand:
        found.append(Remark.SOURCE)
    elif after.by_hand and before.as_of != after.as_of:
        found.append(Remark.NEW_REPORT)
    elif before.method_version != after.method_version:
        found.append(Remark.METHOD)
    if (
        before.coverage is not None
        and after.coverage is not None
        and abs(before.coverage - after.coverage) >= _NOTABLE_COVERAGE
    ):
        found.append(Remark.COVERAGE)
    return tuple(found)


def _county_parts(
    moved: Decimal, unit: str, before: Mapping[str, Decimal], after: Mapping[str, Decimal]
) -> list[Part]:
    """A part for each county that moved, the largest first, and the rest."""
    changes = {
        code: rounded(after.get(code, Decimal(0)), unit)
        - rounded(before.get(code, Decimal(0)), unit)
        for code in sorted({*before, *after})
    }
    parts = [Part(Cause.COUNTY, change, code) for code, change in changes.items() if change]
    parts.sort(key=lambda part: (-abs(part.change), part.place))
    rest = moved - sum((part.change for part in parts), Decimal(0))
    return [*parts, Part(Cause.REST, rest)] if rest else parts
