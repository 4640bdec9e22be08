"""Test days and cows of many farms as columns, for figures over whole regions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from psycopg import sql

from milkshed.kernel.day_numbers import EPOCH
from milkshed.platform.bulk import read_columns, without_nested_loops

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


_BOOK_TYPES = {
    "animal": pa.int64(),
    "place": pa.int64(),
    "male": pa.bool_(),
    "birth": pa.int32(),
    "left": pa.int32(),
    "parity": pa.int16(),
    "identity": pa.string(),
    "number": pa.string(),
    "sire": pa.string(),
    "dam": pa.string(),
    "synthetic": pa.bool_(),
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


@dataclass(frozen=True, slots=True, eq=False)
class BookColumns:
    """All registered animals with their recorded parents, by key; days from 1970-01-01, −1 none.

    ``identity`` (Arrow strings): herd-book number, else ear tag, else ``herd:`` and the key;
    ``number``: what the farm calls it. ``sire`` and ``dam`` are null where nothing is recorded. A
    dam that is registered stands by her own identity, whichever of her numbers was recorded.
    """

    animal: Int
    place: Int
    male: NDArray[np.bool_]
    birth: Int
    left: Int
    parity: Int
    identity: pa.ChunkedArray
    number: pa.ChunkedArray
    sire: pa.ChunkedArray
    dam: pa.ChunkedArray
    synthetic: NDArray[np.bool_]


def book_columns(place_ids: Collection[int] | None) -> BookColumns:
    """Animals of farms at these places, or of all, those that have left included."""
    query = sql.SQL(
        "WITH held AS (SELECT animal_id,"
        " max(value) FILTER (WHERE scheme = 'herd-book') AS book,"
        " max(value) FILTER (WHERE scheme = 'ear-tag') AS tag,"
        " max(value) FILTER (WHERE scheme = 'on-farm') AS own"
        " FROM herd_animalidentifier WHERE valid_to IS NULL GROUP BY animal_id),"
        " named AS (SELECT n.value, min(n.animal_id) AS animal_id FROM herd_animalidentifier n"
        " WHERE n.scheme IN ('herd-book', 'ear-tag', 'iso-11784') GROUP BY n.value"
        " HAVING min(n.animal_id) = max(n.animal_id)),"
        " local AS (SELECT n.value, n.issuer_id, min(n.animal_id) AS animal_id"
        " FROM herd_animalidentifier n WHERE n.scheme = 'on-farm' GROUP BY n.value, n.issuer_id"
        " HAVING min(n.animal_id) = max(n.animal_id))"
        " SELECT a.id, f.place_id, a.sex = 'M', a.birth_date - {epoch}, a.left_on - {epoch},"
        " a.parity, coalesce(h.book, h.tag, 'herd:' || a.id),"
        " coalesce(h.own, h.tag, h.book, a.id::text), nullif(a.sire_number, ''),"
        " CASE WHEN m.animal_id IS NULL THEN nullif(a.dam_number, '')"
        " ELSE coalesce(d.book, d.tag, 'herd:' || m.animal_id) END, a.synthetic"
        " FROM herd_animal a JOIN herd_farm f ON f.id = a.farm_id"
        " LEFT JOIN held h ON h.animal_id = a.id"
        " LEFT JOIN named g ON g.value = a.dam_number AND a.dam_number <> ''"
        " LEFT JOIN local l ON l.value = a.dam_number AND a.dam_number <> ''"
        " AND l.issuer_id = a.registered_farm_id"
        " LEFT JOIN LATERAL (SELECT coalesce(g.animal_id, l.animal_id) AS animal_id) m ON TRUE"
        " LEFT JOIN held d ON d.animal_id = m.animal_id"
        " WHERE {here} ORDER BY a.id"
    ).format(epoch=_day(EPOCH), here=_here(place_ids))
    with without_nested_loops():
        table = read_columns(query, _BOOK_TYPES)
    return BookColumns(
        animal=_whole(table, "animal"),
        place=_whole(table, "place"),
        male=_truth(table, "male"),
        birth=_whole(table, "birth"),
        left=_whole(table, "left"),
        parity=_whole(table, "parity"),
        identity=table["identity"],
        number=table["number"],
        sire=_known(table, "sire"),
        dam=_known(table, "dam"),
        synthetic=_truth(table, "synthetic"),
    )


def _known(table: pa.Table, name: str) -> pa.ChunkedArray:
    """Texts, null where the database has none: read as CSV they come as empty texts."""
    return pc.if_else(pc.equal(table[name], ""), pa.scalar(None, pa.string()), table[name])


def _truth(table: pa.Table, name: str) -> NDArray[np.bool_]:
    return np.asarray(table[name].to_numpy(zero_copy_only=False), dtype=np.bool_)


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
