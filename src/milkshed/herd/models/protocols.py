"""Protocols: programmes of steps on set days, and the cows that go through them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from milkshed.herd.models.animals import Animal
from milkshed.herd.models.farms import Farm
from milkshed.platform.models import Person
from milkshed.platform.scope import ScopePaths

ENROLMENT_ENDS = {"done": "完成", "bred": "提前配种", "stopped": "中止", "left": "离群"}


class Protocol(models.Model):
    """A dated programme of steps, such as Ovsynch; a new edition is a new row."""

    code = models.CharField("代码", max_length=30)
    name_zh = models.CharField("名称", max_length=60)
    name_en = models.CharField("英文名称", max_length=60)
    source = models.CharField("来源", max_length=200)
    status = models.CharField(
        "确认状态",
        max_length=10,
        choices=[("official", "官方原文"), ("recalled", "待核实"), ("assumed", "平台设定")],
    )
    valid_from = models.DateField("生效日期")
    valid_to = models.DateField("失效日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "操作规程"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="protocol_edition_once")
        ]

    def __str__(self) -> str:
        return self.name_zh


class ProtocolStep(models.Model):
    """One step: ``day`` and ``hour`` after the first, the event that carries it out."""

    protocol = models.ForeignKey(
        Protocol, verbose_name="规程", on_delete=models.CASCADE, related_name="steps"
    )
    number = models.PositiveSmallIntegerField("步骤")
    day = models.PositiveSmallIntegerField("第几天")
    hour = models.PositiveSmallIntegerField("时刻（小时）")
    kind = models.CharField("事件类型", max_length=16)
    product = models.CharField("用品", max_length=60, blank=True)
    title_zh = models.CharField("操作", max_length=60)
    title_en = models.CharField("英文操作", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "规程步骤"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["protocol", "number"], name="protocol_step_once"),
            models.CheckConstraint(condition=Q(hour__lt=24), name="protocol_step_hour_of_a_day"),
        ]


class Enrolment(models.Model):
    """A cow in a protocol from a day on. Steps are done by events that name them."""

    protocol = models.ForeignKey(
        Protocol, verbose_name="规程", on_delete=models.PROTECT, related_name="enrolments"
    )
    animal = models.ForeignKey(
        Animal, verbose_name="个体", on_delete=models.CASCADE, related_name="enrolments"
    )
    farm = models.ForeignKey(
        Farm, verbose_name="牧场", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    started_on = models.DateField("起始日期")
    enrolled_by = models.ForeignKey(
        Person, verbose_name="编入人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_on = models.DateField("结束日期", null=True)
    ended = models.CharField(
        "结束原因", max_length=8, blank=True, choices=list(ENROLMENT_ENDS.items())
    )

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("farm__organisation",), counties=("farm__place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "规程编入"
        indexes: ClassVar = [models.Index(fields=["farm", "ended_on"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["animal"],
                condition=Q(ended_on__isnull=True),
                name="animal_in_one_protocol_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended="")
                | (Q(ended_on__gte=F("started_on")) & ~Q(ended="")),
                name="enrolment_ends_with_a_reason",
            ),
        ]
