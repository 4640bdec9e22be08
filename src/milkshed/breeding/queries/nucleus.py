"""Choosing a nucleus herd from the published cow values."""

from dataclasses import dataclass

import numpy as np

from milkshed.breeding.models import CowValue, EvaluationRun
from milkshed.breeding.queries.kin import kin_of_cows
from milkshed.platform.scope import Scope, visible

MOST_CHOSEN = 500
_POOL_EACH = 4
_POOL_LEAST, _POOL_MOST = 100, 1500


@dataclass(frozen=True, slots=True)
class Asked:
    """How many cows, how many per sire, and the limit of mean coancestry in per cent."""

    count: int
    per_sire: int | None
    max_coancestry_pct: float | None


@dataclass(frozen=True, slots=True)
class NucleusChoice:
    """The cows chosen, best first, with their means; ``bound`` no choice of the pool exceeds.

    Candidates are the ``pool`` best cows in reach with a published index.
    """

    cows: tuple[CowValue, ...]
    pool: int
    index: float
    bound: float
    coancestry_pct: float | None
    passed_over: tuple[CowValue, ...]
    sires: int


def pool_of(run: EvaluationRun, scope: Scope, count: int) -> list[CowValue]:
    """The best cows in reach with an index, some times as many as are to be chosen."""
    size = min(max(_POOL_EACH * count, _POOL_LEAST), _POOL_MOST)
    found = visible(CowValue.objects.select_related("place"), scope)
    return list(found.filter(run=run, score__isnull=False).order_by("-score", "pk")[:size])


def choose_nucleus(run: EvaluationRun, scope: Scope, asked: Asked) -> NucleusChoice:
    """The choice of greatest mean index within the limits.

    Raises :class:`~milkshed.breeding.science.contributions.Infeasible` naming the limit that
    cannot be kept.
    """
    from milkshed.breeding.science.nucleus import select_nucleus
    from milkshed.breeding.science.relationships import relationships

    pool = pool_of(run, scope, asked.count)
    names = {name: at for at, name in enumerate(sorted({cow.sire for cow in pool if cow.sire}))}
    matrix = None
    if asked.max_coancestry_pct is not None:
        kin = kin_of_cows(pool)
        pedigree, _ = kin.numbered()
        places = pedigree.places([kin.females[cow.animal_key] for cow in pool])
        matrix = relationships(pedigree, places, places)
    chosen = select_nucleus(
        np.array([cow.score for cow in pool], dtype=np.float64),
        asked.count,
        sire=np.array([names.get(cow.sire, -1) for cow in pool], dtype=np.int64),
        per_sire=asked.per_sire,
        relationship=matrix,
        max_coancestry=None if asked.max_coancestry_pct is None else asked.max_coancestry_pct / 100,
    )
    cows = tuple(pool[at] for at in chosen.chosen.tolist())
    coancestry = chosen.coancestry
    if coancestry is None and cows:
        kin = kin_of_cows(cows)
        pedigree, _ = kin.numbered()
        places = pedigree.places([kin.females[cow.animal_key] for cow in cows])
        coancestry = float(0.5 * relationships(pedigree, places, places).mean())
    return NucleusChoice(
        cows=cows,
        pool=len(pool),
        index=chosen.merit,
        bound=chosen.bound,
        coancestry_pct=None if coancestry is None else 100 * coancestry,
        passed_over=tuple(pool[at] for at in chosen.passed_over.tolist()),
        sires=len({cow.sire for cow in cows if cow.sire}),
    )
