"""Django's own refusals in our words: a page for people, a problem document for programs."""

from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from milkshed.kernel.problems import (
    INTERNAL,
    MALFORMED,
    NOT_ALLOWED,
    NOT_FOUND,
    TOO_LARGE,
    Problem,
)
from milkshed.kernel.text import Text
from milkshed.platform.web.middleware import problem_document, problem_response, wants_page


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: an unknown host name, a form that cannot be read, and the like."""
    if isinstance(exception, DisallowedHost):
        return _bare(
            request,
            Problem(
                MALFORMED,
                Text(
                    "本站不使用这个域名；请管理员把它加入 MILKSHED_HOSTS",
                    "This site does not answer to that host name; "
                    "an administrator can add it to MILKSHED_HOSTS",
                ),
            ),
        )
    if isinstance(exception, RequestDataTooBig):
        return _bare(request, Problem(TOO_LARGE))
    return _bare(request, Problem(MALFORMED))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return problem_response(request, Problem(NOT_ALLOWED))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: an address that leads nowhere."""
    return problem_response(
        request, Problem(NOT_FOUND, Text("没有这个页面或资源", "There is no such page or resource"))
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: nothing that may be broken itself is asked, neither the database nor the session."""
    return _bare(
        request,
        Problem(
            INTERNAL,
            Text(
                "系统出错，已记入日志。请稍后重试；反复出现请告知管理员。",
                "Something broke on our side and was logged. Try again later; "
                "tell an administrator if it happens again.",
            ),
        ),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without its proof of origin, mostly a page left open too long."""
    return problem_response(
        request,
        Problem(
            NOT_ALLOWED,
            Text(
                "无法确认表单来自本站：页面可能已过期。请返回、刷新页面后重新提交。",
                "The form does not prove that it comes from this site; the page may be outdated. "
                "Go back, reload it and send it again.",
            ),
        ),
    )


def _bare(request: HttpRequest, problem: Problem) -> HttpResponse:
    if not wants_page(request):
        return problem_document(problem)
    page = render_to_string("platform/failure.html", {"problem": problem})
    return HttpResponse(page, status=problem.kind.status)
