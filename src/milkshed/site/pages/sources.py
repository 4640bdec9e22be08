"""Source ranking: the farm that is likely behind bad tests, and the next sample to open."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.problems import invalid
from milkshed.kernel.text import Text
from milkshed.ledger.facade import (
    NextSample,
    RankedSource,
    SourceRanking,
    TraceNode,
    brief_events,
    rank_sources,
    visible_events,
)
from milkshed.platform.web.entries import as_decimal, day_asked
from milkshed.platform.web.pages import page
from milkshed.quality.facade import RESIDUES
from milkshed.quality.science.analytes import ANALYTES
from milkshed.site.explorer.reading import CLOSED
from milkshed.site.names import Named, names_of
from milkshed.site.sources.evidence import Evidence, laboratory_evidence, typed_evidence

_DAYS = 3
_LONGEST_DAYS = 31
_SHOWN = 15
_TESTS_SHOWN = 20
STRONG_ODDS = 10.0
"""Odds from which evidence counts as strong (Jeffreys 1961)."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source as the table shows it; ``is_open`` when its reader may know whose it is."""

    source: RankedSource
    place: Named | None
    is_open: bool

    @property
    def name(self) -> Text:
        """The place's name, or that it is another's."""
        if not self.is_open:
            return CLOSED
        return self.place.name if self.place else Text("未登记的场所", "a place not on record")

    @property
    def largest_share(self) -> float:
        """Its largest part in any of the tests."""
        return max(self.source.shares, default=0.0)


@dataclass(frozen=True, slots=True)
class SampleRow:
    """A sample to open next."""

    sample: NextSample
    place: Named | None
    is_open: bool

    @property
    def number(self) -> str:
        """The lot's own number; empty where it is another's."""
        return self.sample.lot.uri.rpartition("/")[2] if self.is_open else ""


@require_GET
@page("ledger.query")
def sources(request: HttpRequest) -> HttpResponse:
    """The form, and the ranking when there are positive tests."""
    today = shanghai_day(timezone.now())
    last = day_asked(request, "last") or today
    first = day_asked(request, "first") or last - timedelta(days=_DAYS)
    analyte = request.GET.get("analyte") or RESIDUES[0]
    typed = request.GET.get("tests", "")
    if analyte not in RESIDUES:
        raise invalid("analyte", analyte, "choice", "没有这个检测项目", "there is no such residue")
    if not timedelta() <= last - first <= timedelta(days=_LONGEST_DAYS):
        raise invalid(
            "first",
            first.isoformat(),
            "range",
            f"起止日期应在{_LONGEST_DAYS}天以内",
            f"the days must span {_LONGEST_DAYS} days at most",
        )
    limit = _limit(request)
    context: dict[str, Any] = {
        "analytes": [ANALYTES[code] for code in RESIDUES],
        "analyte": ANALYTES[analyte],
        "first": first,
        "last": last,
        "limit": limit,
        "tests": typed,
        "asked": "analyte" in request.GET,
    }
    if context["asked"]:
        evidence = (
            *laboratory_evidence(request.user, analyte, first, last, limit),
            *typed_evidence(typed, request.user, limit),
        )
        context["evidence"] = evidence
        if any(one.test.is_positive for one in evidence):
            context |= _answer(request, evidence)
    return render(request, "site/sources.html", context)


def _limit(request: HttpRequest) -> Decimal:
    asked = request.GET.get("limit") or "1"
    limit = as_decimal(asked)
    if limit is None or limit <= 0:
        raise invalid("limit", asked, "positive", "检出限应大于0", "must be above 0")
    return limit


def _answer(request: HttpRequest, evidence: tuple[Evidence, ...]) -> dict[str, Any]:
    ranking = rank_sources([one.test for one in evidence], shanghai_day(timezone.now()))
    shown = ranking.sources[:_SHOWN]
    samples = ranking.next_samples[:_SHOWN]
    lots = [lot for source in shown for lot in source.lots] + [one.lot for one in samples]
    readable = brief_events(
        {lot.event_id for lot in lots if lot.event_id}, visible_events(request.user)
    )
    names = names_of(
        [
            *(lot.place_uri for lot in lots if lot.event_id in readable),
            *(one.place_uri for one in evidence),
        ]
    )

    def is_open(lot: TraceNode) -> bool:
        return lot.event_id in readable

    rows = [
        SourceRow(one, names.get(one.place_uri or ""), any(is_open(lot) for lot in one.lots))
        for one in shown
    ]
    tested = _tested(ranking, evidence, names)
    return {
        "ranking": ranking,
        "rows": rows,
        "others": sum(one.probability for one in ranking.sources[_SHOWN:]),
        "samples": [
            SampleRow(one, names.get(one.lot.place_uri or ""), is_open(one.lot)) for one in samples
        ],
        "tested": tested[:_TESTS_SHOWN],
        "tested_more": tested[_TESTS_SHOWN:],
        "pair": _pair(ranking, rows),
        "has_values": any(one.test.value is not None for one in evidence),
    }


def _tested(
    ranking: SourceRanking, evidence: tuple[Evidence, ...], names: Any
) -> list[dict[str, Any]]:
    """The tests with the likeliest source's part in each: positive ones, then those with most."""
    first = ranking.sources[0]
    rows = [
        {
            "evidence": one,
            "place": names.get(one.place_uri or ""),
            "share": first.shares[place],
            "unknown": ranking.unknown_shares[place],
        }
        for place, one in enumerate(evidence)
    ]
    return sorted(rows, key=lambda row: (not row["evidence"].test.is_positive, -row["share"]))


def _pair(ranking: SourceRanking, rows: list[SourceRow]) -> tuple[SourceRow, ...]:
    """The two sources suspected together, when the evidence for two is strong."""
    if ranking.pair is None or ranking.pair_odds < STRONG_ODDS:
        return ()
    return tuple(row for one in ranking.pair for row in rows if row.source is one)
