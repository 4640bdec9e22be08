"""A farm's standing events as the columns that the figures are computed from."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db import connection

from milkshed.herd.models import Farm, FarmWaitingPeriod
from milkshed.herd.science.conception import Clocks
from milkshed.herd.science.cow_records import (
    CULLED,
    DEAD,
    DOUBTFUL,
    FAR,
    IN_HERD,
    OPEN,
    PREGNANT,
    SOLD,
    HerdRecords,
    herd_records,
)
from milkshed.herd.science.exits import separate_cases
from milkshed.herd.science.kpis import Parameters
from milkshed.herd.science.pregnancy_rate import WaitingPeriod
from milkshed.platform.models import Rule
from milkshed.platform.rule_book import rules_under

_EPOCH = date(1970, 1, 1)
_LOOK_BACK_D = 1100  # two calving intervals and a gestation before the period

# Where an animal stood: from registration or its last arrival at the farm to the first leaving
# after it. An event counts for the farm where the animal stood on its day.
_STAYS = """
WITH standing AS MATERIALIZED (
  SELECT e.animal_id, e.farm_id, e.kind, e.details, e.due_on,
    (e.happened_at AT TIME ZONE 'Asia/Shanghai')::date AS day
  FROM herd_animalevent e
  WHERE e.kind <> 'retraction'
    AND NOT EXISTS (SELECT 1 FROM herd_animalevent c WHERE c.corrects_id = e.id)
    AND e.animal_id IN (
      SELECT id FROM herd_animal WHERE farm_id = %(farm)s OR registered_farm_id = %(farm)s
      UNION SELECT animal_id FROM herd_animalevent WHERE farm_id = %(farm)s AND kind = 'arrival')
), stay AS (
  SELECT a.id, a.birth_date, a.sex, a.registered_parity, a.registered_calving_date,
    a.registered_due_on,
    coalesce((SELECT max(day) FROM standing s WHERE s.animal_id = a.id AND s.kind = 'arrival'
        AND s.farm_id = %(farm)s),
      CASE WHEN a.registered_farm_id = %(farm)s THEN a.entered_on END) AS entered
  FROM herd_animal a
  WHERE a.sex = 'F' AND (a.registered_farm_id = %(farm)s OR a.farm_id = %(farm)s
    OR a.id IN (SELECT animal_id FROM standing WHERE kind = 'arrival' AND farm_id = %(farm)s))
), bounded AS (
  SELECT s.*, gone.day AS left_on, gone.kind AS gone_by, gone.details AS gone_how
  FROM stay s LEFT JOIN LATERAL (
    SELECT * FROM standing e WHERE e.animal_id = s.id AND e.farm_id = %(farm)s
      AND e.kind IN ('departure', 'death') AND e.day >= s.entered
    ORDER BY e.day, e.kind LIMIT 1) gone ON true
  WHERE s.entered IS NOT NULL
)
"""
_COWS = """
SELECT id, birth_date - %(epoch)s, entered - %(epoch)s, left_on - %(epoch)s, gone_by,
  gone_how ->> 'reason', coalesce(gone_how ->> 'cause', gone_how ->> 'x_cause', ''),
  registered_parity, registered_calving_date - %(epoch)s, registered_due_on - %(epoch)s
FROM bounded ORDER BY id
"""
_EVENTS = """
SELECT e.animal_id, e.kind, e.day - %(epoch)s, e.due_on - %(epoch)s,
  coalesce(e.details ->> 'technician', ''), coalesce(e.details ->> 'bull_number', ''),
  coalesce(e.details ->> 'result', ''), coalesce(e.details ->> 'diagnosis', ''),
  CASE WHEN jsonb_typeof(e.details -> 'calves') = 'array'
    THEN jsonb_array_length(e.details -> 'calves') ELSE 0 END,
  CASE WHEN jsonb_typeof(e.details -> 'calves') = 'array'
    THEN (SELECT count(*) FROM jsonb_array_elements(e.details -> 'calves') c
      WHERE c ->> 'stillborn' = 'true') ELSE 0 END
FROM standing e JOIN bounded b ON b.id = e.animal_id
WHERE (b.left_on IS NULL OR e.day <= b.left_on)
  AND (e.kind = 'calving' OR (e.day >= %(since)s AND e.day >= b.entered))
"""
_TESTS = """
SELECT animal_id, test_date - %(epoch)s, days_in_milk, parity, milk_kg::float8, fat_pct::float8,
  protein_pct::float8
FROM herd_testday WHERE farm_id = %(farm)s AND animal_id = ANY(%(cows)s)
  AND test_date >= %(since)s AND test_date <= %(last)s
"""

_SERVICES = ("insemination", "embryo_transfer")
_RESULTS = {"pregnant": PREGNANT, "open": OPEN, "doubtful": DOUBTFUL}


def day_number(day: date) -> int:
    """Days since 1 January 1970, as the figures count."""
    return (day - _EPOCH).days


def day_of(number: int) -> date:
    """The day of a day number."""
    return _EPOCH + timedelta(days=int(number))


def records_of(farm: Farm, first: date, last: date) -> HerdRecords:
    """What happened to the farm's female cattle up to ``last``, enough for a period from ``first``.

    An animal that moved counts here from its arrival to its leaving; calvings that it brought
    along give its parity and its intervals.
    """
    since = first - timedelta(days=_LOOK_BACK_D)
    given = {"farm": farm.pk, "since": since, "last": last, "epoch": _EPOCH}
    with connection.cursor() as cursor:
        cursor.execute(_STAYS + _COWS, given)
        cows = cursor.fetchall()
        cursor.execute(_STAYS + _EVENTS, given)
        events = cursor.fetchall()
        cursor.execute(_TESTS, {**given, "cows": [cow[0] for cow in cows]})
        tests = cursor.fetchall()
    by_kind: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for event in events:
        by_kind["service" if event[1] in _SERVICES else event[1]].append(event)
    gap = _whole(rules_under("herd.kpi.same_case", last), "herd.kpi.same_case", 14)
    return herd_records(
        day_number(last),
        _cow_columns(cows),
        calvings=_calvings(cows, by_kind["calving"]),
        services=_columns(by_kind["service"], cow=0, day=2, technician=4, bull=5),
        checks=_checks(cows, by_kind["pregnancy_check"]),
        abortions=_columns(by_kind["abortion"], cow=0, day=2),
        heats=_columns(by_kind["heat"], cow=0, day=2),
        do_not_breed=_columns(by_kind["do_not_breed"], cow=0, day=2),
        cases=_cases(by_kind["health"] + by_kind["treatment"], gap),
        tests=_columns(tests, cow=0, day=1, dim=2, parity=3, milk_kg=4, fat_pct=5, protein_pct=6),
    )


def _columns(rows: Sequence[Sequence[Any]], **at: int) -> dict[str, list[Any]]:
    """Columns by name from positions; missing numbers become NaN where floats are asked for."""
    return {
        name: [float("nan") if row[i] is None else row[i] for row in rows] for name, i in at.items()
    }


def _cow_columns(cows: Sequence[tuple[Any, ...]]) -> dict[str, list[Any]]:
    def how(gone_by: str | None, reason: str | None) -> int:
        if gone_by is None:
            return IN_HERD
        if gone_by == "death":
            return DEAD
        return CULLED if reason == "culled" else SOLD

    return {
        "key": [cow[0] for cow in cows],
        "birth": [cow[1] for cow in cows],
        "entered": [cow[2] for cow in cows],
        "left": [FAR if cow[3] is None else cow[3] for cow in cows],
        "how": [how(cow[4], cow[5]) for cow in cows],
        "cause": [cow[6] for cow in cows],
    }


def _calvings(
    cows: Iterable[tuple[Any, ...]], events: Iterable[tuple[Any, ...]]
) -> dict[str, list[int]]:
    """The calving known at registration, and those recorded before and since.

    Parities count on from the registered one, and back from it for calvings told afterwards of
    the time before.
    """
    base = {cow[0]: (cow[7], cow[8]) for cow in cows}
    told: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for event in events:
        told[event[0]].append(event)
    rows = []
    for cow, (parity, registered) in base.items():
        own = sorted(told[cow], key=lambda event: event[2])
        if registered is not None:
            rows.append((cow, registered, parity, 0, 0))
        since = [event for event in own if registered is None or event[2] > registered]
        before = [event for event in own if registered is not None and event[2] < registered]
        rows += [(cow, e[2], parity + n, e[8], e[9]) for n, e in enumerate(since, start=1)]
        rows += [
            (cow, e[2], max(parity - n, 1), e[8], e[9])
            for n, e in enumerate(reversed(before), start=1)
        ]
    names = ("cow", "day", "parity", "calves", "stillborn")
    return {name: [row[i] for row in rows] for i, name in enumerate(names)}


def _checks(
    cows: Iterable[tuple[Any, ...]], events: Iterable[tuple[Any, ...]]
) -> dict[str, list[int]]:
    """Recorded checks, and the pregnancy known at registration as one found on that day."""
    rows = []
    for event in events:
        told = PREGNANT if event[3] is not None else DOUBTFUL
        rows.append(
            (
                event[0],
                event[2],
                _RESULTS.get(event[6], told),
                FAR if event[3] is None else event[3],
            )
        )
    clocks = Clocks()
    for cow in cows:
        if cow[9] is not None:
            seen = max(cow[2], cow[9] - clocks.gestation + clocks.earliest_check)
            rows.append((cow[0], min(seen, cow[9] - 1), PREGNANT, cow[9]))
    names = ("cow", "day", "result", "due")
    return {name: [row[i] for row in rows] for i, name in enumerate(names)}


def _cases(events: Sequence[tuple[Any, ...]], gap: int) -> dict[str, Any]:
    named = [event for event in events if event[7]]
    cow = np.array([event[0] for event in named], np.int64)
    day = np.array([event[2] for event in named], np.int64)
    code = np.array([event[7] for event in named], np.str_)
    first = separate_cases(cow, day, code, gap)
    return {"cow": cow[first], "day": day[first], "code": code[first]}


def parameters_of(farm: Farm, on: date) -> tuple[Parameters, list[Rule]]:
    """What rules and the farm set for the figures on a day, and the unconfirmed rows among them."""
    rows = {**rules_under("herd.waiting.", on), **rules_under("herd.kpi.", on)}
    rows |= rules_under("herd.gestation", on)
    gestation = rows.get("herd.gestation")
    own = waiting_period(farm, on)
    default = Parameters()
    clocks = default.clocks
    waiting = WaitingPeriod(
        own.first_days if own else _whole(rows, "herd.waiting.first", default.waiting.first),
        own.later_days if own else _whole(rows, "herd.waiting.later", default.waiting.later),
    )
    found = Parameters(
        waiting=waiting,
        clocks=Clocks(
            gestation_low=_bound(gestation, "low", clocks.gestation_low),
            gestation_high=_bound(gestation, "high", clocks.gestation_high),
            gestation=_bound(gestation, "value", clocks.gestation),
            earliest_check=_whole(rows, "herd.kpi.earliest_check", clocks.earliest_check),
            settled=_whole(rows, "herd.kpi.settled", clocks.settled),
            abortion_low=_whole(rows, "herd.kpi.abortion_from", clocks.abortion_low),
            abortion_high=_whole(rows, "herd.kpi.abortion_to", clocks.abortion_high),
        ),
        unsettled=_whole(rows, "herd.kpi.unsettled", default.unsettled),
        early_exit=_whole(rows, "herd.kpi.early_exit", default.early_exit),
        fresh=_whole(rows, "herd.kpi.early_exit", default.fresh),
        non_return=_whole(rows, "herd.kpi.non_return", default.non_return),
    )
    used = [row for row in rows.values() if not (own and row.key.startswith("herd.waiting."))]
    return found, sorted((row for row in used if not row.confirmed), key=lambda row: row.key)


def waiting_period(farm: Farm, on: date) -> FarmWaitingPeriod | None:
    """The waiting period that the farm set, in force on a day."""
    found = FarmWaitingPeriod.objects.filter(farm=farm, valid_from__lte=on)
    return found.order_by("-valid_from", "-pk").first()


def _whole(rows: dict[str, Rule], key: str, otherwise: int) -> int:
    row = rows.get(key)
    return int(row.value) if row is not None and row.value is not None else otherwise


def _bound(row: Rule | None, name: str, otherwise: int) -> int:
    value = getattr(row, name) if row is not None else None
    return int(value) if value is not None else otherwise


def whole_rule(key: str, on: date, otherwise: int) -> int:
    """The whole number of a rule row in force on a day."""
    return _whole(rules_under(key, on), key, otherwise)
