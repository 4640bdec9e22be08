"""The rows that bulk verbs take: frozen, typed, without defaults that guess."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AnimalRow:
    """One animal to register. At least one of the five numbers must be given.

    ``farm_code`` names a registered farm. ``entered_on`` empty means since birth. The state at
    registration is ``parity`` with its ``last_calving_date``, and ``dry_on`` / ``due_on`` where
    they apply.
    """

    farm_code: str
    sex: str
    birth_date: date
    ear_tag: str | None = None
    on_farm: str | None = None
    herd_book: str | None = None
    iso_11784: str | None = None
    dhi: str | None = None
    breed: str = "荷斯坦"
    dam_number: str = ""
    sire_number: str = ""
    entered_on: date | None = None
    parity: int = 0
    last_calving_date: date | None = None
    dry_on: date | None = None
    due_on: date | None = None
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event of an animal, found by a number in force (``scheme``, ``number``).

    On-farm and test numbers are looked up on the farm. ``reason`` of a departure is ``sold``
    or ``culled``. ``withdrawal_hours`` of a treatment empty means the rule's default.
    ``corrects`` is the ``event_key`` of an earlier event that this one replaces; with kind
    ``retraction`` it only takes it back. ``details`` are those of ``event_details.py``;
    ``source`` says by which way the row came, ``device`` what measured it.
    """

    farm_code: str
    number: str
    kind: str
    happened_at: datetime
    scheme: str = "ear-tag"
    event_key: UUID | None = None
    due_on: date | None = None
    withdrawal_hours: Decimal | None = None
    reason: str = ""
    corrects: UUID | None = None
    details: Mapping[str, object] = field(default_factory=dict)
    source: str = "import"
    device: str = ""


@dataclass(frozen=True, slots=True)
class FarmDayRow:
    """What a farm declares for one day; heads are counts, ``session_milk_kg`` in milking order.

    ``scc_per_ml`` is the milk-weighted somatic cell count, cells per millilitre.
    """

    farm_code: str
    day: date
    head: int
    adult_head: int
    milking_head: int
    milk_kg: float
    session_milk_kg: tuple[float, ...] = ()
    fat_pct: float | None = None
    protein_pct: float | None = None
    scc_per_ml: int | None = None
    source: str = "system"
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class TestDayRow:
    """One test day. The cow is ``number`` in ``scheme``, or an external ``lactation_key``.

    ``milkings`` are what was weighed, each ``{"part", "kg", "hours"}``; ``weighing`` names how
    they became the yield of 24 hours.
    """

    __test__ = False

    farm_code: str
    test_date: date
    days_in_milk: int
    parity: int
    milk_kg: float
    number: str = ""
    scheme: str = "ear-tag"
    lactation_key: str = ""
    birth_date: date | None = None
    fat_pct: float | None = None
    protein_pct: float | None = None
    scc_per_ml: int | None = None
    lactose_pct: float | None = None
    urea_mg_per_dl: float | None = None
    milkings: tuple[Mapping[str, object], ...] = ()
    weighing: str = ""
    source: str = "file"
    synthetic: bool = False
