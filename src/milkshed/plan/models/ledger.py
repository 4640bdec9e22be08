"""The ledger of tasks: opened, reported on with evidence, closed by another person, reopened."""

from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from milkshed.kernel.text import Text
from milkshed.plan.models.plan import Indicator
from milkshed.plan.models.register import PlanPart, ResponsibleUnit, choices
from milkshed.platform.models import Attachment, Organisation, Person
from milkshed.platform.scope import ScopePaths

ITEM_STATES: dict[str, Text] = {
    "draft": Text("起草", "Draft"),
    "open": Text("在办", "Open"),
    "applied": Text("申请销号", "Closing asked"),
    "returned": Text("退回整改", "Returned"),
    "closed": Text("已销号", "Closed"),
}
PROGRESS_STATES: dict[str, Text] = {
    "draft": Text("起草", "Draft"),
    "submitted": Text("待审核", "To be reviewed"),
    "accepted": Text("已采用", "Accepted"),
    "returned": Text("已退回", "Returned"),
}
EVIDENCE_KINDS: dict[str, Text] = {
    "document": Text("文件", "Document"),
    "photo": Text("照片", "Photo"),
    "table": Text("数据表", "Table"),
    "acceptance": Text("验收材料", "Acceptance paper"),
}


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Meeting(models.Model):
    """A meeting of the work mechanism whose minutes make tasks."""

    title = models.CharField("会议名称", max_length=120)
    held_on = models.DateField("召开日期")
    chaired_by = models.CharField("主持人", max_length=60)
    minutes = models.TextField("纪要")
    file = models.ForeignKey(
        Attachment, verbose_name="纪要文件", null=True, on_delete=models.PROTECT
    )
    noted_by = models.ForeignKey(
        Person, verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )
    noted_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "会议纪要"
        ordering: ClassVar = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return self.title


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class LedgerItem(models.Model):
    """One task of the ledger. ``revision`` counts its changes, so that two cannot cross."""

    year = models.PositiveSmallIntegerField("年份")
    serial = models.PositiveIntegerField("顺序号")
    title = models.CharField("任务", max_length=120)
    goal = models.CharField("目标", max_length=200)
    measure = models.CharField("措施", max_length=300, blank=True)
    part = models.ForeignKey(
        PlanPart, verbose_name="重点工作", null=True, on_delete=models.PROTECT, related_name="items"
    )
    indicator = models.ForeignKey(
        Indicator, verbose_name="指标", null=True, on_delete=models.PROTECT, related_name="items"
    )
    meeting = models.ForeignKey(
        Meeting, verbose_name="会议", null=True, on_delete=models.PROTECT, related_name="items"
    )
    leader = models.CharField("牵头领导", max_length=60, blank=True)
    lead = models.ForeignKey(
        ResponsibleUnit, verbose_name="牵头单位", on_delete=models.PROTECT, related_name="leads"
    )
    support = models.ManyToManyField(
        ResponsibleUnit, verbose_name="配合单位", blank=True, related_name="supports"
    )
    officer = models.CharField("责任人", max_length=60, blank=True)
    evidence_kinds = ArrayField(
        models.CharField(max_length=12, choices=choices(EVIDENCE_KINDS)), verbose_name="须附佐证"
    )
    opened_on = models.DateField("建账日期")
    opened_by = models.ForeignKey(
        Person, verbose_name="建账人", on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField("完成时限")
    state = models.CharField("状态", max_length=10, default="draft", choices=choices(ITEM_STATES))
    closed_on = models.DateField("销号日期", null=True)
    revision = models.PositiveIntegerField("修订次数", default=0)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("lead__organisation", "support__organisation"),
        counties=("lead__division", "support__division"),
    )

    class Meta:
        verbose_name = verbose_name_plural = "台账事项"
        ordering: ClassVar = ["due_on", "pk"]
        indexes: ClassVar = [models.Index(fields=["state", "due_on"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "serial"], name="item_number_once"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opened_on")), name="item_due_not_before_opening"
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False)
                | (~Q(state="closed") & Q(closed_on__isnull=True)),
                name="item_closed_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def number(self) -> str:
        """The number under which the task stands in the ledger: ``TZ2026-0012``."""
        return f"TZ{self.year}-{self.serial:04d}"

    @property
    def state_text(self) -> Text:
        """The state in words."""
        return ITEM_STATES[self.state]

    @property
    def evidence_texts(self) -> list[Text]:
        """The kinds of evidence it needs, in words."""
        return [EVIDENCE_KINDS[kind] for kind in self.evidence_kinds]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ProgressReport(models.Model):
    """What a unit reports about a task; it counts once another person accepted it."""

    item = models.ForeignKey(
        LedgerItem, verbose_name="台账事项", on_delete=models.PROTECT, related_name="progress"
    )
    as_of = models.DateField("截至日期")
    percent = models.PositiveSmallIntegerField("完成比例")
    words = models.TextField("进展")
    problems = models.CharField("存在问题", max_length=300, blank=True)
    next_step = models.CharField("下步打算", max_length=300, blank=True)
    organisation = models.ForeignKey(
        Organisation, verbose_name="填报单位", on_delete=models.PROTECT
    )
    reported_by = models.ForeignKey(
        Person, verbose_name="填报人", on_delete=models.PROTECT, related_name="+"
    )
    reported_at = models.DateTimeField("填报时间", auto_now_add=True)
    reviewed_by = models.ForeignKey(
        Person, verbose_name="审核人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField("审核时间", null=True)
    opinion = models.CharField("审核意见", max_length=300, blank=True)
    state = models.CharField(
        "状态", max_length=10, default="draft", choices=choices(PROGRESS_STATES)
    )

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("item__lead__organisation", "item__support__organisation"),
        counties=("item__lead__division", "item__support__division"),
    )

    class Meta:
        verbose_name = verbose_name_plural = "进展填报"
        ordering: ClassVar = ["-as_of", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="progress_at_most_whole"),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("reported_by")),
                name="progress_reviewed_by_another_person",
            ),
        ]

    @property
    def state_text(self) -> Text:
        """The state in words."""
        return PROGRESS_STATES[self.state]


class ProgressEvidence(models.Model):
    """A file that proves a progress report, and what kind of proof it is."""

    report = models.ForeignKey(
        ProgressReport, verbose_name="进展填报", on_delete=models.PROTECT, related_name="evidence"
    )
    kind = models.CharField("佐证类别", max_length=12, choices=choices(EVIDENCE_KINDS))
    file = models.ForeignKey(Attachment, verbose_name="文件", on_delete=models.PROTECT)

    class Meta:
        verbose_name = verbose_name_plural = "进展佐证"

    @property
    def kind_text(self) -> Text:
        """The kind in words."""
        return EVIDENCE_KINDS[self.kind]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ClosedPeriod(models.Model):
    """A month for which nothing may be reported any more."""

    month = models.DateField("月份（首日）", unique=True)
    reason = models.CharField("说明", max_length=200, blank=True)
    closed_by = models.ForeignKey(
        Person, verbose_name="关账人", on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField("关账时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "已关账月份"
        ordering: ClassVar = ["-month"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(month__day=1), name="period_begins_on_the_first")
        ]
