"""A run beside the one that is published: who moved, and why."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from milkshed.breeding.actions.evaluation.genomic_values import GenomicColumns
from milkshed.breeding.models import BullValue, CowValue, EvaluationRun, GenomicValue
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.science import monthly_run as science


def compare_with(
    run: EvaluationRun,
    last: EvaluationRun | None,
    bulls: Mapping[str, Any],
    cows: pa.Table,
    genotyped: GenomicColumns | None,
    base: Mapping[str, object],
    spread: float,
    rules: BreedingRules,
) -> dict[str, object]:
    """What changed against the published run: bulls and cows, who moved and why."""
    if last is None:
        return {}
    whole = _changes_of_model(run, last)
    before_base = last.manifest.get("base", {})
    rebased = before_base.get("year") != base["year"] or before_base.get("fits") != base["fits"]
    of_all = (*whole, "base") if rebased else whole
    held_bulls = {
        one.bull_id: one for one in BullValue.objects.filter(run=last, milk_kg__isnull=False)
    }
    names, before, now, reasons = [], [], [], []
    for i, key in enumerate(bulls["bull"]):
        old = held_bulls.get(key)
        if old is None:
            continue
        names.append(bulls["number"][i])
        before.append(old.milk_kg)
        now.append(float(bulls["values"]["milk_kg"][i]))
        why = []
        if int(bulls["daughters"][i]) != old.daughters:
            why.append(f"daughters:{int(bulls['daughters'][i]) - old.daughters:+d}")
        if (bulls["sire"][i], bulls["dam"][i]) != (old.sire, old.dam):
            why.append("pedigree")
        reasons.append((*why, *of_all))
    listed = round(rules.high("comparison.listed"))
    least = rules.value("comparison.mover")
    of_bulls = science.compare_runs(
        names, np.array(before), np.array(now), spread, reasons, least_sd=least, most=listed
    )
    of_cows = _compare_cows(last, cows, spread, of_all, least, listed)
    compared: dict[str, object] = {
        "run": last.number,
        "model": list(whole),
        "base": {"changed": rebased, "before": before_base.get("zh", ""), "now": base["zh"]},
        "bulls": _compared(of_bulls),
        "cows": _compared(of_cows),
    }
    if genotyped is not None:
        of_genotyped = _compare_genotyped(last, genotyped, spread, of_all, least, listed)
        if of_genotyped.animals:
            compared["genomic"] = _compared(of_genotyped)
    return compared


def _changes_of_model(run: EvaluationRun, last: EvaluationRun) -> tuple[str, ...]:
    """What differs in how the runs were computed: variances, models, rules of records."""
    found = []
    for trait, told in run.manifest["traits"].items():
        old = last.manifest.get("traits", {}).get(trait)
        if old is None:
            found.append(f"new trait:{trait}")
            continue
        found += [
            f"{name}:{trait}"
            for name in ("heritability", "repeatability")
            if told["variances"][name] != old["variances"][name]
        ]
    then = last.manifest.get("blocks", {})
    found += [
        f"correlations:{name}"
        for name, told in run.manifest.get("blocks", {}).items()
        if name in then
        and any(
            told["correlations"].get(kind) != then[name]["correlations"].get(kind)
            for kind in ("genetic", "permanent", "residual")
        )
    ]
    if run.manifest.get("method", last.manifest.get("method")) != last.manifest.get("method"):
        found.append("method")
    return tuple(found)


def _compare_cows(
    last: EvaluationRun,
    cows: pa.Table,
    spread: float,
    of_all: tuple[str, ...],
    least: float,
    listed: int,
) -> science.RunComparison:
    old = {
        key: (milk, records, sire, dam)
        for key, milk, records, sire, dam in CowValue.objects.filter(
            run=last, milk_kg__isnull=False
        ).values_list("animal_key", "milk_kg", "records", "sire", "dam")
    }
    names, before, now, reasons = [], [], [], []
    part = zip(
        *(
            cows[name].to_pylist()
            for name in ("animal_key", "identity", "milk_kg", "records", "sire", "dam")
        ),
        strict=True,
    )
    for key, identity, milk, records, sire, dam in part:
        held = old.get(key)
        if held is None or milk is None:
            continue
        names.append(identity)
        before.append(held[0])
        now.append(milk)
        why = []
        if records != held[1]:
            why.append(f"records:{records - held[1]:+d}")
        if (sire, dam) != (held[2], held[3]):
            why.append("pedigree")
        reasons.append((*why, *of_all))
    return science.compare_runs(
        names, np.array(before), np.array(now), spread, reasons, least_sd=least, most=listed
    )


def _compare_genotyped(
    last: EvaluationRun,
    genotyped: GenomicColumns,
    spread: float,
    of_all: tuple[str, ...],
    least: float,
    listed: int,
) -> science.RunComparison:
    old = {
        identity: (milk, records, daughters)
        for identity, milk, records, daughters in GenomicValue.objects.filter(
            run=last, milk_kg__isnull=False
        ).values_list("identity", "milk_kg", "records", "daughters")
    }
    names, before, now, reasons = [], [], [], []
    for at, identity in enumerate(genotyped.identities):
        held = old.get(identity)
        if held is None:
            continue
        names.append(identity)
        before.append(held[0])
        now.append(float(genotyped.values["milk_kg"][at]))
        why = [
            f"{name}:{int(count) - then:+d}"
            for name, count, then in (
                ("records", genotyped.records[at], held[1]),
                ("daughters", genotyped.daughters[at], held[2]),
            )
            if int(count) != then
        ]
        reasons.append((*why, *of_all))
    return science.compare_runs(
        names, np.array(before), np.array(now), spread, reasons, least_sd=least, most=listed
    )


def _compared(held: science.RunComparison) -> dict[str, object]:
    return {
        "animals": held.animals,
        "correlation": held.correlation,
        "shift": held.shift,
        "spread_ratio": held.spread_ratio,
        "top_size": held.top_size,
        "top": held.top,
        "moved": held.moved,
        "movers": [
            {
                "name": one.name,
                "before": round(one.before, 1),
                "now": round(one.now, 1),
                "change_sd": round(one.change_sd, 2),
                "reasons": list(one.reasons),
            }
            for one in held.movers
        ],
    }
