"""What a determination rests on, gathered from a round, and the sheets that stand apart."""

from datetime import date
from decimal import Decimal
from typing import Any

from milkshed.kernel.periods import DayRange
from milkshed.trade.models import (
    CostSheet,
    PriceEstimate,
    PriceProposal,
    PricePublication,
    PriceRound,
    SampleFarm,
)
from milkshed.trade.queries.price_rules import as_documents, data_rules, price_rules, value_of
from milkshed.trade.queries.traded_price import traded_mean
from milkshed.trade.science.reference_price.determination import DataRules
from milkshed.trade.science.reference_price.formulas import QUANTITIES
from milkshed.trade.science.reference_price.survey import FarmCost, suspects

_PRECISE = Decimal("0.000001")
_FROM_RULES = ("margin", "farm_share", "milk_per_powder")
MARKET_INPUTS = (
    "feed_index", "feed_index_before", "powder_usd_t", "yuan_per_usd", "import_cost",
    "making_cost", "haulage", "product_revenue", "traded",
)  # fmt: skip
"""Quantities that the secretariat enters with their source; the others follow from the round.

The traded mean is worked out from statements, see :mod:`milkshed.trade.queries.traded_price`; what
is entered for it stands instead, with who entered it and why.
"""


def sheets_used(round_of: PriceRound) -> list[CostSheet]:
    """The sheets that count, in the order of the sample."""
    return list(
        CostSheet.objects.filter(sample__round=round_of, state="accepted")
        .select_related("sample__stratum")
        .order_by("sample")
    )


def sheet_before(sample: SampleFarm) -> CostSheet | None:
    """The farm's sheet that was used in the last earlier round."""
    return (
        CostSheet.objects.filter(
            sample__farm=sample.farm_id,
            sample__round__first__lt=sample.round.first,
            state="accepted",
        )
        .order_by("-sample__round__first")
        .first()
    )


def open_suspects(round_of: PriceRound, day: date) -> list[tuple[CostSheet, Decimal | None]]:
    """Sheets whose cost stands apart and of which nobody said why they are kept, with scores."""
    sheets = {str(sheet.pk): sheet for sheet in sheets_used(round_of)}
    found = suspects(
        [_farm(key, sheet) for key, sheet in sheets.items()],
        value_of("outlier.score", day),
        value_of("outlier.fence", day),
    )
    return [(sheets[one.key], one.score) for one in found if not sheets[one.key].kept_reason]


def _farm(key: str, sheet: CostSheet) -> FarmCost:
    return FarmCost(
        key, sheet.sample.group, sheet.sample.stratum.code, sheet.milk_sold_kg, sheet.survey_cost
    )


def estimate_inputs(round_of: PriceRound, day: date) -> dict[str, Any]:
    """Everything that the determination of a round takes, as a JSON document."""
    sheets = sheets_used(round_of)
    days = DayRange(round_of.survey_first, round_of.survey_last).days
    rules = data_rules(day)
    return {
        "farms": [
            {
                "key": f"S{sheet.sample_id}",
                "group": sheet.sample.group,
                "stratum": sheet.sample.stratum.code,
                "milk_kg": str(sheet.milk_sold_kg),
                "cost": str(sheet.survey_cost),
                "sheet": sheet.digest,
                "kept": sheet.kept_reason,
            }
            for sheet in sheets
        ],
        "excluded": [
            {
                "key": f"S{sheet.sample_id}",
                "cost": str(sheet.survey_cost),
                "why": sheet.review_reason,
            }
            for sheet in CostSheet.objects.filter(
                sample__round=round_of, state="excluded"
            ).order_by("sample")
        ],
        "strata": [
            {"code": one.code, "farms": one.farms, "milk_kg": str(one.milk_kg * days)}
            for one in round_of.strata.order_by("pk")
        ],
        "rules": {name: str(getattr(rules, name)) for name in DataRules.__slots__},
        "rule_rows": as_documents(price_rules(day)),
        "values": _values(round_of, sheets, day),
        "sources": market_sources(round_of, day),
        "traded": _traded(round_of, day),
        "carried": _carried(round_of),
    }


def is_up_to_date(estimate: PriceEstimate, day: date) -> bool:
    """Whether the market figures, proposals and rules are still those that were computed with."""
    round_of = estimate.round
    return bool(_values(round_of, sheets_used(round_of), day) == estimate.inputs["values"])


def _values(round_of: PriceRound, sheets: list[CostSheet], day: date) -> dict[str, str]:
    found = {code: value_of(code, day) for code in _FROM_RULES}
    found |= {
        one.code: one.value
        for one in round_of.market_inputs.order_by("pk")
        if one.code in QUANTITIES
    }
    if "traded" not in found:
        mean = traded_mean(round_of, day)
        if mean is not None:
            found["traded"] = mean.yuan_per_kg
    spent = sum((sheet.stated_total_yuan for sheet in sheets), Decimal(0))
    if spent:
        feed = sum((sheet.feed_cost * sheet.milk_sold_kg for sheet in sheets), Decimal(0))
        found["feed_share"] = feed / spent
    before = publication_before(round_of)
    if before is not None:
        found["previous"] = before.central
    for side in ("farm", "processor"):
        proposal = latest_proposal(round_of, side)
        if proposal is not None:
            found[f"{side}_proposal"] = proposal.central
    return {code: f"{value.quantize(_PRECISE):f}" for code, value in sorted(found.items())}


def market_sources(round_of: PriceRound, day: date) -> dict[str, str]:
    """Where each market figure in force came from."""
    found = {one.code: one.source for one in round_of.market_inputs.order_by("pk")}
    mean = traded_mean(round_of, day)
    if mean is not None:
        found.setdefault("traded", mean.source)
    return found


def _traded(round_of: PriceRound, day: date) -> dict[str, object] | None:
    """The mean by statements, and whether an entered figure stands instead of it."""
    mean = traded_mean(round_of, day)
    entered = round_of.market_inputs.filter(code="traded").exists()
    if mean is None:
        return None
    return {**mean.as_document(), "overridden": entered}


def latest_proposal(round_of: PriceRound, side: str) -> PriceProposal | None:
    """What a side asks for at present."""
    return round_of.proposals.filter(side=side).order_by("-pk").first()


def publication_before(round_of: PriceRound) -> PricePublication | None:
    """The last version published for an earlier round."""
    return (
        PricePublication.objects.filter(round__first__lt=round_of.first)
        .order_by("-round__first", "-version")
        .first()
    )


def _carried(round_of: PriceRound) -> dict[str, Any] | None:
    """The cost surveyed last for a published round, and how many quarters ago."""
    last = (
        PriceEstimate.objects.filter(
            round__first__lt=round_of.first, round__state="published", tier__in=(1, 2)
        )
        .order_by("-round__first", "-revision")
        .select_related("round")
        .first()
    )
    if last is None or last.cost is None:
        return None
    months = (round_of.first.year - last.round.first.year) * 12
    months += round_of.first.month - last.round.first.month
    return {"cost": str(last.cost), "rounds_ago": months // 3, "round": last.round.code}
