"""The genomic part of a run: single step over the same blocks, how sure it makes, how it does.

The values by pedigree stay what they are; beside them every block is solved again with what the
genotypes say beyond the pedigree, in the form that fits. Where too few animals are genotyped the
run says so and has no genomic value.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from milkshed.breeding.actions.evaluation.blocks import (
    Block,
    block_again,
    solver_of,
    starting_from,
    told_blocks,
)
from milkshed.breeding.actions.evaluation.genomic_form import DENSE, chosen_form, related
from milkshed.breeding.actions.evaluation.genomic_samples import taking_part
from milkshed.breeding.actions.evaluation.genomic_validation import MILK, Validated, validated
from milkshed.breeding.actions.evaluation.population import Population
from milkshed.breeding.actions.evaluation.snapshot import Snapshot, folder_of
from milkshed.breeding.models import EvaluationRun
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.science.arrays import Float, Int
from milkshed.breeding.science.monthly_run import Observations
from milkshed.breeding.science.reliability import compare_reliabilities
from milkshed.breeding.science.single_step import Genotyped, genomic_reliability
from milkshed.breeding.science.trait_blocks import (
    BlockCovariances,
    Relatives,
    TraitRun,
    solve_block,
)
from milkshed.kernel.text import Text

METHOD = "single step, VanRaden 1"
_FEWEST_COMPARED = 3


@dataclass(frozen=True, slots=True, eq=False)
class GenomicRun:
    """Genomic values of all animals by trait; ``members`` (places) are genotyped.

    ``reliability`` (members,) by trait.
    """

    members: Int
    traits: Mapping[str, TraitRun]
    reliability: Mapping[str, Float]


@dataclass(frozen=True, slots=True, eq=False)
class _Solved:
    """Genomic values (animals, traits) of a block, and exact reliabilities where there are any."""

    values: Float
    exact: Float | None


def genomic_run(
    run: EvaluationRun,
    snapshot: Snapshot,
    population: Population,
    observed: Mapping[str, Observations],
    traits: Mapping[str, TraitRun],
    rules: BreedingRules,
    mark: Callable[[str], None],
) -> GenomicRun | None:
    """Solve every block of the run with genotypes; None where that cannot be, and why is told.

    What an interrupted attempt solved already is read.
    """
    taking, told = taking_part(
        snapshot, population, observed["lactations"], rules, run.manifest.get("genomic")
    )
    if taking is None:
        run.manifest = run.manifest | {"genomic": told}
        run.save(update_fields=["manifest"])
        return None
    held = run.manifest.get("genomic", {})
    widest = max(len(named) for named in told_blocks(run.manifest).values())
    form = held.get("form") or chosen_form(taking, population, widest, rules)
    if isinstance(form, Text):
        told |= {"published": False, "zh": form.zh, "en": form.en}
        run.manifest = run.manifest | {"genomic": told}
        run.save(update_fields=["manifest"])
        return None
    genotyped = related(taking, population, str(form["name"]), rules)
    tuning = genotyped.tuning
    run.manifest = run.manifest | {
        "genomic": told
        | {
            "method": METHOD,
            "form": form,
            "tuned": {"level": tuning.level, "slope": tuning.slope},
            "rule": rules.source("genomic.pedigree_share"),
            "blocks": held.get("blocks", {}),
        }
    }
    run.save(update_fields=["manifest"])
    relatives = genotyped.relatives(population.solved_with, population.relatives.inverse)
    found: dict[str, TraitRun] = {}
    reliability: dict[str, Float] = {}
    errors: dict[str, object] = {}
    with_milk: Validated | None = None
    for name in told_blocks(run.manifest):
        block, covariances = block_again(name, run.manifest, observed, rules)
        solved = _solved(run, block, covariances, population, relatives, rules)
        mark(f"genomic:{name}")
        plain = [traits[trait] for trait in block.traits]
        sure = _reliability(population, genotyped, block, covariances, plain)
        for at, trait in enumerate(block.traits):
            found[trait] = TraitRun(
                trait, solved.values[:, at], plain[at].reliability, plain[at].mean
            )
            reliability[trait] = sure[:, at]
            if solved.exact is not None:
                errors[trait] = _error(sure[:, at], solved.exact[taking.members, at])
        if MILK in block.traits:
            with_milk = Validated(
                block, covariances, taking.members, tuning,
                {"pedigree": population.relatives, "genomic": relatives},
                {
                    "pedigree": np.column_stack([one.values for one in plain]),
                    "genomic": solved.values,
                },
            )  # fmt: skip
    assert with_milk is not None  # a run without milk stops before
    run.manifest = run.manifest | {
        "genomic": run.manifest["genomic"]
        | {
            "validation": validated(run, with_milk, population, rules),
            "reliability_error": errors,
        }
    }
    run.save(update_fields=["manifest"])
    return GenomicRun(taking.members, found, reliability)


def repeated_genomic(
    run: EvaluationRun,
    snapshot: Snapshot,
    population: Population,
    observed: Mapping[str, Observations],
    rules: BreedingRules,
) -> dict[str, bool]:
    """Solve the genomic blocks of a run again; whether each block's digits are the same.

    In the form the run was solved in; runs that tell none had matrices.
    """
    held = run.manifest.get("genomic", {})
    told = held.get("blocks", {})
    if not told:
        return {}
    taking, _ = taking_part(snapshot, population, observed["lactations"], rules, held)
    if taking is None:
        return dict.fromkeys((f"genomic:{name}" for name in told), False)
    form = str(held.get("form", {}).get("name", DENSE))
    genotyped = related(taking, population, form, rules)
    relatives = genotyped.relatives(population.solved_with, population.relatives.inverse)
    answer = {}
    for name, block_told in told.items():
        block, covariances = block_again(name, run.manifest, observed, rules)
        solved = solve_block(
            block.traits, block.observed, block.group, population.solved_with, covariances,
            solver_of(rules), relatives=relatives,
            start=starting_from(run, block.traits, population.pedigree), with_reliability=False,
        )  # fmt: skip
        answer[f"genomic:{name}"] = solved.manifest["solutions"] == block_told["solutions"]
    return answer


def _solved(
    run: EvaluationRun,
    block: Block,
    covariances: BlockCovariances,
    population: Population,
    relatives: Relatives,
    rules: BreedingRules,
) -> _Solved:
    """Genomic values of a block, started from its values by pedigree."""
    path = _path(run, block.name)
    told = run.manifest["genomic"]["blocks"]
    if block.name in told and path.exists():
        with np.load(path, allow_pickle=False) as stored:
            return _Solved(stored["values"], stored.get("exact"))
    solved = solve_block(
        block.traits, block.observed, block.group, population.solved_with, covariances,
        solver_of(rules), relatives=relatives,
        start=starting_from(run, block.traits, population.pedigree), with_reliability=False,
        exact_up_to=round(rules.high("genomic.exact")),
    )  # fmt: skip
    arrays: dict[str, Any] = {"values": solved.values}
    if solved.exact is not None:
        arrays["exact"] = solved.exact
    temporary = path.with_suffix(".writing.npz")
    np.savez(temporary, **arrays)
    temporary.replace(path)
    document = json.loads(json.dumps(solved.manifest))
    kept = {name: document[name] for name in ("convergence", "inputs", "solutions")}
    genomic = run.manifest["genomic"]
    run.manifest = run.manifest | {
        "genomic": genomic | {"blocks": told | {block.name: kept | {"traits": list(block.traits)}}}
    }
    run.save(update_fields=["manifest"])
    return _Solved(solved.values, solved.exact)


def _path(run: EvaluationRun, block: str) -> Path:
    return folder_of(run) / f"genomic-{block}.npz"


def _reliability(
    population: Population,
    genotyped: Genotyped,
    block: Block,
    covariances: BlockCovariances,
    plain: list[TraitRun],
) -> Float:
    """Reliabilities (members, traits) of the genomic values of a block."""
    records = []
    for trait in block.traits:
        has = np.isfinite(block.observed.values[trait])
        group = np.unique(block.group[has], return_inverse=True)[1]
        records.append((block.observed.animal[has], group))
    known = np.column_stack([one.reliability[genotyped.members] for one in plain])
    return genomic_reliability(
        population.pedigree, genotyped, records, known, genetic=covariances.genetic,
        residual=covariances.residual, permanent=covariances.permanent,
    )  # fmt: skip


def _error(told: Float, exact: Float) -> dict[str, object]:
    """How a trait's reliabilities agree with the exact ones of the genotyped."""
    known = np.isfinite(exact)
    gap = np.abs(told[known] - exact[known])
    answer: dict[str, object] = {
        "animals": int(known.sum()),
        "mean": float(gap.mean()) if len(gap) else None,
        "largest": float(gap.max()) if len(gap) else None,
    }
    if np.count_nonzero(exact[known] > 0) < _FEWEST_COMPARED or not told[known].std() > 0:
        return answer | {"correlation": None}
    return answer | {"correlation": compare_reliabilities(told, exact, known).correlation}
