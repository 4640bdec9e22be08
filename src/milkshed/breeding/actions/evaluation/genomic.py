"""The genomic part of a run: who takes part, single step over the same blocks, how well it does.

The values by pedigree stay what they are; beside them every block is solved again with what the
genotypes say beyond the pedigree. Where too few animals are genotyped the run says so and has no
genomic value. How well young animals are predicted is told by the method LR: the latest calvings
are hidden, and what was foreseen of animals without another record is held against the whole run.
"""

import json
from collections.abc import Callable, Mapping, Sequence
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
from milkshed.breeding.actions.evaluation.imputed_genotypes import filled_store
from milkshed.breeding.actions.evaluation.population import Population
from milkshed.breeding.actions.evaluation.snapshot import Snapshot, folder_of
from milkshed.breeding.models import EvaluationRun
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.science.arrays import Bool, Float, Int
from milkshed.breeding.science.marker_quality import GenotypeLimits, check_genotypes
from milkshed.breeding.science.marker_store import MarkerStore
from milkshed.breeding.science.monthly_run import Observations
from milkshed.breeding.science.single_step import (
    Genotyped,
    genomic_reliability,
    relate_genotyped,
    with_groups,
)
from milkshed.breeding.science.structures import Related
from milkshed.breeding.science.trait_blocks import BlockCovariances, TraitRun, solve_block
from milkshed.breeding.science.validation import validate_lr
from milkshed.kernel.day_numbers import day_of
from milkshed.kernel.text import Text

METHOD = "single step, VanRaden 1"
MILK = "milk_kg"
_MARKERS_AT_ONCE = 4096


@dataclass(frozen=True, slots=True, eq=False)
class GenomicRun:
    """Genomic values of all animals by trait; ``members`` (places) are genotyped.

    ``reliability`` (members,) is that of milk.
    """

    members: Int
    traits: Mapping[str, TraitRun]
    reliability: Float


@dataclass(frozen=True, slots=True, eq=False)
class _Taking:
    """Genotyped animals that take part: places in the pedigree and genotypes in their order."""

    members: Int
    store: MarkerStore


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
    taking, told = _taking_part(run, snapshot, population, observed["lactations"], rules)
    if taking is None:
        run.manifest = run.manifest | {"genomic": told}
        run.save(update_fields=["manifest"])
        return None
    f = population.relatives.inverse.f
    genotyped = relate_genotyped(
        population.pedigree, taking.members, taking.store, f=f,
        pedigree_share=rules.value("genomic.pedigree_share"),
    )  # fmt: skip
    held = run.manifest.get("genomic", {})
    run.manifest = run.manifest | {
        "genomic": told
        | {
            "method": METHOD,
            "tuned": {"level": genotyped.level, "slope": genotyped.slope},
            "rule": rules.source("genomic.pedigree_share"),
            "blocks": held.get("blocks", {}),
        }
    }
    relatives = _with_genotypes(population, genotyped)
    found: dict[str, TraitRun] = {}
    for name in told_blocks(run.manifest):
        block, covariances = block_again(name, run.manifest, observed, rules)
        values = _solved(run, block, covariances, population, relatives, rules)
        mark(f"genomic:{name}")
        for at, trait in enumerate(block.traits):
            plain = traits[trait]
            found[trait] = TraitRun(trait, values[:, at], plain.reliability, plain.mean)
    block, covariances = block_again(_block_with_milk(run), run.manifest, observed, rules)
    by_pedigree = np.array(traits[MILK].reliability[taking.members])
    reliability = _reliability(population, genotyped, block, covariances, by_pedigree)
    whole = {"pedigree": traits[MILK].values, "genomic": found[MILK].values}
    validation = _validated(run, block, covariances, population, genotyped, relatives, whole, rules)
    run.manifest = run.manifest | {"genomic": run.manifest["genomic"] | {"validation": validation}}
    run.save(update_fields=["manifest"])
    return GenomicRun(taking.members, found, reliability)


def repeated_genomic(
    run: EvaluationRun,
    snapshot: Snapshot,
    population: Population,
    observed: Mapping[str, Observations],
    rules: BreedingRules,
) -> dict[str, bool]:
    """Solve the genomic blocks of a run again; whether each block's digits are the same."""
    told = run.manifest.get("genomic", {}).get("blocks", {})
    if not told:
        return {}
    taking, _ = _taking_part(run, snapshot, population, observed["lactations"], rules)
    if taking is None:
        return dict.fromkeys((f"genomic:{name}" for name in told), False)
    genotyped = relate_genotyped(
        population.pedigree, taking.members, taking.store, f=population.relatives.inverse.f,
        pedigree_share=rules.value("genomic.pedigree_share"),
    )  # fmt: skip
    relatives, answer = _with_genotypes(population, genotyped), {}
    for name, held in told.items():
        block, covariances = block_again(name, run.manifest, observed, rules)
        solved = solve_block(
            block.traits, block.observed, block.group, population.solved_with, covariances,
            solver_of(rules), relatives=relatives,
            start=starting_from(run, block.traits, population.pedigree), with_reliability=False,
        )  # fmt: skip
        answer[f"genomic:{name}"] = solved.manifest["solutions"] == held["solutions"]
    return answer


def _taking_part(
    run: EvaluationRun,
    snapshot: Snapshot,
    population: Population,
    lactations: Observations,
    rules: BreedingRules,
) -> tuple[_Taking | None, dict[str, object]]:
    """Who takes part after the quality of markers and samples; None with the reason.

    Gaps are filled as the run's manifest tells they were, where it does.
    """
    frozen = snapshot.genotypes
    if frozen is None:
        fewest = round(rules.low("genomic.fewest"))
        why = Text(
            f"没有已采用的基因型，至少需要{fewest}头",
            f"No genotype is accepted; at least {fewest} animals are needed",
        )
        return None, {"published": False, "genotyped": 0, "zh": why.zh, "en": why.en}
    limits = GenotypeLimits(
        marker_call_rate=rules.low("genotype.marker_call_rate"),
        sample_call_rate=None,
        minor_frequency=rules.low("genomic.minor_frequency"),
        proportions_p=rules.low("genomic.proportions"),
        heterozygosity_sd=rules.high("genomic.heterozygosity"),
        same=rules.low("genotype.identical"),
    )
    place = population.pedigree.places(frozen.store.animals).astype(np.int64)
    before = run.manifest.get("genomic")
    told_before = None if before is None else before.get("imputation", {"used": False})
    store, imputation = filled_store(frozen, place, population.pedigree, limits, rules, told_before)
    quality = check_genotypes(store, limits)
    kept = quality.animals & (place >= 0)
    members = place[kept]
    informed = _informed(population, lactations.animal)
    sampled = set(frozen.store.animals)
    told: dict[str, object] = {
        "samples": len(frozen.store),
        "not_in_pedigree": int((place < 0).sum()),
        "genotyped": len(members),
        "reference": int(informed[members].sum()),
        "without_records": int((~informed[members]).sum()),
        "markers_read": len(frozen.store.markers),
        "markers": int(quality.markers.sum()),
        "rejected": [
            {"zh": why.value.zh, "en": why.value.en, "count": count}
            for why, count in quality.counts.items()
        ],
        "samples_rejected": [
            {"zh": one.text.zh, "en": one.text.en}
            for one in quality.rejected
            if one.name in sampled
        ],
        "imputation": imputation,
    }
    short = _too_few(told, rules)
    if short is not None:
        return None, told | {"published": False, "zh": short.zh, "en": short.en}
    return _Taking(members, _only(store, kept, quality.markers)), told | {"published": True}


def _too_few(told: Mapping[str, Any], rules: BreedingRules) -> Text | None:
    """Why the genotypes are not evaluated, None where they are."""
    for name, key, zh, en in (
        ("genotyped", "genomic.fewest", "可用的基因分型个体", "genotyped animals"),
        ("reference", "genomic.phenotyped", "有记录或有记录后代的基因分型个体",
         "genotyped animals with records of their own or of progeny"),
        ("markers", "genomic.markers", "合格标记", "markers"),
    ):  # fmt: skip
        least = round(rules.low(key))
        if told[name] < least:
            return Text(
                f"{zh}{told[name]}，少于{least}，不公布基因组育种值",
                f"{told[name]} {en}, fewer than {least}: no genomic value is published",
            )
    most = round(rules.high("genomic.most"))
    if told["genotyped"] > most:
        return Text(
            f"基因分型个体{told['genotyped']}，多于稠密矩阵的上限{most}，不公布基因组育种值",
            f"{told['genotyped']} genotyped animals, more than the {most} of dense matrices: no "
            f"genomic value is published",
        )
    return None


def _informed(population: Population, recorded: Int) -> Bool:
    """Animals with records of their own or of progeny."""
    pedigree = population.pedigree
    answer = np.zeros(len(pedigree), dtype=np.bool_)
    answer[recorded] = True
    for parent in (pedigree.sire[recorded], pedigree.dam[recorded]):
        answer[parent[parent >= 0]] = True
    return answer


def _only(store: MarkerStore, animals: Bool, markers: Bool) -> MarkerStore:
    """The store with some of its animals and markers, in their order."""
    places = np.flatnonzero(markers)
    parts = (
        store.counts(places[low : low + _MARKERS_AT_ONCE])[:, animals]
        for low in range(0, len(places), _MARKERS_AT_ONCE)
    )
    names = [store.animals[at] for at in np.flatnonzero(animals).tolist()]
    return MarkerStore.from_counts(parts, names, [store.markers[at] for at in places.tolist()])


def _with_genotypes(population: Population, genotyped: Genotyped) -> Related:
    beyond = with_groups(genotyped.beyond, population.solved_with)
    return Related(population.solved_with, population.relatives.inverse, beyond)


def _block_with_milk(run: EvaluationRun) -> str:
    return next(name for name, traits in told_blocks(run.manifest).items() if MILK in traits)


def _solved(
    run: EvaluationRun,
    block: Block,
    covariances: BlockCovariances,
    population: Population,
    relatives: Related,
    rules: BreedingRules,
) -> Float:
    """Genomic values (animals, traits) of a block, started from its values by pedigree."""
    path = _path(run, block.name)
    told = run.manifest["genomic"]["blocks"]
    if block.name in told and path.exists():
        stored: Float = np.load(path)
        return stored
    solved = solve_block(
        block.traits, block.observed, block.group, population.solved_with, covariances,
        solver_of(rules), relatives=relatives,
        start=starting_from(run, block.traits, population.pedigree), with_reliability=False,
    )  # fmt: skip
    temporary = path.with_suffix(".writing.npy")
    np.save(temporary, solved.values)
    temporary.replace(path)
    document = json.loads(json.dumps(solved.manifest))
    kept = {name: document[name] for name in ("convergence", "inputs", "solutions")}
    genomic = run.manifest["genomic"]
    run.manifest = run.manifest | {
        "genomic": genomic | {"blocks": told | {block.name: kept | {"traits": list(block.traits)}}}
    }
    run.save(update_fields=["manifest"])
    return solved.values


def _path(run: EvaluationRun, block: str) -> Path:
    return folder_of(run) / f"genomic-{block}.npy"


def _reliability(
    population: Population,
    genotyped: Genotyped,
    block: Block,
    covariances: BlockCovariances,
    by_pedigree: Float,
) -> Float:
    at = block.traits.index(MILK)
    has = np.isfinite(block.observed.values[MILK])
    permanent = covariances.permanent
    return genomic_reliability(
        population.pedigree, genotyped, block.observed.animal[has],
        np.unique(block.group[has], return_inverse=True)[1], by_pedigree,
        variance_animal=float(covariances.genetic[at, at]),
        variance_residual=float(covariances.residual[at, at]),
        variance_permanent=0.0 if permanent is None else float(permanent[at, at]),
    )  # fmt: skip


def _validated(
    run: EvaluationRun,
    block: Block,
    covariances: BlockCovariances,
    population: Population,
    genotyped: Genotyped,
    relatives: Related,
    whole: Mapping[str, Float],
    rules: BreedingRules,
) -> dict[str, object]:
    """What was foreseen of genotyped animals that got their first records since, by method LR."""
    shown = 1.0 - rules.value("genomic.validation_hidden") / 100
    last_shown = int(np.quantile(block.observed.day, shown, method="lower"))
    cutoff = day_of(last_shown)
    early = block.observed.day <= last_shown
    before = _informed(population, block.observed.animal[early])
    after = _informed(population, block.observed.animal[~early])
    focal = genotyped.members[(~before & after)[genotyped.members]]
    told: dict[str, object] = {"cutoff": cutoff.isoformat(), "focal": len(focal)}
    least = round(rules.low("genomic.validation_fewest"))
    part = block.observed.only(early)
    measured = [bool(np.isfinite(part.values[trait]).any()) for trait in block.traits]
    if len(focal) < least or not all(measured):
        why = Text(
            f"{cutoff}以后才有首个记录的基因分型个体{len(focal)}头（至少{least}头），未作验证",
            f"{len(focal)} genotyped animals got their first record after {cutoff} (at least "
            f"{least} are needed): not validated",
        )
        return told | {"zh": why.zh, "en": why.en}
    at = block.traits.index(MILK)
    for name, related in (("pedigree", population.relatives), ("genomic", relatives)):
        partial = solve_block(
            block.traits, part, block.group[early], population.solved_with, covariances,
            solver_of(rules), relatives=related,
            start=starting_from(run, block.traits, population.pedigree), with_reliability=False,
        ).values[:, at]  # fmt: skip
        told[name] = _compared(
            partial[focal], whole[name][focal], float(covariances.genetic[at, at]), genotyped
        )
    return told


def _compared(
    partial: Sequence[float] | Float, whole: Float, variance: float, genotyped: Genotyped
) -> dict[str, float | None]:
    try:
        held = validate_lr(
            partial, whole, variance_animal=variance,
            mean_inbreeding=genotyped.diagonal - 1.0, mean_coancestry=genotyped.off_diagonal / 2,
        )  # fmt: skip
    except ValueError:  # the estimates do not vary: nothing foreseen of anybody
        return dict.fromkeys(("bias", "dispersion", "ratio", "reliability"))
    return {
        "bias": held.bias,
        "dispersion": held.dispersion,
        "ratio": held.ratio_of_accuracies,
        "reliability": held.reliability,
    }
