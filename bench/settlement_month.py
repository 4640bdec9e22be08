"""A month of the whole region settled at once, with the database and without.

usage: python bench/settlement_month.py [repeats]

305 stations with two loads a day for 30 days and all their tests, then the same loads shared over
327 farms.

Without a database: columns of whole numbers are priced by ``price_many``, the same accounts one by
one by ``price``; every amount must agree to the fen.

With one, its own: the sheets, purchases, samples and readings are rows, earlier months' tests
included, and the verb ``make_period`` is called once for each of the buyers, for all their
stations and then, the statements taken away, for all their farms. It reads the rows, prices them
and stores statements, lines and steps; a dozen statements are then worked out again by
``is_intact``. Beside it stands the bare writing of as many stored statements and lines by COPY.
"""

import os
import sys
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from own_database import own_database

from milkshed.region.science.pay_grids import BY_COMPONENTS, BY_STEPS
from milkshed.trade.science.attribution import share_out
from milkshed.trade.science.pricing.account_columns import columns_of
from milkshed.trade.science.pricing.columns import price_many
from milkshed.trade.science.pricing.grid import Grid, read_grid
from milkshed.trade.science.pricing.plain import Account, Delivery, Test, price

STATIONS, FARMS, DAYS, LOADS_A_DAY = 305, 327, 30, 2
BUYERS, DAYS_BEFORE, AGAIN = 12, 61, 12
FIRST = date(2026, 10, 1)
LAST = FIRST + timedelta(days=DAYS - 1)


def main() -> None:
    """Make the month, price it both ways, compare, print."""
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    random = Random(1)
    stations = [_station(random, number) for number in range(STATIONS)]
    farms = _farms(random, stations)
    print(f"stations {len(stations)}, farms {len(farms)}, loads {_count(stations):,}, "
          f"shares {_count(farms):,}")  # fmt: skip
    for name, grid in (("steps", read_grid(BY_STEPS)), ("components", read_grid(BY_COMPONENTS))):
        for what, accounts in (("stations", stations), ("farms", farms)):
            _measure(f"{name}, {what}", grid, accounts, repeats)
    with own_database():
        _with_database(random)
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def _measure(title: str, grid: Grid, accounts: list[Account], repeats: int) -> None:
    begun = time.perf_counter()
    columns = columns_of(accounts, grid.rules.mean)
    laid_out = time.perf_counter() - begun
    best = min(_seconds(lambda: price_many(grid, columns)) for _ in range(repeats))
    many = price_many(grid, columns)
    begun = time.perf_counter()
    plain = [price(grid, account) for account in accounts]
    one_by_one = time.perf_counter() - begun
    assert not many.unpriced
    assert [int(one.amount * 100) for one in plain] == many.amount.tolist()
    print(
        f"{title:<22} many {best:7.3f} s (+ {laid_out:5.3f} s into columns)   "
        f"plain {one_by_one:7.3f} s   ratio {one_by_one / best:6.1f} "
        f"({one_by_one / (best + laid_out):4.1f} with columns)"
    )


def _seconds(work: object) -> float:
    begun = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - begun


def _count(accounts: list[Account]) -> int:
    return sum(len(account.deliveries) for account in accounts)


def _station(random: Random, number: int) -> Account:
    deliveries = tuple(
        Delivery(
            f"{number}-{day}-{load}",
            FIRST + timedelta(days=day),
            Decimal(random.randint(150_000, 300_000)).scaleb(-1),
            _test(random, f"{number}-{day}-{load}", FIRST + timedelta(days=day))
            if random.random() < 0.98
            else None,
            {"temperature": Decimal(random.randint(20, 65)).scaleb(-1)},
        )
        for day in range(DAYS)
        for load in range(LOADS_A_DAY)
    )
    earlier = tuple(
        _test(random, f"{number}-before-{ago}", FIRST - timedelta(days=ago))
        for ago in range(61, 0, -1)
    )
    return Account(FIRST, LAST, deliveries, earlier)


def _test(random: Random, name: str, day: date) -> Test:
    return Test(
        name,
        day,
        {
            "fat": Decimal(random.randint(340, 430)).scaleb(-2),
            "protein": Decimal(random.randint(305, 350)).scaleb(-2),
            "solids_not_fat": Decimal(random.randint(840, 900)).scaleb(-2),
            "total_count": Decimal(random.randint(3_000, 180_000)),
            "somatic_cells": Decimal(random.randint(90_000, 450_000)),
            "freezing_point": Decimal(-random.randint(500, 540)).scaleb(-3),
            "residue": Decimal(0),
        },
    )


def _farms(random: Random, stations: list[Account]) -> list[Account]:
    """Twenty-two stations take in two farms' milk, the others one farm's."""
    accounts: list[Account] = []
    shared = FARMS - STATIONS
    for number, station in enumerate(stations):
        if number >= shared:
            accounts.append(station)
            continue
        part = random.uniform(0.2, 0.8)
        parts = {0: Decimal(str(round(part, 3))), 1: Decimal(str(round(1 - part, 3)))}
        split = [share_out(one.kg, parts) for one in station.deliveries]
        for farm in (0, 1):
            own = tuple(
                Delivery(one.key, one.day, kg[farm], one.test, one.facts)
                for one, kg in zip(station.deliveries, split, strict=True)
            )
            accounts.append(Account(FIRST, LAST, own, station.earlier))
    return accounts


def _with_database(random: Random) -> None:
    """Fill the tables, settle the month for stations and for farms, print."""
    from milkshed.trade.actions.settlements import is_intact
    from milkshed.trade.models import Settlement, SettlementLine

    region = _Region(random)
    print(f"rows: {region.loads:,} loads, {region.samples:,} samples, {region.bought:,} purchases")
    for what, places in (("stations", region.stations), ("farms", region.farms)):
        begun, used = time.perf_counter(), time.process_time()
        region.settle(places)
        took, used = time.perf_counter() - begun, time.process_time() - used
        statements, lines = Settlement.objects.count(), SettlementLine.objects.count()
        assert statements == len(places), (statements, len(places))
        assert all(is_intact(one) for one in Settlement.objects.order_by("?")[:AGAIN])
        bare = _seconds(region.copy_statements)
        print(
            f"with the database, {what:<9} {took:6.2f} s ({used:.2f} s of CPU in Python), "
            f"{statements} statements, {lines:,} lines; bare COPY of as many rows {bare:.3f} s, "
            f"ratio {took / bare:.1f}; limit 10 s"
        )
        region.forget()


class _Region:
    """The rows of a month: buyers with plants and grids, stations, farms, loads and tests."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self.loads = self.samples = self.bought = 0
        self._serial = 0
        self._people()
        self._sites()
        self._milk()
        self._analyse()

    def _gln(self) -> str:
        self._serial += 1
        digits = f"952{self._serial:09d}"
        total = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits))
        return digits + str(-total % 10)

    def _place(self, kind: str, unit_kind: str, name: str) -> Any:
        from milkshed.platform.models import Organisation, Place

        unit = Organisation.objects.create(
            kind=unit_kind, name_zh=name, county="640302", gln=self._gln(), synthetic=True
        )
        return Place.objects.create(
            kind=kind, name_zh=name, organisation=unit, county="640302", gln=self._gln(),
            longitude=106 + self._random.random(), latitude=37 + self._random.random(),
        )  # fmt: skip

    def _people(self) -> None:
        from milkshed.platform.models import Membership, Person
        from milkshed.platform.rule_book import load_rules
        from milkshed.trade.rules import ROWS

        load_rules(ROWS)
        self.plants = [self._place("plant", "processor", f"演示乳业{n}") for n in range(BUYERS)]
        self.buyers = []
        for number, plant in enumerate(self.plants):
            person = Person.objects.create_person(f"buyer-{number}", None, name_zh="演示采购")
            Membership.objects.create(
                person=person, organisation=plant.organisation, role="plant_buyer"
            )
            self.buyers.append(person)

    def _sites(self) -> None:
        from django.utils import timezone

        from milkshed.collection.models import Station, Tanker
        from milkshed.trade.models import GridAgreement, PayGrid
        from milkshed.trade.science.pricing.grid import digest_of

        self.stations = [self._place("station", "station", f"收购站{n}") for n in range(STATIONS)]
        self.farms = [self._place("farm", "farm", f"牧场{n}") for n in range(FARMS)]
        carrier = self._place("office", "carrier", "演示运输")
        self.tanker = Tanker.objects.create(
            carrier=carrier.organisation,
            plate="宁C00001",
            grai="95213210000031",
            capacity_kg=40_000,
        )
        self.station_rows = []
        for number, place in enumerate(self.stations):
            row = Station.objects.create(place=place, kind="farm", daily_intake_kg=60_000)
            shared = FARMS - STATIONS
            row.farms.set(self.farms[2 * number : 2 * number + 2] if number < shared
                          else [self.farms[number + shared]])  # fmt: skip
            self.station_rows.append(row)
        for number, plant in enumerate(self.plants):
            document = BY_STEPS if number % 2 else BY_COMPONENTS
            grid = PayGrid.objects.create(
                code=f"G{number}", title_zh="演示计价", owner=plant.organisation,
                document=document, digest=digest_of(document), valid_from=date(2026, 1, 1),
                source="演示数据", drafted_by=self.buyers[number],
            )  # fmt: skip
            grid.published_at, grid.state = timezone.now(), "published"
            grid.save()
            for place in [*self.stations, *self.farms]:
                GridAgreement.objects.create(
                    grid=grid, organisation=place.organisation, person=self.buyers[number],
                    agreed_at=timezone.now(), digest="0" * 64,
                )  # fmt: skip

    def _milk(self) -> None:
        from milkshed.collection.models import HandoverSheet, Purchase
        from milkshed.platform.bulk import copy_rows, reserve_keys
        from milkshed.quality.models import RoutinePanel, Sample

        random, sheets, purchases, samples, panels = self._random, [], [], [], []
        spans = [(n, day, load) for n in range(STATIONS)
                 for day in range(-DAYS_BEFORE, DAYS) for load in range(LOADS_A_DAY)]  # fmt: skip
        for (number, day, load), key in zip(spans, reserve_keys(Sample, len(spans)), strict=True):
            at = datetime(FIRST.year, FIRST.month, FIRST.day, 2 + 6 * load, tzinfo=UTC)
            at += timedelta(days=day)
            serial = f"{number:03d}{day + DAYS_BEFORE:02d}{load}"
            kg = Decimal(random.randint(150_000, 300_000)).scaleb(-1)
            lot = f"https://id.gs1.org/01/09521321000015/10/L{serial}"
            sheets.append((
                f"9521321000015{serial}", f"J{serial}", 1, self.station_rows[number].pk,
                self.tanker.pk, self.plants[number % BUYERS].pk, lot, kg, Decimal("3.2"), 60, [],
                at, at, at + timedelta(hours=1), Decimal(random.randint(20, 65)).scaleb(-1), True,
                kg, at + timedelta(hours=2), "accepted", "", "closed",
            ))  # fmt: skip
            purchases += [
                (self.station_rows[number].pk, farm, at - timedelta(minutes=30 + place),
                 Decimal(random.randint(60_000, 150_000)).scaleb(-1), Decimal("3.5"),
                 f"F{serial}{place}", "", "正常")
                for place, farm in enumerate(self._farms_of(number))
            ]  # fmt: skip
            if random.random() < 0.98:
                samples.append((
                    key, f"P{serial}", "incoming", lot, self.plants[number % BUYERS].pk, "", "",
                    at + timedelta(hours=1), self.buyers[0].pk, 1, "reported", "pass", [],
                    at + timedelta(hours=2),
                ))  # fmt: skip
                panels.append((
                    key, Decimal(random.randint(340, 430)).scaleb(-2),
                    Decimal(random.randint(305, 350)).scaleb(-2),
                    Decimal(random.randint(840, 900)).scaleb(-2),
                    Decimal(-random.randint(500, 540)).scaleb(-3), random.randint(3_000, 180_000),
                    random.randint(90_000, 450_000), False,
                ))  # fmt: skip
        from django.db import transaction

        with transaction.atomic():
            copy_rows(
                HandoverSheet,
                ("gdti", "number", "version", "station", "tanker", "plant", "load_lot",
                 "shipped_kg", "departure_temperature_c", "cooling_minutes", "seals", "loaded_at",
                 "departed_at", "arrived_at", "arrival_temperature_c", "seals_intact",
                 "received_kg", "settled_at", "outcome", "refusal_reason", "state"),
                sheets,
            )  # fmt: skip
            copy_rows(
                Purchase,
                ("station", "farm", "received_at", "kg", "temperature_c", "farm_lot",
                 "station_lot", "sensory"),
                purchases,
            )  # fmt: skip
            copy_rows(
                Sample,
                ("id", "barcode", "kind", "lot_uri", "place", "tanker_uri", "sheet_gdti",
                 "sampled_at", "sampler", "portions", "state", "verdict", "failed", "reported_at"),
                samples,
            )  # fmt: skip
            copy_rows(
                RoutinePanel,
                ("sample", "fat", "protein", "solids_not_fat", "freezing_point", "total_count",
                 "somatic_cells", "antibiotics"),
                panels,
            )  # fmt: skip
        self.loads, self.samples, self.bought = len(sheets), len(samples), len(purchases)

    def _farms_of(self, number: int) -> list[int]:
        shared = FARMS - STATIONS
        own = self.farms[2 * number : 2 * number + 2] if number < shared else [
            self.farms[number + shared]
        ]  # fmt: skip
        return [place.pk for place in own]

    def _analyse(self) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def settle(self, places: Sequence[Any]) -> None:
        """The verb, once for each buyer and the places whose milk it takes."""
        from milkshed.trade.actions.settlements import make_period
        from milkshed.trade.actions.settling import Period

        shared = FARMS - STATIONS
        for number, (plant, person) in enumerate(zip(self.plants, self.buyers, strict=True)):
            own = [
                place
                for index, place in enumerate(places)
                if (index if places is self.stations
                    else index // 2 if index < 2 * shared else index - shared) % BUYERS == number
            ]  # fmt: skip
            report = make_period(person, plant.organisation, Period(FIRST, LAST), own)
            assert not report.refused, report.refused[:3]

    def copy_statements(self) -> None:
        """Write copies of the stored statements and lines bare, in a transaction taken back."""
        from django.db import connection, transaction

        with transaction.atomic(), connection.cursor() as cursor:
            for table in ("trade_settlement", "trade_settlementline"):
                cursor.execute(f"CREATE TEMPORARY TABLE bare (LIKE {table}) ON COMMIT DROP")
                with cursor.copy(f"COPY {table} TO STDOUT (FORMAT BINARY)") as out:
                    parts = [bytes(part) for part in out]
                with cursor.copy("COPY bare FROM STDIN (FORMAT BINARY)") as taken:
                    for part in parts:
                        taken.write(part)
                cursor.execute("DROP TABLE bare")

    def forget(self) -> None:
        """Take the statements away, so that the same loads can be settled to the farms."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE trade_settlement CASCADE")


if __name__ == "__main__":
    main()
