"""What stands in each silo, what waits to be unloaded, the raw milk of lots."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db import connection
from django.db.models import Count, DecimalField, F, Max, OuterRef, Q, QuerySet, Subquery, Sum

from milkshed.factory.models import Cleaning, Draw, Intake, Plant, Silo
from milkshed.platform.models import Person
from milkshed.platform.scope import scope_of, visible

NOTHING_KG = Decimal(0)


@dataclass(frozen=True, slots=True)
class SiloState:
    """What stands in a silo now.

    ``state`` is the intake that made its present state, None when it is clean or was never
    filled. ``oldest_at`` is when the oldest milk in it came in: the last intake that found no
    heel.
    """

    silo: Silo
    level_kg: Decimal
    state: Intake | None
    oldest_at: datetime | None
    loads: int
    cleaned_at: datetime | None

    @property
    def share(self) -> float:
        """How full the silo is, 0 to 1."""
        return float(self.level_kg / self.silo.capacity_kg)

    @property
    def room_kg(self) -> Decimal:
        """How much still fits."""
        return max(NOTHING_KG, self.silo.capacity_kg - self.level_kg)


def plants_of(person: Person) -> QuerySet[Plant]:
    """The plants a person may see."""
    return visible(Plant.objects.select_related("place__organisation"), scope_of(person)).order_by(
        "place__county", "place__name_zh"
    )


def silo_states(silos: Iterable[Silo]) -> list[SiloState]:
    """The state of each silo, in the order given; five queries whatever their number."""
    wanted = list(silos)
    keys = [silo.pk for silo in wanted]
    last = _latest_intakes(keys)
    cleaned = dict(
        Cleaning.objects.filter(silo__in=keys).values_list("silo").annotate(at=Max("at"))
    )
    drawn = dict(
        Draw.objects.filter(intake__in=[intake.pk for intake in last.values()])
        .values_list("intake")
        .annotate(kg=Sum("kg"))
    )
    oldest = dict(
        Intake.objects.filter(silo__in=keys, heel_kg=0).values_list("silo").annotate(at=Max("at"))
    )
    found = []
    for silo in wanted:
        state, washed = last.get(silo.pk), cleaned.get(silo.pk)
        if state is None or (washed is not None and washed > state.at):
            found.append(SiloState(silo, NOTHING_KG, None, None, 0, washed))
            continue
        level = max(NOTHING_KG, state.state_kg - drawn.get(state.pk, NOTHING_KG))
        since = oldest.get(silo.pk, state.at)
        found.append(SiloState(silo, level, state, since if level else None, 0, washed))
    return _with_loads(found)


def _with_loads(states: list[SiloState]) -> list[SiloState]:
    """The states with the number of loads mixed in each, in one query."""
    mixed = Q(pk__in=[])
    for state in states:
        if state.oldest_at is not None:
            mixed |= Q(silo=state.silo, at__gte=state.oldest_at)
    loads = dict(
        Intake.objects.filter(mixed).order_by().values_list("silo").annotate(n=Count("pk"))
    )
    return [replace(state, loads=loads.get(state.silo.pk, 0)) for state in states]


def _latest_intakes(silos: list[int]) -> dict[int, Intake]:
    newest = Intake.objects.filter(silo=OuterRef("pk")).order_by("-at", "-pk").values("pk")[:1]
    keys = Silo.objects.filter(pk__in=silos).values_list(Subquery(newest), flat=True)
    return {i.silo_id: i for i in Intake.objects.filter(pk__in=[key for key in keys if key])}


def unloaded_kg(sheets: Iterable[str]) -> dict[str, Decimal]:
    """Kilograms taken into silos by sheet (GDTI)."""
    return dict(
        Intake.objects.filter(sheet__in=list(sheets)).values_list("sheet").annotate(kg=Sum("kg"))
    )


@dataclass(frozen=True, slots=True)
class RawMilk:
    """Raw milk drawn for batches, and the part of it in lots of specialty products, in kg.

    ``plants`` is how many drew it.
    """

    processed_kg: Decimal
    specialty_kg: Decimal
    batches: int
    packed_batches: int
    specialty_lots: int
    plants: int


_RAW_MILK = """
WITH made AS (
    SELECT b.id, b.kg_in, b.plant_id FROM factory_batch b
    JOIN factory_plant p ON p.id = b.plant_id JOIN platform_place s ON s.id = p.place_id
    WHERE b.started_at >= %(first)s AND b.started_at < %(last)s
      AND (%(counties)s::text[] IS NULL OR s.county = ANY(%(counties)s))
), packed AS (
    SELECT made.id, made.kg_in, sum(l.kg) AS kg,
           sum(l.kg) FILTER (WHERE r.specialty) AS specialty_kg,
           count(*) FILTER (WHERE r.specialty) AS specialty_lots
    FROM made JOIN factory_productlot l ON l.batch_id = made.id
    JOIN factory_product r ON r.id = l.product_id
    GROUP BY made.id, made.kg_in
)
SELECT (SELECT coalesce(sum(kg_in), 0) FROM made), (SELECT count(*) FROM made),
       coalesce(sum(kg_in * coalesce(specialty_kg, 0) / kg), 0), count(*),
       coalesce(sum(specialty_lots), 0), (SELECT count(DISTINCT plant_id) FROM made)
FROM packed
"""


def raw_milk(first: datetime, last: datetime, counties: frozenset[str] | None) -> RawMilk:
    """Raw milk of batches started in the half-open interval.

    A lot's raw milk is its share of the packed mass of its batch times the mass drawn for the
    batch.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _RAW_MILK,
            {
                "first": first,
                "last": last,
                "counties": None if counties is None else sorted(counties),
            },
        )
        processed, batches, specialty, packed, lots, plants = cursor.fetchone()
    return RawMilk(processed, specialty, batches, packed, lots, plants)


def capacity_t(plants: QuerySet[Plant]) -> Decimal:
    """Tonnes a day that plants are licensed for, together."""
    total = plants.aggregate(t=Sum(F("daily_capacity_t"), output_field=DecimalField()))["t"]
    return total or Decimal(0)
