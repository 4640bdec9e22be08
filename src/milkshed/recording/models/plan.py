"""Which farms are recorded by which centre, and the visits on which they are tested."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person, Place
from milkshed.platform.scope import ScopePaths

VISIT_STATES: dict[str, Text] = {
    "planned": Text("已排期", "Planned"),
    "prepared": Text("样品管已备", "Tubes prepared"),
    "sampled": Text("已采样", "Sampled"),
    "received": Text("已到实验室", "At the laboratory"),
    "analysed": Text("已出结果", "Analysed"),
    "released": Text("已审核发布", "Released"),
    "cancelled": Text("已取消", "Cancelled"),
}


class SampledBy(models.TextChoices):
    """Who takes the samples (ICAR recording methods A and B)."""

    CENTRE = "centre", "测定中心人员（A法）"
    FARM = "farm", "牧场人员（B法）"


class WeighingScheme(models.TextChoices):
    """Which milkings of the test day are weighed."""

    EVERY = "every", "每次挤奶均称量"
    MORNING_EVENING = "am-pm", "早晚轮换称量一次"
    ROBOT = "robot", "机器人（96小时均值）"


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Enrolment(models.Model):
    """A farm in milk recording at a centre, from a day until it leaves.

    ``farm_code`` is the farm's code in the herd room, kept for lists and files.
    """

    place = models.ForeignKey(
        Place, verbose_name="养殖场", on_delete=models.PROTECT, related_name="+"
    )
    farm_code = models.CharField("养殖场代码", max_length=10)
    centre = models.ForeignKey(
        Organisation, verbose_name="测定中心", on_delete=models.PROTECT, related_name="+"
    )
    started_on = models.DateField("参加日期")
    ended_on = models.DateField("退出日期", null=True, blank=True)
    sampled_by = models.CharField("采样人员", max_length=8, choices=SampledBy.choices)
    scheme = models.CharField("称量方案", max_length=8, choices=WeighingScheme.choices)
    milkings_per_day = models.PositiveSmallIntegerField("每日挤奶次数", default=3)
    synthetic = models.BooleanField("演示数据", default=False)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("centre", "place__organisation"), counties=("place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "测定牧场"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place"], condition=Q(ended_on__isnull=True), name="farm_recorded_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="enrolment_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(milkings_per_day__range=(1, 6)), name="enrolment_milkings_possible"
            ),
        ]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class TestVisit(models.Model):
    """One test day of a farm: planned, sampled, analysed, its results released by two people."""

    __test__ = False

    enrolment = models.ForeignKey(
        Enrolment, verbose_name="测定牧场", on_delete=models.PROTECT, related_name="visits"
    )
    planned_on = models.DateField("计划日期")
    tested_on = models.DateField("测定日期", null=True)
    sampled_by = models.CharField("采样人员", max_length=8, choices=SampledBy.choices)
    sampler = models.ForeignKey(
        Person, verbose_name="采样人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(code, text.zh) for code, text in VISIT_STATES.items()],
        default="planned",
    )
    received_at = models.DateTimeField("到样时间", null=True)
    analysed_at = models.DateTimeField("检测完成时间", null=True)
    released_at = models.DateTimeField("发布时间", null=True)
    synthetic = models.BooleanField("演示数据", default=False)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("enrolment__centre", "enrolment__place__organisation"),
        counties=("enrolment__place__county",),
    )

    class Meta:
        verbose_name = verbose_name_plural = "测定安排"
        indexes: ClassVar = [models.Index(fields=["state", "planned_on"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enrolment", "planned_on"],
                condition=~Q(state="cancelled"),
                name="visit_planned_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "prepared", "cancelled"])
                | Q(tested_on__isnull=False),
                name="visit_sampled_on_a_day",
            ),
        ]
