"""Ear tags of the simulated animals, as whole numbers."""

import numpy as np
from numpy.typing import NDArray

from milkshed.region.science.entities import Farm

SERIALS_PER_FARM = 100_000
_CATTLE = 2 * 10**14
_COUNTY = 10**8


def ear_tags(farm: Farm, animal: NDArray[np.integer]) -> NDArray[np.int64]:
    """15-digit ear tags of a farm's animals by serial: 2, county, farm and animal.

    They follow from the farm's number, so that an animal has the same tag in every scale.
    """
    first = _CATTLE + int(farm.site.county) * _COUNTY + farm.number * SERIALS_PER_FARM
    return np.asarray(first + animal.astype(np.int64), np.int64)
