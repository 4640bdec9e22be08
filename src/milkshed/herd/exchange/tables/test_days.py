"""Test days of a file, checked as whole columns and written through COPY.

The rules are those of :func:`milkshed.herd.actions.test_days.record_test_days`, rule by rule and
with the same names; what differs is that they are asked of columns, not of rows.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection
from django.utils import timezone
from numpy.typing import NDArray

from milkshed.herd.actions.copying import references_checked_at_once
from milkshed.herd.actions.test_day_checks import TestDayLimits
from milkshed.herd.actions.test_days import limits_on
from milkshed.herd.exchange.tables.columns import (
    NO_DAY,
    Mask,
    Rules,
    TypedTable,
    as_dates,
    as_decimals,
    day_column,
    number_column,
    text_column,
)
from milkshed.herd.exchange.tables.fate import Fate
from milkshed.herd.exchange.tables.fields import TEST_DAYS
from milkshed.herd.models import AnimalIdentifier, Farm, ImportBatch, TestDay
from milkshed.kernel.animal_numbers import EAR_TAG
from milkshed.kernel.day_numbers import day_number, day_of
from milkshed.platform.bulk import copy_columns

_TABLE = TestDay._meta.db_table  # noqa: SLF001 - Django's public name for it
_DAYS = 200_000
_COMPONENTS = {"lactose_pct": (4, 2), "urea_mg_per_dl": (5, 1)}


@dataclass(frozen=True, slots=True)
class _Cows:
    """The cow of each row: its key (0 for none), its last calving and parity in the register."""

    keys: NDArray[np.int64]
    calving: NDArray[np.int32]
    parity: NDArray[np.int64]
    named: Mask


def take_test_days(
    table: TypedTable, *, farm: Farm, batch: ImportBatch | None, synthetic: bool = False
) -> Fate:
    """Write the good rows of a table for a farm; answers the fate of every row.

    Call it inside a transaction. Days in milk and parity that the table does not hold follow
    from the calving date, or from the register.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('herd.record_test_days'))")
    rules = Rules(table)
    cows = _cows(table, farm)
    key = text_column(table, "lactation_key")
    has_key = _filled(key)
    limits = limits_on(timezone.localdate())
    days = day_column(table, "test_date")
    in_milk, parity = _stage(table, cows, days)
    milk = number_column(table, "milk_kg")
    _check(table, rules, limits, days, in_milk, parity)
    rules.refuse(
        "lactation_key",
        "required",
        ~cows.named & ~has_key,
        "须有牛号或泌乳期编号",
        "A cow number or a lactation key is required",
    )
    named_by = next((f for f in ("number", "dhi", "on_farm") if f in table.texts), "number")
    rules.refuse(
        named_by,
        "known",
        cows.named & (cows.keys == 0),
        "该场没有此牛",
        "The farm has no such animal",
    )
    subject = _subjects(cows, key, days)
    first = _first_rows(subject, rules.bad)
    again = ~rules.bad & (first != np.arange(len(table)))
    held = _stored(farm, cows, key, days, subject)
    tenths = np.round(np.where(np.isfinite(milk), milk, 0.0) * 10).astype(np.int64)
    known, differs = held >= 0, (held >= 0) & (held != tenths)
    fate = Fate(len(table), table.lines)
    rules.refuse(
        "test_date",
        "repeated-row",
        again,
        "与第{row}行重复（同一头牛同一测定日）",
        "Repeats row {row} (same cow, same test day)",
        table.lines[first],
    )
    rules.refuse(
        "milk_kg",
        "differs",
        ~rules.bad & differs,
        "该牛该日已有不同的测定结果",
        "Another result of this cow and day is stored already",
    )
    fate.refuse(rules.found, table)
    fate.repeated = ~rules.bad & known
    good = ~rules.bad & ~known
    fate.accepted = good
    _write(table, good, farm, batch, cows, key, days, in_milk, parity, synthetic)
    return fate


def _filled(column: pa.Array) -> Mask:
    found: Mask = pc.not_equal(column, "").to_numpy(zero_copy_only=False)
    return found


def _cows(table: TypedTable, farm: Farm) -> _Cows:
    held: dict[str, dict[str, tuple[int, int, int]]] = {}
    numbers = AnimalIdentifier.objects.filter(valid_to__isnull=True, animal__farm=farm)
    for scheme, value, animal, calving, parity in numbers.values_list(
        "scheme", "value", "animal", "animal__last_calving_date", "animal__parity"
    ).iterator():
        since = day_number(calving) if calving else int(NO_DAY)
        held.setdefault(scheme, {})[value] = (animal, since, parity)
    count = len(table)
    keys, parities = np.zeros(count, np.int64), np.zeros(count, np.int64)
    calvings, named = np.full(count, NO_DAY, np.int32), np.zeros(count, np.bool_)
    for field, scheme in (("on_farm", "on-farm"), ("dhi", "dhi"), ("number", "ear-tag")):
        column = text_column(table, field)
        filled = _filled(column)
        if not filled.any():
            continue
        named |= filled
        known = held.get(scheme, {})
        if field == "number":
            known = held.get("herd-book", {}) | held.get("iso-11784", {}) | known
        coded = column.dictionary_encode()
        found = [
            known.get(text) or known.get(EAR_TAG.normalise(text)) or (0, int(NO_DAY), 0)
            for text in coded.dictionary.to_pylist()
        ]
        codes = coded.indices.to_numpy()
        animals = np.array([one[0] for one in found], np.int64)[codes]
        hit = filled & (animals > 0)
        keys[hit] = animals[hit]
        calvings[hit] = np.array([one[1] for one in found], np.int32)[codes][hit]
        parities[hit] = np.array([one[2] for one in found], np.int64)[codes][hit]
    return _Cows(keys, calvings, parities, named)


def _stage(
    table: TypedTable, cows: _Cows, days: NDArray[np.int32]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Days in milk and parity: as the table says, else from its calving date or the register."""
    in_milk = number_column(table, "days_in_milk").copy()
    parity = number_column(table, "parity").copy()
    calving = day_column(table, "calving_date")
    registered = (cows.calving != NO_DAY) & (days >= cows.calving) & (cows.keys > 0)
    since = np.where(calving != NO_DAY, calving, np.where(registered, cows.calving, NO_DAY))
    told = ~np.isfinite(in_milk) & (since != NO_DAY) & (days != NO_DAY)
    in_milk[told] = (days.astype(np.int64) - since)[told]
    matches = registered & ((calving == NO_DAY) | (calving == cows.calving))
    unsaid = ~np.isfinite(parity) & matches
    parity[unsaid] = cows.parity[unsaid]
    return in_milk, parity


def _check(
    table: TypedTable,
    rules: Rules,
    limits: TestDayLimits,
    days: NDArray[np.int32],
    in_milk: NDArray[np.float64],
    parity: NDArray[np.float64],
) -> None:
    today = day_number(limits.today)
    stage = {"days_in_milk": in_milk, "parity": parity}
    for one in TEST_DAYS:
        bounds = getattr(limits, one.key, None)
        if not isinstance(bounds, tuple):
            continue
        low, high = bounds
        values = stage.get(one.key, number_column(table, one.key))
        rules.refuse(
            one.key,
            "range",
            np.isfinite(values) & ((values < low) | (values > high)),
            f"{one.title.zh}应在{low:g}至{high:g}之间",
            f"{one.title.en} lies between {low:g} and {high:g}",
        )
    unread_cells = {one.field: one.rows for one in table.wrong}
    for field, zh, en, values in (
        ("days_in_milk", "泌乳天数不能为空", "Days in milk is required", in_milk),
        ("parity", "胎次不能为空", "Parity is required", parity),
    ):
        missing = ~np.isfinite(values)
        missing[unread_cells.get(field, np.empty(0, np.intp))] = False
        rules.refuse(field, "required", missing, zh, en)
    rules.refuse(
        "test_date",
        "not-in-future",
        days > today,
        "测定日期晚于今天",
        "The test day is in the future",
    )
    _check_age(table, rules, limits, days, in_milk)


def _check_age(
    table: TypedTable,
    rules: Rules,
    limits: TestDayLimits,
    days: NDArray[np.int32],
    in_milk: NDArray[np.float64],
) -> None:
    birth = day_column(table, "birth_date")
    both = (birth != NO_DAY) & (days != NO_DAY)
    age = days.astype(np.int64) - birth
    early = both & (age <= 0)
    rules.refuse(
        "test_date", "after-birth", early, "测定日期早于出生日期", "The test lies before the birth"
    )
    at_calving = age - np.where(np.isfinite(in_milk), in_milk, 0)
    young = both & ~early & np.isfinite(in_milk) & (at_calving < limits.min_calving_age_days)
    rules.refuse(
        "days_in_milk",
        "age-at-calving",
        young,
        f"推算产犊时不足{limits.min_calving_age_days:g}日龄",
        f"Less than {limits.min_calving_age_days:g} days old at calving",
    )


def _subjects(cows: _Cows, key: pa.Array, days: NDArray[np.int32]) -> NDArray[np.int64]:
    """One number for cow (or lactation key) and day of each row."""
    codes = key.dictionary_encode().indices.to_numpy().astype(np.int64)
    who = np.where(cows.keys > 0, cows.keys * 2, codes * 2 + 1)
    day = np.where(days == NO_DAY, 0, days.astype(np.int64)) + 100_000
    subjects: NDArray[np.int64] = who * _DAYS + np.clip(day, 0, _DAYS - 1)
    return subjects


def _first_rows(subject: NDArray[np.int64], bad: Mask) -> NDArray[np.intp]:
    """For each good row the first good row of the same subject; bad rows point at themselves."""
    first = np.arange(len(subject))
    rows = np.flatnonzero(~bad)
    _, at, inverse = np.unique(subject[rows], return_index=True, return_inverse=True)
    first[rows] = rows[at[inverse]]
    return first


def _stored(
    farm: Farm,
    cows: _Cows,
    key: pa.Array,
    days: NDArray[np.int32],
    subject: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Tenths of kilograms that are stored for each row's subject, -1 where nothing is."""
    held = np.full(len(subject), -1, np.int64)
    told = days[days != NO_DAY]
    if not len(told):
        return held
    span = (_day(int(told.min())), _day(int(told.max())))
    codes = {
        text: number for number, text in enumerate(key.dictionary_encode().dictionary.to_pylist())
    }
    found: list[tuple[int, int]] = []
    stored = TestDay.objects.filter(farm=farm, test_date__range=span)
    for animal, text, day, milk in stored.values_list(
        "animal_id", "lactation_key", "test_date", "milk_kg"
    ).iterator():
        code = codes.get(text)
        if animal is None and code is None:
            continue
        who = animal * 2 if animal else (code or 0) * 2 + 1
        found.append((who * _DAYS + day_number(day) + 100_000, int(milk * 10)))
    if not found:
        return held
    found.sort()
    keys, milks = (np.array(part, np.int64) for part in zip(*found, strict=True))
    place = np.minimum(np.searchsorted(keys, subject), len(keys) - 1)
    hit = keys[place] == subject
    held[hit] = milks[place[hit]]
    return held


def _day(number: int) -> date:
    return day_of(max(-300_000, min(number, 2_000_000)))


def _write(
    table: TypedTable,
    good: Mask,
    farm: Farm,
    batch: ImportBatch | None,
    cows: _Cows,
    key: pa.Array,
    days: NDArray[np.int32],
    in_milk: NDArray[np.float64],
    parity: NDArray[np.float64],
    synthetic: bool,
) -> None:
    rows = np.flatnonzero(good)
    count = len(rows)
    if not count:
        return
    cow = cows.keys[rows]
    cells = number_column(table, "scc_per_ml")[rows]
    columns = {
        "farm_id": pa.repeat(pa.scalar(farm.pk, pa.int64()), count),
        "animal_id": pa.array(cow, mask=cow == 0),
        "lactation_key": key.take(pa.array(rows)),
        "test_date": as_dates(days[rows]),
        "days_in_milk": pa.array(in_milk[rows].astype(np.int16)),
        "parity": pa.array(parity[rows].astype(np.int16)),
        "birth_date": as_dates(day_column(table, "birth_date")[rows]),
        "milk_kg": as_decimals(number_column(table, "milk_kg")[rows], 4, 1),
        "fat_pct": as_decimals(number_column(table, "fat_pct")[rows], 4, 2),
        "protein_pct": as_decimals(number_column(table, "protein_pct")[rows], 4, 2),
        "scc_per_ml": pa.array(
            np.where(np.isfinite(cells), cells, 0).round().astype(np.int64),
            mask=~np.isfinite(cells),
        ),
        "batch_id": pa.repeat(pa.scalar(batch.pk if batch else None, pa.int64()), count),
        "row": pa.array(table.lines[rows]) if batch else pa.nulls(count, pa.int64()),
        "synthetic": pa.repeat(pa.scalar(synthetic), count),
    }
    for name, (precision, places) in _COMPONENTS.items():
        columns[name] = as_decimals(number_column(table, name)[rows], precision, places)
    with references_checked_at_once((_TABLE,), count):
        copy_columns(_TABLE, pa.table(columns))
