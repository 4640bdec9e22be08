"""What counties have for new farms, and named answers with their inputs frozen."""

from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from milkshed.kernel.text import Text
from milkshed.plan.models.register import choices
from milkshed.platform.models import Organisation, Person
from milkshed.platform.scope import ScopePaths

RESOURCES: dict[str, Text] = {
    "silage_maize_mu": Text("青贮玉米面积（亩）", "Silage maize (mu)"),
    "alfalfa_mu": Text("苜蓿留床面积（亩）", "Lucerne (mu)"),
    "annual_grass_mu": Text("一年生禾草面积（亩）", "Annual grasses (mu)"),
    "maize_mu": Text("籽粒玉米面积（亩）", "Grain maize (mu)"),
    "wheat_mu": Text("小麦面积（亩）", "Wheat (mu)"),
    "rice_mu": Text("水稻面积（亩）", "Rice (mu)"),
    "silage_bought_t": Text("外购青贮（吨/年）", "Silage bought (t a year)"),
    "alfalfa_bought_t": Text("外购苜蓿干草（吨/年）", "Lucerne hay bought (t a year)"),
    "water_m3": Text("可用水量指标（立方米/年）", "Water quota (m³ a year)"),
    "other_pe": Text("其他畜禽（猪当量）", "Other livestock (pig equivalents)"),
}
RESOURCE_STATUSES: dict[str, Text] = {
    "official": Text("已核对原文", "Checked"),
    "recalled": Text("待核实", "To be confirmed"),
    "assumed": Text("测算", "Assumed"),
}


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CountyResource(models.Model):
    """What a county has for cattle, from a day on, with its source."""

    county = models.CharField("县（市、区）", max_length=6)
    kind = models.CharField("类别", max_length=20, choices=choices(RESOURCES))
    value = models.DecimalField("数量", max_digits=16, decimal_places=2)
    source = models.CharField("来源", max_length=200)
    status = models.CharField("核实状态", max_length=10, choices=choices(RESOURCE_STATUSES))
    valid_from = models.DateField("起始日期")
    valid_to = models.DateField("终止日期", null=True, blank=True)
    entered_by = models.ForeignKey(
        Person, verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField("登记时间", auto_now_add=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(counties=("county",))

    class Meta:
        verbose_name = verbose_name_plural = "县域资源"
        ordering: ClassVar = ["county", "kind", "-valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["county", "kind", "valid_from"], name="resource_once_per_first_day"
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="resource_not_negative"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="resource_ends_after_it_begins",
            ),
        ]

    @property
    def kind_text(self) -> Text:
        """What it is, with its unit."""
        return RESOURCES[self.kind]

    @property
    def status_text(self) -> Text:
        """How sure it is."""
        return RESOURCE_STATUSES[self.status]


class SitingScenario(models.Model):
    """A named what-if for a new farm: inputs, method and answer as they were; never changed."""

    name = models.CharField("名称", max_length=80)
    county = models.CharField("县（市、区）", max_length=6)
    place = models.CharField("地点", max_length=80, blank=True)
    head = models.PositiveIntegerField("拟建规模（头）")
    own_forage = models.BooleanField("自种青贮", default=False)
    reach = models.CharField("加工可及范围", max_length=8)
    on = models.DateField("数据日期")
    inputs = models.JSONField("输入")
    answer = models.JSONField("结果")
    method_version = models.CharField("方法版本", max_length=20)
    organisation = models.ForeignKey(
        Organisation, verbose_name="单位", on_delete=models.PROTECT, related_name="+"
    )
    made_by = models.ForeignKey(
        Person, verbose_name="推演人", on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField("推演时间", auto_now_add=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("organisation",), counties=("county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "新建牧场推演"
        ordering: ClassVar = ["-made_at", "-pk"]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="scenario_is_only_added", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return self.name
