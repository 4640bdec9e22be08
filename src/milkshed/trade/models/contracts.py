"""The model contract form, raw-milk contracts in versions, signatures, filing and termination."""

from calendar import monthrange
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person, Place
from milkshed.platform.scope import ScopePaths

SIDES: dict[str, Text] = {
    "seller": Text("卖方（牧场、合作社）", "Seller"),
    "buyer": Text("买方（乳制品企业）", "Buyer"),
}
_SIDE_CHOICES = [(code, title.zh) for code, title in SIDES.items()]


@pghistory.track()
class ModelForm(models.Model):
    """One edition of the model contract: which clauses a contract of its days must hold."""

    code = models.CharField("版本代码", max_length=30, unique=True)
    title_zh = models.CharField("名称", max_length=120)
    title_en = models.CharField("英文名称", max_length=160)
    source = models.CharField("来源", max_length=200)
    status = models.CharField("核实状态", max_length=10, default="recalled")
    valid_from = models.DateField("启用日期")
    valid_to = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "示范合同版本"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="model_form_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.title_zh

    @property
    def title(self) -> Text:
        """The name in both languages."""
        return Text(self.title_zh, self.title_en)


@pghistory.track()
class FormClause(models.Model):
    """One clause of an edition: what it must hold, the fields it fills in, the checks it obeys."""

    form = models.ForeignKey(
        ModelForm, verbose_name="示范合同", on_delete=models.PROTECT, related_name="clauses"
    )
    number = models.PositiveSmallIntegerField("条号")
    code = models.CharField("条款代码", max_length=30)
    title_zh = models.CharField("条名", max_length=60)
    title_en = models.CharField("英文条名", max_length=80)
    wording_zh = models.TextField("条文")
    wording_en = models.TextField("英文条文")
    required = ArrayField(
        models.CharField(max_length=40), verbose_name="必填项", default=list, blank=True
    )
    checks = ArrayField(
        models.CharField(max_length=40), verbose_name="审核项", default=list, blank=True
    )
    legal = models.BooleanField("法定条款", default=False)
    source = models.CharField("依据", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "示范合同条款"
        ordering = ("form", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["form", "number"], name="clause_number_once"),
            models.UniqueConstraint(fields=["form", "code"], name="clause_code_once"),
        ]

    @property
    def title(self) -> Text:
        """The clause's name in both languages."""
        return Text(self.title_zh, self.title_en)


class PriceKind(models.TextChoices):
    """How the price is found."""

    FIXED = "fixed", "固定价"
    REFERENCE = "reference", "参考价加浮动区间"
    GRID = "grid", "按质计价表"


class SettlementPeriod(models.TextChoices):
    """How often milk is settled."""

    TEN_DAYS = "ten_days", "按旬"
    HALF_MONTH = "half_month", "按半月"
    MONTH = "month", "按月"


CONTRACT_STATES: dict[str, Text] = {
    "draft": Text("起草", "Draft"),
    "offered": Text("已送对方", "Offered"),
    "half_signed": Text("一方已签", "Signed by one side"),
    "signed": Text("双方已签", "Signed by both"),
    "replaced": Text("已变更", "Replaced by a newer version"),
    "terminated": Text("已解除", "Terminated"),
    "withdrawn": Text("已撤回", "Withdrawn"),
}
IN_FORCE_STATES = ("signed", "replaced", "terminated")
"""States of versions that both sides signed; they are in force from ``effective_from`` on, until
``last_day``."""

CONTENT_FIELDS = (
    "number", "version", "form", "seller", "seller_place", "buyer", "delivery_place",
    "valid_from", "valid_to", "effective_from", "price_kind", "price_yuan_per_kg",
    "spread_yuan_per_kg", "corridor_down_pct", "corridor_up_pct", "grid_code",
    "planned_kg_per_day", "monthly_plan_kg", "float_pct", "payment_term_days",
    "settlement_period", "late_interest_pct_per_day", "deposit_yuan", "breach_pct",
    "notice_days", "test_report_hours", "third_party", "dispute_path", "dispute_body",
    "unilateral_price_change", "exclusive", "remarks", "drafted_by_side",
)  # fmt: skip


def _changes(fields: tuple[str, ...]) -> pgtrigger.Q:
    """A trigger condition: an update changes one of the fields."""
    first, *others = (
        pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")}) for name in fields
    )
    return reduce(or_, others, first)


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Contract(models.Model):
    """One version of a contract between a seller and a buyer of raw milk.

    The versions of one contract share ``number``. A version takes effect when both sides signed
    it; a change is a further version. What was offered cannot be altered, held by triggers; only
    as a draft, or returned to draft, may it be edited. ``revision`` counts edits, so that nobody
    signs a text that is not the one they read.
    """

    number = models.CharField("合同编号", max_length=30)
    version = models.PositiveSmallIntegerField("版次", default=1)
    replaces = models.ForeignKey(
        "self", verbose_name="变更自", null=True, blank=True, on_delete=models.PROTECT,
        related_name="changes",
    )  # fmt: skip
    form = models.ForeignKey(
        ModelForm, verbose_name="示范合同", on_delete=models.PROTECT, related_name="contracts"
    )
    seller = models.ForeignKey(
        Organisation, verbose_name="卖方", on_delete=models.PROTECT, related_name="sales"
    )
    seller_place = models.ForeignKey(
        Place, verbose_name="卖方场所", on_delete=models.PROTECT, related_name="+"
    )
    buyer = models.ForeignKey(
        Organisation, verbose_name="买方", on_delete=models.PROTECT, related_name="supply"
    )
    delivery_place = models.ForeignKey(
        Place, verbose_name="交货地点", on_delete=models.PROTECT, related_name="+"
    )
    stations = models.ManyToManyField(
        Place, verbose_name="收购站", through="SupplyStation", related_name="+"
    )
    drafted_by_side = models.CharField("起草方", max_length=6, choices=_SIDE_CHOICES)
    valid_from = models.DateField("合同期起")
    valid_to = models.DateField("合同期止")
    effective_from = models.DateField("本版生效日期")
    ended_on = models.DateField("本版最后一日", null=True, blank=True)
    price_kind = models.CharField("价格方式", max_length=10, choices=PriceKind.choices)
    price_yuan_per_kg = models.DecimalField(
        "固定价或基础价（元/公斤）", max_digits=8, decimal_places=4, null=True, blank=True
    )
    spread_yuan_per_kg = models.DecimalField(
        "参考价加减（元/公斤）", max_digits=8, decimal_places=4, default=Decimal(0)
    )
    corridor_down_pct = models.DecimalField(
        "低于参考价不超过（%）", max_digits=5, decimal_places=2, null=True, blank=True
    )
    corridor_up_pct = models.DecimalField(
        "高于参考价不超过（%）", max_digits=5, decimal_places=2, null=True, blank=True
    )
    grid_code = models.CharField("计价表代码", max_length=40, null=True, blank=True)
    planned_kg_per_day = models.DecimalField("日计划量（公斤）", max_digits=10, decimal_places=1)
    monthly_plan_kg = ArrayField(
        models.DecimalField(max_digits=12, decimal_places=1),
        verbose_name="一至十二月计划量（公斤）", default=list, blank=True,
    )  # fmt: skip
    float_pct = models.DecimalField("数量浮动（±%）", max_digits=5, decimal_places=2)
    settlement_period = models.CharField(
        "结算周期", max_length=12, choices=SettlementPeriod.choices
    )
    payment_term_days = models.PositiveSmallIntegerField("付款期限（天）")
    late_interest_pct_per_day = models.DecimalField(
        "逾期利率（%/日）", max_digits=8, decimal_places=6, null=True, blank=True
    )
    deposit_yuan = models.DecimalField(
        "保证金（元）", max_digits=14, decimal_places=2, default=Decimal(0)
    )
    breach_pct = models.DecimalField(
        "违约金（未履行金额的%）", max_digits=5, decimal_places=2, null=True, blank=True
    )
    notice_days = models.PositiveSmallIntegerField("解除提前通知（天）", null=True, blank=True)
    test_report_hours = models.PositiveSmallIntegerField(
        "检验报告时限（小时）", null=True, blank=True
    )
    third_party = models.ForeignKey(
        Place, verbose_name="第三方检测机构", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    dispute_path = models.CharField(
        "争议解决方式", max_length=12, blank=True,
        choices=[("court", "诉讼"), ("arbitration", "仲裁")],
    )  # fmt: skip
    dispute_body = models.CharField("受理机构", max_length=120, blank=True)
    unilateral_price_change = models.BooleanField("允许单方调价", default=False)
    exclusive = models.BooleanField("独家供应", default=False)
    remarks = models.TextField("补充约定", blank=True)
    revision = models.PositiveIntegerField("修订次数", default=1)
    drafted_by = models.ForeignKey(
        Person, verbose_name="起草人", on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField("起草时间", auto_now_add=True)
    signed_at = models.DateTimeField("双方签齐时间", null=True, blank=True)
    state = models.CharField(
        "状态", max_length=12, default="draft",
        choices=[(code, title.zh) for code, title in CONTRACT_STATES.items()],
    )  # fmt: skip

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("seller", "buyer"),
        counties=("seller_place__county", "delivery_place__county"),
    )

    class Meta:
        verbose_name = verbose_name_plural = "生鲜乳购销合同"
        indexes: ClassVar = [
            models.Index(fields=["seller", "valid_from"]),
            models.Index(fields=["buyer", "valid_from"]),
            models.Index(fields=["state"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number", "version"], name="contract_version_once"),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=~Q(state="withdrawn"),
                name="contract_changed_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from"))
                & Q(effective_from__gte=F("valid_from"), effective_from__lte=F("valid_to")),
                name="contract_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(planned_kg_per_day__gt=0, float_pct__gte=0, deposit_yuan__gte=0)
                & (Q(price_yuan_per_kg__isnull=True) | Q(price_yuan_per_kg__gt=0)),
                name="contract_figures_are_possible",
            ),
            models.CheckConstraint(
                condition=~Q(seller=F("buyer")), name="contract_has_two_parties"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=IN_FORCE_STATES) | Q(signed_at__isnull=False),
                name="contract_signed_has_its_time",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="contract_fixed_once_offered",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state="draft") & _changes(CONTENT_FIELDS),
            ),
            pgtrigger.Protect(name="contract_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.number} 第{self.version}版"

    @property
    def state_text(self) -> Text:
        """The state in words."""
        return CONTRACT_STATES[self.state]

    @property
    def last_day(self) -> date:
        """The last day on which this version is, or was, in force."""
        return min(self.ended_on or self.valid_to, self.valid_to)

    def in_force_on(self, day: date) -> bool:
        """Whether both sides are bound by this version on a day."""
        return self.state in IN_FORCE_STATES and self.effective_from <= day <= self.last_day

    def planned_kg_on(self, day: date) -> Decimal:
        """Planned kilograms of a day: the month's plan by its days, or the daily plan."""
        if self.monthly_plan_kg:
            return self.monthly_plan_kg[day.month - 1] / monthrange(day.year, day.month)[1]
        return self.planned_kg_per_day

    def side_of(self, organisation_ids: set[int]) -> str | None:
        """Which side someone of these organisations stands on; None for a stranger."""
        if self.seller_id in organisation_ids:
            return "seller"
        return "buyer" if self.buyer_id in organisation_ids else None


class SupplyStation(models.Model):
    """A station over which the milk of a contract runs."""

    contract = models.ForeignKey(Contract, verbose_name="合同", on_delete=models.CASCADE)
    place = models.ForeignKey(Place, verbose_name="收购站", on_delete=models.PROTECT)

    class Meta:
        verbose_name = verbose_name_plural = "合同收购站"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contract", "place"], name="supply_station_once")
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="stations_fixed_once_offered",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func="""
                IF EXISTS (
                    SELECT 1 FROM trade_contract
                    WHERE id IN (NEW.contract_id, OLD.contract_id) AND state <> 'draft'
                ) THEN
                    RAISE EXCEPTION 'pgtrigger: stations of an offered contract are fixed';
                END IF;
                RETURN COALESCE(NEW, OLD);
                """,
            )
        ]


class ContractSignature(models.Model):
    """A side's signature on a version: a digest over the whole text, the signer and the instant."""

    contract = models.ForeignKey(
        Contract, verbose_name="合同", on_delete=models.PROTECT, related_name="signatures",
        db_index=False,
    )  # fmt: skip
    side = models.CharField("签署方", max_length=6, choices=_SIDE_CHOICES)
    person = models.ForeignKey(
        Person, verbose_name="签字人", on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="签字单位", on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField("签字时间")
    digest = models.CharField("签字内容摘要", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "合同签字"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contract", "side"], name="contract_signed_once_a_side")
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="contract_signature_is_final", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    @property
    def side_text(self) -> Text:
        """For which side the person signed."""
        return SIDES[self.side]


class ContractComment(models.Model):
    """A remark of one side on a version before it is signed; kept for good."""

    contract = models.ForeignKey(
        Contract, verbose_name="合同", on_delete=models.PROTECT, related_name="comments"
    )
    clause = models.PositiveSmallIntegerField("条号", null=True, blank=True)
    side = models.CharField("一方", max_length=6, choices=_SIDE_CHOICES)
    person = models.ForeignKey(
        Person, verbose_name="意见人", on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField("意见")
    revision = models.PositiveIntegerField("针对的修订")
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "合同意见"
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="contract_comment_is_final", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    @property
    def side_text(self) -> Text:
        """The side that spoke."""
        return SIDES[self.side]


FILING_STATES: dict[str, Text] = {
    "due": Text("待报送", "To be submitted"),
    "submitted": Text("已报送", "Submitted"),
    "filed": Text("已备案", "Filed"),
    "returned": Text("退回", "Returned"),
}


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ContractFiling(models.Model):
    """A signed version laid before the county office, with its clock and the office's answer."""

    contract = models.OneToOneField(
        Contract, verbose_name="合同", on_delete=models.PROTECT, related_name="filing"
    )
    office = models.ForeignKey(
        Organisation, verbose_name="备案机关", null=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField("应备案日期")
    submitted_by = models.ForeignKey(
        Person, verbose_name="报送人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_on = models.DateField("报送日期", null=True)
    answer_due_on = models.DateField("应答复日期", null=True)
    state = models.CharField(
        "状态", max_length=10, default="due",
        choices=[(code, title.zh) for code, title in FILING_STATES.items()],
    )  # fmt: skip
    filing_number = models.CharField("备案号", max_length=40, null=True, blank=True, unique=True)
    answered_by = models.ForeignKey(
        Person, verbose_name="经办人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_on = models.DateField("答复日期", null=True)
    opinion = models.CharField("意见", max_length=300, blank=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("contract__seller", "contract__buyer", "office"),
        counties=("contract__seller_place__county", "contract__delivery_place__county"),
    )

    class Meta:
        verbose_name = verbose_name_plural = "合同备案"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="filed") | Q(filing_number__isnull=False),
                name="filing_has_its_number",
            )
        ]

    @property
    def state_text(self) -> Text:
        """The state in words."""
        return FILING_STATES[self.state]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ContractTermination(models.Model):
    """A notice that ends a contract before its time, by one side or by agreement."""

    contract = models.OneToOneField(
        Contract, verbose_name="合同", on_delete=models.PROTECT, related_name="termination"
    )
    side = models.CharField("提出方", max_length=6, choices=_SIDE_CHOICES)
    kind = models.CharField(
        "类别", max_length=12,
        choices=[("notice", "按约通知解除"), ("agreed", "协商解除"), ("breach", "因对方违约解除")],
    )  # fmt: skip
    reason = models.TextField("理由")
    noticed_on = models.DateField("通知日期")
    ends_on = models.DateField("最后一日")
    person = models.ForeignKey(
        Person, verbose_name="通知人", on_delete=models.PROTECT, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        Person, verbose_name="对方确认人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField("确认时间", null=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("contract__seller", "contract__buyer"),
        counties=("contract__seller_place__county", "contract__delivery_place__county"),
    )

    class Meta:
        verbose_name = verbose_name_plural = "合同解除"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("noticed_on")), name="termination_after_notice"
            )
        ]

    @property
    def side_text(self) -> Text:
        """The side that gave notice."""
        return SIDES[self.side]
