"""Animals and declared days of a file, handed to the verbs that take them."""

from typing import Any

import numpy as np
import pyarrow as pa

from milkshed.herd.actions.animal_checks import ANIMAL_COLUMNS
from milkshed.herd.actions.animals import register_animals_columns
from milkshed.herd.actions.farms import record_farm_days
from milkshed.herd.actions.rows import FarmDayRow
from milkshed.herd.exchange.tables.columns import (
    Rules,
    TypedTable,
    as_dates,
    number_scheme,
    on_each,
)
from milkshed.herd.exchange.tables.events import read_sex
from milkshed.herd.exchange.tables.fate import Fate
from milkshed.herd.models import DaySource, Farm
from milkshed.kernel.day_numbers import day_of
from milkshed.platform.models import Person

_COLUMN_OF = {"ear-tag": "ear_tag", "iso-11784": "iso_11784", "herd-book": "herd_book"}
_FEMALE = "F"


def take_animals(
    table: TypedTable, *, farm: Farm, person: Person | None, synthetic: bool = False
) -> Fate:
    """Register the good rows as animals of a farm; answers the fate of every row.

    Without a column for the sex the animals are cows, as in every milking herd's list.
    """
    rules = Rules(table)
    fate = Fate(len(table), table.lines)
    fate.refuse(rules.found, table)
    good = np.flatnonzero(~rules.bad)
    rows = pa.array(good)
    columns: dict[str, Any] = {
        "farm_code": pa.repeat(pa.scalar(farm.code), len(good)),
        "synthetic": pa.repeat(pa.scalar(synthetic), len(good)),
        "sex": pa.repeat(pa.scalar(_FEMALE), len(good)),
    }
    for key, texts in table.texts.items():
        if key == "number":
            columns |= _by_scheme(texts.take(rows))
            continue
        if key not in ANIMAL_COLUMNS.names:
            continue
        if key in table.days:
            columns[key] = as_dates(table.days[key][good])
        elif key in table.numbers:
            held = table.numbers[key][good]
            whole = np.where(np.isfinite(held), np.clip(held, -1, 999), 0).astype(np.int16)
            columns[key] = pa.array(whole)
        else:
            held = texts.take(rows)
            columns[key] = on_each(held, read_sex) if key == "sex" else _absent_if_empty(held)
    if len(good):
        report = register_animals_columns(pa.table(columns), person=person)
        fate.join(report, good.tolist())
    return fate


def _by_scheme(numbers: pa.Array) -> dict[str, pa.Array]:
    """Numbers that are unique everywhere, each in the column of its scheme."""
    texts = numbers.to_pylist()
    schemes = [number_scheme(text) if text else "" for text in texts]
    return {
        column: pa.array(
            [text if held == scheme else None for text, held in zip(texts, schemes, strict=True)],
            pa.string(),
        )
        for scheme, column in _COLUMN_OF.items()
        if scheme in schemes
    }


def _absent_if_empty(column: pa.Array) -> pa.Array:
    texts = column.to_pylist()
    return pa.array([text or None for text in texts], pa.string())


def take_farm_days(
    table: TypedTable, *, farm: Farm, person: Person | None, synthetic: bool = False
) -> Fate:
    """Take the good rows as declared days of a farm; answers the fate of every row."""
    rules = Rules(table)
    fate = Fate(len(table), table.lines)
    fate.refuse(rules.found, table)
    good = np.flatnonzero(~rules.bad).tolist()
    rows = [
        FarmDayRow(
            farm_code=farm.code,
            day=day_of(int(table.days["day"][at])),
            head=_whole(table, "head", at) or 0,
            adult_head=_whole(table, "adult_head", at) or 0,
            milking_head=_whole(table, "milking_head", at) or 0,
            milk_kg=float(table.numbers["milk_kg"][at]),
            fat_pct=_number(table, "fat_pct", at),
            protein_pct=_number(table, "protein_pct", at),
            scc_per_ml=_whole(table, "scc_per_ml", at),
            source=DaySource.MANUAL,
            synthetic=synthetic,
        )
        for at in good
    ]
    fate.join(record_farm_days(rows, person=person), good)
    return fate


def _number(table: TypedTable, key: str, at: int) -> float | None:
    held = table.numbers.get(key)
    return None if held is None or not np.isfinite(held[at]) else float(held[at])


def _whole(table: TypedTable, key: str, at: int) -> int | None:
    held = _number(table, key, at)
    return None if held is None else round(held)
