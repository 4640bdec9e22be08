"""Alarms: what a person should look at, the facts behind it, and what was done."""

from collections.abc import Callable, Container
from urllib.parse import unquote, urlencode

from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from milkshed.kernel.problems import invalid
from milkshed.kernel.text import Text
from milkshed.ledger.facade import brief_events, visible_events
from milkshed.platform.alarms import handle_alarm
from milkshed.platform.models import Alarm, Severity
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.pages import may_open, page
from milkshed.platform.web.people import person_of
from milkshed.site.pages.choices import counties_of_scope
from milkshed.site.pages.reader import in_words, tell

_PER_PAGE = 30
_FACTS = "/facts/"
_LOT = "https://id.gs1.org/01/"
STATES = (
    ("open", Text("待处置", "Open")),
    ("handled", Text("已处置", "Handled")),
    ("dismissed", Text("已排除", "Dismissed")),
    ("all", Text("全部", "All")),
)
SEVERITIES = (
    (Severity.SERIOUS, Text("严重", "Serious")),
    (Severity.WARNING, Text("预警", "Warning")),
    (Severity.NOTICE, Text("提示", "Notice")),
)
BY_SEVERITY = Case(
    When(severity=Severity.SERIOUS, then=Value(0)),
    When(severity=Severity.WARNING, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


@require_GET
@page()
def alarms(request: HttpRequest) -> HttpResponse:
    """The alarms in the person's scope, the gravest and youngest first."""
    scope = scope_of(request.user)
    found = visible(Alarm.objects.select_related("place"), scope)
    state = request.GET.get("state", "open")
    severity, county = request.GET.get("severity", ""), request.GET.get("county", "")
    if severity:
        found = found.filter(severity=severity)
    if county:
        found = found.filter(county=county)
    shown = found if state == "all" else found.filter(state=state)
    ranked = shown.annotate(rank=BY_SEVERITY).order_by("rank", "-happened_at", "-pk")
    return render(
        request,
        "site/alarms.html",
        {
            "page_obj": Paginator(ranked, _PER_PAGE).get_page(request.GET.get("page")),
            "states": STATES,
            "state": state,
            "severities": SEVERITIES,
            "severity": severity,
            "counties": counties_of_scope(scope),
            "county": county,
        },
    )


@require_GET
@page()
def alarm(request: HttpRequest, pk: int) -> HttpResponse:
    """One alarm with its facts."""
    found = get_visible(
        Alarm.objects.select_related("place", "handled_by"), scope_of(request.user), pk=pk
    )
    opens = _openable(request, found)
    facts = [
        {
            "title": in_words(
                Text(fact.get("title_zh", ""), fact.get("title_en") or fact.get("title_zh", ""))
            ),
            "value": fact.get("value", ""),
            "url": (fact.get("url", "") or _trace_of(request, fact.get("value", "")))
            if opens(fact.get("url", ""))
            else "",
        }
        for fact in found.facts
    ]
    return render(
        request,
        "site/alarm.html",
        {
            "alarm": found,
            "facts": facts,
            "organisations": found.organisations.all(),
            "may_handle": found.state == "open" and may(request.user, "platform.handle_alarm"),
        },
    )


def _trace_of(request: HttpRequest, value: str) -> str:
    """Where a lot that a fact names can be traced, for those who may."""
    if value.startswith(_LOT) and may(request.user, "ledger.query"):
        return f"{reverse('explorer')}?{urlencode({'uri': value})}"
    return ""


def _openable(request: HttpRequest, alarm: Alarm) -> Callable[[str], bool]:
    """Whether the reader may follow a link: by the page's verb, and for facts by their scope."""
    asked = {url: unquote(url.removeprefix(_FACTS)) for url in _fact_links(alarm)}
    seen: Container[str] = ()
    if asked and may(request.user, "ledger.query"):
        seen = brief_events(asked.values(), visible_events(request.user))
    return lambda url: asked[url] in seen if url in asked else may_open(request.user, url)


def _fact_links(alarm: Alarm) -> list[str]:
    return [url for fact in alarm.facts if (url := fact.get("url", "")).startswith(_FACTS)]


@require_POST
@page("platform.handle_alarm")
def handle(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an alarm with a written account."""
    found = get_visible(Alarm.objects.all(), scope_of(request.user), pk=pk)
    handling = request.POST.get("handling", "").strip()
    if not handling:
        raise invalid(
            "handling",
            handling,
            "required",
            "请写明如何处置（或为何排除）",
            "Say what was done, or why the alarm is dismissed",
        )
    dismissed = request.POST.get("outcome") == "dismissed"
    handle_alarm(found, person_of(request), handling=handling, dismissed=dismissed)
    tell(request, Text("已记录处置情况", "The account is kept"))
    return redirect("alarm", pk=pk)
