"""Which genotyped animals and markers take part in a run, and every one that does not, with why.

Samples are judged by their genotypes as called: who fails the checks or contradicts kin or sex is
left out, and only among those who stay gaps are filled, so that no error is handed on. Of the
genotypes with what was filled the markers are judged that relate animals.

The relationships come from markers of autosomes. Markers of X only check the sex; those of Y, the
mitochondrion, the pseudo-autosomal region and of no known place are put aside; only where no file
tells any chromosome, all are used, if the rules let them, and the run says so. Extracts of format
1 knew no chromosomes: their markers are used alike and none is filled, as it was then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from milkshed.breeding.actions.evaluation.frozen_genotypes import FrozenGenotypes
from milkshed.breeding.actions.evaluation.imputed_genotypes import filled_store
from milkshed.breeding.actions.evaluation.population import Population
from milkshed.breeding.actions.evaluation.snapshot import Snapshot
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.science.arrays import Bool, Int
from milkshed.breeding.science.chromosomes import Kind, kind_of
from milkshed.breeding.science.genotype_conflicts import (
    ParentConflict,
    left_out,
    males_on_x,
    parent_conflicts,
    swapped,
)
from milkshed.breeding.science.marker_quality import (
    GenotypeLimits,
    GenotypeQuality,
    Why,
    check_genotypes,
)
from milkshed.breeding.science.marker_store import MarkerStore
from milkshed.breeding.science.monthly_run import Observations
from milkshed.breeding.science.pedigree import Sex
from milkshed.kernel.text import Text

_SEXES = {"M": Sex.MALE, "F": Sex.FEMALE}
_OF_SAMPLES = (Why.SAMPLE_CALL_RATE, Why.HETEROZYGOSITY, Why.DUPLICATE, Why.SEX)


@dataclass(frozen=True, slots=True, eq=False)
class Taking:
    """Genotyped animals that take part: places in the pedigree and genotypes in their order."""

    members: Int
    store: MarkerStore


@dataclass(frozen=True, slots=True, eq=False)
class _Markers:
    """What the markers of the extract are for, (markers,) each."""

    kinds: Sequence[Kind]
    related: Bool
    on_x: Bool


def taking_part(
    snapshot: Snapshot,
    population: Population,
    lactations: Observations,
    rules: BreedingRules,
    told_before: Mapping[str, Any] | None = None,
) -> tuple[Taking | None, dict[str, object]]:
    """Who takes part after the quality of samples and markers; None with the reason.

    ``told_before``: what the run's manifest tells of its genomic part where it was computed, to
    fill gaps as it did then.
    """
    frozen = snapshot.genotypes
    if frozen is None:
        fewest = round(rules.low("genomic.fewest"))
        why = Text(
            f"没有已采用的基因型，至少需要{fewest}头",
            f"No genotype is accepted; at least {fewest} animals are needed",
        )
        return None, {"published": False, "genotyped": 0, "zh": why.zh, "en": why.en}
    mapped = snapshot.format > 1
    markers = _markers_of(frozen, mapped, rules)
    quality = _quality(frozen, markers, mapped, rules)
    place = population.pedigree.places(frozen.store.animals).astype(np.int64)
    kept = quality.animals & (place >= 0)
    counts = dict(quality.counts)
    told: dict[str, object] = {}
    if mapped:
        conflicts: list[dict[str, object]] = []
        as_called = quality.markers & markers.related
        kept[_conflicting(frozen, population, place, kept, as_called, rules, conflicts)] = False
        before = None if told_before is None else told_before.get("imputation", {"used": False})
        store, imputation = filled_store(
            frozen.only(kept), place[kept], population.pedigree, _of_markers(_limits(rules)),
            rules, before,
        )  # fmt: skip
        used, of_markers = _passing(store, markers, rules)
        counts = of_markers | {why: n for why, n in counts.items() if why in _OF_SAMPLES}
        told = {
            "chromosomes": _by_kind(markers, used),
            "conflicts": conflicts,
            "x": _on_x(frozen, markers, rules),
            "imputation": imputation,
        }
    else:
        store, used = frozen.store.only(kept), quality.markers
    members = place[kept]
    informed = informed_animals(population, lactations.animal)
    told |= {
        "samples": len(frozen.store),
        "not_in_pedigree": int((place < 0).sum()),
        "genotyped": len(members),
        "reference": int(informed[members].sum()),
        "without_records": int((~informed[members]).sum()),
        "markers_read": len(frozen.store.markers),
        "markers": int(used.sum()),
        "rejected": [
            {"zh": why.value.zh, "en": why.value.en, "count": count}
            for why, count in counts.items()
        ],
        "samples_rejected": _rejected(frozen, quality),
    }
    short = _too_few(told, rules)
    if short is not None:
        return None, told | {"published": False, "zh": short.zh, "en": short.en}
    return Taking(members, store.only(markers=used)), told | {"published": True}


def _markers_of(frozen: FrozenGenotypes, mapped: bool, rules: BreedingRules) -> _Markers:
    size = len(frozen.store.markers)
    if not mapped:
        everything = np.ones(size, dtype=np.bool_)
        return _Markers([Kind.UNMAPPED] * size, everything, ~everything)
    kinds = [kind_of(name) for name in frozen.markers["chromosome"].to_pylist()]
    wanted = Kind.AUTOSOME
    if all(kind is Kind.UNMAPPED for kind in kinds) and rules.whole("genomic.unmapped") == 1:
        wanted = Kind.UNMAPPED
    return _Markers(
        kinds,
        np.array([kind is wanted for kind in kinds], dtype=np.bool_),
        np.array([kind is Kind.X for kind in kinds], dtype=np.bool_),
    )


def _limits(rules: BreedingRules) -> GenotypeLimits:
    return GenotypeLimits(
        marker_call_rate=rules.low("genotype.marker_call_rate"),
        sample_call_rate=None,
        minor_frequency=rules.low("genomic.minor_frequency"),
        proportions_p=rules.low("genomic.proportions"),
        heterozygosity_sd=rules.high("genomic.heterozygosity"),
        same=rules.low("genotype.identical"),
        male_x=rules.high("genotype.x_male"),
        female_x=rules.low("genotype.x_female"),
        x_markers=round(rules.low("genotype.x_markers")),
    )


def _of_markers(limits: GenotypeLimits) -> GenotypeLimits:
    """The limits without those of samples."""
    return replace(limits, heterozygosity_sd=None, same=None)


def _quality(
    frozen: FrozenGenotypes, markers: _Markers, mapped: bool, rules: BreedingRules
) -> GenotypeQuality:
    """Checks as called, over the markers that are looked at; of the others nothing is used.

    Markers that only some of the chips have are looked at as well, or animals of the denser chip
    would be compared by the sparser one's.
    """
    limits = _limits(rules)
    if not mapped:
        return check_genotypes(frozen.store, limits)
    of_chip = min(rules.low("genotype.marker_call_rate"), rules.low("imputation.marker_share"))
    limits = replace(limits, marker_call_rate=of_chip)
    looked_at = markers.related | markers.on_x
    store = frozen.store if looked_at.all() else frozen.store.only(markers=looked_at)
    sex = np.array(
        [_SEXES.get(code, Sex.UNKNOWN) for code in frozen.samples["sex"].to_pylist()], dtype=np.int8
    )
    found = check_genotypes(store, limits, sex=sex, on_x=markers.on_x[looked_at])
    if looked_at.all():
        return found
    whole = np.zeros(len(looked_at), dtype=np.bool_)
    whole[looked_at] = found.markers
    return replace(found, markers=whole)


def _passing(
    store: MarkerStore, markers: _Markers, rules: BreedingRules
) -> tuple[Bool, dict[Why, int]]:
    """Markers that relate animals and pass (markers,), and how many do not by each check."""
    related = store if markers.related.all() else store.only(markers=markers.related)
    found = check_genotypes(related, _of_markers(_limits(rules)))
    used = np.zeros(len(markers.related), dtype=np.bool_)
    used[markers.related] = found.markers
    return used, dict(found.counts)


def _rejected(frozen: FrozenGenotypes, quality: GenotypeQuality) -> list[dict[str, str]]:
    barcodes = _barcodes(frozen)
    return [
        {
            "zh": one.text.zh, "en": one.text.en, "identity": one.name,
            "barcode": barcodes[one.name],
        }
        for one in quality.rejected
        if one.name in barcodes
    ]  # fmt: skip


def _barcodes(frozen: FrozenGenotypes) -> dict[str, str]:
    """The sample of each genotyped animal."""
    codes = frozen.samples["barcode"].to_pylist()
    return dict(zip(frozen.store.animals, map(str, codes), strict=True))


def _by_kind(markers: _Markers, used: Bool) -> list[dict[str, object]]:
    """How many markers stand on each kind of chromosome, and how many relate animals."""
    kinds = np.array([kind.name for kind in markers.kinds])
    return [
        {
            "zh": kind.value.zh,
            "en": kind.value.en,
            "count": int((kinds == kind.name).sum()),
            "used": int(((kinds == kind.name) & used).sum()),
            "related": bool(markers.related[kinds == kind.name].any()),
            "unmapped": kind is Kind.UNMAPPED,
        }
        for kind in Kind
        if (kinds == kind.name).any()
    ]


def _on_x(frozen: FrozenGenotypes, markers: _Markers, rules: BreedingRules) -> dict[str, object]:
    """Heterozygous calls of males on X: whose, and at which markers."""
    male = np.array([code == "M" for code in frozen.samples["sex"].to_pylist()], dtype=np.bool_)
    found = males_on_x(frozen.store, male, markers.on_x)
    limit, most = rules.high("genotype.x_male"), round(rules.high("comparison.listed"))
    barcodes, shares = _barcodes(frozen), found.shares
    wrong = np.flatnonzero(found.heterozygous > 0)
    order = wrong[np.argsort(-shares[wrong], kind="stable")][:most]
    places = np.flatnonzero(markers.on_x)
    often = np.flatnonzero(found.by_marker > limit * max(len(found.males), 1))
    often = often[found.by_marker[often] > 1]
    names = [frozen.store.animals[row] for row in found.males[order].tolist()]
    return {
        "markers": len(places),
        "males": len(found.males),
        "heterozygous": int(found.heterozygous.sum()),
        "limit": limit,
        "males_listed": [
            {
                "identity": name,
                "barcode": barcodes[name],
                "heterozygous": int(found.heterozygous[at]),
                "called": int(found.called[at]),
                "share": round(float(shares[at]), 4),
                "above": bool(shares[at] > limit),
            }
            for name, at in zip(names, order.tolist(), strict=True)
        ],
        "males_found": len(wrong),
        "markers_listed": [
            {
                "name": frozen.store.markers[places[at]],
                "position": int(frozen.markers["position"][int(places[at])].as_py()),
                "males": int(found.by_marker[at]),
            }
            for at in often[np.argsort(-found.by_marker[often], kind="stable")][:most].tolist()
        ],
        "markers_found": len(often),
    }


def _conflicting(
    frozen: FrozenGenotypes,
    population: Population,
    place: Int,
    kept: Bool,
    used: Bool,
    rules: BreedingRules,
    told: list[dict[str, object]],
) -> list[int]:
    """Rows of samples that contradict genotyped parents or progeny; each is told with whom."""
    pedigree = population.pedigree
    seat = np.full(len(pedigree) + 1, -1, dtype=np.int64)
    seat[place[kept]] = np.flatnonzero(kept)
    sire, dam = (
        np.where(kept & (place >= 0), seat[np.maximum(parent[place], -1)], -1)
        for parent in (pedigree.sire, pedigree.dam)
    )
    share = rules.high("genotype.conflict")
    found, links = parent_conflicts(
        frozen.store, used, sire, dam, share=share, markers=round(rules.low("genotype.markers"))
    )
    out = left_out(found, links)
    partner: dict[int, int] = {}
    for one, other in swapped(frozen.store, used, out, share=share):
        partner |= {one: other, other: one}
    barcodes = _barcodes(frozen)
    for row in sorted(out):
        identity = frozen.store.animals[row]
        words = [_conflict_text(frozen, row, one) for one in out[row]]
        zh, en = "；".join(text.zh for text in words), "; ".join(text.en for text in words)
        told.append(
            {
                "identity": identity,
                "barcode": barcodes[identity],
                "zh": zh,
                "en": en,
                "others": sorted(
                    {
                        barcodes[frozen.store.animals[who]]
                        for one in out[row]
                        for who in (one.animal, one.parent)
                        if who != row
                    }
                ),
                "swap": barcodes[frozen.store.animals[partner[row]]] if row in partner else "",
            }
        )
    return sorted(out)


def _conflict_text(frozen: FrozenGenotypes, row: int, one: ParentConflict) -> Text:
    share = f"{one.opposing}/{one.compared}"
    if one.animal == row:
        name = frozen.store.animals[one.parent]
        side = Text("父亲", "sire") if one.sire else Text("母亲", "dam")
        return Text(
            f"与登记的{side.zh}{name}纯合对立{share}", f"opposes its {side.en} {name}, {share}"
        )
    name = frozen.store.animals[one.animal]
    return Text(f"与登记的后代{name}纯合对立{share}", f"opposes its progeny {name}, {share}")


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
    return None


def informed_animals(population: Population, recorded: Int) -> Bool:
    """Animals with records of their own or of progeny."""
    pedigree = population.pedigree
    answer = np.zeros(len(pedigree), dtype=np.bool_)
    answer[recorded] = True
    for parent in (pedigree.sire[recorded], pedigree.dam[recorded]):
        answer[parent[parent >= 0]] = True
    return answer
