"""Genotype samples on their way from the animal to the evaluation, and the laboratory's files."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person, Place
from milkshed.platform.scope import ScopePaths

SAMPLE_STATES: dict[str, Text] = {
    "ordered": Text("已下单", "Ordered"),
    "collected": Text("已采样", "Collected"),
    "sent": Text("已寄出", "Sent"),
    "received": Text("实验室已收", "At the laboratory"),
    "loaded": Text("已出数据", "Genotyped"),
    "accepted": Text("已采用", "Accepted"),
    "refused": Text("不采用", "Refused"),
    "cancelled": Text("已取消", "Cancelled"),
}


class Tissue(models.TextChoices):
    """What a sample is of."""

    EAR = "ear", "耳组织"
    HAIR = "hair", "毛囊"
    BLOOD = "blood", "血液"
    SEMEN = "semen", "冻精"
    MILK = "milk", "牛奶"


class LaboratoryFormat(models.TextChoices):
    """How a laboratory's file is written."""

    FINAL_REPORT = "final-report", "Illumina FinalReport"
    PLINK_BED = "plink-bed", "PLINK .bed"
    PLINK_PED = "plink-ped", "PLINK .ped"
    VCF = "vcf", "VCF"


class GenotypeFile(models.Model):
    """A laboratory's file: what was read, every sample that was not taken and why.

    ``content_sha256`` names the packed genotypes kept beside the database. ``faults`` is a list
    of ``{"row", "field", "value", "rule", "zh", "en"}``.
    """

    centre = models.ForeignKey(
        Organisation, verbose_name="育种中心", on_delete=models.PROTECT, related_name="+"
    )
    file_name = models.CharField("文件名", max_length=200)
    format = models.CharField("格式", max_length=12, choices=LaboratoryFormat.choices)
    sha256 = models.CharField("文件摘要", max_length=64)
    content_sha256 = models.CharField("基因型摘要", max_length=64)
    samples = models.PositiveIntegerField("样本数")
    markers = models.PositiveIntegerField("标记数")
    accepted = models.PositiveIntegerField("对应到样品")
    refused = models.PositiveIntegerField("未对应")
    faults = models.JSONField("退回原因", default=list)
    brought_by = models.ForeignKey(
        Person, verbose_name="导入人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    brought_at = models.DateTimeField("导入时间", auto_now_add=True)
    synthetic = models.BooleanField("演示数据", default=False)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(organisations=("centre",))

    class Meta:
        verbose_name = verbose_name_plural = "基因型文件"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "sha256"], name="genotype_file_taken_once"),
            models.CheckConstraint(
                condition=Q(samples=F("accepted") + F("refused")),
                name="genotype_file_accounts_for_every_sample",
            ),
        ]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class GenotypeSample(models.Model):
    """One sample of an animal; each hand-over is a step of its flow.

    ``identity`` is the animal in pedigrees. ``findings`` lists what quality control said:
    ``{"rule", "blocks", "zh", "en", "others"}``; ``row`` is the sample's row in the packed file.
    """

    barcode = models.CharField("样品编号", max_length=30, unique=True)
    identity = models.CharField("登记号", max_length=30)
    animal_key = models.BigIntegerField("牛只键", null=True)
    place = models.ForeignKey(
        Place, verbose_name="养殖场", null=True, on_delete=models.PROTECT, related_name="+"
    )
    centre = models.ForeignKey(
        Organisation, verbose_name="育种中心", on_delete=models.PROTECT, related_name="+"
    )
    sex = models.CharField("性别", max_length=1, choices=[("F", "母"), ("M", "公")])
    tissue = models.CharField("组织", max_length=5, choices=Tissue.choices)
    chip = models.CharField("芯片", max_length=40, blank=True)
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(code, text.zh) for code, text in SAMPLE_STATES.items()],
        default="ordered",
    )
    ordered_at = models.DateTimeField("下单时间", auto_now_add=True)
    file = models.ForeignKey(
        GenotypeFile,
        verbose_name="基因型文件",
        null=True,
        on_delete=models.PROTECT,
        related_name="results",
    )
    row = models.PositiveIntegerField("文件行", null=True)
    call_rate = models.FloatField("检出率", null=True)
    findings = models.JSONField("质控结论", default=list)
    synthetic = models.BooleanField("演示数据", default=False)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("centre", "place__organisation"), counties=("place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "基因型样品"
        indexes: ClassVar = [
            models.Index(fields=["state", "-ordered_at"]),
            models.Index(fields=["identity"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state__in=["loaded", "accepted"])
                | Q(file__isnull=False, row__isnull=False),
                name="genotyped_sample_names_its_file",
            )
        ]
