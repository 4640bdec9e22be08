"""Recall cases: what is suspected, what the scope was found to be, and what became of every lot.

A case is never overwritten: its estimates, notices, receipts, statements and movements are only
added, and its steps stand in the workflow's history.
"""

from decimal import Decimal
from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from milkshed.factory.models.lots import ProductLot
from milkshed.factory.models.works import Plant
from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person
from milkshed.platform.scope import ScopePaths

HAZARDS: dict[str, Text] = {
    "pathogen": Text("致病菌", "Pathogen"),
    "residue": Text("兽药残留", "Drug residue"),
    "contaminant": Text("真菌毒素或污染物", "Mycotoxin or contaminant"),
    "contraband": Text("违禁添加物", "Forbidden addition"),
    "foreign": Text("异物", "Foreign body"),
    "label": Text("标签虚假标注", "False label"),
}
CARRIED_BY_MASS = frozenset({"residue", "contaminant"})
"""Hazards whose amount is divided with the milk; what grows or is forbidden knows no dilution."""

LEVELS: dict[str, Text] = {
    "1": Text("一级召回", "Level 1 recall"),
    "2": Text("二级召回", "Level 2 recall"),
    "3": Text("三级召回", "Level 3 recall"),
}
RECALL_STATES: dict[str, Text] = {
    "open": Text("核查中", "Under review"),
    "proposed": Text("待决定", "Awaiting decision"),
    "decided": Text("召回中", "Being recalled"),
    "reported": Text("待结案", "Awaiting closure"),
    "closed": Text("已结案", "Closed"),
    "rejected": Text("不予召回", "Not recalled"),
    "withdrawn": Text("已撤回", "Withdrawn"),
}
MODELS: dict[str, Text] = {
    "conservative": Text("保守（凡可能接触）", "Conservative (any contact)"),
    "mass_fraction": Text("质量分数（充分混合）", "Mass fraction (well mixed)"),
    "plug_flow": Text("推流（先进先出）", "Plug flow (first in, first out)"),
}
AUDIENCES: dict[str, Text] = {
    "plant": Text("加工厂", "Plant"),
    "station": Text("收购站", "Station"),
    "farm": Text("牧场", "Farm"),
    "office": Text("监管部门", "Authority"),
    "channel": Text("销售渠道", "Sales channel"),
}
MOVEMENTS: dict[str, Text] = {
    "sealed": Text("厂内封存", "Sealed in store"),
    "recovered": Text("渠道收回", "Recovered from channels"),
    "destroyed": Text("销毁或无害化处理", "Destroyed or made harmless"),
    "consumed": Text("已食用", "Consumed"),
    "unknown": Text("去向不明", "Whereabouts unknown"),
}
_ONLY_ADDED = pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)
_OF_CASE = ScopePaths(
    organisations=("case__organisation", "case__plants__place__organisation"),
    counties=("case__organisation__county", "case__plants__place__county"),
)


def _choices(words: dict[str, Text]) -> list[tuple[str, str]]:
    return [(code, title.zh) for code, title in words.items()]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class RecallCase(models.Model):
    """One recall from suspicion to closure.

    ``known_at`` is when the risk became known: the legal clocks start there. ``threshold`` is the
    mass fraction of the suspect milk below which a lot is out of scope; for a measured hazard it
    is ``limit_value / suspect_value``.
    """

    number = models.CharField("案卷号", max_length=20, unique=True)
    cause = models.CharField("事由", max_length=500)
    hazard = models.CharField("危害", max_length=12, choices=_choices(HAZARDS))
    analyte = models.CharField("项目", max_length=60, blank=True)
    suspect_value = models.DecimalField(
        "可疑奶批含量", max_digits=16, decimal_places=6, null=True, blank=True
    )
    limit_value = models.DecimalField(
        "限量", max_digits=16, decimal_places=6, null=True, blank=True
    )
    unit = models.CharField("单位", max_length=20, blank=True)
    model = models.CharField("判定口径", max_length=16, choices=_choices(MODELS))
    threshold = models.DecimalField("份额下限", max_digits=9, decimal_places=8, default=Decimal(0))
    level = models.CharField("召回级别", max_length=1, choices=_choices(LEVELS))
    state = models.CharField("状态", max_length=10, default="open", choices=_choices(RECALL_STATES))
    organisation = models.ForeignKey(
        Organisation, verbose_name="立案单位", on_delete=models.PROTECT, related_name="+"
    )
    plants = models.ManyToManyField(Plant, verbose_name="涉及加工厂", related_name="recalls")
    opened_by = models.ForeignKey(
        Person, verbose_name="立案人", on_delete=models.PROTECT, related_name="+"
    )
    known_at = models.DateTimeField("知悉时间")
    opened_at = models.DateTimeField("立案时间")
    start_by = models.DateTimeField("启动期限")
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    finish_by = models.DateField("完成期限", null=True, blank=True)
    finish_is_provisional = models.BooleanField("期限待节假日表确认", default=False)
    revision = models.PositiveSmallIntegerField("范围版次", default=0)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("organisation", "plants__place__organisation"),
        counties=("organisation__county", "plants__place__county"),
    )

    class Meta:
        verbose_name = verbose_name_plural = "召回案卷"
        indexes: ClassVar = [models.Index(fields=["state", "-opened_at"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(threshold__gte=0, threshold__lte=1), name="recall_threshold_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(suspect_value__isnull=True, limit_value__isnull=True)
                | Q(suspect_value__gt=0, limit_value__gte=0),
                name="recall_value_has_its_limit",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "reported", "closed"])
                | Q(decided_at__isnull=False, finish_by__isnull=False),
                name="recall_decided_has_its_clock",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def state_text(self) -> Text:
        """The state in words."""
        return RECALL_STATES[self.state]

    @property
    def hazard_text(self) -> Text:
        """The hazard in words."""
        return HAZARDS[self.hazard]

    @property
    def level_text(self) -> Text:
        """The level in words."""
        return LEVELS[self.level]

    @property
    def model_text(self) -> Text:
        """The model of mixing in words."""
        return MODELS[self.model]

    @property
    def is_running(self) -> bool:
        """Whether lots are being brought back."""
        return self.state in ("decided", "reported")


class RecallSuspect(models.Model):
    """A lot that a case starts from, and the sample that made it suspect if one did."""

    case = models.ForeignKey(RecallCase, on_delete=models.PROTECT, related_name="suspects")
    uri = models.CharField("可疑批次", max_length=120)
    sample = models.CharField("样品编号", max_length=30, blank=True)

    scope_paths: ClassVar[ScopePaths] = _OF_CASE

    class Meta:
        verbose_name = verbose_name_plural = "可疑批次"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "uri"], name="recall_suspect_once")
        ]
        triggers: ClassVar = [_ONLY_ADDED]

    @property
    def number(self) -> str:
        """The lot's own number."""
        return self.uri.rpartition("/")[2]


class RecallEstimate(models.Model):
    """A scope as it was computed: by which model and version, from what, when, by whom.

    ``document`` holds every lot with its reason; ``digest`` is the SHA-256 of its canonical JSON,
    so that the evidence can be recognised. ``ledger_size`` is how many facts it rests on.
    """

    case = models.ForeignKey(RecallCase, on_delete=models.PROTECT, related_name="estimates")
    revision = models.PositiveSmallIntegerField("版次")
    model = models.CharField("口径", max_length=16, choices=_choices(MODELS))
    method = models.CharField("方法与版本", max_length=60)
    threshold = models.DecimalField("份额下限", max_digits=9, decimal_places=8)
    lots = models.PositiveIntegerField("涉及批次")
    product_lots = models.PositiveIntegerField("涉及产品批")
    product_kg = models.DecimalField("涉及产品（公斤）", max_digits=14, decimal_places=1)
    suspect_kg = models.DecimalField(
        "其中可疑奶（公斤）", max_digits=14, decimal_places=1, null=True
    )
    packs = models.PositiveBigIntegerField("涉及包装数", null=True)
    is_cut = models.BooleanField("达到上限", default=False)
    document = models.JSONField("明细")
    digest = models.CharField("摘要", max_length=64)
    ledger_size = models.BigIntegerField("依据事实数")
    computed_at = models.DateTimeField("计算时间")
    computed_by = models.ForeignKey(
        Person, verbose_name="计算人", on_delete=models.PROTECT, related_name="+"
    )

    scope_paths: ClassVar[ScopePaths] = _OF_CASE

    class Meta:
        verbose_name = verbose_name_plural = "召回范围估算"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "revision", "model"], name="recall_estimate_once"
            )
        ]
        triggers: ClassVar = [_ONLY_ADDED]

    @property
    def model_text(self) -> Text:
        """The model in words."""
        return MODELS[self.model]


class RecallLot(models.Model):
    """A product lot in the scope that was proposed, with the reason why it is in it.

    ``revision`` is that of the last estimate that named it; a lot with an older one than its
    case is out of scope again.
    """

    case = models.ForeignKey(RecallCase, on_delete=models.PROTECT, related_name="lots")
    product_lot = models.ForeignKey(ProductLot, on_delete=models.PROTECT, related_name="recalls")
    revision = models.PositiveSmallIntegerField("版次")
    suspect_kg = models.DecimalField("可疑奶（公斤）", max_digits=12, decimal_places=2, null=True)
    concentration = models.DecimalField("份额", max_digits=9, decimal_places=8, null=True)
    reason_zh = models.CharField("理由", max_length=300)
    reason_en = models.CharField("英文理由", max_length=400)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("product_lot__product__plant__place__organisation",),
        counties=("product_lot__product__plant__place__county",),
    )

    class Meta:
        verbose_name = verbose_name_plural = "召回批次"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "product_lot"], name="recall_lot_once")
        ]

    @property
    def reason(self) -> Text:
        """Why it is in scope."""
        return Text(self.reason_zh, self.reason_en)


class RecallNotice(models.Model):
    """What somebody was told, and when. ``organisation`` is empty for those not on the platform."""

    case = models.ForeignKey(RecallCase, on_delete=models.PROTECT, related_name="notices")
    audience = models.CharField("对象", max_length=8, choices=_choices(AUDIENCES))
    organisation = models.ForeignKey(
        Organisation, verbose_name="单位", null=True, on_delete=models.PROTECT, related_name="+"
    )
    recipient = models.CharField("收件人", max_length=160)
    contact = models.CharField("联系方式", max_length=120, blank=True)
    text = models.TextField("内容")
    sent_at = models.DateTimeField("发出时间")
    sent_by = models.ForeignKey(
        Person, verbose_name="发出人", on_delete=models.PROTECT, related_name="+"
    )

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("organisation", "case__organisation"), counties=("organisation__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "召回通知"
        indexes: ClassVar = [models.Index(fields=["organisation", "-sent_at"])]
        triggers: ClassVar = [_ONLY_ADDED]

    @property
    def audience_text(self) -> Text:
        """Whom it addresses."""
        return AUDIENCES[self.audience]


class RecallReceipt(models.Model):
    """A notice was read, or confirmed by telephone; what the other side answered."""

    notice = models.OneToOneField(RecallNotice, on_delete=models.PROTECT, related_name="receipt")
    person = models.ForeignKey(Person, verbose_name="回执人", on_delete=models.PROTECT)
    at = models.DateTimeField("回执时间")
    answer = models.CharField("回复", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "通知回执"
        triggers: ClassVar = [_ONLY_ADDED]


class RecallStatement(models.Model):
    """What somebody concerned had to say before the decision (陈述申辩)."""

    case = models.ForeignKey(RecallCase, on_delete=models.PROTECT, related_name="statements")
    organisation = models.ForeignKey(
        Organisation, verbose_name="单位", on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(Person, verbose_name="陈述人", on_delete=models.PROTECT)
    text = models.TextField("陈述")
    at = models.DateTimeField("时间")

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("organisation", "case__organisation"), counties=("organisation__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "陈述申辩"
        triggers: ClassVar = [_ONLY_ADDED]


class RecallMovement(models.Model):
    """Kilograms of a recalled lot that were sealed, recovered, destroyed, eaten or not found.

    A wrong entry is undone by one that names it in ``undoes``; neither counts then.
    """

    lot = models.ForeignKey(RecallLot, on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField("情况", max_length=10, choices=_choices(MOVEMENTS))
    kg = models.DecimalField("数量（公斤）", max_digits=10, decimal_places=1)
    packs = models.PositiveIntegerField("包装数", null=True, blank=True)
    at = models.DateTimeField("时间")
    where = models.CharField("地点或渠道", max_length=160, blank=True)
    document = models.CharField("凭证", max_length=120, blank=True)
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by"
    )
    recorded_at = models.DateTimeField("录入时间", auto_now_add=True)
    recorded_by = models.ForeignKey(
        Person, verbose_name="录入人", on_delete=models.PROTECT, related_name="+"
    )

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("lot__product_lot__product__plant__place__organisation",),
        counties=("lot__product_lot__product__plant__place__county",),
    )

    class Meta:
        verbose_name = verbose_name_plural = "召回处置记录"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kg__gt=0), name="recall_movement_has_mass")
        ]
        triggers: ClassVar = [_ONLY_ADDED]

    @property
    def kind_text(self) -> Text:
        """What happened, in words."""
        return MOVEMENTS[self.kind]
