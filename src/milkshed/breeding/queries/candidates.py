"""Which females of a farm are to be served, and what mating them with each lot would mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from milkshed.breeding.models import Bull, CowValue
from milkshed.breeding.queries.kin import Kin, kin_of, kin_of_cows, known_recessives
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.science.arrays import Float
from milkshed.herd import facade as herd
from milkshed.herd.facade import FemaleFacts


@dataclass(frozen=True, slots=True)
class Candidates:
    """The females to serve within the plan's days, and how many are left out and why."""

    females: tuple[FemaleFacts, ...]
    pregnant: int
    barred: int
    young: int
    fresh: int


def candidates(place_id: int, rules: BreedingRules, today: date) -> Candidates:
    """Open females that reach the age of first service or the end of waiting within the days."""
    by = today + timedelta(days=rules.whole("mating.ahead_days"))
    oldest_birth = by - timedelta(days=round(rules.low("mating.heifer_days")))
    last_calving = by - timedelta(days=round(rules.low("mating.waiting_days")))
    chosen: list[FemaleFacts] = []
    left = {"pregnant": 0, "barred": 0, "young": 0, "fresh": 0}
    for one in herd.females_at(place_id):
        if one.do_not_breed:
            left["barred"] += 1
        elif one.pregnant:
            left["pregnant"] += 1
        elif one.calved_on is None and one.birth_date > oldest_birth:
            left["young"] += 1
        elif one.calved_on is not None and one.calved_on > last_calving:
            left["fresh"] += 1
        else:
            chosen.append(one)
    return Candidates(tuple(chosen), **left)


@dataclass(frozen=True, slots=True, eq=False)
class Blood:
    """Kinship of females and bulls: calves' inbreeding and chance to be affected.

    Arrays of shape (females, bulls); ``recessives`` are the names that were looked at,
    ``unknown`` the share of females of whom no parent is known, ``cuts`` impossible links of the
    pedigree that were left out.
    """

    inbreeding: Float
    affected: Float
    recessives: tuple[str, ...]
    unknown: float
    cuts: int


def blood(females: Sequence[FemaleFacts], bulls: Sequence[Bull]) -> Blood:
    """Kinship and recessives of these females with these bulls."""
    return _blood(kin_of(females, bulls), [one.animal_id for one in females], bulls)


def blood_of_donors(donors: Sequence[CowValue], bulls: Sequence[Bull]) -> Blood:
    """Kinship and recessives of valued cows, wherever they stand, with these bulls."""
    return _blood(kin_of_cows(donors, bulls), [one.animal_key for one in donors], bulls)


def _blood(kin: Kin, keys: Sequence[int], bulls: Sequence[Bull]) -> Blood:
    from milkshed.breeding.science.mating.recessives import (
        affected_probability,
        carrier_probabilities,
    )
    from milkshed.breeding.science.relationships import kinship

    pedigree, cuts = kin.numbered()
    cow = pedigree.places([kin.females[key] for key in keys])
    bull = pedigree.places([one.number for one in bulls])
    registered = list(Bull.objects.filter(number__in=pedigree.ids.tolist()))
    names = tuple(sorted({name for one in registered for name in one.recessives}))
    known = np.full((len(pedigree), len(names)), np.nan)
    for number, tests in known_recessives(registered, names).items():
        known[pedigree.place(number)] = tests
    carries = carrier_probabilities(pedigree, known)
    orphan = (pedigree.sire[cow] < 0) & (pedigree.dam[cow] < 0)
    return Blood(
        inbreeding=np.ascontiguousarray(kinship(pedigree, bull, cow).T),
        affected=affected_probability(carries[cow], carries[bull]),
        recessives=names,
        unknown=float(orphan.mean()) if len(cow) else 0.0,
        cuts=cuts,
    )
