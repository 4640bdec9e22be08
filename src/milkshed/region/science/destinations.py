"""Which plant takes each station's milk: near plants first, none above its planned share."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array

from milkshed.region.science.calibration import parameter
from milkshed.region.science.entities import World
from milkshed.region.science.places import distances_km


def road_km(world: World) -> NDArray[np.float64]:
    """Road distances from stations to destinations, shape (stations, plants + buyers)."""
    ends = [*(p.site for p in world.plants), *(b.site for b in world.buyers)]
    straight = distances_km(
        np.array([s.site.longitude for s in world.stations]),
        np.array([s.site.latitude for s in world.stations]),
        np.array([site.longitude for site in ends]),
        np.array([site.latitude for site in ends]),
    )
    return np.maximum(straight * parameter("flow.road_factor"), 2.0)


def allocate(world: World, daily_t: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shares of each station's milk by destination, rows summing to 1.

    The transport problem of least tonne-kilometres: plants take up to ``flow.full_plant_share``
    of their capacity, buyers outside a set share of all milk (all that plants cannot take, if
    that is more). Raises ValueError when there is no destination that could take the milk.
    """
    km = road_km(world)
    stations, ends = km.shape
    plants = len(world.plants)
    total = float(daily_t.sum())
    room = np.array([p.capacity_t for p in world.plants]) * parameter("flow.full_plant_share")
    outside = 0.0
    if world.buyers:
        outside = max(parameter("flow.outside_share") * total, total - float(room.sum()))
    station = np.repeat(np.arange(stations), ends)
    end = np.tile(np.arange(ends), stations)
    flows = np.arange(stations * ends)
    ones = np.ones(stations * ends)
    all_shipped = coo_array((ones, (station, flows)), shape=(stations, stations * ends))
    equal, right = all_shipped.tocsr(), daily_t
    inside = end < plants
    within_room = coo_array(
        (ones[inside], (end[inside], flows[inside])), shape=(plants, stations * ends)
    )
    limits = room
    if world.buyers:
        # what goes inside is bounded, so that the rest goes outside
        sold_inside = coo_array(
            (ones[inside], (np.zeros(int(inside.sum()), int), flows[inside])),
            shape=(1, stations * ends),
        )
        rows = coo_array(
            (
                np.concatenate([within_room.data, sold_inside.data]),
                (
                    np.concatenate([within_room.coords[0], sold_inside.coords[0] + plants]),
                    np.concatenate([within_room.coords[1], sold_inside.coords[1]]),
                ),
            ),
            shape=(plants + 1, stations * ends),
        )
        limits = np.append(room, total - outside)
        within_room = rows
    found = linprog(
        km.ravel(),
        A_ub=within_room.tocsr(),
        b_ub=limits,
        A_eq=equal,
        b_eq=right,
        bounds=(0, None),
        method="highs",
    )
    if not found.success:
        raise ValueError(f"the plants cannot take {total:.0f} t a day: {found.message}")
    shares = np.maximum(found.x.reshape(stations, ends), 0.0)
    shares[shares < 0.02 * daily_t[:, None]] = 0.0
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))
