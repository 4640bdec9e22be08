"""Who and where, told to the audit trail once a transaction instead of with every statement.

The words are settings of the transaction. They are lost when a savepoint is rolled back in which
they were set, and are then told again.
"""

from collections.abc import Callable
from typing import Any

from django.core.handlers.wsgi import WSGIRequest as PlainRequest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from pghistory import context, runtime
from pghistory.config import middleware_methods
from pghistory.middleware import HistoryMiddleware, WSGIRequest
from psycopg.pq import TransactionStatus

_OF_NO_TABLE = ("savepoint", "release", "rollback")

Execute = Callable[..., Any]


class _Telling:
    """The wrapper around one request's statements."""

    def __init__(self) -> None:
        self._told: tuple[dict[str, Any], tuple[str, ...]] | None = None

    def __call__(self, execute: Execute, sql: Any, params: Any, many: bool, where: Any) -> Any:
        database = where["connection"]
        if database.connection.info.transaction_status == TransactionStatus.IDLE:
            self._told = None
        if self._is_told(database) or _needs_no_words(sql):
            return execute(sql, params, many, where)
        if database.in_atomic_block and not runtime._is_ignored_statement(sql):  # noqa: SLF001
            words = dict(runtime._tracker.value.metadata)  # noqa: SLF001
            self._told = (words, tuple(database.savepoint_ids))
        return runtime._inject_history_context(execute, sql, params, many, where)  # noqa: SLF001

    def _is_told(self, database: Any) -> bool:
        if self._told is None or not database.in_atomic_block:
            return False
        words, savepoints = self._told
        inside = tuple(database.savepoint_ids[: len(savepoints)]) == savepoints
        return inside and words == runtime._tracker.value.metadata  # noqa: SLF001


def _needs_no_words(sql: Any) -> bool:
    return isinstance(sql, str) and sql[:9].lower().startswith(_OF_NO_TABLE)


class _ToldOnce(context):
    def __enter__(self) -> Any:
        entered = super().__enter__()  # type: ignore[no-untyped-call]
        if self._pre_execute_hook is not None:
            connection.execute_wrappers[-1] = _Telling()
        return entered


class HistoryToldOnce(HistoryMiddleware):
    """pghistory's middleware with fewer words to the database."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in middleware_methods():
            return self.get_response(request)  # type: ignore[no-any-return]
        with _ToldOnce(**self.get_context(request)):
            if isinstance(request, PlainRequest):
                request.__class__ = WSGIRequest
            return self.get_response(request)  # type: ignore[no-any-return]
