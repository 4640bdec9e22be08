"""How many head each farm has and how much each cow gives, exact to the county table."""

import numpy as np
from numpy.typing import NDArray

from milkshed.region.science.calibration import CountyRow, parameter

_HOUSEHOLD_SHARE = 0.006
_HEAD_PER_HOUSEHOLD = 12
_WITHIN_COUNTY = 0.85  # of the standard deviation between farms; the rest lies between counties


def whole_shares(weights: NDArray[np.float64], total: int) -> NDArray[np.int64]:
    """Whole numbers in proportion to weights that sum to ``total`` (largest remainder)."""
    exact = weights / weights.sum() * total
    floor: NDArray[np.int64] = np.floor(exact).astype(np.int64)
    order = np.argsort(floor - exact, kind="stable")
    floor[order[: total - int(floor.sum())]] += 1
    return floor


def household_head(row: CountyRow) -> int:
    """Head in household holdings of a county: all where it has no large farm."""
    return row.head if row.farms == 0 else round(row.head * _HOUSEHOLD_SHARE)


def households_of(head: int) -> int:
    """How many households keep that many head."""
    return max(1, round(head / _HEAD_PER_HOUSEHOLD))


def farm_heads(row: CountyRow, generator: np.random.Generator) -> NDArray[np.int64]:
    """Head of each large farm of a county, largest first; the sum is exact.

    Lognormal sizes are scaled to the county's head and kept between the least and most size.
    """
    if row.farms == 0:
        return np.zeros(0, np.int64)
    total = row.head - household_head(row)
    least, most = int(parameter("farm.size_least")), int(parameter("farm.size_most"))
    size = generator.lognormal(0.0, parameter("farm.size_sigma"), row.farms)
    for _ in range(60):
        size = np.clip(size * (total / size.sum()), least, most)
    head = least + whole_shares(size - least + 1e-9, total - least * row.farms)
    return np.sort(head)[::-1]


def adult_heads(head: NDArray[np.int64]) -> NDArray[np.int64]:
    """Adult cows of each farm: the share of adults, exact over all farms given."""
    weights = head.astype(np.float64)
    return whole_shares(weights, round(parameter("herd.adult_share") * int(head.sum())))


def farm_milk_t(
    row: CountyRow, adults: NDArray[np.int64], generator: np.random.Generator
) -> NDArray[np.float64]:
    """Yearly milk of each farm in t: yields vary between farms, the county's sum is exact."""
    mean = row.milk_t / adults.sum()
    yields = mean + _WITHIN_COUNTY * parameter("farm.yield_sd_t") * (
        generator.standard_normal(len(adults))
    )
    for _ in range(20):
        yields = np.clip(yields + mean - np.average(yields, weights=adults), 5.0, 14.2)
    milk = yields * adults
    return np.asarray(milk * (row.milk_t / milk.sum()), np.float64)
