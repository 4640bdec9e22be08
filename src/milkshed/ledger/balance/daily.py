"""The balance of every place and vessel by day: what went into steps there, what came out."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from milkshed.ledger.balance.sums import HOLDS, MASS_KG, links_of_events


@dataclass(frozen=True, slots=True)
class DayBalance:
    """One place or vessel on one day (Asia/Shanghai).

    ``made_kg``: lots that came into being without inputs (milkings). ``in_kg`` and ``out_kg``:
    inputs and outputs of transformations; ``lost_kg`` is their difference.
    """

    uri: str
    day: date
    made_kg: float
    in_kg: float
    out_kg: float
    events: int

    @property
    def lost_kg(self) -> float:
        """What the steps lost; negative where they gained."""
        return self.in_kg - self.out_kg


_BY_DAY = f"""
SELECT name.uri, (e.event_time AT TIME ZONE 'Asia/Shanghai')::date AS day,
       coalesce(sum({MASS_KG}) FILTER (WHERE e.type = 1 AND e.action = 2 AND l.role = 2), 0),
       coalesce(sum({MASS_KG}) FILTER (WHERE l.role IN (6, 7)), 0),
       coalesce(sum({MASS_KG}) FILTER (WHERE l.role IN (8, 9)), 0),
       count(DISTINCT e.seq)
FROM ledger_event e
{links_of_events("(2, 6, 7, 8, 9)")}
JOIN ledger_term name ON name.id = e.{{column}}
WHERE e.event_time >= %s AND e.event_time < %s AND e.type IN (1, 4) AND {HOLDS}
GROUP BY name.uri, day ORDER BY name.uri, day
"""


def place_days(start: datetime, until: datetime) -> tuple[DayBalance, ...]:
    """The balance of every ``bizLocation`` by day."""
    return _balances("biz_location_id", start, until)


def vessel_days(start: datetime, until: datetime) -> tuple[DayBalance, ...]:
    """The balance of every ``readPoint`` by day."""
    return _balances("read_point_id", start, until)


def _balances(column: str, start: datetime, until: datetime) -> tuple[DayBalance, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_BY_DAY.format(column=column), [start, until])
        return tuple(DayBalance(*row) for row in cursor.fetchall())
