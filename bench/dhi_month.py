"""A month of milk recording for the whole region, from the stored test days to the reports.

The region of bench/herd_region.py is written into a database of the benchmark's own, with up to
ten tests of every cow that calved within the last 305 days and the earlier lactation of half of
those in a second or later parity. Timed is what the monthly job does: test days and cows read,
grouping, levels of herds, predictions of four traits with reliability, test-interval yields,
peaks, persistency, mature equivalents, the rows written by COPY; and then the content of every
farm's report. The population is fitted before, as the job finds it, and its time told apart. The
limit of the same run is reading the test days once. Seconds of processor are this process's and
the database's together.
Usage: ``python bench/dhi_month.py [animals]``.
"""

import os
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import pyarrow as pa
from cpu_seconds import cpu_seconds_of, database_process
from herd_region import ANIMALS, fill_herds
from numpy.typing import NDArray
from own_database import own_database

if TYPE_CHECKING:
    from milkshed.herd.facade import CowColumns

Int = NDArray[np.int64]
Float = NDArray[np.float64]
Answer = TypeVar("Answer")
LIMIT_S = 60.0
LONGEST = 305


def main(animals: int) -> bool:
    """Fill, fit, compute, report; whether month and reports stayed below the limit."""
    fill_herds(animals)
    from milkshed.herd.facade import test_day_columns
    from milkshed.kernel.periods import Month
    from milkshed.platform.rule_book import load_rules
    from milkshed.recording.actions.months import (
        as_lactations,
        compute_month,
        recorded_places,
        store_population,
    )
    from milkshed.recording.actions.reports import report_content
    from milkshed.recording.models import Enrolment, LactationFigure
    from milkshed.recording.rules import ROWS, RecordingRules

    load_rules(ROWS)
    today = date.today()  # noqa: DTZ011
    cows, rows = write_tests(today)
    enrol(today)
    month = Month(today.year, today.month)
    print(f"{rows:,} test days, {cows:,} cows in milk; load {os.getloadavg()[0]:.1f}")
    places = recorded_places()
    since = today - timedelta(days=900)
    tests, read, _ = timed(lambda: test_day_columns(places, since, today))
    lactations = as_lactations(tests, no_cows(), RecordingRules.on(today).limits)
    _, fitted, _ = timed(
        lambda: store_population(lactations, today.year, source="bench", most=1_000, iterations=20)
    )
    print(f"test days read once         {read:6.1f} s")
    print(f"population, once a year     {fitted:6.1f} s")
    done, took, busy = timed(lambda: compute_month(month))
    stored = LactationFigure.objects.filter(month=month.first_day).count()
    print(f"month                       {took:6.1f} s {busy:6.1f} CPU-s, {stored:,} figures")
    farms = list(Enrolment.objects.select_related("place__organisation", "centre"))
    reports, told, told_busy = timed(
        lambda: [report_content(farm, month, done.run) for farm in farms]
    )
    tested = sum(bool(one["cows"]) for one in reports)
    print(f"reports of {tested} farms        {told:6.1f} s {told_busy:6.1f} CPU-s")
    whole = took + told
    print(
        f"month and reports: {whole:.1f} s, {whole / LIMIT_S:.2f} of the limit of {LIMIT_S:.0f} s, "
        f"{whole / read:.1f} times reading; load {os.getloadavg()[0]:.1f}"
    )
    return whole < LIMIT_S and stored >= cows and tested == len(farms)


def timed(work: Callable[[], Answer]) -> tuple[Answer, float, float]:
    """The answer, wall seconds, processor seconds of this process and the database."""
    database = database_process()
    own, served = time.process_time(), cpu_seconds_of(database)
    start = time.perf_counter()
    answer = work()
    took = time.perf_counter() - start
    return answer, took, time.process_time() - own + cpu_seconds_of(database) - served


def no_cows() -> "CowColumns":
    """No register to go by: lactations are taken from the tests alone."""
    from milkshed.herd.facade import CowColumns

    return CowColumns(*(np.zeros(0, np.int64) for _ in range(7)))


def enrol(today: date) -> None:
    """Every farm is in recording at one centre."""
    from milkshed.herd.models import Farm
    from milkshed.platform.models import Organisation
    from milkshed.recording.models import Enrolment

    centre = Organisation.objects.create(kind="dhi_centre", name_zh="测试测定中心", synthetic=True)
    Enrolment.objects.bulk_create(
        Enrolment(
            place_id=place,
            farm_code=code,
            centre=centre,
            started_on=today - timedelta(days=900),
            sampled_by="farm",
            scheme="every",
            synthetic=True,
        )
        for place, code in Farm.objects.values_list("place_id", "code")
    )


def write_tests(today: date) -> tuple[int, int]:
    """Draw and COPY the tests of the region's cows; answers the cows in milk and the rows."""
    from django.db import connection, transaction

    from milkshed.herd.facade import cow_columns
    from milkshed.herd.models import Farm
    from milkshed.platform.bulk import copy_columns

    cows = cow_columns(None)
    farm_of = dict(Farm.objects.values_list("place_id", "pk"))
    farm = np.array([farm_of[place] for place in cows.place.tolist()])
    day = (today - date(1970, 1, 1)).days
    in_milk = (day - cows.calved >= 6) & (day - cows.calved <= LONGEST) & (cows.dry < 0)
    columns = _draw(cows.animal[in_milk], cows.parity[in_milk], farm[in_milk],
                    cows.calved[in_milk], day)  # fmt: skip
    rows = len(columns["animal_id"])
    with transaction.atomic(), connection.cursor() as cursor:
        # what is written here refers to what stands: nobody needs to look row by row
        cursor.execute("SET LOCAL session_replication_role = replica")
        copy_columns("herd_testday", pa.table(columns))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE herd_testday")
    return int(in_milk.sum()), rows


Columns = dict[str, pa.Array]


def _draw(animal: Int, parity: Int, farm: Int, calved: Int, today: int) -> Columns:
    random = np.random.default_rng(11)
    level = random.normal(0, 1, len(animal))
    herd = random.normal(0, 2.5, farm.max() + 1)[farm]
    until = today - calved
    past = (parity > 1) & (random.random(len(animal)) < 0.5)
    parts = [
        _lactations(random, animal, parity, farm, calved, until, level, herd),
        _lactations(
            random,
            animal[past],
            parity[past] - 1,
            farm[past],
            calved[past] - 410,
            np.full(past.sum(), LONGEST - 1),
            level[past],
            herd[past],
        ),
    ]
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    days = pa.array(joined.pop("day").astype(np.int32)).cast(pa.date32())
    return {
        "test_date": days,
        "lactation_key": pa.array([""] * len(days)),
        "source": pa.array(["play"] * len(days)),
        "synthetic": pa.array(np.ones(len(days), np.bool_)),
        **{name: pa.array(values) for name, values in joined.items()},
    }


def _lactations(
    random: np.random.Generator,
    animal: Int,
    parity: Int,
    farm: Int,
    calved: Int,
    until: Int,
    level: Float,
    herd: Float,
) -> dict[str, NDArray[Any]]:
    first = np.minimum(random.integers(5, 32, len(animal)), until)
    dim = first[:, None] + np.arange(10) * 30 + random.integers(0, 3, (len(animal), 10))
    held = dim <= until[:, None]
    held[:, 0] = True
    dim[:, 0] = first
    group = np.minimum(parity, 3)
    top = np.array([0, 36.0, 44.0, 47.0])[group] * (1 + 0.11 * level) + herd
    fall = np.array([0, 0.0013, 0.0024, 0.0028])[group]
    milk = top[:, None] * (1 - 0.45 * np.exp(-dim / 20)) * np.exp(-fall[:, None] * dim)
    milk = np.clip(milk + random.normal(0, 2.2, dim.shape), 3, 90).round(1)[held]
    number = np.repeat(np.arange(len(animal)), held.sum(axis=1))
    size = len(number)
    return {
        "animal_id": animal[number],
        "farm_id": farm[number],
        "day": (calved[:, None] + dim)[held],
        "days_in_milk": dim[held],
        "parity": parity[number],
        "milk_kg": milk,
        "fat_pct": random.normal(3.9, 0.45, size).clip(2, 7).round(2),
        "protein_pct": random.normal(3.35, 0.22, size).clip(2.2, 5).round(2),
        "lactose_pct": random.normal(4.9, 0.15, size).clip(4, 5.6).round(2),
        "urea_mg_per_dl": random.normal(24, 5, size).clip(5, 60).round(1),
        "scc_per_ml": np.rint(np.exp(random.normal(11.4, 1.1, size)).clip(5e3, 9e6)).astype(int),
    }


if __name__ == "__main__":
    with own_database():
        passed = main(int(sys.argv[1]) if len(sys.argv) > 1 else ANIMALS)
    sys.exit(0 if passed else 1)
