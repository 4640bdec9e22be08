"""``/capture``: documents in, capture jobs out."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language

from milkshed.kernel.problems import Problem
from milkshed.kernel.text import Text
from milkshed.ledger.capture.documents import SIZE_LIMIT_BYTES, capture_document
from milkshed.ledger.http.answers import only_paging
from milkshed.ledger.http.headers import CAPTURE_LIMITS, epcis_resource
from milkshed.ledger.http.pages import link_to_next
from milkshed.ledger.models import Behaviour, Capture
from milkshed.ledger.problems import (
    CAPTURE_LIMIT_EXCEEDED,
    NO_SUCH_RESOURCE,
    RESOURCE_EXISTS,
    VALIDATION,
)
from milkshed.ledger.query.paging import PagePlace, read_token
from milkshed.platform.scope import EVERYTHING, scope_of

_BEHAVIOUR_HEADER = "GS1-Capture-Error-Behaviour"
_QUESTION = "capture"


def body_within_limit(request: HttpRequest) -> bytes:
    """Read the body unless it is announced as too large."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if not announced.isdigit() or int(announced) > SIZE_LIMIT_BYTES:
        raise Problem(
            CAPTURE_LIMIT_EXCEEDED,
            Text(
                f"文档超过{SIZE_LIMIT_BYTES}字节的上限",
                f"The document is larger than {SIZE_LIMIT_BYTES} bytes",
            ),
        )
    return request.body


@epcis_resource(
    {"GET": "ledger.capture", "POST": "ledger.capture"},
    {**CAPTURE_LIMITS, _BEHAVIOUR_HEADER: ", ".join(Behaviour.values)},
)
def captures(request: HttpRequest) -> HttpResponse:
    """POST a document, or GET the list of own capture jobs."""
    return _capture(request) if request.method == "POST" else _list(request)


def _capture(request: HttpRequest) -> HttpResponse:
    behaviour = request.headers.get(_BEHAVIOUR_HEADER, Behaviour.ROLLBACK).strip()
    if behaviour not in Behaviour.values:
        raise Problem(
            VALIDATION,
            Text(
                f"{_BEHAVIOUR_HEADER}应为rollback或proceed",
                f"{_BEHAVIOUR_HEADER} must be rollback or proceed",
            ),
        )
    outcome = capture_document(
        body_within_limit(request),
        media_type=request.headers.get("Content-Type", ""),
        person=request.user,
        behaviour=behaviour,
    )
    response = HttpResponse(status=202)
    response["Location"] = reverse("ledger:capture", args=[outcome.capture_id])
    response[_BEHAVIOUR_HEADER] = behaviour
    return response


def _list(request: HttpRequest) -> HttpResponse:
    query = only_paging(request)
    jobs = _visible(request.user).order_by("-id").defer("document")
    if query.page_token is not None:
        jobs = jobs.filter(id__lt=read_token(query.page_token, _QUESTION).seq)
    found = list(jobs[: query.per_page + 1])
    response = JsonResponse(
        [_job(job) for job in found[: query.per_page]],
        safe=False,
        json_dumps_params={"ensure_ascii": False},
    )
    if len(found) > query.per_page:
        last = found[query.per_page - 1].id
        link_to_next(request, response, PagePlace(last).token(_QUESTION))
    return response


@epcis_resource({"GET": "ledger.capture"})
def capture(request: HttpRequest, capture_id: int) -> HttpResponse:
    """GET one capture job."""
    job = _visible(request.user).defer("document").filter(id=capture_id).first()
    if job is None:
        raise Problem(NO_SUCH_RESOURCE, Text("没有该采集任务", "There is no such capture job"))
    return JsonResponse(_job(job), json_dumps_params={"ensure_ascii": False})


def _visible(person: Any) -> Any:
    """A person's own captures; everyone's for those who see the region."""
    if scope_of(person) == EVERYTHING:
        return Capture.objects.all()
    return Capture.objects.filter(person=person)


def _job(job: Capture) -> dict[str, object]:
    language = get_language() or "zh"
    english = language.startswith("en")
    return {
        "captureID": str(job.id),
        "createdAt": job.created_at.isoformat(),
        "finishedAt": None if job.finished_at is None else job.finished_at.isoformat(),
        "running": job.running,
        "success": job.success,
        "captureErrorBehaviour": job.behaviour,
        "errors": [
            {
                "type": _kind(error["rule"]).uri,
                "title": _kind(error["rule"]).title.in_language(language),
                "status": _kind(error["rule"]).status,
                "detail": error["en" if english else "zh"],
                "field": error["field"],
                "value": error["value"],
                "rule": error["rule"],
            }
            for error in job.errors
        ],
        "milkshed:accepted": job.event_count,
        "milkshed:repeated": job.repeated_count,
    }


def _kind(rule: str) -> Any:
    return RESOURCE_EXISTS if rule == "event-id-taken" else VALIDATION
