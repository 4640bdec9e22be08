"""A determination: stored inputs in, the same result out, to the last digit, at any later time.

The document is plain JSON with decimals as text, so that its SHA-256 is the same everywhere, and
a reader can recompute the result from the inputs alone.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from milkshed.kernel.text import Text
from milkshed.trade.science.reference_price.formulas import variants
from milkshed.trade.science.reference_price.survey import (
    FarmCost,
    Stratum,
    concentration,
    estimate,
    influences,
    publishable_cells,
)

METHOD = "参考价测算 1.0"
_PRECISE = Decimal("0.000001")
_ZERO = Decimal(0)

TIERS: dict[int, Text] = {
    1: Text("分层调查", "Stratified survey"),
    2: Text("合并分层调查", "Survey with strata joined"),
    3: Text("上期成本按饲料指数推算", "Last cost moved by the feed index"),
    0: Text("数据不足，不予测算", "Not enough data, no determination"),
}
CONFIDENCE: dict[int, Text] = {
    1: Text("正常", "Normal"),
    2: Text("较低", "Lower"),
    3: Text("低", "Low"),
    0: Text("无", "None"),
}


@dataclass(frozen=True, slots=True)
class DataRules:
    """The least that data must be, and what counts as dominance.

    ``least_farms``, ``least_groups``, ``least_per_stratum`` are counts; ``least_coverage`` the
    share of the frame's milk; ``most_group_weight`` the share above which one group may not
    decide alone; ``warn_weight`` and ``warn_shift`` (share of the mean) only warn;
    ``carry_rounds`` is for how many rounds a cost may be carried on by the feed index.
    """

    least_farms: int
    least_groups: int
    least_per_stratum: int
    least_coverage: Decimal
    most_group_weight: Decimal
    warn_weight: Decimal
    warn_shift: Decimal
    warn_concentration: Decimal
    least_in_cell: int
    most_in_cell: Decimal
    carry_rounds: int


def determine(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The result of a determination from its stored inputs, as a JSON document.

    ``inputs`` holds ``farms`` (key, group, stratum, milk_kg, cost), ``strata`` (code, farms,
    milk_kg), ``rules`` (fields of :class:`DataRules`), ``values`` (inputs of the formulas) and
    ``carried`` (None or cost and rounds_ago). The ladder: tier 1 with every stratum heard; tier 2
    when strata must be joined; tier 3 when only the last cost can be carried on; else tier 0.
    """
    farms = [_farm(row) for row in inputs["farms"]]
    strata = [
        Stratum(row["code"], int(row["farms"]), Decimal(row["milk_kg"])) for row in inputs["strata"]
    ]
    rules = read_rules(inputs["rules"])
    values = {code: Decimal(text) for code, text in inputs["values"].items()}
    tier, reasons = _tier(farms, strata, rules)
    result: dict[str, Any] = {"reasons": reasons, "warnings": []}
    if tier in (1, 2):
        frame = strata if tier == 1 else [_joined(strata)]
        heard = farms if tier == 1 else [_in_joined(farm) for farm in farms]
        result |= _surveyed(heard, frame, rules)
        result["cells"] = _cells(farms, rules)
        values["cost"] = Decimal(result["survey"]["mean"])
    else:
        carried = _carry(inputs.get("carried"), values, rules)
        tier = 3 if carried is not None else 0
        if carried is not None:
            values["cost"] = carried
    result["tier"] = tier
    result["cost"] = _text(values["cost"]) if tier else None
    if tier == 0:
        values.pop("cost", None)
    result["variants"] = [
        {
            "code": one.code,
            "value": _text(one.value),
            "missing": list(one.missing),
            "sensitivity": {code: _text(moved) for code, moved in one.sensitivity.items()},
        }
        for one in variants(values)
    ]
    return result


def digest_of(document: Mapping[str, Any]) -> str:
    """The SHA-256 of a document's canonical JSON (keys in order, UTF-8, no spaces)."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def read_rules(document: Mapping[str, Any]) -> DataRules:
    """The rules as they were stored with a determination."""

    def whole(name: str) -> int:
        return int(Decimal(document[name]))

    def share(name: str) -> Decimal:
        return Decimal(document[name])

    return DataRules(
        least_farms=whole("least_farms"),
        least_groups=whole("least_groups"),
        least_per_stratum=whole("least_per_stratum"),
        least_coverage=share("least_coverage"),
        most_group_weight=share("most_group_weight"),
        warn_weight=share("warn_weight"),
        warn_shift=share("warn_shift"),
        warn_concentration=share("warn_concentration"),
        least_in_cell=whole("least_in_cell"),
        most_in_cell=share("most_in_cell"),
        carry_rounds=whole("carry_rounds"),
    )


def _farm(row: Mapping[str, Any]) -> FarmCost:
    return FarmCost(
        row["key"], row["group"], row["stratum"], Decimal(row["milk_kg"]), Decimal(row["cost"])
    )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.quantize(_PRECISE):f}"


_JOINED = "all"


def _joined(strata: Sequence[Stratum]) -> Stratum:
    return Stratum(_JOINED, sum(s.farms for s in strata), sum((s.milk_kg for s in strata), _ZERO))


def _in_joined(farm: FarmCost) -> FarmCost:
    return FarmCost(farm.key, farm.group, _JOINED, farm.milk_kg, farm.cost)


def _tier(
    farms: Sequence[FarmCost], strata: Sequence[Stratum], rules: DataRules
) -> tuple[int, list[dict[str, Any]]]:
    """The best tier that a survey allows (1, 2, or 0 for none), and what stood against better."""
    groups = {farm.group for farm in farms}
    frame = sum((one.milk_kg for one in strata), _ZERO)
    sold = sum((farm.milk_kg for farm in farms), _ZERO)
    coverage = sold / frame if frame else _ZERO
    reasons = []
    if len(farms) < rules.least_farms:
        reasons.append(_reason("least_farms", len(farms), rules.least_farms))
    if len(groups) < rules.least_groups:
        reasons.append(_reason("least_groups", len(groups), rules.least_groups))
    if coverage < rules.least_coverage:
        reasons.append(_reason("least_coverage", _text(coverage), rules.least_coverage))
    if reasons:
        return 0, reasons
    heaviest = max(one.weight for one in influences(farms, strata, by_group=True))
    thin = [
        (one.code, counted)
        for one in strata
        if one.farms and (counted := sum(f.stratum == one.code for f in farms))
        < min(rules.least_per_stratum, one.farms)
    ]  # fmt: skip
    if not thin and heaviest <= rules.most_group_weight:
        return 1, []
    reasons += [_reason(f"least_per_stratum:{c}", n, rules.least_per_stratum) for c, n in thin]
    if heaviest > rules.most_group_weight:
        reasons.append(_reason("most_group_weight", _text(heaviest), rules.most_group_weight))
    joined = [_in_joined(farm) for farm in farms]
    heaviest = max(one.weight for one in influences(joined, [_joined(strata)], by_group=True))
    if heaviest > rules.most_group_weight:
        reasons.append(_reason("most_group_weight:all", _text(heaviest), rules.most_group_weight))
        return 0, reasons
    return 2, reasons


def _reason(rule: str, found: object, wanted: object) -> dict[str, Any]:
    return {"rule": rule, "found": str(found), "wanted": f"{Decimal(str(wanted)).normalize():f}"}


def _surveyed(
    farms: Sequence[FarmCost], strata: Sequence[Stratum], rules: DataRules
) -> dict[str, Any]:
    found = estimate(farms, strata)
    single = influences(farms, strata)
    grouped = influences(farms, strata, by_group=True)
    spread = concentration(one.weight for one in grouped)
    warnings = [
        {"kind": kind, "key": one.key, "weight": _text(one.weight), "shift": _text(one.shift)}
        for kind, ones in (("farm", single), ("group", grouped))
        for one in ones
        if one.weight > rules.warn_weight or abs(one.shift or _ZERO) > rules.warn_shift * found.mean
    ]
    if spread > rules.warn_concentration:
        warnings.append({"kind": "concentration", "key": "", "weight": _text(spread), "shift": ""})
    return {
        "survey": {
            name: str(value) if isinstance(value, int) else _text(value)
            for name in type(found).__slots__
            if (value := getattr(found, name)) is not None
        },
        "influence": [
            {
                "key": one.key,
                "weight": _text(one.weight),
                "without": _text(one.without),
                "shift": _text(one.shift),
            }
            for one in single
        ],
        "largest_group_weight": _text(max(one.weight for one in grouped)),
        "largest_shift": _text(max(abs(one.shift or _ZERO) for one in single)),
        "concentration": _text(spread),
        "warnings": warnings,
    }


def _cells(farms: Sequence[FarmCost], rules: DataRules) -> list[dict[str, Any]]:
    return [
        {
            "code": cell.code,
            "farms": cell.farms,
            "mean": _text(cell.mean),
            "kept_back": cell.kept_back,
        }
        for cell in publishable_cells(farms, rules.least_in_cell, rules.most_in_cell)
    ]


def _carry(
    carried: Mapping[str, Any] | None, values: Mapping[str, Decimal], rules: DataRules
) -> Decimal | None:
    """The last cost moved by the feed index, as long as it is not too old; None otherwise."""
    needed = ("feed_share", "feed_index", "feed_index_before")
    if carried is None or any(name not in values for name in needed):
        return None
    if int(carried["rounds_ago"]) > rules.carry_rounds:
        return None
    change = values["feed_index"] / values["feed_index_before"] - 1
    return Decimal(carried["cost"]) * (1 + values["feed_share"] * change)
