"""Recessive haplotypes and defects: how likely an animal carries them, and a calf is affected."""

import numpy as np
from numpy.typing import ArrayLike

from milkshed.breeding.science.arrays import Float, Index, held
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.numerics.compiled import compiled


def carrier_probabilities(
    pedigree: Pedigree, known: ArrayLike, *, base: ArrayLike | float = 0.0
) -> Float:
    """The probability that each animal carries each recessive, shape (animals, recessives).

    ``known`` (animals, recessives): 1 for a tested carrier, 0 for tested free, NaN where there is
    no test. ``base``: carriers among founders. A parent that carries with probability p hands the
    recessive on with p / 2; of a calf that lives and is not affected the probability is
    (s (1 - d) + d (1 - s)) / (1 - s d), where s and d are what sire and dam hand on. A progeny's
    test does not change its parents'.
    """
    value: Float = np.array(known, dtype=np.float64)
    if value.ndim != 2 or len(value) != len(pedigree):
        raise ValueError(f"known: shape {value.shape}, must be ({len(pedigree)}, recessives)")
    founders = np.broadcast_to(np.asarray(base, np.float64), value.shape[1:]).copy()
    _descend(pedigree.sire, pedigree.dam, founders, value)
    return held(value)


def affected_probability(cow_carries: ArrayLike, bull_carries: ArrayLike) -> Float:
    """The probability that a calf is affected by any one recessive, shape (cows, bulls).

    ``cow_carries`` (cows, recessives), ``bull_carries`` (bulls, recessives). A quarter of the
    product of both probabilities for each recessive, added up: exact for one, an upper bound for
    several.
    """
    cows, bulls = np.asarray(cow_carries, np.float64), np.asarray(bull_carries, np.float64)
    return np.asarray((0.5 * cows) @ (0.5 * bulls).T)


@compiled
def _descend(sire: Index, dam: Index, founders: Float, value: Float) -> None:
    for i in range(value.shape[0]):
        for h in range(value.shape[1]):
            if not np.isnan(value[i, h]):
                continue
            s, d = sire[i], dam[i]
            if s < 0 and d < 0:
                value[i, h] = founders[h]
                continue
            from_sire = 0.5 * (value[s, h] if s >= 0 else founders[h])
            from_dam = 0.5 * (value[d, h] if d >= 0 else founders[h])
            carries = from_sire * (1 - from_dam) + from_dam * (1 - from_sire)
            value[i, h] = carries / (1 - from_sire * from_dam)
