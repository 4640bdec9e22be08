"""Stations, tankers, their papers as they stand, and every printed version of a paper."""

from datetime import date, timedelta
from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from milkshed.kernel.text import Text
from milkshed.platform.editions import new_edition
from milkshed.platform.models import Attachment, Organisation, Person, Place, Transition
from milkshed.platform.scope import ScopePaths


class StationKind(models.TextChoices):
    """Who opened the station; the law knows only these three (order 536, art. 20)."""

    FARM = "farm", "养殖场开办"
    COOPERATIVE = "cooperative", "奶农合作社开办"
    PROCESSOR = "processor", "乳制品企业开办"


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Station(models.Model):
    """A raw-milk station. Its opening unit is the organisation of its place."""

    place = models.OneToOneField(
        Place, verbose_name="场所", on_delete=models.PROTECT, related_name="station"
    )
    kind = models.CharField("开办类型", max_length=12, choices=StationKind.choices)
    manager = models.ForeignKey(
        Person, verbose_name="站长", null=True, blank=True, on_delete=models.PROTECT
    )
    daily_intake_kg = models.DecimalField("日收奶量（公斤）", max_digits=9, decimal_places=1)
    milk_kind = models.CharField("奶畜种类", max_length=20, default="牛乳")
    town_supervisor = models.CharField("乡镇监管员", max_length=60, blank=True)
    county_supervisor = models.CharField("县级监管员", max_length=60, blank=True)
    farms = models.ManyToManyField(
        Place, verbose_name="收购范围（牧场）", blank=True, related_name="delivers_to"
    )
    plants = models.ManyToManyField(
        Place, verbose_name="供应的加工厂", blank=True, related_name="supplied_by"
    )
    active = models.BooleanField("在营", default=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("place__organisation",),
        counties=("place__county",),
        towns=("place__town",),
    )

    class Meta:
        verbose_name = verbose_name_plural = "生鲜乳收购站"
        triggers: ClassVar = [new_edition()]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(daily_intake_kg__gt=0), name="station_takes_in_milk")
        ]

    def __str__(self) -> str:
        return self.place.name_zh

    @property
    def uri(self) -> str:
        """The station's place as a GS1 Digital Link."""
        return self.place.uri


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Tanker(models.Model):
    """A milk tanker of a carrier."""

    carrier = models.ForeignKey(
        Organisation, verbose_name="运输单位", on_delete=models.PROTECT, related_name="tankers"
    )
    plate = models.CharField("车牌号", max_length=12, unique=True)
    grai = models.CharField("全球可回收资产代码", max_length=30, unique=True)
    capacity_kg = models.DecimalField("核定载重（公斤）", max_digits=9, decimal_places=1)
    compartments = models.PositiveSmallIntegerField("奶仓数", default=1)
    max_haul_km = models.PositiveSmallIntegerField("最大运距（公里）", null=True, blank=True)
    active = models.BooleanField("在用", default=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("carrier",), counties=("carrier__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "生鲜乳运输车"
        triggers: ClassVar = [new_edition()]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(capacity_kg__gt=0, compartments__gte=1), name="tanker_holds_milk"
            )
        ]

    def __str__(self) -> str:
        return self.plate

    @property
    def uri(self) -> str:
        """The tanker as a GS1 Digital Link, the ``readPoint`` of loading."""
        return f"https://id.gs1.org/8003/{self.grai}"


class LicenceKind(models.TextChoices):
    """The two papers of the law."""

    STATION = "station_licence", "生鲜乳收购许可证"
    TANKER = "tanker_permit", "生鲜乳准运证明"


STANDINGS: dict[str, Text] = {
    "coming": Text("未生效", "Not yet in force"),
    "valid": Text("有效", "Valid"),
    "expiring": Text("即将到期", "Expiring"),
    "continued": Text("依法视为延续", "Deemed renewed by law"),
    "expired": Text("已过期", "Expired"),
    "suspended": Text("整改暂停", "Suspended"),
    "revoked": Text("已吊销", "Revoked"),
}


STANDING_FIELDS = (
    "number", "station_id", "tanker_id", "valid_from", "valid_to", "renewed_by_law_to",
    "halted_on", "state",
)  # fmt: skip
"""What has to be read of papers to tell on which days each stands."""


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Licence(models.Model):
    """A station's purchase licence or a tanker's transport permit.

    ``state`` holds what an authority decided (valid, suspended, revoked); whether the paper
    stands on a day also depends on its dates, see :meth:`standing`. ``renewed_by_law_to`` is the
    last day of a term that the law grants where a renewal was asked for in time and not decided
    before the end (Administrative Licensing Law, art. 50).
    """

    kind = models.CharField("证件类型", max_length=16, choices=LicenceKind.choices)
    number = models.CharField("证号", max_length=40, unique=True)
    holder = models.ForeignKey(
        Organisation, verbose_name="持证单位", on_delete=models.PROTECT, related_name="licences"
    )
    station = models.ForeignKey(
        Station,
        verbose_name="收购站",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="licences",
    )
    tanker = models.ForeignKey(
        Tanker,
        verbose_name="运输车",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="permits",
    )
    issuer = models.ForeignKey(
        Organisation, verbose_name="发证机关", on_delete=models.PROTECT, related_name="+"
    )
    valid_from = models.DateField("有效期起")
    valid_to = models.DateField("有效期止")
    renewed_by_law_to = models.DateField("依法视为延续至", null=True, blank=True)
    renews = models.OneToOneField(
        "self",
        verbose_name="延续的证件",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="renewed_by",
    )
    version = models.PositiveSmallIntegerField("版次", default=1)
    state = models.CharField(
        "状态",
        max_length=12,
        default="valid",
        choices=[("valid", "有效"), ("suspended", "整改暂停"), ("revoked", "已吊销")],
    )
    halted_on = models.DateField("暂停或吊销日期", null=True, blank=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("holder", "issuer"),
        counties=("holder__county",),
        towns=("station__place__town",),
    )

    class Meta:
        verbose_name = verbose_name_plural = "许可证件"
        triggers: ClassVar = [new_edition()]
        indexes: ClassVar = [models.Index(fields=["kind", "valid_to"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="station_licence", station__isnull=False, tanker__isnull=True)
                | Q(kind="tanker_permit", station__isnull=True, tanker__isnull=False),
                name="licence_fits_its_subject",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="licence_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(state="valid") | Q(halted_on__isnull=False),
                name="licence_halt_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(renewed_by_law_to__isnull=True)
                | Q(renewed_by_law_to__gt=F("valid_to")),
                name="licence_renewed_by_law_after_its_end",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def last_day(self) -> date:
        """The last day the paper covers, a renewal by law included."""
        return self.renewed_by_law_to or self.valid_to

    def stands_on(self, day: date) -> bool:
        """Whether the paper covers a day."""
        in_dates = self.valid_from <= day <= self.last_day
        return in_dates and (self.halted_on is None or day < self.halted_on)

    def standing(self, day: date, notice_days: int) -> str:
        """One of :data:`STANDINGS` on a day; expiring within ``notice_days`` of the end."""
        if self.state != "valid" and self.halted_on is not None and day >= self.halted_on:
            return self.state
        if day < self.valid_from:
            return "coming"
        if day > self.valid_to:
            return "continued" if day <= self.last_day else "expired"
        return "expiring" if day > self.valid_to - timedelta(days=notice_days) else "valid"


class LicencePaper(models.Model):
    """One printed version of a licence: what stood on its face, and the token in its QR code.

    A change prints a new version; the earlier one stays and says that it was replaced.
    """

    licence = models.ForeignKey(
        Licence, verbose_name="证件", on_delete=models.PROTECT, related_name="papers"
    )
    version = models.PositiveSmallIntegerField("版次")
    token = models.CharField("二维码标记", max_length=22, unique=True)
    face = models.JSONField("证面内容")
    issued_on = models.DateField("发证日期")
    issued_by = models.ForeignKey(
        Person, verbose_name="签发人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    replaced_on = models.DateField("换发日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "证件版本"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["licence", "version"], name="paper_once_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.licence}/{self.version}"


class LicenceEvidence(models.Model):
    """A file on which a suspension or revocation rests."""

    licence = models.ForeignKey(
        Licence, verbose_name="证件", on_delete=models.PROTECT, related_name="evidence"
    )
    transition = models.ForeignKey(
        Transition, verbose_name="流转记录", on_delete=models.PROTECT, related_name="+"
    )
    attachment = models.ForeignKey(
        Attachment, verbose_name="附件", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "证件佐证"


class RefusedCheck(models.Model):
    """A code on a paper that was refused: forged, copied onto another paper, or replaced."""

    day = models.DateField("日期")
    reason = models.CharField("原因", max_length=20)
    token = models.CharField("二维码标记", max_length=60)
    number_given = models.CharField("核对的证号", max_length=40, blank=True)
    paper = models.ForeignKey(
        LicencePaper, verbose_name="证件版本", null=True, on_delete=models.PROTECT
    )
    times = models.PositiveIntegerField("次数", default=1)
    last_at = models.DateTimeField("最近一次")

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("paper__licence__issuer",), counties=("paper__licence__holder__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "未通过的查验"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["day", "token", "number_given", "reason"], name="refused_check_once_a_day"
            )
        ]
