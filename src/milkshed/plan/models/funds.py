"""Funds of the plan: lines with their source, and every move of money on them."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from milkshed.kernel.text import Text
from milkshed.plan.models.register import ResponsibleUnit, choices
from milkshed.platform.models import Organisation, Person
from milkshed.platform.scope import ScopePaths

FUND_SOURCES: dict[str, Text] = {
    "central": Text("中央", "Central"),
    "region": Text("自治区", "Region"),
    "county": Text("市县", "City and county"),
    "own": Text("自筹", "Own"),
}
MOVE_KINDS: dict[str, Text] = {
    "allocate": Text("下达", "Allocated"),
    "disburse": Text("拨付", "Disbursed"),
    "use": Text("使用", "Used"),
    "recover": Text("收回", "Recovered"),
}
MOVE_STATES: dict[str, Text] = {
    "draft": Text("起草", "Draft"),
    "submitted": Text("待确认", "To be confirmed"),
    "confirmed": Text("已确认", "Confirmed"),
    "returned": Text("已退回", "Returned"),
}


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class FundLine(models.Model):
    """One line of money for a project of the plan. ``subject`` joins it with register entries."""

    year = models.PositiveSmallIntegerField("年份")
    serial = models.PositiveIntegerField("顺序号")
    title = models.CharField("资金名称", max_length=120)
    source = models.CharField("资金来源", max_length=8, choices=choices(FUND_SOURCES))
    part = models.CharField("专栏项目编号", max_length=12, blank=True)
    subject_kind = models.CharField("登记簿", max_length=16, blank=True)
    subject = models.CharField("主体标识", max_length=80, blank=True)
    county = models.CharField("县（市、区）", max_length=6, blank=True)
    unit = models.ForeignKey(
        ResponsibleUnit,
        verbose_name="主管单位",
        on_delete=models.PROTECT,
        related_name="fund_lines",
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="填报单位", on_delete=models.PROTECT, related_name="+"
    )
    opened_by = models.ForeignKey(
        Person, verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField("登记时间", auto_now_add=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("organisation", "unit__organisation"), counties=("county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "资金"
        ordering: ClassVar = ["-year", "serial"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "serial"], name="fund_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def number(self) -> str:
        """The number of the line: ``ZJ2026-0003``."""
        return f"ZJ{self.year}-{self.serial:04d}"

    @property
    def source_text(self) -> Text:
        """Where the money is from."""
        return FUND_SOURCES[self.source]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class FundMove(models.Model):
    """Money allocated, disbursed, used or recovered on a day; it counts once confirmed."""

    line = models.ForeignKey(
        FundLine, verbose_name="资金", on_delete=models.PROTECT, related_name="moves"
    )
    kind = models.CharField("类别", max_length=10, choices=choices(MOVE_KINDS))
    on = models.DateField("日期")
    yuan = models.DecimalField("金额（元）", max_digits=16, decimal_places=2)
    document = models.CharField("文号或凭证号", max_length=80)
    receiver = models.CharField("收款单位", max_length=80, blank=True)
    entered_by = models.ForeignKey(
        Person, verbose_name="填报人", on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField("填报时间", auto_now_add=True)
    decided_by = models.ForeignKey(
        Person, verbose_name="确认人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField("确认时间", null=True)
    opinion = models.CharField("意见", max_length=300, blank=True)
    state = models.CharField("状态", max_length=10, default="draft", choices=choices(MOVE_STATES))

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("line__organisation", "line__unit__organisation"),
        counties=("line__county",),
    )

    class Meta:
        verbose_name = verbose_name_plural = "资金收支"
        ordering: ClassVar = ["on", "pk"]
        indexes: ClassVar = [models.Index(fields=["line", "state", "kind"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["line", "kind", "document"],
                condition=~Q(state="returned"),
                name="fund_move_once_per_document",
            ),
            models.CheckConstraint(condition=Q(yuan__gt=0), name="fund_move_is_positive"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("entered_by")),
                name="fund_move_decided_by_another_person",
            ),
        ]

    @property
    def kind_text(self) -> Text:
        """Allocated, disbursed, used or recovered."""
        return MOVE_KINDS[self.kind]

    @property
    def state_text(self) -> Text:
        """The state in words."""
        return MOVE_STATES[self.state]
