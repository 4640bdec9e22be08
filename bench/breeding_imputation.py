"""How well and how fast genotypes are filled: a region's cows on a chip of 10K, lifted to 50K.

A simulated dairy population with crossing over (29 chromosomes of 85 cM): the latest born are
typed at every fifth marker, their genotyped ancestors and others at all. Concordance and allelic
r² of what was hidden are printed by class of the minor allele's frequency, beside the naive guess
(each marker's most frequent genotype) and nearest neighbours (the five animals most alike over
three windows of 100 markers), on some of the chromosomes only, as they take long.

The limit of one core is arithmetic, not memory: a step of the model at one marker multiplies and
adds for every state of two haplotypes, forward and backward, on values that stay in the cache.
The share told is of the multiply-adds a second that the same core does on such values in the same
run. It is small: alleles are fetched state by state, and with 64 states a loop is four registers
long. Processor seconds of all threads.
Usage: ``python bench/breeding_imputation.py [dense sparse markers [chromosomes]]``.
"""

import os
import sys
import time

import numpy as np
from numpy.typing import NDArray

from milkshed.breeding.science.arrays import Bool, Code, Int, Single
from milkshed.breeding.science.imputation import impute
from milkshed.breeding.science.imputation_accuracy import compare, hidden_chip
from milkshed.breeding.science.marker_map import MarkerMap
from milkshed.breeding.science.phasing import Copying
from milkshed.breeding.science.simulation import simulate_haplotypes, simulate_pedigree
from milkshed.numerics.compiled import compiled_sums, cores

DENSE, SPARSE, MARKERS = 1_000, 2_000, 50_000
CHROMOSOMES, CENTIMORGANS = 29, 85.0
EVERY = 5
HISTORY = 6
# chips have few rare markers: more are simulated, and those with a rarer allele left out
MORE, RAREST = 1.6, 0.02
NEIGHBOURS_ON = 2
# multiply-adds of one marker, state and haplotype: backward and forward weigh, sum and spread (3
# each), and what is joined at a marker to be filled (2)
WORK = 8


@compiled_sums
def multiply_add(values: Single, scale: float, rest: float, times: int) -> float:
    """A value that depends on ``times`` passes of multiply-add over ``values``."""
    for _ in range(times):
        for k in range(len(values)):
            values[k] = scale * values[k] + rest
    return float(values[0])


def arithmetic() -> float:
    """Multiply-adds a second of one core on values in the nearest cache."""
    values = np.ones(1024, dtype=np.float32)
    scale, rest = np.float32(0.5), np.float32(0.5)
    multiply_add(values, scale, rest, 1)
    start = time.process_time()
    multiply_add(values, scale, rest, 1_000_000)
    return 1024e6 / (time.process_time() - start)


def by_neighbours(counts: Code, rows: Int, source: Int, window: int = 100) -> Code:
    """Gaps of ``rows`` as the mean of the five animals most alike in three windows."""
    answer = counts.copy()
    for low in range(0, counts.shape[1], window):
        here = slice(low, low + window)
        flank = counts[:, max(low - window, 0) : low + 2 * window]
        called = (flank >= 0).astype(np.float32)
        value = np.maximum(flank, 0).astype(np.float32)
        both = called[rows] @ called[source].T
        apart = value[rows] ** 2 @ called[source].T + called[rows] @ (value[source] ** 2).T
        apart = (apart - 2 * value[rows] @ value[source].T) / np.maximum(both, 1)
        near = np.argpartition(apart, 5, axis=1)[:, :5]
        weight = 1 / (np.take_along_axis(apart, near, axis=1) + 0.01)
        there = counts[source][:, here][near]
        mean = np.einsum("ik,ikm->im", weight, np.maximum(there, 0)) / weight.sum(axis=1)[:, None]
        part = answer[rows, here]
        answer[rows, here] = np.where(part < 0, np.clip(np.rint(mean), 0, 2), part)
    return answer


def population(
    dense: int, sparse: int, markers: int, chromosomes: int
) -> tuple[MarkerMap, NDArray[np.uint8], Int, Int, Bool]:
    """Places, haplotypes, parents' rows of animals genotyped, and who is typed at all markers."""
    pedigree = simulate_pedigree((dense + sparse) * HISTORY, seed=11, years=24)
    animals = np.arange(len(pedigree))
    young, older = animals[-sparse:], animals[:-sparse]
    bulls = np.unique(pedigree.sire[pedigree.sire >= 0])[-dense // 2 :]
    bulls = bulls[bulls < older[-1]]
    recent = np.setdiff1d(older[-3 * dense :], bulls)
    cows = np.random.default_rng(10).choice(recent, dense - len(bulls), replace=False)
    chosen = np.sort(np.concatenate([bulls, cows, young]))
    row_of = np.full(len(pedigree) + 1, -1)
    row_of[chosen] = np.arange(len(chosen))
    drawn = round(MORE * markers)
    chromosome = np.sort(np.arange(drawn) % chromosomes)
    along = np.random.default_rng(9).uniform(0, CENTIMORGANS, drawn)
    places = MarkerMap(np.char.mod("%d", chromosome + 1), along)
    haplotypes = simulate_haplotypes(pedigree, places, seed=12, animals=chosen)
    share = haplotypes.mean(axis=(0, 1))
    common = np.flatnonzero(np.minimum(share, 1 - share) >= RAREST)
    kept = common[np.linspace(0, len(common) - 1, markers).astype(np.int64)]
    places, haplotypes = places.only(kept), haplotypes[:, :, kept]
    sire, dam = (row_of[np.maximum(parent[chosen], -1)] for parent in (pedigree.sire, pedigree.dam))
    return places, haplotypes, sire, dam, chosen <= older[-1]


def main() -> int:
    """Print the figures; 1 when fewer than 95 % of the hidden genotypes are filled right."""
    usual = (DENSE, SPARSE, MARKERS, CHROMOSOMES)
    given = [int(a) for a in sys.argv[1:5]]
    places, haplotypes, sire, dam, at_all = population(*given, *usual[len(given) :])
    true = haplotypes.sum(axis=1).astype(np.int8)
    markers = true.shape[1]
    typed = np.zeros(markers, dtype=np.bool_)
    for _, columns in places.chromosomes:
        typed[columns[::EVERY]] = True
    hidden = hidden_chip(true, ~at_all, typed)
    counts = np.where(hidden, np.int8(-1), true)
    gaps = np.random.default_rng(13).random(counts.shape, dtype=np.float32) < 0.005
    counts[gaps] = -1
    print(
        f"{cores()} cores, load {os.getloadavg()[0]:.1f}; {at_all.sum():,} animals at "
        f"{markers:,} markers (0.5 % not called), {(~at_all).sum():,} at {typed.sum():,}; sire "
        f"genotyped of {(sire[~at_all] >= 0).mean():.0%}, dam of {(dam[~at_all] >= 0).mean():.0%}"
    )
    few = MarkerMap(places.chromosome[:600], places.centimorgans[:600])
    impute(counts[:40, :600], few, reference=np.arange(20))  # compiles
    rate = arithmetic()
    start = time.process_time()
    impute(counts[at_all], places)
    phasing = time.process_time() - start
    start, wall = time.process_time(), time.perf_counter()
    made = impute(counts, places, sire=sire, dam=dam)
    seconds, wall = time.process_time() - start, time.perf_counter() - wall
    cells = counts.size
    model = Copying()
    work = 2 * model.states * model.rounds * markers * at_all.sum() * WORK
    work += 2 * model.states * model.rounds * typed.sum() * (~at_all).sum() * WORK
    work += 2 * model.states_filling * markers * (~at_all).sum() * WORK
    print(
        f"{seconds:.0f} processor seconds ({wall:.0f} s), of them some {phasing:.0f} to phase the "
        f"reference: {len(counts) * markers / seconds / 1e6:.2f} M genotypes a second, "
        f"{work / seconds / 1e9:.1f} G multiply-adds a second, {work / seconds / rate:.0%} of "
        f"{rate / 1e9:.0f} G"
    )
    print(f"held at the end: {(made.counts.nbytes + made.chances.nbytes) / cells:.0f} bytes each")
    told = compare(true, made, hidden)
    print(told.summary.en)
    for low, high, one in told.classes:
        print(
            f"  minor allele {low:4.2f} to {high:4.2f}: {one.compared:11,}  {one.concordance:.2%} "
            f"(guessed {one.guessed:.2%}), r² {one.r2:.3f}"
        )
    kin = (sire >= 0).astype(int) + (dam >= 0)
    for parents in range(3):
        chosen = kin[told.rows] == parents
        if chosen.any():
            share = told.by_animal[chosen].mean()
            print(f"  {parents} parents genotyped: {chosen.sum():5,} animals, {share:.2%}")
    sporadic = compare(true, made, gaps & ~hidden)
    print(f"sporadic gaps: {sporadic.whole.concordance:.2%} of {sporadic.whole.compared:,}")
    columns = np.concatenate([c for _, c in places.chromosomes[:NEIGHBOURS_ON]])
    start = time.process_time()
    near = by_neighbours(counts[:, columns], np.flatnonzero(~at_all), np.flatnonzero(at_all))
    peer = time.process_time() - start
    part = hidden[:, columns]
    right = float((near == true[:, columns])[part].mean())
    own = float((made.counts[:, columns] == true[:, columns])[part].mean())
    print(
        f"{NEIGHBOURS_ON} chromosomes: nearest neighbours {right:.2%} right in {peer:.0f} s, "
        f"this {own:.2%}: {(1 - right) / max(1 - own, 1e-9):.1f} × fewer errors"
    )
    return 0 if told.whole.concordance >= 0.95 else 1


if __name__ == "__main__":
    sys.exit(main())
