"""The things of a simulated region, as frozen records. Units stand in the names."""

from dataclasses import dataclass

from milkshed.kernel.text import Text
from milkshed.region.science.catalogue import Category


@dataclass(frozen=True, slots=True)
class Firm:
    """A legal person: name, county, 18-character credit code, party GLN."""

    name: Text
    county: str
    credit_code: str
    gln: str


@dataclass(frozen=True, slots=True)
class Site:
    """A place on the ground: name, county code, township code or empty, degrees, GLN."""

    name: Text
    county: str
    town: str
    longitude: float
    latitude: float
    gln: str


@dataclass(frozen=True, slots=True)
class MilkLevel:
    """A farm's own level of composition and hygiene, round which its days vary.

    Percentages are g/100 g, lactose as monohydrate; counts per mL.
    """

    fat_pct: float
    protein_pct: float
    lactose_pct: float
    cells_per_ml: float
    bacteria_per_ml: float
    freezing_point_c: float


@dataclass(frozen=True, slots=True)
class Farm:
    """A farm, or the pooled household holdings of a county (``households`` above zero).

    ``number`` counts through the region and seeds the farm's own random numbers, so that a farm
    is the same in every scale. ``milk_t`` is the yearly milk it is calibrated to.
    """

    number: int
    code: str
    firm: Firm
    site: Site
    head: int
    adult_head: int
    households: int
    milk_t: float
    level: MilkLevel
    tanks: tuple[str, ...]
    is_nucleus: bool

    @property
    def is_large(self) -> bool:
        """Whether it is a farm in the sense of the plan, not a pool of households."""
        return self.households == 0


@dataclass(frozen=True, slots=True)
class Station:
    """A purchase station; ``farms`` are positions in the world's tuple of farms.

    ``operator_kind`` is "farm" or "cooperative": law lets only processors, farms and dairy
    cooperatives open one.
    """

    number: int
    firm: Firm
    site: Site
    operator_kind: str
    farms: tuple[int, ...]
    licence_number: str
    tanks: tuple[str, ...]
    daily_t: float


@dataclass(frozen=True, slots=True)
class Carrier:
    """A haulier with its own licence plates."""

    number: int
    firm: Firm


@dataclass(frozen=True, slots=True)
class Tanker:
    """A milk tanker; ``carrier`` is a position in the world's tuple of carriers."""

    number: int
    plate: str
    grai: str
    carrier: int
    county: str
    capacity_t: float
    compartments: int
    permit_number: str
    long_haul: bool


@dataclass(frozen=True, slots=True)
class Silo:
    """A raw milk silo of a plant: GLN extension and size."""

    extension: str
    capacity_t: float


@dataclass(frozen=True, slots=True)
class Product:
    """A product of one plant; ``kg_per_kg`` is product mass per mass of milk."""

    gtin: str
    category: Category
    name: Text
    net_g: int
    shelf_d: int
    kg_per_kg: float


@dataclass(frozen=True, slots=True)
class Plant:
    """A plant with its daily capacity, silos and products."""

    number: int
    firm: Firm
    site: Site
    capacity_t: float
    silos: tuple[Silo, ...]
    products: tuple[Product, ...]
    traced: bool


@dataclass(frozen=True, slots=True)
class Buyer:
    """A buyer outside the region: where milk goes that no plant inside takes."""

    number: int
    firm: Firm
    site: Site


@dataclass(frozen=True, slots=True)
class Laboratory:
    """A laboratory: ``kind`` is dhi, third-party or plant; ``plant`` a position or None."""

    number: int
    kind: str
    firm: Firm
    site: Site
    plant: int | None


@dataclass(frozen=True, slots=True)
class World:
    """Everything that stands in the simulated region before any milk flows."""

    scale: str
    seed: int
    farms: tuple[Farm, ...]
    stations: tuple[Station, ...]
    carriers: tuple[Carrier, ...]
    tankers: tuple[Tanker, ...]
    plants: tuple[Plant, ...]
    buyers: tuple[Buyer, ...]
    laboratories: tuple[Laboratory, ...]

    @property
    def head(self) -> int:
        """Cattle of all farms."""
        return sum(farm.head for farm in self.farms)
