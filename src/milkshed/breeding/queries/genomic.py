"""Reads of genomic values: beside those by pedigree, with every genomic index and what it lacks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from milkshed.breeding.models import (
    Bull,
    BullValue,
    CowValue,
    EvaluationRun,
    GenomicValue,
    GenotypeSample,
)
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.science.selection_index import (
    TRAITS,
    Explanation,
    IndexVersion,
    china_versions,
    explain,
    version_for,
)
from milkshed.kernel.text import Text
from milkshed.platform.scope import Scope, visible

POPULATION = "genomic"
BESIDE = ("score", "index", "milk_kg", "reliability", "index_reliability")
ANIMALS = {
    "": Text("全部", "All"),
    "bulls": Text("公牛", "Males"),
    "cows": Text("母牛", "Females"),
    "young": Text("无记录也无有记录女儿", "Without records or recorded daughters"),
}


@dataclass(frozen=True, slots=True)
class GenomicIndex:
    """One version of the genomic index for an animal; ``missing`` traits keep it from being made.

    ``current``: in force on the day of the run.
    """

    version: IndexVersion
    current: bool
    missing: Sequence[Text]
    explanation: Explanation | None


@dataclass(frozen=True, slots=True)
class GenomicShown:
    """An animal's genomic values for a page.

    ``rows``: trait, genomic value, value by pedigree, and the reliabilities of both, None where
    they were not told (contents follow from yields). ``sure_enough``: whether the reliability
    lets indices be printed; ``behind``: what the run told of its genotypes.
    """

    value: GenomicValue
    rows: Sequence[tuple[Text, float, float | None, float | None, float | None]]
    indices: Sequence[GenomicIndex]
    sure_enough: bool
    least_reliability: float
    behind: dict[str, Any]


def beside(run: EvaluationRun | None, **animal: OuterRef) -> dict[str, Subquery]:
    """Annotations ``genomic_*`` of rows that name an animal as genomic values do."""
    values = GenomicValue.objects.filter(run=run, **animal)
    return {f"genomic_{name}": Subquery(values.values(name)[:1]) for name in BESIDE}


def genomic_values(scope: Scope, run: EvaluationRun, animals: str = "") -> QuerySet[GenomicValue]:
    """Genotyped animals of a run in reach, the highest index first, then the highest milk."""
    found = visible(GenomicValue.objects.filter(run=run), scope)
    if animals == "bulls":
        found = found.filter(sex="M")
    elif animals == "cows":
        found = found.filter(sex="F")
    elif animals == "young":
        found = found.filter(records=0, daughters=0)
    return found.select_related("bull", "place").order_by(
        F("score").desc(nulls_last=True), F("milk_kg").desc(nulls_last=True), "identity"
    )


def of_bull(bull: Bull, value: BullValue | None) -> GenomicShown | None:
    """A bull's genomic values in the run of its published ones; None where it is not genotyped."""
    if value is None:
        return None
    found = GenomicValue.objects.select_related("run").filter(run=value.run_id, bull=bull).first()
    return None if found is None else _shown(found, value)


def of_cow(value: CowValue) -> GenomicShown | None:
    """A cow's genomic values beside her published ones; None where she is not genotyped."""
    found = GenomicValue.objects.select_related("run").filter(
        run=value.run_id, animal_key=value.animal_key
    )
    one = found.first()
    return None if one is None else _shown(one, value)


def _shown(value: GenomicValue, plain: BullValue | CowValue) -> GenomicShown:
    run = value.run
    least = BreedingRules.of_manifest(run.manifest["rules"]).low("genomic.reliability")
    held = {
        trait: number for trait in TRAITS if (number := getattr(value, trait, None)) is not None
    }
    return GenomicShown(
        value,
        [
            (TRAITS[trait], number, getattr(plain, trait), *_sure(value, trait))
            for trait, number in held.items()
        ],
        _indices(held, run),
        (value.reliability or 0.0) >= least,
        least,
        run.summary.get("genomic", {}),
    )


def _sure(value: GenomicValue, trait: str) -> tuple[float | None, float | None]:
    own, plain = value.reliabilities.get(trait, (None, None))
    return own, plain


def samples_named(scope: Scope, barcodes: Iterable[str]) -> dict[str, int]:
    """Keys of the samples in reach that have these barcodes."""
    found = visible(GenotypeSample.objects.filter(barcode__in=list(barcodes)), scope)
    return dict(found.values_list("barcode", "pk"))


def left_out(scope: Scope, barcode: str) -> tuple[EvaluationRun, Text] | None:
    """The last computed run in reach, where it left this sample out, with why."""
    runs = visible(EvaluationRun.objects.filter(computed_at__isnull=False), scope)
    run = runs.order_by("-started_at").first()
    told = {} if run is None else run.manifest.get("genomic", {})
    for one in (*told.get("conflicts", ()), *told.get("samples_rejected", ())):
        if run is not None and one.get("barcode") == barcode:
            return run, Text(one["zh"], one["en"])
    return None


def _indices(held: dict[str, float], run: EvaluationRun) -> list[GenomicIndex]:
    current = version_for(china_versions(), POPULATION, run.cut_on)
    answer = []
    for version in china_versions():
        if version.population != POPULATION:
            continue
        missing = [TRAITS[trait] for trait in version.traits if trait not in held]
        answer.append(
            GenomicIndex(
                version,
                current is not None and version.code == current.code,
                missing,
                None if missing else explain(version, held),
            )
        )
    return sorted(answer, key=lambda one: not one.current)
