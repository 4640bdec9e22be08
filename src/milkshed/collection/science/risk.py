"""How much attention a station or tanker needs, and whom to visit. Pure.

The score adds up dated facts by a points table (:mod:`milkshed.numerics.scorecard`). Visits are
planned either by how often a risk class must be visited, or by a draw in which the chance of
every subject is proportional to its weight: systematic sampling with probability proportional to
size (Madow 1949, Annals of Mathematical Statistics 20:333-354), started from a seed that was
fixed beforehand, so that anybody can repeat the draw.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil

from milkshed.kernel.text import Text
from milkshed.numerics.scorecard import Fact, PointRow, Score, score_of

VERSION = "1"

KINDS: dict[str, Text] = {
    "no_paper": Text("无有效证件", "No valid paper"),
    "unlicensed_load": Text("无证收购或运输", "Load without a valid paper"),
    "warm_tanker": Text("到厂奶温超限", "Warm milk on arrival"),
    "warm_loading": Text("离站奶温超限", "Warm milk on loading"),
    "slow_cooling": Text("降温超时", "Cooled too slowly"),
    "broken_seal": Text("铅封破损", "Broken seal"),
    "weight_mismatch": Text("收发数量不符", "Shipped and received mass differ"),
    "refused_load": Text("被拒收", "Load refused"),
    "forged_sheet": Text("交接单签字不实", "Sheet signed by a stranger"),
    "sheet_without_load": Text("有单无奶", "Sheet without a load"),
    "failed_test": Text("检测不合格", "Failed test"),
    "imbalance": Text("质量不平衡", "Mass does not balance"),
    "visit_findings": Text("检查发现问题", "Findings of a visit"),
    "remedy_overdue": Text("整改逾期", "Remedy overdue"),
    "credit_listing": Text("在信用公示期内", "On a published credit list"),
}
"""The kinds of facts that a score may rest on."""

CLASSES: dict[str, Text] = {
    "high": Text("高风险", "High risk"),
    "medium": Text("中风险", "Medium risk"),
    "low": Text("低风险", "Low risk"),
}


@dataclass(frozen=True, slots=True)
class RiskTable:
    """The points table in force on a day.

    ``high`` and ``medium`` are the least points of those classes, ``interval_days`` the longest
    time between two visits of a class, ``base`` the weight that everybody has in a draw.
    """

    rows: Mapping[str, PointRow]
    high: Decimal
    medium: Decimal
    interval_days: Mapping[str, int]
    base: Decimal

    def class_of(self, total: Decimal) -> str:
        """One of :data:`CLASSES`."""
        if total >= self.high:
            return "high"
        return "medium" if total >= self.medium else "low"


@dataclass(frozen=True, slots=True)
class Rated:
    """A subject with its score and class."""

    score: Score
    risk_class: str


def rate(facts: Sequence[Fact], table: RiskTable, as_of: date) -> Rated:
    """Score one subject as of a day and put it into its class."""
    score = score_of(facts, table.rows, as_of)
    return Rated(score, table.class_of(score.total))


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be visited. ``key`` names the subject, ``last_visit`` its latest visit."""

    key: str
    total: Decimal
    risk_class: str
    last_visit: date | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A planned visit: by when, and the chance it had in a draw (None where none was held)."""

    candidate: Candidate
    due_on: date
    chance: Fraction | None = None


def due_visits(
    candidates: Sequence[Candidate], table: RiskTable, first: date, last: date
) -> list[Chosen]:
    """Everybody whose class wants a visit within the period, both days included.

    A visit is due one interval after the last; those never visited are due within the period,
    the riskiest first, spread evenly over its days. What fell due before the period is due on its
    first day.
    """
    never = sorted((c for c in candidates if c.last_visit is None), key=lambda c: (-c.total, c.key))
    span = (last - first).days + 1
    chosen = [
        Chosen(one, first + timedelta(days=position * span // len(never)))
        for position, one in enumerate(never)
    ]
    for one in candidates:
        if one.last_visit is None:
            continue
        due = one.last_visit + timedelta(days=table.interval_days[one.risk_class])
        if due <= last:
            chosen.append(Chosen(one, max(due, first)))
    return sorted(chosen, key=lambda c: (c.due_on, -c.candidate.total, c.candidate.key))


def chances(weights: Sequence[Fraction], count: int) -> list[Fraction]:
    """Inclusion probabilities proportional to weights, none above 1, that add up to ``count``.

    Weights whose share would exceed 1 are taken for certain and the rest is shared anew. With as
    many or fewer weights than ``count`` everybody is certain. Weights must be above zero.
    """
    if any(weight <= 0 for weight in weights):
        raise ValueError("weights must be above zero")
    certain: set[int] = set()
    while len(certain) < min(count, len(weights)):
        rest = sum(weight for i, weight in enumerate(weights) if i not in certain)
        left = count - len(certain)
        more = {i for i, weight in enumerate(weights) if i not in certain and weight * left >= rest}
        if not more:
            return [
                Fraction(1) if i in certain else weight * left / rest
                for i, weight in enumerate(weights)
            ]
        certain |= more
    return [Fraction(int(i in certain)) for i in range(len(weights))]


def start_of_draw(seed: str) -> Fraction:
    """A number in [0, 1) from a seed: the first 64 bits of its SHA-256."""
    return Fraction(int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big"), 2**64)


def systematic_draw(probabilities: Sequence[Fraction], start: Fraction) -> list[int]:
    """Positions drawn by Madow's systematic sampling from a start in [0, 1)."""
    drawn: list[int] = []
    before = Fraction(0)
    for position, chance in enumerate(probabilities):
        after = before + chance
        mark = start + ceil(before - start)  # the first of start, start + 1, ... not below
        if mark < after:
            drawn.append(position)
        before = after
    return drawn


def weighted_visits(
    candidates: Sequence[Candidate],
    table: RiskTable,
    first: date,
    last: date,
    *,
    count: int,
    seed: str,
) -> list[Chosen]:
    """Draw ``count`` subjects by risk; their visits are spread evenly over the period.

    The weight of a subject is its score plus the base, so that nobody is safe from a visit. The
    draw goes through the subjects in the order of their keys; the riskiest drawn come first.
    """
    ordered = sorted(candidates, key=lambda c: c.key)
    weights = [Fraction(one.total + table.base) for one in ordered]
    probabilities = chances(weights, count)
    drawn = systematic_draw(probabilities, start_of_draw(seed))
    riskiest = sorted(drawn, key=lambda i: (-ordered[i].total, ordered[i].key))
    span = (last - first).days + 1
    return [
        Chosen(ordered[i], first + timedelta(days=rank * span // len(riskiest)), probabilities[i])
        for rank, i in enumerate(riskiest)
    ]


def pair_officers(
    keys: Sequence[str],
    officers: Sequence[int],
    *,
    seed: str,
    barred: Mapping[str, frozenset[int]] | None = None,
) -> dict[str, tuple[int, int] | None]:
    """Two officers for every visit, those with the fewest visits first, ties by a seeded draw.

    ``barred`` names officers who may not visit a subject. None where fewer than two are left.
    """
    load = dict.fromkeys(officers, 0)
    pairs: dict[str, tuple[int, int] | None] = {}
    for key in keys:
        out = (barred or {}).get(key, frozenset())

        def rank(officer: int, key: str = key) -> tuple[int, str]:
            return load[officer], hashlib.sha256(f"{seed}:{key}:{officer}".encode()).hexdigest()

        free = sorted((officer for officer in load if officer not in out), key=rank)
        if len(free) < 2:
            pairs[key] = None
            continue
        pairs[key] = (free[0], free[1])
        for officer in free[:2]:
            load[officer] += 1
    return pairs
