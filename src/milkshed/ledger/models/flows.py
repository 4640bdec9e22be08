"""What is derived from events when they are captured: which mass went where."""

from typing import ClassVar

from django.db import models

from milkshed.ledger.models.facts import Event, Term


class Flow(models.Model):
    """Mass that went from one lot into another by one event; derived when the event is captured.

    ``mass_kg`` is what was drawn from the source for the target: the input's mass, shared out over
    the outputs by their masses. Null where a mass is not stated. Rows of an event that is later
    declared wrong are removed, so that the table always shows what holds.
    """

    pk = models.CompositePrimaryKey("event_id", "source_id", "target_id")
    event = models.ForeignKey(
        Event,
        verbose_name="事件",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    source = models.ForeignKey(
        Term,
        verbose_name="来源批",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    target = models.ForeignKey(
        Term,
        verbose_name="去向批",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    mass_kg = models.FloatField("质量（kg）", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "批次流向"
        indexes: ClassVar = [
            models.Index(fields=["source"], name="ledger_flow_by_source"),
            models.Index(fields=["target"], name="ledger_flow_by_target"),
        ]
