"""Reads of collection that its verbs and doors share."""

from dataclasses import replace
from datetime import date

from milkshed.collection.models import (
    HandoverSheet,
    Licence,
    LoadChange,
    Signature,
    Station,
    Tanker,
    Weighing,
)
from milkshed.collection.science.findings import Limits
from milkshed.collection.science.sealing import (
    ARRIVAL,
    COVERS,
    SheetContent,
    covered,
    instant,
    one_decimal,
    signature_digest,
)
from milkshed.kernel.problems import NOT_FOUND, Problem
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


def _arrived_content(sheet: HandoverSheet) -> SheetContent:
    """With what the receiver signs besides: the ticket, and changes of tanker on the way."""
    changes = sheet.changes.filter(kind="tanker").select_related("tanker")
    return replace(
        content_of(sheet),
        weighing=_weighing_words(sheet),
        changes=tuple(_change_words(change) for change in changes),
    )


def _weighing_words(sheet: HandoverSheet) -> str:
    """The ticket as the receiver signs it; empty where there is none."""
    found = Weighing.objects.filter(sheet=sheet).select_related("weighbridge").first()
    if found is None:
        return ""
    masses = "|".join(map(one_decimal, (found.gross_kg, found.tare_kg, found.net_kg)))
    return f"{found.weighbridge.code}|{found.ticket}|{masses}|{instant(found.weighed_at)}"


def _change_words(change: LoadChange) -> str:
    """A change of tanker as the receiver signs it."""
    plate = change.tanker.plate if change.tanker is not None else ""
    return f"{change.kind}|{instant(change.at)}|{plate}|{','.join(change.seals)}"


def seals_on(sheet: HandoverSheet) -> tuple[str, ...]:
    """The seals that a tanker must bear now: those of the sheet, or of its last change."""
    last = sheet.changes.filter(kind="tanker").last()
    return tuple(last.seals if last is not None else sheet.seals)


def digest_for(sheet: HandoverSheet, signature: Signature) -> str:
    """The digest that a signature must have for the sheet as it is stored now."""
    part = COVERS[signature.role]
    content = _arrived_content(sheet) if part == ARRIVAL else content_of(sheet)
    return signature_digest(
        covered(content, part), signature.role, str(signature.person_id), signature.signed_at
    )


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
