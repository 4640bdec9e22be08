"""What is to be settled: accepted loads, shared over farms, with the tests that count for them.

A station's delivery is an accepted load. A farm's delivery is its share of each accepted load of
the stations that buy from it, in the proportion of what the load carries
(:func:`milkshed.trade.science.attribution.milk_carried`, the rule by which contracts are counted
too). Its test is that of its own tank lot where there is one, else that of the load.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from milkshed.collection.facade import (
    Load,
    bought_by_farm,
    farm_lots,
    settled_loads,
    stations_selling,
)
from milkshed.kernel.clock import shanghai_day
from milkshed.platform.models import Place
from milkshed.platform.rule_book import rule
from milkshed.quality.facade import LotReadings, readings_of_lots
from milkshed.trade.science.attribution import milk_carried, share_out, straight_km
from milkshed.trade.science.pricing.grid import Grid
from milkshed.trade.science.pricing.measures import TESTED
from milkshed.trade.science.pricing.plain import Account, Delivery, Test

_DAYS_A_MONTH = 31
OWN, OF_LOAD = "own", "load"


@dataclass(frozen=True, slots=True)
class Party:
    """A seller's place and the organisation that buys from it."""

    place_id: int
    buyer_id: int


@dataclass(frozen=True, slots=True)
class Collected:
    """The account of a party, and what could not be attributed to any farm."""

    account: Account
    loads: Mapping[str, Load]
    unattributed: tuple[str, ...] = ()


def days_before(grid: Grid) -> int:
    """How many days before a period may still matter to a grid."""
    windows = [term.window_months for term in grid.terms]
    return max([grid.rules.look_back_days, *(_DAYS_A_MONTH * (w - 1) for w in windows)])


def collect(
    parties: Sequence[Party], first: date, last: date, back_days: int
) -> dict[Party, Collected]:
    """The accounts of some parties for days, both included, with tests of ``back_days`` before."""
    return _Collection(parties, first, last, back_days).accounts()


class _Collection:
    def __init__(self, parties: Sequence[Party], first: date, last: date, back_days: int) -> None:
        self.parties, self.first, self.last = parties, first, last
        self.begin = first - timedelta(days=back_days)
        places = {one.pk: one for one in Place.objects.filter(pk__in={p.place_id for p in parties})}
        self.farms = {key for key, place in places.items() if place.kind == "farm"}
        selling = stations_selling(self.farms) if self.farms else {}
        self.stations_of: dict[int, tuple[int, ...]] = {
            key: selling.get(key, ()) if key in self.farms else (key,) for key in places
        }
        buyers = {p.buyer_id for p in parties}
        plants = Place.objects.filter(kind="plant", organisation_id__in=buyers)
        self.plants: dict[int, Place] = {one.pk: one for one in plants}
        stations = {station for found in self.stations_of.values() for station in found}
        self.stations = Place.objects.in_bulk(stations)
        self.most = int(rule("trade.fulfilment.collect_days", last).value or 1)
        before = self.begin - timedelta(days=self.most)
        self.loads: dict[int, list[Load]] = defaultdict(list)
        self.loaded_on: dict[int, set[date]] = defaultdict(set)
        uris: set[str] = set()
        for load in settled_loads(stations, before if self.farms else self.begin, last):
            self.loaded_on[load.station_place_id].add(load.day)
            if load.plant_place_id not in self.plants or load.day < self.begin:
                continue
            uris.add(load.lot_uri)
            if load.outcome == "accepted":
                self.loads[load.station_place_id].append(load)
        self.bought: dict[int, dict[date, Mapping[int, Decimal]]] = defaultdict(dict)
        self.carried: dict[tuple[int, date], Mapping[date, Mapping[int, Decimal]]] = {}
        if self.farms:
            for (station, day), farms in bought_by_farm(stations, before, last).items():
                self.bought[station][day] = farms
        self.lots = farm_lots(stations, before, last) if self.farms else {}
        uris |= {lot for found in self.lots.values() for lot in found}
        self.readings = readings_of_lots(uris)
        self.tests: dict[tuple[str, str], Test] = {}

    def accounts(self) -> dict[Party, Collected]:
        return {party: self._account(party) for party in self.parties}

    def _account(self, party: Party) -> Collected:
        deliveries: list[Delivery] = []
        earlier: dict[str, Test] = {}
        loads: dict[str, Load] = {}
        lost: list[str] = []
        found = sorted(
            (
                load
                for station in self.stations_of.get(party.place_id, ())
                for load in self.loads[station]
                if self.plants[load.plant_place_id].organisation_id == party.buyer_id
            ),
            key=lambda load: (load.day, load.number),
        )
        for load in found:
            kg, test = load.received_kg or Decimal(0), self._test_of_load(load)
            if party.place_id in self.farms:
                carried = self._carried(load)
                if not carried:
                    lost.append(load.number)
                    continue
                shares: dict[int, Decimal] = defaultdict(Decimal)
                for farms in carried.values():
                    for farm, bought_kg in farms.items():
                        shares[farm] += bought_kg
                kg = share_out(kg, shares).get(party.place_id, Decimal(0))
                test = self._own_test(load, carried, party.place_id) or test
            if not kg:
                continue
            if load.day < self.first:
                if test is not None:
                    earlier[test.sample] = test
                continue
            loads[load.number] = load
            deliveries.append(Delivery(load.number, load.day, kg, test, self._facts(load)))
        before = sorted(earlier.values(), key=lambda test: test.day)
        account = Account(self.first, self.last, tuple(deliveries), tuple(before))
        return Collected(account, loads, tuple(number for number in lost))

    def _carried(self, load: Load) -> Mapping[date, Mapping[int, Decimal]]:
        key = load.station_place_id, load.day
        if key not in self.carried:
            station, day = key
            self.carried[key] = milk_carried(
                self.bought[station], day, self.loaded_on[station], self.most
            )
        return self.carried[key]

    def _test_of_load(self, load: Load) -> Test | None:
        return self._as_test(self.readings.get(load.lot_uri), OF_LOAD)

    def _own_test(self, load: Load, days: Iterable[date], farm: int) -> Test | None:
        station = load.station_place_id
        lots = [lot for day in days for lot in self.lots.get((station, day, farm), ())]
        own = [self.readings[lot] for lot in lots if lot in self.readings]
        return self._as_test(own[-1], OWN) if own else None

    def _as_test(self, readings: LotReadings | None, source: str) -> Test | None:
        if readings is None:
            return None
        key = (readings.barcode, source)
        if key not in self.tests:
            values = dict(readings.values)
            if "antibiotics" in values:
                values["residue"] = values.pop("antibiotics")
            if "fat" in values and "solids_not_fat" in values:
                values["total_solids"] = values["fat"] + values["solids_not_fat"]
            self.tests[key] = Test(
                readings.barcode,
                shanghai_day(readings.sampled_at),
                {code: value for code, value in values.items() if code in TESTED},
                source,
            )
        return self.tests[key]

    def _facts(self, load: Load) -> dict[str, Decimal]:
        facts: dict[str, Decimal] = {}
        if load.arrival_temperature_c is not None:
            facts["temperature"] = load.arrival_temperature_c
        a, b = self.stations[load.station_place_id], self.plants[load.plant_place_id]
        if None not in (a.longitude, a.latitude, b.longitude, b.latitude):
            km = straight_km(
                a.longitude or 0.0, a.latitude or 0.0, b.longitude or 0.0, b.latitude or 0.0
            )
            facts["distance"] = Decimal(km)
        return facts


def as_inputs(collected: Collected) -> dict[str, object]:
    """What a statement keeps of its account, as JSON: numbers as text, days as ISO text."""
    account = collected.account
    return {
        "first": account.first.isoformat(),
        "last": account.last.isoformat(),
        "deliveries": [
            {
                "key": one.key,
                "day": one.day.isoformat(),
                "kg": str(one.kg),
                "test": _test_document(one.test),
                "facts": {code: str(value) for code, value in one.facts.items()},
            }
            for one in account.deliveries
        ],
        "earlier": [_test_document(test) for test in account.earlier],
        "unattributed": list(collected.unattributed),
    }


def from_inputs(document: Mapping[str, object]) -> Account:
    """The account that a statement kept."""
    given: dict[str, object] = dict(document)
    return Account(
        date.fromisoformat(str(given["first"])),
        date.fromisoformat(str(given["last"])),
        tuple(
            Delivery(
                one["key"],
                date.fromisoformat(one["day"]),
                Decimal(one["kg"]),
                _test(one["test"]),
                {code: Decimal(value) for code, value in one["facts"].items()},
            )
            for one in given["deliveries"]  # type: ignore[attr-defined]
        ),
        tuple(test for one in given["earlier"] if (test := _test(one)) is not None),  # type: ignore[attr-defined]
    )


def _test_document(test: Test | None) -> dict[str, object] | None:
    if test is None:
        return None
    return {
        "sample": test.sample,
        "day": test.day.isoformat(),
        "source": test.source,
        "values": {code: str(value) for code, value in sorted(test.values.items())},
    }


def _test(document: Mapping[str, object] | None) -> Test | None:
    if document is None:
        return None
    values: Mapping[str, str] = document["values"]  # type: ignore[assignment]
    return Test(
        str(document["sample"]),
        date.fromisoformat(str(document["day"])),
        {code: Decimal(value) for code, value in values.items()},
        str(document["source"]),
    )
