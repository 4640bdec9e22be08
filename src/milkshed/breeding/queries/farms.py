"""Reads for farms: each cow's values beside her herd and the region, and whom to breed from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, F, OuterRef, Q, QuerySet

from milkshed.breeding.models import CowValue, EvaluationRun
from milkshed.breeding.queries import genomic
from milkshed.breeding.queries.catalogue import VALUES
from milkshed.breeding.rules import BreedingRules
from milkshed.kernel.text import Text
from milkshed.platform.models import Place
from milkshed.platform.scope import Scope, visible

BEST = Text("留后：性控冻精", "Breed replacements: sexed semen")
MIDDLE = Text("普通冻精", "Conventional semen")
LAST = Text("不留后：肉牛冻精", "No replacements: beef semen")
UNKNOWN = Text("无指数", "No index")
_FIGURES = (*VALUES, "score", "reliability", "inbreeding")


@dataclass(frozen=True, slots=True)
class FarmStanding:
    """A farm's mean values in a run; ``valued`` of its ``animals`` have an index."""

    place: Place
    animals: int
    valued: int
    means: dict[str, float | None]


def farms(scope: Scope, run: EvaluationRun) -> list[FarmStanding]:
    """Farms in reach with animals in a run, the highest mean index first."""
    rows = (
        visible(CowValue.objects.filter(run=run), scope)
        .order_by()
        .values("place")
        .annotate(
            animals=Count("pk"),
            valued=Count("pk", filter=Q(score__isnull=False)),
            **{f"mean_{name}": Avg(name) for name in _FIGURES},
        )
    )
    held: list[Any] = list(rows)
    places = Place.objects.in_bulk([row["place"] for row in held])
    found = [
        FarmStanding(
            places[row["place"]],
            row["animals"],
            row["valued"],
            {name: row[f"mean_{name}"] for name in _FIGURES},
        )
        for row in held
    ]
    return sorted(found, key=lambda one: (one.means["score"] is None, -(one.means["score"] or 0.0)))


def means_of(values: QuerySet[CowValue]) -> dict[str, float | None]:
    """Means over cows, without names of farms; what a farm may compare itself with."""
    told = values.order_by().aggregate(**{f"mean_{name}": Avg(name) for name in _FIGURES})
    return {name: told[f"mean_{name}"] for name in _FIGURES}


def region_means(run: EvaluationRun) -> dict[str, float | None]:
    """Means over all animals of a run that have an index, as the run kept them."""
    held: dict[str, float | None] = run.summary.get("means", {})
    return {name: held.get(name) for name in _FIGURES}


def farm_cows(
    scope: Scope, run: EvaluationRun, place_id: int, *, stage: str = ""
) -> QuerySet[CowValue]:
    """A farm's animals in a run, by rank; ``stage``: cows, or heifers that have not calved.

    Genomic values stand beside as ``genomic_*``.
    """
    found = visible(CowValue.objects.filter(run=run, place=place_id), scope)
    if stage == "cows":
        found = found.filter(parity__gt=0)
    elif stage == "heifers":
        found = found.filter(parity=0)
    found = found.annotate(**genomic.beside(run, animal_key=OuterRef("animal_key")))
    return found.select_related("place").order_by(F("rank").asc(nulls_last=True), "animal_key")


@dataclass(frozen=True, slots=True)
class Advice:
    """Up to which rank replacements are bred, and from which rank they are not."""

    best_to: int
    last_from: int

    def of(self, rank: int | None) -> tuple[str, Text]:
        """A colour and the words for a rank within the farm."""
        if rank is None:
            return "none", UNKNOWN
        if rank <= self.best_to:
            return "ok", BEST
        return ("warn", LAST) if rank >= self.last_from else ("info", MIDDLE)


def advice_for(valued: int, rules: BreedingRules) -> Advice:
    """Where the rules cut a farm's ranking of so many animals with an index."""
    best = round(valued * rules.value("farm.best_pct") / 100)
    last = round(valued * rules.value("farm.last_pct") / 100)
    return Advice(best, valued - last + 1)


def lines_of(cows: Sequence[CowValue], advice: Advice) -> list[tuple[CowValue, str, Text]]:
    """Cows with what to do with each."""
    return [(cow, *advice.of(cow.rank)) for cow in cows]
