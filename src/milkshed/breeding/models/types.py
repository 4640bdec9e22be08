"""Linear type classifications of cows."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from milkshed.platform.models import Organisation, Person, Place
from milkshed.platform.scope import ScopePaths


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class TypeClassification(models.Model):
    """A cow as a classifier scored her on one day.

    ``traits`` maps the twenty linear traits to 1–9, ``defects`` lists codes; ``parts`` (part
    scores), ``total`` and ``grade`` follow from them under the rule rows in ``rules``.
    """

    animal_key = models.BigIntegerField("牛只键")
    number = models.CharField("牛号", max_length=30)
    place = models.ForeignKey(
        Place, verbose_name="养殖场", on_delete=models.PROTECT, related_name="+"
    )
    centre = models.ForeignKey(
        Organisation, verbose_name="育种中心", on_delete=models.PROTECT, related_name="+"
    )
    scored_on = models.DateField("鉴定日期")
    classifier = models.ForeignKey(
        Person, verbose_name="鉴定员", null=True, on_delete=models.PROTECT, related_name="+"
    )
    parity = models.PositiveSmallIntegerField("胎次")
    days_in_milk = models.PositiveSmallIntegerField("泌乳天数")
    traits = models.JSONField("线性评分")
    defects = models.JSONField("缺陷性状", default=list)
    parts = models.JSONField("部位评分")
    total = models.DecimalField("体型总分", max_digits=4, decimal_places=1)
    grade = models.CharField("等级", max_length=2)
    rules = models.JSONField("规则")
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)
    synthetic = models.BooleanField("演示数据", default=False)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("centre", "place__organisation"), counties=("place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "体型鉴定"
        indexes: ClassVar = [models.Index(fields=["place", "-scored_on"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["animal_key", "scored_on"], name="cow_classified_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(total__gte=0, total__lte=100), name="type_total_within_100"
            ),
        ]
