"""From the farms' milk to tankers at the gate: milkings, tanks, loads, journeys.

Masses are whole decagrams (0.01 kg) and conserved exactly: three milkings make a farm's day, the
farm tank lots and yesterday's heel make the station tank lot, and loads and heel empty it.
Instants are seconds since 1970-01-01 UTC.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from milkshed.region.science.calibration import parameter
from milkshed.region.science.composition import TestResults, read_tests
from milkshed.region.science.days import season
from milkshed.region.science.destinations import allocate, road_km
from milkshed.region.science.entities import World
from milkshed.region.science.farm_table import FarmTable
from milkshed.region.science.trips import Trips, plan_trips

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
SHANGHAI_S = 8 * 3600
DAY_S = 86_400
DAG_PER_T = 100_000
MILKING_SHARES = (0.36, 0.33, 0.31)
MILKING_HOURS = (5.5, 13.5, 21.0)
STATION_LOT_HOUR = 23.0
WEIGHBRIDGE_DIVISION_KG = 20
_TURNROUND_S = 900


@dataclass(frozen=True, slots=True)
class Milkings:
    """Three milkings a day: ``mass_dag`` and ``at`` have shape (farms, days, 3).

    The farm tank lot of a day is their sum, stored at ``stored_at`` (farms, days), cooled within
    ``cooling_minutes`` to ``temperature_c``.
    """

    mass_dag: Ints
    at: Ints
    stored_at: Ints
    cooling_minutes: Ints
    temperature_c: Floats

    @property
    def tank_dag(self) -> Ints:
        """Farm tank lots, shape (farms, days)."""
        return np.asarray(self.mass_dag.sum(axis=2), np.int64)


@dataclass(frozen=True, slots=True)
class StationLots:
    """One tank lot per station and day, shape (stations, days).

    ``total_dag = received_dag + heel_in_dag = shipped_dag + heel_out_dag``; the heel goes into
    the next day's lot. ``traits`` has shape (stations, days, 6).
    """

    at: Ints
    received_dag: Ints
    heel_in_dag: Ints
    total_dag: Ints
    shipped_dag: Ints
    heel_out_dag: Ints
    traits: Floats


@dataclass(frozen=True, slots=True)
class Loads:
    """Tanker loads, one row each, in order of departure.

    ``station``, ``tanker`` and ``destination`` are positions in the world; destinations from
    ``len(world.plants)`` on are buyers outside. ``day`` is the column of the station lot.
    ``mass_dag`` left the station, ``arrived_dag`` reached the silo's pipe (0 when refused);
    they are equal unless something was planted. ``net_kg`` is the weighbridge's word.
    ``milk_share`` is 1 minus added water. ``strip_positive`` is the rapid test at the gate;
    the laboratory's word is in ``tests``.
    """

    station: Ints
    day: Ints
    tanker: Ints
    compartment: Ints
    destination: Ints
    distance_km: Floats
    mass_dag: Ints
    arrived_dag: Ints
    net_kg: Ints
    loaded_at: Ints
    departed_at: Ints
    arrived_at: Ints
    settled_at: Ints
    departure_temperature_c: Floats
    arrival_temperature_c: Floats
    seal_intact: NDArray[np.bool_]
    strip_positive: NDArray[np.bool_]
    refused: NDArray[np.bool_]
    milk_share: Floats
    traits: Floats
    tests: TestResults

    def __len__(self) -> int:
        return len(self.station)


@dataclass(frozen=True, slots=True)
class Collection:
    """The flow up to the plants' gates."""

    start: int
    days: int
    milkings: Milkings
    station_lots: StationLots
    loads: Loads


def collect(world: World, table: FarmTable) -> Collection:
    """Carry every farm's milk to its station and from there to plants and buyers."""
    generator = np.random.default_rng([world.seed, 4, table.start])
    milkings = _milkings(table, generator)
    received, mixed = _station_intake(world, table)
    shares = allocate(world, received.mean(axis=1) / DAG_PER_T)
    trips = plan_trips(world, received, shares, road_km(world))
    lots = _station_lots(table, received, mixed, trips)
    return Collection(
        table.start, table.days, milkings, lots, _loads(world, table, trips, lots, generator)
    )


def midnight(day_number: Ints | int) -> Ints:
    """The instant at which a day begins in Shanghai."""
    return np.asarray(day_number, np.int64) * DAY_S - SHANGHAI_S


def _milkings(table: FarmTable, generator: np.random.Generator) -> Milkings:
    farms, days = table.milk_dag.shape
    share = np.array(MILKING_SHARES) + 0.008 * generator.standard_normal((farms, days, 3))
    exact = np.cumsum(share / share.sum(axis=2, keepdims=True), axis=2)
    until = np.rint(exact * table.milk_dag[..., None]).astype(np.int64)
    until[..., 2] = table.milk_dag
    mass = np.diff(until, axis=2, prepend=0)
    habit = generator.integers(-2400, 2400, (farms, 1, 1))
    jitter = generator.integers(-300, 300, (farms, days, 3))
    begin = midnight(table.start + np.arange(days))[None, :, None]
    hours = (np.array(MILKING_HOURS) * 3600).astype(np.int64)
    at = begin + hours + habit + jitter
    cooling = np.clip(75 + 15 * generator.standard_normal((farms, days)), 40, 115)
    return Milkings(
        mass_dag=mass,
        at=at,
        stored_at=at[..., 2] + 1200,
        cooling_minutes=np.rint(cooling).astype(np.int64),
        temperature_c=_tenths(
            np.clip(2.8 + 0.4 * generator.standard_normal((farms, days)), 1.5, 3.9)
        ),
    )


def _station_intake(world: World, table: FarmTable) -> tuple[Ints, Floats]:
    """What each station receives a day, and the mass-weighted sum of its traits."""
    shape = (len(world.stations), table.days)
    received = np.zeros(shape, np.int64)
    weighted = np.zeros((*shape, table.traits.shape[2]))
    for i, station in enumerate(world.stations):
        members = list(station.farms)
        received[i] = table.milk_dag[members].sum(axis=0)
        weighted[i] = (table.milk_dag[members, :, None] * table.traits[members]).sum(axis=0)
    return received, weighted


def _station_lots(table: FarmTable, received: Ints, weighted: Floats, trips: Trips) -> StationLots:
    total = received + trips.heel_in_dag
    traits = np.zeros_like(weighted)
    before = np.zeros_like(weighted[:, 0])
    for day in range(table.days):
        mix = weighted[:, day] + trips.heel_in_dag[:, day, None] * before
        before = mix / np.maximum(total[:, day, None], 1)
        traits[:, day] = before
    begin = midnight(table.start + np.arange(table.days)) + int(STATION_LOT_HOUR * 3600)
    shipped = total - trips.heel_out_dag
    return StationLots(
        at=np.broadcast_to(begin, received.shape).copy(),
        received_dag=received,
        heel_in_dag=trips.heel_in_dag,
        total_dag=total,
        shipped_dag=shipped,
        heel_out_dag=trips.heel_out_dag,
        traits=traits,
    )


def _loads(
    world: World,
    table: FarmTable,
    trips: Trips,
    lots: StationLots,
    generator: np.random.Generator,
) -> Loads:
    n = len(trips.station)
    km = road_km(world)[trips.station, trips.destination]
    hours = (km / parameter("flow.tanker_kmh") + 0.35) * np.exp(0.12 * generator.standard_normal(n))
    ready = midnight(table.start + trips.day + 1)
    slot_s = np.where(
        trips.turn == 0, 0.4 + 7.6 * generator.random(n), 13 + 3 * generator.random(n)
    )
    loaded = ready + (slot_s * 3600).astype(np.int64)
    departed = loaded + generator.integers(900, 2400, n)
    # The second compartment is filled at the next stop; both arrive together.
    second = np.flatnonzero(trips.compartment == 2)
    loaded[second] = departed[second - 1] + 1500
    departed[second] = loaded[second] + 1200
    arrived = departed + (hours * 3600).astype(np.int64)
    arrived[second - 1] = arrived[second]
    settled = arrived + generator.integers(1500, 5400, n)
    settled[second - 1] = settled[second]
    wait = _waits(trips, loaded, settled)
    for instants in (loaded, departed, arrived, settled):
        instants += wait
    hours = (arrived - departed) / 3600
    warmth = season(table.start + trips.day, 1.0, 7.0, mean=1.0)
    departure = np.clip(3.0 + 0.35 * generator.standard_normal(n), 2.0, 3.9)
    rise = (0.05 + 0.06 * warmth) * hours + 0.12 * np.abs(generator.standard_normal(n))
    order = np.lexsort((trips.compartment, trips.station, departed))
    traits = lots.traits[trips.station, trips.day][order]
    mass = trips.mass_dag[order]
    milk_share = np.ones(n)
    none = np.zeros(n, np.bool_)
    return Loads(
        station=trips.station[order],
        day=trips.day[order],
        tanker=trips.tanker[order],
        compartment=trips.compartment[order],
        destination=trips.destination[order],
        distance_km=np.round(km, 1)[order],
        mass_dag=mass,
        arrived_dag=mass.copy(),
        net_kg=weigh(mass, generator),
        loaded_at=loaded[order],
        departed_at=departed[order],
        arrived_at=arrived[order],
        settled_at=settled[order],
        departure_temperature_c=_tenths(departure)[order],
        arrival_temperature_c=_tenths(np.minimum(departure + rise, 5.8))[order],
        seal_intact=~none,
        strip_positive=none,
        refused=none.copy(),
        milk_share=milk_share,
        traits=traits,
        tests=read_tests(traits, milk_share, none, generator),
    )


def _waits(trips: Trips, loaded: Ints, settled: Ints) -> Ints:
    """How long each load waits for its tanker, which may still be on an earlier trip."""
    wait = np.zeros(len(loaded), np.int64)
    first = np.flatnonzero(trips.compartment == 1)
    busy, free_at = -1, 0
    for row in first[np.lexsort((loaded[first], trips.tanker[first]))].tolist():
        tanker = int(trips.tanker[row])
        if tanker != busy:
            busy, free_at = tanker, 0
        wait[row] = max(0, free_at + _TURNROUND_S - int(loaded[row]))
        free_at = int(settled[row]) + int(wait[row])
    second = np.flatnonzero(trips.compartment == 2)
    wait[second] = wait[second - 1]
    return wait


def weigh(mass_dag: Ints, generator: np.random.Generator) -> Ints:
    """What a vehicle scale reads for a mass, in kg on its division.

    A verified scale does not err beyond its permissible error, taken as twice the deviation.
    """
    error = np.clip(generator.standard_normal(len(mass_dag)), -2, 2)
    kg = mass_dag / 100 * (1 + parameter("weighbridge.cv") * error)
    return np.asarray(np.rint(kg / WEIGHBRIDGE_DIVISION_KG) * WEIGHBRIDGE_DIVISION_KG, np.int64)


def _tenths(values: Floats) -> Floats:
    return np.asarray(np.round(values, 1), np.float64)
