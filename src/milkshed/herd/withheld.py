"""Milk that must not be sold: cows within a drug's withdrawal, and where their milk goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

_WITHHELD = """
WITH asked AS (
  SELECT farm_id, at, (at AT TIME ZONE 'Asia/Shanghai')::date AS day
  FROM unnest(%(farms)s::bigint[], %(at)s::timestamptz[]) AS given(farm_id, at)
), treated AS MATERIALIZED (
  SELECT id, farm_id, withdrawal_until, left_on, dry_on FROM herd_animal
  WHERE farm_id = ANY(%(farms)s) AND parity > 0
    AND withdrawal_until > (SELECT min(at) FROM asked)
)
SELECT a.id, a.farm_id, asked.at, w.until, w.product,
  coalesce(pen.purpose = 'hospital', false), sep.container
FROM asked
JOIN treated a ON a.farm_id = asked.farm_id AND a.withdrawal_until > asked.at
  AND (a.left_on IS NULL OR a.left_on > asked.day) AND (a.dry_on IS NULL OR a.dry_on > asked.day)
JOIN LATERAL (
  SELECT max(e.withdrawal_until) AS until,
    (array_agg(coalesce(e.details ->> 'product', e.details ->> 'note', '')
      ORDER BY e.withdrawal_until DESC))[1] AS product
  FROM herd_animalevent e
  WHERE e.animal_id = a.id AND e.kind = 'treatment' AND e.happened_at <= asked.at
    AND e.withdrawal_until > asked.at
    AND NOT EXISTS (SELECT 1 FROM herd_animalevent c WHERE c.corrects_id = e.id)
) w ON w.until IS NOT NULL
LEFT JOIN LATERAL (
  SELECT p.purpose FROM herd_animalevent e
  JOIN herd_pen p ON p.farm_id = e.farm_id AND p.code = e.details ->> 'pen'
  WHERE e.animal_id = a.id AND e.kind = 'pen_move' AND e.farm_id = a.farm_id
    AND e.happened_at <= asked.at
    AND NOT EXISTS (SELECT 1 FROM herd_animalevent c WHERE c.corrects_id = e.id)
  ORDER BY e.happened_at DESC, e.event_key DESC LIMIT 1
) pen ON true
LEFT JOIN LATERAL (
  SELECT s.container FROM herd_milkseparation s
  WHERE s.animal_id = a.id AND s.since <= asked.at AND (s.until IS NULL OR s.until > asked.at)
  ORDER BY s.since DESC LIMIT 1
) sep ON true
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
    return [cow for _, cow in cows_in_withdrawal_at([(key, at) for key in farm_keys])]


def cows_in_withdrawal_at(
    asked: Sequence[tuple[int, datetime]],
) -> list[tuple[datetime, CowInWithdrawal]]:
    """Cows in milk within a withdrawal on farms (keys) each at its moment, with that moment."""
    values: dict[str, list[int] | list[datetime]] = {
        "farms": [key for key, _ in asked],
        "at": [at for _, at in asked],
    }
    with connection.cursor() as cursor:
        cursor.execute(_WITHHELD, values)
        return [
            (
                row[2],
                CowInWithdrawal(
                    animal_id=row[0],
                    farm_id=row[1],
                    until=row[3],
                    product=row[4],
                    in_hospital=row[5],
                    container=row[6] or "",
                ),
            )
            for row in cursor.fetchall()
        ]
