"""Header fields of the EPCIS 2.0 REST bindings (section 12.2 and 12.5)."""

from collections.abc import Callable, Mapping
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse

from milkshed.kernel.problems import NOT_SIGNED_IN, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.capture.documents import EVENT_LIMIT, SIZE_LIMIT_BYTES
from milkshed.ledger.problems import CAPTURE_LIMIT_EXCEEDED, NOT_ACCEPTABLE, SECURITY
from milkshed.platform.permissions import may
from milkshed.platform.web.limits import states_own_body_limit
from milkshed.platform.web.middleware import problem_response

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

_VERSION = "2.0.0"

VERSIONS: Mapping[str, str] = {
    "GS1-EPCIS-Version": _VERSION,
    "GS1-EPCIS-Min": _VERSION,
    "GS1-EPCIS-Max": _VERSION,
    "GS1-CBV-Version": _VERSION,
    "GS1-CBV-Min": _VERSION,
    "GS1-CBV-Max": _VERSION,
    # events are given back as they were captured
    "GS1-EPC-Format": "Never_Translates",
    "GS1-CBV-XML-Format": "Never_Translates",
    "GS1-Vendor-Version": "milkshed 1",
}
CAPTURE_LIMITS: Mapping[str, str] = {
    "GS1-EPCIS-Capture-Limit": str(EVENT_LIMIT),
    "GS1-EPCIS-Capture-File-Size-Limit": str(SIZE_LIMIT_BYTES),
}


def discovery(methods: str, more: Mapping[str, str] | None = None) -> HttpResponse:
    """The answer to OPTIONS: what is allowed here and which versions are spoken."""
    response = HttpResponse(status=204)
    for name, value in {"Allow": methods, **VERSIONS, **(more or {})}.items():
        response[name] = value
    return response


def epcis_resource(
    verbs: Mapping[str, str], more: Mapping[str, str] | None = None
) -> Callable[[View[P]], View[P]]:
    """Guard a resource: methods with the verb each needs, versions, problems in its own words.

    ``verbs`` maps HTTP methods to platform verbs, ``more`` are further discovery headers.
    """
    methods = ", ".join([*verbs, *(["HEAD"] if "GET" in verbs else []), "OPTIONS"])

    def guard(view: View[P]) -> View[P]:
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method == "OPTIONS":
                return discovery(methods, more)
            verb = verbs.get("GET" if request.method == "HEAD" else str(request.method))
            if verb is None:
                response = HttpResponse(status=405)
                response["Allow"] = methods
                return response
            try:
                _admit(request, verb)
                response = view(request, *args, **kwargs)
            except Problem as problem:
                response = problem_response(request, problem)
                if problem.kind is CAPTURE_LIMIT_EXCEEDED:
                    _set(response, CAPTURE_LIMITS)
            _set(response, {name: VERSIONS[name] for name in _SPOKEN})
            return response

        update_wrapper(guarded, view)
        return states_own_body_limit(guarded)

    return guard


_SPOKEN = ("GS1-EPCIS-Version", "GS1-CBV-Version")


def _set(response: HttpResponse, headers: Mapping[str, str]) -> None:
    for name, value in headers.items():
        response[name] = value


def _admit(request: HttpRequest, verb: str) -> None:
    person: Any = request.user
    if not person.is_authenticated:
        raise Problem(NOT_SIGNED_IN)
    if not may(person, verb):
        raise Problem(
            SECURITY,
            Text(f"您的岗位不能执行此操作（{verb}）", f"Your role may not do this ({verb})"),
        )
    for name in _SPOKEN:
        asked = request.headers.get(name)
        if asked and not asked.strip().startswith("2.0"):
            raise Problem(
                NOT_ACCEPTABLE,
                Text(
                    f"不支持{name} {asked}，只支持2.0", f"{name} {asked} is not spoken here, 2.0 is"
                ),
            )
