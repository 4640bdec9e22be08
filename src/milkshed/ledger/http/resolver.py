"""Digital Links at the root of the site: a page for people, JSON for programs.

What the public sees of a trace is the chain by kind of place and step. Places and masses stay
with those who may read the event they come from, as at ``/events``.
"""

from collections.abc import Collection
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from milkshed.kernel.problems import MALFORMED, NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.query.briefs import brief_events
from milkshed.ledger.resolver import page_handler, resolve
from milkshed.ledger.scope import visible_events
from milkshed.ledger.trace.answer import Trace, TraceNode
from milkshed.ledger.trace.queries import trace_backward
from milkshed.platform.permissions import may
from milkshed.platform.web.middleware import problem_response, wants_page

_METHODS = ("GET", "HEAD", "OPTIONS")


def digital_link(request: HttpRequest, path: str) -> HttpResponse:
    """GET what a Digital Link names; open to everyone."""
    if request.method not in _METHODS:
        response = HttpResponse(status=405)
    elif request.method == "OPTIONS":
        response = HttpResponse(status=204)
    else:
        response = _resolved(request, path)
    patch_vary_headers(response, ["Accept"])
    response["Allow"] = ", ".join(_METHODS)
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    response["Access-Control-Expose-Headers"] = "Link"
    return response


def _resolved(request: HttpRequest, path: str) -> HttpResponse:
    try:
        # the path as sent: decoding it before it is cut would turn %2F into a separator
        raw = request.META.get("RAW_URI", request.get_full_path()).partition("?")[0]
        found = resolve(raw.lstrip("/") or path, request.META.get("QUERY_STRING", ""))
    except Problem as problem:
        return problem_response(request, Problem(MALFORMED, problem.detail, problem.faults))
    handler = page_handler()
    if not found.is_known:
        return problem_response(
            request,
            Problem(
                NOT_FOUND,
                Text(f"没有关于 {found.uri} 的记录", f"There is no record of {found.uri}"),
            ),
        )
    if handler is not None and wants_page(request):
        response = handler(request, found)
    else:
        trace = trace_backward(found.uri)
        response = JsonResponse(
            {
                "uri": found.uri,
                "elements": [{"ai": ai, "value": value} for ai, value in found.link.elements],
                "trace": None if trace is None else trace_document(trace, request.user),
            },
            json_dumps_params={"ensure_ascii": False},
        )
    response["Link"] = f'<{found.uri}>; rel="canonical"'
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
