"""Reads of the three lists: targets with their split, key work with its duties and tasks."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Prefetch, Q

from milkshed.kernel.counties import COUNTIES, PREFECTURES
from milkshed.plan.models import (
    WORK_KINDS,
    Duty,
    Indicator,
    PlanPart,
    PlanVersion,
    ResponsibleUnit,
    TargetSplit,
)


@dataclass(frozen=True, slots=True)
class CitySplit:
    """A city's own share, what its counties bring together, and whether both agree."""

    city: str
    own: Decimal | None
    counties: tuple[TargetSplit, ...]
    total: Decimal
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class SplitTable:
    """A target split by place on a day. ``rest`` is the target less what the places bring.

    A city counts with its own share where it has one, and else with the sum of its counties.
    """

    indicator: Indicator
    cities: tuple[CitySplit, ...]
    total: Decimal
    rest: Decimal | None


def split_table(indicator: Indicator, on: date) -> SplitTable | None:
    """The split in force on a day; None where there is none."""
    rows = list(indicator.splits.filter(_in_force(on)))
    if not rows:
        return None
    cities = []
    for code in PREFECTURES:
        own = next((row.value for row in rows if row.division == code), None)
        counties = tuple(
            row
            for row in rows
            if row.division in COUNTIES and COUNTIES[row.division].prefecture == code
        )
        below = sum((row.value for row in counties), Decimal(0))
        if own is None and not counties:
            continue
        cities.append(
            CitySplit(
                code,
                own,
                counties,
                below if own is None else own,
                None if own is None or not counties else own == below,
            )
        )
    total = sum((city.total for city in cities), Decimal(0))
    rest = None if indicator.target is None else indicator.target - total
    return SplitTable(indicator, tuple(cities), total, rest)


def _in_force(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def split_indicators(on: date) -> list[SplitTable]:
    """All targets that are split on a day."""
    keys = TargetSplit.objects.filter(_in_force(on)).values("indicator")
    found = Indicator.objects.filter(version__current=True, pk__in=keys)
    return [table for one in found if (table := split_table(one, on)) is not None]


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One piece of key work with who answers for it and how its tasks stand."""

    part: PlanPart
    lead: Duty | None
    support: tuple[Duty, ...]
    open_items: int
    closed_items: int


def work_rows(version: PlanVersion, on: date, unit: str = "") -> list[WorkRow]:
    """The list of key work on a day, of one unit (by code) when named; two queries."""
    duties = Duty.objects.filter(_in_force(on)).select_related("unit")
    parts = (
        version.parts.filter(kind__in=WORK_KINDS)
        .prefetch_related(Prefetch("duties", duties, to_attr="present_duties"))
        .annotate(
            open_count=Count("items", ~Q(items__state="closed"), distinct=True),
            closed_count=Count("items", Q(items__state="closed"), distinct=True),
        )
    )
    rows = []
    for part in parts:
        held: list[Duty] = part.present_duties
        if unit and unit not in {duty.unit.code for duty in held}:
            continue
        rows.append(
            WorkRow(
                part,
                next((duty for duty in held if duty.role == "lead"), None),
                tuple(duty for duty in held if duty.role == "support"),
                part.open_count,
                part.closed_count,
            )
        )
    return rows


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit with the key work it leads and supports."""

    unit: ResponsibleUnit
    leads: tuple[PlanPart, ...]
    supports: tuple[PlanPart, ...]


def unit_rows(version: PlanVersion, on: date) -> list[UnitRow]:
    """The list of duties by unit on a day; units without a duty stand too."""
    duties = (
        Duty.objects.filter(_in_force(on), part__version=version)
        .select_related("part")
        .order_by("part__position")
    )
    units = ResponsibleUnit.objects.prefetch_related(
        Prefetch("duties", duties, to_attr="present_duties")
    )
    rows = []
    for unit in units:
        held: list[Duty] = unit.present_duties
        if unit.kind != "member" and not held:
            continue
        rows.append(
            UnitRow(
                unit,
                tuple(duty.part for duty in held if duty.role == "lead"),
                tuple(duty.part for duty in held if duty.role == "support"),
            )
        )
    return rows
