"""A round of the reference price: its cost survey, the sheets of farms, and determinations."""

from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from milkshed.kernel.text import Text
from milkshed.platform.models import Person, Place
from milkshed.platform.scope import ScopePaths
from milkshed.trade.models.price_committee import ONLY_ADDED, choices_of
from milkshed.trade.science.reference_price.cost_sheet import ITEMS, CostItem, SheetFigures

ROUND_STATES: dict[str, Text] = {
    "survey": Text("成本调查中", "Survey under way"),
    "talks": Text("协商中", "Under negotiation"),
    "decided": Text("已表决，待发布", "Voted, to be published"),
    "published": Text("已发布", "Published"),
    "suspended": Text("暂停发布", "Suspended"),
}
SHEET_STATES: dict[str, Text] = {
    "submitted": Text("待审核", "To be reviewed"),
    "accepted": Text("已采用", "Used"),
    "returned": Text("已退回", "Sent back"),
    "excluded": Text("已剔除", "Excluded"),
    "replaced": Text("已更正", "Replaced"),
}


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PriceRound(models.Model):
    """One period's reference price from the survey to its publication.

    ``first`` to ``last`` is when the price shall hold, ``survey_first`` to ``survey_last`` the
    period whose costs are surveyed.
    """

    code = models.CharField("期次", max_length=10, unique=True)
    first = models.DateField("适用起")
    last = models.DateField("适用止")
    survey_first = models.DateField("调查期起")
    survey_last = models.DateField("调查期止")
    state = models.CharField(
        "状态", max_length=10, default="survey", choices=choices_of(ROUND_STATES)
    )
    opened_by = models.ForeignKey(
        Person, verbose_name="发起人", on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField("发起时间")
    minutes = models.TextField("会议纪要", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "参考价期次"
        ordering: ClassVar = ["-first"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first"), survey_last__gte=F("survey_first")),
                name="price_round_periods_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def state_text(self) -> Text:
        """The state in words."""
        return ROUND_STATES[self.state]

    @property
    def title(self) -> Text:
        """The period as people say it."""
        year, _, quarter = self.code.partition("Q")
        return Text(f"{year}年第{quarter}季度", f"Q{quarter} {year}")


class PriceStratum(models.Model):
    """A size class of the frame: all its farms and the milk they sell, in kg a day."""

    round = models.ForeignKey(PriceRound, on_delete=models.PROTECT, related_name="strata")
    code = models.CharField("层", max_length=12)
    title_zh = models.CharField("名称", max_length=40)
    title_en = models.CharField("英文名称", max_length=60)
    farms = models.PositiveIntegerField("牧场数")
    milk_kg = models.DecimalField("日售奶量（公斤）", max_digits=14, decimal_places=1)

    class Meta:
        verbose_name = verbose_name_plural = "调查分层"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "code"], name="price_stratum_once")
        ]
        triggers: ClassVar = [ONLY_ADDED]

    @property
    def title(self) -> Text:
        """The class in words."""
        return Text(self.title_zh, self.title_en)


class SampleFarm(models.Model):
    """A farm drawn into the survey of a round. ``group`` names common ownership."""

    round = models.ForeignKey(PriceRound, on_delete=models.PROTECT, related_name="sample")
    farm = models.ForeignKey(Place, verbose_name="牧场", on_delete=models.PROTECT, related_name="+")
    stratum = models.ForeignKey(PriceStratum, verbose_name="层", on_delete=models.PROTECT)
    group = models.CharField("同一控制人", max_length=60)
    daily_kg = models.DecimalField("日售奶量（公斤）", max_digits=12, decimal_places=1)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(organisations=("farm__organisation",))

    class Meta:
        verbose_name = verbose_name_plural = "样本牧场"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "farm"], name="sample_farm_once")
        ]
        triggers: ClassVar = [ONLY_ADDED]

    @property
    def sheet(self) -> "CostSheet | None":
        """The youngest sheet."""
        return max(self.sheets.all(), key=lambda one: one.version, default=None)


_CONTENT = (
    "sample", "version", "milk_sold_kg", "cows_head", "fat_pct", "protein_pct",
    "stated_total_yuan", "cash_cost", "survey_cost", "full_cost", "feed_cost", "remark", "origin",
    "submitted_by", "submitted_at", "digest",
)  # fmt: skip


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CostSheet(models.Model):
    """What a farm says its milk costs, as submitted; a correction is a further version.

    The four unit costs (yuan per kg) follow from the lines and are stored with them.
    ``kept_reason`` says why a value that stands apart was kept.
    """

    sample = models.ForeignKey(
        SampleFarm, verbose_name="样本", on_delete=models.PROTECT, related_name="sheets"
    )
    version = models.PositiveSmallIntegerField("版本")
    milk_sold_kg = models.DecimalField("售奶量（公斤）", max_digits=14, decimal_places=1)
    cows_head = models.PositiveIntegerField("成母牛（头）")
    fat_pct = models.DecimalField("乳脂率（%）", max_digits=4, decimal_places=2)
    protein_pct = models.DecimalField("乳蛋白率（%）", max_digits=4, decimal_places=2)
    stated_total_yuan = models.DecimalField("费用合计（元）", max_digits=14, decimal_places=2)
    cash_cost = models.DecimalField("现金成本（元/公斤）", max_digits=9, decimal_places=4)
    survey_cost = models.DecimalField("调查成本（元/公斤）", max_digits=9, decimal_places=4)
    full_cost = models.DecimalField("完全成本（元/公斤）", max_digits=9, decimal_places=4)
    feed_cost = models.DecimalField("饲料成本（元/公斤）", max_digits=9, decimal_places=4)
    remark = models.CharField("说明", max_length=500, blank=True)
    origin = models.CharField(
        "来源", max_length=8, choices=[("form", "网上填报"), ("file", "Excel导入")]
    )
    submitted_by = models.ForeignKey(
        Person, verbose_name="填报人", on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField("填报时间")
    digest = models.CharField("摘要", max_length=64)
    state = models.CharField(
        "状态", max_length=10, default="submitted", choices=choices_of(SHEET_STATES)
    )
    reviewed_by = models.ForeignKey(
        Person, verbose_name="审核人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField("审核时间", null=True)
    review_reason = models.CharField("审核意见", max_length=500, blank=True)
    kept_reason = models.CharField("离群保留理由", max_length=500, blank=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(organisations=("sample__farm__organisation",))

    class Meta:
        verbose_name = verbose_name_plural = "成本调查表"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sample", "version"], name="cost_sheet_version_once"),
            models.UniqueConstraint(
                fields=["sample"],
                condition=Q(state__in=["submitted", "accepted"]),
                name="cost_sheet_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(milk_sold_kg__gt=0, cows_head__gt=0), name="cost_sheet_has_milk"
            ),
            models.CheckConstraint(
                condition=~Q(state="excluded") | ~Q(review_reason=""),
                name="cost_sheet_excluded_with_reason",
            ),
        ]
        triggers: ClassVar = [pgtrigger.ReadOnly(name="content_fixed", fields=list(_CONTENT))]

    @property
    def state_text(self) -> Text:
        """The state in words."""
        return SHEET_STATES[self.state]

    def figures(self) -> SheetFigures:
        """The content as the science of cost sheets takes it."""
        return SheetFigures(
            self.milk_sold_kg,
            self.cows_head,
            self.fat_pct,
            self.protein_pct,
            {line.item: line.yuan for line in self.lines.all()},
            self.stated_total_yuan,
        )


class CostLine(models.Model):
    """One line of a sheet, in yuan over the period."""

    sheet = models.ForeignKey(CostSheet, on_delete=models.PROTECT, related_name="lines")
    item = models.CharField(
        "项目", max_length=16, choices=[(one.code, one.title.zh) for one in ITEMS.values()]
    )
    yuan = models.DecimalField("金额（元）", max_digits=14, decimal_places=2)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("sheet__sample__farm__organisation",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "成本项目"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "item"], name="cost_line_once"),
            models.CheckConstraint(condition=Q(yuan__gte=0), name="cost_line_not_negative"),
        ]
        triggers: ClassVar = [ONLY_ADDED]

    @property
    def definition(self) -> CostItem:
        """What the form says of the line."""
        return ITEMS[self.item]


class PriceEstimate(models.Model):
    """A determination with everything it rests on: ``result`` follows from ``inputs`` alone.

    ``digest`` is the SHA-256 of method, inputs and result. The inputs name farms and are
    confidential; the result without its ``influence`` may be published.
    """

    round = models.ForeignKey(PriceRound, on_delete=models.PROTECT, related_name="estimates")
    revision = models.PositiveSmallIntegerField("版次")
    method = models.CharField("方法与版本", max_length=40)
    inputs = models.JSONField("输入")
    result = models.JSONField("结果")
    tier = models.PositiveSmallIntegerField("数据层级")
    cost = models.DecimalField("测算成本（元/公斤）", max_digits=12, decimal_places=6, null=True)
    digest = models.CharField("摘要", max_length=64)
    computed_by = models.ForeignKey(
        Person, verbose_name="测算人", on_delete=models.PROTECT, related_name="+"
    )
    computed_at = models.DateTimeField("测算时间")

    class Meta:
        verbose_name = verbose_name_plural = "参考价测算"
        ordering: ClassVar = ["-revision"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "revision"], name="price_estimate_once")
        ]
        triggers: ClassVar = [ONLY_ADDED]


class PriceInput(models.Model):
    """A market figure that the formulas take, with its source; the youngest counts."""

    round = models.ForeignKey(PriceRound, on_delete=models.PROTECT, related_name="market_inputs")
    code = models.CharField("指标", max_length=24)
    value = models.DecimalField("数值", max_digits=18, decimal_places=6)
    source = models.CharField("来源", max_length=200)
    entered_by = models.ForeignKey(
        Person, verbose_name="录入人", on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField("录入时间")

    class Meta:
        verbose_name = verbose_name_plural = "市场参数"
        triggers: ClassVar = [ONLY_ADDED]
