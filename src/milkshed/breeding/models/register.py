"""The herd book: bulls, and the registered parents of animals."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person, Place
from milkshed.platform.scope import ScopePaths

ENTRY_STATES: dict[str, Text] = {
    "registered": Text("已登记", "Registered"),
    "questioned": Text("亲缘存疑", "Parentage questioned"),
    "verified": Text("基因组核实", "Verified by genotype"),
    "withdrawn": Text("已注销", "Withdrawn"),
}


class SemenStatus(models.TextChoices):
    """Whether a bull's semen can be had."""

    YOUNG = "young", "后备"
    ACTIVE = "active", "在采供精"
    STOPPED = "stopped", "停采有库存"
    GONE = "gone", "无库存"


class ParentSource(models.TextChoices):
    """What a registered parent rests on."""

    NONE = "", "未知"
    RECORD = "record", "配种或产犊记录"
    GENOTYPE = "genotype", "基因型"


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Bull(models.Model):
    """A bull of the bull register, home-bred or foreign; public to everyone signed in.

    ``number`` is the number on the straw: eight digits of a Chinese station, or the international
    identity. ``recessives`` maps a haplotype or defect (``HH1``, ``CVM``, …) to ``free`` or
    ``carrier``; what is not tested is not there. ``calving_ease_pct``: difficult births of
    heifers, per cent.
    """

    number = models.CharField("牛号", max_length=20, unique=True)
    name_zh = models.CharField("名称", max_length=60, blank=True)
    name_en = models.CharField("英文名称", max_length=60, blank=True)
    country = models.CharField("国家", max_length=2, default="CN")
    breed = models.CharField("品种", max_length=30, default="荷斯坦")
    born_on = models.DateField("出生日期", null=True)
    owner = models.CharField("所属种公牛站", max_length=80, blank=True)
    home_bred = models.BooleanField("区内自主繁育", default=False)
    sire = models.CharField("父号", max_length=30, blank=True)
    dam = models.CharField("母号", max_length=30, blank=True)
    recessives = models.JSONField("隐性单倍型与缺陷", default=dict)
    calving_ease_pct = models.DecimalField(
        "头胎难产率（%）", max_digits=4, decimal_places=1, null=True
    )
    semen_status = models.CharField(
        "供精状态", max_length=8, choices=SemenStatus.choices, default=SemenStatus.YOUNG
    )
    registered_by = models.ForeignKey(
        Person, verbose_name="登记人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    registered_at = models.DateTimeField("登记时间", auto_now_add=True)
    synthetic = models.BooleanField("演示数据", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "种公牛"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(sire=F("number")) & ~Q(dam=F("number")),
                name="bull_is_not_its_own_parent",
            ),
            models.CheckConstraint(
                condition=Q(calving_ease_pct__isnull=True)
                | Q(calving_ease_pct__gte=0, calving_ease_pct__lte=100),
                name="bull_calving_ease_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def name(self) -> Text:
        """The name in both languages, the number where it has none."""
        return Text(self.name_zh or self.number, self.name_en or self.name_zh or self.number)


class ReportedIndex(models.Model):
    """An index of a bull as somebody published it, with the components that are known.

    ``index`` is the code of the version, ``components`` maps its traits to breeding values.
    """

    bull = models.ForeignKey(
        Bull, verbose_name="种公牛", on_delete=models.CASCADE, related_name="reported"
    )
    index = models.CharField("指数版本", max_length=30)
    value = models.DecimalField("公布值", max_digits=8, decimal_places=2)
    reported_on = models.DateField("公布日期")
    components = models.JSONField("已知组成", default=dict)
    source = models.CharField("来源", max_length=200)
    status = models.CharField(
        "核实状态",
        max_length=10,
        choices=[("official", "已核对原文"), ("recalled", "待核实"), ("assumed", "平台设定")],
    )

    class Meta:
        verbose_name = verbose_name_plural = "公布指数"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["bull", "index", "reported_on"], name="index_reported_once_a_day"
            )
        ]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PedigreeEntry(models.Model):
    """An animal of the herd book with its registered parents.

    ``identity`` is the number it is known by in pedigrees: herd-book number, ear tag, or the
    international identity of a foreign animal. ``animal_key`` and ``place`` are those of the herd
    register, empty for ancestors that never stood in the region. Parents are identities and need
    no entry of their own; they prevail over what the herd register says.
    """

    identity = models.CharField("登记号", max_length=30, unique=True)
    animal_key = models.BigIntegerField("牛只键", null=True, unique=True)
    place = models.ForeignKey(
        Place, verbose_name="所在牧场", null=True, on_delete=models.PROTECT, related_name="+"
    )
    centre = models.ForeignKey(
        Organisation, verbose_name="育种中心", on_delete=models.PROTECT, related_name="+"
    )
    sex = models.CharField("性别", max_length=1, choices=[("F", "母"), ("M", "公")])
    breed = models.CharField("品种", max_length=30, default="荷斯坦")
    country = models.CharField("国家", max_length=2, default="CN")
    born_on = models.DateField("出生日期", null=True)
    sire = models.CharField("父号", max_length=30, blank=True)
    sire_source = models.CharField(
        "父号依据", max_length=8, choices=ParentSource.choices, blank=True
    )
    dam = models.CharField("母号", max_length=30, blank=True)
    dam_source = models.CharField(
        "母号依据", max_length=8, choices=ParentSource.choices, blank=True
    )
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(code, text.zh) for code, text in ENTRY_STATES.items()],
        default="registered",
    )
    registered_by = models.ForeignKey(
        Person, verbose_name="登记人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    registered_at = models.DateTimeField("登记时间", auto_now_add=True)
    synthetic = models.BooleanField("演示数据", default=False)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("centre", "place__organisation"), counties=("place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "系谱登记"
        indexes: ClassVar = [models.Index(fields=["place", "identity"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(sire=F("identity")) & ~Q(dam=F("identity")),
                name="entry_is_not_its_own_parent",
            ),
            models.CheckConstraint(
                condition=(Q(sire="") | ~Q(sire_source="")) & (Q(dam="") | ~Q(dam_source="")),
                name="entry_says_what_a_parent_rests_on",
            ),
        ]

    def __str__(self) -> str:
        return self.identity
