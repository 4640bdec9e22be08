"""Versions of the plan, indicators with all their claims, and the figures that answer them."""

from typing import ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from milkshed.kernel.text import Text
from milkshed.plan.science.lights import Rule
from milkshed.platform.models import Attachment, Organisation, Person
from milkshed.platform.scope import ScopePaths

KINDS: dict[str, Text] = {
    "binding": Text("约束性", "Binding"),
    "expected": Text("预期性", "Expected"),
    "control": Text("控制性", "Cap"),
    "unstated": Text("未标明", "Not stated"),
}
OPERATORS: dict[str, Text] = {
    ">=": Text("不低于", "at least"),
    "<=": Text("不超过", "at most"),
    "=": Text("等于", "exactly"),
    "band": Text("双向区间", "band"),
    "range": Text("区间", "range"),
    "project": Text("项目", "project"),
}
DIRECTIONS: dict[str, Text] = {
    "up": Text("上升", "up"),
    "hold": Text("保持", "hold"),
    "annual": Text("每年达到", "reached each year"),
    "cap": Text("控制上限", "kept below"),
    "band": Text("双向控制", "kept within"),
    "project": Text("项目建成", "built"),
}
ACCUMULATIONS: dict[str, Text] = {
    "stock": Text("时点存量", "stock on a day"),
    "annual": Text("年度（近12个月）", "of a year (last 12 months)"),
    "cumulative": Text("规划期累计", "total over the plan's time"),
    "unknown": Text("规划未写明", "not stated in the plan"),
}
BASELINE_BASES: dict[str, Text] = {
    "stated": Text("规划给出", "printed in the plan"),
    "by-definition": Text("按新增口径自0起", "a count of new things starts at nothing"),
    "unknown": Text("未给出或口径不同", "not printed, or for another definition"),
}
REPORT_STATES: dict[str, Text] = {
    "draft": Text("起草", "Draft"),
    "submitted": Text("待审核", "To be reviewed"),
    "accepted": Text("已采用", "Accepted"),
    "returned": Text("已退回", "Returned"),
}


VERSION_STATES: dict[str, Text] = {
    "loaded": Text("已载入", "Loaded"),
    "adopted": Text("现行", "In force"),
    "superseded": Text("已被取代", "Superseded"),
}


UNITS: dict[str, str] = {
    "万头": "10⁴ head",
    "万吨": "10⁴ t",
    "亿元": "10⁸ CNY",
    "吨/头": "t a head",
    "家": "firms",
    "个": "in number",
    "万亩": "10⁴ mu",
    "万亩/年": "10⁴ mu a year",
    "万吨/年": "10⁴ t a year",
    "头": "head",
    "万支": "10⁴ straws",
    "万枚": "10⁴ embryos",
    "万吨/日": "10⁴ t a day",
    "吨/日": "t a day",
    "次": "times",
    "名": "people",
}
"""The plan's units in English."""


def _choices(words: dict[str, Text]) -> list[tuple[str, str]]:
    return [(code, word.zh) for code, word in words.items()]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PlanVersion(models.Model):
    """One text of the plan; the newest current one is shown."""

    code = models.CharField("版本", max_length=30, unique=True)
    title_zh = models.CharField("名称", max_length=120)
    title_en = models.CharField("英文名称", max_length=160)
    status = models.CharField(
        "状态", max_length=10, choices=[("draft", "征求意见稿"), ("final", "正式文本")]
    )
    current = models.BooleanField("现行", default=True)
    state = models.CharField(
        "版本状态", max_length=10, default="loaded", choices=_choices(VERSION_STATES)
    )
    revision = models.PositiveIntegerField("修订次数", default=0)
    loaded_by = models.ForeignKey(
        Person, verbose_name="载入人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    loaded_at = models.DateTimeField("载入时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "规划版本"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["current"], condition=Q(current=True), name="plan_has_one_current_version"
            )
        ]

    def __str__(self) -> str:
        return self.title_zh

    @property
    def title(self) -> Text:
        """The name in both languages."""
        return Text(self.title_zh, self.title_en)

    @property
    def state_text(self) -> Text:
        """Loaded, in force or superseded."""
        return VERSION_STATES[self.state]

    @property
    def status_text(self) -> Text:
        """Whether the text is a draft or the final one."""
        return Text("正式文本", "Final") if self.status == "final" else Text("征求意见稿", "Draft")


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Indicator(models.Model):
    """One indicator of the plan. ``quote_zh`` is the plan's wording, to the letter."""

    version = models.ForeignKey(
        PlanVersion, verbose_name="规划版本", on_delete=models.PROTECT, related_name="indicators"
    )
    code = models.CharField("编号", max_length=8)
    position = models.PositiveSmallIntegerField("次序")
    section = models.CharField("章节", max_length=40)
    group = models.CharField("分组", max_length=10)
    name_zh = models.CharField("名称", max_length=60)
    name_en = models.CharField("英文名称", max_length=100)
    quote_zh = models.CharField("原文", max_length=200)
    unit = models.CharField("单位", max_length=20)
    kind_raw = models.CharField("原文性质", max_length=20, blank=True)
    kind = models.CharField("性质", max_length=10, choices=_choices(KINDS))
    operator = models.CharField("关系", max_length=8, choices=_choices(OPERATORS))
    direction = models.CharField("方向", max_length=8, choices=_choices(DIRECTIONS))
    accumulation = models.CharField("累计方式", max_length=12, choices=_choices(ACCUMULATIONS))
    baseline = models.DecimalField("基期值", max_digits=14, decimal_places=4, null=True)
    baseline_as_written = models.CharField("基期写法", max_length=60)
    baseline_basis = models.CharField("基期依据", max_length=14, choices=_choices(BASELINE_BASES))
    target = models.DecimalField("目标值", max_digits=14, decimal_places=4, null=True)
    low = models.DecimalField("目标下限", max_digits=14, decimal_places=4, null=True)
    high = models.DecimalField("目标上限", max_digits=14, decimal_places=4, null=True)
    tolerance_share = models.DecimalField(
        "区间半宽（占目标比例，平台设定）", max_digits=5, decimal_places=4, default=0
    )
    zone = models.CharField("分区", max_length=12, blank=True)
    derived_from = models.CharField("取自指标", max_length=8, blank=True)
    scope_zh = models.CharField("范围", max_length=60)
    scope_en = models.CharField("英文范围", max_length=80)
    formula_zh = models.CharField("计算办法", max_length=200)
    formula_en = models.CharField("英文计算办法", max_length=240)
    lead_units = ArrayField(
        models.CharField(max_length=60), verbose_name="牵头单位", default=list, blank=True
    )

    class Meta:
        verbose_name = verbose_name_plural = "规划指标"
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "code"], name="indicator_once_per_version"),
            models.CheckConstraint(
                condition=Q(operator="range", low__isnull=False, high__isnull=False)
                | (~Q(operator="range") & Q(target__isnull=False)),
                name="indicator_has_a_target",
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=True) | Q(low__lte=F("high")),
                name="indicator_low_not_above_high",
            ),
            models.CheckConstraint(
                condition=Q(baseline__isnull=True, baseline_basis="unknown")
                | (Q(baseline__isnull=False) & ~Q(baseline_basis="unknown")),
                name="indicator_baseline_has_its_basis",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"

    @property
    def name(self) -> Text:
        """The name in both languages."""
        return Text(self.name_zh, self.name_en)

    @property
    def scope(self) -> Text:
        """What the target is about, in both languages."""
        return Text(self.scope_zh, self.scope_en)

    @property
    def formula(self) -> Text:
        """How it is computed, in our words."""
        return Text(self.formula_zh, self.formula_en)

    @property
    def kind_text(self) -> Text:
        """Binding, expected, cap or not stated."""
        return KINDS[self.kind]

    @property
    def direction_text(self) -> Text:
        """Where the figure should go."""
        return DIRECTIONS[self.direction]

    @property
    def accumulation_text(self) -> Text:
        """Stock, yearly or a total."""
        return ACCUMULATIONS[self.accumulation]

    @property
    def baseline_basis_text(self) -> Text:
        """Where the baseline comes from."""
        return BASELINE_BASES[self.baseline_basis]

    @property
    def unit_text(self) -> Text:
        """The unit in both languages."""
        return Text(self.unit, UNITS.get(self.unit, self.unit))

    @property
    def target_text(self) -> Text:
        """The target with its relation: ``≥10``, ``4–5``."""
        return _target_text(self.operator, self.target, self.low, self.high)

    def rule(self, points: "list[Milestone] | None" = None) -> Rule:
        """What the target asks, with its path when milestones are given."""
        return Rule(
            operator=self.operator,
            direction=self.direction,
            target=self.target,
            low=self.low,
            high=self.high,
            baseline=self.baseline,
            tolerance_share=self.tolerance_share,
            points=tuple((point.on, point.value) for point in points or ()),
        )


def _target_text(operator: str, target: object, low: object, high: object) -> Text:
    if operator == "range":
        shown = f"{_plain(low)}–{_plain(high)}"
        return Text(shown, shown)
    sign = {">=": "≥", "<=": "≤", "=": "=", "band": "≈", "project": ""}[operator]
    return Text(f"{sign}{_plain(target)}", f"{sign}{_plain(target)}")


def _plain(value: object) -> str:
    return f"{value:,.4f}".rstrip("0").rstrip(".")


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class TargetClaim(models.Model):
    """What one place of the plan claims as the target; several stand side by side."""

    indicator = models.ForeignKey(
        Indicator, verbose_name="指标", on_delete=models.CASCADE, related_name="claims"
    )
    position = models.PositiveSmallIntegerField("次序")
    source_zh = models.CharField("出处", max_length=60)
    source_en = models.CharField("英文出处", max_length=60)
    quote_zh = models.CharField("原文", max_length=200, blank=True)
    operator = models.CharField("关系", max_length=8, choices=_choices(OPERATORS))
    value = models.DecimalField("目标值", max_digits=14, decimal_places=4, null=True)
    low = models.DecimalField("目标下限", max_digits=14, decimal_places=4, null=True)
    high = models.DecimalField("目标上限", max_digits=14, decimal_places=4, null=True)
    kind = models.CharField("性质", max_length=10, choices=_choices(KINDS))

    class Meta:
        verbose_name = verbose_name_plural = "目标出处"
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "source_zh"], name="claim_once_per_indicator_and_source"
            )
        ]

    @property
    def source(self) -> Text:
        """Where the claim stands."""
        return Text(self.source_zh, self.source_en)

    @property
    def kind_text(self) -> Text:
        """Binding, expected, cap or not stated."""
        return KINDS[self.kind]

    @property
    def target_text(self) -> Text:
        """The claimed target with its relation."""
        return _target_text(self.operator, self.value, self.low, self.high)

    def rule(self) -> Rule:
        """What this claim asks; the rest is as its indicator says."""
        base = self.indicator.rule()
        return Rule(
            operator=self.operator,
            direction=base.direction,
            target=self.value,
            low=self.low,
            high=self.high,
            baseline=base.baseline,
            tolerance_share=base.tolerance_share,
        )


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Milestone(models.Model):
    """One point of an indicator's path. The plan prints none, so most are interpolated by us."""

    indicator = models.ForeignKey(
        Indicator, verbose_name="指标", on_delete=models.CASCADE, related_name="milestones"
    )
    on = models.DateField("日期")
    value = models.DecimalField("应达到", max_digits=14, decimal_places=4)
    basis = models.CharField(
        "依据", max_length=12, choices=[("interpolated", "由平台内插"), ("official", "文件下达")]
    )
    document = models.CharField("下达文件", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "路径节点"
        ordering: ClassVar = ["on"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "on"], name="milestone_once_per_indicator_and_day"
            )
        ]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Contradiction(models.Model):
    """Where the plan contradicts itself or its own arithmetic: both readings are held."""

    version = models.ForeignKey(
        PlanVersion,
        verbose_name="规划版本",
        on_delete=models.PROTECT,
        related_name="contradictions",
    )
    code = models.CharField("编号", max_length=8)
    position = models.PositiveSmallIntegerField("次序")
    title_zh = models.CharField("事项", max_length=80)
    title_en = models.CharField("英文事项", max_length=120)
    reading_a_zh = models.CharField("读法一", max_length=200)
    reading_a_en = models.CharField("英文读法一", max_length=240)
    reading_b_zh = models.CharField("读法二", max_length=200)
    reading_b_en = models.CharField("英文读法二", max_length=240)
    note_zh = models.CharField("平台处理", max_length=200)
    note_en = models.CharField("英文平台处理", max_length=240)
    indicators = ArrayField(
        models.CharField(max_length=8), verbose_name="相关指标", default=list, blank=True
    )

    class Meta:
        verbose_name = verbose_name_plural = "规划矛盾"
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "code"], name="contradiction_once_per_version"
            )
        ]

    @property
    def title(self) -> Text:
        """What it is about."""
        return Text(self.title_zh, self.title_en)

    @property
    def reading_a(self) -> Text:
        """The first reading."""
        return Text(self.reading_a_zh, self.reading_a_en)

    @property
    def reading_b(self) -> Text:
        """The second reading."""
        return Text(self.reading_b_zh, self.reading_b_en)

    @property
    def note(self) -> Text:
        """How the platform holds it."""
        return Text(self.note_zh, self.note_en)


class ComputedFigure(models.Model):
    """A figure computed from records for a day; rows are only ever added."""

    indicator = models.ForeignKey(
        Indicator,
        verbose_name="指标",
        on_delete=models.PROTECT,
        related_name="figures",
        db_index=False,
    )
    as_of = models.DateField("截至日期")
    value = models.DecimalField("数值", max_digits=18, decimal_places=6, null=True)
    unit = models.CharField("单位", max_length=20)
    room = models.CharField("提供方", max_length=30)
    method_zh = models.TextField("方法", blank=True)
    method_en = models.TextField("英文方法", blank=True)
    method_version = models.CharField("方法版本", max_length=40, blank=True)
    inputs = models.JSONField("依据", default=list)
    coverage = models.DecimalField("数据覆盖率", max_digits=7, decimal_places=6, null=True)
    note_zh = models.TextField("说明", blank=True)
    note_en = models.TextField("英文说明", blank=True)
    unconfirmed_rules = models.JSONField("待核实规则", default=list)
    holders = models.PositiveIntegerField("涉及主体数", null=True)
    failed = models.BooleanField("计算失败", default=False)
    computed_at = models.DateTimeField("计算时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "计算值"
        indexes: ClassVar = [models.Index(fields=["indicator", "-as_of", "-id"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(failed=False) | Q(value__isnull=True),
                name="figure_that_failed_has_no_value",
            )
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="figure_is_only_added", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    @property
    def method(self) -> Text:
        """How the room computed it."""
        return Text(self.method_zh, self.method_en)

    @property
    def note(self) -> Text:
        """Why there is no value, or what to keep in mind."""
        return Text(self.note_zh, self.note_en)


class ManualReport(models.Model):
    """A figure that people report with evidence; it counts once another person accepted it."""

    indicator = models.ForeignKey(
        Indicator, verbose_name="指标", on_delete=models.PROTECT, related_name="reports"
    )
    as_of = models.DateField("截至日期")
    value = models.DecimalField("填报值", max_digits=18, decimal_places=6)
    note = models.CharField("说明", max_length=300, blank=True)
    evidence = models.ForeignKey(Attachment, verbose_name="佐证", on_delete=models.PROTECT)
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
        "状态", max_length=10, default="draft", choices=_choices(REPORT_STATES)
    )

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("organisation",), counties=("organisation__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "人工填报"
        indexes: ClassVar = [models.Index(fields=["indicator", "state", "-as_of"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("reported_by")),
                name="report_reviewed_by_another_person",
            ),
        ]

    @property
    def state_text(self) -> Text:
        """The state in words."""
        return REPORT_STATES[self.state]
