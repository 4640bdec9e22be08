"""Names, events, what takes part in them, and declarations that an event was wrong."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from milkshed.ledger.models.captures import Capture
from milkshed.ledger.models.references import reference
from milkshed.ledger.models.words import Action, EventType, Role


class Term(models.Model):
    """A name and the number that stands for it everywhere else."""

    id = models.BigIntegerField("编号", primary_key=True)
    uri = models.TextField("名称（URI）", db_collation="C")

    class Meta:
        verbose_name = verbose_name_plural = "名称字典"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["uri"], name="ledger_term_uri_once"),
        ]

    def __str__(self) -> str:
        return self.uri


class Event(models.Model):
    """One fact: what, when, where and why, with its own bytes as they were captured.

    ``seq`` grows with the order of commits; the table is partitioned by it
    (:mod:`milkshed.ledger.storage.segments`). ``event_key`` is a digest of the event's identifier;
    an error declaration bears the identifier of the event it declares wrong, hence the pair with
    ``declares_error`` is what is unique, in :class:`~milkshed.ledger.models.Identity`, which is
    also how an event is found by its identifier. ``leaf`` is the event's place in the Merkle log
    (:mod:`milkshed.ledger.log.entries`): the log's index is ``seq - 1``.
    """

    seq = models.BigIntegerField("序号", primary_key=True)
    event_id = models.TextField("事件标识")
    event_key = models.UUIDField("事件标识摘要")
    type = models.SmallIntegerField("类型", choices=EventType.choices)
    action = models.SmallIntegerField("动作", choices=Action.choices, null=True)
    declares_error = models.BooleanField("更正声明", default=False)
    event_time = models.DateTimeField("发生时间")
    offset_minutes = models.SmallIntegerField("时区偏移（分钟）")
    record_time = models.DateTimeField("记录时间")
    biz_step = reference(Term, "业务步骤", null=True)
    disposition = reference(Term, "状态", null=True)
    read_point = reference(Term, "读取点", null=True)
    biz_location = reference(Term, "业务地点", null=True)
    capture = reference(Capture, "采集任务", null=True)
    person_id = models.BigIntegerField("记录人", null=True)
    body = models.BinaryField("原始事件（JSON）")
    leaf = models.BinaryField("日志叶摘要", max_length=32)

    class Meta:
        verbose_name = verbose_name_plural = "事件"
        indexes: ClassVar = [
            models.Index(fields=["event_time"], name="ledger_event_by_time"),
            models.Index(fields=["biz_location", "event_time"], name="ledger_event_by_place"),
            models.Index(
                fields=["person_id", "seq"],
                condition=Q(person_id__isnull=False),
                name="ledger_event_by_person",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="facts_are_only_added",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                declare=[("replaced", "RECORD")],
                # the one exception: a redaction that is on record puts its tombstone for the body
                func="""
                    IF TG_OP = 'UPDATE' THEN
                        replaced := OLD;
                        SELECT tombstone INTO replaced.body FROM ledger_redaction
                            WHERE seq = OLD.seq;
                        IF FOUND AND NEW IS NOT DISTINCT FROM replaced THEN
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'Cannot update or delete rows from % table', TG_TABLE_NAME;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.event_id


class Link(models.Model):
    """A named thing takes part in an event, with its quantity where one is stated.

    The table is partitioned by the event's ``seq`` like the events themselves. ``kind`` is
    the type of a business transaction, source or destination.
    """

    pk = models.CompositePrimaryKey("event_id", "role", "position")
    event = reference(Event, "事件", related_name="links")
    role = models.SmallIntegerField("角色", choices=Role.choices)
    position = models.IntegerField("次序")
    term = reference(Term, "对象")
    quantity = models.FloatField("数量", null=True)
    uom = models.CharField("计量单位", max_length=3, null=True)
    kind = reference(Term, "种类", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "事件对象"
        indexes: ClassVar = [models.Index(fields=["term", "event"], name="ledger_link_by_term")]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="links_are_only_added", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]


class ErrorDeclaration(models.Model):
    """An event was declared wrong by a later one that bears the same identifier."""

    event_key = models.UUIDField("事件标识摘要", primary_key=True)
    declaration = reference(Event, "更正声明")
    reason = reference(Term, "原因", null=True)
    declared_at = models.DateTimeField("声明时间")

    class Meta:
        verbose_name = verbose_name_plural = "更正声明"
