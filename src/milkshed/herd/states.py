"""The herd as it stood on any day: one query, for a farm or for the whole region.

The state of an animal on a day is the present one where that began by then, else the past spell
that holds the day. A cow is dry from ``dry_on`` on, and pregnant from the day on which a check
found it (one registered in calf: from her conception); before the calving with which she was
registered she was one parity younger.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection
from psycopg import sql

from milkshed.herd.models import AnimalStatus
from milkshed.kernel.day_numbers import EPOCH, day_number
from milkshed.platform.bulk import read_columns

_HELD = """
SELECT id AS animal_id, farm_id, pen_id, sex, birth_date, parity, last_calving_date, dry_on,
  conceived_on
FROM herd_animal
WHERE entered_on <= %(day)s AND (state_since IS NULL OR state_since <= %(day)s)
  AND status = 'alive'{present}
UNION ALL
SELECT s.animal_id, s.farm_id, s.pen_id, a.sex, a.birth_date, s.parity, s.last_calving_date,
  s.dry_on, s.conceived_on
FROM herd_animalspell s JOIN herd_animal a ON a.id = s.animal_id
WHERE s.first_day <= %(day)s AND s.until_day > %(day)s AND s.status = 'alive'{past}
"""

_STATE = f"""
SELECT farm_id, sex, birth_date,
  CASE WHEN last_calving_date > %(day)s THEN parity - 1 ELSE parity END AS parity,
  CASE WHEN last_calving_date > %(day)s THEN NULL ELSE last_calving_date END AS calved_on,
  CASE WHEN dry_on > %(day)s THEN NULL ELSE dry_on END AS dry_on,
  CASE WHEN conceived_on > %(day)s THEN NULL ELSE conceived_on END AS conceived_on
FROM ({_HELD}) held
"""

# Whole numbers are the cheapest text to write and to read: days are told as such, and what
# follows from the columns is computed of the columns.
_COLUMNS = f"""
SELECT animal_id, farm_id, pen_id, sex, birth_date - {{epoch}}, parity,
  last_calving_date - {{epoch}}, dry_on - {{epoch}}, conceived_on - {{epoch}}
FROM ({_HELD}) held
"""

_BY_FARM = """
SELECT farm_id, count(*),
  count(*) FILTER (WHERE parity > 0 AND dry_on IS NULL),
  count(*) FILTER (WHERE parity > 0 AND dry_on IS NOT NULL),
  count(*) FILTER (WHERE parity = 0 AND sex = 'F' AND birth_date <= %(calf_since)s),
  count(*) FILTER (WHERE parity = 0 AND sex = 'F' AND birth_date > %(calf_since)s),
  count(*) FILTER (WHERE sex = 'M'),
  count(*) FILTER (WHERE conceived_on IS NOT NULL),
  avg(%(day)s - calved_on) FILTER (WHERE parity > 0 AND dry_on IS NULL)
FROM ({state}) state GROUP BY farm_id
"""

_TYPES = {
    "animal_id": pa.int64(),
    "farm_id": pa.int64(),
    "pen_id": pa.int64(),
    "sex": pa.string(),
    "birth_date": pa.int32(),
    "parity": pa.int16(),
    "calved_on": pa.int32(),
    "dry_on": pa.int32(),
    "conceived_on": pa.int32(),
}


@dataclass(frozen=True, slots=True)
class FarmState:
    """A farm's herd on a day: heads by stage, how many are pregnant, mean days in milk."""

    farm_id: int
    head: int
    milking: int
    dry: int
    heifers: int
    calves: int
    males: int
    pregnant: int
    mean_days_in_milk: float | None

    @property
    def adult(self) -> int:
        """Cows that have calved."""
        return self.milking + self.dry


def _of_farms(query: str, farm_keys: Sequence[int] | None, **values: str) -> str:
    here = {"present": "", "past": ""}
    if farm_keys is not None:
        here = {
            "present": " AND farm_id = ANY(%(farms)s)",
            "past": " AND s.farm_id = ANY(%(farms)s)",
        }
    return query.format(**here, **values)


def farm_states(day: date, farm_keys: Sequence[int] | None = None) -> dict[int, FarmState]:
    """The herds of farms (all of them without keys) on a day, by farm.

    Animals that left by that day are not counted; a calf is younger than 182 days.
    """
    values: dict[str, date | list[int]] = {
        "day": day,
        "calf_since": date.fromordinal(max(1, day.toordinal() - 182)),
        "farms": list(farm_keys or ()),
    }
    query = _BY_FARM.replace("{state}", _of_farms(_STATE, farm_keys))
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return {
            row[0]: FarmState(
                farm_id=row[0],
                head=row[1],
                milking=row[2],
                dry=row[3],
                heifers=row[4],
                calves=row[5],
                males=row[6],
                pregnant=row[7],
                mean_days_in_milk=None if row[8] is None else float(row[8]),
            )
            for row in cursor.fetchall()
        }


def animal_states(day: date, farm_keys: Sequence[int] | None = None) -> pa.Table:
    """Every animal that stood on farms (all without keys) on a day, as Arrow columns.

    Columns: ``animal_id``, ``farm_id``, ``pen_id``, ``status``, ``sex``, ``birth_date``,
    ``parity``, ``calved_on``, ``dry_on``, ``conceived_on``, ``in_milk``, ``pregnant``,
    ``days_in_milk`` (days since calving of a cow in milk, else null).
    """
    query = _of_farms(_COLUMNS, farm_keys, epoch=f"DATE '{EPOCH.isoformat()}'")
    held = read_columns(sql.SQL(_inline(query, day, farm_keys)), _TYPES).combine_chunks()
    today, none = pa.scalar(day_number(day), pa.int32()), pa.scalar(None, pa.int32())

    def known(name: str) -> pa.ChunkedArray:
        """The days of a column that had come by then."""
        days = held[name]
        return pc.if_else(pc.greater(days, today), none, days)

    calved, dry, conceived = known("calved_on"), known("dry_on"), known("conceived_on")
    calves_later = pc.fill_null(pc.greater(held["calved_on"], today), False)
    parity = pc.subtract(held["parity"], calves_later.cast(pa.int16()))
    in_milk = pc.and_(pc.greater(parity, pa.scalar(0, pa.int16())), pc.is_null(dry))
    return pa.table(
        {
            "animal_id": held["animal_id"],
            "farm_id": held["farm_id"],
            "pen_id": held["pen_id"],
            "status": pa.repeat(pa.scalar(AnimalStatus.ALIVE.value), len(held)),
            "sex": held["sex"],
            "birth_date": held["birth_date"].cast(pa.date32()),
            "parity": parity,
            "calved_on": calved.cast(pa.date32()),
            "dry_on": dry.cast(pa.date32()),
            "conceived_on": conceived.cast(pa.date32()),
            "in_milk": in_milk,
            "pregnant": pc.is_valid(conceived),
            "days_in_milk": pc.if_else(in_milk, pc.subtract(today, calved), none),
        }
    )


def _inline(query: str, day: date, farm_keys: Sequence[int] | None) -> str:
    """COPY takes no parameters: a day and whole numbers are written into it."""
    farms = ",".join(str(int(key)) for key in farm_keys or ())
    return query.replace("%(day)s", f"DATE '{day.isoformat()}'").replace(
        "%(farms)s", f"ARRAY[{farms}]::bigint[]"
    )
