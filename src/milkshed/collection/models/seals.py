"""Seals: rolls issued to stations in ranges, and each seal from its use to its end."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from milkshed.collection.models.sheets import HandoverSheet, Station
from milkshed.kernel.text import Text
from milkshed.platform.models import Person
from milkshed.platform.scope import ScopePaths


class SealRange(models.Model):
    """Seals with consecutive numbers that a station was issued: a prefix and digits."""

    station = models.ForeignKey(
        Station, verbose_name="收购站", on_delete=models.PROTECT, related_name="seal_ranges"
    )
    prefix = models.CharField("号码前缀", max_length=12, blank=True)
    first = models.PositiveBigIntegerField("起号")
    last = models.PositiveBigIntegerField("止号")
    digits = models.PositiveSmallIntegerField("数字位数")
    issued_at = models.DateTimeField("发放时间")
    issued_by = models.ForeignKey(
        Person, verbose_name="发放人", on_delete=models.PROTECT, related_name="+"
    )

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("station__place__organisation",), counties=("station__place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "铅封发放"
        indexes: ClassVar = [models.Index(fields=["prefix", "digits", "first"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first"), digits__gte=1), name="seal_range_holds_seals"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number(self.first)}–{self.number(self.last)}"

    @property
    def count(self) -> int:
        """How many seals the range holds."""
        return self.last - self.first + 1

    def number(self, serial: int) -> str:
        """The number as it is stamped on a seal."""
        return f"{self.prefix}{serial:0{self.digits}d}"


SEAL_STATES: dict[str, Text] = {
    "applied": Text("在用", "On a tanker"),
    "found": Text("到厂完好", "Found intact"),
    "broken": Text("到厂破损或不符", "Broken or other on arrival"),
    "opened": Text("途中启封", "Opened on the way"),
    "void": Text("作废", "Void"),
}


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Seal(models.Model):
    """One seal from the moment it left its roll; a number exists once, so it is used once.

    ``sheet`` is the handover sheet on which it was used. A correction of that sheet takes its
    seals along, because the seals on the tanker are the same.
    """

    number = models.CharField("铅封号", max_length=30, unique=True)
    station = models.ForeignKey(
        Station, verbose_name="收购站", on_delete=models.PROTECT, related_name="seals",
        db_index=False,
    )  # fmt: skip
    sheet = models.ForeignKey(
        HandoverSheet,
        verbose_name="交接单",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seal_rows",
    )
    state = models.CharField(
        "状态",
        max_length=8,
        default="applied",
        choices=[(code, title.zh) for code, title in SEAL_STATES.items()],
    )
    applied_at = models.DateTimeField("启用时间")
    ended_at = models.DateTimeField("终结时间", null=True, blank=True)
    reason = models.CharField("说明", max_length=200, blank=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("station__place__organisation", "sheet__plant__organisation"),
        counties=("station__place__county",),
    )

    class Meta:
        verbose_name = verbose_name_plural = "铅封"
        indexes: ClassVar = [models.Index(fields=["station", "-applied_at"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(sheet__isnull=False) | ~Q(reason=""), name="unused_seal_has_its_reason"
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def state_text(self) -> Text:
        """Where the seal is in its life, in words."""
        return SEAL_STATES[self.state]
