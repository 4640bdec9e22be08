"""Any set of matings judged alike: a plan, what a farm did, bulls drawn at random."""

from dataclasses import dataclass

import numpy as np

from milkshed.breeding.science.arrays import Float, Int


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a set of matings comes to: means over matings, counts, the bulls' shares.

    ``calf_merit`` is the mean index of parents, ``inbreeding`` that of the calves, ``close`` how
    many are over the limit of inbreeding, ``risky`` over that of an affected calf.
    ``effective_bulls`` is 1 / Σ share².
    """

    matings: int
    bull_merit: float
    calf_merit: float
    inbreeding: float
    close: int
    risky: int
    bulls: int
    greatest_share: float
    effective_bulls: float


def judge_matings(
    cow_merit: Float,
    bull_merit: Float,
    inbreeding: Float,
    affected: Float,
    cow: Int,
    bull: Int,
    *,
    max_inbreeding: float,
    max_affected: float,
) -> Judgement:
    """Judge the matings (cow, bull): places in ``cow_merit`` (cows,) and ``bull_merit`` (bulls,).

    ``inbreeding`` and ``affected`` (cows, bulls) as for
    :func:`~milkshed.breeding.science.mating.scores.score_matings`.
    """
    count = len(cow)
    if len(bull) != count:
        raise ValueError(f"bull: {len(bull)} values, {count} cows")
    if not count:
        return Judgement(0, *(float("nan"),) * 3, 0, 0, 0, 0.0, 0.0)
    share = np.bincount(bull, minlength=len(bull_merit)) / count
    close = inbreeding[cow, bull]
    return Judgement(
        matings=count,
        bull_merit=float(bull_merit[bull].mean()),
        calf_merit=float(0.5 * (cow_merit[cow] + bull_merit[bull]).mean()),
        inbreeding=float(close.mean()),
        close=int((close > max_inbreeding + 1e-12).sum()),
        risky=int((affected[cow, bull] > max_affected + 1e-12).sum()),
        bulls=int((share > 0).sum()),
        greatest_share=float(share.max()),
        effective_bulls=float(1 / (share**2).sum()),
    )


def judge_random(
    cow_merit: Float, bull_merit: Float, inbreeding: Float, weight: Float
) -> tuple[float, float]:
    """Expected index and inbreeding of a calf when bulls are drawn by ``weight`` (bulls,)."""
    share = weight / weight.sum()
    return (
        float(0.5 * (cow_merit.mean() + bull_merit @ share)),
        float((inbreeding @ share).mean()),
    )
