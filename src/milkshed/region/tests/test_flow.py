"""The flow: exact masses at every vessel, plausible journeys, readings of what is in the milk."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milkshed.region.science.calibration import parameter
from milkshed.region.science.composition import (
    relative_density,
    solids_not_fat_pct,
    water_down,
    water_share_for,
)
from milkshed.region.science.destinations import allocate
from milkshed.region.science.entities import World
from milkshed.region.science.farm_table import FarmTable
from milkshed.region.science.flow import Flow, simulate
from milkshed.region.science.processing_flow import NONE
from milkshed.region.science.world import make_world


def test_milkings_make_the_farms_day(clean: Flow) -> None:
    assert (clean.collection.milkings.tank_dag == clean.table.milk_dag).all()
    assert (clean.collection.milkings.mass_dag > 0).all()


def test_station_tanks_balance(clean: Flow) -> None:
    lots, loads = clean.collection.station_lots, clean.collection.loads
    received = np.zeros_like(lots.received_dag)
    for i, station in enumerate(clean.world.stations):
        received[i] = clean.table.milk_dag[list(station.farms)].sum(axis=0)
    assert (lots.received_dag == received).all()
    assert (lots.total_dag == lots.received_dag + lots.heel_in_dag).all()
    assert (lots.heel_in_dag[:, 1:] == lots.heel_out_dag[:, :-1]).all()
    shipped = np.zeros_like(lots.total_dag)
    np.add.at(shipped, (loads.station, loads.day), loads.mass_dag)
    assert (lots.total_dag == shipped + lots.heel_out_dag).all()
    assert (lots.shipped_dag == shipped).all()
    assert (lots.heel_out_dag >= 0).all()


def test_no_milk_stays_two_days_in_a_station(clean: Flow) -> None:
    """A day on which nothing leaves is followed by one on which something does."""
    lots = clean.collection.station_lots
    idle = lots.shipped_dag == 0
    assert not (idle[:, 1:] & idle[:, :-1]).any()


def test_silos_batches_and_products_balance(clean: Flow) -> None:
    loads, p = clean.collection.loads, clean.processing
    states, batches, lots = p.states, p.batches, p.lots
    assert (
        states.mass_dag == loads.arrived_dag[states.load] - states.loss_dag + states.heel_in_dag
    ).all()
    chained = states.previous != NONE
    before = states.previous[chained]
    drained = np.zeros(len(states.mass_dag), np.int64)
    drained[batches.state] = batches.input_dag
    assert (states.heel_in_dag[chained] == (states.mass_dag - drained)[before]).all()
    assert (states.heel_in_dag[~chained] == 0).all()
    assert (batches.input_dag + batches.heel_left_dag == states.mass_dag[batches.state]).all()
    assert (batches.mass_dag + batches.loss_dag == batches.input_dag).all()
    packed = np.bincount(lots.batch, weights=lots.milk_dag, minlength=len(batches.mass_dag))
    assert (packed == batches.mass_dag).all()
    assert (lots.mass_dag <= lots.milk_dag).all()
    assert (lots.mass_dag > 0).all()
    on_pallets = np.bincount(p.pallets.lot, weights=p.pallets.mass_dag, minlength=len(lots.batch))
    assert (on_pallets <= lots.mass_dag).all()
    assert (p.pallets.mass_dag > 0).all()
    inside = loads.destination < len(clean.world.plants)
    assert loads.arrived_dag[inside].sum() == (
        states.loss_dag.sum() + batches.input_dag.sum() + p.held_dag.sum()
    )


def test_every_load_goes_into_one_silo(clean: Flow) -> None:
    inside = np.flatnonzero(clean.collection.loads.destination < len(clean.world.plants))
    assert (np.sort(clean.processing.states.load) == inside).all()


def test_cleaning_ends_a_chain(clean: Flow) -> None:
    p = clean.processing
    silos = p.states.plant * 100 + p.states.silo
    for plant, silo, at in list(
        zip(p.cleanings.plant, p.cleanings.silo, p.cleanings.at, strict=True)
    )[:400]:
        later = np.flatnonzero((silos == plant * 100 + silo) & (p.states.at > at))
        if len(later):
            assert p.states.previous[later[0]] == NONE


def test_time_runs_forward(clean: Flow) -> None:
    loads, p = clean.collection.loads, clean.processing
    lot_at = clean.collection.station_lots.at[loads.station, loads.day]
    assert (lot_at < loads.loaded_at).all()
    assert (loads.loaded_at < loads.departed_at).all()
    assert (loads.departed_at < loads.arrived_at).all()
    assert (loads.arrived_at < loads.settled_at).all()
    assert (
        clean.collection.milkings.stored_at.max(axis=0) < clean.collection.station_lots.at
    ).all()
    assert (p.states.at == loads.settled_at[p.states.load]).all()
    assert (p.states.at[p.batches.state] < p.batches.at).all()
    assert (p.batches.at[p.lots.batch] < p.lots.at).all()
    assert (p.lots.at[p.pallets.lot] < p.pallets.at).all()
    drained_at = np.full(len(p.states.at), np.iinfo(np.int64).max)
    drained_at[p.batches.state] = p.batches.at
    chained = p.states.previous != NONE
    follows = p.states.at[chained] > drained_at[p.states.previous[chained]]
    refill = np.isin(p.states.previous[chained], p.batches.state)
    assert follows[refill].all()


def test_tankers_do_one_thing_at_a_time(clean: Flow) -> None:
    loads = clean.collection.loads
    order = np.lexsort((loads.compartment, loads.loaded_at, loads.tanker))
    tanker, part = loads.tanker[order], loads.compartment[order]
    overlap = (tanker[1:] == tanker[:-1]) & (
        loads.loaded_at[order][1:] < loads.settled_at[order][:-1]
    )
    assert (part[1:][overlap] == 2).all()
    assert (part[:-1][overlap] == 1).all()


def test_loads_fit_their_tankers(clean: Flow) -> None:
    loads = clean.collection.loads
    capacity = np.array([t.capacity_t for t in clean.world.tankers])[loads.tanker]
    parts = np.array([t.compartments for t in clean.world.tankers])[loads.tanker]
    assert (loads.mass_dag <= np.minimum(capacity, 28) * 1e5).all()
    assert (loads.compartment <= parts).all()
    assert 415 <= len(loads) / clean.table.days <= 500
    assert loads.mass_dag.mean() / 1e5 > 22


def test_plants_stay_within_capacity(clean: Flow) -> None:
    loads, plants = clean.collection.loads, clean.world.plants
    daily = np.zeros((len(plants) + len(clean.world.buyers), clean.table.days))
    np.add.at(daily, (loads.destination, loads.day), loads.mass_dag / 1e5)
    capacity = np.array([p.capacity_t for p in plants])
    assert (daily[: len(plants)].max(axis=1) <= capacity).all()
    outside = daily[len(plants) :].sum() / daily.sum()
    assert outside == pytest.approx(parameter("flow.outside_share"), abs=0.02)


def test_readings_are_within_the_national_limits_in_a_clean_region(clean: Flow) -> None:
    """GB 19301-2010 limits, as far as found."""
    tests = clean.collection.loads.tests
    assert (tests.fat_pct >= 3.1).mean() > 0.999
    assert (tests.protein_pct >= 2.8).mean() > 0.999
    assert (tests.snf_pct >= 8.1).all()
    assert (tests.density >= 1.027).all()
    assert ((tests.acidity_t >= 12) & (tests.acidity_t <= 18)).all()
    assert ((tests.freezing_point_c <= -0.500) & (tests.freezing_point_c >= -0.560)).all()
    assert (tests.bacteria_per_ml <= 2_000_000).all()
    assert (tests.aflatoxin_m1_ug_per_kg <= 0.5).all()
    assert not tests.antibiotic_positive.any()
    assert (clean.collection.loads.arrival_temperature_c < 6).all()


def test_readings_are_where_the_trade_finds_them(clean: Flow) -> None:
    tests = clean.collection.loads.tests
    assert tests.fat_pct.mean() == pytest.approx(3.9, abs=0.12)
    assert tests.freezing_point_c.mean() == pytest.approx(-0.525, abs=0.002)
    assert 0.003 < tests.freezing_point_c.std() < 0.007
    assert tests.density.mean() == pytest.approx(1.030, abs=0.0015)
    assert tests.acidity_t.mean() == pytest.approx(13.2, abs=0.1)
    assert np.median(tests.bacteria_per_ml) == pytest.approx(20_000, rel=0.2)
    assert 1.6 < np.exp(np.log(tests.bacteria_per_ml).std()) < 2.5


def test_readings_follow_the_milk(clean: Flow) -> None:
    loads = clean.collection.loads
    assert np.abs(loads.tests.fat_pct - loads.traits[:, 0]).max() < 0.12
    mixed = loads.traits[:, 0]
    farms = clean.table.traits[..., 0]
    assert farms.min() <= mixed.min()
    assert mixed.max() <= farms.max()


def test_the_weighbridge_errs_little(clean: Flow) -> None:
    loads = clean.collection.loads
    error = loads.net_kg / (loads.mass_dag / 100) - 1
    assert abs(error.mean()) < 2e-4
    assert error.std() < 0.002
    assert np.abs(error).max() < 0.005
    assert (loads.net_kg % 20 == 0).all()


def test_same_seed_same_flow(clean: Flow, region: World, region_table: FarmTable) -> None:
    again = simulate(region, region_table.start, region_table.days, False, table=region_table)
    assert (again.collection.loads.mass_dag == clean.collection.loads.mass_dag).all()
    assert (again.processing.pallets.mass_dag == clean.processing.pallets.mass_dag).all()


def test_milk_goes_to_near_plants(region: World) -> None:
    daily = np.array([s.daily_t for s in region.stations])
    shares = allocate(region, daily)
    assert shares.sum(axis=1) == pytest.approx(np.ones(len(daily)))
    assert ((shares > 0).sum(axis=1) <= 4).all()
    taken = (shares * daily[:, None]).sum(axis=0)[: len(region.plants)]
    room = np.array([p.capacity_t for p in region.plants])
    assert (taken <= room * parameter("flow.full_plant_share") * 1.03).all()


@given(
    seed=st.integers(0, 10_000),
    days=st.integers(2, 9),
    scale=st.sampled_from(["farm", "county"]),
    anomalies=st.booleans(),
)
@settings(max_examples=10, deadline=None)
def test_any_flow_conserves_mass(seed: int, days: int, scale: str, anomalies: bool) -> None:
    flow = simulate(make_world(scale, seed), 20_500, days, anomalies)
    loads, p = flow.collection.loads, flow.processing
    inside = loads.destination < len(flow.world.plants)
    assert loads.arrived_dag[inside].sum() == (
        p.states.loss_dag.sum() + p.batches.input_dag.sum() + p.held_dag.sum()
    )
    assert p.lots.milk_dag.sum() == p.batches.mass_dag.sum()
    if not anomalies:
        lots = flow.collection.station_lots
        assert loads.mass_dag.sum() + lots.heel_out_dag[:, -1].sum() == flow.table.milk_dag.sum()


@given(target=st.floats(-0.52, -0.40))
def test_water_raises_the_freezing_point_to_the_target(target: float) -> None:
    traits = np.array([3.85, 3.3, 4.95, 2e5, 2e4, -0.525])
    share = water_share_for(-0.525, target)
    assert water_down(traits, share)[5] == pytest.approx(target)


def test_density_by_fleischmann() -> None:
    """Milk of 3.85 % fat and 8.75 % solids-not-fat: 100 - (8.75 + 3.85 - 4.62)/2.665 = 97.0056."""
    assert relative_density(np.array(3.85), np.array(8.75)) == pytest.approx(
        100 / 97.0056, abs=1e-5
    )
    traits = np.array([3.85, 3.30, 4.95, 0, 0, 0])
    assert solids_not_fat_pct(traits) == pytest.approx(3.30 + 4.7025 + 0.75)
