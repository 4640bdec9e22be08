"""How likely a number of another system means an animal: rules with points and reasons.

No point is a probability: rules add up to at most 100, and a person decides. Pure functions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

SAME_TAG = 100
SAME_TRANSPONDER = 100
SAME_OTHER = 90
BORN_AND_DAM = 70
BORN_SAME_DAY = 30
SAME_SERIAL = 40
SAME_TAIL = 20
OTHER_BIRTH_COSTS = 60
AMBIGUOUS_WITHIN = 15
LEAST = 30

_SHORTEST_TAIL = 3
_LONG_NUMBER = 12


@dataclass(frozen=True, slots=True)
class Candidate:
    """An animal as matching sees it: its numbers by scheme, its birth and its dam's number."""

    key: int
    numbers: tuple[tuple[str, str], ...]
    birth_date: date
    dam_number: str


@dataclass(frozen=True, slots=True)
class Foreign:
    """What another system says of an animal."""

    value: str
    birth_date: date | None
    dam_number: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A candidate with its points and the rules that gave them, in their order."""

    key: int
    score: int
    rules: tuple[str, ...]


def digits_of(value: str) -> str:
    """The digits of a number without leading zeros; empty where there are none."""
    return "".join(char for char in value if char.isdigit()).lstrip("0")


def propose(foreign: Foreign, candidates: Sequence[Candidate], most: int = 5) -> list[Proposal]:
    """The candidates for a number, best first; those under 30 points are left out."""
    found = [_judge(foreign, one) for one in candidates]
    good = [one for one in found if one.score >= LEAST]
    return sorted(good, key=lambda one: (-one.score, one.key))[:most]


def is_ambiguous(proposals: Sequence[Proposal]) -> bool:
    """Whether the best two are too close to each other to tell."""
    return len(proposals) > 1 and proposals[0].score - proposals[1].score < AMBIGUOUS_WITHIN


def _judge(foreign: Foreign, one: Candidate) -> Proposal:
    score, rules = _of_number(foreign.value, one.numbers)
    if foreign.birth_date is not None:
        if foreign.birth_date != one.birth_date:
            score -= OTHER_BIRTH_COSTS
            rules = (*rules, "other-birth")
        elif foreign.dam_number and digits_of(foreign.dam_number) == digits_of(one.dam_number):
            score += BORN_AND_DAM
            rules = (*rules, "birth-and-dam")
        else:
            score += BORN_SAME_DAY
            rules = (*rules, "birth")
    return Proposal(one.key, max(0, min(100, score)), rules)


def _of_number(value: str, numbers: Sequence[tuple[str, str]]) -> tuple[int, tuple[str, ...]]:
    """The best rule that a foreign number keeps with one of the animal's own."""
    best: tuple[int, tuple[str, ...]] = (0, ())
    plain = digits_of(value)
    for scheme, own in numbers:
        if own == value and scheme in ("ear-tag", "iso-11784"):
            points = SAME_TAG, ("same-tag" if scheme == "ear-tag" else "same-transponder",)
        elif own == value:
            points = SAME_OTHER, ("same-number",)
        elif plain and plain == digits_of(own):
            points = SAME_SERIAL, ("same-digits",)
        elif _tail(plain, digits_of(own)):
            points = SAME_TAIL, ("same-tail",)
        else:
            continue
        best = max(best, points)
    return best


def _tail(foreign: str, own: str) -> bool:
    """Whether a short number ends a long one, as serials end ear tags."""
    short, long = sorted((foreign, own), key=len)
    return (
        len(short) >= _SHORTEST_TAIL
        and len(long) >= _LONG_NUMBER > len(short)
        and long.endswith(short)
    )
