"""Worlds and flows that several tests look at; made once per run."""

from datetime import date

import pytest

from milkshed.kernel.day_numbers import day_number
from milkshed.region.science.entities import World
from milkshed.region.science.farm_table import FarmTable, make_farm_table
from milkshed.region.science.flow import Flow, simulate
from milkshed.region.science.world import make_world

SEED = 20260101
START = day_number(date(2026, 1, 1))
DAYS = 21


@pytest.fixture(scope="session")
def region() -> World:
    return make_world("region", SEED)


@pytest.fixture(scope="session")
def county() -> World:
    return make_world("county", SEED)


@pytest.fixture(scope="session")
def region_table(region: World) -> FarmTable:
    return make_farm_table(region, START, DAYS)


@pytest.fixture(scope="session")
def clean(region: World, region_table: FarmTable) -> Flow:
    return simulate(region, START, DAYS, anomalies=False, table=region_table)


@pytest.fixture(scope="session")
def spoiled(region: World, region_table: FarmTable) -> Flow:
    return simulate(region, START, DAYS, anomalies=True, table=region_table)
