"""Mating plans of farms: which bull for which cow, and why."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from milkshed.breeding.models.extension import Batch
from milkshed.breeding.models.register import Bull
from milkshed.breeding.models.runs import EvaluationRun
from milkshed.kernel.text import Text
from milkshed.platform.models import Place
from milkshed.platform.scope import ScopePaths

MATING_STATES: dict[str, Text] = {
    "draft": Text("待牧场确认", "For the farm to accept"),
    "accepted": Text("执行中", "In use"),
    "replaced": Text("已由新方案替代", "Replaced"),
    "withdrawn": Text("已撤回", "Withdrawn"),
}


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class MatingPlan(models.Model):
    """A farm's mating plan.

    ``settings`` are limits, coefficients and their rule rows; ``stock`` each lot of straws with
    what is planned and what one more is worth; ``outcome`` judges the plan and what the farm did
    alike; ``findings`` names what could not be kept, each ``{"rule", "zh", "en"}``.
    """

    number = models.CharField("编号", max_length=30, unique=True)
    place = models.ForeignKey(
        Place, verbose_name="牧场", on_delete=models.PROTECT, related_name="+"
    )
    farm_code = models.CharField("养殖场代码", max_length=10)
    run = models.ForeignKey(
        EvaluationRun, verbose_name="所用评估", on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(code, text.zh) for code, text in MATING_STATES.items()],
        default="draft",
    )
    made_on = models.DateField("制定日期")
    settings = models.JSONField("条件")
    stock = models.JSONField("库存")
    outcome = models.JSONField("效果")
    findings = models.JSONField("未满足的条件", default=list)
    synthetic = models.BooleanField("演示数据", default=False)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("run__centre", "place__organisation"), counties=("place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "选配方案"
        indexes: ClassVar = [models.Index(fields=["place", "-made_on"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place"], condition=Q(state="accepted"), name="one_mating_plan_in_use"
            )
        ]


class PlannedMating(models.Model):
    """One cow of a plan; without a batch she goes without, and ``reason`` says why.

    ``choices`` are the lots to take, the planned one first, each ``{"batch", "bull", "name",
    "sexed", "inbreeding", "calf_index", "net_yuan", "terms"}``.
    """

    plan = models.ForeignKey(
        MatingPlan, verbose_name="方案", on_delete=models.CASCADE, related_name="matings"
    )
    animal_key = models.BigIntegerField("牛只键")
    number = models.CharField("牛号", max_length=30)
    parity = models.PositiveSmallIntegerField("胎次")
    index = models.FloatField("指数", null=True)
    index_of_parents = models.BooleanField("指数取自双亲", default=False)
    batch = models.ForeignKey(
        Batch, verbose_name="批次", null=True, on_delete=models.PROTECT, related_name="+"
    )
    bull = models.ForeignKey(
        Bull, verbose_name="种公牛", null=True, on_delete=models.PROTECT, related_name="+"
    )
    choices = models.JSONField("可选", default=list)
    reason = models.JSONField("未安排原因", default=dict)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("plan__run__centre", "plan__place__organisation"),
        counties=("plan__place__county",),
    )

    class Meta:
        verbose_name = verbose_name_plural = "选配明细"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "animal_key"], name="cow_planned_once"),
            models.CheckConstraint(
                condition=Q(batch__isnull=True, bull__isnull=True)
                | Q(batch__isnull=False, bull__isnull=False),
                name="planned_batch_has_its_bull",
            ),
        ]
