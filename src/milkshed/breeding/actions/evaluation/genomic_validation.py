"""How well young genotyped animals are predicted, in figures and in a plain word.

The latest calvings are hidden, and what was foreseen of animals without another record is held
against the whole run (method LR) and, for cows, against their own later records less the effects
of group and parity (predictive ability). Limits are rule rows; the word is a proposal to those who
approve, no decision.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from milkshed.breeding.actions.evaluation.blocks import Block, solver_of, starting_from
from milkshed.breeding.actions.evaluation.genomic_samples import informed_animals
from milkshed.breeding.actions.evaluation.population import Population
from milkshed.breeding.models import EvaluationRun
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.science.arrays import Bool, Float, Int
from milkshed.breeding.science.last_solutions import StoredSolutions
from milkshed.breeding.science.monthly_run import Observations
from milkshed.breeding.science.single_step import Tuning
from milkshed.breeding.science.trait_blocks import BlockCovariances, Relatives, solve_block
from milkshed.breeding.science.validation import (
    difference_of_abilities,
    predictive_ability,
    validate_lr,
)
from milkshed.kernel.day_numbers import day_of
from milkshed.kernel.text import Text

MILK = "milk_kg"
_FIGURES = ("bias", "bias_sd", "dispersion", "ratio", "reliability", "ability", "accuracy", "slope")
_WORST_LAST = ("ok", "warn", "bad")


@dataclass(frozen=True, slots=True, eq=False)
class Validated:
    """What is validated: a block with its covariances, and its values with all records.

    ``whole``: by ``pedigree`` and ``genomic`` the values (animals, traits).
    """

    block: Block
    covariances: BlockCovariances
    members: Int
    tuning: Tuning
    relatives: Mapping[str, Relatives]
    whole: Mapping[str, Float]


def validated(
    run: EvaluationRun, held: Validated, population: Population, rules: BreedingRules
) -> dict[str, object]:
    """Bias, dispersion and predictive ability by pedigree and with genotypes, and the verdict."""
    block = held.block
    shown = 1.0 - rules.value("genomic.validation_hidden") / 100
    last_shown = int(np.quantile(block.observed.day, shown, method="lower"))
    cutoff = day_of(last_shown)
    early = block.observed.day <= last_shown
    before = informed_animals(population, block.observed.animal[early])
    after = informed_animals(population, block.observed.animal[~early])
    focal = held.members[(~before & after)[held.members]]
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
    start = starting_from(run, block.traits, population.pedigree)
    later = _later(block, ~early, focal, start, held.covariances)
    traits: dict[str, dict[str, object]] = {trait: {} for trait in block.traits}
    foreseen: dict[str, Float] = {}
    for name, related in held.relatives.items():
        partial = solve_block(
            block.traits, part, block.group[early], population.solved_with, held.covariances,
            solver_of(rules), relatives=related, start=start, with_reliability=False,
        ).values[focal]  # fmt: skip
        foreseen[name] = partial[:, block.traits.index(MILK)]
        for at, trait in enumerate(block.traits):
            traits[trait][name] = _figures(
                partial[:, at], held.whole[name][focal, at],
                float(held.covariances.genetic[at, at]), held.tuning, later.get(trait), least,
            )  # fmt: skip
    told |= traits.get(MILK, {}) | {"traits": traits}
    if MILK in later:
        value = later[MILK][0]
        known = np.isfinite(value)
        told["own"] = int(known.sum())
        if known.sum() >= least:
            told["gain_t"] = difference_of_abilities(
                foreseen["genomic"][known], foreseen["pedigree"][known], value[known]
            )
    return told | {"verdict": verdict(told, rules)}


def _later(
    block: Block,
    late: Bool,
    focal: Int,
    solutions: tuple[StoredSolutions, ...],
    covariances: BlockCovariances,
) -> dict[str, tuple[Float, Float]]:
    """By trait, of the focal (focal,): mean of their records less group and parity, and h² of it.

    NaN without a record of their own.
    """
    answer: dict[str, tuple[Float, Float]] = {}
    rows = block.observed.only(late)
    group = block.group[late]
    seat = np.full(int(max(rows.animal.max(initial=0), focal.max(initial=0))) + 1, -1)
    seat[focal] = np.arange(len(focal))
    for at, trait in enumerate(block.traits):
        stored = next((one for one in solutions if trait in one.equations.traits), None)
        if stored is None:
            continue
        fixed = _fixed(stored, trait, rows, group)
        used = np.isfinite(rows.values[trait]) & np.isfinite(fixed) & (seat[rows.animal] >= 0)
        mine = seat[rows.animal[used]]
        number = np.bincount(mine, minlength=len(focal)).astype(np.float64)
        total = np.bincount(mine, rows.values[trait][used] - fixed[used], minlength=len(focal))
        value = np.divide(total, number, out=np.full(len(focal), np.nan), where=number > 0)
        genetic, residual = covariances.genetic[at, at], covariances.residual[at, at]
        permanent = 0.0 if covariances.permanent is None else covariances.permanent[at, at]
        spread = genetic + permanent + residual / np.maximum(number, 1.0)
        answer[trait] = (value, np.asarray(genetic / spread))
    return answer


def _fixed(stored: StoredSolutions, trait: str, rows: Observations, group: Int) -> Float:
    """Solutions of group and parity of records, (rows,); NaN where a level was not solved."""
    at = stored.equations.traits.index(trait)
    names = {term.name: term.names for term in stored.equations.terms}
    answer = np.zeros(len(rows.animal))
    for name, codes in (("group", group), ("parity", rows.parity)):
        place = {level: number for number, level in enumerate(names[name])}
        found = np.array([place.get(str(code), -1) for code in codes.tolist()], dtype=np.int64)
        solved = np.append(stored.effect(name)[:, 0, at], np.nan)
        answer += solved[found]
    return answer


def _figures(
    partial: Float,
    whole: Float,
    variance: float,
    tuning: Tuning,
    later: tuple[Float, Float] | None,
    least: int,
) -> dict[str, float | None]:
    told: dict[str, float | None] = dict.fromkeys(_FIGURES)
    try:
        held = validate_lr(
            partial, whole, variance_animal=variance,
            mean_inbreeding=tuning.diagonal - 1.0, mean_coancestry=tuning.off_diagonal / 2,
        )  # fmt: skip
    except ValueError:  # the estimates do not vary: nothing foreseen of anybody
        return told
    told |= {
        "bias": held.bias,
        "bias_sd": held.bias / variance**0.5,
        "dispersion": held.dispersion,
        "ratio": held.ratio_of_accuracies,
        "reliability": held.reliability,
    }
    if later is None:
        return told
    known = np.isfinite(later[0])
    if np.count_nonzero(known) < least or not later[0][known].std() > 0:
        return told
    found = predictive_ability(partial[known], later[0][known], reliability=later[1][known])
    return told | {"ability": found.ability, "accuracy": found.accuracy, "slope": found.slope}


def verdict(told: Mapping[str, Any], rules: BreedingRules) -> dict[str, object]:
    """A colour and words for milk's figures, part by part and over all: the worst of them."""
    genomic, pedigree = told["genomic"], told["pedigree"]
    parts = []
    if genomic["bias_sd"] is not None:
        size = genomic["bias_sd"]
        kind = _within(
            abs(size), rules.high("genomic.validation_bias"),
            rules.high("genomic.validation_bias_most"),
        )  # fmt: skip
        way = Text("偏高", "too high") if size > 0 else Text("偏低", "too low")
        words = Text(
            f"青年个体的预测平均{way.zh}{abs(size):.2f}个遗传标准差",
            f"young animals were foreseen {abs(size):.2f} genetic SD {way.en} on average",
        )
        parts.append((kind, words))
    if genomic["dispersion"] is not None:
        slope = genomic["dispersion"]
        kind = _between(
            slope, rules.bounds("genomic.validation_dispersion"),
            rules.bounds("genomic.validation_dispersion_most"),
        )  # fmt: skip
        spread = Text("预测的差距与后来相符", "differences came as foreseen")
        if kind != "ok":
            spread = (
                Text("预测的差距被夸大", "differences foreseen were exaggerated")
                if slope < 1
                else Text("预测的差距被缩小", "differences foreseen were too small")
            )
        words = Text(f"离散度{slope:.2f}，{spread.zh}", f"dispersion {slope:.2f}: {spread.en}")
        parts.append((kind, words))
    able, plain = genomic["ability"], pedigree["ability"]
    if able is not None and plain is not None:
        kind = _between(
            able - plain, (rules.low("genomic.validation_gain"), np.inf),
            (rules.low("genomic.validation_gain_least"), np.inf),
        )  # fmt: skip
        unsure = Text("", "")
        if kind == "bad" and told.get("gain_t", -np.inf) > -rules.value("genomic.validation_sure"):
            kind = "warn"
            unsure = Text("；头数少，差别不显著", "; too few animals to be sure of a loss")
        words = Text(
            f"对后来成绩的预测能力{able:.2f}，仅用系谱{plain:.2f}{unsure.zh}",
            f"ability to predict later records {able:.2f}, by pedigree alone {plain:.2f}"
            f"{unsure.en}",
        )
        parts.append((kind, words))
    worst = max((kind for kind, _ in parts), key=_WORST_LAST.index, default="none")
    return {
        "kind": worst,
        "parts": [{"kind": kind, "zh": text.zh, "en": text.en} for kind, text in parts],
        "rules": [
            rules.source(f"genomic.validation_{name}")
            for name in (
                "bias",
                "bias_most",
                "dispersion",
                "dispersion_most",
                "gain",
                "gain_least",
                "sure",
            )
        ],
    }


def _within(value: float, good: float, tolerable: float) -> str:
    if value <= good:
        return "ok"
    return "warn" if value <= tolerable else "bad"


def _between(value: float, good: tuple[float, float], tolerable: tuple[float, float]) -> str:
    if good[0] <= value <= good[1]:
        return "ok"
    return "warn" if tolerable[0] <= value <= tolerable[1] else "bad"
