"""Organisations, people, and the roles people hold in organisations."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar

import pghistory
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone

from milkshed.kernel.text import Text
from milkshed.platform.editions import new_edition
from milkshed.platform.roles import ROLES
from milkshed.platform.scope import ScopePaths


class OrganisationKind(models.TextChoices):
    """What an organisation is in the chain."""

    REGION_OFFICE = "region_office", "自治区主管部门"
    COUNTY_OFFICE = "county_office", "县级主管部门"
    TOWNSHIP = "township", "乡镇"
    INSPECTION = "inspection", "监督执法机构"
    LABORATORY = "laboratory", "检测机构"
    FARM = "farm", "奶牛养殖场"
    STATION = "station", "生鲜乳收购站"
    CARRIER = "carrier", "运输单位"
    PROCESSOR = "processor", "乳制品加工企业"
    BREEDING_CENTRE = "breeding_centre", "良种繁育中心"
    DHI_CENTRE = "dhi_centre", "生产性能测定中心"
    ASSOCIATION = "association", "奶业协会"
    BANK = "bank", "银行"
    INSURER = "insurer", "保险公司"
    BRAND_OWNER = "brand_owner", "品牌主体"


@pghistory.track()
class Organisation(models.Model):
    """A legal person or public body; identified by its credit code and party GLN."""

    kind = models.CharField("类型", max_length=20, choices=OrganisationKind.choices)
    name_zh = models.CharField("名称", max_length=120)
    name_en = models.CharField("英文名称", max_length=160, blank=True)
    county = models.CharField("所在县（市、区）代码", max_length=6, blank=True)
    town = models.CharField("所在乡镇代码", max_length=9, blank=True)
    credit_code = models.CharField("统一社会信用代码", max_length=18, null=True, unique=True)
    gln = models.CharField("全球位置码（法人）", max_length=13, null=True, unique=True)
    parent = models.ForeignKey(
        "self", verbose_name="上级单位", null=True, blank=True, on_delete=models.PROTECT
    )
    synthetic = models.BooleanField("演示数据", default=False)
    valid_from = models.DateField("起始日期", default=date(2024, 1, 1))
    valid_to = models.DateField("终止日期", null=True, blank=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(organisations=("pk",), counties=("county",))

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        triggers: ClassVar = [new_edition()]
        indexes: ClassVar = [models.Index(fields=["kind", "county"])]

    def __str__(self) -> str:
        return self.name_zh

    @property
    def name(self) -> Text:
        """The name in both languages; Chinese where there is no English one."""
        return Text(self.name_zh, self.name_en or self.name_zh)

    @property
    def uri(self) -> str:
        """The party as a GS1 Digital Link."""
        return f"https://id.gs1.org/417/{self.gln}"


class PersonManager(BaseUserManager["Person"]):
    """Creates people with a hashed password."""

    def create_person(self, username: str, password: str | None = None, **values: Any) -> "Person":
        person = self.model(username=username, **values)
        person.set_password(password)
        person.save(using=self._db)
        return person


@pghistory.track(exclude=["password", "last_login"])
class Person(AbstractBaseUser):
    """Someone who signs in."""

    username = models.CharField("账号", max_length=60, unique=True)
    name_zh = models.CharField("姓名", max_length=60)
    name_en = models.CharField("英文姓名", max_length=80, blank=True)
    phone = models.CharField("手机号", max_length=20, blank=True)
    is_active = models.BooleanField("在用", default=True)
    synthetic = models.BooleanField("演示数据", default=False)

    objects = PersonManager()
    USERNAME_FIELD = "username"

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        # not last_login: signing in changes nothing that others keep
        triggers: ClassVar = [
            new_edition("username", "password", "name_zh", "name_en", "phone", "is_active")
        ]

    def __str__(self) -> str:
        return self.name_zh

    @property
    def name(self) -> Text:
        """The person's name in both languages."""
        return Text(self.name_zh, self.name_en or self.name_zh)

    def present_memberships(self) -> "list[Membership]":
        """Memberships in force today, with their organisation; read once per instance."""
        cached: list[Membership] | None = getattr(self, "_present_memberships", None)
        if cached is None:
            today = timezone.localdate()
            cached = list(
                self.memberships.filter(
                    Q(valid_to__isnull=True) | Q(valid_to__gte=today), valid_from__lte=today
                ).select_related("organisation")
            )
            self._present_memberships = cached
        return cached

    def organisations(self, kinds: Iterable[str] = ()) -> list[Organisation]:
        """The organisations of the present memberships, of the given kinds when named."""
        wanted = set(kinds)
        found = {m.organisation_id: m.organisation for m in self.present_memberships()}
        return [o for o in found.values() if not wanted or o.kind in wanted]


@pghistory.track()
class Membership(models.Model):
    """A person holds a role in an organisation for a time."""

    person = models.ForeignKey(
        Person, verbose_name="人员", on_delete=models.PROTECT, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="单位", on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(
        "岗位", max_length=40, choices=[(role.code, role.title.zh) for role in ROLES.values()]
    )
    valid_from = models.DateField("起始日期", default=date(2024, 1, 1))
    valid_to = models.DateField("终止日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        triggers: ClassVar = [new_edition()]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role", "valid_from"], name="membership_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.role} {self.organisation}"


class AccessToken(models.Model):
    """A secret with which a program acts for a person; only its hash is stored."""

    person = models.ForeignKey(Person, verbose_name="人员", on_delete=models.CASCADE)
    label = models.CharField("用途", max_length=80)
    digest = models.CharField("摘要", max_length=64, unique=True)
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    expires_at = models.DateTimeField("失效时间")

    class Meta:
        verbose_name = verbose_name_plural = "访问令牌"
        triggers: ClassVar = [new_edition()]

    @classmethod
    def issue(cls, person: Person, label: str, expires_at: datetime) -> str:
        """Store a new token and return its secret, which is never shown again."""
        secret = secrets.token_urlsafe(32)
        cls.objects.create(
            person=person, label=label, digest=cls.digest_of(secret), expires_at=expires_at
        )
        return secret

    @staticmethod
    def digest_of(secret: str) -> str:
        """The stored form of a secret."""
        return hashlib.sha256(secret.encode()).hexdigest()
