"""Machine code over haplotypes: which are alike around a place, and which was copied there.

The positional Burrows-Wheeler transform (Durbin 2014, algorithm 1) sorts haplotypes by the alleles
read last, so that those which agree longest stand side by side. A haplotype is then taken for a
mosaic of some of the others, copied with errors, by the hidden Markov model of Li & Stephens
(2003); each step costs as much as there are states. An animal's two haplotypes are followed
together, and where it is heterozygous the alleles are laid the way round that makes both likelier.
"""

import numpy as np
from numpy.typing import NDArray

from milkshed.breeding.science.arrays import Bool, Code, Index, Single
from milkshed.numerics.compiled import compiled, compiled_sums, inlined

Alleles = NDArray[np.uint8]
Seeds = NDArray[np.uint64]
_REACH = 10
_INFORMED = 3
_GUESSED = 0.3
_ENDS = 8


@inlined
def _sort_on(row: Alleles, now: Index, ones: Index) -> None:
    """Put the haplotypes with the first allele before the others, else as they stood in ``now``.

    ``row`` (haplotypes,): alleles; ``ones``: room.
    """
    zero = one = np.int64(0)
    for i in range(len(now)):
        h = now[i]
        allele = np.int64(row[h])
        now[zero] = h
        ones[one] = h
        one += allele
        zero += 1 - allele
    now[zero:] = ones[:one]


@compiled
def sort_haplotypes(
    alleles: Alleles, window: Index, backwards: bool, order: Index, rank: Index
) -> None:
    """Sort by the alleles read last, and keep how they stand at the far end of every window.

    ``alleles`` (markers, haplotypes); ``window`` (markers,) does not fall. ``order`` and its
    inverse ``rank``, (windows, haplotypes), are written: after the last marker of a window, or
    after its first when read ``backwards``.
    """
    markers, size = alleles.shape
    now = np.arange(size).astype(np.int32)
    ones = np.empty(size, np.int32)
    for step in range(markers):
        m = markers - 1 - step if backwards else step
        row = alleles[m]
        _sort_on(row, now, ones)
        following = m - 1 if backwards else m + 1
        if step + 1 < markers and window[following] == window[m]:
            continue
        w = window[m]
        for i in range(size):
            order[w, i] = now[i]
            rank[w, now[i]] = i


@compiled
def _vote(
    haplotype: int, sure: Code, guess: Alleles, guessed: float, now: Index, rank: Index
) -> float:
    """What the haplotypes alike so far say of an allele: above 0 for the second."""
    total = 0.0
    for step in (-1, 1):
        informed = 0
        at = rank[haplotype]
        for distance in range(1, _REACH + 1):
            at += step
            if at < 0 or at >= len(now) or informed == _INFORMED:
                break
            other = now[at]
            if other >> 1 == haplotype >> 1:
                continue
            if sure[other] >= 0:
                total += (2.0 * sure[other] - 1.0) / distance
                informed += 1
            else:
                total += guessed * (2.0 * guess[other] - 1.0) / distance
    return total


@compiled
def guess_by_neighbours(
    sure: Code, heterozygous: Bool, backwards: bool, weight: float, guess: Alleles
) -> None:
    """A first guess of all haplotypes in one pass: what is not sure is copied from neighbours.

    ``sure`` (markers, haplotypes): alleles, -1 where not sure; an animal's two haplotypes stand
    side by side. ``heterozygous`` (markers, animals): not sure, but of different alleles.
    ``guess`` (markers, haplotypes) is written; what stood there counts with ``weight``.
    """
    markers, size = sure.shape
    now = np.arange(size).astype(np.int32)
    rank = now.copy()
    ones = np.empty(size, np.int32)
    guessed = _GUESSED if weight > 0 else 0.0
    for step in range(markers):
        m = markers - 1 - step if backwards else step
        known, row = sure[m], guess[m]
        for i in range(size >> 1):
            first, second = 2 * i, 2 * i + 1
            one = other = 0.0
            if known[first] < 0:
                one = _vote(first, known, row, guessed, now, rank)
                one += weight * (2.0 * row[first] - 1.0)
            if known[second] < 0:
                other = _vote(second, known, row, guessed, now, rank)
                other += weight * (2.0 * row[second] - 1.0)
            if heterozygous[m, i]:
                row[first] = 1 if one > other else 0
                row[second] = 1 - row[first]
            else:
                row[first] = known[first] if known[first] >= 0 else (1 if one > 0 else 0)
                row[second] = known[second] if known[second] >= 0 else (1 if other > 0 else 0)
        _sort_on(row, now, ones)
        for i in range(size):
            rank[now[i]] = i


@compiled
def choose_states(
    own: int,
    relatives: Index,
    donor: Bool,
    ahead: Index,
    ahead_rank: Index,
    behind: Index,
    behind_rank: Index,
    slots: Index,
) -> None:
    """The haplotypes an animal may copy in each window, ``slots`` (windows, states), written.

    Those of ``relatives`` (haplotypes, -1 none) always; then, by turns, the nearest ``donor`` of
    either of the animal's haplotypes (2 × ``own``, and the next) on both sides in the order sorted
    from before and from behind. A haplotype wanted again keeps its slot. There must be as many
    donors, besides the animal's own, as states.
    """
    windows, states = slots.shape
    size = len(donor)
    stamp = np.full(size, -1, np.int32)
    place = np.full(size, -1, np.int32)
    wanted = np.empty(states, np.int32)
    taken = np.empty(states, np.bool_)
    cursor = np.empty(_ENDS, np.int64)
    for w in range(windows):
        count = 0
        for h in relatives:
            if h >= 0 and count < states and stamp[h] != w:
                stamp[h] = w
                wanted[count] = h
                count += 1
        for end in range(_ENDS):
            h = 2 * own + (end & 1)
            cursor[end] = ahead_rank[w, h] if end < 4 else behind_rank[w, h]
        moving = True
        while moving and count < states:
            moving = False
            for end in range(_ENDS):
                if count == states:
                    break
                step = 1 if end & 2 else -1
                at = cursor[end] + step
                found = -1
                while 0 <= at < size:
                    h = ahead[w, at] if end < 4 else behind[w, at]
                    if donor[h] and h >> 1 != own:
                        found = h
                        break
                    at += step
                cursor[end] = at
                if found >= 0:
                    moving = True
                    if stamp[found] != w:
                        stamp[found] = w
                        wanted[count] = found
                        count += 1
        if w == 0:
            for k in range(states):
                slots[0, k] = wanted[k]
                place[wanted[k]] = k
            continue
        taken[:] = False
        for n in range(states):
            k = place[wanted[n]]
            if k >= 0:
                slots[w, k] = wanted[n]
                taken[k] = True
                wanted[n] = -1
        free = 0
        for n in range(states):
            if wanted[n] < 0:
                continue
            while taken[free]:
                free += 1
            place[slots[w - 1, free]] = -1
            slots[w, free] = wanted[n]
            place[wanted[n]] = free
            taken[free] = True


# arrays are handed on whole, with the place in them: a slice would be counted as a reference, which
# costs as much as the loop
@compiled_sums
def _weigh(
    values: Single, c: int, m: int, copied: Single, match: float, other: float, weighed: Single
) -> float:
    """Write ``values`` × the probability of what was seen, ``match`` where 0 is copied; its sum."""
    total = match - match
    for k in range(len(copied)):
        value = (match + other * copied[k]) * values[c, m, k]
        weighed[k] = value
        total += value
    return total


@compiled_sums
def _spread(weighed: Single, scale: float, rest: float, values: Single, c: int, m: int) -> None:
    """Write what a switch with probability ``rest`` makes of probabilities."""
    for k in range(len(weighed)):
        values[c, m, k] = scale * weighed[k] + rest


@compiled_sums
def _take(values: Single, c: int, m: int, weighed: Single) -> None:
    for k in range(len(weighed)):
        weighed[k] = values[c, m, k]


@compiled_sums
def _joined(
    now: Single, c: int, back: Single, d: int, m: int, copied: Single, nothing: float
) -> tuple[float, float]:
    """Σ of the products over all states, and over those that carry the second allele."""
    total = with_second = nothing
    for k in range(len(copied)):
        both = now[c, 0, k] * back[d, m, k]
        total += both
        with_second += copied[k] * both
    return total, with_second


@compiled
def _draw(state: Seeds) -> float:
    """A number from 0 to 1 (xorshift, Marsaglia 2003)."""
    x = state[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    state[0] = x
    return float(x >> np.uint64(11)) * 2.0**-53


@compiled_sums
def follow_haplotypes(
    alleles: Alleles,
    slots: Index,
    window: Index,
    stay: Single,
    numbers: Single,
    evidence: Code,
    turnable: Bool,
    free: bool,
    random: Seeds,
    chance: Single,
    back: Single,
) -> None:
    """Forward and backward along one chromosome of one animal, both haplotypes together.

    ``alleles`` (markers, haplotypes) of those that may be copied, ``slots`` (windows, states) and
    ``window`` (markers,) as in :func:`choose_states`; ``stay`` (markers,): probability of no
    switch since the marker before; ``numbers``: 1, the probability of a copying error, and how
    many states, in the precision to compute in. ``evidence`` (2, markers): alleles, -1 where
    nothing was seen. Where ``turnable`` the two alleles may change places, and are written so;
    ``free``: then all that follows may, too. The likeliest way round is taken, or one is drawn
    where ``random`` (1,) is not 0. ``chance`` (2, markers) is written: probability of the second
    allele, given all evidence. ``back`` (2, markers, states) is room to work in.
    """
    markers, states = len(window), slots.shape[1]
    one, error, size = numbers[0], numbers[1], numbers[2]
    nothing = one - one
    right = one - error
    slope = right - error
    copied = np.empty_like(back[0, 0])
    weighed = np.empty_like(copied)
    now = np.empty_like(back[:, :1])
    for c in range(2):
        for k in range(states):
            back[c, markers - 1, k] = one
            now[c, 0, k] = one
    for m in range(markers - 1, 0, -1):
        scale = stay[m]
        rest = one - scale
        w = window[m]
        if evidence[0, m] >= 0 or evidence[1, m] >= 0:
            for k in range(states):
                copied[k] = alleles[m, slots[w, k]]
        for c in range(2):
            seen = evidence[c, m]
            if seen < 0:
                _take(back, c, m, weighed)
                _spread(weighed, scale, rest, back, c, m - 1)
                continue
            match = error if seen else right
            other = slope if seen else -slope
            total = _weigh(back, c, m, copied, match, other, weighed)
            _spread(weighed, scale * size / total, rest, back, c, m - 1)
    turned = 0
    for m in range(markers):
        w = window[m]
        for k in range(states):
            copied[k] = alleles[m, slots[w, k]]
        if turnable[m]:
            t, o = _joined(now, 0, back, turned, m, copied, nothing)
            first_one, first_zero = error * t + slope * o, right * t - slope * o
            t, o = _joined(now, 1, back, 1 - turned, m, copied, nothing)
            second_one, second_zero = error * t + slope * o, right * t - slope * o
            likely_one, likely_zero = first_one * second_zero, first_zero * second_one
            turned_one = turned_zero = nothing
            if free:
                t, o = _joined(now, 0, back, 1 - turned, m, copied, nothing)
                first_one, first_zero = error * t + slope * o, right * t - slope * o
                t, o = _joined(now, 1, back, turned, m, copied, nothing)
                second_one, second_zero = error * t + slope * o, right * t - slope * o
                turned_one, turned_zero = first_one * second_zero, first_zero * second_one
            allele = evidence[turned, m]
            if random[0] != 0:
                at = _draw(random) * (likely_one + likely_zero + turned_one + turned_zero)
                if at < likely_one + likely_zero:
                    allele = 1 if at < likely_one else 0
                else:
                    turned = 1 - turned
                    allele = 1 if at < likely_one + likely_zero + turned_one else 0
            else:
                best = likely_one if allele else likely_zero
                if (likely_zero if allele else likely_one) > best:
                    best = likely_zero if allele else likely_one
                    allele = 1 - allele
                if max(turned_one, turned_zero) > best:
                    turned = 1 - turned
                    allele = 1 if turned_one >= turned_zero else 0
            evidence[0, m] = allele
            evidence[1, m] = 1 - allele
        for c in range(2):
            seen = evidence[c, m]
            if seen >= 0:
                chance[c, m] = seen
            else:
                t, o = _joined(now, c, back, c ^ turned, m, copied, nothing)
                chance[c, m] = o / t
            if m + 1 == markers:
                continue
            scale = stay[m + 1]
            if seen >= 0:
                match = error if seen else right
                other = slope if seen else -slope
                total = _weigh(now, c, 0, copied, match, other, weighed)
                _spread(weighed, scale * size / total, one - scale, now, c, 0)
            else:
                _take(now, c, 0, weighed)
                _spread(weighed, scale, one - scale, now, c, 0)


@compiled
def phase_animals(
    start: int,
    stop: int,
    own: Index,
    relatives: Index,
    donor: Bool,
    ahead: Index,
    ahead_rank: Index,
    behind: Index,
    behind_rank: Index,
    alleles: Alleles,
    window: Index,
    stay: Single,
    numbers: Single,
    evidence: Code,
    turnable: Bool,
    free: Bool,
    seeds: Seeds,
    chance: Single,
) -> None:
    """Choose states for and follow the haplotypes of animals ``start`` … ``stop``.

    ``own`` (animals,): their places among the sorted; ``relatives`` (animals, some);
    ``evidence`` and ``chance`` (animals, 2, markers); ``turnable`` (animals, markers); ``seeds``
    (animals, 1), 0 to take the likeliest. The rest as in :func:`follow_haplotypes`.
    """
    states = int(numbers[2])
    slots = np.empty((len(ahead), states), np.int32)
    back = np.empty((2, len(window), states), chance.dtype)
    for i in range(start, stop):
        choose_states(own[i], relatives[i], donor, ahead, ahead_rank, behind, behind_rank, slots)
        follow_haplotypes(
            alleles, slots, window, stay, numbers, evidence[i], turnable[i], free[i], seeds[i],
            chance[i], back,
        )  # fmt: skip
