"""The list of recall cases, opening one, and its file: everything needed to decide on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from milkshed.factory.actions.recalls.cases import Suspicion, open_recall
from milkshed.factory.flow import RECALL_FLOW
from milkshed.factory.models import (
    AUDIENCES,
    HAZARDS,
    LEVELS,
    MODELS,
    MOVEMENTS,
    RECALL_STATES,
    RecallCase,
    RecallEstimate,
    RecallLot,
    RecallMovement,
    RecallNotice,
    RecallStatement,
)
from milkshed.factory.queries.recall_scope import (
    Saving,
    change_saving,
    cleaning_savings,
    threshold_savings,
    vessels_in,
)
from milkshed.factory.queries.recalls import (
    balances_of,
    concerned_by,
    lots_in_scope,
    steps_of,
    timeline,
)
from milkshed.factory.science.recall_balance import RecallBalance, total
from milkshed.kernel.clock import at_shanghai, shanghai_day
from milkshed.kernel.text import Text
from milkshed.platform.models import Person, Place, Rule
from milkshed.platform.permissions import may
from milkshed.platform.rule_book import find_rule
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.entries import (
    as_decimal,
    as_moment,
    moment_entry,
    tell,
    word,
)
from milkshed.platform.web.pages import page

_PER_PAGE = 30
_SOON = timedelta(hours=12)
_SOON_D = 3
_OVER = ("closed", "rejected", "withdrawn")
_PERCENT = Decimal(100)


@require_GET
@page("factory.see_recall")
def recalls(request: HttpRequest) -> HttpResponse:
    """The cases in reach, those still running first."""
    state = request.GET.get("state", "")
    found = visible(RecallCase.objects.select_related("organisation"), scope_of(request.user))
    if state in RECALL_STATES:
        found = found.filter(state=state)
    page_obj = Paginator(found.order_by("-opened_at", "-pk"), _PER_PAGE).get_page(
        request.GET.get("page")
    )
    return render(
        request,
        "factory/recalls/list.html",
        {
            "page_obj": page_obj,
            "rows": [_row(request.user, case) for case in page_obj],
            "states": RECALL_STATES.items(),
            "state": state,
            "may_open": may(request.user, "factory.open_recall"),
        },
    )


def _row(person: Any, case: RecallCase) -> tuple[RecallCase, RecallBalance, "Clock | None"]:
    lots = visible(RecallLot.objects.all(), scope_of(person)).filter(
        case=case, revision=case.revision
    )
    found = balances_of(lots.select_related("product_lot"))
    return case, total(found.values()), _present_clock(case)


@require_http_methods(["GET", "POST"])
@page("factory.open_recall")
def new(request: HttpRequest) -> HttpResponse:
    """The form that opens a case; ``suspect`` and ``sample`` of the address fill it in."""
    if request.method == "POST":
        case = open_recall(cast("Person", request.user), _suspicion(request))
        tell(request, f"已立案：{case.number}", f"Opened: {case.number}")
        return redirect("factory:recall", pk=case.pk)
    return render(
        request,
        "factory/recalls/new.html",
        {
            "suspects": "\n".join(request.GET.getlist("suspect")),
            "samples": "\n".join(request.GET.getlist("sample")),
            "hazards": HAZARDS.items(),
            "levels": LEVELS.items(),
            "models": MODELS.items(),
            "now": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        },
    )


def _suspicion(request: HttpRequest) -> Suspicion:
    percent = as_decimal(word(request, "threshold") or "0")
    return Suspicion(
        cause=word(request, "cause"),
        hazard=word(request, "hazard"),
        suspects=tuple(word(request, "suspects").split()),
        samples=tuple(word(request, "samples").split()),
        known_at=moment_entry(request, "known_at"),
        level=word(request, "level"),
        model=word(request, "model"),
        analyte=word(request, "analyte")[:60],
        suspect_value=as_decimal(word(request, "suspect_value")),
        limit_value=as_decimal(word(request, "limit_value")),
        unit=word(request, "unit")[:20],
        threshold=Decimal(-1) if percent is None else percent / _PERCENT,
    )


@dataclass(frozen=True, slots=True)
class Clock:
    """A legal deadline with its light, and the rule that it follows from."""

    title: Text
    due: Text
    light: str
    word: Text
    rule: Rule | None


def _present_clock(case: RecallCase) -> Clock | None:
    found = _clocks(case)
    return found[-1] if found and case.state not in _OVER else None


def _clocks(case: RecallCase) -> list[Clock]:
    """The clock to start with, and the one to finish by once it is decided."""
    now = timezone.now()
    today = shanghai_day(now)
    started = case.decided_at
    found = [
        Clock(
            Text("启动召回", "Start the recall"),
            _moment_words(case.start_by),
            *_light(started or now, case.start_by, _SOON, done=started is not None),
            find_rule(f"factory.recall.start_hours.{case.level}", today),
        )
    ]
    if case.finish_by is not None:
        end = at_shanghai(case.finish_by, 23, 59)
        closed = steps_of(case)[-1].at if case.state == "closed" else None
        found.append(
            Clock(
                Text("完成召回", "Finish the recall"),
                Text(f"{case.finish_by:%Y-%m-%d}", f"{case.finish_by:%Y-%m-%d}"),
                *_light(closed or now, end, timedelta(days=_SOON_D), done=closed is not None),
                find_rule(f"factory.recall.finish_days.{case.level}", today),
            )
        )
    return found


def _light(at: datetime, due: datetime, soon: timedelta, *, done: bool) -> tuple[str, Text]:
    if at > due:
        return "red", Text("已超期", "Late")
    if done:
        return "green", Text("按期", "In time")
    if at > due - soon:
        return "yellow", Text("临近期限", "Due soon")
    return "green", Text("期限内", "In time")


def _moment_words(at: datetime) -> Text:
    local = timezone.localtime(at)
    return Text(f"{local:%Y-%m-%d %H:%M}", f"{local:%Y-%m-%d %H:%M}")


@require_GET
@page("factory.see_recall")
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of one case."""
    person, scope = request.user, scope_of(request.user)
    case = get_visible(RecallCase.objects.select_related("organisation", "opened_by"), scope, pk=pk)
    every = lots_in_scope(case)
    reached = set(
        visible(RecallLot.objects.all(), scope).filter(case=case).values_list("pk", flat=True)
    )
    lots = [lot for lot in every if lot.pk in reached]
    found = balances_of(lots)
    estimates = list(case.estimates.filter(revision=case.revision))
    chosen = next((one for one in estimates if one.model == case.model), None)
    is_open = case.state in ("open", "proposed")
    return render(
        request,
        "factory/recalls/case.html",
        {
            "case": case,
            "suspects": case.suspects.all(),
            "estimates": estimates,
            "chosen": chosen,
            "balances": found.items(),
            "balance": total(found.values()),
            "others": len(every) - len(lots),
            "waiting": _waiting(case, lots) if may(person, "factory.decide_recall") else 0,
            "left_over": _left_over(case, scope),
            "clocks": _clocks(case),
            "moves": [m for m in RECALL_FLOW.moves_from(case.state) if may(person, m.verb)],
            "timeline": timeline(case, scope),
            "heard": visible(RecallStatement.objects.filter(case=case), scope),
            "notices": visible(
                RecallNotice.objects.filter(case=case).select_related(
                    "organisation", "receipt__person"
                ),
                scope,
            ).order_by("sent_at", "pk"),
            "movements": visible(
                RecallMovement.objects.filter(lot__case=case).select_related(
                    "lot__product_lot", "recorded_by", "undone_by"
                ),
                scope,
            ).order_by("-recorded_at", "-pk"),
            "kinds": MOVEMENTS.items(),
            "audiences": AUDIENCES.items(),
            "models": MODELS.items(),
            "now": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
            "may_record": may(person, "factory.record_recall"),
            "may_state": may(person, "factory.state_on_recall"),
            "may_revise": case.state == "open" and may(person, "factory.propose_recall"),
            "is_over": case.state in _OVER,
            **(_questions(request, case, chosen) if chosen and is_open else {}),
            **(_addressees(request, case) if case.state not in _OVER else {}),
        },
    )


def _waiting(case: RecallCase, lots: Iterable[RecallLot]) -> int:
    """Lots of a decided recall that are not recalled yet."""
    return sum(lot.product_lot.state != "recalled" for lot in lots) if case.is_running else 0


def _left_over(case: RecallCase, scope: Any) -> list[RecallLot]:
    """Lots that an earlier revision named, and that are still held or recalled."""
    return list(
        visible(RecallLot.objects.select_related("product_lot__product"), scope)
        .filter(case=case, revision__lt=case.revision)
        .exclude(product_lot__state="released")
    )


def _questions(request: HttpRequest, case: RecallCase, chosen: RecallEstimate) -> Mapping[str, Any]:
    """What would make it smaller: asked by itself, and as the reader asked."""
    vessels = vessels_in(chosen)
    asked: Saving | None = None
    at = as_moment(request.GET.get("at"))
    vessel = request.GET.get("vessel", "")
    if at is not None and (not vessel or vessel in vessels):
        asked = change_saving(case, vessel_uri=vessel, at=at)
    cleanings = cleaning_savings(case, chosen)
    names = _vessel_names(vessels)
    return {
        "asked": asked,
        "asked_vessel": names.get(vessel),
        "cleanings": [(names.get(one.vessel_uri), one) for one in cleanings],
        "thresholds": threshold_savings(case) if case.model == "mass_fraction" else (),
        "vessels": names.items(),
        "vessel": vessel,
        "at": request.GET.get("at", ""),
    }


def _vessel_names(uris: Iterable[str]) -> dict[str, Text]:
    """``plant name, silo`` by vessel."""
    glns = {uri: uri.partition("/414/")[2].partition("/")[0] for uri in uris}
    places = {place.gln: place for place in Place.objects.filter(gln__in=glns.values())}
    names = {}
    for uri, gln in glns.items():
        extension = uri.rpartition("/")[2]
        place = places.get(gln)
        names[uri] = (
            Text(f"{place.name.zh} {extension}", f"{place.name.en} {extension}")
            if place
            else Text(extension, extension)
        )
    return names


def _addressees(request: HttpRequest, case: RecallCase) -> Mapping[str, Any]:
    if not may(request.user, "factory.record_recall"):
        return {}
    told = set(case.notices.exclude(organisation=None).values_list("organisation", flat=True))
    return {
        "addressees": [
            (one, AUDIENCES[one.audience], one.organisation.pk in told)
            for one in concerned_by(case)
        ],
        "draft": draft_notice(case),
    }


def draft_notice(case: RecallCase) -> str:
    """The text of a notice, to be edited before it is sent."""
    numbers = [lot.product_lot.lot for lot in lots_in_scope(case)]
    listed = "、".join(numbers[:20]) + (f"等{len(numbers)}批" if len(numbers) > 20 else "")
    deed = "决定" if case.decided_at else "拟"
    return (
        f"因{case.cause}，{deed}实施{case.level_text.zh}（案卷{case.number}）。"
        f"涉及产品批次：{listed or '待定'}。"
        "请立即停止加工、发运和销售，就地封存，清点数量，并在本平台回执。"
    )
