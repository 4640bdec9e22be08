"""The federation: several platforms, their keys, the packages they signed, what they tell."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from milkshed.platform.models import Person
from milkshed.platform.scope import ScopePaths

# Packages come from whole platforms; only people who see the region see them.
_REGION_ONLY = ScopePaths()


class FederationMember(models.Model):
    """A platform of the federation with the key it signs under (Ed25519, ``name+id+base64``).

    ``is_own`` marks this installation. A member whose key is lost ends and joins again under
    another name.
    """

    name = models.CharField("平台标识", max_length=60, unique=True)
    title_zh = models.CharField("平台名称", max_length=80)
    key = models.CharField("公钥", max_length=200)
    is_own = models.BooleanField("本平台", default=False)
    joined_at = models.DateTimeField("加入时间")
    joined_by = models.ForeignKey(
        Person, verbose_name="登记人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField("退出时间", null=True)

    scope_paths: ClassVar[ScopePaths] = _REGION_ONLY

    class Meta:
        verbose_name = verbose_name_plural = "联合平台成员"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["is_own"], condition=Q(is_own=True), name="one_member_is_this_platform"
            ),
        ]


class FederationPackage(models.Model):
    """A signed package, made here or taken in. Never edited.

    ``header`` is the signed note; ``digest`` the SHA-256 of its text, which the next package
    names. ``body_digest`` covers the content.
    """

    member = models.ForeignKey(
        FederationMember, verbose_name="平台", on_delete=models.PROTECT, related_name="packages"
    )
    sequence = models.PositiveIntegerField("序号")
    first_day = models.DateField("起始日期")
    last_day = models.DateField("截止日期")
    header = models.TextField("签名文书")
    digest = models.CharField("摘要", max_length=64)
    previous_digest = models.CharField("上一包摘要", max_length=64, blank=True)
    body_digest = models.CharField("内容摘要", max_length=64)
    farms = models.PositiveIntegerField("牧场数")
    animals = models.PositiveIntegerField("个体数")
    made_at = models.DateTimeField("签发时间")
    stored_at = models.DateTimeField("入库时间")

    scope_paths: ClassVar[ScopePaths] = _REGION_ONLY

    class Meta:
        verbose_name = verbose_name_plural = "联合数据包"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "sequence"], name="package_number_once"),
            models.CheckConstraint(
                condition=Q(sequence=1, previous_digest="")
                | (Q(sequence__gt=1) & ~Q(previous_digest="")),
                name="package_names_the_one_before",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="federation_package_is_never_edited",
                operation=pgtrigger.Update | pgtrigger.Delete,
            )
        ]


class PackageRefusal(models.Model):
    """A package that was not taken, and why."""

    member = models.ForeignKey(
        FederationMember,
        verbose_name="平台",
        null=True,
        on_delete=models.PROTECT,
        related_name="refusals",
    )
    claimed_name = models.CharField("自称平台", max_length=60, blank=True)
    claimed_sequence = models.PositiveIntegerField("自称序号", null=True)
    rule = models.CharField("规则", max_length=30)
    reason_zh = models.CharField("原因", max_length=300)
    reason_en = models.CharField("原因（英文）", max_length=300)
    refused_at = models.DateTimeField("拒收时间")

    scope_paths: ClassVar[ScopePaths] = _REGION_ONLY

    class Meta:
        verbose_name = verbose_name_plural = "拒收记录"


class MemberFarm(models.Model):
    """A farm as its platform last told of it, and how fresh and complete what it holds is."""

    member = models.ForeignKey(
        FederationMember, verbose_name="平台", on_delete=models.PROTECT, related_name="farms"
    )
    code = models.CharField("养殖场代码", max_length=10)
    name_zh = models.CharField("名称", max_length=120)
    county = models.CharField("县（市、区）代码", max_length=6)
    declared_days = models.PositiveSmallIntegerField("期内日报天数")
    period_days = models.PositiveSmallIntegerField("期内天数")
    last_declared_on = models.DateField("最近日报", null=True)
    last_event_on = models.DateField("最近个体事件", null=True)
    numbered = models.PositiveIntegerField("有法定标识的个体")
    head = models.PositiveIntegerField("期末在群")
    package = models.ForeignKey(
        FederationPackage, verbose_name="数据包", on_delete=models.PROTECT, related_name="+"
    )

    scope_paths: ClassVar[ScopePaths] = ScopePaths(counties=("county",))

    class Meta:
        verbose_name = verbose_name_plural = "成员平台牧场"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "code"], name="member_farm_once"),
        ]


class AnimalStay(models.Model):
    """An animal's stay on a farm, as its platform last told of it.

    ``number`` with its scheme is what one animal is known by everywhere. ``left_on`` is empty
    while it stays. ``state`` is that at the package's last day.
    """

    member = models.ForeignKey(
        FederationMember, verbose_name="平台", on_delete=models.PROTECT, related_name="+"
    )
    farm_code = models.CharField("养殖场代码", max_length=10)
    scheme = models.CharField("标识体系", max_length=10)
    number = models.CharField("标识值", max_length=45)
    entered_on = models.DateField("入群日期")
    left_on = models.DateField("离群日期", null=True)
    state = models.CharField("状态", max_length=10)
    parity = models.PositiveSmallIntegerField("胎次")
    package = models.ForeignKey(
        FederationPackage, verbose_name="数据包", on_delete=models.PROTECT, related_name="+"
    )

    scope_paths: ClassVar[ScopePaths] = _REGION_ONLY

    class Meta:
        verbose_name = verbose_name_plural = "个体在群区间"
        indexes: ClassVar = [models.Index(fields=["number", "scheme"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member", "number", "scheme", "farm_code", "entered_on"],
                name="animal_stay_once",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=models.F("entered_on")),
                name="stay_ends_after_it_begins",
            ),
        ]


class MemberFigure(models.Model):
    """A figure of a farm over a period, as its platform told it."""

    member = models.ForeignKey(
        FederationMember, verbose_name="平台", on_delete=models.PROTECT, related_name="+"
    )
    farm_code = models.CharField("养殖场代码", max_length=10)
    code = models.CharField("指标", max_length=30)
    last_day = models.DateField("截止日期")
    numerator = models.FloatField("分子")
    denominator = models.FloatField("分母")
    version = models.CharField("方法版本", max_length=8)
    package = models.ForeignKey(
        FederationPackage, verbose_name="数据包", on_delete=models.PROTECT, related_name="+"
    )

    scope_paths: ClassVar[ScopePaths] = _REGION_ONLY

    class Meta:
        verbose_name = verbose_name_plural = "成员平台指标值"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member", "farm_code", "code", "last_day"], name="member_figure_once"
            ),
        ]
