"""Events in the representation a client wants: JSON-LD or XML, identifiers as links or URNs."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from milkshed.kernel.problems import Fault, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.epcis.translation import CbvFormat, EpcFormat, translate
from milkshed.ledger.epcis.xml_writing.documents import write_query_document
from milkshed.ledger.http.headers import CBV_FORMAT, EPC_FORMAT
from milkshed.ledger.http.negotiation import EVENTS, JSON_LD, preferred
from milkshed.ledger.problems import NOT_ACCEPTABLE
from milkshed.ledger.query.events import StoredEvent, wrap_events

_AS_CAPTURED = (EpcFormat.NO_PREFERENCE, EpcFormat.NEVER)


def epc_format_wanted(request: HttpRequest) -> EpcFormat:
    """The notation of identifiers that the client asks for; a checked header."""
    return EpcFormat(request.headers.get(EPC_FORMAT, "").strip() or EpcFormat.NO_PREFERENCE)


def represented_events(
    request: HttpRequest, events: Sequence[StoredEvent], query_name: str
) -> HttpResponse:
    """Events as an EPCISQueryDocument; the headers say what was translated."""
    media_type = preferred(request, EVENTS) or JSON_LD
    epc_format = epc_format_wanted(request)
    cbv_format = CbvFormat(request.headers.get(CBV_FORMAT, "").strip() or CbvFormat.NO_PREFERENCE)
    now = timezone.now()
    if media_type.endswith("/xml"):
        written = [
            (_translated(orjson.loads(event.as_json()), epc_format, cbv_format), None)
            for event in events
        ]
        body = write_query_document(written, query_name=query_name, created_at=now)
    else:
        cbv_format = CbvFormat.NEVER  # standard words are bare in JSON-LD, whatever is asked
        listed = [_json_of(event, epc_format) for event in events]
        body = wrap_events(listed, now, query_name=query_name)
    response = HttpResponse(body, content_type=media_type)
    response[EPC_FORMAT] = EpcFormat.NEVER if epc_format in _AS_CAPTURED else epc_format
    # the XML writer gives bare words their place in the vocabulary: it must choose a notation
    response[CBV_FORMAT] = cbv_format
    return response


def _json_of(event: StoredEvent, epc_format: EpcFormat) -> bytes:
    said = event.as_json()
    if epc_format in _AS_CAPTURED:
        return said
    return orjson.dumps(_translated(orjson.loads(said), epc_format, CbvFormat.NEVER))


def _translated(
    event: Mapping[str, Any], epc_format: EpcFormat, cbv_format: CbvFormat
) -> dict[str, Any]:
    """Translate an event; raises NotAcceptableException where an identifier has no URN here."""
    unknown: list[str] = []

    def prefix_length(digits: str) -> None:
        # where the company prefix ends stands in no Digital Link
        unknown.append(digits)

    found = translate(event, epc_format, cbv_format, prefix_length)
    if unknown:
        message = Text(
            f"无法写成EPC URN：{unknown[0]}的厂商识别代码长度未知",
            f"No EPC URN can be written: the length of {unknown[0]}'s company prefix is not known",
        )
        raise Problem(NOT_ACCEPTABLE, message, [Fault(EPC_FORMAT, unknown[0], "epc-urn", message)])
    return found
