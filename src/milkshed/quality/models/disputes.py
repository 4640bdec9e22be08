"""Objections to results with their clocks, and cases of forbidden substances."""

from typing import ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from milkshed.kernel.text import Text
from milkshed.platform.models import Attachment, Organisation, Person
from milkshed.platform.scope import ScopePaths
from milkshed.quality.models.plans import choices_of
from milkshed.quality.models.samples import Sample

OBJECTION_STATES: dict[str, Text] = {
    "raised": Text("待受理", "To be answered"),
    "refused": Text("不予受理", "Not granted"),
    "retest": Text("复检中", "In retest"),
    "arbitration": Text("仲裁中", "In arbitration"),
    "concluded": Text("已办结", "Concluded"),
}
CASE_STATES: dict[str, Text] = {
    "open": Text("核查中", "Under review"),
    "handed_over": Text("已移送", "Handed over"),
    "proposed": Text("待决定", "Awaiting decision"),
    "decided": Text("已决定", "Decided"),
    "closed": Text("已结案", "Closed"),
}
OUTCOMES: dict[str, Text] = {
    "confirmed": Text("属实，由有权机关依法处理", "Confirmed; left to the authority in charge"),
    "unfounded": Text("不属实，撤销", "Unfounded; dismissed"),
    "undetermined": Text("证据不足，终止", "Evidence does not suffice; ended"),
}


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Objection(models.Model):
    """An objection of the sampled to a reported result, up to the last word.

    ``answer_by`` and the clocks that follow are legal deadlines in working days; ``provisional``
    says that a year's table of holidays is not out yet.
    """

    number = models.CharField("异议编号", max_length=30, unique=True)
    sample = models.OneToOneField(
        Sample, verbose_name="样品", on_delete=models.PROTECT, related_name="objection"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="异议人", on_delete=models.PROTECT, related_name="+"
    )
    raised_by = models.ForeignKey(
        Person, verbose_name="提出人", on_delete=models.PROTECT, related_name="+"
    )
    raised_at = models.DateTimeField("提出时间")
    reason = models.CharField("理由", max_length=500)
    rapid = models.BooleanField("快检结果", default=False)
    state = models.CharField(
        "状态", max_length=12, default="raised", choices=choices_of(OBJECTION_STATES)
    )
    due = models.DateField("本环节期限", null=True, blank=True)
    provisional = models.BooleanField("期限待节假日表确认", default=False)
    outcome = models.CharField("结论", max_length=300, blank=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("organisation",), counties=("sample__place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "检测结果异议"
        indexes: ClassVar = [models.Index(fields=["state", "due"])]

    def __str__(self) -> str:
        return self.number

    @property
    def state_text(self) -> Text:
        """How far the objection is, in words."""
        return OBJECTION_STATES[self.state]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ContrabandCase(models.Model):
    """A forbidden substance was found: the review up to a decision, never a penalty by itself."""

    number = models.CharField("案件编号", max_length=30, unique=True)
    sample = models.OneToOneField(
        Sample, verbose_name="样品", on_delete=models.PROTECT, related_name="contraband_case"
    )
    analytes = ArrayField(models.CharField(max_length=30), verbose_name="检出项目")
    opened_at = models.DateTimeField("立案时间")
    opened_by = models.ForeignKey(
        Person, verbose_name="立案人", on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField("状态", max_length=12, default="open", choices=choices_of(CASE_STATES))
    authority = models.CharField("移送机关", max_length=120, blank=True)
    document = models.CharField("移送文书号", max_length=60, blank=True)
    handed_over_at = models.DateTimeField("移送时间", null=True, blank=True)
    outcome = models.CharField("决定", max_length=12, blank=True, choices=choices_of(OUTCOMES))
    basis = models.CharField("决定依据", max_length=300, blank=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(counties=("sample__place__county",))

    class Meta:
        verbose_name = verbose_name_plural = "违禁物案件"
        indexes: ClassVar = [models.Index(fields=["state", "-opened_at"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(handed_over_at__isnull=True) | (~Q(authority="") & ~Q(document="")),
                name="case_handed_over_to_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "closed"]) | (~Q(outcome="") & ~Q(basis="")),
                name="case_decided_has_its_basis",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def state_text(self) -> Text:
        """How far the case is, in words."""
        return CASE_STATES[self.state]

    @property
    def outcome_text(self) -> Text:
        """The decision in words."""
        return OUTCOMES[self.outcome] if self.outcome else Text("", "")


class CaseEvidence(models.Model):
    """One piece of evidence of a case; only added."""

    case = models.ForeignKey(
        ContrabandCase, verbose_name="案件", on_delete=models.PROTECT, related_name="evidence"
    )
    text = models.CharField("内容", max_length=500)
    attachment = models.ForeignKey(
        Attachment, verbose_name="附件", null=True, blank=True, on_delete=models.PROTECT
    )
    added_by = models.ForeignKey(
        Person, verbose_name="添加人", on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField("添加时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "案件证据"
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="case_evidence_only_added", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]
