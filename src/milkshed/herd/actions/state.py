"""The state of animals, present and past, computed from registration and standing events."""

from collections.abc import Sequence
from contextlib import nullcontext

from django.db import connection, transaction
from django.utils import timezone

from milkshed.platform.bulk import without_nested_loops
from milkshed.platform.rule_book import find_rule

_AT_ONCE = 10_000
_MANY = 500
_GESTATION_D = 280  # only until the rule book is loaded

_LOCK = "SELECT id FROM herd_animal WHERE id = ANY(%(animals)s) ORDER BY id FOR UPDATE"
_CLEAR = "DELETE FROM herd_animalspell WHERE animal_id = ANY(%(animals)s)"

# Rows are numbered in the order in which things happened; what happened at the same instant is
# ordered by its nature and its key, never by when it was told. Each running maximum names the row
# that decides one part of the state after a row.
_REFRESH = """
WITH subject AS (
  SELECT a.* FROM herd_animal a WHERE a.id = ANY(%(animals)s)
), standing AS (
  SELECT e.id, e.animal_id, e.farm_id, e.kind, e.details, e.due_on, e.withdrawal_until,
    (e.happened_at AT TIME ZONE 'Asia/Shanghai')::date AS day,
    row_number() OVER (PARTITION BY e.animal_id ORDER BY e.happened_at,
      CASE e.kind WHEN 'departure' THEN 0 WHEN 'arrival' THEN 1 WHEN 'calving' THEN 2
        WHEN 'death' THEN 4 ELSE 3 END, e.event_key) AS seq
  FROM herd_animalevent e
  WHERE e.animal_id = ANY(%(animals)s) AND e.kind <> 'retraction'
    AND NOT EXISTS (SELECT 1 FROM herd_animalevent c WHERE c.corrects_id = e.id)
), told AS (
  SELECT s.*,
    s.kind = 'calving' AND s.day > coalesce(a.registered_calving_date, '-infinity') AS calves,
    s.kind IN ('insemination', 'embryo_transfer')
      AND s.day >= coalesce(a.registered_calving_date, '-infinity') AS breeds,
    CASE WHEN a.registered_due_on IS NULL THEN '-infinity'::date
      ELSE a.registered_due_on - %(gestation)s
        + CASE WHEN s.kind IN ('insemination', 'embryo_transfer') THEN 20 ELSE 0 END
      END AS registered_until
  FROM standing s JOIN subject a ON a.id = s.animal_id
), served AS (
  SELECT t.*,
    breeds AND t.day IS DISTINCT FROM
      lag(t.day) OVER (PARTITION BY t.animal_id, t.breeds ORDER BY t.seq) AS new_service
  FROM told t
), running AS (
  SELECT s.*,
    count(*) FILTER (WHERE calves) OVER w AS calvings,
    max(seq) FILTER (WHERE calves) OVER w AS calving_seq,
    max(seq) FILTER (WHERE kind = 'dry_off') OVER w AS dry_seq,
    max(seq) FILTER (WHERE kind = 'heat') OVER w AS heat_seq,
    max(seq) FILTER (WHERE breeds) OVER w AS bred_seq,
    max(seq) FILTER (WHERE kind = 'pregnancy_check'
      AND coalesce(details ->> 'result', '') <> 'doubtful') OVER w AS check_seq,
    max(seq) FILTER (WHERE calves OR (day > registered_until AND (breeds OR kind = 'abortion'
      OR (kind = 'pregnancy_check'
        AND coalesce(details ->> 'result', '') <> 'doubtful')))) OVER w AS womb_seq,
    max(seq) FILTER (WHERE kind = 'do_not_breed') OVER w AS barred_seq,
    max(seq) FILTER (WHERE kind IN ('arrival', 'departure', 'death')) OVER w AS move_seq,
    max(seq) FILTER (WHERE kind = 'pen_move') OVER w AS pen_seq,
    count(*) FILTER (WHERE new_service) OVER w AS all_services,
    max(withdrawal_until) OVER w AS withheld_until,
    lead(day) OVER w AS next_day
  FROM served s
  WINDOW w AS (PARTITION BY animal_id ORDER BY seq)
), after AS (
  SELECT a.id AS animal_id, r.seq, greatest(r.day, a.entered_on) AS day,
    r.next_day IS NULL AS is_last,
    a.registered_parity + r.calvings AS parity, last.calving AS last_calving_date,
    CASE WHEN dry.seq > coalesce(r.calving_seq, 0)
        AND dry.day >= coalesce(last.calving, '-infinity') THEN dry.day
      WHEN r.calving_seq IS NULL THEN a.registered_dry_on END AS dry_on,
    CASE WHEN heat.seq > coalesce(r.calving_seq, 0)
      AND heat.day >= coalesce(last.calving, '-infinity') THEN heat.day END AS heat_on,
    CASE WHEN bred.seq > coalesce(r.calving_seq, 0) THEN bred.day END AS bred_on,
    CASE WHEN scan.seq > coalesce(r.calving_seq, 0)
      AND scan.day >= coalesce(last.calving, '-infinity') THEN scan.day END AS checked_on,
    r.all_services - coalesce(birth.all_services, 0) AS services,
    womb.seq IS NOT NULL AND womb.kind = 'pregnancy_check' AND (
      coalesce(womb.details ->> 'result', '') = 'pregnant'
      OR (womb.details ->> 'result' IS NULL AND womb.due_on IS NOT NULL)) AS found_pregnant,
    womb.seq IS NULL AND a.registered_due_on IS NOT NULL AS still_pregnant,
    womb.due_on AS told_due,
    coalesce(womb.day - (womb.details ->> 'days_pregnant')::int,
      womb.due_on - %(gestation)s) AS told_conception,
    sire.day - CASE WHEN sire.kind = 'embryo_transfer' THEN 7 ELSE 0 END AS bred_before,
    r.barred_seq IS NOT NULL AND r.barred_seq > coalesce(r.calving_seq, 0) AS do_not_breed,
    r.withheld_until AS withdrawal_until,
    coalesce(move.farm_id, a.registered_farm_id) AS farm_id,
    CASE WHEN move.kind = 'death' THEN 'dead'
      WHEN move.kind = 'departure' AND move.details ->> 'reason' = 'culled' THEN 'culled'
      WHEN move.kind = 'departure' THEN 'sold' ELSE 'alive' END AS status,
    CASE WHEN move.kind IN ('death', 'departure')
      THEN greatest(move.day, a.entered_on) END AS left_on,
    pen.id AS pen_id
  FROM running r
  JOIN subject a ON a.id = r.animal_id
  LEFT JOIN running birth ON birth.animal_id = r.animal_id AND birth.seq = r.calving_seq
  CROSS JOIN LATERAL (SELECT coalesce(birth.day, a.registered_calving_date) AS calving) last
  LEFT JOIN standing dry ON dry.animal_id = r.animal_id AND dry.seq = r.dry_seq
  LEFT JOIN standing heat ON heat.animal_id = r.animal_id AND heat.seq = r.heat_seq
  LEFT JOIN standing bred ON bred.animal_id = r.animal_id AND bred.seq = r.bred_seq
  LEFT JOIN standing scan ON scan.animal_id = r.animal_id AND scan.seq = r.check_seq
  LEFT JOIN running womb ON womb.animal_id = r.animal_id AND womb.seq = r.womb_seq
  LEFT JOIN standing sire ON sire.animal_id = r.animal_id AND sire.seq = womb.bred_seq
    AND sire.seq > coalesce(r.calving_seq, 0)
  LEFT JOIN standing move ON move.animal_id = r.animal_id AND move.seq = r.move_seq
  LEFT JOIN standing stall ON stall.animal_id = r.animal_id AND stall.seq = r.pen_seq
    AND stall.seq > coalesce(r.move_seq, 0)
    AND stall.farm_id = coalesce(move.farm_id, a.registered_farm_id)
  LEFT JOIN herd_pen pen ON pen.farm_id = stall.farm_id AND pen.code = stall.details ->> 'pen'
  WHERE r.next_day IS DISTINCT FROM r.day
), conceived AS (
  SELECT f.*,
    CASE WHEN f.found_pregnant THEN
        CASE WHEN f.told_conception IS NULL
            OR abs(f.bred_before - f.told_conception) <= 10
          THEN f.bred_before ELSE f.told_conception END
      WHEN f.still_pregnant THEN a.registered_due_on - %(gestation)s END AS conceived_on,
    CASE WHEN f.still_pregnant THEN a.registered_due_on
      WHEN f.found_pregnant THEN f.told_due END AS due_known
  FROM after f JOIN subject a ON a.id = f.animal_id
), state AS (
  SELECT animal_id, seq, day, is_last, parity, last_calving_date, dry_on, heat_on, bred_on,
    checked_on, services, found_pregnant OR still_pregnant AS pregnant,
    coalesce(conceived_on, CASE WHEN found_pregnant THEN told_conception END) AS conceived_on,
    coalesce(due_known, conceived_on + %(gestation)s) AS due_on,
    do_not_breed, withdrawal_until, farm_id, status, left_on, pen_id
  FROM conceived
  UNION ALL
  SELECT a.id, 0, a.entered_on, NOT EXISTS (SELECT 1 FROM standing s WHERE s.animal_id = a.id),
    a.registered_parity, a.registered_calving_date, a.registered_dry_on, NULL, NULL,
    NULL, 0,
    a.registered_due_on IS NOT NULL, a.registered_due_on - %(gestation)s, a.registered_due_on,
    false, NULL, a.registered_farm_id, 'alive', NULL, NULL
  FROM subject a
), days AS (
  SELECT s.*,
    row_number() OVER (PARTITION BY animal_id, day ORDER BY seq DESC) = 1 AS ends_day
  FROM state s
), seen AS (
  SELECT d.*, lag(ROW(farm_id, pen_id, status, parity, last_calving_date, dry_on, conceived_on))
      OVER (PARTITION BY animal_id ORDER BY seq)
    IS DISTINCT FROM
      ROW(farm_id, pen_id, status, parity, last_calving_date, dry_on, conceived_on) AS is_new
  FROM days d WHERE ends_day
), spell AS (
  SELECT s.*, lead(day) OVER (PARTITION BY animal_id ORDER BY seq) AS until_day
  FROM seen s WHERE is_new
), past AS (
  INSERT INTO herd_animalspell (animal_id, first_day, until_day, farm_id, pen_id, status, parity,
    last_calving_date, dry_on, conceived_on)
  SELECT animal_id, day, until_day, farm_id, pen_id, status, parity, last_calving_date, dry_on,
    conceived_on
  FROM spell WHERE until_day IS NOT NULL
), present AS (
  SELECT s.*, CASE WHEN since.seq > 0 THEN since.day END AS state_since
  FROM state s JOIN spell since ON since.animal_id = s.animal_id AND since.until_day IS NULL
  WHERE s.is_last
)
UPDATE herd_animal a
SET parity = p.parity, last_calving_date = p.last_calving_date, dry_on = p.dry_on,
    heat_on = p.heat_on, bred_on = p.bred_on, checked_on = p.checked_on,
    services = p.services, pregnant = p.pregnant,
    conceived_on = p.conceived_on, due_on = p.due_on, do_not_breed = p.do_not_breed,
    withdrawal_until = p.withdrawal_until, farm_id = p.farm_id, status = p.status,
    left_on = p.left_on, pen_id = p.pen_id, state_since = p.state_since
FROM present p
WHERE a.id = p.animal_id
  AND (a.parity, a.last_calving_date, a.dry_on, a.heat_on, a.bred_on, a.checked_on, a.services,
       a.pregnant, a.conceived_on, a.due_on, a.do_not_breed, a.withdrawal_until, a.farm_id,
       a.status, a.left_on, a.pen_id, a.state_since)
    IS DISTINCT FROM (p.parity, p.last_calving_date, p.dry_on, p.heat_on, p.bred_on, p.checked_on,
       p.services, p.pregnant, p.conceived_on, p.due_on, p.do_not_breed, p.withdrawal_until,
       p.farm_id, p.status, p.left_on, p.pen_id, p.state_since)
"""


def gestation_days() -> int:
    """Days from conception to calving by the rule of today."""
    row = find_rule("herd.gestation", timezone.localdate())
    return int(row.value) if row is not None and row.value is not None else _GESTATION_D


def refresh_animals(animal_keys: Sequence[int]) -> int:
    """Compute present and past states of these animals again; returns how many changed.

    Events of any order of arrival give the same states: they depend on when things happened.
    A calving ends dry period and pregnancy; an abortion, an open check or a later service ends a
    pregnancy; the last arrival, departure or death says where the animal is; pens hold until it
    leaves the farm. Conception is the last service before the positive check, unless the check's
    own estimate (days pregnant, or due date less gestation) is more than ten days from it; an
    embryo was seven days old when it was carried over. Runs inside the caller's transaction and
    holds the animals' rows until it ends, so that two writers never compute from half the events.
    """
    values: dict[str, list[int] | int] = {
        "animals": list(animal_keys),
        "gestation": gestation_days(),
    }
    many = len(animal_keys) >= _MANY
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, values)
        cursor.execute(_CLEAR, values)
        with without_nested_loops() if many else nullcontext():
            cursor.execute(_REFRESH, values)
            return int(cursor.rowcount)


def derive_all_states() -> int:
    """Derive the states of all animals with events where no past state is stored at all.

    For a database whose events are older than the table of spells; returns how many animals.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT NOT EXISTS (SELECT 1 FROM herd_animalspell)")
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute("SELECT DISTINCT animal_id FROM herd_animalevent ORDER BY 1")
        keys = [key for (key,) in cursor.fetchall()]
    for start in range(0, len(keys), _AT_ONCE):
        with transaction.atomic():
            refresh_animals(keys[start : start + _AT_ONCE])
    return len(keys)
