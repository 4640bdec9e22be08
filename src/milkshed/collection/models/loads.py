"""What happens to a load besides its sheet: weighing, a change of tanker, a return, code checks."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from milkshed.collection.models.registry import Tanker
from milkshed.collection.models.sheets import HandoverSheet
from milkshed.kernel.text import Text
from milkshed.platform.editions import new_edition
from milkshed.platform.models import Person, Place
from milkshed.platform.scope import ScopePaths


class Weighbridge(models.Model):
    """A plant's weighbridge with its legal calibration."""

    plant = models.ForeignKey(
        Place, verbose_name="加工厂", on_delete=models.PROTECT, related_name="weighbridges"
    )
    code = models.CharField("地磅编号", max_length=30, unique=True)
    certificate = models.CharField("检定证书号", max_length=40)
    calibrated_on = models.DateField("检定日期")
    calibrated_to = models.DateField("检定有效期止")
    active = models.BooleanField("在用", default=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("plant__organisation",), counties=("plant__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "地磅"
        triggers: ClassVar = [new_edition()]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(calibrated_to__gte=F("calibrated_on")),
                name="calibration_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.code


class Weighing(models.Model):
    """The ticket of one load: gross and tare on a weighbridge, whose difference is the net."""

    sheet = models.OneToOneField(
        HandoverSheet, verbose_name="交接单", on_delete=models.PROTECT, related_name="weighing"
    )
    weighbridge = models.ForeignKey(
        Weighbridge,
        verbose_name="地磅",
        on_delete=models.PROTECT,
        related_name="weighings",
        db_index=False,
    )
    ticket = models.CharField("磅单号", max_length=30)
    gross_kg = models.DecimalField("毛重（公斤）", max_digits=9, decimal_places=1)
    tare_kg = models.DecimalField("皮重（公斤）", max_digits=9, decimal_places=1)
    net_kg = models.DecimalField("净重（公斤）", max_digits=9, decimal_places=1)
    weighed_at = models.DateTimeField("过磅时间")
    weighed_by = models.ForeignKey(
        Person, verbose_name="司磅人", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    replaced = models.BooleanField("随更正作废", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "磅单"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["weighbridge", "ticket"],
                condition=Q(replaced=False),
                name="ticket_used_once",
            ),
            models.CheckConstraint(
                condition=Q(net_kg=F("gross_kg") - F("tare_kg"), tare_kg__gt=0, net_kg__gt=0),
                name="net_is_gross_less_tare",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="weighing_is_final",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__replaced=True)
                | pgtrigger.Q(old__ticket__df=pgtrigger.F("new__ticket"))
                | pgtrigger.Q(old__gross_kg__df=pgtrigger.F("new__gross_kg"))
                | pgtrigger.Q(old__tare_kg__df=pgtrigger.F("new__tare_kg"))
                | pgtrigger.Q(old__net_kg__df=pgtrigger.F("new__net_kg"))
                | pgtrigger.Q(old__sheet__df=pgtrigger.F("new__sheet"))
                | pgtrigger.Q(old__weighbridge__df=pgtrigger.F("new__weighbridge"))
                | pgtrigger.Q(old__weighed_at__df=pgtrigger.F("new__weighed_at"))
                | pgtrigger.Q(old__weighed_by__df=pgtrigger.F("new__weighed_by")),
            ),
            pgtrigger.Protect(name="weighing_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.weighbridge.code} {self.ticket}"


CHANGE_KINDS: dict[str, Text] = {
    "tanker": Text("途中换车", "Tanker changed on the way"),
    "returned": Text("退回收购站", "Returned to the station"),
}


class LoadChange(models.Model):
    """What befell a load after it had been signed for: another tanker, or its return."""

    sheet = models.ForeignKey(
        HandoverSheet, verbose_name="交接单", on_delete=models.PROTECT, related_name="changes"
    )
    kind = models.CharField(
        "事项", max_length=10, choices=[(code, title.zh) for code, title in CHANGE_KINDS.items()]
    )
    at = models.DateTimeField("时间")
    tanker = models.ForeignKey(
        Tanker,
        verbose_name="换用的运输车",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    seals = ArrayField(
        models.CharField(max_length=30), verbose_name="新铅封号", default=list, blank=True
    )
    temperature_c = models.DecimalField("奶温（℃）", max_digits=4, decimal_places=1)
    reason = models.CharField("原因", max_length=200)
    recorded_by = models.ForeignKey(
        Person, verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )
    witness = models.ForeignKey(
        Person,
        verbose_name="共同确认人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    event_id = models.CharField("账本事实", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "途中变更"
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="returned", tanker__isnull=True)
                | Q(kind="tanker", tanker__isnull=False, witness__isnull=False),
                name="change_names_what_it_needs",
            ),
            models.CheckConstraint(
                condition=Q(witness__isnull=True) | ~Q(witness=F("recorded_by")),
                name="change_is_seen_by_two",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="change_is_final", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    @property
    def kind_text(self) -> Text:
        """What happened, in words."""
        return CHANGE_KINDS[self.kind]


class CodeCheck(models.Model):
    """How often a sheet's printed code was checked on a day, and with what outcome.

    Codes of no sheet at all are counted together under an empty number, so that guessing fills
    no table.
    """

    number = models.CharField("编号", max_length=20, blank=True)
    day = models.DateField("日期")
    outcome = models.CharField(
        "结果",
        max_length=8,
        choices=[
            ("true", "真"), ("forged", "码与单不符"), ("replaced", "已更正的旧版"),
            ("unknown", "无此单"),
        ],
    )  # fmt: skip
    times = models.PositiveIntegerField("次数", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "扫码查验记录"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["number", "day", "outcome"], name="code_check_once_a_day"
            )
        ]
