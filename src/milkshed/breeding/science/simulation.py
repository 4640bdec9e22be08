"""Simulated populations with a known truth, for tests, benchmarks and teaching. Pure: seeded."""

import numpy as np
from numpy.typing import NDArray

from milkshed.breeding.science.arrays import Float, Index, Int
from milkshed.breeding.science.marker_map import MarkerMap
from milkshed.breeding.science.pedigree import Pedigree, Sex
from milkshed.numerics.compiled import compiled


def simulate_pedigree(
    animals: int,
    *,
    seed: int,
    years: int = 30,
    sires_a_year: int | None = None,
    sire_known: float = 0.97,
    dam_known: float = 0.92,
) -> Pedigree:
    """A dairy population with artificial insemination.

    The same number of calves is born every year; dams are 2 to 7 years old, sires 2 to 9, and
    ``sires_a_year`` bulls (by default one calf in 600, at least 4) begin service each year, the
    younger and a few popular ones with most of the progeny. Parents are known with the
    probabilities given.
    """
    random = np.random.default_rng(seed)
    year = np.sort(np.arange(animals) * years // animals)
    starts = np.searchsorted(year, np.arange(years + 1))
    calves = max(animals // years, 1)
    bulls = sires_a_year or max(4, calves // 600)
    sex = np.full(animals, Sex.FEMALE, dtype=np.int8)
    sire = np.full(animals, -1, dtype=np.int32)
    dam = np.full(animals, -1, dtype=np.int32)
    chosen: list[Int] = []
    for now in range(years):
        low, high = int(starts[now]), int(starts[now + 1])
        young = random.choice(np.arange(low, high), min(bulls, high - low), replace=False)
        sex[young] = Sex.MALE
        chosen.append(np.sort(young))
        if now < 2:
            continue
        size = high - low
        pool = np.concatenate(chosen[max(0, now - 9) : now - 1])
        weight = random.pareto(1.5, len(pool)) + 0.1
        mated = random.choice(pool, size, p=weight / weight.sum())
        sire[low:high] = np.where(random.random(size) < sire_known, mated, -1)
        first, last = int(starts[max(0, now - 7)]), int(starts[now - 1])
        bearer = random.integers(first, last, size)
        bearer = np.where(sex[bearer] == Sex.MALE, -1, bearer)
        dam[low:high] = np.where(random.random(size) < dam_known, bearer, -1)
    days = np.arange(animals) * 365 * years // animals
    born = np.datetime64("1996-01-01") + days.astype("timedelta64[D]")
    return Pedigree.from_numbers(sire, dam, born=born, sex=sex)


def simulate_breeding_values(pedigree: Pedigree, covariance: Float, *, seed: int) -> Float:
    """True breeding values of unselected animals, shape (animals, traits).

    Parent mean plus a Mendelian term of variance 1/2, 3/4 or 1 of ``covariance`` (traits,
    traits) by the number of known parents; inbreeding is not taken off.
    """
    random = np.random.default_rng(seed)
    root = np.linalg.cholesky(np.atleast_2d(covariance))
    value = random.standard_normal((len(pedigree), len(root))) @ root.T
    known = (pedigree.sire >= 0).astype(np.int64) + (pedigree.dam >= 0)
    value *= np.sqrt(1 - 0.25 * known)[:, None]
    _add_parents(pedigree.sire, pedigree.dam, value)
    return value


@compiled
def _add_parents(sire: Index, dam: Index, value: Float) -> None:
    for i in range(len(sire)):
        for parent in (sire[i], dam[i]):
            if parent >= 0:
                for t in range(value.shape[1]):
                    value[i, t] += 0.5 * value[parent, t]


def simulate_haplotypes(
    pedigree: Pedigree,
    places: MarkerMap,
    *,
    seed: int,
    animals: Int | None = None,
    effective_size: int = 100,
    generations: int = 100,
) -> NDArray[np.uint8]:
    """Alleles of both haplotypes, the sire's first, (animals, 2, markers); 0 without a place.

    ``animals``: places in the pedigree, all by default. Genes are dropped down the pedigree with
    crossing over by Haldane's map. Unknown parents are drawn from a population of
    ``effective_size`` that has mated at random for so many generations from founders without
    linkage, of frequencies from 0.1 to 0.9: what is linked comes of drift.
    """
    random = np.random.default_rng(seed)
    chosen = np.arange(len(pedigree)) if animals is None else np.asarray(animals)
    answer = np.zeros((len(chosen), 2, len(places)), dtype=np.uint8)
    for _, columns in places.chromosomes:
        crossing = crossing_over(places.centimorgans[columns])
        frequency = random.uniform(0.1, 0.9, len(columns))
        past = (random.random((effective_size, 2, len(columns))) < frequency).astype(np.uint8)
        for _ in range(generations):
            parents = random.integers(0, effective_size, (effective_size, 2))
            past = gametes(past[parents], crossing, random)
        answer[:, :, columns] = _dropped(pedigree, past, crossing, random)[chosen]
    return answer


def crossing_over(centimorgans: Float) -> Float:
    """Probability that a gamete changes strand at each marker of a chromosome (Haldane 1919).

    It is 1/2 at the first, where a gamete begins with either strand.
    """
    apart = np.diff(centimorgans, prepend=-np.inf) / 100.0
    return np.asarray(0.5 * -np.expm1(-2.0 * apart))


def gametes(
    parents: NDArray[np.uint8], crossing: Float, random: np.random.Generator
) -> NDArray[np.uint8]:
    """One gamete of each of ``parents`` (…, 2, markers), (…, markers)."""
    shape = (*parents.shape[:-2], parents.shape[-1])
    crossed = random.random(shape, dtype=np.float32) < crossing.astype(np.float32)
    first = np.logical_xor.accumulate(crossed, axis=-1)
    return np.where(first, parents[..., 0, :], parents[..., 1, :])


def _dropped(
    pedigree: Pedigree, past: NDArray[np.uint8], crossing: Float, random: np.random.Generator
) -> NDArray[np.uint8]:
    """One chromosome of all animals, (animals, 2, markers); unknown parents are of ``past``."""
    strands = np.empty((len(pedigree), 2, len(crossing)), dtype=np.uint8)
    unknown = random.integers(0, len(past), (len(pedigree), 2))
    pairs = zip(pedigree.sire.tolist(), pedigree.dam.tolist(), unknown, strict=True)
    for row, (sire, dam, instead) in enumerate(pairs):
        father = strands[sire] if sire >= 0 else past[instead[0]]
        mother = strands[dam] if dam >= 0 else past[instead[1]]
        strands[row] = gametes(np.stack([father, mother]), crossing, random)
    return strands
