"""What the region chooses to publish: data sets with their editions, and issued bulletins."""

from typing import ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from milkshed.kernel.text import Text
from milkshed.plan.models.bulletins import Bulletin
from milkshed.plan.models.register import choices
from milkshed.platform.models import Attachment, Person

BREAKDOWNS: dict[str, Text] = {
    "region": Text("全区", "Whole region"),
    "county": Text("全区及分县", "Region and counties"),
}
PUBLICATION_STATES: dict[str, Text] = {
    "draft": Text("起草", "Draft"),
    "proposed": Text("待批准", "To be decided"),
    "published": Text("已公开", "Published"),
    "refused": Text("未批准", "Refused"),
    "ended": Text("已停止公开", "Ended"),
}
LICENCES: dict[str, Text] = {
    "CC-BY-4.0": Text("知识共享 署名 4.0（CC BY 4.0）", "Creative Commons Attribution 4.0"),
    "attribution": Text("注明来源即可自由使用", "Free to use when the source is named"),
}


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Publication(models.Model):
    """A data set that the region publishes: an indicator, with or without its counties.

    It counts from the month ``since``; one person proposes and another decides. The indicator is
    named by code, so that it goes on under the next version of the plan.
    """

    slug = models.SlugField("数据集代码", max_length=40)
    indicator = models.CharField("指标编号", max_length=8)
    breakdown = models.CharField("范围", max_length=8, choices=choices(BREAKDOWNS))
    since = models.DateField("起始月份（首日）")
    licence = models.CharField("使用许可", max_length=20, choices=choices(LICENCES))
    note = models.CharField("说明", max_length=300, blank=True)
    state = models.CharField(
        "状态", max_length=10, default="draft", choices=choices(PUBLICATION_STATES)
    )
    revision = models.PositiveIntegerField("修订次数", default=0)
    proposed_by = models.ForeignKey(
        Person, verbose_name="提出人", on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField("提出时间", auto_now_add=True)
    decided_by = models.ForeignKey(
        Person, verbose_name="批准人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField("批准时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "公开数据集"
        ordering: ClassVar = ["slug", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["slug"],
                condition=Q(state__in=["draft", "proposed", "published"]),
                name="publication_once",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="publication_decided_by_another_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(decided_by__isnull=False),
                name="publication_published_was_decided",
            ),
            models.CheckConstraint(
                condition=Q(since__day=1), name="publication_begins_on_the_first"
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def state_text(self) -> Text:
        """The state in words."""
        return PUBLICATION_STATES[self.state]

    @property
    def breakdown_text(self) -> Text:
        """How far the data set goes down."""
        return BREAKDOWNS[self.breakdown]

    @property
    def licence_text(self) -> Text:
        """On which terms the data may be used."""
        return LICENCES[self.licence]


class DataEdition(models.Model):
    """One edition of a published data set, as it was given out; rows are only ever added.

    ``document`` holds rows and dictionary, ``sha256`` is over its canonical JSON.
    """

    publication = models.ForeignKey(
        Publication, verbose_name="数据集", on_delete=models.PROTECT, related_name="editions"
    )
    number = models.PositiveIntegerField("版次")
    through = models.DateField("截至")
    document = models.JSONField("内容")
    sha256 = models.CharField("摘要", max_length=64)
    made_at = models.DateTimeField("发布时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "公开数据版本"
        ordering: ClassVar = ["publication", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["publication", "number"], name="data_edition_once")
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="data_edition_is_only_added",
                operation=pgtrigger.Update | pgtrigger.Delete,
            )
        ]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PublicBulletin(models.Model):
    """An issued bulletin as everybody may read it: one person proposes, another decides.

    ``content`` and ``wording`` are the bulletin's own, with figures of too few holders withheld
    and without the sections ``left_out``; ``sha256`` is over their canonical JSON. Where nothing
    is withheld the copies are those that were issued, byte for byte.
    """

    bulletin = models.ForeignKey(
        Bulletin, verbose_name="通报", on_delete=models.PROTECT, related_name="public_editions"
    )
    left_out = ArrayField(
        models.CharField(max_length=20), verbose_name="不公开的部分", default=list, blank=True
    )
    content = models.JSONField("数据")
    wording = models.JSONField("正文")
    sha256 = models.CharField("内容摘要", max_length=64)
    is_extract = models.BooleanField("有删减")
    licence = models.CharField("使用许可", max_length=20, choices=choices(LICENCES))
    note = models.CharField("说明", max_length=300, blank=True)
    state = models.CharField(
        "状态", max_length=10, default="draft", choices=choices(PUBLICATION_STATES)
    )
    revision = models.PositiveIntegerField("修订次数", default=0)
    proposed_by = models.ForeignKey(
        Person, verbose_name="提出人", on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField("提出时间", auto_now_add=True)
    decided_by = models.ForeignKey(
        Person, verbose_name="批准人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField("批准时间", null=True)
    word = models.ForeignKey(
        Attachment, verbose_name="公文", null=True, on_delete=models.PROTECT, related_name="+"
    )
    sheet = models.ForeignKey(
        Attachment, verbose_name="附表", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "公开通报"
        ordering: ClassVar = ["-bulletin__last", "bulletin__county", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["bulletin"],
                condition=Q(state__in=["draft", "proposed", "published"]),
                name="public_bulletin_once",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="public_bulletin_decided_by_another_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "ended"])
                | Q(decided_by__isnull=False, word__isnull=False, sheet__isnull=False),
                name="public_bulletin_published_has_its_copies",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="public_bulletin_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__content__df=pgtrigger.F("new__content"))
                | pgtrigger.Q(old__wording__df=pgtrigger.F("new__wording"))
                | (
                    pgtrigger.Q(old__state__in=["published", "ended"])
                    & (
                        pgtrigger.Q(old__word__df=pgtrigger.F("new__word"))
                        | pgtrigger.Q(old__sheet__df=pgtrigger.F("new__sheet"))
                    )
                ),
            ),
            pgtrigger.Protect(
                name="public_bulletin_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__state__in=["published", "ended"]),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The bulletin's title; an extract says that it is one."""
        return f"{self.bulletin.title}（公开版）" if self.is_extract else self.bulletin.title

    @property
    def state_text(self) -> Text:
        """The state in words."""
        return PUBLICATION_STATES[self.state]

    @property
    def licence_text(self) -> Text:
        """On which terms it may be used."""
        return LICENCES[self.licence]
