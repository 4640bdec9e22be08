"""Numbers of other systems: bringing a list, looking at proposals, deciding."""

from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from milkshed.herd.actions.matches import (
    ForeignNumber,
    bring_numbers,
    confirm_match,
    dismiss_match,
    proposals,
)
from milkshed.herd.models import MATCH_STATES, Animal, NumberMatch
from milkshed.herd.pages.farms import farm_of
from milkshed.herd.words import MATCH_RULES, SCHEMES
from milkshed.kernel.problems import INVALID, Problem, invalid
from milkshed.platform.models import Person
from milkshed.platform.permissions import may, require
from milkshed.platform.scope import get_visible, scope_of
from milkshed.platform.web.entries import as_day, as_whole, tell, word
from milkshed.platform.web.pages import page

_PER_PAGE = 25
_MOST_LINES = 5_000
_LARGEST_FILE = 2_000_000


@require_http_methods(["GET", "POST"])
@page("herd.see")
def matching(request: HttpRequest, code: str) -> HttpResponse:
    """Foreign numbers of a farm by state, the open ones with their proposals."""
    farm = farm_of(request, code)
    if request.method == "POST":
        require(request.user, "herd.number_animals")
        report = bring_numbers(
            farm,
            word(request, "system"),
            word(request, "scheme"),
            _lines(request),
            person=cast("Person", request.user),
        )
        if report.faults and not report.accepted:
            raise Problem(INVALID, report.faults[0].message, report.faults)
        tell(
            request,
            f"新增{len(report.accepted)}个待核对号码，{len(report.repeated)}个已有，"
            f"{len(report.refused)}行退回",
            f"{len(report.accepted)} new, {len(report.repeated)} known,"
            f" {len(report.refused)} refused",
        )
        return redirect("herd:matching", code=farm.code)
    state = request.GET.get("state", "open")
    state = state if state in MATCH_STATES else "open"
    found = NumberMatch.objects.filter(farm=farm, state=state).select_related("animal")
    page_obj = Paginator(found.order_by("pk"), _PER_PAGE).get_page(request.GET.get("page"))
    open_ones = proposals(farm, list(page_obj)) if state == "open" else []
    return render(
        request,
        "herd/matching.html",
        {
            "farm": farm,
            "page_obj": page_obj,
            "state": state,
            "states": list(MATCH_STATES.items()),
            "schemes": list(SCHEMES.items()),
            "open": [
                (
                    one,
                    SCHEMES[one.match.scheme],
                    [
                        (animal, judged, [MATCH_RULES[rule] for rule in judged.rules])
                        for animal, judged in one.candidates
                    ],
                )
                for one in open_ones
            ],
            "decided": [(one, SCHEMES[one.scheme]) for one in page_obj] if not open_ones else [],
            "may_decide": may(request.user, "herd.confirm_match"),
        },
    )


def _lines(request: HttpRequest) -> list[ForeignNumber]:
    """Lines ``number, birth date, dam's number`` of the text typed or the file brought."""
    text = request.POST.get("numbers", "")
    file = request.FILES.get("file")
    if file is not None:
        if file.size is None or file.size > _LARGEST_FILE:
            raise invalid("file", file.name, "size", "文件过大（2MB以内）", "At most 2 MB")
        content = file.read()
        try:
            text += "\n" + content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text += "\n" + content.decode("gb18030", errors="replace")
    rows: list[ForeignNumber] = []
    for line in text.splitlines():
        parts = [part.strip() for part in line.replace("\t", ",").replace("，", ",").split(",")]
        if not parts[0]:
            continue
        born = as_day(parts[1]) if len(parts) > 1 and parts[1] else None
        if len(parts) > 1 and parts[1] and born is None:
            raise invalid(
                "birth_date", parts[1], "date", "出生日期应写作2024-05-01", "As 2024-05-01"
            )
        rows.append(ForeignNumber(parts[0], born, parts[2] if len(parts) > 2 else ""))
    if not rows:
        raise invalid("numbers", "", "required", "请粘贴号码或选择文件", "Paste or bring numbers")
    if len(rows) > _MOST_LINES:
        raise invalid("numbers", len(rows), "most", "一次至多5000行", "At most 5000 lines")
    return rows


@require_POST
@page("herd.confirm_match")
def decide(request: HttpRequest, key: int) -> HttpResponse:
    """Confirm which animal a number means, or that it is none of the farm's."""
    scope = scope_of(request.user)
    match = get_visible(NumberMatch.objects.select_related("farm"), scope, pk=key)
    person = cast("Person", request.user)
    chosen = as_whole(request.POST.get("animal"))
    if word(request, "step") == "dismiss":
        dismiss_match(match, person)
        tell(request, f"{match.value} 记为非本场牛", f"{match.value} is of no animal here")
    elif chosen is None:
        raise invalid("animal", "", "required", "请选择对应的牛", "Choose the animal")
    else:
        animal = get_visible(Animal.objects.all(), scope, pk=chosen)
        score = as_whole(request.POST.get("score")) or 0
        confirm_match(match, animal, person, min(score, 100))
        tell(request, f"{match.value} 已对应", f"{match.value} is matched")
    return redirect("herd:matching", code=match.farm.code)
