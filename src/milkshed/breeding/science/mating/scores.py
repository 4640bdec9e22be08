"""What a mating is worth: the expected calf, less what it costs and risks, in yuan.

A service of cow i with a straw of lot j is worth

    r (w (v + p (g - g0) - f F) + (1 - w) m - a l - h d) - c

with r the conception rate, w the share of heifer calves, v and m the value of a heifer and of a
bull calf, p the value of an index point, g the mean index of the parents over the base g0, F the
calf's inbreeding in per cent with f its cost, a the probability of an affected calf with l its
loss, h the share of hard calvings of the bull in heifers with d their cost (heifers only), and c
the price of the straw. All coefficients are arguments.

An embryo is worth the same to its recipient with the calf's own parents: g, F and a are those of
donor and bull whoever carries the calf, r is the rate of embryos, and c its price.
"""

from dataclasses import dataclass, field
from enum import IntFlag
from typing import Final, Literal

import numpy as np

from milkshed.breeding.science.arrays import Bool, Code, Float, Int, held

Term = Literal["calf", "merit", "inbreeding", "recessives", "calving", "price"]
TERMS: Final[tuple[Term, ...]] = (
    "calf",
    "merit",
    "inbreeding",
    "recessives",
    "calving",
    "price",
)


class Bar(IntFlag):
    """Why a mating is forbidden."""

    NONE = 0
    INBREEDING = 1
    RECESSIVE = 2
    CALVING = 4
    SEXED = 8
    EMPTY = 16
    RECIPIENT = 32


@dataclass(frozen=True, eq=False)
class Cows:
    """Females to be served, arrays of shape (cows,).

    ``merit``: index; ``heifer``: has not calved; ``sexed``: sexed semen may be used;
    ``recipient``: may carry an embryo, none where it is left out.
    """

    merit: Float
    heifer: Bool
    sexed: Bool
    recipient: Bool | None = None

    def __len__(self) -> int:
        return len(self.merit)


@dataclass(frozen=True, eq=False)
class Embryos:
    """What embryos bring of their own, arrays of shape (lots,), NaN for lots of straws.

    ``merit``: mean index of donor and bull; ``inbreeding`` and ``affected`` of their calf.
    """

    merit: Float
    inbreeding: Float
    affected: Float


@dataclass(frozen=True, eq=False)
class Lots:
    """Straws and embryos at hand, arrays of shape (lots,).

    ``bull``: place of the bull; ``merit``: his index; ``sexed``; ``price_yuan`` and ``straws``,
    the pieces of the lot; ``hard_calving_pct``: hard calvings of his calves from heifers, NaN
    where unknown; ``embryos``: None where all lots are straws.
    """

    bull: Int
    merit: Float
    sexed: Bool
    price_yuan: Float
    straws: Int
    hard_calving_pct: Float
    embryos: Embryos | None = None

    def __len__(self) -> int:
        return len(self.bull)

    @property
    def are_embryos(self) -> Bool:
        """Which lots are embryos."""
        if self.embryos is None:
            return np.zeros(len(self), dtype=np.bool_)
        return np.isfinite(self.embryos.merit)


@dataclass(frozen=True, slots=True)
class Worth:
    """The coefficients of the formula above; pairs are (conventional, sexed).

    ``embryo_conception``: of heifers and of cows that carry an embryo.
    """

    point_yuan: float
    inbreeding_pct_yuan: float
    heifer_calf_yuan: float
    bull_calf_yuan: float
    lost_calf_yuan: float
    hard_calving_yuan: float
    heifer_conception: tuple[float, float]
    cow_conception: tuple[float, float]
    heifer_share: tuple[float, float]
    embryo_conception: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Allowed:
    """Over which limits a mating is forbidden; None where there is no such limit.

    ``hard_calving_pct`` holds for heifers; a bull without that figure is not used on heifers
    when ``unknown_calving`` is False.
    """

    inbreeding: float | None = None
    affected: float | None = None
    hard_calving_pct: float | None = None
    unknown_calving: bool = True


@dataclass(frozen=True, eq=False)
class Scores:
    """Every service with every lot: ``yuan`` and ``bars`` of shape (cows, lots).

    ``yuan`` is -inf where a limit forbids the mating, ``bars`` says which limits do.
    """

    cows: Cows
    lots: Lots
    worth: Worth
    base: float
    inbreeding: Float
    affected: Float
    yuan: Float
    bars: Code
    _rates: tuple[Float, Float] = field(repr=False)

    def calf(self, cow: int, lot: int) -> tuple[float, float, float]:
        """Mean index of the calf's parents, its inbreeding, and its chance to be affected."""
        embryos, bull = self.lots.embryos, int(self.lots.bull[lot])
        if embryos is not None and np.isfinite(embryos.merit[lot]):
            return (
                float(embryos.merit[lot]),
                float(embryos.inbreeding[lot]),
                float(embryos.affected[lot]),
            )
        return (
            0.5 * (float(self.cows.merit[cow]) + float(self.lots.merit[lot])),
            float(self.inbreeding[cow, bull]),
            float(self.affected[cow, bull]),
        )

    def terms(self, cow: int, lot: int) -> dict[Term, float]:
        """What one mating is made of, in yuan; the terms add up to its worth."""
        worth, heifer, sexed = self.worth, bool(self.cows.heifer[cow]), int(self.lots.sexed[lot])
        rate = float(self._rates[0 if heifer else 1][lot])
        share = worth.heifer_share[sexed]
        value = share * worth.heifer_calf_yuan + (1 - share) * worth.bull_calf_yuan
        merit, inbreeding, affected = self.calf(cow, lot)
        hard = float(np.nan_to_num(self.lots.hard_calving_pct[lot])) / 100 if heifer else 0.0
        return {
            "calf": rate * value,
            "merit": rate * share * worth.point_yuan * (merit - self.base),
            "inbreeding": -rate * share * worth.inbreeding_pct_yuan * 100 * inbreeding,
            "recessives": -rate * worth.lost_calf_yuan * affected,
            "calving": -rate * worth.hard_calving_yuan * hard,
            "price": -float(self.lots.price_yuan[lot]),
        }


def score_matings(
    cows: Cows,
    lots: Lots,
    inbreeding: Float,
    affected: Float,
    worth: Worth,
    allowed: Allowed,
    *,
    base: float | None = None,
) -> Scores:
    """The worth of every service and why some are forbidden.

    ``inbreeding`` and ``affected`` (cows, bulls): the calf's inbreeding, and the probability that
    it is affected by a recessive. ``base``: the index a calf is compared with, by default the
    mean of the cows. Raises ValueError for shapes that do not fit.
    """
    bulls = inbreeding.shape[1] if inbreeding.ndim == 2 else -1
    if inbreeding.shape != (len(cows), bulls) or affected.shape != inbreeding.shape:
        raise ValueError(
            f"inbreeding {inbreeding.shape}, affected {affected.shape}: must have {len(cows)} rows"
        )
    if len(lots) and not 0 <= lots.bull.min() <= lots.bull.max() < bulls:
        raise ValueError(f"bull: must lie between 0 and {bulls - 1}")
    centre = float(cows.merit.mean()) if base is None and len(cows) else base or 0.0
    kind, carried = lots.sexed.astype(np.int64), lots.are_embryos
    rates = (
        np.where(carried, worth.embryo_conception[0], np.array(worth.heifer_conception)[kind]),
        np.where(carried, worth.embryo_conception[1], np.array(worth.cow_conception)[kind]),
    )
    recipient = np.zeros(len(cows), np.bool_) if cows.recipient is None else cows.recipient
    yuan = np.empty((len(cows), len(lots)))
    bars = np.zeros((len(cows), len(lots)), dtype=np.int8)
    share = np.array(worth.heifer_share)[kind]
    calf = share * worth.heifer_calf_yuan + (1 - share) * worth.bull_calf_yuan
    hard = np.nan_to_num(lots.hard_calving_pct)
    bars[:, lots.straws <= 0] |= Bar.EMPTY
    for heifer in (False, True):
        rows = np.flatnonzero(cows.heifer == heifer)
        rate = rates[0 if heifer else 1]
        merit = 0.5 * (cows.merit[rows][:, None] + lots.merit[None, :]) - centre
        own = inbreeding[rows][:, lots.bull]
        risk = affected[rows][:, lots.bull]
        if lots.embryos is not None:
            merit[:, carried] = lots.embryos.merit[carried] - centre
            own[:, carried] = lots.embryos.inbreeding[carried]
            risk[:, carried] = lots.embryos.affected[carried]
        value = calf + share * (worth.point_yuan * merit - worth.inbreeding_pct_yuan * 100 * own)
        value -= worth.lost_calf_yuan * risk
        if heifer:
            value -= worth.hard_calving_yuan * hard / 100
        yuan[rows] = rate * value - lots.price_yuan
        barred = bars[rows]
        if allowed.inbreeding is not None:
            barred[own > allowed.inbreeding + 1e-12] |= Bar.INBREEDING
        if allowed.affected is not None:
            barred[risk > allowed.affected + 1e-12] |= Bar.RECESSIVE
        if heifer and allowed.hard_calving_pct is not None:
            over = lots.hard_calving_pct > allowed.hard_calving_pct
            over |= np.isnan(lots.hard_calving_pct) & (not allowed.unknown_calving)
            barred[:, over] |= Bar.CALVING
        barred[np.ix_(~cows.sexed[rows], lots.sexed & ~carried)] |= Bar.SEXED
        barred[np.ix_(~recipient[rows], carried)] |= Bar.RECIPIENT
        bars[rows] = barred
    yuan[bars != 0] = -np.inf
    return Scores(
        cows, lots, worth, centre, held(inbreeding), held(affected), held(yuan), held(bars), rates
    )
