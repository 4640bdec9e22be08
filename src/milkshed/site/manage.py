"""Django's own commands, run against the configured or embedded database."""

import os
import sys
from pathlib import Path


def main() -> None:
    """Start the database where a command needs it, then hand over to Django."""
    from milkshed.platform import database

    house = Path(__file__).resolve().parents[3]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "milkshed.site.settings")
    if sys.argv[1:2] != ["makemigrations"]:
        database.start(Path(os.environ.get("MILKSHED_VAR", house / "var")))
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
