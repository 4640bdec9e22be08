"""The page of the federation: platforms, every animal once, findings, and each farm's data."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from milkshed.herd.federation import overview
from milkshed.herd.federation.packages import LARGEST_FILE_BYTES
from milkshed.herd.federation.receiving import take_package
from milkshed.kernel.problems import TOO_LARGE, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.models import Person
from milkshed.platform.permissions import may, require
from milkshed.platform.web.entries import tell
from milkshed.platform.web.pages import page

_FARMS_PER_PAGE = 40
_FINDINGS = 50


@require_http_methods(["GET", "POST"])
@page("herd.see_federation")
def federation_page(request: HttpRequest) -> HttpResponse:
    """What the platforms told, resolved; a package may be handed in."""
    if request.method == "POST":
        return _take(request)
    today = timezone.localdate()
    lines = overview.members(today)
    member = request.GET.get("member", "")
    named = {line.member.name for line in lines}
    farms = overview.farm_lines(member if member in named else "", today)
    page_obj = Paginator(farms, _FARMS_PER_PAGE).get_page(request.GET.get("page"))
    heads = overview.heads(today)
    found = overview.overlaps(most=_FINDINGS)
    gone = overview.vanished()
    return render(
        request,
        "herd/federation.html",
        {
            "lines": lines,
            "member": member,
            "page_obj": page_obj,
            "head": sum(one.head for one in heads),
            "adults": sum(one.adults for one in heads),
            "elsewhere": sum(one.elsewhere for one in heads),
            "farm_count": len(farms),
            "complete": sum(line.is_complete for line in farms),
            "fresh": sum(line.is_fresh for line in farms),
            "overlaps": found,
            "vanished": gone[:_FINDINGS],
            "vanished_count": gone.count(),
            "twice": overview.farms_told_twice(),
            "refusals": overview.refusals(),
            "may_take": may(request.user, "herd.manage_federation"),
        },
    )


def _take(request: HttpRequest) -> HttpResponse:
    require(request.user, "herd.manage_federation")
    assert isinstance(request.user, Person)
    file = request.FILES.get("file")
    if file is None:
        raise invalid("file", "", "required", "请选择数据包文件", "Choose a package file")
    if file.size is None or file.size > LARGEST_FILE_BYTES:
        raise Problem(TOO_LARGE, Text("数据包超过64MB", "The package is larger than 64 MB"))
    taken = take_package(file.read(), person=request.user)
    if taken.is_repeated:
        tell(request, "该包已在库中", "This package is held already")
    else:
        tell(request, "数据包已入库", "The package is taken in")
    return redirect("herd:federation")
