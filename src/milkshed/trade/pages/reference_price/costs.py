"""The cost survey: a farm fills its sheet in, the secretariat looks at all of them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from milkshed.kernel.problems import INVALID, Fault, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.documents.excel import MEDIA_TYPE
from milkshed.platform.models import Person
from milkshed.platform.permissions import may, require
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.entries import as_decimal, as_whole, tell, word
from milkshed.platform.web.pages import page
from milkshed.trade.actions.reference_price.survey import review_sheet, submit_sheet
from milkshed.trade.importers.cost_sheets import import_sheets, sheet_template
from milkshed.trade.models import SHEET_STATES, CostSheet, PriceRound, SampleFarm
from milkshed.trade.queries.price_inputs import open_suspects, sheet_before
from milkshed.trade.queries.price_rules import sheet_ranges
from milkshed.trade.science.reference_price.cost_sheet import (
    ITEMS,
    Share,
    SheetFigures,
    change_from,
)

_ZERO = Decimal(0)
_MOST = {"milk_sold_kg": 10**12, "fat_pct": 100, "protein_pct": 100, "cows_head": 10**6}
_MOST_YUAN = 10**12
_HEAD: tuple[tuple[str, Text, str], ...] = (
    ("milk_sold_kg", Text("售奶量", "Milk sold"), "公斤"),
    ("cows_head", Text("成母牛平均头数", "Mean number of cows"), "头"),
    ("fat_pct", Text("平均乳脂率", "Mean fat"), "%"),
    ("protein_pct", Text("平均乳蛋白率", "Mean protein"), "%"),
)
_GROUPS: tuple[tuple[Text, frozenset[Share]], ...] = (
    (Text("现金费用", "Paid"), frozenset({Share.CASH})),
    (
        Text("折旧与机会成本", "Depreciation and opportunity cost"),
        frozenset({Share.DEPRECIATION, Share.OWN_WORK, Share.OPPORTUNITY}),
    ),
    (Text("副产品收入（冲减成本）", "Income taken off the cost"), frozenset({Share.RETURN})),
)


@require_GET
@page("trade.see_cost_sheets")
def costs(request: HttpRequest) -> HttpResponse:
    """The farms in reach that were drawn, round by round, with what became of their sheets."""
    person = cast("Person", request.user)
    state = request.GET.get("state", "")
    reached = (
        visible(SampleFarm.objects.all(), scope_of(person))
        .select_related("round", "farm", "stratum")
        .prefetch_related("sheets")
        .order_by("-round__first", "farm__name_zh")
    )
    code = request.GET.get("round", "")
    rounds = list(PriceRound.objects.all())
    chosen = next((one for one in rounds if one.code == code), rounds[0] if rounds else None)
    lines = [
        (sample, sample.sheet)
        for sample in reached.filter(round=chosen)
        if state not in SHEET_STATES or (sample.sheet is not None and sample.sheet.state == state)
    ]
    reviews = may(person, "trade.review_cost_sheet")
    return render(
        request,
        "trade/price/costs.html",
        {
            "lines": lines,
            "rounds": rounds,
            "chosen": chosen,
            "states": SHEET_STATES.items(),
            "state": state,
            "may_enter": may(person, "trade.enter_cost_sheet"),
            "reviews": reviews,
            "apart": {
                sheet.pk: score
                for sheet, score in (
                    open_suspects(chosen, timezone.localdate()) if reviews and chosen else ()
                )
            },
        },
    )


@require_http_methods(["GET", "POST"])
@page("trade.see_cost_sheets")
def cost_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """A farm's sheet of one round: filled in here, and read by whoever reviews it."""
    person = cast("Person", request.user)
    sample = get_visible(
        SampleFarm.objects.select_related("round", "farm__organisation", "stratum"),
        scope_of(person),
        pk=pk,
    )
    problem: Problem | None = None
    if request.method == "POST":
        require(person, "trade.enter_cost_sheet")
        try:
            submit_sheet(
                person,
                sample,
                _figures(request),
                remark=word(request, "remark"),
                seen_version=as_whole(word(request, "seen_version")) or 0,
            )
        except Problem as found:
            problem = found
        else:
            tell(request, "已提交，等待秘书处审核", "Sent; the secretariat reviews it")
            return redirect("trade:cost-sheet", pk=sample.pk)
    sheet = sample.sheets.order_by("-version").select_related("submitted_by", "reviewed_by").first()
    before = sheet_before(sample)
    is_open = sample.round.state == "survey" and (
        sheet is None or sheet.state in ("submitted", "returned")
    )
    return render(
        request,
        "trade/price/cost_sheet.html",
        {
            "sample": sample,
            "sheet": sheet,
            "before": before,
            "change": change_from(
                before.survey_cost if before else None, sheet.survey_cost if sheet else _ZERO
            )
            if sheet
            else None,
            "history": sample.sheets.order_by("-version"),
            "lines": _lines(sheet) if sheet else (),
            "may_enter": is_open and may(person, "trade.enter_cost_sheet"),
            "may_review": sample.round.state == "survey" and may(person, "trade.review_cost_sheet"),
            "is_apart": sheet is not None
            and may(person, "trade.review_cost_sheet")
            and sheet.pk
            in {one.pk for one, _ in open_suspects(sample.round, timezone.localdate())},
            "form": _form(request, sheet, problem),
            "problem": problem,
        },
        status=problem.kind.status if problem else 200,
    )


def _figures(request: HttpRequest) -> SheetFigures:
    """The figures as typed; every field that is no number is named."""
    faults: list[Fault] = []

    def number(name: str, most: int, *, required: bool) -> Decimal:
        typed = word(request, name).replace(",", "")
        if not typed and not required:
            return _ZERO
        value = as_decimal(typed)
        if value is None or abs(value) >= most:
            faults.append(Fault(name, typed, "number", Text("请填写数字", "A number is expected")))
            return _ZERO
        return value.quantize(Decimal("0.01"))

    head = {name: number(name, _MOST[name], required=True) for name, _, _ in _HEAD}
    lines = {code: number(code, _MOST_YUAN, required=False) for code in ITEMS}
    total = number("stated_total_yuan", _MOST_YUAN, required=True)
    if faults:
        raise Problem(INVALID, None, faults)
    return SheetFigures(
        milk_sold_kg=head["milk_sold_kg"].quantize(Decimal("0.1")),
        cows_head=int(head["cows_head"]),
        fat_pct=head["fat_pct"],
        protein_pct=head["protein_pct"],
        lines={code: value for code, value in lines.items() if value},
        stated_total_yuan=total,
    )


def _lines(sheet: CostSheet) -> list[dict[str, Any]]:
    found = {line.item: line.yuan for line in sheet.lines.all()}
    return [
        {"item": item, "yuan": found[code], "per_kg": found[code] / sheet.milk_sold_kg}
        for code, item in ITEMS.items()
        if code in found
    ]


def _form(
    request: HttpRequest, sheet: CostSheet | None, problem: Problem | None
) -> Mapping[str, Any]:
    """The fields with what was typed, or what the last version says, and what is wrong of each."""
    faults: dict[str, list[Fault]] = {}
    for fault in problem.faults if problem else ():
        faults.setdefault(fault.field, []).append(fault)
    known: dict[str, object] = {}
    if request.method == "POST":
        known = dict(request.POST.items())
    elif sheet is not None:
        known = {name: getattr(sheet, name) for name, _, _ in _HEAD}
        known |= {line.item: line.yuan for line in sheet.lines.all()}
        known |= {"stated_total_yuan": sheet.stated_total_yuan, "remark": sheet.remark}
    ranges = sheet_ranges(timezone.localdate())

    def field(name: str, title: Text, unit: str, note: Text | None = None) -> dict[str, Any]:
        return {
            "name": name, "title": title, "unit": unit, "value": known.get(name, ""),
            "faults": faults.get(name, ()), "note": note, "range": ranges.get(name),
        }  # fmt: skip

    return {
        "head": [field(*one) for one in _HEAD],
        "groups": [
            (
                title,
                [
                    field(item.code, item.title, "元", item.note)
                    for item in ITEMS.values()
                    if item.share in shares
                ],
            )
            for title, shares in _GROUPS
        ],
        "total": field("stated_total_yuan", Text("费用合计", "Total of costs"), "元"),
        "remark": field("remark", Text("说明", "Remark"), ""),
        "other": faults.get("lines", []) + faults.get("seen_version", []),
        "seen_version": known.get("seen_version", sheet.version if sheet else 0),
    }


@require_POST
@page("trade.review_cost_sheet")
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Use, keep, send back or exclude a sheet."""
    sheet = get_visible(CostSheet.objects.all(), scope_of(request.user), pk=pk)
    done = review_sheet(
        cast("Person", request.user),
        sheet,
        word(request, "verdict"),
        reason=word(request, "reason"),
    )
    tell(request, done.state_text.zh, done.state_text.en)
    return redirect("trade:cost-sheet", pk=done.sample_id)


@require_GET
@page("trade.enter_cost_sheet")
def template(request: HttpRequest) -> HttpResponse:
    """The Excel file to fill in."""
    answer = HttpResponse(sheet_template(), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="cost-sheets.xlsx"'
    return answer


@require_POST
@page("trade.enter_cost_sheet")
def bring(request: HttpRequest) -> HttpResponse:
    """Take in an Excel file and say what became of every row."""
    upload = request.FILES.get("file")
    if upload is None:
        raise invalid("file", "", "required", "请选择文件", "Choose a file")
    round_of = get_object_or_404(PriceRound, code=word(request, "round"))
    report = import_sheets(cast("Person", request.user), round_of, upload.read())
    return render(
        request,
        "trade/price/import.html",
        {"report": report, "round": round_of, "name": (upload.name or "")[:200]},
    )
