"""The stages of an evaluation: from the frozen extract to values that wait for approval."""

from collections.abc import Callable, Mapping

import numpy as np
from django.db import transaction
from django.utils import timezone

from milkshed.breeding.actions.evaluation.blocks import (
    block_again,
    blocks_of,
    solved_block,
    solver_of,
    start_of,
    starting_from,
    told_blocks,
)
from milkshed.breeding.actions.evaluation.comparison import compare_with
from milkshed.breeding.actions.evaluation.genomic import (
    GenomicRun,
    genomic_run,
    repeated_genomic,
)
from milkshed.breeding.actions.evaluation.genomic_values import (
    GENOMIC,
    genomic_columns,
    genomic_summary,
    store_genomic,
)
from milkshed.breeding.actions.evaluation.index_basis import index_basis
from milkshed.breeding.actions.evaluation.population import (
    Population,
    checked_population,
    observations,
)
from milkshed.breeding.actions.evaluation.reliability_error import reliability_error
from milkshed.breeding.actions.evaluation.snapshot import Snapshot, freeze, read_snapshot
from milkshed.breeding.actions.evaluation.values import (
    ValueColumns,
    against_base,
    histogram,
    means_of_indexed,
    store_bulls,
    store_cows,
)
from milkshed.breeding.models import BullValue, CowValue, EvaluationRun, GenomicValue
from milkshed.breeding.queries.catalogue import PUBLISHED
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.science import monthly_run as science
from milkshed.breeding.science.monthly_run import JOINT, SINGLE, VERSION, Observations
from milkshed.breeding.science.pedigree import Sex
from milkshed.breeding.science.selection_index import china_versions, version_for
from milkshed.breeding.science.trait_blocks import TraitRun, solve_block
from milkshed.kernel.problems import CONFLICT, Problem
from milkshed.kernel.text import Text

Tell = Callable[[int, int, Text], None]
_BEFORE, _AFTER = 2, 2


def silent(done: int, total: int, message: Text) -> None:
    """Tells nobody."""


def evaluate(
    run: EvaluationRun, tell: Tell = silent, keep: Callable[[str], None] | None = None
) -> None:
    """Take a run from where it stands to values that wait for approval.

    ``tell`` hears how far it is; ``keep`` is called after each stage with its name, and may raise
    to stop there. Called again after an interruption, finished stages are not done again.
    """
    mark = keep or (lambda _: None)
    if run.state != "computing":
        raise Problem(CONFLICT, Text("该期已算完", "The run is computed already"))
    rules = BreedingRules.on(run.cut_on)
    if not run.extract:
        tell(0, _BEFORE + _AFTER, Text("冻结数据", "Freezing the data"))
        run.extract = freeze(run)
        _stage(run, "extract", "extract")
        mark("extract")
    snapshot = read_snapshot(run)
    tell(1, _BEFORE + _AFTER, Text("检查系谱", "Checking the pedigree"))
    population = checked_population(run, snapshot, rules)
    if run.stage == "extract":
        run.checks = dict(population.checks)
        _stage(run, "checks", "checks")
        mark("checks")
    start_run = start_of(run)
    edited = observations(snapshot, population, rules)
    observed = {name: rows for name, (rows, _) in edited.items()}
    counts = {name: counted for name, (_, counted) in edited.items()}
    blocks = blocks_of(observed, rules)
    stages = _BEFORE + len(blocks) + _AFTER
    traits: dict[str, TraitRun] = {}
    for number, block in enumerate(blocks):
        named = "、".join(block.traits)
        tell(_BEFORE + number, stages, Text(f"求解{named}", f"Solving {', '.join(block.traits)}"))
        solved = solved_block(run, block, population, rules, start_run)
        traits |= {trait: solved.of(trait) for trait in block.traits}
        mark(f"solve:{block.name}")
    if "milk_kg" not in traits:
        raise Problem(
            CONFLICT,
            Text(
                "没有可用于评估的泌乳期成绩，请先完成生产性能测定的月度计算",
                "No lactation can be evaluated: compute a month of milk recording first",
            ),
        )
    tell(stages - 2, stages, Text("基因组评估", "Genomic evaluation"))
    genomic = genomic_run(run, snapshot, population, observed, traits, rules, mark)
    tell(stages - 1, stages, Text("公布值与对比", "Values and comparison"))
    publishable(run, snapshot, population, traits, genomic, observed, counts, rules)
    tell(stages, stages, Text("待初审", "To be reviewed"))


def _stage(run: EvaluationRun, stage: str, *fields: str) -> None:
    run.stage = stage
    run.save(update_fields=["stage", *fields])


def publishable(
    run: EvaluationRun,
    snapshot: Snapshot,
    population: Population,
    traits: Mapping[str, TraitRun],
    genomic: GenomicRun | None,
    edited: Mapping[str, Observations],
    counts: Mapping[str, Mapping[str, int]],
    rules: BreedingRules,
) -> None:
    """Make the values, compare them with the published run, store all; the run is ready then."""
    together = any(len(named) > 1 for named in told_blocks(run.manifest).values())
    run.manifest = run.manifest | {"method": f"{JOINT if together else SINGLE} {VERSION}"}
    pedigree, table = population.pedigree, snapshot.pedigree
    lactations = edited["lactations"]
    observed = lactations.only(np.isfinite(lactations.values["milk_kg"]))
    told = against_base(run, pedigree, traits, observed.animal, rules)
    own = np.bincount(observed.animal, minlength=len(pedigree))
    inbred = population.relatives.inverse.f
    version = version_for(china_versions(), "domestic-production", run.cut_on)
    score = np.full(len(pedigree), np.nan)
    if version is not None and all(trait in told.values for trait in version.traits):
        score = version.scores(told.values)
    columns = ValueColumns(
        pedigree, table, population.row, told, score,
        "" if version is None else version.code, own, inbred, lactations, rules, traits,
        index_basis(run, version, edited, traits, rules),
    )  # fmt: skip
    bulls = columns.bulls()
    cows = columns.cows()
    genotyped = None
    if genomic is not None:
        shown = against_base(run, pedigree, genomic.traits, observed.animal, rules)
        current = version_for(china_versions(), GENOMIC, run.cut_on)
        basis = index_basis(run, current, edited, traits, rules)
        genotyped = genomic_columns(columns, shown, genomic, current, basis)
    last = (
        EvaluationRun.objects.filter(centre=run.centre_id, state__in=PUBLISHED)
        .exclude(pk=run.pk)
        .first()
    )
    genetic = run.manifest["traits"]["milk_kg"]["variances"]
    spread = (genetic["heritability"] * genetic["phenotypic"]) ** 0.5
    comparison = compare_with(run, last, bulls, cows, genotyped, told.base, spread, rules)
    females = (pedigree.sex == Sex.FEMALE) & (own > 0)
    summary = {
        "trends": {
            trait: science.trend(
                np.where(females, pedigree.birth_years, 0), values, told.reliability
            )
            for trait, values in told.values.items()
            if trait in ("milk_kg", "fat_kg", "protein_kg", "scs")
        },
        "reliability": histogram(told.reliability, columns),
        "reliability_error": reliability_error(
            pedigree, observed, genetic, round(rules.low("record.group"))
        ),
        "means": means_of_indexed(cows),
        "bulls": len(bulls["bull"]),
        "bulls_printed": int(np.isfinite(bulls["score"]).sum()),
        "cows": len(cows),
        "index": "" if version is None else version.code,
        "index_confirmed": version is not None and version.confirmed,
        "inbreeding": float(np.mean(inbred[columns.living])) if len(columns.living) else None,
        "genomic": genomic_summary(run.manifest["genomic"], genotyped, run.cut_on),
    }
    manifest = run.manifest | {
        "extract": run.extract["sha256"],
        "base": dict(told.base),
        "filters": {name: dict(held) for name, held in counts.items()},
        "groups": list(population.groups),
        "rules": rules.manifest(),
        "unconfirmed": list(rules.unconfirmed),
    }
    with transaction.atomic():
        locked = EvaluationRun.objects.select_for_update().get(pk=run.pk)
        if locked.state != "computing":
            raise Problem(CONFLICT, Text("该期已不在计算中", "The run is not computing any more"))
        BullValue.objects.filter(run=run).delete()
        CowValue.objects.filter(run=run).delete()
        GenomicValue.objects.filter(run=run).delete()
        store_bulls(run, bulls)
        store_cows(run, cows)
        if genotyped is not None:
            store_genomic(run, genotyped)
        run.manifest, run.summary = manifest, summary
        run.comparison, run.compared_with = comparison, last
        run.state, run.stage, run.computed_at = "ready", "values", timezone.now()
        run.save(
            update_fields=[
                "manifest", "summary", "comparison", "compared_with", "state", "stage",
                "computed_at",
            ]
        )  # fmt: skip


def repeat(run: EvaluationRun) -> dict[str, bool]:
    """Solve a run again from its extract and manifest; whether the digits of each are the same.

    By trait, and by genomic block. Variances and rules are those of the manifest, not today's;
    nothing is stored.
    """
    snapshot = read_snapshot(run)
    rules = BreedingRules.of_manifest(run.manifest["rules"])
    population = checked_population(run, snapshot, rules)
    edited = observations(snapshot, population, rules)
    observed = {name: rows for name, (rows, _) in edited.items()}
    start_run = start_of(run)
    answer = {}
    for name in told_blocks(run.manifest):
        block, covariances = block_again(name, run.manifest, observed, rules)
        solved = solve_block(
            block.traits, block.observed, block.group, population.solved_with, covariances,
            solver_of(rules), relatives=population.relatives,
            start=starting_from(start_run, block.traits, population.pedigree),
            with_reliability=False,
        )  # fmt: skip
        for trait in block.traits:
            told = run.manifest["traits"][trait]
            answer[trait] = solved.manifest["solutions"] == told["solutions"]
    return answer | repeated_genomic(run, snapshot, population, observed, rules)
