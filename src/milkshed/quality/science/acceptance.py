"""Acceptance sampling by attributes: (n, c) plans, their curves and risks.

A lot of milk batches is accepted when at most ``c`` of ``n`` samples are bad. The *operating
characteristic* is the chance of acceptance as a function of the share that is bad.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from scipy.stats import binom, hypergeom

_LARGEST = 5_000


@dataclass(frozen=True, slots=True)
class Plan:
    """Take ``size`` samples; accept with at most ``acceptance`` bad ones."""

    size: int
    acceptance: int


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a multiple plan: accept at or below one number, reject at or above another."""

    size: int
    acceptance: int
    rejection: int


def acceptance_chance(plan: Plan, bad_share: float, population: int | None = None) -> float:
    """The operating characteristic of a plan; hypergeometric when the population is given."""
    if population is None:
        return float(binom.cdf(plan.acceptance, plan.size, bad_share))
    bad = round(population * bad_share)
    return float(hypergeom.cdf(plan.acceptance, population, bad, plan.size))


def staged_chance(stages: Sequence[Stage], bad_share: float) -> float:
    """The chance that a plan of several stages accepts."""
    open_: dict[int, float] = {0: 1.0}
    accepted = 0.0
    for stage in stages:
        following: dict[int, float] = {}
        for seen, chance in open_.items():
            for more in range(stage.size + 1):
                total = seen + more
                if total >= stage.rejection:
                    break
                share = chance * float(binom.pmf(more, stage.size, bad_share))
                if total <= stage.acceptance:
                    accepted += share
                else:
                    following[total] = following.get(total, 0.0) + share
        open_ = following
    return accepted


def find_plan(
    good_share: float,
    bad_share: float,
    *,
    producer_risk: float = 0.05,
    consumer_risk: float = 0.10,
    population: int | None = None,
) -> Plan:
    """The smallest plan that keeps both risks.

    At ``good_share`` bad (the producer's quality) it rejects with at most ``producer_risk``; at
    ``bad_share`` bad (the consumer's) it accepts with at most ``consumer_risk``. Method: for each
    acceptance number the smallest size that protects the consumer, until the producer is
    protected too (Guenther 1969). Raises ValueError when there is no such plan.
    """
    if not 0 < good_share < bad_share < 1:
        raise ValueError("0 < good_share < bad_share < 1 is required")
    top = population or _LARGEST
    size = 1
    for acceptance in range(top):
        size = max(size, acceptance + 1)
        while size <= top and (
            acceptance_chance(Plan(size, acceptance), bad_share, population) > consumer_risk
        ):
            size += 1
        if size > top:
            break
        plan = Plan(size, acceptance)
        if acceptance_chance(plan, good_share, population) >= 1 - producer_risk:
            return plan
    raise ValueError("no plan keeps both risks")


CODE_SIZES = (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000)
"""Sample sizes of the code letters A, B, C … R without I and O."""

CODE_LETTERS = "ABCDEFGHJKLMNPQR"
QUALITY_LEVELS = (
    0.010, 0.015, 0.025, 0.040, 0.065, 0.10, 0.15, 0.25, 0.40, 0.65, 1.0, 1.5, 2.5, 4.0, 6.5, 10.0,
)  # fmt: skip
"""Acceptance quality limits in per cent non-conforming."""

_ACCEPTANCES = (0, None, None, 1, 2, 3, 5, 7, 10, 14, 21)
_LOT_SIZES = (8, 15, 25, 50, 90, 150, 280, 500, 1200, 3200, 10_000, 35_000, 150_000, 500_000)
_UP, _DOWN = 1, 2
_ZERO_AT = 14
"""Code index plus level index where the acceptance number is 0 (80 samples at 0.15 %)."""


def code_letter(population: int) -> str:
    """The code letter of a lot at general inspection level II."""
    at = next((i for i, top in enumerate(_LOT_SIZES) if population <= top), len(_LOT_SIZES))
    return CODE_LETTERS[at]


def standard_plan(population: int, quality_limit_percent: float) -> Plan:
    """The single plan for normal inspection, level II, of the scheme of GB/T 2828.1 (ISO 2859-1).

    The master table is regular: going one code letter down at the next smaller quality limit
    keeps the acceptance number, and the two fields between 0 and 1 point up and down. The
    regularity is recalled and to be confirmed against the standard's own table. Raises ValueError
    for a limit that the table does not have.
    """
    if quality_limit_percent not in QUALITY_LEVELS:
        raise ValueError(f"{quality_limit_percent} is no quality limit of the table")
    level = QUALITY_LEVELS.index(quality_limit_percent)
    row = CODE_LETTERS.index(code_letter(population))
    while True:
        place = row + level - _ZERO_AT
        if place < 0:
            row = _ZERO_AT - level  # the arrow down to the first plan of the column
            if row >= len(CODE_SIZES):
                raise ValueError("the table has no plan for this limit")
        elif place == _UP:
            row += -1 if row else 2
        elif place == _DOWN:
            row += 1
        elif place >= len(_ACCEPTANCES):
            row -= 1
        else:
            acceptance = _ACCEPTANCES[place]
            assert acceptance is not None
            return Plan(CODE_SIZES[row], acceptance)


def curve(
    plan: Plan, bad_shares: Sequence[float], population: int | None = None
) -> list[tuple[float, float]]:
    """Points (share bad, chance of acceptance) of a plan."""
    return [(share, acceptance_chance(plan, share, population)) for share in bad_shares]
