"""What a run publishes of genotyped animals: genomic values and indices, beside the pedigree's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from milkshed.breeding.actions.evaluation.genomic import GenomicRun
from milkshed.breeding.actions.evaluation.index_basis import IndexBasis
from milkshed.breeding.actions.evaluation.values import STORED, Published, ValueColumns
from milkshed.breeding.models import EvaluationRun, GenomicValue
from milkshed.breeding.science.arrays import Float, Int
from milkshed.breeding.science.pedigree import Sex
from milkshed.breeding.science.selection_index import (
    IndexVersion,
    china_versions,
    version_for,
)

GENOMIC = "genomic"


@dataclass(frozen=True, slots=True, eq=False)
class GenomicColumns:
    """Living females and males of herds, and all bulls, that are genotyped; arrays of (animals,).

    ``values`` by trait; ``reliability`` and ``pedigree_reliability`` of milk, ``reliabilities`` of
    every trait, with genotypes and by pedigree; ``score`` NaN where the index is not printed. Keys
    are None where an animal stands in no herd or is no bull of the register.
    """

    identities: Sequence[str]
    female: Sequence[bool]
    bulls: Sequence[int | None]
    animals: Sequence[int | None]
    numbers: Sequence[str]
    places: Sequence[int | None]
    sires: Sequence[str]
    dams: Sequence[str]
    born: Int
    values: Mapping[str, Float]
    reliability: Float
    reliabilities: Mapping[str, tuple[Float, Float]]
    index_reliability: Float
    pedigree_milk: Float
    pedigree_reliability: Float
    inbreeding: Float
    records: Int
    daughters: Int
    index: str
    score: Float


def genomic_columns(
    columns: ValueColumns,
    shown: Published,
    genomic: GenomicRun,
    version: IndexVersion | None,
    basis: IndexBasis | None,
) -> GenomicColumns:
    """The genotyped animals of a run that are published, from their values against the base.

    ``version`` of the genomic index, and the ``basis`` it rests on in this run.
    """
    pedigree, table = columns.pedigree, columns.table
    members = genomic.members
    row = columns.row[members]
    alive = np.append(table["alive"].to_numpy(zero_copy_only=False), False)[row]
    keys = np.append(table["animal"].to_numpy(), -1)[row]
    names = pedigree.ids[members]
    bulls = [columns.bull_keys.get(str(name)) for name in names.tolist()]
    # an animal that left its herd is published only where it is a bull of the register
    kept = alive | (keys < 0) | np.array([bull is not None for bull in bulls], dtype=np.bool_)
    chosen = np.flatnonzero(kept)
    at, row, keys = members[chosen], row[chosen], keys[chosen]
    places = np.append(table["place"].to_numpy(), -1)[row]
    numbers = table["number"].to_pylist()
    values = {trait: held[at] for trait, held in shown.values.items()}
    reliability = genomic.reliability["milk_kg"][chosen]
    score = np.full(len(at), np.nan)
    if version is not None and not _missing(version, values):
        printed = reliability >= columns.rules.low("genomic.reliability")
        score = np.where(printed, version.scores(values), np.nan)
    surety = np.full(len(at), np.nan)
    scored = np.isfinite(score)
    if basis is not None and scored.any():
        picked = chosen[scored]
        surety[scored] = basis.reliability(lambda trait: genomic.reliability[trait][picked])
    return GenomicColumns(
        identities=[str(name) for name in pedigree.ids[at].tolist()],
        female=(pedigree.sex[at] == Sex.FEMALE).tolist(),
        bulls=[bulls[place] for place in chosen.tolist()],
        animals=[int(key) if key >= 0 else None for key in keys.tolist()],
        numbers=[str(numbers[r]) if r >= 0 else "" for r in row.tolist()],
        places=[int(place) if place >= 0 else None for place in places.tolist()],
        sires=columns.names(pedigree.sire[at]),
        dams=columns.names(pedigree.dam[at]),
        born=pedigree.birth_years[at],
        values=values,
        reliability=reliability,
        reliabilities={
            trait: (held[chosen], columns.traits[trait].reliability[at])
            for trait, held in genomic.reliability.items()
        },
        index_reliability=surety,
        pedigree_milk=columns.told.values["milk_kg"][at],
        pedigree_reliability=columns.told.reliability[at],
        inbreeding=columns.inbred[at],
        records=columns.own[at],
        daughters=columns.daughters[at],
        index="" if version is None else version.code,
        score=score,
    )


def _missing(version: IndexVersion, values: Mapping[str, Float]) -> list[str]:
    return [trait for trait in version.traits if trait not in values]


def genomic_summary(
    told: Mapping[str, Any], genotyped: GenomicColumns | None, day: date
) -> dict[str, object]:
    """The genomic part of a run's summary: how many, how much surer, which indices can be made."""
    if genotyped is None:
        return {name: told[name] for name in ("published", "genotyped", "zh", "en")}
    current = version_for(china_versions(), GENOMIC, day)
    young = (genotyped.records == 0) & (genotyped.daughters == 0)
    indices = []
    for version in china_versions():
        if version.population != GENOMIC:
            continue
        missing = _missing(version, genotyped.values)
        scores = np.zeros(0) if missing else version.scores(genotyped.values)
        indices.append(
            {
                "code": version.code,
                "zh": version.name.zh,
                "en": version.name.en,
                "current": current is not None and version.code == current.code,
                "confirmed": version.confirmed,
                "missing": missing,
                "mean": float(scores.mean()) if len(scores) else None,
                "best": float(scores.max()) if len(scores) else None,
            }
        )

    def mean(values: Float) -> float | None:
        return float(values.mean()) if len(values) else None

    return {
        "published": True,
        "genotyped": told["genotyped"],
        "reference": told["reference"],
        "markers": told["markers"],
        "left_out": len(told.get("conflicts", ())) + len(told["samples_rejected"]),
        "valued": len(genotyped.identities),
        "young": int(young.sum()),
        "printed": int(np.isfinite(genotyped.score).sum()),
        "reliability": mean(genotyped.reliability),
        "pedigree_reliability": mean(genotyped.pedigree_reliability),
        "young_reliability": mean(genotyped.reliability[young]),
        "young_pedigree_reliability": mean(genotyped.pedigree_reliability[young]),
        "index_reliability": mean(
            genotyped.index_reliability[np.isfinite(genotyped.index_reliability)]
        ),
        "reliabilities": {
            trait: {"genomic": mean(own), "pedigree": mean(plain)}
            for trait, (own, plain) in genotyped.reliabilities.items()
        },
        "validation": told["validation"],
        "imputation": {
            name: held
            for name, held in told.get("imputation", {"used": False}).items()
            if name not in ("refuted", "rules", "copying")
        },
        "indices": indices,
    }


def store_genomic(run: EvaluationRun, held: GenomicColumns) -> None:
    """Write the genomic values of a run."""

    def plain(value: float, places: int) -> float | None:
        return round(float(value), places) if np.isfinite(value) else None

    GenomicValue.objects.bulk_create(
        (
            GenomicValue(
                run=run,
                identity=identity[:30],
                sex="F" if held.female[i] else "M",
                bull_id=held.bulls[i],
                animal_key=held.animals[i],
                number=held.numbers[i][:30],
                place_id=held.places[i],
                sire=held.sires[i][:30],
                dam=held.dams[i][:30],
                born_year=int(held.born[i]) or None,
                reliability=plain(held.reliability[i], 3),
                pedigree_milk_kg=plain(held.pedigree_milk[i], 1),
                pedigree_reliability=plain(held.pedigree_reliability[i], 3),
                inbreeding=plain(held.inbreeding[i], 5),
                index=held.index if np.isfinite(held.score[i]) else "",
                score=plain(held.score[i], 1),
                index_reliability=plain(held.index_reliability[i], 3),
                reliabilities={
                    trait: [round(float(one[i]), 3) for one in pair]
                    for trait, pair in held.reliabilities.items()
                },
                records=int(held.records[i]),
                daughters=int(held.daughters[i]),
                **{
                    trait: plain(held.values[trait][i], places)
                    for trait, places in STORED.items()
                    if trait in held.values
                },
            )
            for i, identity in enumerate(held.identities)
        ),
        batch_size=1_000,
    )
