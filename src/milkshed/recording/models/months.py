"""What a month comes to: populations, runs, figures of every lactation, frozen reports."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from milkshed.kernel.text import Text
from milkshed.platform.models import Person, Place
from milkshed.platform.scope import ScopePaths

REPORT_STATES: dict[str, Text] = {
    "draft": Text("草稿", "Draft"),
    "issued": Text("已签发", "Issued"),
    "replaced": Text("已被新版替代", "Replaced"),
}


class StoredPopulation(models.Model):
    """A population fitted for a region and a year: the prior of every prediction made with it.

    ``document`` is the file of the engine, ``version`` its own digest; ``manifest`` says from
    which test days, how, and whether the fit converged. Never edited.
    """

    region = models.CharField("地区", max_length=40)
    year = models.PositiveSmallIntegerField("年份")
    version = models.CharField("版本", max_length=12, unique=True)
    document = models.TextField("参数文件")
    manifest = models.JSONField("来历")
    fitted_at = models.DateTimeField("估计时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "群体参数"
        indexes: ClassVar = [models.Index(fields=["region", "year", "-fitted_at"])]


class MonthlyRun(models.Model):
    """One computation of a month's figures, of all recorded farms or of one.

    ``inputs`` counts and hashes what went in, ``methods`` names each method with its version,
    ``rules`` the rule rows used and whether they are confirmed.
    """

    month = models.DateField("月份")
    place = models.ForeignKey(
        Place, verbose_name="养殖场", null=True, on_delete=models.PROTECT, related_name="+"
    )
    population = models.ForeignKey(
        StoredPopulation,
        verbose_name="群体参数",
        null=True,
        on_delete=models.PROTECT,
        related_name="runs",
    )
    methods = models.JSONField("方法与版本")
    inputs = models.JSONField("输入")
    rules = models.JSONField("规则")
    lactations = models.PositiveIntegerField("泌乳期数")
    unusable = models.PositiveIntegerField("不能计算")
    finished_at = models.DateTimeField("完成时间", auto_now_add=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("place__organisation",), counties=("place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "月度计算"
        indexes: ClassVar = [models.Index(fields=["month", "place"])]


class LactationFigure(models.Model):
    """A cow's present lactation as of a month; yields in kg, empty where it cannot be computed.

    ``tim_*`` is the test-interval yield up to day ``tim_days``, the official figure; ``*_305`` is
    predicted with ``reliability``; ``persistency`` in standard deviations, uncorrelated with
    yield; ``mature_kg`` the predicted yield as a mature cow's. ``status`` is the engine's code.
    """

    run = models.ForeignKey(
        MonthlyRun,
        verbose_name="月度计算",
        on_delete=models.CASCADE,
        related_name="figures",
        db_constraint=False,
    )
    month = models.DateField("月份")
    place = models.ForeignKey(
        Place,
        verbose_name="养殖场",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    animal_key = models.BigIntegerField("牛只键")
    parity = models.PositiveSmallIntegerField("胎次")
    calved_on = models.DateField("产犊日期")
    tests = models.PositiveSmallIntegerField("测定次数")
    last_tested_on = models.DateField("最近测定")
    days_in_milk = models.PositiveSmallIntegerField("泌乳天数")
    status = models.PositiveSmallIntegerField("状态码")
    tim_days = models.PositiveSmallIntegerField("累计天数")
    tim_milk_kg = models.FloatField("累计奶量", null=True)
    tim_fat_kg = models.FloatField("累计乳脂", null=True)
    tim_protein_kg = models.FloatField("累计乳蛋白", null=True)
    milk_305_kg = models.FloatField("305天奶量（预测）", null=True)
    fat_305_kg = models.FloatField("305天乳脂（预测）", null=True)
    protein_305_kg = models.FloatField("305天乳蛋白（预测）", null=True)
    score_305 = models.FloatField("体细胞评分（预测）", null=True)
    reliability = models.FloatField("奶量可靠性", null=True)
    peak_kg = models.FloatField("高峰日产", null=True)
    peak_day = models.PositiveSmallIntegerField("高峰日", null=True)
    persistency = models.FloatField("持续力", null=True)
    mature_kg = models.FloatField("成年当量", null=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("place__organisation",), counties=("place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "泌乳期成绩"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place", "month", "animal_key"], name="figure_once_a_month"
            )
        ]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class FarmReport(models.Model):
    """The monthly report of a farm. Once issued its content and hash never change.

    A later version of the same month replaces it; the earlier one stays readable.
    """

    place = models.ForeignKey(
        Place, verbose_name="养殖场", on_delete=models.PROTECT, related_name="+"
    )
    centre = models.ForeignKey(
        "platform.Organisation", verbose_name="测定中心", on_delete=models.PROTECT, related_name="+"
    )
    month = models.DateField("月份")
    version = models.PositiveSmallIntegerField("版次", default=1)
    run = models.ForeignKey(
        MonthlyRun, verbose_name="月度计算", on_delete=models.PROTECT, related_name="reports"
    )
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(code, text.zh) for code, text in REPORT_STATES.items()],
        default="draft",
    )
    content = models.JSONField("内容")
    sha256 = models.CharField("内容摘要", max_length=64)
    drafted_by = models.ForeignKey(
        Person, verbose_name="编制人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField("编制时间", auto_now_add=True)
    issued_at = models.DateTimeField("签发时间", null=True)
    synthetic = models.BooleanField("演示数据", default=False)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("centre", "place__organisation"), counties=("place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "牧场月度报告"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place", "month", "version"], name="report_version_once"
            ),
            models.UniqueConstraint(
                fields=["place", "month"],
                condition=Q(state="draft"),
                name="report_drafted_once",
            ),
        ]
