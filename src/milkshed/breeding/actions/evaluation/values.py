"""What a run publishes: values against the base, indices, and how they are stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from milkshed.breeding.actions.evaluation.index_basis import IndexBasis
from milkshed.breeding.models import Bull, BullValue, CowValue, EvaluationRun
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.science import monthly_run as science
from milkshed.breeding.science.arrays import Float, Index, Int
from milkshed.breeding.science.monthly_run import TYPES, Observations
from milkshed.breeding.science.pedigree import Pedigree, Sex
from milkshed.breeding.science.trait_blocks import TraitRun
from milkshed.kernel.text import Text
from milkshed.platform.bulk import copy_columns

STORED = {
    "milk_kg": 1, "fat_kg": 2, "protein_kg": 2, "fat_pct": 4, "protein_pct": 4, "scs": 3,
    "type_total": 2, "mammary_system": 2, "feet_legs": 2,
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Published:
    """Values by trait of all animals of the pedigree, against the base; NaN where not solved."""

    values: Mapping[str, Float]
    reliability: Float
    base: Mapping[str, object]


def against_base(
    run: EvaluationRun,
    pedigree: Pedigree,
    traits: Mapping[str, TraitRun],
    recorded: Int,
    rules: BreedingRules,
) -> Published:
    """Breeding values as they are published: less the base's mean, contents made, type scaled.

    ``recorded`` (places): the cows with a record of milk, once for each.
    """
    year = rules.whole("base.year")
    base, fits = science.base_cows(pedigree, recorded, year)
    values: dict[str, Float] = {}
    shifts: dict[str, float] = {}
    for trait, solved in traits.items():
        shifts[trait] = float(solved.values[base].mean())
        values[trait] = solved.values - shifts[trait]
    if "scs" in values:
        values["scs"] = values["scs"] + science.SCS_CENTRE
    for kind in ("fat", "protein"):
        if f"{kind}_kg" in values:
            values[f"{kind}_pct"] = science.contents(
                values[f"{kind}_kg"], values["milk_kg"],
                traits[f"{kind}_kg"].mean, traits["milk_kg"].mean,
            )  # fmt: skip
    told = run.manifest["traits"]
    for trait in TYPES:
        if trait in values:
            held = told[trait]["variances"]
            spread = (held["heritability"] * held["phenotypic"]) ** 0.5
            values[trait] = values[trait] * rules.value("standard.type") / spread
    # rounded before indices are made of them, so that an index is the sum of what is shown
    values = {trait: np.round(held, STORED[trait]) for trait, held in values.items()}
    title = (
        Text(f"{year}年出生的测定母牛{len(base)}头", f"{len(base)} recorded cows born in {year}")
        if fits
        else Text(
            f"全部测定母牛{len(base)}头（没有{year}年出生的）",
            f"all {len(base)} recorded cows (none born in {year})",
        )
    )
    facts = {
        "year": year, "cows": len(base), "fits": fits, "shifts": shifts,
        "zh": title.zh, "en": title.en, "rule": rules.source("base.year"),
    }  # fmt: skip
    return Published(values, traits["milk_kg"].reliability, facts)


def means_of_indexed(cows: pa.Table) -> dict[str, float | None]:
    """Means over the animals that have an index, by figure; None where there is none."""
    held = cows.filter(pc.is_valid(cows["score"]))
    names = (*STORED, "score", "reliability", "inbreeding")
    return {name: pc.mean(held[name]).as_py() for name in names}


def histogram(reliability: Float, columns: "ValueColumns") -> list[dict[str, object]]:
    """Bulls of the register and living females by tenths of reliability."""
    edges = np.linspace(0, 1, 11)
    bulls = np.histogram(reliability[columns.bull_places], edges)[0]
    cows = np.histogram(reliability[columns.living], edges)[0]
    return [
        {"from": round(float(low), 1), "bulls": int(b), "cows": int(c)}
        for low, b, c in zip(edges[:-1], bulls, cows, strict=True)
    ]


class ValueColumns:
    """What is stored of a run, column by column."""

    def __init__(
        self, pedigree: Pedigree, table: pa.Table, row: Int, told: Published, score: Float,
        index: str, own: Int, inbred: Float, observed: Observations, rules: BreedingRules,
        traits: Mapping[str, TraitRun], basis: IndexBasis | None,
    ) -> None:  # fmt: skip
        self.pedigree, self.table, self.row = pedigree, table, row
        self.told, self.score, self.index = told, score, index
        self.own, self.inbred, self.observed, self.rules = own, inbred, observed, rules
        self.traits, self.basis = traits, basis
        alive = np.append(table["alive"].to_numpy(zero_copy_only=False), False)[row]
        self.living = np.flatnonzero(alive & (pedigree.sex == Sex.FEMALE))
        registered = dict(Bull.objects.values_list("number", "pk"))
        self.bull_keys = registered
        ids = pedigree.ids.tolist()
        self.bull_places = np.array(
            [place for place, name in enumerate(ids) if name in registered], dtype=np.int64
        )

    def names(self, parent: Int | Index) -> list[str]:
        """Numbers of places in the pedigree, empty where a parent is unknown."""
        ids = self.pedigree.ids
        return [str(ids[p]) if p >= 0 else "" for p in parent.tolist()]

    def index_reliability(self, at: Int, score: Float) -> Float:
        """Reliability of the index of places, (animals,); NaN where none is printed."""
        answer = np.full(len(at), np.nan)
        scored = np.isfinite(score)
        if self.basis is not None and scored.any():
            chosen = at[scored]
            answer[scored] = self.basis.reliability(
                lambda trait: self.traits[trait].reliability[chosen]
            )
        return answer

    @cached_property
    def daughters(self) -> Int:
        """Recorded daughters of every animal of the pedigree."""
        sire = self.pedigree.sire[np.flatnonzero(self.own > 0)]
        return np.bincount(sire[sire >= 0], minlength=len(self.pedigree))

    def bulls(self) -> dict[str, Any]:
        """Values of bulls of the register; the index only where the rules let it be printed."""
        pedigree, at = self.pedigree, self.bull_places
        daughters = self.daughters
        pairs = np.unique(
            np.stack([pedigree.sire[self.observed.animal], self.observed.place]), axis=1
        )
        herds = np.bincount(pairs[0][pairs[0] >= 0], minlength=len(pedigree))
        known = (self.told.reliability[at] > 0) | (daughters[at] > 0)
        at = at[known]
        printed = (
            (self.told.reliability[at] >= self.rules.low("publish.reliability"))
            & (daughters[at] >= self.rules.low("publish.daughters"))
        )  # fmt: skip
        names = [str(name) for name in pedigree.ids[at].tolist()]
        score = np.where(printed, self.score[at], np.nan)
        return {
            "bull": [self.bull_keys[name] for name in names],
            "number": names,
            "sire": self.names(pedigree.sire[at]),
            "dam": self.names(pedigree.dam[at]),
            "born_year": pedigree.birth_years[at],
            "reliability": self.told.reliability[at],
            "inbreeding": self.inbred[at],
            "score": score,
            "index_reliability": self.index_reliability(at, score),
            "daughters": daughters[at],
            "herds": herds[at],
            "values": {trait: values[at] for trait, values in self.told.values.items()},
            "index": self.index,
        }

    def cows(self) -> pa.Table:
        """Values of living females, as the columns of their table but the run."""
        pedigree, at = self.pedigree, self.living
        row = pa.array(self.row[at])
        place = self.table["place"].to_numpy()[self.row[at]]
        known = self.told.reliability[at] > 0
        score = np.where(known, self.score[at], np.nan)
        rank = _ranks(place, score)
        years = pedigree.birth_years[at]
        columns: dict[str, Any] = {
            "animal_key": self.table["animal"].take(row).combine_chunks(),
            "identity": self.table["identity"].take(row).combine_chunks(),
            "number": self.table["number"].take(row).combine_chunks(),
            "place_id": pa.array(place),
            "parity": self.table["parity"].take(row).combine_chunks(),
            "rank": pa.array(rank, pa.int32(), mask=rank == 0),
            "sire": pa.array(self.names(pedigree.sire[at]), pa.string()),
            "dam": pa.array(self.names(pedigree.dam[at]), pa.string()),
            "born_year": pa.array(years.astype(np.int16), mask=years <= 0),
            "reliability": _stored(self.told.reliability[at], 3),
            "inbreeding": _stored(self.inbred[at], 5),
            "score": _stored(score, 1),
            "index_reliability": _stored(self.index_reliability(at, score), 3),
            "index": pa.array(np.where(np.isfinite(score), self.index, "").tolist(), pa.string()),
            "records": pa.array(self.own[at].astype(np.int16)),
            "daughters": pa.array(np.zeros(len(at), dtype=np.int32)),
        }
        for trait in STORED:
            values = self.told.values.get(trait)
            held = (
                np.full(len(at), np.nan) if values is None else np.where(known, values[at], np.nan)
            )
            columns[trait] = _stored(held, STORED[trait])
        return pa.table(columns)


def _stored(values: Float, places: int) -> pa.Array:
    return pa.array(np.round(values, places), pa.float64(), mask=~np.isfinite(values))


def _ranks(place: Int, score: Float) -> Int:
    """Rank of each cow within her farm, 1 the best; 0 without a score."""
    answer = np.zeros(len(place), dtype=np.int64)
    scored = np.flatnonzero(np.isfinite(score))
    order = scored[np.lexsort((-score[scored], place[scored]))]
    if not len(order):
        return answer
    farm = place[order]
    first = np.flatnonzero(np.append(True, farm[1:] != farm[:-1]))
    sizes = np.diff(np.append(first, len(order)))
    answer[order] = np.arange(len(order)) - np.repeat(first, sizes) + 1
    return answer


def store_bulls(run: EvaluationRun, bulls: Mapping[str, Any]) -> None:
    """Write the values of bulls as :meth:`ValueColumns.bulls` gives them."""

    def plain(value: float, places: int) -> float | None:
        return round(float(value), places) if np.isfinite(value) else None

    BullValue.objects.bulk_create(
        (
            BullValue(
                run=run,
                bull_id=key,
                sire=bulls["sire"][i][:30],
                dam=bulls["dam"][i][:30],
                born_year=int(bulls["born_year"][i]) or None,
                reliability=plain(bulls["reliability"][i], 3),
                inbreeding=plain(bulls["inbreeding"][i], 5),
                index=bulls["index"] if np.isfinite(bulls["score"][i]) else "",
                score=plain(bulls["score"][i], 1),
                index_reliability=plain(bulls["index_reliability"][i], 3),
                daughters=int(bulls["daughters"][i]),
                herds=int(bulls["herds"][i]),
                **{
                    trait: plain(bulls["values"][trait][i], places)
                    for trait, places in STORED.items()
                    if trait in bulls["values"]
                },
            )
            for i, key in enumerate(bulls["bull"])
        ),
        batch_size=1_000,
    )


def store_cows(run: EvaluationRun, cows: pa.Table) -> None:
    """Write the values of females as :meth:`ValueColumns.cows` gives them, by COPY."""
    name = CowValue._meta.db_table  # noqa: SLF001 - Django's public name for it
    copy_columns(name, cows.append_column("run_id", pa.array(np.full(len(cows), run.pk))))
