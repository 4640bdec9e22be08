"""Entities and items of the ADED dictionary (ISO 11788) that carry a herd's records.

Numbers and meanings as they stand in files of milk-recording organisations (German vit and LKV,
PC-Start interface) and in programs that read them; recalled, not checked against the dictionary's
own text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from milkshed.herd.exchange.adis.records import Definition, Item
from milkshed.kernel.text import Text

STATUS = "recalled"
SOURCE = "ADED字典（ISO 11788），据德国vit/LKV的PC-Start接口文件；待核实"

ANIMAL = "00900080"
EAR_TAG_NAME = "00900070"
ANIMAL_NAME = "00900045"
BIRTH = "00900053"
SEX = "00800111"
TEST_DATE = "00900032"
MILK = "00800044"
FAT = "00900077"
PROTEIN = "00800046"
UREA = "00900026"
CELLS = "00900047"
ENTRY = "00900034"
EXIT = "00900038"
EXIT_REASON = "00800041"
CALVING = "00900028"
CALF = "00800105"
HERD_TEST = "00800181"
FARM = "00800043"


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity: its number, its name, and the items with which it is written here."""

    number: str
    title: Text
    items: tuple[Item, ...]

    @property
    def definition(self) -> Definition:
        """The definition line that goes before its values."""
        return Definition(self.number, self.items)


ENTITIES: Mapping[str, Entity] = MappingProxyType(
    {
        one.number: one
        for one in (
            Entity(
                "880005",
                Text("牛只主数据", "Animals"),
                (Item(ANIMAL, 15), Item(EAR_TAG_NAME, 12), Item(BIRTH, 8), Item(SEX, 1)),
            ),
            Entity(
                "880003",
                Text("进出场", "Movements"),
                (
                    Item(ANIMAL, 15),
                    Item(FARM, 15),
                    Item(ENTRY, 8),
                    Item(EXIT, 8),
                    Item(EXIT_REASON, 2),
                ),
            ),
            Entity(
                "880012",
                Text("产犊", "Calvings"),
                (Item(ANIMAL, 15), Item(CALVING, 8), Item(CALF, 2)),
            ),
            Entity(
                "880006",
                Text("个体测定日", "Cow test days"),
                (
                    Item(ANIMAL, 15),
                    Item(TEST_DATE, 8),
                    Item(MILK, 3, 1),
                    Item(FAT, 3, 2),
                    Item(PROTEIN, 3, 2),
                    Item(UREA, 3),
                    Item(CELLS, 4),
                ),
            ),
            Entity(
                "880028",
                Text("群体测定日", "Herd test days"),
                (Item(HERD_TEST, 8), Item(FARM, 15)),
            ),
        )
    }
)
"""Entities by number. Cells are in thousands per mL, urea in mg/L."""

EXIT_REASONS: Mapping[str, str] = MappingProxyType(
    {"1": "sold", "2": "culled", "3": "culled", "4": "culled", "5": "culled", "6": "culled",
     "7": "culled", "8": "culled", "9": "death", "10": "culled", "11": "culled"}
)  # fmt: skip
"""Codes 1–11 of why an animal left, brought to ours: 1 breeding sale, 9 death, others culling."""
