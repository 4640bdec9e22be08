"""What a database needs before anyone works in it: tables, dated rules, holidays, the plan."""

from importlib import import_module

from django.core.management import call_command
from django.db import connection, connections

from milkshed.kernel.problems import CONFLICT, Problem
from milkshed.kernel.text import Text
from milkshed.platform.calendar.table import fill_holidays
from milkshed.platform.models import Organisation
from milkshed.platform.registry import rooms_with
from milkshed.platform.rule_book import load_rules


def prepare_database() -> None:
    """Bring the tables up to date and write the facts every installation starts from."""
    call_command("migrate", verbosity=0, interactive=False)
    for _, module in rooms_with("rules"):
        load_rules(import_module(module).ROWS)
    fill_holidays()
    import_module("milkshed.herd.actions.protocols").load_protocols()
    import_module("milkshed.herd.actions.state").derive_all_states()
    import_module("milkshed.plan.actions.loading").load_plan()
    import_module("milkshed.trade.actions.forms").load_model_forms()


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
