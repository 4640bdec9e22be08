"""Answers that several resources give: pages of events, and lists of names."""

from collections.abc import Sequence

import orjson
from django.http import HttpRequest, HttpResponse

from milkshed.kernel.problems import Problem
from milkshed.kernel.text import Text
from milkshed.ledger.epcis.translation import EpcFormat
from milkshed.ledger.epcis.vocabulary import CONTEXT_URL
from milkshed.ledger.http.headers import EPC_FORMAT, declared_extensions
from milkshed.ledger.http.negotiation import DATA, JSON_LD, preferred
from milkshed.ledger.http.pages import link_to_next
from milkshed.ledger.http.representations import epc_format_wanted, represented_events
from milkshed.ledger.problems import NOT_ACCEPTABLE
from milkshed.ledger.query.condition import Condition
from milkshed.ledger.query.events import find_events, time_limited
from milkshed.ledger.query.parameters import EventQuery, parse_parameters, refuse
from milkshed.ledger.scope import visible_events


def queried_events(request: HttpRequest, only: Condition | None = None) -> HttpResponse:
    """The events that the address asks for, ``only`` those of one resource."""
    query = parse_parameters(dict(request.GET.lists()), declared_extensions(request))
    if only is not None:
        query.conditions.append(only)
    return page_of_events(request, query)


def page_of_events(
    request: HttpRequest, query: EventQuery, query_name: str = "SimpleEventQuery"
) -> HttpResponse:
    """One page of a query's events, and the way to the next."""
    with time_limited():
        page = find_events(query, visible_events(request.user))
    response = represented_events(request, page.events, query_name)
    if page.next_token is not None:
        link_to_next(request, response, page.next_token)
    return response


def names_answer(request: HttpRequest, names: Sequence[str]) -> HttpResponse:
    """Names as a collection; the client's own prefixes shorten those in their namespaces."""
    if epc_format_wanted(request) is EpcFormat.EPC_URN:
        raise Problem(
            NOT_ACCEPTABLE,
            Text(
                "名称清单只以GS1数字链接列出",
                "Lists of names can be had with GS1 Digital Links only",
            ),
        )
    prefixes = declared_extensions(request)
    context: list[object] = [CONTEXT_URL, prefixes] if prefixes else [CONTEXT_URL]
    document = {
        "@context": context,
        "type": "Collection",
        "member": [_shortened(name, prefixes) for name in names],
    }
    media_type = preferred(request, DATA) or JSON_LD
    response = HttpResponse(orjson.dumps(document), content_type=media_type)
    response[EPC_FORMAT] = EpcFormat.DIGITAL_LINK
    return response


def _shortened(name: str, prefixes: dict[str, str]) -> str:
    for prefix, namespace in prefixes.items():
        if name.startswith(namespace) and len(name) > len(namespace):
            return f"{prefix}:{name.removeprefix(namespace)}"
    return name


def only_paging(request: HttpRequest) -> EventQuery:
    """The paging parameters of a list that takes no others."""
    given = dict(request.GET.lists())
    for name, values in given.items():
        if name not in ("perPage", "nextPageToken"):
            raise refuse(
                name,
                values[-1],
                "unknown-parameter",
                f"此列表只接受perPage和nextPageToken，不接受“{name[:100]}”",
                f"This list takes perPage and nextPageToken, not “{name[:100]}”",
            )
    return parse_parameters(given)
