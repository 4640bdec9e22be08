"""The pedigree around some females and bulls: herd book first, then bull register, then herd."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from milkshed.breeding.models import Bull, CowValue, PedigreeEntry
from milkshed.herd import facade as herd
from milkshed.herd.facade import FemaleFacts

if TYPE_CHECKING:
    from milkshed.breeding.science.pedigree import Pedigree

_GENERATIONS = 12
_PUBLIC = ("herd-book", "ear-tag")


@dataclass(slots=True)
class _Found:
    """Parents by identity, and under which identity an animal's other numbers stand."""

    parents: dict[str, tuple[str, str, date | None, int]] = field(default_factory=dict)
    alias: dict[str, str] = field(default_factory=dict)

    def name(self, number: str) -> str:
        return self.alias.get(number, number)


@dataclass(frozen=True, slots=True)
class Kin:
    """Rows of a pedigree, and the identity in it of each female (by key) and bull (by number)."""

    rows: tuple[tuple[str, str, str, date | None, int], ...]
    females: dict[int, str]

    def numbered(self) -> "tuple[Pedigree, int]":
        """The pedigree with impossible links left out, and how many those are."""
        from milkshed.breeding.science.pedigree_checks import mend_rows
        from milkshed.breeding.science.pedigree_rows import PedigreeRows, number_rows

        mended = mend_rows(
            PedigreeRows.from_table(
                [row[0] for row in self.rows],
                [row[1] for row in self.rows],
                [row[2] for row in self.rows],
                born=[row[3] for row in self.rows],
                sex=np.array([row[4] for row in self.rows], dtype=np.int8),
            )
        )
        return number_rows(mended.rows), len(mended.cuts)


def kin_of(females: Sequence[FemaleFacts], bulls: Iterable[Bull]) -> Kin:
    """Everything known of their ancestors, twelve generations back."""
    found = _Found()
    entries = {
        entry.animal_key: entry
        for entry in PedigreeEntry.objects.filter(
            animal_key__in=[one.animal_id for one in females]
        ).exclude(state="withdrawn")
    }
    own: dict[int, str] = {}
    for one in females:
        numbers = dict(one.numbers)
        entry = entries.get(one.animal_id)
        held = [numbers[scheme] for scheme in _PUBLIC if scheme in numbers]
        name = entry.identity if entry is not None else held[0] if held else f"#{one.animal_id}"
        own[one.animal_id] = name
        for number in held:
            found.alias[number] = name
    for one in females:
        entry = entries.get(one.animal_id)
        sire = entry.sire if entry is not None and entry.sire else one.sire_number
        dam = entry.dam if entry is not None and entry.dam else one.dam_number
        found.parents[own[one.animal_id]] = (sire, found.name(dam), one.birth_date, 2)
    for bull in bulls:
        found.parents[bull.number] = (bull.sire, found.name(bull.dam), bull.born_on, 1)
    _climb(found)
    rows = tuple((name, *parents) for name, parents in found.parents.items())
    return Kin(rows, own)


def kin_of_cows(cows: Iterable[CowValue], bulls: Iterable[Bull] = ()) -> Kin:
    """Everything known of the ancestors of cows of an evaluation, twelve generations back.

    ``bulls`` stand beside them.
    """
    found, own = _Found(), {}
    for cow in cows:
        born = date(cow.born_year, 1, 1) if cow.born_year else None
        found.parents[cow.identity] = (cow.sire, cow.dam, born, 2)
        own[cow.animal_key] = cow.identity
    for bull in bulls:
        found.parents[bull.number] = (bull.sire, bull.dam, bull.born_on, 1)
    _climb(found)
    return Kin(tuple((name, *parents) for name, parents in found.parents.items()), own)


def _climb(found: _Found) -> None:
    """Look up parents, their parents, and so on."""
    for _ in range(_GENERATIONS):
        unknown = {
            parent
            for sire, dam, _, _ in found.parents.values()
            for parent in (sire, dam)
            if parent and parent not in found.parents
        }
        if not unknown:
            break
        _look_up(found, unknown)


def _look_up(found: _Found, unknown: set[str]) -> None:
    """Enter the parents of the unknown animals; those of whom nothing is known are founders."""
    registered = PedigreeEntry.objects.filter(identity__in=unknown).exclude(state="withdrawn")
    told = {
        identity: (sire, dam, born, 1 if sex == "M" else 2)
        for identity, sire, dam, born, sex in registered.values_list(
            "identity", "sire", "dam", "born_on", "sex"
        )
    }
    for number, sire, dam, born in Bull.objects.filter(number__in=unknown).values_list(
        "number", "sire", "dam", "born_on"
    ):
        told.setdefault(number, (sire, dam, born, 1))
    rest = unknown - set(told)
    for number, parents in herd.parents_of(rest).items():
        told[number] = (
            parents.sire_number,
            parents.dam_number,
            parents.birth_date,
            1 if parents.sex == "M" else 2,
        )
    for name in unknown:
        sire, dam, born, sex = told.get(name, ("", "", None, 0))
        found.parents[name] = (sire, found.name(dam), born, sex)


def known_recessives(bulls: Iterable[Bull], names: Sequence[str]) -> dict[str, list[float]]:
    """Tests of the bulls by number: 1 carrier, 0 free, NaN where not tested, in order of names."""
    said = {"carrier": 1.0, "free": 0.0}
    return {
        bull.number: [said.get(str(bull.recessives.get(name)), np.nan) for name in names]
        for bull in bulls
    }
