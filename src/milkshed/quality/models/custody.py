"""Who had a sample when: its chain of custody, its retained portions, and who lifted its blind."""

from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from milkshed.kernel.text import Text
from milkshed.platform.models import Person, Place
from milkshed.platform.scope import ScopePaths
from milkshed.quality.models.samples import Sample

CUSTODY_STEPS: dict[str, Text] = {
    "taken": Text("抽样", "Taken"),
    "sealed": Text("封样", "Sealed"),
    "handed": Text("移交", "Handed over"),
    "received": Text("实验室收样", "Received by the laboratory"),
    "stored": Text("留样入库", "Put into store"),
    "opened": Text("启用留样", "Retained portion opened"),
    "disposed": Text("处置", "Disposed of"),
}


class CustodyStep(models.Model):
    """One link of a sample's chain: from whom to whom, when, how warm, under which seal, where.

    ``digest`` covers the step and the digest of the step before it, so that neither a change nor
    a missing step stays unseen. A hand-over is written by the giver and stands open until the
    taker signs (``accepted_at``, ``acceptance``).
    """

    sample = models.ForeignKey(
        Sample, verbose_name="样品", on_delete=models.PROTECT, related_name="custody",
        db_index=False,
    )  # fmt: skip
    position = models.PositiveSmallIntegerField("次序")
    kind = models.CharField(
        "环节", max_length=10, choices=[(code, title.zh) for code, title in CUSTODY_STEPS.items()]
    )
    giver = models.ForeignKey(
        Person,
        verbose_name="交出人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    taker = models.ForeignKey(
        Person, verbose_name="持有人", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("时间")
    temperature_c = models.DecimalField(
        "样品温度（℃）", max_digits=4, decimal_places=1, null=True, blank=True
    )
    seal = models.CharField("封条号", max_length=30, blank=True)
    place = models.CharField("地点", max_length=80, blank=True)
    digest = models.CharField("签字摘要", max_length=64)
    accepted_at = models.DateTimeField("接收签字时间", null=True, blank=True)
    acceptance = models.CharField("接收签字摘要", max_length=64, blank=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("sample__place__organisation", "sample__laboratory__place__organisation"),
        counties=("sample__place__county",),
    )

    class Meta:
        verbose_name = verbose_name_plural = "样品保管链"
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sample", "position"], name="custody_in_order"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, acceptance="")
                | (Q(accepted_at__isnull=False) & ~Q(acceptance="")),
                name="custody_acceptance_is_signed",
            ),
            models.CheckConstraint(
                condition=~Q(kind="handed") | (Q(giver__isnull=False) & ~Q(giver=F("taker"))),
                name="custody_handed_between_two",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="custody_is_final",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__accepted_at__isnull=False)
                | pgtrigger.Q(old__digest__df=pgtrigger.F("new__digest"))
                | pgtrigger.Q(old__taker__df=pgtrigger.F("new__taker"))
                | pgtrigger.Q(old__at__df=pgtrigger.F("new__at"))
                | pgtrigger.Q(old__seal__df=pgtrigger.F("new__seal")),
            ),
            pgtrigger.Protect(name="custody_is_kept", operation=pgtrigger.Delete),
        ]

    @property
    def kind_text(self) -> Text:
        """What happened, in words."""
        return CUSTODY_STEPS[self.kind]


class Unblinding(models.Model):
    """Somebody was let know where a blind sample comes from before its report: who, and why."""

    sample = models.ForeignKey(
        Sample, verbose_name="样品", on_delete=models.PROTECT, related_name="unblindings"
    )
    person = models.ForeignKey(
        Person, verbose_name="知情人", on_delete=models.PROTECT, related_name="+"
    )
    granted_by = models.ForeignKey(
        Person, verbose_name="批准人", on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField("理由", max_length=200)
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "揭盲记录"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sample", "person"], name="unblinded_once_per_person"),
            models.CheckConstraint(
                condition=~Q(person=F("granted_by")), name="unblinding_granted_by_another"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="unblinding_is_final", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]


PORTION_STATES: dict[str, Text] = {
    "stored": Text("在库", "In store"),
    "opened": Text("已启用", "Opened"),
    "disposed": Text("已处置", "Disposed of"),
}


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class RetainedPortion(models.Model):
    """A portion of a sample that is kept back: where, until when, and what became of it."""

    sample = models.ForeignKey(
        Sample, verbose_name="样品", on_delete=models.PROTECT, related_name="retained"
    )
    number = models.PositiveSmallIntegerField("份号")
    store = models.ForeignKey(
        Place, verbose_name="存放单位", on_delete=models.PROTECT, related_name="+"
    )
    shelf = models.CharField("库位", max_length=40)
    stored_at = models.DateTimeField("入库时间")
    expires_at = models.DateTimeField("保存期止")
    state = models.CharField(
        "状态",
        max_length=10,
        default="stored",
        choices=[(code, title.zh) for code, title in PORTION_STATES.items()],
    )
    ended_at = models.DateTimeField("启用或处置时间", null=True, blank=True)
    ended_by = models.ForeignKey(
        Person,
        verbose_name="办理人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.CharField("说明", max_length=200, blank=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("store__organisation", "sample__place__organisation"),
        counties=("sample__place__county",),
    )

    class Meta:
        verbose_name = verbose_name_plural = "留样"
        indexes: ClassVar = [models.Index(fields=["state", "expires_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sample", "number"], name="portion_kept_once"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("stored_at")), name="portion_keeps_for_a_while"
            ),
        ]

    @property
    def state_text(self) -> Text:
        """Where the portion is in its life, in words."""
        return PORTION_STATES[self.state]
