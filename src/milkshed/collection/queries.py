"""Reads of collection that its verbs and doors share."""

from datetime import date

from milkshed.collection.models import HandoverSheet, Licence, Signature, Station, Tanker
from milkshed.collection.science.findings import Limits
from milkshed.collection.science.sealing import (
    COVERS,
    SheetContent,
    covered,
)
from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.signing import signature_digest
from milkshed.kernel.text import Text
from milkshed.platform.models import Rule
from milkshed.platform.rule_book import find_rule, rules_under


def limits_on(day: date) -> Limits:
    """The cold-chain and weight rules in force on a day."""
    rows = rules_under("collection.", day)

    def bound(key: str, side: str) -> float:
        row: Rule | None = rows.get(f"collection.{key}")
        value = getattr(row, side) if row else None
        if value is None:
            raise Problem(
                NOT_FOUND,
                Text(
                    f"规则 collection.{key} 在 {day} 无有效条目",
                    f"Rule collection.{key} has no row in force on {day}",
                ),
            )
        return float(value)

    return Limits(
        storage_low_c=bound("storage.temperature_c", "low"),
        storage_high_c=bound("storage.temperature_c", "high"),
        cooling_minutes=bound("cooling.minutes", "high"),
        arrival_warn_c=bound("arrival.warn_c", "high"),
        arrival_refuse_c=bound("arrival.refuse_c", "high"),
        weight_tolerance=bound("weight.tolerance", "high"),
    )


def notice_days(day: date) -> int:
    """How many days before its end a licence counts as expiring."""
    found = find_rule("collection.renewal.notice_days", day)
    return int(found.value) if found and found.value is not None else 30


def station_licensed(station: Station, day: date) -> bool:
    """Whether any licence of the station stands on a day."""
    return any(licence.stands_on(day) for licence in station.licences.all())


def tanker_permitted(tanker: Tanker, day: date) -> bool:
    """Whether any permit of the tanker stands on a day."""
    return any(permit.stands_on(day) for permit in tanker.permits.all())


def content_of(sheet: HandoverSheet) -> SheetContent:
    """The signed facts of a sheet as it is stored now."""
    return SheetContent(
        gdti=sheet.gdti,
        station=sheet.station.uri,
        tanker=sheet.tanker.uri,
        plant=sheet.plant.uri,
        load_lot=sheet.load_lot,
        shipped_kg=sheet.shipped_kg,
        departure_temperature_c=sheet.departure_temperature_c,
        cooling_minutes=sheet.cooling_minutes,
        seals=tuple(sheet.seals),
        loaded_at=sheet.loaded_at,
        departed_at=sheet.departed_at,
        arrived_at=sheet.arrived_at,
        arrival_temperature_c=sheet.arrival_temperature_c,
        seals_intact=sheet.seals_intact,
        received_kg=sheet.received_kg,
        refusal_reason=sheet.refusal_reason,
    )


def digest_for(sheet: HandoverSheet, signature: Signature) -> str:
    """The digest that a signature must have for the sheet as it is stored now."""
    part = covered(content_of(sheet), COVERS[signature.role])
    return signature_digest(part, signature.role, str(signature.person_id), signature.signed_at)


def is_intact(sheet: HandoverSheet, signature: Signature) -> bool:
    """Whether the sheet still says what the person signed."""
    return digest_for(sheet, signature) == signature.digest


def licences_by_subject() -> tuple[dict[int, list[Licence]], dict[int, list[Licence]]]:
    """All licences by station key and all permits by tanker key."""
    stations: dict[int, list[Licence]] = {}
    tankers: dict[int, list[Licence]] = {}
    for licence in Licence.objects.all():
        if licence.station_id is not None:
            stations.setdefault(licence.station_id, []).append(licence)
        if licence.tanker_id is not None:
            tankers.setdefault(licence.tanker_id, []).append(licence)
    return stations, tankers
