"""Registers of projects: boxes' projects, parks, firms, brands, channels and people trained."""

from dataclasses import dataclass
from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from milkshed.kernel.counties import COUNTIES, Zone
from milkshed.kernel.text import Text
from milkshed.kernel.towns import TOWNS
from milkshed.plan.models.ledger import EVIDENCE_KINDS
from milkshed.plan.models.register import ResponsibleUnit, choices
from milkshed.platform.models import Attachment, Organisation, Person
from milkshed.platform.scope import ScopePaths

ENTRY_STATES: dict[str, Text] = {
    "draft": Text("起草", "Draft"),
    "submitted": Text("待确认", "To be confirmed"),
    "confirmed": Text("已确认", "Confirmed"),
    "returned": Text("已退回", "Returned"),
    "withdrawn": Text("已撤销", "Withdrawn"),
}
STAGES: dict[str, Text] = {
    "planned": Text("谋划", "Planned"),
    "building": Text("在建", "Being built"),
    "running": Text("建成运行（有效）", "Running (valid)"),
    "ended": Text("已停止", "Ended"),
}


PLACED_ZONES: dict[str, Text] = {
    zone.value: zone.label for zone in (Zone.TWIN_CORE, Zone.TWO_WINGS)
}
"""The plan's zones in which an entry may be placed that belongs to no single county."""


@dataclass(frozen=True, slots=True)
class Register:
    """One register: what a line of it is, what its amount means, and for what it counts.

    ``identity`` says what tells two subjects apart; ``details`` are the kinds a line may have.
    """

    code: str
    title: Text
    identity: Text
    amount: Text | None
    indicators: tuple[str, ...]
    evidence: tuple[str, ...]
    details: tuple[str, ...] = ()


_NAME = Text("名称", "its name")
_CREDIT = Text("统一社会信用代码", "its unified social credit code")

REGISTERS: dict[str, Register] = {
    one.code: one
    for one in (
        Register(
            "project", Text("专栏项目", "Projects of the boxes"), _NAME,
            Text("建成产能或规模（指标单位）", "Capacity built (unit of the indicator)"),
            ("B1.3", "B1.4", "T2.7", "T3.2", "B5.1", "B5.2", "B5.3"),
            ("acceptance", "document", "photo"),
        ),
        Register(
            "park", Text("牛奶产业园区", "Dairy parks"), _NAME, None, ("T6.3",),
            ("acceptance", "document"),
        ),
        Register(
            "visitor_farm", Text("观光牧场、奶业小镇", "Visitor farms and dairy towns"), _NAME,
            None, ("T6.2",), ("acceptance", "document", "photo"), ("观光牧场", "奶业小镇"),
        ),
        Register(
            "linked_firm", Text("上下游关联企业", "Linked firms"), _CREDIT, None, ("T6.1",),
            ("document",),
            ("包装", "辅料", "设备", "机械", "饲料", "冷链", "其他"),
        ),
        Register(
            "enterprise", Text("龙头企业", "Leading enterprises"), _CREDIT,
            Text("年产值（亿元）", "Output of the year (10⁸ CNY)"), ("T7.1", "T7.2"),
            ("table", "document"),
        ),
        Register(
            "listed_firm", Text("主板上市企业", "Listed firms"), _CREDIT, None, ("T7.3",),
            ("document",),
        ),
        Register(
            "supported_firm", Text("受支持中型乳企", "Supported mid-size processors"), _CREDIT,
            None, ("T5.2",), ("document", "acceptance"),
        ),
        Register(
            "regional_brand", Text("区域公用品牌", "Regional public brands"), _NAME, None,
            ("T8.1",), ("document",),
        ),
        Register(
            "firm_brand", Text("企业品牌", "Firms' brands"), _NAME, None, ("T8.2",), ("document",),
        ),
        Register(
            "product_brand", Text("产品品牌", "Product brands"), _NAME, None, ("T8.3",),
            ("document",),
        ),
        Register(
            "outlet", Text("渠道网点", "Outlets"), _NAME, None, ("T9.1",),
            ("photo", "document"),
            ("品牌体验店", "移动奶吧", "鲜奶门店", "线上网店"),
        ),
        Register(
            "stream_team", Text("网红销售团队", "Streaming teams"), _NAME,
            Text("粉丝（万人）", "Followers (10⁴)"), ("T9.2",), ("photo", "document"),
        ),
        Register(
            "cobrand_event", Text("品牌联名活动", "Co-brand events"), _NAME, None, ("T9.3",),
            ("photo", "document"),
        ),
        Register(
            "web_station", Text("电商服务站", "E-commerce points"), _NAME, None, ("T9.4",),
            ("photo", "document"),
        ),
        Register(
            "centre", Text("科技创新服务中心", "Innovation centres"), _NAME, None, ("T10.1",),
            ("acceptance", "document"),
        ),
        Register(
            "service_firm", Text("社会化服务组织", "Service organisations"), _CREDIT, None,
            ("T10.2",), ("document",),
        ),
        Register(
            "training", Text("人才培养", "People trained"),
            Text("身份证号（只存摘要）", "the identity number (only its digest is kept)"),
            Text("学时", "Hours"), ("T10.3",), ("document", "table"),
        ),
    )
}  # fmt: skip
"""The registers by code."""

COUNTED: dict[str, str] = {
    code: register.code for register in REGISTERS.values() for code in register.indicators
}
"""The register that answers an indicator."""

_KINDS = [(code, one.title.zh) for code, one in REGISTERS.items()]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class RegisterEntry(models.Model):
    """What a unit registers about a subject on a day; it counts once another confirmed it.

    ``subject`` tells subjects apart: a credit code, a name, or the keyed digest of an identity
    number, which is itself never kept. Later entries of a subject follow earlier ones.
    """

    year = models.PositiveSmallIntegerField("年份")
    serial = models.PositiveIntegerField("顺序号")
    kind = models.CharField("登记簿", max_length=16, choices=_KINDS)
    subject = models.CharField("主体标识", max_length=80)
    name = models.CharField("名称", max_length=80)
    detail = models.CharField("类型", max_length=20, blank=True)
    part = models.CharField("专栏项目编号", max_length=12, blank=True)
    indicator = models.CharField("指标编号", max_length=8, blank=True)
    as_of = models.DateField("截至日期")
    stage = models.CharField("阶段", max_length=10, choices=choices(STAGES))
    amount = models.DecimalField("数量", max_digits=14, decimal_places=4, null=True)
    county = models.CharField("县（市、区）", max_length=6, blank=True)
    town = models.CharField("乡镇（街道）", max_length=9, blank=True)
    zone = models.CharField("分区", max_length=10, blank=True, choices=choices(PLACED_ZONES))
    longitude = models.FloatField("经度", null=True)
    latitude = models.FloatField("纬度", null=True)
    note = models.CharField("说明", max_length=200, blank=True)
    evidence_kind = models.CharField("佐证类别", max_length=12, choices=choices(EVIDENCE_KINDS))
    evidence = models.ForeignKey(Attachment, verbose_name="佐证", on_delete=models.PROTECT)
    unit = models.ForeignKey(
        ResponsibleUnit,
        verbose_name="责任单位",
        null=True,
        on_delete=models.PROTECT,
        related_name="register_entries",
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="填报单位", on_delete=models.PROTECT, related_name="+"
    )
    entered_by = models.ForeignKey(
        Person, verbose_name="填报人", on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField("填报时间", auto_now_add=True)
    decided_by = models.ForeignKey(
        Person, verbose_name="确认人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField("确认时间", null=True)
    opinion = models.CharField("意见", max_length=300, blank=True)
    state = models.CharField("状态", max_length=10, default="draft", choices=choices(ENTRY_STATES))

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("organisation",), counties=("county", "organisation__county")
    )

    class Meta:
        verbose_name = verbose_name_plural = "登记"
        ordering: ClassVar = ["kind", "-as_of", "-pk"]
        indexes: ClassVar = [models.Index(fields=["kind", "state", "as_of"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "serial"], name="entry_number_once"),
            models.UniqueConstraint(
                fields=["kind", "subject", "as_of"],
                condition=Q(state__in=["draft", "submitted", "confirmed"]),
                name="entry_once_per_subject_and_day",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                name="entry_amount_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | ~Q(state="confirmed")
                | ~Q(decided_by=F("entered_by")),
                name="entry_confirmed_by_another_person",
            ),
            models.CheckConstraint(
                condition=Q(town="") | Q(town__startswith=F("county")),
                name="entry_town_lies_in_its_county",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def number(self) -> str:
        """The number under which the entry stands: ``DJ2026-0012``."""
        return f"DJ{self.year}-{self.serial:04d}"

    @property
    def register(self) -> Register:
        """The register it stands in."""
        return REGISTERS[self.kind]

    @property
    def state_text(self) -> Text:
        """The state in words."""
        return ENTRY_STATES[self.state]

    @property
    def stage_text(self) -> Text:
        """The stage in words."""
        return STAGES[self.stage]

    @property
    def place_text(self) -> Text | None:
        """Where it is: the county and its town, or a zone; None for entries of the region."""
        if self.county in COUNTIES:
            name = COUNTIES[self.county].name
            town = TOWNS[self.town].name if self.town in TOWNS else ""
            return Text(f"{name.zh}{town}", f"{name.en} {town}".strip())
        return PLACED_ZONES.get(self.zone)

    @property
    def evidence_text(self) -> Text:
        """What kind of proof its file is."""
        return EVIDENCE_KINDS[self.evidence_kind]
