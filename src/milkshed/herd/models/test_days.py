"""Milk-recording test days and the files they came in."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from milkshed.herd.models.animals import Animal
from milkshed.herd.models.farms import Farm
from milkshed.platform.models import Person
from milkshed.platform.scope import ScopePaths


class ImportKind(models.TextChoices):
    """What an imported file holds."""

    TEST_DAYS = "test-days", "生产性能测定记录"
    ANIMALS = "animals", "牛只名册"
    EVENTS = "events", "个体事件"
    FARM_DAYS = "farm-days", "牧场日报"


class ImportState(models.TextChoices):
    """How far a file has come."""

    PREVIEWED = "previewed", "待确认"
    TAKEN = "taken", "已导入"


class TestDaySource(models.TextChoices):
    """How a test day came in."""

    FILE = "file", "文件导入"
    DHI = "dhi", "测定中心"
    INTERFACE = "interface", "接口"
    PLAY = "play", "演示"


class ImportBatch(models.Model):
    """One file taken in: how many rows went in, and every row that did not, with the reason.

    A file waits as ``previewed`` until a person has confirmed what its columns mean; only then do
    the counts speak. ``faults`` is a list of ``{"row", "field", "value", "rule", "zh", "en"}``;
    ``warnings`` the same without ``row`` where the remark is about the whole file. ``content`` is
    the table, compressed, kept while the file waits and as long as refused rows may be fetched.
    """

    farm = models.ForeignKey(
        Farm, verbose_name="养殖场", on_delete=models.PROTECT, related_name="imports"
    )
    kind = models.CharField("类型", max_length=12, choices=ImportKind.choices)
    file_name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("文件摘要", max_length=64)
    rows = models.PositiveIntegerField("总行数")
    accepted = models.PositiveIntegerField("接收行数")
    repeated = models.PositiveIntegerField("已有行数", default=0)
    refused = models.PositiveIntegerField("退回行数")
    faults = models.JSONField("退回原因", default=list)
    warnings = models.JSONField("提示", default=list)
    layout = models.JSONField("识别结果", default=dict)
    state = models.CharField(
        "状态",
        max_length=10,
        choices=ImportState.choices,
        default=ImportState.TAKEN,
        db_default=ImportState.TAKEN,
    )
    content = models.BinaryField("文件内容", null=True)
    imported_by = models.ForeignKey(
        Person, verbose_name="导入人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    imported_at = models.DateTimeField("导入时间", auto_now_add=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("farm__organisation",), counties=("farm__place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "导入批次"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["farm", "kind", "sha256"], name="file_imported_once"),
            models.CheckConstraint(
                condition=Q(rows=models.F("accepted") + models.F("repeated") + models.F("refused")),
                name="import_accounts_for_every_row",
            ),
            models.CheckConstraint(
                condition=~Q(state="previewed") | Q(rows=0, content__isnull=False),
                name="import_waits_with_its_content",
            ),
        ]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class TestDay(models.Model):
    """The yield of one lactating cow on one test day, weighed over 24 hours.

    The subject is an animal of the register or, for records of cows not yet registered, the
    recording organisation's own key of the lactation. ``milk_kg`` is the yield of 24 hours;
    ``milkings`` holds what was weighed, ``[{"part": "am", "kg": 12.3, "hours": 11.5}, …]``, and
    ``scheme`` how it became 24 hours; both are empty where only the day's yield is known.
    """

    __test__ = False

    farm = models.ForeignKey(
        Farm, verbose_name="养殖场", on_delete=models.PROTECT, related_name="test_days"
    )
    animal = models.ForeignKey(
        Animal,
        verbose_name="个体",
        null=True,
        on_delete=models.PROTECT,
        related_name="test_days",
        db_index=False,
    )
    lactation_key = models.CharField("外部泌乳期编号", max_length=30, blank=True)
    test_date = models.DateField("测定日期")
    days_in_milk = models.PositiveSmallIntegerField("泌乳天数")
    parity = models.PositiveSmallIntegerField("胎次")
    birth_date = models.DateField("出生日期", null=True)
    milk_kg = models.DecimalField("日产奶量（公斤）", max_digits=4, decimal_places=1)
    fat_pct = models.DecimalField("乳脂率（%）", max_digits=4, decimal_places=2, null=True)
    protein_pct = models.DecimalField("乳蛋白率（%）", max_digits=4, decimal_places=2, null=True)
    scc_per_ml = models.PositiveIntegerField("体细胞数（个/毫升）", null=True)
    lactose_pct = models.DecimalField("乳糖率（%）", max_digits=4, decimal_places=2, null=True)
    urea_mg_per_dl = models.DecimalField(
        "尿素（毫克/分升）", max_digits=5, decimal_places=1, null=True
    )
    milkings = models.JSONField("各次挤奶", db_default=[], default=list)
    scheme = models.CharField("称量方案", max_length=10, blank=True, db_default="", default="")
    source = models.CharField(
        "来源",
        max_length=10,
        choices=TestDaySource.choices,
        db_default=TestDaySource.FILE,
        default=TestDaySource.FILE,
    )
    batch = models.ForeignKey(
        ImportBatch,
        verbose_name="导入批次",
        null=True,
        on_delete=models.PROTECT,
        related_name="test_days",
    )
    row = models.PositiveIntegerField("文件行号", null=True)
    synthetic = models.BooleanField("演示数据", default=False)
    recorded_at = models.DateTimeField("记录时间", db_default=Now())

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("farm__organisation",), counties=("farm__place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "测定日记录"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["animal", "test_date"],
                condition=Q(animal__isnull=False),
                name="animal_tested_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["farm", "lactation_key", "test_date"],
                condition=Q(animal__isnull=True),
                name="lactation_tested_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(animal__isnull=False) | ~Q(lactation_key=""),
                name="test_day_names_its_cow",
            ),
            models.CheckConstraint(
                condition=Q(milk_kg__gt=0, milk_kg__lte=99.9), name="test_day_yield_possible"
            ),
            models.CheckConstraint(
                condition=Q(days_in_milk__gte=1, parity__gte=1), name="test_day_in_a_lactation"
            ),
        ]
