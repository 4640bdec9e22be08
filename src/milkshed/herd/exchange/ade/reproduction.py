"""Messages of reproduction: heats, services, checks, calvings, and what ends them."""

from datetime import datetime
from typing import Any

from milkshed.herd.exchange.ade.saying import (
    Content,
    Details,
    Said,
    back,
    first_id,
    in_kg,
    member,
    numbered,
    without_nothing,
)

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
_BIRTH_WORDS = {False: "Alive", True: "Stillborn"}
_SURE, _UNSURE = 1.0, 0.5


def read_pregnancy(content: Content) -> list[Said]:
    """A message in, events out."""
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
    return [Said("pregnancy_check", without_nothing(details))]


def write_pregnancy(
    kind: str, details: Details, at: datetime, until: datetime | None
) -> dict[str, Any]:
    """An event in, members of a message out."""
    count = details.get("x_foetus_count")
    return without_nothing(
        {
            "result": details.get("x_result")
            or {"open": "Empty", "pregnant": "Pregnant", "doubtful": "Unknown"}.get(
                details.get("result", "")
            ),
            "method": details.get("x_method") or back(_CHECKED).get(details.get("method")),
            "foetalAge": details.get("days_pregnant"),
            "foetusCount": int(count) if count is not None else None,
        }
    )


def read_heat(content: Content) -> list[Said]:
    """A message in, events out."""
    certainty = {"InHeat": _SURE, "Suspect": _UNSURE}.get(content.get("certainty", ""))
    details = {
        "observed_by": _OBSERVED.get(content.get("heatDetectionMethod", ""), "visual"),
        "certainty": certainty,
        "x_signs": " ".join(member(content, "visualDetection", "heatSigns") or ()),
        "x_intensity": member(content, "visualDetection", "heatIntensity"),
    }
    return [Said("heat", without_nothing(details))]


def write_heat(kind: str, details: Details, at: datetime, until: datetime | None) -> dict[str, Any]:
    """An event in, members of a message out."""
    certainty = details.get("certainty")
    return without_nothing(
        {
            "heatDetectionMethod": back(_OBSERVED).get(details.get("observed_by", "visual")),
            "certainty": None
            if certainty is None
            else ("InHeat" if float(certainty) > _UNSURE else "Suspect"),
            "visualDetection": without_nothing(
                {
                    "heatSigns": str(details.get("x_signs", "")).split(),
                    "heatIntensity": details.get("x_intensity"),
                }
            ),
        }
    )


def read_service(content: Content) -> list[Said]:
    """A message in, events out."""
    kind = content["inseminationType"]
    sire = first_id(content, "sireIdentifiers") or content.get("sireOfficialName", "")
    technician = content.get("responsible", "")
    if kind == "Implantation":
        embryo = content.get("embryo", {})
        details = {
            "embryo_number": member(embryo, "id", "id"),
            "dam_number": first_id(embryo, "donorIdentifiers"),
            "sire_number": first_id(embryo, "sireIdentifiers") or sire,
            "technician": technician,
        }
        return [Said("embryo_transfer", without_nothing(details))]
    straw = content.get("straw", {})
    details = {
        "method": "ai" if kind == "Insemination" else "natural",
        "bull_number": sire or first_id(straw, "sireIdentifiers"),
        "straw_batch": straw.get("batch", ""),
        "straw_sexed": straw.get("isSexedSemen") or None,
        "technician": technician,
        "x_type": kind if kind == "RunWithBull" else "",
        "x_rank": content.get("rank"),
    }
    return [Said("insemination", without_nothing(details))]


def write_service(
    kind: str, details: Details, at: datetime, until: datetime | None
) -> dict[str, Any]:
    """An event in, members of a message out."""
    if kind == "embryo_transfer":
        embryo = {
            "resourceType": "icarReproEmbryoResource",
            "id": {"id": str(details.get("embryo_number", "")), "scheme": "cn.embryo"},
            "donorIdentifiers": numbered(details.get("dam_number")),
            "sireIdentifiers": numbered(details.get("sire_number")),
        }
        return {"inseminationType": "Implantation", "embryo": without_nothing(embryo)}
    natural = details.get("method") == "natural"
    straw = without_nothing(
        {
            "batch": details.get("straw_batch"),
            "isSexedSemen": True if details.get("straw_sexed") else None,
        }
    )
    rank = details.get("x_rank")
    return without_nothing(
        {
            "inseminationType": details.get("x_type")
            or ("NaturalService" if natural else "Insemination"),
            "sireIdentifiers": numbered(details.get("bull_number")),
            "straw": {"resourceType": "icarReproSemenStrawResource", **straw} if straw else None,
            "rank": int(rank) if rank is not None else None,
        }
    )


def read_calving(content: Content) -> list[Said]:
    """A message in, events out."""
    told = content.get("progenyDetails") or content.get("progeny") or ()
    calves = []
    for one in told:
        weight = one.get("birthWeight", {})
        identifier = member(one, "identifier", "id")
        alive = one.get("birthStatus", "Alive") not in ("Stillborn", "Aborted")
        calf = {
            "sex": "M" if str(one.get("gender", "")).startswith("Male") else "F",
            "number": identifier if alive else "",
            "weight_kg": in_kg(weight),
            "stillborn": None if alive else True,
        }
        calves.append(without_nothing(calf))
    ease = content.get("calvingEase")
    details = {
        "ease": EASE.index(ease) + 1 if ease else None,
        "calves": calves,
        "x_dam_parity": content.get("damParity"),
        "x_live_progeny": content.get("liveProgeny") if not calves else None,
        "x_total_progeny": content.get("totalProgeny") if not calves else None,
    }
    return [Said("calving", without_nothing(details))]


def write_calving(
    kind: str, details: Details, at: datetime, until: datetime | None
) -> dict[str, Any]:
    """An event in, members of a message out."""
    calves = details.get("calves") or []
    ease = details.get("ease")
    progeny = [
        without_nothing(
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
        **without_nothing({"calvingEase": EASE[int(ease) - 1] if ease else None}),
        **written,
        **({"progenyDetails": progeny} if progeny else {}),
    }


def read_dry_off(content: Content) -> list[Said]:
    """A message in, events out."""
    return [Said("dry_off")]


def read_abortion(content: Content) -> list[Said]:
    """A message in, events out."""
    return [Said("abortion")]


def read_do_not_breed(content: Content) -> list[Said]:
    """A message in, events out."""
    if content.get("doNotBreed") is False:
        raise ValueError(
            "取消禁配请撤销原报文（meta.isDeleted）",
            "To lift it, send the earlier message again with meta.isDeleted",
        )
    return [Said("do_not_breed", {"reason": content.get("remark") or "ICAR ADE"})]


def write_nothing(
    kind: str, details: Details, at: datetime, until: datetime | None
) -> dict[str, Any]:
    """An event in, members of a message out."""
    return {}


def write_do_not_breed(
    kind: str, details: Details, at: datetime, until: datetime | None
) -> dict[str, Any]:
    """An event in, members of a message out."""
    return {"doNotBreed": True, **without_nothing({"remark": details.get("reason")})}
