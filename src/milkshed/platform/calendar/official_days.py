"""The first fill of the table of holidays, from the package ``chinese_calendar``.

The State Council publishes each year's arrangement in the autumn before; the package holds them
up to the year it was released for. Later years are typed in by an administrator.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import chinese_calendar
from chinese_calendar.constants import Holiday as NamedHoliday

from milkshed.kernel.periods import year_range

SOURCE = f"国务院办公厅节假日安排（chinese_calendar {chinese_calendar.__version__}）"
FIRST_FILL_YEARS = (2024, 2025, 2026)

_CHINESE_NAMES = {holiday.value: holiday.chinese for holiday in NamedHoliday}


@dataclass(frozen=True, slots=True)
class OfficialDay:
    """A day whose working state differs from the plain week."""

    day: date
    is_working: bool
    name_zh: str


def official_days(years: Iterable[int]) -> Iterator[OfficialDay]:
    """Yield the days of these years that differ from the plain week.

    A year that the package does not know yields nothing: the weekend rule then holds.
    """
    for year in years:
        for day in year_range(year):
            try:
                is_working = chinese_calendar.is_workday(day)
            except NotImplementedError:
                break
            if is_working != (day.weekday() < 5):
                _, name = chinese_calendar.get_holiday_detail(day)
                zh = _CHINESE_NAMES.get(name or "", "")
                yield OfficialDay(day, is_working, f"{zh}调休上班" if is_working else zh)
