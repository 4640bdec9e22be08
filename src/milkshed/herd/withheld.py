"""Milk that must not be sold: cows within a drug's withdrawal, and where their milk goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from milkshed.kernel.clock import shanghai_day

_WITHHELD = """
SELECT a.id, a.farm_id, w.until, w.product,
  coalesce(pen.purpose = 'hospital', false), sep.container
FROM herd_animal a
JOIN LATERAL (
  SELECT max(e.withdrawal_until) AS until,
    (array_agg(coalesce(e.details ->> 'product', e.details ->> 'note', '')
      ORDER BY e.withdrawal_until DESC))[1] AS product
  FROM herd_animalevent e
  WHERE e.animal_id = a.id AND e.kind = 'treatment' AND e.happened_at <= %(at)s
    AND e.withdrawal_until > %(at)s
    AND NOT EXISTS (SELECT 1 FROM herd_animalevent c WHERE c.corrects_id = e.id)
) w ON w.until IS NOT NULL
LEFT JOIN LATERAL (
  SELECT p.purpose FROM herd_animalevent e
  JOIN herd_pen p ON p.farm_id = e.farm_id AND p.code = e.details ->> 'pen'
  WHERE e.animal_id = a.id AND e.kind = 'pen_move' AND e.farm_id = a.farm_id
    AND e.happened_at <= %(at)s
    AND NOT EXISTS (SELECT 1 FROM herd_animalevent c WHERE c.corrects_id = e.id)
  ORDER BY e.happened_at DESC, e.event_key DESC LIMIT 1
) pen ON true
LEFT JOIN LATERAL (
  SELECT s.container FROM herd_milkseparation s
  WHERE s.animal_id = a.id AND s.since <= %(at)s AND (s.until IS NULL OR s.until > %(at)s)
  ORDER BY s.since DESC LIMIT 1
) sep ON true
WHERE a.farm_id = ANY(%(farms)s) AND a.withdrawal_until > %(at)s
  AND a.parity > 0 AND (a.left_on IS NULL OR a.left_on > %(day)s)
  AND (a.dry_on IS NULL OR a.dry_on > %(day)s)
ORDER BY w.until, a.id
"""


@dataclass(frozen=True, slots=True)
class CowInWithdrawal:
    """A cow in milk within a withdrawal: until when, after what, and where her milk goes.

    ``apart`` says that it does not reach the tank: she stands in a hospital pen, or the farm
    declared her milk kept in a ``container``.
    """

    animal_id: int
    farm_id: int
    until: datetime
    product: str
    in_hospital: bool
    container: str

    @property
    def apart(self) -> bool:
        """Whether the farm keeps her milk out of its tank."""
        return self.in_hospital or bool(self.container)


def cows_in_withdrawal(farm_keys: Sequence[int], at: datetime) -> list[CowInWithdrawal]:
    """Cows in milk within a withdrawal at a moment, on farms by key, soonest end first."""
    values: dict[str, list[int] | date | datetime] = {
        "farms": list(farm_keys),
        "at": at,
        "day": shanghai_day(at),
    }
    with connection.cursor() as cursor:
        cursor.execute(_WITHHELD, values)
        return [
            CowInWithdrawal(
                animal_id=row[0],
                farm_id=row[1],
                until=row[2],
                product=row[3],
                in_hospital=row[4],
                container=row[5] or "",
            )
            for row in cursor.fetchall()
        ]
