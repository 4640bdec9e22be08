"""The addresses of the ICAR ADE standard: ``/ade/locations/…`` and ``/ade/batches/…``."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

import orjson
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language

from milkshed.herd.exchange.ade import lists, naming, phrases, taking
from milkshed.herd.exchange.ade.findings import ERROR
from milkshed.herd.exchange.ade.reading import read_value
from milkshed.herd.exchange.ade.shapes import MESSAGES
from milkshed.herd.models import Farm
from milkshed.kernel.problems import (
    INVALID,
    MALFORMED,
    NOT_FOUND,
    NOT_SIGNED_IN,
    TOO_LARGE,
    Fault,
    Problem,
    invalid,
)
from milkshed.kernel.text import Text
from milkshed.platform.models import Person
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of
from milkshed.platform.web.limits import read_json
from milkshed.platform.web.middleware import refused_by_database

MOST_MESSAGES = 10_000
_JSON = "application/json"
_PARAMETERS = frozenset({"meta-modified-from", "meta-modified-to", "page-size", "page-token"})
View = Callable[..., HttpResponse]


def _answers_errors(view: View) -> View:
    """Tell problems as the standard's list of errors."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Problem as problem:
            return _errors(problem)
        except Exception as error:
            refused = refused_by_database(error)
            if refused is None:
                raise
            return _errors(refused)

    return guarded


def _errors(problem: Problem) -> HttpResponse:
    language = get_language() or "zh"
    faults = problem.faults or (Fault("", None, problem.kind.slug, problem.detail),)
    errors = [
        {
            "type": problem.kind.uri,
            "severity": ERROR,
            "status": problem.kind.status,
            "title": problem.kind.title.in_language(language),
            "detail": fault.message.in_language(language),
            "instance": fault.field,
        }
        for fault in faults
    ]
    return _answer({"errors": errors}, problem.kind.status)


def _answer(document: object, status: int = 200) -> HttpResponse:
    return HttpResponse(orjson.dumps(document), status=status, content_type=_JSON)


def _admitted(request: HttpRequest, verb: str, scheme: str, location: str) -> tuple[Person, Farm]:
    if not request.user.is_authenticated:
        raise Problem(NOT_SIGNED_IN)
    require(request.user, verb)
    where = naming.location_filter(scheme, location)
    if where is None:
        known = "、".join(naming.LOCATION_SCHEMES)
        message = Text(
            f"没有场所方案“{scheme[:40]}”，可用：{known}",
            f"There is no location scheme “{scheme[:40]}”; known are {known}",
        )
        raise Problem(NOT_FOUND, message, [Fault("location-scheme", scheme, "known", message)])
    farms = Farm.objects.select_related("place", "organisation").filter(where)
    person: Person = request.user
    return person, get_visible(farms, scope_of(person))


def _known(message: str) -> None:
    if message not in MESSAGES:
        text = Text(f"没有报文“{message[:40]}”", f"There is no message “{message[:40]}”")
        raise Problem(NOT_FOUND, text, [Fault("message", message, "known", text)])


@_answers_errors
def messages(request: HttpRequest, scheme: str, location: str, message: str) -> HttpResponse:
    """GET messages of a location, page by page; POST one."""
    if request.method == "POST":
        return _take_one(request, scheme, location, message)
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST"})
    _, farm = _admitted(request, "herd.see", scheme, location)
    _known(message)
    for name in request.GET:
        if name not in _PARAMETERS:
            known = ", ".join(sorted(_PARAMETERS))
            raise invalid(
                name, request.GET[name], "unknown-parameter",
                f"没有参数“{name[:40]}”，可用：{known}", f"Known parameters are {known}",
            )  # fmt: skip
    token = request.GET.get("page-token")
    place = lists.read_token(token) if token else None
    since, until = _moment(request, "meta-modified-from"), _moment(request, "meta-modified-to")
    page = lists.page_of(farm, message, since=since, until=until, size=_size(request), place=place)
    view: dict[str, object] = {
        "totalItems": page.total,
        "totalPages": page.pages,
        "pageSize": page.size,
        "currentPage": page.number,
    }
    response_next = ""
    if page.following is not None:
        given = {"page-token": page.following.token()}
        if since is not None:
            given["meta-modified-from"] = request.GET["meta-modified-from"]
        address = reverse("ade:messages", args=[scheme, location, message])
        response_next = request.build_absolute_uri(f"{address}?{urlencode(given)}")
        view["next"] = response_next
    response = _answer({"view": view, "member": list(page.messages)})
    if response_next:
        response["Link"] = f'<{response_next}>; rel="next"'
    return response


def _moment(request: HttpRequest, name: str) -> Any:
    text = request.GET.get(name)
    if not text:
        return None
    try:
        found = parse_datetime(text.replace(" ", "+"))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise invalid(
            name, text[:60], "date-time",
            "应为带时区的日期时间，如2026-01-05T08:00:00Z",
            "A date and time with a zone is expected, such as 2026-01-05T08:00:00Z",
        )  # fmt: skip
    return found


def _size(request: HttpRequest) -> int:
    text = request.GET.get("page-size", str(lists.USUAL_PAGE))
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= lists.LARGEST_PAGE):
        raise invalid(
            "page-size", text[:20], "range",
            f"应为1至{lists.LARGEST_PAGE}", f"From 1 to {lists.LARGEST_PAGE}",
        )  # fmt: skip
    return int(text)


def _takes(message: str) -> None:
    _known(message)
    if message in phrases.ONLY_READ:
        text = Text(
            f"{message} 由其他报文推出，不能直接报送",
            f"{message} follow from other messages and are not taken by themselves",
        )
        raise Problem(INVALID, text, [Fault("message", message, "only-read", text)])


def _take_one(request: HttpRequest, scheme: str, location: str, message: str) -> HttpResponse:
    person, farm = _admitted(request, taking.verb_of(message), scheme, location)
    _takes(message)
    reading = read_value(read_json(request.body), MESSAGES[message])
    if len(reading.messages) != 1:
        text = Text("此地址一次只收一条报文，多条请用 /batches", "One message only; see /batches")
        raise Problem(MALFORMED, text)
    (outcome,) = taking.take_messages(farm, message, reading.messages, person=person)
    language = get_language() or "zh"
    if outcome.is_refused:
        return _answer({"errors": outcome.response_messages(language)}, INVALID.status)
    return _answer(taking.stored_copy(farm, message, outcome))


@_answers_errors
def batch(request: HttpRequest, scheme: str, location: str, message: str) -> HttpResponse:
    """POST many messages of a location; the answer tells what became of each."""
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    person, farm = _admitted(request, taking.verb_of(message), scheme, location)
    _takes(message)
    reading = read_value(read_json(request.body), MESSAGES[message])
    for finding in reading.findings:
        if finding.severity == ERROR:
            raise Problem(MALFORMED, finding.message)
    if len(reading.messages) > MOST_MESSAGES:
        text = Text(f"一次至多{MOST_MESSAGES}条", f"At most {MOST_MESSAGES} messages at a time")
        raise Problem(TOO_LARGE, text)
    outcomes = taking.take_messages(farm, message, reading.messages, person=person)
    language, now = get_language() or "zh", timezone.now()
    return _answer([one.batch_result(language, now) for one in outcomes])


@_answers_errors
def locations(request: HttpRequest) -> HttpResponse:
    """GET the locations that the person sees, each with both of its identifiers."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    if not request.user.is_authenticated:
        raise Problem(NOT_SIGNED_IN)
    require(request.user, "herd.see")
    from milkshed.herd import queries

    farms = queries.farms(scope_of(request.user))
    member = [
        {
            "resourceType": "icarLocationResource",
            "identifier": naming.location(farm),
            "alternativeIdentifiers": [{"id": farm.place.gln, "scheme": naming.GLN}],
            "name": farm.name.in_language(get_language() or "zh"),
        }
        for farm in farms
    ]
    view = {"totalItems": len(member), "totalPages": 1, "pageSize": len(member), "currentPage": 1}
    return _answer({"view": view, "member": member})
