"""Work with the database from asynchronous code: in a thread, with a connection that holds."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from typing import ParamSpec, TypeVar

from django.db import close_old_connections

P = ParamSpec("P")
R = TypeVar("R")


async def asked(threads: Executor, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Do work with the database in one of the threads and return what it returns."""

    def with_connection() -> R:
        close_old_connections()
        try:
            return work(*args, **kwargs)
        finally:
            close_old_connections()

    return await asyncio.get_running_loop().run_in_executor(threads, with_connection)
