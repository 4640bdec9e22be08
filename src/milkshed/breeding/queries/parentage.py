"""What accepted genotypes say of registered parents, and who fits where a parent does not."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from django.db.models import Exists, OuterRef, QuerySet

from milkshed.breeding.actions.genotype_store import kept_genotypes
from milkshed.breeding.models import GenotypeSample, PedigreeEntry
from milkshed.breeding.queries.book import Parents, parents_of
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.science.arrays import Int
from milkshed.breeding.science.genotype_quality import Counts, opposing
from milkshed.kernel.problems import Problem
from milkshed.platform.scope import Scope, visible

CONFIRMED, REFUTED, FEW, UNTYPED = "confirmed", "refuted", "few", "untyped"
_MOST_PROPOSED = 3


@dataclass(frozen=True, slots=True)
class Link:
    """What genotypes say of an animal and one registered parent.

    ``verdict``: ``confirmed``, ``refuted``, ``few`` markers compared, or ``untyped`` where either
    has no accepted genotype. ``opposing`` of the ``compared`` markers are opposing homozygotes.
    """

    side: str
    parent: str
    verdict: str
    opposing: int = 0
    compared: int = 0

    @property
    def share(self) -> float | None:
        """Opposing of those compared; None where none is."""
        return self.opposing / self.compared if self.compared else None

    def document(self) -> dict[str, object]:
        """As it is kept with the step that rests on it."""
        return {
            "side": self.side,
            "parent": self.parent,
            "verdict": self.verdict,
            "opposing": self.opposing,
            "compared": self.compared,
        }


@dataclass(slots=True)
class Typed:
    """Accepted genotypes of some animals, the best sample of each."""

    fewest: float
    conflict: float
    counts: dict[str, tuple[int, Counts]] = field(default_factory=dict)
    markers: dict[int, tuple[str, ...]] = field(default_factory=dict)
    _shared: dict[tuple[int, int], tuple[Int, Int]] = field(default_factory=dict)

    def link(self, side: str, name: str, parent: str) -> Link:
        """What they say of an animal and a parent."""
        own, other = self.counts.get(name), self.counts.get(parent)
        if own is None or other is None:
            return Link(side, parent, UNTYPED)
        mine, theirs = self._alike(own, other)
        against, both = opposing(mine, theirs)
        if both < self.fewest:
            return Link(side, parent, FEW, against, both)
        verdict = CONFIRMED if against / both <= self.conflict else REFUTED
        return Link(side, parent, verdict, against, both)

    def _alike(self, own: tuple[int, Counts], other: tuple[int, Counts]) -> tuple[Counts, Counts]:
        """The counts of both at the markers that both files have."""
        if own[0] == other[0]:
            return own[1], other[1]
        pair = (own[0], other[0])
        if pair not in self._shared:
            _, mine, theirs = np.intersect1d(
                np.array(self.markers[own[0]], dtype=np.str_),
                np.array(self.markers[other[0]], dtype=np.str_),
                return_indices=True,
            )
            self._shared[pair] = (mine.astype(np.int64), theirs.astype(np.int64))
        first, second = self._shared[pair]
        return own[1][first], other[1][second]


def typed(names: Collection[str], rules: BreedingRules) -> Typed:
    """Accepted genotypes of these animals."""
    answer = Typed(rules.low("genotype.markers"), rules.high("genotype.conflict"))
    samples = GenotypeSample.objects.filter(state="accepted", identity__in=names)
    best: dict[str, GenotypeSample] = {}
    for one in samples.select_related("file").order_by("call_rate", "pk"):
        best[one.identity] = one
    by_file: dict[int, list[GenotypeSample]] = {}
    for one in best.values():
        by_file.setdefault(one.file_id or 0, []).append(one)
    for key, group in by_file.items():
        file = group[0].file
        if file is None:
            continue
        try:
            stored = kept_genotypes(file).genotypes
        except Problem:  # genotypes that are gone say nothing
            continue
        answer.markers[key] = stored.markers
        rows = stored.counts(np.array([one.row for one in group], dtype=np.int64))
        for one, counts in zip(group, rows, strict=True):
            answer.counts[one.identity] = (key, counts)
    return answer


def links_of(
    registered: Mapping[str, Parents], rules: BreedingRules
) -> dict[str, tuple[Link, ...]]:
    """What genotypes say of the parents of each animal; sire first, unknown parents left out."""
    names = {name for own, one in registered.items() for name in (own, one.sire, one.dam) if name}
    held = typed(names, rules)
    return {
        own: tuple(
            held.link(side, own, parent)
            for side, parent in (("sire", one.sire), ("dam", one.dam))
            if parent
        )
        for own, one in registered.items()
    }


def links_of_entries(
    entries: Iterable[PedigreeEntry], rules: BreedingRules
) -> dict[str, tuple[Link, ...]]:
    """What genotypes say of the registered parents of entries, by identity."""
    return links_of(parents_of({one.identity for one in entries}), rules)


def proposals(
    entry: PedigreeEntry, links: Iterable[Link], rules: BreedingRules
) -> dict[str, tuple[Link, ...]]:
    """By side, animals whose genotype fits where no parent is known or it is refuted; best first.

    Dams are sought on the animal's farm. Nobody born after the animal is proposed: its own progeny
    would fit as well.
    """
    sides = {one.side for one in links if one.verdict == REFUTED}
    sides |= {side for side in ("sire", "dam") if not getattr(entry, side)}
    typed_ones = GenotypeSample.objects.filter(state="accepted")
    if not typed_ones.filter(identity=entry.identity).exists():
        return {}
    answer = {}
    for side in sorted(sides, reverse=True):
        others = (
            typed_ones.filter(sex="M")
            if side == "sire"
            else typed_ones.filter(sex="F", place=entry.place_id)
        )
        names = {*others.values_list("identity", flat=True)} - {entry.identity}
        names -= _not_older(names, entry)
        held = typed({*names, entry.identity}, rules)
        fits = [
            link
            for name in names
            if (link := held.link(side, entry.identity, name)).verdict == CONFIRMED
        ]
        fits.sort(key=lambda one: (one.share or 0.0, one.parent))
        answer[side] = tuple(fits[:_MOST_PROPOSED])
    return answer


def _not_older(names: set[str], entry: PedigreeEntry) -> set[str]:
    """Those known to be born on the animal's day or later."""
    if entry.born_on is None:
        return set()
    return {
        name
        for name, one in parents_of(names).items()
        if one.born_on is not None and one.born_on >= entry.born_on
    }


def genotyped_entries(scope: Scope) -> QuerySet[PedigreeEntry]:
    """Entries in reach with a parent and an accepted genotype that nobody has verified yet."""
    samples = GenotypeSample.objects.filter(state="accepted", identity=OuterRef("identity"))
    found = visible(PedigreeEntry.objects.select_related("place"), scope)
    return (
        found.filter(state__in=["registered", "questioned"])
        .exclude(sire="", dam="")
        .filter(Exists(samples))
        .order_by("identity")
    )
