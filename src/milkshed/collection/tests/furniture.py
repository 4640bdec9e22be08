"""What collection's tests stand on: a licensed station, a permitted tanker, the rules."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from milkshed.collection.actions.bulk import SheetRow, SignatureRow
from milkshed.collection.models import Licence, Station, Tanker
from milkshed.collection.rules import ROWS
from milkshed.kernel.gs1 import build_gdti, build_grai
from milkshed.platform.rule_book import load_rules
from tests.cast import Cast

START = datetime(2026, 1, 5, 0, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Furniture:
    station: Station
    other_station: Station
    tanker: Tanker


def furnish(cast: Cast) -> Furniture:
    load_rules(ROWS)
    station = Station.objects.create(
        place=cast.places["station"], kind="farm", daily_intake_kg=Decimal(40_000)
    )
    station.farms.add(cast.places["farm"])
    station.plants.add(cast.places["plant"])
    other = Station.objects.create(
        place=cast.places["other_station"], kind="cooperative", daily_intake_kg=Decimal(20_000)
    )
    tanker = Tanker.objects.create(
        carrier=cast.organisations["carrier"],
        plate="宁C12345",
        grai=build_grai("9521321", 3, "T0001"),
        capacity_kg=Decimal(28_000),
    )
    common = {
        "issuer": cast.organisations["litong"],
        "valid_from": date(2025, 3, 1),
        "valid_to": date(2027, 2, 28),
    }
    Licence.objects.create(
        kind="station_licence",
        number="宁收640302001",
        holder=station.place.organisation,
        station=station,
        **common,
    )
    Licence.objects.create(
        kind="tanker_permit",
        number="宁运640302001",
        holder=tanker.carrier,
        tanker=tanker,
        **common,
    )
    return Furniture(station, other, tanker)


def sheet_row(cast: Cast, things: Furniture, serial: str = "J0001", **changes: object) -> SheetRow:
    """A sound, closed sheet; ``changes`` replace single values."""
    people = cast.people
    values: dict[str, object] = {
        "gdti": build_gdti("9521321", 1, serial),
        "station_id": things.station.pk,
        "tanker_id": things.tanker.pk,
        "plant_id": cast.places["plant"].pk,
        "load_lot": f"https://id.gs1.org/01/09521234543213/10/{serial}",
        "shipped_kg": 25_000.0,
        "departure_temperature_c": 3.2,
        "cooling_minutes": 75,
        "seals": (f"{serial}-1", f"{serial}-2", f"{serial}-3"),
        "loaded_at": START,
        "departed_at": START + timedelta(minutes=20),
        "arrived_at": START + timedelta(hours=2),
        "settled_at": START + timedelta(hours=3),
        "arrival_temperature_c": 3.8,
        "received_kg": 24_980.0,
        "seals_intact": True,
        "signatures": (
            SignatureRow("station", people["station_manager"].pk, START),
            SignatureRow("driver", people["tanker_driver"].pk, START + timedelta(minutes=20)),
            SignatureRow("escort", people["tanker_escort"].pk, START + timedelta(minutes=21)),
            SignatureRow("receiver", people["plant_receiver"].pk, START + timedelta(hours=3)),
        ),
    }
    values.update(changes)
    return SheetRow(**values)  # type: ignore[arg-type]
