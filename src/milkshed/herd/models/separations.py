"""Milk that a farm keeps apart from its tank because it must not be sold."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from milkshed.herd.models.animals import Animal
from milkshed.herd.models.farms import Farm
from milkshed.platform.models import Person
from milkshed.platform.scope import ScopePaths


class MilkSeparation(models.Model):
    """A farm's declaration that a cow's milk is kept apart (单独存放) over a stretch of time."""

    farm = models.ForeignKey(
        Farm, verbose_name="牧场", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    animal = models.ForeignKey(
        Animal, verbose_name="个体", on_delete=models.PROTECT, related_name="separations"
    )
    since = models.DateTimeField("起始时间")
    until = models.DateTimeField("终止时间", null=True)
    container = models.CharField("存放容器", max_length=60)
    declared_by = models.ForeignKey(
        Person, verbose_name="申报人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    declared_at = models.DateTimeField("申报时间")

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("farm__organisation",), counties=("farm__place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "异常奶单独存放"
        indexes: ClassVar = [models.Index(fields=["farm", "since"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="milk_separation_has_time",
            )
        ]
