"""What is published of the reference price, and what happens to it after: errors, complaints."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from milkshed.kernel.text import Text
from milkshed.platform.models import Attachment, Organisation, Person
from milkshed.platform.scope import ScopePaths
from milkshed.trade.models.price_committee import ONLY_ADDED, choices_of
from milkshed.trade.models.price_rounds import PriceRound
from milkshed.trade.models.price_talks import PriceMotion

ERRATUM_STATES: dict[str, Text] = {
    "open": Text("待决定", "To be decided"),
    "republished": Text("已重新发布", "Published anew"),
    "noted": Text("记录备查", "Noted"),
}
PRICE_COMPLAINT_STATES: dict[str, Text] = {
    "filed": Text("待受理", "To be taken up"),
    "accepted": Text("办理中", "Under review"),
    "refused": Text("不予受理", "Not taken up"),
    "answered": Text("已答复", "Answered"),
    "closed": Text("已办结", "Closed"),
}


class PricePublication(models.Model):
    """A published price. Nothing in it changes any more; a correction is a further version.

    ``quality`` states the milk the price is meant for; ``document`` is what was published of the
    determination, and ``digest`` its SHA-256.
    """

    round = models.ForeignKey(PriceRound, on_delete=models.PROTECT, related_name="publications")
    motion = models.ForeignKey(PriceMotion, on_delete=models.PROTECT, related_name="publications")
    version = models.PositiveSmallIntegerField("版本")
    number = models.CharField("文号", max_length=40, unique=True)
    central = models.DecimalField("中准价（元/公斤）", max_digits=6, decimal_places=2)
    floor = models.DecimalField("下限（元/公斤）", max_digits=6, decimal_places=2)
    cap = models.DecimalField("上限（元/公斤）", max_digits=6, decimal_places=2)
    effective_from = models.DateField("施行起")
    effective_to = models.DateField("施行止")
    quality = models.JSONField("质量基准")
    document = models.JSONField("公开内容")
    digest = models.CharField("摘要", max_length=64)
    correction = models.TextField("更正说明", blank=True)
    prepared_by = models.ForeignKey(
        Person, verbose_name="起草人", on_delete=models.PROTECT, related_name="+"
    )
    published_by = models.ForeignKey(
        Person, verbose_name="签发人", on_delete=models.PROTECT, related_name="+"
    )
    issuer = models.ForeignKey(
        Organisation, verbose_name="发布单位", on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField("发布时间")

    class Meta:
        verbose_name = verbose_name_plural = "参考价发布"
        ordering: ClassVar = ["-effective_from", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "version"], name="price_publication_once"),
            models.CheckConstraint(
                condition=Q(effective_to__gte=F("effective_from"), floor__lte=F("central"))
                & Q(central__lte=F("cap"), floor__gt=0),
                name="price_publication_in_order",
            ),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(correction=""), name="price_correction_says_why"
            ),
        ]
        triggers: ClassVar = [ONLY_ADDED]

    def __str__(self) -> str:
        return self.number


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PriceErratum(models.Model):
    """An error found in a published price, and what was decided about it.

    ``share`` is |corrected − published| ÷ published; from the threshold on it must be published
    anew.
    """

    publication = models.ForeignKey(
        PricePublication, on_delete=models.PROTECT, related_name="errata"
    )
    text = models.TextField("错误说明")
    corrected_central = models.DecimalField("应为（元/公斤）", max_digits=6, decimal_places=2)
    share = models.DecimalField("误差", max_digits=8, decimal_places=6)
    threshold = models.DecimalField("重新发布界限", max_digits=8, decimal_places=6)
    state = models.CharField(
        "状态", max_length=12, default="open", choices=choices_of(ERRATUM_STATES)
    )
    found_by = models.ForeignKey(
        Person, verbose_name="提出人", on_delete=models.PROTECT, related_name="+"
    )
    found_at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey(
        Person, verbose_name="决定人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField("决定时间", null=True)
    decision = models.TextField("决定", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "参考价差错"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["publication"], condition=Q(state="open"), name="price_erratum_one_open"
            )
        ]

    @property
    def state_text(self) -> Text:
        """The state in words."""
        return ERRATUM_STATES[self.state]

    @property
    def must_republish(self) -> bool:
        """Whether the error reaches the threshold."""
        return self.share >= self.threshold


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PriceComplaint(models.Model):
    """A complaint about a determination, with its clocks."""

    number = models.CharField("编号", max_length=20, unique=True)
    round = models.ForeignKey(PriceRound, on_delete=models.PROTECT, related_name="complaints")
    organisation = models.ForeignKey(
        Organisation, verbose_name="投诉单位", on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        Person, verbose_name="投诉人", on_delete=models.PROTECT, related_name="+"
    )
    subject = models.CharField("事项", max_length=120)
    text = models.TextField("理由")
    document = models.ForeignKey(
        Attachment, verbose_name="证据", null=True, on_delete=models.PROTECT, related_name="+"
    )
    filed_at = models.DateTimeField("提交时间")
    accept_by = models.DateField("受理期限")
    answer_by = models.DateField("答复期限")
    state = models.CharField(
        "状态", max_length=10, default="filed", choices=choices_of(PRICE_COMPLAINT_STATES)
    )
    answer = models.TextField("答复", blank=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(organisations=("organisation",))

    class Meta:
        verbose_name = verbose_name_plural = "参考价投诉"
        ordering: ClassVar = ["-filed_at"]

    @property
    def state_text(self) -> Text:
        """The state in words."""
        return PRICE_COMPLAINT_STATES[self.state]


class PriceReview(models.Model):
    """The yearly review of the benchmark by somebody who does not run it."""

    year = models.PositiveSmallIntegerField("年度", unique=True)
    findings = models.TextField("审查结论")
    changes = models.TextField("方法修改建议", blank=True)
    figures = models.JSONField("审查数据")
    reviewer = models.ForeignKey(
        Person, verbose_name="审查人", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "年度审查"
        ordering: ClassVar = ["-year"]
        triggers: ClassVar = [ONLY_ADDED]
