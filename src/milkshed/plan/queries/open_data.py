"""What a published data set holds: months of an indicator, with figures of too few withheld."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from milkshed.kernel.counties import COUNTIES, NINGXIA, division_name
from milkshed.kernel.text import Text
from milkshed.plan.models import (
    ComputedFigure,
    CountyFigure,
    DataEdition,
    Indicator,
    ManualReport,
    Publication,
)
from milkshed.plan.queries.bulletins.readings import Period, farms_on_record
from milkshed.plan.rules import LEAST_HOLDERS
from milkshed.plan.science.suppression import too_few, withheld
from milkshed.platform.documents.marks import SYNTHETIC_NOTICE
from milkshed.platform.models import Organisation
from milkshed.platform.rule_book import rule

SOURCE = Text("宁夏牛奶全产业链数智平台", "Milkshed, dairy platform of Ningxia")

FIELDS: dict[str, tuple[Text, str]] = {
    "dataset": (Text("数据集代码", "Code of the data set"), ""),
    "edition": (Text("版次", "Edition"), ""),
    "indicator": (Text("规划指标编号", "Code of the plan's indicator"), ""),
    "name_zh": (Text("指标名称（中文）", "Name of the indicator, Chinese"), ""),
    "name_en": (Text("指标名称（英文）", "Name of the indicator, English"), ""),
    "month": (Text("月份", "Month"), "YYYY-MM"),
    "as_of": (Text("数据截至日期", "Day the figure is of"), "YYYY-MM-DD"),
    "area_code": (Text("行政区划代码（GB/T 2260）", "Code of the area (GB/T 2260)"), ""),
    "area_zh": (Text("区域（中文）", "Area, Chinese"), ""),
    "area_en": (Text("区域（英文）", "Area, English"), ""),
    "value": (Text("数值；不公布或没有数时为空", "Value; empty where withheld or unknown"), "unit"),
    "unit": (Text("计量单位", "Unit of the value"), ""),
    "status": (
        Text(
            "shown公布；withheld涉及主体过少或为防推算而不公布；unknown没有数",
            "shown; withheld because too few stand behind it or could be worked out; unknown",
        ),
        "",
    ),
    "origin": (
        Text(
            "computed平台按记录计算；reported人工填报并经审核", "computed, or reported and reviewed"
        ),
        "",
    ),
    "method_version": (Text("计算方法版本", "Version of the method"), ""),
    "coverage": (Text("数据覆盖率（0至1）", "Share of the wanted records, 0 to 1"), "1"),
    "label": (Text("数据标记：演示数据或空", "Mark: demonstration data, or empty"), ""),
}


@dataclass(frozen=True, slots=True)
class _Known:
    """A figure of one area and month."""

    value: Decimal
    as_of: date
    origin: str
    version: str = ""
    coverage: Decimal | None = None
    holders: int | None = None


@dataclass(slots=True)
class _Methods:
    """The methods met, by version."""

    found: dict[str, Text] = field(default_factory=dict)


def months_between(first: date, last: date) -> Iterator[Period]:
    """The months from one to another day, both included."""
    period = Period.of("month", first)
    while period.last <= last:
        yield period
        period = Period.of("month", period.last + timedelta(days=1))


def last_month_over(today: date) -> date:
    """The last day of the last month that is over."""
    return today.replace(day=1) - timedelta(days=1)


def open_document(
    publication: Publication, indicator: Indicator, number: int, through: date
) -> dict[str, Any]:
    """What an edition of a data set holds: description, dictionary, rows.

    Figures behind which fewer than the rule's least number of holders stand are withheld, and so
    are those needed so that none can be worked out from the region's total. Reports by hand are
    totals of offices and rest on no holder's records here.
    """
    synthetic = Organisation.objects.filter(synthetic=True).exists()
    least_rule = rule(LEAST_HOLDERS, through)
    least = int(least_rule.value or 0)
    methods = _Methods()
    region = _region(indicator, publication.since, through, methods)
    counties: Mapping[tuple[str, str], _Known] = {}
    if publication.breakdown == "county":
        counties = _counties(indicator, publication.since, through)
    farms = farms_on_record()
    rows = []
    for period in months_between(publication.since, through):
        month = f"{period.first:%Y-%m}"
        total = region.get(month)
        hidden = total is not None and _hides(total, sum(farms.values()), least)
        rows.append(_row(publication, indicator, number, month, NINGXIA, total, hidden, synthetic))
        if publication.breakdown != "county":
            continue
        parts = {code: one for code in COUNTIES if (one := counties.get((code, month)))}
        secret = withheld(
            {code: _holders(one, farms.get(code, 0)) for code, one in parts.items()}, least
        )
        rows += [
            _row(publication, indicator, number, month, code, one, code in secret, synthetic)
            for code, one in parts.items()
        ]
    return {
        "dataset": publication.slug,
        "edition": number,
        "indicator": indicator.code,
        "title": {"zh": _title(publication, indicator).zh, "en": _title(publication, indicator).en},
        "unit": indicator.unit,
        "definition": {"zh": indicator.formula_zh, "en": indicator.formula_en},
        "methods": [
            {"version": version, "zh": text.zh, "en": text.en}
            for version, text in sorted(methods.found.items())
        ],
        "since": publication.since.isoformat(),
        "through": through.isoformat(),
        "source": {"zh": SOURCE.zh, "en": SOURCE.en},
        "licence": publication.licence,
        "note": publication.note,
        "withholding": {
            "rule": least_rule.key,
            "least_holders": least,
            "status": least_rule.status,
            "zh": f"不足{least}家主体的数不公布；为防由合计推算，另有相应的数一并不公布",
            "en": f"Figures resting on fewer than {least} holders are withheld, and so are those "
            "from which they could be worked out",
        },
        "synthetic": synthetic,
        "notice": {"zh": SYNTHETIC_NOTICE.zh, "en": SYNTHETIC_NOTICE.en} if synthetic else None,
        "dictionary": [
            {
                "field": name,
                "meaning_zh": meaning.zh,
                "meaning_en": meaning.en,
                "unit": indicator.unit if unit == "unit" else unit,
            }
            for name, (meaning, unit) in FIELDS.items()
        ],
        "rows": rows,
    }


def _title(publication: Publication, indicator: Indicator) -> Text:
    words = publication.breakdown_text
    return Text(f"{indicator.name_zh}（{words.zh}）", f"{indicator.name_en} ({words.en.lower()})")


def _hides(known: _Known, farms: int, least: int) -> bool:
    return known.origin != "reported" and too_few(_holders(known, farms), least)


def _holders(known: _Known, farms: int) -> int:
    """How many stand behind a figure: as its room says, else the farms on record, at least one.

    None stand behind nothing.
    """
    if not known.value:
        return 0
    return max(1, farms) if known.holders is None else known.holders


def _row(
    publication: Publication,
    indicator: Indicator,
    number: int,
    month: str,
    area: str,
    known: _Known | None,
    hidden: bool,
    synthetic: bool,
) -> dict[str, str]:
    name = division_name(area)
    shown = known is not None and not hidden
    coverage = known.coverage if known is not None and shown else None
    return {
        "dataset": publication.slug,
        "edition": str(number),
        "indicator": indicator.code,
        "name_zh": indicator.name_zh,
        "name_en": indicator.name_en,
        "month": month,
        "as_of": known.as_of.isoformat() if known is not None else "",
        "area_code": area,
        "area_zh": name.zh,
        "area_en": name.en,
        "value": _plain(known.value) if known is not None and shown else "",
        "unit": indicator.unit,
        "status": "unknown" if known is None else "shown" if shown else "withheld",
        "origin": known.origin if known is not None else "",
        "method_version": known.version if known is not None else "",
        "coverage": "" if coverage is None else _plain(coverage),
        "label": "演示数据 synthetic" if synthetic else "",
    }


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _region(indicator: Indicator, first: date, last: date, methods: _Methods) -> dict[str, _Known]:
    """The region's figure of each month: the youngest computed one, else the accepted report."""
    found: dict[str, _Known] = {}
    reports = ManualReport.objects.filter(
        indicator__code=indicator.code,
        indicator__unit=indicator.unit,
        as_of__range=(first, last),
        state="accepted",
    )
    for report in reports.order_by("as_of", "pk"):
        found[f"{report.as_of:%Y-%m}"] = _Known(report.value, report.as_of, "reported")
    figures = ComputedFigure.objects.filter(
        indicator__code=indicator.code,
        as_of__range=(first, last),
        failed=False,
        value__isnull=False,
    )
    for figure in figures.order_by("as_of", "pk"):
        assert figure.value is not None  # the filter above
        methods.found[figure.method_version] = figure.method
        found[f"{figure.as_of:%Y-%m}"] = _Known(
            figure.value, figure.as_of, "computed", figure.method_version, figure.coverage,
            figure.holders,
        )  # fmt: skip
    return found


def _counties(indicator: Indicator, first: date, last: date) -> dict[tuple[str, str], _Known]:
    found = {}
    figures = CountyFigure.objects.filter(
        indicator__code=indicator.code, as_of__range=(first, last), value__isnull=False
    )
    for figure in figures.order_by("as_of", "pk"):
        assert figure.value is not None  # the filter above
        found[figure.county, f"{figure.as_of:%Y-%m}"] = _Known(
            figure.value, figure.as_of, "computed", figure.method_version, figure.coverage,
            figure.holders,
        )  # fmt: skip
    return found


def published() -> QuerySet[Publication]:
    """The data sets that are public now."""
    return Publication.objects.filter(state="published").order_by("slug")


def newest_editions() -> list[DataEdition]:
    """The newest edition of each data set that is public now."""
    return list(
        DataEdition.objects.filter(publication__state="published")
        .select_related("publication")
        .order_by("publication__slug", "-number")
        .distinct("publication__slug")
    )


def public_edition(slug: str, number: int | None = None) -> DataEdition | None:
    """An edition of a data set that is public now, the newest when none is named."""
    found = DataEdition.objects.filter(
        publication__slug=slug, publication__state="published"
    ).select_related("publication")
    if number is not None:
        found = found.filter(number=number)
    return found.order_by("-number").first()
