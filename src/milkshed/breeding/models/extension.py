"""Straws and embryos by batch, from the centre to the farm and into the subsidy's books."""

from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from milkshed.breeding.models.register import Bull
from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person, Place
from milkshed.platform.scope import ScopePaths

ALLOCATION_STATES: dict[str, Text] = {
    "proposed": Text("待审批", "To be approved"),
    "approved": Text("待发放", "To be received"),
    "received": Text("牧场已收", "Received"),
    "declined": Text("不同意", "Declined"),
    "cancelled": Text("已取消", "Cancelled"),
}
CLAIM_STATES: dict[str, Text] = {
    "submitted": Text("待核验", "To be verified"),
    "verified": Text("核验通过", "Verified"),
    "returned": Text("退回牧场", "Returned"),
    "settled": Text("已入结算单", "In a statement"),
}
STATEMENT_STATES: dict[str, Text] = {
    "draft": Text("待复核", "To be reviewed"),
    "reviewed": Text("待批准", "To be approved"),
    "approved": Text("已批准", "Approved"),
    "cancelled": Text("已作废", "Cancelled"),
}


def _choices(states: dict[str, Text]) -> list[tuple[str, str]]:
    return [(code, text.zh) for code, text in states.items()]


class BatchKind(models.TextChoices):
    """What a batch holds."""

    STRAW = "straw", "冻精"
    EMBRYO = "embryo", "胚胎"


class EmbryoMethod(models.TextChoices):
    """How embryos were made."""

    FLUSHED = "flushed", "体内（超排冲胚）"
    IN_VITRO = "in-vitro", "体外（活体采卵）"


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Donor(models.Model):
    """A cow from which embryos are made.

    ``identity`` as in the herd book; ``animal_key`` and ``place`` are those of the herd register,
    empty for a cow that stands elsewhere.
    """

    identity = models.CharField("供体牛号", max_length=30, unique=True)
    animal_key = models.BigIntegerField("牛只键", null=True)
    place = models.ForeignKey(
        Place, verbose_name="所在牧场", null=True, on_delete=models.PROTECT, related_name="+"
    )
    centre = models.ForeignKey(
        Organisation, verbose_name="育种中心", on_delete=models.PROTECT, related_name="+"
    )
    entered_on = models.DateField("列为供体日期")
    left_on = models.DateField("退出日期", null=True)
    remark = models.CharField("入选依据", max_length=200, blank=True)
    registered_by = models.ForeignKey(
        Person, verbose_name="登记人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    synthetic = models.BooleanField("演示数据", default=False)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("centre", "place__organisation"), counties=("place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "供体母牛"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("entered_on")),
                name="donor_leaves_after_it_enters",
            )
        ]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Batch(models.Model):
    """A batch of straws, or of embryos of one donor, as the centre made or bought it.

    ``number`` is what stands on the straw. ``recovered`` counts ova or structures recovered from
    a donor, of which ``pieces`` became embryos that can be carried over.
    """

    number = models.CharField("批号", max_length=30, unique=True)
    kind = models.CharField("类别", max_length=6, choices=BatchKind.choices)
    bull = models.ForeignKey(
        Bull, verbose_name="种公牛", on_delete=models.PROTECT, related_name="batches"
    )
    donor = models.ForeignKey(
        Donor, verbose_name="供体", null=True, on_delete=models.PROTECT, related_name="batches"
    )
    centre = models.ForeignKey(
        Organisation, verbose_name="育种中心", on_delete=models.PROTECT, related_name="+"
    )
    sexed = models.BooleanField("性控")
    pieces = models.PositiveIntegerField("数量")
    made_on = models.DateField("生产日期")
    price_yuan = models.DecimalField("单价（元）", max_digits=9, decimal_places=2)
    method = models.CharField(
        "胚胎生产方式", max_length=8, choices=EmbryoMethod.choices, blank=True
    )
    recovered = models.PositiveIntegerField("采集卵（胚）数", null=True)
    registered_by = models.ForeignKey(
        Person, verbose_name="登记人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    registered_at = models.DateTimeField("登记时间", auto_now_add=True)
    synthetic = models.BooleanField("演示数据", default=False)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("centre", "allocations__place__organisation"),
        counties=("allocations__place__county",),
    )

    class Meta:
        verbose_name = verbose_name_plural = "冻精胚胎批次"
        indexes: ClassVar = [models.Index(fields=["centre", "-made_on"])]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(pieces__gt=0), name="batch_holds_something"),
            models.CheckConstraint(condition=Q(price_yuan__gte=0), name="batch_price_not_negative"),
            models.CheckConstraint(
                condition=Q(kind="straw", donor__isnull=True, method="", recovered__isnull=True)
                | (Q(kind="embryo", donor__isnull=False) & ~Q(method="")),
                name="embryos_name_their_donor",
            ),
            models.CheckConstraint(
                condition=Q(recovered__isnull=True) | Q(recovered__gte=F("pieces")),
                name="no_more_embryos_than_recovered",
            ),
        ]

    def __str__(self) -> str:
        return self.number


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Quota(models.Model):
    """How many subsidised pieces the farms of a county may get in a year."""

    year = models.PositiveSmallIntegerField("年度")
    county = models.CharField("县区", max_length=6)
    kind = models.CharField("类别", max_length=6, choices=BatchKind.choices)
    pieces = models.PositiveIntegerField("指标数量")
    source = models.CharField("依据", max_length=200)
    set_by = models.ForeignKey(
        Person, verbose_name="下达人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    set_at = models.DateTimeField("下达时间", auto_now=True)
    synthetic = models.BooleanField("演示数据", default=False)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(counties=("county",))

    class Meta:
        verbose_name = verbose_name_plural = "推广指标"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["year", "county", "kind"], name="one_quota_a_county_and_year"
            )
        ]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Allocation(models.Model):
    """Pieces of a batch for a farm: proposed, approved by another, received by the farm."""

    batch = models.ForeignKey(
        Batch, verbose_name="批次", on_delete=models.PROTECT, related_name="allocations"
    )
    place = models.ForeignKey(
        Place, verbose_name="牧场", on_delete=models.PROTECT, related_name="+"
    )
    farm_code = models.CharField("养殖场代码", max_length=10)
    pieces = models.PositiveIntegerField("数量")
    state = models.CharField(
        "状态", max_length=10, choices=_choices(ALLOCATION_STATES), default="proposed"
    )
    proposed_on = models.DateField("提出日期")
    approved_on = models.DateField("批准日期", null=True)
    received_on = models.DateField("收货日期", null=True)
    received_pieces = models.PositiveIntegerField("实收数量", null=True)
    synthetic = models.BooleanField("演示数据", default=False)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("batch__centre", "place__organisation"), counties=("place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "分配"
        indexes: ClassVar = [models.Index(fields=["place", "state"])]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(pieces__gt=0), name="allocation_of_something"),
            models.CheckConstraint(
                condition=~Q(state="received")
                | Q(received_on__isnull=False, received_pieces__isnull=False),
                name="received_allocation_says_when_and_how_many",
            ),
            models.CheckConstraint(
                condition=Q(received_pieces__isnull=True) | Q(received_pieces__lte=F("pieces")),
                name="no_more_received_than_allocated",
            ),
        ]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class SubsidyStatement(models.Model):
    """Verified claims settled together; ``rules`` are the rows in force, ``lines`` by farm.

    A line is ``{"farm_code", "name", "claim", "kind", "pieces", "rate_yuan", "amount_yuan"}``,
    amounts as text of decimals. ``digest`` is the SHA-256 of lines and rules.
    """

    number = models.CharField("编号", max_length=30, unique=True)
    centre = models.ForeignKey(
        Organisation, verbose_name="育种中心", on_delete=models.PROTECT, related_name="+"
    )
    county = models.CharField("县区", max_length=6)
    state = models.CharField(
        "状态", max_length=10, choices=_choices(STATEMENT_STATES), default="draft"
    )
    drawn_on = models.DateField("编制日期")
    lines = models.JSONField("明细")
    rules = models.JSONField("规则")
    amount_yuan = models.DecimalField("金额（元）", max_digits=14, decimal_places=2)
    digest = models.CharField("内容摘要", max_length=64)
    synthetic = models.BooleanField("演示数据", default=False)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(organisations=("centre",), counties=("county",))

    class Meta:
        verbose_name = verbose_name_plural = "补贴结算单"
        indexes: ClassVar = [models.Index(fields=["county", "-drawn_on"])]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount_yuan__gte=0), name="subsidy_not_negative")
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="subsidy_statement_is_kept", operation=pgtrigger.Delete)
        ]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Claim(models.Model):
    """A farm's claim for straws or embryos it has used, row by row with the proof."""

    number = models.CharField("编号", max_length=30, unique=True)
    place = models.ForeignKey(
        Place, verbose_name="牧场", on_delete=models.PROTECT, related_name="+"
    )
    farm_code = models.CharField("养殖场代码", max_length=10)
    centre = models.ForeignKey(
        Organisation, verbose_name="育种中心", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField("类别", max_length=6, choices=BatchKind.choices)
    state = models.CharField(
        "状态", max_length=10, choices=_choices(CLAIM_STATES), default="submitted"
    )
    submitted_on = models.DateField("申报日期")
    accepted = models.PositiveIntegerField("核定数量", default=0)
    refused = models.PositiveIntegerField("剔除数量", default=0)
    statement = models.ForeignKey(
        SubsidyStatement, verbose_name="结算单", null=True, on_delete=models.PROTECT,
        related_name="claims",
    )  # fmt: skip
    synthetic = models.BooleanField("演示数据", default=False)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("centre", "place__organisation"), counties=("place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "补贴申报"
        indexes: ClassVar = [models.Index(fields=["place", "-submitted_on"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="settled", statement__isnull=False)
                | (~Q(state="settled") & Q(statement__isnull=True)),
                name="settled_claim_names_its_statement",
            )
        ]


class ClaimLine(models.Model):
    """One straw or embryo claimed; ``faults`` lists ``{"rule", "zh", "en"}``, empty if it counts.

    ``service_key`` is the herd's event that proves it. A line counts once: the database holds a
    service, and a cow on a day, to one counting line.
    """

    claim = models.ForeignKey(
        Claim, verbose_name="申报", on_delete=models.CASCADE, related_name="lines"
    )
    row = models.PositiveIntegerField("行号")
    cow_number = models.CharField("牛号", max_length=30)
    animal_key = models.BigIntegerField("牛只键", null=True)
    served_on = models.DateField("配种日期")
    batch_number = models.CharField("批号", max_length=30)
    batch = models.ForeignKey(
        Batch, verbose_name="批次", null=True, on_delete=models.PROTECT, related_name="+"
    )
    service_key = models.UUIDField("配种事件", null=True)
    counts = models.BooleanField("计入")
    faults = models.JSONField("剔除原因", default=list)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("claim__centre", "claim__place__organisation"),
        counties=("claim__place__county",),
    )

    class Meta:
        verbose_name = verbose_name_plural = "申报明细"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["claim", "row"], name="claim_row_once"),
            models.UniqueConstraint(
                fields=["service_key"], condition=Q(counts=True), name="service_claimed_once"
            ),
            models.UniqueConstraint(
                fields=["animal_key", "served_on"],
                condition=Q(counts=True),
                name="cow_and_day_claimed_once",
            ),
            models.CheckConstraint(
                condition=Q(counts=False)
                | Q(
                    animal_key__isnull=False,
                    batch__isnull=False,
                    service_key__isnull=False,
                    faults=[],
                ),
                name="counting_line_is_proven",
            ),
        ]
