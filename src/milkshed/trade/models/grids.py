"""Pay grids in versions, and who agreed to be paid by them."""

from functools import reduce
from operator import or_
from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person
from milkshed.platform.models.records import RuleStatus
from milkshed.platform.scope import ScopePaths

GRID_STATES: dict[str, Text] = {
    "draft": Text("起草", "Draft"),
    "published": Text("已发布", "Published"),
    "retired": Text("已停用", "Retired"),
}


def fixed(fields: tuple[str, ...]) -> pgtrigger.Q:
    """A trigger condition: an update changes one of the fields."""
    first, *others = (
        pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")}) for name in fields
    )
    return reduce(or_, others, first)


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PayGrid(models.Model):
    """One version of a pay grid. ``document`` is the grid as data, ``digest`` its SHA-256.

    Drafts may be edited; ``revision`` counts the edits, so that nobody overwrites what they have
    not read. A published version is fixed, held by a trigger. ``sellers`` are the organisations
    it was offered to.
    """

    code = models.CharField("代码", max_length=40)
    version = models.PositiveSmallIntegerField("版次", default=1)
    title_zh = models.CharField("名称", max_length=80)
    title_en = models.CharField("英文名称", max_length=100, blank=True)
    owner = models.ForeignKey(
        Organisation, verbose_name="制定单位", on_delete=models.PROTECT, related_name="pay_grids"
    )
    sellers = models.ManyToManyField(
        Organisation, verbose_name="适用供奶方", blank=True, related_name="+"
    )
    document = models.JSONField("计价内容")
    digest = models.CharField("内容摘要", max_length=64)
    valid_from = models.DateField("生效日期")
    valid_to = models.DateField("失效日期", null=True, blank=True)
    source = models.CharField("来源", max_length=200)
    status = models.CharField(
        "核实状态", max_length=10, choices=RuleStatus.choices, default=RuleStatus.ASSUMED
    )
    revision = models.PositiveIntegerField("修订次数", default=1)
    state = models.CharField(
        "状态", max_length=10, default="draft",
        choices=[(code, title.zh) for code, title in GRID_STATES.items()],
    )  # fmt: skip
    drafted_by = models.ForeignKey(
        Person, verbose_name="起草人", on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField("起草时间", auto_now_add=True)
    published_at = models.DateTimeField("发布时间", null=True, blank=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("owner", "sellers"), counties=("owner__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "计价表"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "version"], name="grid_version_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="grid_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False),
                name="grid_published_has_its_time",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="grid_fixed_once_published",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state="draft")
                & fixed(
                    ("code", "version", "owner", "document", "digest", "valid_from", "revision")
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} 第{self.version}版"

    @property
    def title(self) -> Text:
        """The name in both languages."""
        return Text(self.title_zh, self.title_en or self.title_zh)

    @property
    def state_text(self) -> Text:
        """The state in words."""
        return GRID_STATES[self.state]

    @property
    def confirmed(self) -> bool:
        """Whether its figures were checked against their source."""
        return self.status == RuleStatus.OFFICIAL


class GridAgreement(models.Model):
    """A seller agrees to be paid by a published version; the digest binds both."""

    grid = models.ForeignKey(
        PayGrid, verbose_name="计价表", on_delete=models.PROTECT, related_name="agreements"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="供奶方", on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        Person, verbose_name="同意人", on_delete=models.PROTECT, related_name="+"
    )
    agreed_at = models.DateTimeField("同意时间")
    digest = models.CharField("签字内容摘要", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "计价表同意记录"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["grid", "organisation"], name="grid_agreed_once")
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="grid_agreement_is_final", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]
