"""What a farm sets and types for its key figures, and the figures kept for comparison."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from milkshed.herd.models.farms import Farm
from milkshed.platform.models import Person
from milkshed.platform.scope import ScopePaths

_OF_FARM = ScopePaths(organisations=("farm__organisation",), counties=("farm__place__county",))


class FarmWaitingPeriod(models.Model):
    """Days after calving before which a farm serves no cow on purpose, from a day on.

    Rows are only added; the one with the youngest first day in force counts.
    """

    farm = models.ForeignKey(
        Farm, verbose_name="养殖场", on_delete=models.PROTECT, related_name="waiting_periods"
    )
    valid_from = models.DateField("起始日期")
    first_days = models.PositiveSmallIntegerField("头胎牛自愿等待期（天）")
    later_days = models.PositiveSmallIntegerField("经产牛自愿等待期（天）")
    set_by = models.ForeignKey(
        Person, verbose_name="设定人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    set_at = models.DateTimeField("设定时间", auto_now_add=True)

    scope_paths: ClassVar[ScopePaths] = _OF_FARM

    class Meta:
        verbose_name = verbose_name_plural = "自愿等待期"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(first_days__range=(20, 200), later_days__range=(20, 200)),
                name="waiting_period_possible",
            ),
        ]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class MonthAccount(models.Model):
    """Milk, its price and the feed cost of one month, as a farm typed them with their source."""

    farm = models.ForeignKey(
        Farm, verbose_name="养殖场", on_delete=models.PROTECT, related_name="month_accounts"
    )
    month = models.DateField("月份")
    milk_kg = models.DecimalField("交售奶量（公斤）", max_digits=12, decimal_places=1)
    price_yuan_per_kg = models.DecimalField("奶价（元/公斤）", max_digits=8, decimal_places=4)
    feed_cost_yuan = models.DecimalField("饲料费（元）", max_digits=14, decimal_places=2)
    source = models.CharField("依据", max_length=120)
    entered_by = models.ForeignKey(
        Person, verbose_name="填报人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField("填报时间", auto_now=True)
    synthetic = models.BooleanField("演示数据", default=False)

    scope_paths: ClassVar[ScopePaths] = _OF_FARM

    class Meta:
        verbose_name = verbose_name_plural = "月度奶款与饲料费"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["farm", "month"], name="month_account_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="month_account_of_a_month"),
            models.CheckConstraint(
                condition=Q(milk_kg__gte=0, price_yuan_per_kg__gte=0, feed_cost_yuan__gte=0),
                name="month_account_not_negative",
            ),
        ]


class FarmFigure(models.Model):
    """One key figure of a farm over the 365 days up to a month's end, for comparison over time
    and with like farms.

    ``version`` is that of the method. Computed again it replaces what stood; the facts beneath
    are the record.
    """

    farm = models.ForeignKey(
        Farm, verbose_name="养殖场", on_delete=models.PROTECT, related_name="figures"
    )
    code = models.CharField("指标", max_length=30)
    last_day = models.DateField("截止日期")
    numerator = models.FloatField("分子")
    denominator = models.FloatField("分母")
    units = models.PositiveIntegerField("计入数")
    version = models.CharField("方法版本", max_length=8)
    computed_at = models.DateTimeField("计算时间")

    scope_paths: ClassVar[ScopePaths] = _OF_FARM

    class Meta:
        verbose_name = verbose_name_plural = "牧场指标值"
        indexes: ClassVar = [models.Index(fields=["last_day", "code"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["farm", "last_day", "code"], name="farm_figure_once"),
            models.CheckConstraint(condition=Q(denominator__gt=0), name="farm_figure_of_something"),
        ]

    @property
    def value(self) -> float:
        """Numerator over denominator."""
        return self.numerator / self.denominator
