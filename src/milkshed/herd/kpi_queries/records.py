"""A farm's standing events as the columns that the figures are computed from."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np
from django.db import connection

from milkshed.herd.columns import test_day_columns
from milkshed.herd.diagnoses import DIAGNOSES
from milkshed.herd.models import Farm
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
from milkshed.herd.waiting import own_waiting_period, waiting_period_of
from milkshed.kernel.clock import start_of_day
from milkshed.kernel.day_numbers import EPOCH, day_number
from milkshed.platform.models import Rule
from milkshed.platform.rule_book import rules_under

_LOOK_BACK_D = 1100  # two calving intervals and a gestation before the period

# Whoever was on the farm and is there no more left it by an event of that farm.
_OURS = """
SELECT id FROM herd_animal WHERE farm_id = %(farm)s AND sex = 'F'
UNION SELECT e.animal_id FROM herd_animalevent e JOIN herd_animal a ON a.id = e.animal_id
  WHERE e.farm_id = %(farm)s AND e.kind IN ('arrival', 'departure', 'death') AND a.sex = 'F'
"""
_COWS = """
SELECT id, birth_date - %(epoch)s, entered_on - %(epoch)s, registered_farm_id = %(farm)s,
  registered_parity, registered_calving_date - %(epoch)s, registered_due_on - %(epoch)s
FROM herd_animal WHERE id = ANY(%(animals)s) ORDER BY id
"""
# what is corrected is gathered first: joined, it misleads the planner where nothing is
_EVENTS = """
SELECT e.animal_id, e.kind, (e.happened_at AT TIME ZONE 'Asia/Shanghai')::date - %(epoch)s AS day,
  e.due_on - %(epoch)s, e.farm_id = %(farm)s, coalesce(e.details ->> 'technician', ''),
  coalesce(e.details ->> 'bull_number', ''), coalesce(e.details ->> 'result', ''),
  coalesce(e.details ->> 'diagnosis', ''), coalesce(e.details ->> 'reason', ''),
  coalesce(e.details ->> 'cause', e.details ->> 'x_cause', ''),
  CASE WHEN jsonb_typeof(e.details -> 'calves') = 'array'
    THEN jsonb_array_length(e.details -> 'calves') ELSE 0 END,
  CASE WHEN jsonb_typeof(e.details -> 'calves') = 'array'
    THEN (SELECT count(*) FROM jsonb_array_elements(e.details -> 'calves') c
      WHERE c ->> 'stillborn' = 'true') ELSE 0 END
FROM herd_animalevent e
WHERE e.animal_id = ANY(%(animals)s) AND e.kind <> 'retraction'
  AND (e.kind IN ('calving', 'arrival', 'departure', 'death') OR e.happened_at >= %(since)s)
  AND e.id <> ALL (ARRAY(SELECT corrects_id FROM herd_animalevent
    WHERE animal_id = ANY(%(animals)s) AND corrects_id IS NOT NULL))
ORDER BY day, e.kind, e.id
"""
_SERVICES = ("insemination", "embryo_transfer")
_CODE_OF_NAME = {
    name.lower(): one.code for one in DIAGNOSES.values() for name in (one.title.zh, one.title.en)
}
_RESULTS = {"pregnant": PREGNANT, "open": OPEN, "doubtful": DOUBTFUL}


class _Cow(NamedTuple):
    """A row of ``_COWS``; days are day numbers."""

    key: int
    birth: int
    entered: int
    registered_here: bool
    parity: int
    calving: int | None
    due: int | None


class _Event(NamedTuple):
    """A row of ``_EVENTS``; days are day numbers."""

    cow: int
    kind: str
    day: int
    due: int | None
    is_here: bool
    technician: str
    bull: str
    result: str
    diagnosis: str
    reason: str
    cause: str
    calves: int
    stillborn: int


@dataclass(frozen=True, slots=True)
class _Stay:
    """A cow on the farm: from registration or her last arrival to the first leaving after it."""

    cow: _Cow
    entered: int
    left: int
    how: int
    cause: str


def records_of(farm: Farm, first: date, last: date) -> HerdRecords:
    """What happened to the farm's female cattle up to ``last``, enough for a period from ``first``.

    An animal that moved counts here from its arrival to its leaving; calvings that it brought
    along give its parity and its intervals.
    """
    since = first - timedelta(days=_LOOK_BACK_D)
    given: dict[str, Any] = {"farm": farm.pk, "last": last, "epoch": EPOCH}
    with connection.cursor() as cursor:
        cursor.execute(_OURS, given)
        given["animals"] = [row[0] for row in cursor.fetchall()]
        cursor.execute(_COWS, given)
        cows = [_Cow(*row) for row in cursor.fetchall()]
        cursor.execute(_EVENTS, {**given, "since": start_of_day(since)})
        events = [_Event(*row) for row in cursor.fetchall()]
    stays = _stays(cows, events)
    tests = test_day_columns([farm.place_id], since, last)
    tested = np.isin(tests.animal, np.fromiter(stays, np.int64, len(stays)))
    by_kind: dict[str, list[_Event]] = defaultdict(list)
    for event in events:
        stay = stays.get(event.cow)
        if stay is None or event.day > stay.left:
            continue
        if event.kind == "calving" or event.day >= stay.entered:
            by_kind["service" if event.kind in _SERVICES else event.kind].append(event)
    gap = _whole(rules_under("herd.kpi.same_case", last), "herd.kpi.same_case", 14)
    return herd_records(
        day_number(last),
        {
            "key": list(stays),
            "birth": [stay.cow.birth for stay in stays.values()],
            "entered": [stay.entered for stay in stays.values()],
            "left": [stay.left for stay in stays.values()],
            "how": [stay.how for stay in stays.values()],
            "cause": [stay.cause for stay in stays.values()],
        },
        calvings=_calvings([stay.cow for stay in stays.values()], by_kind["calving"]),
        services=_columns(by_kind["service"], "cow", "day", "technician", "bull"),
        checks=_checks(stays.values(), by_kind["pregnancy_check"]),
        abortions=_columns(by_kind["abortion"], "cow", "day"),
        heats=_columns(by_kind["heat"], "cow", "day"),
        do_not_breed=_columns(by_kind["do_not_breed"], "cow", "day"),
        cases=_cases(by_kind["health"] + by_kind["treatment"], gap),
        tests={
            "cow": tests.animal[tested],
            "day": tests.day[tested],
            "dim": tests.dim[tested],
            "parity": tests.parity[tested],
            "milk_kg": tests.milk_kg[tested],
            "fat_pct": tests.fat_pct[tested],
            "protein_pct": tests.protein_pct[tested],
        },
    )


def _stays(cows: Iterable[_Cow], events: Iterable[_Event]) -> dict[int, _Stay]:
    """Where the cows stood on this farm, by cow; ``events`` in order of days."""
    arrived: dict[int, int] = {}
    gone: dict[int, list[_Event]] = defaultdict(list)
    for event in events:
        if event.is_here and event.kind == "arrival":
            arrived[event.cow] = event.day
        elif event.is_here and event.kind in ("departure", "death"):
            gone[event.cow].append(event)
    stays = {}
    for cow in cows:
        entered = arrived.get(cow.key, cow.entered if cow.registered_here else None)
        if entered is None:
            continue
        leaving = next((event for event in gone[cow.key] if event.day >= entered), None)
        if leaving is None:
            stays[cow.key] = _Stay(cow, entered, FAR, IN_HERD, "")
        else:
            way = SOLD if leaving.reason != "culled" else CULLED
            how = DEAD if leaving.kind == "death" else way
            stays[cow.key] = _Stay(cow, entered, leaving.day, how, leaving.cause)
    return stays


def _columns(events: Sequence[_Event], *names: str) -> dict[str, list[Any]]:
    return {name: [getattr(event, name) for event in events] for name in names}


def _calvings(cows: Iterable[_Cow], events: Iterable[_Event]) -> dict[str, list[int]]:
    """The calving known at registration, and those recorded before and since.

    Parities count on from the registered one, and back from it for calvings told afterwards of
    the time before.
    """
    told: dict[int, list[_Event]] = defaultdict(list)
    for event in events:
        told[event.cow].append(event)
    rows = []
    for cow in cows:
        registered = cow.calving
        if registered is not None:
            rows.append((cow.key, registered, cow.parity, 0, 0))
        since = [one for one in told[cow.key] if registered is None or one.day > registered]
        before = [one for one in told[cow.key] if registered is not None and one.day < registered]
        for n, one in enumerate(since, start=1):
            rows.append((cow.key, one.day, cow.parity + n, one.calves, one.stillborn))
        for n, one in enumerate(reversed(before), start=1):
            rows.append((cow.key, one.day, max(cow.parity - n, 1), one.calves, one.stillborn))
    names = ("cow", "day", "parity", "calves", "stillborn")
    return {name: [row[i] for row in rows] for i, name in enumerate(names)}


def _checks(stays: Iterable[_Stay], events: Iterable[_Event]) -> dict[str, list[int]]:
    """Recorded checks, and the pregnancy known at registration as one found as early as can be."""
    rows = []
    for event in events:
        told = PREGNANT if event.due is not None else DOUBTFUL
        due = FAR if event.due is None else event.due
        rows.append((event.cow, event.day, _RESULTS.get(event.result, told), due))
    clocks = Clocks()
    for stay in stays:
        if stay.cow.due is not None:
            seen = max(stay.entered, stay.cow.due - clocks.gestation + clocks.earliest_check)
            rows.append((stay.cow.key, min(seen, stay.cow.due - 1), PREGNANT, stay.cow.due))
    names = ("cow", "day", "result", "due")
    return {name: [row[i] for row in rows] for i, name in enumerate(names)}


def _code_of(diagnosis: str) -> str:
    """The list's code for a diagnosis, where it was told by its name; else as it was told."""
    return _CODE_OF_NAME.get(diagnosis.strip().lower(), diagnosis)


def _cases(events: Sequence[_Event], gap: int) -> dict[str, Any]:
    named = [event for event in events if event.diagnosis]
    cow = np.array([event.cow for event in named], np.int64)
    day = np.array([event.day for event in named], np.int64)
    code = np.array([_code_of(event.diagnosis) for event in named], np.str_)
    first = separate_cases(cow, day, code, gap)
    return {"cow": cow[first], "day": day[first], "code": code[first]}


def parameters_of(farm: Farm, on: date) -> tuple[Parameters, list[Rule]]:
    """What rules and the farm set for the figures on a day, and the unconfirmed rows among them."""
    rows = {**rules_under("herd.waiting.", on), **rules_under("herd.kpi.", on)}
    rows |= rules_under("herd.gestation", on)
    gestation = rows.get("herd.gestation")
    own = own_waiting_period(farm, on)
    default = Parameters()
    clocks = default.clocks
    found = Parameters(
        waiting=waiting_period_of(farm, on, rows),
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


def _whole(rows: dict[str, Rule], key: str, otherwise: int) -> int:
    row = rows.get(key)
    return int(row.value) if row is not None and row.value is not None else otherwise


def _bound(row: Rule | None, name: str, otherwise: int) -> int:
    value = getattr(row, name) if row is not None else None
    return int(value) if value is not None else otherwise


def whole_rule(key: str, on: date, otherwise: int) -> int:
    """The whole number of a rule row in force on a day."""
    return _whole(rules_under(key, on), key, otherwise)
