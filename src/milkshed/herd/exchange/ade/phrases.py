"""What messages about events say, and what our events say: each kind brought to the other.

Pure: members of a message in, details of an event out, and the other way round. Words of the
standard that our vocabulary is too small for are kept beside it under ``x_`` names, so that what
came in goes out again as it came.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from milkshed.herd.exchange.ade.reading import as_moment

Content = Mapping[str, Any]
Details = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """What one event of ours is, taken from a message."""

    kind: str
    details: Details = field(default_factory=dict)
    reason: str = ""
    withdrawal_hours: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """One kind of message: the kinds of our events that it speaks of, and both ways.

    ``kept`` are the members, beyond those of every event, that are not lost on the way in.
    ``read`` raises ValueError with a sentence in both languages when our records have no word.
    """

    kinds: tuple[str, ...]
    kept: frozenset[str]
    read: Callable[[Content], list[Said]]
    write: Callable[[str, Details, datetime, datetime | None], dict[str, Any]]


EASE = (
    "EasyUnassisted",
    "EasyAssisted",
    "DifficultExtraAssistance",
    "DifficultVeterinaryCare",
    "CaesareanOrSurgery",
)
_PREGNANCY = {
    "Empty": "open",
    "Pregnant": "pregnant",
    "Multiple": "pregnant",
    "Unknown": "doubtful",
}
_CHECKED = {"Echography": "ultrasound", "Palpation": "palpation", "Blood": "blood", "Milk": "milk"}
_OBSERVED = {"Visual": "visual", "Chemical": "chalk", "Pedometer": "pedometer", "Other": "collar"}
_SEVERITY = {"Light": 1, "Moderate": 2, "Severe": 3}
_QUARTERS = {
    "UdderFrontLeft": "LF", "UdderFrontRight": "RF", "UdderRearLeft": "LR", "UdderRearRight": "RR",
}  # fmt: skip
_DOSES = {"MLT": "mL", "MGM": "mg", "GRM": "g"}
_SCALES = {
    "LoadCell": "scale", "WalkOver": "scale", "Girth": "tape", "Imaged": "camera",
    "Assessed": "estimate", "Predicted": "estimate",
}  # fmt: skip
_IN_KG = {"KGM": 1.0, "GRM": 0.001, "LBR": 0.45359237, "TNE": 1000.0}
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
_BIRTH_WORDS = {False: "Alive", True: "Stillborn"}
_SURE, _UNSURE = 1.0, 0.5


def _back(table: Mapping[str, Any]) -> dict[Any, str]:
    """A table the other way round; of several words the first."""
    turned: dict[Any, str] = {}
    for word, ours in table.items():
        turned.setdefault(ours, word)
    return turned


def _without_nothing(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value not in (None, "", [], {})}


def _first_id(content: Content, name: str) -> str:
    held = content.get(name) or [{}]
    return str(held[0].get("id", ""))


def _member(content: Content, *path: str) -> Any:
    found: Any = content
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _numbered(number: object) -> list[dict[str, str]]:
    return [{"id": str(number), "scheme": "cn.bull"}] if number else []


def _read_pregnancy(content: Content) -> list[Said]:
    result, method = content.get("result", ""), content.get("method", "")
    age = content.get("foetalAge")
    details = {
        "result": _PREGNANCY.get(result, ""),
        "method": _CHECKED.get(method, ""),
        "days_pregnant": age,
        "x_result": result if result == "Multiple" else "",
        "x_method": method if method not in _CHECKED else "",
        "x_foetus_count": content.get("foetusCount"),
        "x_exceptions": "；".join(content.get("exceptions", ())),
    }
    return [Said("pregnancy_check", _without_nothing(details))]


def _write_pregnancy(
    kind: str, details: Details, at: datetime, until: datetime | None
) -> dict[str, Any]:
    count = details.get("x_foetus_count")
    return _without_nothing(
        {
            "result": details.get("x_result")
            or {"open": "Empty", "pregnant": "Pregnant", "doubtful": "Unknown"}.get(
                details.get("result", "")
            ),
            "method": details.get("x_method") or _back(_CHECKED).get(details.get("method")),
            "foetalAge": details.get("days_pregnant"),
            "foetusCount": int(count) if count is not None else None,
        }
    )


def _read_heat(content: Content) -> list[Said]:
    certainty = {"InHeat": _SURE, "Suspect": _UNSURE}.get(content.get("certainty", ""))
    details = {
        "observed_by": _OBSERVED.get(content.get("heatDetectionMethod", ""), "visual"),
        "certainty": certainty,
        "x_signs": " ".join(_member(content, "visualDetection", "heatSigns") or ()),
        "x_intensity": _member(content, "visualDetection", "heatIntensity"),
    }
    return [Said("heat", _without_nothing(details))]


def _write_heat(
    kind: str, details: Details, at: datetime, until: datetime | None
) -> dict[str, Any]:
    certainty = details.get("certainty")
    return _without_nothing(
        {
            "heatDetectionMethod": _back(_OBSERVED).get(details.get("observed_by", "visual")),
            "certainty": None
            if certainty is None
            else ("InHeat" if float(certainty) > _UNSURE else "Suspect"),
            "visualDetection": _without_nothing(
                {
                    "heatSigns": str(details.get("x_signs", "")).split(),
                    "heatIntensity": details.get("x_intensity"),
                }
            ),
        }
    )


def _read_service(content: Content) -> list[Said]:
    kind = content["inseminationType"]
    sire = _first_id(content, "sireIdentifiers") or content.get("sireOfficialName", "")
    technician = content.get("responsible", "")
    if kind == "Implantation":
        embryo = content.get("embryo", {})
        details = {
            "embryo_number": _member(embryo, "id", "id"),
            "dam_number": _first_id(embryo, "donorIdentifiers"),
            "sire_number": _first_id(embryo, "sireIdentifiers") or sire,
            "technician": technician,
        }
        return [Said("embryo_transfer", _without_nothing(details))]
    straw = content.get("straw", {})
    details = {
        "method": "ai" if kind == "Insemination" else "natural",
        "bull_number": sire or _first_id(straw, "sireIdentifiers"),
        "straw_batch": straw.get("batch", ""),
        "straw_sexed": straw.get("isSexedSemen") or None,
        "technician": technician,
        "x_type": kind if kind == "RunWithBull" else "",
        "x_rank": content.get("rank"),
    }
    return [Said("insemination", _without_nothing(details))]


def _write_service(
    kind: str, details: Details, at: datetime, until: datetime | None
) -> dict[str, Any]:
    if kind == "embryo_transfer":
        embryo = {
            "resourceType": "icarReproEmbryoResource",
            "id": {"id": str(details.get("embryo_number", "")), "scheme": "cn.embryo"},
            "donorIdentifiers": _numbered(details.get("dam_number")),
            "sireIdentifiers": _numbered(details.get("sire_number")),
        }
        return {"inseminationType": "Implantation", "embryo": _without_nothing(embryo)}
    natural = details.get("method") == "natural"
    straw = _without_nothing(
        {
            "batch": details.get("straw_batch"),
            "isSexedSemen": True if details.get("straw_sexed") else None,
        }
    )
    rank = details.get("x_rank")
    return _without_nothing(
        {
            "inseminationType": details.get("x_type")
            or ("NaturalService" if natural else "Insemination"),
            "sireIdentifiers": _numbered(details.get("bull_number")),
            "straw": {"resourceType": "icarReproSemenStrawResource", **straw} if straw else None,
            "rank": int(rank) if rank is not None else None,
        }
    )


def _read_calving(content: Content) -> list[Said]:
    told = content.get("progenyDetails") or content.get("progeny") or ()
    calves = []
    for one in told:
        weight = one.get("birthWeight", {})
        identifier = _member(one, "identifier", "id")
        alive = one.get("birthStatus", "Alive") not in ("Stillborn", "Aborted")
        calf = {
            "sex": "M" if str(one.get("gender", "")).startswith("Male") else "F",
            "number": identifier if alive else "",
            "weight_kg": _in_kg(weight),
            "stillborn": None if alive else True,
        }
        calves.append(_without_nothing(calf))
    ease = content.get("calvingEase")
    details = {
        "ease": EASE.index(ease) + 1 if ease else None,
        "calves": calves,
        "x_dam_parity": content.get("damParity"),
        "x_live_progeny": content.get("liveProgeny") if not calves else None,
        "x_total_progeny": content.get("totalProgeny") if not calves else None,
    }
    return [Said("calving", _without_nothing(details))]


def _write_calving(
    kind: str, details: Details, at: datetime, until: datetime | None
) -> dict[str, Any]:
    calves = details.get("calves") or []
    ease = details.get("ease")
    progeny = [
        _without_nothing(
            {
                "resourceType": "icarProgenyDetailsResource",
                "specie": "Cattle",
                "gender": "Male" if calf.get("sex") == "M" else "Female",
                "identifier": {"id": str(calf["number"]), "scheme": "cn.ear-tag"}
                if calf.get("number")
                else None,
                "birthStatus": _BIRTH_WORDS[bool(calf.get("stillborn"))],
                "birthWeight": {"measurement": float(calf["weight_kg"]), "units": "KGM"}
                if calf.get("weight_kg")
                else None,
            }
        )
        for calf in calves
    ]
    live = sum(not calf.get("stillborn") for calf in calves) if calves else None
    numbers = {
        "liveProgeny": details.get("x_live_progeny") if live is None else live,
        "totalProgeny": len(calves) or details.get("x_total_progeny"),
        "damParity": details.get("x_dam_parity"),
    }
    written = {name: int(one) for name, one in numbers.items() if one not in (None, "")}
    return {
        **_without_nothing({"calvingEase": EASE[int(ease) - 1] if ease else None}),
        **written,
        **({"progenyDetails": progeny} if progeny else {}),
    }


def _in_kg(mass: Content) -> float | None:
    measured, unit = mass.get("measurement"), mass.get("units", "KGM")
    return None if measured is None or unit not in _IN_KG else round(measured * _IN_KG[unit], 2)


def _read_dry_off(content: Content) -> list[Said]:
    return [Said("dry_off")]


def _read_abortion(content: Content) -> list[Said]:
    return [Said("abortion")]


def _read_do_not_breed(content: Content) -> list[Said]:
    if content.get("doNotBreed") is False:
        raise ValueError(
            "取消禁配请撤销原报文（meta.isDeleted）",
            "To lift it, send the earlier message again with meta.isDeleted",
        )
    return [Said("do_not_breed", {"reason": content.get("remark") or "ICAR ADE"})]


def _write_nothing(
    kind: str, details: Details, at: datetime, until: datetime | None
) -> dict[str, Any]:
    return {}


def _write_do_not_breed(
    kind: str, details: Details, at: datetime, until: datetime | None
) -> dict[str, Any]:
    return {"doNotBreed": True, **_without_nothing({"remark": details.get("reason")})}


def _read_death(content: Content) -> list[Said]:
    method = content.get("disposalMethod")
    disposal = {
        "method": _DISPOSED.get(method or "", ""),
        "place": content.get("disposalOperator", ""),
        "receipt": content.get("disposalReference", ""),
    }
    details = {
        "cause": content.get("explanation") or content.get("deathReason", ""),
        "disposal": _without_nothing(disposal) if method else None,
        "x_death_reason": content.get("deathReason", ""),
        "x_death_method": content.get("deathMethod", ""),
    }
    return [Said("death", _without_nothing(details))]


def _write_death(
    kind: str, details: Details, at: datetime, until: datetime | None
) -> dict[str, Any]:
    disposal = details.get("disposal") or {}
    return _without_nothing(
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
        _member(content, "consignment", "transportReference")
        or _member(content, "consignment", "id", "id")
        or ""
    )


def _read_departure(content: Content) -> list[Said]:
    kind, reason = content.get("departureKind", ""), content.get("departureReason", "")
    culled = kind == "Slaughter" or reason in _CULLED
    details = {
        "to": _member(content, "consignment", "destinationLocation", "id")
        or _member(content, "consignment", "destinationAddress"),
        "quarantine_certificate": _paper(content),
        "x_departure_kind": kind,
        "x_departure_reason": reason,
    }
    return [Said("departure", _without_nothing(details), reason="culled" if culled else "sold")]


def _write_departure(
    kind: str, details: Details, at: datetime, until: datetime | None
) -> dict[str, Any]:
    culled = details.get("reason") == "culled"
    consignment = _without_nothing(
        {
            "destinationAddress": details.get("to"),
            "transportReference": details.get("quarantine_certificate"),
        }
    )
    return _without_nothing(
        {
            "departureKind": details.get("x_departure_kind") or ("Slaughter" if culled else "Sale"),
            "departureReason": details.get("x_departure_reason")
            or ("Slaughter" if culled else "Sale"),
            "consignment": consignment,
        }
    )


def _read_arrival(content: Content) -> list[Said]:
    details = {
        "from_farm": _member(content, "consignment", "originLocation", "id")
        or _member(content, "consignment", "originAddress"),
        "quarantine_certificate": _paper(content),
        "x_arrival_reason": content.get("arrivalReason", ""),
    }
    return [Said("arrival", _without_nothing(details))]


def _write_arrival(
    kind: str, details: Details, at: datetime, until: datetime | None
) -> dict[str, Any]:
    consignment = _without_nothing(
        {
            "originAddress": details.get("from_farm"),
            "transportReference": details.get("quarantine_certificate"),
        }
    )
    return _without_nothing(
        {"arrivalReason": details.get("x_arrival_reason"), "consignment": consignment}
    )


def _read_diagnoses(content: Content) -> list[Said]:
    said = []
    for one in content.get("diagnoses", ()):
        quarters = [_QUARTERS.get(p.get("position", ""), "") for p in one.get("positions", ())]
        details = {
            "diagnosis": one.get("name") or _member(one, "diagnosisCode", "id"),
            "severity": _SEVERITY.get(one.get("severity", "")),
            "quarter": next((quarter for quarter in quarters if quarter), ""),
            "x_code": _member(one, "diagnosisCode", "id"),
            "x_code_scheme": _member(one, "diagnosisCode", "scheme"),
            "x_stage": one.get("stage"),
        }
        said.append(Said("health", _without_nothing(details)))
    if not said:
        raise ValueError("没有诊断（diagnoses）", "There is no diagnosis in diagnoses")
    return said


def _write_diagnosis(
    kind: str, details: Details, at: datetime, until: datetime | None
) -> dict[str, Any]:
    severity = details.get("severity")
    position = _back(_QUARTERS).get(details.get("quarter", ""))
    code, scheme = details.get("x_code"), details.get("x_code_scheme")
    one = {
        "name": details.get("diagnosis"),
        "diagnosisCode": {"id": str(code), "scheme": str(scheme)} if code and scheme else None,
        "severity": _back(_SEVERITY).get(int(severity)) if severity else None,
        "stage": details.get("x_stage"),
        "positions": [{"position": position}] if position else None,
    }
    held = _without_nothing(one)
    return {"diagnoses": [held]} if held else {}


def _read_treatment(content: Content) -> list[Said]:
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
        "product": _member(content, "medicine", "name")
        or _member(content, "medicine", "registeredIdentifier", "id"),
        "batch": _first_batch(content),
        "dose": dose.get("doseQuantity"),
        "dose_unit": _DOSES.get(dose.get("doseUnits", ""), ""),
        "veterinarian": content.get("responsible", ""),
        "diagnosis": content.get("comment", ""),
        "withdrawal_meat_days": meat_days,
        "x_dose_unit": dose.get("doseUnits", "") if dose.get("doseUnits") not in _DOSES else "",
        "x_procedure": content.get("procedure", ""),
    }
    return [Said("treatment", _without_nothing(details), withdrawal_hours=hours)]


def _first_batch(content: Content) -> str:
    held = content.get("batches") or [{}]
    return str(held[0].get("identifier", ""))


def _when(content: Content) -> datetime | None:
    told = content.get("eventDateTime")
    return None if told is None else datetime.fromisoformat(told.replace("Z", "+00:00"))


def _write_treatment(
    kind: str, details: Details, at: datetime, until: datetime | None
) -> dict[str, Any]:
    unit = details.get("x_dose_unit") or _back(_DOSES).get(details.get("dose_unit", ""))
    dose = details.get("dose")
    meat = details.get("withdrawal_meat_days")
    withdrawals = []
    if until is not None:
        withdrawals.append({"productType": "Milk", "endDate": as_moment(until)})
    if meat is not None:
        end = at + timedelta(days=float(meat))
        withdrawals.append({"productType": "Meat", "endDate": as_moment(end)})
    batch = details.get("batch")
    return _without_nothing(
        {
            "medicine": _without_nothing({"name": details.get("product")}),
            "batches": [{"identifier": str(batch)}] if batch else None,
            "dose": {"doseQuantity": float(dose), "doseUnits": unit} if dose and unit else None,
            "withdrawals": withdrawals,
            "comment": details.get("diagnosis"),
            "procedure": details.get("x_procedure"),
        }
    )


def _write_withdrawal(
    kind: str, details: Details, at: datetime, until: datetime | None
) -> dict[str, Any]:
    return _without_nothing(
        {"productType": "Milk", "endDateTime": as_moment(until) if until else None}
    )


def _read_withdrawal(content: Content) -> list[Said]:
    raise ValueError("弃奶期随用药报文（treatments）报送", "Withdrawals are told with treatments")


def _read_weight(content: Content) -> list[Said]:
    mass = content.get("weight", {})
    method = mass.get("method", "")
    details = {
        "weight_kg": _in_kg(mass),
        "method": _SCALES.get(method, ""),
        "x_method": method if method and method not in ("LoadCell", "Girth", "Imaged", "Assessed")
        else "",
    }  # fmt: skip
    return [Said("weight", _without_nothing(details))]


def _write_weight(
    kind: str, details: Details, at: datetime, until: datetime | None
) -> dict[str, Any]:
    method = details.get("x_method") or _back(_SCALES).get(details.get("method", ""))
    if method is None and details.get("method") == "estimate":
        method = "Assessed"
    kg = details.get("weight_kg")
    if kg is None:
        return {}
    return {
        "weight": _without_nothing({"measurement": float(kg), "units": "KGM", "method": method})
    }


def _read_join(content: Content) -> list[Said]:
    return [Said("pen_move", {"pen": content["animalSetId"]})]


def _write_join(
    kind: str, details: Details, at: datetime, until: datetime | None
) -> dict[str, Any]:
    return {"animalSetId": str(details.get("pen", ""))}


def _members(names: str) -> frozenset[str]:
    return frozenset(names.split())


PHRASES: Mapping[str, Phrase] = MappingProxyType(
    {
        "pregnancy-checks": Phrase(
            ("pregnancy_check",),
            _members("result method foetalAge foetusCount exceptions"),
            _read_pregnancy,
            _write_pregnancy,
        ),
        "heats": Phrase(
            ("heat",),
            _members("heatDetectionMethod certainty visualDetection"),
            _read_heat,
            _write_heat,
        ),
        "inseminations": Phrase(
            ("insemination", "embryo_transfer"),
            _members("inseminationType sireIdentifiers sireOfficialName straw embryo rank"),
            _read_service,
            _write_service,
        ),
        "drying-offs": Phrase(("dry_off",), frozenset(), _read_dry_off, _write_nothing),
        "abortions": Phrase(("abortion",), frozenset(), _read_abortion, _write_nothing),
        "do-not-breeds": Phrase(
            ("do_not_breed",), _members("doNotBreed"), _read_do_not_breed, _write_do_not_breed
        ),
        "parturitions": Phrase(
            ("calving",),
            _members("calvingEase progenyDetails progeny damParity liveProgeny totalProgeny"),
            _read_calving,
            _write_calving,
        ),
        "deaths": Phrase(
            ("death",),
            _members(
                "deathReason deathMethod explanation disposalMethod disposalOperator"
                " disposalReference"
            ),
            _read_death,
            _write_death,
        ),
        "departures": Phrase(
            ("departure",),
            _members("departureKind departureReason consignment"),
            _read_departure,
            _write_departure,
        ),
        "arrivals": Phrase(
            ("arrival",),
            _members("arrivalReason consignment animalDetail"),
            _read_arrival,
            _write_arrival,
        ),
        "diagnoses": Phrase(("health",), _members("diagnoses"), _read_diagnoses, _write_diagnosis),
        "treatments": Phrase(
            ("treatment",),
            _members("medicine batches dose withdrawals comment procedure"),
            _read_treatment,
            _write_treatment,
        ),
        "milking-withdrawals": Phrase(
            ("treatment",), frozenset(), _read_withdrawal, _write_withdrawal
        ),
        "weights": Phrase(("weight",), _members("weight"), _read_weight, _write_weight),
        "animal-set-joins": Phrase(("pen_move",), _members("animalSetId"), _read_join, _write_join),
        "animal-set-leaves": Phrase(
            ("pen_move", "departure", "death"), frozenset(), _read_withdrawal, _write_nothing
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
