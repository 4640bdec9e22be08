"""The three lists: targets split by city and county, key work, and who answers for it."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from milkshed.kernel.text import Text
from milkshed.plan.models.plan import Indicator
from milkshed.plan.models.register import PlanPart, ResponsibleUnit, choices
from milkshed.platform.models import Person

DUTY_ROLES: dict[str, Text] = {
    "lead": Text("牵头", "Lead"),
    "support": Text("配合", "Support"),
}
SPLIT_BASES: dict[str, Text] = {
    "document": Text("文件下达", "Set by a document"),
    "assumed": Text("测算（未下达）", "Worked out, not yet set"),
}


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class TargetSplit(models.Model):
    """The share of a target that one city or county has to bring, for a time."""

    indicator = models.ForeignKey(
        Indicator, verbose_name="指标", on_delete=models.CASCADE, related_name="splits"
    )
    division = models.CharField("市、县（市、区）代码", max_length=6)
    value = models.DecimalField("分解目标", max_digits=14, decimal_places=4)
    basis = models.CharField("依据", max_length=10, choices=choices(SPLIT_BASES))
    document = models.CharField("文件", max_length=120, blank=True)
    valid_from = models.DateField("起始日期")
    valid_to = models.DateField("终止日期", null=True, blank=True)
    entered_by = models.ForeignKey(
        Person, verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "目标分解"
        ordering: ClassVar = ["division", "valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "division", "valid_from"], name="split_once_per_first_day"
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="split_not_negative"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="split_ends_after_it_begins",
            ),
        ]

    @property
    def basis_text(self) -> Text:
        """By a document, or worked out."""
        return SPLIT_BASES[self.basis]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Duty(models.Model):
    """A unit leads or supports a piece of key work for a time."""

    part = models.ForeignKey(
        PlanPart, verbose_name="重点工作", on_delete=models.CASCADE, related_name="duties"
    )
    unit = models.ForeignKey(
        ResponsibleUnit, verbose_name="责任单位", on_delete=models.PROTECT, related_name="duties"
    )
    role = models.CharField("分工", max_length=8, choices=choices(DUTY_ROLES))
    document = models.CharField("依据文件", max_length=120, blank=True)
    valid_from = models.DateField("起始日期")
    valid_to = models.DateField("终止日期", null=True, blank=True)
    set_by = models.ForeignKey(
        Person, verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )
    set_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "责任分工"
        ordering: ClassVar = ["role", "unit__position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["part"],
                condition=Q(role="lead", valid_to__isnull=True),
                name="duty_has_one_lead_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["part", "unit", "valid_from"], name="duty_once_per_first_day"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="duty_ends_after_it_begins",
            ),
        ]

    @property
    def role_text(self) -> Text:
        """Lead or support."""
        return DUTY_ROLES[self.role]
