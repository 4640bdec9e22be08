"""Numbers without gaps or doubles: the next serial of a year, given out to one at a time."""

from typing import Any

from django.db import connection
from django.db.models import Max, QuerySet


def next_serial(rows: QuerySet[Any], key: str) -> int:
    """One more than the largest ``serial`` among ``rows``; others that ask for ``key`` wait.

    Runs inside the caller's transaction, which holds the turn until it ends.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [key])
    return (rows.aggregate(last=Max("serial"))["last"] or 0) + 1
