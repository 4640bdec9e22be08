"""How much each bull in service should sire of the next generation, under a coancestry limit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from django.db.models import Count

from milkshed.breeding.models import Bull, BullValue, CowValue, EvaluationRun, SemenStatus
from milkshed.breeding.queries.kin import kin_of_cows
from milkshed.breeding.queries.nucleus import pool_of
from milkshed.breeding.science.arrays import Float
from milkshed.platform.scope import Scope, visible

if TYPE_CHECKING:
    from milkshed.breeding.science.contributions import Contributions

MOST_COWS = 300
LOOK_BACK_YEARS = 2
_COW_TIMES_MEAN = 2


@dataclass(frozen=True, slots=True)
class AskedContributions:
    """How many cows are the dams, and limits in per cent.

    ``max_share_pct``: of one bull among all sires; ``max_coancestry_pct`` None: that of what was
    done, or without a limit where nothing is known of it or it cannot be kept.
    """

    cows: int
    max_share_pct: float
    max_coancestry_pct: float | None


@dataclass(frozen=True, slots=True)
class BullShare:
    """A bull's share of the sires: what is best, and what he had among recent births.

    ``bound_price``: points of the mean index gained by letting him sire 1 % more where his limit
    binds.
    """

    bull: Bull
    score: float
    share_pct: float
    did_pct: float
    bound_price: float


@dataclass(frozen=True, slots=True)
class BestContributions:
    """Contributions of greatest mean index within the limits, beside what was done.

    Coancestries in per cent. ``limit_price``: points of the mean index for 1 % more coancestry,
    None where the limit is the least there is. ``did_births`` of the last years are of these
    bulls; the means of what was done are over them, with the same dams in equal parts.
    """

    bulls: tuple[BullShare, ...]
    cows: int
    gain: float
    coancestry_pct: float
    limit_pct: float | None
    limit_price: float | None
    did_births: int
    did_gain: float | None
    did_coancestry_pct: float | None


def candidates_of(run: EvaluationRun) -> list[BullValue]:
    """Bulls in service with a published index, the best first."""
    found = BullValue.objects.select_related("bull").filter(
        run=run, score__isnull=False, bull__semen_status=SemenStatus.ACTIVE
    )
    return list(found.order_by("-score", "pk"))


def births_of(run: EvaluationRun, scope: Scope) -> Mapping[str, int]:
    """Females in reach born in the last years of the run, by sire."""
    first = run.cut_on.year - LOOK_BACK_YEARS
    found = visible(CowValue.objects.filter(run=run, born_year__gte=first), scope).exclude(sire="")
    return dict(found.order_by().values_list("sire").annotate(n=Count("pk")))


def best_contributions(
    run: EvaluationRun, scope: Scope, asked: AskedContributions
) -> BestContributions | None:
    """The best contributions of bulls in service to the best cows in reach.

    None where either are missing. Raises
    :class:`~milkshed.breeding.science.contributions.Infeasible` where limits cannot be kept.
    """
    from milkshed.breeding.science.contributions import Infeasible, optimal_contributions
    from milkshed.breeding.science.relationships import relationships

    bulls, cows = candidates_of(run), pool_of(run, scope, asked.cows)[: asked.cows]
    if not bulls or not cows:
        return None
    kin = kin_of_cows(cows, [one.bull for one in bulls])
    pedigree, _ = kin.numbered()
    places = pedigree.places(
        [*(one.bull.number for one in bulls), *(kin.females[cow.animal_key] for cow in cows)]
    )
    matrix = relationships(pedigree, places, places)
    merit = np.array([*(one.score for one in bulls), *(cow.score for cow in cows)], np.float64)
    births = births_of(run, scope)
    did = _did(bulls, cows, births)
    limit = None if asked.max_coancestry_pct is None else asked.max_coancestry_pct / 100
    did_coancestry = None if did is None else float(0.5 * did @ matrix @ did)
    sizes = [len(bulls), len(cows)]
    group = np.repeat(np.array([0, 1], np.int64), sizes)
    most_of_a_cow = min(0.5, 0.5 * _COW_TIMES_MEAN / len(cows))
    upper = np.repeat([asked.max_share_pct / 200, most_of_a_cow], sizes)
    if limit is None:
        limit = did_coancestry
        try:
            made = optimal_contributions(merit, matrix, group, limit=limit, upper=upper)
        except Infeasible:  # what was done passes the share of a bull that is asked for
            limit = None
            made = optimal_contributions(merit, matrix, group, limit=None, upper=upper)
    else:
        made = optimal_contributions(merit, matrix, group, limit=limit, upper=upper)
    return BestContributions(
        bulls=_shares(bulls, made, did),
        cows=int(np.count_nonzero(made.share[len(bulls) :] > 0)),
        gain=made.gain,
        coancestry_pct=100 * made.coancestry,
        limit_pct=None if limit is None else 100 * limit,
        limit_price=made.limit_price / 100 if np.isfinite(made.limit_price) else None,
        did_births=sum(births.get(one.bull.number, 0) for one in bulls),
        did_gain=None if did is None else float(did @ merit),
        did_coancestry_pct=None if did_coancestry is None else 100 * did_coancestry,
    )


def _did(
    bulls: Sequence[BullValue], cows: Sequence[CowValue], births: Mapping[str, int]
) -> Float | None:
    """Contributions as recent births tell them of the bulls, the cows in equal parts."""
    counts = np.array([births.get(one.bull.number, 0) for one in bulls], np.float64)
    if not counts.any():
        return None
    return np.concatenate([0.5 * counts / counts.sum(), np.full(len(cows), 0.5 / len(cows))])


def _shares(
    bulls: Sequence[BullValue], made: "Contributions", did: Float | None
) -> tuple[BullShare, ...]:
    found = [
        BullShare(
            one.bull,
            float(one.score or 0.0),
            200 * float(made.share[at]),
            0.0 if did is None else 200 * float(did[at]),
            float(made.bound_price[at]) / 200,
        )
        for at, one in enumerate(bulls)
    ]
    return tuple(sorted(found, key=lambda one: (-one.share_pct, -one.score)))
