"""Plans of visits and the visits themselves: who goes where, by when, why, and what was found."""

from datetime import date
from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from milkshed.collection.models.visits import SiteVisit
from milkshed.collection.science.risk import CLASSES
from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person
from milkshed.platform.scope import ScopePaths

METHODS: dict[str, Text] = {
    "class": Text("按风险等级定期", "By risk class"),
    "draw": Text("按风险加权抽取（双随机）", "Drawn, weighted by risk"),
}
INSPECTION_STATES: dict[str, Text] = {
    "planned": Text("待派员", "Planned"),
    "assigned": Text("已派员", "Assigned"),
    "done": Text("已检查", "Done"),
    "cancelled": Text("已取消", "Cancelled"),
}
OUTCOMES: dict[str, Text] = {
    "clean": Text("未发现问题", "Nothing found"),
    "remedy": Text("限期整改", "To be remedied"),
    "stopped": Text("责令停止收购或运输", "Ordered to stop"),
}


def _choices(words: dict[str, Text]) -> list[tuple[str, str]]:
    return [(code, title.zh) for code, title in words.items()]


class InspectionPlan(models.Model):
    """The visits of one county in a period, and how they were chosen.

    ``seed`` and ``rules`` (the points table of that day) let anybody choose them again.
    """

    county = models.CharField("县（市、区）代码", max_length=6)
    office = models.ForeignKey(
        Organisation, verbose_name="制定单位", on_delete=models.PROTECT, related_name="+"
    )
    first = models.DateField("起始日期")
    last = models.DateField("截止日期")
    method = models.CharField("方法", max_length=8, choices=_choices(METHODS))
    seed = models.CharField("随机种子", max_length=80)
    scored_on = models.DateField("评分日期")
    rules = models.JSONField("评分规则", default=dict)
    made_by = models.ForeignKey(
        Person, verbose_name="制定人", on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField("制定时间", auto_now_add=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(counties=("county",))

    class Meta:
        verbose_name = verbose_name_plural = "检查计划"
        ordering: ClassVar = ["-first", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first")), name="inspection_plan_ends_after_it_begins"
            )
        ]

    @property
    def method_text(self) -> Text:
        """How the visits were chosen, in words."""
        return METHODS[self.method]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Inspection(models.Model):
    """One planned visit of a station or tanker by two officers.

    Those to be visited do not see the plan. Whether a visit is overdue is worked out from
    ``due_on``, see :meth:`standing`. ``visit`` is the checklist filled in on site.
    """

    plan = models.ForeignKey(
        InspectionPlan, verbose_name="计划", on_delete=models.PROTECT, related_name="visits"
    )
    station = models.ForeignKey(
        "collection.Station",
        verbose_name="收购站",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="inspections",
    )
    tanker = models.ForeignKey(
        "collection.Tanker",
        verbose_name="运输车",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="inspections",
    )
    due_on = models.DateField("应检日期")
    first_officer = models.ForeignKey(
        Person,
        verbose_name="检查员（一）",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    second_officer = models.ForeignKey(
        Person,
        verbose_name="检查员（二）",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    score = models.DecimalField("计划时风险分", max_digits=7, decimal_places=2)
    risk_class = models.CharField("计划时风险等级", max_length=8, choices=_choices(CLASSES))
    chance = models.DecimalField("入选概率", max_digits=7, decimal_places=6, null=True, blank=True)
    reason_zh = models.CharField("理由", max_length=300)
    reason_en = models.CharField("英文理由", max_length=300)
    state = models.CharField(
        "状态", max_length=10, default="planned", choices=_choices(INSPECTION_STATES)
    )
    version = models.PositiveIntegerField("修改次数", default=0)
    visit = models.ForeignKey(
        SiteVisit,
        verbose_name="现场检查表",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="inspections",
    )
    done_on = models.DateField("检查日期", null=True, blank=True)
    outcome = models.CharField("结果", max_length=8, blank=True, choices=_choices(OUTCOMES))
    findings = models.TextField("检查情况", blank=True)
    remedy_by = models.DateField("整改期限", null=True, blank=True)
    remedied_on = models.DateField("整改完成日期", null=True, blank=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        counties=("plan__county",), towns=("station__place__town",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "计划检查"
        indexes: ClassVar = [
            models.Index(fields=["state", "due_on"]),
            models.Index(fields=["station", "-done_on"]),
            models.Index(fields=["tanker", "-done_on"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(station__isnull=False, tanker__isnull=True)
                | Q(station__isnull=True, tanker__isnull=False),
                name="inspection_has_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "cancelled"])
                | Q(first_officer__isnull=False, second_officer__isnull=False),
                name="inspection_is_done_by_two",
            ),
            models.CheckConstraint(
                condition=Q(second_officer__isnull=True) | ~Q(second_officer=F("first_officer")),
                name="inspection_officers_are_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | (Q(done_on__isnull=False) & ~Q(outcome="")),
                name="inspection_done_has_its_day_and_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["remedy", "stopped"]) | Q(remedy_by__isnull=False),
                name="inspection_remedy_has_its_deadline",
            ),
        ]

    @property
    def reason(self) -> Text:
        """Why this visit is planned."""
        return Text(self.reason_zh, self.reason_en)

    @property
    def outcome_text(self) -> Text | None:
        """What the visit came to, in words."""
        return OUTCOMES.get(self.outcome)

    def standing(self, day: date) -> str:
        """One of :data:`INSPECTION_STANDINGS` on a day: a visit not done by its day is overdue."""
        if self.state in ("planned", "assigned") and self.due_on < day:
            return "overdue"
        return self.state


INSPECTION_STANDINGS: dict[str, Text] = {
    **INSPECTION_STATES,
    "overdue": Text("超期未查", "Overdue"),
}
