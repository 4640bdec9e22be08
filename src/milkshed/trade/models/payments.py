"""What a buyer owes under a contract, and what was paid of it."""

from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from milkshed.kernel.text import Text
from milkshed.platform.models import Person
from milkshed.platform.scope import ScopePaths
from milkshed.trade.models.contracts import Contract

_SCOPE = ScopePaths(
    organisations=("contract__seller", "contract__buyer"),
    counties=("contract__seller_place__county", "contract__delivery_place__county"),
)


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Receivable(models.Model):
    """The milk money of one settled period, due by the contract's term.

    ``statement`` is the number of the settlement statement both sides accepted. The rate of
    interest is fixed here when the debt arises, with the rule row it came from.
    """

    contract = models.ForeignKey(
        Contract, verbose_name="合同", on_delete=models.PROTECT, related_name="receivables"
    )
    statement = models.CharField("结算单号", max_length=60, unique=True)
    period_first = models.DateField("结算期起")
    period_last = models.DateField("结算期止")
    amount_yuan = models.DecimalField("应付金额（元）", max_digits=14, decimal_places=2)
    due_on = models.DateField("付款到期日")
    interest_pct_per_day = models.DecimalField("逾期利率（%/日）", max_digits=8, decimal_places=6)
    interest_source = models.CharField("利率依据", max_length=200)
    opened_by = models.ForeignKey(
        Person, verbose_name="登记人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField("登记时间", auto_now_add=True)

    scope_paths: ClassVar[ScopePaths] = _SCOPE

    class Meta:
        verbose_name = verbose_name_plural = "应付奶款"
        indexes: ClassVar = [models.Index(fields=["due_on"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount_yuan__gt=0, interest_pct_per_day__gte=0),
                name="receivable_is_an_amount",
            ),
            models.CheckConstraint(
                condition=Q(period_last__gte=F("period_first"), due_on__gte=F("period_last")),
                name="receivable_days_in_order",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="receivable_is_final", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return self.statement


PAYMENT_STATES: dict[str, Text] = {
    "told": Text("买方已登记", "Told by the buyer"),
    "confirmed": Text("卖方已确认到账", "Confirmed by the seller"),
    "denied": Text("卖方未收到", "Not received, says the seller"),
}


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Payment(models.Model):
    """A payment on a receivable: told by the buyer, confirmed or denied by the seller."""

    receivable = models.ForeignKey(
        Receivable, verbose_name="应付奶款", on_delete=models.PROTECT, related_name="payments"
    )
    paid_on = models.DateField("付款日期")
    amount_yuan = models.DecimalField("金额（元）", max_digits=14, decimal_places=2)
    reference = models.CharField("银行流水号", max_length=60)
    state = models.CharField(
        "状态", max_length=10, default="told",
        choices=[(code, title.zh) for code, title in PAYMENT_STATES.items()],
    )  # fmt: skip
    told_by = models.ForeignKey(
        Person, verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )
    told_at = models.DateTimeField("登记时间", auto_now_add=True)
    answered_by = models.ForeignKey(
        Person, verbose_name="答复人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField("答复时间", null=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("receivable__contract__seller", "receivable__contract__buyer"),
        counties=(
            "receivable__contract__seller_place__county",
            "receivable__contract__delivery_place__county",
        ),
    )

    class Meta:
        verbose_name = verbose_name_plural = "付款记录"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount_yuan__gt=0), name="payment_is_an_amount"),
            models.UniqueConstraint(
                fields=["receivable", "reference"], name="payment_reference_once"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="payment_is_kept_once_answered",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state="told"),
            ),
            pgtrigger.Protect(name="payment_is_kept", operation=pgtrigger.Delete),
        ]

    @property
    def state_text(self) -> Text:
        """The state in words."""
        return PAYMENT_STATES[self.state]
