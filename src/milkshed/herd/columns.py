"""Test days and cows of many farms as columns, for figures over whole regions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from psycopg import sql

from milkshed.kernel.day_numbers import EPOCH
from milkshed.platform.bulk import read_columns

Int = NDArray[np.int64]
Float = NDArray[np.float64]

_TEST_TYPES = {
    "animal": pa.int64(),
    "place": pa.int64(),
    "day": pa.int32(),
    "dim": pa.int32(),
    "parity": pa.int16(),
    "milk_kg": pa.float64(),
    "fat_pct": pa.float64(),
    "protein_pct": pa.float64(),
    "lactose_pct": pa.float64(),
    "urea_mg_per_dl": pa.float64(),
    "scc_per_ml": pa.float64(),
}
_COW_TYPES = {
    "animal": pa.int64(),
    "place": pa.int64(),
    "parity": pa.int16(),
    "birth": pa.int32(),
    "calved": pa.int32(),
    "dry": pa.int32(),
    "left": pa.int32(),
}


@dataclass(frozen=True, slots=True, eq=False)
class TestDayColumns:
    """Test days of registered animals, by animal, parity and day in milk; arrays of (rows,).

    ``day`` counts from 1970-01-01, ``scc_per_ml`` cells per mL, NaN where not measured;
    ``place`` is the farm's place at the time of the test.
    """

    __test__ = False

    animal: Int
    place: Int
    day: Int
    dim: Int
    parity: Int
    milk_kg: Float
    fat_pct: Float
    protein_pct: Float
    lactose_pct: Float
    urea_mg_per_dl: Float
    scc_per_ml: Float


@dataclass(frozen=True, slots=True, eq=False)
class CowColumns:
    """Cows that have calved, with their present state; days from 1970-01-01, −1 for none.

    ``calved`` is the last calving, ``dry`` and ``left`` the days of drying off and leaving.
    """

    animal: Int
    place: Int
    parity: Int
    birth: Int
    calved: Int
    dry: Int
    left: Int


def test_day_columns(place_ids: Collection[int] | None, first: date, last: date) -> TestDayColumns:
    """Test days from ``first`` to ``last``, of farms at these places or of all."""
    query = sql.SQL(
        "SELECT t.animal_id, f.place_id, t.test_date - {epoch}, t.days_in_milk, t.parity,"
        " t.milk_kg, t.fat_pct, t.protein_pct, t.lactose_pct, t.urea_mg_per_dl, t.scc_per_ml"
        " FROM herd_testday t JOIN herd_farm f ON f.id = t.farm_id"
        " WHERE t.animal_id IS NOT NULL AND t.test_date BETWEEN {first} AND {last} AND {here}"
    ).format(epoch=_day(EPOCH), first=_day(first), last=_day(last), here=_here(place_ids))
    table = read_columns(query, _TEST_TYPES)
    order = np.lexsort((_whole(table, "dim"), _whole(table, "parity"), _whole(table, "animal")))

    def whole(name: str) -> Int:
        return _whole(table, name)[order]

    def real(name: str) -> Float:
        return _real(table, name)[order]

    return TestDayColumns(
        animal=whole("animal"),
        place=whole("place"),
        day=whole("day"),
        dim=whole("dim"),
        parity=whole("parity"),
        milk_kg=real("milk_kg"),
        fat_pct=real("fat_pct"),
        protein_pct=real("protein_pct"),
        lactose_pct=real("lactose_pct"),
        urea_mg_per_dl=real("urea_mg_per_dl"),
        scc_per_ml=real("scc_per_ml"),
    )


def cow_columns(place_ids: Collection[int] | None) -> CowColumns:
    """Cows of farms at these places, or of all; those that have left included."""
    query = sql.SQL(
        "SELECT a.id, f.place_id, a.parity, a.birth_date - {epoch},"
        " a.last_calving_date - {epoch}, a.dry_on - {epoch}, a.left_on - {epoch}"
        " FROM herd_animal a JOIN herd_farm f ON f.id = a.farm_id"
        " WHERE a.parity > 0 AND {here} ORDER BY a.id"
    ).format(epoch=_day(EPOCH), here=_here(place_ids))
    table = read_columns(query, _COW_TYPES)
    return CowColumns(**{name: _whole(table, name) for name in _COW_TYPES})


def _day(day: date) -> sql.Composable:
    return sql.SQL("DATE ") + sql.Literal(day.isoformat())


def _here(place_ids: Collection[int] | None) -> sql.Composable:
    if place_ids is None:
        return sql.SQL("TRUE")
    return sql.SQL("f.place_id = ANY({})").format(sql.Literal(list(place_ids)))


def _whole(table: pa.Table, name: str) -> Int:
    return np.asarray(table[name].cast(pa.int64()).fill_null(-1).to_numpy(), dtype=np.int64)


def _real(table: pa.Table, name: str) -> Float:
    return np.asarray(table[name].to_numpy(zero_copy_only=False), dtype=np.float64)
