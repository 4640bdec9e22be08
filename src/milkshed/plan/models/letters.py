"""Supervision letters, and who was told what and when."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from milkshed.kernel.text import Text
from milkshed.plan.models.ledger import LedgerItem
from milkshed.plan.models.register import ResponsibleUnit, choices
from milkshed.platform.documents.official_wording import document_number
from milkshed.platform.models import Attachment, Organisation, Person
from milkshed.platform.scope import ScopePaths

LETTER_STATES: dict[str, Text] = {
    "draft": Text("平台拟稿", "Drafted by the platform"),
    "proposed": Text("待签发", "To be issued"),
    "issued": Text("已签发", "Issued"),
    "answered": Text("已回复", "Answered"),
    "withdrawn": Text("已撤回", "Withdrawn"),
}
DELIVERY_KINDS: dict[str, Text] = {
    "opened": Text("建账通知", "Task opened"),
    "soon": Text("临期提醒", "Due soon"),
    "today": Text("到期提醒", "Due today"),
    "overdue": Text("逾期催办", "Overdue"),
    "returned": Text("退回通知", "Returned"),
    "letter": Text("督办函", "Supervision letter"),
}


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class SupervisionLetter(models.Model):
    """A letter that asks a unit to answer for a task; its issued copy is frozen and hashed."""

    item = models.ForeignKey(
        LedgerItem, verbose_name="台账事项", on_delete=models.PROTECT, related_name="letters"
    )
    unit = models.ForeignKey(ResponsibleUnit, verbose_name="主送单位", on_delete=models.PROTECT)
    office = models.ForeignKey(
        Organisation, verbose_name="发文单位", null=True, on_delete=models.PROTECT
    )
    issuer_short = models.CharField("机关代字", max_length=20, blank=True)
    year = models.PositiveSmallIntegerField("年份", null=True)
    serial = models.PositiveIntegerField("顺序号", null=True)
    matter = models.TextField("督办事项")
    demand = models.TextField("办理要求")
    reply_by = models.DateField("回复时限")
    state = models.CharField("状态", max_length=10, default="draft", choices=choices(LETTER_STATES))
    drafted_by = models.ForeignKey(
        Person, verbose_name="拟稿人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField("拟稿时间", auto_now_add=True)
    issued_by = models.ForeignKey(
        Person, verbose_name="签发人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    issued_on = models.DateField("签发日期", null=True)
    copy = models.ForeignKey(
        Attachment, verbose_name="签发稿", null=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.TextField("回复", blank=True)
    answered_by = models.ForeignKey(
        Person, verbose_name="回复人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField("回复时间", null=True)
    revision = models.PositiveIntegerField("修订次数", default=0)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("unit__organisation",), counties=("unit__division",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "督办函"
        ordering: ClassVar = ["-drafted_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["issuer_short", "year", "serial"],
                condition=Q(serial__isnull=False),
                name="letter_number_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["issued", "answered"], copy__isnull=False)
                | ~Q(state__in=["issued", "answered"]),
                name="letter_issued_has_its_copy",
            ),
            models.CheckConstraint(
                condition=Q(issued_by__isnull=True)
                | Q(drafted_by__isnull=True)
                | ~Q(issued_by=F("drafted_by")),
                name="letter_issued_by_another_person",
            ),
        ]

    @property
    def number(self) -> str:
        """The number of the paper, empty before it is issued."""
        if not self.serial or not self.year:
            return ""
        return document_number(self.issuer_short, self.year, self.serial)

    @property
    def state_text(self) -> Text:
        """The state in words."""
        return LETTER_STATES[self.state]


class Delivery(models.Model):
    """Something a unit was told: when, and who of the unit confirmed to have read it."""

    key = models.CharField("唯一键", max_length=80, unique=True)
    kind = models.CharField("类别", max_length=10, choices=choices(DELIVERY_KINDS))
    item = models.ForeignKey(
        LedgerItem, verbose_name="台账事项", on_delete=models.PROTECT, related_name="deliveries"
    )
    letter = models.ForeignKey(
        SupervisionLetter,
        verbose_name="督办函",
        null=True,
        on_delete=models.PROTECT,
        related_name="deliveries",
    )
    unit = models.ForeignKey(
        ResponsibleUnit, verbose_name="送达单位", on_delete=models.PROTECT, related_name="told"
    )
    words_zh = models.CharField("内容", max_length=200)
    words_en = models.CharField("英文内容", max_length=240)
    sent_at = models.DateTimeField("送达时间", auto_now_add=True)
    read_by = models.ForeignKey(
        Person, verbose_name="签收人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    read_at = models.DateTimeField("签收时间", null=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("unit__organisation",), counties=("unit__division",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "送达记录"
        ordering: ClassVar = ["-sent_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(read_by__isnull=True, read_at__isnull=True)
                | Q(read_by__isnull=False, read_at__isnull=False),
                name="delivery_read_by_somebody",
            )
        ]

    @property
    def kind_text(self) -> Text:
        """What kind of message it is."""
        return DELIVERY_KINDS[self.kind]

    @property
    def words(self) -> Text:
        """What was said."""
        return Text(self.words_zh, self.words_en)
