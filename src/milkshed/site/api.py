"""The typed REST API: one router per room, problems as RFC 9457 documents."""

from importlib import import_module

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.security import django_auth

from milkshed.kernel.problems import INVALID, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.platform.registry import rooms_with
from milkshed.platform.web.middleware import problem_response

api = NinjaAPI(
    title="Milkshed 宁夏牛奶全产业链数智平台",
    version="1",
    urls_namespace="api",
    auth=django_auth,
)


@api.exception_handler(Problem)
def _answer_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    return problem_response(request, problem)


@api.exception_handler(ValidationError)
def _answer_validation(request: HttpRequest, error: ValidationError) -> HttpResponse:
    faults = [
        Fault(
            field=".".join(str(part) for part in item["loc"]),
            value=item.get("input"),
            rule=str(item["type"]),
            message=Text(f"字段不符合要求：{item['msg']}", str(item["msg"])),
        )
        for item in error.errors
    ]
    return problem_response(request, Problem(INVALID, None, faults))


for room, module in rooms_with("api"):
    router = getattr(import_module(module), "router", None)
    if router is not None:
        api.add_router(f"/{room}", router, tags=[room])
