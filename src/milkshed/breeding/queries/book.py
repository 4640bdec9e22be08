"""Reads of the herd book: entries, their ancestors, how complete it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from milkshed.breeding.models import (
    Bull,
    GenotypeFile,
    GenotypeSample,
    PedigreeEntry,
    TypeClassification,
)
from milkshed.breeding.words import SOURCES
from milkshed.kernel.text import Text
from milkshed.platform.models import Place
from milkshed.platform.scope import Scope, visible


def entries(
    scope: Scope, *, search: str = "", state: str = "", place_id: int | None = None
) -> QuerySet[PedigreeEntry]:
    """Pedigree entries in reach by identity; ``search`` finds an animal and its progeny."""
    found = visible(PedigreeEntry.objects.select_related("place", "centre"), scope)
    if state:
        found = found.filter(state=state)
    if place_id is not None:
        found = found.filter(place=place_id)
    if search:
        found = found.filter(Q(identity__startswith=search) | Q(sire=search) | Q(dam=search))
    return found.order_by("identity")


@dataclass(frozen=True, slots=True)
class BookQuality:
    """How complete the entries in reach are."""

    entries: int
    with_sire: int
    with_dam: int
    verified: int
    questioned: int

    @property
    def sire_share(self) -> float | None:
        """Share of entries with a sire; None without entries."""
        return self.with_sire / self.entries if self.entries else None

    @property
    def dam_share(self) -> float | None:
        """Share of entries with a dam; None without entries."""
        return self.with_dam / self.entries if self.entries else None


def book_quality(scope: Scope) -> BookQuality:
    """Entries in reach, withdrawn ones left out, by what is known of them."""
    found = visible(PedigreeEntry.objects.exclude(state="withdrawn"), scope)
    return BookQuality(
        **found.order_by().aggregate(
            entries=Count("pk"),
            with_sire=Count("pk", filter=~Q(sire="")),
            with_dam=Count("pk", filter=~Q(dam="")),
            verified=Count("pk", filter=Q(state="verified")),
            questioned=Count("pk", filter=Q(state="questioned")),
        )
    )


@dataclass(frozen=True, slots=True)
class FarmQuality:
    """How complete the entries of a farm are; ``place`` None: ancestors that stand on no farm.

    ``genotyped`` animals have an accepted sample, ``classified`` a type classification.
    """

    place: Place | None
    entries: int
    with_sire: int
    with_dam: int
    with_both: int
    verified: int
    questioned: int
    genotyped: int
    classified: int

    def share(self, count: int) -> float | None:
        """A count as a share of the entries."""
        return count / self.entries if self.entries else None

    @property
    def sire_share(self) -> float | None:
        """Share of entries with a sire."""
        return self.share(self.with_sire)

    @property
    def dam_share(self) -> float | None:
        """Share of entries with a dam."""
        return self.share(self.with_dam)

    @property
    def both_share(self) -> float | None:
        """Share of entries with both parents."""
        return self.share(self.with_both)


def quality_by_farm(scope: Scope) -> list[FarmQuality]:
    """Entries in reach farm by farm, withdrawn ones left out; those of fewest sires first."""
    found = visible(PedigreeEntry.objects.exclude(state="withdrawn"), scope)
    rows = (
        found.order_by()
        .values("place")
        .annotate(
            entries=Count("pk"),
            with_sire=Count("pk", filter=~Q(sire="")),
            with_dam=Count("pk", filter=~Q(dam="")),
            with_both=Count("pk", filter=~Q(sire="") & ~Q(dam="")),
            verified=Count("pk", filter=Q(state="verified")),
            questioned=Count("pk", filter=Q(state="questioned")),
        )
    )
    sampled = visible(GenotypeSample.objects.filter(state="accepted"), scope)
    genotyped = _by_place(sampled, "identity")
    classified = _by_place(visible(TypeClassification.objects.all(), scope), "animal_key")
    held: list[Any] = list(rows)
    places = Place.objects.in_bulk([row["place"] for row in held if row["place"]])
    answer = [
        FarmQuality(
            **{
                **row,
                "place": places.get(row["place"]),
                "genotyped": genotyped.get(row["place"], 0),
                "classified": classified.get(row["place"], 0),
            }
        )
        for row in held
    ]
    return sorted(answer, key=lambda one: (one.place is None, one.sire_share or 0.0, -one.entries))


def _by_place(found: QuerySet[Any], animal: str) -> dict[int | None, int]:
    """Animals by place."""
    rows = found.order_by().values_list("place").annotate(n=Count(animal, distinct=True))
    return dict(rows)


@dataclass(frozen=True, slots=True)
class Ancestor:
    """An ancestor of an animal: how it is related, and what its place in the pedigree rests on."""

    generation: int
    relation: Text
    identity: str
    born_on: date | None
    source: Text
    url: str


_SIRE, _DAM = Text("父", "Sire"), Text("母", "Dam")
_GENERATIONS = 3


def ancestors(identity: str, scope: Scope) -> list[Ancestor]:
    """Three generations of an animal, parents first, sires before dams; unknown ones left out.

    Links lead only to entries in reach; parents of animals out of reach are shown where the
    animal's own entry or the public bull register names them.
    """
    found: list[Ancestor] = []
    level = [(identity, Text("", ""))]
    for generation in range(1, _GENERATIONS + 1):
        names = {name for name, _ in level}
        held = parents_of(names)
        parents = {parent for one in held.values() for parent in (one.sire, one.dam) if parent}
        reached = dict(
            visible(PedigreeEntry.objects.filter(identity__in=parents), scope).values_list(
                "identity", "pk"
            )
        )
        about = parents_of(parents)
        bulls = set(Bull.objects.filter(number__in=parents).values_list("number", flat=True))
        following = []
        for name, relation in level:
            one = held.get(name)
            if one is None:
                continue
            sides = ((one.sire, _SIRE, one.sire_source), (one.dam, _DAM, one.dam_source))
            for parent, side, source in sides:
                if not parent:
                    continue
                title = Text(
                    f"{relation.zh}之{side.zh}" if relation.zh else side.zh,
                    f"{side.en} of {relation.en.lower()}" if relation.en else side.en,
                )
                url = ""
                if parent in reached:
                    url = f"/breeding/register/{reached[parent]}"
                elif parent in bulls:
                    url = f"/breeding/bulls/{parent}"
                born = about[parent].born_on if parent in about else None
                found.append(Ancestor(generation, title, parent, born, SOURCES[source], url))
                following.append((parent, title))
        level = following
    return found


@dataclass(frozen=True, slots=True)
class Parents:
    """The registered parents of an animal, what they rest on, and its birth date."""

    sire: str
    sire_source: str
    dam: str
    dam_source: str
    born_on: date | None


def parents_of(names: set[str]) -> Mapping[str, Parents]:
    """Registered parents of entries and bulls, by identity."""
    held = {
        number: Parents(sire, "record" if sire else "", dam, "record" if dam else "", born)
        for number, sire, dam, born in Bull.objects.filter(number__in=names).values_list(
            "number", "sire", "dam", "born_on"
        )
    }
    for row in PedigreeEntry.objects.filter(identity__in=names).exclude(state="withdrawn"):
        held[row.identity] = Parents(
            row.sire, row.sire_source, row.dam, row.dam_source, row.born_on
        )
    return held


def samples(scope: Scope, *, state: str = "", search: str = "") -> QuerySet[GenotypeSample]:
    """Genotype samples in reach, the youngest first; ``search``: barcode, animal or farm."""
    found = visible(GenotypeSample.objects.select_related("place", "file"), scope)
    if state:
        found = found.filter(state=state)
    if search:
        found = found.filter(
            Q(barcode__startswith=search.upper())
            | Q(identity__startswith=search)
            | Q(place__name_zh__contains=search)
        )
    return found.order_by("-ordered_at", "-pk")


def genotype_files(scope: Scope) -> QuerySet[GenotypeFile]:
    """Laboratory files in reach, the youngest first."""
    found = GenotypeFile.objects.select_related("brought_by", "centre").defer("faults")
    return visible(found, scope).order_by("-brought_at")


def classifications(
    scope: Scope, *, place_id: int | None = None, search: str = ""
) -> QuerySet[TypeClassification]:
    """Type classifications in reach, the youngest first; ``search``: cow or farm."""
    found = visible(TypeClassification.objects.select_related("place", "classifier"), scope)
    if place_id is not None:
        found = found.filter(place=place_id)
    if search:
        found = found.filter(Q(number=search) | Q(place__name_zh__contains=search))
    return found.order_by("-scored_on", "-pk")
