"""What a database needs before anyone works in it: tables, dated rules, holidays, the plan."""

from datetime import date
from importlib import import_module

import chinese_calendar
from django.core.management import call_command
from django.db import connection, connections

from milkshed.kernel.problems import CONFLICT, Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import Holiday, Organisation
from milkshed.platform.registry import rooms_with
from milkshed.platform.rule_book import load_rules

_HOLIDAY_SOURCE = "国务院办公厅放假通知（chinese-calendar {version} 数据包首次填入）"


def prepare_database() -> None:
    """Bring the tables up to date and write the facts every installation starts from."""
    call_command("migrate", verbosity=0, interactive=False)
    for _, module in rooms_with("rules"):
        load_rules(import_module(module).ROWS)
    fill_holidays()
    import_module("milkshed.plan.actions").load_plan()


def fill_holidays() -> int:
    """First fill of the holiday table: every day that departs from the plain week.

    Rows already there, edited by an administrator or not, stay as they are. Returns how many
    rows were written.
    """
    years = sorted({day.year for day in (*chinese_calendar.holidays, *chinese_calendar.workdays)})
    source = _HOLIDAY_SOURCE.format(version=getattr(chinese_calendar, "__version__", ""))
    rows = [
        Holiday(day=day, is_working=False, name_zh=_name(day), source=source)
        for day in chinese_calendar.holidays
        if day.year >= years[-1] - 3
    ] + [
        Holiday(day=day, is_working=True, name_zh="调休上班", source=source)
        for day in chinese_calendar.workdays
        if day.year >= years[-1] - 3
    ]
    before = Holiday.objects.count()
    Holiday.objects.bulk_create(rows, ignore_conflicts=True)
    return Holiday.objects.count() - before


def _name(day: date) -> str:
    detail = chinese_calendar.get_holiday_detail(day)[1]
    return getattr(chinese_calendar.Holiday(detail), "chinese", detail) if detail else ""


def empty_database() -> None:
    """Remove everything, but only where it is demonstration data."""
    tables = connection.introspection.table_names()
    if "platform_organisation" in tables and Organisation.objects.filter(synthetic=False).exists():
        raise Problem(
            CONFLICT,
            Text(
                "数据库中有真实单位的数据，不能用 --fresh 清空",
                "The database holds records of real organisations; --fresh will not remove them",
            ),
        )
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    connections.close_all()
