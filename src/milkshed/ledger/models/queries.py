"""Queries that people keep under a name."""

from typing import ClassVar

from django.db import models


class NamedQuery(models.Model):
    """A query kept under a name, to be asked again and to be subscribed to.

    Names are a person's own: two people may use the same one for different things.
    ``parameters`` are values by parameter name as they were given, ``prefixes`` the namespaces of
    extension fields declared with them (prefix to URI).
    """

    id = models.BigAutoField("编号", primary_key=True)
    name = models.TextField("名称")
    owner = models.ForeignKey(
        "platform.Person", verbose_name="所有人", on_delete=models.CASCADE, related_name="+"
    )
    parameters = models.JSONField("参数", default=dict)
    prefixes = models.JSONField("前缀", default=dict)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "命名查询"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "name"], name="ledger_query_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ReleasedToken(models.Model):
    """A page token that its holder gave back before it expired."""

    digest = models.UUIDField("标记摘要", primary_key=True)
    expires_at = models.DateTimeField("到期时间")

    class Meta:
        verbose_name = verbose_name_plural = "已作废翻页标记"
