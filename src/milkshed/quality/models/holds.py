"""Holds: a lot that must not be moved or used until it is released."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person, Place
from milkshed.platform.scope import ScopePaths
from milkshed.quality.models.samples import Sample

HOLD_STATES: dict[str, Text] = {
    "proposed": Text("建议扣留", "Proposed"),
    "standing": Text("扣留中", "On hold"),
    "released": Text("已解除", "Released"),
    "rejected": Text("不予扣留", "Not held"),
}


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Hold(models.Model):
    """The hold of one lot: proposed by a failed sample or a person, placed and released by people.

    ``parties`` are the organisations that have to do with the lot besides the place of the
    sample; they see the hold.
    """

    number = models.CharField("扣留编号", max_length=20, unique=True)
    lot_uri = models.CharField("奶批", max_length=120, db_index=True)
    sample = models.ForeignKey(
        Sample,
        verbose_name="依据的样品",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="holds",
    )
    place = models.ForeignKey(
        Place, verbose_name="场所", on_delete=models.PROTECT, related_name="+"
    )
    parties = models.ManyToManyField(
        Organisation, verbose_name="相关单位", blank=True, related_name="+"
    )
    reason = models.CharField("理由", max_length=300)
    proposed_at = models.DateTimeField("建议时间")
    proposed_by = models.ForeignKey(
        Person,
        verbose_name="建议人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField(
        "状态",
        max_length=10,
        default="proposed",
        choices=[(code, title.zh) for code, title in HOLD_STATES.items()],
    )
    placed_at = models.DateTimeField("扣留时间", null=True, blank=True)
    ended_at = models.DateTimeField("办结时间", null=True, blank=True)
    basis = models.CharField(
        "解除依据",
        max_length=10,
        blank=True,
        choices=[("retest", "复检合格"), ("decision", "处理决定")],
    )
    retest = models.ForeignKey(
        Sample,
        verbose_name="复检样品",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("place__organisation", "parties"), counties=("place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "扣留"
        indexes: ClassVar = [models.Index(fields=["state", "-proposed_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["lot_uri"],
                condition=Q(state__in=["proposed", "standing"]),
                name="one_open_hold_per_lot",
            ),
            models.CheckConstraint(
                condition=~Q(state="standing") | Q(placed_at__isnull=False),
                name="standing_hold_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="released") | (Q(ended_at__gte=F("placed_at")) & ~Q(basis="")),
                name="released_hold_has_its_basis",
            ),
            models.CheckConstraint(
                condition=~Q(basis="retest") | Q(retest__isnull=False),
                name="retest_basis_names_it",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def uri(self) -> str:
        """The hold as the document that its facts in the ledger name."""
        return f"https://milkshed.example/ns/hold/{self.number}"

    @property
    def state_text(self) -> Text:
        """How the hold stands, in words."""
        return HOLD_STATES[self.state]
