"""Settlement statements with their lines, and disputes about them."""

from decimal import Decimal
from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from milkshed.kernel.text import Text
from milkshed.platform.models import Attachment, Organisation, Person, Place
from milkshed.platform.scope import ScopePaths
from milkshed.trade.models.contracts import Contract
from milkshed.trade.models.grids import PayGrid, fixed

SETTLEMENT_STATES: dict[str, Text] = {
    "draft": Text("待买方审核", "To be approved by the buyer"),
    "approved": Text("待卖方确认", "To be accepted by the seller"),
    "disputed": Text("有异议", "Disputed"),
    "accepted": Text("双方已确认（锁定）", "Accepted by both (locked)"),
    "replaced": Text("已更正", "Replaced by a correction"),
}

DISPUTE_STATES: dict[str, Text] = {
    "open": Text("待答复", "Open"),
    "upheld": Text("异议成立", "Upheld"),
    "rejected": Text("异议不成立", "Rejected"),
    "withdrawn": Text("已撤回", "Withdrawn"),
}


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Settlement(models.Model):
    """What a buyer owes a seller for the milk of a period, by a pay grid.

    ``inputs`` holds every delivery and test that it rests on, so that anybody can work it out
    again; ``digest`` covers grid, inputs and lines. Its content never changes, held by a trigger:
    a correction is a further version, and the old one stays readable.
    """

    number = models.CharField("编号", max_length=40, unique=True)
    version = models.PositiveSmallIntegerField("版次", default=1)
    corrects = models.OneToOneField(
        "self", verbose_name="更正的结算单", null=True, blank=True, on_delete=models.PROTECT,
        related_name="corrected_by",
    )  # fmt: skip
    reason = models.CharField("更正理由", max_length=300, blank=True)
    grid = models.ForeignKey(
        PayGrid, verbose_name="计价表", on_delete=models.PROTECT, related_name="settlements"
    )
    contract = models.ForeignKey(
        Contract, verbose_name="合同", null=True, blank=True, on_delete=models.PROTECT,
        related_name="settlements",
    )  # fmt: skip
    seller = models.ForeignKey(
        Organisation, verbose_name="卖方", on_delete=models.PROTECT, related_name="+"
    )
    seller_place = models.ForeignKey(
        Place, verbose_name="卖方场所", on_delete=models.PROTECT, related_name="+"
    )
    buyer = models.ForeignKey(
        Organisation, verbose_name="买方", on_delete=models.PROTECT, related_name="+"
    )
    first_day = models.DateField("结算期起")
    last_day = models.DateField("结算期止")
    accepted_kg = models.DecimalField("收奶量（公斤）", max_digits=14, decimal_places=1)
    payable_kg = models.DecimalField("计价量（公斤）", max_digits=14, decimal_places=1)
    amount_yuan = models.DecimalField("结算金额（元）", max_digits=16, decimal_places=2)
    inputs = models.JSONField("计算依据")
    digest = models.CharField("内容摘要", max_length=64)
    made_by = models.ForeignKey(
        Person, verbose_name="编制人", on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField("编制时间")
    approved_at = models.DateTimeField("买方审核时间", null=True, blank=True)
    dispute_until = models.DateField("异议期止", null=True, blank=True)
    accepted_at = models.DateTimeField("卖方确认时间", null=True, blank=True)
    state = models.CharField(
        "状态", max_length=10, default="draft",
        choices=[(code, title.zh) for code, title in SETTLEMENT_STATES.items()],
    )  # fmt: skip

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("seller", "buyer"), counties=("seller_place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "结算单"
        indexes: ClassVar = [
            models.Index(fields=["seller", "-first_day"]),
            models.Index(fields=["buyer", "-first_day"]),
            models.Index(fields=["seller_place", "buyer", "first_day"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="settlement_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(payable_kg__gte=0, payable_kg__lte=F("accepted_kg")),
                name="settlement_masses_are_possible",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted")
                | Q(approved_at__isnull=False, accepted_at__isnull=False),
                name="settlement_locked_by_both",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="settlement_content_is_final",
                operation=pgtrigger.Update,
                condition=fixed(
                    (
                        "number", "version", "grid", "seller", "seller_place", "buyer",
                        "first_day", "last_day", "accepted_kg", "payable_kg", "amount_yuan",
                        "inputs", "digest", "made_by", "made_at",
                    )
                ),
            ),
            pgtrigger.Protect(name="settlement_is_kept", operation=pgtrigger.Delete),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    @property
    def state_text(self) -> Text:
        """The state in words."""
        return SETTLEMENT_STATES[self.state]

    @property
    def price_per_kg(self) -> Decimal | None:
        """Yuan per accepted kilogram, to four decimals; None without milk."""
        if not self.accepted_kg:
            return None
        return round(self.amount_yuan / self.accepted_kg, 4)


class SettlementLine(models.Model):
    """One line of a statement: value x rate x quantity = amount."""

    settlement = models.ForeignKey(
        Settlement, verbose_name="结算单", on_delete=models.PROTECT, related_name="lines",
        db_index=False,
    )  # fmt: skip
    position = models.PositiveSmallIntegerField("序号")
    code = models.CharField("计价项代号", max_length=40)
    title_zh = models.CharField("计价项", max_length=60)
    title_en = models.CharField("英文名称", max_length=80, blank=True)
    unit = models.CharField("计价单位", max_length=20)
    value = models.DecimalField("指标值", max_digits=14, decimal_places=3, null=True)
    rate = models.DecimalField("单价或系数", max_digits=14, decimal_places=6, null=True)
    quantity = models.DecimalField("数量", max_digits=20, decimal_places=5)
    amount_yuan = models.DecimalField("金额（元）", max_digits=16, decimal_places=2)
    how = models.CharField("取值方法", max_length=10, blank=True)
    grade = models.CharField("等级", max_length=30, blank=True)
    tests = models.PositiveIntegerField("检测次数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "结算单明细"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["settlement", "position"], name="line_position_once")
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="settlement_line_is_final", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    @property
    def title(self) -> Text:
        """The line's name in both languages."""
        return Text(self.title_zh, self.title_en or self.title_zh)


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class SettlementDispute(models.Model):
    """A seller's objection to a line, or to the whole statement, with evidence and a clock."""

    settlement = models.ForeignKey(
        Settlement, verbose_name="结算单", on_delete=models.PROTECT, related_name="disputes"
    )
    line = models.ForeignKey(
        SettlementLine, verbose_name="明细", null=True, blank=True, on_delete=models.PROTECT,
        related_name="disputes",
    )  # fmt: skip
    claim = models.TextField("异议内容")
    claimed_yuan = models.DecimalField(
        "主张金额（元）", max_digits=16, decimal_places=2, null=True, blank=True
    )
    evidence = models.ForeignKey(
        Attachment, verbose_name="证据", null=True, blank=True, on_delete=models.PROTECT
    )
    raised_by = models.ForeignKey(
        Person, verbose_name="提出人", on_delete=models.PROTECT, related_name="+"
    )
    raised_at = models.DateTimeField("提出时间")
    answer_due_on = models.DateField("应答复日期")
    state = models.CharField(
        "状态", max_length=10, default="open",
        choices=[(code, title.zh) for code, title in DISPUTE_STATES.items()],
    )  # fmt: skip
    answer = models.TextField("答复", blank=True)
    answered_by = models.ForeignKey(
        Person, verbose_name="答复人", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("settlement__seller", "settlement__buyer"),
        counties=("settlement__seller_place__county",),
    )

    class Meta:
        verbose_name = verbose_name_plural = "结算异议"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "withdrawn"]) | ~Q(answer=""),
                name="dispute_answer_is_written",
            )
        ]

    @property
    def state_text(self) -> Text:
        """The state in words."""
        return DISPUTE_STATES[self.state]
