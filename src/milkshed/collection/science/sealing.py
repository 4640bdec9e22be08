"""What each signature of a handover sheet covers, and its digest.

The station handler, the driver and the escort sign the loading; driver and escort also the
departure; the receiver everything. A digest binds the content to the signer and the instant,
so that any later change of the sheet is seen. Pure: no I/O, no clock.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from milkshed.kernel.signing import instant

LOADING = "loading"
TRANSPORT = "transport"
ARRIVAL = "arrival"
COVERS: Mapping[str, str] = {
    "station": LOADING,
    "driver": TRANSPORT,
    "escort": TRANSPORT,
    "receiver": ARRIVAL,
}


@dataclass(frozen=True, slots=True)
class SheetContent:
    """The facts written on a handover sheet; masses in kg, temperatures in ℃, times aware."""

    gdti: str
    station: str
    tanker: str
    plant: str
    load_lot: str
    shipped_kg: Decimal | float
    departure_temperature_c: Decimal | float
    cooling_minutes: int | None
    seals: tuple[str, ...]
    loaded_at: datetime
    departed_at: datetime | None = None
    arrived_at: datetime | None = None
    arrival_temperature_c: Decimal | float | None = None
    seals_intact: bool | None = None
    received_kg: Decimal | float | None = None
    refusal_reason: str = ""
    weighing: str = ""
    changes: tuple[str, ...] = ()


def one_decimal(value: Decimal | float | None) -> str:
    """A number with one decimal, as the sheet stores it; empty when there is none."""
    return "" if value is None else f"{value:.1f}"


def covered(content: SheetContent, part: str) -> bytes:
    """The canonical bytes of the part of a sheet that a signature covers."""
    values: list[object] = [
        part,
        content.gdti,
        content.station,
        content.tanker,
        content.plant,
        content.load_lot,
        one_decimal(content.shipped_kg),
        one_decimal(content.departure_temperature_c),
        content.cooling_minutes,
        list(content.seals),
        instant(content.loaded_at),
    ]
    if part in (TRANSPORT, ARRIVAL):
        values.append(instant(content.departed_at))
    if part == ARRIVAL:
        values += [
            instant(content.arrived_at),
            one_decimal(content.arrival_temperature_c),
            content.seals_intact,
            one_decimal(content.received_kg),
            content.refusal_reason,
        ]
        # sheets without a ticket or a change keep the digests they were signed with
        if content.weighing or content.changes:
            values += [content.weighing, list(content.changes)]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
