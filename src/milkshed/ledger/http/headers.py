"""Header fields of the EPCIS 2.0 REST bindings (section 12.2 and 12.5), and what they demand."""

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from milkshed.kernel.problems import Fault, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.authoring import CONTEXT
from milkshed.ledger.capture.documents import EVENT_LIMIT, SIZE_LIMIT_BYTES
from milkshed.ledger.epcis.translation import CbvFormat, EpcFormat
from milkshed.ledger.http.negotiation import DATA, preferred
from milkshed.ledger.http.problems import answer_problem
from milkshed.ledger.namespaces import declared_prefixes
from milkshed.ledger.problems import (
    CAPTURE_LIMIT_EXCEEDED,
    IMPLEMENTATION,
    NOT_ACCEPTABLE,
    SECURITY,
    UNAUTHORISED,
    URI_TOO_LONG,
    VALIDATION,
)
from milkshed.platform.permissions import may
from milkshed.platform.web.limits import states_own_body_limit
from milkshed.platform.web.middleware import refused_by_database

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

_VERSION = "2.0.0"
EPC_FORMAT, CBV_FORMAT = "GS1-EPC-Format", "GS1-CBV-XML-Format"

VERSIONS: Mapping[str, str] = {
    "GS1-EPCIS-Version": _VERSION,
    "GS1-EPCIS-Min": _VERSION,
    "GS1-EPCIS-Max": _VERSION,
    "GS1-CBV-Version": _VERSION,
    "GS1-CBV-Min": _VERSION,
    "GS1-CBV-Max": _VERSION,
    # events are given back as they were captured unless something else is asked for
    EPC_FORMAT: EpcFormat.NEVER,
    CBV_FORMAT: CbvFormat.NEVER,
    "GS1-Extensions": ", ".join(
        f"{prefix}={namespace}" for prefix, namespace in declared_prefixes(CONTEXT).items()
    ),
    "GS1-Vendor-Version": "milkshed 1",
}
CAPTURE_LIMITS: Mapping[str, str] = {
    "GS1-EPCIS-Capture-Limit": str(EVENT_LIMIT),
    "GS1-EPCIS-Capture-File-Size-Limit": str(SIZE_LIMIT_BYTES),
}
URI_LIMIT = 6_000
"""Characters of an address; longer queries go to ``/queries``."""

_FORMATS: Mapping[str, Sequence[str]] = {
    EPC_FORMAT: tuple(EpcFormat),
    CBV_FORMAT: tuple(CbvFormat),
}
_SPOKEN = (2, 0)
_BOUNDS: Mapping[str, Callable[[tuple[int, int]], bool]] = {
    "Version": lambda asked: asked == _SPOKEN,
    "Min": lambda asked: asked <= _SPOKEN,
    "Max": lambda asked: asked >= _SPOKEN,
}
_VERSION_SHAPE = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,3}))?(?:\.[0-9]{1,3})?")
_EXTENSION = re.compile(r"([A-Za-z][\w.\-]*)\s*=\s*([A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"]+)")
_STATED = ("GS1-EPCIS-Version", "GS1-CBV-Version", "GS1-Extensions")
_LOG = logging.getLogger(__name__)


def discovery(methods: str, more: Mapping[str, str] | None = None) -> HttpResponse:
    """The answer to OPTIONS: what is allowed here and which versions are spoken."""
    response = HttpResponse(status=204)
    _set(response, {"Allow": methods, **VERSIONS, **(more or {})})
    return response


def epcis_resource(
    verbs: Mapping[str, str],
    more: Mapping[str, str] | None = None,
    offers: Sequence[str] = DATA,
) -> Callable[[View[P]], View[P]]:
    """Guard a resource: methods with the verb each needs, versions, problems in its own words.

    ``verbs`` maps HTTP methods to platform verbs (empty: open to everyone), ``more`` are further
    discovery headers, ``offers`` the media types in which the resource can be had.
    """
    methods = ", ".join([*verbs, *(["HEAD"] if "GET" in verbs else []), "OPTIONS"])

    def guard(view: View[P]) -> View[P]:
        def answered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method == "OPTIONS":
                _check_headers(request)
                return discovery(methods, more)
            verb = verbs.get("GET" if request.method == "HEAD" else str(request.method))
            if verb is None:
                return HttpResponse(status=405, headers={"Allow": methods})
            _admit(request, verb)
            _check_headers(request)
            if request.method in ("GET", "HEAD"):
                _check_accepts(request, offers)
            return view(request, *args, **kwargs)

        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            try:
                response = answered(request, *args, **kwargs)
            except Exception as error:  # noqa: BLE001 (every failure has its EPCIS exception)
                response = answer_problem(request, _as_problem(error))
            if response.status_code == CAPTURE_LIMIT_EXCEEDED.status:
                _set(response, CAPTURE_LIMITS)
            for name in _STATED:
                response.setdefault(name, VERSIONS[name])
            patch_vary_headers(response, ["Accept", EPC_FORMAT, CBV_FORMAT])
            return response

        update_wrapper(guarded, view)
        return states_own_body_limit(guarded)

    return guard


def _as_problem(error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    refused = refused_by_database(error)
    if refused is not None:
        return Problem(VALIDATION, refused.detail, refused.faults)
    _LOG.exception("an EPCIS resource failed", exc_info=error)
    return Problem(
        IMPLEMENTATION,
        Text(
            "系统出错，已记入日志。请稍后重试。",
            "Something broke on our side and was logged. Try again later.",
        ),
    )


def _set(response: HttpResponse, headers: Mapping[str, str]) -> None:
    for name, value in headers.items():
        response[name] = value


def _admit(request: HttpRequest, verb: str) -> None:
    if len(request.get_full_path()) > URI_LIMIT:
        raise Problem(
            URI_TOO_LONG,
            Text(
                f"地址超过{URI_LIMIT}个字符；长查询请提交到 /queries",
                f"The address is longer than {URI_LIMIT} characters; post long queries to /queries",
            ),
        )
    person: Any = request.user
    if not verb:
        return
    if not person.is_authenticated:
        raise Problem(UNAUTHORISED)
    if not may(person, verb):
        raise Problem(
            SECURITY,
            Text(f"您的岗位不能执行此操作（{verb}）", f"Your role may not do this ({verb})"),
        )


def malformed_header(name: str, value: str, zh: str, en: str) -> Problem:
    """The refusal of a header whose value cannot be read."""
    message = Text(zh, en)
    return Problem(VALIDATION, message, [Fault(name, value, "header", message)])


def _check_headers(request: HttpRequest) -> None:
    for standard in ("EPCIS", "CBV"):
        _check_version(request, standard)
    for name, known in _FORMATS.items():
        value = request.headers.get(name, "").strip()
        if value and value not in known:
            raise malformed_header(
                name,
                value,
                f"{name}应为{'、'.join(known)}之一",
                f"{name} must be one of {', '.join(known)}",
            )
    declared_extensions(request)


def _check_version(request: HttpRequest, standard: str) -> None:
    """Version 2.0 must be the one asked for and lie between the bounds that are stated."""
    for bound, fits in _BOUNDS.items():
        name = f"GS1-{standard}-{bound}"
        value = request.headers.get(name, "").strip()
        if not value:
            continue
        match = _VERSION_SHAPE.fullmatch(value)
        if match is None:
            raise malformed_header(
                name, value, f"{name}应为版本号，如2.0", f"{name} must be a version such as 2.0"
            )
        if not fits((int(match[1]), int(match[2] or 0))):
            message = Text(f"{name} {value}：这里只支持2.0", f"{name} {value}: 2.0 is spoken here")
            raise Problem(NOT_ACCEPTABLE, message, [Fault(name, value, "version", message)])


def declared_extensions(request: HttpRequest) -> dict[str, str]:
    """The namespaces by prefix that ``GS1-Extensions: prefix=URI, …`` declares."""
    found: dict[str, str] = {}
    value = request.headers.get("GS1-Extensions", "")
    for part in re.split(r"[,;]", value):
        if not part.strip():
            continue
        match = _EXTENSION.fullmatch(part.strip())
        if match is None:
            raise malformed_header(
                "GS1-Extensions",
                value,
                "GS1-Extensions应写作“前缀=URI”，以逗号分隔",
                "GS1-Extensions must be written as prefix=URI, separated by commas",
            )
        found[match[1]] = match[2]
    return found


def _check_accepts(request: HttpRequest, offers: Sequence[str]) -> None:
    if preferred(request, offers) is None:
        raise Problem(
            NOT_ACCEPTABLE,
            Text(f"只提供 {'、'.join(offers)}", f"Can be had as {', '.join(offers)} only"),
        )
