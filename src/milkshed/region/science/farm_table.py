"""All farms' days in one table: the herds' outcome that the flow of milk starts from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from milkshed.region.science.entities import World
from milkshed.region.science.herd import make_herd
from milkshed.region.science.milk import FarmDays, simulate_milk

TRAITS = (
    "fat_pct",
    "protein_pct",
    "lactose_pct",
    "cells_per_ml",
    "bacteria_per_ml",
    "freezing_point_c",
)


@dataclass(frozen=True, slots=True)
class FarmTable:
    """Farm figures by farm and day, in the order of the world's farms.

    ``milk_dag`` and ``milking_head`` have shape (farms, days); ``traits`` (farms, days, 6) in
    the order of ``TRAITS``; ``head`` and ``adult_head`` (farms,). ``start`` is a day number.
    """

    start: int
    head: NDArray[np.int64]
    adult_head: NDArray[np.int64]
    milking_head: NDArray[np.int32]
    milk_dag: NDArray[np.int64]
    traits: NDArray[np.float64]

    @property
    def days(self) -> int:
        """How many days the table covers."""
        return int(self.milk_dag.shape[1])


def stack(start: int, farm_days: Sequence[FarmDays]) -> FarmTable:
    """Put the days of all farms, in the world's order, into one table."""
    return FarmTable(
        start=start,
        head=np.array([d.head for d in farm_days], np.int64),
        adult_head=np.array([d.adult_head for d in farm_days], np.int64),
        milking_head=np.stack([d.milking_head for d in farm_days]),
        milk_dag=np.stack([d.milk_dag for d in farm_days]),
        traits=np.stack([np.stack([getattr(d, t) for t in TRAITS], axis=-1) for d in farm_days]),
    )


def make_farm_table(
    world: World,
    start: int,
    days: int,
    progress: Callable[[int, int], None] | None = None,
) -> FarmTable:
    """Simulate every herd of a world from day number ``start`` and keep the farms' days.

    ``progress`` is told farms done and farms in all.
    """
    found = []
    for done, farm in enumerate(world.farms, start=1):
        found.append(simulate_milk(make_herd(farm, world.seed, start, days), world.seed)[1])
        if progress is not None:
            progress(done, len(world.farms))
    return stack(start, found)
