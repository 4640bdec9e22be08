"""The herds' daily milk, cow by cow, into the lake."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from milkshed.platform.lake.store import lake_root, publish
from milkshed.region.cow_days import DATASET, write_cow_days
from milkshed.region.science.entities import World
from milkshed.region.science.farm_table import FarmTable


def publish_cow_days(
    world: World,
    start: int,
    days: int,
    lead_days: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> FarmTable:
    """Simulate every herd, publish its cows' daily milk, and return the farms' days.

    ``start`` is a day number; the herds begin ``lead_days`` before it. ``progress`` is told farms
    done and farms in all. A milking lot leads to its cows by farm code and day in the dataset
    ``cow_milk_days``.
    """
    root = lake_root()
    root.mkdir(parents=True, exist_ok=True)
    # On the lake's own file system, so that publishing a file is a rename.
    with tempfile.TemporaryDirectory(dir=root, prefix=".cow-days-") as folder:
        written = write_cow_days(world, start, days, Path(folder), progress, lead_days=lead_days)
        with transaction.atomic():
            for partition, paths in written.files.items():
                for path in paths:
                    publish(DATASET, partition, path)
    return written.table
