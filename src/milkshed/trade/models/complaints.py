"""Complaints about a contract's performance, and their mediation."""

from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from milkshed.kernel.text import Text
from milkshed.platform.models import Attachment, Organisation, Person, Place
from milkshed.platform.scope import ScopePaths
from milkshed.trade.models.contracts import SIDES, Contract

COMPLAINT_KINDS: dict[str, Text] = {
    "price": Text("压价或单方调价", "Price cut or changed alone"),
    "under_collection": Text("少收或停收", "Taken less than planned"),
    "under_delivery": Text("少交或转售", "Delivered less or sold elsewhere"),
    "refusal": Text("无理拒收", "Refused without ground"),
    "quality": Text("质量或检验结果", "Quality or a test"),
    "late_payment": Text("拖欠奶款", "Late payment"),
    "other": Text("其他", "Other"),
}

COMPLAINT_STATES: dict[str, Text] = {
    "filed": Text("待受理", "Filed"),
    "accepted": Text("已受理", "Accepted"),
    "declined": Text("不予受理", "Declined"),
    "mediating": Text("调解中", "In mediation"),
    "drafted": Text("协议待签", "Agreement to be signed"),
    "agreed": Text("达成协议", "Agreed"),
    "failed": Text("调解不成", "Failed"),
    "withdrawn": Text("已撤回", "Withdrawn"),
}
OPEN_COMPLAINTS = ("filed", "accepted", "mediating", "drafted")

_SIDE_CHOICES = [(code, title.zh) for code, title in SIDES.items()]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Complaint(models.Model):
    """One side's complaint about a contract, with what it asks for and its evidence."""

    number = models.CharField("编号", max_length=30, unique=True)
    contract = models.ForeignKey(
        Contract, verbose_name="合同", on_delete=models.PROTECT, related_name="complaints"
    )
    side = models.CharField("投诉方", max_length=6, choices=_SIDE_CHOICES)
    kind = models.CharField(
        "事由", max_length=20,
        choices=[(code, title.zh) for code, title in COMPLAINT_KINDS.items()],
    )  # fmt: skip
    happened_on = models.DateField("发生日期")
    account = models.TextField("情况说明")
    claim = models.TextField("诉求")
    sheets = models.CharField("相关交接单", max_length=300, blank=True)
    evidence = models.ManyToManyField(Attachment, verbose_name="证据", blank=True, related_name="+")
    filed_by = models.ForeignKey(
        Person, verbose_name="投诉人", on_delete=models.PROTECT, related_name="+"
    )
    filed_on = models.DateField("投诉日期")
    accept_due_on = models.DateField("应受理日期")
    office = models.ForeignKey(
        Organisation, verbose_name="受理机关", on_delete=models.PROTECT, related_name="+"
    )
    mediator = models.ForeignKey(
        Person, verbose_name="调解员", null=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_on = models.DateField("受理日期", null=True)
    mediate_due_on = models.DateField("调解期限", null=True)
    agreement = models.TextField("协议内容", blank=True)
    referral = models.CharField(
        "后续途径", max_length=12, blank=True,
        choices=[("court", "诉讼"), ("arbitration", "仲裁"), ("regulator", "移交执法机构")],
    )  # fmt: skip
    outcome = models.TextField("办理意见", blank=True)
    closed_on = models.DateField("办结日期", null=True)
    state = models.CharField(
        "状态", max_length=12, default="filed",
        choices=[(code, title.zh) for code, title in COMPLAINT_STATES.items()],
    )  # fmt: skip

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("contract__seller", "contract__buyer", "office"),
        counties=("contract__seller_place__county", "contract__delivery_place__county"),
    )

    class Meta:
        verbose_name = verbose_name_plural = "合同投诉"
        indexes: ClassVar = [models.Index(fields=["state", "-filed_on"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(referral=""), name="failed_mediation_refers_on"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["drafted", "agreed"]) | ~Q(agreement=""),
                name="agreed_mediation_has_its_text",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="agreement_fixed_once_agreed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="agreed"),
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def state_text(self) -> Text:
        """The state in words."""
        return COMPLAINT_STATES[self.state]

    @property
    def kind_text(self) -> Text:
        """What it is about, in words."""
        return COMPLAINT_KINDS[self.kind]

    @property
    def side_text(self) -> Text:
        """Who complains."""
        return SIDES[self.side]


class ComplaintStatement(models.Model):
    """What one side, or the mediator, says in a case; kept for good."""

    complaint = models.ForeignKey(
        Complaint, verbose_name="投诉", on_delete=models.PROTECT, related_name="statements"
    )
    side = models.CharField("一方", max_length=8, choices=[*_SIDE_CHOICES, ("mediator", "调解员")])
    person = models.ForeignKey(
        Person, verbose_name="陈述人", on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField("陈述")
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "调解陈述"
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="complaint_statement_is_final", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    @property
    def side_text(self) -> Text:
        """Who speaks."""
        return SIDES.get(self.side, Text("调解员", "Mediator"))


class AgreementSignature(models.Model):
    """A signature below a mediated agreement: both sides and the mediator."""

    complaint = models.ForeignKey(
        Complaint, verbose_name="投诉", on_delete=models.PROTECT, related_name="signatures"
    )
    side = models.CharField(
        "签署方", max_length=8, choices=[*_SIDE_CHOICES, ("mediator", "调解员")]
    )
    person = models.ForeignKey(
        Person, verbose_name="签字人", on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField("签字时间")
    digest = models.CharField("签字内容摘要", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "调解协议签字"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["complaint", "side"], name="agreement_signed_once_a_side"
            )
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="agreement_signature_is_final", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ThirdPartyTest(models.Model):
    """A test by a third party that the mediator orders on a kept-back portion."""

    complaint = models.ForeignKey(
        Complaint, verbose_name="投诉", on_delete=models.PROTECT, related_name="tests"
    )
    laboratory = models.ForeignKey(
        Place, verbose_name="检测机构", on_delete=models.PROTECT, related_name="+"
    )
    subject = models.CharField("样品或批次", max_length=120)
    ordered_by = models.ForeignKey(
        Person, verbose_name="委托人", on_delete=models.PROTECT, related_name="+"
    )
    ordered_on = models.DateField("委托日期")
    due_on = models.DateField("应出结果日期")
    result = models.CharField("结果", max_length=300, blank=True)
    favours = models.CharField("支持方", max_length=6, choices=_SIDE_CHOICES, blank=True)
    reported_on = models.DateField("出结果日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "第三方复检"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reported_on__isnull=True, result="")
                | (Q(reported_on__isnull=False) & ~Q(result="")),
                name="third_party_result_has_its_day",
            )
        ]
