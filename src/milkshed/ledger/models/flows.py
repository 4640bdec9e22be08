"""What is derived from events when they are captured: which lots were made, which mass went where.

All of it follows from the facts that hold and may be made again from them at any time. Rows of an
event that is declared wrong are removed.
"""

from typing import ClassVar

from django.db import models

from milkshed.ledger.models.facts import Event, Term
from milkshed.ledger.models.references import reference


class Flow(models.Model):
    """Mass that went from one lot into another by one event.

    ``mass_kg`` is what was drawn from the source for the target: the input's mass, shared out over
    the outputs by their masses. Null where a mass is not stated, negative where it was taken out
    again (a pallet unpacked). ``at`` is the time of the event.
    """

    pk = models.CompositePrimaryKey("event_id", "source_id", "target_id")
    event = reference(Event, "事件")
    source = reference(Term, "来源批")
    target = reference(Term, "去向批")
    mass_kg = models.FloatField("质量（kg）", null=True)
    at = models.DateTimeField("发生时间")

    class Meta:
        verbose_name = verbose_name_plural = "批次流向"
        indexes: ClassVar = [
            models.Index(fields=["source"], name="ledger_flow_by_source"),
            models.Index(fields=["target"], name="ledger_flow_by_target"),
        ]


class Nature(models.IntegerChoices):
    """How a lot is known."""

    NAMED = 0, "有批号的批"
    """An event names it as what was made."""
    STATE = 1, "容器状态"
    """What a vessel held from one inflow to the next, where events name only the vessel."""
    PORTION = 2, "容器取出的批"
    """Taken from a vessel under its own name; made by that unless another event made it."""
    MISSING = 3, "无记录的来源"
    """What was drawn from a vessel beyond what its records say it held."""


class Making(models.Model):
    """A lot came into being, or grew, by an event: one row tells a trace all it shows of a lot."""

    pk = models.CompositePrimaryKey("lot_id", "event_id")
    lot = reference(Term, "批")
    event = reference(Event, "事件")
    at = models.DateTimeField("发生时间")
    type = models.SmallIntegerField("事件类型")
    nature = models.SmallIntegerField("性质", choices=Nature.choices)
    biz_step = reference(Term, "业务步骤", null=True)
    place = reference(Term, "业务地点", null=True)
    vessel = reference(Term, "容器", null=True)
    mass_kg = models.FloatField("质量（kg）", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "批的生成"


class Movement(models.Model):
    """What an event that names only a vessel did to its content, in the order of the vessel.

    ``lot`` is the state that a fill began or the lot a draw was for, ``missing_id`` the lot that
    stands for what was drawn beyond the content.
    """

    pk = models.CompositePrimaryKey("vessel_id", "at", "event_id", "position")
    vessel = reference(Term, "容器")
    at = models.DateTimeField("发生时间")
    event = reference(Event, "事件")
    position = models.SmallIntegerField("次序")
    kind = models.CharField("动作", max_length=6)
    lot = reference(Term, "对方批", null=True)
    mass_kg = models.FloatField("质量（kg）", null=True)
    missing_id = models.BigIntegerField("无记录来源", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "容器进出"
        indexes: ClassVar = [models.Index(fields=["event"], name="ledger_movement_by_event")]


class VesselState(models.Model):
    """A vessel from one inflow to the next, where events name only the vessel.

    ``heel_kg`` is what was left of ``heel_lot``, the state before; ``held_kg`` what is left of this
    one, null where a mass is not stated, ``overdrawn_kg`` what was drawn beyond it. ``before_lot``,
    ``before_kg`` and ``largest_kg`` are what the vessel held, and had held at most, before the
    instant in which this state began: a late event is taken in from there. ``ended_by`` is the
    event that ended the state: the next inflow or a cleaning.
    """

    lot = models.OneToOneField(
        Term,
        verbose_name="状态批",
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
    )
    vessel = reference(Term, "容器")
    at = models.DateTimeField("开始时间")
    event_id = models.BigIntegerField("进料事件")
    inflow_kg = models.FloatField("进料（kg）", null=True)
    heel_lot_id = models.BigIntegerField("余奶批", null=True)
    heel_kg = models.FloatField("余奶（kg）", null=True)
    held_kg = models.FloatField("剩余（kg）", null=True)
    overdrawn_kg = models.FloatField("超取（kg）", default=0.0)
    before_lot_id = models.BigIntegerField("此前状态批", null=True)
    before_kg = models.FloatField("此前存量（kg）", null=True)
    largest_kg = models.FloatField("此前最大存量（kg）")
    ended_at = models.DateTimeField("结束时间", null=True)
    ended_by = models.BigIntegerField("结束事件", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "容器状态"
        indexes: ClassVar = [
            models.Index(fields=["vessel", "at"], name="ledger_state_by_vessel"),
            models.Index(fields=["ended_at"], name="ledger_state_by_end"),
        ]
