"""A draw that anyone can repeat: objects by weight, officers in pairs, from a committed seed.

How a draw is made honest. Before it, a secret seed is made and only its SHA-256 is published
(:func:`digest_of`). Then a second person, who does not know the seed, adds a word of their own.
The draw uses both (:func:`key_of`), and afterwards both are published. Nobody can choose the
outcome: who made the seed had to commit to it before the word was known.

All numbers come from SHA-256 over UTF-8 text and whole-number arithmetic, so that the answer is
the same on every machine. Standard library only: this file alone repeats a published draw.
Algorithm ``milkshed-draw/1``:

1. ``key = sha256("milkshed-draw/1|" + seed + "|" + word)`` in hex;
2. the number of a text is ``u(text) = int(sha256(key + "|" + text)[:32 hex digits], 16) / 2**128``;
3. in each stratum the objects stand in the order of ``u("order|" + stratum + "|" + object)``;
4. inclusion probabilities are ``n * weight / sum of weights``; those of 1 or more are taken for
   certain and the rest is shared out again (Brewer and Hanif 1983, section 1.4);
5. the others are taken by systematic sampling on the cumulated probabilities from the start
   ``u("start|" + stratum)`` (Madow 1949);
6. drawn objects, in the order of ``u("pair|" + object)``, get the two free officers with the
   fewest tasks so far, ties in the order of ``u("officer|" + object + "|" + officer)``.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

ALGORITHM = "milkshed-draw/1"
_HEX_DIGITS = 32
_SCALE = 16**_HEX_DIGITS
PAIR = 2


class DrawError(ValueError):
    """A draw that cannot be made; ``rule`` says why and ``subject`` what is concerned."""

    def __init__(self, rule: str, subject: str) -> None:
        self.rule = rule
        self.subject = subject
        super().__init__(f"{rule}: {subject}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may be drawn: its key, its stratum and a whole-number weight above zero.

    ``owner`` is whom a conflict of interest is with.
    """

    key: str
    stratum: str
    weight: int = 1
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a draw is made from, fixed before the seed is revealed.

    ``sizes`` are objects to draw by stratum; ``conflicts`` are pairs (officer, owner) that must
    not meet.
    """

    candidates: tuple[Candidate, ...]
    sizes: Mapping[str, int]
    officers: tuple[str, ...]
    conflicts: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Drawn:
    """One drawn object: its inclusion probability and the two officers who go there."""

    key: str
    stratum: str
    probability: Fraction
    officers: tuple[str, str]


def digest_of(seed: str) -> str:
    """The commitment to a seed: its SHA-256 in hex."""
    return hashlib.sha256(seed.encode()).hexdigest()


def key_of(seed: str, word: str) -> str:
    """The key of a draw from the committed seed and the witness's word."""
    return hashlib.sha256(f"{ALGORITHM}|{seed}|{word}".encode()).hexdigest()


def frame_digest(frame: Frame) -> str:
    """The SHA-256 of a frame in a fixed order, published with the commitment."""
    lines = [f"object|{c.stratum}|{c.key}|{c.weight}|{c.owner}" for c in frame.candidates]
    lines += [f"size|{stratum}|{size}" for stratum, size in frame.sizes.items()]
    lines += [f"officer|{officer}" for officer in frame.officers]
    lines += [f"conflict|{officer}|{owner}" for officer, owner in frame.conflicts]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def draw(frame: Frame, seed: str, word: str) -> tuple[Drawn, ...]:
    """Draw objects and officers; the same frame, seed and word always give the same answer.

    Raises :class:`DrawError` with the rule ``stratum-too-large`` (more wanted than there are),
    ``weight`` (not above zero), ``twice`` (an object or officer listed twice) or ``officers``
    (fewer than two officers without conflict of interest for an object).
    """
    _check(frame)
    key = key_of(seed, word)
    taken: list[tuple[Candidate, Fraction]] = []
    for stratum, size in sorted(frame.sizes.items()):
        members = [c for c in frame.candidates if c.stratum == stratum]
        taken += _systematic(members, size, stratum, key)
    return _pair(taken, frame, key)


def inclusion_probabilities(weights: Sequence[int], size: int) -> list[Fraction]:
    """Probabilities proportional to weight that sum to ``size``, none above one."""
    found: list[Fraction] = [Fraction(0)] * len(weights)
    free = list(range(len(weights)))
    left = size
    while free and left:
        total = sum(weights[i] for i in free)
        certain = [i for i in free if left * weights[i] >= total]
        if not certain:
            for i in free:
                found[i] = Fraction(left * weights[i], total)
            return found
        for i in certain:
            found[i] = Fraction(1)
        left -= len(certain)
        free = [i for i in free if i not in set(certain)]
        left = max(left, 0)
    return found


def _number(key: str, text: str) -> int:
    digest = hashlib.sha256(f"{key}|{text}".encode()).hexdigest()
    return int(digest[:_HEX_DIGITS], 16)


def _check(frame: Frame) -> None:
    for keys in ([c.key for c in frame.candidates], list(frame.officers)):
        if len(set(keys)) != len(keys):
            raise DrawError("twice", next(key for key in keys if keys.count(key) > 1))
    for candidate in frame.candidates:
        if candidate.weight <= 0:
            raise DrawError("weight", candidate.key)
    for stratum, size in frame.sizes.items():
        if size < 0 or size > sum(c.stratum == stratum for c in frame.candidates):
            raise DrawError("stratum-too-large", stratum)


def _systematic(
    members: list[Candidate], size: int, stratum: str, key: str
) -> list[tuple[Candidate, Fraction]]:
    if not size:
        return []
    ordered = sorted(members, key=lambda c: (_number(key, f"order|{stratum}|{c.key}"), c.key))
    shares = inclusion_probabilities([c.weight for c in ordered], size)
    chosen = [(c, share) for c, share in zip(ordered, shares, strict=True) if share == 1]
    start = Fraction(_number(key, f"start|{stratum}"), _SCALE)
    reached = Fraction(0)
    for candidate, share in zip(ordered, shares, strict=True):
        if share == 1:
            continue
        before, reached = reached, reached + share
        # the points start, start + 1, … that fall into [before, reached)
        if _points_below(reached, start) > _points_below(before, start):
            chosen.append((candidate, share))
    return chosen


def _points_below(end: Fraction, start: Fraction) -> int:
    """How many of start, start + 1, … lie below ``end``."""
    if end <= start:
        return 0
    return -((start - end) // 1)


def _pair(taken: list[tuple[Candidate, Fraction]], frame: Frame, key: str) -> tuple[Drawn, ...]:
    loads = dict.fromkeys(sorted(frame.officers), 0)
    found: list[Drawn] = []
    for candidate, share in sorted(
        taken, key=lambda one: (_number(key, f"pair|{one[0].key}"), one[0].key)
    ):
        free = [o for o in loads if (o, candidate.owner) not in frame.conflicts]
        if len(free) < PAIR:
            raise DrawError("officers", candidate.key)
        name = candidate.key
        free.sort(key=lambda o: (loads[o], _number(key, f"officer|{name}|{o}"), o))
        first, second = free[:PAIR]
        loads[first] += 1
        loads[second] += 1
        found.append(Drawn(candidate.key, candidate.stratum, share, (first, second)))
    return tuple(found)
