"""How animals stood in the past: one row for each stretch of days in the same state."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from milkshed.herd.models.animals import Animal, AnimalStatus
from milkshed.herd.models.farms import Farm
from milkshed.herd.models.pens import Pen
from milkshed.platform.scope import ScopePaths


class AnimalSpell(models.Model):
    """A past state of an animal, from ``first_day`` up to but not including ``until_day``.

    Derived from registration and standing events by ``actions/state.py``, like the present state,
    which stands in the animal itself. An animal to which nothing happened has none.
    """

    animal = models.ForeignKey(
        Animal, verbose_name="个体", on_delete=models.CASCADE, related_name="spells"
    )
    first_day = models.DateField("首日")
    until_day = models.DateField("止日（不含）")
    farm = models.ForeignKey(
        Farm, verbose_name="所在牧场", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    pen = models.ForeignKey(
        Pen, verbose_name="圈舍", null=True, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField("状态", max_length=8, choices=AnimalStatus.choices)
    parity = models.PositiveSmallIntegerField("胎次")
    last_calving_date = models.DateField("最近产犊日期", null=True)
    dry_on = models.DateField("干奶日期", null=True)
    conceived_on = models.DateField("受胎日期", null=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("farm__organisation",), counties=("farm__place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "个体状态区间"
        indexes: ClassVar = [models.Index(fields=["farm", "until_day"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until_day__gt=F("first_day")), name="animal_spell_has_days"
            )
        ]
