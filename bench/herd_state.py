"""How fast the herd of any past day is told for the whole region, beside counting its table.

usage: python bench/herd_state.py [animals]

A region of 327 farms is written into a database of the benchmark's own, with the last year's
events of every cow and all states derived from them. Then the herd of several past days is asked
for: heads by stage of every farm, every animal's state as Arrow columns, and one farm alone. The
limit of the same run is counting the animals and their past states once, the rows that any answer
must look at. Processor seconds are those of this process and of the database together.
"""

import os
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

from cpu_seconds import cpu_seconds_of, database_process
from herd_region import ANIMALS, fill_herds
from own_database import own_database

DAYS_AGO = (0, 30, 120, 360)


def main() -> None:
    """Fill, ask, print."""
    animals = int(sys.argv[1]) if len(sys.argv) > 1 else ANIMALS
    with own_database():
        started = time.perf_counter()
        events = fill_herds(animals)
        from milkshed.herd.models import AnimalSpell, Farm
        from milkshed.herd.states import animal_states, farm_states

        print(
            f"{animals} animals, {events} events, {AnimalSpell.objects.count()} past states, "
            f"written in {time.perf_counter() - started:.0f} s; load {os.getloadavg()[0]:.1f}"
        )
        count, busy = best(count_once)
        print(f"{'counting the tables once':<34}{count:8.3f} s {busy:8.2f} CPU-s")
        farm = Farm.objects.order_by("pk").values_list("pk", flat=True)[7]
        for ago in DAYS_AGO:
            day = date.today() - timedelta(days=ago)  # noqa: DTZ011
            for name, ask in (
                ("heads of every farm", lambda day=day: farm_states(day)),
                ("every animal's state", lambda day=day: animal_states(day)),
                ("one farm's animals", lambda day=day: animal_states(day, [farm])),
            ):
                seconds, busy = best(ask)
                print(
                    f"{ago:>3} days ago: {name:<21}{seconds:8.3f} s {busy:8.2f} CPU-s   "
                    f"ratio to counting {seconds / count:5.1f}"
                )


def count_once() -> None:
    """Look at every row of animals and past states."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(last_calving_date) FROM herd_animal),"
            " (SELECT count(last_calving_date) FROM herd_animalspell)"
        )
        cursor.fetchone()


def best(ask: Callable[[], object], turns: int = 3) -> tuple[float, float]:
    """The shortest of some runs: seconds, and processor seconds of the same run."""
    found = []
    for _ in range(turns):
        served, own = cpu_seconds_of(database_process()), time.process_time()
        started = time.perf_counter()
        ask()
        took = time.perf_counter() - started
        own = time.process_time() - own
        found.append((took, own + cpu_seconds_of(database_process()) - served))
    return min(found)


if __name__ == "__main__":
    main()
