"""Lists of the EPCIS resources over a large ledger: milliseconds, beside asking the events.

Events of 300 places with a new lot each are written straight into the ledger's tables. The ratio
is to a DISTINCT over the events for the same list, which is what a list costs without the table of
mentions. EPCs have no such table: the first page is timed, and one in the middle.

Usage: ``python bench/epcis_lists.py [--events 1000000]``.
"""

import argparse
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from own_database import own_database

PLACES, STEPS = 300, 12
_ROUNDS = 5


def _seed(cursor: Any, events: int) -> None:
    from django.utils import timezone

    from milkshed.ledger.storage.segments import find_open, make_room

    names = PLACES + STEPS + 1
    cursor.execute(
        "INSERT INTO ledger_term (id, uri)"
        " SELECT g, 'https://id.gs1.org/414/' || g FROM generate_series(1, %s) g",
        [PLACES],
    )
    cursor.execute(
        "INSERT INTO ledger_term (id, uri)"
        " SELECT %s + g, 'step' || g FROM generate_series(1, %s) g",
        [PLACES, STEPS],
    )
    cursor.execute(
        "INSERT INTO ledger_term (id, uri)"
        " SELECT %s + g, 'https://id.gs1.org/01/09521234543213/10/' || g"
        " FROM generate_series(1, %s) g",
        [names, events],
    )
    make_room(cursor, find_open(cursor), events, names + events + 1, timezone.now())
    cursor.execute(
        "INSERT INTO ledger_event (seq, event_id, event_key, type, declares_error, event_time,"
        " offset_minutes, record_time, biz_step_id, biz_location_id, body, leaf)"
        " SELECT g, 'e' || g, md5(g::text)::uuid, 1, false,"
        " timestamptz '2026-01-01' + g * interval '10 s', 480, now(),"
        " %s + 1 + g %% %s, 1 + (g::bigint * 7919) %% %s, '{}', ''"
        " FROM generate_series(1, %s) g",
        [PLACES, STEPS, PLACES, events],
    )
    cursor.execute(
        "INSERT INTO ledger_link (event_id, role, position, term_id)"
        " SELECT g, 2, 0, %s + g FROM generate_series(1, %s) g",
        [names, events],
    )
    cursor.execute(
        "INSERT INTO ledger_mention (resource, term_id, holder)"
        " SELECT DISTINCT 2, biz_step_id, biz_location_id FROM ledger_event"
        " UNION ALL SELECT DISTINCT 3, biz_location_id, biz_location_id FROM ledger_event"
    )
    cursor.execute("ANALYZE")


def _best_ms(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best * 1_000


def main() -> None:
    """Print the milliseconds of each list and its ratio to asking the events."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    events = parser.parse_args().events
    with own_database():
        from django.db import connection

        from milkshed.ledger.models import Role
        from milkshed.ledger.query.condition import Condition
        from milkshed.ledger.query.paging import PagePlace
        from milkshed.ledger.query.resources import list_members
        from milkshed.ledger.scope import _VISIBLE

        with connection.cursor() as cursor:
            _seed(cursor, events)

            def distinct(places: int) -> None:
                cursor.execute(
                    "SELECT DISTINCT biz_step_id FROM ledger_event WHERE biz_location_id <= %s",
                    [places],
                )
                cursor.fetchall()

            middle = PagePlace(events // 2).token("epcs")
            for name, places in (("the region", None), ("60 places", 60), ("one place", 1)):
                holders = None if places is None else list(range(1, places + 1))
                parties = [Role.SOURCE.value, Role.DESTINATION.value]
                cut = None
                if holders is not None:
                    cut = Condition(_VISIBLE.sql, (holders, holders, parties, 1))

                def ask(
                    resource: str,
                    token: str | None = None,
                    cut: Condition | None = cut,
                    holders: list[int] | None = holders,
                ) -> None:
                    list_members(resource, cut=cut, holders=holders, per_page=30, token=token)

                steps = _best_ms(partial(ask, "bizSteps"))
                plain = _best_ms(partial(distinct, places or PLACES))
                first, later = (
                    _best_ms(partial(ask, "epcs")),
                    _best_ms(partial(ask, "epcs", middle)),
                )
                print(
                    f"{events:,} events, {name}: steps {steps:.1f} ms"
                    f" (over the events {plain:.0f} ms, ratio {plain / steps:.0f});"
                    f" EPCs {first:.1f} ms, in the middle {later:.1f} ms"
                )


if __name__ == "__main__":
    main()
