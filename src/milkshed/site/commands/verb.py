"""The shape of one command-line verb."""

import argparse
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Verb:
    """What a verb says of itself, which options it takes, and what it does."""

    summary: str
    declare: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]
    needs_database: bool = True


def open_database() -> None:
    """Start the database where it is embedded, and set Django up on it."""
    from milkshed.platform import database

    database.start(Path(os.environ["MILKSHED_VAR"]))
    import django

    django.setup()
