"""The table of holidays in PostgreSQL."""

from datetime import date

import pytest

from milkshed.platform.calendar.table import fill_holidays, working_calendar
from milkshed.platform.models import Holiday


@pytest.mark.django_db
def test_first_fill_is_idempotent_and_keeps_edited_rows() -> None:
    Holiday.objects.all().delete()
    Holiday.objects.create(day=date(2025, 9, 28), is_working=False, name_zh="", source="本地")
    written = fill_holidays((2025, 2026))
    assert written > 30
    assert fill_holidays((2025, 2026)) == 0
    calendar = working_calendar()
    assert not calendar.is_working(date(2025, 9, 28))
    assert calendar.known_years == {2025, 2026}
    assert calendar.deadline(date(2025, 9, 26), 5).day == date(2025, 10, 11)
