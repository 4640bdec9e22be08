"""The parts of the plan as a document, and the units that answer for them."""

from datetime import date
from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from milkshed.kernel.text import Text
from milkshed.plan.models.plan import PlanVersion
from milkshed.platform.models import Organisation

PART_KINDS: dict[str, Text] = {
    "section": Text("章", "Section"),
    "task": Text("任务", "Task"),
    "safeguard": Text("保障措施", "Safeguard"),
    "box": Text("专栏", "Box"),
    "project": Text("专栏项目", "Project"),
    "mechanism": Text("机制与系统", "Mechanism"),
    "unit": Text("成员单位", "Member unit"),
}
WORK_KINDS = ("project", "mechanism")
"""The kinds of parts that make the list of key work."""

UNIT_KINDS: dict[str, Text] = {
    "member": Text("区级成员单位", "Member unit"),
    "city": Text("市级专班", "City task force"),
    "county": Text("县（市、区）专班", "County task force"),
}


def choices(words: dict[str, Text]) -> list[tuple[str, str]]:
    """Choices of a field from codes and their words."""
    return [(code, word.zh) for code, word in words.items()]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PlanPart(models.Model):
    """One part of a version of the plan; ``quote_zh`` is the plan's wording, to the letter."""

    version = models.ForeignKey(
        PlanVersion, verbose_name="规划版本", on_delete=models.PROTECT, related_name="parts"
    )
    kind = models.CharField("类别", max_length=10, choices=choices(PART_KINDS))
    code = models.CharField("编号", max_length=12)
    parent = models.CharField("上级编号", max_length=12, blank=True)
    position = models.PositiveSmallIntegerField("次序")
    section = models.CharField("章节", max_length=40)
    title_zh = models.CharField("标题", max_length=120)
    title_en = models.CharField("英文标题", max_length=160)
    quote_zh = models.CharField("原文", max_length=300, blank=True)
    indicators = ArrayField(
        models.CharField(max_length=8), verbose_name="相关指标", default=list, blank=True
    )

    class Meta:
        verbose_name = verbose_name_plural = "规划条目"
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "code"], name="part_once_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title_zh}"

    @property
    def title(self) -> Text:
        """The heading in both languages."""
        return Text(self.title_zh, self.title_en)

    @property
    def kind_text(self) -> Text:
        """What kind of part it is."""
        return PART_KINDS[self.kind]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ResponsibleUnit(models.Model):
    """A unit that may be given work: a member unit, or the task force of a city or county.

    ``successor_zh`` is the name after a reform, as remembered by us. ``organisation`` joins the
    unit with its people's accounts and stays empty until they have some.
    """

    code = models.CharField("编号", max_length=12, unique=True)
    kind = models.CharField("类别", max_length=8, choices=choices(UNIT_KINDS))
    position = models.PositiveSmallIntegerField("次序")
    name_zh = models.CharField("名称", max_length=60)
    name_en = models.CharField("英文名称", max_length=100)
    division = models.CharField("行政区划代码", max_length=6, blank=True)
    valid_from = models.DateField("起始日期", default=date(2024, 1, 1))
    valid_to = models.DateField("终止日期", null=True, blank=True)
    successor_zh = models.CharField("改革后名称（待核实）", max_length=60, blank=True)
    organisation = models.OneToOneField(
        Organisation,
        verbose_name="对应单位账户",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="plan_unit",
    )

    class Meta:
        verbose_name = verbose_name_plural = "责任单位"
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="unit_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.name_zh

    @property
    def name(self) -> Text:
        """The name in both languages."""
        return Text(self.name_zh, self.name_en)

    @property
    def kind_text(self) -> Text:
        """Member unit, city or county."""
        return UNIT_KINDS[self.kind]

    def in_force(self, on: date) -> bool:
        """Whether the unit stands on a day."""
        return self.valid_from <= on and (self.valid_to is None or self.valid_to >= on)
