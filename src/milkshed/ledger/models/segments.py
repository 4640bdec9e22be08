"""How the ledger is cut into pieces by time, and which identifiers it has taken."""

from typing import ClassVar

import pgtrigger
from django.db import models

from milkshed.ledger.models.facts import Event


class Segment(models.Model):
    """A stretch of the ledger in the order of its recording: one partition of each large table.

    An open segment takes events up to ``last_seq``; of a closed or archived one, ``last_seq`` is
    the last it holds. Names first used in it, or later, have numbers from ``first_term`` on.
    ``archive_sha256`` is the digest of the manifest an archived segment was written with.
    ``names_noted`` says that :class:`Recurrence` knows every older name that occurs in it.

    The rows describe partitions, hence they are made with the partitions and are no data that
    could be loaded or flushed without them.
    """

    class State(models.TextChoices):
        """What may happen to a segment."""

        OPEN = "open", "写入中"
        CLOSED = "closed", "已封存"
        ARCHIVED = "archived", "已归档"

    number = models.IntegerField("段号", primary_key=True)
    first_seq = models.BigIntegerField("起始序号")
    last_seq = models.BigIntegerField("终止序号")
    first_term = models.BigIntegerField("起始名称编号")
    first_recorded_at = models.DateTimeField("首条记录时间", null=True)
    last_recorded_at = models.DateTimeField("末条记录时间", null=True)
    state = models.CharField("状态", max_length=10, choices=State.choices)
    archive_sha256 = models.BinaryField("归档清单摘要", max_length=32, null=True)
    names_noted = models.BooleanField("名称已编目", default=False)

    class Meta:
        managed = False
        db_table = "ledger_segment"
        verbose_name = verbose_name_plural = "账本分段"

    def __str__(self) -> str:
        return f"{self.number} ({self.first_seq}–{self.last_seq})"


class Recurrence(models.Model):
    """A name that is older than a closed segment occurs in it.

    Few names do: places, tankers, vessels, and lots under way when the segment began.
    """

    pk = models.CompositePrimaryKey("term_id", "segment_id")
    term_id = models.BigIntegerField("名称编号")
    segment_id = models.IntegerField("段号")

    class Meta:
        managed = False
        db_table = "ledger_recurrence"
        verbose_name = verbose_name_plural = "名称再现"


class Identity(models.Model):
    """That an event with this identifier is in the ledger, under which number, saying what.

    Stands apart from the events because a key over all partitions would have to hold their
    partition key. ``content`` is a digest of what the event says, by which a repetition is told
    from a contradiction. It outlasts the archiving of a segment.
    """

    pk = models.CompositePrimaryKey("event_key", "declares_error")
    event_key = models.UUIDField("事件标识摘要")
    declares_error = models.BooleanField("更正声明")
    seq = models.ForeignKey(
        Event,
        verbose_name="事件",
        on_delete=models.PROTECT,
        related_name="+",
        db_column="seq",
        db_constraint=False,
        db_index=False,
    )
    content = models.UUIDField("内容摘要")

    class Meta:
        verbose_name = verbose_name_plural = "事件标识"
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="identities_are_only_added", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]
