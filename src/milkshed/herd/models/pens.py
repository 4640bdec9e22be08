"""Pens: where on a farm animals stand together."""

from typing import ClassVar

from django.db import models

from milkshed.herd.models.farms import Farm
from milkshed.platform.scope import ScopePaths


class PenPurpose(models.TextChoices):
    """What a pen is for."""

    LACTATING = "lactating", "泌乳"
    DRY = "dry", "干奶"
    CLOSE_UP = "close_up", "围产前期"
    FRESH = "fresh", "新产"
    HEIFER = "heifer", "青年牛"
    CALF = "calf", "犊牛"
    HOSPITAL = "hospital", "病牛（单独挤奶）"
    BULL = "bull", "公牛"


class Pen(models.Model):
    """A pen of a farm. Milk of a hospital pen is kept apart from the farm's tank.

    Which animals stand in it follows from their ``pen_move`` events.
    """

    farm = models.ForeignKey(
        Farm, verbose_name="牧场", on_delete=models.PROTECT, related_name="pens", db_index=False
    )
    code = models.CharField("圈舍编号", max_length=20)
    name = models.CharField("名称", max_length=60)
    purpose = models.CharField("用途", max_length=10, choices=PenPurpose.choices)
    closed_on = models.DateField("停用日期", null=True, blank=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("farm__organisation",), counties=("farm__place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "圈舍"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["farm", "code"], name="pen_code_once_per_farm")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
