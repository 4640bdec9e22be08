"""Which event types, steps, states and places have been mentioned, and for whose eyes."""

from typing import ClassVar

from django.db import models

from milkshed.ledger.models.facts import Term
from milkshed.ledger.models.references import reference
from milkshed.ledger.models.words import Resource


class Mention(models.Model):
    """A named resource stands in an event that a holder may see.

    ``holder`` is the number of the event's business location, source or destination, the
    recorder's number made negative, or 0 where an event has none of these. Lists of
    resources are read from here instead of from the events. EPCs are listed from the links.
    """

    pk = models.CompositePrimaryKey("resource", "term_id", "holder")
    resource = models.SmallIntegerField("资源", choices=Resource.choices)
    term = reference(Term, "名称")
    holder = models.BigIntegerField("可见者")

    class Meta:
        verbose_name = verbose_name_plural = "资源出现"
        indexes: ClassVar = [
            models.Index(fields=["resource", "holder", "term"], name="ledger_mention_by_holder"),
        ]
