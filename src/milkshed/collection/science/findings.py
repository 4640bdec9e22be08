"""What is wrong with a load, found from its sheet alone. Pure: values in, findings out."""

from dataclasses import dataclass
from decimal import Decimal

from milkshed.kernel.text import Text

Number = Decimal | float


@dataclass(frozen=True, slots=True)
class Limits:
    """The rules a load is held against, in ℃, minutes and as a share of the shipped mass."""

    storage_low_c: float
    storage_high_c: float
    cooling_minutes: float
    arrival_warn_c: float
    arrival_refuse_c: float
    weight_tolerance: float


@dataclass(frozen=True, slots=True)
class Load:
    """What the sheet says; masses in kg, temperatures in ℃; None where not yet written."""

    shipped_kg: Number
    departure_temperature_c: Number
    cooling_minutes: int | None
    arrival_temperature_c: Number | None
    received_kg: Number | None
    seals_intact: bool | None
    station_licence_stands: bool = True
    tanker_permit_stands: bool = True
    strangers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a person must look at: what, how serious, in words, and the value behind it."""

    kind: str
    severity: str
    title: Text
    value: str


_STRANGER = {
    "station": Text("交接单由非本站人员签字", "The sheet was signed by someone not of the station"),
    "driver": Text("驾驶员不属于该运输单位", "The driver does not belong to the carrier"),
    "escort": Text("押运员不属于该运输单位", "The escort does not belong to the carrier"),
    "receiver": Text("收奶员不属于该加工厂", "The receiver does not belong to the plant"),
}


def weight_gap(shipped_kg: Number, received_kg: Number) -> float:
    """The missing share of the shipped mass: (shipped - received) / shipped."""
    return (float(shipped_kg) - float(received_kg)) / float(shipped_kg)


def findings(load: Load, limits: Limits) -> list[Finding]:
    """Everything that breaks a limit; an empty list for a sound load."""
    return [*_cold_chain(load, limits), *_custody(load, limits), *_papers(load)]


def _cold_chain(load: Load, limits: Limits) -> list[Finding]:
    found: list[Finding] = []
    arrival = load.arrival_temperature_c
    if arrival is not None and arrival > limits.arrival_warn_c:
        serious = arrival > limits.arrival_refuse_c
        found.append(
            Finding(
                "warm_tanker",
                "serious" if serious else "warning",
                Text(f"到厂奶温偏高：{arrival:.1f}℃", f"Warm milk on arrival: {arrival:.1f} °C"),
                f"{arrival:.1f}℃（≤{limits.arrival_warn_c:g}℃）",
            )
        )
    departure = load.departure_temperature_c
    if not limits.storage_low_c <= departure <= limits.storage_high_c:
        found.append(
            Finding(
                "warm_loading",
                "warning",
                Text(
                    f"离站奶温不在{limits.storage_low_c:g}—{limits.storage_high_c:g}℃："
                    f"{departure:.1f}℃",
                    f"Milk left the station at {departure:.1f} °C",
                ),
                f"{departure:.1f}℃",
            )
        )
    if load.cooling_minutes is not None and load.cooling_minutes > limits.cooling_minutes:
        found.append(
            Finding(
                "slow_cooling",
                "serious",
                Text(
                    f"挤奶后{load.cooling_minutes}分钟才降温到位，超过2小时不得销售",
                    f"Cooled only {load.cooling_minutes} minutes after milking; "
                    "milk not cooled within 2 h must not be sold",
                ),
                f"{load.cooling_minutes}分钟",
            )
        )
    return found


def _custody(load: Load, limits: Limits) -> list[Finding]:
    found: list[Finding] = []
    if load.seals_intact is False:
        found.append(
            Finding(
                "broken_seal",
                "serious",
                Text("到厂时铅封破损或缺失", "A seal was broken or missing on arrival"),
                "铅封破损",
            )
        )
    if load.received_kg is not None:
        gap = weight_gap(load.shipped_kg, load.received_kg)
        if abs(gap) > limits.weight_tolerance:
            found.append(
                Finding(
                    "weight_mismatch",
                    "warning",
                    Text(
                        f"收发数量不符：相差{-gap:+.2%}",
                        f"Shipped and received mass differ by {-gap:+.2%}",
                    ),
                    f"发出{load.shipped_kg:.1f}公斤，收到{load.received_kg:.1f}公斤",
                )
            )
    found += [Finding("forged_sheet", "serious", _STRANGER[role], role) for role in load.strangers]
    return found


def _papers(load: Load) -> list[Finding]:
    found: list[Finding] = []
    if not load.station_licence_stands:
        found.append(
            Finding(
                "station_unlicensed",
                "serious",
                Text(
                    "收购站在装车当日无有效收购许可证",
                    "The station held no valid licence on the day of loading",
                ),
                "无有效许可证",
            )
        )
    if not load.tanker_permit_stands:
        found.append(
            Finding(
                "tanker_unlicensed",
                "serious",
                Text(
                    "运输车在装车当日无有效准运证明",
                    "The tanker held no valid permit on the day of loading",
                ),
                "无有效准运证明",
            )
        )
    return found


def seal_reused(number: str, first_sheet: str) -> Finding:
    """A seal's number stands on two sheets; ``first_sheet`` is where it was used first."""
    return Finding(
        "seal_reused",
        "serious",
        Text(
            f"铅封{number}重复使用：首次用于交接单{first_sheet}",
            f"Seal {number} was used twice: first on sheet {first_sheet}",
        ),
        number,
    )
