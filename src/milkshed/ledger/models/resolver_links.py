"""Where an identifier leads: the links that people registered for the resolver."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from milkshed.kernel.text import Text


class ResolverLink(models.Model):
    """A link from an identifier (the anchor) to something about it.

    ``anchor`` is key and qualifiers as a path (``/01/…/10/…``); what names something finer
    inherits the link. Rows are never changed: a link is withdrawn, and another registered.
    """

    anchor = models.TextField("标识", db_collation="C")
    link_type = models.TextField("链接类型（URI）")
    target = models.TextField("目标地址")
    title_zh = models.CharField("名称", max_length=120)
    title_en = models.CharField("英文名称", max_length=120)
    media_type = models.CharField("媒体类型", max_length=100, blank=True)
    languages = models.JSONField("语言", default=list)
    contexts = models.JSONField("适用情形", default=list)
    is_default = models.BooleanField("默认链接", default=False)
    is_default_multi = models.BooleanField("按读者选择的默认链接", default=False)
    forwards_query = models.BooleanField("转交查询参数", default=True)
    registered_at = models.DateTimeField("登记时间")
    registered_by = models.ForeignKey(
        "platform.Person", verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    withdrawn_by = models.ForeignKey(
        "platform.Person",
        verbose_name="撤回人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = verbose_name_plural = "标识链接"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["anchor"],
                condition=Q(is_default=True, withdrawn_at__isnull=True),
                name="ledger_one_default_link_in_force",
            ),
            models.UniqueConstraint(
                fields=["anchor", "link_type", "target", "media_type", "languages", "contexts"],
                condition=Q(withdrawn_at__isnull=True),
                name="ledger_link_registered_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__gte=F("registered_at"), withdrawn_by__isnull=False),
                name="ledger_withdrawn_link_names_who_and_when",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["anchor"],
                condition=Q(withdrawn_at__isnull=True),
                name="ledger_links_of_anchor",
            )
        ]

    def __str__(self) -> str:
        return f"{self.anchor} → {self.target}"

    @property
    def title(self) -> Text:
        """The title in both languages."""
        return Text(self.title_zh, self.title_en)
