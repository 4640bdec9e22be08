"""A published or present determination, made ready to be shown."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from milkshed.kernel.text import Text
from milkshed.trade.queries.price_rules import STRATA
from milkshed.trade.queries.price_trail import tally_words
from milkshed.trade.science.reference_price.determination import CONFIDENCE, TIERS
from milkshed.trade.science.reference_price.formulas import FORMULAS, QUANTITIES

WHY_KEPT_BACK: Mapping[str, Text] = {
    "few": Text("单位数不足，不公布", "Too few owners, kept back"),
    "dominated": Text("一家占比过大，不公布", "One owner dominates, kept back"),
    "complement": Text("防止倒算，不公布", "Kept back so that no other can be reckoned"),
    "": Text("公布", "Told"),
}
WARNINGS: Mapping[str, Text] = {
    "farm": Text("单个牧场影响过大", "One farm weighs or moves too much"),
    "group": Text("同一控制人影响过大", "One owner weighs or moves too much"),
    "concentration": Text("样本集中度高（HHI）", "The sample is concentrated (HHI)"),
}
REASONS: Mapping[str, Text] = {
    "least_farms": Text("牧场数", "Farms"),
    "least_groups": Text("独立控制人数", "Independent owners"),
    "least_coverage": Text("样本奶量占比", "Share of the frame's milk"),
    "least_per_stratum": Text("每层牧场数", "Farms in a stratum"),
    "most_group_weight": Text("单一控制人权重", "Weight of one owner"),
}


def _number(text: object) -> Decimal | None:
    return None if text in (None, "") else Decimal(str(text))


def shown_document(document: Mapping[str, Any]) -> dict[str, Any]:
    """What the templates of a determination take."""
    survey = {name: _number(text) for name, text in document.get("survey", {}).items()}
    values = {**document["values"], "cost": document["cost"]}
    return {
        "document": document,
        "tier": TIERS[document["tier"]],
        "tier_code": document["tier"],
        "confidence": CONFIDENCE[document["tier"]],
        "cost": _number(document["cost"]),
        "survey": survey,
        "cells": [
            {
                "title": STRATA[one["code"]],
                "farms": one["farms"],
                "mean": _number(one["mean"]),
                "why": WHY_KEPT_BACK[one["kept_back"]],
            }
            for one in document.get("cells", ())
        ],
        "variants": [
            {
                "formula": FORMULAS[one["code"]],
                "value": _number(one["value"]),
                "missing": [QUANTITIES[code].title for code in one["missing"]],
                "inputs": [
                    {
                        "quantity": QUANTITIES[code],
                        "value": _number(values.get(code)),
                        "moved": _number(moved),
                        "source": document["sources"].get(code, ""),
                    }
                    for code, moved in one["sensitivity"].items()
                ],
                "chosen": one["code"] == document.get("formula"),
            }
            for one in document["variants"]
        ],
        "warnings": [
            {
                "title": WARNINGS[one["kind"]],
                "weight": _number(one["weight"]),
                "shift": _number(one["shift"]),
                "is_index": one["kind"] == "concentration",
            }
            for one in document["warnings"]
        ],
        "reasons": [
            {
                "title": REASONS[one["rule"].partition(":")[0]],
                "found": _number(one["found"]),
                "wanted": _number(one["wanted"]),
                "at_most": one["rule"].startswith("most"),
            }
            for one in document["reasons"]
        ],
        "largest_group": _number(document.get("largest_group_weight")),
        "largest_shift": _number(document.get("largest_shift")),
        "concentration": _number(document.get("concentration")),
        "votes": tally_words(document.get("tally", {})),
        "unconfirmed": [one for one in document["rules"] if one["status"] != "official"],
    }
