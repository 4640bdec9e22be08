"""Quality of genotypes: which markers and samples can be used, and why others cannot.

Call rates, allele frequency, deviation from Hardy-Weinberg proportions (χ² of one degree of
freedom), heterozygosity, samples that are the same animal, and sex by the heterozygosity of the X
chromosome. One pass over the store for the markers, one for the samples. The limits are arguments:
whoever calls from the platform passes the rule rows in force.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2

from milkshed.breeding.science.arrays import Bool, Code, Float, Int, held
from milkshed.breeding.science.marker_kernels import count_by_animal
from milkshed.breeding.science.marker_store import MarkerStore
from milkshed.kernel.text import Text

_MARKERS_AT_ONCE = 4096
_COMPARED_FIRST = 1024


class Why(Enum):
    """Why a marker or a sample is not used."""

    MARKER_CALL_RATE = Text("位点检出率过低", "marker call rate too low")
    RARE = Text("次等位基因频率过低", "minor allele too rare")
    PROPORTIONS = Text("偏离哈迪-温伯格平衡", "deviates from Hardy-Weinberg proportions")
    SAMPLE_CALL_RATE = Text("样品检出率过低", "sample call rate too low")
    HETEROZYGOSITY = Text("杂合度异常", "heterozygosity out of range")
    DUPLICATE = Text("与另一样品基因型相同", "same genotype as another sample")
    SEX = Text("X 染色体杂合度与性别不符", "heterozygosity on X contradicts the sex")


@dataclass(frozen=True, slots=True)
class GenotypeLimits:
    """What is required; None leaves a check out.

    ``heterozygosity_sd``: how many standard deviations a sample may differ from the mean;
    ``same``: share of equal genotypes from which two samples are one animal; ``male_x``,
    ``female_x``: heterozygosity on X that a male must stay below and a female reach, of a sample
    with at least ``x_markers`` called there.
    """

    marker_call_rate: float | None = 0.90
    sample_call_rate: float | None = 0.90
    minor_frequency: float | None = 0.01
    proportions_p: float | None = 1e-8
    heterozygosity_sd: float | None = 6.0
    same: float | None = 0.99
    male_x: float = 0.05
    female_x: float = 0.10
    x_markers: int = 1


@dataclass(frozen=True, slots=True)
class Rejected:
    """A marker or sample that is not used: its name, why, the value found and the limit."""

    name: str
    why: Why
    value: float
    limit: float
    other: str = ""

    @property
    def text(self) -> Text:
        """One line for a report."""
        rest = f"（{self.other}）" if self.other else ""
        more = f" ({self.other})" if self.other else ""
        return Text(
            f"{self.name}：{self.why.value.zh}{rest}，{self.value:.4g}，限值 {self.limit:.4g}",
            f"{self.name}: {self.why.value.en}{more}, {self.value:.4g}, limit {self.limit:.4g}",
        )


@dataclass(frozen=True, eq=False)
class GenotypeQuality:
    """Figures by marker and sample, what is rejected, and what may be used.

    ``proportions_p`` (markers,): probability of so large a deviation from Hardy-Weinberg;
    ``heterozygosity`` (animals,) among called autosomal markers.
    """

    marker_call_rate: Float
    sample_call_rate: Float
    frequencies: Float
    proportions_p: Float
    heterozygosity: Float
    rejected: tuple[Rejected, ...]
    markers: Bool
    animals: Bool

    @property
    def counts(self) -> Mapping[Why, int]:
        """How many were rejected by each check."""
        found: dict[Why, int] = {}
        for one in self.rejected:
            found[one.why] = found.get(one.why, 0) + 1
        return found


def check_genotypes(
    store: MarkerStore,
    limits: GenotypeLimits | None = None,
    *,
    sex: Code | None = None,
    on_x: Bool | None = None,
) -> GenotypeQuality:
    """Check all markers and samples; nothing is changed.

    ``sex`` (animals,) of :class:`.pedigree.Sex` and ``on_x`` (markers,), the markers of the X
    chromosome outside its pseudo-autosomal part, allow the check of sex. Markers on X are not
    held against Hardy-Weinberg proportions.
    """
    limits = limits or GenotypeLimits()
    size = len(store)
    tallies = store.tallies.astype(np.float64)
    called = tallies[:, :3].sum(axis=1)
    marker_rate = called / max(size, 1)
    p = np.nan_to_num(store.frequencies)
    deviation = _deviation(tallies, called, p)
    x = np.zeros(len(p), np.bool_) if on_x is None else np.asarray(on_x, dtype=np.bool_)
    rejected: list[Rejected] = []
    bad_markers = np.zeros(len(p), np.bool_)

    def refuse(why: Why, values: Float, wrong: Bool, limit: float, names: tuple[str, ...]) -> None:
        rejected.extend(
            Rejected(names[place], why, float(values[place]), limit)
            for place in np.flatnonzero(wrong).tolist()
        )

    if limits.marker_call_rate is not None:
        wrong = marker_rate < limits.marker_call_rate
        refuse(Why.MARKER_CALL_RATE, marker_rate, wrong, limits.marker_call_rate, store.markers)
        bad_markers |= wrong
    if limits.minor_frequency is not None:
        minor = np.minimum(p, 1 - p)
        wrong = minor < limits.minor_frequency
        refuse(Why.RARE, minor, wrong, limits.minor_frequency, store.markers)
        bad_markers |= wrong
    if limits.proportions_p is not None:
        wrong = (deviation < limits.proportions_p) & ~x
        refuse(Why.PROPORTIONS, deviation, wrong, limits.proportions_p, store.markers)
        bad_markers |= wrong
    autosomal, on_the_x = _by_animal(store, ~x), _by_animal(store, x)
    total = np.count_nonzero(~x), np.count_nonzero(x)
    sample_rate = 1 - (autosomal[:, 1] + on_the_x[:, 1]) / max(len(p), 1)
    heterozygosity = autosomal[:, 0] / np.maximum(total[0] - autosomal[:, 1], 1)
    bad = np.zeros(size, np.bool_)
    if limits.sample_call_rate is not None:
        wrong = sample_rate < limits.sample_call_rate
        refuse(Why.SAMPLE_CALL_RATE, sample_rate, wrong, limits.sample_call_rate, store.animals)
        bad |= wrong
    if limits.heterozygosity_sd is not None and np.count_nonzero(~bad) > 2:
        middle, spread = np.mean(heterozygosity[~bad]), np.std(heterozygosity[~bad])
        distance = np.abs(heterozygosity - middle)
        wrong = (distance > limits.heterozygosity_sd * spread) & ~bad
        limit = limits.heterozygosity_sd * float(spread)
        refuse(Why.HETEROZYGOSITY, distance, wrong, limit, store.animals)
        bad |= wrong
    if limits.same is not None:
        for first, second, share in same_samples(store, limits.same):
            name, other = store.animals[second], store.animals[first]
            rejected.append(Rejected(name, Why.DUPLICATE, share, limits.same, other))
            bad[second] = True
    if sex is not None and total[1]:
        called_there = total[1] - on_the_x[:, 1]
        share = on_the_x[:, 0] / np.maximum(called_there, 1)
        tells = called_there >= max(limits.x_markers, 1)
        male, female = (np.asarray(sex) == 1) & tells, (np.asarray(sex) == 2) & tells
        wrong = male & (share > limits.male_x)
        refuse(Why.SEX, share, wrong, limits.male_x, store.animals)
        bad |= wrong
        wrong = female & (share < limits.female_x)
        refuse(Why.SEX, share, wrong, limits.female_x, store.animals)
        bad |= wrong
    return GenotypeQuality(
        held(marker_rate), held(sample_rate), store.frequencies, held(deviation),
        held(heterozygosity), tuple(rejected), held(~bad_markers), held(~bad),
    )  # fmt: skip


def same_samples(store: MarkerStore, share: float) -> list[tuple[int, int, float]]:
    """Pairs of samples with at least that share of equal genotypes among markers both have.

    A thousand markers of middling frequency find the pairs that are looked at in full. Pairs are
    (earlier, later, share of equal genotypes).
    """
    p = np.nan_to_num(store.frequencies)
    chosen = np.sort(np.argsort(np.abs(p - 0.5), kind="stable")[:_COMPARED_FIRST])
    part = store.counts(chosen).T
    size = len(part)
    indicator = np.concatenate([part == g for g in range(3)], axis=1).astype(np.float32)
    called = (part >= 0).astype(np.float32)
    found = []
    for low in range(0, size, _MARKERS_AT_ONCE):
        rows = slice(low, low + _MARKERS_AT_ONCE)
        equal = indicator[rows] @ indicator.T
        both = np.maximum(called[rows] @ called.T, 1)
        near = np.argwhere(equal >= (share - 0.03) * both)
        found += [(low + int(i), int(j)) for i, j in near if j > low + i]
    answer = []
    for i, j in found:
        codes = np.stack([(store.packed[:, n >> 2] >> ((n & 3) << 1)) & 3 for n in (i, j)])
        both_called = (codes != 1).all(axis=0)
        same = float((codes[0] == codes[1])[both_called].mean()) if both_called.any() else 0.0
        if same >= share:
            answer.append((i, j, same))
    return answer


def flipped(store: MarkerStore, reference: ArrayLike, *, beyond: float = 0.5) -> Int:
    """Markers whose alleles seem swapped against the frequencies of a reference (markers,).

    Such a marker lies nearer to 1 - p than to p of the reference by more than ``beyond``.
    """
    p = store.frequencies
    wanted = np.asarray(reference, dtype=np.float64)
    return np.flatnonzero(np.abs(p - wanted) - np.abs(1 - p - wanted) > beyond)


def _deviation(tallies: Float, called: Float, p: Float) -> Float:
    """P of χ² for Hardy-Weinberg proportions."""
    expected = called[:, None] * np.column_stack([(1 - p) ** 2, 2 * p * (1 - p), p**2])
    gap = (tallies[:, :3] - expected) ** 2
    parts = np.divide(gap, expected, out=np.zeros_like(gap), where=expected > 0)
    return np.asarray(chi2.sf(parts.sum(axis=1), 1), dtype=np.float64)


def _by_animal(store: MarkerStore, chosen: Bool) -> Int:
    """Heterozygous and not called among the chosen markers, (animals, 2)."""
    counts = np.zeros((len(store), 2), dtype=np.int64)
    places = np.flatnonzero(chosen)
    for low in range(0, len(places), _MARKERS_AT_ONCE):
        part = np.ascontiguousarray(store.packed[places[low : low + _MARKERS_AT_ONCE]])
        count_by_animal(part, counts)
    return counts
