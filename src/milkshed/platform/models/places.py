"""Places on the ground, their identifiers, and replaceable map layers."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from milkshed.kernel.text import Text
from milkshed.platform.editions import new_edition
from milkshed.platform.models.people import Organisation
from milkshed.platform.scope import ScopePaths


class PlaceKind(models.TextChoices):
    """What stands at a place."""

    FARM = "farm", "奶牛场"
    STATION = "station", "收购站"
    PLANT = "plant", "加工厂"
    LABORATORY = "laboratory", "实验室"
    OFFICE = "office", "办公场所"
    MARKET = "market", "区外销售"


@pghistory.track()
class Place(models.Model):
    """A site. It belongs to a county by code, never by geometry."""

    kind = models.CharField("类型", max_length=20, choices=PlaceKind.choices)
    name_zh = models.CharField("名称", max_length=120)
    name_en = models.CharField("英文名称", max_length=160, blank=True)
    organisation = models.ForeignKey(
        Organisation, verbose_name="所属单位", on_delete=models.PROTECT, related_name="places"
    )
    county = models.CharField("县（市、区）代码", max_length=6)
    town = models.CharField("乡镇代码", max_length=9, blank=True)
    longitude = models.FloatField("经度", null=True)
    latitude = models.FloatField("纬度", null=True)
    gln = models.CharField("全球位置码", max_length=13, unique=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("organisation",), counties=("county",), towns=("town",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "场所"
        indexes: ClassVar = [models.Index(fields=["kind", "county"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(county__regex=r"^[0-9]{6}$"), name="place_county_is_a_code"
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True)
                | Q(longitude__gte=-180, longitude__lte=180, latitude__gte=-90, latitude__lte=90),
                name="place_coordinates_on_earth",
            ),
        ]
        triggers: ClassVar = [new_edition()]

    def __str__(self) -> str:
        return self.name_zh

    @property
    def name(self) -> Text:
        """The name in both languages."""
        return Text(self.name_zh, self.name_en or self.name_zh)

    @property
    def uri(self) -> str:
        """The place as a GS1 Digital Link, the ``bizLocation`` of ledger events."""
        return f"https://id.gs1.org/414/{self.gln}"

    def vessel_uri(self, extension: str) -> str:
        """A fixed vessel of the place as a GS1 Digital Link, the ``readPoint`` of events."""
        return f"https://id.gs1.org/414/{self.gln}/254/{extension}"


@pghistory.track()
class Identifier(models.Model):
    """Any further number of an organisation or place, by scheme, with its time in force."""

    scheme = models.CharField("标识体系", max_length=40)
    value = models.CharField("标识值", max_length=80)
    organisation = models.ForeignKey(
        Organisation, verbose_name="单位", null=True, on_delete=models.CASCADE
    )
    place = models.ForeignKey(Place, verbose_name="场所", null=True, on_delete=models.CASCADE)
    valid_from = models.DateField("起始日期", null=True)
    valid_to = models.DateField("终止日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "标识"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scheme", "value"],
                condition=Q(valid_to__isnull=True),
                name="identifier_in_force_once",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, place__isnull=True)
                | Q(organisation__isnull=True, place__isnull=False),
                name="identifier_has_one_subject",
            ),
        ]


@pghistory.track()
class MapLayer(models.Model):
    """A layer of county borders; the youngest active one is shown with its approval number."""

    name_zh = models.CharField("名称", max_length=120)
    source = models.CharField("来源", max_length=200)
    approval_number = models.CharField("审图号", max_length=60, blank=True)
    geojson = models.JSONField("图形数据")
    active = models.BooleanField("启用", default=True)
    loaded_at = models.DateTimeField("载入时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "地图图层"
