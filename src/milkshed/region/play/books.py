"""The flow as the rooms keep it: purchase books, handover sheets, tests, intakes, batches."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np

from milkshed.collection.actions.bulk import PurchaseRow, SheetRow, SignatureRow
from milkshed.factory.actions.rows import BatchRow, CleaningRow, IntakeRow, ProductLotRow
from milkshed.kernel.day_numbers import day_of
from milkshed.quality.actions.bulk import IncomingTestRow
from milkshed.region.play import uris
from milkshed.region.play.facts import Flow, kg, moment
from milkshed.region.play.herds_and_plants import FACTORY_CATEGORY, FactoryKeys
from milkshed.region.science.answer_key import ForgedSheet

_RECEIVING_S = 1500
_SAMPLING_S = 600


@dataclass(slots=True)
class CollectionKeys:
    """Where stations and tankers stand in the collection room, in the world's order."""

    stations: list[int] = field(default_factory=list)
    tankers: list[int] = field(default_factory=list)


def purchases(flow: Flow, keys: CollectionKeys) -> Iterator[PurchaseRow]:
    """Lines of the stations' purchase books, up to now."""
    milkings, start = flow.collection.milkings, flow.collection.start
    tank_dag = milkings.tank_dag
    for s, station in enumerate(flow.world.stations):
        for i in station.farms:
            farm = flow.world.farms[i]
            for d in range(flow.collection.days):
                at = int(milkings.stored_at[i, d]) + _RECEIVING_S
                if at > flow.now:
                    break
                if tank_dag[i, d] > 0:
                    yield PurchaseRow(
                        station_id=keys.stations[s],
                        farm_id=flow.furniture.farms[i].pk,
                        received_at=moment(at),
                        kg=kg(int(tank_dag[i, d])),
                        temperature_c=float(milkings.temperature_c[i, d]),
                        farm_lot=uris.farm_tank_lot(farm.number, start + d),
                        station_lot=uris.station_lot(station.number, start + d),
                    )


def sheets(flow: Flow, keys: CollectionKeys) -> Iterator[SheetRow]:
    """Handover sheets of all loads, each as far as it has come by now."""
    loads, now = flow.collection.loads, flow.now
    cooling = flow.collection.milkings.cooling_minutes
    crews = _crews(flow)
    for i in np.flatnonzero(loads.loaded_at <= now).tolist():
        station = int(loads.station[i])
        serial = flow.load_serial(i)
        departed, arrived, settled = (
            int(column[i]) if column[i] <= now else None
            for column in (loads.departed_at, loads.arrived_at, loads.settled_at)
        )
        refused = settled is not None and bool(loads.refused[i])
        home = flow.world.stations[station].farms[0]
        yield SheetRow(
            gdti=uris.sheet_gdti(serial),
            station_id=keys.stations[station],
            tanker_id=keys.tankers[int(loads.tanker[i])],
            plant_id=flow.destination(i).pk,
            load_lot=uris.load_lot(serial),
            shipped_kg=kg(int(loads.mass_dag[i])),
            departure_temperature_c=float(loads.departure_temperature_c[i]),
            loaded_at=moment(int(loads.loaded_at[i])),
            signatures=tuple(_signatures(flow, crews, i, departed, settled)),
            departed_at=moment(departed) if departed else None,
            arrived_at=moment(arrived) if arrived else None,
            settled_at=moment(settled) if settled else None,
            arrival_temperature_c=float(loads.arrival_temperature_c[i]) if arrived else None,
            received_kg=float(loads.net_kg[i]) if settled and not refused else None,
            cooling_minutes=int(cooling[home, int(loads.day[i])]),
            seals=tuple(f"NX{i * 3 + k:08d}" for k in range(3)),
            seals_intact=bool(loads.seal_intact[i]) if arrived else None,
            refusal_reason="抗生素快速检测阳性" if refused else "",
        )
    for forged in flow.key.forged_sheets:
        if forged.settled_at <= now:
            yield _forged(flow, keys, crews, forged)


def _forged(
    flow: Flow, keys: CollectionKeys, crews: list[tuple[int, int]], forged: ForgedSheet
) -> SheetRow:
    """A sheet without a load, signed for the station by someone of another one."""
    serial = flow.forged_serial(forged)
    signer = flow.furniture.stations[forged.signer_station].organisation_id
    plant = flow.end(forged.destination)
    driver, escort = crews[forged.tanker]
    return SheetRow(
        gdti=uris.sheet_gdti(serial),
        station_id=keys.stations[forged.station],
        tanker_id=keys.tankers[forged.tanker],
        plant_id=plant.pk,
        load_lot=uris.load_lot(serial),
        shipped_kg=kg(forged.mass_dag),
        departure_temperature_c=forged.departure_temperature_c,
        loaded_at=moment(forged.loaded_at),
        signatures=(
            SignatureRow(
                "station",
                flow.furniture.people(signer, "station_manager")[0].pk,
                moment(forged.loaded_at),
            ),
            SignatureRow("driver", driver, moment(forged.departed_at)),
            SignatureRow("escort", escort, moment(forged.departed_at)),
            SignatureRow(
                "receiver",
                flow.furniture.people(plant.organisation_id, "plant_receiver")[0].pk,
                moment(forged.settled_at),
            ),
        ),
        departed_at=moment(forged.departed_at),
        arrived_at=moment(forged.arrived_at),
        settled_at=moment(forged.settled_at),
        arrival_temperature_c=forged.arrival_temperature_c,
        received_kg=kg(forged.mass_dag),
        cooling_minutes=90,
        seals=tuple(f"NX9{serial.replace('-', '')}{k}" for k in range(3)),
        seals_intact=True,
    )


def _crews(flow: Flow) -> list[tuple[int, int]]:
    """The keys of driver and escort of every tanker."""
    crews = (flow.furniture.crew(i) for i in range(len(flow.world.tankers)))
    return [(driver.pk, escort.pk) for driver, escort in crews]


def _signatures(
    flow: Flow,
    crews: list[tuple[int, int]],
    load: int,
    departed: int | None,
    settled: int | None,
) -> Iterator[SignatureRow]:
    loads = flow.collection.loads
    station = flow.furniture.stations[int(loads.station[load])].organisation_id
    manager = flow.furniture.people(station, "station_manager")[0].pk
    yield SignatureRow("station", manager, moment(int(loads.loaded_at[load]) + 300))
    if departed is not None:
        driver, escort = crews[int(loads.tanker[load])]
        yield SignatureRow("driver", driver, moment(departed))
        yield SignatureRow("escort", escort, moment(departed))
    if settled is not None:
        plant = flow.destination(load).organisation_id
        receiver = flow.furniture.people(plant, "plant_receiver")[0].pk
        yield SignatureRow("receiver", receiver, moment(settled))


def incoming_tests(flow: Flow) -> Iterator[IncomingTestRow]:
    """The plants' tests of every load that reached them, reported by now."""
    loads = flow.collection.loads
    tests = loads.tests
    inside = loads.destination < len(flow.world.plants)
    for i in np.flatnonzero(inside & (loads.settled_at <= flow.now)).tolist():
        place = flow.furniture.plants[int(loads.destination[i])]
        serial = flow.load_serial(i)
        yield IncomingTestRow(
            barcode=f"J{serial}",
            lot_uri=uris.load_lot(serial),
            place_id=place.pk,
            sampled_at=moment(int(loads.arrived_at[i]) + _SAMPLING_S),
            reported_at=moment(int(loads.settled_at[i])),
            analyst_id=flow.furniture.people(place.organisation_id, "lab_analyst")[0].pk,
            reviewer_id=flow.furniture.people(place.organisation_id, "lab_reviewer")[0].pk,
            tanker_uri=uris.tanker_uri(flow.world.tankers[int(loads.tanker[i])].grai),
            sheet_gdti=uris.sheet_gdti(serial),
            fat=float(tests.fat_pct[i]),
            protein=float(tests.protein_pct[i]),
            solids_not_fat=float(tests.snf_pct[i]),
            density=float(tests.density[i]),
            acidity=float(tests.acidity_t[i]),
            freezing_point=float(tests.freezing_point_c[i]),
            total_count=int(tests.bacteria_per_ml[i]),
            somatic_cells=int(tests.cells_per_ml[i]),
            antibiotics=bool(tests.antibiotic_positive[i]),
        )


def intakes(flow: Flow, keys: FactoryKeys) -> Iterator[IntakeRow]:
    """Loads received into silos, up to now."""
    states, loads = flow.processing.states, flow.collection.loads
    for i in np.flatnonzero(states.at <= flow.now).tolist():
        plant, silo, load = int(states.plant[i]), int(states.silo[i]), int(states.load[i])
        serial = flow.load_serial(load)
        organisation = flow.furniture.plants[plant].organisation_id
        yield IntakeRow(
            silo_id=keys.silos[plant][silo],
            sheet=uris.sheet_gdti(serial),
            load_lot=uris.load_lot(serial),
            silo_lot=flow.state_uri(i),
            kg=kg(int(states.mass_dag[i] - states.heel_in_dag[i])),
            temperature_c=float(loads.arrival_temperature_c[load]),
            at=moment(int(states.at[i])),
            heel_kg=kg(int(states.heel_in_dag[i])),
            accepted_by_id=flow.furniture.people(organisation, "plant_receiver")[0].pk,
        )


def cleanings(flow: Flow, keys: FactoryKeys) -> Iterator[CleaningRow]:
    """Cleanings of silos, up to now."""
    found = flow.processing.cleanings
    for i in np.flatnonzero(found.at <= flow.now).tolist():
        silo = keys.silos[int(found.plant[i])][int(found.silo[i])]
        yield CleaningRow(silo, moment(int(found.at[i])))


def batches(flow: Flow, keys: FactoryKeys) -> Iterator[BatchRow]:
    """Batches, up to now; a batch bears the category of its first product."""
    found, lots = flow.processing.batches, flow.processing.lots
    first_lot = {int(b): i for i, b in reversed(list(enumerate(lots.batch)))}
    for i in np.flatnonzero(found.at <= flow.now).tolist():
        plant = int(found.plant[i])
        product = flow.world.plants[plant].products[int(lots.product[first_lot[i]])]
        finished = moment(int(found.at[i]))
        yield BatchRow(
            plant_id=keys.plants[plant],
            lot=uris.batch_lot(flow.batch_serial(i)),
            category=FACTORY_CATEGORY[product.category],
            draws=((flow.state_uri(int(found.state[i])), kg(int(found.input_dag[i]))),),
            kg_out=kg(int(found.mass_dag[i])),
            started_at=finished - timedelta(hours=1),
            finished_at=finished,
        )


def product_lots(flow: Flow, keys: FactoryKeys) -> Iterator[ProductLotRow]:
    """Product lots, up to now."""
    lots, found = flow.processing.lots, flow.processing.batches
    for i in np.flatnonzero(lots.at <= flow.now).tolist():
        batch = int(lots.batch[i])
        plant, position = int(found.plant[batch]), int(lots.product[i])
        product = flow.world.plants[plant].products[position]
        _, number = flow.product_lot(i)
        yield ProductLotRow(
            product_id=keys.products[plant][position],
            lot=number,
            kg=kg(int(lots.mass_dag[i])),
            packs=int(lots.mass_dag[i]) * 10 // product.net_g,
            produced_on=day_of(int(lots.at[i] + 8 * 3600) // 86_400),
            batch_lot=uris.batch_lot(flow.batch_serial(batch)),
        )
