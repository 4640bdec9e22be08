"""Plants, their silos and their products."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Place
from milkshed.platform.scope import ScopePaths

CATEGORIES: dict[str, Text] = {
    "pasteurised": Text("巴氏杀菌乳", "Pasteurised milk"),
    "uht": Text("灭菌乳", "UHT milk"),
    "modified": Text("调制乳", "Modified milk"),
    "fermented": Text("发酵乳", "Fermented milk"),
    "cheese": Text("干酪", "Cheese"),
    "cream": Text("稀奶油", "Cream"),
    "concentrated": Text("浓缩乳", "Concentrated milk"),
    "powder": Text("乳粉", "Milk powder"),
    "formula": Text("配方乳粉", "Formula powder"),
}
CATEGORY_CHOICES = [(code, title.zh) for code, title in CATEGORIES.items()]
OF_PLANT = ScopePaths(
    organisations=("plant__place__organisation",), counties=("plant__place__county",)
)


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Plant(models.Model):
    """A dairy plant. Its operator is the organisation of its place."""

    place = models.OneToOneField(
        Place, verbose_name="场所", on_delete=models.PROTECT, related_name="plant"
    )
    daily_capacity_t = models.DecimalField("日处理能力（吨）", max_digits=9, decimal_places=1)
    first_licensed_on = models.DateField("首次取得生产许可日期")
    traced = models.BooleanField("纳入追溯", default=True)
    active = models.BooleanField("在产", default=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("place__organisation",), counties=("place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "乳制品加工厂"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(daily_capacity_t__gt=0), name="plant_has_capacity")
        ]

    def __str__(self) -> str:
        return self.place.name_zh

    @property
    def organisation(self) -> Organisation:
        """Who runs the plant."""
        return self.place.organisation

    @property
    def uri(self) -> str:
        """The plant's place as a GS1 Digital Link."""
        return self.place.uri


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Silo(models.Model):
    """A raw-milk silo of a plant."""

    plant = models.ForeignKey(
        Plant, verbose_name="加工厂", on_delete=models.PROTECT, related_name="silos"
    )
    extension = models.CharField("奶仓编号", max_length=20)
    capacity_kg = models.DecimalField("容量（公斤）", max_digits=10, decimal_places=1)
    active = models.BooleanField("在用", default=True)

    scope_paths: ClassVar[ScopePaths] = OF_PLANT

    class Meta:
        verbose_name = verbose_name_plural = "奶仓"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plant", "extension"], name="silo_number_once_per_plant"
            ),
            models.CheckConstraint(condition=Q(capacity_kg__gt=0), name="silo_holds_milk"),
        ]

    def __str__(self) -> str:
        return self.extension

    @property
    def uri(self) -> str:
        """The silo as a GS1 Digital Link, the ``readPoint`` of unloading."""
        return self.plant.place.vessel_uri(self.extension)


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Product(models.Model):
    """A trade item with its GTIN; flagged as specialty or high-end only with a stated reason."""

    gtin = models.CharField("全球贸易项目代码", max_length=14, unique=True)
    name_zh = models.CharField("名称", max_length=120)
    name_en = models.CharField("英文名称", max_length=160, blank=True)
    category = models.CharField("类别", max_length=16, choices=CATEGORY_CHOICES)
    plant = models.ForeignKey(
        Plant, verbose_name="加工厂", on_delete=models.PROTECT, related_name="products"
    )
    specialty = models.BooleanField("特色及高端", default=False)
    specialty_reason = models.CharField("认定理由", max_length=200, blank=True)
    shelf_life_days = models.PositiveSmallIntegerField("保质期（天）")
    launched_on = models.DateField("上市日期")

    scope_paths: ClassVar[ScopePaths] = OF_PLANT

    class Meta:
        verbose_name = verbose_name_plural = "产品"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(specialty=False) | ~Q(specialty_reason=""),
                name="product_specialty_has_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(shelf_life_days__gt=0), name="product_keeps_some_days"
            ),
            models.CheckConstraint(
                condition=Q(gtin__regex=r"^[0-9]{14}$"), name="product_gtin_has_14_digits"
            ),
        ]

    def __str__(self) -> str:
        return self.name_zh

    @property
    def name(self) -> Text:
        """The name in both languages."""
        return Text(self.name_zh, self.name_en or self.name_zh)

    @property
    def category_text(self) -> Text:
        """The category in words."""
        return CATEGORIES[self.category]

    def lot_uri(self, lot: str) -> str:
        """A lot of this product as a canonical GS1 Digital Link."""
        return f"https://id.gs1.org/01/{self.gtin}/10/{lot}"
