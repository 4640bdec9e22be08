"""The stages of an evaluation: from the frozen extract to values that wait for approval."""

from collections.abc import Callable, Mapping

import numpy as np
from django.db import transaction
from django.utils import timezone

from milkshed.breeding.actions.evaluation.comparison import compare_with
from milkshed.breeding.actions.evaluation.population import (
    Population,
    checked_population,
    observations,
)
from milkshed.breeding.actions.evaluation.snapshot import Snapshot, freeze, read_snapshot
from milkshed.breeding.actions.evaluation.traits import solved_trait, start_of, starting_from
from milkshed.breeding.actions.evaluation.values import (
    ValueColumns,
    against_base,
    histogram,
    means_of_indexed,
    store_bulls,
    store_cows,
)
from milkshed.breeding.models import BullValue, CowValue, EvaluationRun
from milkshed.breeding.queries.catalogue import PUBLISHED
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.science import monthly_run as science
from milkshed.breeding.science.a_inverse import invert_relationships
from milkshed.breeding.science.monthly_run import (
    TYPES,
    YIELDS,
    Solver,
    TraitRun,
    TraitVariances,
)
from milkshed.breeding.science.pedigree import Sex
from milkshed.breeding.science.selection_index import china_versions, version_for
from milkshed.kernel.problems import CONFLICT, Problem
from milkshed.kernel.text import Text

Tell = Callable[[int, int, Text], None]
_STAGES = 2 + len(YIELDS) + len(TYPES) + 1


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
        tell(0, _STAGES, Text("冻结数据", "Freezing the data"))
        run.extract = freeze(run)
        _stage(run, "extract", "extract")
        mark("extract")
    snapshot = read_snapshot(run)
    tell(1, _STAGES, Text("检查系谱", "Checking the pedigree"))
    population = checked_population(run, snapshot, rules)
    if run.stage == "extract":
        run.checks = dict(population.checks)
        _stage(run, "checks", "checks")
        mark("checks")
    start_run = start_of(run)
    traits: dict[str, TraitRun] = {}
    observed = observations(snapshot, population, rules)
    for number, trait in enumerate((*YIELDS, *TYPES)):
        rows = observed["types" if trait in TYPES else "lactations"][0]
        if not np.isfinite(rows.values[trait]).any():
            continue
        tell(2 + number, _STAGES, Text(f"求解 {trait}", f"Solving {trait}"))
        traits[trait] = solved_trait(run, trait, rows, population, rules, start_run)
        mark(f"solve:{trait}")
    if "milk_kg" not in traits:
        raise Problem(
            CONFLICT,
            Text(
                "没有可用于评估的泌乳期成绩，请先完成生产性能测定的月度计算",
                "No lactation can be evaluated: compute a month of milk recording first",
            ),
        )
    counts = {name: held for name, (_, held) in observed.items()}
    tell(_STAGES - 1, _STAGES, Text("公布值与对比", "Values and comparison"))
    publishable(run, snapshot, population, traits, counts, rules)
    tell(_STAGES, _STAGES, Text("待初审", "To be reviewed"))


def _stage(run: EvaluationRun, stage: str, *fields: str) -> None:
    run.stage = stage
    run.save(update_fields=["stage", *fields])


def publishable(
    run: EvaluationRun,
    snapshot: Snapshot,
    population: Population,
    traits: Mapping[str, TraitRun],
    counts: Mapping[str, Mapping[str, int]],
    rules: BreedingRules,
) -> None:
    """Make the values, compare them with the published run, store all; the run is ready then."""
    pedigree, table = population.pedigree, snapshot.pedigree
    observed = observations(snapshot, population, rules)["lactations"][0]
    told = against_base(run, pedigree, traits, observed, rules)
    own = np.bincount(observed.animal[traits["milk_kg"].rows], minlength=len(pedigree))
    inbred = invert_relationships(pedigree).f
    version = version_for(china_versions(), "domestic-production", run.cut_on)
    score = np.full(len(pedigree), np.nan)
    if version is not None and all(trait in told.values for trait in version.traits):
        score = version.scores(told.values)
    columns = ValueColumns(
        pedigree, table, population.row, told, score,
        "" if version is None else version.code, own, inbred, observed, rules,
    )  # fmt: skip
    bulls = columns.bulls()
    cows = columns.cows()
    last = (
        EvaluationRun.objects.filter(centre=run.centre_id, state__in=PUBLISHED)
        .exclude(pk=run.pk)
        .first()
    )
    genetic = run.manifest["traits"]["milk_kg"]["variances"]
    spread = (genetic["heritability"] * genetic["phenotypic"]) ** 0.5
    comparison = compare_with(run, last, bulls, cows, told.base, spread, rules)
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
        "means": means_of_indexed(cows),
        "bulls": len(bulls["bull"]),
        "bulls_printed": int(np.isfinite(bulls["score"]).sum()),
        "cows": len(cows),
        "index": "" if version is None else version.code,
        "index_confirmed": version is not None and version.confirmed,
        "inbreeding": float(np.mean(inbred[columns.living])) if len(columns.living) else None,
    }
    manifest = run.manifest | {
        "method": f"{science.METHOD} {science.VERSION}",
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
        store_bulls(run, bulls)
        store_cows(run, cows)
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
    """Solve a run again from its extract and manifest; whether each trait's digits are the same.

    Variances and rules are those of the manifest, not today's; nothing is stored.
    """
    snapshot = read_snapshot(run)
    rules = BreedingRules.of_manifest(run.manifest["rules"])
    population = checked_population(run, snapshot, rules)
    observed = observations(snapshot, population, rules)
    start_run = start_of(run)
    answer = {}
    for trait, told in run.manifest["traits"].items():
        rows = observed["types" if trait in TYPES else "lactations"][0]
        group = science.contemporary_groups(rows, round(rules.low("record.group")))
        held = told["variances"]
        solved = science.solve_trait(
            trait, rows, group, population.solved_with,
            TraitVariances(held["heritability"], held["repeatability"], held["phenotypic"]),
            Solver(told["convergence"]["tolerance"], round(rules.high("run.iterations"))),
            start=starting_from(start_run, trait, population.pedigree), with_reliability=False,
        )  # fmt: skip
        answer[trait] = solved.manifest["solutions"] == told["solutions"]
    return answer
