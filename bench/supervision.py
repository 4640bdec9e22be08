"""How fast the supervision board answers for a whole region, beside the lightest page.

usage: MILKSHED_VAR=/folder python bench/supervision.py [requests]

Makes its own region in an empty folder: 305 stations, 450 tankers, a year of handover sheets
(430 a day, one in fifty beyond a limit), papers, failed tests, alarms and visits. The server runs
as ``milkshed serve`` does; one client asks one page after another, signed in as a region officer.
Prints the board beside the lightest page of the same server, and how long all scores take, for
today and for a day in the past, beside a bare count of the year's sheets in the same database.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import httpx
import numpy as np
from ports import free_port
from war_map import sign_in, tell, times, wait

STATIONS, TANKERS, SHEETS_A_DAY, DAYS = 305, 450, 430, 365


def main() -> None:
    """Make the region, serve it, measure, print."""
    requests = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    start()
    make_region()
    from milkshed.collection.models import HandoverSheet
    from milkshed.site.supervision.facts import assess

    today = date.today()  # noqa: DTZ011 - the machine's day is the demonstration's
    count = spent(lambda: HandoverSheet.objects.filter(arrival_temperature_c__gt=99).count())
    scores = spent(lambda: assess(today))
    past = spent(lambda: assess(today - timedelta(days=100)))
    print(f"{'all scores, today':<24}{scores * 1000:8.1f} ms")
    print(f"{'all scores, a past day':<24}{past * 1000:8.1f} ms")
    print(f"{'reading all sheets once':<24}{count * 1000:8.1f} ms   ratio {scores / count:.1f}")
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "milkshed.site.command", "serve", f"--port={port}", "--workers=2"],
        env=os.environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            wait(lambda: client.get("/sign-in").status_code == 200, 300.0)
            lightest = times(lambda: client.get("/sign-in"), requests)
            sign_in(client)
            first = times(lambda: client.get("/supervision"), 1)
            board = times(lambda: client.get("/supervision"), requests)
            listed = times(lambda: client.get("/supervision/list?what=handovers"), requests)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(60)
    tell("lightest page", lightest)
    print(f"{'board, first':<18}{first[0] * 1000:9.1f} ms")
    tell("board", board)
    tell("list of handovers", listed)
    print(
        f"p95 over the lightest's p95 {np.percentile(board, 95) / np.percentile(lightest, 95):.1f}"
    )


def spent(work: Callable[[], object]) -> float:
    """Median seconds of five runs."""
    found = []
    for _ in range(5):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return float(np.median(found))


def start() -> None:
    """Start the database and Django."""
    var = Path(os.environ["MILKSHED_VAR"])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "milkshed.site.settings")
    from milkshed.platform import database

    os.environ["DATABASE_URL"] = database.start(var)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def make_region() -> None:
    """Fill an empty database; an earlier fill is used again."""
    from milkshed.collection.models import Station

    if Station.objects.count() == STATIONS:
        return
    from django.db import transaction

    with transaction.atomic():
        _rules()
        stations, tankers, plants = _subjects()
        _sheets(stations, tankers, plants)
        _failures(stations)


def _rules() -> None:
    from importlib import import_module

    from milkshed.platform.calendar.table import fill_holidays
    from milkshed.platform.registry import rooms_with
    from milkshed.platform.rule_book import load_rules

    for _, module in rooms_with("rules"):
        load_rules(import_module(module).ROWS)
    fill_holidays()


def _subjects():  # type: ignore[no-untyped-def]
    from milkshed.collection.models import Licence, Station, Tanker
    from milkshed.kernel.counties import COUNTIES
    from milkshed.kernel.identifiers import build_gln
    from milkshed.platform.models import Membership, Organisation, Person, Place

    codes = list(COUNTIES)
    office = Organisation.objects.create(
        kind="region_office", name_zh="厅", gln=build_gln("9521321", 1), synthetic=True
    )
    person = Person.objects.create_person("region-officer", "milkshed-demo", name_zh="厅")
    Membership.objects.create(person=person, organisation=office, role="region_officer")
    firms = Organisation.objects.bulk_create(
        Organisation(
            kind="station" if n < STATIONS else "carrier" if n < STATIONS + 60 else "processor",
            name_zh=f"单位{n}",
            county=codes[n % len(codes)],
            gln=build_gln("9521321", 10 + n),
            synthetic=True,
        )
        for n in range(STATIONS + 60 + 26)
    )
    places = Place.objects.bulk_create(
        Place(
            kind="station" if n < STATIONS else "plant",
            name_zh=f"场所{n}",
            organisation=firms[n] if n < STATIONS else firms[n + 60],
            county=codes[n % len(codes)],
            gln=build_gln("9521321", 1000 + n),
        )
        for n in range(STATIONS + 26)
    )
    stations = Station.objects.bulk_create(
        Station(place=place, kind="farm", daily_intake_kg=Decimal(40_000))
        for place in places[:STATIONS]
    )
    tankers = Tanker.objects.bulk_create(
        Tanker(
            carrier=firms[STATIONS + n % 60],
            plate=f"宁T{n:05d}",
            grai=f"09521321000{n:04d}",
            capacity_kg=Decimal(28_000),
        )
        for n in range(TANKERS)
    )
    today = date.today()  # noqa: DTZ011
    papers = []
    for years_ago in range(5):
        begin = today - timedelta(days=300 + 365 * years_ago)
        for n, subject in enumerate([*stations, *tankers]):
            is_station = n < STATIONS
            late = years_ago == 0 and n % 40 == 0
            papers.append(
                Licence(
                    kind="station_licence" if is_station else "tanker_permit",
                    number=f"P{years_ago}-{n}",
                    holder_id=subject.place.organisation_id if is_station else subject.carrier_id,
                    station=subject if is_station else None,
                    tanker=None if is_station else subject,
                    issuer=office,
                    valid_from=begin,
                    valid_to=begin + timedelta(days=295 if late else 380),
                )
            )
    Licence.objects.bulk_create(papers, batch_size=1000)
    return stations, tankers, places[STATIONS:]


def _sheets(stations, tankers, plants) -> None:  # type: ignore[no-untyped-def]
    """A year of closed sheets, written by the database itself."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO collection_handoversheet (
                gdti, number, version, station_id, tanker_id, plant_id, load_lot, shipped_kg,
                departure_temperature_c, cooling_minutes, seals, loaded_at, departed_at,
                arrived_at, settled_at, arrival_temperature_c, seals_intact, received_kg,
                outcome, refusal_reason, state
            )
            SELECT '9521321000009' || lpad(n::text, 7, '0'), lpad(n::text, 7, '0'), 1,
                (%s::int[])[1 + n %% %s], (%s::int[])[1 + n %% %s], (%s::int[])[1 + n %% %s],
                'https://id.gs1.org/01/09521234543213/10/' || n, 25000, 3.2, 80, '{}',
                at, at + interval '20 min', at + interval '2 h', at + interval '3 h',
                CASE WHEN (n * 7919) %% 50 = 0 THEN 7.1 ELSE 3.9 END, true, 24990,
                'accepted', '', 'closed'
            FROM generate_series(0, %s) AS n,
                LATERAL (SELECT now() - interval '4 h' - n * interval '1 day' / %s AS at) AS times
            """,
            [
                [one.pk for one in stations], len(stations),
                [one.pk for one in tankers], len(tankers),
                [one.pk for one in plants], len(plants),
                SHEETS_A_DAY * DAYS - 1, SHEETS_A_DAY,
            ],
        )  # fmt: skip
        cursor.execute("ANALYZE collection_handoversheet")


def _failures(stations) -> None:  # type: ignore[no-untyped-def]
    from milkshed.kernel.clock import start_of_day
    from milkshed.platform.models import Alarm, Person
    from milkshed.quality.models import Sample

    today = date.today()  # noqa: DTZ011
    person = Person.objects.get(username="region-officer")
    Sample.objects.bulk_create(
        Sample(
            barcode=f"S{n:05d}",
            kind="incoming",
            lot_uri=f"lot{n}",
            place=stations[n % STATIONS].place,
            sampled_at=start_of_day(today - timedelta(days=n % DAYS)),
            reported_at=start_of_day(today - timedelta(days=n % DAYS)),
            sampler=person,
            state="reported",
            verdict="fail",
            failed=["protein"],
        )
        for n in range(1500)
    )
    Alarm.objects.bulk_create(
        Alarm(
            key=f"balance:x:lot{n}",
            kind="mass_balance",
            severity="warning",
            title_zh="不平",
            title_en="imbalance",
            happened_at=start_of_day(today - timedelta(days=n % DAYS)),
            place=stations[n % STATIONS].place,
            county=stations[n % STATIONS].place.county,
            facts=[],
        )
        for n in range(2000)
    )


if __name__ == "__main__":
    main()
