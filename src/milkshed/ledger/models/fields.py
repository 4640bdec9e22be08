"""Fields of events that no column holds, so that queries find them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Left

from milkshed.ledger.models.facts import Event, Term
from milkshed.ledger.models.references import reference
from milkshed.ledger.models.words import FieldPlace

INDEXED_CHARACTERS = 60
"""So many first characters of a text stand in the index; the whole text is compared after."""


class Field(models.Model):
    """One value of an extension, instance/lot master data, sensor or error declaration field.

    ``name`` is the full URI of the field. A text that can be read as a number or a time also
    stands as such, because the XML binding knows nothing but text. A field that holds further
    fields has a row without a value; those inside it are ``is_inner``. Derived when an event is
    captured, and only for events that carry such fields.
    """

    pk = models.CompositePrimaryKey("event_id", "position")
    event = reference(Event, "事件")
    position = models.IntegerField("次序")
    place = models.SmallIntegerField("所在部分", choices=FieldPlace.choices)
    is_inner = models.BooleanField("嵌套字段", default=False)
    name = reference(Term, "字段名")
    text = models.TextField("文本值", null=True)
    number = models.FloatField("数值", null=True)
    moment = models.DateTimeField("时间值", null=True)
    uom = models.CharField("计量单位", max_length=4, null=True)

    class Meta:
        verbose_name = verbose_name_plural = "事件字段"
        indexes: ClassVar = [
            models.Index("name", Left("text", INDEXED_CHARACTERS), name="ledger_field_by_text"),
            models.Index(
                fields=["name", "number"],
                condition=Q(number__isnull=False),
                name="ledger_field_by_number",
            ),
            models.Index(
                fields=["name", "moment"],
                condition=Q(moment__isnull=False),
                name="ledger_field_by_moment",
            ),
        ]


class Prefix(models.Model):
    """A prefix that captured documents declared, and a namespace it stood for."""

    pk = models.CompositePrimaryKey("prefix", "namespace")
    prefix = models.TextField("前缀")
    namespace = models.TextField("命名空间")

    class Meta:
        verbose_name = verbose_name_plural = "扩展前缀"
