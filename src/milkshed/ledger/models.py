"""The ledger's tables: captures, events, interned names, links, and what is derived from them.

Rows of events, terms and links are only ever added, in the order they arrive, by
:mod:`milkshed.ledger.capture`. Foreign keys carry no database check: that one writer makes both
ends in one transaction, and a check per row would halve the speed of capture. Every name (lot,
place, vessel, step, document) is interned once and meant by its number from then on.
"""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q


class EventType(models.IntegerChoices):
    """The five event types of EPCIS 2.0, and types that users define themselves."""

    OTHER = 0, "Event"
    OBJECT = 1, "ObjectEvent"
    AGGREGATION = 2, "AggregationEvent"
    TRANSACTION = 3, "TransactionEvent"
    TRANSFORMATION = 4, "TransformationEvent"
    ASSOCIATION = 5, "AssociationEvent"


class Action(models.IntegerChoices):
    """What an event does to the life of its objects."""

    OBSERVE = 1, "OBSERVE"
    ADD = 2, "ADD"
    DELETE = 3, "DELETE"


class Role(models.IntegerChoices):
    """The part a named thing plays in an event."""

    EPC = 1, "epcList"
    EPC_CLASS = 2, "quantityList"
    PARENT = 3, "parentID"
    CHILD_EPC = 4, "childEPCs"
    CHILD_CLASS = 5, "childQuantityList"
    INPUT_EPC = 6, "inputEPCList"
    INPUT_CLASS = 7, "inputQuantityList"
    OUTPUT_EPC = 8, "outputEPCList"
    OUTPUT_CLASS = 9, "outputQuantityList"
    TRANSACTION = 10, "bizTransactionList"
    SOURCE = 11, "sourceList"
    DESTINATION = 12, "destinationList"
    TRANSFORMATION = 13, "transformationID"
    PERSISTENT_SET = 14, "persistentDisposition.set"
    PERSISTENT_UNSET = 15, "persistentDisposition.unset"


class Behaviour(models.TextChoices):
    """What a capture does when one of its events cannot be taken."""

    ROLLBACK = "rollback", "全部撤回"
    PROCEED = "proceed", "继续其余"


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


class Capture(models.Model):
    """One document that arrived, as it arrived, and what became of it."""

    id = models.BigAutoField("编号", primary_key=True)
    person = models.ForeignKey(
        "platform.Person",
        verbose_name="采集人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    media_type = models.CharField("内容类型", max_length=60)
    document = models.BinaryField("原始文档（zlib压缩）")
    sha256 = models.BinaryField("原始文档摘要", max_length=32)
    context = models.BinaryField("JSON-LD上下文", null=True)
    behaviour = models.CharField("出错处理", max_length=10, choices=Behaviour.choices)
    created_at = models.DateTimeField("收到时间")
    finished_at = models.DateTimeField("完成时间", null=True)
    running = models.BooleanField("进行中", default=False)
    success = models.BooleanField("成功", default=True)
    event_count = models.IntegerField("事件数")
    repeated_count = models.IntegerField("重复事件数", default=0)
    errors = models.JSONField("错误", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "采集任务"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sha256", "person"],
                condition=Q(success=True),
                nulls_distinct=False,
                name="ledger_document_taken_once_per_person",
            ),
            models.CheckConstraint(
                condition=Q(running=True) | Q(finished_at__gte=F("created_at")),
                name="ledger_finished_capture_has_its_time",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "id"], name="ledger_capture_of_person")]


class Event(models.Model):
    """One fact: what, when, where and why, with its own bytes as they were captured.

    ``seq`` grows with the order of commits. ``event_key`` is a digest of the event's identifier;
    an error declaration bears the identifier of the event it declares wrong, hence the pair with
    ``declares_error`` is what is unique. ``content`` is a digest of what the event says, by which
    a repetition is told from a contradiction.
    """

    seq = models.BigIntegerField("序号", primary_key=True)
    event_id = models.TextField("事件标识")
    event_key = models.UUIDField("事件标识摘要")
    content = models.UUIDField("内容摘要")
    type = models.SmallIntegerField("类型", choices=EventType.choices)
    action = models.SmallIntegerField("动作", choices=Action.choices, null=True)
    declares_error = models.BooleanField("更正声明", default=False)
    event_time = models.DateTimeField("发生时间")
    offset_minutes = models.SmallIntegerField("时区偏移（分钟）")
    record_time = models.DateTimeField("记录时间")
    biz_step = models.ForeignKey(
        Term,
        verbose_name="业务步骤",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    disposition = models.ForeignKey(
        Term,
        verbose_name="状态",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    read_point = models.ForeignKey(
        Term,
        verbose_name="读取点",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    biz_location = models.ForeignKey(
        Term,
        verbose_name="业务地点",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    capture = models.ForeignKey(
        Capture,
        verbose_name="采集任务",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    person_id = models.BigIntegerField("记录人", null=True)
    body = models.BinaryField("原始事件（JSON）")

    class Meta:
        verbose_name = verbose_name_plural = "事件"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["event_key", "declares_error"], name="ledger_event_id_once"
            ),
        ]
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
            pgtrigger.Protect(
                name="facts_are_only_added", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return self.event_id


class Link(models.Model):
    """A named thing takes part in an event, with its quantity where one is stated.

    ``kind`` is the type of a business transaction, source or destination.
    """

    pk = models.CompositePrimaryKey("event_id", "role", "position")
    event = models.ForeignKey(
        Event,
        verbose_name="事件",
        on_delete=models.PROTECT,
        related_name="links",
        db_constraint=False,
        db_index=False,
    )
    role = models.SmallIntegerField("角色", choices=Role.choices)
    position = models.IntegerField("次序")
    term = models.ForeignKey(
        Term,
        verbose_name="对象",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    quantity = models.FloatField("数量", null=True)
    uom = models.CharField("计量单位", max_length=3, null=True)
    kind = models.ForeignKey(
        Term,
        verbose_name="种类",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )

    class Meta:
        verbose_name = verbose_name_plural = "事件对象"
        indexes: ClassVar = [models.Index(fields=["term", "event"], name="ledger_link_by_term")]


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


class ErrorDeclaration(models.Model):
    """An event was declared wrong by a later one that bears the same identifier."""

    event_key = models.UUIDField("事件标识摘要", primary_key=True)
    declaration = models.ForeignKey(
        Event,
        verbose_name="更正声明",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    reason = models.ForeignKey(
        Term,
        verbose_name="原因",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    declared_at = models.DateTimeField("声明时间")

    class Meta:
        verbose_name = verbose_name_plural = "更正声明"
