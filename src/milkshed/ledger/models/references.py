"""References between rows that the one writer of the ledger makes together."""

from typing import Any

from django.db import models


def reference(
    to: type[models.Model], title: str, *, null: bool = False, related_name: str = "+"
) -> "models.ForeignKey[Any, Any]":
    """A foreign key without check and without index of its own.

    The writer makes both ends in one transaction, so that a check per row would only halve the
    speed of capture; what is looked up by has an index that is made for it.
    """
    return models.ForeignKey(
        to,
        verbose_name=title,
        null=null,
        on_delete=models.PROTECT,
        related_name=related_name,
        db_constraint=False,
        db_index=False,
    )
