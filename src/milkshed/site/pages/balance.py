"""The mass balance: what does not close, and what every place took in and gave out."""

from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from milkshed.kernel.counties import COUNTIES, division_name
from milkshed.kernel.periods import DayRange
from milkshed.kernel.text import Text
from milkshed.platform.documents.excel import MEDIA_TYPE
from milkshed.platform.models import Place
from milkshed.platform.scope import Scope, get_visible, scope_of
from milkshed.platform.web.entries import day_asked
from milkshed.platform.web.pages import page
from milkshed.site.balance.reading import LEVELS, Reading, Wanted, read_balance
from milkshed.site.balance.workbook import IN_AND_OUT, balance_workbook
from milkshed.site.pages.choices import counties_of_scope
from milkshed.site.shell import holds_synthetic

LONGEST_DAYS = 31
_DEFAULT_DAYS = 7
_YEARS = range(2000, 2101)
_PER_PAGE = 40
_FINDINGS_SHOWN = 100


@require_GET
@page("ledger.query")
def balance(request: HttpRequest) -> HttpResponse:
    """The balance of some days in the person's scope."""
    wanted, is_cut = _wanted(request)
    scope = scope_of(request.user)
    place = get_visible(Place.objects.all(), scope, gln=wanted.gln) if wanted.gln else None
    reading = read_balance(request.user, wanted)
    return render(
        request,
        "site/balance.html",
        {
            "reading": reading,
            "findings": reading.findings[:_FINDINGS_SHOWN],
            "page_obj": Paginator(reading.rows, _PER_PAGE).get_page(request.GET.get("page")),
            "sentence": sentence(reading, _area(scope, wanted, place)),
            "in_and_out": IN_AND_OUT,
            "place": place,
            "levels": LEVELS,
            "level": wanted.level,
            "first": wanted.period.first,
            "last": wanted.period.last,
            "longest": LONGEST_DAYS,
            "is_cut": is_cut,
            "counties": counties_of_scope(scope),
            "county": wanted.county,
        },
    )


@require_GET
@page("ledger.query")
def balance_excel(request: HttpRequest) -> HttpResponse:
    """The same as an Excel file, every place with every day."""
    wanted, _ = _wanted(request)
    scope = scope_of(request.user)
    place = get_visible(Place.objects.all(), scope, gln=wanted.gln) if wanted.gln else None
    reading = read_balance(request.user, wanted)
    first, last = wanted.period.first, wanted.period.last
    content = balance_workbook(
        reading,
        Text(f"质量平衡（{first}至{last}）", f"Mass balance ({first} to {last})"),
        sentence(reading, _area(scope, wanted, place)),
        synthetic=holds_synthetic(),
        language="en" if (get_language() or "zh").startswith("en") else "zh",
    )
    answer = HttpResponse(content, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="balance-{first}-{last}.xlsx"'
    return answer


def sentence(reading: Reading, area: Text) -> Text:
    """The balance in one sentence: how much milk of which days, and where it does not close."""
    when = _when(reading.wanted.period)
    total, spots = reading.total, reading.spots
    made = total.made_kg > 0
    tonnes = f"{(total.made_kg if made else total.in_kg) / 1000:,.1f}"
    milk = Text(f"产奶{tonnes}吨" if made else f"经手{tonnes}吨", f"{tonnes} t of milk")
    if not total.events:
        return Text(
            f"{when.zh}{area.zh}没有奶的进出记录。", f"{when.en}, {area.en}: no milk moved."
        )
    if not spots:
        return Text(
            f"{when.zh}{area.zh}{milk.zh}，进出全部平衡。",
            f"{when.en}, {area.en}: {milk.en}, and everything balances.",
        )
    more = len(reading.findings)
    listed = Text("", "") if more == spots else Text(f"（{more}项）", f" ({more} findings)")
    return Text(
        f"{when.zh}{area.zh}{milk.zh}，{spots}处不平{listed.zh}，其余进出平衡。",
        f"{when.en}, {area.en}: {milk.en}; {spots} do not balance{listed.en}, all else does.",
    )


def _when(period: DayRange) -> Text:
    if period.last == timezone.localdate() and period.days > 1:
        return Text(f"近{period.days}日", f"Last {period.days} days")
    if period.days == 1:
        return Text(f"{_short(period.first)}", f"{period.first}")
    return Text(
        f"{_short(period.first)}至{_short(period.last)}", f"{period.first} to {period.last}"
    )


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _area(scope: Scope, wanted: Wanted, place: Place | None) -> Text:
    if place is not None:
        return place.name
    if wanted.county in COUNTIES:
        return division_name(wanted.county)
    if scope.everything:
        return Text("全区", "the whole region")
    if scope.counties:
        names = [division_name(code) for code in sorted(scope.counties)]
        return Text("、".join(n.zh for n in names), ", ".join(n.en for n in names))
    return Text("本单位", "your places")


def _wanted(request: HttpRequest) -> tuple[Wanted, bool]:
    """What was chosen, and whether the period had to be cut to the longest allowed."""
    last = _day(request, "last") or timezone.localdate()
    first = _day(request, "first") or last - timedelta(days=_DEFAULT_DAYS - 1)
    first, last = min(first, last), max(first, last)
    earliest = last - timedelta(days=LONGEST_DAYS - 1)
    level = request.GET.get("level", "")
    return (
        Wanted(
            period=DayRange(max(first, earliest), last),
            level=level if level in dict(LEVELS) else LEVELS[0][0],
            county=request.GET.get("county", ""),
            gln=request.GET.get("place", ""),
        ),
        first < earliest,
    )


def _day(request: HttpRequest, name: str) -> date | None:
    """A day asked for, unless it lies beyond what any ledger will hold."""
    day = day_asked(request, name)
    return day if day is not None and day.year in _YEARS else None
