"""Master data that came in the header of captured documents: attributes and what lies within."""

from typing import ClassVar

from django.db import models

from milkshed.ledger.models.facts import Term


class MasterDataAttribute(models.Model):
    """One attribute of a named thing. The latest capture that states an attribute holds.

    ``local_name`` is what stands behind the namespace of the attribute's name.
    """

    pk = models.CompositePrimaryKey("element_id", "name_id", "position")
    element = models.ForeignKey(
        Term,
        verbose_name="对象",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    name = models.ForeignKey(
        Term,
        verbose_name="属性名",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    position = models.IntegerField("次序")
    local_name = models.TextField("属性短名")
    text = models.TextField("属性值")

    class Meta:
        verbose_name = verbose_name_plural = "主数据属性"
        indexes: ClassVar = [
            models.Index(fields=["name", "element"], name="ledger_attribute_by_name"),
            models.Index(fields=["local_name", "element"], name="ledger_attribute_by_short_name"),
        ]


class Containment(models.Model):
    """One named thing lies within another: a vessel within a site, a site within a company."""

    pk = models.CompositePrimaryKey("parent_id", "child_id")
    parent = models.ForeignKey(
        Term,
        verbose_name="上级",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    child = models.ForeignKey(
        Term,
        verbose_name="下级",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )

    class Meta:
        verbose_name = verbose_name_plural = "主数据层级"
