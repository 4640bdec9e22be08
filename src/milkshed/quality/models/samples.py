"""Laboratories, samples with their custody, and results."""

from typing import ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person, Place, Rule
from milkshed.platform.scope import ScopePaths
from milkshed.quality.science.analytes import ANALYTES, Analyte
from milkshed.quality.science.verdict import Verdict

VERDICT_CHOICES = [
    (Verdict.PASS.value, "合格"),
    (Verdict.FAIL.value, "不合格"),
    (Verdict.UNDECIDED.value, "未判定"),
]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Laboratory(models.Model):
    """A place where milk is tested, with its accreditation."""

    place = models.OneToOneField(
        Place, verbose_name="场所", on_delete=models.PROTECT, related_name="laboratory"
    )
    accredited = models.BooleanField("具备资质认定（CMA）", default=False)
    accreditation_number = models.CharField("资质认定证书号", max_length=40, blank=True)
    accredited_to = models.DateField("资质有效期止", null=True, blank=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("place__organisation",), counties=("place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "检测实验室"

    def __str__(self) -> str:
        return self.place.name_zh

    @property
    def organisation(self) -> Organisation:
        """The organisation that runs it."""
        return self.place.organisation


SAMPLE_NUMBER = r"^[!-.0-~]{1,30}$"  # printable ASCII without the slash


class SampleKind(models.TextChoices):
    """Why milk was sampled."""

    INCOMING = "incoming", "进厂检验"
    OFFICIAL = "official", "监督抽检"
    CONTRABAND = "contraband", "违禁物专项监测"
    SELF_CHECK = "self_check", "自检"


OFFICIAL_KINDS = (SampleKind.OFFICIAL.value, SampleKind.CONTRABAND.value)

SAMPLE_STATES: dict[str, Text] = {
    "taken": Text("已抽样", "Taken"),
    "sealed": Text("已封样", "Sealed"),
    "received": Text("已收样", "Received"),
    "testing": Text("检测中", "Testing"),
    "reported": Text("已报告", "Reported"),
    "retest": Text("已转复检", "Sent to retest"),
    "cancelled": Text("已作废", "Cancelled"),
}


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Sample(models.Model):
    """A sample of one lot of milk and where it is on its way to a verdict.

    Official samples are taken by two people. Routine incoming tests keep their results in
    :class:`RoutinePanel`, all others in :class:`Result`.
    """

    barcode = models.CharField("样品编号", max_length=30, unique=True)
    blind_number = models.CharField("盲样号", max_length=30, null=True, blank=True, unique=True)
    kind = models.CharField("类别", max_length=12, choices=SampleKind.choices)
    lot_uri = models.CharField("奶批", max_length=120, db_index=True)
    place = models.ForeignKey(
        Place, verbose_name="抽样地点", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    tanker_uri = models.CharField("运输车", max_length=80, blank=True)
    sheet_gdti = models.CharField("交接单", max_length=30, blank=True)
    sampled_at = models.DateTimeField("抽样时间")
    sampler = models.ForeignKey(
        Person, verbose_name="抽样人", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    second_sampler = models.ForeignKey(
        Person,
        verbose_name="抽样人（二）",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    portions = models.PositiveSmallIntegerField("样品份数", default=1)
    base_kg = models.DecimalField(
        "抽样基数（公斤）", max_digits=9, decimal_places=1, null=True, blank=True
    )
    laboratory = models.ForeignKey(
        Laboratory,
        verbose_name="检测实验室",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="samples",
        db_index=False,
    )
    retest_of = models.OneToOneField(
        "self",
        verbose_name="复检的样品",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="retested_by",
    )
    state = models.CharField(
        "状态",
        max_length=10,
        default="taken",
        choices=[(code, title.zh) for code, title in SAMPLE_STATES.items()],
    )
    verdict = models.CharField(
        "判定", max_length=10, default=Verdict.UNDECIDED.value, choices=VERDICT_CHOICES
    )
    failed = ArrayField(
        models.CharField(max_length=30), verbose_name="不合格项目", default=list, blank=True
    )
    added_water = models.DecimalField(
        "推算掺水比例", max_digits=5, decimal_places=4, null=True, blank=True
    )
    reported_at = models.DateTimeField("报告时间", null=True, blank=True)
    analyst = models.ForeignKey(
        Person,
        verbose_name="检验员",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    reviewer = models.ForeignKey(
        Person,
        verbose_name="复核人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("place__organisation", "laboratory__place__organisation"),
        counties=("place__county",),
        towns=("place__town",),
    )

    class Meta:
        verbose_name = verbose_name_plural = "样品"
        indexes: ClassVar = [
            models.Index(fields=["place", "-sampled_at"]),
            models.Index(fields=["laboratory", "state"], condition=Q(laboratory__isnull=False),
                         name="sample_bench_queue"),
            models.Index(fields=["kind", "-sampled_at"]),
            models.Index(fields=["-sampled_at"], condition=Q(verdict="fail"),
                         name="sample_failed_recent"),
        ]  # fmt: skip
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(kind__in=OFFICIAL_KINDS) | Q(second_sampler__isnull=False),
                name="official_sample_taken_by_two",
            ),
            models.CheckConstraint(
                condition=Q(second_sampler__isnull=True) | ~Q(second_sampler=F("sampler")),
                name="samplers_are_two_people",
            ),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True)
                | Q(analyst__isnull=True)
                | ~Q(reviewer=F("analyst")),
                name="reviewer_is_not_the_analyst",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["reported", "retest"]) | Q(reported_at__isnull=False),
                name="reported_sample_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(reported_at__isnull=True) | Q(reported_at__gte=F("sampled_at")),
                name="sample_reported_after_taken",
            ),
            models.CheckConstraint(condition=Q(portions__gte=1), name="sample_has_a_portion"),
        ]

    def __str__(self) -> str:
        return self.barcode

    @property
    def state_text(self) -> Text:
        """Where the sample is, in words."""
        return SAMPLE_STATES[self.state]


class Result(models.Model):
    """One measured value of a sample with the limit it was held against; final once written.

    ``below`` marks "less than ``value``"; ``in_scope`` is None while the laboratory has not
    entered its accreditation; ``decision`` holds the guard bands that the verdict used.
    """

    sample = models.ForeignKey(
        Sample, verbose_name="样品", on_delete=models.PROTECT, related_name="results",
        db_index=False,
    )  # fmt: skip
    analyte = models.CharField(
        "项目", max_length=30, choices=[(a.code, a.name.zh) for a in ANALYTES.values()]
    )
    value = models.DecimalField("结果", max_digits=16, decimal_places=6, null=True, blank=True)
    found = models.BooleanField("检出", null=True, blank=True)
    unit = models.CharField("单位", max_length=20, blank=True)
    method = models.CharField("方法", max_length=60, blank=True)
    uncertainty = models.DecimalField(
        "扩展不确定度", max_digits=16, decimal_places=6, null=True, blank=True
    )
    below = models.CharField(
        "低于",
        max_length=3,
        blank=True,
        choices=[("lod", "检出限"), ("loq", "定量限")],
    )
    instrument = models.CharField("仪器", max_length=60, blank=True)
    in_scope = models.BooleanField("在资质能力范围内", null=True, blank=True)
    limit = models.ForeignKey(
        Rule, verbose_name="依据的限量", null=True, blank=True, on_delete=models.PROTECT
    )
    decision = models.JSONField("判定规则", default=dict, blank=True)
    verdict = models.CharField("判定", max_length=10, choices=VERDICT_CHOICES)
    recorded_at = models.DateTimeField("录入时间", auto_now_add=True)
    recorded_by = models.ForeignKey(
        Person, verbose_name="录入人", on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = verbose_name_plural = "检测结果"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sample", "analyte"], name="result_once_per_analyte"),
            models.CheckConstraint(
                condition=Q(value__isnull=False, found__isnull=True)
                | Q(value__isnull=True, found__isnull=False),
                name="result_is_a_value_or_a_finding",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="result_is_final", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    @property
    def of(self) -> Analyte:
        """What was measured."""
        return ANALYTES[self.analyte]


class RoutinePanel(models.Model):
    """The routine results of one incoming sample in typed columns: one row, not nine."""

    sample = models.OneToOneField(
        Sample,
        verbose_name="样品",
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="panel",
    )
    fat = models.DecimalField("脂肪（g/100g）", max_digits=5, decimal_places=2, null=True)
    protein = models.DecimalField("蛋白质（g/100g）", max_digits=5, decimal_places=2, null=True)
    solids_not_fat = models.DecimalField(
        "非脂乳固体（g/100g）", max_digits=5, decimal_places=2, null=True
    )
    density = models.DecimalField("相对密度（20℃/4℃）", max_digits=6, decimal_places=4, null=True)
    acidity = models.DecimalField("酸度（°T）", max_digits=5, decimal_places=1, null=True)
    freezing_point = models.DecimalField("冰点（℃）", max_digits=5, decimal_places=3, null=True)
    total_count = models.PositiveIntegerField("菌落总数（CFU/mL）", null=True)
    somatic_cells = models.PositiveIntegerField("体细胞数（个/mL）", null=True)
    antibiotics = models.BooleanField("抗生素检出", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "进厂检验结果"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(fat__isnull=True) | Q(fat__gte=0))
                & (Q(protein__isnull=True) | Q(protein__gte=0)),
                name="panel_values_are_possible",
            )
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="panel_is_final", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
