"""Site visits by two officers: what they found at each item, its photos, and their signatures."""

from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from milkshed.collection.models.applications import Application
from milkshed.collection.models.registry import Station, Tanker
from milkshed.kernel.text import Text
from milkshed.platform.models import Attachment, Organisation, Person
from milkshed.platform.scope import ScopePaths

VISIT_STATES: dict[str, Text] = {
    "open": Text("进行中", "Open"),
    "signed": Text("已签字", "Signed"),
    "cancelled": Text("已取消", "Cancelled"),
}
ANSWERS: dict[str, Text] = {
    "yes": Text("符合", "Yes"),
    "no": Text("不符合", "No"),
    "na": Text("不适用", "Not applicable"),
}
SEVERITIES: dict[str, Text] = {
    "minor": Text("一般", "Minor"),
    "serious": Text("严重", "Serious"),
}


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class SiteVisit(models.Model):
    """A visit of two officers to a station or tanker, with or without an application.

    ``revisits`` is the earlier visit whose findings are looked at again.
    """

    application = models.ForeignKey(
        Application,
        verbose_name="申请",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="visits",
    )
    station = models.ForeignKey(
        Station,
        verbose_name="收购站",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="visits",
    )
    tanker = models.ForeignKey(
        Tanker,
        verbose_name="运输车",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="visits",
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="被核查单位", on_delete=models.PROTECT, related_name="+"
    )
    county = models.CharField("县（市、区）代码", max_length=6)
    revisits = models.OneToOneField(
        "self",
        verbose_name="复查的核查",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="revisited_by",
    )
    checklist = models.CharField("核查表版本", max_length=30)
    lead = models.ForeignKey(
        Person, verbose_name="核查人员一", on_delete=models.PROTECT, related_name="+"
    )
    second = models.ForeignKey(
        Person, verbose_name="核查人员二", on_delete=models.PROTECT, related_name="+"
    )
    planned_on = models.DateField("计划日期")
    state = models.CharField(
        "状态",
        max_length=10,
        default="open",
        choices=[(code, title.zh) for code, title in VISIT_STATES.items()],
    )
    signed_on = models.DateField("签字日期", null=True, blank=True)
    remedy_due = models.DateField("整改期限", null=True, blank=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("organisation",),
        counties=("county",),
        towns=("station__place__town",),
    )

    class Meta:
        verbose_name = verbose_name_plural = "现场核查"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(lead=F("second")), name="visit_has_two_officers"),
            models.CheckConstraint(
                condition=Q(station__isnull=False, tanker__isnull=True)
                | Q(station__isnull=True, tanker__isnull=False),
                name="visit_fits_its_subject",
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(state="open", application__isnull=False),
                name="visit_open_once_per_application",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.planned_on}"

    @property
    def subject(self) -> Station | Tanker:
        """The station or tanker that is visited."""
        found = self.station or self.tanker
        assert found is not None
        return found

    @property
    def state_text(self) -> Text:
        """The state in words."""
        return VISIT_STATES[self.state]


class VisitEntry(models.Model):
    """What was found at one item; a later finding is a further revision, none is overwritten.

    ``client_key`` is made on the officer's phone, so that sending twice writes once.
    """

    visit = models.ForeignKey(
        SiteVisit, verbose_name="核查", on_delete=models.PROTECT, related_name="entries"
    )
    item = models.PositiveSmallIntegerField("序号")
    revision = models.PositiveSmallIntegerField("修改次数")
    answer = models.CharField(
        "结果", max_length=4, choices=[(code, title.zh) for code, title in ANSWERS.items()]
    )
    remark = models.CharField("说明", max_length=300, blank=True)
    severity = models.CharField(
        "程度",
        max_length=8,
        blank=True,
        choices=[(code, title.zh) for code, title in SEVERITIES.items()],
    )
    recorded_by = models.ForeignKey(
        Person, verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("现场登记时间")
    received_at = models.DateTimeField("同步时间", auto_now_add=True)
    client_key = models.UUIDField("终端编号", unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "核查记录"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["visit", "item", "revision"], name="visit_entry_once_per_revision"
            ),
            models.CheckConstraint(
                condition=Q(answer="no", severity__in=["minor", "serious"])
                | (~Q(answer="no") & Q(severity="")),
                name="visit_entry_weighs_what_fails",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="visit_entry_is_final", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    @property
    def answer_text(self) -> Text:
        """The answer in words."""
        return ANSWERS[self.answer]

    @property
    def severity_text(self) -> Text | None:
        """How much it matters, in words; None for what does not fail."""
        return SEVERITIES.get(self.severity)


class VisitPhoto(models.Model):
    """A photo taken at an item."""

    visit = models.ForeignKey(
        SiteVisit, verbose_name="核查", on_delete=models.PROTECT, related_name="photos"
    )
    item = models.PositiveSmallIntegerField("序号")
    attachment = models.ForeignKey(
        Attachment, verbose_name="附件", on_delete=models.PROTECT, related_name="+"
    )
    client_key = models.UUIDField("终端编号", unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "核查照片"


class VisitSignature(models.Model):
    """An officer's signature: a digest over all that was found, by whom, when."""

    visit = models.ForeignKey(
        SiteVisit, verbose_name="核查", on_delete=models.PROTECT, related_name="signatures"
    )
    person = models.ForeignKey(
        Person, verbose_name="签字人", on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField("签字时间")
    digest = models.CharField("签字内容摘要", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "核查签字"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["visit", "person"], name="visit_signed_once_by_each")
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="visit_signature_is_final", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]
