"""Which trade items lots are numbered under, so that a lot number alone can be looked up."""

from django.db import connection

_YOUNGEST = 20_000
"""How many of the youngest names are looked at: some days of a region, every kind among them."""


def trade_items_in_use() -> tuple[str, ...]:
    """The ``https://id.gs1.org/01/{gtin}`` that the youngest lots of the ledger belong to."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT split_part(uri, '/10/', 1) FROM"
            " (SELECT uri FROM ledger_term ORDER BY id DESC LIMIT %s) youngest"
            " WHERE uri LIKE 'https://id.gs1.org/01/%%/10/%%'",
            [_YOUNGEST],
        )
        return tuple(sorted(row[0] for row in cursor.fetchall()))
