"""Traits solved with variances by the rules, kept on disk, and started from the last run."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from milkshed.breeding.actions.evaluation.population import Population
from milkshed.breeding.actions.evaluation.snapshot import folder_of
from milkshed.breeding.models import EvaluationRun
from milkshed.breeding.queries.catalogue import PUBLISHED
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.science import monthly_run as science
from milkshed.breeding.science.arrays import Float, Int
from milkshed.breeding.science.last_solutions import StoredSolutions
from milkshed.breeding.science.monthly_run import (
    TYPES,
    Observations,
    Solver,
    TraitRun,
    TraitVariances,
)
from milkshed.breeding.science.pedigree import Pedigree


def variances_of(
    trait: str, observed: Observations, group: Int, rules: BreedingRules
) -> tuple[TraitVariances, dict[str, object]]:
    """Variances of a trait by the rules in force, with where each number comes from."""
    rows = np.isfinite(observed.values[trait])
    estimated, free = science.phenotypic_variance(
        observed.values[trait][rows], group[rows], observed.parity[rows]
    )
    is_type = trait in TYPES
    spread = rules.source("spread.type" if is_type else f"spread.{trait}")
    if free >= rules.low("spread.fewest") and estimated > 0:
        phenotypic = estimated
        spread = {"rule": "within contemporary groups", "source": "本次记录", "status": "official"}
    else:
        phenotypic = rules.value("spread.type" if is_type else f"spread.{trait}") ** 2
    variances = TraitVariances(
        rules.value(f"heritability.{trait}"),
        None if is_type else rules.value(f"repeatability.{trait}"),
        phenotypic,
    )
    told: dict[str, object] = {
        "heritability": variances.heritability,
        "repeatability": variances.repeatability,
        "phenotypic": variances.phenotypic,
        "degrees_of_freedom": free,
        "sources": {
            "heritability": rules.source(f"heritability.{trait}"),
            "phenotypic": spread,
        },
    }
    if not is_type:
        sources = told["sources"]
        assert isinstance(sources, dict)
        sources["repeatability"] = rules.source(f"repeatability.{trait}")
    return variances, told


def start_of(run: EvaluationRun) -> EvaluationRun | None:
    """The run whose solutions this one starts from, chosen once and kept."""
    if "start" not in run.manifest:
        last = (
            EvaluationRun.objects.filter(
                centre=run.centre_id, state__in=[*PUBLISHED, "superseded", "approved"]
            )
            .exclude(pk=run.pk)
            .order_by("-started_at")
            .first()
        )
        run.manifest = run.manifest | {
            "start": None
            if last is None
            else {"run": last.number, "extract": last.extract.get("sha256", "")}
        }
        run.save(update_fields=["manifest"])
    named = run.manifest["start"]
    return None if named is None else EvaluationRun.objects.filter(number=named["run"]).first()


def solved_trait(
    run: EvaluationRun,
    trait: str,
    observed: Observations,
    population: Population,
    rules: BreedingRules,
    start_run: EvaluationRun | None,
) -> TraitRun:
    """Solve a trait, or read what an interrupted attempt solved already."""
    path = folder_of(run) / f"{trait}.npz"
    group = science.contemporary_groups(observed, round(rules.low("record.group")))
    done = run.manifest.get("traits", {}).get(trait)
    if done is not None and path.exists():
        return _stored_trait(path, trait, done)
    variances, told = variances_of(trait, observed, group, rules)
    solver = Solver(rules.value("run.tolerance"), round(rules.high("run.iterations")))
    solved = science.solve_trait(
        trait, observed, group, population.solved_with, variances, solver,
        start=starting_from(start_run, trait, population.pedigree),
    )  # fmt: skip
    _store_trait(path, solved, population.pedigree)
    document = json.loads(json.dumps(solved.manifest))
    run.manifest = run.manifest | {
        "traits": run.manifest.get("traits", {})
        | {trait: document | {"variances": told, "mean": solved.mean}}
    }
    run.stage = trait[:12]
    run.save(update_fields=["stage", "manifest"])
    return solved


def _store_trait(path: Path, solved: TraitRun, pedigree: Pedigree) -> None:
    arrays: dict[str, Any] = {
        "values": solved.values,
        "reliability": solved.reliability,
        "rows": solved.rows,
        "ids": pedigree.ids,
    }
    for name, (levels, values) in solved.effects.items():
        arrays[f"effect.{name}"] = values
        if name not in ("animal", "permanent"):
            arrays[f"levels.{name}"] = np.array(levels, dtype=np.str_)
        elif name == "permanent":
            arrays["levels.permanent"] = np.array(levels, dtype=np.int64)
        else:
            arrays["levels.groups"] = np.array(levels[len(pedigree) :], dtype=np.str_)
    temporary = path.with_suffix(".writing.npz")
    np.savez(temporary, **arrays)
    temporary.replace(path)


def _stored_trait(path: Path, trait: str, told: Mapping[str, Any]) -> TraitRun:
    with np.load(path, allow_pickle=False) as held:
        return TraitRun(
            trait, held["values"], held["reliability"], float(told["mean"]), held["rows"], {}, told
        )


def starting_from(
    start_run: EvaluationRun | None, trait: str, pedigree: Pedigree
) -> StoredSolutions | None:
    """Solutions of the earlier run under the numbers that animals have in this pedigree."""
    if start_run is None:
        return None
    path = folder_of(start_run) / f"{trait}.npz"
    if not path.exists():
        return None
    effects: dict[str, tuple[tuple[str, ...], Float]] = {}
    with np.load(path, allow_pickle=False) as held:
        now = pedigree.places(held["ids"].tolist())
        known = now >= 0
        names = (now + 1).astype(np.str_)
        animals = held["effect.animal"][: len(now)]
        effects["animal"] = (
            tuple(names[known].tolist()) + tuple(held["levels.groups"].tolist()),
            np.concatenate([animals[known], held["effect.animal"][len(now) :]]),
        )
        for name in ("group", "parity"):
            effects[name] = (tuple(held[f"levels.{name}"].tolist()), held[f"effect.{name}"])
        if "effect.permanent" in held:
            own = held["levels.permanent"] - 1
            there = known[own]
            effects["permanent"] = (
                tuple(names[own][there].tolist()),
                held["effect.permanent"][there],
            )
    return StoredSolutions.of_one_trait(trait, effects)
