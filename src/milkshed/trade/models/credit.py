"""Credit files: signals with their evidence, entries with the law's steps, and imported lists."""

from datetime import date
from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from milkshed.kernel.text import Text
from milkshed.platform.models import Attachment, Organisation, Person
from milkshed.platform.scope import ScopePaths
from milkshed.trade.science.credit import DECIDED_LAYERS, LAYERS, SIGNALS, Listing

KEEPERS: dict[str, Text] = {
    "platform": Text("平台记录", "Platform's records"),
    "regulator": Text("主管部门", "Authority"),
    "association": Text("奶业协会", "Association"),
}
ENTRY_STATES: dict[str, Text] = {
    "proposed": Text("拟列入", "Proposed"),
    "noticed": Text("已告知", "Notice served"),
    "decided": Text("已决定，待公示", "Decided, not yet published"),
    "published": Text("公示中", "Published"),
    "dismissed": Text("不予列入", "Not listed"),
    "withdrawn": Text("已撤回", "Withdrawn"),
    "repaired": Text("已修复移出", "Repaired and removed"),
    "annulled": Text("申诉后撤销", "Annulled on appeal"),
}
ENTRY_STANDINGS: dict[str, Text] = {**ENTRY_STATES, "expired": Text("期满移出", "Expired")}
ANSWERS: dict[str, Text] = {
    "open": Text("待处理", "Open"),
    "granted": Text("准予", "Granted"),
    "refused": Text("不予支持", "Refused"),
}


def _choices(words: dict[str, Text]) -> list[tuple[str, str]]:
    return [(code, title.zh) for code, title in words.items()]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CreditSignal(models.Model):
    """A fact about a unit, with the record or file that proves it. It lists nobody by itself.

    ``source`` names the record and is unique, so that handing a fact in twice writes it once.
    A wrong signal is withdrawn with a reason, never deleted.
    """

    subject = models.ForeignKey(
        Organisation,
        verbose_name="单位",
        on_delete=models.PROTECT,
        related_name="credit_signals",
    )
    kind = models.CharField("类别", max_length=20, choices=_choices(SIGNALS))
    happened_on = models.DateField("发生日期")
    noted_on = models.DateField("记录日期")
    words_zh = models.CharField("事实", max_length=300)
    words_en = models.CharField("英文事实", max_length=300, blank=True)
    source = models.CharField("来源记录", max_length=160, unique=True)
    url = models.CharField("来源页面", max_length=200, blank=True)
    evidence = models.ForeignKey(
        Attachment,
        verbose_name="证据文件",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    keeper = models.CharField("记录方", max_length=12, choices=_choices(KEEPERS))
    noted_by = models.ForeignKey(
        Person,
        verbose_name="记录人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawn_on = models.DateField("撤销日期", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Person,
        verbose_name="撤销人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawal = models.CharField("撤销理由", max_length=300, blank=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("subject",), counties=("subject__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "信用事实"
        indexes: ClassVar = [models.Index(fields=["subject", "-happened_on"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(url="") | Q(evidence__isnull=False), name="signal_has_evidence"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawal=""),
                name="signal_withdrawn_with_reason",
            ),
        ]

    @property
    def kind_text(self) -> Text:
        """The kind in words."""
        return SIGNALS[self.kind]

    @property
    def words(self) -> Text:
        """The fact in both languages; Chinese where there is no English."""
        return Text(self.words_zh, self.words_en or self.words_zh)


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CreditEntry(models.Model):
    """A unit's way onto a list and off it again, step by step.

    ``revision`` counts changes, so that nobody decides on what they have not read. Whether a
    published entry has run out is worked out from ``expires_on``, see :meth:`standing`.
    """

    number = models.CharField("编号", max_length=24, unique=True)
    layer = models.CharField(
        "名单", max_length=12, choices=[(code, LAYERS[code].zh) for code in DECIDED_LAYERS]
    )
    subject = models.ForeignKey(
        Organisation,
        verbose_name="单位",
        on_delete=models.PROTECT,
        related_name="credit_entries",
    )
    office = models.ForeignKey(
        Organisation, verbose_name="提请单位", on_delete=models.PROTECT, related_name="+"
    )
    signals = models.ManyToManyField(
        CreditSignal, verbose_name="依据的事实", related_name="entries"
    )
    reason = models.TextField("拟列入理由")
    basis = models.CharField("法律或章程依据", max_length=300)
    measures = models.CharField("拟采取的措施", max_length=300, blank=True)
    proposed_on = models.DateField("提请日期")
    notice_number = models.CharField("告知书文号", max_length=40, blank=True)
    served_on = models.DateField("送达日期", null=True, blank=True)
    defence_due = models.DateField("陈述申辩截止", null=True, blank=True)
    defence_is_provisional = models.BooleanField("截止日待节假日安排确认", default=False)
    decision_number = models.CharField("决定书文号", max_length=40, blank=True)
    decided_on = models.DateField("决定日期", null=True, blank=True)
    decision_words = models.TextField("决定理由（含对申辩的采纳情况）", blank=True)
    published_on = models.DateField("公示日期", null=True, blank=True)
    expires_on = models.DateField("公示截止", null=True, blank=True)
    removed_on = models.DateField("移出日期", null=True, blank=True)
    revision = models.PositiveIntegerField("修改次数", default=0)
    state = models.CharField(
        "状态", max_length=12, default="proposed", choices=_choices(ENTRY_STATES)
    )

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("subject", "office"), counties=("subject__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "信用名单案卷"
        indexes: ClassVar = [
            models.Index(fields=["layer", "state"]),
            models.Index(
                fields=["expires_on"], condition=Q(state="published"), name="entry_public"
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "withdrawn", "dismissed"])
                | Q(served_on__isnull=False, defence_due__isnull=False),
                name="entry_notice_before_decision",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | Q(decided_on__gt=models.F("defence_due")),
                name="entry_decided_after_defence",
            ),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True)
                | (Q(decided_on__isnull=False) & ~Q(decision_number="")),
                name="entry_published_after_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "repaired"])
                | Q(published_on__isnull=False, expires_on__isnull=False),
                name="entry_published_has_its_days",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def layer_text(self) -> Text:
        """The list in words."""
        return LAYERS[self.layer]

    @property
    def listing(self) -> Listing:
        """What decides whether the public sees it."""
        return Listing(self.state, self.published_on, self.expires_on)

    def standing(self, day: date) -> str:
        """One of :data:`ENTRY_STANDINGS` on a day."""
        if self.state == "published" and self.expires_on is not None and day > self.expires_on:
            return "expired"
        return self.state


_FINAL = pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)
_OF_ENTRY = ScopePaths(
    organisations=("entry__subject", "entry__office"), counties=("entry__subject__county",)
)


class CreditStatement(models.Model):
    """What the unit said in its defence; kept as it was said."""

    entry = models.ForeignKey(
        CreditEntry, verbose_name="案卷", on_delete=models.PROTECT, related_name="statements"
    )
    text = models.TextField("陈述申辩")
    given_on = models.DateField("提出日期")
    on_paper = models.BooleanField("书面提交由经办人代录", default=False)
    evidence = models.ForeignKey(
        Attachment,
        verbose_name="附件",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    person = models.ForeignKey(
        Person, verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("登记时间", auto_now_add=True)

    scope_paths: ClassVar[ScopePaths] = _OF_ENTRY

    class Meta:
        verbose_name = verbose_name_plural = "陈述申辩"
        triggers: ClassVar = [_FINAL]


class _Request(models.Model):
    """What a unit asks for after publication, and the answer."""

    text = models.TextField("理由")
    asked_on = models.DateField("申请日期")
    asked_by = models.ForeignKey(
        Person, verbose_name="申请人", on_delete=models.PROTECT, related_name="+"
    )
    evidence = models.ForeignKey(
        Attachment,
        verbose_name="附件",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answer_due = models.DateField("应答复日期")
    state = models.CharField("结果", max_length=8, default="open", choices=_choices(ANSWERS))
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answered_by = models.ForeignKey(
        Person,
        verbose_name="答复人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answer = models.TextField("答复", blank=True)

    scope_paths: ClassVar[ScopePaths] = _OF_ENTRY

    class Meta:
        abstract = True

    @property
    def state_text(self) -> Text:
        """The outcome in words."""
        return ANSWERS[self.state]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CreditRepair(_Request):
    """A request to be removed early, because what was wrong has been put right."""

    entry = models.ForeignKey(
        CreditEntry, verbose_name="案卷", on_delete=models.PROTECT, related_name="repairs"
    )

    class Meta:
        verbose_name = verbose_name_plural = "信用修复申请"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(state="open"), name="repair_open_once"
            )
        ]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CreditAppeal(_Request):
    """An appeal against the decision, heard by somebody who had no part in it."""

    entry = models.ForeignKey(
        CreditEntry, verbose_name="案卷", on_delete=models.PROTECT, related_name="appeals"
    )

    class Meta:
        verbose_name = verbose_name_plural = "信用申诉"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(state="open"), name="appeal_open_once"
            )
        ]


class StatutoryListing(models.Model):
    """A row of a list that another authority decided by law; imported, never altered here."""

    credit_code = models.CharField("统一社会信用代码", max_length=18)
    name = models.CharField("名称", max_length=160)
    subject = models.ForeignKey(
        Organisation,
        verbose_name="平台内单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    list_name = models.CharField("名单", max_length=120)
    authority = models.CharField("列入机关", max_length=120)
    decision_number = models.CharField("决定文号", max_length=80)
    listed_on = models.DateField("列入日期")
    until = models.DateField("截止日期", null=True, blank=True)
    source = models.CharField("来源", max_length=200)
    imported_by = models.ForeignKey(
        Person, verbose_name="导入人", on_delete=models.PROTECT, related_name="+"
    )
    imported_at = models.DateTimeField("导入时间", auto_now_add=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("subject",), counties=("subject__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "法定失信名单（导入）"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["credit_code", "list_name", "decision_number"],
                name="statutory_listing_once",
            )
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="listing_is_read_only", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]
