"""Make the simulated region: 22 counties, 327 farms, 305 stations, 460 tankers, 26 plants."""

from dataclasses import replace

import numpy as np

from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.identifiers import build_credit_code, build_gln
from milkshed.kernel.text import Text
from milkshed.region.science.calibration import COUNTY_TABLE, parameter
from milkshed.region.science.entities import (
    Buyer,
    Farm,
    Firm,
    Laboratory,
    MilkLevel,
    Plant,
    Site,
    Station,
    Tanker,
    World,
)
from milkshed.region.science.names import word_pairs
from milkshed.region.science.places import MARKETS, PLANT_CAPACITIES_T, scatter
from milkshed.region.science.sizes import (
    adult_heads,
    farm_heads,
    farm_milk_t,
    household_head,
    households_of,
    whole_shares,
)
from milkshed.region.science.vehicles import make_carriers, make_tankers
from milkshed.region.science.works import make_products, make_silos

GS1_PREFIX = "952"  # set aside by GS1 for demonstrations
SCALES = ("farm", "county", "region")
DEMO_COUNTY = "640302"

_FARM, _STATION, _PLANT, _LABORATORY, _BUYER, _PARTY = 1, 2, 3, 4, 5, 9
_BLOCK = 10_000_000


class Registry:
    """Hands out numbers and words, each once, in the order of asking."""

    def __init__(self, generator: np.random.Generator) -> None:
        self._words = iter(word_pairs(generator))
        self._next: dict[int, int] = {}

    def word(self) -> Text:
        """The next invented word."""
        return next(self._words)

    def gln(self, block: int) -> str:
        """The next GLN of a block (farms, stations, plants, ...)."""
        self._next[block] = self._next.get(block, 0) + 1
        return build_gln(GS1_PREFIX, block * _BLOCK + self._next[block])

    def firm(self, name: Text, county: str, category: str = "91") -> Firm:
        """A new firm with a right credit code and party GLN."""
        gln = self.gln(_PARTY)
        body = f"MA{self._next[_PARTY]:06d}"
        return Firm(name, county, build_credit_code(county, body, category), gln)


def make_world(scale: str, seed: int) -> World:
    """The simulated region, or the part of it that a smaller scale shows.

    ``farm`` is one farm with its station, two tankers and one plant; ``county`` is Litong with
    the plants in it; ``region`` is everything. The same seed gives the same farm in each scale.
    Raises ValueError for another scale.
    """
    if scale not in SCALES:
        raise ValueError(f"scale must be one of {SCALES}, not {scale!r}")
    region = _make_region(seed)
    if scale == "region":
        return region
    return _cut_to_county(region) if scale == "county" else _cut_to_farm(region)


def _make_region(seed: int) -> World:
    generator = np.random.default_rng([seed, 0])
    registry = Registry(np.random.default_rng([seed, 1]))
    farms = _make_farms(registry, generator)
    stations = _make_stations(registry, farms)
    plants = _make_plants(registry, generator)
    carriers = make_carriers(registry.word, registry.firm)
    tankers = make_tankers(stations, carriers, generator)
    return World(
        scale="region",
        seed=seed,
        farms=farms,
        stations=stations,
        carriers=carriers,
        tankers=tankers,
        plants=plants,
        buyers=_make_buyers(registry),
        laboratories=_make_laboratories(registry, plants),
    )


def _make_farms(registry: Registry, generator: np.random.Generator) -> tuple[Farm, ...]:
    farms: list[Farm] = []
    for row in COUNTY_TABLE:
        heads = farm_heads(row, generator)
        pool = household_head(row)
        heads = np.append(heads, pool) if pool else heads
        adults = adult_heads(heads)
        milk = farm_milk_t(row, adults, generator)
        longitude, latitude, towns = scatter(row.code, len(heads), generator)
        for i, head in enumerate(heads):
            pooled = i >= row.farms
            place = COUNTIES[row.code].short
            word = registry.word()
            name = (
                Text(f"{place.zh}奶牛养殖户（联户）", f"{place.en} household holdings")
                if pooled
                else Text(f"{word.zh}牧场", f"{word.en} Dairy Farm")
            )
            firm_name = (
                Text(f"{place.zh}{word.zh}奶牛养殖专业合作社", f"{word.en} Dairy Cooperative")
                if pooled
                else Text(f"{place.zh}{word.zh}牧业有限公司", f"{word.en} Farming Co., Ltd.")
            )
            farms.append(
                Farm(
                    number=len(farms),
                    code=f"{row.code}{i + 1:04d}",
                    firm=registry.firm(firm_name, row.code, "93" if pooled else "91"),
                    site=Site(
                        name,
                        row.code,
                        towns[i],
                        float(longitude[i]),
                        float(latitude[i]),
                        registry.gln(_FARM),
                    ),
                    head=int(head),
                    adult_head=int(adults[i]),
                    households=households_of(int(head)) if pooled else 0,
                    milk_t=float(milk[i]),
                    level=_level(generator, 1.6 if pooled else 1.0),
                    tanks=tuple(f"TANK-{k + 1}" for k in range(1 + int(adults[i]) // 2500)),
                    is_nucleus=not pooled and i % 12 == 3,
                )
            )
    return tuple(farms)


def _level(generator: np.random.Generator, dirt: float) -> MilkLevel:
    """A farm's level; ``dirt`` multiplies the bacteria of households' milk."""
    z = generator.standard_normal(6)
    between = np.sqrt(0.5)  # half of the variance of counts lies between farms
    return MilkLevel(
        fat_pct=parameter("fat.mean_pct") + parameter("fat.farm_sd_pct") * float(z[0]),
        protein_pct=parameter("protein.mean_pct") + parameter("protein.farm_sd_pct") * float(z[1]),
        lactose_pct=parameter("lactose.mean_pct") + parameter("lactose.farm_sd_pct") * float(z[2]),
        cells_per_ml=parameter("scc.bulk_median")
        * parameter("scc.bulk_gsd") ** float(between * z[3]),
        bacteria_per_ml=dirt
        * parameter("count.median")
        * parameter("count.gsd") ** float(between * z[4]),
        freezing_point_c=parameter("freezing_point.mean_c") + 0.003 * float(z[5]),
    )


def _make_stations(registry: Registry, farms: tuple[Farm, ...]) -> tuple[Station, ...]:
    """Mostly one station per farm; 22 fewer than farms, as small neighbours share one."""
    counts = np.array([float(row.farms) for row in COUNTY_TABLE])
    fewer = whole_shares(
        np.where(counts >= 8, counts, 0.0),
        int(parameter("region.farms") - parameter("region.stations")),
    )
    stations: list[Station] = []
    for row, less in zip(COUNTY_TABLE, fewer, strict=True):
        members = [i for i, f in enumerate(farms) if f.site.county == row.code and f.is_large]
        members.sort(key=lambda i: farms[i].head)
        groups: list[list[int]] = []
        left = int(less)
        if left >= 4:
            groups.append([members.pop(0), members.pop(0), members.pop(0)])
            left -= 2
        groups.extend([members.pop(0), members.pop(0)] for _ in range(left))
        groups.extend([member] for member in members)
        for serial, group in enumerate(groups, start=1):
            stations.append(_station(registry, farms, row.code, serial, group, len(stations)))
    return _with_households(farms, stations)


def _station(
    registry: Registry,
    farms: tuple[Farm, ...],
    county: str,
    serial: int,
    group: list[int],
    number: int,
) -> Station:
    home = farms[group[-1]]
    shared = len(group) > 1
    if shared:
        word = registry.word()
        name = Text(f"{word.zh}生鲜乳收购站", f"{word.en} Milk Station")
        place = COUNTIES[county].short
        firm = registry.firm(
            Text(f"{place.zh}{word.zh}奶农专业合作社", f"{word.en} Dairy Farmers' Cooperative"),
            county,
            "93",
        )
    else:
        name = Text(
            home.site.name.zh + "收购站", home.site.name.en.replace("Dairy Farm", "Milk Station")
        )
        firm = home.firm
    site = replace(
        home.site,
        name=name,
        longitude=round(home.site.longitude + 0.003, 5),
        latitude=round(home.site.latitude + 0.002, 5),
        gln=registry.gln(_STATION),
    )
    daily_t = sum(farms[i].milk_t for i in group) / 365
    return Station(
        number=number,
        firm=firm,
        site=site,
        operator_kind="cooperative" if shared else "farm",
        farms=tuple(group),
        licence_number=f"宁{county}(2025){serial:03d}",
        tanks=tuple(f"TANK-{k + 1}" for k in range(1 + int(daily_t // 60))),
        daily_t=daily_t,
    )


def _with_households(farms: tuple[Farm, ...], stations: list[Station]) -> tuple[Station, ...]:
    """Send each county's household milk to the smallest station near it."""
    for i, farm in enumerate(farms):
        if farm.is_large:
            continue
        home = farm.site
        near = [k for k, s in enumerate(stations) if s.site.county == home.county]
        if not near:
            near = sorted(
                range(len(stations)),
                key=lambda k: (
                    abs(stations[k].site.latitude - home.latitude)
                    + abs(stations[k].site.longitude - home.longitude)
                ),
            )[:1]
        chosen = min(near, key=lambda k: stations[k].daily_t)
        station = stations[chosen]
        stations[chosen] = replace(
            station,
            farms=(*station.farms, i),
            daily_t=station.daily_t + farm.milk_t / 365,
        )
    return tuple(stations)


def _make_plants(registry: Registry, generator: np.random.Generator) -> tuple[Plant, ...]:
    plants: list[Plant] = []
    for county, capacities in PLANT_CAPACITIES_T.items():
        longitude, latitude, _ = scatter(county, len(capacities), generator)
        place = COUNTIES[county].short
        for i, capacity in enumerate(capacities):
            word = registry.word()
            name = Text(f"{word.zh}乳业{place.zh}工厂", f"{word.en} Dairy, {place.en} Plant")
            firm = registry.firm(
                Text(f"宁夏{word.zh}乳业有限公司", f"Ningxia {word.en} Dairy Co., Ltd."), county
            )
            number = len(plants)
            plants.append(
                Plant(
                    number=number,
                    firm=firm,
                    site=Site(
                        name,
                        county,
                        "",
                        float(longitude[i]),
                        float(latitude[i]),
                        registry.gln(_PLANT),
                    ),
                    capacity_t=float(capacity),
                    silos=make_silos(float(capacity)),
                    products=make_products(number, float(capacity), word, generator),
                    traced=number not in (4, 21),  # the plan: 24 of 26 are in the tracing system
                )
            )
    return tuple(plants)


def _make_buyers(registry: Registry) -> tuple[Buyer, ...]:
    buyers = []
    for number, market in enumerate(MARKETS):
        firm = registry.firm(market.name, "640100")
        site = Site(
            market.name,
            "640100",
            "",
            market.longitude,
            market.latitude,
            registry.gln(_BUYER),
        )
        buyers.append(Buyer(number, firm, site))
    return tuple(buyers)


def _make_laboratories(registry: Registry, plants: tuple[Plant, ...]) -> tuple[Laboratory, ...]:
    found: list[Laboratory] = []

    def add(kind: str, name: Text, county: str, near: Site, plant: int | None, firm: Firm) -> None:
        site = replace(near, name=name, county=county, gln=registry.gln(_LABORATORY))
        found.append(Laboratory(len(found), kind, firm, site, plant))

    for kind, zh, en, counties in (
        (
            "dhi",
            "奶牛生产性能测定中心",
            "Milk Recording Laboratory",
            ("640104", "640302", "640181", "640502"),
        ),
        ("third-party", "乳品检测有限公司", "Dairy Testing Co., Ltd.", ("640106", "640302")),
    ):
        for county in counties:
            word = registry.word()
            name = Text(f"{word.zh}{zh}", f"{word.en} {en}")
            near = next(
                (p.site for p in plants if p.site.county == county),
                replace(plants[0].site, county=county),
            )
            add(kind, name, county, near, None, registry.firm(name, county))
    for plant in plants:
        name = Text(f"{plant.site.name.zh}化验室", f"{plant.site.name.en} Laboratory")
        add("plant", name, plant.site.county, plant.site, plant.number, plant.firm)
    return tuple(found)


def _cut_to_county(region: World) -> World:
    plants = [p for p in region.plants if p.site.county == DEMO_COUNTY]
    stations = [s for s in region.stations if s.site.county == DEMO_COUNTY]
    tankers = [t for t in region.tankers if t.county == DEMO_COUNTY]
    return _cut(region, "county", stations, tankers, plants, region.buyers)


def _cut_to_farm(region: World) -> World:
    """One farm of middling size that has a station of its own, and the middling plant near it."""
    stations = [
        s for s in region.stations if s.site.county == DEMO_COUNTY and s.operator_kind == "farm"
    ]
    station = min(stations, key=lambda s: abs(region.farms[s.farms[0]].head - 1200) + len(s.farms))
    plants = [p for p in region.plants if p.site.county == DEMO_COUNTY]
    tankers = [t for t in region.tankers if t.county == DEMO_COUNTY and not t.long_haul][:2]
    small = min(plants, key=lambda p: p.capacity_t)
    return _cut(region, "farm", [station], tankers, [small], ())


def _cut(
    region: World,
    scale: str,
    stations: list[Station],
    tankers: list[Tanker],
    plants: list[Plant],
    buyers: tuple[Buyer, ...],
) -> World:
    """Keep some stations, tankers and plants, with the farms and carriers that belong to them."""
    farm_positions = sorted({i for s in stations for i in s.farms})
    carrier_positions = sorted({t.carrier for t in tankers})
    plant_positions = [region.plants.index(p) for p in plants]
    farm_at = {old: new for new, old in enumerate(farm_positions)}
    carrier_at = {old: new for new, old in enumerate(carrier_positions)}
    plant_at = {old: new for new, old in enumerate(plant_positions)}
    return replace(
        region,
        scale=scale,
        farms=tuple(region.farms[i] for i in farm_positions),
        stations=tuple(replace(s, farms=tuple(farm_at[i] for i in s.farms)) for s in stations),
        carriers=tuple(region.carriers[i] for i in carrier_positions),
        tankers=tuple(replace(t, carrier=carrier_at[t.carrier]) for t in tankers),
        plants=tuple(plants),
        buyers=buyers,
        laboratories=tuple(
            replace(lab, plant=None if lab.plant is None else plant_at[lab.plant])
            for lab in region.laboratories
            if lab.plant is None or lab.plant in plant_at
        ),
    )
