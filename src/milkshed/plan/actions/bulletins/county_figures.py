"""Computes what each county has of the indicators and adds it to the history."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from milkshed.plan.actions.figures import ask, columns_of, offers
from milkshed.plan.models import CountyFigure, Indicator
from milkshed.platform.figures import Contribution, Figure, FigureRequest
from milkshed.platform.models import Place

Tell = Callable[[int, int], None]
_CONTENT = (
    "value", "unit", "method_zh", "method_version", "inputs", "coverage", "note_zh", "holders",
)  # fmt: skip


@dataclass(slots=True)
class CountyComputation:
    """What a round of computing by county did."""

    as_of: date
    added: int = 0
    unchanged: int = 0
    failed: dict[str, str] = field(default_factory=dict)

    def as_document(self) -> dict[str, object]:
        """Counts and failures, for a job's result."""
        return {
            "as_of": self.as_of.isoformat(),
            "added": self.added,
            "unchanged": self.unchanged,
            "failed": self.failed,
        }


def compute_county_figures(
    as_of: date, *, only: Collection[str] | None = None, tell: Tell | None = None
) -> CountyComputation:
    """Ask every domain for the figures of each county that has places on record.

    Indicators of one zone are left out: their counties are those of the whole region's
    indicator. A figure equal to the last one for the same day is not added again; one that fails
    is noted and never stops the rest.
    """
    done = CountyComputation(as_of)
    indicators = {
        one.code: one
        for one in Indicator.objects.filter(version__current=True, zone="")
        if only is None or one.code in only
    }
    counties = sorted(set(Place.objects.exclude(kind="market").values_list("county", flat=True)))
    asked = [offer for _, offer in offers(done.failed) if offer.indicator in indicators]
    last = _last_rows(as_of)
    rows = []
    for number, offer in enumerate(asked, start=1):
        for county, figure in _by_county(offer, as_of, counties, done):
            row = _row(indicators[offer.indicator], county, figure)
            before = last.get((row.indicator_id, county))
            if before is not None and all(getattr(before, n) == getattr(row, n) for n in _CONTENT):
                done.unchanged += 1
            else:
                rows.append(row)
        if tell is not None:
            tell(number, len(asked))
    CountyFigure.objects.bulk_create(rows)
    done.added = len(rows)
    return done


def _last_rows(as_of: date) -> dict[tuple[int, str], CountyFigure]:
    found = (
        CountyFigure.objects.filter(as_of=as_of)
        .order_by("indicator_id", "county", "-pk")
        .distinct("indicator_id", "county")
    )
    return {(row.indicator_id, row.county): row for row in found}


def _by_county(
    offer: Contribution, as_of: date, counties: Collection[str], done: CountyComputation
) -> Iterator[tuple[str, Figure]]:
    if offer.by_county is not None:
        try:
            with transaction.atomic():
                found = sorted(offer.by_county(as_of).items())
            yield from found
        except Exception as error:  # noqa: BLE001 - one room's fault must not silence the others
            done.failed[offer.indicator] = f"{type(error).__name__}: {error}"[:300]
        return
    for county in counties:
        figure, error_told = ask(offer, FigureRequest(as_of, frozenset((county,))))
        if figure is None:
            done.failed[f"{offer.indicator} {county}"] = error_told
        else:
            yield county, figure


def _row(indicator: Indicator, county: str, figure: Figure) -> CountyFigure:
    return CountyFigure(indicator=indicator, county=county, **columns_of(figure))
