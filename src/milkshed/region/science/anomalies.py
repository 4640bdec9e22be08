"""Plant what an inspector should find: each anomaly once, with its entry in the answer key.

Planting happens between the tankers and the plants, so that what follows (silos, batches,
products) carries the consequences. Small worlds get what fits into them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace

import numpy as np
from numpy.typing import NDArray

from milkshed.kernel.day_numbers import day_of
from milkshed.kernel.text import Text
from milkshed.region.science.answer_key import AnswerKey, ForgedSheet, Planted, WrongTag
from milkshed.region.science.collection_flow import Collection, Loads, weigh
from milkshed.region.science.composition import (
    BACTERIA,
    FREEZING,
    TestResults,
    read_tests,
    water_down,
    water_share_for,
)
from milkshed.region.science.entities import World

WATERED_FREEZING_C = -0.480
WARM_C = 9.0
OVERSHIPPED_DAG = 500_000
DIVERTED_DAG = 240_000
_RESIDUE_SHARE = 0.05
_ROOM_DAG = 2_750_000
_OLDEST_D, _YOUNGEST_D = 9, 4  # columns before the end in which anomalies are planted
_FORGED_LATER_S = 5 * 3600 + 1260
_FAR_S = 2**40


@dataclass(slots=True)
class _Field:
    """The flow while anomalies are planted into copies of its columns."""

    world: World
    collection: Collection
    loads: Loads
    generator: np.random.Generator
    free: NDArray[np.bool_]
    shipped_dag: NDArray[np.int64]
    planted: list[Planted] = field(default_factory=list)

    def pick(self, suits: NDArray[np.bool_]) -> int | None:
        """A load of some days ago that suits and was not used; None if there is none.

        Not of the last days, so that the consequences (batches, products) have happened too.
        """
        rows = np.flatnonzero(suits & self.free)
        if not len(rows):
            return None
        day, days = self.loads.day[rows], self.collection.days
        recent = rows[(day >= days - _OLDEST_D) & (day <= days - _YOUNGEST_D)]
        rows = recent if len(recent) else rows
        row = int(rows[int(self.generator.integers(len(rows)))])
        near = np.abs(self.loads.day - self.loads.day[row]) <= 1
        self.use((self.loads.station == self.loads.station[row]) & near)
        return row

    def use(self, rows: NDArray[np.bool_]) -> None:
        """Keep other anomalies away from these loads."""
        self.free &= ~rows

    def note(
        self, kind: str, load: int | None, title: Text, finding: Text, day: int, **where: str
    ) -> None:
        """Write an entry of the answer key."""
        if load is not None:
            loads, world = self.loads, self.world
            station = world.stations[int(loads.station[load])]
            ends = [*(p.site for p in world.plants), *(b.site for b in world.buyers)]
            where = {
                "收购站 · station": f"{station.site.name.zh}（{station.site.gln}）",
                "车牌 · plate": world.tankers[int(loads.tanker[load])].plate,
                "去向 · destination": ends[int(loads.destination[load])].name.zh,
                **where,
            }
        when = day_of(self.collection.start + day).isoformat()
        self.planted.append(Planted(kind, title, finding, when, where, load))

    def read_again(self, rows: NDArray[np.int64], antibiotic: bool = False) -> None:
        """Test the changed loads anew."""
        flags = np.full(len(rows), antibiotic)
        loads = self.loads
        fresh = read_tests(loads.traits[rows], loads.milk_share[rows], flags, self.generator)
        for column in fields(TestResults):
            getattr(loads.tests, column.name)[rows] = getattr(fresh, column.name)


def plant_anomalies(
    world: World, collection: Collection, until: int | None = None
) -> tuple[Collection, AnswerKey]:
    """Plant every anomaly that fits the world. The collection given stays as it is.

    With ``until`` (seconds since 1970) only loads settled by then are touched, so that everything
    planted has happened.
    """
    loads = _copied(collection.loads)
    soil = _Field(
        world=world,
        collection=collection,
        loads=loads,
        generator=np.random.default_rng([world.seed, 6, collection.start]),
        free=(loads.destination < len(world.plants))
        & (loads.compartment == 1)
        & (loads.settled_at + _FORGED_LATER_S <= (until or _FAR_S)),
        shipped_dag=collection.station_lots.shipped_dag.copy(),
    )
    steps: tuple[Callable[[_Field], None], ...] = (
        _water,
        _warm,
        _break_seal,
        _overship,
        _divert,
    )
    lots = [*_residue(soil, refused=False), *_residue(soil, refused=True)]
    for step in steps:
        step(soil)
    forged = _forge(soil)
    expired = _expire(soil)
    tags = _mistag(soil)
    changed = replace(
        collection,
        loads=loads,
        station_lots=replace(collection.station_lots, shipped_dag=soil.shipped_dag),
    )
    return changed, AnswerKey(
        planted=tuple(soil.planted),
        forged_sheets=forged,
        wrong_tags=tags,
        residue_farm_lots=tuple(lots),
        expired_station=expired,
        expired_on=None if expired is None else collection.start + _expiry_column(collection),
    )


def _copied(loads: Loads) -> Loads:
    tests = TestResults(*(getattr(loads.tests, c.name).copy() for c in fields(TestResults)))
    columns = {c.name: getattr(loads, c.name).copy() for c in fields(Loads) if c.name != "tests"}
    return Loads(**columns, tests=tests)


def _water(soil: _Field) -> None:
    loads = soil.loads
    row = soil.pick((loads.mass_dag > 1_200_000) & (loads.mass_dag < 2_450_000))
    if row is None:
        return
    share = water_share_for(float(loads.traits[row, FREEZING]), WATERED_FREEZING_C)
    loads.arrived_dag[row] = round(int(loads.mass_dag[row]) / (1 - share))
    loads.net_kg[row] = weigh(loads.arrived_dag[row : row + 1], soil.generator)[0]
    loads.traits[row] = water_down(loads.traits[row], share)
    loads.milk_share[row] = 1 - share
    soil.read_again(np.array([row]))
    soil.note(
        "watered",
        row,
        Text("掺水的一车奶", "A watered load"),
        Text(
            "冰点约−0.480 ℃，相对密度与非脂乳固体偏低，地磅净重高于交接单数量",
            "freezing point about -0.480, low density and solids, weighbridge above the sheet",
        ),
        int(loads.day[row]),
        **{"掺水比例 · water": f"{share:.1%}"},
    )


def _warm(soil: _Field) -> None:
    loads = soil.loads
    row = soil.pick(loads.mass_dag > 0)
    if row is None:
        return
    loads.arrival_temperature_c[row] = WARM_C
    loads.traits[row, BACTERIA] *= 4
    soil.read_again(np.array([row]))
    soil.note(
        "warm",
        row,
        Text("温度超标的奶罐车", "A warm tanker"),
        Text("到厂奶温9.0 ℃，菌落总数升高", "arrives at 9.0 ℃, the bacterial count has risen"),
        int(loads.day[row]),
    )


def _break_seal(soil: _Field) -> None:
    row = soil.pick(soil.loads.mass_dag > 0)
    if row is None:
        return
    soil.loads.seal_intact[row] = False
    soil.note(
        "broken-seal",
        row,
        Text("铅封破损的奶罐车", "A tanker with a broken seal"),
        Text("交接单记录铅封不完好", "the sheet says that the seal is not intact"),
        int(soil.loads.day[row]),
    )


def _overship(soil: _Field) -> None:
    loads = soil.loads
    row = soil.pick(loads.mass_dag + OVERSHIPPED_DAG < _ROOM_DAG)
    if row is None:
        return
    station, day = int(loads.station[row]), int(loads.day[row])
    loads.mass_dag[row] += OVERSHIPPED_DAG
    loads.arrived_dag[row] += OVERSHIPPED_DAG
    loads.net_kg[row] = weigh(loads.arrived_dag[row : row + 1], soil.generator)[0]
    soil.shipped_dag[station, day] += OVERSHIPPED_DAG
    soil.note(
        "overshipped",
        row,
        Text("发出多于收进的收购站", "A station that shipped more than it received"),
        Text(
            "站奶罐批次的发出量与结存之和比收进量多5吨：有未登记的奶源",
            "loads and heel exceed what the station tank took in by 5 t: milk of unknown origin",
        ),
        day,
    )


def _divert(soil: _Field) -> None:
    loads = soil.loads
    row = soil.pick(loads.mass_dag > 2_000_000)
    if row is None:
        return
    loads.arrived_dag[row] -= DIVERTED_DAG
    soil.note(
        "diverted",
        row,
        Text("交接单重量高于实际卸奶量", "A sheet whose weight exceeds what was unloaded"),
        Text(
            "交接单与地磅数一致，但入仓量少2.4吨",
            "sheet and weighbridge agree, the silo got 2.4 t less",
        ),
        int(loads.day[row]),
    )


def _residue(soil: _Field, refused: bool) -> list[tuple[int, int]]:
    """Residues in one farm's milk of one day, at a station that several farms share if any."""
    loads, world = soil.loads, soil.world
    shared = np.array([len(s.farms) > 1 for s in world.stations])
    suits = shared[loads.station]
    row = soil.pick(suits) if suits.any() else soil.pick(loads.mass_dag > 0)
    if row is None:
        return []
    station, day = int(loads.station[row]), int(loads.day[row])
    members = world.stations[station].farms
    received = soil.collection.station_lots.total_dag[station, day]
    tank = soil.collection.milkings.tank_dag[:, day]
    weighty = [f for f in members if tank[f] > _RESIDUE_SHARE * received] or list(members)
    farm = weighty[int(soil.generator.integers(len(weighty)))]
    rows = np.flatnonzero(
        (loads.station == station) & (loads.day == day) & (loads.destination < len(world.plants))
    )
    soil.read_again(rows, antibiotic=True)
    if refused:
        loads.strip_positive[rows] = True
        loads.refused[rows] = True
        loads.arrived_dag[rows] = 0
    where = {
        "牧场 · farm": f"{world.farms[farm].site.name.zh}（{world.farms[farm].code}）",
    }
    if refused:
        soil.note(
            "residue-refused",
            row,
            Text("快检阳性、当场拒收的抗生素残留", "Antibiotic residue, refused at the gate"),
            Text(
                "进厂快检阳性，整车拒收；沿收购站批次追到牧场，逐场留样复检",
                "the rapid test is positive, the load refused; the station lot leads to its farms",
            ),
            day,
            **where,
        )
    else:
        soil.note(
            "residue-late",
            row,
            Text("入仓后才确证的抗生素残留", "Antibiotic residue confirmed after unloading"),
            Text(
                "进厂快检阴性，实验室确证阳性：顺向追到奶仓、批次、产品和托盘并召回，逆向追到牧场",
                "rapid test negative, laboratory positive: recall silo, batches, products and"
                " pallets; trace back to the farm",
            ),
            day,
            **where,
        )
    return [(farm, day)]


def _forge(soil: _Field) -> tuple[ForgedSheet, ...]:
    """A sheet for a load that never left, signed by the clerk of another station."""
    loads, world = soil.loads, soil.world
    if len(world.stations) < 2:
        return ()
    row = soil.pick(loads.mass_dag > 2_000_000)
    if row is None:
        return ()
    station = int(loads.station[row])
    other = next(
        i
        for i, s in enumerate(world.stations)
        if i != station and s.firm.gln != world.stations[station].firm.gln
    )
    shift = _FORGED_LATER_S
    sheet = ForgedSheet(
        station=station,
        signer_station=other,
        tanker=int(loads.tanker[row]),
        destination=int(loads.destination[row]),
        day=int(loads.day[row]),
        mass_dag=2_713_000,
        loaded_at=int(loads.loaded_at[row]) + shift,
        departed_at=int(loads.departed_at[row]) + shift,
        arrived_at=int(loads.arrived_at[row]) + shift,
        settled_at=int(loads.settled_at[row]) + shift,
        departure_temperature_c=3.1,
        arrival_temperature_c=3.6,
        serial=len(loads),
    )
    soil.note(
        "forged-sheet",
        None,
        Text("没有实物的交接单", "A handover sheet without a load"),
        Text(
            "台账中没有该批次的装车事件；站方签字人不属于该站；站批次已无奶可发",
            "the ledger holds no loading of the lot; the signer does not belong to the station; the"
            " station lot has no milk left",
        ),
        sheet.day,
        **{
            "收购站 · station": world.stations[station].site.name.zh,
            "签字人单位 · signer of": world.stations[other].site.name.zh,
            "车牌 · plate": world.tankers[sheet.tanker].plate,
        },
    )
    return (sheet,)


def _expire(soil: _Field) -> int | None:
    """A station that goes on after its licence has ended."""
    row = soil.pick(soil.loads.mass_dag > 0) if len(soil.world.stations) > 1 else None
    if row is None:
        return None
    station = int(soil.loads.station[row])
    soil.note(
        "expired-licence",
        None,
        Text("许可证过期仍在收奶的收购站", "A station at work with an expired licence"),
        Text(
            "收购许可证在期中到期，之后仍有收购和发运",
            "its licence ended amid the period, purchases and loads go on",
        ),
        _expiry_column(soil.collection),
        **{
            "收购站 · station": soil.world.stations[station].site.name.zh,
            "许可证号 · licence": soil.world.stations[station].licence_number,
        },
    )
    return station


def _expiry_column(collection: Collection) -> int:
    return max(collection.days // 2, collection.days - _OLDEST_D)


def _mistag(soil: _Field) -> tuple[WrongTag, ...]:
    """Two wrong ear tags on the first farm: an impossible one and one used twice."""
    farm = soil.world.farms[0]
    tags = (WrongTag(0, 0, None), WrongTag(0, 1, 2))
    soil.note(
        "wrong-ear-tag",
        None,
        Text("错误与重复使用的耳标", "A wrong ear tag and one used twice"),
        Text(
            "一枚耳标首位不是牛的代码2；一枚与另一头牛重复。登记时应退回这两行",
            "one tag does not begin with 2 for cattle, one is another cow's; both are refused",
        ),
        0,
        **{"牧场 · farm": f"{farm.site.name.zh}（{farm.code}）"},
    )
    return tags
