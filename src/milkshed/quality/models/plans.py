"""Sampling plans: what is to be sampled, the committed draw, and the tasks that come of it."""

from typing import ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person, Place
from milkshed.platform.scope import ScopePaths
from milkshed.quality.models.samples import Sample, SampleKind

PLAN_STATES: dict[str, Text] = {
    "draft": Text("拟定中", "Being drawn up"),
    "committed": Text("已封存待抽", "Committed"),
    "drawn": Text("已抽取", "Drawn"),
    "closed": Text("已结束", "Closed"),
}
METHODS: dict[str, Text] = {
    "risk": Text("按风险抽取", "By risk"),
    "random": Text("双随机", "Doubly random"),
}
TASK_STATES: dict[str, Text] = {
    "assigned": Text("待抽样", "To be sampled"),
    "done": Text("已完成", "Done"),
    "excused": Text("已核销", "Excused"),
}


def choices_of(words: dict[str, Text]) -> list[tuple[str, str]]:
    """The choices of a field from its words."""
    return [(code, title.zh) for code, title in words.items()]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["seed"])
class SamplingPlan(models.Model):
    """A plan of an office: when, why, how objects are drawn, and the draw's commitment.

    ``seed_digest`` and ``frame_digest`` are published when the plan is committed; ``seed`` stays
    secret until it is drawn with the word of a second person.
    """

    number = models.CharField("计划编号", max_length=30, unique=True)
    title = models.CharField("名称", max_length=120)
    organisation = models.ForeignKey(
        Organisation, verbose_name="组织单位", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField("样品类别", max_length=12, choices=SampleKind.choices)
    method = models.CharField("抽取方式", max_length=8, choices=choices_of(METHODS))
    analytes = ArrayField(models.CharField(max_length=30), verbose_name="检测项目", default=list)
    first_day = models.DateField("起始日期")
    last_day = models.DateField("截止日期")
    state = models.CharField(
        "状态", max_length=10, default="draft", choices=choices_of(PLAN_STATES)
    )
    algorithm = models.CharField("抽取算法", max_length=30, blank=True)
    seed = models.CharField("种子", max_length=64, blank=True)
    seed_digest = models.CharField("种子摘要", max_length=64, blank=True)
    frame_digest = models.CharField("名录摘要", max_length=64, blank=True)
    witness_word = models.CharField("见证口令", max_length=60, blank=True)
    committed_at = models.DateTimeField("封存时间", null=True, blank=True)
    drawn_at = models.DateTimeField("抽取时间", null=True, blank=True)
    created_by = models.ForeignKey(
        Person, verbose_name="拟定人", on_delete=models.PROTECT, related_name="+"
    )

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("organisation",), counties=("organisation__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "抽检计划"
        indexes: ClassVar = [models.Index(fields=["organisation", "-first_day"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="plan_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | ~Q(seed_digest=""), name="plan_committed_has_digest"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["drawn", "closed"])
                | (~Q(witness_word="") & Q(drawn_at__isnull=False)),
                name="plan_drawn_has_witness",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def state_text(self) -> Text:
        """How far the plan is, in words."""
        return PLAN_STATES[self.state]

    @property
    def method_text(self) -> Text:
        """How objects are drawn, in words."""
        return METHODS[self.method]


class PlanStratum(models.Model):
    """A county and a kind of place in a plan, and how many are drawn there."""

    plan = models.ForeignKey(
        SamplingPlan, verbose_name="计划", on_delete=models.CASCADE, related_name="strata"
    )
    county = models.CharField("县（市、区）代码", max_length=6)
    place_kind = models.CharField("对象类型", max_length=20)
    population = models.PositiveIntegerField("对象总数")
    size = models.PositiveIntegerField("抽取数")

    class Meta:
        verbose_name = verbose_name_plural = "抽样分层"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "county", "place_kind"], name="stratum_once_in_a_plan"
            ),
            models.CheckConstraint(
                condition=Q(size__lte=F("population")), name="stratum_not_larger_than_population"
            ),
        ]

    @property
    def code(self) -> str:
        """The key of the stratum in the draw."""
        return f"{self.county}-{self.place_kind}"


class PlanObject(models.Model):
    """A place that may be drawn, with its weight and the facts behind the weight."""

    plan = models.ForeignKey(
        SamplingPlan, verbose_name="计划", on_delete=models.CASCADE, related_name="objects_listed"
    )
    stratum = models.ForeignKey(PlanStratum, verbose_name="分层", on_delete=models.CASCADE)
    place = models.ForeignKey(
        Place, verbose_name="对象", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    weight = models.PositiveIntegerField("权重")
    facts = models.JSONField("权重依据", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "抽查对象名录"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "place"], name="object_once_in_a_plan"),
            models.CheckConstraint(condition=Q(weight__gte=1), name="object_has_weight"),
        ]


class PlanOfficer(models.Model):
    """An officer who may be drawn for a plan; ``avoids`` are organisations with a conflict."""

    plan = models.ForeignKey(
        SamplingPlan, verbose_name="计划", on_delete=models.CASCADE, related_name="officers"
    )
    person = models.ForeignKey(
        Person, verbose_name="人员", on_delete=models.PROTECT, related_name="+"
    )
    avoids = models.ManyToManyField(
        Organisation, verbose_name="回避单位", blank=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "抽查人员名录"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "person"], name="officer_once_in_a_plan")
        ]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class SamplingTask(models.Model):
    """One drawn object and the two officers who sample there until a day.

    Whoever is to be visited does not see it: the scope is that of the offices.
    """

    plan = models.ForeignKey(
        SamplingPlan, verbose_name="计划", on_delete=models.PROTECT, related_name="tasks"
    )
    position = models.PositiveIntegerField("抽取序号")
    place = models.ForeignKey(
        Place, verbose_name="抽样地点", on_delete=models.PROTECT, related_name="+"
    )
    stratum = models.CharField("分层", max_length=30)
    probability = models.DecimalField("入样概率", max_digits=7, decimal_places=6)
    first_officer = models.ForeignKey(
        Person, verbose_name="抽样人", on_delete=models.PROTECT, related_name="+"
    )
    second_officer = models.ForeignKey(
        Person, verbose_name="抽样人（二）", on_delete=models.PROTECT, related_name="+"
    )
    day = models.DateField("抽样日")
    state = models.CharField(
        "状态", max_length=10, default="assigned", choices=choices_of(TASK_STATES)
    )
    sample = models.OneToOneField(
        Sample,
        verbose_name="样品",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="task",
    )
    note = models.CharField("说明", max_length=200, blank=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("plan__organisation",), counties=("place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "抽样任务"
        indexes: ClassVar = [models.Index(fields=["state", "day"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "position"], name="task_position_once"),
            models.UniqueConstraint(fields=["plan", "place"], name="task_place_once"),
            models.CheckConstraint(
                condition=~Q(first_officer=F("second_officer")), name="task_officers_are_two"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(sample__isnull=False), name="task_done_has_a_sample"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="task_is_kept", operation=pgtrigger.Delete),
        ]

    @property
    def state_text(self) -> Text:
        """How far the task is, in words."""
        return TASK_STATES[self.state]
