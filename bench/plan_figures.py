"""How long the plan's figures take over a year of facts, beside one pass over the same facts.

usage: python bench/plan_figures.py [days [requests]]

A year of daily declarations of 327 farms, their purchases and their animals are written into a
database of the benchmark's own. All indicators are computed for its last day, the board is asked
for as of days all over the year, and the ledger's board and an indicator's page are asked of the
product's server. The pass over the facts reads every row of the tables the figures read once.
"""

import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from own_database import own_database
from own_server import own_server, print_times

FARMS, COUNTIES, ANIMALS = 327, 22, 920_000
PAGES = (
    ("lightest page", "/sign-in"),
    ("indicators", "/plan/"),
    ("indicators, past day", "/plan/?on=2026-03-01"),
    ("three lists", "/plan/lists"),
    ("ledger", "/plan/items"),
    ("one indicator", "/plan/indicators/K2"),
    ("registers", "/plan/registers"),
    ("people trained", "/plan/registers/training"),
    ("funds", "/plan/funds"),
    ("wall board", "/war-map?view=wall"),
    ("what-if", "/plan/siting?county=640302&head=3000"),
)


def main() -> None:
    """Fill, compute, serve, print."""
    days = int(sys.argv[1]) if len(sys.argv) > 1 else 365
    requests = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    with own_database():
        last = fill(days)
        from milkshed.plan.actions.figures import compute_figures
        from milkshed.plan.queries.board import board

        passed = timed(one_pass)
        started = time.perf_counter()
        done = compute_figures(last)
        seconds = time.perf_counter() - started
        print(
            f"all figures: {seconds:6.2f} s ({len(done.computed)} computed, "
            f"{len(done.failed)} failed), one pass over the facts {passed:6.2f} s, "
            f"ratio {seconds / passed:5.2f}"
        )
        asked = [last - timedelta(days=int(n)) for n in np.linspace(0, days - 1, 12)]
        slowest = max(timed(lambda day=day: board(day)) for day in asked)
        print(f"board as of a past day, slowest of {len(asked)}: {slowest * 1000:6.1f} ms")
        with own_server() as server:
            print_times(server, PAGES, requests)


def timed(work: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def one_pass() -> None:
    """Read every row of the facts once, in the database, and add up one of its numbers."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table, column in (
            ("herd_farmday", "milk_kg"),
            ("herd_animal", "id"),
            ("collection_purchase", "kg"),
        ):
            cursor.execute(f"SELECT count(*), sum({column}) FROM {table}")
            cursor.fetchall()


def fill(days: int) -> date:
    """Write the region; answers the last day."""
    from django.db import connection

    from milkshed.collection.models import Purchase, Station
    from milkshed.herd.models import Farm, FarmDay
    from milkshed.kernel.clock import at_shanghai
    from milkshed.kernel.counties import COUNTIES as KNOWN
    from milkshed.plan.actions.figures import compute_figures
    from milkshed.platform.models import Organisation, Place

    prepare()
    last = date.today()  # noqa: DTZ011
    counties = list(KNOWN)[:COUNTIES]
    firms = Organisation.objects.bulk_create(
        Organisation(
            kind="farm", name_zh=f"测试牧场{n:04d}", county=counties[n % COUNTIES], synthetic=True
        )
        for n in range(FARMS)
    )
    places = Place.objects.bulk_create(
        Place(
            kind=kind,
            name_zh=firm.name_zh,
            organisation=firm,
            county=firm.county,
            gln=f"{9520000000000 + n + 1000 * (kind == 'station')}",
        )
        for kind in ("farm", "station")
        for n, firm in enumerate(firms)
    )
    farms = Farm.objects.bulk_create(
        Farm(
            organisation=firm,
            place=place,
            code=f"64{n:08d}",
            declared_head=3000,
            filed_on=date(2024, 1, 1),
        )
        for n, (firm, place) in enumerate(zip(firms, places[:FARMS], strict=True))
    )
    stations = Station.objects.bulk_create(
        Station(place=place, kind="farm", daily_intake_kg=Decimal(36_000))
        for place in places[FARMS:]
    )
    for back in range(1, days + 1):
        day = last - timedelta(days=back)
        FarmDay.objects.bulk_create(
            FarmDay(
                farm=farm, day=day, head=2813, adult_head=1350, milking_head=1150,
                milk_kg=Decimal(36_000),
            )
            for farm in farms
        )  # fmt: skip
        Purchase.objects.bulk_create(
            Purchase(
                station=station, farm=place, received_at=at_shanghai(day, 8), kg=Decimal(35_500),
                temperature_c=Decimal(4), farm_lot=f"lot-{station.pk}-{back}",
            )
            for station, place in zip(stations, places[:FARMS], strict=True)
        )  # fmt: skip
    add_animals(farms[0].pk, len(farms))
    open_tasks(last)
    fill_registers(last)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for back in range(0, days, 30):
        compute_figures(last - timedelta(days=back + 1))
    return last


def prepare() -> None:
    """Rules, holidays and the plan, as every installation has them."""
    from importlib import import_module

    from milkshed.plan.actions.loading import load_plan
    from milkshed.platform.calendar.table import fill_holidays
    from milkshed.platform.registry import rooms_with
    from milkshed.platform.rule_book import load_rules

    for _, module in rooms_with("rules"):
        load_rules(import_module(module).ROWS)
    fill_holidays()
    load_plan()


def add_animals(first_farm: int, farms: int) -> None:
    """Register one cow and let the database copy her into all farms."""
    from django.db import connection

    from milkshed.herd.models import Animal

    cow = Animal.objects.create(
        registered_farm_id=first_farm, farm_id=first_farm, sex="F",
        birth_date=date(2021, 1, 1), entered_on=date(2021, 1, 1), synthetic=True,
    )  # fmt: skip
    names = [
        field.column
        for field in Animal._meta.concrete_fields  # noqa: SLF001 - Django's public name for it
        if not field.primary_key
    ]
    values = [
        f"{first_farm} + n % {farms}" if name in ("farm_id", "registered_farm_id") else name
        for name in names
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Animal._meta.db_table} ({', '.join(names)}) "  # noqa: SLF001
            f"SELECT {', '.join(values)} FROM {Animal._meta.db_table}, "  # noqa: SLF001
            f"generate_series(1, {ANIMALS - 1}) AS n WHERE id = {cow.pk}"
        )


def open_tasks(last: date) -> None:
    """Three hundred tasks of the ledger."""
    from milkshed.plan.actions.items import ItemWish, open_item
    from milkshed.platform.models import Membership, Organisation, Person

    office = Organisation.objects.create(kind="region_office", name_zh="测试办公室", synthetic=True)
    officer = Person.objects.create_person("bench-officer", None, name_zh="测试", synthetic=True)
    Membership.objects.create(person=officer, organisation=office, role="region_officer")
    for number in range(300):
        open_item(
            officer,
            ItemWish(
                f"测试任务{number}", "目标", f"U{number % 18 + 1}",
                last + timedelta(days=number % 90),
            ),
        )  # fmt: skip


def fill_registers(last: date) -> None:
    """Two thousand people trained, as the plan wants, and three hundred outlets, all confirmed."""
    from io import BytesIO

    from milkshed.plan.models import RegisterEntry
    from milkshed.platform.attachments import store_attachment
    from milkshed.platform.models import Organisation, Person

    office = Organisation.objects.get(name_zh="测试办公室")
    officer = Person.objects.get(username="bench-officer")
    other = Person.objects.create_person("bench-second", None, name_zh="测试二", synthetic=True)
    proof = store_attachment(BytesIO(b"proof"), "proof.pdf", office, officer)
    RegisterEntry.objects.bulk_create(
        RegisterEntry(
            year=last.year, serial=number + 1, kind=kind, subject=f"{kind}-{number}", name="测试",
            as_of=last - timedelta(days=number % 300), stage="running",
            amount=Decimal(24) if kind == "training" else None, evidence_kind="document",
            evidence=proof, organisation=office, entered_by=officer, decided_by=other,
            state="confirmed",
        )
        for number, kind in enumerate(["training"] * 2000 + ["outlet"] * 300)
    )  # fmt: skip


if __name__ == "__main__":
    main()
