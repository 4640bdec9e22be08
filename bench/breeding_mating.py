"""How long a mating plan takes: kinship of cows and bulls, scores, the exact assignment.

The peer is HiGHS through ``scipy.optimize.linprog`` on the same transport problem (5,000 cows, 60
lots) in the same run; both must reach the same total. The large case is a region's: 50,000 cows
and 200 lots of 200 bulls with straws, shares of bulls, limits of inbreeding and recessives; its
plan is proven by its prices (gap 0) and printed again with a budget. Times are processor seconds.
Usage: ``python bench/breeding_mating.py [cows lots]``.
"""

import os
import sys
import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from milkshed.breeding.science.arrays import Float, Int
from milkshed.breeding.science.inbreeding import inbreeding
from milkshed.breeding.science.mating.plan import MatingPlan, plan_matings
from milkshed.breeding.science.mating.scores import (
    Allowed,
    Cows,
    Lots,
    Scores,
    Worth,
    score_matings,
)
from milkshed.breeding.science.mating.transport import assign
from milkshed.breeding.science.pedigree import Pedigree, Sex
from milkshed.breeding.science.relationships import kinship
from milkshed.breeding.science.simulation import simulate_breeding_values, simulate_pedigree

T = TypeVar("T")

LARGE = (50_000, 200)
PEER = (5_000, 60)
ANCESTORS_EACH = 6
WORTH = Worth(5.6, 160.0, 4000.0, 1500.0, 5000.0, 2000.0, (0.58, 0.48), (0.38, 0.30), (0.48, 0.9))
WITHOUT_YUAN = -600.0


def timed(what: str, work: Callable[[], T]) -> tuple[T, float]:
    """What the work answers, and its processor seconds, which are printed."""
    begun, wall = time.process_time(), time.perf_counter()
    answer = work()
    seconds = time.process_time() - begun
    print(f"  {what}: {seconds:.2f} CPU s ({time.perf_counter() - wall:.2f} s)", flush=True)
    return answer, seconds


def herd(cows: int, lots: int, seed: int) -> tuple[Pedigree, Int, Int, Float]:
    """A pedigree with the cows to be served, the bulls in service, and true indices."""
    pedigree = simulate_pedigree(
        ANCESTORS_EACH * cows, seed=seed, years=20, sires_a_year=max(10, lots // 8)
    )
    females = np.flatnonzero(pedigree.sex == Sex.FEMALE)[-cows:]
    males = np.flatnonzero(pedigree.sex == Sex.MALE)[-lots:]
    value = simulate_breeding_values(pedigree, np.array([[500.0**2]]), seed=seed)[:, 0]
    return pedigree, females, males, 2000 + value


def scored(cows: int, lots: int, seed: int = 1) -> tuple[Scores, float]:
    """Kinship and scores of a case; straws for nine cows in ten, dear bulls, some carriers."""
    pedigree, females, males, value = herd(cows, lots, seed)
    f = inbreeding(pedigree)
    close, kin_seconds = timed(
        f"kinship of {len(females):,} cows and {len(males)} bulls out of {len(pedigree):,} animals",
        lambda: np.ascontiguousarray(kinship(pedigree, males, females, f=f).T),
    )
    random = np.random.default_rng(seed)
    carries_cow = (random.random((len(females), 5)) < 0.04) * 0.5
    carries_bull = (random.random((len(males), 5)) < 0.05) * 0.5
    share = random.dirichlet(np.full(len(males), 2.0))
    scores, seconds = timed(
        "scores",
        lambda: score_matings(
            Cows(
                value[females],
                random.random(len(females)) < 0.35,
                random.random(len(females)) < 0.6,
            ),
            Lots(
                np.arange(len(males)),
                value[males],
                random.random(len(males)) < 0.5,
                random.integers(40, 260, len(males)).astype(np.float64),
                np.ceil(0.9 * len(females) * share).astype(np.int64),
                random.uniform(1, 10, len(males)),
            ),
            close,
            carries_cow @ carries_bull.T,
            WORTH,
            Allowed(inbreeding=0.0625, affected=0.1, hard_calving_pct=8),
        ),
    )
    return scores, kin_seconds + seconds


def by_highs(scores: Scores, cap: Int) -> float:
    """The same problem as a linear programme; its total."""
    lots = scores.lots
    rows, columns = np.nonzero(np.isfinite(scores.yuan))
    place, ones = np.arange(len(rows)), np.ones(len(rows))
    cows = len(scores.cows)
    limits = vstack(
        [
            csr_array((ones, (rows, place)), shape=(cows, len(rows))),
            csr_array((ones, (columns, place)), shape=(len(lots), len(rows))),
            csr_array((ones, (lots.bull[columns], place)), shape=(len(cap), len(rows))),
        ]
    )
    most = np.concatenate([np.ones(cows), lots.straws, cap])
    gain = scores.yuan[rows, columns] - WITHOUT_YUAN
    done = linprog(-gain, A_ub=limits, b_ub=most, bounds=(0, 1), method="highs")
    return float(-done.fun + WITHOUT_YUAN * cows)


def told(plan: MatingPlan) -> None:
    """Print what a plan came to."""
    arcs = int(np.isfinite(plan.scores.yuan).sum())
    print(
        f"  {arcs:,} matings allowed, {len(plan.served):,} of {len(plan.lot):,} cows served, "
        f"worth {plan.worth_yuan:,.0f}, bound {plan.bound_yuan:,.0f}, gap {plan.gap:.1e}, "
        f"cost {plan.cost_yuan:,.0f}"
    )


def main() -> None:
    """The peer's case, then the large one."""
    warm, _ = scored(300, 12)
    plan_matings(warm, without_yuan=WITHOUT_YUAN, max_share=0.2)
    print(f"load {os.getloadavg()[0]:.1f}, one thread in the assignment\n{PEER[0]:,} × {PEER[1]}")
    scores, _ = scored(*PEER)
    cap = np.full(PEER[1], PEER[0] // 20)
    found, own = timed(
        "assignment",
        lambda: assign(
            scores.yuan, scores.lots.straws, scores.lots.bull, cap, without=WITHOUT_YUAN
        ),
    )
    total, peer = timed("HiGHS", lambda: by_highs(scores, cap))
    if abs(total - found.total) > 1e-7 * abs(total):
        raise SystemExit(f"HiGHS comes to {total:.2f}, the assignment to {found.total:.2f}")
    print(f"  same total; {peer / own:.1f} × HiGHS' speed")
    cows, lots = (int(one) for one in sys.argv[1:3]) if len(sys.argv) > 2 else LARGE
    print(f"{cows:,} × {lots}")
    scores, before = scored(cows, lots)
    plan, seconds = timed(
        "plan", lambda: plan_matings(scores, without_yuan=WITHOUT_YUAN, max_share=0.02)
    )
    told(plan)
    print(
        f"  in all {before + seconds:.1f} CPU s, {(before + seconds) / 60:.2f} of the 60 s wanted"
    )
    budget = 0.8 * plan.cost_yuan
    tight, _ = timed(
        "plan within four fifths of the cost",
        lambda: plan_matings(scores, without_yuan=WITHOUT_YUAN, max_share=0.02, budget_yuan=budget),
    )
    told(tight)


if __name__ == "__main__":
    main()
