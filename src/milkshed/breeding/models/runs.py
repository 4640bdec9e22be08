"""The monthly evaluation, and the values it came to."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from milkshed.breeding.models.register import Bull
from milkshed.kernel.text import Text
from milkshed.platform.models import Job, Organisation, Person, Place
from milkshed.platform.scope import ScopePaths

RUN_STATES: dict[str, Text] = {
    "computing": Text("计算中", "Computing"),
    "ready": Text("待初审", "To be reviewed"),
    "reviewed": Text("待终审", "To be approved"),
    "approved": Text("待发布", "To be published"),
    "published": Text("已发布", "Published"),
    "rollback_asked": Text("已发布，申请撤回", "Published, roll-back asked"),
    "superseded": Text("已被新一期替代", "Superseded"),
    "withdrawn": Text("已撤回", "Withdrawn"),
    "rejected": Text("不予发布", "Rejected"),
}


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class EvaluationRun(models.Model):
    """One genetic evaluation of the region.

    ``extract`` counts what was frozen, with filters and the SHA-256 of the snapshot's file;
    ``checks`` is the pedigree report, ``manifest`` all from which the run can be repeated,
    ``summary`` trends and reliabilities, ``comparison`` what changed against ``compared_with``.
    ``stage`` is the last stage that was finished.
    """

    number = models.CharField("期号", max_length=12, unique=True)
    month = models.DateField("月份")
    centre = models.ForeignKey(
        Organisation, verbose_name="育种中心", on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        "状态",
        max_length=14,
        choices=[(code, text.zh) for code, text in RUN_STATES.items()],
        default="computing",
    )
    stage = models.CharField("阶段", max_length=12, blank=True)
    job = models.ForeignKey(
        Job, verbose_name="后台任务", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    cut_on = models.DateField("数据截止日期")
    extract = models.JSONField("冻结数据", default=dict)
    checks = models.JSONField("系谱检查", default=dict)
    manifest = models.JSONField("运行说明", default=dict)
    summary = models.JSONField("结果摘要", default=dict)
    compared_with = models.ForeignKey(
        "self", verbose_name="对比期", null=True, on_delete=models.PROTECT, related_name="+"
    )
    comparison = models.JSONField("与上期对比", default=dict)
    started_by = models.ForeignKey(
        Person, verbose_name="发起人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField("发起时间", auto_now_add=True)
    computed_at = models.DateTimeField("算完时间", null=True)
    published_at = models.DateTimeField("发布时间", null=True)
    synthetic = models.BooleanField("演示数据", default=False)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(organisations=("centre",))

    class Meta:
        verbose_name = verbose_name_plural = "遗传评估"
        indexes: ClassVar = [models.Index(fields=["centre", "-month"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["centre"],
                condition=Q(state__in=["published", "rollback_asked"]),
                name="one_published_run_a_centre",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "rollback_asked", "superseded"])
                | Q(published_at__isnull=False),
                name="published_run_has_its_time",
            ),
        ]


class BreedingValues(models.Model):
    """Breeding values of one animal in one run, against the base; empty where not estimated.

    Yields in kg of 305 days, contents in percentage points, ``scs`` centred at 3, type as
    standardised scores. ``reliability`` is that of milk, ``index_reliability`` that of the index
    where one is printed.
    """

    sire = models.CharField("父号", max_length=30, blank=True, default="", db_default="")
    dam = models.CharField("母号", max_length=30, blank=True, default="", db_default="")
    born_year = models.PositiveSmallIntegerField("出生年", null=True)
    milk_kg = models.FloatField("产奶量", null=True)
    fat_kg = models.FloatField("乳脂量", null=True)
    protein_kg = models.FloatField("乳蛋白量", null=True)
    fat_pct = models.FloatField("乳脂率", null=True)
    protein_pct = models.FloatField("乳蛋白率", null=True)
    scs = models.FloatField("体细胞评分", null=True)
    type_total = models.FloatField("体型总分", null=True)
    mammary_system = models.FloatField("泌乳系统", null=True)
    feet_legs = models.FloatField("肢蹄", null=True)
    reliability = models.FloatField("产奶可靠性", null=True)
    inbreeding = models.FloatField("近交系数", null=True)
    index = models.CharField("指数版本", max_length=30, blank=True, default="", db_default="")
    score = models.FloatField("指数", null=True)
    index_reliability = models.FloatField("指数可靠性", null=True)
    records = models.PositiveSmallIntegerField("记录数", default=0, db_default=0)
    daughters = models.PositiveIntegerField("有记录女儿数", default=0, db_default=0)

    class Meta:
        abstract = True


class BullValue(BreedingValues):
    """A bull's values in a run; ``herds`` counts the farms its recorded daughters stand on."""

    run = models.ForeignKey(
        EvaluationRun, verbose_name="评估", on_delete=models.CASCADE, related_name="bulls"
    )
    bull = models.ForeignKey(
        Bull, verbose_name="种公牛", on_delete=models.PROTECT, related_name="values"
    )
    herds = models.PositiveIntegerField("女儿所在牧场数", default=0, db_default=0)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(organisations=("run__centre",))

    class Meta:
        verbose_name = verbose_name_plural = "种公牛育种值"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "bull"], name="bull_valued_once_a_run")
        ]


class CowValue(BreedingValues):
    """A living cow's or heifer's values in a run; ``rank`` is her place within her farm."""

    run = models.ForeignKey(
        EvaluationRun,
        verbose_name="评估",
        on_delete=models.CASCADE,
        related_name="cows",
        db_constraint=False,
        db_index=False,
    )
    animal_key = models.BigIntegerField("牛只键")
    identity = models.CharField("登记号", max_length=30)
    number = models.CharField("牛号", max_length=30)
    place = models.ForeignKey(
        Place,
        verbose_name="养殖场",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    parity = models.PositiveSmallIntegerField("胎次", default=0, db_default=0)
    rank = models.PositiveIntegerField("场内名次", null=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("run__centre", "place__organisation"), counties=("place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "母牛育种值"
        indexes: ClassVar = [
            models.Index(fields=["animal_key"]),
            models.Index(fields=["run", "sire"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["run", "place", "animal_key"], name="cow_valued_once_a_run"
            )
        ]


class GenomicValue(BreedingValues):
    """Genomic values of one genotyped animal in one run, beside what the pedigree alone gives.

    ``index`` is a version of the genomic index; ``score`` is empty where a trait of it is missing
    or the reliability is too low to print it. ``pedigree_milk_kg`` and ``pedigree_reliability``
    are the animal's milk without genotypes; ``reliabilities`` are those of every trait evaluated,
    ``{trait: [genomic, by pedigree]}``.
    """

    run = models.ForeignKey(
        EvaluationRun, verbose_name="评估", on_delete=models.CASCADE, related_name="genomic"
    )
    identity = models.CharField("登记号", max_length=30)
    sex = models.CharField("性别", max_length=1, choices=[("F", "母"), ("M", "公")])
    bull = models.ForeignKey(
        Bull,
        verbose_name="种公牛",
        null=True,
        on_delete=models.PROTECT,
        related_name="genomic_values",
    )
    animal_key = models.BigIntegerField("牛只键", null=True)
    number = models.CharField("牛号", max_length=30)
    place = models.ForeignKey(
        Place, verbose_name="养殖场", null=True, on_delete=models.PROTECT, related_name="+"
    )
    pedigree_milk_kg = models.FloatField("系谱产奶量育种值", null=True)
    pedigree_reliability = models.FloatField("系谱产奶可靠性", null=True)
    reliabilities = models.JSONField("各性状可靠性", default=dict)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("run__centre", "place__organisation"), counties=("place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "基因组育种值"
        indexes: ClassVar = [models.Index(fields=["animal_key"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "identity"], name="genomic_valued_once_a_run")
        ]
