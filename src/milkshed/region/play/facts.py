"""The flow as EPCIS events: every tank filled, every load driven, every pack made."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from milkshed.kernel.identifiers import build_sscc
from milkshed.ledger import authoring
from milkshed.ledger.authoring import Event
from milkshed.platform.models import Place
from milkshed.region.play import uris
from milkshed.region.play.furnish import Furniture
from milkshed.region.science.answer_key import AnswerKey, ForgedSheet
from milkshed.region.science.collection_flow import Collection, midnight
from milkshed.region.science.entities import World
from milkshed.region.science.processing_flow import NONE, Processing
from milkshed.region.science.world import GS1_PREFIX

_DAG_PER_KG = 100


@dataclass(frozen=True, slots=True)
class Flow:
    """A stretch of milk flow, and the instant up to which it has happened."""

    furniture: Furniture
    collection: Collection
    processing: Processing
    key: AnswerKey
    now: int

    @property
    def first(self) -> int:
        """The instant at which the stretch begins."""
        return int(midnight(self.collection.start))

    @property
    def world(self) -> World:
        """The world through which the milk flows."""
        return self.furniture.world

    def load_serial(self, load: int) -> str:
        """A load's serial: the day it was loaded and its position."""
        day = int(self.collection.loads.loaded_at[load] + 8 * 3600) // 86_400
        return f"{uris.stamp(day)}-{load:06d}"

    def state_uri(self, state: int) -> str:
        """The lot that a silo state is."""
        states = self.processing.states
        plant, silo = int(states.plant[state]), int(states.silo[state])
        return uris.silo_lot(plant, f"S{silo + 1}", f"{state:07d}")

    def batch_serial(self, batch: int) -> str:
        """A batch's serial."""
        return f"{int(self.processing.batches.plant[batch]):02d}-{batch:07d}"

    def product_lot(self, lot: int) -> tuple[str, str]:
        """A product lot's GTIN and lot number."""
        lots, batches = self.processing.lots, self.processing.batches
        plant = int(batches.plant[lots.batch[lot]])
        product = self.world.plants[plant].products[int(lots.product[lot])]
        day = int(lots.at[lot] + 8 * 3600) // 86_400
        return product.gtin, f"NX{uris.stamp(day)}-{lot:06d}"

    def destination(self, load: int) -> Place:
        """The plant or outside buyer a load goes to."""
        return self.end(int(self.collection.loads.destination[load]))

    def end(self, position: int) -> Place:
        """The plant or outside buyer at a position of the world's destinations."""
        plants = self.furniture.plants
        if position < len(plants):
            return plants[position]
        return self.furniture.buyers[position - len(plants)]

    def forged_serial(self, forged: ForgedSheet) -> str:
        """The serial a forged sheet claims."""
        return f"{uris.stamp((forged.loaded_at + 8 * 3600) // 86_400)}-{forged.serial:06d}"


def moment(seconds: int) -> datetime:
    """An instant given in seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC)


def kg(dag: int) -> float:
    """Decagrams as kilograms."""
    return dag / _DAG_PER_KG


def events(flow: Flow) -> Iterator[Event]:
    """All events up to now, kind by kind; the ledger does not mind their order."""
    yield from _farm_events(flow)
    yield from _station_events(flow)
    yield from _load_events(flow)
    yield from _ended_loads(flow)
    yield from _forged_events(flow)
    yield from _silo_events(flow)
    yield from _cleaning_events(flow)
    yield from _batch_events(flow)
    yield from _pack_events(flow)
    yield from _pallet_events(flow)


def count_events(flow: Flow) -> int:
    """About how many events there are, for a progress bar."""
    c, p = flow.collection, flow.processing
    return (
        c.milkings.mass_dag.size
        + c.milkings.stored_at.size
        + c.station_lots.at.size
        + 2 * len(c.loads)
        + len(p.states.at)
        + len(p.cleanings.at)
        + len(p.batches.at)
        + len(p.lots.at)
        + len(p.pallets.at)
    )


def _farm_events(flow: Flow) -> Iterator[Event]:
    milkings, start = flow.collection.milkings, flow.collection.start
    for i, (farm, place) in enumerate(zip(flow.world.farms, flow.furniture.farms, strict=True)):
        site, tank = place.uri, place.vessel_uri(farm.tanks[0])
        masses = milkings.mass_dag[i].tolist()
        times = milkings.at[i].tolist()
        stored = milkings.stored_at[i].tolist()
        for d, (day_masses, day_times) in enumerate(zip(masses, times, strict=True)):
            lots = [
                (uris.milking_lot(farm.number, start + d, session), kg(mass))
                for session, mass in enumerate(day_masses, start=1)
                if mass > 0
            ]
            for session, (lot, at) in enumerate(zip(lots, day_times, strict=False), start=1):
                if at <= flow.now:
                    yield authoring.milking(lot, moment(at), site, tank, session)
            if lots and stored[d] <= flow.now:
                whole = (uris.farm_tank_lot(farm.number, start + d), kg(sum(day_masses)))
                yield authoring.transformation(
                    "storing", lots, [whole], moment(stored[d]), site, tank
                )


def _station_events(flow: Flow) -> Iterator[Event]:
    lots, start = flow.collection.station_lots, flow.collection.start
    tank_dag = flow.collection.milkings.tank_dag
    farms = flow.world.farms
    for s, (station, place) in enumerate(
        zip(flow.world.stations, flow.furniture.stations, strict=True)
    ):
        site, tank = place.uri, place.vessel_uri(station.tanks[0])
        for d in range(flow.collection.days):
            at = int(lots.at[s, d])
            if at > flow.now:
                break
            inputs = [
                (uris.farm_tank_lot(farms[i].number, start + d), kg(int(tank_dag[i, d])))
                for i in station.farms
                if tank_dag[i, d] > 0
            ]
            heel = int(lots.heel_in_dag[s, d])
            if heel > 0 and d > 0:
                inputs.append((uris.station_lot(station.number, start + d - 1), kg(heel)))
            if inputs:
                whole = (
                    uris.station_lot(station.number, start + d),
                    kg(int(lots.total_dag[s, d])),
                )
                yield authoring.transformation("receiving", inputs, [whole], moment(at), site, tank)


def _load_events(flow: Flow) -> Iterator[Event]:
    loads, start = flow.collection.loads, flow.collection.start
    for i in np.flatnonzero(loads.loaded_at <= flow.now).tolist():
        station = flow.world.stations[int(loads.station[i])]
        place = flow.furniture.stations[int(loads.station[i])]
        tanker = uris.tanker_uri(flow.world.tankers[int(loads.tanker[i])].grai)
        serial = flow.load_serial(i)
        mass = kg(int(loads.mass_dag[i]))
        load = (uris.load_lot(serial), mass)
        source = (uris.station_lot(station.number, start + int(loads.day[i])), mass)
        yield authoring.transformation(
            "loading", [source], [load], moment(int(loads.loaded_at[i])), place.uri, tanker
        )
        if loads.departed_at[i] <= flow.now:
            yield authoring.handover(
                uris.sheet_uri(serial),
                load,
                moment(int(loads.departed_at[i])),
                place.uri,
                tanker,
                place.organisation.uri,
                flow.destination(i).organisation.uri,
            )


def _ended_loads(flow: Flow) -> Iterator[Event]:
    """Loads that no silo of the region took: sold outside, or refused and destroyed."""
    loads = flow.collection.loads
    outside = loads.destination >= len(flow.world.plants)
    for i in np.flatnonzero((outside | loads.refused) & (loads.settled_at <= flow.now)).tolist():
        refused = bool(loads.refused[i])
        mass = loads.mass_dag if refused else loads.arrived_dag
        yield authoring.ending(
            (uris.load_lot(flow.load_serial(i)), kg(int(mass[i]))),
            moment(int(loads.settled_at[i])),
            flow.destination(i).uri,
            destroyed=refused,
        )


def _forged_events(flow: Flow) -> Iterator[Event]:
    """The handover that a forged sheet claims; nothing was loaded for it."""
    for forged in flow.key.forged_sheets:
        if forged.departed_at <= flow.now:
            place = flow.furniture.stations[forged.station]
            serial = flow.forged_serial(forged)
            yield authoring.handover(
                uris.sheet_uri(serial),
                (uris.load_lot(serial), kg(forged.mass_dag)),
                moment(forged.departed_at),
                place.uri,
                uris.tanker_uri(flow.world.tankers[forged.tanker].grai),
                place.organisation.uri,
                flow.end(forged.destination).organisation.uri,
            )


def _silo_events(flow: Flow) -> Iterator[Event]:
    states, loads = flow.processing.states, flow.collection.loads
    for i in _until(states.at, flow.now):
        plant, silo = int(states.plant[i]), int(states.silo[i])
        place = flow.furniture.plants[plant]
        load = int(states.load[i])
        inputs = [(uris.load_lot(flow.load_serial(load)), kg(int(loads.arrived_dag[load])))]
        if states.previous[i] != NONE and states.heel_in_dag[i] > 0:
            inputs.append((flow.state_uri(int(states.previous[i])), kg(int(states.heel_in_dag[i]))))
        yield authoring.transformation(
            "unloading",
            inputs,
            [(flow.state_uri(i), kg(int(states.mass_dag[i])))],
            moment(int(states.at[i])),
            place.uri,
            place.vessel_uri(flow.world.plants[plant].silos[silo].extension),
        )


def _cleaning_events(flow: Flow) -> Iterator[Event]:
    cleanings = flow.processing.cleanings
    for i in _until(cleanings.at, flow.now):
        plant, silo = int(cleanings.plant[i]), int(cleanings.silo[i])
        place = flow.furniture.plants[plant]
        vessel = place.vessel_uri(flow.world.plants[plant].silos[silo].extension)
        yield authoring.cleaning(moment(int(cleanings.at[i])), place.uri, vessel)


def _batch_events(flow: Flow) -> Iterator[Event]:
    batches = flow.processing.batches
    for i in _until(batches.at, flow.now):
        place = flow.furniture.plants[int(batches.plant[i])]
        yield authoring.transformation(
            "creating_class_instance",
            [(flow.state_uri(int(batches.state[i])), kg(int(batches.input_dag[i])))],
            [(uris.batch_lot(flow.batch_serial(i)), kg(int(batches.mass_dag[i])))],
            moment(int(batches.at[i])),
            place.uri,
            place.vessel_uri("LINE-1"),
        )


def _pack_events(flow: Flow) -> Iterator[Event]:
    lots, batches = flow.processing.lots, flow.processing.batches
    for i in _until(lots.at, flow.now):
        batch = int(lots.batch[i])
        place = flow.furniture.plants[int(batches.plant[batch])]
        yield authoring.transformation(
            "packing",
            [(uris.batch_lot(flow.batch_serial(batch)), kg(int(lots.milk_dag[i])))],
            [(uris.lot(*flow.product_lot(i)), kg(int(lots.mass_dag[i])))],
            moment(int(lots.at[i])),
            place.uri,
            place.vessel_uri("PACK-1"),
        )


def _pallet_events(flow: Flow) -> Iterator[Event]:
    pallets, lots, batches = flow.processing.pallets, flow.processing.lots, flow.processing.batches
    for i in _until(pallets.at, flow.now):
        lot = int(pallets.lot[i])
        place = flow.furniture.plants[int(batches.plant[lots.batch[lot]])]
        sscc = build_sscc(GS1_PREFIX, flow.collection.start * 10_000_000 + int(pallets.serial[i]))
        yield authoring.aggregation(
            f"https://id.gs1.org/00/{sscc}",
            [(uris.lot(*flow.product_lot(lot)), kg(int(pallets.mass_dag[i])))],
            moment(int(pallets.at[i])),
            place.uri,
        )


def _until(times: NDArray[np.int64], now: int) -> list[int]:
    return np.flatnonzero(times <= now).tolist()
