"""Asking for a farm's filing, and for what changes in it."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from milkshed.herd.models.farms import Farm
from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person
from milkshed.platform.scope import ScopePaths

FILING_STATES: dict[str, Text] = {
    "submitted": Text("待备案", "Submitted"),
    "returned": Text("已退回补正", "Returned"),
    "filed": Text("已备案", "Filed"),
    "withdrawn": Text("已撤回", "Withdrawn"),
}


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class FarmFiling(models.Model):
    """What a farm tells its county: name, address, breed and scale (order 536, art. 12).

    ``farm`` is the filed farm: the one that changes, or the one that came of it. ``edition``
    counts every write, so that two people never overwrite each other.
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name="养殖单位", on_delete=models.PROTECT, related_name="+"
    )
    county = models.CharField("县（市、区）代码", max_length=6)
    name_zh = models.CharField("养殖场名称", max_length=120)
    address = models.CharField("地址", max_length=200)
    breed = models.CharField("品种", max_length=30)
    declared_head = models.PositiveIntegerField("规模（头）")
    gln = models.CharField("全球位置码", max_length=13, blank=True)
    farm = models.ForeignKey(
        Farm,
        verbose_name="养殖场",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="filings",
    )
    state = models.CharField(
        "状态",
        max_length=10,
        default="submitted",
        choices=[(code, title.zh) for code, title in FILING_STATES.items()],
    )
    edition = models.PositiveIntegerField("修改次数", default=1)
    created_by = models.ForeignKey(
        Person, verbose_name="填报人", on_delete=models.PROTECT, related_name="+"
    )
    submitted_on = models.DateField("提交日期")
    filed_on = models.DateField("备案日期", null=True, blank=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("organisation",), counties=("county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "养殖场备案申请"
        indexes: ClassVar = [models.Index(fields=["county", "state"])]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(declared_head__gt=0), name="filing_has_head"),
            models.CheckConstraint(
                condition=~Q(state="filed") | Q(farm__isnull=False, filed_on__isnull=False),
                name="filing_filed_has_its_farm",
            ),
        ]

    def __str__(self) -> str:
        return self.name_zh

    @property
    def state_text(self) -> Text:
        """The state in words."""
        return FILING_STATES[self.state]
