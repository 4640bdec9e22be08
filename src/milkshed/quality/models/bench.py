"""The bench: accredited methods, layouts and files of instruments, reference material readings."""

from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from milkshed.kernel.text import Text
from milkshed.platform.models import Person
from milkshed.platform.scope import ScopePaths
from milkshed.quality.models.plans import choices_of
from milkshed.quality.models.samples import Laboratory
from milkshed.quality.science.analytes import ANALYTES, Analyte

_ANALYTE_CHOICES = [(a.code, a.name.zh) for a in ANALYTES.values()]
_OF_LABORATORY = ScopePaths(
    organisations=("laboratory__place__organisation",), counties=("laboratory__place__county",)
)
IMPORT_STATES: dict[str, Text] = {
    "preview": Text("待确认", "To be confirmed"),
    "taken": Text("已导入", "Taken in"),
    "dropped": Text("已放弃", "Dropped"),
}


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class AccreditedMethod(models.Model):
    """One line of a laboratory's accreditation: an analyte by a method, from a day to a day.

    ``detection`` and ``quantification`` are in the analyte's unit; ``uncertainty_share`` is the
    relative expanded uncertainty (k = 2) that stands in when a result brings none.
    """

    laboratory = models.ForeignKey(
        Laboratory, verbose_name="实验室", on_delete=models.PROTECT, related_name="methods"
    )
    analyte = models.CharField("项目", max_length=30, choices=_ANALYTE_CHOICES)
    method = models.CharField("方法标准", max_length=60)
    valid_from = models.DateField("起始日期")
    valid_to = models.DateField("截止日期", null=True, blank=True)
    detection = models.DecimalField(
        "检出限", max_digits=16, decimal_places=6, null=True, blank=True
    )
    quantification = models.DecimalField(
        "定量限", max_digits=16, decimal_places=6, null=True, blank=True
    )
    uncertainty_share = models.DecimalField(
        "相对扩展不确定度", max_digits=6, decimal_places=4, null=True, blank=True
    )

    scope_paths: ClassVar[ScopePaths] = _OF_LABORATORY

    class Meta:
        verbose_name = verbose_name_plural = "资质认定能力附表"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["laboratory", "analyte", "method", "valid_from"],
                name="accredited_method_once",
            ),
            models.CheckConstraint(
                condition=Q(detection__isnull=True)
                | Q(quantification__isnull=True)
                | Q(quantification__gte=F("detection")),
                name="quantification_not_below_detection",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="accredited_method_ends_after",
            ),
        ]

    @property
    def of(self) -> Analyte:
        """What is measured."""
        return ANALYTES[self.analyte]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ResultLayout(models.Model):
    """A laboratory's own mapping of an instrument's file, kept for the next file."""

    laboratory = models.ForeignKey(
        Laboratory, verbose_name="实验室", on_delete=models.PROTECT, related_name="layouts"
    )
    name = models.CharField("名称", max_length=60)
    layout = models.JSONField("布局")
    confirmed_by = models.ForeignKey(
        Person, verbose_name="确认人", on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField("确认时间")

    scope_paths: ClassVar[ScopePaths] = _OF_LABORATORY

    class Meta:
        verbose_name = verbose_name_plural = "仪器文件布局"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["laboratory", "name"], name="layout_name_once")
        ]


class ResultFile(models.Model):
    """A file of results: first looked at, then taken in; what became of every row."""

    laboratory = models.ForeignKey(
        Laboratory, verbose_name="实验室", on_delete=models.PROTECT, related_name="files"
    )
    file_name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("摘要", max_length=64)
    layout = models.JSONField("布局")
    rows = models.JSONField("数据行")
    state = models.CharField(
        "状态", max_length=8, default="preview", choices=choices_of(IMPORT_STATES)
    )
    accepted = models.PositiveIntegerField("接收", default=0)
    repeated = models.PositiveIntegerField("已有", default=0)
    refused = models.PositiveIntegerField("退回", default=0)
    faults = models.JSONField("退回原因", default=list)
    brought_by = models.ForeignKey(
        Person, verbose_name="导入人", on_delete=models.PROTECT, related_name="+"
    )
    brought_at = models.DateTimeField("导入时间", auto_now_add=True)

    scope_paths: ClassVar[ScopePaths] = _OF_LABORATORY

    class Meta:
        verbose_name = verbose_name_plural = "结果文件"
        indexes: ClassVar = [models.Index(fields=["laboratory", "-brought_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["laboratory", "sha256"], name="result_file_once")
        ]

    @property
    def state_text(self) -> Text:
        """How far the file is, in words."""
        return IMPORT_STATES[self.state]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ControlSeries(models.Model):
    """A reference material measured again and again with one method on one instrument."""

    laboratory = models.ForeignKey(
        Laboratory, verbose_name="实验室", on_delete=models.PROTECT, related_name="control_series"
    )
    material = models.CharField("标准物质编号", max_length=60)
    analyte = models.CharField("项目", max_length=30, choices=_ANALYTE_CHOICES)
    method = models.CharField("方法", max_length=60)
    instrument = models.CharField("仪器", max_length=60)
    target = models.DecimalField("标准值", max_digits=16, decimal_places=6)
    sd = models.DecimalField("标准差", max_digits=16, decimal_places=6)
    material_to = models.DateField("标准物质有效期止")

    scope_paths: ClassVar[ScopePaths] = _OF_LABORATORY

    class Meta:
        verbose_name = verbose_name_plural = "质控序列"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["laboratory", "material", "analyte", "instrument"],
                name="control_series_once",
            ),
            models.CheckConstraint(condition=Q(sd__gt=0), name="control_sd_above_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.material} {self.of.name.zh} {self.instrument}"

    @property
    def of(self) -> Analyte:
        """What is measured."""
        return ANALYTES[self.analyte]


class ControlReading(models.Model):
    """One reading of a reference material; never changed."""

    series = models.ForeignKey(
        ControlSeries, verbose_name="质控序列", on_delete=models.PROTECT, related_name="readings"
    )
    at = models.DateTimeField("测定时间")
    value = models.DecimalField("测定值", max_digits=16, decimal_places=6)
    recorded_by = models.ForeignKey(
        Person, verbose_name="记录人", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "质控测定值"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "at"], name="control_reading_once")
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="control_reading_is_final", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]
