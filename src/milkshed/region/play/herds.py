"""Bringing the herds in: animals as they stand today, and what farms declare day by day."""

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from milkshed.herd.actions.rows import FarmDayRow, TestDayRow
from milkshed.kernel.day_numbers import day_of
from milkshed.region.play.facts import Flow, kg
from milkshed.region.science.answer_key import WrongTag
from milkshed.region.science.days import FAR
from milkshed.region.science.farm_table import FarmTable
from milkshed.region.science.herd import Herd
from milkshed.region.science.milk import DAG_PER_KG, simulate_milk
from milkshed.region.science.numbering import SERIALS_PER_FARM, ear_tags
from milkshed.region.science.recording import record_day

_GESTATION_D = 277
_LAST_TEST_D = 400  # later tests are refused as implausible


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
    serial = farm.number * SERIALS_PER_FARM + present
    columns: dict[str, pa.Array] = {
        "farm_code": pa.array([farm.code] * len(present)),
        "sex": pa.array(["F"] * len(present)),
        "birth_date": _dates(animals.birth[present]),
        "ear_tag": _numbers("", ear_tags(farm, present), 15),
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


def farm_day_rows(flow: Flow, table: FarmTable, position: int, days: int) -> Iterator[FarmDayRow]:
    """What a farm declares for each of the first days, its milkings as they are in the ledger."""
    farm = flow.world.farms[position]
    sessions = flow.collection.milkings.mass_dag[position]
    for day in range(days):
        fat, protein, _, cells, _, _ = table.traits[position, day].tolist()
        yield FarmDayRow(
            farm_code=farm.code,
            day=day_of(table.start + day),
            head=int(table.head[position]),
            adult_head=int(table.adult_head[position]),
            milking_head=int(table.milking_head[position, day]),
            milk_kg=kg(int(table.milk_dag[position, day])),
            session_milk_kg=tuple(kg(dag) for dag in sessions[day].tolist()),
            fat_pct=round(fat, 2),
            protein_pct=round(protein, 2),
            scc_per_ml=int(cells),
            synthetic=True,
        )


def test_day_rows(herd: Herd, seed: int, days: Sequence[int], tags: set[str]) -> list[TestDayRow]:
    """Milk-recording results of a farm on some day numbers, for the cows with known ear tags."""
    cows, farm_days = simulate_milk(herd, seed)
    rows = []
    for day in days:
        test = record_day(herd, cows, farm_days, day, seed)
        columns = zip(
            ear_tags(herd.farm, test.animal).tolist(),
            test.parity.tolist(),
            test.days_in_milk.tolist(),
            (test.milk_dag / DAG_PER_KG).tolist(),
            test.fat_pct.tolist(),
            test.protein_pct.tolist(),
            test.lactose_pct.tolist(),
            test.cells_per_ml.tolist(),
            strict=True,
        )
        rows += [
            TestDayRow(
                farm_code=herd.farm.code,
                test_date=day_of(day),
                days_in_milk=dim,
                parity=parity,
                milk_kg=milk_kg,
                number=str(tag),
                fat_pct=fat,
                protein_pct=protein,
                lactose_pct=lactose,
                scc_per_ml=cells,
                source="play",
                synthetic=True,
            )
            for tag, parity, dim, milk_kg, fat, protein, lactose, cells in columns
            if str(tag) in tags and dim <= _LAST_TEST_D and milk_kg >= 1
        ]
    return rows


def with_wrong_tags(table: pa.Table, wrong: Sequence[WrongTag]) -> pa.Table:
    """The table with planted ear tags: one that is no cattle tag, one that another cow bears."""
    if not wrong:
        return table
    tags = table["ear_tag"].to_pylist()
    for tag in wrong:
        right = tags[tag.animal]
        tags[tag.animal] = f"9{right[1:]}" if tag.tag_of is None else tags[tag.tag_of]
    return table.set_column(table.column_names.index("ear_tag"), "ear_tag", pa.array(tags))
