"""Animals, their numbers, and what happened to them."""

import uuid
from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from milkshed.herd.models.farms import Farm
from milkshed.herd.models.pens import Pen
from milkshed.platform.models import Person
from milkshed.platform.scope import ScopePaths


class Sex(models.TextChoices):
    """Sex of an animal."""

    FEMALE = "F", "母"
    MALE = "M", "公"


class AnimalStatus(models.TextChoices):
    """Whether an animal is in the herd, or how it left."""

    ALIVE = "alive", "在群"
    SOLD = "sold", "已售出"
    DEAD = "dead", "死亡"
    CULLED = "culled", "淘汰"


class IdentifierScheme(models.TextChoices):
    """How an animal may be numbered; keys as in the kernel's identifier schemes."""

    EAR_TAG = "ear-tag", "畜禽标识（耳标）"
    HERD_BOOK = "herd-book", "品种登记号"
    ISO_11784 = "iso-11784", "电子标识"
    ON_FARM = "on-farm", "场内管理号"
    DHI = "dhi", "测定牛号"


class EventKind(models.TextChoices):
    """What can happen to an animal."""

    CALVING = "calving", "产犊"
    INSEMINATION = "insemination", "配种"
    PREGNANCY_CHECK = "pregnancy_check", "孕检"
    DRY_OFF = "dry_off", "干奶"
    ABORTION = "abortion", "流产"
    TREATMENT = "treatment", "用药治疗"
    HEALTH = "health", "健康观察"
    ARRIVAL = "arrival", "转入"
    DEPARTURE = "departure", "离场"
    DEATH = "death", "死亡"
    RETRACTION = "retraction", "撤销"
    BIRTH = "birth", "出生"
    HEAT = "heat", "发情"
    EMBRYO_TRANSFER = "embryo_transfer", "胚胎移植"
    DO_NOT_BREED = "do_not_breed", "禁配"
    VACCINATION = "vaccination", "免疫接种"
    BODY_CONDITION = "body_condition", "体况评分"
    WEIGHT = "weight", "称重"
    HOOF_CARE = "hoof_care", "修蹄"
    PEN_MOVE = "pen_move", "转群"


class EventSource(models.TextChoices):
    """By which way an event came in."""

    PAGE = "page", "网页填报"
    PHONE = "phone", "手机填报"
    IMPORT = "import", "文件或接口"
    ADE = "ade", "ICAR ADE 报文"
    ADIS = "adis", "ADIS 文件"
    DEVICE = "device", "设备"
    PLAY = "play", "演示数据"


@pghistory.track(
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="AnimalHistory",  # the name made by default is that of the animal's events
    obj_field=pghistory.ObjForeignKey(related_name="history", related_query_name="history"),
)
class Animal(models.Model):
    """One animal: what was known at registration, and its present state.

    The ``registered_*`` columns are never changed. The present state (``farm`` to
    ``state_since``) follows from them and the standing events, and can be computed again.
    ``services``, ``bred_on``, ``heat_on``, ``checked_on`` and ``do_not_breed`` count since the
    last calving; ``state_since`` is the first day of the present state, empty for that of
    registration.
    """

    registered_farm = models.ForeignKey(
        Farm, verbose_name="登记牧场", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    sex = models.CharField("性别", max_length=1, choices=Sex.choices)
    breed = models.CharField("品种", max_length=30, default="荷斯坦")
    birth_date = models.DateField("出生日期")
    dam_number = models.CharField("母号", max_length=30, blank=True)
    sire_number = models.CharField("父号", max_length=30, blank=True)
    entered_on = models.DateField("入群日期")
    registered_parity = models.PositiveSmallIntegerField("登记时胎次", default=0)
    registered_calving_date = models.DateField("登记时最近产犊日期", null=True)
    registered_dry_on = models.DateField("登记时干奶日期", null=True)
    registered_due_on = models.DateField("登记时预产期", null=True)
    farm = models.ForeignKey(
        Farm,
        verbose_name="所在牧场",
        on_delete=models.PROTECT,
        related_name="animals",
        db_index=False,
    )
    status = models.CharField(
        "状态", max_length=8, choices=AnimalStatus.choices, default=AnimalStatus.ALIVE
    )
    left_on = models.DateField("离群日期", null=True)
    parity = models.PositiveSmallIntegerField("胎次", default=0)
    last_calving_date = models.DateField("最近产犊日期", null=True)
    dry_on = models.DateField("干奶日期", null=True)
    due_on = models.DateField("预产期", null=True)
    withdrawal_until = models.DateTimeField("弃奶期至", null=True)
    pen = models.ForeignKey(
        Pen, verbose_name="圈舍", null=True, on_delete=models.PROTECT, related_name="animals"
    )
    heat_on = models.DateField("最近发情日期", null=True)
    bred_on = models.DateField("最近配种日期", null=True)
    services = models.PositiveSmallIntegerField("配次", default=0, db_default=0)
    checked_on = models.DateField("最近孕检日期", null=True)
    pregnant = models.BooleanField("已孕", default=False, db_default=False)
    conceived_on = models.DateField("受胎日期", null=True)
    do_not_breed = models.BooleanField("禁配", default=False, db_default=False)
    state_since = models.DateField("现状态起始日", null=True)
    synthetic = models.BooleanField("演示数据", default=False)
    registered_at = models.DateTimeField("登记时间", db_default=Now(), editable=False)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("farm__organisation",), counties=("farm__place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "奶牛个体"
        indexes: ClassVar = [models.Index(fields=["farm", "status", "birth_date"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(entered_on__gte=F("birth_date")), name="animal_enters_after_birth"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("entered_on")),
                name="animal_leaves_after_it_enters",
            ),
            models.CheckConstraint(
                condition=Q(status="alive", left_on__isnull=True)
                | (~Q(status="alive") & Q(left_on__isnull=False)),
                name="animal_left_exactly_when_not_alive",
            ),
            models.CheckConstraint(
                condition=Q(parity=0, last_calving_date__isnull=True)
                | Q(parity__gt=0, last_calving_date__gt=F("birth_date")),
                name="animal_calved_exactly_when_parity",
            ),
        ]

    @property
    def number(self) -> str:
        """The number people know the animal by: on-farm number, else ear tag, else our key."""
        held = {n.scheme: n.value for n in self.identifiers.all() if n.valid_to is None}
        return held.get("on-farm") or held.get("ear-tag") or str(self.pk)


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class AnimalIdentifier(models.Model):
    """A number of an animal with its time in force.

    ``issuer`` is the farm whose own numbering it is (on-farm and test numbers), empty for
    numbers that are unique everywhere. ``changed_at`` is when it was given or ended.
    """

    animal = models.ForeignKey(
        Animal, verbose_name="个体", on_delete=models.CASCADE, related_name="identifiers"
    )
    scheme = models.CharField("标识体系", max_length=10, choices=IdentifierScheme.choices)
    value = models.CharField("标识值", max_length=30)
    issuer = models.ForeignKey(
        Farm,
        verbose_name="编号牧场",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    valid_from = models.DateField("起始日期")
    valid_to = models.DateField("终止日期", null=True, blank=True)
    changed_at = models.DateTimeField("变更时间", db_default=Now(), editable=False)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("animal__farm__organisation",), counties=("animal__farm__place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "个体标识"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["value", "scheme", "issuer"],
                condition=Q(valid_to__isnull=True),
                nulls_distinct=False,
                name="animal_number_in_force_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="animal_number_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(scheme__in=["on-farm", "dhi"], issuer__isnull=False)
                | (~Q(scheme__in=["on-farm", "dhi"]) & Q(issuer__isnull=True)),
                name="animal_number_of_a_farm_names_it",
            ),
        ]


class AnimalEvent(models.Model):
    """Something that happened to an animal. Never edited: a later event ``corrects`` it.

    ``event_key`` is what makes a replay harmless. ``due_on`` belongs to a positive pregnancy
    check, ``withdrawal_until`` (milk must not be sold before) to a treatment. What ``details``
    holds for each kind is said in ``event_details.py``; ``source`` and ``device`` say by which
    way it came in.
    """

    event_key = models.UUIDField("事件标识", default=uuid.uuid4, unique=True)
    animal = models.ForeignKey(
        Animal,
        verbose_name="个体",
        on_delete=models.PROTECT,
        related_name="events",
        db_index=False,
    )
    farm = models.ForeignKey(
        Farm, verbose_name="牧场", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField("类型", max_length=16, choices=EventKind.choices)
    happened_at = models.DateTimeField("发生时间")
    details = models.JSONField("内容", default=dict)
    due_on = models.DateField("预产期", null=True)
    withdrawal_until = models.DateTimeField("弃奶期至", null=True)
    corrects = models.ForeignKey(
        "self",
        verbose_name="更正对象",
        null=True,
        on_delete=models.PROTECT,
        related_name="corrections",
    )
    recorded_by = models.ForeignKey(
        Person, verbose_name="记录人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("记录时间")
    source = models.CharField(
        "来源",
        max_length=6,
        choices=EventSource.choices,
        default=EventSource.IMPORT,
        db_default=EventSource.IMPORT,
    )
    device = models.CharField("设备", max_length=60, blank=True, default="", db_default="")

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("farm__organisation",), counties=("farm__place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "个体事件"
        indexes: ClassVar = [
            models.Index(fields=["animal", "happened_at"]),
            models.Index(fields=["farm", "happened_at"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(kind="retraction") | Q(corrects__isnull=False),
                name="retraction_names_what_it_retracts",
            ),
            models.CheckConstraint(
                condition=Q(withdrawal_until__isnull=True)
                | Q(kind="treatment", withdrawal_until__gte=F("happened_at")),
                name="withdrawal_follows_a_treatment",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="animal_event_is_never_edited", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]
