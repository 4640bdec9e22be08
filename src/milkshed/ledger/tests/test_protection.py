"""Nothing that was captured can be changed or removed, not even past the application."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from milkshed.ledger import authoring
from milkshed.ledger.facade import capture_document
from milkshed.ledger.models import Event

LOT = "https://id.gs1.org/01/09529900000016/10/M1"
PLACE = "https://id.gs1.org/414/9520000000011"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement", ["UPDATE ledger_event SET body = ''", "DELETE FROM ledger_event"]
)
def test_a_fact_is_neither_changed_nor_removed(statement: str) -> None:
    at = datetime(2026, 1, 5, 6, tzinfo=UTC)
    milking = authoring.milking((LOT, 1250.5), at, PLACE, f"{PLACE}/254/TANK-1", 1)
    assert capture_document(authoring.document([milking], at)).success
    with (
        pytest.raises(DatabaseError, match="annot"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Event.objects.count() == 1
