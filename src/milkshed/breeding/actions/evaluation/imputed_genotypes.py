"""Gaps and lower-density chips of a run's genotypes, filled before they are evaluated.

Only what can be vouched for is used: the same filling is tried on known genotypes hidden for the
purpose, and where too few of them come out right the run goes on without it and says so. A filled
genotype less certain than the rule asks stays missing.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from milkshed.breeding.actions.evaluation.frozen_genotypes import FrozenGenotypes
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.science.arrays import Bool, Code, Int
from milkshed.breeding.science.imputation import METHOD, VERSION, Imputed, impute
from milkshed.breeding.science.imputation_accuracy import (
    Agreement,
    hidden_chip,
    hidden_share,
    measure_accuracy,
)
from milkshed.breeding.science.marker_map import MarkerMap
from milkshed.breeding.science.marker_quality import GenotypeLimits, check_genotypes
from milkshed.breeding.science.marker_store import MarkerStore
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.phasing import Copying
from milkshed.kernel.text import Text

_ON_THE_CHIP = 0.5
_ANIMALS_AT_ONCE = 512
_MARKERS_AT_ONCE = 4096
_SEED = 1
_RULES = (
    "imputation.centimorgans",
    "imputation.reference",
    "imputation.reference_share",
    "imputation.marker_share",
    "imputation.switches",
    "imputation.error",
    "imputation.certainty",
    "imputation.concordance",
    "imputation.hidden_share",
    "imputation.hidden_animals",
)


@dataclass(frozen=True, slots=True, eq=False)
class _Ready:
    """What is filled: columns of markers, the counts of all samples, places and parents.

    ``born``: places in the pedigree, the oldest first. ``reference`` and ``sparse``: the animals
    called at high density and the others.
    """

    born: Int
    columns: Int
    counts: Code
    places: MarkerMap
    sire: Int
    dam: Int
    reference: Int
    sparse: Int
    choices: Mapping[str, Any]


def filled_store(
    frozen: FrozenGenotypes,
    place: Int,
    pedigree: Pedigree,
    limits: GenotypeLimits,
    rules: BreedingRules,
    told_before: Mapping[str, Any] | None = None,
) -> tuple[MarkerStore, dict[str, Any]]:
    """The genotypes of a run with what could be filled, and what a manifest tells of it.

    ``frozen`` has those only that take part; ``place`` (samples,) in the pedigree. ``told_before``:
    what the run told when it was computed, to fill as it did then without trying it again. Where
    nothing is filled, the store is as frozen.
    """
    told: dict[str, Any] = {"used": False, "method": METHOD, "version": VERSION}
    if told_before is not None and not told_before.get("used"):
        return frozen.store, dict(told_before)
    ready = _ready(frozen, place, pedigree, limits, rules)
    if isinstance(ready, Text):
        return frozen.store, told | {"zh": ready.zh, "en": ready.en}
    told |= {
        "reference": len(ready.reference),
        "sparse": len(ready.sparse),
        "markers": len(ready.columns),
        "placed_differently": frozen.moved,
        "gaps": int(np.count_nonzero(ready.counts < 0)),
        "rules": {key: rules.source(key) for key in _RULES},
    }
    if told_before is None:
        accuracy = _tried(ready, rules)
        told["accuracy"] = accuracy
        least = rules.low("imputation.concordance")
        if accuracy["concordance"] < least:
            short = Text(
                f"隐去的已知基因型填充后一致率{accuracy['concordance']:.2%}，低于{least:.0%}，不采用填充",
                f"{accuracy['concordance']:.2%} of hidden genotypes were filled right, below "
                f"{least:.0%}: what was not called is not filled",
            )
            return frozen.store, told | {"zh": short.zh, "en": short.en}
    else:
        told["accuracy"] = told_before["accuracy"]
    made = impute(
        ready.counts, ready.places, sire=ready.sire, dam=ready.dam, reference=ready.reference,
        **ready.choices,
    )  # fmt: skip
    counts, unsure = _certain(ready, made, rules.low("imputation.certainty"))
    names = frozen.store.animals
    told |= {
        "used": True,
        "filled": asdict(made.filled),
        "unsure": unsure,
        "copying": asdict(made.copying),
        "r2": float(np.nanmean(made.r2)) if np.isfinite(made.r2).any() else None,
        "refuted": [[names[child], names[parent]] for child, parent in made.refuted],
    }
    return _with_filled(frozen.store, ready, counts), told


def _with_filled(store: MarkerStore, ready: _Ready, counts: Code) -> MarkerStore:
    """The store with the filled counts of some of its markers."""
    at = np.full(len(store.markers), -1, dtype=np.int64)
    at[ready.columns] = np.arange(len(ready.columns))

    def block(low: int) -> Code:
        part = np.array(store.counts(slice(low, low + _MARKERS_AT_ONCE)))
        here = at[low : low + _MARKERS_AT_ONCE]
        filled = np.flatnonzero(here >= 0)
        part[filled] = counts[:, here[filled]].T
        return part

    starts = range(0, len(store.markers), _MARKERS_AT_ONCE)
    return MarkerStore.from_counts(map(block, starts), store.animals, store.markers)


def _ready(
    frozen: FrozenGenotypes,
    place: Int,
    pedigree: Pedigree,
    limits: GenotypeLimits,
    rules: BreedingRules,
) -> _Ready | Text:
    """What can be filled, or why nothing can."""
    places = frozen.places(rules.value("imputation.centimorgans"))
    if not places.chromosomes:
        return Text(
            "文件未给出标记在常染色体上的位置，未作填充",
            "No file places its markers on autosomes: nothing is filled",
        )
    store = frozen.store
    least = round(rules.low("imputation.reference"))
    called = len(store) - store.tallies[:, 3]
    placed = np.zeros(len(called), dtype=np.bool_)
    for _, columns in places.chromosomes:
        placed[columns] = True
    share = rules.low("imputation.marker_share")
    columns = np.flatnonzero(placed & (called >= max(least, share * len(store))))
    # without a marker that enough samples have, none is called at high density
    counts = np.zeros((len(store), 0), dtype=np.int8)
    dense = np.zeros(len(store), dtype=np.bool_)
    if len(columns):
        counts = np.ascontiguousarray(store.counts(columns).T)
        of_animal = np.array([np.count_nonzero(row >= 0) for row in counts])
        dense = of_animal >= rules.low("imputation.reference_share") * len(columns)
    if dense.sum() < least:
        return Text(
            f"高密度分型个体{dense.sum()}头，少于{least}头，未作填充",
            f"{dense.sum()} animals are called at high density, fewer than {least}: nothing is "
            f"filled",
        )
    good = check_genotypes(store.only(np.flatnonzero(dense), columns), limits).markers
    columns, counts = columns[good], np.ascontiguousarray(counts[:, good])
    row_of = np.full(len(pedigree) + 1, -1, dtype=np.int64)
    row_of[place] = np.arange(len(place))
    sire, dam = (row_of[np.maximum(parent[place], -1)] for parent in (pedigree.sire, pedigree.dam))
    if not len(columns):
        return Text(
            "有位置的标记没有一个质控合格，未作填充",
            "No marker with a place passes the checks: nothing is filled",
        )
    return _Ready(
        place, columns, counts, places.only(columns), sire, dam,
        np.flatnonzero(dense), np.flatnonzero(~dense),
        {
            "conflict": rules.high("genotype.conflict"),
            "copying": Copying(
                switches_a_morgan=rules.value("imputation.switches"),
                error=rules.value("imputation.error"),
            ),
        },
    )  # fmt: skip


def _tried(ready: _Ready, rules: BreedingRules) -> dict[str, Any]:
    """How well known genotypes of the reference are filled when they are hidden."""
    mine = ready.reference
    counts = ready.counts[mine]
    row_of = np.full(len(ready.counts) + 1, -1, dtype=np.int64)
    row_of[mine] = np.arange(len(mine))
    sire, dam = row_of[ready.sire[mine]], row_of[ready.dam[mine]]
    choices = dict(ready.choices) | {"sire": sire, "dam": dam}
    told: dict[str, Any] = {}
    if len(ready.sparse):
        typed = (ready.counts[ready.sparse] >= 0).mean(axis=0) >= _ON_THE_CHIP
        wanted = round(rules.value("imputation.hidden_animals") / 100 * len(mine))
        # the latest born stand for those that will be sampled at low density
        latest = np.argsort(ready.born[mine], kind="stable")[-max(wanted, 1) :]
        hidden = hidden_chip(counts, latest, typed)
        choices["reference"] = np.setdiff1d(np.arange(len(mine)), latest)
        told = {"animals": len(latest), "chip": int(typed.sum())}
    else:
        hidden = hidden_share(counts, rules.value("imputation.hidden_share") / 100, seed=_SEED)
        choices["reference"] = np.arange(len(mine))
    found = measure_accuracy(counts, ready.places, hidden, **choices)
    return told | _plain(found.whole) | {
        "summary": {"zh": found.summary.zh, "en": found.summary.en},
        "classes": [
            {"above": low, "to": high} | _plain(one) for low, high, one in found.classes
        ],
    }  # fmt: skip


def _plain(one: Agreement) -> dict[str, Any]:
    told = asdict(one)
    return told | {"r2": told["r2"] if np.isfinite(told["r2"]) else None}


def _certain(ready: _Ready, made: Imputed, least: float) -> tuple[Code, int]:
    """The counts, -1 where what was filled is not certain enough, and how many those are."""
    counts = np.array(made.counts)
    unsure = 0
    for low in range(0, len(counts), _ANIMALS_AT_ONCE):
        part = slice(low, low + _ANIMALS_AT_ONCE)
        doubtful: Bool = (ready.counts[part] < 0) & (made.certainty(part) < least)
        counts[part][doubtful] = -1
        unsure += int(np.count_nonzero(doubtful))
    return counts, unsure
