"""How fast files of test days and of events are checked and stored, beside bare reading and COPY.

usage: python bench/herd_import.py [rows]

Each file holds that many rows (200,000), every fifth of them wrong. The same run reads the file of
test days with Arrow's CSV reader alone, and reads and copies its good rows into a bare table
without keys, checks or a report: what no import that stores its rows can do without. Events are
judged beside each other and the cow's life, and the states of all cows are derived again, so they
are slower. Processor seconds, of this process and of the database, tell more than wall seconds
where others use the machine.
"""

import os
import sys
import time
from datetime import date, timedelta
from io import BytesIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
from cpu_seconds import cpu_seconds_of, database_process
from own_database import own_database

TESTS_EACH = 10
WRONG_EVERY = 5


def main() -> None:
    """Write the file, measure, print."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    content = file_of(rows)
    print(f"{rows:,} rows, {len(content) / 1e6:.1f} MB, every {WRONG_EVERY}th row wrong")
    with own_database():
        reading = min(read_only(content) for _ in range(3))
        copying = min(read_and_copy(content) for _ in range(3))
        ours, accepted, refused = taken(content)
        events = events_taken(rows)
    for name, seconds in (
        ("Arrow reads the texts", reading),
        ("Arrow reads, good rows copied, nothing checked", copying),
        ("checked, stored, every refused row told", ours),
    ):
        print(f"{name:<50}{seconds:7.2f} s {rows / seconds:12,.0f} rows/s")
    print(
        f"accepted {accepted:,}, refused {refused:,}; ratio to read and copy {ours / copying:.1f}"
    )
    print(events)


def file_of(rows: int) -> bytes:
    """A file of test days; in every fifth row one thing is wrong, in turn of five kinds."""
    first = date(2019, 1, 1)
    lines = ["TestId,BirthDate,TestDate,DIM,Parity,MilkingYield,Fat,Protein,SCC (个/毫升)"]
    for n in range(rows):
        cow, test = divmod(n, TESTS_EACH)
        day = first + timedelta(days=cow % 2000 + 31 * test)
        cells = [
            f"{cow}",
            "2016-01-01",
            f"{day:%Y-%m-%d}",
            f"{20 + 31 * test}",
            f"{cow % 4 + 1}",
            f"{20 + n % 25}.{n % 10}",
            f"3.{n % 100:02d}",
            f"3.{n % 60:02d}",
            f"{20_000 + n % 900_000}",
        ]
        if n % WRONG_EVERY == WRONG_EVERY - 1:
            place, value = ((5, "abc"), (2, "31-31-2020"), (3, "-4"), (4, ""), (6, "44"))[
                n // WRONG_EVERY % 5
            ]
            cells[place] = value
        lines.append(",".join(cells))
    return "\n".join(lines).encode()


def _texts(content: bytes) -> pa.Table:
    names = content.split(b"\n", 1)[0].decode().split(",")
    options = arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()))
    return arrow_csv.read_csv(BytesIO(content), convert_options=options)


def read_only(content: bytes) -> float:
    """Seconds of reading the file as texts."""
    started = time.perf_counter()
    _texts(content)
    return time.perf_counter() - started


def read_and_copy(content: bytes) -> float:
    """Seconds of reading the file and copying its good rows into a bare table of texts."""
    from django.db import connection, transaction

    from milkshed.platform.bulk import copy_columns

    with transaction.atomic(), connection.cursor() as cursor:
        names = [f"c{n}" for n in range(9)]
        columns = ", ".join(f"{name} text" for name in names)
        cursor.execute(f"CREATE TEMP TABLE bare ({columns}) ON COMMIT DROP")
        started = time.perf_counter()
        table = _texts(content).rename_columns(names)
        good = pc.match_substring_regex(table["c5"], r"^[0-9.]+$")
        copy_columns("bare", table.filter(good))
        return time.perf_counter() - started


def taken(content: bytes) -> tuple[float, int, int]:
    """Seconds of the product's own import, and the rows it took and refused."""
    from milkshed.herd.actions.farms import register_farm
    from milkshed.herd.importers import import_test_days
    from milkshed.herd.models import TestDay
    from milkshed.herd.rules import ROWS
    from milkshed.platform.models import Organisation, Place
    from milkshed.platform.rule_book import load_rules

    load_rules(ROWS)
    owner = Organisation.objects.create(
        kind="farm", name_zh="测试牧场", county="640302", synthetic=True
    )
    place = Place.objects.create(
        kind="farm", name_zh="测试牧场", organisation=owner, county="640302", gln="9520000000004"
    )
    farm = register_farm(place=place, code="6403020001", declared_head=9_000, synthetic=True)
    # the first import of a process also imports the libraries that it needs
    import_test_days(file_of(50), file_name="first.csv", farm=farm)
    TestDay.objects.all().delete()
    started, worked = time.perf_counter(), time.process_time()
    batch = import_test_days(content, file_name="bench.csv", farm=farm)
    print(f"own process {time.process_time() - worked:.2f} s of CPU, the database the rest")
    return time.perf_counter() - started, batch.accepted, batch.refused


_EVENTS = (
    ("发情", "", ""),
    ("配种", "", "11119001"),
    ("健康观察", "mastitis", ""),
    ("修蹄", "", ""),
    ("体况评分", "", ""),
    ("配种", "", "11119002"),
    ("发情", "", ""),
    ("健康观察", "lameness", ""),
    ("体况评分", "", ""),
    ("修蹄", "", ""),
)


def events_file(rows: int) -> bytes:
    """A file of events of ``rows / 10`` cows; in every fifth row one thing is wrong."""
    today = date.today()  # noqa: DTZ011
    lines = ["管理号,事件,日期,诊断,公牛号,评分"]
    for n in range(rows):
        cow, turn = divmod(n, len(_EVENTS))
        kind, diagnosis, bull = _EVENTS[turn]
        score = "3.25" if kind == "体况评分" else ""
        day = today - timedelta(days=300 - 21 * turn)
        cells = [f"{cow:06d}", kind, f"{day:%Y-%m-%d}", diagnosis, bull, score]
        if n % WRONG_EVERY == WRONG_EVERY - 1:
            place, value = (
                (0, "999999"),
                (2, "2020-31-31"),
                (1, "飞走"),
                (0, ""),
                (2, "2099-01-01"),
            )[n // WRONG_EVERY % 5]
            cells[place] = value
        lines.append(",".join(cells))
    return "\n".join(lines).encode()


def events_taken(rows: int) -> str:
    """Register the cows, import the file of their events, and say how long that took."""
    from milkshed.herd.actions.animals import register_animals_columns
    from milkshed.herd.importers import import_table
    from milkshed.herd.models import Farm

    farm = Farm.objects.get()
    cows = rows // len(_EVENTS)
    born, calved = (date.today() - timedelta(days=days) for days in (1500, 400))  # noqa: DTZ011
    report = register_animals_columns(
        pa.table(
            {
                "farm_code": [farm.code] * cows,
                "sex": ["F"] * cows,
                "birth_date": [born] * cows,
                "on_farm": [f"{n:06d}" for n in range(cows)],
                "parity": pa.array([2] * cows, pa.int16()),
                "last_calving_date": [calved] * cows,
            }
        )
    )
    assert report.is_clean, report.faults[:3]
    content = events_file(rows)
    own, database = time.process_time(), cpu_seconds_of(database_process())
    started = time.perf_counter()
    batch = import_table(content, kind="events", file_name="events.csv", farm=farm)
    took = time.perf_counter() - started
    busy = time.process_time() - own
    served = cpu_seconds_of(database_process()) - database
    return (
        f"events: accepted {batch.accepted:,}, refused {batch.refused:,} in {took:.1f} s,"
        f" {rows / took:,.0f} rows/s; {busy:.1f} CPU-s here and {served:.1f} in the database,"
        f" {rows / (busy + served):,.0f} rows a CPU second; load {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    main()
