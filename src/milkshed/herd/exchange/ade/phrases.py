"""What messages about events say, and what our events say: each kind brought to the other.

Pure: members of a message in, details of an event out, and the other way round. Words of the
standard that our vocabulary is too small for are kept beside it under ``x_`` names, so that what
came in goes out again as it came.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from milkshed.herd.exchange.ade.reading import as_moment
from milkshed.herd.exchange.ade.reproduction import (
    read_abortion,
    read_calving,
    read_do_not_breed,
    read_dry_off,
    read_heat,
    read_pregnancy,
    read_service,
    write_calving,
    write_do_not_breed,
    write_heat,
    write_nothing,
    write_pregnancy,
    write_service,
)
from milkshed.herd.exchange.ade.saying import (
    Content,
    Details,
    Phrase,
    Said,
    back,
    in_kg,
    member,
    without_nothing,
)

_SEVERITY = {"Light": 1, "Moderate": 2, "Severe": 3}
_QUARTERS = {
    "UdderFrontLeft": "LF", "UdderFrontRight": "RF", "UdderRearLeft": "LR", "UdderRearRight": "RR",
}  # fmt: skip
_DOSES = {"MLT": "mL", "MGM": "mg", "GRM": "g"}
_SCALES = {
    "LoadCell": "scale", "WalkOver": "scale", "Girth": "tape", "Imaged": "camera",
    "Assessed": "estimate", "Predicted": "estimate",
}  # fmt: skip
_DISPOSED = {
    "ApprovedService": "rendering", "OnPremise": "burial", "Consumption": "other", "Other": "other",
}  # fmt: skip
_DISPOSED_BACK = {
    "rendering": "ApprovedService", "incineration": "ApprovedService", "burial": "OnPremise",
    "fermentation": "OnPremise", "other": "Other",
}  # fmt: skip
_CULLED = frozenset(
    [
        "Age",
        "Superfluous",
        "Slaughter",
        "LegOrClaw",
        "Nutrition",
        "Parturition",
        "Mastitis",
        "Fertility",
        "Health",
        "Production",
        "MilkingAbility",
        "BadType",
        "Behaviour",
    ]
)


def read_death(content: Content) -> list[Said]:
    """A message in, events out."""
    method = content.get("disposalMethod")
    disposal = {
        "method": _DISPOSED.get(method or "", ""),
        "place": content.get("disposalOperator", ""),
        "receipt": content.get("disposalReference", ""),
    }
    details = {
        "cause": content.get("explanation") or content.get("deathReason", ""),
        "disposal": without_nothing(disposal) if method else None,
        "x_death_reason": content.get("deathReason", ""),
        "x_death_method": content.get("deathMethod", ""),
    }
    return [Said("death", without_nothing(details))]


def write_death(
    kind: str, details: Details, at: datetime, until: datetime | None
) -> dict[str, Any]:
    """An event in, members of a message out."""
    disposal = details.get("disposal") or {}
    return without_nothing(
        {
            "deathReason": details.get("x_death_reason"),
            "deathMethod": details.get("x_death_method"),
            "explanation": details.get("cause"),
            "disposalMethod": _DISPOSED_BACK.get(disposal.get("method", "")),
            "disposalOperator": disposal.get("place"),
            "disposalReference": disposal.get("receipt"),
        }
    )


def _paper(content: Content) -> str:
    return str(
        member(content, "consignment", "transportReference")
        or member(content, "consignment", "id", "id")
        or ""
    )


def read_departure(content: Content) -> list[Said]:
    """A message in, events out."""
    kind, reason = content.get("departureKind", ""), content.get("departureReason", "")
    culled = kind == "Slaughter" or reason in _CULLED
    details = {
        "to": member(content, "consignment", "destinationLocation", "id")
        or member(content, "consignment", "destinationAddress"),
        "quarantine_certificate": _paper(content),
        "x_departure_kind": kind,
        "x_departure_reason": reason,
    }
    return [Said("departure", without_nothing(details), reason="culled" if culled else "sold")]


def write_departure(
    kind: str, details: Details, at: datetime, until: datetime | None
) -> dict[str, Any]:
    """An event in, members of a message out."""
    culled = details.get("reason") == "culled"
    consignment = without_nothing(
        {
            "destinationAddress": details.get("to"),
            "transportReference": details.get("quarantine_certificate"),
        }
    )
    return without_nothing(
        {
            "departureKind": details.get("x_departure_kind") or ("Slaughter" if culled else "Sale"),
            "departureReason": details.get("x_departure_reason")
            or ("Slaughter" if culled else "Sale"),
            "consignment": consignment,
        }
    )


def read_arrival(content: Content) -> list[Said]:
    """A message in, events out."""
    details = {
        "from_farm": member(content, "consignment", "originLocation", "id")
        or member(content, "consignment", "originAddress"),
        "quarantine_certificate": _paper(content),
        "x_arrival_reason": content.get("arrivalReason", ""),
    }
    return [Said("arrival", without_nothing(details))]


def write_arrival(
    kind: str, details: Details, at: datetime, until: datetime | None
) -> dict[str, Any]:
    """An event in, members of a message out."""
    consignment = without_nothing(
        {
            "originAddress": details.get("from_farm"),
            "transportReference": details.get("quarantine_certificate"),
        }
    )
    return without_nothing(
        {"arrivalReason": details.get("x_arrival_reason"), "consignment": consignment}
    )


def read_diagnoses(content: Content) -> list[Said]:
    """A message in, events out."""
    said = []
    for one in content.get("diagnoses", ()):
        quarters = [_QUARTERS.get(p.get("position", ""), "") for p in one.get("positions", ())]
        details = {
            "diagnosis": one.get("name") or member(one, "diagnosisCode", "id"),
            "severity": _SEVERITY.get(one.get("severity", "")),
            "quarter": next((quarter for quarter in quarters if quarter), ""),
            "x_code": member(one, "diagnosisCode", "id"),
            "x_code_scheme": member(one, "diagnosisCode", "scheme"),
            "x_stage": one.get("stage"),
        }
        said.append(Said("health", without_nothing(details)))
    if not said:
        raise ValueError("没有诊断（diagnoses）", "There is no diagnosis in diagnoses")
    return said


def write_diagnosis(
    kind: str, details: Details, at: datetime, until: datetime | None
) -> dict[str, Any]:
    """An event in, members of a message out."""
    severity = details.get("severity")
    position = back(_QUARTERS).get(details.get("quarter", ""))
    code, scheme = details.get("x_code"), details.get("x_code_scheme")
    one = {
        "name": details.get("diagnosis"),
        "diagnosisCode": {"id": str(code), "scheme": str(scheme)} if code and scheme else None,
        "severity": back(_SEVERITY).get(int(severity)) if severity else None,
        "stage": details.get("x_stage"),
        "positions": [{"position": position}] if position else None,
    }
    held = without_nothing(one)
    return {"diagnoses": [held]} if held else {}


def read_treatment(content: Content) -> list[Said]:
    """A message in, events out."""
    at = _when(content)
    dose = content.get("dose", {})
    hours: Decimal | None = None
    meat_days: float | None = None
    for one in content.get("withdrawals", ()):
        end = one.get("endDate")
        if end is None or at is None:
            continue
        lasts = datetime.fromisoformat(end.replace("Z", "+00:00")) - at
        if one.get("productType") == "Milk":
            hours = Decimal(f"{lasts.total_seconds() / 3600:.2f}")
        elif one.get("productType") == "Meat":
            meat_days = round(lasts.total_seconds() / 86_400, 2)
    details = {
        "product": member(content, "medicine", "name")
        or member(content, "medicine", "registeredIdentifier", "id"),
        "batch": _first_batch(content),
        "dose": dose.get("doseQuantity"),
        "dose_unit": _DOSES.get(dose.get("doseUnits", ""), ""),
        "veterinarian": content.get("responsible", ""),
        "diagnosis": content.get("comment", ""),
        "withdrawal_meat_days": meat_days,
        "x_dose_unit": dose.get("doseUnits", "") if dose.get("doseUnits") not in _DOSES else "",
        "x_procedure": content.get("procedure", ""),
    }
    return [Said("treatment", without_nothing(details), withdrawal_hours=hours)]


def _first_batch(content: Content) -> str:
    held = content.get("batches") or [{}]
    return str(held[0].get("identifier", ""))


def _when(content: Content) -> datetime | None:
    told = content.get("eventDateTime")
    return None if told is None else datetime.fromisoformat(told.replace("Z", "+00:00"))


def write_treatment(
    kind: str, details: Details, at: datetime, until: datetime | None
) -> dict[str, Any]:
    """An event in, members of a message out."""
    unit = details.get("x_dose_unit") or back(_DOSES).get(details.get("dose_unit", ""))
    dose = details.get("dose")
    meat = details.get("withdrawal_meat_days")
    withdrawals = []
    if until is not None:
        withdrawals.append({"productType": "Milk", "endDate": as_moment(until)})
    if meat is not None:
        end = at + timedelta(days=float(meat))
        withdrawals.append({"productType": "Meat", "endDate": as_moment(end)})
    batch = details.get("batch")
    return without_nothing(
        {
            "medicine": without_nothing({"name": details.get("product")}),
            "batches": [{"identifier": str(batch)}] if batch else None,
            "dose": {"doseQuantity": float(dose), "doseUnits": unit} if dose and unit else None,
            "withdrawals": withdrawals,
            "comment": details.get("diagnosis"),
            "procedure": details.get("x_procedure"),
        }
    )


def write_withdrawal(
    kind: str, details: Details, at: datetime, until: datetime | None
) -> dict[str, Any]:
    """An event in, members of a message out."""
    return without_nothing(
        {"productType": "Milk", "endDateTime": as_moment(until) if until else None}
    )


def read_withdrawal(content: Content) -> list[Said]:
    """A message in, events out."""
    raise ValueError("弃奶期随用药报文（treatments）报送", "Withdrawals are told with treatments")


def read_weight(content: Content) -> list[Said]:
    """A message in, events out."""
    mass = content.get("weight", {})
    method = mass.get("method", "")
    details = {
        "weight_kg": in_kg(mass),
        "method": _SCALES.get(method, ""),
        "x_method": method if method and method not in ("LoadCell", "Girth", "Imaged", "Assessed")
        else "",
    }  # fmt: skip
    return [Said("weight", without_nothing(details))]


def write_weight(
    kind: str, details: Details, at: datetime, until: datetime | None
) -> dict[str, Any]:
    """An event in, members of a message out."""
    method = details.get("x_method") or back(_SCALES).get(details.get("method", ""))
    if method is None and details.get("method") == "estimate":
        method = "Assessed"
    kg = details.get("weight_kg")
    if kg is None:
        return {}
    return {"weight": without_nothing({"measurement": float(kg), "units": "KGM", "method": method})}


def read_join(content: Content) -> list[Said]:
    """A message in, events out."""
    return [Said("pen_move", {"pen": content["animalSetId"]})]


def write_join(kind: str, details: Details, at: datetime, until: datetime | None) -> dict[str, Any]:
    """An event in, members of a message out."""
    return {"animalSetId": str(details.get("pen", ""))}


def _members(names: str) -> frozenset[str]:
    return frozenset(names.split())


PHRASES: Mapping[str, Phrase] = MappingProxyType(
    {
        "pregnancy-checks": Phrase(
            ("pregnancy_check",),
            _members("result method foetalAge foetusCount exceptions"),
            read_pregnancy,
            write_pregnancy,
        ),
        "heats": Phrase(
            ("heat",),
            _members("heatDetectionMethod certainty visualDetection"),
            read_heat,
            write_heat,
        ),
        "inseminations": Phrase(
            ("insemination", "embryo_transfer"),
            _members("inseminationType sireIdentifiers sireOfficialName straw embryo rank"),
            read_service,
            write_service,
        ),
        "drying-offs": Phrase(("dry_off",), frozenset(), read_dry_off, write_nothing),
        "abortions": Phrase(("abortion",), frozenset(), read_abortion, write_nothing),
        "do-not-breeds": Phrase(
            ("do_not_breed",), _members("doNotBreed"), read_do_not_breed, write_do_not_breed
        ),
        "parturitions": Phrase(
            ("calving",),
            _members("calvingEase progenyDetails progeny damParity liveProgeny totalProgeny"),
            read_calving,
            write_calving,
        ),
        "deaths": Phrase(
            ("death",),
            _members(
                "deathReason deathMethod explanation disposalMethod disposalOperator"
                " disposalReference"
            ),
            read_death,
            write_death,
        ),
        "departures": Phrase(
            ("departure",),
            _members("departureKind departureReason consignment"),
            read_departure,
            write_departure,
        ),
        "arrivals": Phrase(
            ("arrival",),
            _members("arrivalReason consignment animalDetail"),
            read_arrival,
            write_arrival,
        ),
        "diagnoses": Phrase(("health",), _members("diagnoses"), read_diagnoses, write_diagnosis),
        "treatments": Phrase(
            ("treatment",),
            _members("medicine batches dose withdrawals comment procedure"),
            read_treatment,
            write_treatment,
        ),
        "milking-withdrawals": Phrase(
            ("treatment",), frozenset(), read_withdrawal, write_withdrawal
        ),
        "weights": Phrase(("weight",), _members("weight"), read_weight, write_weight),
        "animal-set-joins": Phrase(("pen_move",), _members("animalSetId"), read_join, write_join),
        "animal-set-leaves": Phrase(
            ("pen_move", "departure", "death"), frozenset(), read_withdrawal, write_nothing
        ),
    }
)
"""Phrases by the last part of a message's address."""

ONLY_READ = frozenset({"milking-withdrawals", "animal-set-leaves", "test-days", "animal-sets"})
"""Messages that follow from others and are not taken by themselves."""
KEPT_OF_ALL = frozenset(
    ["resourceType", "id", "meta", "location", "animal", "eventDateTime", "responsible", "remark"]
)
"""Members of every event that are kept."""
