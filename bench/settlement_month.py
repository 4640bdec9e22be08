"""A month of the whole region settled at once, beside the plain program in decimals.

usage: python bench/settlement_month.py [months]

305 stations with two loads a day for 30 days and all their tests, then the same loads shared over
327 farms. Columns of whole numbers are priced by ``price_many``, the same accounts one by one by
``price``; every amount must agree to the fen. Needs no database. Prints seconds and the ratio.
"""

import sys
import time
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from milkshed.region.science.pay_grids import BY_COMPONENTS, BY_STEPS
from milkshed.trade.science.attribution import share_out
from milkshed.trade.science.pricing.account_columns import columns_of
from milkshed.trade.science.pricing.columns import price_many
from milkshed.trade.science.pricing.grid import Grid, read_grid
from milkshed.trade.science.pricing.plain import Account, Delivery, Test, price

STATIONS, FARMS, DAYS, LOADS_A_DAY = 305, 327, 30, 2
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


if __name__ == "__main__":
    main()
