"""Bringing the herds in: animals as they stand today, and what farms declare day by day."""

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from milkshed.herd.actions.rows import FarmDayRow
from milkshed.region.science.answer_key import WrongTag
from milkshed.region.science.days import FAR, day_of
from milkshed.region.science.entities import Farm
from milkshed.region.science.herd import Herd
from milkshed.region.science.milk import DAG_PER_KG, FarmDays

_SERIALS_PER_FARM = 100_000
_GESTATION_D = 277


def animal_table(herd: Herd, today: int, *, with_transponder: bool) -> pa.Table:
    """The animals that stand on a farm on a day, as the herd room's Arrow columns.

    ``today`` is a day number within the herd's stretch. Serial numbers follow from the farm's
    number and the animal's, so that the same animal has the same tag in every scale.
    """
    animals, lactations, farm = herd.animals, herd.lactations, herd.farm
    present = np.flatnonzero((animals.birth <= today) & (animals.leave > today))
    in_lactation = (lactations.calving <= today) & (lactations.end > today)
    row_of = np.full(len(animals), -1, np.int64)
    row_of[lactations.animal[in_lactation]] = np.flatnonzero(in_lactation)
    row = row_of[present]
    adult = row >= 0
    picked = np.maximum(row, 0)
    calving = lactations.calving[picked]
    dry = lactations.dry[picked]
    end = lactations.end[picked]
    pregnant = adult & ~lactations.exits[picked] & (end - _GESTATION_D <= today)
    serial = farm.number * _SERIALS_PER_FARM + present
    columns: dict[str, pa.Array] = {
        "farm_code": pa.array([farm.code] * len(present)),
        "sex": pa.array(["F"] * len(present)),
        "birth_date": _dates(animals.birth[present]),
        "ear_tag": _numbers(f"2{farm.site.county}", serial, 8),
        "on_farm": _numbers("", present + 1, 5),
        "parity": pa.array(np.where(adult, lactations.parity[picked], 0).astype(np.int16)),
        "last_calving_date": _dates(calving, adult),
        "dry_on": _dates(dry, adult & (dry <= today)),
        "due_on": _dates(end, pregnant),
        "synthetic": pa.array(np.ones(len(present), np.bool_)),
    }
    if with_transponder:
        columns["iso_11784"] = _numbers("156", serial, 12)
    return pa.table(columns)


def _dates(days: NDArray[np.int32], known: NDArray[np.bool_] | None = None) -> pa.Array:
    mask = None if known is None else ~known
    return pa.array(np.minimum(days, FAR), pa.int32(), mask=mask).cast(pa.date32())


def _numbers(prefix: str, serial: NDArray[np.int64], digits: int) -> pa.Array:
    return pa.array([f"{prefix}{number:0{digits}d}" for number in serial.tolist()])


def farm_day_rows(farm: Farm, days: FarmDays, first: int) -> Iterator[FarmDayRow]:
    """What a farm declares for each day of the stretch, the milk split over three milkings."""
    for i, milk_dag in enumerate(days.milk_dag.tolist()):
        sessions = session_dag(milk_dag)
        yield FarmDayRow(
            farm_code=farm.code,
            day=day_of(first + i),
            head=days.head,
            adult_head=days.adult_head,
            milking_head=int(days.milking_head[i]),
            milk_kg=milk_dag / DAG_PER_KG,
            session_milk_kg=tuple(dag / DAG_PER_KG for dag in sessions),
            fat_pct=round(float(days.fat_pct[i]), 2),
            protein_pct=round(float(days.protein_pct[i]), 2),
            scc_per_ml=int(days.cells_per_ml[i]),
            synthetic=True,
        )


def session_dag(milk_dag: int) -> tuple[int, int, int]:
    """A day's milk split over morning, noon and evening as 38:31:31, exact in decagrams."""
    morning = milk_dag * 38 // 100
    noon = milk_dag * 31 // 100
    return morning, noon, milk_dag - morning - noon


def with_wrong_tags(table: pa.Table, wrong: Sequence[WrongTag]) -> pa.Table:
    """The table with planted ear tags: one that is no cattle tag, one that another cow bears."""
    if not wrong:
        return table
    tags = table["ear_tag"].to_pylist()
    for tag in wrong:
        right = tags[tag.animal]
        tags[tag.animal] = f"9{right[1:]}" if tag.tag_of is None else tags[tag.tag_of]
    return table.set_column(table.column_names.index("ear_tag"), "ear_tag", pa.array(tags))
