"""Which source is behind bad tests, asked of the ledger's traces.

Tests look at lots or at pools of several; traces say what each lot is made of
(:mod:`milkshed.ledger.recall.composition`), and :mod:`milkshed.ledger.recall.ranking` weighs the
sources. Milk is taken as well mixed: residues are diluted, which is what the amounts found tell.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from milkshed.kernel.problems import INVALID, Fault, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.ledger.recall.composition import Composition, composition
from milkshed.ledger.recall.ranking import (
    METHOD,
    VERSION,
    Array,
    Ranking,
    Readings,
    information_gain,
    pooled,
    rank,
)
from milkshed.ledger.rules import RANKING_CV, RANKING_UNKNOWN_PRIOR, ROWS
from milkshed.ledger.trace.answer import TraceNode
from milkshed.ledger.trace.lots import BATCH, FARM_TANK, MILKING, STATION_TANK, TANKER_LOAD
from milkshed.ledger.trace.queries import trace_backward
from milkshed.platform.rule_book import find_rule

MOST_TESTS = 300
_MOST_SAMPLES = 60
_SAMPLED = frozenset({MILKING, FARM_TANK, STATION_TANK, TANKER_LOAD, BATCH})
"""Kinds of lots of which a sample is kept back (留样)."""


@dataclass(frozen=True, slots=True)
class LotTest:
    """A test of one lot, or of a sample pooled from several.

    ``is_positive`` is the verdict at ``detection_limit``, which has the unit of ``value`` (any, but
    the same for all tests); ``value`` is None where only a verdict was given. ``volumes`` are what
    was taken of each lot for a pool, equal when left out.
    """

    uris: tuple[str, ...]
    is_positive: bool
    detection_limit: float = 1.0
    value: float | None = None
    volumes: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class RankedSource:
    """A place whose milk stands behind the tests, and how likely it is the one.

    ``lots`` are its lots found by the traces. ``low``, ``median`` and ``high`` are the 5, 50 and
    95 % points of its concentration if it is the one, None where it cannot be. ``shares`` is its
    mass fraction in what each test looked at.
    """

    place_uri: str | None
    lots: tuple[TraceNode, ...]
    probability: float
    low: float | None
    median: float | None
    high: float | None
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class NextSample:
    """A lot whose kept-back sample, tested next, would tell so many bits about the source."""

    lot: TraceNode
    bits: float


@dataclass(frozen=True, slots=True)
class SourceRanking:
    """The answer: sources by their probability, and what to test next.

    The probabilities and ``unknown`` (milk of unknown origin) sum to 1, one source being behind
    all tests; ``pair_odds`` above 1 speak for the two sources of ``pair`` instead.
    ``unknown_shares`` is the part of each test's milk that no record explains.
    """

    method: str
    version: str
    reading_cv: float
    unknown_prior: float
    tests: tuple[LotTest, ...]
    sources: tuple[RankedSource, ...]
    unknown: float
    unknown_shares: tuple[float, ...]
    pair: tuple[RankedSource, RankedSource] | None
    pair_odds: float
    next_samples: tuple[NextSample, ...]


def rank_sources(tests: Sequence[LotTest], on: date) -> SourceRanking:
    """Rank the places whose milk stands behind tests; the settings are those in force ``on`` a day.

    Lots of one place count as one source: what is looked for is the farm. Raises
    :class:`Problem` for tests that do not fit and lots the ledger does not know.
    """
    _check(tests)
    uris = tuple(dict.fromkeys(uri for test in tests for uri in test.uris))
    found = composition(uris)
    places = _places(found.sources)
    by_lot = found.shares @ _members(places, len(found.sources))
    shares = np.array([_shares_of(test, uris, by_lot) for test in tests])
    readings = Readings(
        value=np.array([np.nan if test.value is None else test.value for test in tests]),
        is_positive=np.array([test.is_positive for test in tests]),
        lod=np.array([test.detection_limit for test in tests]),
    )
    cv, prior = _setting(RANKING_CV, on), _setting(RANKING_UNKNOWN_PRIOR, on)
    ranking = rank(shares, readings, unknown_prior=prior, cv=cv)
    sources = [
        _source(place, members, found, ranking, shares) for place, members in enumerate(places)
    ]
    limit = min(test.detection_limit for test in tests)
    return SourceRanking(
        method=METHOD,
        version=VERSION,
        reading_cv=cv,
        unknown_prior=prior,
        tests=tuple(tests),
        sources=tuple(sorted(sources, key=lambda source: -source.probability)),
        unknown=ranking.unknown,
        unknown_shares=tuple(max(0.0, float(rest)) for rest in 1.0 - shares.sum(axis=1)),
        pair=None if ranking.pair is None else (sources[ranking.pair[0]], sources[ranking.pair[1]]),
        pair_odds=ranking.pair_odds,
        next_samples=_next_samples(tests, uris, found, places, ranking, limit, cv),
    )


def _check(tests: Sequence[LotTest]) -> None:
    if not 1 <= len(tests) <= MOST_TESTS:
        raise invalid(
            "tests",
            len(tests),
            "count",
            f"检测应有1至{MOST_TESTS}项",
            f"1 to {MOST_TESTS} tests are expected",
        )
    if not any(test.is_positive for test in tests):
        raise invalid(
            "tests", 0, "one-positive", "至少要有一项阳性", "at least one test must be positive"
        )
    faults = [
        Fault(field, value, rule, Text(zh, en), row)
        for row, test in enumerate(tests, start=1)
        for field, value, rule, zh, en in _faults_of(test)
    ]
    if faults:
        raise Problem(INVALID, faults[0].message, faults)


def _faults_of(test: LotTest) -> Iterable[tuple[str, object, str, str, str]]:
    if not test.uris:
        yield "uris", "", "required", "请指明批次", "name at least one lot"
    if not (np.isfinite(test.detection_limit) and test.detection_limit > 0):
        yield (
            "detection_limit",
            test.detection_limit,
            "positive",
            "检出限应大于0",
            "must be above 0",
        )
    if test.value is not None and not (np.isfinite(test.value) and test.value >= 0):
        yield "value", test.value, "not-negative", "检测值不能为负", "must not be negative"
    if test.volumes is not None and (
        len(test.volumes) != len(test.uris) or not all(volume > 0 for volume in test.volumes)
    ):
        yield (
            "volumes",
            str(test.volumes),
            "one-per-lot",
            "混样的每批须有大于0的取样量",
            "a pool needs one volume above 0 per lot",
        )


def _setting(key: str, on: date) -> float:
    row = find_rule(key, on) or next(row for row in ROWS if row.key == key)
    assert row.value is not None
    return float(row.value)


def _places(sources: Sequence[TraceNode]) -> list[list[int]]:
    """The columns of lots that are one source: those of a place, or a lot of no known place."""
    groups: dict[str, list[int]] = {}
    for column, lot in enumerate(sources):
        groups.setdefault(lot.place_uri or lot.uri, []).append(column)
    return list(groups.values())


def _members(places: Sequence[Sequence[int]], lots: int) -> Array:
    members = np.zeros((lots, len(places)))
    for place, columns in enumerate(places):
        members[list(columns), place] = 1.0
    return members


def _shares_of(test: LotTest, uris: Sequence[str], by_lot: Array) -> Array:
    return pooled(by_lot[[uris.index(uri) for uri in test.uris]], test.volumes)


def _source(
    place: int, members: Sequence[int], found: Composition, ranking: Ranking, shares: Array
) -> RankedSource:
    lots = tuple(found.sources[column] for column in members)

    def point(values: Array) -> float | None:
        return None if np.isnan(values[place]) else float(values[place])

    return RankedSource(
        place_uri=lots[0].place_uri,
        lots=lots,
        probability=float(ranking.probability[place]),
        low=point(ranking.low),
        median=point(ranking.median),
        high=point(ranking.high),
        shares=tuple(float(share) for share in shares[:, place]),
    )


def _next_samples(
    tests: Sequence[LotTest],
    tested: Sequence[str],
    found: Composition,
    places: Sequence[Sequence[int]],
    ranking: Ranking,
    limit: float,
    cv: float,
) -> tuple[NextSample, ...]:
    """Untested lots behind the positive tests, those first whose sample would tell most."""
    behind: dict[str, TraceNode] = {}
    for uri in dict.fromkeys(uri for test in tests if test.is_positive for uri in test.uris):
        trace = trace_backward(uri)
        for node in trace.nodes if trace else ():
            if node.kind in _SAMPLED and node.uri not in tested:
                behind.setdefault(node.uri, node)
    if not behind:
        return ()
    heaviest = sorted(behind.values(), key=lambda node: -(node.share or 0.0))[:_MOST_SAMPLES]
    made_of = composition([node.uri for node in heaviest])
    column = {
        lot.uri: place
        for place, members in enumerate(places)
        for lot in (found.sources[member] for member in members)
    }
    shares = np.zeros((len(heaviest), len(places)))
    for source, lot in enumerate(made_of.sources):
        if lot.uri in column:
            shares[:, column[lot.uri]] += made_of.shares[:, source]
    bits = information_gain(ranking, shares, np.full(len(heaviest), limit), cv=cv)
    ordered = sorted(zip(heaviest, bits, strict=True), key=lambda pair: -pair[1])
    return tuple(NextSample(lot, float(gain)) for lot, gain in ordered if gain > 0.01)
