"""The typed REST API: one router per room, problems as RFC 9457 documents."""

from http import HTTPStatus
from importlib import import_module
from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError, ValidationErrorContext
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from ninja.renderers import JSONRenderer
from ninja.security import HttpBearer, django_auth

from milkshed.kernel.problems import (
    INVALID,
    MALFORMED,
    NOT_ALLOWED,
    NOT_FOUND,
    NOT_SIGNED_IN,
    Fault,
    Problem,
)
from milkshed.kernel.text import Text
from milkshed.platform.registry import rooms_with
from milkshed.platform.web.limits import read_json
from milkshed.platform.web.middleware import PROBLEM, problem_document, refused_by_database
from milkshed.platform.web.wording import rule_wording


class ReadableJson(JSONRenderer):
    """Writes Chinese as Chinese."""

    json_dumps_params = {"ensure_ascii": False}


class StorableJson(Parser):
    """Reads bodies as JSON that the database can hold."""

    def parse_body(self, request: HttpRequest) -> Any:
        return read_json(request.body)


class Bearer(HttpBearer):
    """``Authorization: Bearer …``; the middleware has looked the token up already."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        return request.user if request.user.is_authenticated else None


class HouseApi(NinjaAPI):
    """Describes problems under their own media type, and tells the value that broke a rule."""

    def validation_error_from_error_contexts(
        self, error_contexts: list[ValidationErrorContext[Any]]
    ) -> ValidationError:
        """What pydantic found, with the value it found, which ninja leaves out."""
        error = super().validation_error_from_error_contexts(error_contexts)
        found = [
            one
            for context in error_contexts
            for one in context.pydantic_validation_error.errors(include_url=False)
        ]
        for told, one in zip(error.errors, found, strict=True):
            if one["type"] != "missing":
                told["input"] = one["input"]
        return error

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The generated description, as it is served and compared with the snapshot."""
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, response in operation["responses"].items():
                    if int(status) >= HTTPStatus.BAD_REQUEST:
                        response["content"] = {PROBLEM: response["content"]["application/json"]}
        return schema


api = HouseApi(
    title="Milkshed 宁夏牛奶全产业链数智平台",
    version="1",
    urls_namespace="api",
    auth=[Bearer(), django_auth],
    parser=StorableJson(),
    renderer=ReadableJson(),
)


@api.exception_handler(Problem)
def _answer_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    return problem_document(problem)


@api.exception_handler(DatabaseError)
def _answer_database(request: HttpRequest, error: DatabaseError) -> HttpResponse:
    problem = refused_by_database(error)
    if problem is None:
        raise error
    return problem_document(problem)


@api.exception_handler(AuthenticationError)
def _answer_stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem_document(Problem(NOT_SIGNED_IN))


@api.exception_handler(Http404)
def _answer_missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem_document(Problem(NOT_FOUND))


@api.exception_handler(HttpError)
def _answer_refusal(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What ninja itself refuses: a body that cannot be read, or a session without CSRF proof."""
    if isinstance(error.__cause__, Problem):
        return problem_document(error.__cause__)
    if error.status_code == HTTPStatus.FORBIDDEN:
        return problem_document(
            Problem(
                NOT_ALLOWED,
                Text("缺少 CSRF 凭证（X-CSRFToken）", "The CSRF token (X-CSRFToken) is missing"),
            )
        )
    return problem_document(Problem(MALFORMED))


@api.exception_handler(ValidationError)
def _answer_validation(request: HttpRequest, error: ValidationError) -> HttpResponse:
    faults = [
        Fault(
            field=".".join(str(part) for part in item["loc"]),
            value=item.get("input"),
            rule=str(item["type"]),
            message=rule_wording(str(item["type"]), str(item["msg"]), item.get("ctx") or {}),
        )
        for item in error.errors
    ]
    return problem_document(Problem(INVALID, None, faults))


for room, module in rooms_with("api"):
    router = getattr(import_module(module), "router", None)
    if router is not None:
        api.add_router(f"/{room}", router, tags=[room])
