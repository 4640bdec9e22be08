"""Inside the plants: silo states with heels and cleanings, batches, product lots, pallets.

Silos are filled one after another. When the next load does not fit, or the oldest milk has lain
too long, the silo is drained into a batch. A heel stays, unless cleaning is due: then the silo
is emptied wholly, cleaned, and the chain of its states ends. Every load makes a new state of its
silo. Masses are whole decagrams and conserved: state = load - film + heel; heel + batch input =
state; what packing does not turn into product is its loss.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from milkshed.region.science.calibration import parameter
from milkshed.region.science.collection_flow import DAG_PER_T, Collection
from milkshed.region.science.entities import Plant, World

Ints = NDArray[np.int64]
NONE = -1
_OLDEST_S = 30 * 3600
_FULL = 0.97
_PALLET_DAG = 80_000  # 800 kg of goods


@dataclass(frozen=True, slots=True)
class SiloStates:
    """One row per unloading, in order of time within a plant; ``previous`` NONE starts a chain.

    ``mass_dag = arrived - loss_dag + heel_in_dag``. ``plant`` and ``silo`` are positions.
    """

    plant: Ints
    silo: Ints
    load: Ints
    previous: Ints
    heel_in_dag: Ints
    loss_dag: Ints
    mass_dag: Ints
    at: Ints
    traits: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cleanings:
    """Cleanings in place of silos."""

    plant: Ints
    silo: Ints
    at: Ints


@dataclass(frozen=True, slots=True)
class Batches:
    """Bulk pasteurised batches, each from one silo state.

    ``input_dag = state mass - heel_left_dag``; ``mass_dag = input_dag - loss_dag``.
    """

    plant: Ints
    state: Ints
    input_dag: Ints
    heel_left_dag: Ints
    loss_dag: Ints
    mass_dag: Ints
    at: Ints


@dataclass(frozen=True, slots=True)
class ProductLots:
    """Product lots; all lots of a batch together take its whole mass.

    ``milk_dag`` is the part of the batch that went into the lot, ``mass_dag`` the product made;
    the difference (water, whey, skim milk, waste) is loss. ``product`` is a position within the
    plant's products.
    """

    batch: Ints
    product: Ints
    milk_dag: Ints
    mass_dag: Ints
    at: Ints


@dataclass(frozen=True, slots=True)
class Pallets:
    """Pallets of product lots; ``serial`` counts all pallets of the flow from 0."""

    lot: Ints
    mass_dag: Ints
    serial: Ints
    at: Ints


@dataclass(frozen=True, slots=True)
class Processing:
    """The flow inside the plants. What lies in silos at the end is ``held_dag`` by plant."""

    states: SiloStates
    cleanings: Cleanings
    batches: Batches
    lots: ProductLots
    pallets: Pallets
    held_dag: Ints


def process(world: World, collection: Collection, pallets_per_lot: int = 9) -> Processing:
    """Unload, store, pasteurise and pack what arrived at the plants.

    At most ``pallets_per_lot`` pallets of a lot are put up; the rest of the lot stays loose in
    the store and can still be recalled by its lot number.
    """
    generator = np.random.default_rng([world.seed, 5, collection.start])
    loads = collection.loads
    rooms = [
        _Plant(number, plant, int(generator.integers(0, 36)) * 3600)
        for number, plant in enumerate(world.plants)
    ]
    plants = len(rooms)
    settled = loads.settled_at
    wanted = np.flatnonzero((loads.destination < plants) & ~loads.refused)
    order = wanted[np.lexsort((settled[wanted], loads.destination[wanted]))]
    film = np.rint(loads.arrived_dag * parameter("loss.unloading")).astype(np.int64)
    state_rows: list[tuple[int, int, int, int, int, int, int, int]] = []
    for load, plant, mass, loss, at in zip(
        order.tolist(),
        loads.destination[order].tolist(),
        loads.arrived_dag[order].tolist(),
        film[order].tolist(),
        settled[order].tolist(),
        strict=True,
    ):
        rooms[plant].unload(load, mass, loss, at, state_rows)
    states = _states(state_rows, collection)
    batches = _batches(rooms, generator)
    lots = _lots(world, batches, generator)
    cleaned = [(r.number, silo, at) for r in rooms for silo, at in r.cleanings]
    cleaning = np.array(cleaned, np.int64).reshape(-1, 3)
    return Processing(
        states=states,
        cleanings=Cleanings(*(cleaning[:, k].copy() for k in range(3))),
        batches=batches,
        lots=lots,
        pallets=_pallets(lots, pallets_per_lot),
        held_dag=np.array([sum(r.content) for r in rooms], np.int64),
    )


class _Plant:
    """The silos of one plant while time runs."""

    def __init__(self, number: int, plant: Plant, phase_s: int) -> None:
        silos = len(plant.silos)
        self.number = number
        self.capacity = [int(s.capacity_t * DAG_PER_T * _FULL) for s in plant.silos]
        self.content = [0] * silos
        self.state = [NONE] * silos
        self.oldest = [0] * silos
        self.last = [0] * silos
        self.cleaned = [-phase_s] * silos
        self.filling = 0
        self.batches: list[tuple[int, int, int, int, int]] = []
        self.cleanings: list[tuple[int, int]] = []
        self.heel_share = parameter("silo.heel_share")
        self.cleaning_s = parameter("silo.cleaning_d") * 86_400

    def unload(
        self,
        load: int,
        mass: int,
        loss: int,
        at: int,
        rows: list[tuple[int, int, int, int, int, int, int, int]],
    ) -> None:
        """Pump a load into the silo that is being filled, draining it first when it is due."""
        k = self.filling
        if self.state[k] != NONE and self.content[k] > 0:
            heeled = self.oldest[k] == 0
            full = self.content[k] + mass - loss > self.capacity[k]
            if not heeled and (full or at - self.oldest[k] > _OLDEST_S):
                self._drain(k, at)
                self.filling = k = (k + 1) % len(self.capacity)
        heel = self.content[k]
        if heel == 0:
            self.state[k] = NONE
        now = heel + mass - loss
        row = len(rows)
        rows.append((self.number, k, load, self.state[k], heel, loss, now, at))
        self.state[k] = row
        self.content[k] = now
        self.last[k] = at
        if self.oldest[k] == 0:
            self.oldest[k] = at

    def _drain(self, k: int, at: int) -> None:
        """Make a batch of the silo's content, and clean the silo when that is due."""
        drained_at = (self.last[k] + at) // 2
        content = self.content[k]
        if self.cleaned[k] < 0:
            self.cleaned[k] += at
        due = drained_at - self.cleaned[k] > self.cleaning_s
        heel = 0 if due else int(content * self.heel_share)
        self.batches.append((self.number, self.state[k], content - heel, heel, drained_at))
        self.content[k] = heel
        self.oldest[k] = 0
        if due:
            self.cleaned[k] = drained_at + 2700
            self.cleanings.append((k, drained_at + 2700))


def _states(
    rows: list[tuple[int, int, int, int, int, int, int, int]], collection: Collection
) -> SiloStates:
    table = np.array(rows, np.int64).reshape(-1, 8)
    load_traits = collection.loads.traits[table[:, 2]]
    traits = np.empty_like(load_traits)
    fresh = (table[:, 6] - table[:, 4]).tolist()
    for row, (previous, heel, now) in enumerate(
        zip(table[:, 3].tolist(), table[:, 4].tolist(), table[:, 6].tolist(), strict=True)
    ):
        if previous == NONE:
            traits[row] = load_traits[row]
        else:
            traits[row] = (heel * traits[previous] + fresh[row] * load_traits[row]) / now
    plant, silo, load, earlier, heel_in, loss, mass, at = table.T.copy()
    return SiloStates(plant, silo, load, earlier, heel_in, loss, mass, at, traits)


def _batches(rooms: list[_Plant], generator: np.random.Generator) -> Batches:
    rows = np.array([b for room in rooms for b in room.batches], np.int64).reshape(-1, 5)
    loss = np.rint(rows[:, 2] * parameter("loss.pasteurising")).astype(np.int64)
    return Batches(
        plant=rows[:, 0].copy(),
        state=rows[:, 1].copy(),
        input_dag=rows[:, 2].copy(),
        heel_left_dag=rows[:, 3].copy(),
        loss_dag=loss,
        mass_dag=rows[:, 2] - loss,
        at=rows[:, 4] + generator.integers(1200, 5400, len(rows)),
    )


def _lots(world: World, batches: Batches, generator: np.random.Generator) -> ProductLots:
    """Split each batch over one to three of the plant's products, turn by turn."""
    n = len(batches.at)
    makes = np.array([len(p.products) for p in world.plants], np.int64)[batches.plant]
    count = np.minimum(generator.integers(1, 4, n), makes)
    begin = generator.integers(0, 1 << 30, n)
    batch = np.repeat(np.arange(n), count)
    nth = np.arange(len(batch)) - np.repeat(np.cumsum(count) - count, count)
    product = (begin[batch] + nth) % makes[batch]
    weight = 0.5 + generator.random(len(batch))
    share = weight / np.bincount(batch, weights=weight, minlength=n)[batch]
    milk = np.floor(share * batches.mass_dag[batch]).astype(np.int64)
    given = np.bincount(batch, weights=milk, minlength=n).astype(np.int64)
    milk[nth == 0] += batches.mass_dag - given
    yields = [[q.kg_per_kg for q in p.products] for p in world.plants]
    width = max((len(row) for row in yields), default=1)
    table = np.zeros((len(yields), width))
    for k, row in enumerate(yields):
        table[k, : len(row)] = row
    mass = np.floor(milk * table[batches.plant[batch], product]).astype(np.int64)
    return ProductLots(
        batch=batch,
        product=product,
        milk_dag=milk,
        mass_dag=mass,
        at=batches.at[batch] + 3600 * (2 + nth) + generator.integers(0, 1800, len(batch)),
    )


def _pallets(lots: ProductLots, most: int) -> Pallets:
    count = np.minimum(-(-lots.mass_dag // _PALLET_DAG), most)
    lot = np.repeat(np.arange(len(count)), count)
    nth = np.arange(len(lot)) - np.repeat(np.cumsum(count) - count, count)
    mass = np.minimum(lots.mass_dag[lot] - nth * _PALLET_DAG, _PALLET_DAG)
    return Pallets(
        lot=lot,
        mass_dag=np.asarray(mass, np.int64),
        serial=np.arange(len(lot), dtype=np.int64),
        at=lots.at[lot] + 600 * (1 + nth),
    )
