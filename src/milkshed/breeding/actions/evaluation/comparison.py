"""A run beside the one that is published: who moved, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from milkshed.breeding.actions.evaluation.genomic_values import GenomicColumns
from milkshed.breeding.models import BullValue, CowValue, EvaluationRun, GenomicValue
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.science import monthly_run as science


class _Standing(NamedTuple):
    """An animal's milk in a run, and what of its data may change: counts, and its parents."""

    milk_kg: float
    counts: tuple[int, ...]
    parents: tuple[str, str]


class _Valued(NamedTuple):
    """An animal of the new run: the key both runs know it by, its name, how it stands."""

    key: object
    name: str
    standing: _Standing


@dataclass(frozen=True, slots=True)
class _Asked:
    """By what runs are compared: the genetic spread, what holds for all, what is listed."""

    spread: float
    of_all: tuple[str, ...]
    least_sd: float
    most: int


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
    asked = _Asked(
        spread,
        (*whole, "base") if rebased else whole,
        rules.value("comparison.mover"),
        round(rules.high("comparison.listed")),
    )
    compared: dict[str, object] = {
        "run": last.number,
        "model": list(whole),
        "base": {"changed": rebased, "before": before_base.get("zh", ""), "now": base["zh"]},
        "bulls": _compared(
            ("daughters",), _stood(BullValue, last, "bull_id", "daughters"), _bulls(bulls), asked
        ),
        "cows": _compared(
            ("records",), _stood(CowValue, last, "animal_key", "records"), _cows(cows), asked
        ),
    }
    if genotyped is not None:
        stood = _stood(GenomicValue, last, "identity", "records", "daughters")
        told = _compared(("records", "daughters"), stood, _genotyped(genotyped), asked)
        if told["animals"]:
            compared["genomic"] = told
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


def _stood(
    values: type[BullValue] | type[CowValue] | type[GenomicValue],
    last: EvaluationRun,
    key: str,
    *counted: str,
) -> dict[object, _Standing]:
    """How animals stood in the earlier run, by key."""
    rows = values._default_manager.filter(run=last, milk_kg__isnull=False)  # noqa: SLF001 - Django's public name for it
    return {
        one: _Standing(milk_kg, tuple(counts), (sire, dam))
        for one, milk_kg, sire, dam, *counts in rows.values_list(
            key, "milk_kg", "sire", "dam", *counted
        )
    }


def _bulls(bulls: Mapping[str, Any]) -> Iterable[_Valued]:
    milk_kg, daughters = bulls["values"]["milk_kg"].tolist(), bulls["daughters"].tolist()
    for at, key in enumerate(bulls["bull"]):
        parents = (bulls["sire"][at], bulls["dam"][at])
        yield _Valued(
            key, bulls["number"][at], _Standing(milk_kg[at], (int(daughters[at]),), parents)
        )


def _cows(cows: pa.Table) -> Iterable[_Valued]:
    columns = ("animal_key", "identity", "milk_kg", "records", "sire", "dam")
    for key, identity, milk_kg, records, sire, dam in zip(
        *(cows[name].to_pylist() for name in columns), strict=True
    ):
        if milk_kg is not None:
            yield _Valued(key, identity, _Standing(milk_kg, (records,), (sire, dam)))


def _genotyped(found: GenomicColumns) -> Iterable[_Valued]:
    milk_kg = found.values["milk_kg"].tolist()
    for at, identity in enumerate(found.identities):
        counts = (int(found.records[at]), int(found.daughters[at]))
        parents = (found.sires[at], found.dams[at])
        yield _Valued(identity, identity, _Standing(milk_kg[at], counts, parents))


def _compared(
    counted: Sequence[str],
    before: Mapping[object, _Standing],
    now: Iterable[_Valued],
    asked: _Asked,
) -> dict[str, object]:
    """The comparison of the animals that both runs have, as the run keeps it."""
    keys, names, earlier, later, reasons = [], [], [], [], []
    for key, name, standing in now:
        old = before.get(key)
        if old is None:
            continue
        keys.append(key)
        names.append(name)
        earlier.append(old.milk_kg)
        later.append(standing.milk_kg)
        reasons.append((*_why(counted, old, standing), *asked.of_all))
    held = science.compare_runs(
        names, np.array(earlier), np.array(later), asked.spread, reasons,
        least_sd=asked.least_sd, most=asked.most,
    )  # fmt: skip
    listed = {one.name for one in held.movers}
    key_of = {name: key for name, key in zip(names, keys, strict=True) if name in listed}
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
                "key": key_of[one.name],
                "name": one.name,
                "before": round(one.before, 1),
                "now": round(one.now, 1),
                "change_sd": round(one.change_sd, 2),
                "reasons": list(one.reasons),
            }
            for one in held.movers
        ],
    }


def _why(counted: Sequence[str], old: _Standing, new: _Standing) -> list[str]:
    why = []
    if new.counts != old.counts:
        why = [
            f"{name}:{count - then:+d}"
            for name, count, then in zip(counted, new.counts, old.counts, strict=True)
            if count != then
        ]
    if new.parents != old.parents:
        why.append("pedigree")
    return why
