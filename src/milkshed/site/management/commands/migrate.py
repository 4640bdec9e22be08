"""``migrate``, which starts an empty database from the snapshot of its tables."""

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import migrate
from django.db import connections

from milkshed.site.snapshot import lay_tables


class Command(migrate.Command):
    """Django's command, but that a new database need not walk through every migration."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add ``--from-zero`` to Django's arguments."""
        super().add_arguments(parser)
        parser.add_argument(
            "--from-zero", action="store_true", help="Walk all migrations, without the snapshot."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Lay the tables where there are none, then migrate."""
        looks_only = options["plan"] or options["check_unapplied"] or options["fake"]
        if not (options["from_zero"] or options["app_label"] or looks_only):
            lay_tables(connections[options["database"]])
        super().handle(*args, **options)
