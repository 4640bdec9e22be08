"""From a positive sample to the farm likely behind it, and the kept-back sample to open next."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from milkshed.collection.facade import sheets_of_load
from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.text import Text
from milkshed.ledger.facade import (
    LotTest,
    NextSample,
    RankedSource,
    SourceRanking,
    rank_sources,
    trace_backward,
)
from milkshed.platform.models import Place, Rule
from milkshed.platform.permissions import may
from milkshed.platform.rule_book import rule
from milkshed.platform.scope import scope_of, visible
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of
from milkshed.quality.facade import RESIDUES, Reading, residue_readings_of_lots
from milkshed.quality.models import RetainedPortion, Sample
from milkshed.quality.pages.samples import sample_of
from milkshed.quality.queries import is_blind_for
from milkshed.quality.science.analytes import ANALYTES
from milkshed.quality.science.recovery import Claim, Prices, claim_for

_SHOWN = 12
_MOST_TESTS = 200
_CLOSED = Text("范围外的场所", "A place beyond your reach")


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A farm as the table shows it; ``confirmed`` when a sample of its own milk was positive."""

    name: Text
    is_open: bool
    probability: float
    share: float
    confirmed: str


@dataclass(frozen=True, slots=True)
class NextRow:
    """A lot whose sample would tell most; ``portion`` is what is kept of it, if anything."""

    name: Text
    lot: str
    bits: float
    portion: RetainedPortion | None


@dataclass(frozen=True, slots=True)
class Note:
    """The cost recovery note: against whom, on what ground, and the sums."""

    name: Text
    confirmed: str
    lost_kg: Decimal
    own_kg: Decimal
    tests: int
    claim: Claim
    rules: tuple[Rule, ...]


@require_GET
@page("ledger.query")
def origin(request: HttpRequest, number: str) -> HttpResponse:
    """The ranking for one positive sample, from its load back to the farms' own samples."""
    sample = sample_of(request, number)
    blind = is_blind_for(person_of(request), sample)
    analyte = "" if blind else next((code for code in sample.failed if code in RESIDUES), "")
    context: dict[str, object] = {
        "sample": sample,
        "number": number,
        "analyte": analyte,
        "blind": blind,
    }
    if analyte:
        context["analyte"] = ANALYTES[analyte]
        context |= _answer(request, sample, analyte)
    return render(request, "quality/origin.html", context)


def _answer(request: HttpRequest, sample: Sample, analyte: str) -> dict[str, object]:
    trace = trace_backward(sample.lot_uri)
    behind = {node.uri for node in trace.nodes if node.uri != sample.lot_uri} if trace else set()
    if not behind:
        return {"unknown_lot": True}
    lots = {sample.lot_uri, *behind}
    readings = residue_readings_of_lots(analyte, lots)[:_MOST_TESTS]
    own = Reading(sample.lot_uri, sample.barcode, sample.place.uri, sample.sampled_at, True, None)
    used = [own, *(one for one in readings if one.barcode != sample.barcode)]
    ranking = rank_sources(
        [LotTest((one.lot_uri,), one.is_positive) for one in used],
        shanghai_day(timezone.now()),
    )
    names = _names(request, ranking)
    confirmed = _confirmed(ranking, used)
    rows = [_row(one, names, confirmed) for one in ranking.sources[:_SHOWN]]
    return {
        "ranking": ranking,
        "readings": used,
        "rows": rows,
        "others": sum(one.probability for one in ranking.sources[_SHOWN:]),
        "next": _next_rows(request, ranking, names),
        "note": _note(sample, ranking, names, confirmed, len(used)),
        "may_open": may(request.user, "quality.open_portion"),
        "day": shanghai_day(sample.sampled_at),
    }


def _names(request: HttpRequest, ranking: SourceRanking) -> Mapping[str, Text]:
    """Names of the places that lie in the reader's scope, by URI."""
    uris = {one.place_uri for one in ranking.sources} | {
        one.lot.place_uri for one in ranking.next_samples
    }
    glns = [uri.rsplit("/", 1)[-1] for uri in uris if uri]
    seen = visible(Place.objects.filter(gln__in=glns), scope_of(request.user))
    return {place.uri: place.name for place in seen}


def _confirmed(ranking: SourceRanking, readings: list[Reading]) -> Mapping[str, str]:
    """By place the number of a positive sample of milk that is the source's alone."""
    lots = {lot.uri: one.place_uri for one in ranking.sources for lot in one.lots}
    return {
        place: reading.barcode
        for reading in readings
        if reading.is_positive and (place := lots.get(reading.lot_uri))
    }


def _row(one: RankedSource, names: Mapping[str, Text], confirmed: Mapping[str, str]) -> SourceRow:
    name = names.get(one.place_uri or "")
    return SourceRow(
        name or _CLOSED,
        name is not None,
        one.probability,
        max(one.shares, default=0.0),
        confirmed.get(one.place_uri or "", ""),
    )


def _next_rows(
    request: HttpRequest, ranking: SourceRanking, names: Mapping[str, Text]
) -> list[NextRow]:
    """Where most would be learnt, those of which a portion is in store first."""
    kept: dict[str, RetainedPortion] = {}
    portions = visible(RetainedPortion.objects.all(), scope_of(request.user)).filter(
        state="stored",
        expires_at__gte=timezone.now(),
        sample__lot_uri__in=[one.lot.uri for one in ranking.next_samples],
    )
    for portion in portions.select_related("sample", "store"):
        kept.setdefault(portion.sample.lot_uri, portion)

    def row(one: NextSample) -> NextRow:
        name = names.get(one.lot.place_uri or "")
        lot = one.lot.uri.rpartition("/")[2] if name else ""
        return NextRow(name or _CLOSED, lot, one.bits, kept.get(one.lot.uri))

    rows = [row(one) for one in ranking.next_samples]
    return sorted(rows, key=lambda one: (one.portion is None, -one.bits))[:_SHOWN]


def _note(
    sample: Sample,
    ranking: SourceRanking,
    names: Mapping[str, Text],
    confirmed: Mapping[str, str],
    tests: int,
) -> Note | None:
    """The note for the likeliest source, if the reader may know whose it is and what was lost."""
    sheets = sheets_of_load([sample.lot_uri]).get(sample.lot_uri, ())
    likeliest = next(iter(ranking.sources), None)
    place = likeliest.place_uri if likeliest is not None else None
    if not sheets or likeliest is None or place is None or place not in names:
        return None
    day = shanghai_day(sample.sampled_at)
    keys = ("milk_yuan_per_kg", "disposal_yuan_per_kg", "test_yuan")
    rows = tuple(rule(f"quality.recovery.{key}", day) for key in keys)
    lost = sum((sheet.received_kg or sheet.shipped_kg for sheet in sheets), Decimal(0))
    own = (lost * Decimal(str(likeliest.shares[0]))).quantize(Decimal("0.1"))
    prices = Prices(*(row.value or Decimal(0) for row in rows))
    return Note(
        names[place],
        confirmed.get(place, ""),
        lost,
        own,
        tests,
        claim_for(lost, min(own, lost), tests, prices),
        rows,
    )
