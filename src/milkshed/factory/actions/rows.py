"""The rows that bulk verbs take. Masses in kg, temperatures in ℃, times with their zone."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

Number = Decimal | float


@dataclass(frozen=True, slots=True)
class IntakeRow:
    """One load received into a silo.

    ``sheet`` is the GDTI of the handover sheet, ``load_lot`` the tanker load it covered and
    ``silo_lot`` the new state of the silo, which holds ``heel_kg`` of the state before.
    """

    silo_id: int
    sheet: str
    load_lot: str
    silo_lot: str
    kg: Number
    temperature_c: Number
    at: datetime
    heel_kg: Number = 0.0
    accepted_by_id: int | None = None


@dataclass(frozen=True, slots=True)
class CleaningRow:
    """A silo was emptied and cleaned."""

    silo_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One batch. ``draws`` pairs each silo state lot with the kilograms drawn from it."""

    plant_id: int
    lot: str
    category: str
    draws: tuple[tuple[str, Number], ...]
    kg_out: Number
    started_at: datetime
    finished_at: datetime


@dataclass(frozen=True, slots=True)
class ProductLotRow:
    """One product lot; ``batch_lot`` is the batch it was filled from.

    ``expires_on`` empty means the product's shelf life after ``produced_on``.
    """

    product_id: int
    lot: str
    kg: Number
    packs: int
    produced_on: date
    batch_lot: str = ""
    expires_on: date | None = None
    state: str = "released"
