"""The stored figures of a period: what counts for each indicator, and what each county has."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F, Q

from milkshed.plan.models import ComputedFigure, CountyFigure, Indicator, ManualReport
from milkshed.plan.science.movement import Reading
from milkshed.platform.models import Place, PlaceKind

_SHARES = ("%", "吨/头")


@dataclass(frozen=True, slots=True)
class Period:
    """A month or a year by its days."""

    kind: str
    first: date
    last: date

    @classmethod
    def of(cls, kind: str, day: date) -> "Period":
        """The month or year that a day lies in."""
        if kind == "year":
            return cls(kind, date(day.year, 1, 1), date(day.year, 12, 31))
        first = day.replace(day=1)
        return cls(kind, first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1))

    @property
    def before(self) -> "Period":
        """The period before."""
        return Period.of(self.kind, self.first - timedelta(days=1))

    def months(self) -> list[date]:
        """The first days of its months."""
        return [
            date(self.first.year, month, 1)
            for month in range(self.first.month, self.last.month + 1)
        ]


@dataclass(frozen=True, slots=True)
class Told:
    """A reading with all that its footnote says."""

    reading: Reading
    method: str = ""
    inputs: str = ""
    note: str = ""
    unconfirmed: tuple[str, ...] = ()
    origin: str = ""
    holders: int | None = None

    def as_document(self) -> dict[str, Any]:
        """As it is stored in a bulletin, for the one after it."""
        found = self.reading
        return {
            "value": None if found.value is None else str(found.value),
            "unit": found.unit,
            "as_of": found.as_of.isoformat() if found.as_of else None,
            "source": found.source,
            "method_version": found.method_version,
            "coverage": None if found.coverage is None else str(found.coverage),
            "by_hand": found.by_hand,
            "method": self.method,
            "inputs": self.inputs,
            "note": self.note,
            "unconfirmed": list(self.unconfirmed),
            "origin": self.origin,
        }


def reading_of(document: Mapping[str, Any]) -> Reading:
    """The reading that a bulletin stored."""
    return Reading(
        value=None if document["value"] is None else Decimal(document["value"]),
        unit=document["unit"],
        as_of=date.fromisoformat(document["as_of"]) if document["as_of"] else None,
        source=document["source"],
        method_version=document["method_version"],
        coverage=None if document["coverage"] is None else Decimal(document["coverage"]),
        by_hand=document["by_hand"],
    )


def adds_up(indicator: Indicator) -> bool:
    """Whether the region's figure is the sum of its counties': no share and no yield."""
    return indicator.unit not in _SHARES


def readings(indicators: Iterable[Indicator], period: Period, county: str = "") -> dict[str, Told]:
    """For each indicator by code what counts at the end of a period; two queries.

    That is the youngest computed figure of a day in the period, or the accepted report where
    nothing was computed; unknown where neither is there. A county has computed figures only.
    """
    wanted = {one.code: one for one in indicators}
    computed = _county_figures(wanted, period, county) if county else _figures(wanted, period)
    reported = {} if county else _reports(wanted, period)
    return {
        code: _told(one, computed.get(code), reported.get(code)) for code, one in wanted.items()
    }


def _figures(
    wanted: Mapping[str, Indicator], period: Period
) -> dict[str, ComputedFigure | CountyFigure]:
    found = (
        ComputedFigure.objects.filter(
            indicator__code__in=list(wanted),
            as_of__range=(period.first, period.last),
            failed=False,
        )
        .annotate(code=F("indicator__code"))
        .order_by("code", "-as_of", "-pk")
        .distinct("code")
    )
    return {row.code: row for row in found}


def _county_figures(
    wanted: Mapping[str, Indicator], period: Period, county: str
) -> dict[str, ComputedFigure | CountyFigure]:
    found = (
        CountyFigure.objects.filter(
            indicator__code__in=list(wanted),
            county=county,
            as_of__range=(period.first, period.last),
        )
        .annotate(code=F("indicator__code"))
        .order_by("code", "-as_of", "-pk")
        .distinct("code")
    )
    return {row.code: row for row in found}


def _reports(wanted: Mapping[str, Indicator], period: Period) -> dict[str, ManualReport]:
    found = (
        ManualReport.objects.filter(
            indicator__code__in=list(wanted),
            as_of__range=(period.first, period.last),
            state="accepted",
        )
        .annotate(code=F("indicator__code"), unit=F("indicator__unit"))
        .select_related("organisation", "evidence")
        .order_by("code", "-as_of", "-pk")
    )
    rows: dict[str, ManualReport] = {}
    for row in found:
        if row.unit == wanted[row.code].unit:
            rows.setdefault(row.code, row)
    return rows


def _told(
    indicator: Indicator,
    figure: ComputedFigure | CountyFigure | None,
    report: ManualReport | None,
) -> Told:
    if figure is not None and (figure.value is not None or report is None):
        return Told(
            Reading(
                value=figure.value,
                unit=indicator.unit,
                as_of=figure.as_of,
                source="computed",
                method_version=figure.method_version,
                coverage=figure.coverage,
            ),
            method=figure.method_zh,
            inputs="、".join(f"{one['title_zh']}{one['count']}" for one in figure.inputs),
            note=figure.note_zh,
            unconfirmed=tuple(figure.unconfirmed_rules),
            origin=f"计算值{figure.pk}",
            holders=figure.holders,
        )
    if report is None:
        return Told(Reading(None, indicator.unit))
    return Told(
        Reading(
            value=report.value,
            unit=indicator.unit,
            as_of=report.as_of,
            source="reported",
            by_hand=True,
        ),
        method="人工填报，佐证经另一人审核采用",
        inputs=f"佐证{report.evidence.name}（SHA-256 {report.evidence.sha256[:12]}…）",
        note=report.note,
        origin=f"{report.organisation.name_zh}填报，记录{report.pk}",
    )


def county_values(codes: Collection[str], period: Period) -> dict[str, dict[str, CountyFigure]]:
    """The youngest county figures of a period: by indicator's code, then by county; one query."""
    found = (
        CountyFigure.objects.filter(
            Q(value__isnull=False),
            indicator__code__in=list(codes),
            as_of__range=(period.first, period.last),
        )
        .annotate(code=F("indicator__code"))
        .order_by("code", "county", "-as_of", "-pk")
        .distinct("code", "county")
    )
    rows: dict[str, dict[str, CountyFigure]] = {}
    for row in found:
        rows.setdefault(row.code, {})[row.county] = row
    return rows


def farms_on_record(counties: Collection[str] | None = None) -> dict[str, int]:
    """How many farms each county has on record."""
    found = Place.objects.filter(kind=PlaceKind.FARM)
    if counties is not None:
        found = found.filter(county__in=counties)
    rows: dict[str, int] = {}
    for county in found.values_list("county", flat=True):
        rows[county] = rows.get(county, 0) + 1
    return rows
