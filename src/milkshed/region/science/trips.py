"""Which tanker fetches what from which station on which day.

Large stations send full tankers and keep the rest for the next day; small ones send what they
have every second day. Two small stations share a tanker with two compartments. A tanker makes
one trip a day, a second one in the afternoon when all of its county are out; long-haul tankers
take two days for a trip outside the region.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from milkshed.region.science.calibration import COUNTY_TABLE, parameter
from milkshed.region.science.entities import World

Ints = NDArray[np.int64]
_DAG_PER_T = 100_000
_WORTH_T = 17.0  # a rest of this size leaves the same day
_SMALL_T = 12.0
_FILL = 0.985  # room for foam


@dataclass(frozen=True, slots=True)
class Trips:
    """One row per load, and the stations' heels by day, shape (stations, days)."""

    station: Ints
    day: Ints
    destination: Ints
    tanker: Ints
    compartment: Ints
    turn: Ints
    mass_dag: Ints
    heel_in_dag: Ints
    heel_out_dag: Ints


class _Pool:
    """The tankers of one county, handed out in rotation."""

    def __init__(self, tankers: list[int]) -> None:
        self.tankers = tankers
        self.offset = 0

    def day(self, wanted: int) -> list[tuple[int, int]]:
        """``wanted`` tankers for a day with their turn: 0 in the morning, then 1, ..."""
        count = len(self.tankers)
        first = self.offset
        self.offset = (first + wanted) % count
        return [(self.tankers[(first + k) % count], k // count) for k in range(wanted)]


class _Gates:
    """What plants can still take on a day."""

    def __init__(self, world: World, km: NDArray[np.float64]) -> None:
        endless = [float("inf")] * len(world.buyers)
        self.capacity_t = [*(p.capacity_t for p in world.plants), *endless]
        self.nearest = np.argsort(km, axis=1).tolist()
        self.taken_t = [0.0] * len(self.capacity_t)

    def open(self) -> None:
        """Begin a day."""
        self.taken_t = [0.0] * len(self.capacity_t)

    def take(self, station: int, wanted: int, tonnes: float) -> int:
        """The wanted destination, or the nearest with room; the wanted one if none has."""
        goal = wanted
        if self.taken_t[wanted] + tonnes > self.capacity_t[wanted]:
            for other in self.nearest[station]:
                if self.taken_t[other] + tonnes <= self.capacity_t[other]:
                    goal = other
                    break
        self.taken_t[goal] += tonnes
        return goal


class _Fleet:
    """Pools of local tankers by county, of two-compartment tankers, and of long-haul tankers."""

    def __init__(self, world: World) -> None:
        codes = [row.code for row in COUNTY_TABLE]
        local = [i for i, t in enumerate(world.tankers) if not t.long_haul]
        by_county = {c: [i for i in local if world.tankers[i].county == c] for c in codes}
        self.single: dict[str, _Pool] = {}
        self.double: dict[str, _Pool] = {}
        for code in codes:
            if by_county[code]:
                twin = [i for i in by_county[code] if world.tankers[i].compartments == 2]
                plain = [i for i in by_county[code] if i not in set(twin)]
                self.single[code] = _Pool(plain or twin)
                self.double[code] = _Pool(twin)
        haul = [i for i, t in enumerate(world.tankers) if t.long_haul] or local
        self.long_haul = [_Pool(haul[0::2] or haul), _Pool(haul[1::2] or haul)]
        self.home: list[str] = []
        for station in world.stations:
            home = station.site.county
            while home not in self.single:
                home = codes[(codes.index(home) + 1) % len(codes)]
            self.home.append(home)


def plan_trips(
    world: World, received_dag: Ints, shares: NDArray[np.float64], km: NDArray[np.float64]
) -> Trips:
    """Plan all loads.

    ``received_dag`` has shape (stations, days); ``shares`` (stations, destinations) says where
    each station's milk goes in the long run, which trips follow as closely as whole loads can.
    A plant that is full for the day passes its load on to the next by distance ``km``.
    """
    stations, days = received_dag.shape
    fleet = _Fleet(world)
    capacity = np.array([t.capacity_t * _DAG_PER_T for t in world.tankers])
    most = parameter("tanker.load_t") * _DAG_PER_T
    room = (np.minimum(capacity, most) * _FILL).astype(np.int64)
    gates = _Gates(world, km)
    sent = np.zeros(shares.shape)
    heel_in = np.zeros((stations, days), np.int64)
    heel_out = np.zeros((stations, days), np.int64)
    heel = np.zeros(stations, np.int64)
    rows: list[tuple[int, int, int, int, int, int, int]] = []
    plants = len(world.plants)
    for day in range(days):
        gates.open()
        heel_in[:, day] = heel
        stock = (received_dag[:, day] + heel).tolist()
        waiting = heel > 0
        wanted: dict[tuple[str, str], list[tuple[int, int]]] = {}
        small: dict[tuple[str, int], list[int]] = {}
        for s in range(stations):
            tonnes = stock[s] / _DAG_PER_T
            full = int(tonnes / 27.0)
            rest = tonnes - full * 27.0
            count = full + int(rest >= _WORTH_T or (full == 0 and waiting[s] and rest > 0))
            for _ in range(count):
                goal = int(np.argmax(shares[s] * (sent[s].sum() + 1) - sent[s]))
                goal = gates.take(s, goal, min(tonnes, 27.5))
                sent[s, goal] += 1
                if goal >= plants:
                    wanted.setdefault(("", "haul"), []).append((s, goal))
                elif tonnes <= _SMALL_T:
                    small.setdefault((fleet.home[s], goal), []).append(s)
                else:
                    wanted.setdefault((fleet.home[s], "single"), []).append((s, goal))
        for (county, goal), members in small.items():
            pairs = len(members) // 2 if fleet.double[county].tankers else 0
            vehicles = fleet.double[county].day(pairs) if pairs else []
            for k, (tanker, turn) in enumerate(vehicles):
                for compartment, s in enumerate(members[2 * k : 2 * k + 2], start=1):
                    mass = min(stock[s], int(room[tanker]) // 2)
                    stock[s] -= mass
                    rows.append((s, day, goal, tanker, compartment, turn, mass))
            for s in members[2 * pairs :]:
                wanted.setdefault((county, "single"), []).append((s, goal))
        for (county, kind), orders in wanted.items():
            pool = fleet.long_haul[day % 2] if kind == "haul" else fleet.single[county]
            for (s, goal), (tanker, turn) in zip(orders, pool.day(len(orders)), strict=True):
                mass = min(stock[s], int(room[tanker]))
                if mass > 0:
                    stock[s] -= mass
                    rows.append((s, day, goal, tanker, 1, turn, mass))
        heel = np.array(stock, np.int64)
        heel_out[:, day] = heel
    table = np.array(rows, np.int64).reshape(-1, 7)
    columns: list[Ints] = [table[:, k].copy() for k in range(7)]
    origins, dates, goals, used, parts, turns, masses = columns
    return Trips(origins, dates, goals, used, parts, turns, masses, heel_in, heel_out)
