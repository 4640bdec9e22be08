"""The table of holidays that every legal clock runs on."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from milkshed.kernel.problems import invalid
from milkshed.kernel.text import Text
from milkshed.platform.models import Holiday
from milkshed.platform.permissions import may
from milkshed.platform.web.pages import page
from milkshed.site.pages.reader import tell


@require_GET
@page()
def holidays(request: HttpRequest) -> HttpResponse:
    """The days of one year that differ from the plain week."""
    years = sorted({day.year for day in Holiday.objects.values_list("day", flat=True)})
    today = timezone.localdate()
    year = int(request.GET["year"]) if request.GET.get("year", "").isdigit() else today.year
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
    day = _day(request.POST.get("day", ""))
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
    day = _day(request.POST.get("day", ""))
    Holiday.objects.filter(day=day).delete()
    tell(request, Text("已恢复为普通日", "The day follows the plain week again"))
    return redirect(f"/holidays?year={day.year}")


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise invalid(
            "day", value, "date", "请填写日期，如 2027-10-01", "Give a day such as 2027-10-01"
        ) from None
