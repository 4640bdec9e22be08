"""Sample tubes, the laboratory's files, and readings of standard samples."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from milkshed.platform.models import Organisation, Person
from milkshed.platform.scope import ScopePaths
from milkshed.recording.models.plan import TestVisit


class TubeState(models.TextChoices):
    """How far a tube is."""

    EXPECTED = "expected", "待采样"
    SAMPLED = "sampled", "已采样"
    SKIPPED = "skipped", "未采样"
    RESULT = "result", "已出结果"


class LabFile(models.Model):
    """A file of results by tube: how many rows went in, and every row that did not.

    ``faults`` is a list of ``{"row", "field", "value", "rule", "zh", "en"}``.
    """

    centre = models.ForeignKey(
        Organisation, verbose_name="测定中心", on_delete=models.PROTECT, related_name="+"
    )
    file_name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("文件摘要", max_length=64)
    rows = models.PositiveIntegerField("总行数")
    accepted = models.PositiveIntegerField("接收行数")
    repeated = models.PositiveIntegerField("已有行数")
    refused = models.PositiveIntegerField("退回行数")
    faults = models.JSONField("退回原因", default=list)
    columns = models.JSONField("识别的列", default=dict)
    brought_by = models.ForeignKey(
        Person, verbose_name="导入人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    brought_at = models.DateTimeField("导入时间", auto_now_add=True)
    synthetic = models.BooleanField("演示数据", default=False)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(organisations=("centre",))

    class Meta:
        verbose_name = verbose_name_plural = "检测结果文件"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "sha256"], name="lab_file_taken_once"),
            models.CheckConstraint(
                condition=Q(rows=F("accepted") + F("repeated") + F("refused")),
                name="lab_file_accounts_for_every_row",
            ),
        ]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class SampleTube(models.Model):
    """One tube of a visit: whose milk, how much was weighed, and what the laboratory found.

    ``animal_key`` is the register's key of the cow and empty where the number on the tube is
    not known there. ``milkings`` is ``[{"part", "kg", "hours"}, …]``, ``milk_kg`` the yield of
    24 hours made of it. ``advice`` lists what looks unusual, without refusing it.
    """

    visit = models.ForeignKey(
        TestVisit, verbose_name="测定安排", on_delete=models.PROTECT, related_name="tubes"
    )
    tube = models.CharField("样品管号", max_length=24, unique=True)
    position = models.PositiveIntegerField("序号")
    animal_key = models.BigIntegerField("牛只键", null=True)
    number = models.CharField("牛号", max_length=30)
    parity = models.PositiveSmallIntegerField("胎次", null=True)
    days_in_milk = models.PositiveSmallIntegerField("泌乳天数", null=True)
    milkings = models.JSONField("各次挤奶", default=list, db_default=[])
    milk_kg = models.DecimalField("日产奶量（公斤）", max_digits=4, decimal_places=1, null=True)
    state = models.CharField(
        "状态",
        max_length=8,
        choices=TubeState.choices,
        default=TubeState.EXPECTED,
        db_default=TubeState.EXPECTED,
    )
    remark = models.CharField("说明", max_length=60, blank=True, db_default="")
    fat_pct = models.DecimalField("乳脂率（%）", max_digits=4, decimal_places=2, null=True)
    protein_pct = models.DecimalField("乳蛋白率（%）", max_digits=4, decimal_places=2, null=True)
    lactose_pct = models.DecimalField("乳糖率（%）", max_digits=4, decimal_places=2, null=True)
    urea_mg_per_dl = models.DecimalField(
        "尿素（毫克/分升）", max_digits=5, decimal_places=1, null=True
    )
    scc_per_ml = models.PositiveIntegerField("体细胞数（个/毫升）", null=True)
    lab_file = models.ForeignKey(
        LabFile,
        verbose_name="结果文件",
        null=True,
        on_delete=models.PROTECT,
        related_name="tubes",
        db_index=False,
    )
    lab_row = models.PositiveIntegerField("文件行号", null=True)
    advice = models.JSONField("提示", default=list, db_default=[])

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("visit__enrolment__centre", "visit__enrolment__place__organisation"),
        counties=("visit__enrolment__place__county",),
    )

    class Meta:
        verbose_name = verbose_name_plural = "样品管"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["visit", "position"], name="tube_has_its_place_in_the_box"
            ),
            models.CheckConstraint(
                condition=Q(milk_kg__isnull=True) | Q(milk_kg__gt=0), name="tube_yield_possible"
            ),
        ]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class StandardReading(models.Model):
    """A standard sample with a known value, read in replicates on one instrument of a centre.

    ``material`` names the sample sent to all centres, which makes them comparable.
    """

    centre = models.ForeignKey(
        Organisation, verbose_name="测定中心", on_delete=models.PROTECT, related_name="+"
    )
    instrument = models.CharField("仪器", max_length=40)
    material = models.CharField("标准样批号", max_length=40)
    component = models.CharField("成分", max_length=20)
    reference = models.DecimalField("定值", max_digits=12, decimal_places=3)
    values = models.JSONField("读数")
    measured_on = models.DateField("测定日期")
    recorded_by = models.ForeignKey(
        Person, verbose_name="记录人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    synthetic = models.BooleanField("演示数据", default=False)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(organisations=("centre",))

    class Meta:
        verbose_name = verbose_name_plural = "标准样读数"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["centre", "instrument", "material", "component", "measured_on"],
                name="standard_read_once_a_day",
            )
        ]
