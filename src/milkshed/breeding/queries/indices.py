"""Reads of selection indices: all versions, and the region's economic index with its derivation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.utils import timezone

from milkshed.breeding.actions.evaluation.blocks import told_blocks, told_covariances
from milkshed.breeding.models import BullValue, CowValue, EvaluationRun
from milkshed.breeding.queries.catalogue import IndexShown, index_versions, values_of
from milkshed.breeding.rules import PREFIX, BreedingRules
from milkshed.breeding.science import economic_index as science
from milkshed.breeding.science.arrays import Float
from milkshed.breeding.science.economic_index import Derivation, Economics, EconomicValue
from milkshed.breeding.science.monthly_run import TYPES
from milkshed.breeding.science.selection_index import IndexVersion, compare, explain
from milkshed.kernel.text import Text
from milkshed.platform.models import Rule

CODE = "NX-EI"
NAME = Text("本区经济指数", "Economic index of the region")
_SOURCE = Text(
    "由价格、饲料成本和本期方差推导（平台设定）",
    "derived from prices, feed costs and the variances of the run (set by us)",
)
ASSUMED = (
    "economic.milk_kg", "economic.fat_kg", "economic.protein_kg", "economic.energy",
    "economic.energy.milk_kg", "economic.energy.fat_kg", "economic.energy.protein_kg",
    "economic.scs", "economic.mammary_system", "economic.feet_legs", "mating.lactations",
)  # fmt: skip
_LEAST_COMPARED = 3


@dataclass(frozen=True, slots=True)
class Assumption:
    """A price or cost: its rule row, and the number that is tried instead where one is."""

    key: str
    row: Rule
    value: float

    @property
    def title(self) -> Text:
        """The row in words."""
        return Text(self.row.title_zh, self.row.title_en)

    @property
    def tried(self) -> bool:
        """Whether the number is not the rule's."""
        return self.value != float(self.row.value or 0)


def assumptions(day: date, tried: Mapping[str, float]) -> tuple[Assumption, ...]:
    """Prices and costs in force on a day; ``tried`` puts other numbers in their place."""
    rules = BreedingRules.on(day)
    return tuple(
        Assumption(key, rules.rows[PREFIX + key], tried.get(key, rules.value(key)))
        for key in ASSUMED
    )


@dataclass(frozen=True, slots=True, eq=False)
class Economic:
    """The economic index of a run.

    ``left_out``: traits that the run did not evaluate. ``version`` takes breeding values as they
    are published.
    """

    values: tuple[EconomicValue, ...]
    derived: Derivation
    version: IndexVersion
    left_out: tuple[str, ...]


def economic_index(run: EvaluationRun, told: Sequence[Assumption]) -> Economic | None:
    """The economic index by the variances of a run; None where it evaluated none of its traits."""
    held = {one.key: one.value for one in told}
    economics = Economics(
        price={trait: held[f"economic.{trait}"] for trait in science.PAID},
        energy_mcal={trait: held[f"economic.energy.{trait}"] for trait in science.PAID},
        energy_yuan=held["economic.energy"],
        scs_yuan=held["economic.scs"],
        score_yuan={trait: held[f"economic.{trait}"] for trait in science.SCORED},
        lactations=held["mating.lactations"],
    )
    evaluated = run.manifest.get("traits", {})
    values = tuple(one for one in science.economic_values(economics) if one.trait in evaluated)
    if not any(one.yuan for one in values):
        return None
    genetic, phenotypic = covariances_of(run, [one.trait for one in values])
    derived = science.derive(values, genetic, phenotypic)
    since = max(one.row.valid_from for one in told)
    return Economic(
        values,
        derived,
        science.as_version(derived, CODE, NAME, _SOURCE, since),
        tuple(trait for trait in science.TRAITS if trait not in evaluated),
    )


def covariances_of(run: EvaluationRun, traits: Sequence[str]) -> tuple[Float, Float]:
    """Genetic and phenotypic covariances (traits, traits) of a run, in units of published values.

    Those of traits that were not solved together count as 0.
    """
    rules = BreedingRules.of_manifest(run.manifest["rules"])
    size = len(traits)
    genetic, phenotypic = np.zeros((size, size)), np.zeros((size, size))
    for name, together in told_blocks(run.manifest).items():
        held = told_covariances(name, run.manifest)
        permanent = 0.0 if held.permanent is None else held.permanent
        mine = [at for at, trait in enumerate(traits) if trait in together]
        theirs = [together.index(traits[at]) for at in mine]
        into, part = np.ix_(mine, mine), np.ix_(theirs, theirs)
        genetic[into] = held.genetic[part]
        phenotypic[into] = (held.genetic + permanent + held.residual)[part]
    standard = [rules.value("standard.type") if trait in TYPES else 0.0 for trait in traits]
    scale = np.where(standard, standard / np.sqrt(np.diag(genetic)), 1.0)
    both = np.outer(scale, scale)
    return genetic * both, phenotypic * both


def explained_by(value: BullValue | CowValue | None) -> list[IndexShown]:
    """An animal's economic index term by term; empty where a trait of it was not estimated."""
    if value is None or value.score is None:
        return []
    economic = economic_index(value.run, assumptions(timezone.localdate(), {}))
    held = values_of(value)
    if economic is None or any(trait not in held for trait in economic.version.traits):
        return []
    return [IndexShown(economic.version, explain(economic.version, held), ())]


@dataclass(frozen=True, slots=True)
class BullRanks:
    """A bull by the catalogue's index and by the economic one; ranks from 1."""

    number: str
    name: Text
    score: float
    rank: int
    yuan: float
    economic_rank: int


@dataclass(frozen=True, slots=True)
class Beside:
    """The catalogue's index beside the economic one over the bulls that have both.

    ``code`` of the catalogue's index; ``correlation`` of ranks; ``top`` of the best ``top_size``
    are the best of both.
    """

    code: str
    bulls: tuple[BullRanks, ...]
    correlation: float
    top: int
    top_size: int


def beside_catalogue(run: EvaluationRun, economic: IndexVersion, *, top: int) -> Beside | None:
    """How the order of bulls changes; None where too few bulls have both indices."""
    rows = [
        one
        for one in BullValue.objects.select_related("bull").filter(run=run, score__isnull=False)
        if all(getattr(one, trait) is not None for trait in economic.traits)
    ]
    version = next((index_versions().get(one.index) for one in rows), None)
    if version is None or len(rows) < _LEAST_COMPARED:
        return None
    rows = [one for one in rows if one.index == version.code]
    traits = {*version.traits, *economic.traits}
    held = compare(
        version, economic, {name: [getattr(one, name) for one in rows] for name in traits}
    )
    size = min(top, len(rows))
    ranked = sorted(
        (
            BullRanks(one.bull.number, one.bull.name, score, rank, yuan, economic_rank)
            for one, score, rank, yuan, economic_rank in zip(
                rows,
                held.first.tolist(),
                held.first_rank.tolist(),
                held.second.tolist(),
                held.second_rank.tolist(),
                strict=True,
            )
        ),
        key=lambda one: one.economic_rank,
    )
    return Beside(
        version.code, tuple(ranked), held.rank_correlation, held.common_in_top(size), size
    )
