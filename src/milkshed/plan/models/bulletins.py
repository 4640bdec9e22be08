"""Bulletins: what is reported of a period, in whose words, and the copies that never change."""

from typing import Any, ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from milkshed.kernel.counties import NINGXIA, division_name
from milkshed.kernel.text import Text
from milkshed.plan.models.plan import Indicator
from milkshed.plan.models.register import choices
from milkshed.platform.documents.official_wording import document_number
from milkshed.platform.models import Attachment, Organisation, Person
from milkshed.platform.scope import ScopePaths

PERIODS: dict[str, Text] = {"month": Text("月报", "Monthly"), "year": Text("年报", "Yearly")}
BULLETIN_STATES: dict[str, Text] = {
    "draft": Text("待起草", "To be drawn up"),
    "drawn": Text("已起草", "Drawn up"),
    "edited": Text("已核改", "Edited"),
    "proposed": Text("待签发", "To be issued"),
    "issued": Text("已签发", "Issued"),
    "replaced": Text("已被更正", "Replaced"),
    "withdrawn": Text("已撤回", "Withdrawn"),
}
UNFINISHED = ("draft", "drawn", "edited", "proposed")
ISSUED = ("issued", "replaced")


class CountyFigure(models.Model):
    """What one county has of an indicator on a day; rows are only ever added."""

    indicator = models.ForeignKey(
        Indicator,
        verbose_name="指标",
        on_delete=models.PROTECT,
        related_name="county_figures",
        db_index=False,
    )
    county = models.CharField("县（市、区）代码", max_length=6)
    as_of = models.DateField("截至日期")
    value = models.DecimalField("数值", max_digits=18, decimal_places=6, null=True)
    unit = models.CharField("单位", max_length=20)
    method_zh = models.TextField("方法", blank=True)
    method_en = models.TextField("英文方法", blank=True)
    method_version = models.CharField("方法版本", max_length=40, blank=True)
    inputs = models.JSONField("依据", default=list)
    coverage = models.DecimalField("数据覆盖率", max_digits=7, decimal_places=6, null=True)
    note_zh = models.TextField("说明", blank=True)
    note_en = models.TextField("英文说明", blank=True)
    unconfirmed_rules = models.JSONField("待核实规则", default=list)
    holders = models.PositiveIntegerField("涉及主体数", null=True)
    computed_at = models.DateTimeField("计算时间", auto_now_add=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(counties=("county",))

    class Meta:
        verbose_name = verbose_name_plural = "分县计算值"
        indexes: ClassVar = [models.Index(fields=["indicator", "county", "-as_of", "-id"])]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="county_figure_is_only_added",
                operation=pgtrigger.Update | pgtrigger.Delete,
            )
        ]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Bulletin(models.Model):
    """One edition of a period's bulletin for the region, or for one county.

    ``content`` holds the data as they were when it was drawn up (fields, footnotes, tables) and is
    never edited; ``wording`` is the text by section, in which fields show the data. ``revision``
    counts changes, so that two editors cannot cross.
    """

    period = models.CharField("类别", max_length=5, choices=choices(PERIODS))
    first = models.DateField("期首")
    last = models.DateField("期末")
    county = models.CharField("县（市、区）代码", max_length=6, blank=True)
    edition = models.PositiveSmallIntegerField("版次", default=1)
    replaces = models.ForeignKey(
        "self",
        verbose_name="更正",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrections",
    )
    reason = models.CharField("更正理由", max_length=300, blank=True)
    template_code = models.CharField("模板", max_length=20)
    template_version = models.CharField("模板版本", max_length=20)
    title = models.CharField("标题", max_length=120)
    content = models.JSONField("数据")
    content_sha256 = models.CharField("数据摘要", max_length=64)
    wording = models.JSONField("正文")
    state = models.CharField(
        "状态", max_length=10, default="draft", choices=choices(BULLETIN_STATES)
    )
    revision = models.PositiveIntegerField("修订次数", default=0)
    office = models.ForeignKey(Organisation, verbose_name="发文单位", on_delete=models.PROTECT)
    drawn_by = models.ForeignKey(
        Person, verbose_name="起草人", on_delete=models.PROTECT, related_name="+"
    )
    drawn_at = models.DateTimeField("起草时间", auto_now_add=True)
    edited_by = models.ForeignKey(
        Person, verbose_name="核改人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    issued_by = models.ForeignKey(
        Person, verbose_name="签发人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    issued_on = models.DateField("签发日期", null=True)
    issuer_short = models.CharField("机关代字", max_length=20, blank=True)
    year = models.PositiveSmallIntegerField("年份", null=True)
    serial = models.PositiveIntegerField("顺序号", null=True)
    word = models.ForeignKey(
        Attachment, verbose_name="签发稿", null=True, on_delete=models.PROTECT, related_name="+"
    )
    sheet = models.ForeignKey(
        Attachment, verbose_name="附表", null=True, on_delete=models.PROTECT, related_name="+"
    )

    scope_paths: ClassVar[ScopePaths] = ScopePaths(organisations=("office",), counties=("county",))

    class Meta:
        verbose_name = verbose_name_plural = "通报"
        ordering: ClassVar = ["-last", "county", "-edition", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["period", "first", "county"],
                condition=Q(state__in=UNFINISHED),
                name="bulletin_one_unfinished",
            ),
            models.UniqueConstraint(
                fields=["period", "first", "county"],
                condition=Q(state="issued"),
                name="bulletin_one_in_force",
            ),
            models.UniqueConstraint(
                fields=["issuer_short", "year", "serial"],
                condition=Q(serial__isnull=False),
                name="bulletin_number_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ISSUED)
                | Q(
                    word__isnull=False,
                    sheet__isnull=False,
                    serial__isnull=False,
                    issued_by__isnull=False,
                    issued_on__isnull=False,
                ),
                name="bulletin_issued_has_its_copies",
            ),
            models.CheckConstraint(
                condition=Q(issued_by__isnull=True) | ~Q(issued_by=F("drawn_by")),
                name="bulletin_issued_by_another_person",
            ),
            models.CheckConstraint(
                condition=Q(edition=1, replaces__isnull=True)
                | Q(edition__gt=1, replaces__isnull=False),
                name="bulletin_correction_names_what_it_replaces",
            ),
            models.CheckConstraint(
                condition=Q(last__gte=F("first")), name="bulletin_ends_after_it_begins"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="bulletin_issued_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=ISSUED)
                & (
                    pgtrigger.Q(old__content__df=pgtrigger.F("new__content"))
                    | pgtrigger.Q(old__wording__df=pgtrigger.F("new__wording"))
                    | pgtrigger.Q(old__word__df=pgtrigger.F("new__word"))
                    | pgtrigger.Q(old__sheet__df=pgtrigger.F("new__sheet"))
                    | pgtrigger.Q(old__serial__df=pgtrigger.F("new__serial"))
                ),
            ),
            pgtrigger.Protect(
                name="bulletin_issued_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__state__in=ISSUED),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        """The number of the paper, empty before it is issued."""
        if not self.serial or not self.year:
            return ""
        return document_number(self.issuer_short, self.year, self.serial)

    @property
    def period_text(self) -> Text:
        """The period in words: a month, or a year."""
        if self.period == "year":
            return Text(f"{self.first.year}年", f"{self.first.year}")
        return Text(f"{self.first.year}年{self.first.month}月", f"{self.first:%Y-%m}")

    @property
    def kind_text(self) -> Text:
        """Monthly or yearly."""
        return PERIODS[self.period]

    @property
    def state_text(self) -> Text:
        """The state in words."""
        return BULLETIN_STATES[self.state]

    @property
    def area_text(self) -> Text:
        """The region or county it is about."""
        return division_name(self.county or NINGXIA)

    @property
    def fields(self) -> dict[str, Any]:
        """The data that the text shows, by key."""
        found: dict[str, Any] = self.content["fields"]
        return found
