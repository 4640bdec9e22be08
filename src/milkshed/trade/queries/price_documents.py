"""What may be published of a determination: everything but what would give a farm away."""

from typing import Any

from milkshed.kernel.signing import instant
from milkshed.trade.models import PriceEstimate, PriceMotion, PricePublication, PriceRound
from milkshed.trade.queries.price_inputs import latest_proposal
from milkshed.trade.science.reference_price.determination import METHOD, determine, digest_of

_OF_SURVEY = (
    "mean", "deviation", "lower_quartile", "median", "upper_quartile", "farms", "groups",
    "milk_kg", "coverage", "effective_farms",
)  # fmt: skip


def public_result(estimate: PriceEstimate) -> dict[str, Any]:
    """The open part of a determination: no farm's key, cost or weight stands in it."""
    result, inputs = estimate.result, estimate.inputs
    found: dict[str, Any] = {
        "method": estimate.method,
        "revision": estimate.revision,
        "digest": estimate.digest,
        "computed_at": estimate.computed_at.isoformat(),
        "tier": result["tier"],
        "cost": result["cost"],
        "reasons": result["reasons"],
        "variants": result["variants"],
        "values": inputs["values"],
        "sources": inputs["sources"],
        "excluded": [{"why": one["why"]} for one in inputs["excluded"]],
        "kept": [{"why": one["kept"]} for one in inputs["farms"] if one["kept"]],
        "rules": inputs["rule_rows"],
        "warnings": [
            {"kind": one["kind"], "weight": one["weight"], "shift": one["shift"]}
            for one in result["warnings"]
        ],
    }
    if "survey" in result:
        found["survey"] = {name: result["survey"][name] for name in _OF_SURVEY}
        found["cells"] = result["cells"]
        for name in ("largest_group_weight", "largest_shift", "concentration"):
            found[name] = result[name]
    return found


def publication_document(round_of: PriceRound, motion: PriceMotion) -> dict[str, Any]:
    """What is published with a price: determination, proposals, judgement, votes, corridor."""
    proposals = [
        {"side": side, "central": str(one.central), "reason": one.reason}
        for side in ("farm", "processor")
        if (one := latest_proposal(round_of, side)) is not None
    ]
    return {
        **public_result(motion.estimate),
        "formula": motion.formula,
        "formula_value": str(motion.formula_value),
        "judgements": [
            {"what": one.what, "why": one.why, "effect_yuan": str(one.effect_yuan)}
            for one in round_of.judgements.filter(at__lte=motion.put_at).order_by("pk")
        ],
        "judgement_yuan": str(motion.judgement_yuan),
        "corridor_reason": motion.corridor_reason,
        "proposals": proposals,
        "rounds_of_talks": round_of.proposals.count(),
        "tally": motion.tally,
        "minutes": round_of.minutes,
    }


def is_reproduced(estimate: PriceEstimate) -> bool:
    """Whether the stored inputs give the stored result again, and the digest covers both."""
    document = {"method": estimate.method, "inputs": estimate.inputs, "result": estimate.result}
    return (
        estimate.method == METHOD
        and determine(estimate.inputs) == estimate.result
        and digest_of(document) == estimate.digest
    )


def signed_part(publication: PricePublication) -> dict[str, Any]:
    """What the signer put their name to: price, corridor, dates, quality, who and when."""
    return {
        "number": publication.number,
        "version": publication.version,
        "central": str(publication.central),
        "floor": str(publication.floor),
        "cap": str(publication.cap),
        "effective_from": publication.effective_from.isoformat(),
        "effective_to": publication.effective_to.isoformat(),
        "quality": publication.quality,
        "correction": publication.correction,
        "issuer": publication.issuer.name_zh,
        "signed_by": publication.published_by.username,
        "signed_at": instant(publication.published_at),
    }


def is_intact(publication: PricePublication) -> bool:
    """Whether a stored publication still is what was signed."""
    document = publication.document
    return (
        document.get("signed") == signed_part(publication)
        and digest_of(document) == publication.digest
    )
