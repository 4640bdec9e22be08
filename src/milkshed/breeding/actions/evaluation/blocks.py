"""Blocks of traits solved with covariances by the rules, kept on disk, started from the last run.

Traits of one kind are solved together where the rules say so and each has records enough; a trait
that has not is solved alone.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from milkshed.breeding.science.monthly_run import TYPES, YIELDS, Observations
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.trait_blocks import (
    BlockCovariances,
    BlockRun,
    Correlations,
    Solver,
    TraitVariances,
    block_covariances,
    phenotypic_variance,
    solve_block,
)

KINDS = {"yields": ("lactations", YIELDS), "types": ("types", TYPES)}
_CORRELATED = ("genetic", "permanent", "residual")


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Traits solved in one model, with their records and contemporary groups.

    ``name``: ``yields`` or ``types`` where several are solved together, else the trait's.
    """

    name: str
    traits: tuple[str, ...]
    observed: Observations
    group: Int


def blocks_of(observed: Mapping[str, Observations], rules: BreedingRules) -> list[Block]:
    """The blocks that the rules make of ``lactations`` and ``types``.

    A trait without any record is in none.
    """
    fewest = rules.low("together.fewest")
    answer = []
    for kind, (records, named) in KINDS.items():
        rows = observed[records]
        group = science.contemporary_groups(rows, round(rules.low("record.group")))
        counts = {trait: int(np.isfinite(rows.values[trait]).sum()) for trait in named}
        joint = tuple(
            trait for trait in named if counts[trait] >= fewest and _repeats_as(kind, trait, rules)
        )
        if rules.whole(f"together.{kind}") != 1 or len(joint) < 2:
            joint = ()
        if joint:
            answer.append(Block(kind, joint, rows, group))
        answer += [
            Block(trait, (trait,), rows, group)
            for trait in named
            if counts[trait] and trait not in joint
        ]
    return answer


def _repeats_as(kind: str, trait: str, rules: BreedingRules) -> bool:
    """Whether a trait has a permanent environment where its block has one."""
    if kind == "types":
        return True
    return rules.value(f"repeatability.{trait}") > rules.value(f"heritability.{trait}")


def told_blocks(manifest: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The blocks of a run by name, with their traits; runs of single traits told none."""
    told = manifest.get("blocks") or {t: {"traits": [t]} for t in manifest.get("traits", {})}
    return {name: tuple(held["traits"]) for name, held in told.items()}


def block_again(
    name: str, manifest: Mapping[str, Any], observed: Mapping[str, Observations],
    rules: BreedingRules,
) -> tuple[Block, BlockCovariances]:  # fmt: skip
    """A block as a run told it, with its covariances."""
    traits = told_blocks(manifest)[name]
    rows = observed["types" if traits[0] in TYPES else "lactations"]
    group = science.contemporary_groups(rows, round(rules.low("record.group")))
    return Block(name, traits, rows, group), told_covariances(name, manifest)


def told_covariances(name: str, manifest: Mapping[str, Any]) -> BlockCovariances:
    """The covariances that a run solved a block with, in the units of the records."""
    traits = told_blocks(manifest)[name]
    variances = [told_variances(manifest["traits"][trait]["variances"]) for trait in traits]
    correlations = Correlations.of_one()
    if len(traits) > 1:
        held = manifest["blocks"][name]["correlations"]
        correlations = Correlations(*(np.array(held[kind]) for kind in _CORRELATED))
    return block_covariances(variances, correlations)


def told_variances(held: Mapping[str, Any]) -> TraitVariances:
    """The variances of a trait as a manifest holds them."""
    return TraitVariances(held["heritability"], held["repeatability"], held["phenotypic"])


def variances_of(
    trait: str, block: Block, rules: BreedingRules
) -> tuple[TraitVariances, dict[str, object]]:
    """Variances of a trait by the rules in force, with where each number comes from."""
    values = block.observed.values[trait]
    rows = np.isfinite(values)
    estimated, free = phenotypic_variance(
        values[rows], block.group[rows], block.observed.parity[rows]
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
    sources = {"heritability": rules.source(f"heritability.{trait}"), "phenotypic": spread}
    if not is_type:
        sources["repeatability"] = rules.source(f"repeatability.{trait}")
    return variances, {
        "heritability": variances.heritability,
        "repeatability": variances.repeatability,
        "phenotypic": variances.phenotypic,
        "degrees_of_freedom": free,
        "sources": sources,
    }


def correlations_of(
    traits: Sequence[str], rules: BreedingRules
) -> tuple[Correlations, dict[str, object]]:
    """Correlations of the traits of a block by the rules, with where each number comes from."""
    size = len(traits)
    held = {kind: np.eye(size) for kind in _CORRELATED}
    sources = {}
    for kind in _CORRELATED:
        for i, first in enumerate(traits):
            for j, second in enumerate(traits[:i]):
                key = f"correlation.{kind}.{second}.{first}"
                if kind == "permanent" and first in TYPES:
                    continue
                held[kind][i, j] = held[kind][j, i] = rules.value(key)
                sources[f"{kind}.{second}.{first}"] = rules.source(key)
    told: dict[str, object] = {kind: matrix.tolist() for kind, matrix in held.items()}
    return Correlations(*held.values()), told | {"sources": sources}


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


def solver_of(rules: BreedingRules) -> Solver:
    """How far the rules want equations solved."""
    return Solver(rules.value("run.tolerance"), round(rules.high("run.iterations")))


def solved_block(
    run: EvaluationRun,
    block: Block,
    population: Population,
    rules: BreedingRules,
    start_run: EvaluationRun | None,
) -> BlockRun:
    """Solve a block, or read what an interrupted attempt solved already."""
    path = folder_of(run) / f"{block.name}.npz"
    done = run.manifest.get("blocks", {}).get(block.name)
    if done is not None and path.exists():
        return _stored_block(path, block, done, run.manifest["traits"])
    told = {trait: variances_of(trait, block, rules) for trait in block.traits}
    correlations = Correlations.of_one()
    correlated: dict[str, object] = {}
    if len(block.traits) > 1:
        correlations, correlated = correlations_of(block.traits, rules)
    covariances = block_covariances([variances for variances, _ in told.values()], correlations)
    solved = solve_block(
        block.traits, block.observed, block.group, population.solved_with, covariances,
        solver_of(rules), relatives=population.relatives,
        start=starting_from(start_run, block.traits, population.pedigree),
    )  # fmt: skip
    _store_block(path, solved, population.pedigree)
    document = json.loads(json.dumps(solved.manifest))
    traits = {
        trait: {
            "block": block.name,
            "variances": held,
            "mean": mean,
            "records": int(np.isfinite(block.observed.values[trait]).sum()),
            "convergence": document["convergence"],
            "solutions": document["solutions"],
        }
        for (trait, (_, held)), mean in zip(told.items(), solved.means, strict=True)
    }
    whole = document | {
        "traits": list(block.traits), "correlations": correlated, "bent": list(covariances.bent),
    }  # fmt: skip
    run.manifest = run.manifest | {
        "traits": run.manifest.get("traits", {}) | traits,
        "blocks": run.manifest.get("blocks", {}) | {block.name: whole},
    }
    run.stage = block.name[:12]
    run.save(update_fields=["stage", "manifest"])
    return solved


def _store_block(path: Path, solved: BlockRun, pedigree: Pedigree) -> None:
    arrays: dict[str, Any] = {
        "values": solved.values,
        "reliability": solved.reliability,
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


def _stored_block(
    path: Path, block: Block, told: Mapping[str, Any], traits: Mapping[str, Any]
) -> BlockRun:
    means = tuple(float(traits[trait]["mean"]) for trait in block.traits)
    with np.load(path, allow_pickle=False) as held:
        return BlockRun(block.traits, held["values"], held["reliability"], means, {}, told)


def starting_from(
    start_run: EvaluationRun | None, traits: Sequence[str], pedigree: Pedigree
) -> tuple[StoredSolutions, ...]:
    """Solutions of an earlier run under the numbers that animals have in this pedigree.

    One for each of its blocks that has one of the ``traits``.
    """
    if start_run is None:
        return ()
    return tuple(_earlier(start_run, traits, pedigree))


def _earlier(
    start_run: EvaluationRun, traits: Sequence[str], pedigree: Pedigree
) -> Iterator[StoredSolutions]:
    for name, there in told_blocks(start_run.manifest).items():
        path = folder_of(start_run) / f"{name}.npz"
        if not set(there) & set(traits) or not path.exists():
            continue
        effects: dict[str, tuple[tuple[str, ...], Float]] = {}
        with np.load(path, allow_pickle=False) as held:
            ids = held["ids"]
            same = np.array_equal(ids, pedigree.ids)
            now = np.arange(len(ids)) if same else pedigree.places(ids.tolist())
            known = now >= 0
            names = (now + 1).astype(np.str_)
            merits = held["effect.animal"]
            effects["animal"] = (
                tuple(names[known].tolist()) + tuple(held["levels.groups"].tolist()),
                np.concatenate([merits[: len(now)][known], merits[len(now) :]]),
            )
            for effect in ("group", "parity"):
                levels = tuple(held[f"levels.{effect}"].tolist())
                effects[effect] = (levels, held[f"effect.{effect}"])
            if "effect.permanent" in held:
                own = held["levels.permanent"] - 1
                kept = known[own]
                effects["permanent"] = (
                    tuple(names[own][kept].tolist()),
                    held["effect.permanent"][kept],
                )
        yield StoredSolutions.of(there, effects)
