"""Master data that came in the header of captured documents: attributes and what lies within."""

from typing import ClassVar

from django.db import models

from milkshed.ledger.models.facts import Term
from milkshed.ledger.models.references import reference


class MasterDataAttribute(models.Model):
    """One attribute of a named thing. The latest capture that states an attribute holds.

    ``local_name`` is what stands behind the namespace of the attribute's name.
    """

    pk = models.CompositePrimaryKey("element_id", "name_id", "position")
    element = reference(Term, "对象")
    name = reference(Term, "属性名")
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
    parent = reference(Term, "上级")
    child = reference(Term, "下级")

    class Meta:
        verbose_name = verbose_name_plural = "主数据层级"
