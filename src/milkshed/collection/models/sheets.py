"""The purchase book, the handover sheets and their signatures."""

from functools import reduce
from operator import or_
from typing import ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from milkshed.collection.models.registry import Station, Tanker
from milkshed.kernel.text import Text
from milkshed.platform.models import Person, Place
from milkshed.platform.scope import ScopePaths


class Purchase(models.Model):
    """One line of the station's purchase book: milk taken in from a farm (order 536, art. 22)."""

    station = models.ForeignKey(
        Station,
        verbose_name="收购站",
        on_delete=models.PROTECT,
        related_name="purchases",
        db_index=False,
    )
    farm = models.ForeignKey(
        Place, verbose_name="牧场", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    received_at = models.DateTimeField("收奶时间")
    kg = models.DecimalField("数量（公斤）", max_digits=9, decimal_places=1)
    temperature_c = models.DecimalField("奶温（℃）", max_digits=4, decimal_places=1)
    farm_lot = models.CharField("牧场奶罐批", max_length=120, unique=True)
    station_lot = models.CharField("收购站奶罐批", max_length=120, blank=True)
    sensory = models.CharField("感官检查", max_length=60, default="正常")
    recorded_by = models.ForeignKey(
        Person, verbose_name="登记人", null=True, on_delete=models.PROTECT, db_index=False
    )

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("station__place__organisation", "farm__organisation"),
        counties=("station__place__county",),
        towns=("station__place__town",),
    )

    class Meta:
        verbose_name = verbose_name_plural = "收购记录"
        indexes: ClassVar = [
            models.Index(fields=["station", "-received_at"]),
            models.Index(fields=["farm", "-received_at"]),
            models.Index(fields=["received_at"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kg__gt=0), name="purchase_has_milk")
        ]


SHEET_STATES: dict[str, Text] = {
    "draft": Text("起草", "Draft"),
    "loaded": Text("已装车", "Loaded"),
    "under_way": Text("运输中", "Under way"),
    "arrived": Text("已到厂", "Arrived"),
    "accepted": Text("已收，待收购站确认", "Accepted, to be confirmed by the station"),
    "refused": Text("已拒收", "Refused"),
    "closed": Text("已办结", "Closed"),
    "replaced": Text("已更正", "Replaced by a correction"),
}

_LOADING_FIELDS = (
    "gdti", "number", "station", "tanker", "plant", "load_lot", "shipped_kg",
    "departure_temperature_c", "cooling_minutes", "seals", "loaded_at",
)  # fmt: skip
_ARRIVAL_FIELDS = (
    "departed_at", "arrived_at", "arrival_temperature_c", "seals_intact", "received_kg",
    "settled_at", "outcome", "refusal_reason",
)  # fmt: skip


def _changes(fields: tuple[str, ...]) -> pgtrigger.Q:
    """A trigger condition: an update changes one of the fields."""
    first, *others = (
        pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")}) for name in fields
    )
    return reduce(or_, others, first)


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class HandoverSheet(models.Model):
    """The handover sheet of one tanker load (order 536, art. 25): two copies, four signatures.

    What a signature covers cannot change afterwards, held by triggers; a correction is a new
    version that replaces the sheet.
    """

    gdti = models.CharField("全球文件类型代码", max_length=30, unique=True)
    number = models.CharField("编号", max_length=20, unique=True)
    version = models.PositiveSmallIntegerField("版次", default=1)
    corrects = models.OneToOneField(
        "self",
        verbose_name="更正的交接单",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrected_by",
    )
    station = models.ForeignKey(
        Station,
        verbose_name="收购站",
        on_delete=models.PROTECT,
        related_name="sheets",
        db_index=False,
    )
    tanker = models.ForeignKey(
        Tanker,
        verbose_name="运输车",
        on_delete=models.PROTECT,
        related_name="sheets",
        db_index=False,
    )
    plant = models.ForeignKey(
        Place, verbose_name="加工厂", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    load_lot = models.CharField("装车批", max_length=120, db_index=True)
    shipped_kg = models.DecimalField("发出数量（公斤）", max_digits=9, decimal_places=1)
    departure_temperature_c = models.DecimalField("离站温度（℃）", max_digits=4, decimal_places=1)
    cooling_minutes = models.PositiveSmallIntegerField("挤奶后降温用时（分钟）", null=True)
    seals = ArrayField(
        models.CharField(max_length=30), verbose_name="铅封号", default=list, blank=True
    )
    loaded_at = models.DateTimeField("装车时间")
    departed_at = models.DateTimeField("离站时间", null=True)
    arrived_at = models.DateTimeField("到厂时间", null=True)
    arrival_temperature_c = models.DecimalField(
        "到厂温度（℃）", max_digits=4, decimal_places=1, null=True
    )
    seals_intact = models.BooleanField("铅封完好", null=True)
    received_kg = models.DecimalField(
        "收到数量（公斤，地磅）", max_digits=9, decimal_places=1, null=True
    )
    settled_at = models.DateTimeField("收奶时间", null=True)
    outcome = models.CharField(
        "结果",
        max_length=10,
        blank=True,
        choices=[("", "未定"), ("accepted", "收奶"), ("refused", "拒收")],
    )
    refusal_reason = models.CharField("拒收原因", max_length=200, blank=True)
    state = models.CharField(
        "状态",
        max_length=12,
        default="draft",
        choices=[(code, title.zh) for code, title in SHEET_STATES.items()],
    )

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("station__place__organisation", "tanker__carrier", "plant__organisation"),
        counties=("station__place__county", "plant__county"),
        towns=("station__place__town",),
    )

    class Meta:
        verbose_name = verbose_name_plural = "生鲜乳交接单"
        indexes: ClassVar = [
            models.Index(fields=["station", "-loaded_at"]),
            models.Index(fields=["tanker", "-loaded_at"]),
            models.Index(fields=["plant", "-loaded_at"]),
            models.Index(fields=["-loaded_at"]),
            models.Index(fields=["settled_at"]),
            models.Index(
                fields=["state"], condition=~Q(state="closed"), name="sheet_state_while_open"
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(shipped_kg__gt=0)
                & (Q(received_kg__isnull=True) | Q(received_kg__gte=0)),
                name="sheet_masses_are_possible",
            ),
            models.CheckConstraint(
                condition=(Q(departed_at__isnull=True) | Q(departed_at__gte=F("loaded_at")))
                & (Q(arrived_at__isnull=True) | Q(arrived_at__gte=F("departed_at")))
                & (Q(settled_at__isnull=True) | Q(settled_at__gte=F("arrived_at"))),
                name="sheet_times_run_forward",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", settled_at__isnull=True)
                | Q(
                    outcome="accepted",
                    settled_at__isnull=False,
                    received_kg__isnull=False,
                    refusal_reason="",
                )
                | (Q(outcome="refused", settled_at__isnull=False) & ~Q(refusal_reason="")),
                name="sheet_outcome_is_complete",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "refused", "closed"]) | ~Q(outcome=""),
                name="sheet_settled_state_has_outcome",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="loading_fixed_once_signed",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state="draft") & _changes(_LOADING_FIELDS),
            ),
            pgtrigger.Protect(
                name="arrival_fixed_once_signed",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__outcome="") & _changes(_ARRIVAL_FIELDS),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def uri(self) -> str:
        """The sheet as a GS1 Digital Link."""
        return f"https://id.gs1.org/253/{self.gdti}"

    @property
    def state_text(self) -> Text:
        """The state in words."""
        return SHEET_STATES[self.state]


SIGNATURE_ROLES: dict[str, Text] = {
    "station": Text("收购站经手人", "Station handler"),
    "escort": Text("押运员", "Escort"),
    "driver": Text("驾驶员", "Driver"),
    "receiver": Text("收奶员", "Receiver"),
}


class Signature(models.Model):
    """A person's signature on a sheet: a digest over what was signed, by whom, when."""

    sheet = models.ForeignKey(
        HandoverSheet, verbose_name="交接单", on_delete=models.PROTECT, related_name="signatures",
        db_index=False,
    )  # fmt: skip
    role = models.CharField(
        "身份",
        max_length=10,
        choices=[(code, title.zh) for code, title in SIGNATURE_ROLES.items()],
    )
    person = models.ForeignKey(
        Person, verbose_name="签字人", on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField("签字时间")
    digest = models.CharField("签字内容摘要", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "签字"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "role"], name="signature_once_per_role")
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="signature_is_final", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    @property
    def role_text(self) -> Text:
        """In which capacity the person signed."""
        return SIGNATURE_ROLES[self.role]
