"""``/queries``: queries kept under a name, and ``/nextPageToken``: page tokens given back."""

from typing import Any
from urllib.parse import quote

import orjson
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from milkshed.kernel.problems import Fault, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.capture.documents import JSON_TYPES, plain_media_type
from milkshed.ledger.http.answers import only_paging, page_of_events
from milkshed.ledger.http.headers import declared_extensions, epcis_resource
from milkshed.ledger.http.negotiation import DATA, EVENTS, JSON_LD, preferred
from milkshed.ledger.http.pages import link_to_next
from milkshed.ledger.models import NamedQuery
from milkshed.ledger.problems import (
    NO_SUCH_NAME,
    NO_SUCH_RESOURCE,
    QUERY_VALIDATION,
    RESOURCE_EXISTS,
    UNSUPPORTED_MEDIA,
)
from milkshed.ledger.query.bodies import declared_in, listed_values, query_of
from milkshed.ledger.query.paging import PagePlace, read_token, release_token
from milkshed.ledger.query.parameters import build_query
from milkshed.platform.web.limits import read_json

_QUESTION = "queries"
_LONGEST_NAME = 200
_LARGEST_BODY_BYTES = 1_000_000


@epcis_resource({"GET": "ledger.query", "POST": "ledger.query"})
def queries(request: HttpRequest) -> HttpResponse:
    """POST a query under a name, or GET the list of own queries."""
    return _keep(request) if request.method == "POST" else _list(request)


def _list(request: HttpRequest) -> HttpResponse:
    paging = only_paging(request)
    own = NamedQuery.objects.filter(owner=_person(request)).order_by("id")
    if paging.page_token is not None:
        own = own.filter(id__gt=read_token(paging.page_token, _QUESTION).seq)
    found = list(own[: paging.per_page + 1])
    response = _answer(request, [_definition(one) for one in found[: paging.per_page]])
    if len(found) > paging.per_page:
        token = PagePlace(found[paging.per_page - 1].id).token(_QUESTION)
        link_to_next(request, response, token)
    return response


def _keep(request: HttpRequest) -> HttpResponse:
    media_type = plain_media_type(request.headers.get("Content-Type", ""))
    if media_type not in JSON_TYPES:
        raise Problem(
            UNSUPPORTED_MEDIA,
            Text("查询请用 application/json 提交", "Send a query as application/json"),
        )
    name, parameters = _read(request)
    prefixes = declared_in(parameters, declared_extensions(request))
    # what cannot be asked now would fail later, when nobody looks
    build_query(listed_values(parameters), prefixes)
    try:
        with transaction.atomic():
            NamedQuery.objects.create(
                name=name, owner=_person(request), parameters=parameters, prefixes=prefixes
            )
    except IntegrityError as error:
        raise Problem(
            RESOURCE_EXISTS,
            Text(f"名为“{name}”的查询已存在", f"There is a query named “{name}” already"),
        ) from error
    response = HttpResponse(status=201)
    response["Location"] = f"/queries/{quote(name, safe='')}"
    return response


def _refused(field: str, value: object, rule: str, zh: str, en: str) -> Problem:
    message = Text(zh, en)
    return Problem(QUERY_VALIDATION, message, [Fault(field, value, rule, message)])


def _read(request: HttpRequest) -> tuple[str, dict[str, Any]]:
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if not announced.isdigit() or int(announced) > _LARGEST_BODY_BYTES:
        raise _refused(
            "body",
            announced,
            "too-large",
            f"查询超过{_LARGEST_BODY_BYTES}字节",
            f"The query is larger than {_LARGEST_BODY_BYTES} bytes",
        )
    try:
        body = read_json(request.body)
    except Problem as problem:
        raise Problem(QUERY_VALIDATION, problem.detail, problem.faults) from problem
    if not isinstance(body, dict):
        raise _refused("", body, "not-an-object", "内容应为JSON对象", "A JSON object is expected")
    name, parameters = body.get("name"), body.get("query")
    if not isinstance(name, str) or not _is_name(name):
        raise _refused(
            "/name",
            name,
            "query-name",
            f"name应为1至{_LONGEST_NAME}个字符，不含“/”和控制字符",
            f"name takes 1 to {_LONGEST_NAME} characters without “/” and control characters",
        )
    if not isinstance(parameters, dict):
        raise _refused(
            "/query",
            parameters,
            "not-an-object",
            "query应为JSON对象，每个成员是一个查询参数",
            "query must be a JSON object with a member for each query parameter",
        )
    if "nextPageToken" in parameters:
        raise _refused(
            "/query/nextPageToken",
            parameters["nextPageToken"],
            "not-to-be-kept",
            "翻页标记不能保存在命名查询中",
            "A page token cannot be kept in a named query",
        )
    return name, parameters


def _is_name(name: str) -> bool:
    return (
        0 < len(name) <= _LONGEST_NAME
        and name == name.strip()
        and name.isprintable()
        and "/" not in name
        and name not in (".", "..")
    )


def named_query(request: HttpRequest, name: str) -> NamedQuery:
    """The person's own query of a name; raises NoSuchNameException."""
    found = NamedQuery.objects.filter(owner=_person(request), name=name).first()
    if found is None:
        raise Problem(
            NO_SUCH_NAME,
            Text(f"没有名为“{name[:200]}”的查询", f"There is no query named “{name[:200]}”"),
        )
    return found


@epcis_resource({"GET": "ledger.query", "DELETE": "ledger.query"})
def query(request: HttpRequest, name: str) -> HttpResponse:
    """GET the definition of a query, or DELETE it with all that subscribes to it."""
    found = named_query(request, name)
    if request.method == "DELETE":
        found.delete()
        return HttpResponse(status=204)
    return _answer(request, _definition(found))


@epcis_resource({"GET": "ledger.query"}, offers=EVENTS)
def query_events(request: HttpRequest, name: str) -> HttpResponse:
    """GET the events that a named query finds now."""
    found = named_query(request, name)
    asked, paging = query_of(found), only_paging(request)
    asked.page_token = paging.page_token
    if "perPage" in request.GET:
        asked.per_page = paging.per_page
    return page_of_events(request, asked, found.name)


@epcis_resource({"DELETE": "ledger.query"})
def page_token(request: HttpRequest, token: str) -> HttpResponse:
    """DELETE a page token: what it kept is released."""
    try:
        release_token(token)
    except Problem as problem:
        raise Problem(NO_SUCH_RESOURCE, problem.detail, problem.faults) from problem
    return HttpResponse(status=204)


def _person(request: HttpRequest) -> Any:
    return request.user


def _definition(named: NamedQuery) -> dict[str, object]:
    return {
        "name": named.name,
        "query": named.parameters,
        "createdAt": named.created_at.isoformat(),
    }


def _answer(request: HttpRequest, content: object) -> HttpResponse:
    media_type = preferred(request, DATA) or JSON_LD
    return HttpResponse(orjson.dumps(content), content_type=media_type)
