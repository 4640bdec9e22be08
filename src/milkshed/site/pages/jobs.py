"""Background work: how far it is, stop it, go on with it."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.platform.jobs import cancel_job, resume_job
from milkshed.platform.models import Job
from milkshed.platform.permissions import may, require
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of
from milkshed.site.pages.reader import tell

_PER_PAGE = 30


@require_GET
@page("platform.see_jobs")
def jobs(request: HttpRequest) -> HttpResponse:
    """All jobs, the youngest first; the part with the list asks again while work is going on."""
    found = Job.objects.select_related("created_by").order_by("-created_at")
    context = {
        "page_obj": Paginator(found, _PER_PAGE).get_page(request.GET.get("page")),
        "busy": Job.objects.filter(state__in=["queued", "running"]).exists(),
        "may_stop_all": may(request.user, "platform.stop_jobs"),
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "site/parts/jobs.html" if part else "site/jobs.html", context)


@require_GET
@page()
def job(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One job, for those who see all jobs and for the person who started it."""
    found = Job.objects.select_related("created_by").filter(pk=pk).first()
    if found is None or not (_sees_all(request) or _may_stop(request, found)):
        raise Problem(NOT_FOUND)
    context = {
        "job": found,
        "busy": found.state in {"queued", "running"},
        "may_stop": _may_stop(request, found),
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "site/parts/job.html" if part else "site/job.html", context)


@require_POST
@page()
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask a job to stop."""
    cancel_job(_stoppable(request, pk))
    tell(request, Text("已请求停止，将在下一个断点停下", "It stops at its next checkpoint"))
    return redirect("job", pk=pk)


@require_POST
@page()
def resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Go on from the last checkpoint."""
    resume_job(_stoppable(request, pk))
    tell(request, Text("已重新排队，将从断点继续", "Queued again; it goes on from its checkpoint"))
    return redirect("job", pk=pk)


def _sees_all(request: HttpRequest) -> bool:
    return may(request.user, "platform.see_jobs")


def _may_stop(request: HttpRequest, job: Job) -> bool:
    return job.created_by_id == person_of(request).pk or may(request.user, "platform.stop_jobs")


def _stoppable(request: HttpRequest, pk: UUID) -> Job:
    found = Job.objects.filter(pk=pk).first()
    if found is None or not (_sees_all(request) or _may_stop(request, found)):
        raise Problem(NOT_FOUND)
    if not _may_stop(request, found):
        require(request.user, "platform.stop_jobs")
    return found
