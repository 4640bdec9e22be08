"""Visits of advisers to recorded farms: proposed with reasons, decided by a person."""

from typing import ClassVar

import pghistory
from django.db import models

from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Place
from milkshed.platform.scope import ScopePaths

ADVICE_STATES: dict[str, Text] = {
    "proposed": Text("建议", "Proposed"),
    "accepted": Text("已安排", "Accepted"),
    "declined": Text("不安排", "Declined"),
    "done": Text("已完成", "Done"),
}


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class AdvisoryVisit(models.Model):
    """A farm that an adviser should see. ``reasons`` is a list of ``{"rule", "zh", "en"}``."""

    place = models.ForeignKey(
        Place, verbose_name="养殖场", on_delete=models.PROTECT, related_name="+"
    )
    farm_code = models.CharField("养殖场代码", max_length=10)
    centre = models.ForeignKey(
        Organisation, verbose_name="测定中心", on_delete=models.PROTECT, related_name="+"
    )
    month = models.DateField("月份")
    reasons = models.JSONField("理由")
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(code, text.zh) for code, text in ADVICE_STATES.items()],
        default="proposed",
    )
    proposed_at = models.DateTimeField("建议时间", auto_now_add=True)
    findings = models.TextField("上门记录", blank=True)
    synthetic = models.BooleanField("演示数据", default=False)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("centre", "place__organisation"), counties=("place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "上门指导"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["place", "month"], name="advice_proposed_once_a_month")
        ]
