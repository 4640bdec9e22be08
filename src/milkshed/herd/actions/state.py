"""The present state of animals, computed from their registration and their standing events."""

from collections.abc import Sequence

from django.db import connection

_REFRESH = """
WITH standing AS (
  SELECT e.* FROM herd_animalevent e
  WHERE e.animal_id = ANY(%(animals)s) AND e.kind <> 'retraction'
    AND NOT EXISTS (SELECT 1 FROM herd_animalevent c WHERE c.corrects_id = e.id)
), dated AS (
  SELECT *, (happened_at AT TIME ZONE 'Asia/Shanghai')::date AS day FROM standing
), calvings AS (
  SELECT d.animal_id, count(*) AS calvings, max(d.day) AS last_day
  FROM dated d JOIN herd_animal a ON a.id = d.animal_id
  WHERE d.kind = 'calving' AND d.day > coalesce(a.registered_calving_date, '-infinity')
  GROUP BY d.animal_id
), base AS (
  SELECT a.id, a.registered_farm_id, a.registered_dry_on, a.registered_due_on,
    a.registered_parity + coalesce(c.calvings, 0) AS parity,
    coalesce(c.last_day, a.registered_calving_date) AS last_calving,
    c.last_day IS NULL AS as_registered
  FROM herd_animal a LEFT JOIN calvings c ON c.animal_id = a.id
  WHERE a.id = ANY(%(animals)s)
), present AS (
  SELECT b.id, b.parity, b.last_calving,
    coalesce(
      (SELECT max(day) FROM dated d WHERE d.animal_id = b.id AND d.kind = 'dry_off'
        AND d.day >= coalesce(b.last_calving, '-infinity')),
      CASE WHEN b.as_registered THEN b.registered_dry_on END) AS dry_on,
    CASE WHEN check_.id IS NOT NULL THEN check_.due_on
         WHEN b.as_registered THEN b.registered_due_on END AS due_on,
    (SELECT max(withdrawal_until) FROM dated d WHERE d.animal_id = b.id) AS withdrawal_until,
    coalesce(move.farm_id, b.registered_farm_id) AS farm_id,
    CASE WHEN move.kind = 'death' THEN 'dead'
         WHEN move.kind = 'departure' AND move.details ->> 'reason' = 'culled' THEN 'culled'
         WHEN move.kind = 'departure' THEN 'sold'
         ELSE 'alive' END AS status,
    CASE WHEN move.kind IN ('death', 'departure') THEN move.day END AS left_on
  FROM base b
  LEFT JOIN LATERAL (
    SELECT * FROM dated d WHERE d.animal_id = b.id AND d.kind IN ('pregnancy_check', 'abortion')
      AND d.day >= coalesce(b.last_calving, '-infinity')
    ORDER BY d.happened_at DESC, d.id DESC LIMIT 1) check_ ON true
  LEFT JOIN LATERAL (
    SELECT * FROM dated d WHERE d.animal_id = b.id
      AND d.kind IN ('arrival', 'departure', 'death')
    ORDER BY d.happened_at DESC, d.id DESC LIMIT 1) move ON true
)
UPDATE herd_animal a
SET parity = p.parity, last_calving_date = p.last_calving, dry_on = p.dry_on, due_on = p.due_on,
    withdrawal_until = p.withdrawal_until, farm_id = p.farm_id, status = p.status,
    left_on = p.left_on
FROM present p
WHERE a.id = p.id
  AND (a.parity, a.last_calving_date, a.dry_on, a.due_on, a.withdrawal_until, a.farm_id,
       a.status, a.left_on)
    IS DISTINCT FROM (p.parity, p.last_calving, p.dry_on, p.due_on, p.withdrawal_until,
       p.farm_id, p.status, p.left_on)
"""


def refresh_animals(animal_keys: Sequence[int]) -> int:
    """Compute the present state of these animals again; returns how many changed.

    Events of any order of arrival give the same state: it depends on when things happened.
    An abortion ends a pregnancy, a calving ends dry period and pregnancy, the last arrival,
    departure or death says where the animal is.
    """
    with connection.cursor() as cursor:
        cursor.execute(_REFRESH, {"animals": list(animal_keys)})
        return int(cursor.rowcount)
