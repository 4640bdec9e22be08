"""Problems of EPCIS resources: a page for people, JSON or XML for programs (RFC 9457)."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from lxml import etree

from milkshed.kernel.problems import NOT_SIGNED_IN, Problem
from milkshed.ledger.http.negotiation import JSON, JSON_LD, XML, preferred
from milkshed.ledger.problems import UNAUTHORISED
from milkshed.platform.web.middleware import PROBLEM, problem_document, problem_response, wants_page

_PROBLEM_XML = "application/problem+xml"
_NAMESPACE = "urn:ietf:rfc:7807"
_OFFERS = (PROBLEM, JSON_LD, JSON, _PROBLEM_XML, XML, "text/xml")


def answer_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Answer with a problem in the form that the client reads."""
    if wants_page(request):
        kind = NOT_SIGNED_IN if problem.kind is UNAUTHORISED else problem.kind
        return problem_response(request, Problem(kind, problem.detail, problem.faults))
    if (preferred(request, _OFFERS) or PROBLEM).endswith("xml"):
        response = HttpResponse(
            _as_xml(problem), status=problem.kind.status, content_type=_PROBLEM_XML
        )
    else:
        response = problem_document(problem)
    if problem.kind is UNAUTHORISED:
        response["WWW-Authenticate"] = "Bearer"
    patch_vary_headers(response, ["Accept"])
    return response


def _as_xml(problem: Problem) -> bytes:
    root = etree.Element(f"{{{_NAMESPACE}}}problem", nsmap={None: _NAMESPACE})  # type: ignore[dict-item]
    for name, value in problem.as_document(get_language() or "zh").items():
        if name == "errors":
            listed = etree.SubElement(root, f"{{{_NAMESPACE}}}errors")
            assert isinstance(value, list)
            for fault in value:
                entry = etree.SubElement(listed, f"{{{_NAMESPACE}}}i")
                for key, told in fault.items():
                    etree.SubElement(entry, f"{{{_NAMESPACE}}}{key}").text = _text(told)
        else:
            etree.SubElement(root, f"{{{_NAMESPACE}}}{name}").text = _text(value)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _text(value: object) -> str:
    """What XML 1.0 can hold of a value that may come from the input."""
    shown = "" if value is None else str(value)
    return "".join(
        sign
        if sign in "\t\n"
        or " " <= sign < "\ud800"
        or "\ue000" <= sign < "\ufffe"
        or sign > "\uffff"
        else "\ufffd"
        for sign in shown
    )
