"""The whole flow of a world, from cow to pallet, in one call."""

from collections.abc import Callable
from dataclasses import dataclass

from milkshed.region.science.anomalies import plant_anomalies
from milkshed.region.science.answer_key import AnswerKey
from milkshed.region.science.collection_flow import Collection, collect
from milkshed.region.science.entities import World
from milkshed.region.science.farm_table import FarmTable, make_farm_table
from milkshed.region.science.processing_flow import Processing, process


@dataclass(frozen=True, slots=True)
class Flow:
    """Everything that happens in a world between two days.

    Milk of day column d is collected on day d + 1; what arrives last stays in silos.
    """

    world: World
    table: FarmTable
    collection: Collection
    processing: Processing
    key: AnswerKey


def simulate(
    world: World,
    start: int,
    days: int,
    anomalies: bool = True,
    progress: Callable[[int, int], None] | None = None,
    table: FarmTable | None = None,
    until: int | None = None,
) -> Flow:
    """Simulate ``days`` days from day number ``start``; the same arguments give the same flow.

    ``progress`` is told farms done and farms in all. A farm table made before (of the same
    start and days) saves the herds' part.
    """
    table = table if table is not None else make_farm_table(world, start, days, progress)
    collection = collect(world, table)
    key = AnswerKey()
    if anomalies:
        collection, key = plant_anomalies(world, collection, until)
    return Flow(world, table, collection, process(world, collection), key)
