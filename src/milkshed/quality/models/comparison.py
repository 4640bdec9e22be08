"""Comparisons between laboratories: a round with blind material, who takes part, what they got."""

from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person
from milkshed.platform.scope import ScopePaths
from milkshed.quality.models.plans import choices_of
from milkshed.quality.models.samples import Laboratory
from milkshed.quality.science.analytes import ANALYTES, Analyte

ROUND_STATES: dict[str, Text] = {
    "open": Text("填报中", "Open for results"),
    "evaluated": Text("已评价", "Evaluated"),
}


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ComparisonRound(models.Model):
    """One blind material sent to several laboratories for one analyte.

    With ``reference_value`` (and its standard uncertainty) that value is assigned, otherwise the
    robust mean. ``sigma`` is the standard deviation for proficiency, otherwise the robust one.
    """

    number = models.CharField("轮次编号", max_length=30, unique=True)
    title = models.CharField("名称", max_length=120)
    organisation = models.ForeignKey(
        Organisation, verbose_name="组织单位", on_delete=models.PROTECT, related_name="+"
    )
    analyte = models.CharField(
        "项目", max_length=30, choices=[(a.code, a.name.zh) for a in ANALYTES.values()]
    )
    due = models.DateField("报送截止日")
    reference_value = models.DecimalField(
        "参考值", max_digits=16, decimal_places=6, null=True, blank=True
    )
    reference_u = models.DecimalField(
        "参考值标准不确定度", max_digits=16, decimal_places=6, null=True, blank=True
    )
    sigma = models.DecimalField(
        "能力评定标准差", max_digits=16, decimal_places=6, null=True, blank=True
    )
    state = models.CharField(
        "状态", max_length=10, default="open", choices=choices_of(ROUND_STATES)
    )
    opened_by = models.ForeignKey(
        Person, verbose_name="发起人", on_delete=models.PROTECT, related_name="+"
    )
    evaluated_at = models.DateTimeField("评价时间", null=True, blank=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("organisation", "entries__laboratory__place__organisation"),
        counties=("organisation__county",),
    )

    class Meta:
        verbose_name = verbose_name_plural = "实验室比对"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reference_value__isnull=True, reference_u__isnull=True)
                | Q(reference_value__isnull=False, reference_u__gte=0),
                name="reference_has_its_uncertainty",
            ),
            models.CheckConstraint(
                condition=Q(sigma__isnull=True) | Q(sigma__gt=0), name="round_sigma_above_zero"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def of(self) -> Analyte:
        """What is measured."""
        return ANALYTES[self.analyte]

    @property
    def state_text(self) -> Text:
        """How far the round is, in words."""
        return ROUND_STATES[self.state]


class ComparisonEntry(models.Model):
    """A laboratory in a round under its code; others see the code only."""

    round = models.ForeignKey(
        ComparisonRound, verbose_name="轮次", on_delete=models.PROTECT, related_name="entries"
    )
    laboratory = models.ForeignKey(
        Laboratory, verbose_name="实验室", on_delete=models.PROTECT, related_name="+"
    )
    code = models.CharField("代码", max_length=10)
    uncertainty = models.DecimalField(
        "扩展不确定度", max_digits=16, decimal_places=6, null=True, blank=True
    )
    method = models.CharField("方法", max_length=60, blank=True)
    reported_at = models.DateTimeField("报送时间", null=True, blank=True)
    reported_by = models.ForeignKey(
        Person,
        verbose_name="报送人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = verbose_name_plural = "参加比对的实验室"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "laboratory"], name="laboratory_once_a_round"),
            models.UniqueConstraint(fields=["round", "code"], name="code_once_a_round"),
            models.CheckConstraint(
                condition=Q(reported_at__isnull=True, reported_by__isnull=True)
                | Q(reported_at__isnull=False, reported_by__isnull=False),
                name="entry_reported_by_someone",
            ),
        ]


class ComparisonValue(models.Model):
    """One replicate of a laboratory in a round; never changed."""

    entry = models.ForeignKey(
        ComparisonEntry, verbose_name="实验室", on_delete=models.PROTECT, related_name="values"
    )
    replicate = models.PositiveSmallIntegerField("平行号")
    value = models.DecimalField("结果", max_digits=16, decimal_places=6)

    class Meta:
        verbose_name = verbose_name_plural = "比对结果"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "replicate"], name="replicate_once"),
            models.CheckConstraint(condition=Q(replicate__gte=1), name="replicate_counts_from_1"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="comparison_value_is_final", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]
