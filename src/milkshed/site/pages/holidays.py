"""The table of holidays that every legal clock runs on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from milkshed.kernel.problems import invalid
from milkshed.kernel.text import Text
from milkshed.platform.models import Holiday
from milkshed.platform.permissions import may
from milkshed.platform.web.entries import as_whole, day_entry
from milkshed.platform.web.pages import page
from milkshed.site.pages.reader import tell

_YEARS = range(2000, 2101)


@require_GET
@page()
def holidays(request: HttpRequest) -> HttpResponse:
    """The days of one year that differ from the plain week."""
    years = sorted({day.year for day in Holiday.objects.values_list("day", flat=True)})
    today = timezone.localdate()
    asked = as_whole(request.GET.get("year"))
    year = asked if asked in _YEARS else today.year
    return render(
        request,
        "site/holidays.html",
        {
            "days": Holiday.objects.filter(day__year=year).order_by("day"),
            "years": sorted({*years, today.year, today.year + 1, year}),
            "year": year,
            "may_edit": may(request.user, "platform.edit_holidays"),
        },
    )


@require_POST
@page("platform.edit_holidays")
def save(request: HttpRequest) -> HttpResponse:
    """Set a day off or a make-up day."""
    day = day_entry(request, "day")
    source = request.POST.get("source", "").strip()
    if not source:
        raise invalid("source", source, "required", "请填写依据文件", "Name the document")
    Holiday.objects.update_or_create(
        day=day,
        defaults={
            "is_working": request.POST.get("is_working") == "yes",
            "name_zh": request.POST.get("name_zh", "").strip()[:60],
            "source": source[:120],
        },
    )
    tell(request, Text("节假日已保存", "The day is kept"))
    return redirect(f"/holidays?year={day.year}")


@require_POST
@page("platform.edit_holidays")
def remove(request: HttpRequest) -> HttpResponse:
    """Let a day follow the plain week again."""
    day = day_entry(request, "day")
    Holiday.objects.filter(day=day).delete()
    tell(request, Text("已恢复为普通日", "The day follows the plain week again"))
    return redirect(f"/holidays?year={day.year}")
