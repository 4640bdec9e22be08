"""What a plant took in, made and packed."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from milkshed.factory.models.works import (
    CATEGORIES,
    CATEGORY_CHOICES,
    OF_PLANT,
    Plant,
    Product,
    Silo,
)
from milkshed.kernel.text import Text
from milkshed.platform.models import Person
from milkshed.platform.scope import ScopePaths

LOT_STATES: dict[str, Text] = {
    "released": Text("已放行", "Released"),
    "held": Text("暂扣", "On hold"),
    "recalled": Text("已召回", "Recalled"),
}


class Intake(models.Model):
    """A tanker load received into a silo. It makes a new state of the silo: heel plus load."""

    plant = models.ForeignKey(
        Plant,
        verbose_name="加工厂",
        on_delete=models.PROTECT,
        related_name="intakes",
        db_index=False,
    )
    silo = models.ForeignKey(
        Silo,
        verbose_name="奶仓",
        on_delete=models.PROTECT,
        related_name="intakes",
        db_index=False,
    )
    sheet = models.CharField("交接单", max_length=30)
    load_lot = models.CharField("装车批", max_length=120, db_index=True)
    silo_lot = models.CharField("奶仓状态批", max_length=120, unique=True)
    kg = models.DecimalField("收奶数量（公斤）", max_digits=9, decimal_places=1)
    heel_kg = models.DecimalField("仓内余奶（公斤）", max_digits=10, decimal_places=1)
    temperature_c = models.DecimalField("奶温（℃）", max_digits=4, decimal_places=1)
    at = models.DateTimeField("收奶时间")
    accepted_by = models.ForeignKey(
        Person, verbose_name="收奶员", null=True, on_delete=models.PROTECT, db_index=False
    )

    scope_paths: ClassVar[ScopePaths] = OF_PLANT

    class Meta:
        verbose_name = verbose_name_plural = "收奶记录"
        indexes: ClassVar = [
            models.Index(fields=["plant", "-at"]),
            models.Index(fields=["silo", "-at"]),
            models.Index(fields=["at"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sheet", "silo"], name="intake_once_per_sheet_and_silo"
            ),
            models.CheckConstraint(
                condition=Q(kg__gt=0, heel_kg__gte=0), name="intake_masses_are_possible"
            ),
        ]

    @property
    def state_kg(self) -> Decimal:
        """What stood in the silo after this load."""
        return self.heel_kg + self.kg


class Cleaning(models.Model):
    """A silo was emptied and cleaned: the next load finds no heel."""

    silo = models.ForeignKey(
        Silo,
        verbose_name="奶仓",
        on_delete=models.PROTECT,
        related_name="cleanings",
        db_index=False,
    )
    at = models.DateTimeField("清洗时间")

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("silo__plant__place__organisation",),
        counties=("silo__plant__place__county",),
    )

    class Meta:
        verbose_name = verbose_name_plural = "奶仓清洗"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["silo", "at"], name="cleaning_once_per_silo_and_time")
        ]


class Batch(models.Model):
    """Milk drawn from silos and heat-treated together."""

    plant = models.ForeignKey(
        Plant,
        verbose_name="加工厂",
        on_delete=models.PROTECT,
        related_name="batches",
        db_index=False,
    )
    lot = models.CharField("生产批", max_length=120, unique=True)
    category = models.CharField("产品类别", max_length=16, choices=CATEGORY_CHOICES)
    kg_in = models.DecimalField("投入（公斤）", max_digits=10, decimal_places=1)
    kg_out = models.DecimalField("产出（公斤）", max_digits=10, decimal_places=1)
    started_at = models.DateTimeField("开始时间")
    finished_at = models.DateTimeField("完成时间")

    scope_paths: ClassVar[ScopePaths] = OF_PLANT

    class Meta:
        verbose_name = verbose_name_plural = "生产批"
        indexes: ClassVar = [
            models.Index(fields=["plant", "-started_at"]),
            models.Index(fields=["-started_at"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kg_in__gt=0, kg_out__gt=0), name="batch_masses_are_possible"
            ),
            models.CheckConstraint(
                condition=Q(finished_at__gte=F("started_at")), name="batch_times_run_forward"
            ),
        ]

    @property
    def category_text(self) -> Text:
        """The kind of product in words."""
        return CATEGORIES[self.category]

    @property
    def lot_number(self) -> str:
        """The lot number at the end of the batch's URI."""
        return self.lot.rsplit("/", 1)[-1]


class Draw(models.Model):
    """Milk drawn from one state of a silo into a batch."""

    batch = models.ForeignKey(
        Batch, verbose_name="生产批", on_delete=models.PROTECT, related_name="draws"
    )
    intake = models.ForeignKey(
        Intake, verbose_name="奶仓状态", on_delete=models.PROTECT, related_name="draws"
    )
    kg = models.DecimalField("数量（公斤）", max_digits=10, decimal_places=1)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("batch__plant__place__organisation",),
        counties=("batch__plant__place__county",),
    )

    class Meta:
        verbose_name = verbose_name_plural = "投料"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "intake"], name="draw_once_per_silo_state"),
            models.CheckConstraint(condition=Q(kg__gt=0), name="draw_has_milk"),
        ]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ProductLot(models.Model):
    """Packs of one product filled together under one lot number."""

    product = models.ForeignKey(
        Product, verbose_name="产品", on_delete=models.PROTECT, related_name="lots", db_index=False
    )
    batch = models.ForeignKey(
        Batch, verbose_name="生产批", null=True, on_delete=models.PROTECT, related_name="lots"
    )
    lot = models.CharField("批号", max_length=20)
    uri = models.CharField("批次链接", max_length=120, unique=True)
    kg = models.DecimalField("数量（公斤）", max_digits=10, decimal_places=1)
    packs = models.PositiveIntegerField("包装数")
    produced_on = models.DateField("生产日期")
    expires_on = models.DateField("保质期至")
    state = models.CharField(
        "状态",
        max_length=10,
        default="released",
        choices=[(code, title.zh) for code, title in LOT_STATES.items()],
    )

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("product__plant__place__organisation",),
        counties=("product__plant__place__county",),
    )

    class Meta:
        verbose_name = verbose_name_plural = "产品批次"
        indexes: ClassVar = [
            models.Index(fields=["-produced_on"]),
            models.Index(
                fields=["state"], condition=~Q(state="released"), name="product_lot_not_released"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "lot"], name="product_lot_number_once"),
            models.CheckConstraint(
                condition=Q(kg__gt=0, packs__gt=0), name="product_lot_has_packs"
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("produced_on")), name="product_lot_keeps_some_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.lot}"

    @property
    def state_text(self) -> Text:
        """The state in words."""
        return LOT_STATES[self.state]

    @property
    def path(self) -> str:
        """The path of the lot's Digital Link, the same on every site that resolves it."""
        return f"/01/{self.product.gtin}/10/{self.lot}"

    def expired_on(self, day: date) -> bool:
        """Whether the lot is past its last day."""
        return day > self.expires_on
