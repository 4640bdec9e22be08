"""The resolver: Digital Links at the root of the site (GS1-Conformant Resolver 1.2).

A request is answered with the linkset, a redirect to one of its links, or a list to choose from.
Where the default link is our own page about the identifier, a browser is given that page at once
(``Content-Location`` names it) and a program that accepts ``application/json`` its trace; whoever
states no preference is redirected like with any other link.

What the public sees of a trace is the chain by kind of place and step. Places and masses stay
with those who may read the event they come from, as at ``/events``.
"""

from collections.abc import Collection, Sequence
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt

from milkshed.kernel.problems import MALFORMED, NOT_FOUND, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.ledger.gs1.digital_link import DigitalLink
from milkshed.ledger.query.briefs import brief_events
from milkshed.ledger.resolver.choice import (
    JSON,
    LINKSET_JSON,
    Wish,
    best,
    fits_positively,
    read_wish,
)
from milkshed.ledger.resolver.description import CONTEXT_PATH, description
from milkshed.ledger.resolver.finding import find_entries
from milkshed.ledger.resolver.link_types import (
    DEFAULT,
    DEFAULT_MULTI,
    name_of,
    uri_of,
)
from milkshed.ledger.resolver.linkset import CONTEXT, CONTEXT_RELATION, choices, linkset
from milkshed.ledger.resolver.offers import Entry, Offer, first_default
from milkshed.ledger.resolver.resolution import (
    Resolution,
    compressed,
    links_page_handler,
    page_handler,
    read_link,
)
from milkshed.ledger.scope import visible_events
from milkshed.ledger.trace.answer import Trace, TraceNode
from milkshed.ledger.trace.queries import trace_backward
from milkshed.platform.permissions import may
from milkshed.platform.web.middleware import problem_response, wants_page

_METHODS = ("GET", "HEAD", "OPTIONS")
_LINKSET_NAMES = ("linkset", "all")  # "all" is deprecated since version 1.0


@csrf_exempt  # nothing is changed here: another method is told 405
def digital_link(request: HttpRequest, path: str) -> HttpResponse:
    """Resolve a Digital Link; open to everyone."""
    return _in_the_open(request, _resolved, path)


@csrf_exempt
def compressed_link(request: HttpRequest, path: str) -> HttpResponse:
    """Refuse a compressed Digital Link in words."""
    return _in_the_open(request, _refused, path)


@csrf_exempt
def resolver_description(request: HttpRequest) -> HttpResponse:
    """The resolver description file."""
    return _in_the_open(request, lambda request, _: _json(description(root_of(request)), JSON), "")


@csrf_exempt
def linkset_context(request: HttpRequest) -> HttpResponse:
    """The JSON-LD context of linksets."""
    return _in_the_open(request, lambda *_: _json(CONTEXT, "application/ld+json"), "")


def _in_the_open(request: HttpRequest, answer: Any, path: str) -> HttpResponse:
    """Answer the methods of a resolver, for programs of any origin (CORS)."""
    if request.method not in _METHODS:
        response = HttpResponse(status=405)
    elif request.method == "OPTIONS":
        response = HttpResponse(status=204)
    else:
        response = answer(request, path)
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    response["Allow"] = ", ".join(_METHODS)
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    response["Access-Control-Allow-Headers"] = "Accept, Accept-Language"
    response["Access-Control-Expose-Headers"] = "Link, Location, Content-Location"
    return response


def _refused(request: HttpRequest, path: str) -> HttpResponse:
    return problem_response(request, compressed(path))


def root_of(request: HttpRequest) -> str:
    """The address of this site, without a final slash."""
    return f"{request.scheme}://{request.get_host()}"


def raw_path(request: HttpRequest) -> str:
    """The path as sent: decoding it before it is cut would turn %2F into a separator."""
    return str(request.META.get("RAW_URI") or request.get_full_path()).partition("?")[0]


def _resolved(request: HttpRequest, path: str) -> HttpResponse:
    try:
        link = read_link(raw_path(request).lstrip("/") or path, request.META["QUERY_STRING"])
        answer = _answered(request, link)
    except Problem as problem:
        kind = problem.kind if problem.kind is NOT_FOUND else MALFORMED
        return problem_response(request, Problem(kind, problem.detail, problem.faults))
    return answer


def _answered(request: HttpRequest, link: DigitalLink) -> HttpResponse:
    query = QueryDict(request.META["QUERY_STRING"])
    wish = read_wish(
        dict(query.lists()),
        request.headers.get("Accept", ""),
        request.headers.get("Accept-Language", ""),
    )
    asked = query.get("linkType", "")
    if asked in _LINKSET_NAMES or wish.accepts(LINKSET_JSON):
        return _linkset(request, link, wish)
    wanted = _link_type(asked) if asked else DEFAULT
    if wanted == DEFAULT_MULTI:
        wanted = DEFAULT
    entries = find_entries(link, root_of(request), wanted)
    if not entries:
        raise _unknown(link)
    if wanted == DEFAULT:
        return _default(request, link, entries, wish)
    return _of_type(request, link, entries, wanted, wish)


def _link_type(name: str) -> str:
    uri = uri_of(name)
    if uri is None:
        raise invalid(
            "linkType",
            name,
            "link-type",
            "linkType应为linkset、gs1:或milk:开头的名称，或http(s)地址",
            "linkType is linkset, a name such as gs1:pip, or an http(s) URI",
        )
    return uri


def _unknown(link: DigitalLink) -> Problem:
    return Problem(
        NOT_FOUND,
        Text(f"没有关于 {link.canonical} 的记录", f"There is no record of {link.canonical}"),
    )


def _linkset(request: HttpRequest, link: DigitalLink, wish: Wish) -> HttpResponse:
    """The list of all links, as a document or for people as a page."""
    root = root_of(request)
    entries = [entry for entry in find_entries(link, root) if entry.offers]
    if not entries:
        raise _unknown(link)
    if wants_page(request) and not wish.accepts(LINKSET_JSON):
        return _links_page(request, link, entries)
    is_plain = wish.accepts(JSON) and not wish.accepts(LINKSET_JSON)
    response = _json(
        linkset(entries, root, get_language() or "zh"), JSON if is_plain else LINKSET_JSON
    )
    response["Link"] = (
        f'<{root}{CONTEXT_PATH}>; rel="{CONTEXT_RELATION}"; type="application/ld+json", '
        f"{_canonical(link)}"
    )
    return response


def _links_page(
    request: HttpRequest, link: DigitalLink, entries: Sequence[Entry], status: int = 200
) -> HttpResponse:
    handler = links_page_handler()
    if handler is None:
        response = _json(linkset(entries, root_of(request), get_language() or "zh"), LINKSET_JSON)
    else:
        response = handler(request, link.canonical, entries)
    response.status_code = status
    response["Link"] = _ways_on(request, link)
    return response


def _default(
    request: HttpRequest, link: DigitalLink, entries: Sequence[Entry], wish: Wish
) -> HttpResponse:
    """Where the identifier leads when no type of link is asked for.

    A link among the default's variants that fits the request better than all others goes first.
    """
    entry = first_default(entries)
    known = next((entry for entry in entries if entry.is_known), None)
    if known is not None and wish.accepts(JSON) and not wants_page(request):
        return _trace(request, link, known)
    if entry is None or entry.default is None:
        raise _unknown(link)
    fitting = [one for one in best(entry.choices, wish) if fits_positively(one, wish)]
    offer = fitting[0] if len(fitting) == 1 else entry.default
    handler = page_handler()
    if offer.shown_here and handler is not None and wants_page(request):
        response = handler(request, Resolution(entry.link, entry.link.canonical, entry.is_known))
        response["Content-Location"] = offer.href
        response["Link"] = _ways_on(request, link)
        return response
    return _redirect(request, link, offer)


def _of_type(
    request: HttpRequest, link: DigitalLink, entries: Sequence[Entry], wanted: str, wish: Wish
) -> HttpResponse:
    """The link of a type; several that fit equally well are listed (300)."""
    entry = next((entry for entry in entries if entry.of_type(wanted)), None)
    if entry is None:
        name = name_of(wanted)
        raise Problem(
            NOT_FOUND,
            Text(
                f"{link.canonical} 没有“{name.zh}”类型的链接",
                f"{link.canonical} has no link of the type “{name.en}”",
            ),
        )
    fitting = best(entry.of_type(wanted), wish)
    if len(fitting) == 1:
        return _redirect(request, link, fitting[0])
    if wants_page(request):
        return _links_page(request, link, [Entry(entry.link, fitting)], 300)
    language = get_language() or "zh"
    document = choices(entry, wanted, fitting, root_of(request), language)
    response = _json(document, LINKSET_JSON)
    response.status_code = 300
    response["Link"] = _ways_on(request, link)
    return response


class _TemporaryRedirect(HttpResponseRedirect):
    status_code = 307


def _redirect(request: HttpRequest, link: DigitalLink, offer: Offer) -> HttpResponse:
    query = request.META["QUERY_STRING"]
    target = with_query(offer.href, query) if offer.forwards_query else offer.href
    response = _TemporaryRedirect(target)
    response["Link"] = _ways_on(request, link)
    return response


def with_query(target: str, query: str) -> str:
    """Add a query string to an address that may have one, and a fragment, already."""
    if not query:
        return target
    parts = urlsplit(target)
    return urlunsplit(parts._replace(query=f"{parts.query}&{query}" if parts.query else query))


def _canonical(link: DigitalLink) -> str:
    return f'<{link.canonical}>; rel="canonical"'


def _ways_on(request: HttpRequest, link: DigitalLink) -> str:
    """The Link header: the thing's own name, and where all its links are listed."""
    return (
        f"{_canonical(link)}, "
        f'<{root_of(request)}{link.path}?linkType=linkset>; rel="linkset"; '
        f'type="{LINKSET_JSON}"; title="Linkset"'
    )


def _json(document: dict[str, Any], media_type: str) -> HttpResponse:
    return HttpResponse(orjson.dumps(document), content_type=media_type)


def _trace(request: HttpRequest, link: DigitalLink, entry: Entry) -> HttpResponse:
    """The trace of a thing for programs."""
    uri = entry.link.canonical
    trace = trace_backward(uri)
    response = JsonResponse(
        {
            "uri": uri,
            "elements": [{"ai": ai, "value": value} for ai, value in link.elements],
            "trace": None if trace is None else trace_document(trace, request.user),
        },
        json_dumps_params={"ensure_ascii": False},
    )
    response["Link"] = _ways_on(request, link)
    return response


def trace_document(trace: Trace, person: Any) -> dict[str, Any]:
    """A trace as JSON; places and masses of events that the person may not read are left out."""
    open_events = _readable(trace, person)
    language = get_language() or "zh"
    numbers = {node.uri: place for place, node in enumerate(trace.nodes)}
    return {
        "direction": trace.direction,
        "model": trace.model.value,
        "conservative": trace.conservative,
        "cut": trace.is_cut,
        "lots": [
            _lot(node, language, is_open=node.event_id in open_events) for node in trace.nodes
        ],
        "hops": [
            {
                "source": numbers[hop.source],
                "target": numbers[hop.target],
                "share": hop.share,
                "step": hop.biz_step,
                "time": hop.at.isoformat(),
                **(
                    {
                        "reason": hop.reason.in_language(language),
                        "kg": hop.mass_kg,
                        "eventID": hop.event_id,
                    }
                    if hop.event_id in open_events
                    else {"reason": hop.public_reason.in_language(language)}
                ),
            }
            for hop in trace.hops
        ],
        "ends": [
            {
                "lot": numbers[end.node.uri],
                "share": end.share,
                **({"kg": end.mass_kg} if end.node.event_id in open_events else {}),
            }
            for end in trace.ends
        ],
        "unknown": [
            {
                "lot": numbers[part.uri],
                "share": part.share,
                "gap": part.gap.value,
                "reason": part.reason.in_language(language),
            }
            for part in trace.unknown
        ],
    }


def _readable(trace: Trace, person: Any) -> Collection[str | None]:
    """The events of a trace that the person may read."""
    if not may(person, "ledger.query"):
        return ()
    events = {node.event_id for node in trace.nodes} | {hop.event_id for hop in trace.hops}
    return brief_events((one for one in events if one), visible_events(person)).keys()


def _lot(node: TraceNode, language: str, *, is_open: bool) -> dict[str, Any]:
    lot: dict[str, Any] = {
        "kind": node.kind.code,
        "name": node.kind.name.in_language(language),
        "share": node.share,
        "time": None if node.made_at is None else node.made_at.isoformat(),
    }
    if is_open:
        lot |= {
            "uri": node.uri,
            "place": node.place_uri,
            "vessel": node.vessel_uri,
            "kg": node.mass_kg,
            "eventID": node.event_id,
        }
    return lot
