"""Farms, and what each farm declares day by day."""

from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Place
from milkshed.platform.scope import ScopePaths


@pghistory.track()
class Farm(models.Model):
    """A dairy farm as filed with its county: name and address (its place), breed and scale."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="养殖单位", on_delete=models.PROTECT, related_name="farms"
    )
    place = models.OneToOneField(
        Place, verbose_name="场所", on_delete=models.PROTECT, related_name="farm"
    )
    code = models.CharField("养殖场代码", max_length=10, unique=True)
    breed = models.CharField("品种", max_length=30, default="荷斯坦")
    declared_head = models.PositiveIntegerField("备案规模（头）")
    is_nucleus = models.BooleanField("核心育种场", default=False)
    filed_on = models.DateField("备案日期")
    closed_on = models.DateField("停养日期", null=True, blank=True)
    synthetic = models.BooleanField("演示数据", default=False)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("organisation",), counties=("place__county",), towns=("place__town",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "奶牛养殖场"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{10}$"), name="farm_code_has_ten_digits"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("filed_on")),
                name="farm_closes_after_it_is_filed",
            ),
        ]

    def __str__(self) -> str:
        return self.place.name_zh

    @property
    def name(self) -> Text:
        """The name of the farm's place."""
        return self.place.name


class DaySource(models.TextChoices):
    """How a farm's day came in."""

    SYSTEM = "system", "牧场系统自动报送"
    MANUAL = "manual", "人工填报"


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class FarmDay(models.Model):
    """What a farm declares for one Chinese calendar day."""

    farm = models.ForeignKey(
        Farm, verbose_name="养殖场", on_delete=models.PROTECT, related_name="days", db_index=False
    )
    day = models.DateField("日期")
    head = models.PositiveIntegerField("存栏（头）")
    adult_head = models.PositiveIntegerField("成母牛（头）")
    milking_head = models.PositiveIntegerField("泌乳牛（头）")
    milk_kg = models.DecimalField("产奶量（公斤）", max_digits=12, decimal_places=1)
    session_milk_kg = ArrayField(
        models.FloatField(), verbose_name="各班次产奶量（公斤）", default=list, blank=True
    )
    fat_pct = models.DecimalField("乳脂率（%）", max_digits=4, decimal_places=2, null=True)
    protein_pct = models.DecimalField("乳蛋白率（%）", max_digits=4, decimal_places=2, null=True)
    scc_per_ml = models.PositiveIntegerField("体细胞数（个/毫升）", null=True)
    source = models.CharField(
        "来源", max_length=10, choices=DaySource.choices, default=DaySource.SYSTEM
    )
    synthetic = models.BooleanField("演示数据", default=False)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("farm__organisation",),
        counties=("farm__place__county",),
        towns=("farm__place__town",),
    )

    class Meta:
        verbose_name = verbose_name_plural = "养殖场日报"
        indexes: ClassVar = [models.Index(fields=["day"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["farm", "day"], name="farm_day_once"),
            models.CheckConstraint(
                condition=Q(milking_head__lte=F("adult_head"), adult_head__lte=F("head")),
                name="farm_day_milking_within_adult_within_head",
            ),
            models.CheckConstraint(condition=Q(milk_kg__gte=0), name="farm_day_milk_not_negative"),
        ]
